"""A status that nobody knows is told when a file of a known layout brings it, and only once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from clm_desktop.app.main import main
from clm_desktop.core.message import Message
from clm_desktop.ingest.types import Treatment
from clm_desktop.store.project import Project
from clm_desktop.usecases.import_files import import_files
from clm_desktop.usecases.open_project import open_or_create
from clm_desktop.usecases.preview_files import Told, preview_files
from clm_desktop.usecases.reread_import import preview_reread, reread_import
from clm_desktop.view.words import Words

HEADER = "Order,Customer,Date,Product,Quantity,Total,Status\n"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Project]:
    with open_or_create(tmp_path / "shop.clm") as project:
        yield project


def orders(path: Path, *words: str) -> Path:
    """One order per word, of a month that the file's name tells."""
    month = int(path.stem)
    rows = [
        f"{month}{i:02},c{i % 7},2024-{month:02}-{1 + i:02},Tea,1,4.00,{word}"
        for i, word in enumerate(words)
    ]
    path.write_text(HEADER + "\n".join(rows) + "\n", "utf-8")
    return path


def brought(shop: Project, path: Path, told: Told | None = None) -> tuple[Message, ...]:
    return import_files(shop, preview_files([path], project=shop, told=told).files).told


def note(rows: int, words: str) -> Message:
    return Message.of("note.new_status", rows=rows, column="Status", words=words)


def test_that_a_new_status_is_told_once_and_known_ones_never(shop: Project, tmp_path: Path) -> None:
    first = orders(tmp_path / "1.csv", "paid", "paid", "Vorgemerkt", "cancelled", "")
    assert brought(shop, first) == (note(1, "“Vorgemerkt”"),)
    second = orders(tmp_path / "2.csv", "paid", "VORGEMERKT ", "refunded", "Geparkt", "Geparkt")
    assert preview_files([second], project=shop).seen_before
    assert brought(shop, second) == (note(2, "“Geparkt”"),)
    assert brought(shop, orders(tmp_path / "3.csv", "Geparkt", "Vorgemerkt", "pending")) == ()


def test_that_a_status_that_was_decided_is_not_told(shop: Project, tmp_path: Path) -> None:
    told = Told(statuses={"geparkt": Treatment.UNPAID})
    assert brought(shop, orders(tmp_path / "1.csv", "paid", "Geparkt"), told) == ()
    assert brought(shop, orders(tmp_path / "2.csv", "paid", "Geparkt")) == ()


def test_that_the_most_frequent_of_many_new_words_are_named(shop: Project, tmp_path: Path) -> None:
    words = ["eins", "zwei", "zwei", "drei", "drei", "drei", "vier", "vier"]
    assert brought(shop, orders(tmp_path / "1.csv", "paid", *words)) == (
        note(8, "“drei”, “zwei”, “vier” …"),
    )


def test_that_the_same_word_is_told_by_another_layout(shop: Project, tmp_path: Path) -> None:
    assert brought(shop, orders(tmp_path / "1.csv", "paid", "Geparkt"))
    other = orders(tmp_path / "2.csv", "paid", "Geparkt")
    other.write_text(other.read_text("utf-8").replace("Product", "Product name"), "utf-8")
    assert brought(shop, other) == (note(1, "“Geparkt”"),)


def test_that_an_import_read_again_with_a_decision_has_nothing_to_tell(
    shop: Project, tmp_path: Path
) -> None:
    path = orders(tmp_path / "1.csv", "paid", "paid", "Geparkt")
    receipt = import_files(shop, preview_files([path], project=shop).files)
    assert receipt.told
    assert preview_reread(shop, receipt.import_id).files
    told = Told(statuses={"Geparkt": Treatment.UNPAID})
    files = preview_files([path], project=shop, told=told).files
    again = reread_import(shop, receipt.import_id, files)
    assert again.told == ()
    assert again.files[0].rows_left_out == 1


@pytest.mark.parametrize(
    ("lang", "sentence", "lead"),
    [
        ("en", "I do not know the status “Geparkt” (Status): 2 rows with it count.", "--replace 1"),
        ("zh", "我不认识状态“Geparkt”（Status）：带有它的 2 行都计入。", "--replace 1"),
    ],
)
def test_that_the_command_line_tells_it_and_how_to_change_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str, sentence: str, lead: str
) -> None:
    path = str(orders(tmp_path / "1.csv", "paid", "paid", "Geparkt", "Geparkt"))
    shop = str(tmp_path / "shop.clm")
    assert main(["import", shop, path, "--lang", lang]) == 0
    out = capsys.readouterr().out
    assert sentence in out
    assert lead in out
    decided = ["--replace", "1", "--status", "Geparkt=unpaid", "--json"]
    assert main(["import", shop, path, *decided]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["told"] == []
    assert said["files"][0]["rows_left_out"] == 2


def test_that_one_row_is_told_as_one() -> None:
    assert Words("en").say(note(1, "“x”")).endswith("1 row with it counts.")
