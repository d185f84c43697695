"""How often each customer will order: whether, by the chance that is shown; how often, by MBG.

Chance and money must tell one story: who has a chance of 2 % cannot be worth a year of orders. So
expected orders in the horizon are p x E[orders | at least one]: p is what the winner of the
contest says, the second factor what MBG/CNBD-k says of those who order at all. What winner and
MBG differ about, p / p_MBG, partly lasts: further ahead MBG's expectation is multiplied by
(p / p_MBG)^lasts. With ``lasts`` 0 it was only about the coming weeks (the next order is due, or
not due yet), with 1 it is for good; the shop's own past tells which (``past.py``). Who is silent
for longer than usual and less likely than MBG thinks has probably left: that always lasts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.run import RunContext
from clm_desktop.features.history import History
from clm_desktop.models.repeat.forecast import expected_events, orders_if_any
from clm_desktop.models.repeat.mbg import DAYS_PER_UNIT, Array, repeats_of
from clm_desktop.models.risk.then import with_season
from clm_desktop.models.value.spend import YEAR_DAYS, SpendModel, money_each

NO_CHANCE = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """Arrays parallel to the customers of one day."""

    model: SpendModel
    facts: History
    chance: Array  # of an order in the horizon, without any season
    mbg_chance: Array
    if_any: Array  # orders in the horizon of those who order at all
    each_cents: Array  # of an event on the day itself

    def each_within(self, days: int) -> Array:
        """Money of an event in the next ``days``: what it brings halfway along the trend."""
        return self.each_cents * float(np.exp(self.model.trend * days / 2 / YEAR_DAYS))

    def raised(self, trend: float, days: int) -> float:
        """Factor of the sum over ``days`` had another trend been known on the day."""
        reach_years = self.model.age_years + days / 2 / YEAR_DAYS
        return float(np.exp((trend - self.model.trend) * reach_years))

    def soon_orders(self, season: float) -> Array:
        """Orders in the horizon; ``season``: log-odds that the coming weeks add."""
        return with_season(self.chance, season) * self.if_any

    def mbg_orders(self, days: int, ctx: RunContext) -> Array:
        """Orders in the next ``days`` as MBG alone expects them."""
        return expected_events(self.model.orders, repeats_of(self.facts), _weeks(days), ctx)

    def orders(self, mbg_orders: Array, lasts: float) -> Array:
        """Orders in a time longer than the horizon, of which MBG says ``mbg_orders``."""
        first = self.mbg_chance * self.if_any
        later = np.maximum(mbg_orders - first, 0.0)
        ratio = self.chance / np.maximum(self.mbg_chance, NO_CHANCE)
        probably_left = (ratio < 1) & is_late(self.facts)
        return self.chance * self.if_any + later * ratio ** np.where(probably_left, 1.0, lasts)


def outlook_of(model: SpendModel, facts: History, chance: Array, ctx: RunContext) -> Outlook:
    """Look ahead from the day of ``facts``; where no ``chance`` is said, MBG's is taken."""
    weeks = _weeks(facts.horizon_days)
    mbg_chance, if_any = orders_if_any(model.orders, repeats_of(facts), weeks, ctx)
    return Outlook(
        model=model,
        facts=facts,
        chance=np.where(np.isfinite(chance), chance, mbg_chance),
        mbg_chance=mbg_chance,
        if_any=if_any,
        each_cents=money_each(model, facts),
    )


def is_late(facts: History) -> NDArray[np.bool_]:
    """Who is silent for longer than their own rhythm, shrunk to the shop's."""
    usual = (facts.tenure_days - facts.days_since + facts.shop_gap_days) / facts.events
    return np.greater(facts.days_since, usual)


def _weeks(days: int) -> float:
    return days / DAYS_PER_UNIT
