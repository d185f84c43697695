"""How good a shop's data is: one figure of 100, where each lost point comes from, what to do.

Each finding takes points from its part: ``weight`` of them where the share that is concerned
reaches ``all_at``, in proportion below, at least one. A part cannot lose more than it has, and what
the parts still have adds up to the figure. The figure is about whether the answers can be
believed; what would merely make more possible (contacts, costs, stock, a newer file) is a hint and
takes no points.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from clm_desktop.core.days import SECONDS_PER_DAY
from clm_desktop.core.message import Message, Param
from clm_desktop.core.quality import QualityFacts
from clm_desktop.core.spelling import spelling
from clm_desktop.features.missing_days import believed_days, future_orders, missing_days


class Part(StrEnum):
    """What can be good or bad, and how many points it has."""

    ROWS = "rows"
    PEOPLE = "people"
    DATES = "dates"
    PRODUCTS = "products"
    MONEY = "money"


# Who bought is what everything rests on: without it no file is good enough. Then when, which tells
# risk and rhythm; what and how much can be off and the lists still name the right people.
POINTS = {Part.ROWS: 15, Part.PEOPLE: 45, Part.DATES: 20, Part.PRODUCTS: 10, Part.MONEY: 10}
LEAST_ORDERS = 30  # below, one odd order would move the figure: nothing is claimed
GOOD_FROM, SO_SO_FROM = 85, 60

NAMELESS_FROM = 0.01  # a few unnamed till sales are in every shop
TWICE_FROM = 0.005  # two of one thing rung up one by one happens
FREE_FROM = 0.005  # a sample or a replacement now and then is sold for 0
LARGEST_SHARE = 0.05  # of all sales in one order: it alone moves every average ...
LARGEST_TIMES = 20  # ... if it is no large order among other large ones
MANY_ORDERS = 50
REACHED_FROM = 0.5  # of sales by customers who can be written to or called
USUAL_IMPORT_DAYS = 31  # most shops export by the month


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that is not as it should be."""

    code: str
    part: Part
    message: Message  # what was found, with counts; .effect and .do follow from the code
    count: int
    of: int  # all there are of what is counted
    share: float  # of what is concerned, 0..1
    points: int  # that it takes
    has_rows: bool = True  # whether rows can be shown


@dataclass(frozen=True, slots=True, kw_only=True)
class PartScore:
    """Points of one part."""

    part: Part
    points: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityReport:
    """The figure and where it comes from; a shop too small has findings but no figure."""

    orders: int
    score: int | None
    verdict: str  # good, so_so, poor, too_small, nothing
    parts: tuple[PartScore, ...]
    findings: tuple[Finding, ...]  # the dearest first
    hints: tuple[Finding, ...]
    left_out: tuple[tuple[str, int], ...]  # why rows were left out on purpose -> rows
    gaps: tuple[tuple[int, int], ...]  # (first, last) day without orders


def assess(facts: QualityFacts, now_s: int) -> QualityReport:
    """Judge a shop's data. Pure; cost: O(orders log orders).

    ``now_s`` is used for a hint only: how old the newest file is.
    """
    gaps = missing_days(facts)
    found = [one for one in _findings(facts, gaps) if one is not None]
    found.sort(key=lambda one: (-one.points, -one.share, one.code))
    parts = tuple(
        PartScore(
            part=part,
            points=max(points - sum(one.points for one in found if one.part is part), 0),
            of=points,
        )
        for part, points in POINTS.items()
    )
    orders = len(facts.order_ts)
    score = sum(part.points for part in parts) if orders >= LEAST_ORDERS else None
    return QualityReport(
        orders=orders,
        score=score,
        verdict=_verdict(score, orders),
        parts=parts if score is not None else (),
        findings=tuple(found),
        hints=tuple(one for one in _hints(facts, now_s) if one is not None),
        left_out=tuple(_reasons(facts, _ON_PURPOSE)),
        gaps=gaps,
    )


def _verdict(score: int | None, orders: int) -> str:
    if score is None:
        return "too_small" if orders else "nothing"
    return "good" if score >= GOOD_FROM else "so_so" if score >= SO_SO_FROM else "poor"


# ---- what takes points -------------------------------------------------------------------

_ON_PURPOSE = ("cancelled", "unpaid", "refunded", "failed", "not_a_sale", "test", "footer")


@dataclass(frozen=True, slots=True)
class _Rule:
    code: str
    part: Part
    weight: int  # points that it takes at most
    all_at: float  # share from which it takes them all
    least: float = 0.0  # share below which it is no finding


_RULES = (
    _Rule("set_aside", Part.ROWS, 10, all_at=0.1),  # nobody has looked at them: they are lost
    _Rule("waiting", Part.ROWS, 6, all_at=0.3),
    _Rule("twice", Part.ROWS, 4, all_at=0.2, least=TWICE_FROM),
    _Rule("no_customer", Part.PEOPLE, 40, all_at=0.5, least=NAMELESS_FROM),
    _Rule("future", Part.DATES, 10, all_at=0.05),  # even one moves the shop's "today"
    _Rule("no_product", Part.PRODUCTS, 8, all_at=0.6, least=NAMELESS_FROM),
    _Rule("no_money", Part.MONEY, 6, all_at=0.3, least=FREE_FROM),
    _Rule("below_zero", Part.MONEY, 4, all_at=0.1),
    _Rule("currencies", Part.MONEY, 6, all_at=0.2),
)


def _findings(facts: QualityFacts, gaps: tuple[tuple[int, int], ...]) -> list[Finding | None]:
    orders, lines, rows = len(facts.order_ts), facts.lines, _rows_read(facts)
    reasons = dict(_reasons(facts, None))
    other_currency = reasons.get("other_currency", 0)
    aside = sum(file.rows_set_aside for one in facts.imports for file in one.files)
    counted = {
        "set_aside": (aside - other_currency, rows),
        "waiting": (reasons.get("waiting", 0), rows),
        "twice": (facts.lines_twice, facts.lines_looked_through),
        "no_customer": (facts.lines_without_customer, lines),
        "future": (int(future_orders(facts).sum()), orders),
        "no_product": (facts.orders_without_product, orders),
        "no_money": (facts.lines_without_money, lines),
        "below_zero": (facts.lines_below_zero, lines),
        "currencies": (other_currency, rows),
    }
    found = [_found(rule, *counted[rule.code]) for rule in _RULES]
    return [*found, *_noted(facts), _missing(facts, gaps), _spellings(facts), _largest(facts)]


def _found(rule: _Rule, count: int, of: int) -> Finding | None:
    """A finding, if its share is large enough."""
    if count <= 0 or of <= 0 or count / of < rule.least:
        return None
    return Finding(
        code=rule.code,
        part=rule.part,
        message=_said(rule.code, count, of),
        count=count,
        of=of,
        share=count / of,
        points=_points(count / of, rule.weight, rule.all_at),
    )


def _said(code: str, count: int, of: int, **more: Param) -> Message:
    share = count / of if of else 0.0
    return Message.of(f"quality.{code}", count=count, total=of, found_share=share, **more)


def _points(share: float, weight: int, all_at: float) -> int:
    return max(1, round(weight * min(1.0, share / all_at)))


# What files said when they came: (code of the note, finding, part, points).
_NOTES = (
    ("note.damaged_ids", "damaged_ids", Part.PEOPLE, 15),
    ("note.masked_buyers", "masked", Part.PEOPLE, 45),
    ("note.relayed_phones", "masked", Part.PEOPLE, 45),
    ("note.names_only", "names_only", Part.PEOPLE, 5),
    ("note.new_status", "new_status", Part.MONEY, 3),
)


def _noted(facts: QualityFacts) -> list[Finding | None]:
    files = sum(len(one.files) for one in facts.imports)
    noted: dict[str, Finding] = {}
    for code, finding, part, points in _NOTES:
        said = [(name, note) for name, note in facts.notes if note.code == code]
        if not said:
            continue
        message = Message(
            f"quality.{finding}", (("files", len(said)), ("file", said[0][0]), *said[0][1].params)
        )
        noted[finding] = Finding(
            code=finding,
            part=part,
            message=message,
            count=len(said),
            of=files,
            share=len(said) / files,
            points=points,
            has_rows=False,
        )
    return list(noted.values())


def _missing(facts: QualityFacts, gaps: tuple[tuple[int, int], ...]) -> Finding | None:
    if not gaps:
        return None
    longest = max(gaps, key=lambda gap: gap[1] - gap[0])
    missing = sum(last - first + 1 for first, last in gaps)
    days = believed_days(facts)
    span = int(days.max() - days.min()) + 1
    return Finding(
        code="gaps",
        part=Part.DATES,
        message=_said(
            "gaps", missing, span, from_day=longest[0], to_day=longest[1], gaps=len(gaps)
        ),
        count=missing,
        of=span,
        share=missing / span,
        points=_points(missing / span, 10, 0.15),
        has_rows=False,
    )


def same_products(keys: list[str]) -> list[tuple[str, ...]]:
    """Products that differ in nothing but spaces; those that differ in less count as one."""
    alike: dict[str, dict[str, str]] = defaultdict(dict)
    for key in keys:
        one = spelling(key)
        alike["".join(one.split())].setdefault(one, key)
    return [tuple(sorted(group.values())) for group in alike.values() if len(group) > 1]


def _spellings(facts: QualityFacts) -> Finding | None:
    keys = [str(key) for key in facts.product_keys.tolist()]
    groups = sorted(same_products(keys))
    if not groups:
        return None
    count = sum(len(group) for group in groups)
    first, second, *_ = groups[0]
    return Finding(
        code="spellings",
        part=Part.PRODUCTS,
        message=_said(
            "spellings", count, len(keys), first=first, second=second, groups=len(groups)
        ),
        count=count,
        of=len(keys),
        share=count / len(keys),
        points=_points(count / len(keys), 3, 0.2),
    )


def _largest(facts: QualityFacts) -> Finding | None:
    cents = facts.order_cents[facts.order_cents > 0]
    if len(cents) < MANY_ORDERS:
        return None
    largest, sales = int(cents.max()), int(cents.sum())
    if largest < LARGEST_SHARE * sales or largest < LARGEST_TIMES * float(np.median(cents)):
        return None
    share = largest / sales
    return Finding(
        code="largest",
        part=Part.MONEY,
        message=Message.of("quality.largest", order_cents=largest, found_share=share),
        count=1,
        of=len(facts.order_cents),
        share=share,
        points=_points(share, 4, 0.5),
    )


# ---- what would make more possible -------------------------------------------------------


def _hints(facts: QualityFacts, now_s: int) -> list[Finding | None]:
    products, reach = len(facts.product_keys), max(facts.email.sales_share, facts.phone.sales_share)
    named = facts.customers > 0
    unasked = facts.consent.sales_share == 0 and reach >= REACHED_FROM
    return [
        _hint("no_contact", facts.customers, reach < REACHED_FROM and named, reached_share=reach),
        _hint("no_consent", facts.customers, named and unasked, reached_share=reach),
        _hint("no_category", products, products > 0 and facts.products_with_category == 0),
        _hint("no_cost", products, products > 0 and facts.products_with_cost == 0),
        _hint("no_stock", products, products > 0 and facts.products_with_stock == 0),
        _stale(facts, now_s),
    ]


def _hint(code: str, of: int, wanted: bool, **params: Param) -> Finding | None:
    if not wanted:
        return None
    return Finding(
        code=code,
        part=Part.ROWS,
        message=Message.of(f"quality.{code}", count=of, **params),
        count=of,
        of=of,
        share=1.0,
        points=0,
        has_rows=False,
    )


def _stale(facts: QualityFacts, now_s: int) -> Finding | None:
    """Whether the newest order is older than this shop's files usually let it become."""
    if not len(facts.order_ts):
        return None
    came = sorted({one.imported_s // SECONDS_PER_DAY for one in facts.imports})
    usual = float(np.median(np.diff(came))) if len(came) > 2 else float(USUAL_IMPORT_DAYS)
    newest = int(believed_days(facts).max())
    age = now_s // SECONDS_PER_DAY - newest
    late = age > 2 * max(usual, USUAL_IMPORT_DAYS)
    return _hint("stale", len(facts.order_ts), late, newest_day=newest, age_days=int(age))


def _rows_read(facts: QualityFacts) -> int:
    return sum(file.rows_read for one in facts.imports for file in one.files)


def _reasons(facts: QualityFacts, only: tuple[str, ...] | None) -> list[tuple[str, int]]:
    counts: dict[str, int] = defaultdict(int)
    for one in facts.imports:
        for file in one.files:
            for reason, count in file.reasons:
                if only is None or reason in only:
                    counts[reason] += count
    return sorted(counts.items(), key=lambda pair: -pair[1])
