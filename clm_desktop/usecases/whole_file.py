"""Write a file that is either whole or not there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from clm_desktop.core.errors import FileError
from clm_desktop.core.renaming import replace_file


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """Give a draft beside ``path`` that takes its place when the block ends well, else vanishes.

    Raises
    ------
    FileError
        ``cannot_write``: the folder or the file does not allow it, or ``path`` is a folder or a
        device; what stood there before stays.
    """
    if path.name in ("", "..") or (path.exists() and not path.is_file()):
        raise FileError("cannot_write", file=path.name or str(path))
    draft = path.with_name(f".{path.name}.{uuid4().hex[:8]}.part")
    try:
        draft.touch()  # fails before any work where nothing can be written
        yield draft
        with draft.open("rb+") as stream:
            os.fsync(stream.fileno())
        replace_file(draft, path)
    except OSError as error:
        raise FileError("cannot_write", file=path.name) from error
    finally:
        draft.unlink(missing_ok=True)
