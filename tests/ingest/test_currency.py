"""Money of several currencies is never added up unasked: set aside, or at the owner's rate."""

from __future__ import annotations

from pathlib import Path

import pytest

from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.ingest.meaning.currency import rate_of
from clm_desktop.ingest.preview import preview
from clm_desktop.ingest.reader import clean_blocks
from clm_desktop.ingest.types import Source
from clm_desktop.ingest.values.currencies import currency_of_sign, may_be

from .made_files import read, write

MIXED = (
    "order,customer,date,total,currency\n"
    "1,ann,2024-01-05,10.00,EUR\n"
    "2,bo,2024-01-06,20.00,USD\n"
    "3,cy,2024-01-07,30.00,EUR\n"
    "4,di,2024-01-08,1000,JPY\n"
)
SIGNS = "order,customer,date,total\n" + "".join(
    f"{i},c{i},2024-01-{i:02d},{text}\n"
    for i, text in enumerate(["€10.00", "$20.00", "€30.00", "40.00 €", "US$ 5.00", "-€1.00"], 1)
)


def test_that_each_other_currency_is_asked_about_and_nothing_is_added_until_then(
    tmp_path: Path,
) -> None:
    found = read(write(tmp_path / "o.csv", MIXED)).preview
    assert found.currency == "EUR"
    assert [(q.key, q.typed) for q in found.questions] == [
        ("rate_JPY", "1 JPY = … EUR"),
        ("rate_USD", "1 USD = … EUR"),
    ]
    assert [c.code for c in found.questions[0].choices] == ["aside"]
    assert "note.several_currencies" not in [note.code for note in found.notes]


def test_that_rows_set_aside_are_counted_with_their_reason(tmp_path: Path) -> None:
    got = read(write(tmp_path / "o.csv", MIXED), {"rate_JPY": "aside", "rate_USD": "aside"})
    assert not got.preview.questions
    assert got.paid == {"1": 1000, "3": 3000}
    assert got.reasons == ["other_currency", "other_currency"]
    assert [s.value for b in got.blocks for s in b.set_aside] == ["USD", "JPY"]
    assert "note.several_currencies" in got.notes


@pytest.mark.parametrize("rate", ["0.92", "0,92"])
def test_that_a_typed_rate_is_used_and_said(tmp_path: Path, rate: str) -> None:
    got = read(write(tmp_path / "o.csv", MIXED), {"rate_JPY": "aside", "rate_USD": rate})
    assert got.paid == {"1": 1000, "2": 1840, "3": 3000}
    assert got.preview.mapping.rates == (("JPY", "aside"), ("USD", rate))
    assert "note.rate" in got.notes


def test_that_cents_of_a_currency_that_has_them_survive_in_one_that_has_none(
    tmp_path: Path,
) -> None:
    text = "order,customer,date,total,currency\n1,a,2024-01-05,1000,JPY\n2,b,2024-01-06,12.34,USD\n"
    got = read(write(tmp_path / "o.csv", text), {"rate_USD": "150"}, currency="JPY")
    assert got.paid == {"1": 1000, "2": 1851}


def test_that_signs_beside_amounts_tell_currencies_too(tmp_path: Path) -> None:
    path = write(tmp_path / "o.csv", SIGNS)
    assert [q.key for q in read(path).preview.questions] == ["rate_$", "rate_USD"]
    got = read(path, {"rate_$": "aside", "rate_USD": "0.5"})
    assert got.paid == {"1": 1000, "3": 3000, "4": 4000, "5": 250, "6": -100}
    assert got.reasons == ["other_currency"]


def test_that_a_sign_far_below_the_sample_is_not_added_up_either(tmp_path: Path) -> None:
    lines = [f"{i},c{i},2024-01-05,€10.00" for i in range(1500)]
    lines[1400] = "1400,c1400,2024-01-05,£10.00"
    path = write(tmp_path / "o.csv", "order,customer,date,total\n" + "\n".join(lines) + "\n")
    assert [q.key for q in read(path).preview.questions] == ["rate_GBP"]
    lines = [line.replace("€", "") for line in lines]
    lines[1300] = "1300,c1300,2024-01-05,€10.00"  # signs where the sample had none
    path = write(tmp_path / "p.csv", "order,customer,date,total\n" + "\n".join(lines) + "\n")
    got = read(path)
    assert got.reasons == ["other_currency"]
    assert len(got.paid) == 1499


def test_that_lines_of_an_order_without_a_sign_are_in_its_money(tmp_path: Path) -> None:
    text = (
        "order,customer,date,product,price,quantity,total\n"
        "1,a,2024-01-05,Tea,€4.00,1,€4.00\n"
        "2,b,2024-01-05,Tea,$4.00,1,$9.00\n"
        "2,b,2024-01-05,Mug,5.00,1,5.00\n"
        "3,c,2024-01-05,Tea,€4.00,1,€4.00\n"
    )
    got = read(write(tmp_path / "o.csv", text), {"rate_$": "aside"})
    assert got.paid == {"1": 400, "3": 400}
    assert got.reasons == ["other_currency"] * 2


def test_that_what_was_given_back_is_in_the_same_money(tmp_path: Path) -> None:
    text = (
        "order,customer,date,order total,refunded amount,currency\n"
        "1,a,2024-01-05,10.00,0,EUR\n2,b,2024-01-06,20.00,5.00,USD\n"
    )
    assert read(write(tmp_path / "o.csv", text), {"rate_USD": "2"}).paid == {"1": 1000, "2": 3000}


def test_that_the_first_sign_holds_for_the_blocks_that_follow(tmp_path: Path) -> None:
    lines = [f"{i},c,2024-01-05,1" for i in range(60_000)]
    lines[300], lines[55_000] = "300,c,2024-01-05,€1", "55000,c,2024-01-05,£1"
    got = read(write(tmp_path / "o.csv", "order,customer,date,total\n" + "\n".join(lines)))
    assert len(got.blocks) > 1
    assert got.reasons == ["other_currency"]


def test_that_a_dollar_may_be_any_and_a_euro_only_itself(tmp_path: Path) -> None:
    text = "order,customer,date,total,currency\n1,a,2024-01-05,$10.00,USD\n"
    assert not read(write(tmp_path / "o.csv", text)).preview.questions
    assert may_be("$", "CAD")
    assert may_be("JPY", "¥")
    assert not may_be("$", "EUR")
    assert not may_be("USD", "CAD")


@pytest.mark.parametrize(
    ("text", "code"),
    [("US$", "USD"), ("$USD", "USD"), ("C$", "CAD"), ("€", "EUR"), ("¥元", ""), ("元", "CNY"),
     ("RMB", "CNY"), ("PCS", ""), ("件", ""), ("KR", "KR"), ("ZŁ", "PLN"), ("", ""), ("%", "")],
)  # fmt: skip
def test_that_what_stands_beside_an_amount_is_read_as_money_or_nothing(
    text: str, code: str
) -> None:
    assert currency_of_sign(text) == code


@pytest.mark.parametrize(
    ("text", "rate"),
    [("0.92", 0.92), (" 7,1 ", 7.1), ("0", None), ("-1", None), ("aside", None), ("nan", None),
     ("inf", None), ("1e12", None), ("", None)],
)  # fmt: skip
def test_that_only_a_number_above_nothing_is_a_rate(text: str, rate: float | None) -> None:
    assert rate_of(text) == rate


def unsigned(path: Path, cell: str) -> Path:
    """Twenty orders of 8.50, one of which stands with a sign."""
    totals = ['"8,50"'] * 20
    totals[7] = f'"{cell}"'
    rows = (f"{i},c{i},2024-01-{i + 1:02d},{total}" for i, total in enumerate(totals))
    return write(path, "order,customer,date,total\n" + "\n".join(rows) + "\n")


def test_that_one_cell_with_a_sign_tells_the_currency_of_a_new_shop(tmp_path: Path) -> None:
    got = read(unsigned(tmp_path / "o.csv", "9,00 €"))
    assert got.preview.currency == "EUR"
    assert not got.preview.questions
    assert sum(got.paid.values()) == 19 * 850 + 900


def test_that_one_cell_with_a_sign_says_nothing_of_the_others_in_a_shop_of_another_currency(
    tmp_path: Path,
) -> None:
    path = unsigned(tmp_path / "o.csv", "$9,00")
    source = Source(path=path, name=path.name)
    seen = preview(source, NULL_CONTEXT, {"rate_$": "aside"}, counted_in="EUR")
    assert seen.currency == ""
    blocks = list(clean_blocks(seen, "EUR", NULL_CONTEXT))
    assert sum(len(block.rows) for block in blocks) == 19
    assert [s.reason for block in blocks for s in block.set_aside] == ["other_currency"]


def test_that_two_signs_in_cells_leave_the_currency_open(tmp_path: Path) -> None:
    path = unsigned(tmp_path / "o.csv", "9,00 €")
    path.write_text(path.read_text("utf-8").replace('"8,50"', '"8,50 £"', 1), "utf-8")
    assert read(path).preview.currency == ""


@pytest.mark.parametrize("title", ["金额（万元）", "销售额(万)", "金額 [萬元]", "金额 单位:万元"])
def test_that_a_header_in_ten_thousands_holds_for_its_column_and_is_told(
    tmp_path: Path, title: str
) -> None:
    rows = "".join(f"{i},c{i},2024-01-{i:02d},{i}.25,{i}\n" for i in range(1, 20))
    got = read(write(tmp_path / "o.csv", f"订单号,客户,日期,{title},数量\n{rows}"))
    assert got.paid == {f"{i}": 1_000_000 * i + 250_000 for i in range(1, 20)}
    assert [line.quantity for line in got.lines] == list(range(1, 20))
    assert "note.myriads" in got.notes


def test_that_a_column_of_yuan_is_taken_as_it_stands(tmp_path: Path) -> None:
    rows = "".join(f"{i},c{i},2024-01-{i:02d},{i}.25\n" for i in range(1, 20))
    got = read(write(tmp_path / "o.csv", f"订单号,客户,日期,金额（元）\n{rows}"))
    assert got.paid["2"] == 225
    assert "note.myriads" not in got.notes
