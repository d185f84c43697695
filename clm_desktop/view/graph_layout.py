"""Where the names of a graph stand: on slots of a grid, so that none covers another.

Names are put where their lines are short and run over no other name: breadth first from the one
with the most lines, then names change places as long as that helps. No chance in it: the same
graph of the same size is always drawn alike.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_ROUNDS = 8
_FULL = 0.8  # of the slots at most hold a name
_COVERED = 4.0  # slots that a line over another name is longer for
_NEAR = 0.42  # of a slot: a line that runs over a name
_DOWN = 0.6  # a slot is so much lower than wide, as the eye sees it

Places = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Laid:
    """Columns and rows of the grid, and the place (column, row) of each name that is drawn."""

    columns: int
    rows: int
    place: dict[int, tuple[int, int]]
    lines: list[int]  # of those given, the ones whose ends are both drawn


def lay_out(lines: list[tuple[int, int]], columns: int, rows: int) -> Laid:
    """Place the ends of lines (the most important first); what has no room is not drawn."""
    room = max(2, int(columns * rows * _FULL))
    nodes: list[int] = []
    kept = []
    for at, both in enumerate(lines):
        new = [end for end in dict.fromkeys(both) if end not in nodes]
        if len(nodes) + len(new) <= room:
            nodes += new
            kept.append(at)
    if not nodes:
        return Laid(columns, rows, {}, [])
    number = {node: i for i, node in enumerate(nodes)}
    pairs = {(number[a], number[b]) for at in kept for a, b in [lines[at]] if a != b}
    ends = np.array(sorted(pairs), np.int64).reshape(-1, 2)
    slots = np.array([(x, y * _DOWN) for y in range(rows) for x in range(columns)])
    of = _improved(_first_places(ends, len(nodes), slots), ends, slots)
    place = {node: (int(of[i] % columns), int(of[i] // columns)) for node, i in number.items()}
    return Laid(columns, rows, place, kept)


def _first_places(ends: NDArray[np.int64], nodes: int, slots: Places) -> NDArray[np.int64]:
    """Breadth first from the middle: each name as near as can be to those it belongs to."""
    near: list[list[int]] = [[] for _ in range(nodes)]
    for a, b in ends.tolist():
        near[a].append(b)
        near[b].append(a)
    middle = slots.mean(axis=0)
    taken: dict[int, int] = {}
    of = np.full(nodes, -1, np.int64)
    for start in sorted(range(nodes), key=lambda node: (-len(near[node]), node)):
        queue = [start] if of[start] < 0 else []
        while queue:
            node = queue.pop(0)
            if of[node] >= 0:
                continue
            known = [int(of[one]) for one in near[node] if of[one] >= 0]
            centre = slots[known].mean(axis=0) if known else middle
            far = np.linalg.norm(slots - centre, axis=1) + 0.01 * np.linalg.norm(
                slots - middle, axis=1
            )
            far[list(taken)] = np.inf
            of[node] = int(np.argmin(far))
            taken[int(of[node])] = node
            queue += sorted(near[node], key=lambda one: (-len(near[one]), one))
    return of


def _improved(of: NDArray[np.int64], ends: NDArray[np.int64], slots: Places) -> NDArray[np.int64]:
    """Let names change slots while the lines get shorter or freer."""
    best = _cost(of, ends, slots)
    for _ in range(_ROUNDS):
        before = best
        for node in range(len(of)):
            for slot in range(len(slots)):
                tried = of.copy()
                tried[of == slot] = of[node]
                tried[node] = slot
                cost = _cost(tried, ends, slots)
                if cost < best - 1e-9:
                    of, best = tried, cost
        if best >= before - 1e-9:
            break
    return of


def _cost(of: NDArray[np.int64], ends: NDArray[np.int64], slots: Places) -> float:
    """Length of all lines, longer where they run over names of others."""
    at = slots[of]
    begin, way = at[ends[:, 0]], at[ends[:, 1]] - at[ends[:, 0]]
    length = np.sqrt((way * way).sum(axis=1))
    to = at[None, :, :] - begin[:, None, :]
    along = (to * way[:, None, :]).sum(axis=2) / np.maximum(length * length, 1e-9)[:, None]
    side = np.abs(to[:, :, 0] * way[:, None, 1] - to[:, :, 1] * way[:, None, 0])
    off = side / np.maximum(length, 1e-9)[:, None]
    covered = (along > 0.02) & (along < 0.98) & (off < _NEAR)
    return float(length.sum() + _COVERED * covered.sum())
