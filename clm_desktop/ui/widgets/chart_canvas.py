"""A chart on the screen: drawn in a worker, so that the window never waits for matplotlib."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

import shiboken6
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from clm_desktop.core.run import RunContext
from clm_desktop.jobs.outcome import Done, Failed, Outcome
from clm_desktop.jobs.runner import JobRunner, JobSpec, Lane
from clm_desktop.ui.look import Look
from clm_desktop.ui.overrides import called_by_qt
from clm_desktop.ui.style import unit
from clm_desktop.ui.widgets.chart_cells import Cell, CellGrid
from clm_desktop.ui.widgets.scroll import bring_into_view
from clm_desktop.view.blocks import ChartBlock, ChartKind
from clm_desktop.view.theme import Theme
from clm_desktop.view.words import Words

SETTLE_MS = 80  # a resize comes in many small steps
OPENING_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_numbers = count(1)


class ChartCanvas(QWidget):
    """Shows the newest picture of a chart; draws again for another size, language or theme.

    A click into a cell or bar that stands for something opens it; with the focus, the arrow keys
    go from one to the next, and Enter opens.
    """

    cell_opened = Signal(str, int)  # kind, key

    def __init__(self, look: Look, runner: JobRunner, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self._look = look
        self._runner = runner
        self._block: ChartBlock | None = None
        self._grid: CellGrid | None = None  # of cells that open something
        self._cell: Cell | None = None
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
        self._block, self._cell = block, None
        grid = CellGrid(block)
        self._grid = None if grid.first is None else grid
        opens = self._grid is not None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if opens else Qt.FocusPolicy.NoFocus)
        self.setObjectName(f"chart_{block.name}")
        self._put_name()
        self.setAccessibleDescription(block.sentence)
        self.setMouseTracking(opens)
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

    @called_by_qt
    def sizeHint(self) -> QSize:  # noqa: D102
        return QSize(unit() * 26, round(unit() * self._lines()))

    @called_by_qt
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

    # ---- cells that open something ----------------------------------------------------------

    def key_at(self, at: QPointF) -> int | None:
        """What the cell under a point opens, None beside the cells that open something."""
        cell = None if self._grid is None else self._grid.at(at, self._plot)
        return None if cell is None else cell.key

    @property
    def cell(self) -> Cell | None:
        """The cell that the keyboard is at, marked while the chart has the focus."""
        return self._cell

    def _enter(self, cell: Cell | None) -> None:
        """Let the keyboard be at a cell, which is named, marked and brought into view."""
        self._cell = cell
        self._put_name()
        self.update()
        if cell is not None and self._grid is not None:
            bring_into_view(self, self._grid.frame_of(cell, self._plot).center().toPoint())

    def _put_name(self) -> None:
        """The chart, and behind it the cell that the keyboard is at."""
        if self._block is None:
            return
        told = [self._block.title]
        if self._grid is not None and self._cell is not None and self.hasFocus():
            told.append(self._grid.name_of(self._cell, self._look.words))
        self.setAccessibleName(" – ".join(told))

    @called_by_qt
    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: D102
        super().focusInEvent(event)
        if self._grid is not None:
            self._enter(self._cell or self._grid.first)

    @called_by_qt
    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: D102
        super().focusOutEvent(event)
        self._put_name()
        self.update()

    @called_by_qt
    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102
        grid, cell, block = self._grid, self._cell, self._block
        if grid is None or cell is None or block is None:
            super().keyPressEvent(event)
        elif event.key() in OPENING_KEYS:
            self.cell_opened.emit(block.opens, cell.key)
        elif (beside := grid.beside(cell, event.key())) is not None:
            self._enter(beside)
        else:
            super().keyPressEvent(event)

    @called_by_qt
    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: D102
        opens = self.key_at(event.position()) is not None
        shape = Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)

    @called_by_qt
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: D102
        cell = None if self._grid is None else self._grid.at(event.position(), self._plot)
        if cell is None or self._block is None or event.button() != Qt.MouseButton.LeftButton:
            super().mouseReleaseEvent(event)
        else:
            self._cell = cell  # from here the keyboard goes on
            self.update()
            self.cell_opened.emit(self._block.opens, cell.key)

    @called_by_qt
    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102
        if self.key_at(event.position()) is None:
            super().mousePressEvent(event)

    def _mark(self, painter: QPainter) -> None:
        """A frame that is seen on light and on dark cells: a ring of ink in a ring of ground."""
        if self._grid is None or self._cell is None or not self.hasFocus():
            return
        frame = self._grid.frame_of(self._cell, self._plot)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for colour, inside in ((self._look.theme.surface, 3.0), (self._look.theme.text, 1.0)):
            painter.setPen(QPen(QColor(colour), 2))
            painter.drawRoundedRect(frame.adjusted(inside, inside, -inside, -inside), 3, 3)

    # ---- events ---------------------------------------------------------------------------

    @called_by_qt
    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: D102
        painter = QPainter(self)
        if self._image is not None:
            painter.drawImage(0, 0, self._image)
            self._mark(painter)
        painter.end()

    @called_by_qt
    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102
        super().resizeEvent(event)
        self._settle.start()

    @called_by_qt
    def showEvent(self, event: QShowEvent) -> None:  # noqa: D102
        super().showEvent(event)
        if self._image is None:
            self._settle.start()

    @called_by_qt
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
