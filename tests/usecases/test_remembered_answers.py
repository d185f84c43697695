"""What the owner answered about a file is asked once: the next file of its header is read so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from clm_desktop.core.errors import QuestionsError
from clm_desktop.store.project import Project
from clm_desktop.usecases.import_files import import_files
from clm_desktop.usecases.open_project import open_or_create
from clm_desktop.usecases.preview_files import preview_again, preview_files
from clm_desktop.usecases.refresh import load
from clm_desktop.usecases.undo_import import undo_import


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Project]:
    with open_or_create(tmp_path / "shop.clm") as project:
        yield project


def letters(path: Path, first: int, header: bytes = b"note") -> Path:
    """Orders of one buyer whose name no program can tell the letters of."""
    lines = (b"%d,2024-01-%02d,5.00,Petr Nov\xe1k \xf5," % (first + i, i + 1) for i in range(20))
    path.write_bytes(b"order,date,total,name,%s\n" % header + b"\n".join(lines) + b"\n")
    return path


@pytest.mark.parametrize("header", [b"note", b"n\xe1me \xf5"])
def test_that_an_encoding_is_asked_once_even_where_the_header_is_in_it(
    shop: Project, tmp_path: Path, header: bytes
) -> None:
    path = letters(tmp_path / "a.csv", 1, header)
    (question,) = preview_files([path], project=shop).questions
    assert question.key == "encoding"
    rival = question.choices[1].code  # not what the program would take
    answered = preview_files([path], project=shop, answers={"encoding": rival})
    import_files(shop, preview_again(answered.files, {}))  # as after a change of a column
    assert load(shop).customer_name[0] == b"Petr Nov\xe1k \xf5".decode(rival)
    again = preview_files([letters(tmp_path / "b.csv", 100, header)], project=shop)
    assert not again.questions
    assert again.files[0].dialect.encoding == rival
    assert again.seen_before


def test_that_an_answer_about_letters_leaves_files_alone_that_say_theirs(
    shop: Project, tmp_path: Path
) -> None:
    path = letters(tmp_path / "a.csv", 1)
    rival = preview_files([path]).questions[0].choices[1].code
    import_files(shop, preview_files([path], project=shop, answers={"encoding": rival}).files)
    plain = tmp_path / "b.csv"
    plain.write_text("order,date,total,name\n900,2024-03-01,5.00,Łukasz\n", encoding="utf-8")
    (file,) = preview_files([plain], project=shop, answers={"encoding": rival}).files
    assert (file.dialect.encoding, file.sample[0][3]) == ("utf-8", "Łukasz")


def orders(path: Path, first: int, amounts: str, header: str = "total") -> Path:
    lines = (f"{first + i},anna,2024-01-{i + 1:02d},{a}\n" for i, a in enumerate(amounts.split()))
    path.write_text(f"order,customer,date,{header}\n{''.join(lines)}", encoding="utf-8")
    return path


def money(shop: Project) -> tuple[str, int]:
    tx = load(shop)
    return tx.currency, int(tx.order_cents.sum())


def test_that_a_file_of_another_currency_than_the_shops_is_asked_about_once(
    shop: Project, tmp_path: Path
) -> None:
    import_files(
        shop, preview_files([orders(tmp_path / "a.csv", 1, "€10 €20")], project=shop).files
    )
    other = orders(tmp_path / "b.csv", 100, "$5 $7")
    (question,) = preview_files([other], project=shop).questions
    assert question.key == "rate_$"
    with pytest.raises(QuestionsError):
        import_files(shop, preview_files([other], project=shop).files)
    answered = preview_files([other], project=shop, answers={"rate_$": "0.5"})
    import_id = import_files(shop, answered.files).import_id
    assert money(shop) == ("EUR", 3600)
    next_month = preview_files([orders(tmp_path / "c.csv", 200, "$2 €1")], project=shop)
    assert not next_month.questions
    assert [m.code for m in next_month.files[0].notes].count("note.rate") == 1
    import_files(shop, next_month.files)
    assert money(shop) == ("EUR", 3800)
    undo_import(shop, import_id)
    assert money(shop) == ("EUR", 3200)


@pytest.mark.parametrize("rows", ["aside", "2"])
def test_that_files_of_one_drop_are_counted_in_one_currency(
    shop: Project, tmp_path: Path, rows: str
) -> None:
    paths = [
        orders(tmp_path / "a.csv", 1, "10 20", "total (EUR)"),
        orders(tmp_path / "b.csv", 9, "10 20", "total (USD)"),
    ]
    assert [q.key for q in preview_files(paths, project=shop).questions] == ["rate_USD"]
    found = preview_files(paths, project=shop, answers={"rate_USD": rows})
    receipt = import_files(shop, found.files)
    assert [one.rows_set_aside for one in receipt.files] == [0, 2 if rows == "aside" else 0]
    assert [one.info.currency for one in receipt.files] == ["EUR", "EUR"]
    assert money(shop) == ("EUR", 3000 if rows == "aside" else 9000)
    again = import_files(shop, preview_files(paths, project=shop).files)
    assert [one.rows_accepted for one in again.files] == [0, 0]
