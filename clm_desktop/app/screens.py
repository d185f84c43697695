"""Pictures of every tab and dialog, drawn without a screen from a real project.

``clm-desktop screens DIR [--project P] [--lang en|zh] [--theme light|dark] [--scale 1|1.5|2]``
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from clm_desktop.core.paths import HOME_VARIABLE

if TYPE_CHECKING:  # Qt must not be loaded before the scale is set
    from PySide6.QtWidgets import QDialog

    from clm_desktop.app.window import Program

WAIT_SECONDS = 300.0
SIZE = (1280, 860)
LAYOUT_ROUNDS = 12  # a page within a page within the window is laid out once for each


def screens(arguments: Sequence[str]) -> int:
    """Draw all pictures; gives the exit status and prints the names of the files."""
    wish = _parser().parse_args(arguments)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_SCALE_FACTOR"] = wish.scale
    folder = Path(wish.folder)
    folder.mkdir(parents=True, exist_ok=True)
    before = os.environ.get(HOME_VARIABLE)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        os.environ[HOME_VARIABLE] = home  # the owner's settings stay as they are
        try:
            project = _copied(wish.project, Path(home))
            _Session(folder, wish.lang, wish.theme).run(project)
        finally:
            os.environ.pop(HOME_VARIABLE)
            if before is not None:
                os.environ[HOME_VARIABLE] = before
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="clm-desktop screens", description=__doc__)
    parser.add_argument("folder", metavar="DIR")
    parser.add_argument("--project", type=Path)
    parser.add_argument("--lang", choices=("en", "zh"), default="en")
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument("--scale", choices=("1", "1.5", "2"), default="1")
    return parser


def _copied(project: Path | None, home: Path) -> Path | None:
    """Work on a copy, so that the owner's file is only read."""
    if project is None:
        return None
    copy = home / project.name
    shutil.copyfile(project, copy)
    return copy


class _Session:
    """The program driven as an owner would, with a picture at every stop."""

    def __init__(self, folder: Path, lang: str, theme: str) -> None:
        from clm_desktop.app.window import Program, make_application
        from clm_desktop.ui.settings import Settings

        self.folder = folder
        self.lang = lang
        self.app = make_application()
        settings = Settings()
        settings.lang = "zh" if lang == "zh" else "en"
        settings.theme = "dark" if theme == "dark" else "light"
        self.program: Program = Program(self.app, settings)
        self.window = self.program.window
        self.window.resize(*SIZE)
        self.window.show()
        self.number = 0
        self.bugs: list[str] = []
        self.window.bug_found.connect(lambda trace: self.bugs.append(trace.full))

    def run(self, project: Path | None) -> None:
        """Go through every screen."""
        from clm_desktop.app.screens_plan import PlanPictures

        try:
            self.picture("start")
            self._check()
            self._open(project)
            for page in self.window.tabs:
                self._show(page)
                self.picture(page)
                self._views()
            if self._has_orders():
                self._people()
            self._show("watchlist")
            self.window.actions_.details.setChecked(True)
            self.picture("details")
            self._card()
            self._dialogs()
            if self._has_orders():
                PlanPictures(self).run()
        finally:
            self.program.end()
            self.window.close()

    def _sample(self) -> str:
        from clm_desktop.ui.samples import SAMPLES

        return next(s.file for s in SAMPLES if ("tea" in s.file) == (self.lang == "zh"))

    def _check(self) -> None:
        from clm_desktop.ingest.types import Fate
        from clm_desktop.ui.samples import sample_of

        self.window.imports.offer((sample_of(self._sample()).path,))
        self.wait(lambda: self.window.imports.checking)
        self.wait(lambda: not self.program.context.runner.active())
        self.picture("check")
        self.window.check.counters.open(Fate.LEFT_OUT)
        self.picture("check_rows")
        self.window.imports.cancel()

    def _open(self, project: Path | None) -> None:
        if project is None:
            self.window.imports.offer_sample(self._sample())
        else:
            self.window.shops.open(project)
        session = self.program.context.session
        self.wait(
            lambda: (
                session.shop is not None
                and (session.shop.answers is not None or session.shop.listed is not None)
            )
        )
        self.window.notice.hide()

    def _has_orders(self) -> bool:
        """Not so of a shop that is only a list of people."""
        shop = self.program.context.session.shop
        return shop is not None and shop.answers is not None

    def _show(self, page: str) -> None:
        self.window.nav.choose(page)
        self.wait(lambda: self.window.tab.up_to_date)

    def _views(self) -> None:
        """The other pages of a tab that has several."""
        from clm_desktop.ui.tabs.data_tab import IMPORTS, QUALITY, DataTab
        from clm_desktop.ui.tabs.worth_tab import VIEWS, WorthTab

        tab = self.window.tab
        if isinstance(tab, DataTab):
            tab.show_part(QUALITY)
            self.wait(lambda: tab.up_to_date)
            self.picture("data_quality")
            tab.show_part(IMPORTS)
        if isinstance(tab, WorthTab):
            for view in VIEWS[1:]:
                tab.show_view(view)
                self.wait(lambda: tab.up_to_date)
                self.picture(f"{tab.page_id}_{view}")

    def _people(self) -> None:
        """Who is one person, behind the customers."""
        self._show("customers")
        self.window.tab.go_to.emit("people", None)
        self.wait(lambda: self.window.tab.up_to_date)
        self.picture("people")

    def _card(self) -> None:
        self._show("customers")
        for panel in self.window.tab.view.tables():
            key = panel.view.block_model.key_at(0)
            if key is not None:
                self.window.shops.show_customer(key)
                self.wait(lambda: not self.window.actions_.details.isChecked())
                self.picture("customer_card")
                return

    def _dialogs(self) -> None:
        from clm_desktop.ui import dialogs
        from clm_desktop.ui.restore_dialog import RestoreDialog
        from clm_desktop.usecases.backups import list_backups

        self.window.shop_screen.close_side()
        context = self.program.context
        shop = context.session.shop
        kept = () if shop is None else list_backups(shop.path)
        restore = RestoreDialog(context.look, kept, self.window.shops.restore, self.window)
        restore.open()
        for name, dialog in (
            ("restore", restore),
            ("privacy", dialogs.privacy(self.window, context)),
            ("about", dialogs.about(self.window, context.look)),
        ):
            self._settle()
            self._save(name, dialog.grab().save)
            dialog.reject()
        self.window.overlay.show_for((Path("orders.csv"),), self.window.shop_name())
        self.picture("drop")
        self.window.overlay.hide()

    def dialog_picture(self, name: str, dialog: QDialog) -> None:
        """Save a dialog."""
        self._settle()
        self._save(name, dialog.grab().save)

    # ---- waiting and saving ---------------------------------------------------------------

    def wait(self, ready: Callable[[], bool]) -> None:
        """Let the program work until something is so; raises what went wrong meanwhile."""
        end = time.monotonic() + WAIT_SECONDS
        while not ready():
            if self.bugs:
                raise RuntimeError(self.bugs[0])
            if time.monotonic() > end:
                raise TimeoutError(
                    self.window.notice.text.text() or "the program did not get ready"
                )
            self.app.processEvents()
            time.sleep(0.005)

    def _settle(self) -> None:
        """Wait until nothing runs and every chart in sight is drawn."""
        from clm_desktop.ui.widgets.chart_canvas import ChartCanvas

        def still() -> bool:
            canvases = self.window.findChildren(ChartCanvas)
            drawn = all(c.drawn for c in canvases if c.isVisible())
            return drawn and not self.program.context.runner.active()

        seen_still = False
        while not seen_still:  # a page that was just filled shows its charts at the next events
            self.wait(still)
            for _ in range(LAYOUT_ROUNDS):
                self.app.processEvents()
            seen_still = still()

    def picture(self, name: str) -> None:
        """Save what the window shows."""
        self._settle()
        self._save(name, self.window.grab().save)

    def _save(self, name: str, save: Callable[[str], bool]) -> None:
        self.number += 1
        file = self.folder / f"{self.number:02d}_{name}.png"
        if not save(str(file)):
            raise OSError(f"{file} cannot be written")
        sys.stdout.write(f"{file}\n")
