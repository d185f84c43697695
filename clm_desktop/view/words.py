"""Languages: sentences, numbers, money, dates. Everything the owner reads passes through here.

English stands in the code, Chinese in ``resources/i18n/zh/*.po``; ``build_scripts/i18n.py``
collects and checks both.
"""

from __future__ import annotations

import gettext
from functools import cache
from typing import Literal, get_args

import numpy as np

from clm_desktop.core.message import Message, Param
from clm_desktop.core.paths import resources
from clm_desktop.models.results import Risk
from clm_desktop.view import numbers
from clm_desktop.view.blocks import Kind
from clm_desktop.view.marks import Plural, Text
from clm_desktop.view.texts import TEXTS

Lang = Literal["en", "zh"]
LANGUAGES: tuple[Lang, ...] = get_args(Lang)
LONG_YEARS = 4  # from which on nobody counts in months


class Words:
    """All wording in one language, with the shop's currency ('' = not known)."""

    def __init__(self, lang: Lang, currency: str = "") -> None:
        """Load the language; raises FileNotFoundError when its catalogues were never compiled."""
        self.lang = lang
        self.currency = currency
        self._catalogue = _catalogue(lang)

    # ---- sentences ------------------------------------------------------------------------

    def text(self, source: str, /, **params: object) -> str:
        """An English sentence in this language; ``params`` fill its {fields} as they are."""
        sentence = self._catalogue.gettext(source) if source else ""
        return sentence.format(**params) if params else sentence

    def plural(self, one: str, many: str, n: float, /, **params: object) -> str:
        """One of two English sentences by ``n``, which also fills {n} (grouped)."""
        number = round(n)
        sentence = self._catalogue.ngettext(one, many, number)
        return sentence.format(**{"n": self.whole(number), **params})

    def say(self, message: Message) -> str:
        """The sentence of a message code; a code without words is a bug (KeyError)."""
        return self._fill(TEXTS[message.code], dict(message.params))

    def code(self, code: str, /, **params: Param) -> str:
        """The words of a code that travels without a message: a stage, a method, a risk."""
        return self._fill(TEXTS[code], dict(params))

    def template(self, code: str) -> str:
        """The sentence of a code with its {fields} still to be filled; not for plurals."""
        source = TEXTS[code]
        if isinstance(source, Plural):
            raise TypeError(code)
        return self._catalogue.gettext(source)

    def knows(self, code: str) -> bool:
        """Whether there are words for a code."""
        return code in TEXTS

    def _fill(self, template: Text, params: dict[str, Param]) -> str:
        if isinstance(template, Plural):
            count = float(params[template.by])
            number = round(count) if count.is_integer() else 2
            sentence = self._catalogue.ngettext(template.one, template.many, number)
        else:
            sentence = self._catalogue.gettext(template)
        fields: dict[str, str] = {}
        for name, value in params.items():
            fields |= self._written(name, value)
        return sentence.format(**fields).strip()

    def _written(self, name: str, value: Param) -> dict[str, str]:
        """A parameter by the unit in its name; spans and chances also in everyday words."""
        fields = {}
        if isinstance(value, str):
            fields[name] = self.code(f"{name}.{value}") if f"{name}.{value}" in TEXTS else value
            if name == "hint" and value:
                fields[name] = self.text("Perhaps it is one of these: {columns}.", columns=value)
        elif name.endswith("_bytes"):
            fields[name] = numbers.bytes_text(value)
        elif name.endswith("_cents"):
            fields[name] = self.money(value)
        elif name.endswith("_day"):
            fields[name] = self.date(value)
        elif name.endswith("_days"):
            fields[name] = self.days(value)
            fields[name.removesuffix("_days") + "_span"] = self.span(value)
        elif name.endswith("_share") or name.startswith("p_"):
            fields[name] = self.share(value)
            fields[name + "_in_ten"] = self.in_ten(value)
        elif name.endswith("year"):
            fields[name] = str(value)
        else:
            exact = abs(value) < 10 and name != "expected"  # expected people are whole people
            fields[name] = self.decimal(value) if exact else self.whole(value)
        return fields

    # ---- numbers --------------------------------------------------------------------------

    def whole(self, value: float) -> str:
        """1,235."""
        return numbers.whole_text(value)

    def decimal(self, value: float) -> str:
        """1.25 or 12.5."""
        return numbers.decimal_text(value)

    def figure(self, value: float) -> str:
        """0.787: a figure of a check, for those who know it."""
        return numbers.figure_text(value)

    def change(self, value: float) -> str:
        """+12 or −3: a difference in whole things."""
        return numbers.change_text(value)

    def share(self, value: float) -> str:
        """0.41 -> 41%."""
        return numbers.share_text(value)

    def money(self, cents: float, *, exact: bool = False) -> str:
        """Minor units in the shop's currency; rounded to whole units from 100 on."""
        return numbers.money_text(cents, self.currency, exact=exact)

    def date(self, day: float, *, short: bool = False) -> str:
        """9 December 2011, 2011年12月9日."""
        return numbers.date_text(day, self.lang, short=short)

    def month(self, day: float) -> str:
        """Dec 2011, 2011年12月."""
        return numbers.month_text(day, self.lang)

    def days(self, days: float) -> str:
        """Exactly: 42 days."""
        if not np.isfinite(days):
            return numbers.NONE
        return self.plural("{n} day", "{n} days", days)

    def span(self, days: float) -> str:
        """As one says it: 5 days, 6 weeks, 4 months, 2 years; 31 months are neither 2 nor 3."""
        if not np.isfinite(days):
            return numbers.NONE
        if abs(days) < 21:
            return self.days(days)
        if abs(days) < 91:
            return self.plural("{n} week", "{n} weeks", days / 7)
        years = days / 365.25
        if abs(days) < 730 or (abs(years) < LONG_YEARS and abs(years - round(years)) > 0.1):
            return self.plural("{n} month", "{n} months", days / 30.44)
        return self.plural("{n} year", "{n} years", years)

    def in_ten(self, share: float) -> str:
        """0.72 -> about 7 in 10; the ends are said without false certainty."""
        if not np.isfinite(share):
            return numbers.NONE
        if share < 0.05:
            return self.text("fewer than 1 in 20")
        if share > 0.95:
            return self.text("more than 19 in 20")
        return self.text("about {n} in 10", n=min(max(round(10 * share), 1), 9))

    def chance(self, p: float) -> str:
        """How likely the next order holds a product; below 0.05 no number is worth saying."""
        if not np.isfinite(p) or p < 0.05:
            return ""
        if p >= 0.4:
            return self.text("likely")
        if p >= 0.2:
            return self.text("about 1 in 4")
        return self.text("worth a try")

    def risk(self, risk: int) -> str:
        """Low, Medium, High, or a dash where the data supports no level."""
        words = {
            Risk.LOW: self.text("Low"),
            Risk.MEDIUM: self.text("Medium"),
            Risk.HIGH: self.text("High"),
        }
        return words.get(Risk(risk), numbers.NONE)

    def join(self, parts: list[str]) -> str:
        """Sentences in a row, spaced as the language does it."""
        return ("" if self.lang == "zh" else " ").join(part for part in parts if part)

    def listed(self, parts: list[str]) -> str:
        """Things in a row: a, b, c."""
        return ("、" if self.lang == "zh" else ", ").join(parts)

    def value(self, kind: Kind, raw: object) -> str:
        """One cell of a table; counted money (int) is exact, estimates (float) are rounded."""
        if kind is Kind.TEXT:
            return str(raw)
        number = float(raw)  # type: ignore[arg-type]  # all other kinds hold numbers
        if kind is Kind.MONEY:
            return self.money(number, exact=isinstance(raw, (int, np.integer)))
        if kind is Kind.DATE:
            return self.date(number, short=True)
        if kind is Kind.RISK:
            return self.risk(int(number))
        return {
            Kind.WHOLE: self.whole,
            Kind.DECIMAL: self.decimal,
            Kind.FIGURE: self.figure,
            Kind.SHARE: self.share,
            Kind.DAYS: self.days,
            Kind.STRENGTH: self.chance,
        }[kind](number)


@cache
def _catalogue(lang: Lang) -> gettext.NullTranslations:
    if lang == "en":
        return gettext.NullTranslations()
    folder = resources() / "i18n" / lang
    files = sorted(folder.glob("*.mo"))
    if not files:
        raise FileNotFoundError(f"{folder}/*.mo: run build_scripts/i18n.py compile")
    first, *others = (_read(str(path)) for path in files)
    for other in others:
        first.add_fallback(other)
    return first


def _read(path: str) -> gettext.GNUTranslations:
    with open(path, "rb") as stream:
        return gettext.GNUTranslations(stream)
