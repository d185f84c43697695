"""The program's own line icons in the colour of the text around them."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from clm_desktop.core.paths import resources

_SIZES = (16, 20, 24, 32, 48, 64, 96)


@lru_cache(maxsize=128)
def icon(name: str, colour: str) -> QIcon:
    """The icon ``resources/icons/<name>.svg`` with its lines in a colour (#rrggbb)."""
    source = (resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    made = QIcon()
    for size in _SIZES:
        made.addPixmap(_drawn(source.replace("#000000", colour), size))
    return made


def pixmap(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    """An icon as a picture of ``size`` logical pixels for a screen of that pixel ratio."""
    source = (resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    made = _drawn(source.replace("#000000", colour), round(size * ratio))
    made.setDevicePixelRatio(ratio)
    return made


def _drawn(source: str, size: int) -> QPixmap:
    made = QPixmap(QSize(size, size))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    QSvgRenderer(QByteArray(source.encode())).render(painter)
    painter.end()
    return made
