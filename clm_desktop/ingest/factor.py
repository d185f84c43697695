"""Text columns as codes and distinct values: work is done once per distinct cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import count

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.rows import Labels

Cells = NDArray[np.object_]
Codes = NDArray[np.intp]
Words = NDArray[np.uint64]  # (n, k): the bytes of n cells, eight in a number
_SPREAD = 0x9E3779B97F4A7C15  # odd; its products differ most in their highest bits
_DOWN = np.uint64(29)


@dataclass(frozen=True, slots=True)
class Factor:
    """A column: ``values[codes[i]]`` is the text of row i."""

    codes: Codes
    values: Cells  # distinct

    @classmethod
    def of(cls, cells: Cells) -> Factor:
        """Factorise; cost about 0.1 µs per cell."""
        return cls(*_numbered(cells.tolist()))

    @classmethod
    def constant(cls, value: str, n: int) -> Factor:
        """The same text in n rows."""
        return cls(np.zeros(n, np.intp), np.array([value], object))

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.codes)

    def text(self, row: int) -> str:
        """The text of one row."""
        return str(self.values[self.codes[row]])

    def texts(self) -> Cells:
        """The text of each row."""
        return self.values[self.codes] if len(self.values) else np.empty(0, object)

    def map(self, function: Callable[[str], str]) -> Factor:
        """Change every distinct value; values that become alike become one."""
        before = self.values.tolist()
        after = list(map(function, before))
        if after == before:  # most cells are written as they should be
            return self
        return Factor(self.codes, _cells(after)).distinct()

    def stripped(self) -> Factor:
        """The same column with nothing but '' where only white space stands."""
        return self.map(str.strip) if any(map(str.isspace, self.values.tolist())) else self

    def distinct(self) -> Factor:
        """The same column when ``values`` may hold a text twice."""
        codes, values = _numbered(self.values.tolist())
        return self if len(values) == len(codes) else Factor(codes[self.codes], values)

    def take(self, rows: NDArray[np.intp] | NDArray[np.bool_] | slice) -> Factor:
        """Some rows."""
        return Factor(self.codes[rows], self.values)

    def flags(self, function: Callable[[str], bool]) -> NDArray[np.bool_]:
        """A yes or no for each row."""
        told = np.fromiter(map(function, self.values.tolist()), bool, len(self.values))
        return told[self.codes] if len(told) else np.zeros(len(self.codes), bool)

    @property
    def is_digits(self) -> bool:
        """Whether nothing but ASCII digits stands in the cells."""
        text = "".join(self.values.tolist())
        return text.isdecimal() and text.isascii()

    @property
    def blank(self) -> NDArray[np.bool_]:
        """Which rows are ''."""
        if not len(self.values):
            return np.zeros(len(self.codes), bool)
        empty: NDArray[np.bool_] = np.asarray(self.values == "", bool)[self.codes]
        return empty

    def followed_by(self, other: Factor) -> Factor:
        """The rows of another column behind these."""
        values = np.concatenate([self.values, other.values])
        codes = np.concatenate([self.codes, other.codes + len(self.values)])
        return Factor(codes, values).distinct()

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
        is_used = np.bincount(self.codes, minlength=len(self.values)) > 0
        codes = (np.cumsum(is_used, dtype=np.int32) - 1)[self.codes]
        return Labels(codes=codes, values=self.values[is_used])


def alike(numbers: NDArray[np.uint64] | NDArray[np.int64]) -> tuple[Codes, Codes]:
    """Number what is equal alike, in the order in which it first occurs.

    Returns
    -------
    codes : n
    first : for each code the row that has it first

    Notes
    -----
    A hash table filled by all rows at once: each slot keeps its first row, rows that find another
    number there try again with other slots. Cost: about 8 ns per row, a quarter of a sort.
    """
    keys = np.ascontiguousarray(numbers).view(np.uint64)
    every = np.arange(len(keys))
    first = np.empty_like(every)
    bits = len(keys).bit_length() + 1
    table = np.empty(1 << bits, np.intp)
    rows, mine, factor = every, keys, _SPREAD
    while len(rows):
        slot = ((mine * np.uint64(factor)) >> np.uint64(64 - bits)).astype(np.intp)
        table[slot[::-1]] = rows[::-1]  # the last one written stays
        found = table[slot]
        first[rows] = found
        again = np.flatnonzero(keys[found] != mine)
        rows, mine = rows[again], mine[again]
        factor = factor * _SPREAD % (1 << 64)
    firsts = np.flatnonzero(first == every)
    number = np.empty_like(every)
    number[firsts] = every[: len(firsts)]
    return number[first], firsts


def alike_rows(rows: Words) -> tuple[Codes, Codes]:
    """Number rows alike that are equal in all columns; the answer is that of :func:`alike`."""
    key = rows[:, 0]
    for column in rows.T[1:]:
        key = key * np.uint64(_SPREAD)
        key ^= key >> _DOWN
        key ^= column
    codes, first = alike(key)
    if rows.shape[1] == 1 or bool((rows.take(first[codes], axis=0) == rows).all()):
        return codes, first
    number: defaultdict[tuple[int, ...], int] = defaultdict(count().__next__)  # one hash for two
    codes = np.array(list(map(number.__getitem__, map(tuple, rows.tolist()))), np.intp)
    return codes, np.unique(codes, return_index=True)[1]


def _numbered(texts: Iterable[str]) -> tuple[Codes, Cells]:
    """Codes and distinct texts, in the order in which they first occur."""
    number: defaultdict[str, int] = defaultdict(count().__next__)
    codes = np.array(list(map(number.__getitem__, texts)), np.intp)
    return codes, _cells(number)


def _cells(texts: Iterable[str]) -> Cells:
    return np.array(list(texts), object)
