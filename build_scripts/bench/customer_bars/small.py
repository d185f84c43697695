"""Shops of 30, 50 and 100 customers, drawn from the public ones."""

from __future__ import annotations

import warnings

import numpy as np
from scipy.special import expit

from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.core.transactions import Transactions
from clm_desktop.features.customer_table import customer_table
from clm_desktop.features.events import purchase_events
from clm_desktop.features.history import bought_within, history
from clm_desktop.features.snapshot import cut, cut_events
from clm_desktop.models.evaluate import auc
from clm_desktop.models.repeat.mbg import fit_mbg, repeats_of
from clm_desktop.models.risk.answer import answer_risk
from clm_desktop.models.risk.scorer import btyd_log_odds
from clm_desktop.models.trust import trust
from customer_bars.bars import Bar, at_least
from customer_bars.rolling import boosted_chance
from customer_bars.shops import Shops, of_orders

SIZES, DRAWS, HORIZON_DAYS = (30, 50, 100), 10, 90


def small_bars(shops: Shops) -> list[Bar]:
    """Difference in AUC, mean over draws of both shops, per size."""
    bars = []
    for size in SIZES:
        found = []
        for tx in (shops.online_retail, shops.cdnow):
            rng = np.random.default_rng(size)
            found += [_drawn(tx, size, rng) for _ in range(DRAWS)]
        beside_mbg = [ours - mbg for ours, mbg, _ in found if np.isfinite(ours - mbg)]
        beside_trees = [ours - trees for ours, _, trees in found if np.isfinite(ours - trees)]
        name = f"shops of {size} customers ({len(beside_mbg)} draws)"
        bars += [
            at_least(f"{name}: AUC - MBG", float(np.mean(beside_mbg)), -0.005),
            at_least(f"{name}: AUC - trees", float(np.mean(beside_trees)), 0.03),
        ]
    return bars


def _drawn(tx: Transactions, size: int, rng: np.random.Generator) -> tuple[float, float, float]:
    """AUC of the program, MBG and boosted trees in one small shop; nan where not defined."""
    day = tx.last_day - HORIZON_DAYS
    before = np.unique(
        tx.order_customer[(tx.order_day <= day) & tx.order_is_sale & (tx.order_customer >= 0)]
    )
    chosen = np.zeros(tx.n_customers + 1, dtype=bool)
    chosen[rng.choice(before, size, replace=False)] = True
    shop = of_orders(tx, chosen[tx.order_customer])
    known, events = cut(shop, day), purchase_events(shop)
    table = customer_table(known, day, NULL_CONTEXT)
    level = trust(known, table)
    risk = answer_risk(known, table, level, HORIZON_DAYS, (0.33, 0.66), 0, NULL_CONTEXT)
    facts = history(cut_events(events, day), day, HORIZON_DAYS)
    bought = bought_within(events, facts)
    if not np.isfinite(risk.p_buy).all():
        return float("nan"), float("nan"), float("nan")
    mbg = expit(btyd_log_odds(fit_mbg(repeats_of(facts), 1, NULL_CONTEXT), facts))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # trees in shops too small for them
        trees = boosted_chance(known, facts)
    nan = float("nan")
    return auc(risk.p_buy, bought), auc(mbg, bought), nan if trees is None else auc(trees, bought)
