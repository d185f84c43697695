"""What rules are made of in words, in both languages: fields, comparisons, choices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from clm_desktop.core.owner_words import Word
from clm_desktop.models.codes import EIGHT_WAYS_IDS, RFM_IDS
from clm_desktop.plan.answers import Answers
from clm_desktop.plan.rules import CONSENTS, KINDS, RISKS, Field, Kind, Sign, texts_of
from clm_desktop.view.marks import N_
from clm_desktop.view.pages import parts
from clm_desktop.view.words import LANGUAGES, Words

FIELD_NAMES: Mapping[Field, str] = {
    Field.RECENCY: N_("Days since last order"),
    Field.ORDERS: N_("Orders"),
    Field.SPENT: N_("Spent"),
    Field.BASKET: N_("Average basket"),
    Field.GAP: N_("Usual gap in days"),
    Field.FIRST: N_("First order"),
    Field.LAST: N_("Last order"),
    Field.RISK: N_("Leaving risk"),
    Field.STAY_AWAY: N_("Chance to stay away"),
    Field.YEAR: N_("Next 12 months"),
    Field.GROUP: N_("Group"),
    Field.PRODUCT: N_("Product"),
    Field.CATEGORY: N_("Category"),
    Field.CHANNEL: N_("Channel"),
    Field.CITY: N_("City"),
    Field.COUNTRY: N_("Country"),
    Field.CONSENT: N_("Consent"),
    Field.TAG: N_("Tag"),
    Field.WORD: N_("Your word"),
}
# Other ways to write a field, besides its code and its names in the catalogues.
MORE_NAMES: Mapping[str, Field] = {
    "recency": Field.RECENCY,
    "days since": Field.RECENCY,
    "距今天数": Field.RECENCY,
    "多少天没来": Field.RECENCY,
    "未购天数": Field.RECENCY,
    "frequency": Field.ORDERS,
    "单数": Field.ORDERS,
    "订单": Field.ORDERS,
    "money": Field.SPENT,
    "消费": Field.SPENT,
    "累计消费": Field.SPENT,
    "average basket": Field.BASKET,
    "客单价": Field.BASKET,
    "gap": Field.GAP,
    "risk": Field.RISK,
    "风险": Field.RISK,
    "流失风险": Field.RISK,
    "leaving": Field.STAY_AWAY,
    "流失概率": Field.STAY_AWAY,
    "value": Field.YEAR,
    "segment": Field.GROUP,
    "分组": Field.GROUP,
    "分群": Field.GROUP,
    "bought": Field.PRODUCT,
    "商品": Field.PRODUCT,
    "产品": Field.PRODUCT,
    "买过": Field.PRODUCT,
    "类目": Field.CATEGORY,
    "分类": Field.CATEGORY,
    "渠道": Field.CHANNEL,
    "城市": Field.CITY,
    "国家": Field.COUNTRY,
    "同意": Field.CONSENT,
    "标签": Field.TAG,
    "备注": Field.WORD,
}
SIGN_NAMES: Mapping[Sign, str] = {
    Sign.EQUAL: N_("is"),
    Sign.UNEQUAL: N_("is not"),
    Sign.LESS: N_("less than"),
    Sign.AT_MOST: N_("at most"),
    Sign.MORE: N_("more than"),
    Sign.AT_LEAST: N_("at least"),
    Sign.HAS: N_("contains"),
}
_CONSENTS = {"yes": N_("yes"), "no": N_("no"), "not_told": N_("not told")}
_RISK_NAMES = {"low": N_("Low"), "medium": N_("Medium"), "high": N_("High"), "none": N_("None")}
EXAMPLE = N_("risk=high and spent>200")


@dataclass(frozen=True, slots=True, kw_only=True)
class Askable:
    """A field as a builder of rules offers it."""

    field: Field
    title: str
    kind: Kind
    signs: tuple[tuple[Sign, str], ...]
    choices: tuple[tuple[str, str], ...]  # (code, words) of a choice
    suggestions: tuple[str, ...]  # texts that are there


def field_title(field: Field, words: Words) -> str:
    """What a field is called."""
    translated = words.text
    return translated(FIELD_NAMES[field])


def signs_of(kind: Kind) -> tuple[Sign, ...]:
    """Comparisons that make sense."""
    if kind is Kind.CHOICE:
        return (Sign.EQUAL, Sign.UNEQUAL)
    if kind is Kind.TEXT:
        return (Sign.EQUAL, Sign.UNEQUAL, Sign.HAS)
    return tuple(sign for sign in Sign if sign is not Sign.HAS)


def askables(answers: Answers, words: Words, most: int = 500) -> tuple[Askable, ...]:
    """Every field of which something is known in this shop."""
    made, translated = [], words.text
    for field, kind in KINDS.items():
        texts = texts_of(answers, field)[:most] if kind is Kind.TEXT else ()
        choices = tuple(choices_of(answers, field, words).items()) if kind is Kind.CHOICE else ()
        if kind is Kind.TEXT and not texts and field is not Field.TAG:
            continue
        made.append(
            Askable(
                field=field,
                title=field_title(field, words),
                kind=kind,
                signs=tuple((sign, translated(SIGN_NAMES[sign])) for sign in signs_of(kind)),
                choices=choices,
                suggestions=texts,
            )
        )
    return tuple(made)


def choices_of(answers: Answers, field: Field, words: Words) -> dict[str, str]:
    """Codes of a choice with their words."""
    translated = words.text
    if field is Field.RISK:
        return {code: translated(_RISK_NAMES[code]) for code in RISKS}
    if field is Field.CONSENT:
        return {code: translated(_CONSENTS[code]) for code in CONSENTS}
    if field is Field.WORD:
        spoken = set(Word) - {Word.NOT_CUSTOMER}
        return {word.value: words.code(f"word.{word}") for word in Word if word in spoken}
    return {
        group.segment_id: parts.group_name(group, words)
        for scheme in answers.schemes
        for group in scheme.groups
    }


def known_fields() -> dict[str, Field]:
    """Every way to write a field, in small letters."""
    names: dict[str, Field] = dict(MORE_NAMES)
    for lang in LANGUAGES:
        words = Words(lang)
        names |= {field_title(field, words).casefold(): field for field in Field}
    names |= {field.value: field for field in Field}
    return names


def known_choices(answers: Answers, field: Field) -> dict[str, str]:
    """Every way to write a choice, in small letters, with its code."""
    ways: dict[str, str] = {}
    for lang in LANGUAGES:
        words = Words(lang, answers.names.currency)
        for code, name in choices_of(answers, field, words).items():
            ways.setdefault(name.casefold(), code)
        if field is Field.GROUP:
            for code in (*RFM_IDS, *EIGHT_WAYS_IDS):
                ways.setdefault(words.code(f"segment.{code}.name").casefold(), code)
                ways.setdefault(code, code)
    return ways | {code: code for code in ways.values()}
