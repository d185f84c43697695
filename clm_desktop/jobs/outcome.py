"""How a job ended: exactly one of Done, Failed, Stopped."""

from __future__ import annotations

import traceback
from dataclasses import dataclass

from clm_desktop.core.errors import UserError
from clm_desktop.core.message import Message


@dataclass(frozen=True, slots=True)
class Trace:
    """A traceback as text. ``full`` may quote a customer's data, ``report`` never does."""

    full: str
    report: str  # files, lines and types of the exceptions, without their messages


@dataclass(frozen=True, slots=True)
class Done:
    """The job did what it was asked for."""

    value: object


@dataclass(frozen=True, slots=True)
class Failed:
    """Something that the owner can mend (``message``), or a bug of ours (``message`` is None)."""

    message: Message | None
    trace: Trace


@dataclass(frozen=True, slots=True)
class Stopped:
    """The owner pressed Stop, or a newer job with the same key took its place."""

    superseded: bool


Outcome = Done | Failed | Stopped


def trace_of(error: BaseException) -> Trace:
    """Text of an exception with its causes."""
    parts: list[str] = []
    link: BaseException | None = error
    while link is not None:
        frames = traceback.extract_tb(link.__traceback__)
        lines = [f"  {_short(f.filename)}:{f.lineno} in {f.name}\n" for f in frames]
        parts.append(f"{''.join(lines)}{type(link).__name__}\n")
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    full = "".join(traceback.format_exception(error))
    return Trace(full=full, report="raised after:\n".join(reversed(parts)))


def failed(error: BaseException) -> Failed:
    """Text of an error; keeps no reference to it, so that no data stays pinned by its frames."""
    message = error.message if isinstance(error, UserError) else None
    return Failed(message, trace_of(error))


def _short(filename: str) -> str:
    """Last three parts of a path: enough to find the line, without the owner's folder names."""
    return "/".join(filename.replace("\\", "/").split("/")[-3:])
