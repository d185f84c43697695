"""The owner's word about who is one person, from files to answers and back."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from clm_desktop.app.cli import run
from clm_desktop.core.errors import RequestError
from clm_desktop.store.project import Project, create_project
from clm_desktop.store.reading import load_transactions
from clm_desktop.usecases.import_files import import_files
from clm_desktop.usecases.people import (
    decide_about,
    forget_decision,
    keep_apart,
    list_people,
    merge_people,
    split_off,
    undo_people_change,
)
from clm_desktop.usecases.preview_files import preview_files
from clm_desktop.view.pages.people import people_page
from clm_desktop.view.words import Words

SHOP = """Order,Date,Customer ID,Email,Phone,Total
1,2024-01-05,7001,Ann@Example.org,+44 7911 123456,10.00
2,2024-02-05,,ann@example.org ,,20.00
3,2024-02-06,7002,bob@example.org,,5.00
4,2024-02-07,7003,bob@example.org,,5.00
5,2024-02-08,7004,ann+gift@example.org,,5.00
"""
TILL = """Receipt,Day,Telephone,Amount
t1,2024-03-01,07911 123456,40.00
t2,2024-03-02,07911 999999,7.00
"""


@pytest.fixture
def shop(tmp_path: Path):
    with create_project(tmp_path / "shop.clm", "shop") as project:
        for name, text in (("shop.csv", SHOP), ("till.csv", TILL)):
            path = tmp_path / name
            path.write_text(text, "utf-8")
            import_files(project, preview_files([path], project=project).files)
        yield project


def spent(project: Project) -> dict[str, int]:
    tx = load_transactions(project)
    return {
        key: int(tx.order_cents[tx.order_customer == place].sum())
        for place, key in enumerate(tx.customer_key.tolist())
    }


def test_that_account_guest_and_till_are_one_person(shop: Project) -> None:
    assert spent(shop) == {
        "7001": 7000, "7002": 500, "7003": 500, "7004": 500, "07911999999": 700
    }  # fmt: skip
    found = list_people(shop)
    assert (found.keys, found.people) == (7, 5)
    assert [one.keys for one in found.proposals] == [("7002", "7003")]


def test_that_each_decision_is_taken_back_to_what_was_before(shop: Project) -> None:
    before = list_people(shop), spent(shop)
    for decide, one, other in (
        (merge_people, "7002", "7003"),
        (keep_apart, "7001", "ann@example.org"),
        (merge_people, "7001", "07911999999"),
    ):
        change = decide(shop, one, other)
        after = list_people(shop), spent(shop)
        assert after != before
        again = undo_people_change(shop, change)
        assert (list_people(shop), spent(shop)) == before
        undo_people_change(shop, again)
        assert (list_people(shop), spent(shop)) == after
        forget_decision(shop, one, other)
        assert (list_people(shop), spent(shop)) == before


def test_that_whole_groups_are_decided_about_and_taken_back(shop: Project) -> None:
    before = list_people(shop), spent(shop)
    change = decide_about(shop, ("7002", "7003", "7004"), together=True)
    assert spent(shop)["7002"] == 1500
    assert list_people(shop).proposals == ()
    undo_people_change(shop, change)
    assert (list_people(shop), spent(shop)) == before
    (person,) = (one for one in list_people(shop).merged if "7001" in one.keys)
    change = decide_about(shop, person.keys, together=False)
    assert list_people(shop).people == list_people(shop).keys
    undo_people_change(shop, change)
    assert (list_people(shop), spent(shop)) == before


def test_that_together_overrules_what_kept_the_two_persons_apart(shop: Project) -> None:
    decide_about(shop, ("ann@example.org", "7004"), together=False)
    decide_about(shop, ("7001", "7004"), together=True)
    assert spent(shop)["7001"] == 7500


def test_that_a_key_is_split_off_from_all_others_of_its_person(shop: Project) -> None:
    (person,) = (one for one in list_people(shop).merged if "7001" in one.keys)
    assert len(person.keys) == 3
    change = split_off(shop, "ann@example.org")
    assert spent(shop)["ann@example.org"] == 2000
    assert spent(shop)["7001"] == 5000
    undo_people_change(shop, change)
    assert spent(shop)["7001"] == 7000
    split_off(shop, "7001")
    assert spent(shop)["7001"] == 1000
    with pytest.raises(RequestError):
        split_off(shop, "7004")


def test_that_a_merge_kept_apart_again_counts_as_two(shop: Project) -> None:
    before = spent(shop)
    merge_people(shop, "7004", "07911999999")
    assert spent(shop)["7004"] == 1200
    change = keep_apart(shop, "7004", "07911999999")
    assert spent(shop) == before
    undo_people_change(shop, change)  # back to the merge, not to nothing
    assert spent(shop)["7004"] == 1200


def test_that_a_merge_overrules_what_kept_others_of_the_two_apart(shop: Project) -> None:
    keep_apart(shop, "7001", "7004")
    change = merge_people(shop, "ann@example.org", "7004")
    assert spent(shop)["7001"] == 7500
    undo_people_change(shop, change)
    assert [d.pair for d in list_people(shop).decisions] == [("7001", "7004")]


@pytest.mark.parametrize(
    ("one", "other", "code"),
    [("7001", "7001", "same_person"), ("7001", "nobody", "person_unknown")],
)
def test_that_only_two_known_keys_can_be_decided(
    shop: Project, one: str, other: str, code: str
) -> None:
    for decide in (merge_people, keep_apart):
        with pytest.raises(RequestError) as error:
            decide(shop, one, other)
        assert error.value.code == code
    with pytest.raises(RequestError):
        forget_decision(shop, "7001", "7002")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_that_the_page_says_why_without_giving_addresses_away(shop: Project, lang) -> None:
    words = Words(lang)
    merge_people(shop, "7004", "07911999999")
    tables = people_page(list_people(shop), words).tables
    text = " ".join(str(cell) for table in tables for column in table.values for cell in column)
    assert "a***@example.org" in text
    assert "***3456" in text
    assert "b***@example.org" in text
    assert "+44 7911 123456" not in text
    assert words.text("put together by you") in text


def test_that_the_command_line_lists_and_decides(shop: Project, capsys) -> None:
    path = shop.path
    shop.close()

    def said(*args: str) -> dict:
        assert run(["people", str(path), *args, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    assert [one["keys"] for one in said()["proposals"]] == [["7002", "7003"]]
    merged = said("--merge", "7002", "7003")
    assert ["7002", "7003"] in [one["keys"] for one in merged["merged"]]
    assert merged["people"] == 4
    assert said("--apart", "7002", "7003")["proposals"] == []
    assert said("--forget", "7002", "7003")["decisions"] == []
    assert run(["people", str(path), "--merge", "7002", "x"]) == 3


def test_that_exports_list_the_representative(shop: Project, capsys, tmp_path: Path) -> None:
    path = shop.path
    shop.close()
    out = tmp_path / "customers.csv"
    assert run(["export", str(path), "customers", str(out)]) == 0
    rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8"))))
    assert {row["customer_id"] for row in rows} == {
        "7001", "7002", "7003", "7004", "07911999999"
    }  # fmt: skip
