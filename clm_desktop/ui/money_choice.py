"""What money a file is in, where it does not say so itself: chosen once, kept with the layout."""

from __future__ import annotations

from PySide6.QtCore import Signal

from clm_desktop.core.rows import FileKind
from clm_desktop.ingest.meaning.kinds import AMOUNTS
from clm_desktop.ingest.types import FilePreview
from clm_desktop.ingest.values.amounts import ISO_CODES
from clm_desktop.ui.widgets.inputs import ChoiceBox
from clm_desktop.view.numbers import currency_sign
from clm_desktop.view.words import Words

_OFTEN = ("EUR", "USD", "GBP", "CNY", "JPY")
_CODES = ("", *_OFTEN, *sorted(set(ISO_CODES) - {*_OFTEN, "RMB"}))
_SOLD = (FileKind.ORDERS, FileKind.ORDER_ITEMS)


def is_open(preview: FilePreview) -> bool:
    """Whether neither the file nor the shop says what money the amounts are in."""
    counts = preview.kind in _SOLD and any(preview.mapping.column(f) is not None for f in AMOUNTS)
    said = preview.currency == preview.mapping.currency
    return counts and said and not preview.counted_in and not preview.plain


class MoneyChoice(ChoiceBox):
    """Currencies, the frequent ones first."""

    chosen = Signal(str)  # ISO 4217, '' = plain numbers

    def __init__(self, words: Words, currency: str) -> None:
        """Offer currencies, with one chosen."""
        super().__init__()
        self.setObjectName("money_of_file")
        self.setAccessibleName(words.text("Currency"))
        self.addItem(words.text("plain numbers"))
        for code in _CODES[1:]:
            sign = currency_sign(code)
            self.addItem(code if sign == code else f"{code} ({sign})")
        self.setCurrentIndex(_CODES.index(currency) if currency in _CODES else 0)
        self.activated.connect(lambda place: self.chosen.emit(_CODES[place]))
