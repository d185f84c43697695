"""The cells and bars of a chart that open something: where they are, what comes next to them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt

from clm_desktop.view.blocks import ChartBlock, ChartKind, Kind
from clm_desktop.view.words import Words


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of HEAT or bar of HBAR; ``place`` is its series and its place in that."""

    row: int
    column: int
    key: int  # what it opens
    place: tuple[int, int]


class CellGrid:
    """The cells of one chart in rows and columns, as the reader goes through them."""

    def __init__(self, block: ChartBlock) -> None:
        """Take those that open something; other kinds of charts have none."""
        self._block = block
        lying = block.kind is ChartKind.HBAR
        self._rows = len(block.x_labels) if lying else len(block.series)
        self._columns = 1 if lying else len(block.x_labels)
        self._cells: dict[tuple[int, int], Cell] = {}
        series = () if not block.opens else block.series[:1] if lying else block.series
        for number, one in enumerate(series):
            for at, (x, key) in enumerate(zip(one.x, one.keys, strict=False)):
                row, column = (int(x), 0) if lying else (number, int(x))
                self._cells[row, column] = Cell(row, column, key, (number, at))

    @property
    def first(self) -> Cell | None:
        """The first one that is read, None where nothing opens."""
        return self._cells[min(self._cells)] if self._cells else None

    def at(self, point: QPointF, plot: QRectF) -> Cell | None:
        """The cell under a point of the picture, whose axes fill ``plot``."""
        if not self._cells or not plot.contains(point):
            return None
        row = int((point.y() - plot.top()) / plot.height() * self._rows)
        column = int((point.x() - plot.left()) / plot.width() * self._columns)
        return self._cells.get((min(row, self._rows - 1), min(column, self._columns - 1)))

    def frame_of(self, cell: Cell, plot: QRectF) -> QRectF:
        """Where a cell is on the picture."""
        width, height = plot.width() / self._columns, plot.height() / self._rows
        left, top = plot.left() + cell.column * width, plot.top() + cell.row * height
        return QRectF(left, top, width, height)

    def beside(self, cell: Cell, pressed: int) -> Cell | None:
        """The next cell in the direction of a key, None for a key that leads nowhere."""
        row = [one for one in self._cells.values() if one.row == cell.row]
        before = [one for one in row if one.column < cell.column]
        after = [one for one in row if one.column > cell.column]
        match pressed:
            case Qt.Key.Key_Left:
                return max(before, key=_column, default=cell)
            case Qt.Key.Key_Right:
                return min(after, key=_column, default=cell)
            case Qt.Key.Key_Home:
                return min(row, key=_column)
            case Qt.Key.Key_End:
                return max(row, key=_column)
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                return self._over(cell, -1 if pressed == Qt.Key.Key_Up else 1)
        return None

    def _over(self, cell: Cell, step: int) -> Cell:
        """The nearest cell of the next row that has any."""
        ahead = [one for one in self._cells.values() if (one.row - cell.row) * step > 0]

        def far(one: Cell) -> tuple[int, int]:
            return abs(one.row - cell.row), abs(one.column - cell.column)

        return min(ahead, key=far, default=cell)

    def name_of(self, cell: Cell, words: Words) -> str:
        """What a cell is called to those who hear it: its row, its column, what stands in it."""
        block, (number, at) = self._block, cell.place
        series = block.series[number]
        if block.kind is ChartKind.HBAR:
            kind = Kind.WHOLE if block.y_kind is Kind.TEXT else block.y_kind
            parts = [block.x_labels[cell.row], words.value(kind, series.y[at])]
        else:
            written = series.texts[at] if series.texts else ""
            column = f"{block.x_title} {block.x_labels[cell.column]}".strip()
            parts = [series.label, column, written]
        return words.listed([part for part in parts if part])


def _column(cell: Cell) -> int:
    return cell.column
