from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clm_desktop.ingest.values.amounts import mark_evidence, parse_amounts


def cells(*values: str) -> np.ndarray:
    return np.array(values, object)


def one(cell: str, mark: str = ".", decimals: int = 2) -> int | None:
    value, read = parse_amounts(cells(cell), mark, decimals)
    return int(value[0]) if read[0] else None


def grouped(whole: str, mark: str, indian: bool = False) -> str:
    head, tail = whole[:-3], whole[-3:]
    if not head:
        return tail
    size = 2 if indian else 3
    parts = []
    while head:
        parts.append(head[-size:])
        head = head[:-size]
    return mark.join([*reversed(parts), tail])


WAYS = {
    "plain": ("", ".", "{}"),
    "american": (",", ".", "{}"),
    "american with sign": (",", ".", "${}"),
    "code behind": (",", ".", "{} USD"),
    "german": (".", ",", "{}"),
    "german with euro": (".", ",", "{} €"),
    "french": ("\u202f", ",", "{} €"),
    "swiss": ("'", ".", "CHF {}"),
    "typographic swiss": ("’", ".", "{}"),
    "indian": (",", ".", "₹{}"),
    "chinese": ("", ".", "{}元"),
    "full width yen sign": (",", ".", "￥{}"),
    "brazilian": (".", ",", "R$ {}"),
    "wrapped": ("", ".", " {} "),
}
SIGNS = {
    "minus": "-{}",
    "true minus": "\u2212{}",
    "behind": "{}-",
    "brackets": "({})",
    "dash": "–{}",
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("sign", SIGNS)
@settings(max_examples=40, deadline=None)
@given(amounts=st.lists(st.integers(0, 10**9), min_size=6, max_size=30))
def test_that_a_column_comes_back_to_the_cent_however_it_is_written(
    way: str, sign: str, amounts: list[int]
) -> None:
    group, mark, form = WAYS[way]
    written = []
    for i, cents in enumerate(amounts):
        whole, part = divmod(cents, 100)
        number = f"{grouped(str(whole), group, way == 'indian')}{mark}{part:02d}"
        written.append(form.format(number) if i % 3 else SIGNS[sign].format(form.format(number)))
    column = cells(*written)
    decided = mark_evidence(column).mark()
    assert decided == mark
    value, read = parse_amounts(column, decided, 2)
    assert read.all(), column[~read]
    assert value.tolist() == [c if i % 3 else -c for i, c in enumerate(amounts)]


@given(st.decimals("-99999", "99999", places=6), st.integers(0, 3))
def test_that_rounding_is_half_away_from_zero_on_the_decimal_text(
    number: Decimal, decimals: int
) -> None:
    expected = number.scaleb(decimals).to_integral_value(ROUND_HALF_UP)
    assert one(format(number, "f"), ".", decimals) == int(expected)


@pytest.mark.parametrize(
    ("cell", "cents"),
    [
        ("1.005", 101),
        ("0.285", 29),
        ("-0.285", -29),
        ("1e3", 100000),
        ("1.5E-2", 2),
        (".5", 50),
        ("5.", 500),
        ("１２.５０", 1250),
        ("٣٫", 300),
        ("٣.٥", 350),
        ("499.00（系统计算中，该值仅供参考）", 49900),
        ("12,50", 1250),
        ("1,23,456.70", 12345670),
        ("1,2345,6789", 12345678900),
        ("10²", None),
        ("12%", None),
        ("SKU001", None),
        ("abc", None),
        ("1-2", None),
        ("1,23,45", None),
        ("2026-01-05", None),
        ("", None),
        ("9" * 30, None),
        ("x" * 500, None),
    ],
)
def test_that_single_cells_are_read_or_refused(cell: str, cents: int | None) -> None:
    assert one(cell) == cents


@pytest.mark.parametrize(
    ("column", "mark"),
    [
        (["1,234", "12.50"], "."),
        (["1.234", "12,50"], ","),
        (["1.234,5"], ","),
        (["1,234,567"], "."),
        (["0,123", "1,234"], ","),
        (["1.234", "1234"], "."),
        (["12345.678"], "."),
        (["5", "17"], ""),
        (["1,234"], None),
        (["1.234", "999.000", "12"], None),
        (["1.234", "1,234"], None),
    ],
)
def test_that_the_column_decides_the_mark_and_open_ones_stay_open(
    column: list[str], mark: str | None
) -> None:
    assert mark_evidence(cells(*column)).mark() == mark


@settings(max_examples=60)
@given(st.lists(st.integers(1, 999), min_size=1, max_size=40), st.sampled_from(".,"))
def test_that_thousands_alone_are_always_asked_about(heads: list[int], mark: str) -> None:
    column = cells(*(f"{head}{mark}500" for head in heads))
    assert mark_evidence(column).mark() is None


@given(st.lists(st.text(max_size=80), max_size=20), st.sampled_from(["", ".", ","]))
def test_that_no_text_breaks_the_reader(texts: list[str], mark: str) -> None:
    value, read = parse_amounts(cells(*texts), mark, 2)
    assert len(value) == len(read) == len(texts)
    mark_evidence(cells(*texts))


@given(
    st.decimals("-99999", "99999", places=4),
    st.sampled_from(["万", " 萬", "万元", "만원", "万円"]),
    st.integers(0, 3),
)
def test_that_an_amount_in_ten_thousands_is_written_out_exactly(
    number: Decimal, unit: str, decimals: int
) -> None:
    wanted = int((number * 10_000).scaleb(decimals).to_integral_value(ROUND_HALF_UP))
    assert one(f"{number:f}{unit}", ".", decimals) == wanted


def test_that_units_stand_behind_numbers_only() -> None:
    assert one("1.2亿") == 12_000_000_000
    assert one("(¥1.2万)") == -1_200_000
    assert one("1,234万") == 1_234_000_000
    assert [one(cell) for cell in ("万3", "3万5千", "3万5", "万", "1E3万")] == [None] * 5


def test_that_a_unit_settles_the_marks_beside_it() -> None:
    assert mark_evidence(cells("1.234万")).mark() == "."
    assert mark_evidence(cells("1,234万")).mark() == "."
