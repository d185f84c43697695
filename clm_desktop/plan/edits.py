"""What the owner changes in a draft, folded over a plan that is made anew, and its sums."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from clm_desktop.core.outreach import PlanEdit, PlanItem, PlanRecord, Role
from clm_desktop.models.effects.priors import REDEEMS
from clm_desktop.plan.limits import Limits, forbidden, over

Z95 = 1.6448536269514722  # of a normal distribution
TINY_CENTS = 1e-6  # a difference of rounding


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A change that the limits do not allow."""

    customer_key: str
    why: str  # a code of ``plan_not.*``


def standing(edits: Iterable[PlanEdit]) -> dict[str, PlanItem | None]:
    """What the owner wants of each customer he changed: a row, or (None) not in the plan.

    A change that was taken back is none.
    """
    first: dict[str, PlanItem | None] = {}
    last: dict[str, PlanItem | None] = {}
    for edit in edits:
        if _only_marked(edit):
            continue
        first.setdefault(edit.customer_key, edit.before)
        last[edit.customer_key] = edit.after
    return {key: wanted for key, wanted in last.items() if wanted != first[key]}


def _only_marked(edit: PlanEdit) -> bool:
    if edit.before is None or edit.after is None:
        return False
    return replace(edit.before, state=edit.after.state) == edit.after


def with_edits(
    items: Sequence[PlanItem],
    wanted: dict[str, PlanItem | None],
    limits: Limits,
    record: PlanRecord | None = None,
) -> tuple[tuple[PlanItem, ...], tuple[Refused, ...]]:
    """The rows of a plan made anew with the owner's changes, and those that must not stand.

    A row that the owner wrote stands as he wrote it; what it says of chances and money is as it
    was when he did. ``record`` tells of the budget that they must not break.
    """
    rows = {item.customer_key: item for item in items}
    refused = []
    for key, item in wanted.items():
        if item is None:
            rows.pop(key, None)
            continue
        changed = {**rows, key: item}
        why = (
            forbidden(limits, key, item.action, item.channel)
            or over(limits, changed.values())
            or _over_money(record, rows, changed)
        )
        if why:
            refused.append(Refused(customer_key=key, why=why))
        else:
            rows = changed
    return tuple(rows.values()), tuple(refused)


def _over_money(
    record: PlanRecord | None, rows: dict[str, PlanItem], changed: dict[str, PlanItem]
) -> str:
    """``budget`` where a change breaks it, or makes a plan that breaks it dearer still."""
    if record is None:
        return ""
    now = with_sums(record, tuple(changed.values()))
    if not over_budget(now):
        return ""
    then = with_sums(record, tuple(rows.values()))
    return "budget" if now.cost_p95_cents > then.cost_p95_cents + TINY_CENTS else ""


def without_forbidden(
    items: Iterable[PlanItem], limits: Limits
) -> tuple[tuple[PlanItem, ...], tuple[PlanItem, ...]]:
    """Rows that may stand, and those that must go (somebody opted out, a channel was closed)."""
    kept: list[PlanItem] = []
    gone: list[PlanItem] = []
    for item in items:
        is_out = forbidden(limits, item.customer_key, item.action, item.channel)
        (gone if is_out else kept).append(item)
    return tuple(kept), tuple(gone)


def with_sums(record: PlanRecord, items: Sequence[PlanItem]) -> PlanRecord:
    """A plan with other rows and the sums that follow from them.

    What friends may bring is in no sum of a plan, so it moves none.

    The range of the gain moves with its middle; the 95th percentile of the cost is that of
    independent rows beside what advertising costs, as the planner reckons it.
    """
    sent = [item for item in items if item.role is not Role.HOLD_OUT]
    adverts = sum(one.cost_cents for one in record.acquisition)
    cost = _sum(item.cost_cents for item in sent) + adverts
    spread = math.sqrt(_sum(map(_cost_variance, sent)))
    before = [item for item in record.items if item.role is not Role.HOLD_OUT]
    moved = _sum(i.own_gain_cents for i in sent) - _sum(i.own_gain_cents for i in before)
    return replace(
        record,
        items=tuple(items),
        gain_cents=record.gain_cents + moved,
        gain_lo_cents=record.gain_lo_cents + moved,
        gain_hi_cents=record.gain_hi_cents + moved,
        cost_cents=cost,
        cost_p95_cents=cost + Z95 * spread,
    )


def _cost_variance(item: PlanItem) -> float:
    """Of what a row costs: the discount is taken or not, and of an order that varies in size.

    The row tells the discount's mean and whether its 95th percentile is a large order's discount
    or nothing; what a usual order's is follows from both.
    """
    from clm_desktop.plan.joint.value import (  # would load scipy
        BASKET_SPREAD,
        LARGE_BASKET,
        RARELY,
    )

    used = redeemed(item.p_without, item.p_with)
    apart = item.cost_p95_cents - item.cost_cents
    if apart == 0 or not used > 0:
        return 0.0
    off = apart / (LARGE_BASKET - used) if used > RARELY else -apart / used
    return max(used * BASKET_SPREAD - used**2, 0.0) * off**2


def redeemed(p_without: float, p_with: float) -> float:
    """Chance that a coupon is used."""
    return REDEEMS * p_without + max(p_with - p_without, 0.0)


def over_budget(record: PlanRecord) -> bool:
    """Whether the plan costs more than the budget, 5 times in 100."""
    budget = record.settings.budget_cents
    return math.isfinite(budget) and record.cost_p95_cents > budget * (1 + 1e-9) + 0.5


def _sum(values: Iterable[float]) -> float:
    return math.fsum(value for value in values if math.isfinite(value))
