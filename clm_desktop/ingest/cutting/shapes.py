"""What the cells of a column look like, without meaning: to tell headers and shifted cells."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

_SIGNS = "$€£¥￥₩₹฿₽₺₫元"
_CLOCK = r"\d{1,2}:\d{2}.*"
_TYPED = tuple(
    (name, re.compile("|".join(patterns)))
    for name, *patterns in (
        (
            "number",
            r"[-+(]?\s?\d{1,3}(?:[,.' \u00a0]\d{3})*(?:[.,]\d+)?\)?-?%?",
            r"[-+]?\d*[.,]?\d+(?:[eE][-+]?\d+)?%?",
        ),
        (
            "date",
            rf"\d{{1,4}}[-/.年]\s?\d{{1,2}}[-/.月]\s?\d{{1,4}}日?(?:[ T]{_CLOCK})?",
            rf"\d{{1,2}}[- ]?[A-Za-z]{{3,9}}\.?,?[- ]?\d{{2,4}}(?:[ T,]+{_CLOCK})?",
            r"(?:[A-Za-z]{3},? )?[A-Za-z]{3,9}\.? \d{1,2},? \d{2,4}"
            rf"(?:[ ,]+(?:at )?{_CLOCK})?",
        ),
        ("time", r"\d{1,2}[:：]\d{2}(?:[:：]\d{2}(?:[.,]\d+)?)?(?:\s?[apAP]\.?[mM]\.?)?"),
        (
            "money",
            rf"[-+(]?\s?(?:[{_SIGNS}]|[A-Z]{{3}}|US\$|R\$|kr|zł|Rs\.?)\s?[-+]?\s?\d"
            r"[\d.,' \u00a0]*\)?",
            rf"[-+(]?\d[\d.,' \u00a0]*\s?(?:[{_SIGNS}]|[A-Z]{{3}}|zł|kr|Kč)\)?",
        ),
        ("email", r"[^@\s]+@[^@\s]+\.[^@\s]+"),
        ("url", r"https?://\S+", r"www\.\S+"),
        ("code", r"[#'=\"]*(?=[^\s]*\d)[\w#][\w./#:+*()=\"'-]*"),
    )
)
_FLAGS = {"true", "false", "yes", "no", "y", "n", "null", "none", "nan", "n/a", "na", "-", "--"}
_LETTER = re.compile(r"[^\W\d_]")
PLAIN = ("text", "other", "flag", "empty")  # shapes that a header cell may have


def shape(cell: str) -> str:
    """Shape of a cell: empty, number, date, time, money, email, url, code, flag, text, other."""
    cell = cell.strip()
    if not cell:
        return "empty"
    if len(cell) <= 60:
        for name, pattern in _TYPED:
            if pattern.fullmatch(cell):
                return name
    if cell.lower() in _FLAGS:
        return "flag"
    return "text" if _LETTER.search(cell) else "other"


def is_typed(name: str) -> bool:
    """Whether a shape is one that names of columns do not have."""
    return name not in PLAIN


class Profile:
    """How probable each shape is in each column, from rows that are surely whole."""

    def __init__(self, rows: Sequence[Sequence[str]], n_columns: int) -> None:
        self.n_columns = n_columns
        self._counts = [Counter[str]() for _ in range(n_columns)]
        for row in rows:
            for counts, cell in zip(self._counts, row, strict=True):
                counts[shape(cell)] += 1
        self._n_rows = len(rows)

    def main_shape(self, column: int) -> str:
        """The shape that at least 70 % of the column's non-empty cells have, else 'text'."""
        counts = self._counts[column]
        n_filled = self._n_rows - counts["empty"]
        name, count = max(
            ((s, c) for s, c in counts.items() if s != "empty"), key=lambda x: x[1],
            default=("empty", 0),
        )  # fmt: skip
        return name if count >= 0.7 * n_filled else "text"

    def fit(self, cells: Sequence[str]) -> float:
        """Log probability of the cells standing in these columns in this order."""
        total = 0.0
        for counts, cell in zip(self._counts, cells, strict=True):
            total += math.log((counts[shape(cell)] + 0.2) / (self._n_rows + 2.2))
        return total
