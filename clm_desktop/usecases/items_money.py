"""Orders whose money stands in another file: the one that says what was in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from clm_desktop.core.rows import FileKind
from clm_desktop.ingest.meaning.kinds import AMOUNTS
from clm_desktop.ingest.types import FilePreview
from clm_desktop.store.history import list_imports
from clm_desktop.store.project import Project

_NO_AMOUNT = "error.no_amount_column"


def with_items(
    files: Sequence[FilePreview], project: Project | None = None
) -> tuple[FilePreview, ...]:
    """Let orders without money pass where a file beside them, or one of the shop, tells it."""
    if not any(map(_lacks_money, files)):
        return tuple(files)
    told = any(map(_tells_money, files)) or (project is not None and _imported(project))
    return tuple(_let_pass(file) if told and _lacks_money(file) else file for file in files)


def still_leaning(was: FilePreview, now: FilePreview) -> FilePreview:
    """A preview anew, let pass for lack of money where it was let pass before."""
    return _let_pass(now) if not was.missing and _lacks_money(now) else now


def _let_pass(file: FilePreview) -> FilePreview:
    asked = tuple(question for question in file.questions if question.key != "amounts")
    return replace(file, missing=(), questions=asked)


def leans(file: FilePreview) -> bool:
    """Whether another file must tell the money of these orders."""
    if file.platform or file.mapping.tells_no_money:
        return False
    return file.kind is FileKind.ORDERS and not _has_amounts(file)


def _lacks_money(file: FilePreview) -> bool:
    """Whether whole orders lack nothing but their money."""
    return file.whole_orders and [message.code for message in file.missing] == [_NO_AMOUNT]


def _tells_money(file: FilePreview) -> bool:
    return file.kind is FileKind.ORDER_ITEMS and _has_amounts(file)


def _has_amounts(file: FilePreview) -> bool:
    return any(file.mapping.column(field) is not None for field in AMOUNTS)


def _imported(project: Project) -> bool:
    """Whether the shop has a file that tells what was in orders, with its money."""
    infos = (file.info for record in list_imports(project) for file in record.files)
    return any(
        info.kind is FileKind.ORDER_ITEMS and any(f in AMOUNTS for f, _ in info.mapping)
        for info in infos
    )
