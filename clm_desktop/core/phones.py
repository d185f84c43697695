"""Phone numbers: digits, country, and numbers that stand for no person of their own."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from clm_desktop.core.run import NULL_CONTEXT, RunContext

_NEXT = re.compile(r"[,;]|(?<=\d{7})\s?/(?=\s?\+?\d{7})|(?:ext|x|转)\.?")
_RELAYED = re.compile(r"(?:(?:\+|00)?86[\s-]?)?1[3-9]\d{9}\s*(?:[-,，#_]|转|ext\.?|x)\s*\d{2,6}")
_WITH_86 = re.compile(r"86(1[3-9]\d{9})")
_FLOAT = re.compile(r"(\d+)\.0+")
# ITU-T E.164: codes of one and two digits; all others have three.
_ONE_DIGIT = frozenset("17")
_TWO_DIGITS = frozenset(
    {*range(30, 35), 36, *range(39, 42), *range(43, 50), *range(51, 59), *range(60, 67)}
    | {20, 27, 81, 82, 84, 86, *range(90, 96), 98}
)
_KEEPS_ZERO = frozenset({"39", "378"})  # there the first 0 belongs to the number
_SHORTEST, _LONGEST = 6, 18
_SHORTEST_OWN = 7  # a number that tells one person from another
_AT_ONCE = 20_000
_COUNTS_UP_OR_DOWN = "01234567890123456789 98765432109876543210"


def is_relayed(cell: str) -> bool:
    """Whether a marketplace stands between: a shared mobile number with an extension per order.

    ``18412345678-1234`` rings the buyer of one order, for some weeks.
    """
    return bool(_RELAYED.fullmatch(unicodedata.normalize("NFKC", cell).strip().lower()))


def digits_of(cell: str) -> tuple[str, bool]:
    """Digits of the first number in a cell, and whether they begin with a country's code."""
    cell = _NEXT.split(unicodedata.normalize("NFKC", cell), maxsplit=1)[0].lstrip()
    abroad = cell.startswith(("+", "00"))
    digits = re.sub(r"\D", "", cell.replace("(0)", ""))
    if abroad:
        digits = digits.removeprefix("00")
    if not _SHORTEST <= len(digits) <= _LONGEST or not digits.strip("0"):
        return "", False
    return digits, abroad


def chinese_mobile(digits: str) -> str:
    """The eleven digits of a Chinese mobile number that were written after 86, else ''."""
    found = _WITH_86.fullmatch(digits)
    return "" if found is None else found[1]


def comparable(cells: Sequence[str], ctx: RunContext = NULL_CONTEXT) -> list[str]:
    """Numbers of one shop so written that one phone has one writing; '' = tells nobody apart.

    A number without a country's code is taken to be of the country that most numbers with one
    name: ``07911 123456`` is ``+44 7911 123456`` in a shop whose numbers say +44. Relayed numbers,
    fillers (``11111111``, ``1234567``) and numbers too short are ''. Cost: 1 to 4 µs each.
    """
    split: list[tuple[str, str]] = []
    for start in range(0, len(cells), _AT_ONCE):
        ctx.check()
        split.extend(map(_split, cells[start : start + _AT_ONCE]))
    codes = Counter(code for code, _ in split if code)
    home = max(codes, key=lambda code: (codes[code], code)) if codes else ""
    written: list[str] = []
    for start in range(0, len(cells), _AT_ONCE):
        ctx.check()
        part = split[start : start + _AT_ONCE]
        written.extend(_written(code, digits, home) for code, digits in part)
    return written


def _split(cell: str) -> tuple[str, str]:
    """Country's code ('' = not told) and the digits after it."""
    if cell.isascii() and cell.isdigit() and cell[0] != "0" and len(cell) <= _CHINESE_DIGITS:
        return ("", cell) if len(cell) >= _SHORTEST_OWN else ("", "")
    found = _FLOAT.fullmatch(cell)
    if found is not None:
        cell = found[1]
    if "*" in cell or "e+" in cell.lower() or is_relayed(cell):
        return "", ""
    digits, abroad = digits_of(cell)
    mobile = chinese_mobile(digits)
    if mobile or not digits or not abroad:
        return ("86", mobile) if mobile else ("", digits)
    length = 1 if digits[0] in _ONE_DIGIT else 2 if int(digits[:2]) in _TWO_DIGITS else 3
    return digits[:length], digits[length:]


_CHINESE_DIGITS = 11


def _written(code: str, digits: str, home: str) -> str:
    if not code:
        code, digits = _at_home(digits, home)
    if code not in _KEEPS_ZERO:
        digits = digits.lstrip("0")
    if len(digits) < _SHORTEST_OWN or len(set(digits)) <= 2 or digits in _COUNTS_UP_OR_DOWN:
        return ""
    return f"{code} {digits}"


def _at_home(digits: str, home: str) -> tuple[str, str]:
    if len(digits) == _CHINESE_DIGITS and digits[0] == "1" and digits[1] > "2" and home != "1":
        return "86", digits
    if home and digits.startswith(home) and len(digits) >= len(home) + 9:
        return home, digits[len(home) :]
    if home == "7" and len(digits) == _CHINESE_DIGITS and digits[0] == "8":
        return home, digits[1:]
    return home, digits
