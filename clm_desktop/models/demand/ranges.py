"""Ranges that cover: how much a product may sell in the next weeks, and one in how many times more.

The sum over some weeks follows a negative binomial distribution with the forecast as its mean and
the product's own past errors over as many weeks as its variance, drawn to products of like size.
What was really covered in the past then moves the levels (Kuleshov et al. 2018, Algorithm 1).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import nbinom

LEVELS = (0.025, 0.1, 0.5, 0.8, 0.9, 0.95, 0.975, 0.98)  # what may be asked for
PAST_WEEKS = 52  # errors older than a year say little about the next weeks
_LIKE_SIZE = 50  # products on either side, by size, that a product's variance is drawn to
_PRIOR_SPANS = 3.0  # how many spans of weeks the like-sized ones count for
_FEWEST_SPANS = 3  # past sums of a product that its own spread needs
_LEAST_SAID = 0.05  # units: of what was said to sell nothing, nothing can be learned
_FEWEST_TESTS = 200  # sums below which the levels stay as they are
_MAX_SIZES = 20

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Matrix = NDArray[np.floating]


@dataclass(frozen=True, slots=True, kw_only=True)
class PastErrors:
    """What smoothing said at each past week beside what came: (products, origins), NaN unknown."""

    span_weeks: int
    said: Floats
    came: Floats


def past_errors(units: Matrix, is_open: Bools, path: Floats, span_weeks: int) -> PastErrors:
    """Sums over ``span_weeks`` of the last year's weeks beside the level known before them."""
    n = units.shape[1]
    origins = np.arange(max(1, n - PAST_WEEKS - span_weeks), n - span_weeks + 1)
    if not len(origins):
        none = np.zeros((len(units), 0))
        return PastErrors(span_weeks=span_weeks, said=none, came=none)
    sold = np.concatenate(
        (np.zeros((len(units), 1)), np.cumsum(units, axis=1, dtype=np.float64)), axis=1
    )
    opened = np.concatenate(([0], np.cumsum(is_open)))
    weeks = opened[origins + span_weeks] - opened[origins]
    said = path[:, origins] * np.where(weeks > 0, weeks, np.nan)
    came = sold[:, origins + span_weeks] - sold[:, origins]
    return PastErrors(span_weeks=span_weeks, said=said, came=came)


def spread(errors: PastErrors) -> Floats:
    """Squared coefficient of variation of each product's sums: error variance by mean squared.

    Drawn to the mean of the 100 products of nearest size by the number of spans seen. Cost:
    O(n log n).
    """
    known = np.isfinite(errors.said)
    seen = known.sum(axis=1)
    squares = np.where(known, (errors.came - errors.said) ** 2, 0.0).sum(axis=1)
    said = np.where(known, errors.said, 0.0).sum(axis=1)
    has = (seen > 0) & (said > 0)
    mean = np.where(has, said / np.maximum(seen, 1), np.nan)
    own = np.where(has, squares / np.maximum(seen, 1) / np.where(has, mean, 1.0) ** 2, np.nan)
    like = _of_like_size(own, mean)
    spans = seen / max(errors.span_weeks, 1)
    drawn = (spans * np.nan_to_num(own) + _PRIOR_SPANS * like) / (spans + _PRIOR_SPANS)
    return np.asarray(np.where(has, drawn, like), np.float64)


def level_map(errors: PastErrors) -> dict[float, Floats]:
    """Probability to ask each product's distribution for, so that LEVELS cover what they say.

    The share of past sums below each level, read backwards, among products of like size: spikes
    skew what sells much otherwise than what sells little. A sum's own error is left out of the
    variance that judges it. Cost: 5,000 products about 0.2 CPU s.
    """
    n = len(errors.said)
    known = np.isfinite(errors.said) & (errors.said > _LEAST_SAID)
    known &= known.sum(axis=1, keepdims=True) > _FEWEST_SPANS
    mean = np.where(known, errors.said, 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    cv2 = _spread_of_others(errors, known, mean)
    place = np.full(errors.said.shape, np.nan)
    place[known] = _place(errors.came[known], errors.said[known], cv2[known])
    levels = {level: np.full(n, level) for level in LEVELS}
    by_size = np.argsort(mean, kind="stable")
    for products in np.array_split(by_size, max(1, min(_MAX_SIZES, n // (2 * _LIKE_SIZE)))):
        places = place[products]
        places = places[np.isfinite(places)]
        if len(places) >= _FEWEST_TESTS:
            for level in LEVELS:
                levels[level][products] = np.quantile(places, level)
    return levels


def _spread_of_others(errors: PastErrors, known: Bools, mean: Floats) -> Floats:
    """Spread as in :func:`spread`, but for each sum without its own error."""
    squares = np.where(known, (errors.came - errors.said) ** 2, 0.0)
    count = known.sum(axis=1)
    size2 = np.maximum(mean, 1e-9) ** 2
    whole = np.where(count > 0, squares.sum(axis=1) / np.maximum(count, 1) / size2, np.nan)
    like = _of_like_size(whole, np.where(count > 0, mean, np.nan))[:, None]
    others = (squares.sum(axis=1)[:, None] - squares) / np.maximum(count - 1, 1)[:, None]
    spans = np.maximum(count - 1, 0)[:, None] / max(errors.span_weeks, 1)
    drawn = spans * others / size2[:, None] + _PRIOR_SPANS * like
    return np.asarray(drawn / (spans + _PRIOR_SPANS), np.float64)


def quantile(mean: Floats, cv2: Floats, probability: Floats) -> Floats:
    """Smallest whole number that the sum stays at or below with this probability."""
    size, success = _shape(np.maximum(mean, 1e-6), cv2)
    asked = np.clip(probability, 1e-6, 1 - 1e-6)
    return np.where(mean > 0, nbinom.ppf(asked, size, success), 0.0)


def ends(
    mean: Floats, cv2: Floats, low: Floats | float, high: Floats | float
) -> tuple[Floats, Floats]:
    """Whole numbers that hold the sum, ends included, with chance nearest to ``high - low``.

    Steps of a distribution of whole numbers seldom end where they are asked to. :func:`quantile`
    always takes the step above, which is right for stock; a range that did so at both ends would
    hold too much.
    """
    first, last = quantile(mean, cv2, np.asarray(low)), quantile(mean, cv2, np.asarray(high))
    size, success = _shape(np.maximum(mean, 1e-6), cv2)
    below, through = nbinom.cdf(first - 1, size, success), nbinom.cdf(first, size, success)
    first = np.where(through - low < low - below, first + 1, first)
    through, below = nbinom.cdf(last, size, success), nbinom.cdf(last - 1, size, success)
    last = np.where((through - high > high - below) & (last > first), last - 1, last)
    return np.where(mean > 0, np.minimum(first, last), 0.0), np.where(mean > 0, last, 0.0)


def width_factor(said: Floats, came: Floats, cv2: Floats, tails: tuple[Floats, Floats]) -> float:
    """What variances are to be multiplied by so that ranges between ``tails`` hold 80 % of sums.

    Bounded to half and to twice. Cost: 12 steps of halving, each a pass over the sums.
    """
    low, high = -math.log(2.0), math.log(2.0)
    for _ in range(12):
        middle = (low + high) / 2
        first, last = ends(said, cv2 * math.exp(middle), *tails)
        if ((came >= first) & (came <= last)).mean() < 0.8:
            low = middle
        else:
            high = middle
    return math.exp((low + high) / 2)


def most_in_span(units: Matrix, span_weeks: int) -> Floats:
    """The largest sum over so many weeks on end that each product ever sold; 0 of none."""
    n = units.shape[1]
    if not n:
        return np.zeros(len(units))
    sold = np.concatenate(
        (np.zeros((len(units), 1)), np.cumsum(units, axis=1, dtype=np.float64)), axis=1
    )
    span = min(span_weeks, n)
    return np.asarray((sold[:, span:] - sold[:, : n - span + 1]).max(axis=1), np.float64)


def _place(came: Floats, said: Floats, cv2: Floats) -> Floats:
    """Where each sum fell in its distribution, 0..1: the middle of its step (mid-p)."""
    size, success = _shape(said, cv2)
    whole = np.floor(np.maximum(came, 0))
    below = nbinom.cdf(whole - 1, size, success)
    at = nbinom.cdf(whole, size, success)
    return np.asarray((below + at) / 2, np.float64)


def _shape(mean: Floats, cv2: Floats) -> tuple[Floats, Floats]:
    """Negative binomial with this mean and variance; never narrower than about Poisson."""
    variance = np.maximum(cv2 * mean * mean, 1.02 * mean)
    return mean * mean / (variance - mean), mean / variance


def _of_like_size(own: Floats, size: Floats) -> Floats:
    """Mean of ``own`` over the products of nearest size, each capped at the 95th percentile."""
    known = np.flatnonzero(np.isfinite(own) & np.isfinite(size))
    if not len(known):
        return np.ones(len(own))
    by_size = known[np.argsort(size[known], kind="stable")]
    capped = np.minimum(own[by_size], np.quantile(own[by_size], 0.95))
    total = np.concatenate(([0.0], np.cumsum(capped)))
    at = np.arange(len(by_size))
    low = np.maximum(at - _LIKE_SIZE, 0)
    high = np.minimum(at + _LIKE_SIZE + 1, len(by_size))
    like = np.full(len(own), float(capped.mean()))
    like[by_size] = (total[high] - total[low]) / (high - low)
    return like
