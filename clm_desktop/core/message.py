"""Sentences without words: a code and its numbers, put into a language by ``view.words``."""

from __future__ import annotations

from dataclasses import dataclass

Param = str | int | float


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence to be said to the owner, in no language yet.

    ``code`` is a dotted name (``reason.silence``). A parameter's name tells its unit and so how it
    is written: ``*_cents`` money in minor units, ``*_day`` a day number, ``*_days`` a span,
    ``*_share`` and ``p_*`` 0..1, anything else as it is.
    """

    code: str
    params: tuple[tuple[str, Param], ...] = ()

    @classmethod
    def of(cls, code: str, /, **params: Param) -> Message:
        """Make a message from keyword parameters."""
        return cls(code, tuple(params.items()))
