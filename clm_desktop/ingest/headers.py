"""Header cells made comparable: ``Customer/ID``, ``customer_id``, ``CustomerID`` are one name."""

from __future__ import annotations

import hashlib
import re
import unicodedata

_CAMEL = re.compile(r"(?<=[a-zäöüß0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_GAPS = re.compile(r"[\W_]+")


def key(header: str) -> str:
    """Letters and digits only, lower case, full-width forms folded: for comparing exactly."""
    folded = unicodedata.normalize("NFKC", header).casefold()
    return "".join(c for c in folded if c.isalnum())


def words(header: str) -> tuple[str, ...]:
    """Words of a header cell, lower case: 'InvoiceNo' -> ('invoice', 'no')."""
    spaced = _CAMEL.sub(" ", unicodedata.normalize("NFKC", header))
    return tuple(w for w in _GAPS.split(spaced.casefold()) if w)


def signature(header: tuple[str, ...]) -> str:
    """Hash of the header cells: files with the same one are read the same way."""
    joined = "\x1f".join(key(cell) for cell in header)
    return hashlib.sha256(joined.encode()).hexdigest()[:16]
