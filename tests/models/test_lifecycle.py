"""Cohorts, second orders, stages and origins: counted by hand, by others, and by properties."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clm_desktop.core.days import day_of
from clm_desktop.core.message import Message
from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.core.transactions import Prospects, Transactions
from clm_desktop.features.customer_table import CustomerTable, customer_table
from clm_desktop.features.events import purchase_events
from clm_desktop.features.snapshot import cut
from clm_desktop.models.lifecycle.answer import answer_lifecycle
from clm_desktop.models.lifecycle.beginnings import beginnings
from clm_desktop.models.lifecycle.cohorts import cohort_grid, trend
from clm_desktop.models.lifecycle.conversion import return_window_days, second_orders
from clm_desktop.models.lifecycle.equity import equity, lorenz
from clm_desktop.models.lifecycle.periods import period_starts
from clm_desktop.models.lifecycle.results import LifecycleAnswer, Stage
from clm_desktop.models.results import PastSum, ValueAnswer
from clm_desktop.models.trust import trust
from clm_desktop.models.value.past import long_tests, past_days, soon_forecasts
from tests.models.shops import ODD_SHOPS, START, orders, plausible

JAN = day_of(date(2024, 1, 1))


def value_of(n: int, cents: float = float("nan"), past: tuple[PastSum, ...] = ()) -> ValueAnswer:
    each = np.full(n, cents)
    return ValueAnswer(
        expected_spend_cents=each,
        spend_lo_cents=each,
        spend_hi_cents=each,
        value_12m_cents=each,
        value_12m_lo_cents=each,
        value_12m_hi_cents=each,
        value_6m_cents=np.full(n, np.nan),
        value_6m_lo_cents=np.full(n, np.nan),
        value_6m_hi_cents=np.full(n, np.nan),
        next_order_from_day=each,
        next_order_to_day=each,
        method="",
        verdict=Message.of("value.verdict.none", customers=n),
        past_sums=past,
    )


def answered(tx: Transactions, day: int | None = None) -> tuple[LifecycleAnswer, CustomerTable]:
    if day is None:
        day = tx.last_day if tx.order_is_sale.any() else 0
    known = cut(tx, day)
    table = customer_table(known, day, NULL_CONTEXT)
    level = trust(known, table)
    return answer_lifecycle(known, table, level, value_of(len(table)), NULL_CONTEXT), table


# ---- the grid -----------------------------------------------------------------------------


def by_hand() -> Transactions:
    """Three new in January, two in February, one in March; until 20 March."""
    rows = [  # customer, day of the year 2024, cents
        ("a", 1, 1000),
        ("a", 40, 500),  # 9 February
        ("a", 62, 700),  # 2 March
        ("b", 10, 2000),
        ("b", 20, 100),  # the same month
        ("c", 31, 300),
        ("d", 33, 400),
        ("d", 75, 600),  # 15 March
        ("e", 60, 900),  # 29 February
        ("f", 80, 50),  # 20 March
    ]
    who, days, cents = zip(*rows, strict=True)
    return orders(list(who), [JAN - 1 + day for day in days], list(cents))


def test_that_the_grid_of_a_small_shop_is_as_counted_by_hand() -> None:
    answer, _ = answered(by_hand())
    monthly = next(grid for grid in answer.grids if grid.grain == "month")
    assert monthly.size.tolist() == [3, 2, 1]
    assert monthly.customers.tolist() == [[3, 1, 1], [2, 1, 0], [1, 0, 0]]
    assert monthly.sales_cents.tolist() == [[3400, 500, 700], [1300, 600, 0], [50, 0, 0]]
    assert monthly.last_is_open, "March has eleven days to come"
    assert answer.return_days == 30
    assert monthly.back.tolist() == [1, 0, 0], "a came back after 39 days, d after 42"
    assert monthly.back_known.tolist() == [True, False, False], "29 February + 30 is in March"


def test_that_the_last_period_is_whole_on_its_last_day() -> None:
    tx = by_hand()
    end = JAN + 90  # 31 March
    table = customer_table(tx, end, NULL_CONTEXT)
    begun = beginnings(tx, table)
    for grain, is_open in (("month", False), ("quarter", False), ("week", False)):
        starts = period_starts(int(begun.first_day.min()), end, grain)
        assert cohort_grid(begun, starts, grain, 30).last_is_open is is_open, grain
    starts = period_starts(int(begun.first_day.min()), end - 1, "quarter")
    early = replace(begun, as_of_day=end - 1)
    assert cohort_grid(early, starts, "quarter", 30).last_is_open


@given(st.integers(1, 80), st.integers(0, 2**31), st.sampled_from(["week", "month", "quarter"]))
@settings(max_examples=30, deadline=None)
def test_that_a_grid_adds_up_to_the_customers_and_their_money(
    n: int, seed: int, grain: str
) -> None:
    tx = plausible(n, 300, seed)
    table = customer_table(tx, tx.last_day, NULL_CONTEXT)
    begun = beginnings(tx, table)
    starts = period_starts(int(begun.first_day.min()), tx.last_day, grain)
    grid = cohort_grid(begun, starts, grain, 90)
    c = len(grid)
    assert grid.size.sum() == len(table)
    assert (grid.customers[:, 0] == grid.size).all(), "everybody bought in the first period"
    assert grid.sales_cents.sum() == table.monetary_cents.sum()
    assert (grid.customers <= grid.size[:, None]).all()
    future = np.add.outer(np.arange(c), np.arange(c)) >= c
    assert not grid.customers[future].any()
    active = np.array([np.trace(np.fliplr(grid.customers), c - 1 - p) for p in range(c)])
    bought = [
        len(np.unique(begun.event_row[(begun.event_day >= a) & (begun.event_day < b)]))
        for a, b in pairwise(starts.tolist())
    ]
    assert active.tolist() == bought, "each period's buyers are spread over the cohorts"


# ---- the second order ---------------------------------------------------------------------


def test_that_second_orders_of_cdnow_are_those_published(cdnow: Transactions) -> None:
    """23,570 people, all new in January to March 1997, half of whom never ordered again."""
    answer, table = answered(cdnow)
    quarter = next(grid for grid in answer.grids if grid.grain == "quarter")
    assert quarter.size.tolist() == [23_570, 0, 0, 0, 0, 0]
    assert answer.second.second == int((table.frequency >= 2).sum())
    assert round(answer.second.second / 23_570, 2) == 0.49
    marks = dict(zip(answer.second.marks.day, answer.second.marks.share, strict=True))
    begun = beginnings(cdnow, table)
    for days in (30, 90, 365):  # nobody was watched for less than a year: plain shares
        assert marks[days] == pytest.approx((begun.second_gap_days <= days).mean())
    assert answer.trend.verdict == "too_few", "nobody new lately: there is nothing to compare"
    assert not answer.second.marks.share[0] > answer.second.marks.share[-1]


def test_that_customers_watched_for_a_short_time_do_not_count_as_not_returning() -> None:
    """Everybody returns after 50 days, but half of them came only 20 days ago."""
    who = [f"o{i}" for i in range(40)] * 2 + [f"n{i}" for i in range(40)]
    days = [START] * 40 + [START + 50] * 40 + [START + 180] * 40
    tx = orders([*who, "last"], [*days, START + 200], 1000)
    begun = beginnings(tx, customer_table(tx, START + 200, NULL_CONTEXT))
    found = second_orders(begun)
    assert found.marks.share[1] == 1.0, "within 60 days all who could be watched did"
    assert (found.second, found.customers) == (40, 81)
    assert found.median_gap_days == 50


def test_that_the_window_follows_the_shops_rhythm() -> None:
    assert return_window_days(20, 700) == 90
    assert return_window_days(80, 2000) == 180
    assert return_window_days(400, 4000) == 365
    assert return_window_days(20, 200) == 60
    assert return_window_days(20, 10) == 30


def rising(then: int, now: int, people: int = 200) -> Transactions:
    """New customers of two quarters a year apart; so many of either came back after 20 days."""
    who, days = [], []
    for wave, start, back in (("t", START, then), ("n", START + 365, now)):
        for i in range(people):
            who.append(f"{wave}{i}")
            days.append(start + i % 90)
            if i < back:
                who.append(f"{wave}{i}")
                days.append(start + i % 90 + 20)
    return orders([*who, "z"], [*days, START + 365 + 89 + 90], 1000)


@pytest.mark.parametrize(
    ("then", "now", "people", "verdict"),
    [(60, 90, 200, "up"), (90, 60, 200, "down"), (60, 64, 200, "same"), (6, 9, 20, "too_few")],
)
def test_that_a_trend_is_told_only_where_a_test_supports_it(
    then: int, now: int, people: int, verdict: str
) -> None:
    tx = rising(then, now, people)
    begun = beginnings(tx, customer_table(tx, tx.last_day, NULL_CONTEXT))
    found = trend(begun, 90)
    assert found.verdict == verdict
    assert (found.then_back, found.now_back) == (then, now)
    assert found.then_is_last_year


# ---- the stages ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", ODD_SHOPS)
def test_that_any_shop_gets_stages_that_add_up(name: str) -> None:
    tx = ODD_SHOPS[name]()
    answer, table = answered(tx)
    now, before = answer.stages.label, answer.stages.before
    assert len(now) == len(table)
    assert (now >= 0).all(), "everybody is somewhere"
    was_there = table.first_day <= table.as_of_day - answer.stages.period_days
    assert ((before >= 0) == was_there).all(), "who had not bought was in no stage"
    assert (table.recency_days[now == Stage.LOST] > answer.stages.lost_days).all()
    assert (now[table.frequency == 1] != Stage.KEPT).all()
    assert (now[table.frequency >= 2] != Stage.WON).all()
    first = answer.stages.figures[0]
    assert first.new == int((before == Stage.NONE).sum())
    assert first.new + first.returning == first.active
    assert answer.lorenz.top_customers <= max(len(table), 1)
    for origin in answer.origins:
        counts = np.bincount(origin.label[origin.label >= 0], minlength=len(origin.groups))
        assert counts.tolist() == [group.customers for group in origin.groups]
        assert min(counts) >= 5


def test_that_stages_follow_what_somebody_did() -> None:
    """A clockwork shop of 30 days; then people who do something else."""
    who = [f"r{i}" for i in range(60) for _ in range(20)]
    days = [START + i % 30 + 30 * j for i in range(60) for j in range(20)]
    cents = [1000] * len(who)
    end = max(days)
    special = {
        "fresh": [end - 5],
        "due": [end - 60],
        "gone": [end - 300],
        "late": [end - 90, end - 60],
        "rich": [end - 40, end - 10],
        "quick": [end - 40 - 5 * j for j in range(20)],
    }
    for name, at in special.items():
        who += [name] * len(at)
        days += at
        cents += [90_000 if name == "rich" else 1000] * len(at)
    answer, table = answered(orders(who, days, cents))
    tx = orders(who, days, cents)
    row = {str(tx.customer_key[c]): i for i, c in enumerate(table.customer.tolist())}
    stage = {name: Stage(int(answer.stages.label[row[name]])) for name in special}
    assert stage == {
        "fresh": Stage.WON,
        "due": Stage.CONVERTING,
        "gone": Stage.LOST,
        "late": Stage.KEPT,
        "rich": Stage.GROWING,
        "quick": Stage.LOST,
    }
    assert answer.stages.lost_days < 40, "nobody is lost before so long, says the page"
    assert answer.stages.before[row["fresh"]] == Stage.NONE
    assert answer.stages.before[row["rich"]] == Stage.NONE


def test_that_figures_of_a_period_are_as_counted_by_hand() -> None:
    answer, _ = answered(by_hand())  # 1 January to 20 March, periods of 30 days
    now, before = answer.stages.figures[:2]
    assert (now.from_day, now.to_day) == (JAN + 50, JAN + 79)
    assert (now.new, now.second, now.returning, now.active) == (2, 1, 2, 4)
    assert now.sales_cents == 700 + 600 + 900 + 50
    assert (now.kept_of, now.kept) == (3, 2), "a, c and d bought in the 30 days before, a, d again"
    assert before.new == 2
    assert before.second == 1, "a's; b's was on day 20"


def test_that_a_young_shop_is_not_compared_with_what_its_file_cannot_tell() -> None:
    answer, _ = answered(plausible(200, 60, 1))
    assert not answer.stages.before_known
    assert not len(answer.stages.last_year)
    assert answer.stages.figures[0].lost == -1


# ---- origins ------------------------------------------------------------------------------


def test_that_customers_are_told_apart_by_what_they_bought_first() -> None:
    """Buyers of "good" come back, those of "bad" do not; "rare" are too few to be told apart."""
    who, days, product = [], [], []
    for i in range(60):
        name = "good" if i % 2 else "bad"
        who += [f"c{i}"] * 2
        days += [START + i, START + i]
        product += [name, "extra"]
        if name == "good":
            who.append(f"c{i}")
            days.append(START + i + 30)
            product.append("bad")
    who += ["x", "y", "end"]
    days += [START + 1, START + 2, START + 300]
    product += ["rare", "rare", "rare"]
    money = [{"good": 900, "bad": 800, "extra": 100, "rare": 500}[p] for p in product]
    tx = orders(who, days, money, product)
    answer, table = answered(tx)
    first = next(origin for origin in answer.origins if origin.dimension == "product")
    found = {group.key: group for group in first.groups}
    assert set(found) == {"good", "bad"}
    assert (found["good"].customers, found["bad"].customers) == (30, 30)
    assert (found["good"].back_share, found["bad"].back_share) == (1.0, 0.0)
    assert (found["good"].differs, found["bad"].differs) == (1, -1)
    assert found["good"].mean_cents == 900 + 100 + 800
    label = {str(tx.customer_key[c]): int(first.label[i]) for i, c in enumerate(table.customer)}
    assert [label["x"], label["end"]] == [-1, -1]
    assert first.groups[label["c1"]].key == "good"


def test_that_leaning_on_all_predicts_later_customers_better(online_retail: Transactions) -> None:
    """First products of a real shop: customers held out are foretold better than by raw means."""
    answer, _ = answered(online_retail)
    first = next(origin for origin in answer.origins if origin.dimension == "product")
    assert first.tested_groups >= 30
    assert first.best_error_cents < 0.8 * first.raw_error_cents


# ---- worth --------------------------------------------------------------------------------


def test_that_unevenness_is_as_counted_by_hand() -> None:
    found = lorenz(np.array([100, 200, 300, 400, -50], dtype=np.int64))
    assert found.top_customers == 1
    assert found.top_share == pytest.approx(0.4)
    assert found.gini == pytest.approx(0.4)  # of 0, 1, 2, 3, 4
    assert found.share_of_sales[20] == pytest.approx(0.4)
    assert np.isnan(lorenz(np.zeros(3, dtype=np.int64)).top_share)


def test_that_an_untested_sum_has_the_published_error_as_its_range() -> None:
    table = customer_table(by_hand(), JAN + 80, NULL_CONTEXT)
    found = equity(table, value_of(len(table), 1000.0))
    assert found.expected_cents == 6000
    factor = np.exp(1.6377 * 0.2)  # Student's t with 3 degrees of freedom, 90 %
    assert found.high_cents == pytest.approx(6000 * factor, rel=1e-4)
    assert found.low_cents == pytest.approx(6000 / factor, rel=1e-4)
    assert (found.tested, found.ahead_days) == (0, 365)
    half = replace(value_of(len(table)), value_6m_cents=np.full(len(table), 500.0))
    young = equity(table, half)
    assert (young.expected_cents, young.ahead_days) == (3000, 180), "no year is said yet"


def test_that_a_shop_whose_past_was_well_foretold_has_a_narrower_range() -> None:
    table = customer_table(by_hand(), JAN + 80, NULL_CONTEXT)

    def width(error: float) -> float:
        past = tuple(
            PastSum(day=JAN - 60 * i, horizon_days=60, said_cents=100.0, was_cents=100.0 * error)
            for i in range(10)
        )
        found = equity(table, value_of(len(table), 1000.0, past))
        assert found.tested == 10
        return found.high_cents / found.low_cents

    assert width(1.02) < width(1.25) < width(0.5)


# ---- from asking to buying ----------------------------------------------------------------


def test_that_who_asked_and_who_paid_is_as_counted_by_hand() -> None:
    """The window is 30 days, the last day the 80th of the year."""
    tx = by_hand()
    place = {key: i for i, key in enumerate(tx.customer_key.tolist())}
    asks = [  # customer, day of the year, cents
        ("a", 35, 100),  # bought on day 40: within 30 days
        ("b", 21, 200),  # never bought again
        ("b", 60, 210),  # counts once; still waiting, but 20 days old
        ("c", 31, 300),  # bought that very day
        ("c", 45, 350),  # nothing bought since, but too long ago to be reminded
        ("d", 76, 400),  # four days ago, nothing since: too young to count, waiting
        ("f", 78, 500),  # bought two days later
        ("a", 79, 600),  # waiting
    ]
    asks.sort(key=lambda one: one[1])
    prospects = Prospects(
        order_customer=np.array([place[who] for who, _, _ in asks], dtype=np.int32),
        order_day=np.array([JAN - 1 + day for _, day, _ in asks], dtype=np.int32),
        order_cents=np.array([cents for _, _, cents in asks], dtype=np.int64),
        listed=np.array([place["a"], place["e"], -1, -1], dtype=np.int32),
    )
    answer, _ = answered(replace(tx, prospects=prospects))
    found = answer.asked
    assert answer.return_days == 30
    assert found.people == 5
    assert (found.known, found.bought) == (3, 2), "a, b and c; not b"
    assert [str(tx.customer_key[c]) for c in found.waiting_customer] == ["a", "d", "b"]
    assert found.waiting_cents.tolist() == [600, 400, 210]
    assert (found.listed, found.listed_bought) == (4, 2)
    early = replace(prospects, order_day=prospects.order_day + 100)
    assert answered(replace(tx, prospects=early))[0].asked.people == 0, "after the as-of day"


def test_that_a_test_of_a_range_does_not_know_what_it_tests() -> None:
    """One forecast was right, the next a quarter too low: had it been known, it were in range."""
    past = tuple(
        PastSum(day=day, horizon_days=60, said_cents=100.0, was_cents=came)
        for day, came in ((JAN, 133.0), (JAN - 60, 100.0))
    )
    found = equity(*_nobody_in(past))
    assert (found.tested, found.covered) == (2, 1)


def test_that_ranges_of_sums_held_on_the_past_of_real_shops(
    cdnow_sample: Transactions, online_retail: Transactions
) -> None:
    """Each range was learned only from what was over on its day; 80 % is what is promised."""
    tested = covered = 0
    for tx in (cdnow_sample, online_retail):
        events = purchase_events(tx)
        past = past_days(tx, events, tx.last_day, 90, 180, "blend", 2, 0, NULL_CONTEXT)
        longer = long_tests(tx, events, past, tx.last_day, 180, NULL_CONTEXT)
        for told in (soon_forecasts(tx, past), [one.forecast(0.75) for one in longer]):
            found = equity(*_nobody_in(tuple(one.sums() for one in told)))
            tested += found.tested
            covered += found.covered
    assert tested >= 40
    assert 0.7 <= covered / tested <= 0.97


def _nobody_in(past: tuple[PastSum, ...]) -> tuple[CustomerTable, ValueAnswer]:
    table = customer_table(by_hand(), JAN + 80, NULL_CONTEXT)
    return table, value_of(len(table), 1000.0, past)
