"""What the owner says of a customer, checked, kept, taken back."""

from __future__ import annotations

from datetime import date

from clm_desktop.core.days import SECONDS_PER_DAY, day_of
from clm_desktop.core.errors import RequestError
from clm_desktop.core.owner_words import (
    REASONS_NOT_CUSTOMER,
    Word,
    WordChange,
    tags_of,
    tags_text,
)
from clm_desktop.store import owner_words as store
from clm_desktop.store.decisions import known_keys
from clm_desktop.store.lists import is_listed
from clm_desktop.store.project import Project

LONGEST = 2_000  # letters of a note


def say_word(
    project: Project, key: str, word: str, value: str | None = ""
) -> tuple[WordChange, ...]:
    """Keep a word about a customer (None takes it back); gives what :func:`undo_words` undoes.

    An empty note or no tags take the word back.

    Raises
    ------
    RequestError
        ``person_unknown``, ``word_unknown``.
    """
    if not known_keys(project, (key,)) and not is_listed(project, key):
        raise RequestError("person_unknown", customer=key)
    if word not in set(Word):
        raise RequestError("word_unknown", word=word, known=", ".join(Word))
    told = None if value is None else _cleaned(Word(word), value)
    return store.say(project, key, Word(word), told, shop_day(project))


def undo_words(project: Project, changes: tuple[WordChange, ...]) -> None:
    """Bring back what stood before."""
    store.put_back(project, changes, shop_day(project))


def shop_day(project: Project) -> int:
    """The day of the newest order, but none of the future: the shop's today."""
    newest = store.newest_order_s(project)
    today = day_of(date.today())
    return today if newest is None else min(newest // SECONDS_PER_DAY, today)


def _cleaned(word: Word, value: str) -> str | None:
    value = value.strip()[:LONGEST]
    if word is Word.NOTE:
        return value or None
    if word is Word.TAGS:
        return tags_text(tags_of(value.replace(",", "\n").replace("，", "\n"))) or None
    if word is Word.NOT_CUSTOMER:
        if value and value not in REASONS_NOT_CUSTOMER:
            raise RequestError("word_unknown", word=value, known=", ".join(REASONS_NOT_CUSTOMER))
        return value
    return ""
