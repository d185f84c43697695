"""Small made-up shops, most of them odd: what a model must survive."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from clm_desktop.core.transactions import Transactions
from tests.models.orders import transactions_from

START = 20_000
Rng = np.random.Generator


def orders(customers, days, cents, products=None, quantity=1.0) -> Transactions:
    """One order of one line per element."""
    n = len(days)
    return transactions_from(
        pd.DataFrame(
            {
                "order": np.arange(n),
                "customer": np.asarray(customers, dtype=object),
                "day": np.asarray(days, dtype=np.int64),
                "quantity": np.broadcast_to(np.asarray(quantity, float), n),
                "cents": np.asarray(np.broadcast_to(cents, n), dtype=np.int64),
                "product": None if products is None else np.asarray(products, dtype=object),
            }
        )
    )


def plausible(
    n: int, span_days: int = 500, seed: int = 0, gap_days: float = 40.0, products: int = 8
) -> Transactions:
    """Customers who come at random times, buy at their own rate and some day stop."""
    rng = np.random.default_rng(seed)
    who, when, cents = [], [], []
    for number in range(n):
        rate = rng.gamma(1.5, 1 / (1.5 * gap_days))
        basket = rng.lognormal(8, 0.6)
        day = float(rng.integers(0, span_days + 1))
        leaves = rng.beta(1.0, 4.0)
        while day <= span_days:
            who.append(f"c{number:05d}")
            when.append(START + int(day))
            cents.append(max(round(basket * rng.lognormal(0, 0.4)), 1))
            if rng.random() < leaves:
                break
            day += rng.exponential(1 / max(rate, 1e-4)) + 1
    bought = [f"p{p}" for p in rng.integers(0, products, len(who))]
    return orders(who, when, cents, bought)


def _many(n: int, per: int, rng: Rng, span: int = 400) -> tuple[list[str], list[int]]:
    who = [f"c{i:04d}" for i in range(n) for _ in range(per)]
    return who, (START + rng.integers(0, span, n * per)).tolist()


def _one_customer() -> Transactions:
    return orders(["a"], [START], 1000)


def _one_regular() -> Transactions:
    return orders(["a"] * 60, START + 14 * np.arange(60), 1000)


def _all_one_timers() -> Transactions:
    return orders([f"c{i}" for i in range(300)], START + np.arange(300) * 2, 1000)


def _all_one_timers_one_day() -> Transactions:
    return orders([f"c{i}" for i in range(300)], [START] * 300, 1000)


def _whale() -> Transactions:
    rng = np.random.default_rng(1)
    who, days = _many(80, 3, rng)
    who += ["whale"] * 400
    days += (START + np.arange(400)).tolist()
    return orders(who, days, [1000] * 240 + [50_000_000] * 400)


def _constant() -> Transactions:
    rng = np.random.default_rng(2)
    who, days = _many(400, 4, rng)
    return orders(who, days, 1999)


def _all_refunds() -> Transactions:
    rng = np.random.default_rng(3)
    who, days = _many(100, 3, rng)
    return orders(who, days, -500, quantity=-1.0)


def _zero_money() -> Transactions:
    rng = np.random.default_rng(4)
    who, days = _many(300, 3, rng)
    return orders(who, days, 0)


def _mostly_refunded() -> Transactions:
    rng = np.random.default_rng(5)
    who, days = _many(300, 4, rng)
    sign = np.where(np.arange(1200) % 2, -1, 1)
    return orders(who, days, 1000 * sign, quantity=sign)


def _clockwork() -> Transactions:
    who = [f"c{i:04d}" for i in range(250) for _ in range(18)]
    days = [START + i % 30 + 30 * j for i in range(250) for j in range(18)]
    return orders(who, days, 1500)


def _nobody_came_back() -> Transactions:
    rng = np.random.default_rng(6)
    who = [f"c{i:04d}" for i in range(400) for _ in range(2)]
    days = np.repeat(START + rng.integers(0, 60, 400), 2) + np.tile([0, 3], 400)
    return orders([*who, "late"], [*days.tolist(), START + 700], 1000)


def _no_customers() -> Transactions:
    return orders([None] * 50, START + np.arange(50), 1000)


def _one_day() -> Transactions:
    return orders([f"c{i % 120}" for i in range(400)], [START] * 400, 1000)


def _two_days() -> Transactions:
    who = [f"c{i % 220}" for i in range(440)]
    return orders(who, [START] * 220 + [START + 1] * 220, 1000)


def _extreme_money() -> Transactions:
    rng = np.random.default_rng(7)
    who, days = _many(300, 4, rng)
    return orders(who, days, rng.integers(1, 10, 1200) ** 14)


def _daily_buyers() -> Transactions:
    who = [f"c{i:03d}" for i in range(210) for _ in range(250)]
    days = [START + j for _ in range(210) for j in range(250)]
    return orders(who, days, 300)


def _long_gaps() -> Transactions:
    who = [f"c{i:04d}" for i in range(300) for _ in range(3)]
    days = [START + i + 800 * j for i in range(300) for j in range(3)]
    return orders(who, days, 9900)


def _random_dates() -> Transactions:
    rng = np.random.default_rng(8)
    who = rng.integers(0, 600, 4000)
    return orders([f"c{w}" for w in who], START + rng.integers(0, 700, 4000), 1000)


def _half_in_the_first_day() -> Transactions:
    rng = np.random.default_rng(9)
    who, days = _many(300, 3, rng)
    days[::2] = [START] * len(days[::2])
    return orders(who, days, 700)


def _before_1970() -> Transactions:
    rng = np.random.default_rng(10)
    who, days = _many(250, 4, rng)
    return orders(who, np.asarray(days) - START - 900, 700)


def _empty() -> Transactions:
    return orders(["a"], [START], 100, quantity=-1.0)


def _stale_customers() -> Transactions:
    first = plausible(150, 200, 11)
    days = np.append(first.order_day, START + 3000)
    who = [first.customer_key[c] for c in first.order_customer] + ["new"]
    return orders(who, days, 500)


def _few(n: int, span: int = 500) -> Callable[[], Transactions]:
    return lambda: plausible(n, span, n)


def _same_product() -> Transactions:
    rng = np.random.default_rng(12)
    who, days = _many(260, 4, rng)
    return orders(who, days, 800, ["p"] * len(who))


def _only_fees() -> Transactions:
    return orders(["a", "b"], [START, START + 3], 800, ["POST", "POST"])


ODD_SHOPS: dict[str, Callable[[], Transactions]] = {
    "one customer, one order": _one_customer,
    "one regular": _one_regular,
    "all one-timers": _all_one_timers,
    "all one-timers on one day": _all_one_timers_one_day,
    "one whale": _whale,
    "constant amounts": _constant,
    "all refunds": _all_refunds,
    "zero money": _zero_money,
    "as much refunded as sold": _mostly_refunded,
    "clockwork": _clockwork,
    "nobody came back": _nobody_came_back,
    "no customers at all": _no_customers,
    "a single day": _one_day,
    "two days": _two_days,
    "money over fourteen orders of magnitude": _extreme_money,
    "everybody every day": _daily_buyers,
    "gaps of years": _long_gaps,
    "random dates": _random_dates,
    "half on the first day": _half_in_the_first_day,
    "before 1970": _before_1970,
    "a customer without a sale": _empty,
    "a long closed shop": _stale_customers,
    "one product": _same_product,
    "only fees": _only_fees,
    "10 customers": _few(10),
    "29 customers": _few(29),
    "30 customers": _few(30),
    "49 customers": _few(49),
    "50 customers": _few(50),
    "199 customers": _few(199),
    "201 customers in 100 days": _few(201, 100),
    "250 customers in 190 days": _few(250, 190),
    "520 customers in 360 days": _few(520, 360),
}
