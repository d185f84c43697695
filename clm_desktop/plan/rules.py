"""Rules that pick customers: conditions joined by and, or, not; evaluated on the answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.owner_words import Word, tags_of
from clm_desktop.models.results import Risk
from clm_desktop.plan.answers import Answers

Flags = NDArray[np.bool_]
Array = NDArray[np.float64]


class Kind(StrEnum):
    """What a field's values are."""

    NUMBER = "number"
    DAYS = "days"
    MONEY = "money"  # cents
    SHARE = "share"  # 0..1
    DAY = "day"
    CHOICE = "choice"  # one of a few codes
    TEXT = "text"  # of any of several, letters large and small alike


class Field(StrEnum):
    """What can be asked of a customer; the value is the stable name in stored rules."""

    RECENCY = "days_since"
    ORDERS = "orders"
    SPENT = "spent"
    BASKET = "basket"
    GAP = "usual_gap"
    FIRST = "first_order"
    LAST = "last_order"
    RISK = "risk"
    STAY_AWAY = "p_leave"
    YEAR = "value_12m"
    GROUP = "group"
    PRODUCT = "product"
    CATEGORY = "category"
    CHANNEL = "channel"
    CITY = "city"
    COUNTRY = "country"
    CONSENT = "consent"
    TAG = "tag"
    WORD = "said"


KINDS = {
    Field.RECENCY: Kind.DAYS,
    Field.ORDERS: Kind.NUMBER,
    Field.SPENT: Kind.MONEY,
    Field.BASKET: Kind.MONEY,
    Field.GAP: Kind.DAYS,
    Field.FIRST: Kind.DAY,
    Field.LAST: Kind.DAY,
    Field.RISK: Kind.CHOICE,
    Field.STAY_AWAY: Kind.SHARE,
    Field.YEAR: Kind.MONEY,
    Field.GROUP: Kind.CHOICE,
    Field.PRODUCT: Kind.TEXT,
    Field.CATEGORY: Kind.TEXT,
    Field.CHANNEL: Kind.TEXT,
    Field.CITY: Kind.TEXT,
    Field.COUNTRY: Kind.TEXT,
    Field.CONSENT: Kind.CHOICE,
    Field.TAG: Kind.TEXT,
    Field.WORD: Kind.CHOICE,
}
RISKS = {"low": Risk.LOW, "medium": Risk.MEDIUM, "high": Risk.HIGH, "none": Risk.NONE}
CONSENTS = {"yes": 1, "no": 0, "not_told": -1}


class Sign(StrEnum):
    """Comparisons."""

    EQUAL = "="
    UNEQUAL = "!="
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="
    HAS = "~"  # contains; texts only


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison; ``value`` is a number in the field's unit, a code or a text."""

    field: Field
    sign: Sign
    value: float | str


@dataclass(frozen=True, slots=True)
class Every:
    """All of the parts hold."""

    parts: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of the parts holds."""

    parts: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Unless:
    """The part does not hold."""

    part: Rule


Rule = Condition | Every | Either | Unless


def picked(answers: Answers, rule: Rule) -> Flags:
    """Who fits a rule, per row of the customer table. Cost: O(customers) a condition."""
    if isinstance(rule, Condition):
        return _holds(answers, rule)
    if isinstance(rule, Unless):
        return ~picked(answers, rule.part)
    parts = [picked(answers, part) for part in rule.parts]
    join = np.logical_and if isinstance(rule, Every) else np.logical_or
    return np.asarray(join.reduce(parts), np.bool_)


def texts_of(answers: Answers, field: Field) -> tuple[str, ...]:
    """The different texts that a field of texts has in this shop, most common first for tags."""
    traits, names = answers.traits, answers.names
    if field is Field.TAG:
        tags = [tag for one in answers.said if one.word is Word.TAGS for tag in tags_of(one.value)]
        return tuple(dict.fromkeys(tags))
    if traits is None:
        return ()
    if field is Field.PRODUCT:
        bought = np.unique(traits.bought_product)
        shown = np.where(names.product_name == "", names.product_key, names.product_name)[bought]
        return tuple(dict.fromkeys(str(name) for name in shown))
    if field is Field.CATEGORY:
        bought = np.unique(traits.bought_product)
        told = names.product_category[bought]
        return tuple(sorted({str(name) for name in told.tolist() if name}))
    lists = {
        Field.CHANNEL: traits.channels,
        Field.CITY: traits.cities,
        Field.COUNTRY: traits.countries,
    }
    return lists[field]


def _holds(answers: Answers, one: Condition) -> Flags:
    kind = KINDS[one.field]
    if kind is Kind.TEXT:
        has = _with_text(answers, one.field, str(one.value), whole=one.sign is not Sign.HAS)
        return ~has if one.sign is Sign.UNEQUAL else has
    if kind is Kind.CHOICE:
        chosen = _with_choice(answers, one.field, str(one.value))
        return ~chosen if one.sign is Sign.UNEQUAL else chosen
    return _compared(_numbers(answers, one.field), one.sign, float(one.value))


def _compared(values: Array, sign: Sign, value: float) -> Flags:
    """Nobody whose figure is not known fits, whatever the comparison."""
    known = np.isfinite(values)
    value = round(value, 9)
    compare = {
        Sign.EQUAL: np.equal,
        Sign.UNEQUAL: np.not_equal,
        Sign.LESS: np.less,
        Sign.AT_MOST: np.less_equal,
        Sign.MORE: np.greater,
        Sign.AT_LEAST: np.greater_equal,
    }[sign]
    return np.asarray(compare(values, value) & known, np.bool_)


def _numbers(answers: Answers, field: Field) -> Array:
    table, risk, value = answers.customers, answers.risk, answers.value
    column = {
        Field.RECENCY: table.recency_days,
        Field.ORDERS: table.frequency,
        Field.SPENT: table.monetary_cents,
        Field.BASKET: table.mean_basket_cents,
        Field.GAP: risk.usual_gap_days,
        Field.FIRST: table.first_day,
        Field.LAST: table.last_day,
        Field.STAY_AWAY: 1.0 - risk.p_buy,
        Field.YEAR: value.value_12m_cents,
    }[field]
    return np.asarray(column, np.float64)


def _with_choice(answers: Answers, field: Field, code: str) -> Flags:
    n = len(answers.customers)
    if field is Field.RISK:
        return np.asarray(answers.risk.risk == RISKS[code], np.bool_)
    if field is Field.CONSENT:
        traits = answers.traits
        told = np.full(n, -1, np.int8) if traits is None else traits.consent
        return np.asarray(told == CONSENTS[code], np.bool_)
    if field is Field.WORD:
        return _of_keys(answers, {one.key for one in answers.said if one.word == code})
    made = np.zeros(n, np.bool_)
    for scheme in answers.schemes:
        for place, group in enumerate(scheme.groups):
            if group.segment_id == code:
                made |= scheme.label == place
    return made


def _of_keys(answers: Answers, keys: set[str]) -> Flags:
    mine = answers.names.customer_key[answers.customers.customer]
    return np.fromiter((key in keys for key in mine.tolist()), np.bool_, len(mine))


def _with_text(answers: Answers, field: Field, text: str, *, whole: bool) -> Flags:
    wanted = text.casefold()

    def fits(told: str) -> bool:
        known = told.casefold()
        return known == wanted if whole else wanted in known

    n, traits = len(answers.customers), answers.traits
    made = np.zeros(n, np.bool_)
    if field is Field.TAG:
        tagged = [one for one in answers.said if one.word is Word.TAGS]
        return _of_keys(answers, {o.key for o in tagged if any(map(fits, tags_of(o.value)))})
    if traits is None:
        return made
    if field in (Field.PRODUCT, Field.CATEGORY):
        names = answers.names
        told = (
            (names.product_category,)
            if field is Field.CATEGORY
            else (names.product_name, names.product_key)
        )
        right = np.zeros(len(names.product_id), np.bool_)
        for column in told:
            right |= np.fromiter((fits(str(name)) for name in column), np.bool_, len(right))
        made[traits.bought_row[right[traits.bought_product]]] = True
        return made
    if field is Field.CHANNEL:
        right = np.array([fits(name) for name in traits.channels], np.bool_)
        if len(right):
            made[traits.channel_row[right[traits.channel]]] = True
        return made
    place, known = {
        Field.CITY: (traits.city, traits.cities),
        Field.COUNTRY: (traits.country, traits.countries),
    }[field]
    right = np.array([*(fits(name) for name in known), False], np.bool_)  # -1 picks the last
    return np.asarray(right[place], np.bool_)
