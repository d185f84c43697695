"""Layouts of files that circulate for practice, with made-up rows: each is read as it is meant."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from clm_desktop.core.errors import FileError
from clm_desktop.core.rows import FileKind
from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.ingest.preview import preview
from clm_desktop.ingest.types import Field as F
from clm_desktop.ingest.types import FilePreview, Source

from .made_files import write

ROWS = 60
DRAW = random.Random(3)  # noqa: S311
DAYS = [date(2024, 1, 8) + timedelta(days=3 * row) for row in range(ROWS)]
WHO = [f"C{100 + DRAW.randrange(20)}" for _ in range(ROWS)]
PIECES = [DRAW.choice((1, 1, 1, 2, 3)) for _ in range(ROWS)]
KINDS = [DRAW.choice((("Clothing", 300.08), ("Shoes", 600.17), ("Books", 15.15))) for _ in DAYS]


def seen(
    tmp_path: Path, header: str, rows: Sequence[Sequence[object]], sep: str = ","
) -> FilePreview:
    """What the program makes of a file."""
    lines = [header, *(sep.join(map(str, row)) for row in rows)]
    path = write(tmp_path / "file.csv", "\n".join(line for line in lines if line) + "\n")
    return preview(Source(path=path, name=path.name), NULL_CONTEXT)


def named(found: FilePreview) -> dict[F, str]:
    return {field: found.header[column] for field, column in found.mapping.fields}


def test_that_an_amount_below_the_price_of_one_counts_pieces(tmp_path: Path) -> None:
    """Ta-Feng: AMOUNT are pieces, SALES_PRICE is what the row costs."""
    rows = [
        [day.strftime("%m/%d/%Y"), who, 4710 + row % 5, n, n * (20 + row % 5), n * (25 + row % 5)]
        for row, (day, who, n) in enumerate(zip(DAYS, WHO, PIECES, strict=True))
    ]
    head = "TRANSACTION_DT,CUSTOMER_ID,PRODUCT_ID,AMOUNT,ASSET,SALES_PRICE"
    found = named(seen(tmp_path, head, rows))
    assert found[F.QUANTITY] == "AMOUNT"
    assert found[F.LINE_TOTAL] == "SALES_PRICE"
    assert F.UNIT_PRICE not in found


@pytest.mark.parametrize("part", [0.4, 0.9])
def test_that_an_amount_after_a_discount_stays_money(tmp_path: Path, part: float) -> None:
    rows = [
        [day, who, f"P{row % 5}", 20 + 10 * (row % 5), round(part * (20 + 10 * (row % 5)))]
        for row, (day, who) in enumerate(zip(DAYS, WHO, strict=True))
    ]
    found = named(seen(tmp_path, "Date,Customer ID,Product,Price,Amount", rows))
    assert (found[F.UNIT_PRICE], found[F.LINE_TOTAL]) == ("Price", "Amount")


@pytest.mark.parametrize("of_row", [True, False])
def test_that_kinds_of_goods_tell_whose_money_a_price_is(tmp_path: Path, of_row: bool) -> None:
    """A mall's sales: no products, only their kinds, and a price that grows with the pieces."""
    rows = [
        [f"I{row}", who, kind, n, f"{price * (n if of_row else 1):.2f}", day]
        for row, (day, who, n, (kind, price)) in enumerate(
            zip(DAYS, WHO, PIECES, KINDS, strict=True)
        )
    ]
    head = "invoice_no,customer_id,category,quantity,price,invoice_date"
    found = named(seen(tmp_path, head, rows))
    assert found[F.LINE_TOTAL if of_row else F.UNIT_PRICE] == "price"
    assert (found[F.PRODUCT_NAME], F.CATEGORY in found) == ("category", False)


def test_that_two_kinds_of_orders_are_no_products(tmp_path: Path) -> None:
    rows = [
        [f"I{row}", who, "Retail" if row % 4 else "Wholesale", f"{20 + row}.50", day]
        for row, (day, who) in enumerate(zip(DAYS, WHO, strict=True))
    ]
    found = named(seen(tmp_path, "invoice_no,customer_id,category,amount,invoice_date", rows))
    assert (found[F.CATEGORY], F.PRODUCT_NAME in found) == ("category", False)


def test_that_people_with_what_they_spent_are_no_products(tmp_path: Path) -> None:
    head = "ID,Year_Birth,Education,Marital_Status,Income,Dt_Customer,Recency,MntWines"
    head += ",NumDealsPurchases,Z_CostContact,Z_Revenue,Response"
    rows = [
        (
            *(5524 + 7 * row, 1957 + row, "Graduation", "Single", 58138 + row),
            *(f"{day:%d-%m-%Y}", row, 635 - row, 3, 3, 11, int(row % 7 == 0)),
        )
        for row, day in enumerate(DAYS)
    ]
    found = seen(tmp_path, head.replace(",", "\t"), rows, "\t")
    assert found.kind is FileKind.CUSTOMERS
    assert named(found) == {F.CUSTOMER_ID: "ID"}


def test_that_measures_of_a_product_are_neither_its_name_nor_its_stock(tmp_path: Path) -> None:
    head = (
        "product_id,product_category_name,product_name_lenght,product_photos_qty,product_weight_g"
    )
    rows = [[f"a{row:04x}", "perfumaria", 40 + row, 1 + row % 3, 225 + row] for row in range(ROWS)]
    found = seen(tmp_path, head, rows)
    assert found.kind is FileKind.PRODUCTS_STOCK
    assert named(found) == {F.PRODUCT_ID: "product_id", F.CATEGORY: "product_category_name"}


def test_that_a_list_of_payments_is_refused_by_what_it_is(tmp_path: Path) -> None:
    head = "order_id,payment_sequential,payment_type,payment_installments,payment_value"
    rows = [[f"b{row:04x}", 1, "credit_card", 3, f"{20 + row}.50"] for row in range(ROWS)]
    with pytest.raises(FileError) as refused:
        seen(tmp_path, head, rows)
    assert refused.value.code == "only_payments"


def test_that_a_card_is_whose_it_is_and_a_maker_is_no_buyer(tmp_path: Path) -> None:
    head = "card_id,company,brand,date,productsize,purchasequantity,purchaseamount"
    rows = [
        [who, 107106070 + row % 4, 12564, day, 12.0, 1 + row % 3, f"{4 + row % 7}.99"]
        for row, (day, who) in enumerate(zip(DAYS, WHO, strict=True))
    ]
    assert named(seen(tmp_path, head, rows)) == {
        F.CUSTOMER_ID: "card_id",
        F.DATE: "date",
        F.QUANTITY: "purchasequantity",
        F.LINE_TOTAL: "purchaseamount",
    }


def test_that_clicks_of_the_same_people_are_no_list_of_people(tmp_path: Path) -> None:
    rows = [
        [who[1:], 2268318 + row % 9, 2520377, "pv" if row % 5 else "buy", 1511544070 + 9000 * row]
        for row, who in enumerate(WHO)
    ]
    with pytest.raises(FileError, match="no_date"):
        seen(tmp_path, "", rows)
