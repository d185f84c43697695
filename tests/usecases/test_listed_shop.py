"""A file of one row per person with a churn column: the shop's watchlist comes from that column."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from scipy.special import expit

from clm_desktop.core.errors import RequestError
from clm_desktop.store.project import Project, create_project
from clm_desktop.usecases.current_answers import saved_answers
from clm_desktop.usecases.export import demand_orders
from clm_desktop.usecases.import_files import import_files
from clm_desktop.usecases.listed_shop import current_list, learn_list, listed_shop
from clm_desktop.usecases.owner_words import say_word
from clm_desktop.usecases.preview_files import preview_files
from clm_desktop.view.labelled_topics import labelled_topic, listed_topic
from clm_desktop.view.pages.labelled import labelled_page
from clm_desktop.view.pages.listed import listed_card, listed_page
from clm_desktop.view.words import Words

PEOPLE = 400


def listed(folder: Path) -> Project:
    rng = np.random.default_rng(1)
    with (folder / "members.csv").open("w", newline="", encoding="utf-8") as handle:
        out = csv.writer(handle)
        out.writerow(["customerID", "Plan", "Months", "Complaints", "Exit note", "Churn"])
        for i in range(PEOPLE):
            plan, months, calls = rng.choice(["flex", "year"]), rng.integers(1, 60), rng.poisson(1)
            left = rng.random() < expit(-1.2 + 1.8 * (plan == "flex") - 0.05 * months + calls)
            note = "moved" if left else ""
            told = [f"M{i:04d}", plan, months, calls, note, "Yes" if left else "No"]
            out.writerow(told)
    project = create_project(folder / "members.clm", "Members")
    import_files(project, preview_files([folder / "members.csv"], project=project).files)
    return project


def test_that_a_churn_column_becomes_the_watchlist(tmp_path) -> None:
    with listed(tmp_path) as project:
        told = listed_shop(project)
    assert told is not None
    learned = learn_list(told)
    assert learned.answer is not None
    page = labelled_page(learned, learned.answer, Words("en", ""))
    gone = int((learned.answer.left == 1).sum())
    assert page.as_of.startswith("Learned from your file's own churn column")
    assert str(gone) in page.as_of
    assert len(page.tables[0]) == PEOPLE - gone
    assert "Plan: flex" in str(page.tables[0].values[-1][0])
    assert any("Exit note" in note for note in page.notes)
    assert dict(page.details)["AUC"] != ""
    assert {table.name for table in page.detail_tables} == {"contest", "columns_left_out"}
    chinese = labelled_page(learned, learned.answer, Words("zh", ""))
    assert "流失列" in chinese.as_of
    topic = labelled_topic(learned, learned.answer, Words("en", ""))
    first = topic["watchlist"][0]
    total = sum(first["reasons"].values()) + first["intercept"]
    assert expit(total) == pytest.approx(first["p_leave"], abs=1e-4)
    assert topic["columns_left_out"] == {"Exit note": "later"}


def test_that_people_without_name_or_number_are_called_by_their_place_on_the_list(tmp_path) -> None:
    path = tmp_path / "own.csv"
    lines = (f"{i % 7},{i % 5},{'yes' if i % 3 else 'no'}" for i in range(60))
    path.write_text("\n".join(("calls,complaints,churn", *lines)))
    with create_project(tmp_path / "own.clm", "Own") as project:
        import_files(project, preview_files([path], project=project).files)
        told = listed_shop(project)
    assert told is not None
    titles = {
        card.title
        for customer_id in told.ids().tolist()
        if (card := listed_card(told, customer_id, Words("en", ""))) is not None
    }
    assert titles == {f"No. {n} on the list" for n in range(1, 61)}


def test_that_orders_take_the_place_of_the_list(tmp_path) -> None:
    orders = tmp_path / "orders.csv"
    orders.write_text(
        "order id,customer,date,amount\n1,M0001,2024-01-05,20.00\n2,M0002,2024-02-05,30.00\n",
        encoding="utf-8",
    )
    with listed(tmp_path) as project:
        assert listed_shop(project) is not None
        import_files(project, preview_files([orders], project=project).files)
        assert listed_shop(project) is None


def test_that_what_a_list_taught_is_kept_until_the_list_changes(tmp_path) -> None:
    with listed(tmp_path) as project:
        first = current_list(project)
        assert first is not None
        kept = listed_shop(project)
        assert kept is not None
        assert kept.answer is not None
        np.testing.assert_array_equal(kept.answer.p_leave, first.answer.p_leave)
        assert kept.answer.check == first.answer.check
        assert kept.answer.verdict == first.answer.verdict
        say_word(project, "M0001", "no_contact")
        assert listed_shop(project).answer is not None, "a word teaches nothing new"
        assert saved_answers(project) is None
        more = tmp_path / "more.csv"
        more.write_text(
            "customerID,Plan,Months,Complaints,Exit note,Churn\nM9001,flex,3,2,,No\n",
            encoding="utf-8",
        )
        import_files(project, preview_files([more], project=project).files)
        assert listed_shop(project).answer is None


def test_that_nobody_is_called_who_is_to_be_left_in_peace(tmp_path) -> None:
    with listed(tmp_path) as project:
        shop = current_list(project)
        first = str(shop.people.key[shop.watched()[0]])
        say_word(project, first, "moved_away")
        say_word(project, first, "note", "to Rome")
        after = listed_shop(project)
    assert first not in after.people.key[after.watched()]
    assert len(after.watched()) == len(shop.watched()) - 1
    today = listed_page("today", after, Words("en", ""))
    ids = dict(zip(after.people.key.tolist(), after.ids().tolist(), strict=True))
    assert len(set(ids.values())) == PEOPLE
    assert ids[first] not in today.cards[0].customers
    told = listed_card(after, ids[first], Words("en", ""))
    assert told.spared
    assert {mark.word for mark in told.marks if mark.stands} == {"moved_away", "note"}


def test_that_a_list_without_a_label_names_nobody_and_says_what_would(tmp_path) -> None:
    people = tmp_path / "people.csv"
    with people.open("w", newline="", encoding="utf-8") as handle:
        out = csv.writer(handle)
        out.writerow(["Customer ID", "Name", "Email", "City"])
        for i in range(40):
            out.writerow([f"{i:03d}", f"Person {i}", f"p{i}@example.com", "Bern"])
    with create_project(tmp_path / "people.clm", "People") as project:
        import_files(project, preview_files([people], project=project).files)
        shop = current_list(project)
        say_word(project, str(shop.people.key[0]), "talked")
    assert shop is not None
    assert shop.is_learned
    assert shop.answer is None
    today = listed_page("today", shop, Words("en", ""))
    assert [card.name for card in today.cards] == ["label_1", "add_data"]
    customers = listed_page("customers", shop, Words("en", ""))
    assert len(customers.tables[0]) == 40
    assert "risk" not in {column.key for column in customers.tables[0].columns}
    assert "churn" in listed_page("watchlist", shop, Words("en", "")).empty
    topic = listed_topic(shop, "summary", Words("en", ""))
    assert topic["missing"] == ["churn_column", "orders"]


def test_that_pages_of_a_list_are_told_in_chinese(tmp_path) -> None:
    with listed(tmp_path) as project:
        shop = current_list(project)
    words = Words("zh", "")
    for tab in ("today", "customers", "segments", "worth", "recommendations", "ahead"):
        page = listed_page(tab, shop, words)
        said = [page.title, page.lead, page.empty, *page.notes]
        said += [part for card in page.cards for part in (card.headline, card.text, card.button)]
        for sentence in filter(None, said):
            assert any("\u4e00" <= letter <= "\u9fff" for letter in sentence), sentence


def test_that_exports_of_a_list_say_where_its_tables_are(tmp_path) -> None:
    with listed(tmp_path) as project, pytest.raises(RequestError) as told:
        demand_orders(project)
    assert told.value.code == "no_export_of_list"
    assert str(PEOPLE) in Words("en", "").say(told.value.message)
