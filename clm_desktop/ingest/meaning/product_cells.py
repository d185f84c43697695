"""Several products in one cell, "2 x Soap; 1 x Oil" or "皂x2，油x1", told apart.

Only where a whole column reads that way without doubt. What each of them cost is not told and is
not made up: the money stays the order's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

Pieces = tuple[tuple[str, int], ...]  # name, how many

_SEPARATORS = r"[;,；，、|/+\n]"
_BEFORE = re.compile(r"(\d{1,4})\s*(?:[×✕*]\s*|[xX]\s+)(?=[^\W\d_])")
_NEXT = re.compile(rf"\s*{_SEPARATORS}\s*(?=\d{{1,4}}\s*(?:[×✕*]\s*|[xX]\s+)[^\W\d_])")
_AFTER = re.compile(
    r"(.+?)\s*[(（\[]?\s*(?:[×✕*]|(?<![A-Za-z])[xX])\s*(\d{1,4})\s*[)）\]]?\s*"
    rf"(?:{_SEPARATORS}\s*|$)",
    re.DOTALL,
)
_LETTER = re.compile(r"[^\W\d_]")
_MARK = re.compile(r"\d\s*[×✕*]|[×✕*]\s*\d|(?<![A-Za-z])[xX]\s*\d")  # a piece that was not cut off


class Form(StrEnum):
    """Where the number of pieces stands."""

    BEFORE = "before"
    AFTER = "after"


def split_products(cell: str, form: Form) -> Pieces | None:
    """The products of a cell, None where it does not read that way."""
    cell = cell.strip()
    found = _before(cell) if form is Form.BEFORE else _after(cell)
    if not found or any(n == 0 or not _is_name(name) for name, n in found):
        return None
    return tuple(found)


def _before(cell: str) -> list[tuple[str, int]]:
    found = []
    for part in _NEXT.split(cell):
        at = _BEFORE.match(part)
        if at is None:
            return []
        found.append((part[at.end() :].strip(), int(at[1])))
    return found


def _after(cell: str) -> list[tuple[str, int]]:
    found, end = [], 0
    for part in _AFTER.finditer(cell):
        if part.start() != end:
            return []
        found.append((part[1].strip(), int(part[2])))
        end = part.end()
    return found if end == len(cell) else []


def _is_name(name: str) -> bool:
    return bool(_LETTER.search(name)) and not _MARK.search(name)


def form_of(cells: Sequence[str], pieces: Sequence[float | None]) -> Form | None:
    """How a column lists products, None where it does not, or where that can be doubted.

    Parameters
    ----------
    cells : the column's cells; at least one must hold several products, and all must read alike
    pieces : pieces of the whole row where the file tells them: they must be those of the products
    """
    told = [(cell, n) for cell, n in zip(cells, pieces, strict=True) if cell.strip()]
    fitting = []
    for form in Form:
        split = [(split_products(cell, form), n) for cell, n in told]
        several = any(found is not None and len(found) > 1 for found, _ in split)
        if several and all(_is_sound(found, n) for found, n in split):
            fitting.append(form)
    return fitting[0] if len(fitting) == 1 else None


def lists_products(cells: Sequence[str]) -> bool:
    """Whether a column, whatever it is called, lists products with their numbers of pieces."""
    return form_of(cells, [None] * len(cells)) is not None


def _is_sound(found: Pieces | None, pieces: float | None) -> bool:
    return found is not None and (pieces is None or sum(n for _, n in found) == pieces)
