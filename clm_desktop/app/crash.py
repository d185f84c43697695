"""Nothing fails in silence: every hook that Python and Qt have ends in one report.

A report holds file names, lines and types of exceptions, never their messages: these may quote a
customer. Traces that were seen before are not shown again.
"""

from __future__ import annotations

import faulthandler
import platform
import sys
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    Signal,
    Slot,
    qInstallMessageHandler,
    qVersion,
)

from clm_desktop import __version__
from clm_desktop.core.paths import user_data
from clm_desktop.jobs.hooks import watch_threads
from clm_desktop.jobs.outcome import Trace, trace_of

_NATIVE = "crash.log"
_QUIET = ("This plugin does not support propagateSizeHints", "QFont::setPointSize")
_FATAL = (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg)


class CrashWatch(QObject):
    """Collects failures of all threads; ``found`` comes in the window's thread, once a trace."""

    found = Signal(str, object)  # report, Path of its file
    _told = Signal(object)  # Trace, from any thread

    def __init__(self, parent: QObject | None = None) -> None:
        """Watch nothing yet."""
        super().__init__(parent)
        self._seen: set[str] = set()
        self._told.connect(self.take, Qt.ConnectionType.QueuedConnection)

    def install(self) -> str:
        """Set all hooks; answers what a native crash of the last start left behind, or ''."""
        sys.excepthook = self._on_exception
        sys.unraisablehook = self._on_unraisable
        watch_threads(self._tell)
        qInstallMessageHandler(self._on_qt)
        native = user_data() / _NATIVE
        left = native.read_text("utf-8", "replace") if native.exists() else ""
        stream = native.open("w", encoding="utf-8")
        faulthandler.enable(stream)
        return left

    def uninstall(self) -> None:
        """Give the hooks back, for tests."""
        sys.excepthook = sys.__excepthook__
        sys.unraisablehook = sys.__unraisablehook__
        qInstallMessageHandler(None)
        faulthandler.disable()

    @Slot(object)
    def take(self, trace: Trace) -> None:
        """Write a report and tell of it, the first time."""
        if trace.report in self._seen:
            return
        self._seen.add(trace.report)
        report = report_text(trace)
        self.found.emit(report, write_report(report))

    # ---- hooks ----------------------------------------------------------------------------

    def _tell(self, error: BaseException) -> None:
        trace = trace_of(error)
        if sys.stderr is not None:
            sys.stderr.write(trace.full)
        self._told.emit(trace)

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, at: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, at)
        else:
            self._tell(error.with_traceback(at))

    def _on_unraisable(self, what: sys.UnraisableHookArgs) -> None:
        if what.exc_value is not None:
            self._tell(what.exc_value)

    def _on_qt(self, kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        if text.startswith(_QUIET):
            return
        if sys.stderr is not None:
            sys.stderr.write(f"Qt: {text}\n")
        if kind in _FATAL:
            stack = "".join(traceback.format_stack(limit=12))
            self._told.emit(Trace(full=f"{text}\n{stack}", report=f"Qt: {text}\n"))


def report_text(trace: Trace) -> str:
    """A report: which program on which system, and where it failed."""
    lines = (
        f"CLM Desktop {__version__}",
        f"{platform.platform()} · Python {platform.python_version()} · Qt {qVersion()}",
        datetime.now().astimezone().isoformat(timespec="seconds"),
        "",
        trace.report,
    )
    return "\n".join(lines)


def write_report(report: str, now: Callable[[], datetime] = datetime.now) -> Path:
    """Keep a report among the user's data."""
    folder = user_data() / "reports"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"report-{now():%Y%m%d-%H%M%S-%f}.txt"
    file.write_text(report, encoding="utf-8")
    return file
