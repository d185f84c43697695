"""Quantities with what they count: "2 pieces", "1,5 kg", "3本", "14 days"."""

from __future__ import annotations

import re

_WITH_UNIT = re.compile(r"([(+-]*\d(?:[\d.,'\s]*\d)?\)?)\s*([^\W\d_]{1,12})\.?")
_OF_THE_NUMBER = frozenset({"k", "万", "萬", "만", "亿", "億", "억"})
_SIZES = frozenset({"g", "gr", "gm", "gms", "gram", "grams", "gramm", "克"}) | frozenset(
    {"ml", "cl", "毫升", "mm", "cm", "厘米"}
)


def without_unit(cell: str) -> str:
    """The number before a unit; any other cell as it is."""
    found = _WITH_UNIT.fullmatch(cell)
    if found is None or found[2].casefold() in _OF_THE_NUMBER or not found[2].isalpha():
        return cell  # 1½ and 10² are other numbers than 1 and 10
    return found[1]


def number_bought(cell: str) -> str:
    """The same of what was bought: "500 g" is the size of one package, whose price is told."""
    found = _WITH_UNIT.fullmatch(cell)
    return cell if found is not None and found[2].casefold() in _SIZES else without_unit(cell)
