"""Earlier states of a shop that are kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Backup:
    """One kept state of a shop."""

    path: Path
    made_s: int  # seconds since 1970-01-01 UTC
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupFacts:
    """What a kept state holds; all None where its file cannot be read."""

    backup: Backup
    imports: int | None = None
    orders: int | None = None
    customers: int | None = None
    newest_ts: int | None = None  # of the newest order, on the shop's clock
