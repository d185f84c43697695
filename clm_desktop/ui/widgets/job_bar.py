"""The bar at the bottom while something long is running: what, how far, Stop."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QFrame, QProgressBar, QWidget

from clm_desktop.jobs.runner import JobRunner
from clm_desktop.ui import icons
from clm_desktop.ui.look import Look, Texts
from clm_desktop.ui.style import unit
from clm_desktop.ui.widgets.labels import PlainLabel
from clm_desktop.ui.widgets.parts import button, row
from clm_desktop.view.marks import N_

SHOWN_AFTER_MS = 600
STEPS = 1000


class JobBar(QFrame):
    """Shows the oldest job that is not quiet, once it has lasted a moment."""

    def __init__(self, look: Look, runner: JobRunner, parent: QWidget | None = None) -> None:
        """Hidden until there is something to show."""
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.setObjectName("job_bar")
        self._look = look
        self._runner = runner
        self._texts = Texts(look, self)
        self._number = 0
        self._delay = QTimer(self, singleShot=True, interval=SHOWN_AFTER_MS)
        self._delay.timeout.connect(self._show_it)
        self._stage = PlainLabel(wrap=False)
        self._stage.setObjectName("job_stage")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setObjectName("job_progress")
        self.stop = button("job_stop")
        self.stop.clicked.connect(self._stop)
        layout = row(self, gap=0.8)
        layout.setContentsMargins(unit(), unit() // 3, unit(), unit() // 3)
        layout.addWidget(self._stage, 1)
        layout.addWidget(self._bar, 2)
        layout.addWidget(self.stop)
        self._texts.put(self._bar.setAccessibleName, N_("Progress"))
        self._texts.put(self.stop.setText, N_("Stop"))
        self._texts.put(self.stop.setToolTip, N_("Stop; everything stays as it was (Esc)"))
        self._texts.call(self._put_stage)
        look.theme_changed.connect(self._put_icon)
        self._put_icon()
        runner.started.connect(self._started)
        runner.progressed.connect(self._progressed)
        runner.ended.connect(self._ended)
        self.hide()

    def _put_icon(self) -> None:
        self.stop.setIcon(icons.icon("stop", self._look.theme.text))

    @Slot(int)
    def _started(self, number: int) -> None:
        if not self._number and not self._runner.spec_of(number).quiet:
            self._number = number
            self._bar.setRange(0, 0)
            self._delay.start()

    @Slot(int)
    def _progressed(self, number: int) -> None:
        if number != self._number:
            return
        progress = self._runner.progress_of(number)
        if progress.fraction is None:
            self._bar.setRange(0, 0)
        else:
            self._bar.setRange(0, STEPS)
            self._bar.setValue(max(self._bar.value(), round(STEPS * progress.fraction)))
        self._put_stage()

    @Slot(int)
    def _ended(self, number: int) -> None:
        if number != self._number:
            return
        self._number = 0
        self._delay.stop()
        self._bar.reset()
        waiting = [n for n in self._runner.active() if not self._runner.spec_of(n).quiet]
        if waiting:
            was_shown = self.isVisible()
            self._started(waiting[0])
            if was_shown:
                self._show_it()
        else:
            self.hide()

    def _show_it(self) -> None:
        self._put_stage()
        self.stop.setEnabled(bool(self._number) and not self._runner.stopping(self._number))
        self.show()

    def _stop(self) -> None:
        self._runner.stop(self._number)
        self.stop.setEnabled(False)
        self._stage.setText(self._look.words.text("Stopping…"))

    def stop_shown(self) -> bool:
        """Stop the job that is shown; False when none is."""
        if self.isVisible() and self._number and self.stop.isEnabled():
            self._stop()
            return True
        return False

    def _put_stage(self) -> None:
        words, number = self._look.words, self._number
        if not number or number not in self._runner.active():
            return
        if self._runner.stopping(number):
            self._stage.setText(words.text("Stopping…"))
            return
        code = f"stage.{self._runner.progress_of(number).stage}"
        self._stage.setText(words.code(code) if words.knows(code) else words.text("Working…"))
