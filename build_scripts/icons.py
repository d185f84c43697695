"""The program's icon for each system, from ``resources/icons/clm-desktop.svg``."""

from __future__ import annotations

import os
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "resources" / "icons" / "clm-desktop.svg"
SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024]


def make(folder: Path) -> None:
    """Write png files of all sizes, an ico (Windows) and an icns (macOS) into a folder."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication.instance() or QGuiApplication([])
    folder.mkdir(parents=True, exist_ok=True)
    renderer = QSvgRenderer(str(SOURCE))
    for size in SIZES:
        image = QImage(size, size, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        renderer.render(painter, QRectF(0, 0, size, size))
        painter.end()
        image.save(str(folder / f"clm-desktop-{size}.png"))
    largest = Image.open(folder / f"clm-desktop-{SIZES[-1]}.png")
    largest.save(folder / "clm-desktop.ico", sizes=[(size, size) for size in SIZES if size <= 256])
    largest.save(folder / "clm-desktop.icns")
    application.quit()


if __name__ == "__main__":
    make(ROOT / "build" / "icons")
