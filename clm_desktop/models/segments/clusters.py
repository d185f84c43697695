"""Groups that the computer finds, with a k that holds up when the shop's customers are drawn again.

Why not the k with the best silhouette: on raw RFM it praises a split of 0.4 % against 99.6 % that
says nothing about the future (customer_science.md, section 8). Once found, the groups stay: later
files are sorted into the same ones, so that who moves really moved, until the owner asks for new
ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.message import Message
from clm_desktop.core.run import RunContext
from clm_desktop.features.customer_table import CustomerTable
from clm_desktop.models.one_thread import one_thread
from clm_desktop.models.results import (
    ClusterQuality,
    ClusterTrial,
    FoundGroups,
    SegmentScheme,
    Trust,
)
from clm_desktop.models.segments import gmm
from clm_desktop.models.segments.cluster_names import name_clusters, words_of
from clm_desktop.models.segments.gmm import Mixture, MixtureTrial
from clm_desktop.models.segments.group_facts import describe, refused
from clm_desktop.models.segments.kmeans import (
    Clustering,
    cluster,
    familiar,
    fit,
    inertia_of,
    nearest_centre,
)
from clm_desktop.models.segments.plane import Array, Plane, plane_of, standardised

__all__ = ["cluster", "clusters", "plane_of", "soft_groups", "standardised"]

T = TypeVar("T", Clustering, MixtureTrial)
KMEANS, GMM = "kmeans", "gmm"
CLUSTERS, SOFT = "clusters", "soft"  # names of the schemes
MIN_CUSTOMERS = 50
PER_CLUSTER = 15
SMALLEST_K, LARGEST_K = 3, 8
FALLBACK_LARGEST_K = 5
STABILITY_SAMPLE, MIXTURE_SAMPLE, SILHOUETTE_SAMPLE = 6_000, 2_500, 4_000
STABLE_ARI, SMALLEST_SHARE = 0.90, 0.03
CLEAR_SILHOUETTE, BLURRY_SILHOUETTE = 0.5, 0.25
WORN = 0.10  # new groups would be nearer to the customers by so much


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sample:
    """What groups are looked for among: different customers in an order of their own."""

    plane: Plane
    x: Array
    largest: int


def clusters(
    table: CustomerTable,
    trust: Trust,
    seed: int,
    ctx: RunContext,
    *,
    asked_k: int = 0,
    standing: FoundGroups | None = None,
) -> SegmentScheme:
    """K-means groups by recency, frequency and money; refused below 50 customers.

    ``standing`` groups are used again; else k is the largest of 3..8 of which refits from random
    starts agree with a mean ARI of at least 0.90 and no cluster is below 3 %, else the most stable
    of 3..5; at most one cluster per 15 customers. ``asked_k`` overrules. Row order does not matter.
    Cost: new groups about 1.5 s at any size, standing ones 0.1 s and O(n).
    """
    sample = _sample(table, trust, CLUSTERS, seed)
    if isinstance(sample, SegmentScheme):
        return sample
    if standing is None:
        with one_thread():
            tried = [cluster(sample.x, k, seed, ctx) for k in _ks(sample, asked_k)]
            best = _chosen(tried)
            quality = _quality(sample.x, best, best.label, tuple(map(_trial, tried)), seed)
        label = nearest_centre(sample.plane.points(table), best.centres)
        order, patterns = name_clusters(table, label, len(best.centres))
        standing = FoundGroups(
            method=KMEANS,
            made_day=table.as_of_day,
            asked_k=asked_k,
            mean=sample.plane.mean,
            sd=sample.plane.sd,
            axes=sample.plane.axes,
            centres=best.centres[order],
            weight=np.bincount(label, minlength=len(order))[order] / len(table),
            spread=np.empty((0, 2, 2)),
            patterns=patterns,
            quality=quality,
        )
        return sorted_into(table, CLUSTERS, standing, None)
    return sorted_into(table, CLUSTERS, standing, _worn(table, standing, seed))


def soft_groups(
    table: CustomerTable,
    trust: Trust,
    seed: int,
    ctx: RunContext,
    *,
    asked_k: int = 0,
    standing: FoundGroups | None = None,
) -> SegmentScheme:
    """Groups with soft edges (a Gaussian mixture); everything else as for :func:`clusters`."""
    sample = _sample(table, trust, SOFT, seed)
    if isinstance(sample, SegmentScheme):
        return sample
    if standing is not None:
        return sorted_into(table, SOFT, standing, _worn(table, standing, seed))
    with one_thread():
        tried = []
        x = _canonical_sample(sample.x, MIXTURE_SAMPLE, seed)
        for k in _ks(sample, asked_k):
            centres = fit(x, k, seed)
            start = gmm.start_from(x, centres, nearest_centre(x, centres))
            tried.append(gmm.mixture(x, start, seed, ctx))
        best = _chosen(tried)
        trials = tuple(_mixture_trial(one, x) for one in tried)
        quality = _quality(x, best, best.label, trials, seed)
    chance = best.mixture.chances(sample.plane.points(table))
    order, patterns = name_clusters(table, chance.argmax(axis=1), len(best.mixture.weight))
    found = FoundGroups(
        method=GMM,
        made_day=table.as_of_day,
        asked_k=asked_k,
        mean=sample.plane.mean,
        sd=sample.plane.sd,
        axes=sample.plane.axes,
        centres=best.mixture.centres[order],
        weight=best.mixture.weight[order],
        spread=best.mixture.spread[order],
        patterns=patterns,
        quality=quality,
    )
    return sorted_into(table, SOFT, found, None)


def sorted_into(
    table: CustomerTable, scheme: str, found: FoundGroups, advice: Message | None
) -> SegmentScheme:
    """Put every customer into one of the groups that stand. Cost: O(n k)."""
    x = Plane(mean=found.mean, sd=found.sd, axes=found.axes).points(table)
    sureness, second = np.empty(0), np.empty(0, np.int16)
    if found.method == GMM:
        chance = _mixture_of(found).chances(x)
        place = chance.argmax(axis=1)
        sureness = chance[np.arange(len(x)), place]
        chance[np.arange(len(x)), place] = -1.0
        second = chance.argmax(axis=1)
    else:
        place = nearest_centre(x, found.centres).astype(np.int64)
    present = np.unique(place)
    words = tuple(words_of(scheme, found.patterns)[i] for i in present.tolist())
    where = np.full(len(found.centres), -1, np.int16)
    where[present] = np.arange(len(present), dtype=np.int16)
    label = where[place]
    return SegmentScheme(
        scheme=scheme,
        groups=describe(table, label, words),
        label=label,
        quality=found.quality,
        refused=None,
        found=found,
        advice=advice,
        sureness=sureness,
        second=where[second] if len(second) else second.astype(np.int16),
    )


def _sample(table: CustomerTable, trust: Trust, scheme: str, seed: int) -> _Sample | SegmentScheme:
    n = len(table)
    if trust.hidden_buyers is not None:
        return refused(scheme, n, trust.hidden_buyers)
    if n < MIN_CUSTOMERS:
        why = Message.of("segments.refused.few_customers", have=n, need=MIN_CUSTOMERS)
        return refused(scheme, n, why)
    plane = plane_of(table)
    x = _canonical_sample(plane.points(table), STABILITY_SAMPLE, seed)
    small = x if n <= STABILITY_SAMPLE else _canonical_sample(x, MIXTURE_SAMPLE, seed)
    largest = min(LARGEST_K, n // PER_CLUSTER, len(np.unique(np.round(small, 9), axis=0)))
    if largest < SMALLEST_K:
        return refused(scheme, n, Message.of("segments.refused.same_customers", customers=n))
    return _Sample(plane=plane, x=x, largest=largest)


def _ks(sample: _Sample, asked_k: int) -> Sequence[int]:
    """Every k that the shop supports, or the one that is asked for, as far as it goes."""
    if asked_k:
        return (min(max(asked_k, SMALLEST_K), sample.largest),)
    return range(SMALLEST_K, sample.largest + 1)


def _chosen(tried: list[T]) -> T:
    held = [
        one
        for one in tried
        if (one.cold_ari if isinstance(one, Clustering) else one.stability_ari) >= STABLE_ARI
        and _smallest(one.label) >= SMALLEST_SHARE
    ]
    if held:
        return held[-1]
    few = tried[: FALLBACK_LARGEST_K - SMALLEST_K + 1]
    return max(few, key=lambda one: one.stability_ari)


def _trial(one: Clustering) -> ClusterTrial:
    return ClusterTrial(
        k=len(one.centres),
        inertia=one.inertia / len(one.label),
        stability_ari=one.stability_ari,
        least_ari=one.least_ari,
        cold_ari=one.cold_ari,
        smallest_share=one.smallest_share,
        bic=float("nan"),
        icl=float("nan"),
    )


def _mixture_trial(one: MixtureTrial, x: Array) -> ClusterTrial:
    return ClusterTrial(
        k=len(one.mixture.weight),
        inertia=inertia_of(x, one.mixture.centres, one.label.astype(np.int32)) / len(x),
        stability_ari=one.stability_ari,
        least_ari=one.least_ari,
        cold_ari=float("nan"),
        smallest_share=_smallest(one.label),
        bic=one.mixture.bic(x),
        icl=one.mixture.icl(x),
    )


def _smallest(label: NDArray[np.integer]) -> float:
    return float(np.bincount(label).min() / len(label))


def _mixture_of(found: FoundGroups) -> Mixture:
    return Mixture(weight=found.weight, centres=found.centres, spread=found.spread)


def _worn(table: CustomerTable, found: FoundGroups, seed: int) -> Message | None:
    """Whether as many new groups would lie clearly nearer to today's customers."""
    plane = Plane(mean=found.mean, sd=found.sd, axes=found.axes)
    x = _canonical_sample(plane.points(table), MIXTURE_SAMPLE, seed)
    k = len(found.centres)
    if found.made_day == table.as_of_day or len(np.unique(np.round(x, 9), axis=0)) < k:
        return None
    with one_thread():
        if found.method == GMM:
            new = gmm.fit(x, _mixture_of(found))
            gain = new.log_likelihood(x) - _mixture_of(found).log_likelihood(x)
            nearer = 1.0 - float(np.exp(-gain))
        else:
            now = inertia_of(x, found.centres, nearest_centre(x, found.centres))
            other = familiar(x, fit(x, k, seed), found.centres)
            new_inertia = inertia_of(x, other, nearest_centre(x, other))
            nearer = 1.0 - new_inertia / now if now > 0 else 0.0
    if nearer < WORN:
        return None
    return Message.of("segments.worn", made_day=found.made_day, nearer_share=nearer)


def _canonical_sample(x: Array, size: int, seed: int) -> Array:
    """At most ``size`` rows in an order that depends on the values alone."""
    rows = x[np.lexsort(x.T)]
    if len(rows) <= size:
        return rows
    return rows[np.sort(np.random.default_rng(seed).choice(len(rows), size, replace=False))]


def _quality(
    x: Array,
    best: Clustering | MixtureTrial,
    label: NDArray[np.integer],
    trials: tuple[ClusterTrial, ...],
    seed: int,
) -> ClusterQuality:
    from sklearn.metrics import davies_bouldin_score, silhouette_score

    some = np.random.default_rng(seed).permutation(len(x))[:SILHOUETTE_SAMPLE]
    k = int(label.max()) + 1
    all_there = len(np.unique(label[some])) >= 2
    silhouette = float(silhouette_score(x[some], label[some])) if all_there else float("nan")
    word = "so_so"
    if silhouette > CLEAR_SILHOUETTE:
        word = "clear"
    elif not silhouette >= BLURRY_SILHOUETTE:
        word = "blurry"
    centres = best.centres if isinstance(best, Clustering) else best.mixture.centres
    return ClusterQuality(
        k=k,
        silhouette=silhouette,
        inertia=inertia_of(x, centres, label.astype(np.int32)),
        davies_bouldin=float(davies_bouldin_score(x, label)),
        stability_ari=best.stability_ari,
        verdict=Message.of(
            f"segments.quality.{word}",
            silhouette=round(silhouette, 3),
            stability_share=round(best.stability_ari, 3),
        ),
        least_ari=best.least_ari,
        trials=trials,
    )
