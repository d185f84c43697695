"""The clean bulk of a text, cut by the C parser; only what is surely regular goes through here."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clm_desktop.ingest.records import WHITE
from clm_desktop.ingest.types import Dialect

_LF, _CR, _SPACE, _TAB = 10, 13, 32, 9
_ODD_BYTES = (0, 0x1A)  # the C parser ends a cell at NUL

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Physical lines of a chunk of UTF-8 that ends with LF: [start, end) without the line end."""

    start: Ints
    end: Ints  # position of the LF
    is_blank: Bools  # nothing but delimiters
    is_regular: Bools  # exactly n cells, every quote where quotes stand


def survey(chunk: bytes, dialect: Dialect, n: int) -> Lines:
    """Which lines of a chunk the C parser will surely cut right. Cost: 4 ns per byte."""
    data = np.frombuffer(chunk, dtype=np.uint8)
    end = np.flatnonzero(data == _LF)
    start = np.concatenate(([0], end[:-1] + 1))
    if dialect.delimiter == WHITE:
        n_cells, n_gaps = _count_words(data, end)
        placed = np.ones(len(end), dtype=bool)
    elif dialect.quote and dialect.quote.encode() in chunk:
        n_cells, n_gaps, placed = _count_quoted(data, dialect)
    else:
        n_cells = _count_plain(data, end, ord(dialect.delimiter), n)
        n_gaps = n_cells - 1
        placed = np.ones(len(end), dtype=bool)
    content = end - start
    content = content - ((content > 0) & (data[end - 1] == _CR))
    regular = placed & (n_cells == n)
    for odd in _odd_positions(chunk, data, dialect):
        regular[np.searchsorted(end, odd)] = False
    is_blank = content == n_gaps
    return Lines(start=start, end=end, is_blank=is_blank, is_regular=regular & ~is_blank)


def _count_plain(data: NDArray[np.uint8], end: Ints, delimiter: int, n: int) -> Ints:
    """Cells of each line when there are no quotes."""
    at = np.flatnonzero(data == delimiter)
    if n > 1 and len(at) == len(end) * (n - 1):
        table = at.reshape(len(end), n - 1)
        if (table[:, -1] < end).all() and (table[1:, 0] > end[:-1]).all():
            return np.full(len(end), n, dtype=np.int64)
    behind = np.searchsorted(at, end)
    return np.diff(behind, prepend=0) + 1


def _count_words(data: NDArray[np.uint8], end: Ints) -> tuple[Ints, Ints]:
    is_gap = (data == _SPACE) | (data == _TAB)
    is_edge = is_gap | (data == _LF) | (data == _CR)
    begins = ~is_edge
    begins[1:] &= is_edge[:-1]
    behind = np.searchsorted(np.flatnonzero(begins), end)
    gaps = np.searchsorted(np.flatnonzero(is_gap), end)
    return np.diff(behind, prepend=0), np.diff(gaps, prepend=0)


def _count_quoted(data: NDArray[np.uint8], dialect: Dialect) -> tuple[Ints, Ints, Bools]:
    """Cells and delimiters of each line, and whether all its quotes open and close cells."""
    quote, delimiter = ord(dialect.quote), ord(dialect.delimiter)
    special = np.zeros(256, dtype=bool)
    special[[quote, delimiter, _LF]] = True
    at = np.flatnonzero(special[data])
    kind = data[at]
    is_quote, is_end = kind == quote, kind == _LF
    odd = np.bitwise_xor.accumulate(is_quote)  # inside quotes, if all lines were balanced
    last = np.flatnonzero(is_end)
    first = np.concatenate(([0], last[:-1] + 1))
    odd_before = np.concatenate(([False], odd[last[:-1]]))
    length = last - first + 1
    inside = odd ^ np.repeat(odd_before, length)
    bad = is_quote & ~_is_placed(data, at, inside, dialect)
    bad |= is_end & inside
    cells = np.add.reduceat((kind == delimiter) & ~inside, first, dtype=np.int64) + 1
    n_quotes = np.add.reduceat(is_quote, first, dtype=np.int64)
    # Lines of nothing but delimiters and quotes may be blank or not: not for the C parser.
    bad |= np.repeat((n_quotes > 0) & (n_quotes + cells - 1 == length - 1), length)
    placed = ~np.logical_or.reduceat(bad, first)
    return cells, cells - 1, placed


def _is_placed(data: NDArray[np.uint8], at: Ints, opens: Bools, dialect: Dialect) -> Bools:
    """Whether a quote that opens stands behind a delimiter, one that closes before one."""
    quote, delimiter = ord(dialect.quote), ord(dialect.delimiter)
    behind = data[np.minimum(at + 1, len(data) - 1)]
    before = data[np.maximum(at - 1, 0)]
    opening = (before == delimiter) | (before == _LF) | (before == quote) | (at == 0)
    if dialect.skip_space:
        opening |= (before == _SPACE) & (data[np.maximum(at - 2, 0)] == delimiter)
    closing = (behind == delimiter) | (behind == _LF) | (behind == _CR) | (behind == quote)
    placed: Bools = np.where(opens, opening, closing)
    return placed


def _odd_positions(chunk: bytes, data: NDArray[np.uint8], dialect: Dialect) -> list[Ints]:
    """Bytes that the C parser takes otherwise: lone CR, NUL, escapes, quotes between words."""
    odd = [b for b in _ODD_BYTES if bytes([b]) in chunk]
    if dialect.escape:
        odd.append(ord(dialect.escape))
    if dialect.delimiter == WHITE and dialect.quote:
        odd.append(ord(dialect.quote))
    found = [np.flatnonzero(data == b) for b in odd]
    if b"\r" in chunk:
        cr = np.flatnonzero(data == _CR)
        found.append(cr[data[np.minimum(cr + 1, len(data) - 1)] != _LF])
    return found


def parse(text: bytes, dialect: Dialect, n: int) -> list[NDArray[np.object_]]:
    """Columns of lines that are regular: one object array of str per column."""
    if not text:
        return [np.empty(0, dtype=object) for _ in range(n)]
    if b"\r" in text:
        text = text.replace(b"\r\n", b"\n")
    options: dict[str, Any] = {"sep": dialect.delimiter, "skipinitialspace": dialect.skip_space}
    if dialect.delimiter == WHITE:
        options = {"sep": r"\s+"}
    if dialect.quote and dialect.delimiter != WHITE:
        options |= {"quotechar": dialect.quote, "doublequote": True}
    else:
        options["quoting"] = 3
    frame = pd.read_csv(
        BytesIO(text),
        engine="c",
        header=None,
        names=range(n),
        index_col=False,
        dtype=object,
        keep_default_na=False,
        na_filter=False,
        skip_blank_lines=False,
        lineterminator="\n",
        low_memory=False,
        encoding="utf-8",
        encoding_errors="replace",
        **options,
    )
    return [frame[c].to_numpy() for c in range(n)]
