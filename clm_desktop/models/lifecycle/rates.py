"""Rates with their ranges: shares of people, times until something happens, two shares compared."""

from __future__ import annotations

from math import erfc, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from clm_desktop.models.lifecycle.results import Curve

Days = NDArray[np.int32]
Shares = NDArray[np.float64]
CONFIDENCE = 0.95
MIN_PEOPLE, MIN_OUTCOMES = 30, 5  # below these two shares are not compared


def normal_quantile(confidence: float) -> float:
    """Return z of a two-sided range: 0.95 -> 1.96."""
    return float(ndtri(0.5 + confidence / 2))


def wilson(hits: float, people: float, z: float) -> tuple[float, float]:
    """Range of a share (Wilson 1927, score interval); (0, 1) for nobody."""
    if people <= 0:
        return 0.0, 1.0
    share, ratio = hits / people, z * z / people
    middle = (share + ratio / 2) / (1 + ratio)
    half = z / (1 + ratio) * sqrt(share * (1 - share) / people + ratio / (4 * people))
    return max(middle - half, 0.0), min(middle + half, 1.0)


def two_shares(hits: int, people: int, other_hits: int, other_people: int) -> float:
    """p-value of two shares being one, by the pooled two-proportion z test, two-sided.

    nan where either side has fewer than 30 people or either outcome is expected fewer than five
    times: then too few to tell.
    """
    if min(people, other_people) < MIN_PEOPLE:
        return float("nan")
    pooled = (hits + other_hits) / (people + other_people)
    if min(people, other_people) * min(pooled, 1 - pooled) < MIN_OUTCOMES:
        return float("nan")
    error = sqrt(pooled * (1 - pooled) * (1 / people + 1 / other_people))
    return erfc(abs(hits / people - other_hits / other_people) / error / sqrt(2))


def time_to_event(days: Days, seen: NDArray[np.bool_], z: float) -> Curve:
    """Kaplan-Meier share with the event within t, at every t where one happened.

    S(t) = prod(1 - d/n) over event days <= t (Kaplan and Meier 1958), Greenwood's variance on the
    log(-log) scale for the range (Kalbfleisch and Prentice 2002, 1.4), which keeps it within 0..1.
    Those watched for t days only and without the event count as watched on day t. Where everybody
    had the event, as few may be left as the range before and Wilson's of those last watched allow:
    they are often one, which alone would say nothing. Cost: O(n).
    """
    length = int(days.max(initial=0)) + 1
    events = np.bincount(days[seen], minlength=length)
    gone = np.bincount(days, minlength=length)
    watched = len(days) - (np.cumsum(gone) - gone)
    at = np.flatnonzero(events)
    d, n = events[at].astype(np.float64), watched[at].astype(np.float64)
    stay = np.cumprod(1 - d / n).astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        greenwood = np.cumsum(d / (n * (n - d)))
        width = np.exp(z * np.sqrt(greenwood) / np.abs(np.log(stay)))
    low, high = 1 - stay ** (1 / width), 1 - stay**width
    for i in np.flatnonzero(stay <= 0):
        before = low[i - 1] if i else 0.0
        low[i], high[i] = 1 - (1 - before) * (1 - wilson(float(n[i]), float(n[i]), z)[0]), 1.0
    share = (1 - stay).astype(np.float64)
    return Curve(day=at.astype(np.int32), share=share, low=low, high=high, followed=watched[at])


def at_days(curve: Curve, days: Days, tenure: Days, z: float, least: int) -> Curve:
    """Read a curve at given days; nan where fewer than ``least`` could be watched for so long.

    ``tenure`` is how long each customer could be watched. Before the first event the share is 0,
    with Wilson's range for those watched.
    """
    ordered = np.sort(tenure)
    followed = len(tenure) - np.searchsorted(ordered, days, side="left")
    place = np.searchsorted(curve.day, days, side="right") - 1
    share, low, high = np.zeros((3, len(days)))
    past = place >= 0
    share[past], low[past], high[past] = (
        column[place[past]] for column in (curve.share, curve.low, curve.high)
    )
    for i in np.flatnonzero(~past):
        high[i] = wilson(0, float(followed[i]), z)[1]
    few = followed < least
    for column in (share, low, high):
        column[few] = np.nan
    return Curve(day=days, share=share, low=low, high=high, followed=followed)
