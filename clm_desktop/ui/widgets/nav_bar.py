"""The list of tabs on the left; in a narrow window only their icons."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QFrame, QWidget

from clm_desktop.ui import icons
from clm_desktop.ui.look import Look, Texts
from clm_desktop.ui.style import unit
from clm_desktop.ui.widgets.parts import button, column

TITLE = "title"


class NavBar(QFrame):
    """Buttons of which one is pressed; ``chosen`` carries the page id."""

    chosen = Signal(str)

    def __init__(
        self,
        look: Look,
        pages: tuple[tuple[str, str], ...],
        keys: Mapping[str, str],
        parent: QWidget | None = None,
    ) -> None:
        """Make a button for each (page id, English title); ``keys`` lead to the pages."""
        super().__init__(parent)
        self._keys = keys
        self.setProperty("role", "nav")
        self._look = look
        self._texts = Texts(look, self)
        self._narrow = False
        self._group = QButtonGroup(self)
        self._ids = [page for page, _ in pages]
        layout = column(self, gap=0.15, margin=0.5)
        for place, (page, title) in enumerate(pages):
            item = button(f"nav_{page}", "nav")
            item.setCheckable(True)
            item.setIconSize(QSize(unit(), unit()))
            self._texts.put(partial(item.setProperty, TITLE), title)
            self._texts.put(item.setAccessibleName, title)
            self._group.addButton(item, place)
            layout.addWidget(item)
        layout.addStretch(1)
        self._put_icons()  # before the titles: how wide a button must be goes by both
        self._texts.call(self._put_titles)
        self._group.idToggled.connect(self._toggled)
        self._group.idClicked.connect(lambda place: self.chosen.emit(self._ids[place]))
        look.theme_changed.connect(self._put_icons)

    def choose(self, page: str) -> None:
        """Press the button of a page."""
        item = self._group.button(self._ids.index(page))
        if any(other.hasFocus() for other in self._group.buttons()):
            item.setFocus()
        item.setChecked(True)

    def set_narrow(self, *, narrow: bool) -> None:
        """Show only icons, or icons and titles."""
        if narrow != self._narrow:
            self._narrow = narrow
            self._put_titles()

    def _toggled(self, place: int, checked: bool) -> None:
        self._put_icons()
        if checked:
            self.chosen.emit(self._ids[place])

    def _put_titles(self) -> None:
        widest = 0
        for page, item in zip(self._ids, self._group.buttons(), strict=True):
            title = str(item.property(TITLE))
            item.setText("" if self._narrow else title)
            item.setToolTip(f"{title} ({self._keys[page]})")
            font = item.font()
            plain = item.fontMetrics().horizontalAdvance(item.text())
            font.setBold(True)  # the pressed one is bold: keep room for it
            bold = QFontMetrics(font).horizontalAdvance(item.text())
            item.setMinimumWidth(0)
            spare = 0 if self._narrow else unit() // 2
            widest = max(widest, item.sizeHint().width() + bold - plain + spare)
        for item in self._group.buttons():
            item.setMinimumWidth(widest)

    def _put_icons(self) -> None:
        theme = self._look.theme
        for page, item in zip(self._ids, self._group.buttons(), strict=True):
            item.setIcon(icons.icon(page, theme.accent if item.isChecked() else theme.muted))
            item.setCursor(Qt.CursorShape.PointingHandCursor)
