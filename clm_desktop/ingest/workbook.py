"""Sheets of workbooks as CSV files, written by a child process that may break (1.4)."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from clm_desktop.core.errors import FileError
from clm_desktop.core.run import RunContext
from clm_desktop.ingest.cutting.content import Kind, kind_of, open_source
from clm_desktop.ingest.extract import Extract, PrivateFolder, SheetFile
from clm_desktop.ingest.markup import tables_of
from clm_desktop.ingest.types import Source

TIME_LIMIT_S = 120.0
POLL_S = 0.05
CHILD_FLAG = "--workbook-child"  # what the frozen program is started with to be the child

# Exit statuses of the child, spelled again here so that the parent never loads its reader.
_OK, _LOCKED, _DAMAGED = 0, 10, 11


def extract(source: Source, ctx: RunContext) -> Extract:
    """All sheets of a workbook that hold something as CSV files, in the workbook's order.

    Tables of a web page or of an XML spreadsheet, which shops call ``.xls``, are its sheets.

    Cost: the only time that the workbook is parsed, 1.3 s for 100,000 rows of 8 columns.

    Raises
    ------
    FileError
        ``workbook_locked``, ``workbook_damaged``, ``archive_unsafe``, ``not_a_table``.
    """
    with open_source(source) as (stream, _):
        kind = kind_of(stream, source.name)
    folder = PrivateFolder()
    try:
        if kind is Kind.MARKUP:
            return Extract(folder, tables_of(source, folder, ctx), source.path)
        with _local(source, folder.path) as file:
            _run(["extract", str(file), str(folder.path)], source.name, ctx)
        told = json.loads((folder.path / "sheets.json").read_text(encoding="utf-8"))
    except BaseException:
        folder.close()
        raise
    sheets = tuple(
        SheetFile(name=name, path=folder.path / f"{number}.csv", rows=rows, hidden=hidden)
        for number, (name, rows, hidden) in enumerate(told)
    )
    return Extract(folder, sheets, source.path)


@contextmanager
def sheet_csv(source: Source, ctx: RunContext) -> Iterator[SheetFile]:
    """One sheet as a CSV file: from the source's extract, else from one that is gone afterwards.

    Raises
    ------
    FileError
        As :func:`extract`; ``workbook_damaged`` when the sheet is no longer there.
    """
    if source.extract is not None:
        sheet = source.extract.sheet(source.sheet, source.path)
        if sheet is not None:
            yield sheet
            return
    made = extract(source, ctx)
    try:
        sheet = made.sheet(source.sheet, source.path)
        if sheet is None:
            raise FileError("workbook_damaged", name=source.name)
        yield sheet
    finally:
        made.close()


@contextmanager
def _local(source: Source, folder: Path) -> Iterator[Path]:
    """The workbook as a file: itself, or a copy for a while when it stands in an archive."""
    if not source.member:
        yield source.path.resolve()
        return
    copy = folder / "workbook"
    with open_source(source) as (stream, _), copy.open("wb") as target:
        shutil.copyfileobj(stream, target)
    yield copy
    copy.unlink()


def _run(arguments: list[str], name: str, ctx: RunContext) -> None:
    """Run the child to its end; it is killed when the owner stops the work or time is up."""
    if getattr(sys, "frozen", False):
        command = [sys.executable, CHILD_FLAG, *arguments]
    else:
        command = [sys.executable, "-m", "clm_desktop.ingest.workbook_child", *arguments]
    child = subprocess.Popen(  # noqa: S603 - our own program, the file's name is an argument
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=None if getattr(sys, "frozen", False) else Path(__file__).resolve().parents[2],
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    deadline = time.monotonic() + TIME_LIMIT_S
    try:
        while child.poll() is None:
            ctx.check()
            if time.monotonic() > deadline:
                raise FileError("archive_unsafe", name=name)
            try:
                child.wait(POLL_S)
            except subprocess.TimeoutExpired:
                continue
    finally:
        if child.poll() is None:
            child.kill()
            child.wait()
    if child.returncode == _LOCKED:
        raise FileError("workbook_locked", name=name)
    if child.returncode == _DAMAGED:
        raise FileError("workbook_damaged", name=name)
    if child.returncode != _OK:
        raise FileError("archive_unsafe", name=name)
