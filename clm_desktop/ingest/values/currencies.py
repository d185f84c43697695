"""Which currency a file speaks: ISO codes, signs and the names of money in column headers."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from clm_desktop.ingest.headers import words
from clm_desktop.ingest.values.amounts import ISO_CODES

_NAMES = {
    "元": "CNY", "人民币": "CNY", "RMB": "CNY", "CN¥": "CNY", "€": "EUR", "EURO": "EUR",
    "£": "GBP", "US$": "USD", "U$": "USD", "HK$": "HKD", "NT$": "TWD", "A$": "AUD", "AU$": "AUD",
    "C$": "CAD", "CA$": "CAD", "S$": "SGD", "NZ$": "NZD", "R$": "BRL", "MX$": "MXN", "₹": "INR",
    "₽": "RUB", "₩": "KRW", "₫": "VND", "₺": "TRY", "₴": "UAH", "₱": "PHP", "฿": "THB", "₦": "NGN",
    "₪": "ILS", "৳": "BDT", "ZŁ": "PLN", "KČ": "CZK", "円": "JPY", "日元": "JPY", "JP¥": "JPY",
    "원": "KRW", "港币": "HKD", "美元": "USD", "欧元": "EUR", "TL": "TRY", "ГРН": "UAH",
    "ЛВ": "BGN", "РУБ": "RUB", "บาท": "THB", "BAHT": "THB", "VNĐ": "VND", "Đ": "VND",
    "د.إ": "AED", "ر.س": "SAR", "ريال": "SAR", "درهم": "AED",
    "ج.م": "EGP", 'ש"ח': "ILS", "שח": "ILS",
}  # fmt: skip
# signs that several countries write: what they may stand for
_SHARED: dict[str, frozenset[str]] = {
    "$": frozenset(
        {"USD", "CAD", "AUD", "NZD", "HKD", "SGD", "TWD", "MXN", "ARS", "CLP", "COP", "UYU"}
    ),
    "¥": frozenset({"CNY", "JPY"}),
    "KR": frozenset({"SEK", "NOK", "DKK", "ISK"}),
    "RS": frozenset({"INR", "PKR", "LKR", "NPR"}),
    "FR": frozenset({"CHF"}),
    "LEI": frozenset({"RON"}),
    "FT": frozenset({"HUF"}),
    "RP": frozenset({"IDR"}),
    "RM": frozenset({"MYR"}),
    "R": frozenset({"ZAR"}),
    "Р": frozenset({"RUB"}),
}
_ISO = re.compile(r"[A-Z]{3}")
_IN_HEADER = re.compile(r"[(\[（]\s*([^)\]）]{1,6})\s*[)\]）]")
_KNOWN = frozenset(ISO_CODES)


def currency_code(cell: str) -> str:
    """ISO code of a cell of a currency column, '' when it says none."""
    text = unicodedata.normalize("NFKC", cell).strip().upper()
    if text in _NAMES:
        return _NAMES[text]
    return text if _ISO.fullmatch(text) else ""


def currency_of_sign(text: str) -> str:
    """ISO code of what stands beside an amount; the sign itself where several countries write it.

    '' where it is no money: pieces, remarks.
    """
    text = text.replace(" ", "")
    code = _NAMES.get(text, "")
    if not code:
        code = next((c for c in _ISO.findall(text) if c in _KNOWN), "")
    return _NAMES.get(code, code) or (text if text in _SHARED else "")


def may_be(told: str, main: str) -> bool:
    """Whether two currencies may be one: the same code, or a sign that stands for it."""
    return told == main or main in _SHARED.get(told, ()) or told in _SHARED.get(main, ())


def currency_in_header(header: str) -> str:
    """Currency named in a header cell: 'Amount (EUR)', 'amount_usd', '实付金额(元)'; else ''."""
    found = _IN_HEADER.search(header)
    last = (words(header) or ("",))[-1]
    code = currency_code(found[1].lstrip("万萬만亿億억") if found is not None else last)
    return code if code in _KNOWN else ""


def currency_of_amounts(cells: Iterable[str]) -> str:
    """Currency whose sign stands beside most amounts; '' where less than half have one.

    A bare $ stays one: many countries have dollars. ¥ is Chinese where it has decimals.
    """
    codes: Counter[str] = Counter()
    n = 0
    for cell in cells:
        text = unicodedata.normalize("NFKC", cell)
        sign = re.sub(r"[\d.,'()\s+万萬만亿億억-]", "", text).upper()
        n += 1
        if sign == "¥":
            codes["CNY" if re.search(r"\.\d\d\b", text) else "¥"] += 1
        elif sign:
            codes[currency_of_sign(sign)] += 1
    best = max(codes, key=lambda c: codes[c], default="")
    return best if codes[best] * 2 > n else ""
