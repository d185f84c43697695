"""Cells that are more than text: a risk as shape, word and colour; a strength as a bar."""

from __future__ import annotations

import math

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from clm_desktop.models.results import Risk
from clm_desktop.ui.look import Look
from clm_desktop.ui.overrides import called_by_qt
from clm_desktop.ui.widgets.table_model import RAW
from clm_desktop.view.theme import RISK_SHAPES

Index = QModelIndex | QPersistentModelIndex
_FULL_STRENGTH = 0.5  # a chance of one in two fills the bar: next orders are never surer


class _CellDelegate(QStyledItemDelegate):
    """Paints the cell's ground as every other cell, then what the subclass adds."""

    def __init__(self, look: Look, parent: QStyle | None = None) -> None:
        super().__init__(parent)
        self.look = look

    def ground(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> tuple[QStyleOptionViewItem, QRectF, str]:
        """Paint the ground; answers the option, the room for the content and the text."""
        cell = QStyleOptionViewItem(option)
        self.initStyleOption(cell, index)
        text, cell.text = cell.text, ""
        style = QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, cell, painter, cell.widget)
        room = cell.fontMetrics.height() / 2
        return cell, QRectF(option.rect).adjusted(room, 0, -room, 0), text


def write(painter: QPainter, room: QRectF, text: str) -> None:
    """Write on the line on which the plain cells of the row stand, whatever font a sign needs."""
    metrics = painter.fontMetrics()
    middle = room.top() + (room.height() - 1) / 2  # the last pixel is the hairline
    baseline = middle + (metrics.ascent() - metrics.descent()) / 2
    painter.drawText(QPointF(room.left(), round(baseline)), text)


class RiskDelegate(_CellDelegate):
    """◆ High, ▲ Medium, ● Low: shape and word say what the colour says."""

    @called_by_qt
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: D102
        cell, room, text = self.ground(painter, option, index)
        risk = Risk(int(index.data(RAW)))
        painter.save()
        painter.setFont(cell.font)
        painter.setPen(QColor(self.look.theme.risk_text(risk)))
        shape = RISK_SHAPES[risk]
        write(painter, room, f"{shape} {text}" if shape else text)
        painter.restore()

    @called_by_qt
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: D102
        size = super().sizeHint(option, index)
        return QSize(size.width() + size.height(), size.height())


class StrengthDelegate(_CellDelegate):
    """A short bar and the words, so that strengths can be compared at a glance."""

    @called_by_qt
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: D102
        cell, room, text = self.ground(painter, option, index)
        strength = float(index.data(RAW))
        line = cell.fontMetrics.height()
        bar = QRectF(room.left(), room.center().y() - line * 0.16, line * 2.5, line * 0.32)
        theme = self.look.theme
        painter.save()
        painter.setFont(cell.font)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.line))
        painter.drawRoundedRect(bar, bar.height() / 2, bar.height() / 2)
        if math.isfinite(strength) and strength > 0:
            filled = QRectF(bar)
            filled.setWidth(max(bar.height(), bar.width() * min(1.0, strength / _FULL_STRENGTH)))
            painter.setBrush(QColor(theme.palette[0]))
            painter.drawRoundedRect(filled, bar.height() / 2, bar.height() / 2)
        painter.setPen(QColor(theme.text))
        write(painter, room.adjusted(bar.width() + line * 0.5, 0, 0, 0), text)
        painter.restore()

    @called_by_qt
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: D102
        size = super().sizeHint(option, index)
        return QSize(size.width() + size.height() * 3, size.height())
