"""Forms of dialogs: a title and a hint on the left, the field on the right, buttons below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QDateEdit,
    QDialog,
    QDoubleSpinBox,
    QGridLayout,
    QLineEdit,
    QPushButton,
    QWidget,
)

from clm_desktop.core.days import date_of, day_of
from clm_desktop.core.money import minor_digits
from clm_desktop.ui.look import Look
from clm_desktop.ui.style import unit
from clm_desktop.ui.widgets.inputs import DayBox, DecimalBox
from clm_desktop.ui.widgets.labels import PlainLabel
from clm_desktop.ui.widgets.parts import button, column, row

MOST_MONEY = 1_000_000.0
Line = tuple[QWidget, str, str]  # field, title, hint ('' = none)


def form(lines: Sequence[Line], field_lines: float = 8) -> QGridLayout:
    """Fields below each other; each field is named for screen readers by its title."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(unit())
    grid.setVerticalSpacing(unit() // 2)
    grid.setColumnStretch(0, 1)
    for place, (field, title, hint) in enumerate(lines):
        both = QWidget()
        texts = column(both, gap=0)
        texts.addWidget(PlainLabel(title))
        if hint:
            texts.addWidget(PlainLabel(hint, role="muted", size=0.92))
        field.setAccessibleName(title)
        field.setMinimumWidth(round(unit() * field_lines))
        grid.addWidget(both, place, 0)
        grid.addWidget(field, place, 1, Qt.AlignmentFlag.AlignTop)
    return grid


def money_field(look: Look, name: str, cents: float) -> QDoubleSpinBox:
    """A box for an amount in the shop's currency."""
    digits = minor_digits(look.words.currency)
    box = number_field(name, cents / float(10**digits), MOST_MONEY, digits)
    sign = look.words.money(0).replace("0", "").strip()
    box.setPrefix(f"{sign} " if sign else "")
    return box


def cents_of(look: Look, box: QDoubleSpinBox) -> float:
    """The amount of a money field in minor units."""
    return float(round(box.value() * float(10 ** minor_digits(look.words.currency))))


def number_field(name: str, value: float, most: float, digits: int) -> QDoubleSpinBox:
    """A box for a number with decimals."""
    box = DecimalBox()
    box.setObjectName(name)
    box.setDecimals(digits)
    box.setRange(0.0, most)
    box.setKeyboardTracking(False)
    box.setValue(value)
    _inset(box)
    return box


def day_field(name: str, day: int) -> QDateEdit:
    """A box for a day."""
    shown = date_of(day)
    box = DayBox(QDate(shown.year, shown.month, shown.day))
    box.setObjectName(name)
    box.setDisplayFormat("yyyy-MM-dd")
    _inset(box)
    return box


def day_in(box: QDateEdit) -> int:
    """The day of a day field."""
    picked = box.date()
    return day_of(date(picked.year(), picked.month(), picked.day()))


def _inset(box: QAbstractSpinBox) -> None:
    for inside in box.findChildren(QLineEdit):  # a style sheet cannot move it off the frame
        inside.setTextMargins(unit() // 2, 0, 0, 0)


def foot(
    dialog: QDialog, look: Look, name: str, keep_title: str, keep: Callable[[], object]
) -> tuple[QWidget, QPushButton]:
    """Cancel and the main button; gives their line and the main button."""
    line = QWidget()
    layout = row(line, margin=1)
    layout.addStretch(1)
    cancel, main = button(f"{name}_cancel"), button(f"{name}_keep", "main")
    cancel.setText(look.words.text("Cancel"))
    main.setText(keep_title)
    cancel.clicked.connect(dialog.reject)
    main.clicked.connect(lambda: keep())
    layout.addWidget(cancel)
    layout.addWidget(main)
    return line, main
