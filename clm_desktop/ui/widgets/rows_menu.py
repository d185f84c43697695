"""A button with a menu: save what became of the rows of an import."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from clm_desktop.core.row_fates import RowFate
from clm_desktop.store.history import ImportRecord
from clm_desktop.ui.data_work import Counts, ImportRows
from clm_desktop.ui.look import Look, Texts
from clm_desktop.view.marks import N_
from clm_desktop.view.row_exports import fate_name

MOST_FILES = 12  # that are offered one by one; more would not fit on a screen
WAYS = (
    ("excel", N_("For Excel (CSV)…")),
    ("xlsx", N_("Excel workbook (XLSX)…")),
    ("data", N_("Plain data (CSV)…")),
)


class RowsMenu(QPushButton):
    """Offers each fate with its count, of a whole import and of each of its files."""

    wanted = Signal(object, str, str)  # ImportRows, way, title
    about_to_open = Signal()  # the time to offer an import

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """Nothing to offer yet."""
        super().__init__(parent)
        self.setObjectName("data_save")
        self._look = look
        self._counts: Counts = Counter()
        self.menu_ = QMenu(self)
        self.menu_.setToolTipsVisible(True)
        self.setMenu(self.menu_)
        self.menu_.aboutToShow.connect(self.about_to_open)
        self._texts = Texts(look, self)
        self._texts.put(self.setText, N_("Save rows…"))
        self._texts.put(self.setToolTip, N_("Saves rows of the marked import, else of the last"))

    def set_counts(self, counts: Counts) -> None:
        """Know how many rows there are to save."""
        self._counts = counts

    def offer(self, record: ImportRecord | None) -> None:
        """Fill the menu with the rows of an import."""
        self.menu_.clear()
        if record is None:
            return
        names = [file.info.name for file in record.files]
        words = self._look.words
        title = names[0] if len(names) == 1 else words.plural("{n} file", "{n} files", len(names))
        heading = self.menu_.addAction(
            words.text("Import {number}: {files}", number=record.import_id, files=title)
        )
        heading.setEnabled(False)
        self.menu_.addSeparator()
        self._offer(self.menu_, record, record.file_ids, "")
        if 1 < len(names) <= MOST_FILES:
            self.menu_.addSeparator()
            for name in dict.fromkeys(names):
                of_name = zip(record.file_ids, names, strict=True)
                ids = tuple(file_id for file_id, other in of_name if other == name)
                self._offer(self.menu_.addMenu(_plain(name)), record, ids, name)

    def _offer(
        self, menu: QMenu, record: ImportRecord, file_ids: tuple[int, ...], name: str
    ) -> None:
        words = self._look.words
        for fate in RowFate:
            count = sum(self._counts[file_id, fate] for file_id in file_ids)
            title = fate_name(fate, words)
            ways = menu.addMenu(f"{title} ({words.whole(count)})")
            ways.setEnabled(count > 0)
            ways.menuAction().setObjectName(f"save_{fate}")
            rows = ImportRows(import_id=record.import_id, fate=fate, file_name=name)
            for way, label in WAYS:
                translated = words.text
                action = ways.addAction(translated(label))
                action.setObjectName(f"save_{fate}_{way}")
                action.triggered.connect(
                    lambda _on=False, rows=rows, way=way, title=title: self.wanted.emit(
                        rows, way, title
                    )
                )


def _plain(name: str) -> str:
    """A file's name as a menu shows it."""
    return name.replace("&", "&&")
