"""Plausible plans and results from a seed, without any planner: for tests of words and pages."""

from __future__ import annotations

import numpy as np

from clm_desktop.core.message import Message
from clm_desktop.core.outreach import (
    AcquisitionItem,
    Goal,
    ItemState,
    Outreach,
    Pile,
    PlanItem,
    PlanRecord,
    PlanSettings,
    PlanState,
    Role,
)
from clm_desktop.plan.answers import Answers
from clm_desktop.plan.joint.catalogue import default_actions, default_channels
from clm_desktop.plan.joint.results_types import Comparison, OutreachResults, Verdict
from clm_desktop.plan.joint.types import (
    LEFT_ALONE,
    ActionBelief,
    FrontierPoint,
    JointPlan,
    NextMoney,
    PileSum,
)
from clm_desktop.view.pages.plan_parts import PlanInput

NAN = float("nan")
SETTINGS = PlanSettings(budget_cents=5_000.0, contacts=40, hold_out_share=0.2, hour_cents=2_000.0)
REASON = Message.of("today.call.detail", gap_days=28.0, since_days=41)


def outreach_of(currency: str = "GBP") -> Outreach:
    """What a new shop has, with everybody agreed to e-mail."""
    return Outreach(actions=default_actions(), channels=default_channels(currency))


def plan_of(answers: Answers, *, sent: int = 18, held: int = 4, seed: int = 0) -> JointPlan:
    """A plan for the first customers; everybody else is left alone for some reason."""
    rng = np.random.default_rng(seed)
    n = len(answers.customers)
    sent, held = min(sent, n), min(held, max(n - sent, 0))
    without = rng.uniform(0.02, 0.6, n)
    items = tuple(_item(answers, i, without[i], held_out=i >= sent) for i in range(sent + held))
    alone = rng.integers(0, len(LEFT_ALONE), n).astype(np.int8)
    alone[: sent + held] = -1
    return JointPlan(
        as_of_day=answers.run.as_of_day,
        week_day=answers.run.as_of_day + 1,
        seed=7,
        settings=SETTINGS,
        items=items,
        acquisition=(
            AcquisitionItem(
                channel="search", cost_cents=1_000.0, new_customers=1.4, value_cents=900.0
            ),
        ),
        piles=(
            _pile(Pile.WIN, 0, 1.4, 1_000.0, 900.0),
            _pile(Pile.KEEP, sent // 2, 0.0, 640.0, 4_100.0),
            _pile(Pile.GROW, sent - sent // 2, 0.0, 80.0, 2_300.0, next_cents=NAN),
        ),
        beliefs=(
            _belief("replenish", 0.12, 0),
            _belief("coupon_10", 0.25, 120),
            _belief("care", 0.02, 900, stop=True),
        ),
        left_alone=alone,
        p_without=without,
        nothing_orders=31.4,
        nothing_cents=87_000.0,
        gain_cents=7_300.0,
        gain_lo_cents=-400.0,
        gain_hi_cents=15_100.0,
        kept_customers=1.3,
        cost_cents=1_720.0,
        cost_p95_cents=2_950.0,
        owner_minutes=74.0,
        shadow_price=0.42,
        solver="milp",
        gap_share=3e-6,
        frontier=tuple(
            FrontierPoint(
                goal=goal,
                budget_cents=budget,
                cost_cents=0.8 * budget,
                gain_cents=gain * budget**0.5,
                kept_customers=kept * budget**0.5,
            )
            for goal, gain, kept in (
                (Goal.PROFIT, 110.0, -0.01),
                (Goal.BALANCED, 100.0, 0.01),
                (Goal.KEEP, 60.0, 0.05),
            )
            for budget in (1_000.0, 2_500.0, 5_000.0, 10_000.0)
        ),
    )


def _item(answers: Answers, i: int, without: float, *, held_out: bool) -> PlanItem:
    action, channel = (("replenish", "email"), ("coupon_10", "sms"), ("call", "phone"))[i % 3]
    return PlanItem(
        customer_key=str(answers.names.customer_key[answers.customers.customer[i]]),
        action=action,
        channel=channel,
        role=Role.HOLD_OUT if held_out else Role.EXPLORE if i % 11 == 5 else Role.SEND,
        pile=Pile.KEEP if i % 2 else Pile.GROW,
        propensity=0.2 if held_out else 0.8,
        stratum=f"{action} 1",
        p_without=without,
        p_with=without + 0.02,
        value_cents=300.0 - i,
        gain_cents=250.0 - i,
        cost_cents=6.0 * (i % 3),
        cost_p95_cents=20.0,
        product_key=str(answers.names.product_key[0]) if i % 3 == 0 else "",
        reasons=(REASON,),
    )


def _pile(
    pile: Pile, people: int, new: float, cost: float, gain: float, next_cents: float = 0.4
) -> PileSum:
    return PileSum(
        pile=pile,
        people=people,
        new_customers=new,
        cost_cents=cost,
        cost_p95_cents=1.6 * cost,
        owner_minutes=3.0 * people,
        gain_cents=gain,
        gain_lo_cents=gain - 3_000,
        gain_hi_cents=gain + 3_500,
        next_cents=next_cents,
        more=NextMoney()
        if np.isnan(next_cents)
        else NextMoney(cost_cents=(2_000.0,), gain_cents=(2_000.0 * next_cents,)),
    )


def _belief(action: str, lift: float, sent: int, *, stop: bool = False) -> ActionBelief:
    return ActionBelief(
        action=action,
        lift_mean=lift,
        lift_lo=lift - 0.13,
        lift_hi=lift + 0.13,
        per_100=14 * lift,
        larger_share=0.02 if action == "recommend" else 0.0,
        sent=sent,
        held=sent // 5,
        stop=stop,
    )


def record_of(plan: JointPlan, *, approved: bool = True, done: int = 5) -> PlanRecord:
    """The plan as it is kept, its first rows done."""
    from dataclasses import replace

    items = [
        replace(item, state=ItemState.DONE) if place < done and approved else item
        for place, item in enumerate(plan.items)
    ]
    return PlanRecord(
        number=3,
        state=PlanState.APPROVED if approved else PlanState.DRAFT,
        made_s=0,
        as_of_day=plan.as_of_day,
        week_day=plan.week_day,
        approved_day=plan.week_day if approved else None,
        seed=plan.seed,
        program_version="1.0",
        settings=plan.settings,
        items=tuple(items),
        acquisition=plan.acquisition,
        gain_cents=plan.gain_cents,
        gain_lo_cents=plan.gain_lo_cents,
        gain_hi_cents=plan.gain_hi_cents,
        cost_cents=plan.cost_cents,
        cost_p95_cents=plan.cost_p95_cents,
        shadow_price=plan.shadow_price,
        solver=plan.solver,
        gap_share=plan.gap_share,
    )


def input_of(answers: Answers, *, approved: bool = False, kept: bool = False) -> PlanInput:
    """What the pages of the plan are made from."""
    plan = plan_of(answers)
    record = record_of(plan, approved=approved) if approved or kept else None
    return PlanInput(answers=answers, outreach=outreach_of(), plan=plan, record=record)


def comparison(
    action: str = "", verdict: Verdict = Verdict.NOT_PROVED, **other: float
) -> Comparison:
    """Of 24 contacted 9 bought, of 12 left alone 3."""
    facts: dict[str, object] = {
        "sent": 24,
        "sent_ordered": 9,
        "held": 12,
        "held_ordered": 3,
        "uplift_share": 0.125,
        "lo": -0.18,
        "hi": 0.43,
        "band_lo": -0.3,
        "band_hi": 0.55,
        "extra_orders": 4.2,
        "gain_cents": 3_100.0,
        "gain_lo_cents": -2_000.0,
        "gain_hi_cents": 8_200.0,
        "looks_done": 1,
        "looks_planned": 2,
        "next_look_day": 15_420,
        "weeks_to_proof": 14.2,
    }
    return Comparison(action=action, verdict=verdict, **(facts | other))  # type: ignore[arg-type]


def results_of(*comparisons: Comparison, **other: object) -> OutreachResults:
    """Two months of work."""
    facts: dict[str, object] = {
        "as_of_day": 15_317,
        "plans": 6,
        "done": 31,
        "skipped": 4,
        "not_true": 1,
        "opted_out": 1,
        "windows_open": 7,
        "broken": 0,
        "comparisons": comparisons or (comparison(),),
        "said_gain_cents": 5_200.0,
        "was_gain_cents": 3_100.0,
        "spent_cents": 840.0,
    }
    return OutreachResults(**(facts | other))  # type: ignore[arg-type]
