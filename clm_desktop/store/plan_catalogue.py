"""What the owner changed of actions, channels and their texts, or added to the built-in ones.

Only what differs is kept: a built-in name or text follows the program's language and gets better
with the program. None in a field = as it is built in.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from typing import Any

from clm_desktop.core.outreach import ActionText
from clm_desktop.store.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionWord:
    """The owner's words about one action; fields as of ``core.outreach.Action``."""

    key: str
    kind: str
    name: str | None = None
    channels: str | None = None  # keys, one a line
    cost_cents: float | None = None
    owner_minutes: float | None = None
    discount_share: float | None = None
    discount_cap_cents: float | None = None
    active: bool | None = None
    audited: bool | None = None
    code: str | None = None
    lift_mean: float | None = None
    lift_sd: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelWord:
    """The owner's words about one channel; fields as of ``core.outreach.Channel``."""

    key: str
    name: str | None = None
    cost_cents: float | None = None
    owner_minutes: float | None = None
    contacts_per_week: int | None = None
    needs_consent: bool | None = None
    all_agreed_day: int | None = None
    proof: str | None = None
    active: bool | None = None
    family: str | None = None


_ACTION = ", ".join(field.name for field in fields(ActionWord))
_CHANNEL = ", ".join(field.name for field in fields(ChannelWord))
_LOAD_ACTIONS = f"SELECT {_ACTION} FROM actions ORDER BY key"  # noqa: S608
_LOAD_CHANNELS = f"SELECT {_CHANNEL} FROM channels ORDER BY key"  # noqa: S608
_SAVE_ACTION = (
    f"INSERT INTO actions ({_ACTION}, made_s)"  # noqa: S608
    f" VALUES ({', '.join('?' * (len(fields(ActionWord)) + 1))})"
)
_SAVE_CHANNEL = (
    f"INSERT INTO channels ({_CHANNEL}, made_s)"  # noqa: S608
    f" VALUES ({', '.join('?' * (len(fields(ChannelWord)) + 1))})"
)
_FLAGS = ("active", "audited", "needs_consent")


def load_action_words(project: Project) -> tuple[ActionWord, ...]:
    """All that stand, by key."""
    with project.reading() as connection:
        rows = connection.execute(_LOAD_ACTIONS)
        names = [field.name for field in fields(ActionWord)]
        return tuple(ActionWord(**_named(names, row)) for row in rows)


def load_channel_words(project: Project) -> tuple[ChannelWord, ...]:
    """All that stand, by key."""
    with project.reading() as connection:
        rows = connection.execute(_LOAD_CHANNELS)
        names = [field.name for field in fields(ChannelWord)]
        return tuple(ChannelWord(**_named(names, row)) for row in rows)


def save_action_word(project: Project, key: str, word: ActionWord | None) -> None:
    """Keep words in place of those before; None: the action is as it is built in, or gone."""
    with project.transaction() as connection:
        connection.execute("DELETE FROM actions WHERE key = ?", (key,))
        if word is not None:
            values = (*map(_stored, astuple(word)), int(time.time()))
            connection.execute(_SAVE_ACTION, values)


def save_channel_word(project: Project, key: str, word: ChannelWord | None) -> None:
    """Keep words in place of those before; None: the channel is as it is built in, or gone."""
    with project.transaction() as connection:
        connection.execute("DELETE FROM channels WHERE key = ?", (key,))
        if word is not None:
            values = (*map(_stored, astuple(word)), int(time.time()))
            connection.execute(_SAVE_CHANNEL, values)


def load_action_texts(project: Project) -> dict[str, tuple[ActionText, ...]]:
    """The owner's templates by key of the action."""
    query = (
        "SELECT action, language, subject, body, family FROM action_texts"
        " ORDER BY action, family, language"
    )
    found: dict[str, list[ActionText]] = {}
    with project.reading() as connection:
        for action, language, subject, body, family in connection.execute(query):
            text = ActionText(language=language, subject=subject, body=body, family=family)
            found.setdefault(action, []).append(text)
    return {action: tuple(texts) for action, texts in found.items()}


def save_action_texts(project: Project, action: str, texts: Iterable[ActionText]) -> None:
    """Keep the templates of an action in place of all before."""
    now = int(time.time())
    with project.transaction() as connection:
        connection.execute("DELETE FROM action_texts WHERE action = ?", (action,))
        connection.executemany(
            "INSERT INTO action_texts (action, family, language, subject, body, made_s)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            ((action, t.family, t.language, t.subject, t.body, now) for t in texts),
        )


def _named(names: list[str], row: Iterable[object]) -> dict[str, Any]:
    told: dict[str, Any] = dict(zip(names, row, strict=True))
    for name in _FLAGS:
        if told.get(name) is not None:
            told[name] = bool(told[name])
    return told


def _stored(value: object) -> object:
    return int(value) if isinstance(value, bool) else value
