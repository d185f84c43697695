"""The owner's words about customers, by key, and the log of every change."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence

import apsw

from clm_desktop.core.owner_words import FOR_NOW, OwnerWord, Word, WordChange, tags_of, tags_text
from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.store.people import keys_with, settle_people
from clm_desktop.store.project import Project, next_revision

# Words that change figures: answers made before no longer hold.
_CHANGES_ANSWERS = frozenset(set(Word) - {Word.NOTE, Word.TAGS})
_SPOKEN = """
SELECT ifnull(r.key, w.key), w.kind, w.value, w.as_of_day FROM owner_words w
  LEFT JOIN customers c ON c.key = w.key LEFT JOIN people p ON p.customer_id = c.id
  LEFT JOIN customers r ON r.id = ifnull(p.person_id, c.id)
ORDER BY w.made_s, w.key
"""
_STANDING = "SELECT value, as_of_day FROM owner_words WHERE key = ? AND kind = ?"


def load_words(project: Project, ctx: RunContext = NULL_CONTEXT) -> tuple[OwnerWord, ...]:
    """What stands, by the key that stands for the person; of several the newest, tags together."""
    settle_people(project, ctx)
    stands: dict[tuple[str, Word], OwnerWord] = {}
    with project.reading(ctx) as connection:
        for key, kind, value, as_of_day in connection.execute(_SPOKEN):
            word = Word(kind)
            before = stands.get((key, word))
            if word is Word.TAGS and before is not None:
                value = tags_text((*tags_of(before.value), *tags_of(value)))
            stands[key, word] = OwnerWord(key=key, word=word, value=value, as_of_day=as_of_day)
    return tuple(stands[place] for place in sorted(stands))


def say(
    project: Project, key: str, word: Word, value: str | None, as_of_day: int
) -> tuple[WordChange, ...]:
    """Put a word about the person of a key in place of the one before; None takes it back.

    The words of all keys of the person are one: an older one of another key goes. Gives the
    changes, which :func:`put_back` undoes; nothing is logged where nothing changes. A word that
    runs out counts from the day it was said last.
    """
    settle_people(project)
    now = int(time.time())
    with project.transaction() as connection:
        keys = keys_with(connection, key)
        changes = []
        for one in keys:
            before, day = connection.execute(_STANDING, (one, word)).get or (None, None)
            after = value if one == key else None
            renewed = after is not None and word in FOR_NOW and day != as_of_day
            if before != after or renewed:
                changes.append(
                    WordChange(
                        said_s=now, key=one, word=word, before=before, after=after, before_day=day
                    )
                )
        _write(connection, changes, as_of_day)
        if changes and word in _CHANGES_ANSWERS:
            next_revision(connection)
    return tuple(changes)


def put_back(project: Project, changes: Sequence[WordChange], as_of_day: int) -> None:
    """Undo changes, which is logged like any other; words count from their own day again."""
    now = int(time.time())
    back = [
        WordChange(said_s=now, key=c.key, word=c.word, before=c.after, after=c.before)
        for c in changes
    ]
    with project.transaction() as connection:
        for change, undone in zip(back, changes, strict=True):
            was = undone.before_day
            _write(connection, [change], as_of_day if was is None else was)
        if any(c.word in _CHANGES_ANSWERS for c in back):
            next_revision(connection)


def newest_order_s(project: Project) -> int | None:
    """When the newest order was made, None without orders."""
    with project.reading() as connection:
        newest = connection.execute("SELECT max(ts) FROM orders").get
        return None if newest is None else int(newest)


def oldest_order_s(project: Project) -> int | None:
    """When the first order was made, None without orders."""
    with project.reading() as connection:
        oldest = connection.execute("SELECT min(ts) FROM orders").get
        return None if oldest is None else int(oldest)


def load_log(project: Project) -> tuple[WordChange, ...]:
    """Every change there ever was, newest first."""
    with project.reading() as connection:
        query = "SELECT made_s, key, kind, before, after FROM owner_words_log ORDER BY id DESC"
        return tuple(
            WordChange(said_s=made_s, key=key, word=Word(kind), before=before, after=after)
            for made_s, key, kind, before, after in connection.execute(query)
        )


def _write(connection: apsw.Connection, changes: Iterable[WordChange], as_of_day: int) -> None:
    for c in changes:
        if c.after is None:
            connection.execute(
                "DELETE FROM owner_words WHERE key = ? AND kind = ?", (c.key, c.word)
            )
        else:
            connection.execute(
                "INSERT OR REPLACE INTO owner_words VALUES (?, ?, ?, ?, ?)",
                (c.key, c.word, c.after, as_of_day, c.said_s),
            )
        connection.execute(
            "INSERT INTO owner_words_log (made_s, key, kind, before, after) VALUES (?, ?, ?, ?, ?)",
            (c.said_s, c.key, c.word, c.before, c.after),
        )
