"""What an event brings, and what customers really spent."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from clm_desktop.core.run import RunContext
from clm_desktop.core.transactions import Transactions
from clm_desktop.features.events import Events
from clm_desktop.features.history import History
from clm_desktop.models.repeat.gamma_gamma import MoneyFit, expected_money, fit_money
from clm_desktop.models.repeat.mbg import FIT_SAMPLE, Array, Fit, fit_best_k, repeats_of
from clm_desktop.models.risk.past import stable_sample


@dataclass(frozen=True, slots=True, kw_only=True)
class SpendModel:
    """Learned from everything known on one day."""

    orders: Fit
    money: MoneyFit
    net_share: float  # of the sales' money that stays after later refunds


def fit_spend(
    tx: Transactions,
    events: Events,
    facts: History,
    *,
    seed: int,
    ctx: RunContext,
    orders: Fit | None = None,
) -> SpendModel:
    """Fit MBG/CNBD-k and Gamma-Gamma, the latter on all events (first ones too).

    ``events`` must be those of ``facts``, cut at their day; ``tx`` may be whole, its later orders
    and other customers are not looked at. ``orders``: a fit of that day which is there already.
    """
    rows = stable_sample(tx, facts.customer, FIT_SAMPLE, seed)
    theirs = np.zeros(tx.n_customers + 1, dtype=np.bool_)  # the last place is nobody's
    theirs[facts.customer] = True
    known = (tx.order_day <= facts.as_of_day) & theirs[tx.order_customer]
    sold = float(events.net_cents.sum())
    kept = float(tx.order_cents[known].sum()) / sold if sold > 0 else 1.0
    return SpendModel(
        orders=orders or fit_best_k(repeats_of(facts).take(rows), ctx),
        money=fit_money(facts.events[rows], facts.basket_cents[rows], ctx),
        net_share=min(max(kept, 0.0), 1.0),
    )


def money_each(model: SpendModel, facts: History) -> Array:
    """Expected money in cents after refunds, per customer, of one event."""
    return expected_money(model.money, facts.events, facts.basket_cents) * model.net_share


def spent_within(tx: Transactions, facts: History, horizon_days: int) -> Array:
    """What customers of ``facts`` really spent after its day, net of refunds, at least 0.

    The only thing here that looks past the day: the truth that a forecast is compared with.
    """
    after = (tx.order_day > facts.as_of_day) & (tx.order_day <= facts.as_of_day + horizon_days)
    after &= tx.order_customer >= 0
    money = np.bincount(
        tx.order_customer[after], weights=tx.order_cents[after], minlength=tx.n_customers
    )
    return np.maximum(money[facts.customer], 0.0)
