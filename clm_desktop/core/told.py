"""The account of a small table that the owner keeps by hand: every row of it."""

from __future__ import annotations

from dataclasses import dataclass

from clm_desktop.core.message import Message
from clm_desktop.core.rows import SetAside


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldReceipt:
    """What became of the rows: read = kept + known + len(set_aside)."""

    file_name: str
    rows_read: int
    kept: int
    known: int
    set_aside: tuple[SetAside, ...]
    told: tuple[Message, ...] = ()  # of what was kept and should be looked at
