"""What the cells of a column look like, where its name alone does not decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clm_desktop.ingest.types import Field
from clm_desktop.ingest.values.amounts import mark_evidence
from clm_desktop.ingest.values.dates import DateEvidence
from clm_desktop.ingest.values.quantities import number_bought

Cells = NDArray[np.object_]
HALF = 0.5
FITS = 0.6  # share of cells that must be what the name promises
SURE = 0.9  # the same where there is no name to go by
MANY = 4  # rows, or orders of several rows, that must agree
BLANK = frozenset(
    {"", "-", "--", "na", "n/a", "#n/a", "nan", "null", "none", "nil", r"\n", "(null)"}
)


@dataclass(frozen=True, slots=True)
class Sample:
    """One column of the sample: what its cells look like."""

    cells: Cells  # not blank, at most the sample's rows
    dates: float  # share of cells that are dates
    numbers: float  # share of cells that are numbers
    decimals: bool  # whether numbers have decimals
    mails: float  # share of cells with an @

    @property
    def counts(self) -> float:
        """Share of cells that are numbers, of pieces or of what else is counted."""
        bare = np.array([number_bought(cell) for cell in self.cells], object)
        return mark_evidence(bare).read / max(len(bare), 1)

    @property
    def distinct(self) -> int:
        """Different cells."""
        return len(set(self.cells))


def sample_of(cells: Sequence[str]) -> Sample:
    """Look at the cells of one column."""
    kept = np.array([c.strip() for c in cells if c.strip().casefold() not in BLANK], object)
    n = max(len(kept), 1)
    dates = DateEvidence()
    dates.add(kept)
    marks = mark_evidence(kept)
    mails = sum("@" in c for c in kept)
    return Sample(kept, dates.read / n, marks.read / n, bool(marks.dot or marks.comma), mails / n)


def digits(cell: str) -> int:
    """How many digits stand in a cell."""
    return sum(c.isdigit() for c in cell)


def is_one(sample: Sample) -> bool:
    """Whether the same stands in all of several cells."""
    return len(sample.cells) >= MANY and sample.distinct == 1


def date_columns(samples: Sequence[Sample], taken: frozenset[int]) -> list[int]:
    """Columns that can only be dates: not plain numbers that happen to look like one."""
    return [
        c
        for c, s in enumerate(samples)
        if c not in taken and len(s.cells) and s.dates >= SURE and s.numbers < 0.5
    ]


def put(found: dict[Field, int], field: Field, columns: list[int]) -> None:
    """Let the first of some columns be a field; none of none."""
    if columns:
        found[field] = columns[0]
