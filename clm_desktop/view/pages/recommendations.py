"""Recommendations: what to offer whom, what goes together, and how often that was right."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clm_desktop.models.results import RecommendAnswer
from clm_desktop.plan.answers import Answers
from clm_desktop.plan.group_offers import GroupWish, NamedGroup, Wanted, everybody
from clm_desktop.view.blocks import ChartBlock, Column, Fact, Kind, Page, TableBlock
from clm_desktop.view.pages import parts
from clm_desktop.view.pages.customers import Pair, name_column
from clm_desktop.view.pages.offer_bans import bans_table, missing_note, missing_table, why_not
from clm_desktop.view.pages.offer_lists import (
    OfferLens,
    find_group,
    group_lead,
    group_table,
    group_title,
    has_chances,
    likely_buyers,
    rebuy_note,
    sums_note,
    tell_table,
    wanted_chart,
)
from clm_desktop.view.pages.offer_pairs import along_table, pairs_table
from clm_desktop.view.pages.reasons import offer_reasons
from clm_desktop.view.words import Words

_TIPS_SHOWN = 3
EVERYBODY = OfferLens()


def recommendations_page(answers: Answers, words: Words, lens: OfferLens = EVERYBODY) -> Page:
    """Tips per customer, people per product, pairs; or what a group wants, or whom to tell."""
    if lens.product_id >= 0:
        found = np.flatnonzero(answers.names.product_id == lens.product_id)
        if len(found):
            return product_page(answers, int(found[0]), words)
    if lens.group:
        return _group_page(answers, find_group(answers, lens.group, words), words)
    has_tips = len(answers.recommend.lists.rank) > 0
    verdict = words.say(answers.recommend.verdict)
    wish = Wanted(answers).of(everybody(answers)) if has_chances(answers) else None
    tables = [offers_table(answers, words), products_table(answers, words)] if has_tips else []
    if len(answers.recommend.pair_a):
        tables.append(pairs_table(answers, words))
    if answers.recommend.along is not None and len(answers.recommend.along.product):
        tables.append(along_table(answers.recommend.along, answers, words))
    if answers.bans:
        tables.append(bans_table(answers, words))
    return Page(
        page="recommendations",
        title=words.text("Recommendations"),
        lead=_lead(answers, words),
        as_of=parts.as_of(answers, words),
        facts=_facts(answers, words),
        tables=tuple(tables),
        charts=() if wish is None else (_chart(answers, wish, words),),
        pictures_first=True,
        details=figures(answers, words),
        detail_tables=_missing(answers, words),
        notes=(
            verdict,
            *rebuy_note(answers, words),
            *sums_note(answers, words),
            *missing_note(answers, words),
        ),
        empty="" if tables else verdict,
    )


def _group_page(answers: Answers, group: NamedGroup, words: Words) -> Page:
    """What one group will want, and what to offer to each in it."""
    title = group_title(answers, group, words)
    tables = [offers_table(answers, words, group.rows)]
    lead = words.plural("{n} customer", "{n} customers", len(group.rows))
    charts: tuple[ChartBlock, ...] = ()
    if has_chances(answers):
        wish = Wanted(answers).of(group.rows)
        lead = group_lead(wish, title, answers, words)
        tables.insert(0, group_table(wish, title, answers, words))
        if len(wish.product):
            charts = (wanted_chart(wish, lead, answers, words),)
    return Page(
        page="recommendations",
        title=words.text("Recommendations: {group}", group=title),
        lead=lead,
        as_of=parts.as_of(answers, words),
        tables=tuple(tables),
        charts=charts,
        pictures_first=True,
        details=figures(answers, words),
        notes=(words.say(answers.recommend.verdict), *sums_note(answers, words)),
    )


def product_page(answers: Answers, product: int, words: Words) -> Page:
    """Whom to tell about one product, what goes with it; why it is in no tip, if it is not."""
    title = str(parts.product_titles(answers)[product])
    table, back = tell_table(answers, product, words), answers.kept_back
    lead = words.text("Nobody is likely to take it with the next order.")
    if back is not None and product in back.product:
        why = why_not(int(back.why[back.product == product][0]), words)
        lead = words.text("It is offered to nobody: {why}.", why=why)
    elif has_chances(answers) and len(table):
        wish = Wanted(answers).of(everybody(answers))
        lead = words.plural(
            "About {buyers} of {n} customer will take it with the next order; the likeliest first.",
            "About {buyers} of {n} customers will take it with their next order; the likeliest"
            " first.",
            wish.customers,
            buyers=words.whole(likely_buyers(wish, product)),
        )
    elif len(table):
        lead = words.plural("{n} customer to tell.", "{n} customers to tell.", len(table))
    tables = [table]
    if (answers.recommend.pair_a == product).any():
        tables.append(pairs_table(answers, words, product))
    return Page(
        page="recommendations",
        title=words.text("Recommendations: {group}", group=title),
        lead=lead,
        as_of=parts.as_of(answers, words),
        tables=tuple(tables),
        details=figures(answers, words),
        notes=(words.say(answers.recommend.verdict), *sums_note(answers, words)),
    )


def _missing(answers: Answers, words: Words) -> tuple[TableBlock, ...]:
    table = missing_table(answers, words)
    return (table,) if len(table) else ()


def _chart(answers: Answers, wish: GroupWish, words: Words) -> ChartBlock:
    sentence = words.text(
        "About {buyers} of {people} customers are likely to take {product} next time.",
        buyers=words.whole(float(wish.buyers[:1].sum())),
        people=words.whole(wish.customers),
        product=parts.product_titles(answers)[wish.product[0]] if len(wish.product) else "–",
    )
    return wanted_chart(wish, sentence, answers, words)


def _lead(answers: Answers, words: Words) -> str:
    people = len(np.unique(answers.recommend.lists.customer))
    if not people:
        return words.text("There is nothing to recommend yet.")
    if not has_chances(answers):
        return words.text("Favourites and best sellers: your past does not support more yet.")
    return words.plural(
        "There is something to offer to {n} customer.",
        "There is something to offer to each of {n} customers.",
        people,
    )


def _facts(answers: Answers, words: Words) -> tuple[Fact, ...]:
    recommend = answers.recommend
    if not np.isfinite(recommend.hit_share):
        return ()
    tips_won = recommend.method != "best_sellers"
    tips = words.whole(recommend.tips_judged)
    tip = words.text(
        "Your customers' last orders were hidden; then {tips} tips were made for each of them.",
        tips=tips,
    )
    right = Fact(
        title=words.text("Tips that were right"),
        value=words.share(recommend.hit_share),
        note=words.text("of the hidden orders held one of {tips} tips", tips=tips),
        tip=tip,
    )
    return (
        *((right,) if tips_won else ()),
        Fact(
            title=words.text("Best sellers alone"),
            value=words.share(recommend.best_seller_hit_share),
            note=words.text("the same for your {tips} best sellers", tips=tips),
            tip=tip,
        ),
        Fact(
            title=words.text("Products that go together"),
            value=words.whole(_pairs(recommend)),
            note=words.text("pairs too frequent to be chance"),
        ),
    )


def _pairs(recommend: RecommendAnswer) -> int:
    """Pairs of products; the table tells each in both directions that hold."""
    a, b = recommend.pair_a, recommend.pair_b
    return len(np.unique(np.stack((np.minimum(a, b), np.maximum(a, b))), axis=1).T)


def offers_table(
    answers: Answers, words: Words, rows: NDArray[np.int32] | None = None
) -> TableBlock:
    """One row per customer (of ``rows``): the three best tips, and the because of the first."""
    tips = _best_tips(answers)
    shown = np.flatnonzero(tips[:, 0] >= 0)
    if rows is not None:
        shown = shown[np.isin(shown, rows)]
    tips = tips[shown]
    lists, products = answers.recommend.lists, parts.product_titles(answers)
    titles = (words.text("Offer first"), words.text("Second"), words.text("Third"))
    names = [_picked(products[lists.product], tips[:, i]) for i in range(_TIPS_SHOWN)]
    pairs: list[Pair] = [
        (name_column(words), parts.customer_titles(answers)[shown]),
        (Column(key="tip_1", title=titles[0], kind=Kind.TEXT, width=28), names[0]),
        (
            Column(
                key="strength",
                title=words.text("How likely"),
                kind=Kind.STRENGTH,
                tip=words.text("Chance that the product is in this customer's next order."),
            ),
            lists.p[tips[:, 0]],
        ),
        (
            Column(key="because", title=words.text("Because"), kind=Kind.TEXT, width=44),
            parts.objects(offer_reasons(answers, tips[:, 0], products, words)),
        ),
        (Column(key="tip_2", title=titles[1], kind=Kind.TEXT, width=28), names[1]),
        (Column(key="tip_3", title=titles[2], kind=Kind.TEXT, width=28), names[2]),
    ]
    if not has_chances(answers):
        pairs = [pair for pair in pairs if pair[0].key != "strength"]
    order = _first_to_offer(answers, shown, lists.p[tips[:, 0]])
    return TableBlock(
        name="offers",
        title=words.text("What to offer to each customer"),
        columns=tuple(column for column, _ in pairs),
        values=tuple(values[order] for _, values in pairs),
        row_kind="customer",
        row_key=parts.customer_ids(answers)[shown][order],
        sorted_by="strength" if has_chances(answers) else "",
    )


def _first_to_offer(
    answers: Answers, rows: NDArray[np.int64], p: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Best tips first; alike or untested ones by who is likeliest to come, then who came last."""
    likely_to_come = np.nan_to_num(answers.risk.p_buy[rows])
    recency = answers.customers.recency_days[rows]
    return np.lexsort((recency, -likely_to_come, -np.nan_to_num(p)))


def _best_tips(answers: Answers) -> NDArray[np.int64]:
    """Positions in the lists of each customer's likeliest tips (n, 3), -1 = none."""
    lists = answers.recommend.lists
    tips = np.full((len(answers.customers), _TIPS_SHOWN), -1, dtype=np.int64)
    row = parts.row_of_customer(answers)[lists.customer]
    order = np.lexsort((lists.rank, -np.nan_to_num(lists.p), row))
    order = order[row[order] >= 0]
    sorted_row = row[order]
    place = np.arange(len(order)) - np.searchsorted(sorted_row, sorted_row, side="left")
    best = place < _TIPS_SHOWN
    tips[sorted_row[best], place[best]] = order[best]
    return tips


def _picked(values: NDArray[np.object_], places: NDArray[np.int64]) -> NDArray[np.object_]:
    picked = np.full(len(places), "", dtype=object)
    picked[places >= 0] = values[places[places >= 0]]
    return picked


def products_table(answers: Answers, words: Words) -> TableBlock:
    """One row per product that is a tip for somebody: how many to tell, how many may buy."""
    product, people, buyers = _wanted(answers)
    pairs: list[Pair] = [
        (
            Column(key="product", title=words.text("Product"), kind=Kind.TEXT, width=32),
            parts.product_titles(answers)[product],
        ),
        (
            Column(
                key="people",
                title=words.text("People to tell"),
                kind=Kind.WHOLE,
                tip=words.text("Customers for whom this product is among the tips."),
            ),
            people,
        ),
        (
            Column(
                key="buyers",
                title=words.text("Likely buyers"),
                kind=Kind.WHOLE,
                tip=words.text(
                    "How many of your customers will probably take it with their next order."
                ),
            ),
            buyers,
        ),
    ]
    if not has_chances(answers):
        pairs = [pair for pair in pairs if pair[0].key != "buyers"]
    return TableBlock(
        name="wanted",
        title=words.text("Whom to tell about each product"),
        columns=tuple(column for column, _ in pairs),
        values=tuple(values for _, values in pairs),
        row_kind="product",
        row_key=answers.names.product_id[product],
        sorted_by="buyers" if has_chances(answers) else "people",
    )


def _wanted(
    answers: Answers,
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Products among the tips, people per product, buyers to be expected; most wanted first.

    Untested lists are filled up with best sellers for everybody: there only the tips that are
    shown count.
    """
    lists = answers.recommend.lists
    count = len(answers.names.product_id)
    buyers = np.zeros(count)
    tips = np.arange(len(lists.product))
    if has_chances(answers):
        wish = Wanted(answers).of(everybody(answers))
        buyers[wish.product] = wish.buyers
    else:
        tips = _best_tips(answers).ravel()
        tips = tips[tips >= 0]
    people = np.bincount(lists.product[tips], minlength=count)
    wanted = np.flatnonzero(people).astype(np.int64)
    wanted = wanted[np.lexsort((-people[wanted], -buyers[wanted]))]
    return wanted, people[wanted].astype(np.int64), buyers[wanted]


def figures(answers: Answers, words: Words) -> tuple[tuple[str, str], ...]:
    """The figures of the check on the past, for the Details drawer."""
    recommend = answers.recommend
    return (
        (words.text("Method"), words.code(f"recommend.method.{recommend.method}")),
        (words.text("Customers tested"), words.whole(recommend.tested_customers)),
        (
            words.text("Hit rate of {tips} tips", tips=words.whole(recommend.tips_judged)),
            words.share(recommend.hit_share),
        ),
        (words.text("Hit rate of best sellers"), words.share(recommend.best_seller_hit_share)),
        (words.text("NDCG@10"), words.figure(recommend.ndcg)),
        (words.text("NDCG@10 of best sellers"), words.figure(recommend.best_seller_ndcg)),
    )
