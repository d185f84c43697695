"""An action that the shop's own answers speak against for eight weeks should be stopped."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from clm_desktop.bench.translate import transactions_of
from clm_desktop.core.outreach import (
    ItemState,
    Outreach,
    Pile,
    PlanItem,
    PlanRecord,
    PlanSettings,
    PlanState,
    Role,
)
from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.features.customer_table import customer_table
from clm_desktop.plan.joint.catalogue import default_actions, default_channels
from clm_desktop.plan.joint.make import ShopKnowledge, joint_plan
from clm_desktop.plan.joint.types import JointPlan

PEOPLE, WEEKS, FIRST, GROUPS = 3_000, 60, 38, 6
ACTION = "coupon_20"
HELD = 0.5


def plan_of(week: int, rng: np.random.Generator) -> tuple[PlanRecord, np.ndarray]:
    """A sixth of the customers, half of them left alone by lot; and who was sent something."""
    who = np.arange(PEOPLE)[np.arange(PEOPLE) % GROUPS == week % GROUPS]
    held = rng.random(len(who)) < HELD
    items = tuple(
        PlanItem(
            customer_key=str(one), action=ACTION, channel="email",
            role=Role.HOLD_OUT if left else Role.SEND, pile=Pile.GROW, propensity=HELD,
            stratum=f"{ACTION}:low", p_without=0.3, p_with=0.4, value_cents=1.0, gain_cents=1.0,
            cost_cents=0.0, cost_p95_cents=0.0,
            state=ItemState.PLANNED if left else ItemState.DONE,
        )
        for one, left in zip(who.tolist(), held.tolist(), strict=True)
    )  # fmt: skip
    record = PlanRecord(
        number=week, state=PlanState.APPROVED, made_s=0, as_of_day=7 * week - 1, week_day=7 * week,
        approved_day=7 * week, seed=1, program_version="x",
        settings=PlanSettings(hold_out_share=HELD), items=items,
    )  # fmt: skip
    return record, who[~held]


def next_plan(last: int, lift: float) -> JointPlan:
    """The plan after weekly ones from FIRST on, of which the last was made in week ``last``."""
    rng = np.random.default_rng(8)
    plans = [plan_of(week, rng) for week in range(FIRST, last + 1)]
    more = np.zeros((WEEKS, PEOPLE))
    for record, sent in plans:
        more[record.number : record.number + 3, sent] = lift
    week, who = np.nonzero(rng.random((WEEKS, PEOPLE)) < 0.10 + more)
    orders = pd.DataFrame({"customer_id": who, "day": 7 * week + who % 7, "amount": 40.0})
    today = 7 * (last + 4)
    tx = transactions_of(orders[orders["day"] < today])
    outreach = Outreach(
        actions=default_actions(),
        channels=tuple(replace(one, all_agreed_day=1) for one in default_channels("EUR")),
        settings=PlanSettings(budget_cents=1e4),
        plans=tuple(record for record, _ in plans),
    )
    table = customer_table(tx, today - 1, NULL_CONTEXT)
    shop = ShopKnowledge(tx=tx, table=table, margin_share=0.4)
    return joint_plan(shop, outreach, week_day=today, seed=1, ctx=NULL_CONTEXT)


def advice(plan: JointPlan) -> set[str]:
    stopped = {belief.action for belief in plan.beliefs if belief.stop}
    notes = {str(dict(n.params)["action"]) for n in plan.notes if n.code == "plan.note.stop"}
    assert notes == stopped
    return stopped


def test_that_what_brought_nothing_for_eight_weeks_should_be_stopped() -> None:
    assert advice(next_plan(FIRST + 17, 0.0)) == {ACTION}


def test_that_nothing_is_stopped_before_eight_weeks_of_answers() -> None:
    assert advice(next_plan(FIRST + 6, 0.0)) == set()


def test_that_what_works_is_not_stopped() -> None:
    plan = next_plan(FIRST + 17, 0.06)
    assert advice(plan) == set()
    (belief,) = [one for one in plan.beliefs if one.action == ACTION]
    assert belief.lift_lo > 0
