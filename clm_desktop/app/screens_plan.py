"""Pictures of the plan from the first look to results: who agreed, the wish, approval, marks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from clm_desktop.core.outreach import Goal, ItemState
from clm_desktop.core.run import RunContext
from clm_desktop.jobs.runner import JobSpec, Lane

if TYPE_CHECKING:  # Qt must not be loaded before the scale is set
    from PySide6.QtWidgets import QDialog

    from clm_desktop.app.window import Program
    from clm_desktop.ui.main_window import MainWindow
    from clm_desktop.ui.tabs.plan_tab import PlanTab

PROOF = "order form"


class Camera(Protocol):
    """What takes pictures of the program."""

    program: Program
    window: MainWindow

    def picture(self, name: str) -> None:
        """Save what the window shows."""

    def dialog_picture(self, name: str, dialog: QDialog) -> None:
        """Save a dialog and close it."""

    def wait(self, ready: Callable[[], bool]) -> None:
        """Let the program work until something is so."""


class PlanPictures:
    """Goes through every state of the two tabs."""

    def __init__(self, camera: Camera) -> None:
        """Begin with the shop that is open."""
        self.camera, self.window = camera, camera.window
        self.dialogs: list[QDialog] = []
        self.window.desk.means.dialog_opened.connect(self.dialogs.append)

    def run(self) -> None:
        """Take all pictures; the shop has plans and results afterwards."""
        self._agree()
        self._views()
        if self._rows():
            self._change()
            self._approve()
        self._prove()

    @property
    def _tab(self) -> PlanTab:
        return self.window.desk.tab

    def _idle(self) -> None:
        runner = self.camera.program.context.runner
        self.camera.wait(lambda: not runner.active())
        self.camera.wait(lambda: self.window.tab.up_to_date and not runner.active())
        self.window.notice.hide()

    def _show(self, view: str) -> None:
        self._tab.show_view(view)
        self._idle()
        self.camera.picture(f"plan_{view}")

    def _agree(self) -> None:
        """Everybody agreed to the ways that reach most."""
        self.window.nav.choose("plan")
        self._idle()
        self._tab.show_view("means")
        self._idle()
        for place in range(3):
            self._tab.channel_wanted.emit(place)
            self.camera.wait(lambda: bool(self.dialogs))
            dialog = self.dialogs.pop()
            dialog.agreed.setChecked(True)  # type: ignore[attr-defined]  # a ChannelDialog
            dialog.proof.setText(PROOF)  # type: ignore[attr-defined]
            if not place:
                self.camera.dialog_picture("channel", dialog)
            dialog.keep.click()  # type: ignore[attr-defined]
            self._idle()
        self._tab.action_wanted.emit(3)
        self.camera.wait(lambda: bool(self.dialogs))
        dialog = self.dialogs.pop()
        self.camera.dialog_picture("action", dialog)
        dialog.reject()

    def _views(self) -> None:
        for view in ("means", "week", "alone", "win"):
            self._show(view)
        now = self.camera.program.context.session.plan
        if now is not None and now.joint is not None:
            other = replace(now.joint.settings, goal=Goal.KEEP, contacts=40)
            self._tab.other_chosen.emit(other)
            self._idle()
        self._show("compare")
        self._tab.show_view("week")
        self._idle()

    def _rows(self) -> int:
        tables = self._tab.view.tables()
        return tables[0].view.block_model.rowCount() if tables else 0

    def _open_row(self, name: str) -> None:
        table = self._tab.view.tables()[0].view
        table.selectRow(0)
        table.activated.emit(table.model().index(0, 0))
        self._idle()
        self.camera.wait(lambda: self.window.shop_screen.shows_plan_row)
        self.camera.picture(name)
        self.window.shop_screen.close_side()

    def _change(self) -> None:
        self._open_row("plan_row")
        self.window.actions_.details.setChecked(True)
        self.camera.picture("plan_details")
        self.window.actions_.details.setChecked(False)
        for name, dialog in (
            ("plan_limits", self.window.desk.ask_limits()),
            ("plan_somebody", self.window.desk.ask_somebody()),
        ):
            if dialog is not None:
                self.camera.dialog_picture(name, dialog)
                dialog.reject()
        now = self.camera.program.context.session.plan
        if now is not None and now.joint is not None:
            self._tab.settings_chosen.emit(replace(now.joint.settings, contacts=30))
            self._idle()
            self.camera.picture("plan_moved")

    def _approve(self) -> None:
        self._tab.buttons.approve.click()
        self._idle()
        self.camera.picture("plan_approved")
        for place, state in enumerate((ItemState.DONE, ItemState.SKIPPED)):
            self._tab.view.tables()[0].view.selectRow(place)
            self._tab.mark(state.value)
            self._idle()
        self._open_row("plan_done")
        for page in ("results", "today"):
            self.window.nav.choose(page)
            self._idle()
            self.camera.picture(f"{page}_open")

    def _prove(self) -> None:
        """Half a year of plans that never were."""
        from clm_desktop.app.screens_history import invent_history

        shop = self.camera.program.context.session.shop
        if shop is None:
            return

        def step(_ctx: RunContext, _before: object) -> None:
            invent_history(shop.project, "email")

        ended: list[object] = []
        job = JobSpec(name="history", steps=((Lane.STORE, step),), quiet=True)
        self.camera.program.context.runner.start(job, ended.append)
        self.camera.wait(lambda: bool(ended))
        self.window.plans.load()
        self.window.nav.choose("results")
        self._idle()
        self.camera.picture("results_proved")
