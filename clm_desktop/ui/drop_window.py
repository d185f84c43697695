"""A window that takes files and cells anywhere on it and says beforehand what a drop would do."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QKeySequence,
    QShortcut,
)
from PySide6.QtWidgets import QMainWindow, QWidget

from clm_desktop.ui.look import Look
from clm_desktop.ui.overrides import called_by_qt
from clm_desktop.ui.widgets.drop_overlay import DropOverlay, dropped_paths


class DropWindow(QMainWindow):
    """Subclasses say whose shop is open (``shop_name``) and what to do (``drop``, ``paste``)."""

    def accept_drops(self, look: Look, central: QWidget) -> None:
        """Take drops from now on; the overlay lies over ``central``."""
        self.overlay = DropOverlay(look, central)
        self.setAcceptDrops(True)
        # A field that has the focus takes the keys first.
        pasting = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self)
        pasting.activated.connect(self.take_clipboard)

    def take_clipboard(self) -> None:
        """Take copied files as if they were dropped, copied cells as text."""
        data = QGuiApplication.clipboard().mimeData()
        if paths := dropped_paths(data):
            self.drop(paths)
        elif data.hasText():
            self.paste(data.text())

    def drop(self, paths: tuple[Path, ...]) -> None:
        """Do what a drop of these files means."""
        raise NotImplementedError

    def paste(self, text: str) -> None:
        """Do what pasting a text means."""
        raise NotImplementedError

    def shop_name(self) -> str | None:
        """Name of the open shop."""
        raise NotImplementedError

    @called_by_qt
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: D102
        paths = dropped_paths(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.overlay.show_for(paths, self.shop_name())

    @called_by_qt
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: D102
        self.overlay.hide()
        event.accept()

    @called_by_qt
    def dropEvent(self, event: QDropEvent) -> None:  # noqa: D102
        self.overlay.hide()
        paths = dropped_paths(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.drop(paths)
