"""Who is worth saving, and in which order."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clm_desktop.models.results import Risk
from clm_desktop.plan.watchlist import spend_if_back_cents, watchlist
from tests.plan.builders import risk_of, table_of, value_of

NAN = float("nan")


def test_that_customers_who_are_merely_due_are_not_listed() -> None:
    table = table_of([5, 5, 5], [31, 37, 60])
    found = watchlist(table, risk_of([0.5, 0.5, 0.5]), value_of([500.0] * 3))
    assert found.row.tolist() == [2]
    assert found.overdue_days.tolist() == [30.0]


def test_that_days_on_which_nobody_bought_make_nobody_late() -> None:
    table = replace(table_of([5, 5, 5], [60, 60, 35]), quiet_days=np.array([25, 10, 0], np.int32))
    found = watchlist(table, risk_of([0.5] * 3), value_of([500.0] * 3))
    assert found.row.tolist() == [1]
    assert found.overdue_days.tolist() == [20.0]
    assert (found.spared, found.quiet_days) == (1, 25)


def test_that_one_timers_and_the_long_gone_are_not_listed() -> None:
    table = table_of([1, 4, 4], [80, 400, 80])
    found = watchlist(table, risk_of([0.2, 0.2, 0.2]), value_of([200.0] * 3))
    assert found.row.tolist() == [2]
    slow = watchlist(table, risk_of([0.2, 0.2, 0.2], 150.0), value_of([200.0] * 3))
    assert 1 in slow.row.tolist(), "400 days are within three rhythms of 150"


def test_that_low_risk_is_not_listed_however_late() -> None:
    table = table_of([5, 5], [90, 90])
    assert watchlist(table, risk_of([0.9, 0.5]), value_of([900.0] * 2)).row.tolist() == [1]


def test_that_who_is_beyond_hope_is_not_listed() -> None:
    table = table_of([5, 5], [90, 90], [9_000.0, 1_000.0])
    found = watchlist(table, risk_of([0.04, 0.06]), value_of([NAN] * 2))
    assert found.row.tolist() == [1]


def test_that_most_money_at_risk_stands_first() -> None:
    table = table_of([5, 5, 5], [60, 60, 60], [1_000.0, 9_000.0, 2_000.0])
    found = watchlist(table, risk_of([0.2, 0.5, 0.4]), value_of([NAN] * 3))
    assert found.row.tolist() == [1, 2, 0]
    # 90 days at a rhythm of 30: three orders would be lost
    assert found.value_at_risk_cents.tolist() == pytest.approx([13_500, 3_600, 2_400])
    assert found.p_leave.tolist() == pytest.approx([0.5, 0.6, 0.8])


def test_that_without_chances_lateness_times_money_decides() -> None:
    table = table_of([5, 5, 5], [60, 120, 60], [1_000.0, 1_000.0, 4_000.0])
    found = watchlist(table, risk_of([NAN] * 3), value_of([NAN] * 3))
    assert found.row.tolist() == [2, 1, 0]
    assert np.isnan(found.p_leave).all()
    assert found.value_at_risk_cents.tolist() == pytest.approx([6_000, 2_250, 1_500])


def test_that_money_given_back_is_not_money_at_risk() -> None:
    table = table_of([5, 5], [60, 60])
    table.monetary_cents[0] = 0
    found = watchlist(table, risk_of([0.3, 0.3]), value_of([NAN] * 2))
    assert found.row.tolist() == [1]


def test_that_the_value_model_is_used_within_what_the_rhythm_allows() -> None:
    table = table_of([5, 5, 5], [60, 60, 60])
    risk = risk_of([0.5, 0.5, 0.5])
    spend = spend_if_back_cents(table, risk, value_of([800.0, 5.0, 90_000.0]))
    assert spend.tolist() == pytest.approx([1_600, 1_000, 3_000])


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(1, 50),
            st.integers(0, 900),
            st.floats(0, 1e6),
            st.one_of(st.just(NAN), st.floats(0, 1)),
            st.floats(0.1, 400),
        ),
        max_size=30,
    )
)
def test_that_the_list_is_sorted_finite_and_of_slipping_repeaters(rows: list) -> None:
    columns = list(zip(*rows, strict=True)) or [(), (), (), (), ()]
    table = table_of(list(columns[0]), list(columns[1]), [float(x) for x in columns[2]])
    risk = risk_of([float(x) for x in columns[3]], [float(x) for x in columns[4]])
    found = watchlist(table, risk, value_of([NAN] * len(rows)))
    assert (np.diff(found.value_at_risk_cents) <= 0).all()
    assert np.isfinite(found.value_at_risk_cents).all()
    assert (found.value_at_risk_cents > 0).all()
    assert (table.frequency[found.row] >= 2).all()
    assert (found.overdue_days > 0).all()
    assert (risk.risk[found.row] != Risk.LOW).all()
    assert len(set(found.row.tolist())) == len(found.row)
