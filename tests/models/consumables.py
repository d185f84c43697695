"""A made-up shop of things that are used up: favourites, companions, a few best sellers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from clm_desktop.core.transactions import Transactions
from tests.models.orders import transactions_from

START = 19_000


def lines_of_shop(n: int, seed: int = 0, span_days: int = 500, products: int = 40) -> pd.DataFrame:
    """Lines with columns order, customer, day, quantity, cents, product.

    Every customer has two favourites; p00 is bought by half of all; who buys an even product
    often takes the next odd one along.
    """
    rng = np.random.default_rng(seed)
    rows = []
    number = 0
    for who in range(n):
        likes = rng.choice(np.arange(2, products, 2), 2, replace=False)
        day, gap = int(rng.integers(0, span_days // 2)), float(rng.gamma(4, 12))
        while day < span_days:
            basket = {int(p) for p in likes if rng.random() < 0.7}
            basket |= {p + 1 for p in basket if rng.random() < 0.5}
            if rng.random() < 0.5 or not basket:
                basket.add(0)
            if rng.random() < 0.4:
                basket.add(int(rng.integers(0, products)))
            rows += [(f"o{number}", f"c{who:04d}", START + day, p) for p in sorted(basket)]
            number += 1
            if rng.random() < 0.12:
                break
            day += 3 + int(rng.gamma(3, gap / 3))
    frame = pd.DataFrame(rows, columns=["order", "customer", "day", "product"])
    frame["product"] = [f"p{p:02d}" for p in frame["product"]]
    return frame.assign(quantity=1.0, cents=1000)


def shop(n: int, seed: int = 0) -> Transactions:
    """The same as Transactions."""
    return transactions_from(lines_of_shop(n, seed))
