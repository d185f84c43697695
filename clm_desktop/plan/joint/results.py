"""What came of approved plans, read off the orders: sent against held out by the same lot.

Analysed as drawn: whom the owner skipped still counts as sent, and whom he phoned although held
out still counts as held out (and is flagged), because leaving them out would compare other people.
Rows that the owner changed were not drawn by lot and are in no comparison; neither are actions
that are exempt from hold-outs. A window counts when it is over and the shop's files cover it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import inf, isfinite, isnan, nan

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.message import Message
from clm_desktop.core.outreach import (
    Contact,
    ItemState,
    Outreach,
    PlanItem,
    PlanRecord,
    Role,
)
from clm_desktop.core.transactions import Transactions
from clm_desktop.models.experiment.difference import Difference, difference
from clm_desktop.models.experiment.looks import always_valid, obrien_fleming
from clm_desktop.models.experiment.power import weeks_to_proof
from clm_desktop.plan.joint.costs import Case, Costs, costs_of
from clm_desktop.plan.joint.results_types import Comparison, OutreachResults, Verdict
from clm_desktop.plan.limits import CONTACTED, contacts_made, window_start

ROUND_DAYS = 26 * 7  # then the question is asked anew
LOOK_DAYS = (13 * 7, ROUND_DAYS)  # after the first plan of a round
# Of 100 shops whose contacts do nothing, at most five may read a proof: four of the line about
# everything together, one of all the lines about single actions.
ALPHA_ALL = 0.04
ALPHA_ACTIONS = 0.01
_LIKELY_SHARE = 0.25  # of what is ordered anyway: uplifts that the always valid band is made for


def outreach_results(
    tx: Transactions, outreach: Outreach, *, as_of_day: int, margin_share: float
) -> OutreachResults:
    """Everything that the page Results says, as of a day up to which orders are known.

    Cost: O(orders + rows of all plans).
    """
    made = [plan for plan in outreach.plans if _carried_out(plan, outreach.contacts)]
    rows = [(plan, item) for plan in made for item in plan.items]
    known = {id(plan) for plan in made if _is_known(plan, tx, as_of_day)}
    over = [(plan, item) for plan, item in rows if id(plan) in known]
    cases = _outcomes(tx, over)
    audited = {one.key for one in outreach.actions if one.audited}
    fair = [c for c in cases if not c.item.edited and c.item.action in audited]
    costs = costs_of(outreach)
    maker = _Maker(made, as_of_day, margin_share, costs)
    actions = sorted({c.item.action for c in fair})
    comparisons = (
        maker.compare("", fair, ALPHA_ALL),
        *(
            maker.compare(key, [c for c in fair if c.item.action == key], _alpha_each(actions))
            for key in actions
        ),
    )
    states = [item.state for plan in outreach.plans for item in plan.items]
    return OutreachResults(
        as_of_day=as_of_day,
        plans=len(outreach.plans),
        done=len(contacts_made(outreach)),
        skipped=states.count(ItemState.SKIPPED),
        not_true=states.count(ItemState.NOT_TRUE),
        opted_out=states.count(ItemState.OPTED_OUT),
        windows_open=len(rows) - len(over),
        broken=_broken(made, outreach.contacts),
        comparisons=comparisons,
        said_gain_cents=maker.said(fair),
        was_gain_cents=comparisons[0].gain_cents,
        spent_cents=costs.all_in_all(outreach, cases),
        notes=_notes(outreach, made, over),
    )


def _alpha_each(actions: list[str]) -> float:
    return ALPHA_ACTIONS / max(len(actions), 1)


def _carried_out(plan: PlanRecord, contacts: tuple[Contact, ...]) -> bool:
    """Whether anything of the plan was done: else there is nothing to find out about it."""
    if plan.approved_day is None:
        return False
    return any(item.state in CONTACTED for item in plan.items) or any(
        contact.plan == plan.number for contact in contacts
    )


def _broken(made: list[PlanRecord], contacts: tuple[Contact, ...]) -> int:
    """Held-out customers who were contacted within their window all the same."""
    days: dict[str, list[int]] = {}
    for contact in contacts:
        days.setdefault(contact.customer_key, []).append(contact.day)
    count = 0
    for plan in made:
        first, last = window_start(plan), window_start(plan) + plan.settings.window_days
        for item in plan.items:
            if item.role is Role.HOLD_OUT:
                count += any(first <= day < last for day in days.get(item.customer_key, ()))
    return count


def _is_known(plan: PlanRecord, tx: Transactions, as_of_day: int) -> bool:
    """Whether the window is over and told of.

    Files have holes, as after an import taken back from between others: a window in which the
    whole shop sold nothing is one of which nothing is known.
    """
    first, last = window_start(plan), window_start(plan) + plan.settings.window_days - 1
    return last <= as_of_day and bool(((tx.order_day >= first) & (tx.order_day <= last)).any())


def _outcomes(tx: Transactions, over: list[tuple[PlanRecord, PlanItem]]) -> list[Case]:
    """Whether and for how much each ordered in their window, by bisection in the sorted orders."""
    position = {str(key): place for place, key in enumerate(tx.customer_key.tolist())}
    sale = tx.order_is_sale & (tx.order_customer >= 0)
    span = 1 << 20  # more days than any history has
    at = tx.order_customer[sale].astype(np.int64) * span + tx.order_day[sale]
    order = np.argsort(at, kind="stable")
    at = at[order]
    money = np.concatenate(([0], np.cumsum(tx.order_cents[sale][order])))
    who = np.array([position.get(i.customer_key, -1) for _, i in over], np.int64)
    first = np.array([window_start(p) for p, _ in over], np.int64)
    last = first + np.array([p.settings.window_days for p, _ in over], np.int64)
    low = np.searchsorted(at, who * span + first)
    high = np.where(who >= 0, np.searchsorted(at, who * span + last), low)
    cents = money[high] - money[low]
    return [
        Case(plan.number, item, day, end, bool(ordered), int(spent))
        for (plan, item), day, end, ordered, spent in zip(
            over, first.tolist(), last.tolist(), (high > low).tolist(), cents.tolist(), strict=True
        )
    ]


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes one line of the comparison."""

    plans: list[PlanRecord]
    as_of_day: int
    margin_share: float
    costs: Costs

    def compare(self, action: str, cases: list[Case], alpha: float) -> Comparison:
        begin, looks_done = self._round()
        now = [c for c in cases if c.day >= begin]
        bounds = obrien_fleming(len(LOOK_DAYS), alpha)
        verdict, lo, hi = self._verdict(now, begin, alpha)
        found = _difference(now)
        band = always_valid(found.standard_error, _LIKELY_SHARE * _ordered_share(now), alpha)
        gain, low, high = self._gain(now, found, lo, hi)
        return Comparison(
            action=action,
            sent=found.sent,
            sent_ordered=found.sent_ordered,
            held=found.held,
            held_ordered=found.held_ordered,
            uplift_share=found.uplift_share,
            lo=lo,
            hi=hi,
            band_lo=found.uplift_share - band,
            band_hi=found.uplift_share + band,
            extra_orders=found.uplift_share * found.sent,
            gain_cents=gain,
            gain_lo_cents=low,
            gain_hi_cents=high,
            verdict=verdict,
            looks_done=looks_done,
            looks_planned=len(LOOK_DAYS),
            next_look_day=self._next_look(begin, looks_done),
            weeks_to_proof=self._weeks(now, begin, bounds[-1], _believed(now)),
            weeks_as_measured=self._weeks(now, begin, bounds[-1], found.uplift_share),
        )

    def said(self, cases: list[Case]) -> float:
        """What was promised of the very rows that are measured, and of what is measured there."""
        begin, _ = self._round()
        now = [c.item for c in cases if c.day >= begin]
        return sum(i.own_gain_cents for i in now if i.role is not Role.HOLD_OUT)

    def _round(self) -> tuple[int, int]:
        """First day of the newest round that was looked at (else the first), and its looks."""
        first = min((window_start(plan) for plan in self.plans), default=self.as_of_day)
        days = self.as_of_day + 1 - first
        begin = first + max((days - LOOK_DAYS[0]) // ROUND_DAYS, 0) * ROUND_DAYS
        return begin, sum(begin + look - 1 <= self.as_of_day for look in LOOK_DAYS)

    def _next_look(self, begin: int, looks_done: int) -> int:
        if not self.plans:
            return -1
        left = (*LOOK_DAYS[looks_done:], ROUND_DAYS + LOOK_DAYS[0])
        return begin + left[0]

    def _verdict(self, cases: list[Case], begin: int, alpha: float) -> tuple[Verdict, float, float]:
        """The newest planned look's answer; what was proved once stays proved."""
        lo = hi = nan
        verdict = Verdict.NOT_PROVED
        for bound, days in zip(obrien_fleming(len(LOOK_DAYS), alpha), LOOK_DAYS, strict=True):
            if begin + days - 1 > self.as_of_day:
                break
            seen = [c for c in cases if c.end <= begin + days]
            found = _difference(seen)
            lo = found.uplift_share - bound * found.standard_error
            hi = found.uplift_share + bound * found.standard_error
            if verdict is Verdict.NOT_PROVED:
                verdict = _shown(lo, hi)
        return verdict, lo, hi

    def _gain(
        self, cases: list[Case], found: Difference, lo: float, hi: float
    ) -> tuple[float, float, float]:
        """Profit: the extra orders at what an order of theirs brings, less what was spent."""
        bought = [c.cents for c in cases if c.ordered]
        margin = self.margin_share * float(np.mean(bought)) if bought else nan
        spent = self.costs.of(cases)
        made = [share * found.sent * margin - spent for share in (found.uplift_share, lo, hi)]
        return made[0], made[1], made[2]

    def _weeks(self, cases: list[Case], begin: int, bound: float, uplift_share: float) -> float:
        """Weeks still to go at the pace of the round, if the true uplift is this.

        Nothing is proved before the next look.
        """
        weeks = (self.as_of_day + 1 - begin) / 7
        sent = [c for c in cases if c.item.role is not Role.HOLD_OUT]
        held = len(cases) - len(sent)
        if not sent or not held or weeks <= 0 or isnan(uplift_share):
            return nan
        total = weeks_to_proof(
            p_without=float(np.mean([c.item.p_without for c in sent])),
            uplift_share=uplift_share,
            sent_per_week=len(sent) / weeks,
            held_per_week=held / weeks,
            bound=bound,
        )
        look = self._next_look(*self._round()) - 1 - self.as_of_day
        return max(total - weeks, look / 7) if isfinite(total) else inf


def _believed(cases: list[Case]) -> float:
    """The uplift that the plans promised of those who were to be contacted."""
    sent = [c.item for c in cases if c.item.role is not Role.HOLD_OUT]
    return float(np.mean([i.p_with - i.p_without for i in sent])) if sent else nan


def _difference(cases: list[Case]) -> Difference:
    return difference(
        _flags(c.item.role is not Role.HOLD_OUT for c in cases),
        _flags(c.ordered for c in cases),
        np.array([c.item.p_without for c in cases], np.float64),
        np.array([c.item.propensity for c in cases], np.float64),
    )


def _flags(values: Iterable[bool]) -> NDArray[np.bool_]:
    return np.fromiter(values, np.bool_)


def _shown(lo: float, hi: float) -> Verdict:
    return Verdict.BETTER if lo > 0 else Verdict.WORSE if hi < 0 else Verdict.NOT_PROVED


def _ordered_share(cases: list[Case]) -> float:
    return float(np.mean([c.ordered for c in cases])) if cases else nan


def _notes(
    outreach: Outreach, made: list[PlanRecord], over: list[tuple[PlanRecord, PlanItem]]
) -> tuple[Message, ...]:
    notes = []
    if not outreach.plans:
        notes.append(Message.of("results.none"))
    elif idle := len(outreach.plans) - len(made):
        notes.append(Message.of("results.not_done", plans=idle))
    if made and not over:
        last = min(window_start(p) + p.settings.window_days for p in made)
        notes.append(Message.of("results.open", until_day=last))
    return tuple(notes)
