"""Which currency a file speaks: ISO codes, signs and the names of money in column headers."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

_NAMES = {
    "¥": "CNY", "元": "CNY", "人民币": "CNY", "RMB": "CNY", "CN¥": "CNY", "€": "EUR", "EURO": "EUR",
    "£": "GBP", "US$": "USD", "U$": "USD", "HK$": "HKD", "NT$": "TWD", "A$": "AUD", "AU$": "AUD",
    "C$": "CAD", "CA$": "CAD", "S$": "SGD", "NZ$": "NZD", "R$": "BRL", "MX$": "MXN", "₹": "INR",
    "₽": "RUB", "₩": "KRW", "₫": "VND", "₺": "TRY", "₴": "UAH", "₱": "PHP", "฿": "THB", "₦": "NGN",
    "₪": "ILS", "৳": "BDT", "ZŁ": "PLN", "KČ": "CZK", "円": "JPY", "日元": "JPY", "JP¥": "JPY",
    "原": "KRW", "원": "KRW", "港币": "HKD", "美元": "USD", "欧元": "EUR", "DOLLAR": "USD", "$": "USD",
}  # fmt: skip
_ISO = re.compile(r"[A-Z]{3}")
_IN_HEADER = re.compile(r"[(\[（]\s*([^)\]）]{1,6})\s*[)\]）]")
_KNOWN = frozenset(
    "AED ARS AUD BDT BGN BHD BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD HUF IDR ILS INR ISK"  # noqa: SIM905
    " JPY KES KRW KWD KZT LKR MAD MXN MYR NGN NOK NPR NZD PEN PHP PKR PLN QAR RON RSD RUB SAR SEK"
    " SGD THB TRY TWD UAH USD UYU VND ZAR".split()
)


def currency_code(cell: str) -> str:
    """ISO code of a cell of a currency column, '' when it says none."""
    text = unicodedata.normalize("NFKC", cell).strip().upper()
    if text in _NAMES:
        return _NAMES[text]
    return text if _ISO.fullmatch(text) else ""


def currency_in_header(header: str) -> str:
    """Currency named in a header cell: 'Amount (EUR)', '实付金额(元)'; '' when none is."""
    found = _IN_HEADER.search(header)
    code = currency_code(found[1]) if found is not None else ""
    return code if code in _KNOWN else ""


def currency_of_amounts(cells: Iterable[str]) -> str:
    """Currency whose sign stands beside most amounts; '' where less than half have one.

    A bare $ is no answer: many countries have dollars.
    """
    codes: Counter[str] = Counter()
    n = 0
    for cell in cells:
        sign = re.sub(r"[\d.,'()\s+-]", "", unicodedata.normalize("NFKC", cell)).upper()
        n += 1
        if sign and sign != "$":
            codes[currency_code(sign)] += 1
    best = max(codes, key=lambda c: codes[c], default="")
    return best if best in _KNOWN and codes[best] * 2 > n else ""
