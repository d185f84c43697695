"""What would happen if the files that hover over the window were dropped."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt
from PySide6.QtWidgets import QFrame, QWidget

from clm_desktop.ui import icons
from clm_desktop.ui.look import Look
from clm_desktop.ui.overrides import called_by_qt
from clm_desktop.ui.style import unit
from clm_desktop.ui.widgets.labels import PlainLabel
from clm_desktop.ui.widgets.parts import column, frame

PROJECT_SUFFIX = ".clm"


class DropOverlay(QFrame):
    """Covers its parent while something is dragged over it."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        """Hidden until something hovers."""
        super().__init__(parent)
        self._over = parent
        self.setObjectName("drop_overlay")
        self.setProperty("role", "veil")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._look = look
        box = frame("drop")
        inner = column(box, gap=0.5, margin=2)
        self._picture = PlainLabel(wrap=False)
        self.text = PlainLabel(size=1.6, bold=True)
        self._files = PlainLabel(role="muted", size=1.05)
        for label in (self._picture, self.text, self._files):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inner.addStretch(1)
        inner.addWidget(self._picture)
        inner.addWidget(self.text)
        inner.addWidget(self._files)
        inner.addStretch(1)
        column(self, margin=1.5).addWidget(box)
        parent.installEventFilter(self)
        self.hide()

    def show_for(self, paths: tuple[Path, ...], shop_name: str | None) -> None:
        """Say what a drop of these files would do."""
        words = self._look.words
        if is_project(paths):
            text = words.text("Open the shop “{name}”", name=paths[0].stem)
        elif shop_name is None:
            text = words.text("Start a new shop with this")
        else:
            text = words.text("Add to “{name}”", name=shop_name)
        self.text.setText(text)
        names = [path.name for path in paths[:3]]
        more = len(paths) - len(names)
        rest = [words.plural("{n} more", "{n} more", more)] if more else []
        self._files.setText(words.listed([*names, *rest]))
        theme, ratio = self._look.theme, self.devicePixelRatioF()
        self._picture.setPixmap(icons.pixmap("data", theme.accent, unit() * 3, ratio))
        self.setGeometry(self._over.rect())
        self.raise_()
        self.show()

    @called_by_qt
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: D102
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._over.rect())
        return super().eventFilter(watched, event)


def is_project(paths: tuple[Path, ...]) -> bool:
    """Whether this is one shop's file rather than order files."""
    return len(paths) == 1 and paths[0].suffix.lower() == PROJECT_SUFFIX


def dropped_paths(data: QMimeData) -> tuple[Path, ...]:
    """Files and folders of a drag, () when it carries none."""
    return tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
