"""A chart on the screen: drawn in a worker, so that the window never waits for matplotlib."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

import shiboken6
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from clm_desktop.core.run import RunContext
from clm_desktop.jobs.outcome import Done, Failed, Outcome
from clm_desktop.jobs.runner import JobRunner, JobSpec, Lane
from clm_desktop.ui.look import Look
from clm_desktop.ui.style import unit
from clm_desktop.view.blocks import ChartBlock, ChartKind
from clm_desktop.view.theme import Theme
from clm_desktop.view.words import Words

SETTLE_MS = 80  # a resize comes in many small steps
_numbers = count(1)


class ChartCanvas(QWidget):
    """Shows the newest picture of a chart; draws again for another size, language or theme.

    A click into a cell or bar that stands for something opens it.
    """

    cell_opened = Signal(str, int)  # kind, key

    def __init__(self, look: Look, runner: JobRunner, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self._look = look
        self._runner = runner
        self._block: ChartBlock | None = None
        self._image: QImage | None = None
        self._plot = QRectF()  # where the axes are, in logical pixels
        self._key = f"draw {next(_numbers)}"
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._draw)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        look.theme_changed.connect(self._settle.start)

    @property
    def drawn(self) -> bool:
        """Whether the picture of the block is on the screen."""
        return self._image is not None

    def set_block(self, block: ChartBlock) -> None:
        """Show another chart."""
        self._block = block
        self.setObjectName(f"chart_{block.name}")
        self.setAccessibleName(block.title)
        self.setAccessibleDescription(block.sentence)
        self.setMouseTracking(bool(block.opens))
        self.updateGeometry()
        self._settle.start()

    def _lines(self) -> float:
        """Height in lines of text: bars that lie and rows of cells need one for each."""
        if self._block is not None and self._block.kind is ChartKind.HBAR:
            return 4 + 1.8 * len(self._block.x_labels)
        if self._block is not None and self._block.kind is ChartKind.HEAT:
            return 4 + 1.5 * len(self._block.series)
        if self._block is not None and self._block.kind is ChartKind.GRAPH:
            return min(30, 9 + len(self._block.x_labels))
        return 17

    def sizeHint(self) -> QSize:  # noqa: D102
        return QSize(unit() * 26, round(unit() * self._lines()))

    def minimumSizeHint(self) -> QSize:  # noqa: D102
        return QSize(unit() * 10, round(unit() * self._lines()))

    def _draw(self) -> None:
        if self._block is None or not self.isVisible() or self.width() < 2:
            return
        block, words, theme = self._block, self._look.words, self._look.theme
        width, height, ratio = self.width(), self.height(), self.devicePixelRatioF()

        def step(_ctx: RunContext, _before: object) -> Picture:
            return picture(block, words, theme, (width, height), ratio)

        spec = JobSpec(name="draw", key=self._key, quiet=True, steps=((Lane.DRAW, step),))
        self._runner.start(spec, self._drawn)

    def _drawn(self, outcome: Outcome) -> None:
        if not shiboken6.isValid(self):
            return
        if isinstance(outcome, Done) and isinstance(outcome.value, Picture):
            self._image, self._plot = outcome.value.image, outcome.value.plot
            self.update()
        elif isinstance(outcome, Failed):
            raise ChartError(outcome.trace.full)

    def key_at(self, at: QPointF) -> int | None:
        """What the cell under a point opens, None beside the cells that open something."""
        block, plot = self._block, self._plot
        if block is None or not block.opens or not plot.contains(at):
            return None
        down = (at.y() - plot.top()) / plot.height()
        if block.kind is ChartKind.HBAR:
            bars = block.series[0]
            place = min(int(down * len(block.x_labels)), len(block.x_labels) - 1)
            return dict(zip((int(x) for x in bars.x), bars.keys, strict=False)).get(place)
        row = int(down * len(block.series))
        place = int((at.x() - plot.left()) / plot.width() * len(block.x_labels))
        series = block.series[min(row, len(block.series) - 1)]
        return dict(zip((int(x) for x in series.x), series.keys, strict=False)).get(place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: D102
        opens = self.key_at(event.position()) is not None
        shape = Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: D102
        key = self.key_at(event.position())
        if key is None or self._block is None or event.button() != Qt.MouseButton.LeftButton:
            super().mouseReleaseEvent(event)
        else:
            self.cell_opened.emit(self._block.opens, key)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102
        if self.key_at(event.position()) is None:
            super().mousePressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: D102
        painter = QPainter(self)
        if self._image is not None:
            painter.drawImage(0, 0, self._image)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102
        super().resizeEvent(event)
        self._settle.start()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: D102
        super().showEvent(event)
        if self._image is None:
            self._settle.start()

    def changeEvent(self, event: QEvent) -> None:  # noqa: D102
        super().changeEvent(event)
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._settle.start()


class ChartError(Exception):
    """A chart could not be drawn: a bug, told with the worker's traceback."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn chart and where its axes are on it, in logical pixels."""

    image: QImage
    plot: QRectF


def picture(
    block: ChartBlock, words: Words, theme: Theme, size: tuple[int, int], ratio: float
) -> Picture:
    """Draw a chart for so many logical pixels; runs in a worker."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # heavy, so not at the start

    from clm_desktop.view.draw import draw

    width, height = (round(side * ratio) for side in size)
    figure = draw(block, words, theme, width, height, ratio)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()  # type: ignore[no-untyped-call]
    pixels = canvas.buffer_rgba()  # type: ignore[no-untyped-call]
    rows, columns = pixels.shape[:2]
    image = QImage(pixels, columns, rows, columns * 4, QImage.Format.Format_RGBA8888).copy()
    image.setDevicePixelRatio(ratio)
    box = figure.axes[0].get_window_extent()  # counted from below
    sides = (box.x0, rows - box.y1, box.width, box.height)
    return Picture(image, QRectF(*(float(side) / ratio for side in sides)))
