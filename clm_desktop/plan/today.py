"""What to do this week: at most seven lines, each with its people and, where known, its worth."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.message import Message
from clm_desktop.core.transactions import Transactions
from clm_desktop.features.customer_table import CustomerTable
from clm_desktop.features.events import Events, purchase_events
from clm_desktop.models.repeat.rhythm import RHYTHM_ORDERS
from clm_desktop.models.results import (
    RecommendAnswer,
    RiskAnswer,
    SegmentScheme,
    Trust,
    ValueAnswer,
)
from clm_desktop.models.risk.listed import beyond_hope
from clm_desktop.plan.answers import Answers, TodayItem, Watchlist
from clm_desktop.plan.owner_words import NOBODY, LeftOut
from clm_desktop.plan.watchlist import in_group

Floats = NDArray[np.float64]

MOST_LINES = 7
CALLS = 12  # people one can call in a week
BEST = 20
BEST_SHARE = 0.1  # of all customers, in small shops
MIN_GROUP = 3  # fewer people are no group to write to
MIN_SECOND_ORDERS = 10  # below, nobody knows when a second order is due
NOTE_SHARE = 0.05  # smaller gaps in the data are not worth a line
# the ladder's next rungs that are reached by more history; more outcomes only come with time
OLDER_FILES_HELP = ("trust.unlock_customers", "trust.unlock_repeat", "trust.unlock_days")
_NOBODY = np.empty(0, np.int32)
_NAN = float("nan")


def today(  # noqa: PLR0917 -- every answer of one refresh, in the order they are made
    tx: Transactions,
    table: CustomerTable,
    trust: Trust,
    risk: RiskAnswer,
    value: ValueAnswer,
    schemes: tuple[SegmentScheme, ...],
    watchlist: Watchlist,
    recommend: RecommendAnswer,
    out: LeftOut = NOBODY,
    *,
    events: Events | None = None,
) -> tuple[TodayItem, ...]:
    """Pick this week's lines, most urgent first; what the data cannot support is left out.

    Who is never to be spoken to by the owner's word (``out``) stands in no line. Nobody stands in
    two lines whose worth is named: these add up.

    Order: call, second order, thank, offer, leave alone, more data, notes on the data.
    """
    if trust.hidden_buyers is not None:
        return tuple(line for line in (_hidden(trust.hidden_buyers), _note(tx)) if line is not None)
    spared = out.mask(len(table), never_only=True)
    hopeless = beyond_hope(table.recency_days, risk.usual_gap_days, risk.p_buy)
    off = hopeless | spared
    call = _call(table, risk, watchlist.row, watchlist.value_at_risk_cents)
    bought = purchase_events(tx) if events is None else events
    second_order = _second_order(bought, table, value, off)
    addressed = off.copy()
    for line in (call, second_order):
        addressed[_NOBODY if line is None else line.row] = True
    lines = (
        call,
        second_order,
        _thank(table, schemes, off),
        _offer(tx, table, recommend, addressed),
        _leave_alone(table, risk, hopeless & ~spared),
        _add_data(trust),
        _note(tx),
    )
    return tuple(line for line in lines if line is not None)[:MOST_LINES]


def calling_others(answers: Answers, in_peace: Set[str]) -> Answers:
    """The same week, but nobody is called who hears of a plan now, or is kept aside by its lot.

    ``in_peace`` are customer keys. Cost: O(customers on the watchlist).
    """
    watched = answers.watchlist
    keys = answers.names.customer_key[answers.customers.customer[watched.row]]
    free = np.fromiter((str(key) not in in_peace for key in keys), np.bool_, len(keys))
    if free.all():
        return answers
    row, at_risk = watched.row[free], watched.value_at_risk_cents[free]
    call = _call(answers.customers, answers.risk, row, at_risk)
    lines = (call if line.kind == "call" else line for line in answers.today)
    return replace(answers, today=tuple(line for line in lines if line is not None))


def _call(
    table: CustomerTable, risk: RiskAnswer, watched: NDArray[np.int32], at_risk_cents: Floats
) -> TodayItem | None:
    """The first of the watchlist."""
    row = watched[:CALLS]
    if not len(row):
        return None
    at_risk = float(at_risk_cents[:CALLS].sum())
    return TodayItem(
        kind="call",
        headline=Message.of(
            "today.call",
            customers=len(row),
            at_risk_cents=at_risk,
            horizon_days=risk.horizon_days,
        ),
        detail=Message.of(
            "today.call.few" if table.frequency[row[0]] < RHYTHM_ORDERS else "today.call.detail",
            gap_days=float(risk.usual_gap_days[row[0]]),
            since_days=int(table.recency_days[row[0]]),
        ),
        row=row,
        value_cents=at_risk,
        opens="watchlist",
    )


def _second_order(
    events: Events,
    table: CustomerTable,
    value: ValueAnswer,
    hopeless: NDArray[np.bool_],
) -> TodayItem | None:
    """First-time buyers within the middle half of the times that others took to come back."""
    first = np.diff(events.customer, prepend=-1) != 0
    second = np.flatnonzero(~first[1:] & first[:-1]) + 1
    gap = events.day[second] - events.day[second - 1]
    if len(gap) < MIN_SECOND_ORDERS:
        return None
    low, high = np.percentile(gap, [25, 75])
    due = (table.frequency == 1) & (table.recency_days >= low) & (table.recency_days <= high)
    row = np.flatnonzero(due & ~hopeless).astype(np.int32)
    if len(row) < MIN_GROUP:
        return None
    expected = value.expected_spend_cents[row]
    row = row[np.argsort(-np.nan_to_num(expected), kind="stable")]
    return TodayItem(
        kind="second_order",
        headline=Message.of("today.second_order", customers=len(row)),
        detail=Message.of(
            "today.second_order.detail",
            from_days=int(low),
            to_days=int(high),
            came_back_share=float((table.frequency >= 2).mean()),
        ),
        row=row,
        value_cents=float(expected.sum()) if np.isfinite(expected).all() else _NAN,
        opens="customers",
    )


def _thank(
    table: CustomerTable, schemes: tuple[SegmentScheme, ...], hopeless: NDArray[np.bool_]
) -> TodayItem | None:
    """The best group of the shop where there are groups, else the customers who spent most.

    Their share is of what known customers spent, as that of every group of customers.
    """
    spent = np.maximum(table.monetary_cents, 0).astype(np.float64)
    if len(table) < 2 * MIN_GROUP or not spent.sum():
        return None
    able = ~hopeless & (spent > 0)
    best = in_group(schemes, "best", len(table))
    if (best & able).any():
        able &= best
    most = min(BEST, max(MIN_GROUP, round(BEST_SHARE * len(table))))
    row = np.flatnonzero(able)
    row = row[np.argsort(-spent[row], kind="stable")][:most]
    if not len(row):
        return None
    total = float(spent[row].sum())
    return TodayItem(
        kind="thank",
        headline=Message.of(
            "today.thank", customers=len(row), sales_share=total / float(spent.sum())
        ),
        detail=Message.of("today.thank.detail", total_cents=total),
        row=row.astype(np.int32),
        value_cents=_NAN,
        opens="customers",
    )


def _offer(
    tx: Transactions,
    table: CustomerTable,
    recommend: RecommendAnswer,
    hopeless: NDArray[np.bool_],
) -> TodayItem | None:
    """The one new product that most is expected of, for those to whom it goes with what they own.

    Needs calibrated chances; only reasons of the kind "others who bought x bought this too" count.
    """
    tips = recommend.lists
    if not len(tips.customer) or "also_bought" not in tips.reason_codes:
        return None
    row_of = np.full(tx.n_customers, -1, np.int32)
    row_of[table.customer] = np.arange(len(table), dtype=np.int32)
    row = row_of[tips.customer]
    fits = np.isfinite(tips.p) & (tips.rank <= 3) & ~hopeless[row]
    fits &= tips.reason_code == tips.reason_codes.index("also_bought")
    at = np.flatnonzero(fits)
    if not len(at):
        return None
    price = _line_price_cents(tx)
    expected = np.bincount(tips.product[at], weights=tips.p[at], minlength=len(price))
    product = int(np.argmax(expected * np.maximum(price, 1.0)))
    at = at[tips.product[at] == product]
    if len(at) < MIN_GROUP:
        return None
    at = at[np.argsort(-tips.p[at], kind="stable")]
    name = str(tx.product_name[product]) or str(tx.product_key[product])
    return TodayItem(
        kind="offer",
        headline=Message.of("today.offer", customers=len(at), product=name),
        detail=Message.of("today.offer.detail", expected=float(expected[product])),
        row=row[at],
        value_cents=float(expected[product] * price[product]),
        opens="recommendations",
    )


def _line_price_cents(tx: Transactions) -> NDArray[np.float64]:
    """Mean money of a line that sold the product, 0 where none did."""
    sold = (tx.line_product >= 0) & (tx.line_cents > 0)
    n = len(tx.product_id)
    money = np.bincount(tx.line_product[sold], weights=tx.line_cents[sold], minlength=n)
    lines = np.bincount(tx.line_product[sold], minlength=n)
    return np.asarray(money / np.maximum(lines, 1), np.float64)


def _leave_alone(
    table: CustomerTable, risk: RiskAnswer, hopeless: NDArray[np.bool_]
) -> TodayItem | None:
    row = np.flatnonzero(hopeless).astype(np.int32)
    if len(row) < MIN_GROUP:
        return None
    p = risk.p_buy[row]
    if np.isfinite(p).all():
        detail = Message.of(
            "today.leave_alone.detail",
            back_share=float(p.mean()),
            horizon_days=risk.horizon_days,
        )
    else:
        longest = int(table.recency_days[row].min())
        detail = Message.of("today.leave_alone.rule", since_days=longest)
    return TodayItem(
        kind="leave_alone",
        headline=Message.of("today.leave_alone", customers=len(row)),
        detail=detail,
        row=row,
        value_cents=_NAN,
        opens="customers",
    )


def _add_data(trust: Trust) -> TodayItem | None:
    if trust.unlock is None or trust.unlock.code not in OLDER_FILES_HELP:
        return None
    return TodayItem(
        kind="add_data",
        headline=Message.of("today.add_data", customers=trust.customers, span_days=trust.span_days),
        detail=trust.unlock,
        row=_NOBODY,
        value_cents=_NAN,
        opens="data",
    )


def _hidden(why: Message) -> TodayItem:
    return TodayItem(
        kind="add_data",
        headline=Message.of("today.hidden_buyers"),
        detail=why,
        row=_NOBODY,
        value_cents=_NAN,
        opens="data",
    )


def _note(tx: Transactions) -> TodayItem | None:
    """What the data leaves out, the larger of two gaps; none when both are small."""
    sold = np.maximum(tx.order_cents, 0).astype(np.float64)
    nobody = float(sold[tx.order_customer < 0].sum()) / max(float(sold.sum()), 1.0)
    unnamed = float((tx.line_product < 0).mean()) if len(tx.line_product) else 0.0
    if max(nobody, unnamed) < NOTE_SHARE:
        return None
    if unnamed > nobody:
        headline = Message.of("today.no_products", lines_share=unnamed)
        detail = Message.of("today.no_products.detail", lines=int((tx.line_product < 0).sum()))
    else:
        money = int(tx.order_cents[tx.order_customer < 0].sum())
        headline = Message.of("today.no_customer", sales_share=nobody)
        detail = Message.of("today.no_customer.detail", no_customer_cents=money)
    return TodayItem(
        kind="data_note",
        headline=headline,
        detail=detail,
        row=_NOBODY,
        value_cents=_NAN,
        opens="data",
    )
