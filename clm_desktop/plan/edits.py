"""What the owner changes in a draft, folded over a plan that is made anew, and its sums."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from clm_desktop.core.outreach import PlanEdit, PlanItem, PlanRecord, Role
from clm_desktop.plan.limits import Limits, forbidden, over

Z95 = 1.6449  # of a normal distribution


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
    items: Sequence[PlanItem], wanted: dict[str, PlanItem | None], limits: Limits
) -> tuple[tuple[PlanItem, ...], tuple[Refused, ...]]:
    """The rows of a plan made anew with the owner's changes, and those that must not stand.

    A row that the owner wrote stands as he wrote it; what it says of chances and money is as it
    was when he did.
    """
    rows = {item.customer_key: item for item in items}
    refused = []
    for key, item in wanted.items():
        if item is None:
            rows.pop(key, None)
            continue
        why = forbidden(limits, key, item.action, item.channel)
        if not why:
            before = rows.get(key)
            rows[key] = item
            why = over(limits, rows.values())
            if why and before is None:
                del rows[key]
            elif why and before is not None:
                rows[key] = before
        if why:
            refused.append(Refused(customer_key=key, why=why))
    return tuple(rows.values()), tuple(refused)


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
    independent rows beside what advertising costs.
    """
    sent = [item for item in items if item.role is not Role.HOLD_OUT]
    adverts = sum(one.cost_cents for one in record.acquisition)
    cost = _sum(item.cost_cents for item in sent) + adverts
    spread = math.sqrt(_sum(((i.cost_p95_cents - i.cost_cents) / Z95) ** 2 for i in sent))
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


def over_budget(record: PlanRecord) -> bool:
    """Whether the plan costs more than the budget, 5 times in 100."""
    budget = record.settings.budget_cents
    return math.isfinite(budget) and record.cost_p95_cents > budget * (1 + 1e-9) + 0.5


def _sum(values: Iterable[float]) -> float:
    return math.fsum(value for value in values if math.isfinite(value))
