"""In which encoding a text is written, decided on the cells that carry evidence.

Exports are mostly ASCII: detectors that look at the whole file collapse when only a few names
carry accents (ingest_and_trust.md 1.2). So the cells with bytes above 127 are read in every code
page of a short list and the reading that is most probable as names and goods of some language
wins; the computer's own code page is a hint. Where two readings are close and differ, both are
given so that the owner can choose.
"""

from __future__ import annotations

import codecs
import locale
import math
from dataclasses import dataclass

from clm_desktop.ingest.cutting.content import utf16_by_zeros
from clm_desktop.ingest.cutting.letters import ALPHABETS, MONEY, SYMBOLS
from clm_desktop.ingest.cutting.scan import Scan

HINT_BONUS = 5.0  # nats: the code page of the computer that the export was likely made on
# Readings nearer than this (odds of 20 : 1) are shown to the owner. Of 600 files with one word
# beyond ASCII, 129 are read wrong: 113 of them lie nearer, and 191 of those read right. With six
# words 5 are read wrong, all nearer, and 10 of the others lie nearer.
CLOSE_NATS = 3.0
MAX_BROKEN_SHARE = 0.02  # cells that may not decode: names cut in the middle of a character
UTF8_BROKEN_SHARE = 0.2  # of bytes above 127; UTF-8 is so strict that it is it all the same
MAX_CELLS = 600
SHOWN_CELLS, SHOWN_CHARACTERS = 5, 40
_ASCII_COST = math.log(1 / 40)  # per byte: a double-byte character must not swallow it for free
_BROKEN_COST = -25.0

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Double-byte codecs: (log prior, regions as (lead from, lead to, trail from, probability, size)).
_REGIONS: dict[str, tuple[float, tuple[tuple[int, int, int, float, int], ...]]] = {
    "gb18030": (0.0, ((0xB0, 0xD7, 0xA1, 0.92, 3755), (0xD8, 0xF7, 0xA1, 0.03, 3008),
                      (0xA1, 0xA3, 0xA1, 0.04, 282), (0x81, 0xFE, 0x30, 0.001, 14000))),
    "big5": (-0.5, ((0xA4, 0xC6, 0x40, 0.94, 5401), (0xA1, 0xA3, 0x40, 0.04, 408),
                    (0xC9, 0xF9, 0x40, 0.01, 7652), (0x81, 0xFE, 0x30, 0.0001, 5000))),
    "cp932": (-0.5, ((0x82, 0x82, 0x9F, 0.28, 83), (0x83, 0x83, 0x40, 0.33, 86),
                     (0x88, 0x97, 0x40, 0.30, 2965), (0x81, 0x82, 0x40, 0.06, 200),
                     (0x98, 0x9F, 0x40, 0.005, 1500), (0xE0, 0xFC, 0x40, 0.005, 2500))),
    "cp949": (-0.5, ((0xB0, 0xC8, 0xA1, 0.95, 2350), (0xA1, 0xA3, 0xA1, 0.03, 282),
                     (0xCA, 0xFD, 0xA1, 0.005, 4888), (0x81, 0xFE, 0x30, 0.001, 8822))),
    "euc-jp": (-1.5, ((0xA4, 0xA4, 0xA1, 0.28, 83), (0xA5, 0xA5, 0xA1, 0.33, 86),
                      (0xB0, 0xCF, 0xA1, 0.30, 2965), (0xA1, 0xA3, 0xA1, 0.06, 200),
                      (0x8E, 0x8E, 0xA1, 0.005, 63), (0xD0, 0xF4, 0xA1, 0.01, 3390))),
}  # fmt: skip
_SAME = {
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "cp950": "big5",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "iso8859-1": "cp1252",
}
_HALF_KATAKANA = math.log(0.02 / 63)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The encoding, and a second one that is nearly as probable ('' = none is)."""

    encoding: str
    rival: str = ""
    is_certain: bool = False  # the bytes say so themselves: nobody's word can be better


def system_code_page() -> str:
    """The computer's own non-UTF-8 encoding as a codec name, '' when it has none."""
    try:
        name = codecs.lookup(locale.getencoding()).name
    except LookupError:
        return ""
    name = _SAME.get(name, name)
    return name if name in ALPHABETS or name in _REGIONS else ""


def detect(scan: Scan, hint: str) -> Reading:
    """The encoding of a table by BOM, then UTF-8, then UTF-16, then the evidence of its cells.

    ``hint`` is the code page of the computer or ''. Cost: at most 0.1 s.
    """
    for bom, name in _BOMS:
        if scan.head.startswith(bom):
            return Reading(encoding=name, is_certain=True)
    if utf16 := utf16_by_zeros(scan.head[:8192]):
        return Reading(encoding=utf16, is_certain=True)
    if scan.is_utf8 or not scan.non_ascii:
        return Reading(encoding="utf-8", is_certain=True)
    if _utf8_broken_share(scan.non_ascii) < UTF8_BROKEN_SHARE:
        return Reading(encoding="utf-8")
    return rank(scan.non_ascii, hint)


def rank(cells: tuple[bytes, ...], hint: str) -> Reading:
    """The most probable encoding of cells that hold non-ASCII bytes."""
    cells = cells[:: max(1, len(cells) // MAX_CELLS)]
    scores = {codec: _double_byte_score(cells, codec) for codec in _REGIONS}
    scores |= {codec: _single_byte_score(cells, codec) for codec in ALPHABETS}
    if hint in scores:
        scores[hint] += HINT_BONUS
    best, *others = sorted(scores, key=lambda c: -scores[c])
    text = _decoded(cells, best)
    for other in others:
        if scores[best] - scores[other] > CLOSE_NATS:
            break
        if _decoded(cells, other) != text:
            return Reading(encoding=best, rival=other)
    return Reading(encoding=best)


def examples(cells: tuple[bytes, ...], encoding: str, rival: str) -> str:
    """Up to five cells that the two encodings read differently, as the first one reads them.

    Which cells they are does not depend on the order of the two.
    """
    pairs = ((c.decode(encoding, "replace"), c.decode(rival, "replace")) for c in cells)
    differ = sorted((p for p in pairs if p[0] != p[1]), key=_is_long)[:SHOWN_CELLS]
    return " · ".join(_shortened(mine.strip(" \"'")) for mine, _ in differ)


def _is_long(readings: tuple[str, str]) -> bool:
    return max(map(len, readings)) > SHOWN_CHARACTERS


def _shortened(text: str) -> str:
    """The part of a long text around its first character beyond ASCII."""
    if len(text) <= SHOWN_CHARACTERS:
        return text
    at = next((i for i, char in enumerate(text) if char > "\x7f"), 0)
    start = max(0, at - SHOWN_CHARACTERS // 2)
    return f"…{text[start : start + SHOWN_CHARACTERS]}…"


def _decoded(cells: tuple[bytes, ...], encoding: str) -> list[str]:
    return [c.decode(encoding, "replace") for c in cells]


def _broken_share(cells: tuple[bytes, ...], encoding: str) -> float:
    return sum("\ufffd" in t for t in _decoded(cells, encoding)) / len(cells)


def _utf8_broken_share(cells: tuple[bytes, ...]) -> float:
    """Share of the bytes above 127 that are no part of a UTF-8 character."""
    high = sum(len(c) - len(c.decode("ascii", "ignore")) for c in cells)
    good = sum(len(c.decode("utf-8", "ignore").encode()) for c in cells)
    return (sum(map(len, cells)) - good) / high


def _double_byte_score(cells: tuple[bytes, ...], codec: str) -> float:
    prior, regions = _REGIONS[codec]
    table = [(lo, hi, trail, math.log(p / size)) for lo, hi, trail, p, size in regions]
    if _broken_share(cells, codec) > MAX_BROKEN_SHARE:
        return -math.inf
    return prior + sum(_double_byte_cell(cell, codec, table) for cell in cells)


def _double_byte_cell(cell: bytes, codec: str, table: list[tuple[int, int, int, float]]) -> float:
    score, i = 0.0, 0
    while i < len(cell):
        lead = cell[i]
        if lead < 0x80:
            score, i = score + _ASCII_COST, i + 1
            continue
        if codec == "cp932" and 0xA1 <= lead <= 0xDF:
            score, i = score + _HALF_KATAKANA, i + 1
            continue
        trail = cell[i + 1] if i + 1 < len(cell) else 0
        score += next(
            (cost for lo, hi, least, cost in table if lo <= lead <= hi and trail >= least),
            _BROKEN_COST,
        )
        i += 2
    return score


def _single_byte_score(cells: tuple[bytes, ...], codec: str) -> float:
    prior, alphabets = ALPHABETS[codec]
    texts = _decoded(cells, codec)
    if sum("\ufffd" in t for t in texts) / len(texts) > MAX_BROKEN_SHARE:
        return -math.inf
    return prior + max(_alphabet_score(texts, _costs(a)) for a in alphabets)


def _costs(alphabet: str) -> dict[str, float]:
    """Log probability of a character beyond ASCII in texts of one language."""
    weights = {letter: 1 / (rank + 2) for rank, letter in enumerate(alphabet)}
    for letter in alphabet:
        upper = letter.upper()
        if len(upper) == 1 and upper != letter:
            weights[upper] = weights[letter] * 0.15
    total = sum(weights.values())
    costs = {letter: math.log(0.93 * w / total) for letter, w in weights.items()}
    symbols = {s: math.log(0.03 / len(SYMBOLS)) for s in SYMBOLS}
    return symbols | {s: math.log(0.03) for s in MONEY} | costs


def _alphabet_score(texts: list[str], costs: dict[str, float]) -> float:
    score = 0.0
    for text in texts:
        before = " "
        for at, char in enumerate(text):
            if char < "\x80":
                score += _ASCII_COST
            else:
                score += costs.get(char, -8.0 if char.isalpha() else -12.0)
                score += _context_cost(before, char, text[at + 1 : at + 2])
            before = char
    return score


def _context_cost(before: str, char: str, after: str) -> float:
    """Words are not written with a capital or a symbol inside, nor in two scripts.

    Money is: next to a digit a currency is likely and a letter is not.
    """
    if char in MONEY:
        return 3.0 if before.isdecimal() or after.isdecimal() else 0.0
    if char.isalpha():
        if char < "\u0250" and (before.isdecimal() or after.isdecimal()):
            return -4.0
        if char >= "\u0250" and any(c.isascii() and c.isalpha() for c in (before, after)):
            return -6.0  # a Cyrillic letter beside a Latin one
        return -4.0 if char.isupper() and before.islower() else 0.0
    inside_word = before.isalpha() and after.isalpha() and char not in "’‘·\xa0–"
    return -4.0 if inside_word else 0.0
