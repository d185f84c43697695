"""Tables out of the window into files."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from clm_desktop.ingest.types import Fate
from clm_desktop.jobs.outcome import Done, Failed, Outcome
from clm_desktop.jobs.runner import JobSpec
from clm_desktop.ui import data_work, dialogs, import_work, shop_work
from clm_desktop.ui.context import UiContext
from clm_desktop.ui.data_work import ImportRows
from clm_desktop.ui.import_work import Counted
from clm_desktop.ui.shop_work import Way
from clm_desktop.view.blocks import TableBlock

SUFFIXES: dict[Way, str] = {"excel": "csv", "xlsx": "xlsx", "data": "csv"}


class ExportPresenter(QObject):
    """Asks where, writes in a worker, tells."""

    failed = Signal(object)  # Failed
    told = Signal(object, str, object)

    def __init__(self, context: UiContext, window: QWidget) -> None:
        """Ask in front of a window."""
        super().__init__(window)
        self._context = context
        self._window = window

    def ask(self, block: TableBlock, way: Way) -> None:
        """Let the owner say where a table goes."""
        words, shop = self._context.look.words, self._context.session.shop
        name = f"{shop.name} – {block.title}" if shop is not None else block.title
        dialogs.ask_target(
            self._window,
            self._context,
            words.text("Save “{table}”", table=block.title),
            (name, SUFFIXES[way]),
            lambda path: self.write(block, way, path),
        )

    def ask_rows(self, counted: Counted, fate: Fate, currency: str) -> None:
        """Let the owner say where the rows behind a counter go."""
        words = self._context.look.words
        title = words.code(f"fate.{fate.value}")
        dialogs.ask_target(
            self._window,
            self._context,
            words.text("Save “{table}”", table=title),
            (f"{counted.previews[0].source.path.stem} – {title}", "csv"),
            lambda path: self._run(import_work.saving_rows(counted, fate, currency, path), path),
        )

    def ask_import_rows(self, wanted: ImportRows, way: Way, title: str) -> None:
        """Let the owner say where rows of an import go."""
        shop, words = self._context.session.shop, self._context.look.words
        if shop is None:
            return
        dialogs.ask_target(
            self._window,
            self._context,
            words.text("Save “{table}”", table=title),
            (f"{shop.name} – {title}", SUFFIXES[way]),
            lambda path: self.write_import_rows(wanted, way, path),
        )

    def write_import_rows(self, wanted: ImportRows, way: Way, path: Path) -> None:
        """Write rows of an import."""
        shop = self._context.session.shop
        if shop is not None:
            words = self._context.look.words
            self._run(data_work.saving_import_rows(shop, wanted, way, path, words), path)

    def write(self, block: TableBlock, way: Way, path: Path) -> None:
        """Write a table."""
        shop, words = self._context.session.shop, self._context.look.words
        self._run(shop_work.exporting(shop, block, way, path, words), path)

    def _run(self, spec: JobSpec, path: Path) -> None:
        look = self._context.look

        def end(outcome: Outcome) -> None:
            if isinstance(outcome, Failed):
                self.failed.emit(outcome)
            elif isinstance(outcome, Done):  # one that was stopped saved nothing
                self.told.emit(
                    lambda: look.words.text("Saved as {file}.", file=path.name), "", None
                )

        self._context.runner.start(spec, end)
