"""Facts of the models against published summaries and plain loops."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from clm_desktop.features.events import purchase_events
from clm_desktop.features.history import FEATURE_NAMES, bought_within, design, history
from clm_desktop.features.snapshot import cut_events
from clm_desktop.models.repeat.mbg import repeats_of
from tests.models.orders import read_cdnow
from tests.models.shops import START, orders, plausible


def test_that_cdnow_frequency_recency_and_age_are_the_published_ones(shared) -> None:
    tx = read_cdnow(shared / "cdnow" / "CDNOW_sample.txt")
    day = tx.first_day + 272  # 39 weeks
    data = repeats_of(history(cut_events(purchase_events(tx), day), day, 90))
    published = pd.read_csv(shared / "cdnow" / "cdnow_customers_summary.csv")
    assert data.x.tolist() == published["frequency"].tolist()
    np.testing.assert_allclose(data.t_x, published["recency"], atol=0.006)
    np.testing.assert_allclose(data.big_t, published["T"], atol=0.006)


@pytest.fixture(scope="module")
def shop():
    return plausible(40, 700, 3)


def test_that_counts_are_those_of_a_plain_loop(shop) -> None:
    events, day, horizon = purchase_events(shop), START + 600, 60
    facts = history(cut_events(events, day), day, horizon)
    for row, customer in enumerate(facts.customer):
        days = [int(d) for d in events.day[events.customer == customer] if d <= day]
        ages = [day - d for d in days]
        gaps = np.diff(days)
        assert facts.events[row] == len(days)
        assert facts.days_since[row] == min(ages)
        assert facts.tenure_days[row] == max(ages)
        assert facts.events_90d[row] == sum(a < 90 for a in ages)
        assert facts.events_365d[row] == sum(a < 365 for a in ages)
        assert facts.events_90_180d[row] == sum(90 <= a < 180 for a in ages)
        assert facts.same_window_last_year[row] == sum(305 <= a < 365 for a in ages)
        variation = np.std(gaps, ddof=1) / np.mean(gaps) if len(gaps) >= 2 else 1.0
        assert facts.gap_variation[row] == pytest.approx(variation)


def test_that_the_label_is_an_event_after_the_day_within_the_horizon(shop) -> None:
    events, day = purchase_events(shop), START + 400
    facts = history(cut_events(events, day), day, 50)
    bought = bought_within(events, facts)
    for row, customer in enumerate(facts.customer):
        days = events.day[events.customer == customer]
        assert bought[row] == bool(((days > day) & (days <= day + 50)).any())


def test_that_the_design_has_the_named_columns_and_no_gaps(shop) -> None:
    events, day = purchase_events(shop), START + 400
    x = design(history(cut_events(events, day), day, 50))
    assert x.shape[1] == len(FEATURE_NAMES)
    assert np.isfinite(x).all()


def test_that_windows_begin_and_end_on_the_right_day() -> None:
    ages = [0, 89, 90, 179, 180, 304, 305, 364, 365]
    events = purchase_events(orders(["a"] * len(ages), [START - age for age in ages], 100))
    facts = history(events, START, 60)
    assert facts.events_90d.tolist() == [2]
    assert facts.events_90_180d.tolist() == [2]
    assert facts.events_365d.tolist() == [8]
    assert facts.same_window_last_year.tolist() == [2]
