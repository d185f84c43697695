"""The trust ladder: how much the shop's data can support, and what would unlock more."""

from __future__ import annotations

from clm_desktop.core.message import Message
from clm_desktop.core.transactions import Transactions
from clm_desktop.features.customer_table import CustomerTable
from clm_desktop.features.events import Events, purchase_events
from clm_desktop.features.history import bought_within, history
from clm_desktop.features.snapshot import cut, cut_events
from clm_desktop.features.spells import spells
from clm_desktop.models.hidden_buyers import hidden_buyers
from clm_desktop.models.repeat.between_seasons import between_seasons
from clm_desktop.models.repeat.rhythm import default_horizon_days
from clm_desktop.models.results import Trust, TrustLevel

RULES_CUSTOMERS = 30
MODEL_CUSTOMERS, MODEL_REPEAT, MODEL_DAYS, MODEL_OUTCOMES = 200, 100, 180, 30
FULL_CUSTOMERS, FULL_REPEAT, FULL_DAYS = 500, 250, 365
# below these no percentage is honest, at any level (customer_science.md, section 9)
CHANCE_DAYS, CHANCE_REPEAT_ORDERS = 60, 10


def trust(tx: Transactions, table: CustomerTable, *, events: Events | None = None) -> Trust:
    """Find the rung of the ladder of product.md, section 3. Cost: that of the events.

    ``events``: those of ``tx`` up to the day of ``table``, where they are there already.
    """
    customers = len(table)
    repeat = int((table.frequency >= 2).sum())
    days = int(table.tenure_days.max()) if customers else 0
    hidden = hidden_buyers(tx, table)
    if hidden is None:
        level, unlock = _rung(tx, table, customers, repeat, days, events)
    else:
        level, unlock = TrustLevel.LOOK, None
    return Trust(
        level=level,
        customers=customers,
        repeat_customers=repeat,
        span_days=days,
        unlock=unlock,
        hidden_buyers=hidden,
    )


def supports_chances(table: CustomerTable, known: Trust) -> bool:
    """Whether a chance or an expected value may be said at all, if only as early estimate."""
    return known.hidden_buyers is None and why_no_chances(table, known) is None


def why_no_chances(table: CustomerTable, known: Trust) -> Message | None:
    """What is missing for a chance or an expected value; None where nothing is."""
    repeat_orders = int((table.frequency - 1).sum())
    if known.level < TrustLevel.RULES:
        return Message.of("value.verdict.none", customers=known.customers)
    if known.span_days < CHANCE_DAYS:
        return Message.of("value.verdict.short_history", span_days=known.span_days)
    if repeat_orders < CHANCE_REPEAT_ORDERS:
        return Message.of("value.verdict.few_back", orders=repeat_orders)
    return None


def _rung(  # noqa: PLR0917 - one argument per thing that it stands on
    tx: Transactions,
    table: CustomerTable,
    customers: int,
    repeat: int,
    days: int,
    events: Events | None,
) -> tuple[TrustLevel, Message | None]:
    if not customers:
        return TrustLevel.LOOK, None  # nobody is named: older files of the kind would not help
    if customers < RULES_CUSTOMERS:
        return TrustLevel.LOOK, _wants("customers", customers, RULES_CUSTOMERS)
    for name, have, need in (
        ("customers", customers, MODEL_CUSTOMERS),
        ("repeat", repeat, MODEL_REPEAT),
        ("days", days, MODEL_DAYS),
    ):
        if have < need:
            return TrustLevel.RULES, _wants(name, have, need)
    lacking = _outcomes_lacking(tx, table, days, events)
    if lacking is not None:
        return TrustLevel.RULES, lacking
    for name, have, need in (
        ("customers", customers, FULL_CUSTOMERS),
        ("repeat", repeat, FULL_REPEAT),
        ("days", days, FULL_DAYS),
    ):
        if have < need:
            return TrustLevel.MODEL, _wants(name, have, need)
    return TrustLevel.FULL, None


def _wants(name: str, have: int, need: int) -> Message:
    if name == "days":
        return Message.of("trust.unlock_days", have_days=have, need_days=need)
    return Message.of(f"trust.unlock_{name}", have=have, need=need)


def _outcomes_lacking(
    tx: Transactions, table: CustomerTable, days: int, events: Events | None
) -> Message | None:
    """Why the newest checkable time has too few who stayed, or who left; None where it has."""
    if events is None:
        events = purchase_events(cut(tx, table.as_of_day))
    horizon = default_horizon_days(spells(events), days)
    outcomes = _fewest_outcomes(events, table.as_of_day, horizon)
    if outcomes >= MODEL_OUTCOMES:
        return None
    if between_seasons(events, table.as_of_day, horizon):
        return Message.of("trust.between_seasons", quiet_days=horizon)
    return _wants("outcomes", outcomes, MODEL_OUTCOMES)


def _fewest_outcomes(events: Events, as_of_day: int, horizon: int) -> int:
    """Customers who stayed or who left, whichever are fewer, at the newest checkable day."""
    before = as_of_day - horizon
    facts = history(cut_events(events, before), before, horizon)
    bought = int(bought_within(events, facts).sum())
    return min(bought, len(facts) - bought)
