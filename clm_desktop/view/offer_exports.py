"""Tips by group and by product, and what is never offered, as files and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from clm_desktop.core.offer_bans import BanKind
from clm_desktop.plan.answers import Answers
from clm_desktop.plan.group_offers import (
    NamedGroup,
    Wanted,
    groups_of,
    told_by_product,
    untold_reasons,
)
from clm_desktop.plan.not_offered import WhyNot
from clm_desktop.view.blocks import Column, Kind, TableBlock
from clm_desktop.view.numbers import iso_date, plain_number
from clm_desktop.view.pages import parts
from clm_desktop.view.pages.offer_bans import bans_table, missing_table
from clm_desktop.view.pages.offer_lists import group_title, has_chances, scheme_name, told_reason
from clm_desktop.view.pages.reasons import list_reasons
from clm_desktop.view.words import Words

if TYPE_CHECKING:
    from clm_desktop.view.json_values import Json

Rows = Iterator[tuple[str, ...]]
OFFER_HEADERS: Mapping[str, str] = {
    "segment-offers": "scheme,segment_id,name,rank,product_id,likely_buyers,customers,share,"
    "times_all",
    "who-to-tell": "product_id,rank,customer_id,p,reason,may_be_told,why_not,last_order",
    "never-offered": "kind,product_id,category,customer_id",
    "not-offered": "product_id,why",
}
_TOLD_TOP = 10  # products of a group in a spreadsheet


def offer_rows(answers: Answers, words: Words, top: int) -> dict[str, Callable[[], Rows]]:
    """Makers of the rows of each export."""
    return {
        "segment-offers": lambda: _segment_offers(answers, words, top),
        "who-to-tell": lambda: _told(answers, words, top),
        "never-offered": lambda: _bans(answers),
        "not-offered": lambda: _missing(answers),
    }


def offer_sheets() -> dict[str, Callable[[Answers, Words], TableBlock]]:
    """Makers of the tables for a spreadsheet."""
    return {
        "segment-offers": segment_offers_table,
        "who-to-tell": who_to_tell_table,
        "never-offered": bans_table,
        "not-offered": missing_table,
    }


def segment_offers_table(answers: Answers, words: Words) -> TableBlock:
    """What every group will want, by way of grouping."""
    text, titles = words.text, parts.product_titles(answers)
    rows = [
        (
            scheme_name(group.scheme, words),
            group_title(answers, group, words),
            str(titles[product]),
            buyers,
            people,
            buyers / max(people, 1),
            times,
        )
        for group, _, product, buyers, people, times in _wanted(answers, _TOLD_TOP)
    ]
    columns = tuple(zip(*rows, strict=True)) if rows else ((),) * 7
    names = [np.array(list(texts), dtype=object) for texts in columns[:3]]
    figures = [np.array(list(numbers), np.float64) for numbers in columns[3:]]
    return TableBlock(
        name="segment_offers",
        title=text("What each group will want next"),
        columns=(
            Column(key="scheme", title=text("Grouping"), kind=Kind.TEXT, width=20),
            Column(key="segment", title=text("Group"), kind=Kind.TEXT, width=24),
            Column(key="product", title=text("Product"), kind=Kind.TEXT, width=34),
            Column(key="buyers", title=text("Likely buyers"), kind=Kind.WHOLE),
            Column(key="customers", title=text("Customers"), kind=Kind.WHOLE),
            Column(key="share", title=text("Of the group"), kind=Kind.SHARE),
            Column(key="times", title=text("Times as often as all"), kind=Kind.DECIMAL),
        ),
        values=(*names, *figures),
    )


def who_to_tell_table(answers: Answers, words: Words) -> TableBlock:
    """Whom to tell about every product."""
    text, titles = words.text, parts.product_titles(answers)
    untold = untold_reasons(answers)
    told = list(told_by_product(answers))
    people = parts.customer_titles(answers)
    return TableBlock(
        name="who_to_tell_all",
        title=text("Whom to tell about each product"),
        columns=(
            Column(key="product", title=text("Product"), kind=Kind.TEXT, width=34),
            Column(key="customer", title=text("Customer"), kind=Kind.TEXT, width=24),
            Column(key="strength", title=text("How likely"), kind=Kind.STRENGTH),
            Column(key="because", title=text("Because"), kind=Kind.TEXT, width=44),
            Column(key="may_tell", title=text("May be told"), kind=Kind.TEXT, width=22),
        ),
        values=(
            parts.objects([str(titles[one]) for one, _, rows in told for _ in rows]),
            parts.objects([str(people[row]) for _, _, rows in told for row in rows]),
            np.concatenate([np.empty(0), *(tips.p for _, tips, _ in told)]),
            parts.objects(
                [
                    why
                    for _, tips, _ in told
                    for why in list_reasons(tips, range(len(tips.p)), titles, words)
                ]
            ),
            parts.objects(
                [told_reason(untold[row], words) for _, _, rows in told for row in rows.tolist()]
            ),
        ),
    )


# ---- JSON --------------------------------------------------------------------------------


def group_topic(answers: Answers, group: NamedGroup, words: Words) -> dict[str, Json]:
    """What a group will want, for programs."""
    found: list[Json] = []
    people = len(group.rows)
    if has_chances(answers):
        wish, titles = Wanted(answers).of(group.rows), parts.product_titles(answers)
        people = wish.customers
        found = [
            {
                "product_id": str(answers.names.product_key[product]),
                "product": str(titles[product]),
                "likely_buyers": round(buyers, 2),
                "share": round(buyers / max(people, 1), 4),
                "times_all": round(times, 3),
            }
            for product, buyers, times in zip(
                wish.product.tolist(), wish.buyers.tolist(), wish.times.tolist(), strict=True
            )
        ]
    segment: dict[str, Json] = {
        "scheme": group.scheme,
        "segment_id": group.segment_id,
        "name": group_title(answers, group, words),
        "customers": people,
    }
    return {"segment": segment, "products": found}


def product_topic(answers: Answers, product: int, words: Words) -> dict[str, Json]:
    """Whom to tell about a product (position), for programs."""
    back, titles = answers.kept_back, parts.product_titles(answers)
    missing: Json = None
    if back is not None and product in back.product:
        missing = WhyNot(int(back.why[back.product == product][0])).name.lower()
    header = OFFER_HEADERS["who-to-tell"].split(",")
    rows = (dict(zip(header, row, strict=True)) for row in _told(answers, words, only=product))
    people: list[Json] = [
        {
            "customer_id": row["customer_id"],
            "p": float(row["p"]) if row["p"] else None,
            "reason": row["reason"],
            "may_be_told": row["may_be_told"] == "yes",
            "why_not": row["why_not"] or None,
            "last_order": row["last_order"],
        }
        for row in rows
    ]
    return {
        "product_id": str(answers.names.product_key[product]),
        "product": str(titles[product]),
        "not_offered": missing,
        "customers": people,
    }


# ---- rows --------------------------------------------------------------------------------


def _wanted(answers: Answers, top: int) -> Iterator[tuple[NamedGroup, int, int, float, int, float]]:
    if not has_chances(answers):
        return
    wanted = Wanted(answers)
    for group in groups_of(answers):
        wish = wanted.of(group.rows)
        for rank in range(min(top, len(wish.product))):
            product, buyers = int(wish.product[rank]), float(wish.buyers[rank])
            yield group, rank + 1, product, buyers, wish.customers, float(wish.times[rank])


def _segment_offers(answers: Answers, words: Words, top: int) -> Rows:
    for group, rank, product, buyers, people, times in _wanted(answers, top):
        yield (
            group.scheme,
            group.segment_id,
            group_title(answers, group, words),
            str(rank),
            str(answers.names.product_key[product]),
            plain_number(buyers),
            str(people),
            plain_number(buyers / max(people, 1)),
            plain_number(times),
        )


def _told(answers: Answers, words: Words, top: int | None = None, only: int = -1) -> Rows:
    untold, table = untold_reasons(answers), answers.customers
    keys, titles = answers.names.customer_key[table.customer], parts.product_titles(answers)
    for product, told, rows in told_by_product(answers, only):
        shown = rows[:top].tolist()
        why = list_reasons(told, range(len(shown)), titles, words)
        for rank, row in enumerate(shown):
            yield (
                str(answers.names.product_key[product]),
                str(rank + 1),
                str(keys[row]),
                plain_number(told.p[rank]),
                why[rank],
                "no" if untold[row] else "yes",
                untold[row],
                iso_date(table.last_day[row]),
            )


def _bans(answers: Answers) -> Rows:
    for one in answers.bans:
        product = one.what if one.kind is BanKind.PRODUCT else ""
        category = one.what if one.kind is BanKind.CATEGORY else ""
        yield one.kind.value, product, category, one.customer


def _missing(answers: Answers) -> Rows:
    back = answers.kept_back
    if back is None:
        return
    for product, why in zip(back.product.tolist(), back.why.tolist(), strict=True):
        yield str(answers.names.product_key[product]), WhyNot(why).name.lower()
