"""What a chart must know of its numbers and texts before it is drawn."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.days import date_of, day_of
from clm_desktop.view.blocks import ChartBlock, Series


def by_place(series: Series, count: int) -> NDArray[np.float64]:
    """Heights by category; a category that the series does not name has none."""
    heights = np.zeros(count)
    places = np.array(series.x, dtype=np.int64)
    heights[places] = np.nan_to_num(np.array(series.y, dtype=np.float64))
    return heights


def overlapping(block: ChartBlock) -> bool:
    """Whether several series stand in one category, so that colour alone would divide them."""
    counts: dict[float, int] = {}
    for series in block.series:
        for place, height in zip(series.x, series.y, strict=True):
            counts[place] = counts.get(place, 0) + (height != 0)
    return any(count > 1 for count in counts.values())


def columns(text: str) -> int:
    """Width of a text in Latin characters: a Chinese one takes two."""
    return sum(2 if ord(char) > 0x2E7F else 1 for char in text)


def shortened(text: str, most: int) -> str:
    """Cut a text to so many Latin characters."""
    if columns(text) <= most:
        return text
    while text and columns(text) > most - 1:
        text = text[:-1]
    return text.rstrip() + "…"


def two_rows(name: str, most: int) -> list[str]:
    """A name in at most two rows of so many Latin characters, parted at a space."""
    name = " ".join(name.split())
    if columns(name) <= most:
        return [name]
    cut = next((i for i in range(len(name), 1, -1) if columns(name[:i]) <= most), 1)
    space = name.rfind(" ", 0, cut + 1)
    cut = space if space > 0 else cut  # one long word, or a language without spaces
    return [name[:cut].rstrip(), shortened(name[cut:].strip(), most)]


def month_starts(low: float, high: float, most: int) -> list[float]:
    """First days of months between two days, at most so many, evenly apart."""
    first, last = date_of(round(low)), date_of(round(high))
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    days = [float(day_of(date(month // 12, month % 12 + 1, 1))) for month in months]
    days = [day for day in days if low <= day <= high]
    step = next(step for step in (1, 2, 3, 6, 12, 24, 60, 240) if len(days) <= step * most)
    return days[::step]
