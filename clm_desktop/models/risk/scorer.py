"""From facts to log-odds of buying, and exactly why: one pipeline for both.

Log-odds = w x (ridge logistic on 23 features and two BTYD log-odds) + (1 - w) x MBG log-odds
+ season. A learned machine (``machines.py``) takes the place of the logistic where it won.
``w = 0`` is MBG/NBD alone, ``w = 1`` the logistic alone, between them the blend.

The reasons are Shapley values of five players (Shapley 1953): what replacing a player's raw facts
by those of the median active repeater changes, averaged over all orders. Without a machine only
silence and habit act together (the BTYD chances, "overdue"); the other three enter additively.
So the average over all 32 combinations has a closed form from four of them: exact, not sampled.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from math import factorial
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.run import RunContext
from clm_desktop.features.history import (
    BASKET,
    FEATURE_NAMES,
    RECENT,
    REGULARITY,
    History,
    design,
)
from clm_desktop.models.repeat.forecast import p_buy
from clm_desktop.models.repeat.mbg import DAYS_PER_UNIT, Array, Fit, repeats_of

REASON_CODES = ("silence", "habit", "recent", "basket", "regularity")
N_FEATURES = len(FEATURE_NAMES) + 2
LOGIT_CLIP = 5.0  # of BTYD log-odds as features: an early fit on the boundary must not blow up
CHANCE_CLIP = 1e-5
CHUNK = 65_536
MACHINE_CHUNK = 8_192  # a forest takes its time
PLAYER_FACTS = {
    "silence": ("days_since",),
    "habit": ("events", "tenure_days"),
    "recent": (
        "events_14d",
        "events_30d",
        "events_60d",
        "events_90d",
        "events_365d",
        "events_90_180d",
        "same_window_last_year",
        "second_last_days",
        "third_last_days",
    ),
    "basket": ("basket_cents", "products"),
    "regularity": ("gap_variation",),
}


class Ranker(Protocol):
    """A learned machine: rows of the (n, 25) design to log-odds."""

    def log_odds(self, x: Array) -> Array:
        """Log-odds of buying before any level."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorer:
    """Everything learned: two BTYD fits and, where w > 0, the logistic or machine of one past."""

    mbg: Fit
    cnbd: Fit
    weight: float  # w
    coefficient: Array  # (25,): 23 features, MBG log-odds, CNBD-k log-odds
    intercept: float
    season: float  # added to everybody's log-odds, see season.py
    machine: Ranker | None = None  # in place of the coefficients


def consistent(facts: History) -> History:
    """Make replaced facts possible: nobody is silent for longer than they are known."""
    return replace(facts, tenure_days=np.maximum(facts.tenure_days, facts.days_since))


def btyd_log_odds(fit: Fit, facts: History) -> Array:
    """Log-odds of buying within the horizon under a BTYD model."""
    chance = p_buy(fit, repeats_of(facts), facts.horizon_days / DAYS_PER_UNIT)
    chance = np.clip(chance, CHANCE_CLIP, 1 - CHANCE_CLIP)
    return np.log(chance / (1 - chance))


def full_design(facts: History, mbg: Fit, cnbd: Fit) -> Array:
    """Return the (n, 25) matrix of the logistic: 23 features and two clipped BTYD log-odds."""
    return _full(facts, btyd_log_odds(mbg, facts), btyd_log_odds(cnbd, facts))


def log_odds(scorer: Scorer, facts: History) -> Array:
    """Log-odds of buying, one per customer."""
    facts = consistent(facts)
    mbg = btyd_log_odds(scorer.mbg, facts)
    if scorer.weight == 0:
        return mbg + scorer.season
    x = _full(facts, mbg, btyd_log_odds(scorer.cnbd, facts))
    learned = x @ scorer.coefficient if scorer.machine is None else _by_machine(scorer.machine, x)
    return scorer.weight * (learned + scorer.intercept) + (1 - scorer.weight) * mbg + scorer.season


def median_active_repeater(facts: History, watched: NDArray[np.bool_]) -> History:
    """One row: the median of each raw fact over active repeaters (of all, where there are none)."""
    use = watched if watched.any() else np.ones(len(facts), dtype=np.bool_)
    names = [name for names in PLAYER_FACTS.values() for name in names]
    median = {name: np.array([np.median(getattr(facts, name)[use])]) for name in names}
    row = np.flatnonzero(use)[:1]
    alone = replace(facts, customer=facts.customer[row], log_gap_sum=facts.log_gap_sum[row])
    return _replaced(alone, median)


def with_facts_of(facts: History, usual: History, players: tuple[str, ...]) -> History:
    """Replace the raw facts of some players by those of the usual customer."""
    n = len(facts)
    names = [name for player in players for name in PLAYER_FACTS[player]]
    return _replaced(facts, {name: np.full(n, getattr(usual, name)[0]) for name in names})


def reasons(scorer: Scorer, facts: History, usual: History, ctx: RunContext) -> tuple[Array, float]:
    """Contributions (n, 5) in the order of ``REASON_CODES`` and the usual customer's log-odds.

    Row sums plus the second result are the log-odds to rounding. Cost: four scorings, 5,000
    customers about 0.03 s; with a machine, in which everything may act together, 31 scorings.
    """
    base = float(log_odds(scorer, usual)[0])
    result = np.zeros((len(facts), len(REASON_CODES)))
    size = CHUNK if scorer.machine is None else MACHINE_CHUNK
    for start in range(0, len(facts), size):
        ctx.check()
        part = take(facts, np.arange(start, min(start + size, len(facts))))
        if scorer.machine is None:
            result[start : start + size] = _reasons(scorer, part, usual)
        else:
            result[start : start + size] = _reasons_by_all(scorer, part, usual, base, ctx)
    return result, base


def take(facts: History, rows: NDArray[np.int64]) -> History:
    """Return some of the customers."""
    names = ("customer", "log_gap_sum", *(n for names in PLAYER_FACTS.values() for n in names))
    return _replaced(facts, {name: getattr(facts, name)[rows] for name in names})


def _reasons(scorer: Scorer, facts: History, usual: History) -> Array:
    own = log_odds(scorer, facts)
    no_silence = log_odds(scorer, with_facts_of(facts, usual, ("silence",)))
    no_habit = log_odds(scorer, with_facts_of(facts, usual, ("habit",)))
    neither = log_odds(scorer, with_facts_of(facts, usual, ("silence", "habit")))
    silence = (own - no_silence + no_habit - neither) / 2
    habit = (own - no_habit + no_silence - neither) / 2
    alone = np.zeros((len(facts), 3))
    if scorer.weight > 0:
        change = design(facts) - design(usual)
        for place, columns in enumerate((RECENT, BASKET, REGULARITY)):
            at = list(columns)
            alone[:, place] = scorer.weight * (change[:, at] @ scorer.coefficient[at])
    return np.column_stack([silence, habit, alone])


def _reasons_by_all(
    scorer: Scorer, facts: History, usual: History, base: float, ctx: RunContext
) -> Array:
    """Shapley values from their definition, over all combinations of own and usual facts."""
    n = len(REASON_CODES)
    result = np.zeros((len(facts), n))
    for size in range(n + 1):
        joins = factorial(size - 1) * factorial(n - size) / factorial(n) if size else 0.0
        leaves = factorial(size) * factorial(n - size - 1) / factorial(n) if size < n else 0.0
        for own in combinations(range(n), size):
            ctx.check()
            others = tuple(code for i, code in enumerate(REASON_CODES) if i not in own)
            if own:
                value = log_odds(scorer, with_facts_of(facts, usual, others))
            else:
                value = np.full(len(facts), base)
            for player in range(n):
                result[:, player] += value * (joins if player in own else -leaves)
    return result


def _by_machine(machine: Ranker, x: Array) -> Array:
    parts = [machine.log_odds(x[i : i + MACHINE_CHUNK]) for i in range(0, len(x), MACHINE_CHUNK)]
    return np.concatenate(parts) if parts else np.zeros(0)


def _full(facts: History, mbg: Array, cnbd: Array) -> Array:
    both = np.clip(np.column_stack([mbg, cnbd]), -LOGIT_CLIP, LOGIT_CLIP)
    return np.hstack([design(facts), both])


def _replaced(facts: History, columns: dict[str, Array]) -> History:
    changed: dict[str, Any] = dict(columns)
    return replace(facts, **changed)
