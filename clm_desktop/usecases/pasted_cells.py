"""Cells from the clipboard, kept as a file: an import of them can be read anew like any other."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from clm_desktop.core.errors import FileError
from clm_desktop.core.paths import user_data
from clm_desktop.usecases.whole_file import written_whole

_FOLDER = "pasted"


def pasted_file(text: str, name: str) -> Path:
    """Where cells with this text are kept, or would be; the same text has the same place."""
    return user_data() / _FOLDER / sha256(text.encode("utf-8", "replace")).hexdigest()[:16] / name


def keep_pasted(text: str, name: str) -> Path:
    """Write cells as they were pasted, UTF-8; gives the file.

    Raises
    ------
    FileError
        ``not_cells``: less than a line of titles and a line of values. ``cannot_write``.
    """
    if len(text.strip().splitlines()) < 2:
        raise FileError("not_cells")
    path = pasted_file(text, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    with written_whole(path) as draft:
        draft.write_text(text, encoding="utf-8", errors="replace", newline="")
    return path


def forget_pasted(path: Path) -> None:
    """Remove pasted cells that were not imported after all; other files are left alone."""
    folder = path.parent
    if folder.parent == user_data() / _FOLDER:
        path.unlink(missing_ok=True)
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
