"""What came of plans: counted as drawn, closed only when covered, proved only when it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from clm_desktop.core.message import Message
from clm_desktop.core.outreach import (
    FRIENDS,
    Action,
    ActionKind,
    Channel,
    Contact,
    ItemState,
    Outreach,
    Pile,
    PlanItem,
    PlanRecord,
    PlanSettings,
    PlanState,
    Role,
)
from clm_desktop.core.transactions import Transactions
from clm_desktop.models.effects.priors import REDEEMS
from clm_desktop.plan.joint.results import outreach_results
from clm_desktop.plan.joint.results_types import OutreachResults, Verdict
from clm_desktop.plan.terms import terms_of
from tests.models.orders import sales

START = 20_000
ACTIONS = (
    Action(key="care", kind=ActionKind.CARE, cost_cents=30.0),
    Action(key="coupon_10", kind=ActionKind.COUPON, discount_share=0.1),
    Action(key="review", kind=ActionKind.REVIEW, audited=False),
)
CHANNELS = (Channel(key="email", cost_cents=10.0),)


def item(key: str, role: Role = Role.SEND, action: str = "care", p: float = 0.2) -> PlanItem:
    return PlanItem(
        customer_key=key,
        action=action,
        channel="email",
        role=role,
        pile=Pile.GROW,
        propensity=0.8 if role is Role.SEND else 0.2,
        stratum=action,
        p_without=p,
        p_with=p + 0.05,
        value_cents=100.0,
        gain_cents=90.0,
        cost_cents=40.0,
        cost_p95_cents=40.0,
        state=ItemState.DONE if role is Role.SEND else ItemState.PLANNED,
    )


def plan(number: int, day: int, items: Sequence[PlanItem]) -> PlanRecord:
    return PlanRecord(
        number=number,
        state=PlanState.APPROVED,
        made_s=0,
        as_of_day=day - 1,
        week_day=day,
        approved_day=day,
        seed=1,
        program_version="1",
        settings=PlanSettings(),
        items=tuple(items),
    )


def outreach(*plans: PlanRecord, contacts: tuple[Contact, ...] = ()) -> Outreach:
    return Outreach(actions=ACTIONS, channels=CHANNELS, plans=plans, contacts=contacts)


def results(tx: Transactions, told: Outreach, as_of_day: int) -> OutreachResults:
    return outreach_results(tx, told, as_of_day=as_of_day, margin_share=0.5)


def eight(prefix: str, role: Role) -> list[PlanItem]:
    return [item(f"{prefix}{i}", role) for i in range(8)]


def both() -> tuple[Transactions, Outreach]:
    """Eight sent, six of whom ordered for 1,000; eight held out, two of whom did."""
    orders = [(f"s{i}", START + i, 1_000) for i in range(6)]
    orders += [(f"h{i}", START + i, 1_000) for i in range(2)]
    told = outreach(plan(1, START, eight("s", Role.SEND) + eight("h", Role.HOLD_OUT)))
    return sales([*orders, ("else", START - 100, 500)]), told


def test_that_orders_of_the_window_are_counted_in_both_arms() -> None:
    tx, told = both()
    one = results(tx, told, START + 30).comparisons[0]
    assert (one.sent, one.sent_ordered, one.held, one.held_ordered) == (8, 6, 8, 2)
    assert one.uplift_share == pytest.approx(0.5)
    assert one.extra_orders == pytest.approx(4.0)
    # four extra orders at a margin of 500, less eight contacts at 40
    assert one.gain_cents == pytest.approx(4 * 500 - 8 * 40)
    assert one.verdict is Verdict.NOT_PROVED


@pytest.mark.parametrize(("cap", "off"), [(0.0, 100.0), (60.0, 60.0)])
def test_that_coupons_cost_what_they_take_off_every_order_that_came(cap: float, off: float) -> None:
    """As promised: of those who would have ordered anyway too, which no difference shows."""
    tx, told = both()
    rows = tuple(replace(i, action="coupon_10") for i in told.plans[0].items)
    actions = (replace(ACTIONS[1], discount_cap_cents=cap),)
    told = replace(told, actions=actions, plans=(replace(told.plans[0], items=rows),))
    found = results(tx, told, START + 30)
    assert found.spent_cents == pytest.approx(8 * 10 + 6 * REDEEMS * off)
    assert found.was_gain_cents == pytest.approx(4 * 500 - 8 * 10 - 6 * REDEEMS * off)


def test_that_a_plan_costs_what_it_cost_when_it_was_approved() -> None:
    tx, told = both()
    rows = tuple(replace(i, action="coupon_10") for i in told.plans[0].items)
    agreed = replace(told.plans[0], items=rows, terms=terms_of(ACTIONS, CHANNELS, 0.0))
    by_file = Contact(customer_key="else", action="care", channel="email", day=START)
    told = replace(told, plans=(agreed,), contacts=(by_file,))
    before = results(tx, told, START + 30)
    dearer = (replace(ACTIONS[0], cost_cents=50.0), replace(ACTIONS[1], discount_share=0.9))
    now = results(tx, replace(told, actions=dearer), START + 30)
    assert now.was_gain_cents == before.was_gain_cents
    assert now.spent_cents == pytest.approx(before.spent_cents + 20)  # the one that no plan asked
    gone = results(tx, replace(told, actions=ACTIONS[1:]), START + 30)
    assert gone.was_gain_cents == before.was_gain_cents


def test_that_a_contact_told_without_its_plan_is_one_contact() -> None:
    _, told = both()
    by_file = Contact(customer_key="s0", action="care", channel="email", day=START + 2)
    found = results(sales([("s0", START, 1)]), replace(told, contacts=(by_file,)), START + 1)
    assert (found.done, found.spent_cents) == (8, pytest.approx(8 * 40))


def test_that_money_counts_as_spent_on_the_day_of_the_contact() -> None:
    _, told = both()
    known = sales([("s0", START, 1_000)])
    assert results(known, told, START + 1).spent_cents == pytest.approx(8 * 40)
    by_file = Contact(customer_key="else", action="care", channel="email", day=START)
    more = replace(told, contacts=(by_file,))
    assert results(known, more, START + 1).spent_cents == pytest.approx(9 * 40)


def test_that_a_proof_is_near_where_more_came_than_was_believed_but_not_before_a_look() -> None:
    tx, told = both()
    one = results(tx, told, START + 30).comparisons[0]
    assert one.weeks_to_proof > 104  # five more of 100 were believed, of eight people
    assert (one.next_look_day - 1 - (START + 30)) / 7 <= one.weeks_as_measured < 104


def test_that_the_promise_is_of_what_is_measured() -> None:
    _, told = both()
    friends = Message.of(FRIENDS, friends_cents=70.0)
    rows = told.plans[0].items
    asked = [replace(rows[0], reasons=(friends,)), replace(rows[1], edited=True), *rows[2:]]
    old = plan(2, START - 400, [item("s0"), item("s1")])
    told = replace(told, plans=(old, replace(told.plans[0], items=tuple(asked))))
    tx = sales([("s2", START + 1, 1_000), ("else", START - 399, 500)])
    assert results(tx, told, START + 30).said_gain_cents == pytest.approx(7 * 90 - 70)


def test_that_rows_sent_to_learn_are_compared_with_those_held_out_beside_them() -> None:
    tx, told = both()
    tried = [
        replace(one, role=Role.EXPLORE) if one.role is Role.SEND and place < 3 else one
        for place, one in enumerate(told.plans[0].items)
    ]
    explored = replace(told, plans=(replace(told.plans[0], items=tuple(tried)),))
    one, same = (results(tx, made, START + 30).comparisons[0] for made in (explored, told))
    assert (one.sent, one.sent_ordered, one.held) == (8, 6, 8)
    assert one.uplift_share == pytest.approx(same.uplift_share)
    assert one.gain_cents == pytest.approx(same.gain_cents)


@pytest.mark.parametrize(
    ("day", "counts"), [(START - 1, 0), (START, 1), (START + 20, 1), (START + 21, 0)]
)
def test_that_the_window_has_exactly_its_days(day: int, counts: int) -> None:
    told = outreach(plan(1, START, [item("a")]))
    found = results(sales([("a", day, 100)]), told, START + 60)
    assert found.comparisons[0].sent_ordered == counts


def test_that_what_is_not_yet_imported_is_not_taken_for_no_order() -> None:
    tx, told = both()
    open_yet = results(tx, told, START + 19)
    assert open_yet.windows_open == 16
    assert open_yet.comparisons[0].sent == 0
    assert open_yet.notes[0].code == "results.open"
    assert results(tx, told, START + 20).windows_open == 0


def test_that_an_import_taken_back_takes_its_outcomes_with_it() -> None:
    tx, told = both()
    before = results(sales([("else", START - 100, 500)]), told, START + 30)
    assert before.comparisons[0].sent_ordered == 0
    assert results(tx, told, START + 30).comparisons[0].sent_ordered == 6


def test_that_a_window_in_a_hole_between_files_is_not_taken_for_no_order() -> None:
    _, told = both()
    around = sales([("else", START - 1, 500), ("else", START + 21, 500)])
    hole = results(around, told, START + 60)
    assert hole.comparisons[0].sent == hole.comparisons[0].held == 0
    assert hole.windows_open == 16
    assert results(sales([("else", START + 20, 500)]), told, START + 60).windows_open == 0


def test_that_rows_changed_by_hand_and_exempt_actions_are_in_no_comparison() -> None:
    changed = replace(item("s0"), edited=True)
    told = outreach(plan(1, START, [changed, item("s1"), item("s2", action="review")]))
    found = results(sales([("s0", START, 1)]), told, START + 30)
    assert [c.action for c in found.comparisons] == ["", "care"]
    assert found.comparisons[0].sent == 1


def test_that_a_skipped_row_stays_where_the_lot_put_it() -> None:
    tx, told = both()
    rows = told.plans[0].items
    skipped = tuple(
        replace(i, state=ItemState.SKIPPED) if i.customer_key in ("s6", "s7") else i for i in rows
    )
    found = results(tx, replace(told, plans=(replace(told.plans[0], items=skipped),)), START + 30)
    assert found.skipped == 2
    assert found.comparisons[0].sent == 8
    assert found.spent_cents == 6 * 40


def test_that_a_held_out_customer_who_was_called_is_flagged_and_stays_held_out() -> None:
    tx, told = both()
    call = Contact(customer_key="h0", action="care", channel="email", day=START + 3)
    found = results(tx, replace(told, contacts=(call,)), START + 30)
    assert found.broken == 1
    assert found.comparisons[0].held == 8


def test_that_a_plan_of_which_nothing_was_done_shows_nothing() -> None:
    tx, told = both()
    idle = tuple(replace(i, state=ItemState.PLANNED) for i in told.plans[0].items)
    found = results(tx, outreach(replace(told.plans[0], items=idle)), START + 30)
    assert found.comparisons[0].sent == 0
    assert found.notes[0].code == "results.not_done"


def _campaign(rng: np.random.Generator, uplift: float, weeks: int) -> tuple[Transactions, Outreach]:
    orders, plans = [("else", START - 100, 500)], []
    for week in range(weeks):
        items = []
        for i in range(60):
            key, p = f"{week}-{i}", float(rng.beta(2, 10))
            role = Role.HOLD_OUT if i % 5 == 0 else Role.SEND
            action = ("care", "coupon_10")[i % 2]
            items.append(item(key, role, action, p))
            if rng.random() < p + uplift * (role is Role.SEND):
                orders.append((key, START + week * 7 + int(rng.integers(21)), 1_000))
        plans.append(plan(week + 1, START + week * 7, items))
    return sales(orders), outreach(*plans)


def _proved(rng: np.random.Generator, uplift: float) -> bool:
    """Whether any line was called proved at any month's look."""
    tx, told = _campaign(rng, uplift, 26)
    return any(
        c.verdict is not Verdict.NOT_PROVED
        for week in range(4, 30, 4)
        for c in results(tx, told, START + week * 7).comparisons
    )


def test_that_worthless_contacts_are_hardly_ever_called_proved() -> None:
    rng = np.random.default_rng(11)
    assert sum(_proved(rng, 0.0) for _ in range(60)) <= 6  # 3 expected; more than 6 once in 30


def test_that_a_strong_effect_is_proved_and_only_at_a_planned_look() -> None:
    tx, told = _campaign(np.random.default_rng(12), 0.35, 26)
    early = results(tx, told, START + 12 * 7).comparisons[0]
    assert early.verdict is Verdict.NOT_PROVED
    assert np.isnan(early.lo)
    assert early.band_lo < early.uplift_share < early.band_hi  # what is shown in between
    assert early.next_look_day == START + 13 * 7
    late = results(tx, told, START + 13 * 7 - 1).comparisons[0]
    assert late.verdict is Verdict.BETTER
    assert 0 < late.lo < 0.35 < late.hi


def test_that_harm_is_proved_as_harm() -> None:
    tx, told = _campaign(np.random.default_rng(13), -0.15, 26)
    assert results(tx, told, START + 26 * 7).comparisons[0].verdict is Verdict.WORSE


def test_that_a_verdict_stands_until_the_next_round_is_looked_at() -> None:
    tx, told = _campaign(np.random.default_rng(12), 0.35, 30)
    after = results(tx, told, START + 30 * 7).comparisons[0]
    assert after.verdict is Verdict.BETTER
    assert after.next_look_day == START + 39 * 7
