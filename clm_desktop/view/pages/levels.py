"""The borders between low, medium and high risk, with what moving them would do."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clm_desktop.models.codes import BASE_RATE
from clm_desktop.plan.answers import Answers
from clm_desktop.view.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelsBlock:
    """Everything that live counts need; nothing is computed again while a border is dragged."""

    p_leave: NDArray[np.float64]  # ascending, only known ones
    said: NDArray[np.float64]  # bins of the newest test: what was said ...
    was: NDArray[np.float64]  # ... what happened ...
    tested: NDArray[np.float64]  # ... to how many
    medium: float
    high: float
    horizon_days: int


@dataclass(frozen=True, slots=True)
class LevelLine:
    """One level: how many people, and how it turned out for such people last time."""

    people: str
    past: str  # '' where nobody of the test had such a score


def levels_block(answers: Answers) -> LevelsBlock | None:
    """The borders of a shop whose levels come from chances, else None."""
    risk = answers.risk
    if not risk.contest or risk.method == BASE_RATE:
        return None
    test = risk.backtests[0] if risk.backtests else None
    p_leave = 1.0 - risk.p_buy
    medium, high = risk.thresholds
    return LevelsBlock(
        p_leave=np.sort(p_leave[np.isfinite(p_leave)]),
        said=np.array(test.said_share if test else (), np.float64),
        was=np.array(test.was_share if test else (), np.float64),
        tested=np.array(test.bin_customers if test else (), np.float64),
        medium=medium,
        high=high,
        horizon_days=risk.horizon_days,
    )


def level_lines(
    block: LevelsBlock, medium: float, high: float, words: Words
) -> tuple[LevelLine, LevelLine, LevelLine]:
    """Low, medium and high as they would be with these borders. Cost: microseconds."""
    cuts = np.searchsorted(block.p_leave, [medium, high], side="left")
    counts = (int(cuts[0]), int(cuts[1] - cuts[0]), len(block.p_leave) - int(cuts[1]))
    titles = (words.text("Low risk"), words.text("Medium risk"), words.text("High risk"))
    ranges = ((-1.0, medium), (medium, high), (high, 2.0))
    low, middle, top = (
        LevelLine(
            words.text(
                "{name}: {value}",
                name=title,
                value=words.plural("{n} customer", "{n} customers", count),
            ),
            _past(block, *r, words),
        )
        for title, count, r in zip(titles, counts, ranges, strict=True)
    )
    return low, middle, top


def _past(block: LevelsBlock, start: float, end: float, words: Words) -> str:
    inside = (block.said >= start) & (block.said < end)
    people = float(block.tested[inside].sum())
    if not people:
        return ""
    stayed = float((block.was[inside] * block.tested[inside]).sum()) / people
    return words.text("Last time {chance} of them stayed away.", chance=words.in_ten(stayed))
