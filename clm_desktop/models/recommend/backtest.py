"""Learn on each customer's hidden last order, and test on customers that were not learned from.

The last order of everybody with two or more is hidden; neighbours, popularity and features see
only what came before it. One half of the customers teaches, the other half tests, and the other way
round; the lists that win are learned again from both halves.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.run import RunContext
from clm_desktop.models.recommend.baskets import (
    GoodsLines,
    OrderDays,
    Purchases,
    baskets,
    purchases,
)
from clm_desktop.models.recommend.candidates import Candidates, candidates, isin_sorted
from clm_desktop.models.recommend.closed import new_chance, own_chance
from clm_desktop.models.recommend.features import BY_NEXT, new_features, own_features
from clm_desktop.models.recommend.follows import thinned
from clm_desktop.models.recommend.graph.next_order import steps_of
from clm_desktop.models.recommend.learn import Logistic, fit_logistic
from clm_desktop.models.recommend.order import best_first, places
from clm_desktop.models.recommend.scorer import MOST_CERTAIN, Scorer
from clm_desktop.models.recommend.shop import Shop, learn_shop
from clm_desktop.models.recommend.sums import try_sums
from clm_desktop.models.recommend.tested import SumTest

LIST_LENGTH = 10
_SHORTER = ((40, LIST_LENGTH), (9, 3), (0, 2))  # products from which so many tips are judged
BLOCK = 256  # customers scored at a time
_MOST_CUSTOMERS = 6_000
_MOST_ROWS = 1_500_000
_MOST_MISSES = 250_000  # to learn from
_CHUNK = 65_536
_LEAST_GAIN = 1.01  # in NDCG of new lists, for what follows what to be looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Candidates of one kind (own or new) with what the models see and what happened."""

    customer: NDArray[np.int32]
    product: NDArray[np.int32]
    features: NDArray[np.float32]
    closed: NDArray[np.float64]  # closed form before its constant
    hit: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How a way to fill the ten places did on the hidden orders."""

    hit_share: float  # customers with one of the first tips (``judged``) in their hidden order
    ndcg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """The contest on the shop's own past; ``scorer`` None means best sellers won."""

    scorer: Scorer | None
    method: str
    tips: Score  # of the best way to choose tips, also where best sellers won
    chosen: Score
    best_sellers: Score
    tested_customers: int
    judged: int = LIST_LENGTH  # first tips of each list that hits are counted among
    sums: SumTest | None = None  # of the winner's chances
    mixed: Score | None = None  # its lists, and ...
    new_only: Score | None = None  # ... the same without what was bought before
    repeat_share: float = np.nan  # of the hidden orders' products, bought before
    new_ndcg: tuple[float, float] = (np.nan, np.nan)  # new products, without and with what follows


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """The last order of every customer, and from which day on each is kept from learning."""

    repeat: NDArray[np.bool_]  # customers with two or more orders: only theirs is hidden
    from_day: NDArray[np.int32]
    answer: NDArray[np.int64]  # sorted keys customer x n_products + product of the last orders


def hide(bought: Purchases, days: OrderDays) -> Hidden:
    """Hide the last order of everybody who ordered before it."""
    last = bought.day == days.last_day[bought.customer]
    key = bought.customer[last].astype(np.int64) * bought.n_products + bought.product[last]
    repeat = days.orders >= 2
    from_day = np.where(repeat, days.last_day, days.last_day + 1)
    return Hidden(repeat=repeat, from_day=from_day.astype(np.int32), answer=key)


def contest(lines: GoodsLines, hidden: Hidden, *, learn: bool, seed: int, ctx: RunContext) -> Trial:
    """Learn from what is not hidden, test on what is; ``learn`` allows the logistic models.

    Cost: that of ``learn_shop``, and some 0.5 ms for each of at most 6,000 customers.
    """
    known = purchases(lines, hidden.from_day)
    steps, past = steps_of(thinned(known)[0]), baskets(known)
    del known
    ctx.check()
    shop = learn_shop(past, seed, ctx.part(0.0, 0.4), steps=steps)
    del steps
    rng = np.random.default_rng(seed)
    able = np.flatnonzero(hidden.repeat & (past.orders > 0)).astype(np.int32)
    own_products = len(past.product) / max(int((past.orders > 0).sum()), 1)
    most = min(_MOST_CUSTOMERS, int(_MOST_ROWS / (own_products + 350)))
    chosen = np.sort(rng.permutation(able)[:most])
    own, new = hidden_rows(shop, chosen, hidden.answer, ctx.part(0.4, 0.8))
    half = np.zeros(past.n_customers, np.bool_)
    half[rng.permutation(chosen)[: len(chosen) // 2]] = True
    return _judge(
        shop,
        own,
        new,
        hidden.answer,
        chosen=chosen,
        half=half,
        learn=learn,
        ctx=ctx.part(0.8, 1.0),
    )


def hidden_rows(
    shop: Shop, chosen: NDArray[np.int32], answer: NDArray[np.int64], ctx: RunContext
) -> tuple[Rows, Rows]:
    """Own and new candidates of the chosen customers, with their hits."""
    parts: tuple[list[Rows], list[Rows]] = ([], [])
    for low in range(0, len(chosen), BLOCK):
        ctx.report(low / len(chosen), "offers")
        found = candidates(shop, chosen[low : low + BLOCK])
        for kind, keep in enumerate((found.pair >= 0, found.pair < 0)):
            parts[kind].append(_rows(shop, found.take(np.flatnonzero(keep)), answer, kind == 1))
    return _joined(parts[0]), _joined(parts[1])


def _rows(shop: Shop, found: Candidates, answer: NDArray[np.int64], new: bool) -> Rows:
    key = found.customer.astype(np.int64) * shop.baskets.n_products + found.product
    see = new_features if new else own_features
    guess = new_chance if new else own_chance
    return Rows(
        customer=found.customer,
        product=found.product,
        features=see(shop, found).astype(np.float32),
        closed=guess(shop, found),
        hit=isin_sorted(key, answer),
    )


def _joined(parts: list[Rows]) -> Rows:
    return Rows(
        customer=np.concatenate([part.customer for part in parts]),
        product=np.concatenate([part.product for part in parts]),
        features=np.concatenate([part.features for part in parts]),
        closed=np.concatenate([part.closed for part in parts]),
        hit=np.concatenate([part.hit for part in parts]),
    )


def _judge(
    shop: Shop,
    own: Rows,
    new: Rows,
    answer: NDArray[np.int64],
    *,
    chosen: NDArray[np.int32],
    half: NDArray[np.bool_],
    learn: bool,
    ctx: RunContext,
) -> Trial:
    """Compare best sellers, closed form and (if allowed) logistic models on the other half."""
    n_products = shop.baskets.n_products
    first = judged(n_products)
    size = np.bincount(answer // n_products, minlength=shop.baskets.n_customers)[chosen]

    both = Tips(
        customer=np.concatenate((own.customer, new.customer)),
        product=np.concatenate((own.product, new.product)),
        hit=np.concatenate((own.hit, new.hit)),
    )

    def score(
        p_own: NDArray[np.float64], p_new: NDArray[np.float64]
    ) -> tuple[Score, SumTest | None, Score]:
        p = np.concatenate((p_own, p_new))
        sums = try_sums(both.customer, both.product, both.hit, p, chosen)
        new_only = Tips(customer=new.customer, product=new.product, hit=new.hit)
        alone = score_lists(new_only, p_new, chosen, size, first)
        return score_lists(both, p, chosen, size, first), sums, alone

    best_sellers = score_lists(*_best_sellers(shop, chosen, answer), chosen, size, first)

    closed = Scorer(own_scale=_scale(own), new_scale=_scale(new))
    trials = [(score(*(_closed_crossed(rows, half) for rows in (own, new))), "closed_form", closed)]
    new_ndcg = (np.nan, np.nan)
    if learn:
        p_own, own_model = learned_crosswise(own, half, ctx)
        p_new, new_model, new_ndcg = _new_learned(new, half, (chosen, size), ctx)
        learned = replace(closed, own=own_model, new=new_model)
        trials.append((score(p_own, p_new), "logistic", learned))
    (won, sums, new_only), method, scorer = max(trials, key=lambda trial: trial[0][0].ndcg)
    better = won.ndcg > best_sellers.ndcg
    return Trial(
        scorer=scorer if better else None,
        method=method if better else "best_sellers",
        tips=won,
        chosen=won if better else best_sellers,
        best_sellers=best_sellers,
        tested_customers=len(chosen),
        judged=first,
        sums=sums if better else None,
        mixed=won if better else None,
        new_only=new_only if better else None,
        repeat_share=float(own.hit.sum() / max(int(size.sum()), 1)),
        new_ndcg=new_ndcg if better and method == "logistic" else (np.nan, np.nan),
    )


def _best_sellers(
    shop: Shop, chosen: NDArray[np.int32], answer: NDArray[np.int64]
) -> tuple[Tips, NDArray[np.float64]]:
    """The same list for everybody, and its order."""
    seller = np.repeat(shop.best_sellers[None, :LIST_LENGTH], len(chosen), axis=0)
    of = np.repeat(chosen, seller.shape[1])
    keys = of.astype(np.int64) * shop.baskets.n_products + seller.ravel()
    place = np.tile(-np.arange(seller.shape[1], dtype=np.float64), len(chosen))
    tips = Tips(customer=of, product=seller.ravel(), hit=isin_sorted(keys, answer))
    return tips, place


def _new_learned(
    rows: Rows,
    half: NDArray[np.bool_],
    tested: tuple[NDArray[np.int32], NDArray[np.int64]],
    ctx: RunContext,
) -> tuple[NDArray[np.float64], Logistic, tuple[float, float]]:
    """Chances of new products, with what follows what only where their lists get better by it."""
    plain = replace(rows, features=rows.features[:, :-BY_NEXT])
    tips = Tips(customer=rows.customer, product=rows.product, hit=rows.hit)
    ways = [learned_crosswise(one, half, ctx) for one in (plain, rows)]
    without, with_next = (score_lists(tips, p, *tested).ndcg for p, _ in ways)
    p, model = ways[with_next > _LEAST_GAIN * without]
    return p, model, (without, with_next)


def _scale(rows: Rows, keep: NDArray[np.bool_] | None = None) -> float:
    """Constant that makes the closed form's chances add up to the hits."""
    keep = np.ones(len(rows.hit), np.bool_) if keep is None else keep
    said = float(rows.closed[keep].sum())
    return float(rows.hit[keep].sum()) / said if said > 0 else 1.0


def _closed_crossed(rows: Rows, half: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Closed-form chances with the constant of the other half."""
    first = half[rows.customer]
    scale = np.where(first, _scale(rows, ~first), _scale(rows, first))
    return np.asarray(np.minimum(rows.closed * scale, MOST_CERTAIN), np.float64)


def learned_crosswise(
    rows: Rows, half: NDArray[np.bool_], ctx: RunContext
) -> tuple[NDArray[np.float64], Logistic]:
    """Chances by the model that was learned from the other half, and the model of both halves.

    Of misses beyond so many a sample teaches, each standing for the others.
    """
    at, weight = _sampled(rows.hit)
    model = fit_logistic(rows.features, rows.hit, at, ctx, weight=weight)
    first = half[rows.customer]
    p = np.empty(len(rows.hit))
    for test in (first, ~first):
        teach = at[~test[at]]
        part = fit_logistic(rows.features, rows.hit, teach, ctx, start=model, weight=weight)
        for low in range(0, len(p), _CHUNK):
            some = np.flatnonzero(test[low : low + _CHUNK]) + low
            p[some] = part.chance(rows.features[some])
    return p, model


def _sampled(hit: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Rows to learn from, and how many each stands for: all hits, of many misses a sample."""
    missed = np.flatnonzero(~hit)
    share = min(1.0, _MOST_MISSES / max(len(missed), 1))
    weight = np.ones(len(hit), np.float32)
    if share == 1.0:
        return np.arange(len(hit)), weight
    drawn = np.random.default_rng(len(hit)).random(len(missed)) < share
    weight[missed] = len(missed) / max(int(drawn.sum()), 1)
    kept = hit.copy()
    kept[missed[drawn]] = True
    return np.flatnonzero(kept), weight


@dataclass(frozen=True, slots=True, kw_only=True)
class Tips:
    """Products that could be put on customers' lists, and whether each was right."""

    customer: NDArray[np.int32]
    product: NDArray[np.int32]
    hit: NDArray[np.bool_]


def judged(n_products: int) -> int:
    """How many tips are held to the hidden order: ten of nine products are always right."""
    return next(tips for least, tips in _SHORTER if n_products >= least)


def score_lists(
    tips: Tips,
    p: NDArray[np.float64],
    tested: NDArray[np.int32],
    size: NDArray[np.int64],
    first: int = LIST_LENGTH,
) -> Score:
    """Hit share of the ``first`` and NDCG@10 of the best ten by ``p`` of each tested customer.

    ``size`` is the number of products in the hidden order; the ideal list holds min(10, size) of
    them (Järvelin & Kekäläinen, ACM TOIS 2002, with gains of 0 and 1).
    """
    if not len(tested):
        return Score(hit_share=float("nan"), ndcg=float("nan"))
    order = best_first(tips.customer, tips.product, p)
    place = places(tips.customer[order])
    top = place < LIST_LENGTH
    of, hit, place = tips.customer[order][top], tips.hit[order][top], place[top]
    n = int(max(tested.max(), of.max(initial=0))) + 1
    dcg = np.bincount(of, weights=hit / np.log2(place + 2), minlength=n)[tested]
    hits = np.bincount(of, weights=hit & (place < first), minlength=n)[tested]
    ideal = np.concatenate(([0.0], np.cumsum(1 / np.log2(np.arange(LIST_LENGTH) + 2))))
    return Score(
        hit_share=float((hits > 0).mean()),
        ndcg=float((dcg / ideal[np.clip(size, 1, LIST_LENGTH)]).mean()),
    )
