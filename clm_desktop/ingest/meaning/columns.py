"""Text columns as codes and distinct values: work is done once per distinct cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clm_desktop.core.rows import Labels

Cells = NDArray[np.object_]
Codes = NDArray[np.intp]
_MOST_KNOWN = 200_000  # cells that are remembered with what became of them


class Remembered(dict[str, str]):
    """A function of cells that looks up what became of them before: blocks repeat their cells."""

    def __init__(self, function: Callable[[str], str]) -> None:
        super().__init__()
        self._function = function

    def __missing__(self, cell: str) -> str:
        """Ask the function."""
        if len(self) >= _MOST_KNOWN:
            self.clear()
        text = self[cell] = self._function(cell)
        return text


@dataclass(frozen=True, slots=True)
class Factor:
    """A column: ``values[codes[i]]`` is the text of row i."""

    codes: Codes
    values: Cells  # distinct

    @classmethod
    def of(cls, cells: Cells) -> Factor:
        """Factorise; cost about 0.1 µs per cell."""
        codes, values = pd.factorize(cells)
        return cls(codes.astype(np.intp), np.asarray(values, object))

    @classmethod
    def constant(cls, value: str, n: int) -> Factor:
        """The same text in n rows."""
        return cls(np.zeros(n, np.intp), np.array([value], object))

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.codes)

    def map(self, function: Callable[[str], str]) -> Factor:
        """Change every distinct value; values that become alike become one."""
        before = self.values.tolist()
        after = list(map(function, before))
        if after == before:  # most cells are written as they should be
            return self
        changed = np.empty(len(before), object)
        changed[:] = after
        return Factor(self.codes, changed).distinct()

    def stripped(self) -> Factor:
        """The same column with nothing but '' where only white space stands."""
        return self.map(str.strip) if any(map(str.isspace, self.values.tolist())) else self

    def distinct(self) -> Factor:
        """The same column when ``values`` may hold a text twice."""
        codes, values = pd.factorize(self.values)
        return Factor(codes.astype(np.intp)[self.codes], np.asarray(values, object))

    def take(self, rows: NDArray[np.intp] | NDArray[np.bool_] | slice) -> Factor:
        """Some rows."""
        return Factor(self.codes[rows], self.values)

    def flags(self, function: Callable[[str], bool]) -> NDArray[np.bool_]:
        """A yes or no for each row."""
        told = np.fromiter((function(v) for v in self.values), bool, len(self.values))
        return told[self.codes] if len(told) else np.zeros(len(self.codes), bool)

    @property
    def blank(self) -> NDArray[np.bool_]:
        """Which rows are ''."""
        if not len(self.values):
            return np.zeros(len(self.codes), bool)
        empty: NDArray[np.bool_] = np.asarray(self.values == "", bool)[self.codes]
        return empty

    def without(self, rows: NDArray[np.bool_]) -> Factor:
        """The column with some rows made ''."""
        if not rows.any():
            return self
        values = np.append(self.values, np.array([""], object))
        return Factor(np.where(rows, len(self.values), self.codes), values).distinct()

    def or_else(self, other: Factor) -> Factor:
        """Cells of another column where these are ''."""
        blank = self.blank
        if not blank.any():
            return self
        if blank.all():
            return other
        values = np.concatenate([self.values, other.values])
        codes = np.where(blank, other.codes + len(self.values), self.codes)
        return Factor(codes, values).distinct()

    def labels(self) -> Labels:
        """As handed to the store: only values that occur."""
        used, codes = np.unique(self.codes, return_inverse=True)
        return Labels(codes=codes.astype(np.int32), values=self.values[used])


def joined(first: Factor, second: Factor, between: str) -> Factor:
    """Both texts with something between them, one alone where the other is ''."""
    pair = first.codes * max(len(second.values), 1) + second.codes
    codes, distinct = pd.factorize(pair)
    left, right = np.divmod(distinct, max(len(second.values), 1))
    values = np.empty(len(distinct), object)
    values[:] = [
        between.join(t for t in (a, b) if t)
        for a, b in zip(first.values[left], second.values[right], strict=True)
    ]
    return Factor(codes.astype(np.intp), values)


def first_told(keys: Labels, column: Factor | None) -> Cells:
    """For each key the first text that is not '' among its rows."""
    told = np.full(len(keys.values), "", object)
    if column is None:
        return told
    rows = np.flatnonzero(~column.blank)
    distinct, first = np.unique(keys.codes[rows], return_index=True)
    told[distinct] = column.values[column.codes[rows[first]]]
    return told
