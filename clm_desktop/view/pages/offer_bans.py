"""What is never offered, and why a product is missing from all tips."""

from __future__ import annotations

import numpy as np

from clm_desktop.core.offer_bans import BanKind, OfferBan, category_key
from clm_desktop.plan.answers import Answers
from clm_desktop.plan.not_offered import WhyNot
from clm_desktop.view.blocks import Column, Kind, TableBlock
from clm_desktop.view.pages import parts
from clm_desktop.view.words import Words


def bans_table(answers: Answers, words: Words) -> TableBlock:
    """Everything that the owner never wants offered; ``row_key`` is its place in the answers."""
    text = words.text
    return TableBlock(
        name="offer_bans",
        title=text("Never offered, you said (open one to offer it again)"),
        columns=(
            Column(key="what", title=text("What"), kind=Kind.TEXT, width=36),
            Column(key="whom", title=text("To whom"), kind=Kind.TEXT, width=26),
        ),
        values=(
            parts.objects([what_title(answers, one, words) for one in answers.bans]),
            parts.objects([whom_title(answers, one, words) for one in answers.bans]),
        ),
        row_kind="ban",
        row_key=np.arange(len(answers.bans), dtype=np.int64),
        empty=text("Nothing is kept back by your word."),
    )


def what_title(answers: Answers, one: OfferBan, words: Words) -> str:
    """What a ban is about, as the owner calls it."""
    if one.kind is BanKind.CUSTOMER:
        return words.text("Everything")
    if one.kind is BanKind.CATEGORY:
        same = (str(n) for n in answers.names.product_category if category_key(str(n)) == one.what)
        return words.text("All of “{name}”", name=next(same, one.what))
    at = np.flatnonzero(answers.names.product_key == one.what)
    return str(parts.product_titles(answers)[at[0]]) if len(at) else one.what


def whom_title(answers: Answers, one: OfferBan, words: Words) -> str:
    """To whom something is never offered."""
    if not one.customer:
        return words.text("Everybody")
    at = np.flatnonzero(answers.names.customer_key == one.customer)
    if not len(at):
        return one.customer
    return str(answers.names.customer_name[at[0]] or one.customer)


def why_not(reason: int, words: Words) -> str:
    """Why a product is offered to nobody."""
    return {
        WhyNot.STOPPED: words.text("seems to be no longer sold"),
        WhyNot.SOLD_OUT: words.text("none left, says your newest stock list"),
        WhyNot.CATEGORY: words.text("its kind is never offered, you said"),
        WhyNot.PRODUCT: words.text("never offered, you said"),
    }[WhyNot(reason)]


def missing_table(answers: Answers, words: Words) -> TableBlock:
    """Every product that stands in no tip, with the reason; the owner's words first."""
    back, text = answers.kept_back, words.text
    product = np.empty(0, np.int32) if back is None else back.product
    why = np.empty(0, np.int8) if back is None else back.why
    order = np.argsort(-why, kind="stable")
    product, why = product[order], why[order]
    return TableBlock(
        name="missing_products",
        title=text("Products that are in no tip"),
        columns=(
            Column(key="product", title=text("Product"), kind=Kind.TEXT, width=34),
            Column(key="why", title=text("Why not"), kind=Kind.TEXT, width=40),
        ),
        values=(
            parts.product_titles(answers)[product],
            parts.objects([why_not(int(one), words) for one in why]),
        ),
        row_kind="product",
        row_key=answers.names.product_id[product],
    )


def missing_note(answers: Answers, words: Words) -> tuple[str, ...]:
    """How many products stand in no tip, by reason."""
    back = answers.kept_back
    if back is None or not len(back.product):
        return ()
    counts = [
        words.text(
            "{name}: {value}",
            name=why_not(one, words),
            value=words.whole(int((back.why == one).sum())),
        )
        for one in reversed(WhyNot)
        if (back.why == one).any()
    ]
    return (
        words.plural(
            "{n} product is in no tip ({reasons}); Details names it.",
            "{n} products are in no tip ({reasons}); Details names them.",
            len(back.product),
            reasons=words.listed(counts),
        ),
    )
