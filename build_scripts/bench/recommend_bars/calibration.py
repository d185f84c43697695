"""Whether chances hold for every pair that is scored, not only for those that lists show.

Each customer's last order is the unseen one; the order before it is the one that is learned from
(recommend_forecast.md, 3.4 and 7).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from bars import Bar

from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.features.customer_table import customer_table
from clm_desktop.models.recommend.backtest import BLOCK, contest, hide
from clm_desktop.models.recommend.baskets import baskets, goods_lines, order_days, purchases
from clm_desktop.models.recommend.candidates import candidates, isin_sorted
from clm_desktop.models.recommend.graph.next_order import steps_of
from clm_desktop.models.recommend.shop import learn_shop
from tests.models.orders import transactions_from
from tests.models.test_recommend_real_shop import error_of_chances


def calibration_bars(lines: pd.DataFrame) -> list[Bar]:
    """Expected calibration error of own and of new products over all scored pairs."""
    order = lines["customer"].astype(str) + "/" + lines["day"].astype(str)
    tx = transactions_from(lines.assign(order=order, quantity=1.0, cents=100))
    every = goods_lines(tx, customer_table(tx, tx.last_day, NULL_CONTEXT))
    bought = purchases(every)
    unseen = hide(bought, order_days(bought)[0])
    at = np.flatnonzero(every.day < unseen.from_day[every.customer])
    seen = replace(
        every,
        customer=every.customer[at],
        day=every.day[at],
        product=every.product[at],
        quantity=every.quantity[at],
    )
    known = purchases(seen)
    trial = contest(seen, hide(known, order_days(known)[0]), learn=True, seed=0, ctx=NULL_CONTEXT)
    if trial.scorer is None:
        raise RuntimeError("best sellers won")
    full = baskets(known)
    shop = learn_shop(full, 0, NULL_CONTEXT, steps=steps_of(known))
    who = np.flatnonzero(unseen.repeat & (full.orders > 0)).astype(np.int32)
    said, was, new = [], [], []
    for low in range(0, len(who), BLOCK):
        found = candidates(shop, who[low : low + BLOCK])
        key = found.customer.astype(np.int64) * full.n_products + found.product
        said.append(trial.scorer.chance(shop, found))
        was.append(isin_sorted(key, unseen.answer))
        new.append(found.pair < 0)
    p, hit, is_new = np.concatenate(said), np.concatenate(was), np.concatenate(new)
    bars = []
    for kind, what, bar in ((False, "own", 0.006), (True, "new", 0.001)):
        part = is_new == kind
        error = error_of_chances(pd.Series(p[part]), pd.Series(hit[part]))
        note = f" {int(part.sum()):,} pairs"
        name = f"calibration error, {what} products, all scored"
        bars.append(Bar(name, error, bar, at_most=True, note=note))
    return bars
