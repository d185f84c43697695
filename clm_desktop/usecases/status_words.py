"""Status words that nobody has decided about: told once, when an import meets them first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from clm_desktop.core.message import Message
from clm_desktop.ingest.meaning.status import is_known, word_key
from clm_desktop.ingest.types import FilePreview

Met = Counter[tuple[str, str]]  # (header, status word) -> rows
SHOWN = 3
MOST_KEPT = 500  # a column with more words than this holds remarks, no statuses


def undecided(file: FilePreview, met: Met) -> Met:
    """Words that no rule knows and the owner said nothing about; their rows count."""
    decided = {word for word, _ in file.mapping.statuses}
    return Counter(
        {
            (title, word): rows
            for (title, word), rows in met.items()
            if not is_known(word) and word_key(word) not in decided
        }
    )


def told_words(
    file: FilePreview, met: Met, known: frozenset[str] = frozenset()
) -> tuple[Message, ...]:
    """One sentence per column in which files of a layout bear words that they never bore before.

    Parameters
    ----------
    file : one of the layout
    known : words that they bore before, by :func:`word_key`
    """
    rows: dict[str, Counter[str]] = {}
    for (title, word), n in undecided(file, met).items():
        if word_key(word) not in known:
            rows.setdefault(title, Counter())[word.strip()] += n
    if len(known) + sum(map(len, rows.values())) >= MOST_KEPT:
        return ()
    return tuple(_sentence(title, words) for title, words in rows.items())


def kept_words(words: Iterable[str], before: frozenset[str]) -> tuple[str, ...]:
    """What is to be remembered of words, so that they are not told again."""
    return tuple(sorted(before | {word_key(word) for word in words}))[:MOST_KEPT]


def _sentence(title: str, words: Counter[str]) -> Message:
    shown = [f"“{word}”" for word, _ in words.most_common(SHOWN)]
    more = "" if len(words) <= SHOWN else " …"
    return Message.of(
        "note.new_status", rows=words.total(), column=title, words=", ".join(shown) + more
    )
