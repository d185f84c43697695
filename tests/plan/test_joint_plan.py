"""What a plan guarantees, whoever the customers are (plan_science 3.5)."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clm_desktop.bench.sim import ShopSim
from clm_desktop.bench.translate import transactions_of
from clm_desktop.bench.world import World
from clm_desktop.core.days import day_of
from clm_desktop.core.outreach import (
    Action,
    ActionKind,
    Consent,
    ConsentState,
    Contact,
    Goal,
    ItemState,
    Outreach,
    Pile,
    PlanItem,
    PlanRecord,
    PlanSettings,
    PlanState,
    Role,
    Spared,
)
from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.features.customer_table import customer_table
from clm_desktop.plan.joint.catalogue import default_actions, default_channels
from clm_desktop.plan.joint.codes import CODES
from clm_desktop.plan.joint.learn import Memory
from clm_desktop.plan.joint.lots import held_out, strata_of, turns_of
from clm_desktop.plan.joint.make import ShopKnowledge, joint_plan
from clm_desktop.plan.joint.types import LEFT_ALONE, JointPlan

MEMORY = Memory()


@cache
def shop() -> tuple[ShopKnowledge, int]:
    obs = ShopSim(World.preset("small500", n_customers=250), seed=3).observe()
    tx = transactions_of(obs.orders)
    today = day_of(obs.today)
    table = customer_table(tx, today - 1, NULL_CONTEXT)
    return ShopKnowledge(tx=tx, table=table, margin_share=0.4, memory=MEMORY), today


def keys() -> list[str]:
    known, _ = shop()
    return [str(key) for key in known.tx.customer_key[known.table.customer]]


def consents(seed: int, share: float) -> tuple[Consent, ...]:
    rng = np.random.default_rng(seed)
    states = (ConsentState.GRANTED, ConsentState.REFUSED, ConsentState.UNKNOWN)
    made = []
    for key in keys():
        for channel in default_channels("CNY"):
            if rng.random() < share:
                state = states[int(rng.integers(0, 3))]
                made.append(Consent(customer_key=key, channel=channel.key, state=state, day=1))
    return tuple(made)


def everybody_agreed(**settings_: object) -> Outreach:
    channels = tuple(
        replace(channel, all_agreed_day=1, proof="counter sheet")
        for channel in default_channels("CNY")
    )
    return Outreach(
        actions=default_actions(),
        channels=channels,
        settings=PlanSettings(**settings_),  # type: ignore[arg-type]
    )


def plan(outreach: Outreach, seed: int = 5, *, weeks: int = 0) -> JointPlan:
    known, today = shop()
    return joint_plan(known, outreach, week_day=today + 7 * weeks, seed=seed, ctx=NULL_CONTEXT)


def approved(made: JointPlan, *, done: bool = True) -> PlanRecord:
    state = ItemState.DONE if done else ItemState.PLANNED
    items = tuple(
        item if item.role is Role.HOLD_OUT else replace(item, state=state) for item in made.items
    )
    return PlanRecord(
        number=1, state=PlanState.APPROVED, made_s=0, as_of_day=made.as_of_day,
        week_day=made.week_day, approved_day=made.week_day, seed=made.seed, program_version="x",
        settings=made.settings, items=items,
    )  # fmt: skip


def sent(made: JointPlan) -> list[PlanItem]:
    return [item for item in made.items if item.role is not Role.HOLD_OUT]


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 99), st.floats(0, 1), st.integers(0, 30_000), st.sampled_from(list(Goal)))
def test_that_no_plan_breaks_a_limit(seed: int, share: float, budget: int, goal: Goal) -> None:
    _, today = shop()
    rng = np.random.default_rng(seed)
    who = keys()
    contacts = tuple(
        Contact(
            customer_key=key, action="care", channel="email", day=today - int(rng.integers(0, 90))
        )
        for key in who
        if rng.random() < 0.3
    )
    spared = tuple(
        Spared(customer_key=key, no_profiling=quiet, until_day=None if quiet else today + 9)
        for key, quiet in zip(who[::7], rng.random(len(who[::7])) < 0.5, strict=True)
    )
    channels = tuple(
        replace(channel, contacts_per_week=4 if channel.key == "sms" else 0)
        for channel in default_channels("CNY")
    )
    outreach = Outreach(
        actions=default_actions(),
        channels=channels,
        settings=PlanSettings(budget_cents=float(budget), contacts=25, goal=goal),
        consents=consents(seed, share),
        spared=spared,
        contacts=contacts,
    )
    made = plan(outreach)
    granted = {
        (one.customer_key, one.channel)
        for one in outreach.consents
        if one.state is ConsentState.GRANTED
    }
    rested = {c.customer_key: c.day for c in sorted(contacts, key=lambda one: one.day)}
    names = [item.customer_key for item in made.items]
    assert len(names) == len(set(names)) <= 25
    assert sum(item.channel == "sms" for item in made.items) <= 4
    assert made.cost_p95_cents <= budget + 1e-6
    for item in made.items:
        assert (item.customer_key, item.channel) in granted
        assert item.customer_key not in {one.customer_key for one in spared}
        assert today - rested.get(item.customer_key, -999) >= 21


def test_that_a_refusal_stands_above_everybody_agreed() -> None:
    one = plan(everybody_agreed()).items[0]
    refused = replace(
        everybody_agreed(),
        consents=tuple(
            Consent(customer_key=one.customer_key, channel=c.key, state=ConsentState.REFUSED, day=9)
            for c in default_channels("CNY")
        ),
    )
    made = plan(refused)
    assert one.customer_key not in {item.customer_key for item in made.items}
    assert LEFT_ALONE[made.left_alone[keys().index(one.customer_key)]] == "asked_not"


def test_that_never_again_is_honoured_in_the_next_plan() -> None:
    first = plan(everybody_agreed(hold_out_share=0.0))
    one = first.items[0]
    record = approved(first)
    items = (replace(record.items[0], state=ItemState.OPTED_OUT), *record.items[1:])
    channels = tuple(
        replace(channel, active=channel.key == one.channel)
        for channel in everybody_agreed().channels
    )
    after = replace(everybody_agreed(), channels=channels, plans=(replace(record, items=items),))
    made = plan(after, weeks=30)
    assert one.customer_key not in {item.customer_key for item in made.items}
    assert items[1].customer_key in {item.customer_key for item in made.items}


def test_that_the_same_seed_and_data_make_the_same_plan() -> None:
    assert plan(everybody_agreed()).items == plan(everybody_agreed()).items
    made = [
        joint_plan(
            replace(shop()[0], memory=memory), everybody_agreed(), week_day=shop()[1], seed=5,
            ctx=NULL_CONTEXT,
        ).items
        for memory in (None, Memory())
    ]  # fmt: skip
    assert made[0] == made[1]


def test_that_held_out_customers_stay_out_for_the_whole_window() -> None:
    first = plan(everybody_agreed(hold_out_share=0.5))
    held = {item.customer_key for item in first.items if item.role is Role.HOLD_OUT}
    assert held
    after = replace(everybody_agreed(min_gap_days=1), plans=(approved(first),))
    for weeks in (0, 1, 2):
        made = plan(after, weeks=weeks)
        assert not held & {item.customer_key for item in made.items}
    made = plan(after, weeks=3)
    assert held & {item.customer_key for item in made.items}


def test_that_rows_that_nobody_marked_keep_the_gap_between_two_contacts() -> None:
    first = plan(everybody_agreed(hold_out_share=0.0))
    unmarked = approved(first, done=False)
    planned = {item.customer_key for item in first.items}
    for weeks, again in ((4, False), (8, False), (9, True)):
        after = replace(everybody_agreed(min_gap_days=60), plans=(unmarked,))
        made = {item.customer_key for item in plan(after, weeks=weeks).items}
        assert bool(planned & made) == again


def test_that_a_row_that_was_done_and_recorded_counts_as_one_contact() -> None:
    first = plan(everybody_agreed(hold_out_share=0.0))
    recorded = tuple(
        Contact(customer_key=i.customer_key, action=i.action, channel=i.channel, day=first.week_day)
        for i in first.items
    )
    outreach = replace(
        everybody_agreed(max_per_8_weeks=2, hold_out_share=0.0),
        plans=(approved(first),),
        contacts=recorded,
    )
    again = {item.customer_key for item in plan(outreach, weeks=3).items}
    assert again & {item.customer_key for item in first.items}


def test_that_the_lot_holds_out_its_share_in_every_stratum() -> None:
    rng = np.random.default_rng(1)
    action, p = rng.integers(0, 3, 900), rng.random(900)
    stratum = strata_of(action, p)
    counts = np.zeros(9)
    for seed in range(40):
        held = held_out(stratum, 0.15, np.random.default_rng(seed), np.arange(len(stratum)))
        counts += np.bincount(stratum[held], minlength=9) / np.bincount(stratum, minlength=9)
    assert counts / 40 == pytest.approx(np.full(9, 0.15), abs=0.01)


def test_that_the_lot_goes_by_who_people_are_and_not_by_the_order_of_files() -> None:
    rng = np.random.default_rng(1)
    stratum = rng.integers(0, 4, 300)
    names = [f"anna{i}@x.org" for i in range(300)]
    other = rng.permutation(300)
    held = held_out(stratum, 0.15, np.random.default_rng(5), turns_of(names))
    turned = turns_of([names[i] for i in other])
    again = held_out(stratum[other], 0.15, np.random.default_rng(5), turned)
    assert held[other].tolist() == again.tolist()


def test_that_a_tenth_is_held_out_unless_the_owner_says_otherwise() -> None:
    assert plan(everybody_agreed()).settings.hold_out_share == 0.10
    assert plan(everybody_agreed(hold_out_share=0.3)).settings.hold_out_share == 0.3


@settings(max_examples=15, deadline=None)
@given(st.floats(0, 0.5), st.integers(0, 20_000), st.sampled_from(list(Goal)))
def test_that_no_price_is_ever_raised(share: float, cap: int, goal: Goal) -> None:
    offer = Action(
        key="own", kind=ActionKind.COUPON, discount_share=share, discount_cap_cents=float(cap)
    )
    made = plan(replace(everybody_agreed(goal=goal, explore=True), actions=(offer,)))
    for item in made.items:
        assert item.cost_cents >= 0
        assert item.cost_p95_cents >= 0
        for reason in item.reasons:
            assert float(dict(reason.params).get("discount_share", 0)) >= 0


@pytest.mark.parametrize(("doubt", "pays"), [(0.05, True), (4.0, False)])
def test_that_what_pays_only_if_all_is_as_hoped_is_not_sent(doubt: float, pays: bool) -> None:
    asked = everybody_agreed(explore=False, hold_out_share=0.0)
    hoped = Action(key="own", kind=ActionKind.CARE, lift_mean=0.3, lift_sd=doubt)
    assert bool(plan(replace(asked, actions=(hoped,))).items) == pays


def test_that_what_is_only_hoped_for_is_tried_on_few() -> None:
    asked = everybody_agreed(hold_out_share=0.0)
    hoped = Action(key="own", kind=ActionKind.CARE, lift_mean=0.3, lift_sd=4.0)
    tried = [
        item
        for seed in range(6)
        for item in plan(replace(asked, actions=(hoped,)), seed=seed).items
    ]
    assert tried
    assert {item.role for item in tried} == {Role.EXPLORE}
    assert len(tried) <= 6 * 0.2 * len(keys())


def test_that_coupon_terms_are_the_same_for_all_who_meet_the_printed_rule() -> None:
    made = plan(everybody_agreed(goal=Goal.KEEP))
    silent = dict(zip(keys(), shop()[0].table.recency_days.tolist(), strict=True))
    rules: dict[str, set[tuple[object, object]]] = {}
    for item in made.items:
        for reason in item.reasons:
            if reason.code == "plan.item.coupon":
                told = dict(reason.params)
                rules.setdefault(item.action, set()).add(
                    (told["silent_days"], told["discount_share"])
                )
                assert silent[item.customer_key] >= int(told["silent_days"])
    assert rules
    assert all(len(terms) == 1 for terms in rules.values())


def test_that_doing_nothing_is_told_beside_the_plan() -> None:
    made = plan(everybody_agreed())
    assert made.nothing_orders >= made.p_without.sum()  # some order more than once
    assert made.nothing_cents > 0
    assert plan(Outreach(actions=default_actions(), channels=default_channels("CNY"))).items == ()


def test_that_every_row_says_why_in_words_that_exist() -> None:
    known = dict(CODES)
    made = plan(everybody_agreed(), seed=8)
    for message in [*made.notes, *(r for item in made.items for r in item.reasons)]:
        assert set(known[message.code]) == {name for name, _ in message.params}
    assert {len(item.reasons) >= 4 for item in made.items} == {True}


@pytest.mark.parametrize("off", ["actions", "channels", "both"])
def test_that_a_shop_that_switched_everything_off_gets_an_empty_plan(off: str) -> None:
    known, today = shop()
    base = everybody_agreed()
    outreach = replace(
        base,
        actions=() if off != "channels" else base.actions,
        channels=tuple(replace(one, active=False) for one in base.channels)
        if off != "actions"
        else base.channels,
    )
    plan = joint_plan(
        replace(known, memory=None), outreach, week_day=today, seed=1, ctx=NULL_CONTEXT,
        frontier=True,
    )  # fmt: skip
    assert plan.items == ()
    assert (plan.gain_cents, plan.cost_cents, plan.gap_share) == (0.0, 0.0, 0.0)
    assert plan.nothing_orders > 0
    assert (plan.left_alone >= 0).all()
    if off != "channels":
        assert "plan.note.priors_only" not in {note.code for note in plan.notes}, "of no action"


def test_that_who_is_not_in_the_plan_has_a_reason() -> None:
    made = plan(everybody_agreed(contacts=5))
    inside = {item.customer_key for item in made.items}
    for key, reason in zip(keys(), made.left_alone.tolist(), strict=True):
        assert (reason < 0) == (key in inside)


def test_that_a_contact_of_tiny_worth_is_left_alone_as_not_worth_it() -> None:
    tiny = Action(key="own", kind=ActionKind.REVIEW, lift_mean=0.004, lift_sd=0.0001)
    asked = everybody_agreed(hold_out_share=0.0, goal=Goal.PROFIT, explore=False)
    assert plan(replace(asked, actions=(replace(tiny, lift_mean=0.1),))).items
    made = plan(replace(asked, actions=(tiny,)))
    reasons = {LEFT_ALONE[reason] for reason in made.left_alone.tolist()}
    assert made.items == ()
    assert "not_worth" in reasons
    assert reasons <= {"not_worth", "buys_anyway"}


def test_that_what_pays_only_if_all_is_as_hoped_is_told_as_not_worth_it() -> None:
    hoped = Action(key="own", kind=ActionKind.CARE, lift_mean=0.3, lift_sd=4.0)
    asked = everybody_agreed(hold_out_share=0.0, explore=False)
    made = plan(replace(asked, actions=(hoped,)))
    reasons = {LEFT_ALONE[reason] for reason in made.left_alone.tolist()}
    assert reasons <= {"not_worth", "buys_anyway"}


def test_that_a_pile_keeps_its_least_share() -> None:
    free = plan(everybody_agreed(goal=Goal.KEEP, budget_cents=2_000.0, hold_out_share=0.0))
    held = plan(
        everybody_agreed(
            goal=Goal.KEEP,
            budget_cents=2_000.0,
            hold_out_share=0.0,
            least_share=((Pile.GROW, 0.9),),
        )
    )
    cost = {one.pile: one.cost_cents for one in held.piles}
    assert cost[Pile.KEEP] + cost[Pile.WIN] <= 200.0 + 1e-6
    assert sum(one.cost_cents for one in free.piles) <= 2_000.0


def test_that_the_frontier_grows_with_the_budget() -> None:
    known, today = shop()
    made = joint_plan(
        known, everybody_agreed(explore=False), week_day=today, seed=1, ctx=NULL_CONTEXT,
        frontier=True,
    )  # fmt: skip
    for goal in Goal:
        spent = [p.cost_cents for p in made.frontier if p.goal is goal]
        assert len(spent) > 3
        assert all(p.cost_cents <= p.budget_cents + 1e-6 for p in made.frontier if p.goal is goal)
    kept = {p.goal: p.kept_customers for p in made.frontier if p.budget_cents > 0}
    assert kept[Goal.KEEP] >= kept[Goal.PROFIT]


@pytest.mark.parametrize("goal", list(Goal))
def test_that_the_plan_without_lots_stands_on_the_line_of_its_goal(goal: Goal) -> None:
    known, today = shop()
    asked = everybody_agreed(explore=False, hold_out_share=0.0, goal=goal, budget_cents=3_000.0)
    made = joint_plan(known, asked, week_day=today, seed=1, ctx=NULL_CONTEXT, frontier=True)
    (here,) = (p for p in made.frontier if p.goal is goal and p.budget_cents == 3_000.0)
    assert any(item.friends_cents > 0 for item in made.items) == (goal is not Goal.KEEP)
    assert here.gain_cents == pytest.approx(made.gain_with_friends_cents)
    assert here.kept_customers == pytest.approx(made.kept_customers)
