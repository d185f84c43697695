"""Drafts in the formats of the internet: an e-mail (RFC 5322), a card (vCard 3.0), a calendar.

Written here by hand, because the standard library's e-mail package brings network code along.
Everything is bytes in UTF-8 with CRLF line ends; ``X-Unsent`` opens an e-mail as a draft.
"""

from __future__ import annotations

import quopri
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from clm_desktop.core.days import date_of
from clm_desktop.core.mails import in_header, is_address

_LINE_BYTES = 75  # RFC 2426 and 5545: lines are folded behind so many
_WORD_BYTES = 39  # of one encoded word: with its frame and "Subject: " below 76 letters
CRLF = "\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One contact; '' = not known."""

    uid: str
    name: str
    phone: str
    email: str
    city: str
    country: str
    groups: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One entry of a day."""

    uid: str
    day: int
    title: str
    text: str


def eml(to_name: str, to_address: str, subject: str, body: str) -> bytes:
    """One e-mail as a draft without sender and date: the mail program fills these in.

    Raises ValueError for an address that could carry a second header.
    """
    if not is_address(to_address):
        raise ValueError("address")
    name, address = " ".join(to_name.split()), in_header(to_address)
    to = f"{_phrase(name)} <{address}>" if name else address
    head = [
        "X-Unsent: 1",
        f"To: {to}",
        f"Subject: {_header(' '.join(subject.split()))}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: quoted-printable",
    ]
    text = body.replace("\r\n", "\n").encode("utf-8")
    coded = quopri.encodestring(text).replace(b"\n", b"\r\n")
    # In ASCII, but for a name before the @ that has other letters (RFC 6532).
    return CRLF.join(head).encode("utf-8") + b"\r\n\r\n" + coded + b"\r\n"


def vcards(cards: Iterable[Card]) -> bytes:
    """All cards in one file, version 3.0, which phones read."""
    lines: list[str] = []
    for card in cards:
        name = card.name or card.email or card.phone
        last, first = _last_first(card.name)
        lines += ["BEGIN:VCARD", "VERSION:3.0", f"UID:{card.uid}"]
        lines += [f"N:{_escaped(last)};{_escaped(first)};;;", f"FN:{_escaped(name)}"]
        if card.phone:
            lines.append(f"TEL;TYPE=CELL:{_escaped(card.phone)}")
        if card.email:
            lines.append(f"EMAIL;TYPE=INTERNET:{_escaped(card.email)}")
        if card.city or card.country:
            lines.append(f"ADR;TYPE=HOME:;;;{_escaped(card.city)};;;{_escaped(card.country)}")
        if card.groups:
            lines.append(f"CATEGORIES:{','.join(map(_escaped, card.groups))}")
        if card.note:
            lines.append(f"NOTE:{_escaped(card.note)}")
        lines.append("END:VCARD")
    return "".join(map(_folded, lines)).encode("utf-8")


def calendar(name: str, made_day: int, events: Iterable[Event]) -> bytes:
    """All-day entries; an import of the same file again changes the same entries."""
    stamp = date_of(made_day).strftime("%Y%m%dT000000Z")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//CLM Desktop//Plan//EN"]
    lines += ["CALSCALE:GREGORIAN", "METHOD:PUBLISH", f"X-WR-CALNAME:{_escaped(name)}"]
    for event in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{event.uid}",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{date_of(event.day):%Y%m%d}",
            f"DTEND;VALUE=DATE:{date_of(event.day + 1):%Y%m%d}",
            f"SUMMARY:{_escaped(event.title)}",
            f"DESCRIPTION:{_escaped(event.text)}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(map(_folded, lines)).encode("utf-8")


def uid(*parts: object) -> str:
    """The same name for the same thing, which tells nothing of it."""
    digest = sha256("\n".join(map(str, parts)).encode("utf-8")).hexdigest()[:32]
    return f"{digest}@clm-desktop"


def _header(text: str) -> str:
    """RFC 2047: as it is where it is plain ASCII, else in encoded words that are folded."""
    if text.isascii() and text.isprintable() and "=?" not in text:
        return text
    words = [f"=?utf-8?B?{b64encode(part).decode('ascii')}?=" for part in _pieces(text)]
    return f"{CRLF} ".join(words)


def _phrase(name: str) -> str:
    """A name before an address: quoted where it is plain, else in encoded words."""
    coded = _header(name)
    if coded != name:
        return coded
    safe = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{safe}"'


def _pieces(text: str) -> Iterable[bytes]:
    """Whole letters in pieces that fit into an encoded word."""
    piece = b""
    for letter in text:
        coded = letter.encode("utf-8", "replace")
        if len(piece) + len(coded) > _WORD_BYTES:
            yield piece
            piece = b""
        piece += coded
    yield piece


def _last_first(name: str) -> tuple[str, str]:
    """Family and given name; a name without spaces (王小明) stays whole."""
    last, comma, first = name.partition(",")
    if comma:
        return last.strip(), first.strip()
    first, _, last = name.strip().rpartition(" ")
    return last, first


def _escaped(text: str) -> str:
    text = text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Cut behind 75 bytes, between letters; what follows begins with a space."""
    pieces, piece, size = [], "", 0
    for letter in line:
        wide = len(letter.encode("utf-8", "replace"))
        if size + wide > _LINE_BYTES:
            pieces.append(piece)
            piece, size = " ", 1
        piece += letter
        size += wide
    return CRLF.join([*pieces, piece]) + CRLF
