"""Rules of an import: what is told overrides, the rest is found out; the money is accounted for."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st

from clm_desktop.core.errors import FileError
from clm_desktop.core.rows import FileKind
from clm_desktop.ingest.meaning.status import usual_treatment
from clm_desktop.ingest.types import Field, FilePreview, RefundDay, Treatment
from clm_desktop.store.lists import load_customer_list
from clm_desktop.store.reading import load_transactions
from clm_desktop.usecases.count_rows import count_rows
from clm_desktop.usecases.import_files import import_files
from clm_desktop.usecases.open_project import create_project
from clm_desktop.usecases.preview_files import Told, preview_edited, preview_files

HEADER = "Order,Customer,Date,Product,Quantity,Total,Status\n"
WORDS = ("paid", "Vorgemerkt", "cancelled", "refunded", "refund", "pending", "")


def one(path: Path, told: Told | None = None, **options: bool) -> FilePreview:
    (file,) = preview_files([path], told=told, **options).files
    return file


def test_that_the_money_of_a_real_marketplace_file_is_accounted_for(shared: Path) -> None:
    path = shared / "chinese_shops/taobao_orders_2019H1.xlsx"
    sheet = python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
    header, *rows = sheet.to_python()
    by_status: defaultdict[str, int] = defaultdict(int)
    number: defaultdict[str, int] = defaultdict(int)
    for row in rows:
        cells = dict(zip(map(str, header), row, strict=True))
        by_status[str(cells["订单状态"])] += round(float(str(cells["实付金额"])) * 100)
        number[str(cells["订单状态"])] += 1
    refunded = next(word for word in by_status if "退款成功" in word)
    counts = count_rows(preview_files([path]).files)
    assert {s.word: s.rows for s in counts.statuses} == dict(number)
    assert counts.account is not None
    assert counts.account.refunds_cents == by_status[refunded]
    assert counts.account.sales_cents == sum(by_status.values())
    assert counts.total_cents == sum(by_status.values()) - by_status[refunded]


@settings(max_examples=25, deadline=None)
@given(
    rows=st.lists(
        st.tuples(st.integers(0, 9), st.integers(1, 5000), st.sampled_from(WORDS)),
        min_size=4,
        max_size=25,
    ),
    decided=st.dictionaries(st.sampled_from(WORDS), st.sampled_from(list(Treatment)), max_size=4),
)
def test_that_counts_and_money_are_what_the_import_then_makes(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[int, int, str]],
    decided: dict[str, Treatment],
) -> None:
    folder = tmp_path_factory.mktemp("rules")
    path = folder / "a.csv"
    lines = (
        f"{n},c{buyer},2024-04-0{1 + n % 9},Tea,1,{cents / 100:.2f},{word}\n"
        for n, (buyer, cents, word) in enumerate(rows)
    )
    first = "a,c1,2024-04-01,Tea,1,1.25,paid\n"  # makes Status a column of statuses
    path.write_text(HEADER + first + "".join(lines))
    file = one(path, Told(statuses=decided))
    counts = count_rows([file])
    with create_project(folder / "s.clm", "s") as project:
        (totals,) = import_files(project, [file]).files
    assert totals.total_cents == counts.total_cents
    reasons = dict(totals.reasons)
    expected = 125 if decided.get("paid", Treatment.COUNTS) is Treatment.COUNTS else None
    if expected is not None:
        signs = {Treatment.COUNTS: 1, Treatment.GIVEN_BACK: -1}
        treated = [(decided.get(w, usual_treatment(w)), c) for _, c, w in rows]
        assert totals.total_cents == 125 + sum(signs.get(t, 0) * c for t, c in treated)
        assert counts.account is not None
        assert counts.account.refunds_cents == sum(
            c for t, c in treated if t in (Treatment.GIVEN_BACK, Treatment.REFUNDED)
        )
    for word, n in ((s.treatment, s.rows) for s in counts.statuses):
        if word not in (Treatment.COUNTS, Treatment.GIVEN_BACK):
            assert reasons.get(word.value, 0) >= n


def test_that_money_given_back_is_counted_once_however_it_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [f"{i},c{i},2024-04-0{1 + i},Tea,1,10.00,paid" for i in range(6)]
    rows += ["0,c0,2024-04-20,Tea,-1,-4.00,refund", "1,c1,2024-04-21,Tea,1,3.00,refund"]
    rows += ["2,c2,2024-04-22,Tea,-1,-2.00,paid", "3,c3,2024-04-04,Voucher,1,-1.00,paid"]
    path.write_text(HEADER + "\n".join(rows) + "\n")
    counts = count_rows([one(path)])
    assert counts.account is not None
    assert counts.account.refunds_cents == 900
    assert counts.account.later_refunds_cents == 900
    assert counts.account.sales_cents == 5900  # a voucher is a discount, nothing given back
    assert counts.total_cents == 5000


def test_that_a_word_nobody_knows_counts_and_is_told_as_such(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    words = ["paid", "Vorgemerkt", "VORGEMERKT ", "已完成待评价", "wc-on-hold", ""]
    lines = (f"{n},c{n},2024-04-0{1 + n},Tea,1,4.00,{word}\n" for n, word in enumerate(words))
    path.write_text(HEADER + "".join(lines), encoding="utf-8")
    told = {s.word: (s.rows, s.treatment, s.known) for s in count_rows([one(path)]).statuses}
    assert told == {
        "Vorgemerkt": (2, Treatment.COUNTS, False),
        "paid": (1, Treatment.COUNTS, True),
        "已完成待评价": (1, Treatment.COUNTS, True),
        "wc-on-hold": (1, Treatment.UNPAID, True),
        "": (1, Treatment.COUNTS, True),
    }


def test_that_a_mapping_says_only_what_differs(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "Order,Customer,Ref,Date,Total,Other\n"
        + "".join(f"{i},c{i % 5},r{i % 3},2024-05-{1 + i % 28:02},5,{i}.50\n" for i in range(30))
    )
    usual = dict(one(path).mapping.fields)
    told = Told(columns={Field.CUSTOMER_ID: "Ref", Field.ORDER_ID: ""})
    file = one(path, told)
    fields = dict(file.mapping.fields)
    assert fields[Field.CUSTOMER_ID] == 2
    assert Field.ORDER_ID not in fields
    assert fields[Field.DATE] == usual[Field.DATE]
    other = one(path, Told(columns={Field.LINE_TOTAL: "Other"}, refunds_on=RefundDay.REFUND))
    assert other.mapping.column(Field.LINE_TOTAL) == 5
    assert other.mapping.refunds_on is RefundDay.REFUND
    with pytest.raises(FileError) as caught:
        one(path, Told(columns={Field.CITY: "Town"}))
    assert caught.value.code == "no_such_column"


def test_that_the_owner_says_what_one_row_is(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "Name,Email,Date,Total\n"
        + "".join(f"P {i},p{i}@e.com,2024-05-{1 + i % 28:02},5\n" for i in range(30))
    )
    for kind in (FileKind.CUSTOMERS, FileKind.ORDERS):
        file = one(path, Told(kind=kind))
        assert file.kind is kind
        with create_project(tmp_path / f"{kind.value}.clm", "s") as project:
            (totals,) = import_files(project, [file]).files
            assert totals.rows_accepted == 30
            listed = load_customer_list(project)
            assert (listed is not None and len(listed.key) == 30) is (kind is FileKind.CUSTOMERS)


def test_that_what_is_missing_is_handed_up_only_where_it_can_be_said(tmp_path: Path) -> None:
    path, prose = tmp_path / "a.csv", tmp_path / "b.csv"
    path.write_text("foo,bar,baz\n" + "".join(f"x{i},y{i},z\n" for i in range(9)))
    prose.write_text("dear diary\n" + "".join(f"day {i} was fine\n" for i in range(9)))
    file = one(path, incomplete=True)
    assert [m.code for m in file.missing] == ["error.nothing_known"]
    for refused, options in ((path, False), (prose, True)):
        with pytest.raises(FileError):
            one(refused, incomplete=options)
    with pytest.raises(FileError), create_project(tmp_path / "s.clm", "s") as project:
        import_files(project, [file])


def test_that_orders_lean_on_items_only_as_long_as_these_tell_the_money(tmp_path: Path) -> None:
    orders, items = tmp_path / "orders.csv", tmp_path / "items.csv"
    orders.write_text(
        "Order ID,Buyer,Order date\n"
        + "".join(f"Z{i},x{i % 9},2024-03-{i % 27 + 1:02}\n" for i in range(40))
    )
    items.write_text(
        "Order ID,Product,Quantity,Price\n"
        + "".join(f"Z{i // 2},Tea,1,{i % 7 + 1}.20\n" for i in range(80))
    )
    with pytest.raises(FileError) as caught:
        preview_files([orders])
    assert caught.value.code == "no_amount_column"
    found = preview_files([orders, items])
    by_kind = {file.kind: file for file in found.files}
    whole, parts = by_kind[FileKind.ORDERS], by_kind[FileKind.ORDER_ITEMS]
    with create_project(tmp_path / "s.clm", "s") as project:
        totals = import_files(project, found.files).files
    cents = sum(round((i % 7 + 1.2) * 100) for i in range(80))
    assert sum(t.total_cents for t in totals) == cents
    counts = count_rows([parts], beside=[whole])
    assert (counts.orders, counts.total_cents) == (40, cents)
    kept = tuple(pair for pair in parts.mapping.fields if pair[0] is not Field.UNIT_PRICE)
    from dataclasses import replace

    poor = replace(parts, mapping=replace(parts.mapping, fields=kept))
    after = preview_edited([poor], [whole])
    assert [len(file.missing) for file in after] == [0, 1]


def test_that_next_month_knows_what_the_discounts_of_a_file_are(tmp_path: Path) -> None:
    header = "Order,Customer,Date,Product,Quantity,Unit price,Discount\n"
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_text(header + "1,c1,2024-04-01,Tea,2,30.00,0.15\n2,c2,2024-04-02,Tea,1,30.00,0\n")
    second.write_text(header + "3,c1,2024-05-01,Tea,1,30.00,0.2\n")
    with create_project(tmp_path / "shop.clm", "Shop") as project:
        assert [q.key for q in one(first).questions] == ["discount"]
        import_files(project, preview_files([first], answers={"discount": "share"}).files)
        (later,) = preview_files([second], project=project).files
        assert later.questions == ()
        import_files(project, (later,))
        assert load_transactions(project).line_cents.tolist() == [5100, 3000, 2400]
