"""Two other ways to look at tips: what a group will want, and whom to tell about a product."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.errors import RequestError
from clm_desktop.models.results import Recommendations
from clm_desktop.plan.answers import Answers
from clm_desktop.plan.group_offers import (
    NOT_AGREED,
    NOTHING_OFFERED,
    GroupWish,
    NamedGroup,
    groups_of,
    untold_reasons,
    who_to_tell,
)
from clm_desktop.view.blocks import ChartBlock, ChartKind, Column, Kind, Series, TableBlock
from clm_desktop.view.pages import parts
from clm_desktop.view.pages.customers import Pair, name_column
from clm_desktop.view.pages.reasons import list_reasons
from clm_desktop.view.words import Words

MOST_DRAWN = 10
_WORTH_NAMING = 0.5  # expected buyers; below, a product is no wish of a group


@dataclass(frozen=True, slots=True)
class OfferLens:
    """What is looked at; nothing chosen means every customer."""

    group: str = ""  # NamedGroup: "scheme/segment_id"
    product_id: int = -1  # the store's id


def has_chances(answers: Answers) -> bool:
    """Whether the tips carry chances; without, they are favourites and best sellers."""
    return bool(np.isfinite(answers.recommend.lists.p).any())


def group_code(group: NamedGroup) -> str:
    """How a group is named in a lens."""
    return f"{group.scheme}/{group.segment_id}"


def group_title(answers: Answers, group: NamedGroup, words: Words) -> str:
    """What a group is called."""
    if group.scheme == "own":
        return answers.own[group.place].name
    scheme = next(one for one in answers.schemes if one.scheme == group.scheme)
    return parts.group_name(scheme.groups[group.place], words)


def scheme_name(scheme: str, words: Words) -> str:
    """What a way of grouping is called."""
    return words.text("My own") if scheme == "own" else parts.scheme_title(scheme, words)


def find_group(answers: Answers, asked: str, words: Words) -> NamedGroup:
    """The group of a code, id or name. Raises RequestError ``no_segment``."""
    groups = groups_of(answers)
    for named in (group_code, lambda one: one.segment_id):
        for group in groups:
            if asked == named(group):
                return group
    for group in groups:
        if asked.casefold() == group_title(answers, group, words).casefold():
            return group
    known = ", ".join(dict.fromkeys(group_title(answers, one, words) for one in groups))
    raise RequestError("no_segment", name=asked, known=known or "–")


def find_product(answers: Answers, asked: str) -> int:
    """Position of the product with a number or name. Raises RequestError ``product_unknown``."""
    names, wanted = answers.names, asked.strip().casefold()
    keys = np.array([str(key).casefold() == wanted for key in names.product_key], np.bool_)
    titles = [str(title).casefold() for title in parts.product_titles(answers)]
    same = np.array([title == wanted for title in titles], np.bool_)
    holds = np.array([wanted in title for title in titles], np.bool_)
    for fits in (keys, same, holds):
        if fits.sum() == 1 or (fits.any() and fits is not holds):
            return int(np.flatnonzero(fits)[0])
    raise RequestError("product_unknown", product=asked)


def offer_lens(answers: Answers, segment: str, product: str, words: Words) -> OfferLens:
    """What is asked for by names, '' for nothing.

    Raises
    ------
    RequestError
        ``no_segment``, ``product_unknown``.
    """
    if segment:
        return OfferLens(group=group_code(find_group(answers, segment, words)))
    if product:
        at = find_product(answers, product)
        return OfferLens(product_id=int(answers.names.product_id[at]))
    return OfferLens()


# ---- a group -----------------------------------------------------------------------------


def group_lead(wish: GroupWish, title: str, answers: Answers, words: Words) -> str:
    """How many of a group will want what they want most."""
    if not len(wish.product):
        return words.text("Nothing is known of what “{group}” will want.", group=title)
    return words.plural(
        "About {buyers} of {n} customer in “{group}” will want {product} with the next order.",
        "About {buyers} of {n} customers in “{group}” will want {product} with the next order.",
        wish.customers,
        buyers=words.whole(wish.buyers[0]),
        group=title,
        product=parts.product_titles(answers)[wish.product[0]],
    )


def group_table(wish: GroupWish, title: str, answers: Answers, words: Words) -> TableBlock:
    """Products that a group will want."""
    text = words.text
    named = wish.buyers >= min(_WORTH_NAMING, float(wish.buyers[:1].sum()))
    pairs: list[Pair] = [
        (
            Column(key="product", title=text("Product"), kind=Kind.TEXT, width=34),
            parts.product_titles(answers)[wish.product[named]],
        ),
        (
            Column(
                key="buyers",
                title=text("Likely buyers"),
                kind=Kind.WHOLE,
                tip=text("How many of them will probably take it with their next order."),
            ),
            wish.buyers[named],
        ),
        (
            Column(
                key="share",
                title=text("Of the group"),
                kind=Kind.SHARE,
                tip=text("Of all who may be offered something."),
            ),
            wish.buyers[named] / max(wish.customers, 1),
        ),
        (
            Column(
                key="times",
                title=text("Times as often as all"),
                kind=Kind.DECIMAL,
                tip=text("Above 1: the group wants it more than your customers do on the whole."),
            ),
            wish.times[named],
        ),
    ]
    return TableBlock(
        name="group_offers",
        title=text("What “{group}” will want next", group=title),
        columns=tuple(column for column, _ in pairs),
        values=tuple(values for _, values in pairs),
        row_kind="product",
        row_key=answers.names.product_id[wish.product[named]],
        sorted_by="buyers",
    )


def wanted_chart(wish: GroupWish, sentence: str, answers: Answers, words: Words) -> ChartBlock:
    """The products that are wanted most."""
    top = slice(0, MOST_DRAWN)
    titles = parts.product_titles(answers)[wish.product[top]]
    return ChartBlock(
        name="wanted_products",
        title=words.text("Most wanted next"),
        sentence=sentence,
        kind=ChartKind.HBAR,
        series=(
            Series(
                label="",
                x=tuple(float(i) for i in range(len(titles))),
                y=tuple(float(n) for n in wish.buyers[top]),
                colour=2,
                keys=tuple(int(id_) for id_ in answers.names.product_id[wish.product[top]]),
            ),
        ),
        x_labels=tuple(str(title) for title in titles),
        opens="product",
    )


def sums_note(answers: Answers, words: Words) -> tuple[str, ...]:
    """How near sums of chances came in the past."""
    sums = answers.recommend.sums
    if sums is None or not np.isfinite(sums.error_share):
        return ()
    return (
        words.text(
            "Tested on hidden orders, by groups of customers: {said} buyers were said of the "
            "products wanted most, {was} came; a single number was off by {error} on average.",
            said=words.whole(sums.said),
            was=words.whole(sums.was),
            error=words.share(sums.error_share),
        ),
    )


# ---- a product ---------------------------------------------------------------------------


def told_reason(code: str, words: Words) -> str:
    """Why nothing may be sent to somebody, "yes" where it may."""
    if not code:
        return words.text("yes")
    if code == NOT_AGREED:
        return words.text("no: said no to messages")
    if code == NOTHING_OFFERED:
        return words.text("no: never offered anything, you said")
    return words.text("no: {reason}", reason=words.code(f"word.{code}"))


def tell_table(answers: Answers, product: int, words: Words) -> TableBlock:
    """The customers likeliest to take a product (position), and whether they may be told."""
    told, rows = who_to_tell(answers, product)
    text, untold = words.text, untold_reasons(answers)
    pairs: list[Pair] = [
        (name_column(words), parts.customer_titles(answers)[rows]),
        (
            Column(
                key="strength",
                title=text("How likely"),
                kind=Kind.STRENGTH,
                tip=text("Chance that the product is in this customer's next order."),
            ),
            told.p,
        ),
        (
            Column(key="because", title=text("Because"), kind=Kind.TEXT, width=52),
            parts.objects(_reasons(answers, told, words)),
        ),
        (
            Column(
                key="may_tell",
                title=text("May be told"),
                kind=Kind.TEXT,
                width=22,
                tip=text("As far as your lists and your own words say."),
            ),
            parts.objects([told_reason(untold[row], words) for row in rows.tolist()]),
        ),
        (
            Column(key="last_order", title=text("Last order"), kind=Kind.DATE),
            answers.customers.last_day[rows],
        ),
    ]
    if not np.isfinite(told.p).any():
        pairs = [pair for pair in pairs if pair[0].key != "strength"]
    return TableBlock(
        name="who_to_tell",
        title=text("Whom to tell about {product}", product=parts.product_titles(answers)[product]),
        columns=tuple(column for column, _ in pairs),
        values=tuple(values for _, values in pairs),
        row_kind="customer",
        row_key=parts.customer_ids(answers)[rows],
        empty=text("Nobody is likely to take it with the next order."),
        sorted_by="strength" if np.isfinite(told.p).any() else "",
    )


def _reasons(answers: Answers, told: Recommendations, words: Words) -> list[str]:
    every = np.arange(len(told.product))
    return list_reasons(told, every, parts.product_titles(answers), words)


def likely_buyers(wish: GroupWish, product: int) -> float:
    """Expected buyers of a product (position) among the customers of a wish."""
    at: NDArray[np.int64] = np.flatnonzero(wish.product == product)
    return float(wish.buyers[at[0]]) if len(at) else 0.0


def rebuy_note(answers: Answers, words: Words) -> tuple[str, ...]:
    """Whether what somebody bought is offered again, and why."""
    rebuying = answers.recommend.rebuying
    if rebuying is None:
        return ()
    text = words.text
    said = {
        ("auto", True): text("Your customers buy the same again: it is offered again."),
        ("auto", False): text("Your customers hardly buy the same again: only new is offered."),
        ("yes", True): text("You said that your customers buy the same again."),
        ("no", False): text("You said that your customers do not buy the same again."),
    }[rebuying.told, rebuying.offered]
    if not np.isfinite(rebuying.hit_share):
        untested = text("Whether your customers buy the same again cannot be tested yet.")
        return (untested if rebuying.told == "auto" else words.join([said, untested]),)
    why = text(
        "In the past, one of {tips} tips was right for {hit} of customers with what they bought "
        "before, for {new} without; {repeat} of the products had been bought before.",
        tips=words.whole(answers.recommend.tips_judged),
        hit=words.share(rebuying.hit_share),
        new=words.share(rebuying.new_hit_share),
        repeat=words.share(rebuying.repeat_share),
    )
    return (words.join([said, why]),)
