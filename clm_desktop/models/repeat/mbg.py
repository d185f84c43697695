"""Repeat-purchase models BG/NBD, MBG/NBD and MBG/CNBD-k: fitted by exact analytic gradients.

While a customer is active, purchases come at random with an own rate (gamma over customers), k
Erlang stages each; after every purchase, in the MBG family after the first one too, the customer
may leave for good (beta over customers).

Sources: Fader, Hardie and Lee 2005, Marketing Science 24(2), eq. 3-4 (BG/NBD); Batislam, Denizel
and Filiztekin 2007 (MBG/NBD); Platzer and Reutterer 2017 (MBG/CNBD-k).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import betaln, digamma, expit, gammaln

from clm_desktop.core.run import RunContext
from clm_desktop.features.history import History

Array = NDArray[np.float64]
Likelihood = Callable[[Array], tuple[float, Array]]
DAYS_PER_UNIT = 7.0  # the models count in weeks
PRIOR_SD = np.array([1.0, 1.5, 1.0, 1.0])
MAX_LOG_PARAMETER = 15.0
FIT_SAMPLE = 50_000
WARM_UP_ABOVE, WARM_UP_SAMPLE = 20_000, 5_000
SMALL_STEP = 1e-4  # of a log parameter, for the curvature
SETTLED = 1e-6  # slope along the axes: 5e-13 of mean log-likelihood below the top
LEAST_CURVATURE = 1e-6  # per customer and squared log parameter: flatter is no maximum to trust


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeats:
    """What the models need per customer: repeat events, last and elapsed time in weeks."""

    x: Array  # events after the first
    t_x: Array  # first to last event
    big_t: Array  # first event to as-of day
    log_gap_sum: Array

    def __len__(self) -> int:
        """Number of customers."""
        return len(self.x)

    def take(self, rows: NDArray[np.int64]) -> Repeats:
        """Return some of the customers."""
        return Repeats(
            x=self.x[rows],
            t_x=self.t_x[rows],
            big_t=self.big_t[rows],
            log_gap_sum=self.log_gap_sum[rows],
        )


@dataclass(frozen=True, slots=True)
class Fit:
    """Parameters of one model: purchase rate ~ gamma(r, alpha), leaving ~ beta(a, b)."""

    r: float
    alpha: float
    a: float
    b: float
    k: int
    log_likelihood: float  # without the prior


def repeats_of(facts: History) -> Repeats:
    """Put the facts of a day into the models' terms."""
    return Repeats(
        x=facts.events - 1,
        t_x=(facts.tenure_days - facts.days_since) / DAYS_PER_UNIT,
        big_t=facts.tenure_days / DAYS_PER_UNIT,
        log_gap_sum=facts.log_gap_sum,
    )


# ---- likelihood -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Counts:
    """Distinct repeat counts: the only places where gamma functions are needed."""

    value: Array
    row: NDArray[np.intp]  # where each customer finds its own
    count: Array  # customers that have it


def counts_of(data: Repeats) -> Counts:
    """Find the distinct repeat counts, once per fit."""
    value, row, count = np.unique(data.x, return_inverse=True, return_counts=True)
    return Counts(value, row, count.astype(np.float64))


def _stages(m: Array, y: Array, k: int) -> tuple[Array, Array, Array]:
    """Sum over the stages passed since the last event, and its derivatives by m and by y."""
    total, by_m, by_y = np.ones_like(y), np.zeros_like(y), np.zeros_like(y)
    if k >= 2:
        total, by_m, by_y = total + m * y, by_m + y, by_y + m
    if k >= 3:
        half = y * y / 2
        total = total + m * (m + 1) * half
        by_m = by_m + (2 * m + 1) * half
        by_y = by_y + m * (m + 1) * y
    return total, by_m, by_y


def _softplus_and_sigmoid(u: Array) -> tuple[float, Array]:
    """Sum of log(1 + exp(u)), and 1 / (1 + exp(-u)); a second exp is cheaper than a choice."""
    whole = 1 + np.exp(-np.abs(u))
    total = float(np.maximum(u, 0.0).sum() + np.log(whole).sum())
    return total, np.exp(np.minimum(u, 0.0)) / whole


def mbg_log_likelihood(
    log_parameters: Array, data: Repeats, counts: Counts, k: int
) -> tuple[float, Array]:
    """Log-likelihood of MBG/CNBD-k (k 1..3) and its gradient by the log parameters.

    Cost: gamma functions only on distinct counts; two logarithms and a sigmoid per row.
    """
    r, alpha, a, b = np.exp(log_parameters)
    value, row, count = counts.value, counts.row, counts.count
    m_value, m = r + k * value, r + k * data.x
    from_t_x, from_t = alpha + data.t_x, alpha + data.big_t
    log_t_x, d_t_x, d_t = np.log(from_t_x), 1 / from_t_x, 1 / from_t
    log_odds_value = np.log((b + value) / a)
    shift = log_t_x - np.log(from_t)
    u = m * shift + log_odds_value[row]
    if k > 1:
        y = (data.big_t - data.t_x) * d_t
        stages, stages_by_m, stages_by_y = _stages(m, y, k)
        u += np.log(stages)
    softened, alive = _softplus_and_sigmoid(u)
    per_value = (
        betaln(a, b + value) - betaln(a, b) + gammaln(m_value) - gammaln(r) + r * np.log(alpha)
    ) + np.log(a / (a + b + value))
    total = count @ per_value - m @ log_t_x + softened
    total += (k - 1) * data.log_gap_sum.sum() - data.x.sum() * gammaln(k)

    by_r = count @ (digamma(m_value) - digamma(r) + np.log(alpha)) - log_t_x.sum()
    by_r += alive @ shift
    by_alpha = len(data) * r / alpha - m @ d_t_x
    by_alpha += (alive * m) @ (d_t_x - d_t)
    if k > 1:
        by_r += alive @ (stages_by_m / stages)
        by_alpha -= alive @ (stages_by_y / stages * y * d_t)
    tail = digamma(a + b) - digamma(a + b + value) - 1 / (a + b + value)
    by_a = count @ (tail + 1 / a) - alive.sum() / a
    by_b = count @ (tail + digamma(b + value) - digamma(b)) + alive @ (1 / (b + value))[row]
    return float(total), np.array([by_r * r, by_alpha * alpha, by_a * a, by_b * b])


def bg_log_likelihood(log_parameters: Array, data: Repeats, counts: Counts) -> tuple[float, Array]:
    """Log-likelihood of BG/NBD (nobody leaves before the first repeat) and its gradient."""
    r, alpha, a, b = np.exp(log_parameters)
    value, row, count = counts.value, counts.row, counts.count
    repeat = value > 0
    safe = np.where(repeat, value, 1.0)
    log_t_x, log_t = np.log(alpha + data.t_x), np.log(alpha + data.big_t)
    log_odds_value = np.where(repeat, np.log((b + safe - 1) / a), np.inf)
    m = r + data.x
    u = m * (log_t_x - log_t) + log_odds_value[row]
    alive = expit(u)
    per_value = betaln(a, b + value) - betaln(a, b) + gammaln(r + value) - gammaln(r)
    per_value = per_value + r * np.log(alpha)
    finite = np.where(repeat[row], u, 0.0)
    gone_term = np.logaddexp(0.0, -finite) * repeat[row]  # log(1 + odds of having left)
    total = count @ per_value - m @ log_t + gone_term.sum()

    left = 1 - alive
    by_r = count @ (digamma(r + value) - digamma(r) + np.log(alpha)) - log_t.sum()
    by_r -= left @ (log_t_x - log_t)
    d_t_x, d_t = 1 / (alpha + data.t_x), 1 / (alpha + data.big_t)
    by_alpha = len(data) * r / alpha - m @ d_t - left @ (m * (d_t_x - d_t))
    both = digamma(a + b) - digamma(a + b + value)
    by_a = count @ both + left.sum() / a
    by_b = count @ (both + digamma(b + value) - digamma(b)) - left @ (1 / (b + safe[row] - 1))
    return float(total), np.array([by_r * r, by_alpha * alpha, by_a * a, by_b * b])


# ---- fit ------------------------------------------------------------------------------------


def fit_mbg(data: Repeats, k: int, ctx: RunContext, *, prior: bool = True) -> Fit:
    """Fit MBG/CNBD-k; with the weak prior no shop, however small or odd, makes it fail.

    The prior is normal on the log parameters around r .6, alpha a quarter of the mean elapsed
    time, a .8, b 2.5. Cost: about 18 evaluations, 8 on all of many customers; 100k 0.03 CPU s.
    """
    near = None
    if len(data) > WARM_UP_ABOVE:  # most steps on a few customers, the last ones on all
        some = data.take(np.arange(0, len(data), len(data) // WARM_UP_SAMPLE))
        few = fit_mbg(some, k, ctx, prior=prior)
        of_some = partial(mbg_log_likelihood, data=some, counts=counts_of(some), k=k)
        near = _near(of_some, np.log([few.r, few.alpha, few.a, few.b]), len(some))
    whole = partial(mbg_log_likelihood, data=data, counts=counts_of(data), k=k)
    return _maximise(whole, data, k, ctx, prior=prior, near=near)


def fit_bg(data: Repeats, ctx: RunContext, *, prior: bool = False) -> Fit:
    """Fit BG/NBD, kept as the published reference; its P(alive) is no risk score."""
    whole = partial(bg_log_likelihood, data=data, counts=counts_of(data))
    return _maximise(whole, data, 1, ctx, prior=prior)


def fit_best_k(data: Repeats, ctx: RunContext) -> Fit:
    """Fit the regularity: k of 1..3 with the highest likelihood; ties go to the smaller k."""
    return max((fit_mbg(data, k, ctx) for k in (1, 2, 3)), key=lambda fit: fit.log_likelihood)


@dataclass(frozen=True, slots=True)
class Near:
    """Where the maximum of a few customers is, and axes along which it falls off alike."""

    start: Array  # (4,) log parameters
    axes: Array  # (4, 4): one step along a column costs half a point of mean log-likelihood


def _near(log_likelihood: Likelihood, at: Array, n: int) -> Near | None:
    """Curvature of the mean log-likelihood of ``n`` customers; None where it is not curved.

    The few know it to some percent, so that Newton's steps with it settle after four or five.
    """
    if float(np.abs(at).max()) > MAX_LOG_PARAMETER - 1:
        return None
    curve = np.zeros((4, 4))
    for i, step in enumerate(np.eye(4) * SMALL_STEP):
        curve[i] = (log_likelihood(at - step)[1] - log_likelihood(at + step)[1]) / (2 * SMALL_STEP)
    values, vectors = np.linalg.eigh((curve + curve.T) / (2 * n))
    if values[0] < LEAST_CURVATURE:
        return None
    return Near(at, vectors / np.sqrt(values))


def _maximise(
    log_likelihood: Likelihood,
    data: Repeats,
    k: int,
    ctx: RunContext,
    *,
    prior: bool,
    near: Near | None = None,
) -> Fit:
    mean_t = float(data.big_t.mean()) if len(data) else 1.0
    centre = np.log([0.6, max(0.25 * mean_t, 0.05) / k, 0.8, 2.5])

    def loss(z: Array) -> tuple[float, Array]:
        ctx.check()
        value, slope = log_likelihood(z) if len(data) else (0.0, np.zeros(4))
        if prior:
            pull = (z - centre) / PRIOR_SD
            value, slope = value - pull @ pull / 2, slope - pull / PRIOR_SD
        scale = max(len(data), 1)
        return -value / scale, -slope / scale

    found = _lowest(loss, centre, near)
    value = log_likelihood(found)[0] if len(data) else 0.0
    r, alpha, a, b = (float(v) for v in np.exp(found))
    return Fit(r, alpha, a, b, k, value)


def _lowest(loss: Likelihood, centre: Array, near: Near | None) -> Array:
    """Minimise from ``near``, or within bounds from the centre where that does not settle."""
    at = None if near is None else _settled(loss, near)
    if at is not None:
        return at
    bounds = [(-MAX_LOG_PARAMETER, MAX_LOG_PARAMETER)] * 4
    found = minimize(
        *(loss, centre),
        jac=True,
        method="L-BFGS-B",
        bounds=bounds,
        options={"ftol": 1e-13, "gtol": 1e-7},
    )
    lowest: Array = found.x
    return lowest


def _settled(loss: Likelihood, near: Near) -> Array | None:
    """Newton's steps with the curvature of the few; None where they do not close in fast."""
    at, before = near.start, np.inf
    while float(np.abs(at).max()) < MAX_LOG_PARAMETER:
        slope = near.axes.T @ loss(at)[1]
        steepness = float(np.linalg.norm(slope))
        if steepness < SETTLED:
            return at
        if not steepness < before / 2:
            return None
        at, before = at - near.axes @ slope, steepness
    return None
