"""Several products in one cell, "2 x Soap; 1 x Oil" or "皂x2，油x1", told apart.

Or written by a program: "name:Soap|quantity:2|total:9.00;name:Oil|quantity:1" and JSON.

Only where a whole column reads that way without doubt. What each of them cost is not told and is
not made up: the money stays the order's.
"""

from __future__ import annotations

import json
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
_NEXT_RECORD = re.compile(r";\s*(?=(?:id|name|product_id|sku):)")
_NAMED = ("name", "product_name", "title", "item_name", "product", "item", "商品名称", "名称")
_COUNTED = ("quantity", "qty", "count", "数量")
_MARK = re.compile(r"\d\s*[×✕*]|[×✕*]\s*\d|(?<![A-Za-z])[xX]\s*\d")  # a piece that was not cut off


class Form(StrEnum):
    """Where the number of pieces stands."""

    BEFORE = "before"
    AFTER = "after"
    PAIRS = "pairs"  # beside its name, as everything else of the product
    JSON = "json"


def split_products(cell: str, form: Form) -> Pieces | None:
    """The products of a cell, None where it does not read that way."""
    cell = cell.strip()
    if form in _RECORDS:
        told = [_piece(one) for one in _RECORDS[form](cell)]
        pieces = tuple(one for one in told if one is not None)
        return pieces if pieces and len(pieces) == len(told) else None
    found = _before(cell) if form is Form.BEFORE else _after(cell)
    if not found or any(n == 0 or not _is_name(name) for name, n in found):
        return None
    return tuple(found)


def _pairs(cell: str) -> list[dict[str, str]]:
    """Products by semicolons, what is told of each by bars."""
    records = []
    for part in _NEXT_RECORD.split(cell):
        pairs = (pair.split(":", 1) for pair in part.split("|"))
        records.append({pair[0].strip().casefold(): pair[-1].strip() for pair in pairs})
    return records


def _json(cell: str) -> list[dict[str, str]]:
    try:
        told = json.loads(cell) if cell[:1] in {"[", "{"} else []
    except (ValueError, RecursionError):
        return []
    told = told if isinstance(told, list) else [told]
    return [
        {str(key).casefold(): str(value) for key, value in one.items()}
        if isinstance(one, dict)
        else {}
        for one in told
    ]


def _piece(record: dict[str, str]) -> tuple[str, int] | None:
    name = next((record[key].strip() for key in _NAMED if record.get(key, "").strip()), "")
    count = next((record[key] for key in _COUNTED if key in record), "1")
    return (name, int(count)) if name and count.isdecimal() and int(count) > 0 else None


_RECORDS = {Form.PAIRS: _pairs, Form.JSON: _json}


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


def form_of(
    cells: Sequence[str], pieces: Sequence[float | None], *, alone: bool = False
) -> Form | None:
    """How a column lists products, None where it does not, or where that can be doubted.

    Parameters
    ----------
    cells : the column's cells; all must read alike, and one must hold several products unless
        a program wrote them
    pieces : pieces of the whole row where the file tells them: they must be those of the products
    alone : whether one product a cell is enough, because the next stands in the next column
    """
    told = [(cell, n) for cell, n in zip(cells, pieces, strict=True) if cell.strip()]
    fitting = []
    for form in Form:
        split = [(split_products(cell, form), n) for cell, n in told]
        several = alone or any(found is not None and len(found) > 1 for found, _ in split)
        several = several or bool(split and form in _RECORDS)  # nothing else is written so
        if told and several and all(_is_sound(found, n) for found, n in split):
            fitting.append(form)
    return fitting[0] if len(fitting) == 1 else None


def lists_products(cells: Sequence[str]) -> bool:
    """Whether a column, whatever it is called, lists products with their numbers of pieces."""
    return form_of(cells, [None] * len(cells)) is not None


def _is_sound(found: Pieces | None, pieces: float | None) -> bool:
    return found is not None and (pieces is None or sum(n for _, n in found) == pieces)
