"""Layouts that put items side by side, as many as fit, and then a new row.

No item is made narrower than it can be, as long as the layout itself is wide enough, nor lower than
it has to be at that width: neither words nor borders are cut.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from clm_desktop.ui.overrides import called_by_qt


class _Flow(QLayout):
    """What both have in common."""

    def __init__(self, parent: QWidget | None, *, spacing: int) -> None:
        """Lay out nothing yet."""
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setSpacing(spacing)
        self.setContentsMargins(0, 0, 0, 0)

    @called_by_qt
    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    @called_by_qt
    def count(self) -> int:
        return len(self._items)

    @called_by_qt
    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    @called_by_qt
    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    @called_by_qt
    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation.Horizontal

    @called_by_qt
    def hasHeightForWidth(self) -> bool:
        return True

    @called_by_qt
    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), move=False)

    @called_by_qt
    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        """The height that is needed; with ``move`` every item goes to its place."""
        raise NotImplementedError


class LineFlow(_Flow):
    """Items as wide as they want to be; the last stands at the right end of its line."""

    @called_by_qt
    def sizeHint(self) -> QSize:  # noqa: D102
        sizes = [item.sizeHint() for item in self._items]
        width = sum(size.width() for size in sizes) + self.spacing() * max(len(sizes) - 1, 0)
        return QSize(width, max((size.height() for size in sizes), default=0))

    @called_by_qt
    def minimumSize(self) -> QSize:  # noqa: D102
        least = [item.minimumSize() for item in self._items]
        return QSize(
            max((size.width() for size in least), default=0),
            max((size.height() for size in least), default=0),
        )

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        top, gap = rect.top(), self.spacing()
        for line in self._lines(rect.width()):
            sizes = [item.sizeHint() for item in line]
            height, left = max(size.height() for size in sizes), rect.left()
            for item, size in zip(line, sizes, strict=True):
                width = min(size.width(), rect.width())
                if item is self._items[-1]:
                    left = rect.right() + 1 - width
                if move:
                    middle = top + (height - size.height()) // 2
                    item.setGeometry(QRect(left, middle, width, size.height()))
                left += width + gap
            top += height + gap
        return max(0, top - gap - rect.top())

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        """What stands in each line; hidden items take no room."""
        lines: list[list[QLayoutItem]] = []
        taken = 0
        for item in self._items:
            if item.isEmpty():
                continue
            wanted = item.sizeHint().width()
            if not lines or taken + self.spacing() + wanted > width:
                lines.append([])
                taken = -self.spacing()
            lines[-1].append(item)
            taken += self.spacing() + wanted
        return lines


class GridFlow(_Flow):
    """Items in columns of at least ``min_width``; the items of a row are equally high."""

    def __init__(self, parent: QWidget | None, *, min_width: int, spacing: int) -> None:
        """Lay out nothing yet."""
        super().__init__(parent, spacing=spacing)
        self._min_width = min_width

    @called_by_qt
    def sizeHint(self) -> QSize:  # noqa: D102
        width = self._min_width * min(3, max(1, len(self._items)))
        return QSize(width, self.heightForWidth(width))

    @called_by_qt
    def minimumSize(self) -> QSize:  # noqa: D102
        tallest = max((item.minimumSize().height() for item in self._items), default=0)
        return QSize(min(self._min_width, 160), tallest)

    def _columns(self, width: int) -> int:
        least = max((item.minimumSize().width() for item in self._items), default=0)
        least = max(least, self._min_width)
        fitting = max(1, (width + self.spacing()) // (least + self.spacing()))
        if len(self._items) <= fitting:
            return max(1, len(self._items))
        rows = -(-len(self._items) // fitting)
        return -(-len(self._items) // rows)  # even rows: 4 + 4 rather than 5 + 3

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        columns, gap = self._columns(rect.width()), self.spacing()
        width = (rect.width() - gap * (columns - 1)) // columns
        top = rect.top()
        for first in range(0, len(self._items), columns):
            row = self._items[first : first + columns]
            height = max(_height(item, width) for item in row)
            if move:
                for place, item in enumerate(row):
                    left = rect.left() + place * (width + gap)
                    item.setGeometry(QRect(QPoint(left, top), QSize(width, height)))
            top += height + gap
        return max(0, top - gap - rect.top())


class RowFlow(GridFlow):
    """The same, but all in one row as long as what each needs at least fits into it."""

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        least = [item.minimumSize().width() for item in self._items]
        gap = self.spacing()
        spare = rect.width() - sum(least) - gap * (len(least) - 1)
        if spare < 0 or self._columns(rect.width()) >= len(least):
            return super()._arrange(rect, move=move)
        widths = [width + spare // len(least) for width in least]
        height = max(map(_height, self._items, widths))
        left = rect.left()
        for item, width in zip(self._items, widths, strict=True):
            if move:
                item.setGeometry(QRect(QPoint(left, rect.top()), QSize(width, height)))
            left += width + gap
        return height


def _height(item: QLayoutItem, width: int) -> int:
    """What an item needs at a width, its least height included."""
    wanted = item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
    return max(wanted, item.minimumSize().height())
