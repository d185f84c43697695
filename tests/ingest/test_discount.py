"""Discounts beside quantity and price: what is taken off, what is asked, what is left alone."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import numpy as np
import pytest

from clm_desktop.ingest import codes
from clm_desktop.ingest.types import DiscountUnit, Field

from .made_files import Read, read, write

HEADER = "order,customer,date,product,qty,unit price,{title}"
OFFS = {
    DiscountUnit.SHARE: ("0", "0.05", "0.15", "0.25", "0.125"),
    DiscountUnit.PERCENT: ("0", "5", "12.5", "20", ""),
    DiscountUnit.MONEY: ("0", "0.30", "2", "1.75", "-"),
    DiscountUnit.REST: ("1", "1", "0.85", "0.9", "1"),
    DiscountUnit.REST_OF_TEN: ("10", "10", "8.5", "0", "10"),
    DiscountUnit.REST_OF_HUNDRED: ("100", "100", "85", "90", "100"),
}


def shop(
    folder: Path, title: str, offs: tuple[str, ...], prices: tuple[str, ...] = ("10.40", "25", "3")
) -> tuple[Path, list[tuple[int, Decimal, Decimal]]]:
    """A file of 60 rows, and of each row its pieces, price and discount as written."""
    draw = np.random.default_rng(len(title))
    rows, told = [HEADER.format(title=title)], []
    for n in range(60):
        pieces, price, off = int(draw.integers(1, 5)), str(draw.choice(prices)), offs[n % len(offs)]
        rows.append(f"{n},c{n % 20},2024-01-{1 + n % 28:02d},Mug,{pieces},{price},{off}")
        told.append((pieces, Decimal(price), Decimal(off.strip("-% ") or 0)))
    return write(folder / "orders.csv", "\n".join(rows)), told


def charged(pieces: int, price: Decimal, off: Decimal, unit: DiscountUnit) -> int:
    """What was charged by the rule of a unit, in cents."""
    part = {
        DiscountUnit.SHARE: 1 - off,
        DiscountUnit.PERCENT: 1 - off / 100,
        DiscountUnit.MONEY: Decimal(1),
        DiscountUnit.REST: off,
        DiscountUnit.REST_OF_TEN: (off or Decimal(10)) / 10,  # 0 is written where nothing is off
        DiscountUnit.REST_OF_HUNDRED: off / 100,
        DiscountUnit.NONE: Decimal(1),
    }[unit]
    less = off if unit is DiscountUnit.MONEY else 0
    return int((100 * (pieces * price * part - less)).quantize(Decimal(1), ROUND_HALF_UP))


def cents(got: Read) -> list[int]:
    return [line.cents for line in got.lines]


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("Discount", DiscountUnit.SHARE),  # 0.125 is no money
        ("Discount %", DiscountUnit.PERCENT),
        ("Rabatt in Prozent", DiscountUnit.PERCENT),
        ("Discount amount", DiscountUnit.MONEY),
        ("优惠金额", DiscountUnit.MONEY),
        ("折扣", DiscountUnit.REST),
        ("折扣", DiscountUnit.REST_OF_TEN),
        ("折扣率", DiscountUnit.REST_OF_HUNDRED),
    ],
)
def test_that_discounts_are_taken_off_quantity_times_price(
    tmp_path: Path, title: str, unit: DiscountUnit
) -> None:
    path, rows = shop(tmp_path, title, OFFS[unit])
    got = read(path)
    assert got.preview.questions == ()
    assert got.preview.mapping.discount is unit
    assert "note.discount" in got.notes
    assert cents(got) == [charged(*row, unit) for row in rows]


def test_that_signs_of_per_cent_beside_the_numbers_say_what_they_are(tmp_path: Path) -> None:
    path, rows = shop(tmp_path, "Nachlass", ("0%", "10%", "7.5 %", ""))
    got = read(path)
    assert got.preview.mapping.discount is DiscountUnit.PERCENT
    assert cents(got) == [charged(*row, DiscountUnit.PERCENT) for row in rows]


def test_that_more_than_the_row_cost_is_no_money(tmp_path: Path) -> None:
    path, rows = shop(tmp_path, "Discount", ("0", "20", "15"), prices=("4",))
    got = read(path)
    assert got.preview.mapping.discount is DiscountUnit.PERCENT
    assert cents(got) == [charged(*row, DiscountUnit.PERCENT) for row in rows]


def test_that_whole_per_cents_of_rows_rounded_to_cents_are_money(tmp_path: Path) -> None:
    rows = [HEADER.format(title="Discount")]
    for n in range(1, 41):
        price = Decimal("31.37") + n
        off = (price * (5 + n % 3) / 100).quantize(Decimal("0.01"))
        rows.append(f"{n},c{n % 9},2024-01-05,Mug,1,{price},{off}")
    assert read(write(tmp_path / "o.csv", "\n".join(rows))).preview.mapping.discount == "money"


@pytest.mark.parametrize(
    ("offs", "units"),
    [
        (("0", "0.15", "0.2"), (DiscountUnit.SHARE, DiscountUnit.MONEY, DiscountUnit.NONE)),
        (("0", "5", "2"), (DiscountUnit.PERCENT, DiscountUnit.MONEY, DiscountUnit.NONE)),
    ],
)
def test_that_what_the_column_leaves_open_is_asked_and_kept(
    tmp_path: Path, offs: tuple[str, ...], units: tuple[DiscountUnit, ...]
) -> None:
    path, rows = shop(tmp_path, "Discount", offs, prices=("10.40", "25"))
    (question,) = read(path).preview.questions
    assert question.key == "discount" in codes.QUESTIONS
    assert tuple(choice.code for choice in question.choices) == units
    for unit in units:
        got = read(path, {"discount": unit})
        assert got.preview.questions == ()
        assert cents(got) == [charged(*row, unit) for row in rows]
        again = read(path, mapping=got.preview.mapping)
        assert again.preview.questions == ()
        assert cents(again) == cents(got)


def test_that_what_was_said_holds_as_long_as_the_numbers_allow_it(tmp_path: Path) -> None:
    path, _ = shop(tmp_path, "Discount", ("0", "0.15", "0.2"))
    known = read(path, {"discount": "share"}).preview.mapping
    path, _ = shop(tmp_path, "Discount", ("0", "15", "2"), prices=("90",))
    assert [q.key for q in read(path, mapping=known).preview.questions] == ["discount"]
    assert [q.key for q in read(path, {"discount": "share"}).preview.questions] == ["discount"]


@pytest.mark.parametrize(
    ("title", "total"),
    [("Discount", "line total"), ("Discount code", ""), ("Price after discount", ""),
     ("Order discount", ""), ("优惠券名称", "")],
)  # fmt: skip
def test_that_totals_and_other_columns_are_left_alone(
    tmp_path: Path, title: str, total: str
) -> None:
    header = HEADER.format(title=title) + (f",{total}" if total else "")
    more = ",9.50" if total else ""
    rows = "\n".join(f"{n},c{n % 3},2024-01-05,Mug,1,10.00,0.5{more}" for n in range(9))
    got = read(write(tmp_path / "orders.csv", f"{header}\n{rows}"))
    assert got.preview.mapping.column(Field.DISCOUNT) is None
    assert set(cents(got)) == {950 if total else 1000}


def test_that_what_comes_back_comes_back_less_its_discount(tmp_path: Path) -> None:
    header = HEADER.format(title="Discount amount")
    rows = "1,a,2024-01-05,Mug,2,10.00,3.00\n2,a,2024-01-09,Mug,-2,10.00,3.00"
    assert cents(read(write(tmp_path / "orders.csv", f"{header}\n{rows}"))) == [1700, -1700]


def test_that_a_discount_which_is_no_number_sets_its_row_aside(tmp_path: Path) -> None:
    header = HEADER.format(title="Discount %")
    rows = [f"{n},c{n % 3},2024-01-05,Mug,1,10.00,10" for n in range(9)]
    rows += ["9,a,2024-01-05,Mug,1,10.00,a lot", "10,a,2024-01-05,Mug,1,10.00,130"]
    got = read(write(tmp_path / "orders.csv", "\n".join([header, *rows])))
    assert got.reasons == ["bad_amount", "bad_amount"]
    assert cents(got) == [900] * 9


def test_that_the_first_discount_may_stand_far_below(tmp_path: Path) -> None:
    header = HEADER.format(title="Discount %")
    rows = [f"{n},c{n % 7},2024-01-05,Mug,1,10.00," for n in range(400)]
    rows.append("400,a,2024-01-05,Mug,1,10.00,25")
    got = read(write(tmp_path / "orders.csv", "\n".join([header, *rows])))
    assert got.preview.mapping.discount is DiscountUnit.PERCENT
    assert cents(got) == [1000] * 400 + [750]
