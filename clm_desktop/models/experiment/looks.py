"""How often one may look at a running comparison and still claim only what is proved.

Looking every week at the usual 5 % line calls three in ten worthless campaigns a success
(plan_science.md, 2.5). So verdicts are taken at planned looks with the bounds of O'Brien & Fleming,
and what is shown in between is a confidence sequence that holds at every moment.
"""

from __future__ import annotations

from functools import lru_cache
from math import log, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.stats import norm

_STEP = 0.01  # of the grid on which the path of the statistic is followed
_REACH = 8.5  # standard errors; further out is nothing


@lru_cache(maxsize=32)
def obrien_fleming(looks: int, alpha: float) -> tuple[float, ...]:
    """Bounds on |z| at equally spaced looks, two-sided error ``alpha`` over all of them.

    O'Brien & Fleming 1979, Biometrics 35(3), as tabulated by Jennison & Turnbull 2000, table 2.3.
    Cost: a few ms, once per pair.

    Raises
    ------
    ValueError
        For no looks or an ``alpha`` outside (0, 1).
    """
    if looks < 1 or not 0 < alpha < 1:
        raise ValueError(f"looks {looks}, alpha {alpha}")
    single = float(norm.ppf(1 - alpha / 2))
    if looks == 1:
        return (single,)

    def excess(c: float) -> float:
        return crossing(_bounds(c, looks)) - alpha

    c = float(brentq(excess, single, single * 1.5, xtol=1e-6))
    return tuple(_bounds(c, looks).tolist())


def _bounds(c: float, looks: int) -> NDArray[np.float64]:
    return c * np.sqrt(looks / np.arange(1, looks + 1))


def crossing(bounds: NDArray[np.float64]) -> float:
    """Chance that |z| passes a bound at any of equally spaced looks, where nothing is going on.

    The recursion of Armitage, McPherson & Rowe 1969 on the running sum, each look one
    unit of variance.
    """
    grid = np.arange(-_REACH, _REACH + _STEP, _STEP) * sqrt(len(bounds))
    width = grid[1] - grid[0]
    inside = norm.pdf(grid)
    reach = int(_REACH / width)
    kernel = norm.pdf(np.arange(-reach, reach + 1) * width) * width
    for look, bound in enumerate(bounds, start=1):
        if look > 1:
            inside = np.convolve(inside, kernel, mode="same")
        # the cell that the bound cuts counts for the part of it that is inside
        limit = bound * sqrt(look)
        share = np.clip((limit - np.abs(grid)) / width + 0.5, 0.0, 1.0)
        inside = inside * share
    return float(1.0 - inside.sum() * width)


def always_valid(standard_error: float, likely_effect: float, alpha: float) -> float:
    """Half-width of a band that holds at every look at once, however often one looks.

    Normal-mixture confidence sequence (Robbins 1970, Ann. Math. Stat. 41(5), eq. 19; Waudby-Smith
    et al. 2021, eq. 5), with effects of about ``likely_effect`` mixed in, where it is tightest.
    """
    if not standard_error > 0 or not likely_effect > 0:
        return float("nan")
    weight = (likely_effect / standard_error) ** 2
    z = sqrt((1 + weight) / weight * (2 * log(1 / alpha) + log(1 + weight)))
    return z * standard_error
