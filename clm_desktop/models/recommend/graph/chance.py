"""How likely a count is an accident, and how many accidents stand among many findings.

Findings are kept at a false discovery rate: of all that are kept at q, a share of q is expected
to be accident (Benjamini & Hochberg, JRSS B 1995, procedure 1).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

MOST_ACCIDENTS = 0.01  # of the relations that are shown

Counts = NDArray[np.integer]


def more_than(count: Counts, expected: NDArray[np.float64]) -> NDArray[np.float64]:
    """Chance of so many or more where ``expected`` come by accident (Poisson)."""
    from scipy.special import gammainc

    seen = np.maximum(count, 0).astype(np.float64)
    tail = gammainc(np.maximum(seen, 1e-12), np.maximum(expected, 1e-12))
    return np.asarray(np.where(seen > 0, tail, 1.0), np.float64)


def more_of(count: Counts, of: Counts, share: NDArray[np.float64] | float) -> NDArray[np.float64]:
    """Chance of so many or more of ``of``, each with the chance ``share`` (binomial)."""
    from scipy.special import betainc

    seen, rest = np.maximum(count, 0).astype(np.float64), (of - count).astype(np.float64)
    tail = betainc(np.maximum(seen, 1e-12), rest + 1.0, share)
    return np.asarray(np.where(seen > 0, tail, 1.0), np.float64)


def more_drawn(count: Counts, of: Counts, marked: Counts, every: Counts) -> NDArray[np.float64]:
    """Chance of so many or more marked among ``of`` drawn (Fisher's exact test, one-sided)."""
    from scipy.stats import hypergeom

    return np.asarray(hypergeom.sf(count - 1, every, marked, of), np.float64)


def false_share(p: NDArray[np.float64], tested: float | None = None) -> NDArray[np.float64]:
    """For each finding the share of accidents among all that are at least as sure (its q).

    ``tested`` is how many were looked at, more than there are ``p`` where most were dropped for
    rare counts: those count as p = 1.
    """
    m = float(len(p)) if tested is None else max(tested, len(p))
    order = np.argsort(p, kind="stable")
    q = p[order] * m / np.arange(1, len(p) + 1)
    falling = np.minimum.accumulate(q[::-1])[::-1]
    out = np.empty(len(p))
    out[order] = np.minimum(falling, 1.0)
    return out
