"""Put a finished file in the place of another, also where others look at new files at once."""

from __future__ import annotations

import os
import time
from pathlib import Path

WAITS_S = (0.05, 0.1, 0.2, 0.4, 0.8)
_BUSY = {5, 32, 33}  # ERROR_ACCESS_DENIED, _SHARING_VIOLATION, _LOCK_VIOLATION (winerror.h)


def replace_file(draft: Path, target: Path) -> None:
    """Rename ``draft`` to ``target``, whatever stands there; raises OSError.

    Windows renames no file that is open, and virus scanners, its search and cloud folders open
    each new file for a moment: so there it tries again for up to 1.5 s.
    """
    for wait_s in WAITS_S:
        try:
            os.replace(draft, target)
        except OSError as error:
            if getattr(error, "winerror", None) not in _BUSY:
                raise
            time.sleep(wait_s)
        else:
            return
    os.replace(draft, target)
