"""Rows of a query -> parallel arrays, in blocks that never hold the interpreter for long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import apsw
import numpy as np
from numpy.typing import DTypeLike, NDArray

from clm_desktop.core.run import RunContext

_BLOCK = 20_000


def columns(
    cursor: apsw.Cursor, types: Sequence[DTypeLike], ctx: RunContext
) -> tuple[NDArray[Any], ...]:
    """One array per column of the query; NULL is not allowed in number columns."""
    blocks = list(_blocks(cursor, types, ctx))
    if not blocks:
        return tuple(np.array([], dtype=kind) for kind in types)
    return tuple(np.concatenate(parts) for parts in zip(*blocks, strict=True))


def _blocks(
    cursor: apsw.Cursor, types: Sequence[DTypeLike], ctx: RunContext
) -> Iterator[tuple[NDArray[Any], ...]]:
    while rows := list(islice(cursor, _BLOCK)):
        ctx.check()
        cells = zip(*rows, strict=True)
        yield tuple(np.array(column, dtype=kind) for column, kind in zip(cells, types, strict=True))
