"""Small tables of the owner's are told apart from order files by their columns alone.

What is done with them stands in ``small_tables.py``, which few imports have to load.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from clm_desktop.core.errors import FileError
from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.ingest.sniff import look
from clm_desktop.ingest.sources import expand
from clm_desktop.usecases.told_table import columns_at

CONTACT_COLUMNS = {
    "customer_id": ("customer", "顾客", "客户编号"),
    "action": ("动作",),
    "channel": ("渠道",),
    "date": ("day", "日期"),
}
SPEND_COLUMNS = {
    "week": ("date", "month", "week_start", "周", "月", "日期"),
    "channel": ("渠道",),
    "cost": ("spend", "amount", "花费", "费用"),
    "new_customers": ("new", "新客", "新客数"),
}
CONSENT_COLUMNS = {
    "customer_id": ("customer", "顾客", "客户编号"),
    "channel": ("渠道",),
    "state": ("consent", "同意"),
    "date": ("day", "日期"),
    "proof": ("凭证",),
}
MOST_BYTES = 8 << 20  # a larger file is no list that somebody keeps by hand


class SmallTable(StrEnum):
    """What a small table tells of."""

    CONTACTS = "contacts"
    CONSENTS = "consents"
    SPEND = "spend"


COLUMNS = {
    SmallTable.CONTACTS: (CONTACT_COLUMNS, ()),
    SmallTable.CONSENTS: (CONSENT_COLUMNS, ("date", "proof")),
    SmallTable.SPEND: (SPEND_COLUMNS, ("new_customers",)),
}  # titles of each column, and which may be missing


def kind_of(path: Path, ctx: RunContext = NULL_CONTEXT) -> SmallTable | None:
    """What a file tells of by its first line, None where it is anything else.

    A file is only taken for a small table when it has all columns of one and no column besides:
    an order file with a channel in it stays an order file.
    """
    try:
        if not path.is_file() or path.stat().st_size > MOST_BYTES:
            return None
        sources = expand((path,), ctx)
        if len(sources) != 1:
            return None
        header = look(sources[0], ctx).header
    except FileError:
        return None  # whoever imports it says what is wrong
    for kind, (columns, optional) in COLUMNS.items():
        at = columns_at(header, columns)
        if len(set(at.values())) == len(header) and set(columns) - set(optional) <= set(at):
            return kind
    return None


def told_apart(
    paths: Sequence[Path], ctx: RunContext = NULL_CONTEXT
) -> tuple[tuple[tuple[SmallTable, Path], ...], tuple[Path, ...]]:
    """Small tables among files, and the others."""
    kinds = [(kind_of(path, ctx), path) for path in paths]
    small = tuple((kind, path) for kind, path in kinds if kind is not None)
    return small, tuple(path for kind, path in kinds if kind is None)
