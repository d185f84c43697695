"""What is done with several text columns together, and functions of cells that are remembered."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np

from clm_desktop.core.rows import Labels
from clm_desktop.ingest.factor import Cells as Cells
from clm_desktop.ingest.factor import Codes as Codes
from clm_desktop.ingest.factor import Factor as Factor
from clm_desktop.ingest.factor import alike

_EASTERN = re.compile(r"[\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]+")  # family name first
_MOST_KNOWN = 200_000  # cells that are remembered with what became of them


class Remembered(dict[str, str]):
    """A function of cells that looks up what became of them before: blocks repeat their cells."""

    def __init__(self, function: Callable[[str], str]) -> None:
        super().__init__()
        self._function = function
        self._changes = False  # whether any cell became another

    def of(self, column: Factor) -> Factor:
        """A column after the function; cells that stay come as the texts that are remembered."""
        values = Factor(
            column.codes, np.array([*map(self.__getitem__, column.values.tolist())], object)
        )
        return values.distinct() if self._changes else values

    def __missing__(self, cell: str) -> str:
        """Ask the function."""
        if len(self) >= _MOST_KNOWN:
            self.clear()
        text = self._function(cell)
        if text == cell:
            text = cell  # one object for both
        else:
            self._changes = True
        self[cell] = text
        return text


def joined(first: Factor, second: Factor, between: str) -> Factor:
    """Both texts with something between them, one alone where the other is ''."""
    return paired(first, second, lambda a, b: between.join(t for t in (a, b) if t))


def full_name(first: Factor, last: Factor) -> Factor:
    """Both halves of a name as they are said: 'Anna Meyer', but '山本' before '蓮'."""

    def said(first: str, last: str) -> str:
        if _EASTERN.fullmatch(first) and _EASTERN.fullmatch(last):
            return last + first
        return " ".join(half for half in (first, last) if half)

    return paired(first, last, said)


def paired(first: Factor, second: Factor, made: Callable[[str, str], str]) -> Factor:
    """What is made of two columns, once for each pair of cells."""
    pair = first.codes * max(len(second.values), 1) + second.codes
    codes, at = alike(pair)
    left, right = np.divmod(pair[at], max(len(second.values), 1))
    values = np.empty(len(at), object)
    values[:] = [made(a, b) for a, b in zip(first.values[left], second.values[right], strict=True)]
    return Factor(codes, values)


def first_told(keys: Labels, column: Factor | None) -> Cells:
    """For each key the first text that is not '' among its rows."""
    if column is None:
        return np.full(len(keys.values), "", object)
    rows = np.flatnonzero(~column.blank)[::-1]
    first = np.full(len(keys.values), len(column.values))
    first[keys.codes[rows]] = column.codes[rows]  # the first row is written last and stays
    told: Cells = np.append(column.values, np.array([""], object))[first]
    return told
