"""Imports in words: every row accounted for, the receipt, the check screen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from clm_desktop.core.message import Message
from clm_desktop.core.rows import FileInfo, FileKind, FileTotals, SetAside
from clm_desktop.ingest.types import (
    Choice,
    ColumnMapping,
    Dialect,
    Field,
    FilePreview,
    Question,
    Source,
)
from clm_desktop.view.blocks import TableBlock
from clm_desktop.view.pages.data import data_page
from clm_desktop.view.pages.preview import check_screen, counters, receipt
from clm_desktop.view.words import LANGUAGES, Words

EN = Words("en", "EUR")


@dataclass(frozen=True)
class Import:
    import_id: int
    imported_s: int
    files: tuple[FileTotals, ...]


def totals(name: str = "a.csv", **counts: int) -> FileTotals:
    account = {"accepted": 41, "known": 1_204, "changed": 3, "left_out": 61, "set_aside": 17}
    account |= counts
    info = FileInfo(
        name=name,
        sha256="",
        size_bytes=1,
        encoding="utf-8",
        delimiter="\t",
        platform="",
        mapping=(("date", "Created at"), ("email", "Email")),
        currency="EUR",
        order_ids_given=True,
    )
    return FileTotals(
        info=info,
        rows_read=sum(account.values()),
        **{f"rows_{k}": v for k, v in account.items()},
        reasons=(("cancelled", account["left_out"]), ("bad_date", account["set_aside"])),
        orders_new=30,
        customers_new=1,
        total_cents=12_345,
    )


def text_cells(table: TableBlock) -> list[tuple[str, ...]]:
    return [
        tuple(EN.value(c.kind, v[i]) for c, v in zip(table.columns, table.values, strict=True))
        for i in range(len(table))
    ]


def test_that_the_receipt_is_said_as_agreed() -> None:
    assert receipt([totals()], EN) == (
        "1,204 already known, 3 changed, 41 new. That is 30 new orders and 1 new customer. "
        "61 rows left out on purpose. 17 rows set aside for you to see."
    )


def test_that_the_same_file_again_is_nothing_new() -> None:
    again = totals(accepted=0, changed=0, left_out=0, set_aside=0, known=1_204)
    assert receipt([again], EN).startswith("Nothing new: 1,204 rows are already known.")


def test_that_rows_of_an_older_file_are_known_and_not_changed() -> None:
    older = replace(totals(accepted=0, changed=0, known=1_204), rows_older=4)
    assert receipt([older], EN).startswith("1,200 already known, 4 already known (older).")


def test_that_numbers_kept_apart_are_told() -> None:
    told = receipt([replace(totals(), orders_of="shopify", customers_of="shopify")], EN)
    assert told.endswith(
        "Order numbers in a.csv mean other orders than in your other files: they are kept "
        "with “(shopify)”."
    )
    assert "Customer numbers" in receipt([replace(totals(), customers_of="2")], EN)


def test_that_the_counters_add_up_to_the_rows_read() -> None:
    read, *others = [int(f.value.replace(",", "")) for f in counters([totals(), totals()], EN)]
    assert read == sum(others)


def test_that_the_newest_import_stands_first_and_can_be_taken_back() -> None:
    imports = [Import(1, 1_700_000_000, (totals(),)), Import(2, 1_700_100_000, (totals("b.csv"),))]
    table = data_page(imports, EN).tables[0]
    assert table.row_kind == "import"
    assert table.row_key is not None
    assert table.row_key.tolist() == [2, 1]
    assert [row[1] for row in text_cells(table)] == ["b.csv", "a.csv"]


def test_that_many_files_of_one_import_stay_one_line() -> None:
    many = tuple(totals(f"{i}.csv") for i in range(305))
    (row,) = text_cells(data_page([Import(1, 0, many)], EN).tables[0])
    assert row[1] == "0.csv and 304 more"


def test_that_a_contact_list_brings_nobody_twice() -> None:
    orders, people = totals(), totals("people.csv")
    people = replace(people, info=replace(people.info, kind=FileKind.CUSTOMERS), orders_new=0)
    both = data_page([Import(1, 0, (orders, people))], EN)
    assert both.lead == "2 files brought 30 orders and 1 customer."
    alone = data_page([Import(1, 0, (people,))], EN)
    assert alone.lead == "1 file brought 0 orders and 1 customer."


def test_that_reasons_say_what_became_of_the_rows() -> None:
    rows = text_cells(data_page([Import(1, 0, (totals(),))], EN).tables[1])
    assert rows == [
        ("cancelled before it was paid", "Left out on purpose", "61"),
        ("a date that cannot be read", "Set aside for you", "17"),
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_that_rows_set_aside_can_be_looked_at(lang: str) -> None:
    words = Words(lang)  # type: ignore[arg-type]
    row = SetAside(row=7, column="Date", value="31.2.", reason="bad_date", raw="x,31.2.")
    page = data_page([Import(1, 0, (totals(),))], words, [("a.csv", row)])
    assert "x,31.2." in text_cells(page.tables[2])[0]


def preview(**changes: object) -> FilePreview:
    question = Question(
        key="date_order",
        message=Message.of("question.date_order", column="When", example="03/04/2025"),
        choices=(
            Choice(code="dmy", example="03/04/2025 → 2025-04-03"),
            Choice(code="mdy", example="03/04/2025 → 2025-03-04"),
        ),
    )
    values: dict[str, object] = {
        "source": Source(path=Path("a.csv"), name="a.csv"),
        "size_bytes": 10,
        "sha256": "",
        "dialect": Dialect(encoding="utf-8", delimiter=",", quote='"', header_row=0, first_row=1),
        "header": ("Mail", "When", "Sum"),
        "signature": "",
        "platform": "",
        "platform_name": "",
        "mapping": ColumnMapping(fields=((Field.EMAIL, 0), (Field.DATE, 1))),
        "sample": (("", "03/04/2025", "1"), ("a@b.c", "03/04/2025", "2")),
        "rows_estimated": 4_980,
        "currency": "",
        "questions": (question,),
        "notes": (Message.of("note.made_orders"),),
    }
    return FilePreview(**(values | changes))  # type: ignore[arg-type]


def test_that_the_check_screen_says_what_is_missing_and_asks_once() -> None:
    lacks = Message.of("error.no_amount_column", name="a.csv", columns="Mail, When, Sum", hint="")
    screen = check_screen(preview(missing=(lacks,)), EN)
    assert screen.summary.startswith("About 4,980 rows.")
    assert screen.missing == ("Which column says how much was paid?",)
    (ask,) = screen.asks
    assert ask.choices[0] == ("dmy", "day, month, year: 03/04/2025 → 2025-04-03")
    assert text_cells(screen.mapping)[0] == ("E-mail", "Mail", "a@b.c")
    assert [c.title for c in screen.sample.columns] == ["Mail · E-mail", "When · Date", "Sum"]


def test_that_a_recognised_platform_is_said_once() -> None:
    known = preview(
        platform="shopify_orders",
        platform_name="Shopify orders",
        notes=(Message.of("note.platform", platform="Shopify orders"),),
    )
    screen = check_screen(known, EN)
    assert "Shopify orders" in screen.summary
    assert screen.notes == ()


def test_that_the_receipt_leaves_out_what_is_none() -> None:
    told = receipt([totals(changed=0)], EN)
    assert told.startswith("1,204 already known, 41 new.")
    assert "0 " not in told.split(".")[0].replace("1,204", "")
