"""Which rows of a table are shown and in which order; numbers only, no Qt."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from clm_desktop.view.blocks import Kind, TableBlock

Rows = NDArray[np.intp]


def text_key(text: str) -> bytes:
    """Sort key of a text: case does not matter, and Chinese comes in pinyin order.

    GB 2312, which GB 18030 contains, puts its 3,755 common characters in the order of pinyin.
    """
    return text.casefold().encode("gb18030", "replace")


def sorted_rows(block: TableBlock, column: int, *, descending: bool) -> Rows:
    """All rows in the order of a column; equal values keep their order, nan comes last.

    Cost: O(n log n); 100,000 rows about 10 ms for numbers, 150 ms for texts.
    """
    values = block.values[column]
    if block.columns[column].kind is Kind.TEXT:
        keys = [text_key(str(value)) for value in values]
        return np.array(
            sorted(range(len(keys)), key=keys.__getitem__, reverse=descending), dtype=np.intp
        )
    numbers = values.astype(np.float64)
    return np.argsort(-numbers if descending else numbers, kind="stable")


class TextSearch:
    """Finds rows whose text columns hold all words of a query, upper or lower case.

    The texts of a column are joined into one string, so that a search is one scan in C.
    """

    def __init__(self, block: TableBlock) -> None:
        """Index nothing yet: most tables are never searched."""
        self._block = block
        self._columns: list[tuple[str, Rows]] | None = None

    def matches(self, query: str) -> NDArray[np.bool_]:
        """One truth value per row of the block; an empty query matches all."""
        found = np.ones(len(self._block), dtype=bool)
        for word in query.lower().split():
            found &= self._rows_with(word)
        return found

    def _rows_with(self, word: str) -> NDArray[np.bool_]:
        found = np.zeros(len(self._block), dtype=bool)
        for text, ends in self._indexed():
            hits = [match.start() for match in re.finditer(re.escape(word), text)]
            found[np.searchsorted(ends, hits)] = True
        return found

    def _indexed(self) -> list[tuple[str, Rows]]:
        if self._columns is None:
            self._columns = [
                _joined(values)
                for column, values in zip(self._block.columns, self._block.values, strict=True)
                if column.kind is Kind.TEXT and len(values)
            ]
        return self._columns


def _joined(values: NDArray[np.generic]) -> tuple[str, Rows]:
    """All texts in one lower-case string, and the position where each one ends."""
    text = "\n".join([str(value).replace("\n", " ") for value in values]).lower()
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return text, np.append(np.flatnonzero(points == ord("\n")), len(text))
