"""Refund rows of an order: deducted on the order's day or on their own, as the owner wants."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from clm_desktop.core.days import day_of
from clm_desktop.core.transactions import Transactions
from clm_desktop.ingest.types import RefundDay
from clm_desktop.store.reading import load_transactions
from clm_desktop.usecases.import_files import import_files
from clm_desktop.usecases.open_project import create_project
from clm_desktop.usecases.preview_files import Told, preview_files
from clm_desktop.usecases.reread_import import preview_reread, reread_import
from clm_desktop.usecases.undo_import import undo_import

ROWS = """Order,Customer,Date,Product,Quantity,Total
1,ann,2024-05-03,Tea,2,20.00
1,ann,2024-05-03,Voucher,1,-2.00
2,ben,2024-05-04,Tea,1,10.00
1,ann,2024-06-20,Tea,-1,-9.00
1,ann,2024-07-01,Tea,1,-3.00
2,ben,2024-05-20,Cake,1,5.00
"""


def by_day(rows: Transactions) -> dict[str, tuple[float, bool]]:
    days = [str(np.datetime64(int(day), "D")) for day in rows.order_day]
    cents, sale = rows.order_cents.tolist(), rows.order_is_sale.tolist()
    return {d: (c / 100, s) for d, c, s in zip(days, cents, sale, strict=True)}


ON_ORDER = {"2024-05-03": (6.0, True), "2024-05-04": (15.0, True)}
ON_REFUND = {
    "2024-05-03": (18.0, True),
    "2024-05-04": (15.0, True),
    "2024-06-20": (-9.0, False),
    "2024-07-01": (-3.0, False),
}


@pytest.mark.parametrize(
    ("refunds_on", "expected"), [(RefundDay.ORDER, ON_ORDER), (RefundDay.REFUND, ON_REFUND)]
)
def test_that_the_owner_chooses_the_day_that_a_refund_is_deducted_on(
    tmp_path: Path, refunds_on: RefundDay, expected: dict[str, tuple[float, bool]]
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(ROWS)
    with create_project(tmp_path / "s.clm", "s") as project:
        import_files(project, preview_files([path], told=Told(refunds_on=refunds_on)).files)
        rows = load_transactions(project)
        assert by_day(rows) == expected
        assert rows.last_day == day_of(np.datetime64("2024-05-04").item())


def test_that_the_choice_is_remembered_and_can_be_taken_back_without_a_row_twice(
    tmp_path: Path,
) -> None:
    path, later = tmp_path / "a.csv", tmp_path / "b.csv"
    path.write_text(ROWS)
    later.write_text(ROWS + "3,ann,2024-08-01,Tea,1,4.00\n")
    with create_project(tmp_path / "s.clm", "s") as project:
        import_files(project, preview_files([path], told=Told(refunds_on=RefundDay.REFUND)).files)
        again = preview_files([later], project=project)
        assert again.seen_before
        receipt = import_files(project, again.files)
        assert [(f.rows_accepted, f.rows_known) for f in receipt.files] == [(1, 6)]
        assert by_day(load_transactions(project)) == {**ON_REFUND, "2024-08-01": (4.0, True)}
        undo_import(project, receipt.import_id)
        as_usual = preview_files([later], project=project, told=Told(refunds_on=RefundDay.ORDER))
        undo_import(project, import_files(project, as_usual.files).import_id)
        shown = preview_reread(project, 1)
        assert [f.mapping.refunds_on for f in shown.files] == [RefundDay.REFUND]
        told = preview_files([path], project=project, told=Told(refunds_on=RefundDay.ORDER))
        reread_import(project, 1, told.files)
        assert by_day(load_transactions(project)) == ON_ORDER
