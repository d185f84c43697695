from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clm_desktop.core.rows import RowState
from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.ingest import codes
from clm_desktop.ingest.factor import Factor
from clm_desktop.ingest.meaning.clean import Cleaner
from clm_desktop.ingest.meaning.reading import reading_of
from clm_desktop.ingest.preview import preview
from clm_desktop.ingest.reader import clean_blocks
from clm_desktop.ingest.sources import expand
from clm_desktop.ingest.types import ColumnMapping, Field, Misfit, TextBlock

from .made_files import Read, read, write


def in_blocks(seen: Read, rows: list[list[str]], sizes: list[int]) -> Read:
    """The same rows cleaned in blocks of given sizes."""
    cleaner = Cleaner(reading_of(seen.preview, ""))
    blocks, start = [], 0
    for size in [*sizes, len(rows)]:
        part = rows[start : start + size]
        if part:
            columns = [Factor.of(np.array(c, object)) for c in zip(*part, strict=True)]
            numbers = np.arange(start + 1, start + len(part) + 1)
            blocks.append(cleaner.clean(TextBlock(row=numbers, columns=columns, misfits=())))
        start += len(part)
    return Read(seen.preview, blocks)


SHOPIFY = (
    "Name,Email,Financial Status,Created at,Total,Refunded Amount,Currency,Lineitem quantity,"
    "Lineitem name,Lineitem price,Cancelled at"
)


@settings(max_examples=60, deadline=None)
@given(
    lines=st.lists(st.integers(1, 5), min_size=1, max_size=12),
    refunded=st.sets(st.integers(0, 11)),
    sizes=st.lists(st.integers(1, 7), max_size=12),
    repeated=st.booleans(),
)
def test_that_orders_are_the_same_wherever_a_block_ends(
    tmp_path_factory: pytest.TempPathFactory,
    lines: list[int],
    refunded: set[int],
    sizes: list[int],
    repeated: bool,
) -> None:
    rows = []
    for order, n in enumerate(lines):
        for line in range(n):
            told = ["", "", "", "", "", ""]
            if line == 0 or repeated:
                back = "20.00" if order in refunded else "0.00"
                told = [f"a{order}@example.org", "paid", "2026-01-05 10:00", "20.00", back, "EUR"]
            rows.append([f"#{order}", *told, "1", f"Soap {line}", "4.00", ""])
    text = "\n".join([SHOPIFY, *(",".join(r) for r in rows)])
    whole = read(write(tmp_path_factory.mktemp("s") / "o.csv", text + "\n"))
    cut = in_blocks(whole, rows, sizes)
    assert cut.lines == whole.lines
    assert whole.reasons == []
    assert whole.paid == {f"#{o}": 2000 for o in range(len(lines)) if o not in refunded}
    assert {line.customer for line in whole.lines} == {
        f"a{o}@example.org" for o in range(len(lines))
    }
    told = [line for line in whole.lines if line.total is not None]
    assert len(told) == len(lines), "an order's total is told once"


def test_that_rows_without_order_number_continue_the_order_above(tmp_path: Path) -> None:
    path = write(
        tmp_path / "o.csv",
        "order id,customer,date,product,quantity,price\n"
        "S1,Anna,2026-01-05,Mug,2,5.00\n,,,Pot,1,7.00\nS2,Bo,2026-01-06,Pot,1,7.00\n",
    )
    got = read(path)
    assert [(r.order, r.customer, r.cents) for r in got.lines] == [
        ("S1", "Anna", 1000),
        ("S1", "Anna", 700),
        ("S2", "Bo", 700),
    ]


def test_that_the_amount_is_total_else_quantity_times_price_else_order_total(
    tmp_path: Path,
) -> None:
    path = write(
        tmp_path / "o.csv",
        "order id,customer,date,quantity,unit price,line total,order total\n"
        "1,A,2026-01-05,3,2.00,5.50,9.00\n1,A,2026-01-05,3,2.00,,9.00\n2,B,2026-01-05,,,,7.00\n"
        "3,B,2026-01-05,-2,2.00,,\n",
    )
    got = read(path)
    assert [r.cents for r in got.lines] == [550, 600, 700, -400]
    assert [r.total for r in got.lines] == [900, None, 700, None]
    assert got.lines[2].quantity == 1


def test_that_prices_finer_than_a_cent_are_multiplied_before_rounding(tmp_path: Path) -> None:
    path = write(
        tmp_path / "o.csv",
        "customer,date,quantity,unit price\nA,2026-01-05,1000,0.0125\nA,2026-01-06,0.5,0.03\n"
        "A,2026-01-07,-0.5,0.03\n",
    )
    assert [r.cents for r in read(path).lines] == [1250, 2, -2]


@pytest.mark.parametrize(
    ("cells", "cents"),
    [
        (["1.000", "2.500,75", "13.000"], [100000, 250075, 1300000]),
        (["1.000", "2.50", "13.000"], [100, 250, 1300]),
        (["1,000.00", "(2.50)", "−3.00"], [100000, -250, -300]),
        (["17.0", "20.00", "5"], [1700, 2000, 500]),
        (["¥1.50", "2元", "３.00"], [150, 200, 300]),
    ],
)
def test_that_amounts_of_a_file_come_out_to_the_cent(
    tmp_path: Path, cells: list[str], cents: list[int]
) -> None:
    rows = "".join(f'A,2026-01-05,"{cell}"\n' for cell in cells)
    got = read(write(tmp_path / "o.csv", f"customer,date,amount\n{rows}"))
    assert got.preview.questions == ()
    assert [line.cents for line in got.lines] == cents


def test_that_trying_out_is_no_sale(tmp_path: Path) -> None:
    path = write(
        tmp_path / "o.csv",
        "customer,date,product,amount\nA,2026-01-05,This is a test product.,4.50\n"
        "A,2026-01-05,Soap,4.50\n",
    )
    assert [r.state for r in read(path).lines] == [RowState.TEST, RowState.COUNTS]


def test_that_a_row_called_refund_gives_its_money_back(tmp_path: Path) -> None:
    path = write(
        tmp_path / "o.csv",
        "order,customer,date,type,amount\n1,A,2026-01-05,Sale,10.00\n"
        "1,A,2026-01-08,Refund,4.00\n2,A,2026-01-09,Refund,-3.00\n",
    )
    assert [r.cents for r in read(path).lines] == [1000, -400, -300]


@pytest.mark.parametrize(
    ("row", "reason", "column"),
    [
        ("A,,1,5.00,EUR", "no_date", "date"),
        ("A,soon,1,5.00,EUR", "bad_date", "date"),
        ("A,2026-02-30,1,5.00,EUR", "bad_date", "date"),
        ("A,2026-01-05,few,5.00,EUR", "bad_quantity", "quantity"),
        ("A,2026-01-05,1,dear,EUR", "bad_amount", "price"),
        ("A,2026-01-05,1,,EUR", "no_amount", ""),
        ("A,2026-01-05,1,5.00,USD", "other_currency", "currency"),
    ],
)
def test_that_a_row_which_is_not_understood_is_set_aside_with_its_reason(
    tmp_path: Path, row: str, reason: str, column: str
) -> None:
    good = "B,2026-01-05,1,5.00,EUR\n" * 9
    path = write(tmp_path / "o.csv", f"customer,date,quantity,price,currency\n{good}{row}\n")
    got = read(path, currency="EUR")
    (aside,) = [s for b in got.blocks for s in b.set_aside]
    assert (aside.row, aside.reason, aside.column, aside.raw) == (10, reason, column, row)
    assert reason in codes.SET_ASIDE
    assert len(got.lines) == 9


YMD = """invoice,Year,Month,Day,customer,product,price
1,2021,2,28,A,Tea,3.50
2,2021,12,31,B,Tea,3.50
3,2022,1,1,A,Cup,7.00
"""


def test_that_a_date_may_stand_in_three_columns(tmp_path: Path) -> None:
    got = read(write(tmp_path / "o.csv", YMD))
    columns = [got.preview.mapping.column(f) for f in (Field.DATE, Field.MONTH, Field.DAY)]
    assert columns == [1, 2, 3]
    days = [str(np.datetime64(line.ts, "s"))[:10] for line in got.lines]
    assert days == ["2021-02-28", "2021-12-31", "2022-01-01"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("4,2021,2,30,A,Tea,1.00", "bad_date"),
        ("4,2021,5,,A,Tea,1.00", "bad_date"),
        ("4,,5,7,A,Tea,1.00", "bad_date"),
        ("4,,,,A,Tea,1.00", "no_date"),
    ],
)
def test_that_a_date_whose_parts_are_none_is_set_aside(
    tmp_path: Path, row: str, reason: str
) -> None:
    got = read(write(tmp_path / "o.csv", f"{YMD}{row}\n"))
    (aside,) = [s for b in got.blocks for s in b.set_aside]
    assert (aside.row, aside.reason, aside.raw) == (4, reason, row)


def test_that_a_whole_date_is_believed_before_its_parts(tmp_path: Path) -> None:
    path = write(
        tmp_path / "o.csv",
        "customer,amount,Year,Month,Day,order date\n"
        "A,1.00,2020,1,1,2021-05-07\nB,2.00,2020,1,1,2021-05-08\n",
    )
    assert read(path).preview.mapping.column(Field.DATE) == 5
    pointed = {
        Field.CUSTOMER_ID: 0,
        Field.LINE_TOTAL: 1,
        Field.DATE: 5,
        Field.MONTH: 3,
        Field.DAY: 4,
    }
    got = read(path, mapping=ColumnMapping(fields=tuple(pointed.items())))
    assert [str(np.datetime64(line.ts, "s"))[:10] for line in got.lines] == [
        "2021-05-07", "2021-05-08",
    ]  # fmt: skip


def test_that_totals_remarks_and_second_headers_are_left_out_on_purpose(tmp_path: Path) -> None:
    path = write(
        tmp_path / "o.csv",
        "order id,customer,date,amount\n1,A,2026-01-05 10:00,5.00\n"
        "order id,customer,date,amount\n2,B,2026-01-06 10:00,6.00\nTotal,,,11.00\n合计,,,11.00\n",
    )
    got = read(path)
    assert [r.state for r in got.lines] == [
        RowState.COUNTS, RowState.FOOTER, RowState.COUNTS, RowState.FOOTER, RowState.FOOTER,
    ]  # fmt: skip
    footers = [r for r in got.lines if r.state is RowState.FOOTER]
    assert {(r.cents, r.customer, r.product, r.quantity) for r in footers} == {(0, "", "", 0.0)}
    assert footers[-1].ts == got.lines[2].ts
    assert got.paid == {"1": 500, "2": 600}


def test_that_a_misfit_is_kept_and_a_remark_among_them_is_a_footer(tmp_path: Path) -> None:
    seen = read(write(tmp_path / "o.csv", "customer,date,amount\nA,2026-01-05,5.00\n"))
    block = TextBlock(
        row=np.array([1]),
        columns=[Factor.constant(c, 1) for c in ("A", "2026-01-05", "5.00")],
        misfits=(
            Misfit(row=2, reason="too_many_cells", raw="A,B,C,D,E"),
            Misfit(row=3, reason="too_few_cells", raw="83 record(s) downloaded"),
        ),
    )
    cleaned = Cleaner(reading_of(seen.preview, "")).clean(block)
    assert cleaned.rows_read == 3
    assert [(s.row, s.reason) for s in cleaned.set_aside] == [(2, "too_many_cells")]
    assert cleaned.rows.row.tolist() == [1, 3]
    assert cleaned.rows.state.tolist() == [RowState.COUNTS, RowState.FOOTER]


def test_that_stock_corrections_are_no_sales_but_returns_count(tmp_path: Path) -> None:
    path = write(
        tmp_path / "o.csv",
        "Invoice,StockCode,Quantity,InvoiceDate,Price,Customer ID\n"
        "536365,85123A,6,2010-12-01 08:26:00,2.55,17850.0\n"
        "C536379,85123A,-2,2010-12-01 09:41:00,2.55,17850.0\n"
        "536589,21777,-10,2010-12-01 16:50:00,0.0,\n",
    )
    got = read(path)
    assert [r.state for r in got.lines] == [0, 0, RowState.NOT_A_SALE]
    assert [r.cents for r in got.lines] == [1530, -510, 0]
    assert [r.customer for r in got.lines] == ["17850", "17850", ""]


def test_that_header_variants_give_the_same_keys_and_amounts(tmp_path: Path) -> None:
    rows = "536365,85123A,HOLDER,6,2010-12-01 08:26:00,2.55,{id},UK\n"
    old = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
    new = "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country\n"
    one = read(write(tmp_path / "a.csv", old + rows.format(id="00017")))
    two = read(write(tmp_path / "b.csv", new + rows.format(id="00017")))
    assert one.lines == two.lines
    assert one.lines[0].customer == "00017", "leading zeros stay"


def test_that_facts_about_people_and_products_are_gathered(tmp_path: Path) -> None:
    path = write(
        tmp_path / "o.csv",
        "customer id,customer name,email,city,date,sku,product,amount\n"
        "7,,A@Example.org,,2026-01-05,S1,Soap,5\n7,Anna Lee,,Wien,2026-01-06,S1,Soap,5\n"
        "7,Anna L.,,,2026-01-07,S1,damaged,5\n0,Guest,b@example.org,,2026-01-07,S2,Mint,5\n",
    )
    (block,) = read(path).blocks
    people = block.customers
    at = people.key.tolist().index("7")
    assert (people.name[at], people.email[at], people.city[at]) == (
        "Anna Lee", "a@example.org", "Wien",
    )  # fmt: skip
    assert set(people.key) == {"7", "b@example.org"}
    names = dict(zip(block.products.key, block.products.name, strict=True))
    assert names == {"S1": "Soap", "S2": "Mint"}


def test_that_the_real_files_are_read_to_the_row(shared: Path) -> None:
    folder = shared / "cdnow"
    cdnow = read(folder / "CDNOW_master.txt")
    assert sum(b.rows_read for b in cdnow.blocks) == 69_659
    assert sum(int(b.rows.cents.sum()) for b in cdnow.blocks) == 250_031_563
    people = {str(c) for b in cdnow.blocks for c in b.rows.customer.values}
    assert len(people) == 23_570
    assert min(people) == "00001"
    assert "note.made_orders" in cdnow.notes


def test_that_refunded_and_closed_taobao_orders_are_left_out(shared: Path) -> None:
    path = shared / "chinese_shops" / "taobao_orders_2019H1.xlsx"
    (source,) = expand([path], NULL_CONTEXT)
    seen = preview(source, NULL_CONTEXT)
    rows, people, refunded = 0, set(), 0
    for block in clean_blocks(seen, "CNY", NULL_CONTEXT):
        assert block.set_aside == ()
        rows += block.rows_read
        people |= set(block.rows.customer.values)
        refunded += int((block.rows.state == RowState.REFUNDED).sum())
    assert (rows, len(people), refunded) == (28_833, 25_949, 1_040)


def test_that_every_row_of_two_years_of_a_real_shop_is_accounted_for(shared: Path) -> None:
    rows, people, aside, fees, sold = 0, set(), 0, set(), set()
    for source in expand([shared / "online_retail" / "online_retail_by_year.zip"], NULL_CONTEXT):
        seen = preview(source, NULL_CONTEXT)
        for block in clean_blocks(seen, "GBP", NULL_CONTEXT):
            r = block.rows
            assert block.rows_read == len(r) + len(block.set_aside)
            rows += block.rows_read
            aside += len(block.set_aside)
            people |= set(r.customer.values)
            fees |= set(r.product.values[np.unique(r.product.codes[r.is_fee])])
            sold |= set(r.product.values[np.unique(r.product.codes[~r.is_fee])])
    assert (rows, aside) == (1_067_370, 0)
    assert len(people - {""}) == 5_942
    assert fees == {
        "ADJUST", "AMAZONFEE", "B", "BANK CHARGES", "C2", "C3", "CRUK", "D", "DOT", "GIFT",
        "M", "PADS", "POST", "S", "m", "23444",  # 23444 is "Next Day Carriage"
    }  # fmt: skip
    assert fees & sold <= {"23444"}


def test_that_of_everything_visitors_did_only_what_they_bought_counts(tmp_path: Path) -> None:
    did = ("view", "cart", "purchase", "remove_from_cart", "view", "purchase")
    rows = [
        f"2020-03-{n + 1:02} 10:00:00 UTC,{word},39{n},3.5,u{n % 2}" for n, word in enumerate(did)
    ]
    path = write(
        tmp_path / "events.csv",
        "event_time,event_type,product_id,price,user_id\n" + "\n".join(rows) + "\n",
    )
    (block,) = read(path).blocks
    counts = block.rows.state == RowState.COUNTS
    assert counts.tolist() == [word == "purchase" for word in did]
    assert set(block.rows.state[~counts].tolist()) == {RowState.NOT_A_SALE}
