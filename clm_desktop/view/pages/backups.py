"""The earlier states of a shop as a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import numpy as np

from clm_desktop.core.days import SECONDS_PER_DAY
from clm_desktop.core.earlier import BackupFacts
from clm_desktop.view.blocks import Column, Kind, TableBlock
from clm_desktop.view.numbers import date_text
from clm_desktop.view.pages import parts
from clm_desktop.view.words import Words


def backups_table(kept: Sequence[BackupFacts], words: Words) -> TableBlock:
    """One row per state, newest first; its key is its number from 1 on."""
    text = words.text

    def numbers(values: list[int | None]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        return np.array([np.nan if v is None else v for v in values], np.float64)

    days = [None if k.newest_ts is None else k.newest_ts // SECONDS_PER_DAY for k in kept]
    return TableBlock(
        name="backups",
        title=text("Earlier states"),
        columns=(
            Column(key="number", title=text("No."), kind=Kind.WHOLE, width=4),
            Column(key="made", title=text("Kept on"), kind=Kind.TEXT, width=22),
            Column(key="imports", title=text("Imports"), kind=Kind.WHOLE),
            Column(key="orders", title=text("Orders"), kind=Kind.WHOLE),
            Column(key="customers", title=text("Customers"), kind=Kind.WHOLE),
            Column(key="until", title=text("Newest order"), kind=Kind.DATE),
        ),
        values=(
            np.arange(1, len(kept) + 1),
            parts.objects([kept_on(one, words) for one in kept]),
            numbers([one.imports for one in kept]),
            numbers([one.orders for one in kept]),
            numbers([one.customers for one in kept]),
            numbers(days),
        ),
        row_kind="backup",
        row_key=np.arange(1, len(kept) + 1),
        empty=text(
            "No earlier state is kept yet. One is kept before the first import of a day, and "
            "before anything is taken back."
        ),
    )


def kept_on(one: BackupFacts, words: Words) -> str:
    """Day and time on the owner's clock."""
    made = datetime.fromtimestamp(one.backup.made_s).astimezone()
    day = made.date().toordinal() - datetime(1970, 1, 1).toordinal()
    return f"{date_text(day, words.lang, short=True)} {made:%H:%M}"
