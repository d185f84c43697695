"""How long a shop of this size must compare before it can know."""

from __future__ import annotations

from math import inf

from scipy.stats import norm

POWER_SHARE = 0.8


def weeks_to_proof(
    *,
    p_without: float,
    uplift_share: float,
    sent_per_week: float,
    held_per_week: float,
    bound: float = 1.959964,
) -> float:
    """Weeks until a true uplift is seen in 80 of 100 shops like this one; inf = never.

    Sample size of a difference of two shares (Fleiss 1981, 3.2, without continuity correction),
    one look at |z| > ``bound``.
    """
    if uplift_share <= 0 or sent_per_week <= 0 or held_per_week <= 0:
        return inf
    p_with = min(p_without + uplift_share, 1.0)
    of_a_week = p_without * (1 - p_without) / held_per_week + p_with * (1 - p_with) / sent_per_week
    z = bound + float(norm.ppf(POWER_SHARE))
    return of_a_week * (z / uplift_share) ** 2
