"""Builds the program with its window and runs it."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, Qt, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from clm_desktop import __version__
from clm_desktop.app.crash import CrashWatch
from clm_desktop.core.run import RunContext
from clm_desktop.jobs.outcome import Outcome
from clm_desktop.jobs.runner import JobRunner, JobSpec, Lane, Step
from clm_desktop.ui.context import UiContext
from clm_desktop.ui.crash_dialog import CrashDialog
from clm_desktop.ui.edit_queue import EditQueue
from clm_desktop.ui.look import Look
from clm_desktop.ui.main_window import MainWindow
from clm_desktop.ui.session import Session
from clm_desktop.ui.settings import Settings, ThemeChoice
from clm_desktop.ui.style import apply_theme, load_fonts
from clm_desktop.view.words import Lang

FIRST_SIZE = (1180, 760)
SWITCH_SECONDS = 0.001  # workers in pure Python hand over to the window five times as often
HEAVY = (  # imported one after another once the window is painted: nobody waits for them later
    "numpy.random",
    "pandas",
    "scipy.special",
    "scipy.stats",
    "scipy.optimize",
    "scipy.sparse.linalg",
    "sklearn.base",
    "sklearn.linear_model",
    "sklearn.cluster",
    "sklearn.metrics",
    "matplotlib.figure",
    "clm_desktop.view.draw",
    "clm_desktop.usecases.compute_answers",
)


class Program(QObject):
    """Everything that lives as long as the program: context, window, translator."""

    def __init__(self, app: QApplication, settings: Settings) -> None:
        """Build the window without showing it."""
        super().__init__(app)
        self._app = app
        self._translator: QTranslator | None = None
        app.setStyle("Fusion")
        load_fonts(app)
        look = Look(settings.lang, dark=self._wants_dark(settings.theme), parent=self)
        apply_theme(app, look.theme)
        runner, session = JobRunner(self), Session(self)
        self.context = UiContext(
            look=look,
            runner=runner,
            session=session,
            settings=settings,
            edits=EditQueue(runner, session),
        )
        self._translate_qt(settings.lang)
        self.window = MainWindow(self.context)
        self.window.language_chosen.connect(self.set_language)
        self.window.theme_chosen.connect(self.set_theme)
        app.styleHints().colorSchemeChanged.connect(self._scheme_changed)

    # ---- language and colours -------------------------------------------------------------

    def set_language(self, lang: Lang) -> None:
        """Change the language of the whole program, live."""
        self.context.settings.lang = lang
        self._translate_qt(lang)
        self.context.look.set_words(lang, self.context.look.words.currency)

    def _translate_qt(self, lang: Lang) -> None:
        """Qt's own dialogs and buttons speak the same language."""
        if self._translator is not None:
            self._app.removeTranslator(self._translator)
            self._translator = None
        if lang == "zh":
            folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            translator = QTranslator(self)
            if translator.load("qtbase_zh_CN", folder):
                self._app.installTranslator(translator)
                self._translator = translator
        QLocale.setDefault(QLocale("zh_CN") if lang == "zh" else QLocale("en_GB"))

    def set_theme(self, choice: ThemeChoice) -> None:
        """Change the colours; "system" follows the system from now on."""
        self.context.settings.theme = choice
        self._put_theme(dark=self._wants_dark(choice))

    def _wants_dark(self, choice: ThemeChoice) -> bool:
        if choice == "system":
            return self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return choice == "dark"

    def _scheme_changed(self, _scheme: Qt.ColorScheme) -> None:
        self._put_theme(dark=self._wants_dark(self.context.settings.theme))

    def _put_theme(self, *, dark: bool) -> None:
        look = self.context.look
        if dark != look.dark:
            look.set_dark(dark=dark)
            apply_theme(self._app, look.theme)

    # ---- life -----------------------------------------------------------------------------

    def show(self) -> None:
        """Show the window where it was last time."""
        geometry = self.context.settings.geometry
        if geometry.isEmpty() or not self.window.restoreGeometry(geometry):
            room = self._app.primaryScreen().availableSize()
            self.window.resize(min(FIRST_SIZE[0], room.width()), min(FIRST_SIZE[1], room.height()))
        self.window.show()
        QTimer.singleShot(0, self.warm_up)

    def warm_up(self) -> None:
        """Import the heavy libraries in small steps while the owner looks around."""
        steps = tuple((Lane.COMPUTE, _importing(module)) for module in HEAVY)
        self.context.runner.start(JobSpec(name="warm_up", steps=steps, quiet=True), self._warm)

    def _warm(self, _outcome: Outcome) -> None:
        """Whoever needs a library that could not be imported will say so."""
        self.context.runner.garbage.freeze()

    def open(self, paths: Sequence[Path]) -> None:
        """Open a shop, or look at order files."""
        if paths:
            self.window.drop(tuple(path.absolute() for path in paths))

    def end(self) -> bool:
        """Stop all work and close the shop; False when a worker hangs."""
        if not self.context.runner.shutdown():
            return False
        shop = self.context.session.shop
        if shop is not None:
            shop.project.close()
        return True

    def watch(self, crash: CrashWatch) -> None:
        """Show what a crash watch finds."""
        crash.found.connect(self._show_crash)
        self.window.bug_found.connect(crash.take)

    def _show_crash(self, report: str, file: Path) -> None:
        CrashDialog(self.context.look, report, file, self.window).open()


def run_window(paths: Sequence[Path]) -> int:
    """Run the program until its window is closed.

    Parameters
    ----------
    paths : a shop's file or order files to begin with; may be empty

    Returns
    -------
    int
        exit status
    """
    sys.setswitchinterval(SWITCH_SECONDS)
    app = make_application()
    crash = CrashWatch(app)
    left = crash.install()
    program = Program(app, Settings())
    program.watch(crash)
    program.show()
    if left.strip():
        program.window.tell_of_crash()
    program.open(paths)
    status = app.exec()
    if not program.end():
        os._exit(status)  # a worker hangs; the project is safe, because changes are transactions
    return status


def make_application() -> QApplication:
    """Return the one QApplication, with our names."""
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("CLM Desktop")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("clm-desktop")
    return app


def _importing(module: str) -> Step:
    def step(_ctx: RunContext, _before: object) -> None:
        importlib.import_module(module)

    return step
