"""Binary workbooks (.xlsb), record by record, since nothing that we may use writes them.

Record numbers and layouts: [MS-XLSB] 2.3 and 2.4; only what a reader needs is written. A record is
its number and its length, each in groups of seven bits, and its content.
"""

from __future__ import annotations

import datetime as dt
import struct
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

Cell = str | int | float | bool | dt.datetime | None
_EPOCH = dt.datetime(1899, 12, 30)
_ROW, _BLANK, _RK, _BOOL, _REAL, _TEXT, _SHARED = 0, 1, 2, 4, 5, 6, 7
_DATED = 1  # place of the date's style
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"'
    '/><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def record(number: int, content: bytes = b"") -> bytes:
    """One record."""
    head = bytes([number]) if number < 0x80 else bytes([number & 0x7F | 0x80, number >> 7])
    return head + _sevens(len(content)) + content


def _sevens(number: int) -> bytes:
    groups = bytearray()
    while number > 0x7F:
        groups.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*groups, number])


def _wide(text: str) -> bytes:
    """XLWideString."""
    letters = text.encode("utf-16-le")
    return struct.pack("<I", len(letters) // 2) + letters


def sheet(rows: Mapping[int, Mapping[int, Cell]], shared: list[str]) -> bytes:
    """A worksheet part; texts of more than one letter are put among the ``shared`` ones."""
    told = b"".join(
        record(_ROW, struct.pack("<IIHBBBI", row, 0, 300, 0, 0, 0, 0))
        + b"".join(_cell(column, value, shared) for column, value in cells.items())
        for row, cells in rows.items()
    )
    widest = max((max(cells, default=0) for cells in rows.values()), default=0)
    size = struct.pack("<IIII", 0, max(rows, default=0), 0, widest)
    return record(129) + record(148, size) + record(145) + told + record(146) + record(130)


def _cell(column: int, value: Cell, shared: list[str]) -> bytes:
    at = struct.pack("<II", column, _DATED if isinstance(value, dt.datetime) else 0)
    if value is None:
        return record(_BLANK, at)
    if isinstance(value, bool):
        return record(_BOOL, at + bytes([value]))
    if isinstance(value, int) and abs(value) < 1 << 29:
        return record(_RK, at + struct.pack("<i", value << 2 | 2))
    if isinstance(value, dt.datetime):
        value = (value - _EPOCH) / dt.timedelta(days=1)
    if isinstance(value, str):
        if len(value) < 2:
            return record(_TEXT, at + _wide(value))
        shared.append(value)
        return record(_SHARED, at + struct.pack("<I", len(shared) - 1))
    return record(_REAL, at + struct.pack("<d", value))


def _styles() -> bytes:
    """General, and a date with its time (built-in format 22)."""
    formats = b"".join(
        record(47, struct.pack("<HHHHHBBHH", 0, number, 0, 0, 0, 0, 0, 0, 0)) for number in (0, 22)
    )
    styles = record(617, struct.pack("<I", 2)) + formats + record(618)
    return record(278) + styles + record(279)


def _relations(targets: Mapping[str, tuple[str, str]]) -> str:
    told = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for name, (kind, target) in targets.items()
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<?xml version="1.0"?><Relationships xmlns="{space}">{told}</Relationships>'


def write_xlsb(
    path: Path,
    sheets: Mapping[str, Mapping[int, Mapping[int, Cell]] | Sequence[Sequence[Cell]]],
    hidden: Sequence[str] = (),
) -> Path:
    """A workbook; a sheet is its rows, or row -> column -> cell."""
    shared: list[str] = []
    parts, bundled, related = {}, b"", {}
    for number, (name, rows) in enumerate(sheets.items(), 1):
        placed = (
            rows
            if isinstance(rows, Mapping)
            else {i: dict(enumerate(row)) for i, row in enumerate(rows)}
        )
        parts[f"xl/worksheets/sheet{number}.bin"] = sheet(placed, shared)
        related[f"rId{number}"] = "worksheet", f"worksheets/sheet{number}.bin"
        state = struct.pack("<II", name in hidden, number)
        bundled += record(156, state + _wide(f"rId{number}") + _wide(name))
    related |= {"rId98": ("styles", "styles.bin"), "rId99": ("sharedStrings", "sharedStrings.bin")}
    book = record(153, bytes(8) + _wide("")) + record(143) + bundled + record(144)
    texts = b"".join(record(19, b"\0" + _wide(text)) for text in shared)
    count = struct.pack("<II", len(shared), len(shared))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("[Content_Types].xml", _TYPES)
        out.writestr("_rels/.rels", _relations({"rId1": ("officeDocument", "xl/workbook.bin")}))
        out.writestr("xl/_rels/workbook.bin.rels", _relations(related))
        out.writestr("xl/workbook.bin", record(131) + book + record(132))
        out.writestr("xl/styles.bin", _styles())
        out.writestr("xl/sharedStrings.bin", record(159, count) + texts + record(160))
        for name, content in parts.items():
            out.writestr(name, content)
    return path
