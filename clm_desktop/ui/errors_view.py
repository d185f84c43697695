"""The only place that shows an error: what the owner can mend as a sentence, bugs as bugs."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from clm_desktop.core.errors import UserError
from clm_desktop.core.message import Message
from clm_desktop.jobs.outcome import Failed, Trace
from clm_desktop.ui.look import Look
from clm_desktop.ui.widgets.notice import Notice


class ErrorsView(QObject):
    """Turns failures into notices; ``bug_found`` hands everything else to the crash dialog."""

    bug_found = Signal(object)  # Trace

    def __init__(self, look: Look, notice: Notice) -> None:
        """Show errors in a notice."""
        super().__init__(notice)
        self._look = look
        self._notice = notice

    def show_failed(self, failed: Failed) -> None:
        """Show how a job failed."""
        if failed.message is None:
            trace: Trace = failed.trace
            self.bug_found.emit(trace)
        else:
            self.show_message(failed.message)

    def show_error(self, error: UserError) -> None:
        """Show an error that the owner can mend."""
        self.show_message(error.message)

    def show_message(self, message: Message) -> None:
        """Show the sentence of an error's message, in the language of the moment."""
        self._notice.trouble(lambda: self._look.words.say(message))
