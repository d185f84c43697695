"""Made shops whose weekly units are known exactly."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from clm_desktop.core.transactions import Transactions
from tests.models.orders import transactions_from

MONDAY = 18_267  # 2020-01-06


def demand_shop(
    units: np.ndarray,
    weekdays: tuple[int, ...] = (0, 6),
    returned: Mapping[int, tuple[float, int]] | None = None,
) -> Transactions:
    """Sell ``units`` (products, weeks), each week's in full on its last weekday, 1 cent each.

    One more customer buys product 0 for nothing on the other weekdays, so that the shop trades on
    all of them. ``returned`` is what comes back: product -> (units, week it comes back in).
    """
    rows = []
    products, weeks = units.shape
    for week in range(weeks):
        for weekday in weekdays:
            last = weekday == weekdays[-1]
            for product in range(products):
                quantity = float(units[product, week]) if last else 0.0
                if quantity > 0:
                    rows.append((f"c{product}", week * 7 + weekday, quantity, product))
            if not last:
                rows.append(("passer-by", week * 7 + weekday, 1.0, products))
    for product, (quantity, week) in (returned or {}).items():
        rows.append((f"c{product}", week * 7, -quantity, product))
    lines = pd.DataFrame(rows, columns=["customer", "day", "quantity", "product"])
    lines["product"] = [f"p{number:05}" for number in lines["product"]]
    lines["day"] += MONDAY
    lines["cents"] = np.rint(lines["quantity"]).astype(np.int64)
    lines["order"] = np.arange(len(lines))
    return transactions_from(lines)


def made_units(n: int, weeks: int, seed: int) -> np.ndarray:
    """Negative binomial demand at steady rates from one a week to hundreds."""
    random = np.random.default_rng(seed)
    rate = np.exp(random.uniform(0.5, 5.0, n))
    shape = random.uniform(0.7, 4.0, n)
    chance = shape / (shape + rate)
    return random.negative_binomial(shape[:, None], chance[:, None], (n, weeks)).astype(np.float64)
