"""Numbers, money and days as text, alike in every place where they are shown.

English and Chinese both group by thousands and write a decimal point, so only dates and a few
signs differ. Everything here answers ``NONE`` for nan. Cost: about a microsecond a call.
"""

from __future__ import annotations

from math import isfinite

from clm_desktop.core.days import date_of
from clm_desktop.core.money import minor_digits

NONE = "–"
_MINUS = "−"
_SIGNS = {
    "$": "$",  # dollars, nobody knows which
    "¥": "¥",
    "AUD": "A$",
    "BRL": "R$",
    "CAD": "C$",
    "CNY": "¥",
    "EUR": "€",
    "GBP": "£",
    "HKD": "HK$",
    "INR": "₹",
    "JPY": "¥",
    "KRW": "₩",
    "MXN": "MX$",
    "NZD": "NZ$",
    "SGD": "S$",
    "TWD": "NT$",
    "USD": "$",
}
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_WHOLE_FROM = 100  # estimates and headlines of this many units are written without decimals


def whole_text(value: float) -> str:
    """1234.6 -> 1,235."""
    return _signed(value, 0) if isfinite(value) else NONE


def decimal_text(value: float) -> str:
    """Two decimals below 10, one from there on, none where there are none."""
    if not isfinite(value):
        return NONE
    if value == round(value):
        return _signed(value, 0)
    return _signed(value, 2 if abs(value) < 10 else 1)


def change_text(value: float) -> str:
    """12.4 -> +12, -0.3 -> 0: a difference in whole things, with its sign."""
    text = whole_text(value)
    return f"+{text}" if isfinite(value) and round(value) > 0 else text


def figure_text(value: float, digits: int = 3) -> str:
    """0.787: a figure of a check."""
    return _signed(value, digits) if isfinite(value) else NONE


def share_text(value: float) -> str:
    """0.413 -> 41%, a decimal below ten per cent, and never all or nothing by rounding."""
    per_cent = 100 * value
    if not isfinite(per_cent):
        return NONE
    if 0 < per_cent < 0.1:
        return "<0.1%"
    if 99.5 <= per_cent < 100:
        return ">99%"
    digits = 0 if per_cent == 0 or abs(per_cent) >= 9.95 else 1
    return _signed(per_cent, digits) + "%"


def money_text(cents: float, currency: str, *, exact: bool = False) -> str:
    """Minor units with the currency's sign; large sums are rounded unless ``exact``."""
    if not isfinite(cents):
        return NONE
    digits = minor_digits(currency)
    amount = float(cents) / 10**digits
    if not exact and (abs(amount) >= _WHOLE_FROM or round(amount, digits) == round(amount)):
        digits = 0
    text = _signed(abs(amount), digits)
    minus = _MINUS if cents < 0 and text.strip("0.,") else ""
    sign = _SIGNS.get(currency, f"{currency} " if currency else "")
    return f"{minus}{sign}{text}"


def currency_sign(currency: str) -> str:
    """What stands before amounts: R$, or the code where there is no sign."""
    return _SIGNS.get(currency, currency)


def bytes_text(size: float) -> str:
    """3.2 GB, 48 MB, 12 kB."""
    for unit, factor in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size >= factor:
            amount = size / factor
            return f"{amount:,.{0 if amount >= 10 else 1}f} {unit}"
    return f"{size:.0f} B"


def plain_money(cents: float, currency: str) -> str:
    """Minor units for machines: no sign, no grouping, '' for nan."""
    if not isfinite(cents):
        return ""
    digits = minor_digits(currency)
    return _plain(float(cents) / 10**digits, digits)


def plain_number(value: float, digits: int = 6) -> str:
    """For other programs, without needless zeros; '' for nan."""
    if not isfinite(value):
        return ""
    text = _plain(float(value), digits)
    return text.rstrip("0").rstrip(".") if "." in text else text


def date_text(day: float, lang: str, *, short: bool = False) -> str:
    """9 December 2011 (short: 9 Dec 2011) or 2011年12月9日."""
    if not isfinite(day):
        return NONE
    date = date_of(round(day))
    if lang == "zh":
        return f"{date.year}年{date.month}月{date.day}日"
    month = _MONTHS[date.month - 1]
    return f"{date.day} {month[:3] if short else month} {date.year}"


def month_text(day: float, lang: str) -> str:
    """Dec 2011 or 2011年12月."""
    if not isfinite(day):
        return NONE
    date = date_of(round(day))
    if lang == "zh":
        return f"{date.year}年{date.month}月"
    return f"{_MONTHS[date.month - 1][:3]} {date.year}"


def iso_date(day: float) -> str:
    """2011-12-09 for machines, '' for nan."""
    return date_of(round(day)).isoformat() if isfinite(day) else ""


def _plain(value: float, digits: int) -> str:
    text = f"{value:.{digits}f}"
    return text if text.strip("-0.") else text.removeprefix("-")  # no "-0.00"


def _signed(value: float, digits: int) -> str:
    text = f"{value:,.{digits}f}"
    if text.startswith("-"):
        text = text[1:]
        return _MINUS + text if text.strip("0.,") else text  # no "−0"
    return text
