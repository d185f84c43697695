"""Where the program's own files are: resources, the user's settings and logs, the cache.

The environment variable ``CLM_DESKTOP_HOME`` moves settings, logs and cache into one folder: for a
shop on a USB stick, and for tests that must not touch the owner's files.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from platformdirs import PlatformDirs

HOME_VARIABLE = "CLM_DESKTOP_HOME"
_DIRS = PlatformDirs(appname="CLM Desktop", appauthor=False, roaming=False)


def resources() -> Path:
    """Folder of fonts, icons, samples and translations, also in the built program.

    Raises
    ------
    FileNotFoundError
        The folder is missing: the installation is broken.
    """
    frozen = getattr(sys, "_MEIPASS", None)  # set by PyInstaller
    root = Path(frozen) if frozen is not None else Path(__file__).resolve().parents[2]
    folder = root / "resources"
    if not folder.is_dir():
        raise FileNotFoundError(folder)
    return folder


def user_data() -> Path:
    """Folder for settings and logs; made when it is not there."""
    return _made(_below_home("data") or Path(_DIRS.user_data_dir))


def cache() -> Path:
    """Folder for what can be made again; made when it is not there."""
    return _made(_below_home("cache") or Path(_DIRS.user_cache_dir))


def _below_home(name: str) -> Path | None:
    home = os.environ.get(HOME_VARIABLE)
    return Path(home).expanduser().resolve() / name if home else None


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder
