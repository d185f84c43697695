"""Sheets of a workbook as CSV files in a private folder that lives as long as someone needs it.

A workbook is parsed once, in a child process (``workbook.py``); looking at its sheets and reading
them for the import then start from these files. The folder goes when it is closed, when nobody
refers to it any more, when the program ends and, after a crash, when the next one is made.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import weakref
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from clm_desktop.core.paths import cache

_FOLDER = "workbooks"
_MARK = "in_use"  # held open, and locked where a system has locks on open files


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetFile:
    """A sheet as UTF-8 CSV (comma, double quotes, LF), and its real height."""

    name: str
    path: Path
    rows: int
    hidden: bool = False  # by whoever made the workbook


class PrivateFolder:
    """A folder that only the owner can read; made where those of crashed programs are removed."""

    def __init__(self) -> None:
        base = cache() / _FOLDER
        base.mkdir(mode=0o700, exist_ok=True)
        _remove_abandoned(base)
        self.path = Path(tempfile.mkdtemp(dir=base))  # 0700
        mark = (self.path / _MARK).open("wb")
        _lock(mark)
        self._end = weakref.finalize(self, _remove, self.path, mark)

    def close(self) -> None:
        """Remove the folder and what is in it; closing twice does nothing."""
        self._end()


class Extract:
    """The sheets of one workbook, good for as long as the workbook is the same file."""

    def __init__(self, folder: PrivateFolder, sheets: tuple[SheetFile, ...], book: Path) -> None:
        self.sheets = sheets
        self._folder = folder
        self._stamp = _stamp(book)

    def sheet(self, name: str, book: Path) -> SheetFile | None:
        """One sheet, None when the workbook has changed or the folder was closed."""
        found = next((s for s in self.sheets if s.name == name), None)
        is_good = found is not None and found.path.is_file() and _stamp(book) == self._stamp
        return found if is_good else None

    def close(self) -> None:
        """Remove the files."""
        self._folder.close()


def _stamp(book: Path) -> tuple[int, int] | None:
    try:
        state = book.stat()
    except OSError:
        return None
    return state.st_size, state.st_mtime_ns


def _remove(folder: Path, mark: IO[bytes]) -> None:
    mark.close()
    shutil.rmtree(folder, ignore_errors=True)


def _remove_abandoned(base: Path) -> None:
    for folder in base.iterdir():
        for mark in _unused(folder):
            _remove(folder, mark)


def _unused(folder: Path) -> Iterator[IO[bytes]]:
    """The folder's mark, opened, unless another running program (or this one) holds it."""
    try:
        mark = (folder / _MARK).open("r+b")
    except OSError:
        return  # made this very moment, or on its way out
    try:
        _lock(mark)
    except OSError:
        mark.close()
        return
    yield mark


def _lock(mark: IO[bytes]) -> None:
    """Lock for as long as the file is open; raises OSError when somebody else has."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(mark.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(mark.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
