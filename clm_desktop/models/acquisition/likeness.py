"""In what the best customers began otherwise than the rest: whom to look for."""

from __future__ import annotations

from dataclasses import dataclass
from math import erfc, sqrt

import numpy as np
from numpy.typing import NDArray

from clm_desktop.models.acquisition.results import Likeness

BEST_SHARE = 0.2
FALSE_SHARE = 0.1  # of what is named, by chance alone (Benjamini & Hochberg 1995)
LEAST = 5  # of the best customers
LEAST_EXPECTED = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Trait:
    """One thing that is known of how customers began, or where they live."""

    name: str
    label: NDArray[np.integer]  # per customer, position in keys; -1 = not told
    keys: tuple[str, ...]


def best_rows(value_cents: NDArray[np.float64]) -> NDArray[np.int32]:
    """The fifth of the customers that is worth most, best first; nan and 0 are never best."""
    worth = np.nan_to_num(value_cents, nan=0.0)
    order = np.argsort(-worth, kind="stable")[: round(len(worth) * BEST_SHARE)]
    return order[worth[order] > 0].astype(np.int32)


def likenesses(traits: tuple[Trait, ...], best: NDArray[np.int32]) -> tuple[Likeness, ...]:
    """Traits that the best show more often than the rest, the clearest first.

    Two shares by the pooled z test, all traits together held to one false finding in ten.
    Cost: O(customers) per trait.
    """
    found = [one for trait in traits for one in _of_trait(trait, best)]
    found.sort(key=lambda one: one.p_value)
    last = 0
    for place, one in enumerate(found, start=1):
        if one.p_value <= FALSE_SHARE * place / len(found):
            last = place
    kept = [one for one in found[:last] if one.lift > 1]
    return tuple(sorted(kept, key=lambda one: -one.lift))


def _of_trait(trait: Trait, best: NDArray[np.int32]) -> list[Likeness]:
    known = trait.label >= 0
    among = np.zeros(len(trait.label), np.bool_)
    among[best] = True
    size = len(trait.keys)
    of_best = np.bincount(trait.label[known & among], minlength=size)
    of_rest = np.bincount(trait.label[known & ~among], minlength=size)
    n_best, n_rest = int(of_best.sum()), int(of_rest.sum())
    made = []
    for place, key in enumerate(trait.keys):
        hits, others = int(of_best[place]), int(of_rest[place])
        pooled = (hits + others) / max(n_best + n_rest, 1)
        if (
            not key
            or hits < LEAST
            or min(n_best, n_rest) * min(pooled, 1 - pooled) < LEAST_EXPECTED
        ):
            continue
        share, rest = hits / n_best, others / n_rest
        error = sqrt(pooled * (1 - pooled) * (1 / n_best + 1 / n_rest))
        made.append(
            Likeness(
                trait=trait.name,
                value=key,
                best=hits,
                best_share=share,
                rest_share=rest,
                lift=share / rest if rest > 0 else float("inf"),
                p_value=erfc(abs(share - rest) / error / sqrt(2)),
            )
        )
    return made
