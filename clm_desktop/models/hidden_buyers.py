"""Whether repeat buyers can be seen at all: marketplaces hide them behind a new number per order.

A phone that rings for one order, an id made for one order: then everybody looks like a one-time
buyer, and "they all left" would be a fault of the file told as one of the shop.
"""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from clm_desktop.core.message import Message
from clm_desktop.core.run import RunContext
from clm_desktop.core.transactions import Transactions
from clm_desktop.features.customer_table import CustomerTable, customer_table

MIN_BUYERS = 300  # fewer may all be new by chance ...
MIN_BUYERS_BY_ID = 2_000  # ... and so may more, where their numbers look lasting
MIN_DAYS = 45  # in a few weeks nobody comes back anyway
MOST_BACK_BY_ID = 0.005  # shops of one-timers see 2 % and more come back within half a year
MOST_BACK_BY_PHONE = 0.03  # lent numbers are lent again, to somebody else
MAIL_SHARE = 0.5  # an e-mail of one's own stays: who does not come back then is gone
_SAMPLE = 20_000
_PHONE = re.compile(r"1[3-9]\d{9}|\+\d{8,17}|0\d{8,11}")
_RELAYS = ("members.ebay.", "marketplace.amazon.", "mail.aliexpress.", "scmbuyer.", "etsy.email")


def hidden_buyers(tx: Transactions, table: CustomerTable) -> Message | None:
    """Say that repeat buyers cannot be seen, None where they can.

    Needs 45 days and 2,000 buyers of whom fewer than 0.5 % bought on two days; where buyers are
    told apart by phones, 300 of whom fewer than 3 % did. Mostly own e-mails: never. Cost: O(n).
    """
    n = len(table)
    if n < MIN_BUYERS or int(table.tenure_days.max()) < MIN_DAYS:
        return None
    back = float((table.frequency >= 2).mean())
    if back >= MOST_BACK_BY_PHONE:
        return None
    at = table.customer[:: max(n // _SAMPLE, 1)]
    keys = [str(key) for key in tx.customer_key[at].tolist()]
    mails = np.array([_is_own_mail(key) for key in keys])
    phones = np.array([bool(_PHONE.fullmatch(key)) for key in keys])
    by_phone = phones.mean() > MAIL_SHARE
    if not by_phone and (n < MIN_BUYERS_BY_ID or back >= MOST_BACK_BY_ID):
        return None
    if mails.mean() > MAIL_SHARE:
        return None
    orders = int(tx.order_is_sale[tx.order_customer >= 0].sum())
    return Message.of("trust.hidden_buyers", customers=n, orders=orders)


def hidden_sources(
    tx: Transactions, as_of_day: int, ctx: RunContext
) -> tuple[tuple[int, ...], tuple[Message, ...]]:
    """Sources that hide their buyers beside others that name them, and the sentence about each.

    A till knows its customers, the marketplace beside it lends a number to every order: those of
    the marketplace are nobody known then. Where no source names anybody this says nothing.
    Cost: a customer table per source.
    """
    if tx.order_source is None:
        return (), ()
    found: dict[int, Message] = {}
    named = 0
    for place, file in enumerate(tx.source_names):
        ctx.check()
        others = [other for other in range(len(tx.source_names)) if other != place]
        part = unnamed(tx, (-1, *others))
        table = customer_table(part, as_of_day, ctx)
        hidden = hidden_buyers(part, table) if len(table) else None
        if hidden is None:
            named += len(table)
        else:
            told = dict(hidden.params)
            found[place] = Message.of(
                "trust.hidden_source", file=file, customers=told["customers"], orders=told["orders"]
            )
    return (tuple(found), tuple(found.values())) if named else ((), ())


def unnamed(tx: Transactions, sources: tuple[int, ...]) -> Transactions:
    """The same sales, those of some sources as sold to nobody known. Cost: O(n)."""
    if tx.order_source is None or not sources:
        return tx
    theirs = np.isin(tx.order_source, sources)
    return replace(tx, order_customer=np.where(theirs, -1, tx.order_customer).astype(np.int32))


def _is_own_mail(key: str) -> bool:
    host = key.rpartition("@")[2] if "@" in key else ""
    return bool(host) and not any(relay in host for relay in _RELAYS)
