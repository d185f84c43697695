"""A process of its own that turns a workbook into CSV: what breaks here breaks nothing else.

A hostile workbook can abort the process or ask for hundreds of gigabytes (ingest_and_trust.md
1.4), so the reader runs behind limits, talks by exit status and files, and imports little.

Usage: ``extract FILE FOLDER`` writes ``sheets.json``, names and heights of the sheets that hold
something and whether they are hidden, and each of them as ``0.csv``, ``1.csv`` ...
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
import sys
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import python_calamine

OK, BUG, LOCKED, DAMAGED, UNSAFE = 0, 1, 10, 11, 12

MEMORY_BYTES = 2_000_000_000
CPU_SECONDS = 120
MAX_MEMBERS = 10_000
MAX_UNPACKED_BYTES = 1_000_000_000
MAX_WRITTEN_BYTES = 2_000_000_000  # of one sheet: one long text can stand in a million cells
MAX_RATIO = 200
SMALL_BYTES = 30_000_000  # below, no ratio can do harm
MAX_AREA = 40_000_000  # cells of the smallest rectangle around all cells: the reader allocates it

# Only a sheet with cells both far right and far down, or very far right, can be too large.
_RIGHT = re.compile(rb' r="[A-Z]{2}')
_FAR_RIGHT = re.compile(rb' r="[A-Z]{3}')
_DOWN = re.compile(rb' r="[A-Z]{1,3}[0-9]{6}')
_CELL = re.compile(rb'<(?:\w+:)?c [^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"')
_CHUNK = 4_000_000
_ROW, _LAST_CELL = 0, 11  # records of binary sheets: a row, cells of all kinds up to here


class Unsafe(Exception):
    """The workbook would harm the computer it is opened on."""


def main(argv: Sequence[str]) -> int:
    """Do the command; the result is the exit status."""
    _limit()
    _, file, folder = argv
    try:
        _check(Path(file))
        with python_calamine.load_workbook(file) as book:
            _extract(book, Path(folder))
    except python_calamine.PasswordError:
        return LOCKED
    except (Unsafe, MemoryError):
        return UNSAFE
    except (python_calamine.CalamineError, zipfile.BadZipFile, OSError, ValueError) as error:
        return LOCKED if "password" in str(error).lower() else DAMAGED
    return OK


def _limit() -> None:
    if sys.platform == "win32":
        from clm_desktop.ingest.windows_limits import limit_this_process

        limit_this_process(MEMORY_BYTES, CPU_SECONDS)  # else the parent's time limit still stands
        return
    import resource

    for what, limit in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, MAX_WRITTEN_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        soft = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        # macOS refuses limits of memory; what is read first and the parent's clock still guard
        with suppress(ValueError):
            resource.setrlimit(what, (soft, hard))


def _check(path: Path) -> None:
    """Refuse a zip-based workbook that is a bomb, before anything is parsed."""
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as archive:
        infos = archive.infolist()
        unpacked = sum(i.file_size for i in infos)
        ratio = unpacked / max(1, sum(i.compress_size for i in infos))
        is_bomb = unpacked > SMALL_BYTES and ratio > MAX_RATIO
        if len(infos) > MAX_MEMBERS or unpacked > MAX_UNPACKED_BYTES or is_bomb:
            raise Unsafe
        for info in infos:
            if info.filename.endswith((".xml", ".rels")):
                _check_part(archive, info)
            elif "worksheets/" in info.filename and _binary_area(archive.read(info)) > MAX_AREA:
                raise Unsafe


def _check_part(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    is_sheet = "worksheets/" in info.filename
    seen: set[re.Pattern[bytes]] = set()
    for window in _windows(archive, info):
        if b"<!DOCTYPE" in window or b"<!ENTITY" in window:
            raise Unsafe
        if is_sheet:
            seen |= {p for p in (_RIGHT, _FAR_RIGHT, _DOWN) if p not in seen and p.search(window)}
    if (_FAR_RIGHT in seen or {_RIGHT, _DOWN} <= seen) and _area(archive, info) > MAX_AREA:
        raise Unsafe


def _windows(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """Pieces of a part that overlap by more than an attribute's length."""
    tail = b""
    with archive.open(info) as part:
        while chunk := part.read(_CHUNK):
            window = tail + chunk
            yield window
            tail = window[-200:]


def _area(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> int:
    """Cells of the rectangle from A1 to the last row and column in use, from the cells' places."""
    last_row, last_column = 0, 0
    for window in _windows(archive, info):
        places = _CELL.findall(window)
        last_row = max(last_row, *(int(row) for _, row in places), 0)
        last_column = max(last_column, *map(_column, {letters for letters, _ in places}), 0)
    return last_row * last_column


def _binary_area(part: bytes) -> int:
    """The same of a sheet of an .xlsb: records of a number, a length and a content (MS-XLSB 2.1.4).

    Cost: half a microsecond per cell.
    """
    last_row, last_column, at, end = 0, 0, 0, len(part)
    while at < end - 1:
        kind = part[at]
        at += 1 if kind < 0x80 else 2
        length, shift = 0, 0
        while at < end:
            byte = part[at]
            at += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        if kind <= _LAST_CELL:
            place = int.from_bytes(part[at : at + 4], "little")
            if kind == _ROW:
                last_row = max(last_row, place)
            else:
                last_column = max(last_column, place)
        at += length
    return (last_row + 1) * (last_column + 1)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _extract(book: python_calamine.CalamineWorkbook, folder: Path) -> None:
    """Write every sheet that holds something; a lone sheet also when it is empty."""
    shown = python_calamine.SheetVisibleEnum.Visible
    names = {
        s.name: s.visible != shown
        for s in book.sheets_metadata
        if s.typ == python_calamine.SheetTypeEnum.WorkSheet
    }
    written: list[tuple[str, int, bool]] = []
    for name, is_hidden in names.items():
        sheet = book.get_sheet_by_name(name)
        if sheet.height or len(names) == 1:
            _write_csv(sheet, folder / f"{len(written)}.csv")
            written.append((name, sheet.height, is_hidden))
    (folder / "sheets.json").write_text(json.dumps(written), encoding="utf-8")


def _write_csv(sheet: python_calamine.CalamineSheet, out: Path) -> None:
    """Write a sheet's cells as text."""
    with out.open("w", encoding="utf-8", newline="") as target:
        if sheet.height:
            texts = ([c if type(c) is str else cell_text(c) for c in r] for r in sheet.iter_rows())
            csv.writer(target, lineterminator="\n").writerows(texts)


def cell_text(value: object) -> str:
    """A cell as the owner would type it: no ".0", no exponent, ISO dates."""
    if isinstance(value, float):
        return _float_text(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return _moment_text(value) if isinstance(value, dt.date | dt.timedelta) else str(value)


def _float_text(value: float) -> str:
    text = str(int(value)) if value.is_integer() else repr(value)
    return format(Decimal(text), "f") if "e" in text else text


def _moment_text(value: dt.date | dt.timedelta) -> str:
    if isinstance(value, dt.datetime):
        return str(value)
    if isinstance(value, dt.date):
        return f"{value.isoformat()} 00:00:00"
    minutes, seconds = divmod(int(value.total_seconds()), 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
