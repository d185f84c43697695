"""Save a picture of the whole screen; exit status 1 while next to nothing is painted on it."""

from __future__ import annotations

import sys

from PySide6.QtGui import QGuiApplication

FEWEST_COLOURS = 50  # an empty virtual screen has one or two


def main(target: str) -> int:
    """Take the picture and judge it."""
    application = QGuiApplication([])
    image = application.primaryScreen().grabWindow(0).toImage()
    image.save(target)
    colours = {
        image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)
    }
    return 0 if len(colours) >= FEWEST_COLOURS else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
