"""Columns that say yes or no to a state of their row."""

from __future__ import annotations

from pathlib import Path

import pytest

from clm_desktop.core.rows import RowState
from clm_desktop.ingest.meaning import state_flags, status
from tests.ingest.made_files import read, write

SOLD = RowState.COUNTS


@pytest.mark.parametrize("name", state_flags.STATES.split("|"))
def test_that_each_name_of_a_state_is_a_status_word(name: str) -> None:
    assert status.state_of(name) is not RowState.COUNTS


@pytest.mark.parametrize(("paid", "unpaid"), [family[:2] for family in state_flags.PAID])
def test_that_who_has_paid_or_not_is_told_by_status_words(paid: str, unpaid: str) -> None:
    assert status.state_of(paid) is RowState.COUNTS
    assert status.is_known(paid)
    assert status.state_of(unpaid) is RowState.UNPAID


@pytest.mark.parametrize(
    ("header", "cells", "states"),
    [
        ("Paid?", ("yes", "not yet", "no", ""), (SOLD, RowState.UNPAID, RowState.UNPAID, SOLD)),
        ("Paid", ("TRUE", "FALSE"), (SOLD, RowState.UNPAID)),
        ("Is paid", ("paid", "open", "pending"), (SOLD, RowState.UNPAID, RowState.UNPAID)),
        ("Bezahlt", ("ja", "nein", "noch nicht"), (SOLD, RowState.UNPAID, RowState.UNPAID)),
        ("Payé", ("oui", "non"), (SOLD, RowState.UNPAID)),
        ("是否付款", ("是", "否"), (SOLD, RowState.UNPAID)),
        ("付款", ("已付", "未付"), (SOLD, RowState.UNPAID)),
        ("Cancelled", ("no", "yes", ""), (SOLD, RowState.CANCELLED, SOLD)),
        ("Order cancelled?", ("no", "yes"), (SOLD, RowState.CANCELLED)),
        ("Cancelled at", ("", "2026-01-07"), (SOLD, RowState.CANCELLED)),
        ("Storniert", ("nein", "ja"), (SOLD, RowState.CANCELLED)),
        ("Returned?", ("no", "yes"), (SOLD, RowState.REFUNDED)),
        ("已退货", ("否", "是"), (SOLD, RowState.REFUNDED)),
        ("Test order", ("false", "true"), (SOLD, RowState.TEST)),
        ("Returned", ("0", "1"), (SOLD, SOLD)),  # pieces
        ("Payment", ("card", "cash"), (SOLD, SOLD)),
        ("Returnable", ("yes", "no"), (SOLD, SOLD)),
        ("Newsletter", ("yes", "no"), (SOLD, SOLD)),
    ],
)
def test_that_a_yes_or_a_no_says_whether_a_row_counts(
    tmp_path: Path, header: str, cells: tuple[str, ...], states: tuple[RowState, ...]
) -> None:
    told = [(cell, state) for cell, state in zip(cells, states, strict=True)] * 4
    rows = (
        f"{100 + i},2026-01-{i + 1:02},c{i % 5},Tea,5.00,{cell}\n"
        for i, (cell, _) in enumerate(told)
    )
    head = f"Order,Date,Customer,Product,Price,{header}\n"
    got = read(write(tmp_path / "o.csv", head + "".join(rows)))
    assert [line.state for line in got.lines] == [state for _, state in told]
