"""What a fitted MBG/CNBD-k says of the future: P(alive), P(buys within t), expected events.

All times in weeks; n customers in, n numbers out. With k = 1 the formulas are those of
customer_science.md, section 4; for k > 1 the stages passed since the last event are summed out.
"""

from __future__ import annotations

import numpy as np
from scipy.special import expit

from clm_desktop.core.run import RunContext
from clm_desktop.models.repeat.mbg import Array, Fit, Repeats

CHUNK = 65_536
NEGLIGIBLE = 1e-12
MAX_EVENTS = 2_000  # within one horizon; beyond that the sum is cut


def p_alive(fit: Fit, data: Repeats) -> Array:
    """Chance that the customer has not left for good. Never the risk: see the traps."""
    m = fit.r + fit.k * data.x
    log_odds = m * np.log((fit.alpha + data.t_x) / (fit.alpha + data.big_t))
    weights = _stage_weights(fit, data)
    log_odds += np.log(weights.sum(axis=0)) + np.log((fit.b + data.x) / fit.a)
    return expit(log_odds)


def p_buy(fit: Fit, data: Repeats, weeks: float) -> Array:
    """Chance of at least one event in the next ``weeks``. Cost: 1M customers 0.2 s at k = 1."""
    z = weeks / (fit.alpha + data.big_t + weeks)
    weights = _stage_weights(fit, data)
    weights /= weights.sum(axis=0)
    none = np.zeros(len(data))
    for passed in range(fit.k):
        s = fit.r + fit.k * data.x + passed
        none += weights[passed] * _fewer_than(fit.k - passed, s, z)
    return p_alive(fit, data) * (1 - none)


def expected_events(fit: Fit, data: Repeats, weeks: float, ctx: RunContext) -> Array:
    """Mean number of events in the next ``weeks``: exact, no singularity at a = 1.

    Cost: O(n x events), 100k customers 0.3 s.
    """
    result = np.zeros(len(data))
    for start in range(0, len(data), CHUNK):
        rows = np.arange(start, min(start + CHUNK, len(data)))
        result[rows] = _expected(fit, data.take(rows), weeks, ctx)
    return result


def orders_if_any(fit: Fit, data: Repeats, weeks: float, ctx: RunContext) -> tuple[Array, Array]:
    """Return what ``p_buy`` says and the mean number of events of those who buy at all, >= 1.

    The second answers "if so, how often?" and leaves "whether" to whoever knows better.
    """
    chance = p_buy(fit, data, weeks)
    events = expected_events(fit, data, weeks, ctx)
    return chance, np.maximum(events / np.maximum(chance, NEGLIGIBLE), 1.0)


def _stage_weights(fit: Fit, data: Repeats) -> Array:
    """(k, n): unnormalised chance of having passed j stages since the last event, if alive."""
    m = fit.r + fit.k * data.x
    y = (data.big_t - data.t_x) / (fit.alpha + data.big_t)
    weights = np.ones((fit.k, len(data)))
    for j in range(1, fit.k):
        weights[j] = weights[j - 1] * (m + j - 1) * y / j
    return weights


def _fewer_than(count: int, s: Array, z: Array) -> Array:
    """P(fewer than ``count`` stages) of a negative binomial with shape s and success z."""
    term = np.exp(s * np.log1p(-z))
    total = term.copy()
    for i in range(1, count):
        term = term * (s + i - 1) * z / i
        total += term
    return total


def _expected(fit: Fit, data: Repeats, weeks: float, ctx: RunContext) -> Array:
    z = weeks / (fit.alpha + data.big_t + weeks)
    weights = _stage_weights(fit, data)
    weights *= p_alive(fit, data) / weights.sum(axis=0)
    total = np.zeros(len(data))
    for passed in range(fit.k):
        s = fit.r + fit.k * data.x + passed
        total += weights[passed] * _events_after(fit, data.x, s, z, passed=passed, ctx=ctx)
    return total


def _events_after(fit: Fit, x: Array, s: Array, z: Array, *, passed: int, ctx: RunContext) -> Array:
    """Sum over n of P(at least n*k - passed stages) times the chance of staying n - 1 times."""
    survive = fit.b + x + 1  # beta parameter of those alive
    total = np.zeros(len(s))
    rows = np.arange(len(s))
    term = np.exp(s * np.log1p(-z))  # P(exactly 0 stages)
    at_least = 1 - term
    stay = np.ones(len(s))
    stages = 1
    for n in range(1, MAX_EVENTS + 1):
        while stages < n * fit.k - passed:
            term = term * (s + stages - 1) * z / stages
            at_least = at_least - term
            stages += 1
        gain = at_least * stay
        total[rows] += np.maximum(gain, 0.0)
        stay = stay * (survive + n - 1) / (fit.a + survive + n - 1)
        going = gain > NEGLIGIBLE
        if not going.any():
            break
        if not going.all():
            rows, s, z = rows[going], s[going], z[going]
            term, at_least, stay, survive = (
                term[going],
                at_least[going],
                stay[going],
                survive[going],
            )
        ctx.check()
    return total
