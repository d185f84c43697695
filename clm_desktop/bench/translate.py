"""From frames to what the product plans with: Transactions and Outreach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from clm_desktop.bench.strangers import (
    ACTION,
    AMOUNT,
    CATEGORY,
    CHANNEL,
    CUSTOMER,
    DAY,
    DISCOUNT,
    ORDER,
    PRODUCT,
    YES,
    column,
    days_of,
    days_or_oldest,
    keys_of,
    number_of,
    text_of,
    told_rows,
)
from clm_desktop.core.outreach import (
    Action,
    ActionKind,
    Channel,
    ChannelSpend,
    Consent,
    ConsentState,
    Contact,
)
from clm_desktop.core.transactions import Transactions
from clm_desktop.plan.joint.catalogue import default_actions, default_channels

CENTS = 100.0
OFFER = "offer"  # said of orders of which something was taken off
KINDS = (
    (ActionKind.REPLENISH, ("replen", "remind", "refill", "restock")),
    (ActionKind.RECOMMEND, ("recommend", "cross", "upsell")),
    (ActionKind.REFERRAL, ("refer", "friend", "invite")),
    (ActionKind.COUPON, ("coupon", "discount", "voucher", "promo")),
    (ActionKind.CALL, ("call", "phone")),
    (ActionKind.REVIEW, ("review",)),
    (ActionKind.CARE, ("care", "thank", "hello", "greet")),
)
CAME_BY = ("acq_channel", "acquisition_channel", "acq_channel_id", "source")
WEEK = ("week_start", "week", *DAY)
COST = ("cost", "spend", "amount", "money")
NEW = ("new_customers", "new", "customers", "acquired")
NOTHING = frozenset({"none", "nothing", "no_action", "wait", "control"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Actions and channels by the ids of whoever runs the shop."""

    actions: tuple[Action, ...]
    channels: tuple[Channel, ...]


def transactions_of(
    orders: pd.DataFrame, channels: Mapping[str, str] | None = None
) -> Transactions:
    """Orders as the store would tell them; one row is one order of one product.

    ``channels``: what advertised channel each customer came by, where that is told.
    """
    orders = told_rows(orders, CUSTOMER, DAY)
    customer, day = column(orders, CUSTOMER), column(orders, DAY)
    paid = column(orders, AMOUNT)
    if customer is None or day is None or paid is None:
        raise ValueError(f"orders need a customer, a day and an amount, not {list(orders.columns)}")
    days = days_of(day)
    sequence = np.argsort(days, kind="stable")
    n = len(orders)
    who, found = pd.factorize(customer, sort=True)
    keys = keys_of(pd.Series(found), len(found))
    by = channels or {}
    amount = number_of(paid, n)[sequence]
    taken_off = number_of(column(orders, DISCOUNT), n)[sequence] > 0
    product, names = pd.factorize(pd.Series(text_of(column(orders, PRODUCT), n)), sort=True)
    category = text_of(column(orders, CATEGORY), n)
    category_of = np.full(len(names), "", object)
    category_of[product] = category
    cents = np.rint(amount * CENTS).astype(np.int64)
    told = names[product] != "" if len(names) else np.zeros(n, np.bool_)
    return Transactions(
        order_key=text_of(column(orders, ORDER), n)[sequence],
        order_customer=who[sequence].astype(np.int32),
        order_day=days[sequence].astype(np.int32),
        order_cents=cents,
        order_is_sale=cents >= 0,
        order_channel=np.array([by.get(key, "") for key in keys.tolist()], object)[who[sequence]],
        order_coupon=np.where(taken_off, OFFER, "").astype(object),
        line_order=np.arange(n, dtype=np.int32),
        line_product=np.where(told, product, -1)[sequence].astype(np.int32),
        line_quantity=np.ones(n),
        line_cents=cents,
        customer_id=np.arange(1, len(keys) + 1, dtype=np.int64),
        customer_key=keys,
        customer_name=np.full(len(keys), "", object),
        product_id=np.arange(1, len(names) + 1, dtype=np.int64),
        product_key=np.asarray(names, object),
        product_name=np.asarray(names, object),
        product_category=category_of,
        product_is_fee=np.zeros(len(names), np.bool_),
        currency="",
        revision=0,
    )


def came_by(customers: pd.DataFrame) -> dict[str, str]:
    """The channel that each customer came by, by customer key."""
    told, customer = column(customers, CAME_BY), column(customers, CUSTOMER)
    if told is None or customer is None:
        return {}
    n = len(customers)
    return dict(zip(keys_of(customer, n).tolist(), text_of(told, n).tolist(), strict=True))


def spend_of(rows: pd.DataFrame) -> tuple[ChannelSpend, ...]:
    """Money for new customers, a row per week and channel."""
    n = len(rows)
    week, channel, cost = column(rows, WEEK), column(rows, CHANNEL), column(rows, COST)
    if week is None or channel is None or cost is None:
        return ()
    days, names = days_of(week).tolist(), text_of(channel, n).tolist()
    cents = CENTS * number_of(cost, n)
    new = number_of(column(rows, NEW), n, float("nan"))
    return tuple(
        ChannelSpend(channel=name, week_day=day, cost_cents=paid, new_customers=came)
        for name, day, paid, came in zip(names, days, cents.tolist(), new.tolist(), strict=True)
    )


def ids_of(orders: pd.DataFrame) -> dict[str, object]:
    """Customer keys to the ids that the simulator itself uses."""
    customer = column(told_rows(orders, CUSTOMER), CUSTOMER)
    if customer is None:
        return {}
    one = customer.drop_duplicates()
    told = zip(keys_of(one, len(one)).tolist(), one.tolist(), strict=True)
    return {key: int(of) if isinstance(of, float) and of.is_integer() else of for key, of in told}


def catalogue_of(
    actions: pd.DataFrame, channels: pd.DataFrame, consents: pd.DataFrame, customers: int
) -> Catalogue:
    """The simulator's own catalogue; the product's default where there is none.

    Actions that do not say their way go every way, and the ways are then those agreed to.
    """
    known = default_actions()
    if not len(actions):
        made = default_channels("") if not len(channels) else _channels_of(channels, customers, {})
        everywhere = tuple(Action(key=a.key, kind=a.kind, discount_share=a.discount_share)
                           for a in known) if len(channels) else known  # fmt: skip
        return Catalogue(actions=everywhere, channels=made)
    n = len(actions)
    keys = text_of(column(actions, ACTION), n)
    kind = text_of(column(actions, ("kind", "type", "name")), n)
    by = text_of(column(actions, ("channel_id", "channel", "channel_key")), n)
    off = number_of(
        column(actions, ("discount_share", "discount", "discount_pct", "discount_percent")), n
    )
    off = np.where(off >= 1, off / 100, off)
    cap = number_of(column(actions, ("discount_cap", "cap")), n)
    priced = column(actions, ("cost", "fixed_cost", "unit_cost", "cost_per_contact"))
    cost = number_of(priced, n)
    minutes = number_of(column(actions, ("owner_minutes", "minutes")), n)
    made_actions = tuple(
        Action(
            key=keys[i],
            kind=_kind_of(keys[i], kind[i], off[i]),
            channels=(by[i],) if by[i] else (),
            cost_cents=CENTS * cost[i],
            owner_minutes=minutes[i],
            discount_share=float(off[i]),
            discount_cap_cents=CENTS * cap[i],
        )
        for i in range(n)
        if kind[i].lower() not in NOTHING and keys[i].lower() not in NOTHING
    )
    free = set(by.tolist()) if priced is not None else set()  # the actions' costs hold theirs
    if not len(channels):
        ways = set(by.tolist()) | (set() if by.all() else set(ways_of(consents)))
        channels = pd.DataFrame({"channel_id": sorted(ways - {""})})
        free = set(channels["channel_id"]) if priced is not None else set()
    return Catalogue(
        actions=made_actions,
        channels=_channels_of(channels, customers, dict.fromkeys(free, 0.0)),
    )


def _channels_of(
    channels: pd.DataFrame, customers: int, priced: dict[str, float]
) -> tuple[Channel, ...]:
    n = len(channels)
    keys = text_of(column(channels, CHANNEL), n)
    most = number_of(
        column(channels, ("contacts_per_week", "capacity_per_week", "capacity", "weekly_capacity")),
        n,
        -1.0,
    )
    most = np.where((most > 0) & (most < 1), np.floor(most * customers), most)
    cost = number_of(column(channels, ("cost", "unit_cost", "cost_per_contact")), n)
    minutes = number_of(column(channels, ("owner_minutes", "minutes")), n)
    asks = text_of(column(channels, ("needs_consent", "consent_required")), n)
    return tuple(
        Channel(
            key=keys[i],
            cost_cents=priced.get(keys[i], CENTS * cost[i]),
            owner_minutes=minutes[i],
            contacts_per_week=max(int(most[i]), 0),
            needs_consent=asks[i].lower() not in {"false", "0", "no"},
            active=most[i] != 0,  # a channel that can carry nobody
        )
        for i in range(n)
    )


def _kind_of(key: str, kind: str, discount: float) -> ActionKind:
    if discount > 0:
        return ActionKind.COUPON
    for text in (kind.lower(), key.lower()):
        for one, parts in KINDS:
            if any(found in text for found in parts):
                return one
    return ActionKind.CARE


def ways_of(consents: pd.DataFrame) -> tuple[str, ...]:
    """Ways that consents are told for; those of the product where they are not told apart."""
    told = column(consents, CHANNEL)
    if told is not None:
        return tuple(sorted(set(text_of(told, len(consents)).tolist()) - {""}))
    usual = tuple(one.key for one in default_channels(""))
    wide = tuple(key for key in usual if column(consents, (key,)) is not None)
    return wide or usual


def consents_of(rows: pd.DataFrame, ways: Sequence[str]) -> tuple[Consent, ...]:
    """Every word of each customer and channel, the newest last.

    ``ways``: keys of all channels, for a column per channel, or one word for all of them.
    """
    rows = told_rows(rows, CUSTOMER)
    n = len(rows)
    customer, channel = column(rows, CUSTOMER), column(rows, CHANNEL)
    if not n:
        return ()
    if customer is None:
        raise ValueError(f"consents need a customer, not {list(rows.columns)}")
    state = column(rows, ("state", "status", "granted", "consent", "value"))
    words = {way: state if channel is not None else column(rows, (way,)) for way in ways}
    day = column(rows, (*DAY, "updated", "since"))
    days = days_or_oldest(day, n).tolist()
    keys, by = keys_of(customer, n), text_of(channel, n)
    order = np.argsort(np.array(days), kind="stable").tolist()
    made = []
    for way, told in words.items():
        word = told if told is not None else state
        if word is None:
            continue
        yes = [str(one).lower() in YES for one in text_of(word, n)]
        made += [
            Consent(
                customer_key=keys[i],
                channel=way,
                state=ConsentState.GRANTED if yes[i] else ConsentState.REFUSED,
                day=days[i],
            )
            for i in order
            if by[i] in {"", way}
        ]
    return tuple(made)


def contacts_of(rows: pd.DataFrame, channel_of: dict[str, str]) -> tuple[Contact, ...]:
    """Every contact made; the channel is the action's where the frame does not tell it."""
    rows = told_rows(rows, CUSTOMER, ACTION, DAY)
    n = len(rows)
    customer, action, day = column(rows, CUSTOMER), column(rows, ACTION), column(rows, DAY)
    if not n:
        return ()
    if customer is None or day is None:
        raise ValueError(f"contacts need a customer and a day, not {list(rows.columns)}")
    keys, done = keys_of(customer, n), text_of(action, n)
    by = text_of(column(rows, ("channel_id", "channel")), n)
    return tuple(
        Contact(customer_key=key, action=act, channel=way or channel_of.get(act, ""), day=at)
        for key, act, way, at in zip(keys, done, by, days_of(day).tolist(), strict=True)
    )
