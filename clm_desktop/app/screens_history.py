"""A past that never was, for pictures of the results page: plans, lots and marks of half a year.

Who is said to have been contacted is chosen by what they then bought, so that one action looks
proved and the other does not. Nothing in the program makes such a past.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.outreach import (
    ItemState,
    Pile,
    PlanItem,
    PlanRecord,
    PlanSettings,
    PlanState,
    Role,
)
from clm_desktop.core.transactions import Transactions
from clm_desktop.store.plans import approve_draft, load_plans, mark_items, save_draft
from clm_desktop.store.project import Project
from clm_desktop.store.reading import load_transactions

WEEKS, WINDOW_DAYS, PEOPLE = 26, 21, 30
FIRST_DAYS_AGO = 215
HELD_SHARE = 0.33
GOOD, PLAIN = "replenish", "coupon_10"


def invent_history(project: Project, channel: str) -> None:
    """Fill a project with approved plans whose windows are over; in the store's lane."""
    tx = load_transactions(project)
    draw = np.random.default_rng(0)
    last = int(tx.order_day.max())
    rested = np.full(tx.n_customers, -1_000)
    for week in range(WEEKS):
        day = last - FIRST_DAYS_AGO + 7 * week
        items = _rows(tx, day, rested, draw, channel)
        if items:
            _carry_out(project, day, items)


def _rows(
    tx: Transactions,
    day: int,
    rested: NDArray[np.int64],
    draw: np.random.Generator,
    channel: str,
) -> list[PlanItem]:
    """People whose last row is long ago; of the good action mostly buyers are contacted."""
    sale = tx.order_is_sale & (tx.order_customer >= 0)
    within = sale & (tx.order_day >= day) & (tx.order_day < day + WINDOW_DAYS)
    bought = np.zeros(tx.n_customers, np.bool_)
    bought[tx.order_customer[within]] = True
    known = np.zeros(tx.n_customers, np.bool_)
    known[tx.order_customer[sale & (tx.order_day < day)]] = True
    free = np.flatnonzero(known & (day - rested >= WINDOW_DAYS))
    chosen = draw.permutation(free)[:PEOPLE]
    rested[chosen] = day
    items = []
    for place, customer in enumerate(chosen.tolist()):
        action = GOOD if place % 2 else PLAIN
        held = bool(draw.random() < HELD_SHARE)
        if action == GOOD and draw.random() < 0.5:
            held = not bought[customer]
        items.append(_item(str(tx.customer_key[customer]), action, channel, held=held))
    return items


def _item(key: str, action: str, channel: str, *, held: bool) -> PlanItem:
    return PlanItem(
        customer_key=key,
        action=action,
        channel=channel,
        role=Role.HOLD_OUT if held else Role.SEND,
        pile=Pile.KEEP,
        propensity=HELD_SHARE if held else 1 - HELD_SHARE,
        stratum=action,
        p_without=0.12,
        p_with=0.15,
        value_cents=80.0,
        gain_cents=80.0,
        cost_cents=4.0,
        cost_p95_cents=12.0,
    )


def _carry_out(project: Project, day: int, items: list[PlanItem]) -> None:
    record = PlanRecord(
        number=0,
        state=PlanState.DRAFT,
        made_s=0,
        as_of_day=day - 1,
        week_day=day,
        approved_day=None,
        seed=0,
        program_version="0",
        settings=PlanSettings(window_days=WINDOW_DAYS, hold_out_share=HELD_SHARE),
        items=tuple(items),
    )
    save_draft(project, record)
    number = approve_draft(project, day)
    kept = next(p for p in load_plans(project, PlanState.APPROVED) if p.number == number)
    mark_items(project, number, [(i, ItemState.DONE) for i in kept.items if i.role is Role.SEND])
