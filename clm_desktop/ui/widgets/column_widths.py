"""How the room of a table is shared among its columns, in pixels; knows numbers only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

_FIRST_BREAKING = chr(0x2E80)  # from here on scripts break a line between any two letters


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What one column would like, its margins included."""

    title: int  # its title on one line
    folded: int  # its title on two lines
    whole: int  # 9 of 10 cells on one line
    widest: int  # all cells on one line
    half: int  # all cells on two lines, but for a few very long ones
    limit: int  # it asks for more only if it would be cut on two lines as well
    least: int  # it may become no narrower; for numbers what they need
    text: bool
    sentence: bool  # stands on two lines where one is too little


def share_out(needs: Sequence[Need], room: int) -> list[int]:
    """Widths that fill the room; wider than that only if no text could be read any more.

    Titles go on two lines before a text is cut. What is missing is taken from sentences while two
    lines hold them, then from names likewise, and only then are names and sentences cut. What is
    left over goes to cut texts first. Cost: columns² steps.
    """
    texts = [i for i, need in enumerate(needs) if need.text]
    widths = [_natural(need, need.title) for need in needs]
    if _least(widths, _uncut(needs)) > room:
        widths = [_natural(need, need.folded) for need in needs]
    missing = sum(widths) - room
    if missing < 0:
        _give(widths, {i: needs[i].widest for i in texts}, -missing)
        _give_evenly(widths, texts, room - sum(widths))
    elif _least(widths, {i: needs[i].least for i in texts}) <= room:
        for lowest in _stages(needs):
            missing -= _taken(widths, lowest, missing)
    return widths


def two_line_width(text: str, advance: Callable[[str], int]) -> int:
    """Width at which a text stands on two lines; ``advance`` measures one line of text."""
    breaks = [
        place
        for place in range(1, len(text))
        if text[place] == " " or min(text[place], text[place - 1]) >= _FIRST_BREAKING
    ]
    low, high = 0, len(breaks)  # the first break whose beginning is not the shorter part
    while low < high:
        middle = (low + high) // 2
        first, second = advance(text[: breaks[middle]]), advance(text[breaks[middle] :].lstrip())
        if first >= second:
            high = middle
        else:
            low = middle + 1
    around = breaks[max(low - 1, 0) : low + 1]
    parts = ((text[:place], text[place:].lstrip()) for place in around)
    return min((max(map(advance, both)) for both in parts), default=advance(text))


def _natural(need: Need, title: int) -> int:
    return max(title, min(need.widest, max(need.limit, need.half)))


def _least(widths: Sequence[int], lowest: dict[int, int]) -> int:
    """How wide all columns are together once some are at their lowest."""
    return sum(min(width, lowest.get(i, width)) for i, width in enumerate(widths))


def _uncut(needs: Sequence[Need]) -> dict[int, int]:
    """How narrow columns may become before a text is cut: rows have two lines or one."""
    if not any(need.sentence for need in needs):
        return {}
    return {i: max(need.least, need.half) for i, need in enumerate(needs) if need.text}


def _stages(needs: Sequence[Need]) -> Iterable[dict[int, int]]:
    """How narrow which columns may become, one after the other."""
    names = [i for i, need in enumerate(needs) if need.text and not need.sentence]
    sentences = [i for i, need in enumerate(needs) if need.sentence]
    uncut = _uncut(needs)
    for some in (sentences, names):
        yield {i: uncut[i] for i in some if i in uncut}
    for some in (names, sentences):
        yield {i: needs[i].least for i in some}


def _give(widths: list[int], wanted: dict[int, int], left: int) -> None:
    """Widen the columns that want least first, each to what it wants, as far as there is room."""
    for i in sorted(wanted, key=lambda i: wanted[i] - widths[i]):
        more = min(max(wanted[i] - widths[i], 0), left)
        widths[i] += more
        left -= more


def _give_evenly(widths: list[int], texts: list[int], left: int) -> None:
    takers = texts or list(range(len(widths)))
    for i in takers:
        widths[i] += left // len(takers)
    widths[takers[-1]] += left % len(takers)


def _taken(widths: list[int], least: dict[int, int], missing: int) -> int:
    """Make the widest columns narrower, none below its least; how much that gave."""
    spare = {i: widths[i] - lowest for i, lowest in least.items() if widths[i] > lowest}
    wanted = missing
    while missing > 0 and spare:
        widest = max(spare, key=lambda i: widths[i])
        others = [widths[i] for i in spare if i != widest and widths[i] < widths[widest]]
        step = min(missing, spare[widest], widths[widest] - max(others, default=0))
        step = max(1, step)
        widths[widest] -= step
        spare[widest] -= step
        missing -= step
        if spare[widest] <= 0:
            del spare[widest]
    return wanted - missing
