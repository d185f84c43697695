"""Which delimiter, quote and escape cut a text into a table.

Every candidate is scored by how even the widths of its records are and by the share of cells that
look like something (after van den Burg, Nazábal & Sutton 2019, "Wrangling messy CSV files by
detecting row and type patterns", data consistency = pattern score x type score).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from clm_desktop.ingest.cutting.records import WHITE, Cut, Cutter, split_lines, visible
from clm_desktop.ingest.cutting.shapes import shape
from clm_desktop.ingest.types import Dialect

DELIMITERS = ",;\t|^~\x1f\x01:" + WHITE
QUOTES = ('"', "'")
MAX_LINES = 240  # per sample
MAX_TYPED_ROWS = 120
MIN_SHARE = 0.4  # a delimiter stands in at least this share of the lines
_WEIGHT = {",": 1.0, ";": 1.0, "\t": 1.0, "|": 0.98, WHITE: 0.7, ":": 0.5}
_RARE_WEIGHT = 0.9


@dataclass(frozen=True, slots=True)
class _Score:
    value: float
    dialect: Dialect
    width: int


def detect(samples: Sequence[str], encoding: str) -> tuple[Dialect, int]:
    """The dialect of a text and the number of cells that most of its records have.

    ``samples`` are pieces of the text that begin and end with whole lines. ``header_row`` and
    ``first_row`` of the result are not yet known (0).
    """
    parts = [_lines(s) for s in samples if s]
    lines = [line for part, _ in parts for line in part if line.strip()]
    if lines and (named := _named_delimiter(lines[0])):
        delimiters = named
    else:
        delimiters = "".join(d for d in DELIMITERS if _is_common(d, lines))
    bare = Dialect(encoding=encoding, delimiter=",", quote='"', header_row=0, first_row=0)
    best = _Score(0.0, bare, 1)
    for candidate in _candidates(bare, delimiters, lines):
        best = max(best, _score(candidate, parts), key=lambda s: s.value)
    if best.value == 0.0 and len(delimiters) == 1 and lines and _named_delimiter(lines[0]):
        return replace(bare, delimiter=delimiters), 1
    return best.dialect, best.width


def _lines(sample: str) -> tuple[list[str], list[str]]:
    lines, ends = split_lines(sample)
    return lines[:MAX_LINES], ends[:MAX_LINES]


def _named_delimiter(line: str) -> str:
    """The delimiter that a first line "sep=;" names (Excel writes and reads it)."""
    line = line.strip('\ufeff" ').lower()
    return line[4:5] if line.startswith("sep=") and len(line) <= 5 else ""


def _is_common(delimiter: str, lines: Sequence[str]) -> bool:
    return sum(delimiter in line.strip() for line in lines) >= MIN_SHARE * len(lines)


def _candidates(bare: Dialect, delimiters: str, lines: Sequence[str]) -> Iterator[Dialect]:
    text = "\n".join(lines)
    for delimiter in delimiters:
        skip_space = delimiter != WHITE and _has_spaces_behind(delimiter, text)
        for quote in QUOTES:
            edge = any(s in text for s in (f"{quote}{delimiter}", f"{delimiter}{quote}"))
            if quote != '"' and not (edge or f"{delimiter} {quote}" in text):
                continue
            for escape in ("", "\\", "\0"):
                if escape and escape + quote not in text and escape + delimiter not in text:
                    continue
                yield replace(
                    bare, delimiter=delimiter, quote=quote, escape=escape, skip_space=skip_space
                )


def _has_spaces_behind(delimiter: str, text: str) -> bool:
    """Whether nearly every delimiter is followed by a space, as in "a, b, c"."""
    count = text.count(delimiter)
    return count > 0 and text.count(delimiter + " ") + text.count(delimiter + "\n") > 0.9 * count


def _score(dialect: Dialect, parts: Sequence[tuple[list[str], list[str]]]) -> _Score:
    records: list[Cut] = []
    for lines, ends in parts:
        records += [r for _, r in Cutter(dialect).records(lines, ends) if visible(r.cells)]
    widths = Counter(len(r.cells) for r in records)
    width = modal_width(widths)
    if width < 2:
        return _Score(0.0, dialect, width)
    pattern = sum(n * (w - 1) / w for w, n in widths.items()) / len(widths) ** 0.5
    even = widths[width] / len(records)
    rows = [r.cells for r in records if len(r.cells) == width]
    cells = [c for row in rows[:: max(1, len(rows) // MAX_TYPED_ROWS)] for c in row]
    typed = sum(map(_typed_weight, cells)) / len(cells)
    clean = sum(r.is_clean and not r.is_open for r in records) / len(records)
    weight = _WEIGHT.get(dialect.delimiter, _RARE_WEIGHT)
    if dialect.delimiter == WHITE and (even < 0.8 or clean < 0.8):
        weight *= 0.3  # words of sentences, not columns
    quoting = 0.9 + 0.1 * _quoted_share(dialect, parts)
    value = weight * pattern / len(records) * (0.2 + even) * typed**2 * clean * quoting
    return _Score(value, dialect, width)


def modal_width(widths: Counter[int]) -> int:
    """The most frequent width; of equals the larger."""
    return max(widths, key=lambda w: (widths[w] * (1 if w > 1 else 0.5), w), default=1)


def _typed_weight(cell: str) -> float:
    """How sure a cell is whole: 1 when it looks like something, less when it holds delimiters."""
    name = shape(cell)
    if name not in ("text", "other"):
        return 1.0
    if any(d in cell for d in ';\t|"'):
        return 0.3
    return 0.85 if name == "text" else 0.4


def _quoted_share(dialect: Dialect, parts: Sequence[tuple[list[str], list[str]]]) -> float:
    """Share of lines that use the quote at the edge of a cell: breaks ties between quotes."""
    edges = (dialect.quote + dialect.delimiter, dialect.delimiter + dialect.quote)
    lines = [line for part, _ in parts for line in part]
    return sum(any(e in line for e in edges) for line in lines) / max(1, len(lines))
