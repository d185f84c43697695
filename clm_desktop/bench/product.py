"""The product as a policy: frames in, the plan of the Plan tab out.

Simulators of any origin can drive it. It looks at what a shop has and at nothing else, and learns
from the orders that it sees. Once a step, of whatever length, they hand ``plan`` an observation, an
object or a dict like ``sim.Observation``, of which only this must be there::

    today     date, time stamp, ISO text or whole number (then days everywhere are, from any origin)
    orders    frame: customer_id, date (before today; later ones are not looked at), amount

Told as well, it is used: ``contacts``, ``consents`` (who is not told of counts as refused),
``actions`` (with ``channel_id``, ``discount_share``, ``cost``), ``channels``, ``customers`` (with
``acq_channel``), ``acq_spend``, ``margin`` (a share) and ``min_gap_days``. Usual other names of
columns are known (``strangers``). Money is in whole currency units. What cannot be meant raises
ValueError with a sentence.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import SupportsFloat

import pandas as pd

from clm_desktop import __version__
from clm_desktop.bench.policy import Claim, Policy
from clm_desktop.bench.sim import Observation, Outcome, Plan
from clm_desktop.bench.strangers import (
    CUSTOMER,
    DAY,
    day_number,
    frame,
    money_of,
    part,
    same_calendar,
    share_of,
    told_rows,
)
from clm_desktop.bench.translate import (
    CENTS,
    came_by,
    catalogue_of,
    consents_of,
    contacts_of,
    ids_of,
    spend_of,
    transactions_of,
)
from clm_desktop.core.outreach import (
    Consent,
    Contact,
    Goal,
    ItemState,
    Outreach,
    PlanRecord,
    PlanSettings,
    PlanState,
    Role,
)
from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.features.customer_table import customer_table
from clm_desktop.plan.joint.learn import Memory
from clm_desktop.plan.joint.make import ShopKnowledge, joint_plan
from clm_desktop.plan.joint.results import outreach_results
from clm_desktop.plan.joint.results_types import Verdict
from clm_desktop.plan.joint.types import JointPlan

USUAL_MARGIN = 0.4
MOST_GAP_DAYS = 10_000


class ProductPolicy(Policy):
    """What the product would do; the owner follows every plan to the letter."""

    def __init__(
        self,
        goal: str = "profit",
        *,
        prior_scale: float = 1.0,
        explore: bool = True,
        hold_out: float = math.nan,
        contacts: int = 0,
    ) -> None:
        """``hold_out`` is a share, nan the product's own rule; ``prior_scale`` spoils beliefs.

        ``contacts`` are the most in a week; 0 = as many as the channels carry.
        """
        self._goal, self._prior_scale = Goal(goal), prior_scale
        self._hold_out = share_of(hold_out, "hold_out", math.nan)
        if contacts < 0:
            raise ValueError(f"contacts cannot be {contacts}")
        self._explore, self._contacts = explore, contacts
        self.start(None, 0)

    def start(self, obs0: Observation | None, seed: int) -> None:
        """Begin a run: nothing is known and nothing was tried."""
        self._seed = seed
        self._memory = Memory()
        self._plans: tuple[PlanRecord, ...] = ()
        self._customers = 0  # at the start, of which channels carry a share
        self._told: tuple[pd.DataFrame, tuple[Consent, ...]] | None = None
        self.last: JointPlan | None = None

    def plan(self, obs: Observation, budget: float | None) -> Plan:
        """Plan the coming week as the Plan tab does; without a budget, with the product's own."""
        orders = frame(obs, "orders")
        if not len(told_rows(orders, CUSTOMER, DAY)):
            return Plan()
        told = part(obs, "today", "day", "date")
        today = day_number(told)
        same_calendar(orders, told)
        tx = transactions_of(orders, came_by(frame(obs, "customers")))
        table = customer_table(tx, today - 1, NULL_CONTEXT)
        if not len(table):
            return Plan()
        outreach = self._outreach(obs, money_of(budget), today)
        made = joint_plan(
            ShopKnowledge(
                tx=tx,
                table=table,
                margin_share=_margin_of(obs),
                memory=self._memory,
                prior_scale=self._prior_scale,
            ),
            outreach,
            week_day=today,
            seed=self._seed,
            ctx=NULL_CONTEXT,
        )
        self.last = made
        self._keep(made, today)
        ids = ids_of(orders)
        return Plan(
            contacts=[(ids[i.customer_key], i.action, i.role.value) for i in made.items],  # type: ignore[misc]
            acquisition={one.channel: one.cost_cents / CENTS for one in made.acquisition},
        )

    def learn(self, outcome: Outcome) -> None:
        """Nothing to do: what came of it is read off the orders."""

    def claim(self, obs: Observation) -> Claim | None:
        """What the page Results says of all contacts together."""
        today = day_number(part(obs, "today", "day", "date"))
        results = outreach_results(
            transactions_of(frame(obs, "orders")),
            self._outreach(obs, 0.0, today),
            as_of_day=today - 1,
            margin_share=_margin_of(obs),
        )
        both = results.comparisons[0]
        return Claim(
            better=both.verdict is Verdict.BETTER,
            uplift_share=both.uplift_share,
            lo=both.lo,
            hi=both.hi,
        )

    def _outreach(self, obs: Observation, budget: float, today: int) -> Outreach:
        if not self._customers:
            self._customers = len(frame(obs, "customers"))
        made = catalogue_of(
            frame(obs, "actions"), frame(obs, "channels"), frame(obs, "consents"), self._customers
        )
        channel_of = {a.key: a.channels[0] for a in made.actions if a.channels}
        contacts = contacts_of(frame(obs, "contacts"), channel_of)
        self._carried_out(contacts, told=part(obs, "contacts") is not None)
        usual = PlanSettings()
        return Outreach(
            actions=made.actions,
            channels=made.channels,
            settings=replace(
                usual,
                budget_cents=CENTS * budget,
                contacts=self._contacts,
                goal=self._goal,
                min_gap_days=_gap_of(obs, usual.min_gap_days),
                hold_out_share=self._hold_out,
                explore=self._explore,
            ),
            consents=self._consents(
                frame(obs, "consents"), tuple(one.key for one in made.channels)
            ),
            contacts=contacts,
            plans=self._plans,
            spend=spend_of(frame(obs, "acq_spend")),
        )

    def _consents(self, rows: pd.DataFrame, ways: tuple[str, ...]) -> tuple[Consent, ...]:
        if self._told is None or not self._told[0].equals(rows):
            # a copy: a shop that writes a refusal into the frame it handed over last week is heard
            self._told = (rows.copy(), consents_of(rows, ways))
        return self._told[1]

    def _carried_out(self, contacts: tuple[Contact, ...], *, told: bool) -> None:
        """Mark what the shop's own list tells of the newest plan; without a list, all of it."""
        if not self._plans:
            return
        newest = self._plans[-1]
        done = {(one.customer_key, one.action) for one in contacts if one.day >= newest.week_day}
        if not told:
            done = {(item.customer_key, item.action) for item in newest.items}
        items = tuple(
            replace(item, state=ItemState.DONE)
            if item.role is not Role.HOLD_OUT and (item.customer_key, item.action) in done
            else item
            for item in newest.items
        )
        self._plans = (*self._plans[:-1], replace(newest, items=items))

    def _keep(self, made: JointPlan, today: int) -> None:
        """Approve the plan as the owner would."""
        self._plans = (
            *self._plans,
            PlanRecord(
                number=len(self._plans) + 1,
                state=PlanState.APPROVED,
                made_s=0,
                as_of_day=made.as_of_day,
                week_day=today,
                approved_day=today,
                seed=made.seed,
                program_version=__version__,
                settings=made.settings,
                items=made.items,
            ),
        )


def _margin_of(obs: object) -> float:
    return share_of(part(obs, "margin", "margin_share"), "margin", USUAL_MARGIN)


def _gap_of(obs: object, usual_days: int) -> int:
    """Days between two contacts that the shop asks for; the product's own where it tells none."""
    told = part(obs, "min_gap_days")
    if not isinstance(told, SupportsFloat) or math.isnan(float(told)):
        return usual_days
    if not 0 <= float(told) < MOST_GAP_DAYS:
        raise ValueError(f"min_gap_days must be a number of days, not {told}")
    return math.ceil(float(told))
