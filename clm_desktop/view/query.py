"""Rules as text: ``risk=high and city=Leeds``, 风险=高 且 城市=上海; the same in both directions.

    rule      = part { or part }
    part      = one { and one }
    one       = "not" one | "(" rule ")" | field sign value

``and`` binds closer than ``or``. Fields and values may be several words; a value with a word such
as "and" in it, or a bracket, stands in quotation marks. Everything is understood in English and
Chinese at once; what is stored is the stable form (``stable=True``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from clm_desktop.core.days import date_of, day_of
from clm_desktop.core.errors import RequestError
from clm_desktop.core.money import minor_digits
from clm_desktop.plan.answers import Answers
from clm_desktop.plan.rules import (
    KINDS,
    Condition,
    Either,
    Every,
    Field,
    Kind,
    Rule,
    Sign,
    Unless,
    texts_of,
)
from clm_desktop.view.numbers import plain_money
from clm_desktop.view.rule_words import (
    EXAMPLE,
    choices_of,
    field_title,
    known_choices,
    known_fields,
)
from clm_desktop.view.words import Words

_TOKEN = re.compile(
    r"""\s*(?:
      "(?P<double>[^"]*)" | “(?P<curly>[^”]*)” | '(?P<single>[^']*)' | 「(?P<corner>[^」]*)」
    | (?P<sign><=|>=|!=|<>|==|[=<>~≤≥≠＝＜＞～])
    | (?P<bracket>[()（）])
    | (?P<join>并且|而且|或者|且|或)
    | (?P<word>[^\s=<>!~≤≥≠＝＜＞～()（）"“”「」且或]+)
    | (?P<odd>\S)
    )""",
    re.VERBOSE,
)
_SIGNS = {
    **{sign.value: sign for sign in Sign},
    **{"==": Sign.EQUAL, "<>": Sign.UNEQUAL, "≤": Sign.AT_MOST, "≥": Sign.AT_LEAST},
    **{"≠": Sign.UNEQUAL, "＝": Sign.EQUAL, "＜": Sign.LESS, "＞": Sign.MORE, "～": Sign.HAS},
    **{"contains": Sign.HAS, "包含": Sign.HAS, "is": Sign.EQUAL, "是": Sign.EQUAL},
}
_AND, _OR = {"and", "且", "并且", "而且", "&"}, {"or", "或", "或者", "|"}
_NOT = {"not", "非"}
_LOOKS = re.compile(r"[=<>~≤≥≠＝＜＞～]|\s(?:contains|is)\s|包含", re.IGNORECASE)
_LONGEST = 2_000
_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # text, word, sign, bracket, and, or, not, end
    text: str


def looks_like_rule(text: str) -> bool:
    """Whether a text that is searched for is meant as a rule."""
    return _LOOKS.search(text) is not None


def rule_of(text: str, answers: Answers, words: Words) -> Rule:
    """Understand a rule.

    Raises
    ------
    RequestError
        ``rule_...`` says what is not understood and what could stand there.
    """
    if not text.strip() or len(text) > _LONGEST:
        raise RequestError("rule_empty", example=_example(words))
    reader = _Reader(list(_tokens(text)), answers, words)
    rule = reader.either(0)
    reader.demand_end()
    return rule


def rule_text(rule: Rule, answers: Answers, words: Words, *, stable: bool = False) -> str:
    """Write a rule: in the owner's words, or in the form that is stored."""
    return _written(rule, answers, words, stable, inside=False)


def _example(words: Words) -> str:
    translated = words.text
    return translated(EXAMPLE)


def _tokens(text: str) -> Iterable[_Token]:
    for found in _TOKEN.finditer(text):
        kind, told = found.lastgroup or "", found.group(found.lastgroup or 0)
        small = told.casefold()
        if kind in ("double", "curly", "single", "corner"):
            yield _Token("text", told)
        elif kind in ("sign", "bracket"):
            yield _Token(kind, told)
        elif small in _AND:
            yield _Token("and", told)
        elif small in _OR:
            yield _Token("or", told)
        elif small in _NOT:
            yield _Token("not", told)
        elif small in _SIGNS:
            yield _Token("sign", small)
        else:
            yield _Token("word", told)
    yield _Token("end", "")


class _Reader:
    """Reads tokens from left to right."""

    def __init__(self, tokens: list[_Token], answers: Answers, words: Words) -> None:
        self._tokens, self._at = tokens, 0
        self._answers, self._words = answers, words
        self._fields = known_fields()
        self._last = ""

    def either(self, depth: int) -> Rule:
        parts = [self._every(depth)]
        while self._now.kind == "or":
            self._at += 1
            parts.append(self._every(depth))
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def demand_end(self) -> None:
        if self._now.kind == "bracket":
            raise RequestError("rule_bracket")
        if self._now.kind != "end":
            raise RequestError("rule_more", before=self._last, word=self._now.text)

    @property
    def _now(self) -> _Token:
        return self._tokens[self._at]

    def _every(self, depth: int) -> Rule:
        parts = [self._one(depth)]
        while self._now.kind == "and":
            self._at += 1
            parts.append(self._one(depth))
        return parts[0] if len(parts) == 1 else Every(tuple(parts))

    def _one(self, depth: int) -> Rule:
        if depth > _DEEPEST:
            raise RequestError("rule_bracket")
        if self._now.kind == "not":
            self._at += 1
            return Unless(self._one(depth + 1))
        if self._now.kind == "bracket" and self._now.text in "(（":
            self._at += 1
            rule = self.either(depth + 1)
            if self._now.text not in (")", "）"):
                raise RequestError("rule_bracket")
            self._at += 1
            return rule
        return self._condition()

    def _condition(self) -> Condition:
        name = self._phrase()
        field = self._fields.get(name.casefold())
        if field is None:
            if self._now.kind == "bracket":
                raise RequestError("rule_bracket")
            if not name and self._now.kind == "end":
                raise RequestError("rule_empty", example=_example(self._words))
            known = self._words.listed([field_title(one, self._words) for one in Field])
            raise RequestError("rule_field", word=name or self._now.text, known=known)
        title = field_title(field, self._words)
        if self._now.kind != "sign":
            raise RequestError("rule_sign", field=title, word=self._now.text)
        sign = _SIGNS[self._now.text]
        self._at += 1
        text = self._phrase()
        if not text:
            raise RequestError("rule_value", field=title, sign=sign.value)
        self._last = f"{title} {sign.value} {text}"
        return self._checked(field, sign, text, title)

    def _phrase(self) -> str:
        """Words up to a sign, a join or a bracket; or one quoted text."""
        if self._now.kind == "text":
            self._at += 1
            return self._tokens[self._at - 1].text
        taken = []
        while self._now.kind == "word":
            taken.append(self._now.text)
            self._at += 1
        return " ".join(taken)

    def _checked(self, field: Field, sign: Sign, text: str, title: str) -> Condition:
        kind = KINDS[field]
        if kind in (Kind.CHOICE, Kind.TEXT):
            if sign not in (Sign.EQUAL, Sign.UNEQUAL, Sign.HAS):
                raise RequestError("rule_order", field=title)
        elif sign is Sign.HAS:
            raise RequestError("rule_number", field=title, word=text)
        if kind is Kind.TEXT:
            if field is not Field.TAG and not texts_of(self._answers, field):
                raise RequestError("rule_unsupported", field=title)
            return Condition(field, sign, text)
        if kind is Kind.CHOICE:
            ways = known_choices(self._answers, field)
            code = ways.get(text.casefold())
            if code is None or sign is Sign.HAS:
                names = choices_of(self._answers, field, self._words)
                known = self._words.listed(list(names.values()))
                raise RequestError("rule_choice", field=title, known=known, word=text)
            return Condition(field, sign, code)
        return Condition(field, sign, self._number(kind, text, title))

    def _number(self, kind: Kind, text: str, title: str) -> float:
        if kind is Kind.DAY:
            try:
                return float(day_of(date.fromisoformat(text.strip().replace("/", "-"))))
            except ValueError:
                raise RequestError("rule_date", field=title, word=text) from None
        percent = text.rstrip().endswith(("%", "％"))
        plain = re.sub(r"[\s,，_%％$€£¥元天]|days?$", "", text)
        if not re.fullmatch(r"[-+]?[0-9]{1,15}(\.[0-9]{0,9})?", plain):
            raise RequestError("rule_number", field=title, word=text)
        value = float(plain)
        if kind is Kind.MONEY:
            return value * float(10 ** minor_digits(self._answers.names.currency))
        if kind is Kind.SHARE:
            return value / 100 if percent or value > 1 else value
        return value


def _written(rule: Rule, answers: Answers, words: Words, stable: bool, *, inside: bool) -> str:
    if isinstance(rule, Condition):
        return _condition_text(rule, answers, words, stable)
    if isinstance(rule, Unless):
        word = "not" if stable else words.text("not")
        return f"{word} ({_written(rule.part, answers, words, stable, inside=False)})"
    join = "and" if isinstance(rule, Every) else "or"
    if not stable:
        join = words.text("and") if isinstance(rule, Every) else words.text("or")
    told = f" {join} ".join(
        _written(part, answers, words, stable, inside=True) for part in rule.parts
    )
    return f"({told})" if inside else told


def _condition_text(one: Condition, answers: Answers, words: Words, stable: bool) -> str:
    field = one.field.value if stable else field_title(one.field, words)
    value = str(one.value)
    kind = KINDS[one.field]
    if kind is Kind.CHOICE and not stable:
        names = choices_of(answers, one.field, words)
        value = names.get(value, value)
    elif kind is Kind.DAY:
        value = date_of(round(float(one.value))).isoformat()
    elif kind is Kind.MONEY:
        value = plain_money(float(one.value), answers.names.currency)
    elif kind is Kind.SHARE:
        value = f"{100 * float(one.value):g}%"
    elif kind in (Kind.NUMBER, Kind.DAYS):
        value = f"{float(one.value):g}"
    if kind in (Kind.CHOICE, Kind.TEXT):
        value = f'"{value}"' if '"' not in value else f"“{value}”"
    return f"{field} {one.sign.value} {value}"
