"""One line over the bottom of the window: what was done, with Undo; or what went wrong."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QToolButton, QWidget

from clm_desktop.ui import icons
from clm_desktop.ui.look import Look, Texts
from clm_desktop.ui.overrides import called_by_qt
from clm_desktop.ui.style import unit
from clm_desktop.ui.widgets.labels import PlainLabel
from clm_desktop.ui.widgets.parts import button, row
from clm_desktop.view.marks import N_

TOLD_MS = 12_000


class Notice(QFrame):
    """Lies over its parent. A told thing goes by itself, a trouble stays until it is closed."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        """Hidden until something is said."""
        super().__init__(parent)
        self._over = parent
        self.setProperty("role", "notice")
        self.setObjectName("notice")
        self._look = look
        self._texts = Texts(look, self)
        self._say: Callable[[], str] = str
        self._do: Callable[[], object] | None = None
        self._timer = QTimer(self, singleShot=True, interval=TOLD_MS)
        self._timer.timeout.connect(self.hide)
        self.text = PlainLabel()
        self.text.setObjectName("notice_text")
        self.action = button("notice_action", "notice")
        self.action.clicked.connect(self._act)
        self._close = QToolButton()
        self._close.setObjectName("notice_close")
        self._close.clicked.connect(self.hide)
        self._texts.put(self._close.setAccessibleName, N_("Close (Esc)"))
        layout = row(self, gap=0.8, margin=0.6)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.action)
        layout.addWidget(self._close)
        self._texts.call(self._put_text)
        self._button_source = ""
        look.theme_changed.connect(self._put_icon)
        self._put_icon()
        parent.installEventFilter(self)
        self.hide()

    def _put_icon(self) -> None:
        self._close.setIcon(icons.icon("close", self._look.theme.surface))

    def tell(
        self, say: Callable[[], str], label: str = "", do: Callable[[], object] | None = None
    ) -> None:
        """Say what was done; ``label`` (marked with N_) and ``do`` make the button."""
        self._show(say, label, do)
        self._timer.start()

    def trouble(self, say: Callable[[], str]) -> None:
        """Say what went wrong and how to mend it."""
        self._show(say, "", None)
        self._timer.stop()

    def _show(self, say: Callable[[], str], label: str, do: Callable[[], object] | None) -> None:
        self._say, self._do, self._button_source = say, do, label
        self.action.setVisible(do is not None)
        self._put_text()
        self.show()
        self.raise_()
        self._place()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.text.text()))

    def _put_text(self) -> None:
        translated = self._look.words.text
        self.text.setText(self._say())
        if self._do is not None:
            self.action.setText(translated(self._button_source))

    def _act(self) -> None:
        self.hide()
        if self._do is not None:
            self._do()

    def _place(self) -> None:
        """In the middle of the bottom, as wide as the text needs."""
        parent = self._over
        widest = min(parent.width() - 2 * unit(), unit() * 48)
        wanted = self.text.fontMetrics().horizontalAdvance(self.text.text()) + unit() * 14
        width = max(min(wanted, widest), min(unit() * 20, widest))
        layout = self.layout()
        height = layout.heightForWidth(width) if layout is not None else self.sizeHint().height()
        self.setGeometry(
            (parent.width() - width) // 2, parent.height() - height - 2 * unit(), width, height
        )

    @called_by_qt
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: D102
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)
