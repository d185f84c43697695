"""Odd shops: an answer or a sentence, no exception, no NaN where a figure was promised."""

from __future__ import annotations

import warnings

import numpy as np

from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.core.transactions import Transactions
from clm_desktop.features.customer_table import customer_table
from clm_desktop.models.risk.answer import answer_risk
from clm_desktop.models.segments.clusters import clusters
from clm_desktop.models.segments.eight_ways import eight_ways
from clm_desktop.models.segments.rfm import rfm_groups
from clm_desktop.models.trust import supports_chances, trust
from clm_desktop.models.value.answer import answer_value
from customer_bars.bars import Bar
from tests.models.shops import ODD_SHOPS


def odd_bars() -> list[Bar]:
    """Every odd shop of the tests, warnings counted as failures."""
    failed = []
    for name, make in ODD_SHOPS.items():
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                _answer(make())
        except Exception as error:  # noqa: BLE001 - any failure counts
            failed.append(f"{name}: {error!r}")
    print(*failed, sep="\n", end="\n" if failed else "")
    measured = f"{len(ODD_SHOPS) - len(failed)} of {len(ODD_SHOPS)}"
    return [Bar("odd shops answered", "all of 30 or more", measured, not failed)]


def _answer(tx: Transactions) -> None:
    sold = tx.order_day[tx.order_is_sale]
    table = customer_table(tx, int(sold.max() if len(sold) else tx.order_day.max()), NULL_CONTEXT)
    known = trust(tx, table)
    risk = answer_risk(tx, table, known, None, (0.33, 0.66), 0, NULL_CONTEXT)
    value = answer_value(tx, table, risk, known, 0, NULL_CONTEXT)
    rfm_groups(table, known)
    clusters(table, known, 0, NULL_CONTEXT)
    eight_ways(table, known)
    if supports_chances(table, known):
        for figures in (risk.p_buy, risk.expected_orders, value.expected_spend_cents):
            if not np.isfinite(figures).all():
                raise ValueError("a figure is not finite")
