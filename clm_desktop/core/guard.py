"""The apostrophe that keeps a spreadsheet from running a text as a formula, and its removal.

A spreadsheet runs ``=…``, ``+…``, ``-…`` and ``@…``, also in full width and after spaces, and cells
that begin with a tab or a line break (CWE-1236; OWASP ASVS 1.2.10).
"""

from __future__ import annotations

import re

# Apostrophes before it belong to the pattern, so that a text which looks guarded is guarded again
# and taking the guard off gives back every text exactly.
_RUNS = re.compile(r"'*\s*[=+\-@\t\r\n＝＋－＠]")


def guarded(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would run."""
    return f"'{text}" if _RUNS.match(text) else text


def unguarded(text: str) -> str:
    """Take off exactly what :func:`guarded` puts on: ``unguarded(guarded(t)) == t``."""
    return text[1:] if text[:1] == "'" and _RUNS.match(text, 1) else text
