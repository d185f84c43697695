"""Parts of the check screen that are made anew for each file: questions, and what columns mean."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QMenu, QRadioButton, QWidget

from clm_desktop.core.rows import FileKind
from clm_desktop.ingest.types import ColumnMapping, Field, FilePreview
from clm_desktop.ui.look import Look
from clm_desktop.ui.money_choice import MoneyChoice, is_open
from clm_desktop.ui.style import unit
from clm_desktop.ui.widgets.flow import GridFlow
from clm_desktop.ui.widgets.inputs import ChoiceBox
from clm_desktop.ui.widgets.labels import PlainLabel
from clm_desktop.ui.widgets.parts import button, column, frame
from clm_desktop.ui.widgets.typed_number import TypedNumber
from clm_desktop.view.pages.preview import AMOUNT, WHO, Ask, field_name
from clm_desktop.view.pages.rules import file_kind
from clm_desktop.view.words import Words

_ORDERS = (Field.DATE, Field.ORDER_ID, Field.PRODUCT_NAME, Field.QUANTITY, Field.STATUS)
_ALWAYS: dict[FileKind, tuple[Field, ...]] = {  # offered; others are shown where a column has them
    FileKind.ORDERS: _ORDERS,
    FileKind.ORDER_ITEMS: (Field.ORDER_ID, Field.PRODUCT_NAME, Field.QUANTITY, Field.UNIT_PRICE),
    FileKind.RETURNS: (Field.ORDER_ID, Field.RETURNED),
    FileKind.CUSTOMERS: (Field.CUSTOMER_NAME, Field.EMAIL, Field.PHONE, Field.CONSENT),
    FileKind.PRODUCTS_STOCK: (
        Field.PRODUCT_ID,
        Field.PRODUCT_NAME,
        Field.UNIT_PRICE,
        Field.STOCK,
        Field.COST,
        Field.LEAD_TIME,
    ),
}
_OFTEN = (
    Field.CUSTOMER_ID,
    Field.CUSTOMER_NAME,
    Field.EMAIL,
    Field.PHONE,
    Field.DATE,
    Field.LINE_TOTAL,
    Field.ORDER_TOTAL,
    Field.ORDER_ID,
    Field.PRODUCT_NAME,
    Field.QUANTITY,
    Field.STATUS,
)


def question_card(
    ask: Ask, chosen: str | None, answer: Callable[[str, str], object], parent: QWidget | None
) -> QWidget:
    """A question with its answers, each with an example as it would be read."""
    box = frame("card", parent)
    box.setObjectName(f"question_{ask.key}")
    layout = column(box, gap=0.4, margin=0.75)
    layout.addWidget(PlainLabel(f"? {ask.text}", bold=True))
    choices = QButtonGroup(box)
    for code, words in ask.choices:
        first, _, more = words.partition("\n")
        choice = QRadioButton(first.replace("&", "&&"))
        choice.setObjectName(f"answer_{ask.key}_{code}")
        choice.setAccessibleName(words)
        choice.setChecked(chosen == code)
        choice.toggled.connect(lambda on, code=code: answer(ask.key, code) if on else None)
        choices.addButton(choice)
        layout.addWidget(choice)
        if more:
            example = PlainLabel(more, role="muted")
            example.setContentsMargins(round(unit() * 1.6), 0, 0, 0)
            layout.addWidget(example)
    if ask.typed:
        number = TypedNumber(ask.key, ask.typed, ask.text, chosen or "")
        number.told.connect(lambda text: answer(ask.key, text))
        choices.addButton(number.choice)
        layout.addWidget(number)
    return box


class ColumnChoice(ChoiceBox):
    """The columns of a file."""

    def __init__(self, words: Words, preview: FilePreview, field: Field) -> None:
        """Offer the columns of a file for a field."""
        super().__init__()
        held_by = preview.mapping.column(field)
        several = held_by is None and _held_beside(preview, field)
        self.setObjectName(f"column_of_{field.value}")
        self.setAccessibleName(field_name(field, words))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        nowhere = words.text("in several columns") if several else words.text("not in this file")
        self.addItem(nowhere)
        self.addItems(list(preview.header))
        self.setCurrentIndex(0 if held_by is None else held_by + 1)


class MeaningCards(QWidget):
    """What we need most, the column that holds it, an example; the rest in one line."""

    chosen = Signal(object, int)  # Field, column or -1
    money_chosen = Signal(str)  # ISO 4217, '' = plain numbers

    def __init__(self, preview: FilePreview, words: Words) -> None:
        """Show what the columns of a file mean."""
        super().__init__()
        mapped = dict(preview.mapping.fields)
        fields = dict.fromkeys((*_needed(preview, mapped), *_ALWAYS[preview.kind]))
        cards = QWidget()
        flow = GridFlow(cards, min_width=unit() * 12, spacing=round(unit() * 0.5))
        for field in fields:
            flow.addWidget(self._card(preview, field, words))
        if is_open(preview):
            flow.addWidget(self._money(preview, words))
        layout = column(self, gap=0.5)
        layout.addWidget(cards)
        rest = [field_name(field, words) for field in mapped if field not in fields]
        if rest:
            also = words.text("Also recognised: {fields}.", fields=words.listed(rest))
            layout.addWidget(PlainLabel(also, role="muted"))

    def _card(self, preview: FilePreview, field: Field, words: Words) -> QWidget:
        held_by = next(iter(_held_beside(preview, field)), preview.mapping.column(field))
        box = frame("card")
        layout = column(box, gap=0.2, margin=0.5)
        layout.addWidget(PlainLabel(field_name(field, words), role="muted"))
        choice = ColumnChoice(words, preview, field)
        choice.activated.connect(lambda index: self.chosen.emit(field, index - 1))
        layout.addWidget(choice)
        example = "" if held_by is None else _example(preview.sample, held_by)
        layout.addWidget(PlainLabel(example or "–", role="muted"))
        layout.addStretch(1)
        return box

    def _money(self, preview: FilePreview, words: Words) -> QWidget:
        box = frame("card")
        layout = column(box, gap=0.2, margin=0.5)
        layout.addWidget(PlainLabel(words.text("Currency"), role="muted"))
        choice = MoneyChoice(words, preview.mapping.currency)
        choice.chosen.connect(self.money_chosen)
        layout.addWidget(choice)
        layout.addWidget(PlainLabel(words.text("The file does not say."), role="muted"))
        layout.addStretch(1)
        return box


def _needed(preview: FilePreview, mapped: dict[Field, int]) -> tuple[Field, ...]:
    """Who, when and how much of orders, in the words of the file."""
    if preview.kind is not FileKind.ORDERS:
        return ()
    who = next((f for f in WHO if f in mapped), WHO[0])
    held = (f for f in AMOUNT if f in mapped)
    beside = (f for f in AMOUNT if _held_beside(preview, f))
    return who, Field.DATE, next(held, next(beside, AMOUNT[0]))


def _held_beside(preview: FilePreview, field: Field) -> tuple[int, ...]:
    """The columns of a field where the products of an order stand in columns of their own."""
    beside = preview.numbered_products
    return () if beside is None else beside.columns(field)


def _example(sample: tuple[tuple[str, ...], ...], column_: int) -> str:
    return next((cells[column_] for cells in sample if cells[column_].strip()), "")


def meaning_menu(
    parent: QWidget,
    words: Words,
    mapping: ColumnMapping,
    column_: int,
    choose: Callable[[Field | None], object],
) -> QMenu:
    """What a column can mean, the usual first; made for one showing."""
    menu = QMenu(parent)
    menu.setObjectName("meaning_menu")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    held = next((f for f, c in mapping.fields if c == column_), None)
    more = QMenu(words.text("Something else"), menu)
    for field in (None, *_OFTEN, *(f for f in Field if f not in _OFTEN)):
        into = menu if field is None or field in _OFTEN or field is held else more
        title = words.text("Nothing I need") if field is None else field_name(field, words)
        action = into.addAction(title)
        action.setCheckable(True)
        action.setChecked(field is held)
        action.triggered.connect(partial(_chosen, choose, field))
        if field is held:
            menu.setActiveAction(action)
    menu.addMenu(more)
    return menu


def _chosen(
    choose: Callable[[Field | None], object], field: Field | None, _on: bool = False
) -> None:
    choose(field)


class KindButton(QWidget):
    """What one row of a file is, and a menu for when the guess is wrong."""

    chosen = Signal(object)  # FileKind

    def __init__(self, look: Look) -> None:
        """Nothing to show yet."""
        super().__init__()
        self._look = look
        self._kind = FileKind.ORDERS
        self.button = button("check_kind")
        self.button.clicked.connect(self._offer)
        column(self, gap=0).addWidget(self.button)

    def set_kind(self, kind: FileKind) -> None:
        """Show a kind."""
        self._kind = kind
        words = self._look.words
        told = words.text("These rows are: {kind} ▼", kind=file_kind(kind, words))
        self.button.setText(told.replace("&", "&&"))

    def _offer(self) -> None:
        menu = QMenu(self)
        menu.setObjectName("kind_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for kind in FileKind:
            action = menu.addAction(file_kind(kind, self._look.words))
            action.setCheckable(True)
            action.setChecked(kind is self._kind)
            action.triggered.connect(partial(self._choose, kind))
            if kind is self._kind:
                menu.setActiveAction(action)
        menu.popup(self.button.mapToGlobal(QPoint(0, self.button.height())))

    def _choose(self, kind: FileKind, _on: bool = False) -> None:
        if kind is not self._kind:
            self.chosen.emit(kind)
