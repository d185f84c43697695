"""Where the table begins in a text: what stands above it, its header, its first row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from clm_desktop.core.message import Message
from clm_desktop.ingest.cutting.records import visible
from clm_desktop.ingest.cutting.shapes import Profile, is_typed, shape

MAX_HEADER_ROWS = 4
MAX_PROFILE_ROWS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A record of the beginning of the text and the physical line it begins on."""

    line: int
    cells: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Lines are 0-based; ``header_row`` -1 = no header; ``first_row`` -1 = no data."""

    header_row: int
    first_row: int
    header: tuple[str, ...]  # () = no header
    n_columns: int
    notes: tuple[Message, ...]


def find_layout(records: Sequence[Record], width: int) -> Layout:
    """Where the table begins, for a text most of whose records have ``width`` cells."""
    seen = [r for r in records if visible(r.cells) and not _names_delimiter(r.cells)]
    if not seen:
        return Layout(header_row=-1, first_row=-1, header=(), n_columns=width, notes=())
    start = _start(seen, width)
    below = [r.cells for r in seen[start + 1 :] if len(r.cells) == width][:MAX_PROFILE_ROWS]
    profile = Profile(below, width)
    notes = [Message.of("note.preamble", lines=start)] if start else []
    first = seen[start]
    if not _is_header(first.cells, below, profile):
        notes.append(Message.of("note.no_header"))
        return Layout(
            header_row=-1,
            first_row=first.line,
            header=(),
            n_columns=width,
            notes=tuple(notes),
        )
    rows = 1
    while rows < MAX_HEADER_ROWS and start + rows < len(seen) - 1:
        if not _is_second_header(seen[start + rows].cells, profile):
            break
        rows += 1
    if rows > 1:
        notes.append(Message.of("note.header_rows", rows=rows))
    data = seen[start + rows :]
    header, n_columns = _reconciled(_merged([r.cells for r in seen[start : start + rows]]), width,
                                    [r.cells for r in data])  # fmt: skip
    return Layout(
        header_row=first.line,
        first_row=data[0].line if data else -1,
        header=tuple(header),
        n_columns=n_columns,
        notes=tuple(notes),
    )


def _names_delimiter(cells: Sequence[str]) -> bool:
    """Whether a record is Excel's line "sep=;"."""
    return cells[0].strip('\ufeff" ').lower()[:4] == "sep=" and len("".join(cells)) <= 8


def _n_filled(cells: Sequence[str]) -> int:
    return sum(1 for c in cells if c and not c.isspace())


def _start(seen: Sequence[Record], width: int) -> int:
    """Number of the first record that is as wide and as full as the table."""
    full = [_n_filled(r.cells) for r in seen if len(r.cells) == width]
    typical = median(full) if full else 1
    least = max(2 if width > 1 else 1, 0.5 * typical)
    for i, record in enumerate(seen):
        if len(record.cells) >= 0.6 * width and _n_filled(record.cells) >= least:
            return i
    return 0


def _votes(cells: Sequence[str], profile: Profile) -> float:
    """Evidence that a record names the columns: text above typed columns; typed cells refute."""
    votes = 0.0
    for column, cell in enumerate(cells[: profile.n_columns]):
        mine, below = shape(cell), profile.main_shape(column)
        if mine in ("empty", "code"):
            votes -= 0.5 if mine == below == "code" else 0.0
        elif is_typed(mine):
            votes -= 1.0
        elif is_typed(below):
            votes += 1.0
    return votes


def _is_header(cells: Sequence[str], below: Sequence[Sequence[str]], profile: Profile) -> bool:
    votes = _votes(cells, profile)
    if votes or not below:
        return votes >= 0
    # All text above text: names of columns are distinct and do not come again below.
    names = [c.strip() for c in cells if c.strip()]
    again = any(c and c == row[i] for row in below for i, c in enumerate(cells[: len(row)]))
    return len(set(names)) == len(names) and not again


def _is_second_header(cells: Sequence[str], profile: Profile) -> bool:
    n_typed = sum(is_typed(profile.main_shape(c)) for c in range(profile.n_columns))
    no_data = not any(is_typed(shape(c)) and shape(c) != "code" for c in cells)
    return n_typed >= 2 and no_data and _votes(cells, profile) >= 0.7 * n_typed


def _merged(rows: Sequence[Sequence[str]]) -> list[str]:
    width = max(map(len, rows))
    padded = [[*row, *[""] * (width - len(row))] for row in rows]
    return [" ".join(p.strip() for p in column if p.strip()) for column in zip(*padded, strict=True)
            ] if len(rows) > 1 else list(rows[0])  # fmt: skip


def _reconciled(
    header: list[str], width: int, data: Sequence[Sequence[str]]
) -> tuple[list[str], int]:
    """Header and number of columns where the header is wider or narrower than the rows."""
    widest = max((len(row) for row in data), default=0)
    while len(header) > max(1, widest) and not header[-1].strip():
        header = header[:-1]
    surplus = len(header) - width
    if surplus > 0 and data and widest <= width:
        blanks = [i for i, name in enumerate(header) if not name.strip()]
        if len(blanks) == surplus:  # a delimiter too many in the header itself
            header = [name for name in header if name.strip()]
    if len(header) >= width or not data:
        return header, len(header)
    if not any(visible(row[len(header) :]) for row in data):
        return header, len(header)  # rows that all end with a delimiter too many
    missing = [""] * (width - len(header))
    if len(missing) == 1 and _counts_up([row[0] for row in data if len(row) == width]):
        return ["", *header], width  # row names without a name, as R writes them
    return header + missing, width


def _counts_up(cells: Sequence[str]) -> bool:
    """Whether cells are whole numbers that follow each other."""
    numbers = [int(c) if c.isdecimal() else -1 for c in cells]
    return len(numbers) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
