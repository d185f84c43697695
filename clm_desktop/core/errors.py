"""Errors that the owner can meet and mend. Everything else is a bug and is never swallowed."""

from __future__ import annotations

from clm_desktop.core.message import Message, Param


class UserError(Exception):
    """Something outside the program is not as it must be; ``message`` says what, where, how.

    The words stand in ``view`` under the code ``error.<code>``; a test demands one for every code
    that is raised. Parameters must never hold a customer's name, e-mail or phone.
    """

    def __init__(self, code: str, /, **params: Param) -> None:
        """Keep the code and what the sentence needs."""
        self.code = code
        self.message = Message.of(f"error.{code}", **params)
        super().__init__(f"{code} {params}" if params else code)


class FileError(UserError):
    """An input file that cannot be read as orders."""


class ProjectError(UserError):
    """A project file that cannot be opened or written."""


class QuestionsError(UserError):
    """The import must know something first (date order, who is the customer ...)."""


class RequestError(UserError):
    """A wish that cannot be met: an unknown topic, a customer who is not there ..."""
