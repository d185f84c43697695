"""The chance of buying: honest, tested on the past only, right where the truth is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.core.transactions import Transactions
from clm_desktop.features.customer_table import customer_table
from clm_desktop.features.events import purchase_events
from clm_desktop.features.history import bought_within, history
from clm_desktop.features.snapshot import cut, cut_events
from clm_desktop.models.evaluate import auc, calibration, log_loss
from clm_desktop.models.repeat.rhythm import stage_of_silence, worth_watching
from clm_desktop.models.results import Risk, RiskAnswer, TrustLevel
from clm_desktop.models.risk.answer import answer_risk
from clm_desktop.models.risk.backtest import risk_levels
from clm_desktop.models.risk.contest import btyd_alone, clearly_better, run_contest, trials_of
from clm_desktop.models.risk.listed import FIRST, named_then
from clm_desktop.models.risk.machines import MACHINES
from clm_desktop.models.risk.past import LATELY_CUTS, MIN_EACH, level, past_of
from clm_desktop.models.trust import trust
from tests.models.shops import ODD_SHOPS, START, orders, plausible

BANDS = (0.33, 0.66)


def risk_of(tx: Transactions, day: int, horizon: int | None = None, bands=BANDS) -> RiskAnswer:
    table = customer_table(tx, day, NULL_CONTEXT)
    return answer_risk(tx, table, trust(tx, table), horizon, bands, 0, NULL_CONTEXT)


def truth_after(tx: Transactions, day: int, horizon: int):
    events = purchase_events(tx)
    return bought_within(events, history(cut_events(events, day), day, horizon))


@pytest.fixture(scope="module")
def shop() -> Transactions:
    return plausible(900, 700, 21, gap_days=35)


@pytest.fixture(scope="module")
def answer(shop) -> RiskAnswer:
    return risk_of(shop, START + 600, 60)


def test_that_the_future_never_leaks_into_an_answer(shop, answer) -> None:
    early = risk_of(cut(shop, START + 600), START + 600, 60)
    np.testing.assert_array_equal(early.p_buy, answer.p_buy)
    np.testing.assert_array_equal(early.contribution, answer.contribution)
    assert early.backtests == answer.backtests
    assert early.contest == answer.contest


def test_that_chances_hold_on_days_not_yet_seen(shop, answer) -> None:
    bought = truth_after(shop, START + 600, 60)
    assert auc(answer.p_buy, bought) > 0.75
    assert calibration(answer.p_buy, bought).error < 0.05
    always = np.full(len(bought), bought.mean())
    assert log_loss(answer.p_buy, bought) < log_loss(always, bought) - 0.05


def test_that_p_alive_is_not_the_risk(answer) -> None:
    assert answer.method != "p_alive"
    assert not np.allclose(answer.p_alive, answer.p_buy)
    assert (answer.expected_orders >= answer.p_buy - 1e-12).all()


def test_that_nothing_is_tested_on_what_it_was_learned_from(shop) -> None:
    events = cut_events(purchase_events(shop), START + 600)
    for horizon in (30, 47, 90, 180):
        past = past_of(shop, events, START + 600, horizon, seed=0, ctx=NULL_CONTEXT)
        for test in past.tests:
            assert test.facts.as_of_day + horizon <= START + 600
            for teacher in past.before(test.place):
                assert teacher.facts.as_of_day + horizon <= test.facts.as_of_day
                assert teacher.fewest >= MIN_EACH
        for teacher in past.newest:
            assert teacher.facts.as_of_day + horizon <= START + 600


def test_that_a_day_teaches_only_where_its_sample_has_both_outcomes(shop) -> None:
    some = shop.order_day < START + 300  # then the shop all but dies
    some |= (shop.order_day + shop.order_customer) % 16 == 0
    dying = replace(shop, order_is_sale=shop.order_is_sale & some)
    events = cut_events(purchase_events(dying), START + 600)
    past = past_of(
        *(dying, events, START + 600, 30), seed=0, ctx=NULL_CONTEXT, train_sample=150
    )  # fmt: skip
    assert any(one.fewest >= MIN_EACH and not one.teaches for one in past.cuts)
    for one in (*past.tests, *past.newest):
        bought = one.bought[one.sample]
        assert min(int(bought.sum()), int((~bought).sum())) >= MIN_EACH
    for trial in trials_of(past, lambda _: 0.0, NULL_CONTEXT):
        told = run_contest((trial,), 0.5).contestants
        assert all(np.isfinite(one.auc) for one in told if np.isfinite(one.log_loss))


def test_that_later_days_teach_only_what_was_over_when_it_was_tested(shop) -> None:
    events = cut_events(purchase_events(shop), START + 600)
    for horizon in (30, 47, 90, 180):
        past = past_of(shop, events, START + 600, horizon, seed=0, ctx=NULL_CONTEXT)
        told = [(START + 600, past.newest_lately)]
        told += [(test.facts.as_of_day, past.lately(test.place)) for test in past.tests]
        for day, lately in told:
            assert len(lately) == (LATELY_CUTS if horizon > 45 else 0)
            for taught in lately:
                length = taught.facts.horizon_days
                assert length < horizon
                assert day - 4 * length <= taught.facts.as_of_day <= day - length
                assert (taught.bought == bought_within(events, taught.facts)).all()


def test_that_a_later_day_changes_nothing_of_what_was_said_before_it(shop) -> None:
    events = cut_events(purchase_events(shop), START + 600)
    past = past_of(shop, events, START + 600, 60, seed=0, ctx=NULL_CONTEXT)
    newest, *others = trials_of(past, lambda _: 0.0, NULL_CONTEXT)
    assert len(others) >= 2
    contrary = replace(newest, cut=replace(newest.cut, bought=~newest.cut.bought))
    was, now = (run_contest((first, *others), 0.5).blend for first in (newest, contrary))
    for before, after in zip(was, now, strict=True):
        np.testing.assert_array_equal(before, after)
    oldest = others[-1]
    contrary = replace(oldest, cut=replace(oldest.cut, bought=~oldest.cut.bought))
    now = run_contest((newest, *others[:-1], contrary), 0.5).blend
    assert np.abs(was[0] - now[0]).max() > 0, "but an earlier one teaches"


def test_that_the_words_numbers_are_those_of_a_recount(shop, answer) -> None:
    newest = answer.backtests[0]
    assert newest.cutoff_day == START + 540
    assert [test.cutoff_day for test in answer.backtests] == [START + d for d in (540, 510, 480)]
    bought = truth_after(shop, newest.cutoff_day, 60)
    assert newest.customers == len(bought)
    assert 0 < newest.named_right <= newest.named <= FIRST
    assert sum(newest.bin_customers) == newest.customers
    was = np.dot(newest.was_share, newest.bin_customers) / newest.customers
    assert was == pytest.approx((~bought).mean())
    said = dict(answer.verdict.params)
    assert (said["named"], said["named_right"]) == (newest.named, newest.named_right)
    assert newest.precision > newest.base_rate  # better than guessing
    assert newest.named_right > newest.named * newest.base_rate


def test_that_a_back_test_names_the_first_of_the_list_and_nobody_beyond_hope(shop) -> None:
    day = START + 540
    facts = history(cut_events(purchase_events(shop), day), day, 60)
    gap = (facts.tenure_days - facts.days_since + facts.shop_gap_days) / facts.events
    p_buy = np.linspace(0.01, 0.9, len(facts))
    risk = risk_levels(p_buy, (0.33, 0.66))
    gone = np.arange(len(facts)) % 7 == 0
    named = named_then(facts, gap, p_buy, risk, gone)
    assert len(named) == FIRST
    assert not gone[named].any()
    assert (facts.events[named] >= 2).all()
    assert (p_buy[named] >= 0.05).all()
    assert (p_buy[named] <= 0.67).all()
    money = (1 - p_buy) * facts.basket_cents * np.maximum(60 / gap, 1)
    assert (np.diff(money[named]) <= 0).all()


def test_that_exactly_one_candidate_is_chosen_and_the_losers_are_shown(answer) -> None:
    chosen = [one.method for one in answer.contest if one.chosen]
    assert chosen == [answer.method]
    assert {one.method for one in answer.contest} == {
        "rule",
        "mbg",
        "logistic",
        "blend",
        "base_rate",
        *MACHINES,
    }
    assert all(np.isfinite(one.log_loss) for one in answer.contest)


def test_that_thresholds_move_levels_and_nothing_else(shop, answer) -> None:
    strict = risk_of(shop, START + 600, 60, bands=(0.2, 0.4))
    np.testing.assert_array_equal(strict.p_buy, answer.p_buy)
    assert (strict.risk >= answer.risk).all()
    leave = 1 - answer.p_buy
    np.testing.assert_array_equal(answer.risk == Risk.HIGH, leave >= 0.66)
    np.testing.assert_array_equal(answer.risk == Risk.LOW, leave < 0.33)


def test_that_a_longer_horizon_means_a_higher_chance(shop) -> None:
    means = [risk_of(shop, START + 600, days).p_buy.mean() for days in (30, 60, 120)]
    assert means == sorted(means)


def test_that_a_shop_without_a_pattern_is_told_so() -> None:
    tx = ODD_SHOPS["random dates"]()
    answer = risk_of(tx, tx.last_day)
    assert answer.verdict.code == "risk.verdict.no_pattern"
    assert (answer.risk == Risk.NONE).all()
    assert len(np.unique(answer.p_buy)) == 1
    assert answer.contribution.shape[1] == 0


def test_that_a_rule_as_good_as_the_models_is_used(shop) -> None:
    """Silence alone decides in this shop: whoever bought in the last days buys again."""
    events = cut_events(purchase_events(shop), START + 600)
    past = past_of(shop, events, START + 600, 60, seed=0, ctx=NULL_CONTEXT)
    trials = tuple(
        replace(
            trial,
            rule=np.where(trial.cut.bought, 0.9, 0.1),
            mbg_log_odds=trial.mbg_log_odds,
        )
        for trial in trials_of(past, lambda _: 0.0, NULL_CONTEXT)
    )
    assert run_contest(trials, 0.5).method == "rule"


def odd_gaps(n: int, span_days: int) -> Transactions:
    """After an odd order the next one comes at once, after an even one in half a year."""
    rng = np.random.default_rng(8)
    who, when = [], []
    for number in range(n):
        day = int(rng.integers(0, 180))
        count = 0
        while day < span_days:
            who.append(f"c{number:04d}")
            when.append(START + day)
            count += 1
            if rng.random() < 0.1:
                break
            day += int(rng.integers(20, 30)) if count % 2 else int(rng.integers(170, 190))
    return orders(who, when, 1000)


def test_that_a_machine_that_wins_every_tested_day_is_used_with_reasons_that_add_up() -> None:
    tx = odd_gaps(600, 900)
    answer = risk_of(tx, START + 760, 60)
    assert answer.method in MACHINES
    (chosen,) = (one for one in answer.contest if one.chosen)
    others = [one.log_loss for one in answer.contest if one.method not in MACHINES]
    assert chosen.log_loss < min(others) - 0.002
    log_odds = np.log(answer.p_buy / (1 - answer.p_buy))
    summed = answer.contribution.sum(axis=1) + answer.intercept
    np.testing.assert_allclose(summed, log_odds, atol=1e-9)
    assert auc(answer.p_buy, truth_after(tx, START + 760, 60)) > 0.9


def test_that_a_machine_needs_more_than_one_lucky_day() -> None:
    assert not clearly_better([0.30, 0.30, 0.41], [0.40, 0.40, 0.40])
    assert not clearly_better([0.30], [0.40])
    assert not clearly_better([0.399, 0.399], [0.40, 0.40])
    assert clearly_better([0.39, 0.39], [0.40, 0.40])


def test_that_a_past_too_small_for_machines_says_so() -> None:
    tx = plausible(260, 700, 6, gap_days=35)
    events = cut_events(purchase_events(tx), START + 300)
    past = past_of(tx, events, START + 300, 60, seed=0, ctx=NULL_CONTEXT)
    contest = run_contest(trials_of(past, lambda _: 0.0, NULL_CONTEXT), 0.5)
    untried = {one.method for one in contest.contestants if np.isnan(one.log_loss)}
    assert untried == set(MACHINES)
    assert contest.method not in MACHINES


def test_that_a_small_shop_gets_rules_and_an_early_estimate() -> None:
    tx = plausible(80, 400, 5)
    table = customer_table(tx, tx.last_day, NULL_CONTEXT)
    known = trust(tx, table)
    answer = answer_risk(tx, table, known, None, BANDS, 0, NULL_CONTEXT)
    assert known.level == TrustLevel.RULES
    assert answer.method == "rule"
    assert answer.verdict.code == "risk.verdict.early"
    assert (answer.risk >= Risk.LOW).all()
    assert np.isfinite(answer.p_buy).all()
    assert answer.reason_codes == ()
    late = answer.risk == Risk.HIGH
    assert (table.recency_days[late] > 3 * answer.usual_gap_days[late]).all()


@pytest.mark.parametrize(
    ("gap", "span", "horizon"), [(40, 700, 80), (5, 700, 30), (200, 1500, 180)]
)
def test_that_the_horizon_is_twice_the_shops_rhythm_within_bounds(gap, span, horizon) -> None:
    from clm_desktop.features.spells import spells
    from clm_desktop.models.repeat.rhythm import default_horizon_days
    from tests.models.shops import orders

    tx = orders(["a"] * (span // gap + 1), START + gap * np.arange(span // gap + 1), 100)
    own = spells(purchase_events(tx))
    assert default_horizon_days(own, span) == horizon
    assert default_horizon_days(own, 60) <= 20


def test_that_chances_worse_than_the_shops_average_are_not_used(shop) -> None:
    """Right order, but far too sure of itself: no better than one number for everybody."""
    events = cut_events(purchase_events(shop), START + 600)
    past = past_of(shop, events, START + 600, 60, seed=0, ctx=NULL_CONTEXT)
    trials = tuple(
        replace(
            trial,
            rule=np.where(trial.rule > 0.3, 1.0, 0.0),
            mbg_log_odds=40 * trial.mbg_log_odds,
            logistic_log_odds=40 * trial.logistic_log_odds,
            machines=(),
        )
        for trial in trials_of(past, lambda _: 0.0, NULL_CONTEXT)
    )
    contest = run_contest(trials, 0.5)
    assert contest.method == "base_rate"
    assert max(one.auc for one in contest.contestants) > 0.7


def test_that_lateness_is_measured_against_own_and_shops_rhythm() -> None:
    gaps = np.repeat([10.0, 20.0, 40.0], 20)  # 40th percentile 20, 60th 20, 80th and 95th 40
    recency = np.array([20, 21, 26, 41, 45, 61, 101])
    in_shops_rhythm, slow = np.full(7, 10.0), np.full(7, 20.0)
    assert stage_of_silence(recency, in_shops_rhythm, gaps).tolist() == [0, 2, 2, 3, 3, 4, 4]
    assert stage_of_silence(recency, slow, gaps).tolist() == [0, 0, 1, 2, 2, 3, 4]
    too_few = stage_of_silence(np.array([40, 41, 91, 181]), np.full(4, 10.0), gaps[:5])
    assert too_few.tolist() == [0, 1, 3, 4]


def test_that_only_active_repeaters_are_worth_watching() -> None:
    events, usual = np.array([1, 2, 2, 2, 9]), np.array([30.0, 30.0, 30.0, 200.0, 200.0])
    recency = np.array([10, 365, 366, 366, 601])
    assert worth_watching(events, recency, usual).tolist() == [False, True, False, True, False]


def test_that_what_was_missed_lately_is_believed_by_how_many_horizons_it_spans() -> None:
    """Three cut-offs 30 days apart stand for 1 + 60/90 horizons; a young shop's for none."""
    tx = plausible(400, 700, 3)
    events = purchase_events(tx)
    day = START + 600
    known = cut_events(events, day)
    past = past_of(tx, known, day, 90, seed=0, ctx=NULL_CONTEXT)
    assert _moved_by_one(past.newest, history(known, day, 90)) == pytest.approx(
        (5 / 3) / (5 / 3 + 3)
    )
    later = START + 1500
    assert _moved_by_one(past.newest, history(known, later, 90)) == 0.0


def _moved_by_one(cuts, facts) -> float:
    """How much the level follows when every learned intercept is 1 higher."""
    btyd = btyd_alone(cuts[0].mbg, cuts[0].cnbd, 0.0)
    low, high = (
        level(lambda x: x[:, -2], np.full(len(cuts), learned), cuts, facts, btyd)
        for learned in (0.0, 1.0)
    )
    return high - low
