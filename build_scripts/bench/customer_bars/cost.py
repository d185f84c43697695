"""What a refresh costs in a large shop, and what reasons cost."""

from __future__ import annotations

import sys
import time

import numpy as np

from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.core.transactions import Transactions
from clm_desktop.features.customer_table import customer_table
from clm_desktop.features.events import purchase_events
from clm_desktop.features.history import history
from clm_desktop.models.repeat.rhythm import worth_watching
from clm_desktop.models.risk.answer import answer_risk
from clm_desktop.models.risk.contest import btyd_alone, learn_logistic
from clm_desktop.models.risk.past import past_of
from clm_desktop.models.risk.scorer import log_odds, median_active_repeater, reasons, take
from clm_desktop.models.segments.answer import GroupWishes, answer_segments
from clm_desktop.models.trust import trust
from clm_desktop.models.value.answer import answer_value
from clm_desktop.plan.traits import traits_of
from customer_bars.bars import Bar, at_most
from customer_bars.shops import Shops

CUSTOMERS, LINES_PER_ORDER = 50_000, 5


def refresh_bars() -> list[Bar]:
    """Groups, risk and value of 50,000 customers with a million lines."""
    tx = large_shop()
    start = time.process_time()
    table = customer_table(tx, tx.last_day, NULL_CONTEXT)
    known = trust(tx, table)
    answer_segments(tx, table, known, GroupWishes(), (), tx.last_day - 30, 0, NULL_CONTEXT)
    traits_of(tx, table, None)
    groups = time.process_time() - start
    risk = answer_risk(tx, table, known, None, (0.33, 0.66), 0, NULL_CONTEXT)
    answer_value(tx, table, risk, known, 0, NULL_CONTEXT)
    spent = time.process_time() - start
    name = f"{len(tx.line_order) / 1e6:.1f}M lines, {len(table):,} customers"
    return [
        at_most(f"refresh {name}: CPU s", spent, 15.0, 1),
        at_most("... of it facts, groups found anew, who moved", groups, 5.0, 1),
        *_memory(),
    ]


def reason_bars(shops: Shops) -> list[Bar]:
    """Reasons of 5,000 customers of Online Retail II, by the logistic in the blend."""
    tx = shops.online_retail
    events = purchase_events(tx)
    facts = history(events, tx.last_day, 90)
    past = past_of(tx, events, tx.last_day, 90, seed=0, ctx=NULL_CONTEXT)
    alone = btyd_alone(past.cuts[0].mbg, past.cuts[0].cnbd, 0.0)
    scorer = learn_logistic(past.newest, past.newest_lately, facts, alone, NULL_CONTEXT)
    some = take(facts, np.arange(5_000))
    usual_gap = (some.tenure_days - some.days_since + some.shop_gap_days) / some.events
    usual = median_active_repeater(some, worth_watching(some.events, some.days_since, usual_gap))
    times = []
    for _ in range(3):
        start = time.process_time()
        contribution, base = reasons(scorer, some, usual, NULL_CONTEXT)
        times.append(time.process_time() - start)
    off = float(np.abs(contribution.sum(axis=1) + base - log_odds(scorer, some)).max())
    return [
        Bar("reasons add up to the log-odds", "<= 1e-9", f"{off:.1e}", off <= 1e-9),
        at_most("reasons of 5,000 customers, CPU s", min(times), 0.05, 3),
    ]


def large_shop() -> Transactions:
    """Customers who come at their own rate for two years and some day stop; five lines an order."""
    rng = np.random.default_rng(0)
    rate = rng.gamma(1.2, 1 / 60.0, CUSTOMERS)
    start = rng.integers(0, 730, CUSTOMERS).astype(float)
    stays = rng.beta(4.5, 0.8, CUSTOMERS)
    who, when = [np.arange(CUSTOMERS)], [start]
    alive, now = np.arange(CUSTOMERS), start
    while len(alive):
        keep = rng.random(len(alive)) < stays[alive]
        alive, now = alive[keep], now[keep]
        now = now + rng.exponential(1 / np.maximum(rate[alive], 1e-5)) + 1
        alive, now = alive[now < 730], now[now < 730]
        who.append(alive)
        when.append(now)
    customer, day = np.concatenate(who), np.concatenate(when).astype(np.int64) + 18_000
    order = np.argsort(day, kind="stable")
    return _transactions(customer[order], day[order], rng)


def _transactions(customer: np.ndarray, day: np.ndarray, rng: np.random.Generator) -> Transactions:
    n = len(day)
    line = np.repeat(np.arange(n), LINES_PER_ORDER)
    cents = rng.lognormal(7, 0.8, len(line)).astype(np.int64) + 1
    blank, products = np.full(n, "", dtype=object), 500
    keys = np.array([f"c{i}" for i in range(CUSTOMERS)], dtype=object)
    goods = np.array([f"p{i}" for i in range(products)], dtype=object)
    return Transactions(
        order_key=np.array([f"o{i}" for i in range(n)], dtype=object),
        order_customer=customer.astype(np.int32),
        order_day=day.astype(np.int32),
        order_cents=np.bincount(line, weights=cents).astype(np.int64),
        order_is_sale=np.ones(n, dtype=bool),
        order_channel=blank,
        order_coupon=blank,
        line_order=line.astype(np.int32),
        line_product=rng.integers(0, products, len(line)).astype(np.int32),
        line_quantity=np.ones(len(line)),
        line_cents=cents,
        customer_id=np.arange(CUSTOMERS),
        customer_key=keys,
        customer_name=np.full(CUSTOMERS, "", dtype=object),
        product_id=np.arange(products),
        product_key=goods,
        product_name=goods,
        product_category=np.full(products, "", dtype=object),
        product_is_fee=np.zeros(products, dtype=bool),
        currency="GBP",
        revision=1,
    )


def _memory() -> list[Bar]:
    if sys.platform == "win32":
        return []
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**30
    return [at_most("the same: peak memory of the process, GB", peak, 1.0, 2)]
