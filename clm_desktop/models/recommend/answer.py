"""What to offer whom: products to buy again and new ones, each with a chance and a reason.

One recipe for every shop: candidates (``recommend_candidates``) are scored by two logistic
regressions learned on each customer's hidden last order, or by a closed form in small shops; the
shop's own past decides (``recommend_backtest``). Where neither beats best sellers, best sellers and
the customer's own recent products are listed, and the verdict says so. Chances are nan then.

Reasons: ``reason_a`` and ``reason_b`` mean what ``codes.REASONS`` says for their code.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.message import Message
from clm_desktop.core.relations import OwnerRelation
from clm_desktop.core.run import RunContext
from clm_desktop.core.transactions import Transactions
from clm_desktop.features.customer_table import CustomerTable
from clm_desktop.models.recommend.backtest import BLOCK, Trial, contest, hide
from clm_desktop.models.recommend.baskets import (
    Baskets,
    baskets,
    goods_lines,
    order_days,
    purchases,
)
from clm_desktop.models.recommend.candidates import Candidates, candidates, plain_candidates
from clm_desktop.models.recommend.content import NewProducts, new_products, with_new
from clm_desktop.models.recommend.expected import Collected
from clm_desktop.models.recommend.graph.learn import graph_and_steps
from clm_desktop.models.recommend.lists_writer import ListsWriter
from clm_desktop.models.recommend.order import best_first, places
from clm_desktop.models.recommend.pairs import Pairs, pairs_together
from clm_desktop.models.recommend.reasons import (
    Companions,
    ProductFacts,
    companions,
    product_facts,
    reasons,
    say_similar,
)
from clm_desktop.models.recommend.related import (
    Related,
    not_together,
    pairs_left,
    say_related,
    with_successors,
)
from clm_desktop.models.recommend.scorer import Scorer
from clm_desktop.models.recommend.shop import Shop, best_sellers, learn_shop, usual_gaps
from clm_desktop.models.recommend.tested import Rebuying
from clm_desktop.models.results import (
    RecommendAnswer,
    Recommendations,
    Trust,
    TrustLevel,
    Wishes,
)

MIN_REPEAT_CUSTOMERS = 30  # below: no claims
MIN_LINES = 200
_TOLD_AT_ONCE = 4_096  # reasons look at all that each customer owns
_FEWEST_REPEATS = 0.05  # of products bought; below, nobody buys the same again
_CLEARLY = 0.98  # of the quality of lists without, that lists with must reach
MIN_TO_LEARN = 30  # customers with three or more orders; the contest decides


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """Candidates, what they are sorted by, their chances, and what a new product is similar to."""

    found: Candidates
    key: NDArray[np.float64]
    p: NDArray[np.float64]
    similar_to: NDArray[np.int32]  # product, -1 = not offered because of its name
    via: NDArray[np.int32]  # place in Related.new, -1 = does not replace anything

    def without(self, out: NDArray[np.bool_]) -> Scored:
        """Only what may be offered (``out``: one flag per candidate)."""
        if not out.any():
            return self
        at = np.flatnonzero(~out)
        return Scored(
            found=self.found.take(at),
            key=self.key[at],
            p=self.p[at],
            similar_to=self.similar_to[at],
            via=self.via[at],
        )


def answer_recommend(
    tx: Transactions,
    table: CustomerTable,
    trust: Trust,
    seed: int,
    ctx: RunContext,
    *,
    per_list: int = 10,
    not_offered: NDArray[np.bool_] | None = None,
    told: tuple[OwnerRelation, ...] = (),
    rebuy: str = "auto",
) -> RecommendAnswer:
    """Recommend products to every customer of the table, from what was sold up to its as-of day.

    ``per_list`` products at most on each of the two lists. Fees are never recommended, nor are
    products ``not_offered`` (one flag per product); they still count in the test. What the owner
    has ``told`` of how products belong together stands above what was learned of it. ``rebuy`` is
    the owner's word on offering again what somebody bought: yes, no, or auto for what the test
    says. The same
    input and seed give the same answer. Cost: see ``recommend_backtest`` and
    ``recommend_candidates``; about 6 CPU seconds for a million lines of 6,000 customers.
    """
    lines = goods_lines(tx, table)
    bought = purchases(lines)
    ctx.check()
    out = np.zeros(len(tx.product_id), np.bool_) if not_offered is None else not_offered
    pairs = pairs_together(tx, table.as_of_day, ctx.part(0.0, 0.1)).without(out)
    days, _ = order_days(bought)
    repeat, n_bought = int((days.orders >= 2).sum()), len(bought.day)
    trial: Trial | None = None
    if not n_bought and len(table):
        return _answer(ListsWriter(0).done(), None, Message.of("recommend.no_products"), pairs)
    too_small = repeat < MIN_REPEAT_CUSTOMERS or n_bought < MIN_LINES
    if too_small or trust.level == TrustLevel.LOOK:
        verdict = _too_small(repeat, n_bought)
    else:
        learn = int((days.orders >= 3).sum()) >= MIN_TO_LEARN
        hidden = hide(bought, days)
        del bought  # made again below: a large shop would not fit otherwise
        trial = contest(lines, hidden, learn=learn, seed=seed, ctx=ctx.part(0.1, 0.5))
        trial = _as_shown(trial, rebuy)
        verdict = _verdict(trial)
        bought = purchases(lines)
    del lines
    again = _rebuying(trial, rebuy).offered
    full = baskets(bought)
    facts = product_facts(bought, usual_gaps(full), table.as_of_day)
    graph, steps = graph_and_steps(tx, facts, (bought, full), (pairs, out), ctx)
    related = Related.of(graph, told, tx.product_key)
    pairs = pairs_left(pairs, told, tx.product_key)
    out = out | related.replaced(len(out))
    del bought
    if trial is None or trial.scorer is None:
        known = facts, related, out
        part = ctx.part(0.5, 1.0)
        lists, wishes = _plain_lists(table, full, known, per_list, part, again=again), None
    else:
        shop = learn_shop(full, seed, ctx.part(0.5, 0.6), steps=steps)
        new = new_products(shop, facts, tx.product_name.tolist(), tx.product_category.tolist())
        lists, wishes = _scored_lists(
            *(table, shop, trial.scorer, (facts, new, related, out)),
            per_list=per_list,
            ctx=ctx.part(0.6, 1.0),
            again=again,
        )
    made = _answer(lists, trial, verdict, pairs)
    return replace(made, wishes=wishes, graph=graph, rebuying=_rebuying(trial, rebuy))


def _too_small(repeat: int, lines: int) -> Message:
    return Message.of(
        "recommend.too_small",
        customers=repeat,
        needed_customers=MIN_REPEAT_CUSTOMERS,
        lines=lines,
        needed_lines=MIN_LINES,
    )


def _rebuying(trial: Trial | None, told: str) -> Rebuying:
    """Offer again what somebody bought: as the owner says, else as it was right in the past.

    It is left out where fewer than 1 in 20 products had been bought before, or where the lists
    without it were clearly better.
    """
    alone = None if trial is None else trial.new_only
    every = None if trial is None else trial.mixed
    better = alone is None or every is None or every.ndcg >= _CLEARLY * alone.ndcg
    if trial is not None and alone is not None:
        better &= trial.repeat_share >= _FEWEST_REPEATS
    return Rebuying(
        told=told,
        offered=better if told == "auto" else told == "yes",
        hit_share=float("nan") if every is None else every.hit_share,
        new_hit_share=float("nan") if alone is None else alone.hit_share,
        repeat_share=float("nan") if trial is None else trial.repeat_share,
    )


def _as_shown(trial: Trial, told: str) -> Trial:
    """The test of the lists that are shown: without what was bought before, if it is left out."""
    if trial.new_only is None or _rebuying(trial, told).offered:
        return trial
    return replace(trial, chosen=trial.new_only)


def _verdict(trial: Trial) -> Message:
    tips, code = trial.chosen, "recommend.better"
    if trial.scorer is None:
        tips, code = trial.tips, "recommend.no_better"
    elif trial.new_only is not None and trial.chosen is trial.new_only:
        code = "recommend.new_only"
    elif tips.hit_share <= trial.best_sellers.hit_share:
        code = "recommend.nearer_top"
    return Message.of(
        code,
        tested=trial.tested_customers,
        tips=trial.judged,
        hit_share=tips.hit_share,
        best_seller_share=trial.best_sellers.hit_share,
    )


def _answer(
    lists: Recommendations, trial: Trial | None, verdict: Message, pairs: Pairs
) -> RecommendAnswer:
    nan = float("nan")
    return RecommendAnswer(
        lists=lists,
        method="best_sellers" if trial is None else trial.method,
        hit_share=nan if trial is None else trial.chosen.hit_share,
        best_seller_hit_share=nan if trial is None else trial.best_sellers.hit_share,
        ndcg=nan if trial is None else trial.chosen.ndcg,
        best_seller_ndcg=nan if trial is None else trial.best_sellers.ndcg,
        tested_customers=0 if trial is None else trial.tested_customers,
        tips_judged=0 if trial is None else trial.judged,
        sums=None if trial is None else trial.sums,
        new_ndcg=(nan, nan) if trial is None else trial.new_ndcg,
        verdict=verdict,
        pair_a=pairs.a,
        pair_b=pairs.b,
        pair_orders=pairs.orders,
        pair_confidence=pairs.confidence,
        pair_lift=pairs.lift,
        along=pairs.along,
    )


def _plain_lists(
    table: CustomerTable,
    full: Baskets,
    known: tuple[ProductFacts, Related, NDArray[np.bool_]],
    per_list: int,
    ctx: RunContext,
    *,
    again: bool,
) -> Recommendations:
    """Own products, most recent first, and best sellers that are not yet owned; no chances."""
    facts, related, out = known
    sellers, owned = best_sellers(full), full.owned()

    def score(rows: NDArray[np.int32]) -> Scored:
        found, key = plain_candidates(full, sellers, rows)
        found, via = with_successors(related, owned[rows], None, rows, found)
        key = np.concatenate((key, np.full(len(via) - len(key), -1.0)))  # behind the first
        none = np.full(len(key), -1, np.int32)
        p = np.full(len(key), np.nan)
        gone = out[found.product] | not_together(related, found, key)
        gone |= (found.pair >= 0) & (not again)
        return Scored(found=found, key=key, p=p, similar_to=none, via=via).without(gone)

    return _lists(table, full, (facts, None), score, (related, None), per_list=per_list, ctx=ctx)


def _scored_lists(
    table: CustomerTable,
    shop: Shop,
    scorer: Scorer,
    known: tuple[ProductFacts, NewProducts | None, Related, NDArray[np.bool_]],
    *,
    per_list: int,
    ctx: RunContext,
    again: bool,
) -> tuple[Recommendations, Wishes | None]:
    """Both lists by chance; customers without goods get best sellers at their popularity.

    The last place of what is new goes to a product that hardly anybody knows yet, if its name is
    like one that they bought.
    """
    facts, new, related, out = known
    edges = companions(shop.owned, shop.neighbours, ctx)

    def score(rows: NDArray[np.int32]) -> Scored:
        found = candidates(shop, rows)
        similar_to = np.full(len(found.product), -1, np.int32)
        if new is not None:
            found, similar_to = with_new(new, shop, rows, found)
        found, via = with_successors(related, shop.owned[rows], shop, rows, found)
        more = np.full(len(via) - len(similar_to), -1, np.int32)
        similar_to = np.concatenate((similar_to, more))
        p = shop.baskets.popularity[found.product].clip(0.0, 1.0)
        at = np.flatnonzero(shop.baskets.orders[found.customer] > 0)
        p[at] = scorer.chance(shop, found.take(at))
        gone = out[found.product] | not_together(related, found, p)
        gone |= (found.pair >= 0) & (not again)
        told = (via >= 0) & related.sure[via] if len(related.sure) else via >= 0
        key = _last_place(found, p, told if told.any() else similar_to >= 0, per_list)
        return Scored(found=found, key=key, p=p, similar_to=similar_to, via=via).without(gone)

    seen = Collected(shop.baskets.n_products, len(table))
    lists = _lists(
        *(table, shop.baskets, (facts, edges), score, (related, shop)),
        per_list=per_list,
        ctx=ctx,
        seen=seen,
    )
    return lists, _wishes(table, shop.baskets, (facts, edges), seen, ctx)


def _wishes(
    table: CustomerTable,
    b: Baskets,
    known: tuple[ProductFacts, Companions | None],
    seen: Collected,
    ctx: RunContext,
) -> Wishes | None:
    """Who to tell of each product, with the same reasons as on the customers' lists."""
    best = seen.best()
    if best is None:
        return None
    found, p = best
    rank = (places(found.product) + 1).astype(np.int16)
    writer = ListsWriter(len(p))
    for low in range(0, len(p), _TOLD_AT_ONCE):
        ctx.check()
        at = np.arange(low, min(low + _TOLD_AT_ONCE, len(p)))
        some = found.take(at)
        writer.put(table, some, reasons(b, *known, some), p[at], rank[at])
    return Wishes(
        to_tell=writer.done(), rest_product=seen.rest_product, rest_customer=seen.rest_customer
    )


def _lists(
    table: CustomerTable,
    b: Baskets,
    known: tuple[ProductFacts, Companions | None],
    score: Callable[[NDArray[np.int32]], Scored],
    around: tuple[Related, Shop | None],
    *,
    per_list: int,
    ctx: RunContext,
    seen: Collected | None = None,
) -> Recommendations:
    """Score the customers block by block and keep the best of each list."""
    writer = ListsWriter(len(table) * 2 * per_list)
    for low in range(0, len(table), BLOCK):
        ctx.report(low / len(table), "offers")
        rows = np.arange(low, min(low + BLOCK, len(table)), dtype=np.int32)
        scored = score(rows)
        at, rank = _pick(scored.found, scored.key, per_list)
        if seen is not None:
            seen.see(scored.found, scored.p, at)
        picked = scored.found.take(at)
        why = reasons(b, *known, picked)
        say_similar(why, scored.similar_to[at], known[0], picked.product)
        say_related(why, *around, picked, scored.via[at])
        writer.put(table, picked, why, scored.p[at], rank)
    return writer.done()


def _last_place(
    found: Candidates, p: NDArray[np.float64], keep: NDArray[np.bool_], per_list: int
) -> NDArray[np.float64]:
    """Sort keys by which what is kept takes the last place of the new, if it has no better one."""
    if not keep.any():
        return p
    fresh = np.flatnonzero(found.pair < 0)
    who = found.customer[fresh]
    order = best_first(who - who.min(initial=0), found.product[fresh], p[fresh])
    behind = places(who[order]) >= per_list - 1
    key = p.copy()
    key[fresh[order][behind]] -= 2.0
    key[keep] = np.maximum(key[keep], p[keep] - 1.0)
    return key


def _pick(
    found: Candidates, key: NDArray[np.float64], per_list: int
) -> tuple[NDArray[np.int64], NDArray[np.int16]]:
    """Positions of the best of each (customer, list), sorted by list and rank; ranks from 1."""
    group = found.customer.astype(np.int64) * 2 + (found.pair < 0)
    order = best_first(group - group.min(initial=0), found.product, key)
    place = places(group[order])
    top = place < per_list
    return order[top], (place[top] + 1).astype(np.int16)
