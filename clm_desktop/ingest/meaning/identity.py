"""Who bought: one key per person out of ids, e-mail, phone and name, and what is no identity."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from clm_desktop.core.guard import unguarded
from clm_desktop.core.phones import chinese_mobile, digits_of, is_relayed
from clm_desktop.ingest.types import Field

_WRAPPED = re.compile(r'^="(.*)"$|^=(\d+)$', re.DOTALL)
_QUOTES = re.compile(r"[\s'`\"]+")
_FLOAT = re.compile(r"(\d+)\.0+")
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?E\+\d{1,2}", re.IGNORECASE)
_MASKS = ("#", "x", "X")
_MASKED = re.compile(r"##|#$|[xX]{4,}$")
_NOBODY = frozenset(
    {
        "0",
        "-",
        "--",
        "—",
        "/",
        "?",
        ".",
        "na",
        "n/a",
        "#n/a",
        "nan",
        "null",
        "(null)",
        "none",
        "nil",
    }
    | {"\\n", "undefined", "not set", "(not set)", "default", "unknown", "unbekannt", "guest"}
    | {"guests", "gast", "anonymous", "walk-in", "walk in", "cash", "cash customer", "laufkunde"}
    | {"游客", "匿名", "匿名用户", "散客", "非会员", "未知", "无"}
)
_STRANGERS = ("noreply@", "no-reply@", "guest@", "test@", "none@", "na@")
_NORTH_AMERICAN = 11  # digits with the 1 before them
_LOOSE_END = ' \t\r\n\v\f"`'
_ZERO_WIDTH = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060\u200e\u200f"), None)


def tidy(cell: str) -> str:
    """Take off what spreadsheets and exports put around a cell: ``="1"``, ``'1``, tabs, `` ` ``."""
    first = cell[:1]
    if cell.isascii() and (first.isalnum() or first == "#") and cell[-1] not in _LOOSE_END:
        return cell  # nearly all cells, at a third of the cost
    cell = (cell if cell.isascii() else cell.translate(_ZERO_WIDTH)).strip()
    while (text := unguarded(cell)) != cell:
        cell = text.strip()
        if cell == text:  # written by a program like this one: it is exactly what was meant
            return cell
    found = _WRAPPED.match(cell)
    if found is not None:
        cell = (found[1] if found[1] is not None else found[2]).strip()
    quotes = _QUOTES.match(cell)
    if quotes is not None:
        cell = cell[quotes.end() :]
        cell = cell if quotes[0] == "'" else cell.rstrip('"`').strip()
    return cell


def told(cell: str) -> str:
    """Tidy a cell; dashes and words for nothing are ''."""
    cell = tidy(cell)
    return "" if len(cell) <= 4 and cell.casefold() in _NOTHING else cell


def number(cell: str) -> str:
    """Tidy an identifier: ``13085.0`` is 13085, dashes are nothing; leading zeros stay.

    Not for amounts: there ``1.000`` may be a thousand.
    """
    cell = told(cell)
    if cell[-2:] == ".0" or (cell[-1:] == "0" and "." in cell):
        found = _FLOAT.fullmatch(cell)
        return found[1] if found is not None else cell
    return cell


def order_key(cell: str) -> str:
    """Key of an order, '' where a spreadsheet has rounded its number away."""
    if cell.isdecimal() and cell.isascii():
        return cell  # most orders, at a fifth of the cost
    cell = number(cell)
    return "" if is_damaged(cell) else cell


_NOTHING = frozenset({"-", "--", "—", "/", "na", "n/a", "#n/a", "nan", "null", "none", "\\n"})


def is_damaged(cell: str) -> bool:
    """Whether a spreadsheet has rounded the number away: 1.93E+15."""
    return "+" in cell and bool(_SCIENTIFIC.fullmatch(cell))


def is_masked(cell: str) -> bool:
    """Whether the platform hides the buyer: ``1******6198``, ``##密文``, ``*``."""
    return "*" in cell or (cell[:1] in _MASKS and bool(_MASKED.match(cell))) or "●●" in cell


def customer_key(cell: str) -> str:
    """Key of a customer number, '' for guests, masked and damaged ones."""
    cell = number(cell)
    if cell.casefold() in _NOBODY or is_masked(cell) or is_damaged(cell):
        return ""
    return unicodedata.normalize("NFKC", cell) if not cell.isascii() else cell


def email_key(cell: str) -> str:
    """Key of an e-mail address: lower case, '' when it is none."""
    cell = tidy(cell).casefold().removeprefix("mailto:")
    if "@" not in cell or is_masked(cell) or " " in cell or len(cell) < 5:
        return ""
    return "" if cell.startswith(_STRANGERS) else cell


def phone_key(cell: str) -> str:
    """Key of a phone number: digits with the country only where it is told and not needed.

    A Chinese mobile number is eleven digits with or without +86, a North American one ten. A
    number that a marketplace lends for one order ('' here) is nobody's.
    """
    cell = number(cell)
    if is_masked(cell) or is_damaged(cell) or is_relayed(cell):
        return ""
    digits, abroad = digits_of(cell)
    mobile = chinese_mobile(digits)
    if mobile:
        return mobile
    if abroad and len(digits) == _NORTH_AMERICAN and digits[0] == "1":
        return digits[1:]
    return f"+{digits}" if abroad else digits


def name_key(cell: str) -> str:
    """Key of a name or nickname: spaces and case do not matter."""
    cell = unicodedata.normalize("NFKC", tidy(cell))
    folded = " ".join(cell.casefold().split())
    return "" if folded in _NOBODY or is_masked(folded) else folded


KEYS: tuple[tuple[Field, Callable[[str], str]], ...] = (
    (Field.CUSTOMER_ID, customer_key),
    (Field.EMAIL, email_key),
    (Field.PHONE, phone_key),
    (Field.CUSTOMER_NAME, name_key),
)
