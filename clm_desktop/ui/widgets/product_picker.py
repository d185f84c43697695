"""A field to find one product of many by a part of its name or number."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from clm_desktop.ui.style import unit

_ROWS_SHOWN = 12


class ProductPicker(QLineEdit):
    """Completes what is typed; ``picked`` is the place of the product, -1 for none."""

    changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Know no products yet."""
        super().__init__(parent)
        self.setObjectName(name)
        self.setMinimumWidth(unit() * 12)
        self.setClearButtonEnabled(True)
        self._titles: tuple[str, ...] = ()
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(_ROWS_SHOWN)
        self.setCompleter(completer)
        self.textChanged.connect(self.changed)

    def put(self, titles: Sequence[str]) -> None:
        """Offer these products; what is typed stays."""
        if tuple(titles) != self._titles:
            self._titles = tuple(titles)
            self._names.setStringList(list(titles))

    @property
    def picked(self) -> int:
        """Place of the product whose title is typed in full, else of the only one that fits."""
        typed = self.text().strip().casefold()
        if not typed:
            return -1
        fitting = []
        for place, title in enumerate(self._titles):
            if title.casefold() == typed:
                return place
            if typed in title.casefold():
                fitting.append(place)
        return fitting[0] if len(fitting) == 1 else -1
