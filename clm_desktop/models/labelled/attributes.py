"""What a list tells of its people, made ready to learn from: numbers, kinds and days.

Which columns are of use is decided once; what is learned from rows (middle values, frequent kinds)
is learned from the rows given to ``learn_encoding`` alone, so that a test never leaks into it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.run import RunContext
from clm_desktop.models.evaluate import Array, Flags, auc

Texts = NDArray[np.object_]
Why = Literal["empty", "constant", "number", "names", "later", "sensitive"]
MOSTLY = 0.9  # share of the told cells that must read as numbers or days
MOST_KINDS = 60  # different words of a column that still sorts people
FEWEST_OF_A_KIND = 10
FEW_NUMBERS = 2  # a number with so few values is a kind
TOLD_AFTERWARDS_AUC = 0.97  # what tells who left so well alone was written when they had left
NUMBERED = 0.99  # different values per person, above which whole numbers number people
_DAY = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T].*)?$")
_NUMBER = re.compile(r"^[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?$")
_NAME_OF_NUMBER = re.compile(
    r"(\bid\b|number|nummer|\bno\b|编号|序号|号$|index|row)", re.IGNORECASE
)

# What GDPR art. 9 and PIPL art. 28 protect most: nobody's chance may hang on it.
_SENSITIVE = re.compile(
    r"\b(race|racial|ethnic(ity)?|religio(n|us)|faith|politics|political|trade union"
    r"|sexual(ity)?|health|medical|diagnos(is|e)|disease|illness|disabled|disability|handicap"
    r"|pregnan(t|cy)|genetic|biometric|ethnie|konfession|gewerkschaft|krankheit|behinderung"
    r"|schwerbehindert|schwanger(schaft)?|gesundheit)\b"
    r"|种族|民族|宗教|信仰|政治面貌|党派|工会|性取向|健康|疾病|病史|诊断|残疾|怀孕|孕期|生物识别"
)
_WORD_ENDS = re.compile(r"(?<=[a-z])(?=[A-Z])|[\s_\-./]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """One usable column: a number per person (nan = not told), or a word ('' = not told).

    ``word`` is empty where there are numbers.
    """

    name: str
    number: Array | None
    word: Texts


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A column that is not learned from, and why."""

    name: str
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """How one attribute becomes columns of the design; learned from some rows."""

    middle: float  # of a number, put where it is not told
    has_gaps: bool  # then a column says so
    kinds: tuple[str, ...]  # frequent words, one column each


def read_attributes(
    names: tuple[str, ...], columns: tuple[Texts, ...], left: NDArray[np.int8], ctx: RunContext
) -> tuple[tuple[Attribute, ...], tuple[LeftOut, ...]]:
    """Sort columns into usable ones and those that are left out; ``left`` is 1, 0 or -1 (unknown).

    Cost: one regular expression per cell, about 1 µs.
    """
    used: list[Attribute] = []
    out: list[LeftOut] = []
    for name, cells in zip(names, columns, strict=True):
        ctx.check()
        told = np.array([bool(cell) and bool(str(cell).strip()) for cell in cells], dtype=np.bool_)
        why, attribute = _read(name, cells, told)
        if _SENSITIVE.search(_WORD_ENDS.sub(" ", name).casefold()):
            why, attribute = "sensitive", None
        elif attribute is not None and _told_afterwards(attribute, told, left):
            why, attribute = "later", None
        if attribute is None:
            out.append(LeftOut(name, why))
        else:
            used.append(attribute)
    return tuple(used), tuple(out)


def learn_encoding(attribute: Attribute, rows: NDArray[np.int64]) -> Encoding:
    """Learn middle value, gaps and frequent kinds from some rows."""
    if attribute.number is not None:
        some = attribute.number[rows]
        told = some[np.isfinite(some)]
        middle = float(np.median(told)) if len(told) else 0.0
        return Encoding(middle=middle, has_gaps=len(told) < len(some), kinds=())
    kinds, count = np.unique(attribute.word[rows].astype(str), return_counts=True)
    frequent = kinds[count >= FEWEST_OF_A_KIND]
    return Encoding(middle=0.0, has_gaps=False, kinds=tuple(str(kind) for kind in frequent))


def encode(attribute: Attribute, how: Encoding) -> Array:
    """(n, columns) of one attribute for all people: value and gap flag, or one flag per kind."""
    if attribute.number is not None:
        gap = ~np.isfinite(attribute.number)
        value = np.where(gap, how.middle, attribute.number)
        return np.column_stack([value, gap]) if how.has_gaps else value[:, None]
    word = attribute.word.astype(str)
    if not how.kinds:
        return np.zeros((len(word), 1))
    return np.column_stack([word == kind for kind in how.kinds]).astype(np.float64)


def _read(name: str, cells: Texts, told: Flags) -> tuple[Why, Attribute | None]:
    if not told.any():
        return "empty", None
    texts = np.array([str(cell).strip() for cell in cells], dtype=object)
    different = len(np.unique(texts[told].astype(str)))
    if different == 1 and told.all():
        return "constant", None
    number = _numbers(texts, told)
    if number is None:
        number = _days(texts, told)
    if number is not None and different > FEW_NUMBERS:
        if _numbers_people(name, number):
            return "number", None
        return "empty", Attribute(name=name, number=number, word=np.zeros(0, dtype=object))
    if different > MOST_KINDS:
        return "names", None
    return "empty", Attribute(name=name, number=None, word=np.where(told, texts, ""))


def _numbers(texts: Texts, told: Flags) -> Array | None:
    value = np.full(len(texts), np.nan)
    for place in np.flatnonzero(told):
        text = texts[place].replace(",", "").rstrip("%")
        if _NUMBER.match(text):
            value[place] = float(text)
    return value if np.isfinite(value).sum() >= MOSTLY * told.sum() else None


def _days(texts: Texts, told: Flags) -> Array | None:
    value = np.full(len(texts), np.nan)
    for place in np.flatnonzero(told):
        found = _DAY.match(texts[place])
        if found:
            year, month, day = (int(part) for part in found.groups())
            value[place] = year * 365.25 + month * 30.44 + day
    return value if np.isfinite(value).sum() >= MOSTLY * told.sum() else None


def _numbers_people(name: str, number: Array) -> bool:
    """Whole numbers, nearly all different, that count up or are called a number."""
    known = number[np.isfinite(number)]
    if (known != np.rint(known)).any() or len(np.unique(known)) < NUMBERED * len(known):
        return False
    return bool((np.diff(known) > 0).all()) or bool(_NAME_OF_NUMBER.search(name))


def _told_afterwards(attribute: Attribute, told: Flags, left: NDArray[np.int8]) -> bool:
    """Whether this column alone, or that it is filled in at all, tells nearly all who left."""
    known = left >= 0
    gone = left[known] == 1
    if not 0 < gone.sum() < len(gone):
        return False
    alone = [told[known].astype(np.float64)]
    if attribute.number is not None:
        value = attribute.number[known]
        alone.append(np.where(np.isfinite(value), value, np.nanmin(value) - 1))
    else:
        _, kind = np.unique(attribute.word[known].astype(str), return_inverse=True)
        share = np.bincount(kind, weights=gone) / np.bincount(kind)
        alone.append(share[kind])
    return any(abs(auc(one, gone) - 0.5) + 0.5 >= TOLD_AFTERWARDS_AUC for one in alone)
