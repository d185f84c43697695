"""Sheets of workbooks as CSV files, written by a child process that may break (1.4)."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from clm_desktop.core.errors import FileError
from clm_desktop.core.run import RunContext
from clm_desktop.ingest.cutting.content import open_source
from clm_desktop.ingest.types import Source

TIME_LIMIT_S = 120.0
POLL_S = 0.05
CHILD_FLAG = "--workbook-child"  # what the frozen program is started with to be the child

# Exit statuses of the child, spelled again here so that the parent never loads its reader.
_OK, _LOCKED, _DAMAGED = 0, 10, 11


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetFile:
    """A sheet as UTF-8 CSV (comma, double quotes, LF) in a private folder, and its real height."""

    path: Path
    rows: int


def sheet_names(source: Source, ctx: RunContext) -> tuple[str, ...]:
    """Names of a workbook's sheets that hold something, in the workbook's order.

    Raises
    ------
    FileError
        ``workbook_locked``, ``workbook_damaged``, ``archive_unsafe``.
    """
    with _private_folder() as folder, _local(source, folder) as file:
        out = folder / "sheets.json"
        _run(["list", str(file), str(out)], source.name, ctx)
        return tuple(json.loads(out.read_text(encoding="utf-8")))


@contextmanager
def sheet_csv(source: Source, ctx: RunContext, rows: int = 0) -> Iterator[SheetFile]:
    """One sheet (its first ``rows`` rows, 0 = all) as a CSV file that is gone afterwards."""
    with _private_folder() as folder, _local(source, folder) as file:
        out = folder / "sheet.csv"
        _run(["csv", str(file), str(out), source.sheet, str(rows)], source.name, ctx)
        height = int(out.with_suffix(".rows").read_text(encoding="ascii"))
        yield SheetFile(path=out, rows=height)


@contextmanager
def _private_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="clm-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@contextmanager
def _local(source: Source, folder: Path) -> Iterator[Path]:
    """The workbook as a file: itself, or a copy when it stands in an archive."""
    if not source.member:
        yield source.path.resolve()
        return
    copy = folder / "workbook"
    with open_source(source) as (stream, _), copy.open("wb") as target:
        shutil.copyfileobj(stream, target)
    yield copy


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
