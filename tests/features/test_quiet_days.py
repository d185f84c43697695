"""Days on which a whole shop sold nothing, and whose silence they are part of."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from clm_desktop.features.events import purchase_events
from clm_desktop.features.quiet_days import quiet_days_since, quiet_stretches
from tests.models.orders import read_online_retail


def day(text: str) -> int:
    return int(np.datetime64(text, "D").astype(np.int64))


def test_that_a_real_shops_closed_days_are_found(shared) -> None:
    """Online Retail II was closed between Christmas and New Year, and sold each week else."""
    tx = read_online_retail(shared / "online_retail" / "online_retail_by_year.zip")
    found = quiet_stretches(purchase_events(tx).day)
    assert found == (
        (day("2009-12-24"), day("2010-01-03")),
        (day("2010-12-24"), day("2011-01-03")),
    )


def test_that_seldom_orders_are_no_closed_shop() -> None:
    weekly = np.arange(0, 700, 7)
    assert quiet_stretches(np.delete(weekly, [50, 51, 52])) == ()
    assert quiet_stretches(np.array([3])) == ()
    assert quiet_stretches(np.zeros(0, np.int64)) == ()


@given(st.integers(-9_000, 20_000), st.integers(15, 90), st.integers(20, 200))
def test_that_a_hole_in_daily_orders_is_found_wherever_it_lies(
    start: int, hole: int, before: int
) -> None:
    days = np.concatenate([np.arange(before), np.arange(before + hole, before + hole + 40)])
    assert quiet_stretches(days + start) == ((start + before, start + before + hole - 1),)


def test_that_only_days_of_a_silence_count_for_it() -> None:
    stretches = ((100, 109), (200, 219))
    assert quiet_days_since(np.array([50, 99, 110, 250]), stretches).tolist() == [30, 30, 20, 0]
