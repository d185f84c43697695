"""Why an earlier state could not be kept, or cannot be put back."""

from __future__ import annotations

from collections.abc import Mapping

from clm_desktop.view.marks import N_, Text

BACKUPS: Mapping[str, Text] = {
    "backup.too_large": N_(
        "The state before was not kept: above {limit_bytes} that takes too long. Save a copy of "
        "the shop yourself now and then (File, Save a copy)."
    ),
    "backup.no_room": N_(
        "The state before was not kept: the disk has too little room. Make room, or save a copy "
        "of the shop on another disk."
    ),
    "backup.failed": N_(
        "The state before could not be kept. Save a copy of the shop yourself (File, Save a copy)."
    ),
    "error.backup_failed": N_(
        "The earlier state of “{file}” cannot be written or read. Make room on the disk and try "
        "again."
    ),
    "error.backup_unknown": N_(
        "There is no earlier state {number}. “clm-desktop backups” lists those there are."
    ),
}
