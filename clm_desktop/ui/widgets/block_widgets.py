"""The small blocks of a page: facts, cards, groups of customers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QWidget

from clm_desktop.ui.look import Look
from clm_desktop.ui.overrides import called_by_qt
from clm_desktop.ui.style import unit
from clm_desktop.ui.widgets.flow import GridFlow
from clm_desktop.ui.widgets.labels import PlainLabel, safe_tip
from clm_desktop.ui.widgets.parts import button, column, frame, row
from clm_desktop.ui.widgets.private_label import PrivateLabel
from clm_desktop.view.blocks import Card, Fact, Tile
from clm_desktop.view.theme import contrast


def facts_widget(facts: tuple[Fact, ...], *, lines: float = 9, size: float = 1.5) -> QWidget:
    """Numbers with their names, side by side, each at least so many lines of text wide."""
    made = QWidget()
    flow = GridFlow(made, min_width=round(unit() * lines), spacing=unit() // 2)
    for fact in facts:
        box = frame("card")
        box.setToolTip(safe_tip(fact.tip))
        layout = column(box, gap=0.1, margin=0.6)
        layout.addWidget(PlainLabel(fact.title, role="muted"))
        layout.addWidget(PlainLabel(fact.value, size=size, bold=True).selectable())
        if fact.note:
            layout.addWidget(PlainLabel(fact.note, role="muted", size=0.92))
        layout.addStretch(1)
        flow.addWidget(box)
    return made


def card_widget(
    look: Look, number: int | None, card: Card, opened: Callable[[Card], None]
) -> QFrame:
    """One thing to do: its place (None: only to know), the headline, the figure, the button."""
    box = frame("card")
    box.setObjectName(f"card_{card.name}")
    layout = row(box, gap=0.9, margin=0.75)
    if number is not None:
        place = PlainLabel(str(number), role="accent", size=1.5, bold=True, wrap=False)
        place.setMinimumWidth(unit())
        layout.addWidget(place, 0, Qt.AlignmentFlag.AlignTop)
    words = column(gap=0.2)
    words.addWidget(PlainLabel(card.headline, size=1.1, bold=True))
    words.addWidget(PrivateLabel(look, card.text, card.names, role="muted"))
    words.addStretch(1)  # two buttons are higher than two lines
    layout.addLayout(words, 1)
    if card.figure:
        figure = PlainLabel(card.figure, size=1.25, bold=True, wrap=False)
        figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(figure)
    if card.button:
        action = button(f"open_{card.name}")
        action.setText(card.button)
        action.setAccessibleDescription(card.headline)
        action.clicked.connect(lambda: opened(card))
        buttons = column(gap=0.2)
        layout.addLayout(buttons)
        buttons.addWidget(action)
        if card.more:
            more = button(f"more_{card.name}", "link")
            more.setText(card.more)
            more.setAccessibleDescription(card.headline)
            other = replace(card, opens=card.more_opens, customers=())
            more.clicked.connect(lambda: opened(other))
            buttons.addWidget(more, 0, Qt.AlignmentFlag.AlignHCenter)
    return box


class Badge(QWidget):
    """A coloured square with a sign in it: colour is never alone."""

    def __init__(self, look: Look, colour: int, symbol: str, parent: QWidget | None = None) -> None:
        """Show a role of the palette and a sign."""
        super().__init__(parent)
        self._look = look
        self._colour = colour
        self._symbol = symbol
        side = round(unit() * 1.6)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._side = side
        look.theme_changed.connect(self.update)

    @called_by_qt
    def sizeHint(self) -> QSize:  # noqa: D102
        return QSize(self._side, self._side)

    @called_by_qt
    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: D102
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_chip(painter, self._look, QRectF(self.rect()), self._colour, self._symbol)
        painter.end()


class ShareBar(QWidget):
    """All groups in one line, each as wide as its share of sales."""

    def __init__(self, look: Look, tiles: tuple[Tile, ...], parent: QWidget | None = None) -> None:
        """Show the tiles."""
        super().__init__(parent)
        self._look = look
        self._tiles = tiles
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(", ".join(f"{tile.name} {tile.share_text}" for tile in tiles))
        look.theme_changed.connect(self.update)

    @called_by_qt
    def sizeHint(self) -> QSize:  # noqa: D102
        return QSize(unit() * 20, unit() * 2)

    @called_by_qt
    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: D102
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        gap = 3.0
        shares = [max(tile.share, 0.0) for tile in self._tiles]
        whole = sum(shares) or 1.0
        room = self.width() - gap * (len(shares) - 1)
        left = 0.0
        for tile, share in zip(self._tiles, shares, strict=True):
            width = max(2.0, room * share / whole)
            place = QRectF(left, 0, width, self.height())
            narrow = width < unit() * 1.2
            paint_chip(painter, self._look, place, tile.colour, "" if narrow else tile.symbol)
            left += width + gap
        painter.end()


def paint_chip(painter: QPainter, look: Look, place: QRectF, colour: int, symbol: str) -> None:
    """A rounded piece of a palette colour with a sign that stands out from it."""
    ground = look.theme.palette[colour % len(look.theme.palette)]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(place, 4, 4)
    inks = ("#000000", "#FFFFFF")
    painter.setPen(QColor(max(inks, key=lambda ink: contrast(ink, ground))))
    font = QFont(painter.font())
    font.setBold(True)
    painter.setFont(font)
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, symbol)


def tile_widget(
    look: Look,
    tile: Tile,
    opened: Callable[[str], None],
    message: Callable[[Tile], None] | None = None,
    removed: Callable[[str], None] | None = None,
) -> QFrame:
    """One group: who they are, what to do, what not to do."""
    words = look.words
    box = frame("card")
    box.setObjectName(f"tile_{tile.segment_id}")
    layout = column(box, gap=0.4, margin=0.75)
    head = row(gap=0.6)
    head.addWidget(Badge(look, tile.colour, tile.symbol), 0, Qt.AlignmentFlag.AlignTop)
    names = column(gap=0.1)
    names.addWidget(PlainLabel(tile.name, size=1.1, bold=True))
    names.addWidget(PlainLabel(f"{tile.customers} · {tile.share_text}", role="muted"))
    head.addLayout(names, 1)
    layout.addLayout(head)
    layout.addWidget(PlainLabel(tile.meaning))
    advice = QGridLayout()
    advice.setHorizontalSpacing(unit() // 2)
    advice.setVerticalSpacing(unit() // 4)
    advice.setColumnStretch(1, 1)
    for place, (title, text, role) in enumerate(
        (
            (words.text("Do"), tile.do, "good"),
            (words.text("Don't"), tile.dont, "bad"),
            (words.text("Offer"), tile.ceiling, "muted"),
        )
    ):
        if text:
            label = PlainLabel(title, role=role, bold=True, wrap=False)
            advice.addWidget(label, place, 0, Qt.AlignmentFlag.AlignTop)
            advice.addWidget(PlainLabel(text), place, 1, Qt.AlignmentFlag.AlignTop)
    layout.addLayout(advice)
    layout.addStretch(1)
    show = button(f"open_tile_{tile.segment_id}", "link")
    show.setText(words.text("Show these customers"))
    show.setAccessibleDescription(tile.name)
    show.clicked.connect(lambda: opened(tile.segment_id))
    links = row(gap=0.6)
    links.addWidget(show)
    if tile.message and message is not None:
        write = button(f"write_tile_{tile.segment_id}", "link")
        write.setText(words.text("Message"))
        write.setAccessibleDescription(tile.name)
        write.clicked.connect(lambda: message(tile))
        links.addWidget(write)
    if tile.own and removed is not None:
        remove = button(f"remove_tile_{tile.segment_id}", "link")
        remove.setText(words.text("Remove"))
        remove.setAccessibleDescription(tile.name)
        remove.clicked.connect(lambda: removed(tile.name))
        links.addWidget(remove)
    links.addStretch(1)
    layout.addLayout(links)
    return box
