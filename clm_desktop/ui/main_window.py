"""The window: puts the parts side by side and connects what they say with what is done."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QIcon, QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from clm_desktop.core.paths import resources
from clm_desktop.ui import dialogs
from clm_desktop.ui.actions import Actions, unstopped
from clm_desktop.ui.check_screen import CheckScreen
from clm_desktop.ui.context import UiContext
from clm_desktop.ui.drop_window import DropWindow
from clm_desktop.ui.errors_view import ErrorsView
from clm_desktop.ui.export_presenter import ExportPresenter
from clm_desktop.ui.import_presenter import ImportPresenter
from clm_desktop.ui.offers_presenter import OffersPresenter
from clm_desktop.ui.overrides import called_by_qt
from clm_desktop.ui.owner_presenter import OwnerPresenter
from clm_desktop.ui.page_tab import PageTab
from clm_desktop.ui.people_presenter import PeoplePresenter
from clm_desktop.ui.plan_desk import PlanDesk
from clm_desktop.ui.plan_presenter import PlanPresenter
from clm_desktop.ui.relations_presenter import RelationsPresenter
from clm_desktop.ui.restore_dialog import RestoreDialog
from clm_desktop.ui.shop_presenter import ShopPresenter
from clm_desktop.ui.shop_screen import ShopScreen
from clm_desktop.ui.start_screen import StartScreen
from clm_desktop.ui.style import unit
from clm_desktop.ui.top_bar import TopBar
from clm_desktop.ui.undo_stack import UndoStep
from clm_desktop.ui.widgets.drop_overlay import is_project
from clm_desktop.ui.widgets.job_bar import JobBar
from clm_desktop.ui.widgets.notice import Notice
from clm_desktop.ui.widgets.parts import column
from clm_desktop.view.marks import N_
from clm_desktop.view.words import LANGUAGES

LEAST = QSize(800, 600)
NARROW_LINES = 50  # below this width in lines of text the tabs are icons only


class MainWindow(DropWindow):
    """Everything the owner sees."""

    bug_found = Signal(object)  # Trace
    language_chosen = Signal(str)
    theme_chosen = Signal(str)
    closed = Signal()

    def __init__(self, context: UiContext) -> None:
        """Build the window; it shows the start screen until a shop is open."""
        super().__init__()
        self.context = context
        self.setObjectName("main_window")
        self.setMinimumSize(LEAST)
        icon = QPixmap(str(resources() / "icons" / "clm-desktop.svg"))
        self.setWindowIcon(QIcon(icon))
        self.actions_ = Actions(self, context.look, context.settings.theme)
        self._build()
        self.errors = ErrorsView(context.look, self.notice)
        self.shops = ShopPresenter(context, self)
        self.people = PeoplePresenter(context, self)
        self.imports = ImportPresenter(context, self)
        self.exports = ExportPresenter(context, self)
        self.owner = OwnerPresenter(context, self)
        self.offers = OffersPresenter(context, self)
        self.relations = RelationsPresenter(context, self)
        self.plans = PlanPresenter(context, self)
        self.desk = PlanDesk(context, self.plans, self.shop_screen, self)
        self._connect_parts()
        self._connect_work()
        self._connect_actions()
        self._shop_changed()
        self.start.choose.setFocus()

    # ---- parts ----------------------------------------------------------------------------

    def _build(self) -> None:
        look, runner = self.context.look, self.context.runner
        self.top = TopBar(look)
        self.start = StartScreen(look)
        self.check = CheckScreen(look)
        self.shop_screen = ShopScreen(self.context)
        self.nav, self.side = self.shop_screen.nav, self.shop_screen.side
        self.tabs = self.shop_screen.tabs
        self.screens = QStackedWidget()
        for screen in (self.start, self.check, self.shop_screen):
            self.screens.addWidget(screen)
        central = QWidget()
        layout = column(central, gap=0)
        layout.addWidget(self.top)
        layout.addWidget(self.screens, 1)
        self.job_bar = JobBar(look, runner)
        layout.addWidget(self.job_bar)
        self.setCentralWidget(central)
        self.notice = Notice(look, central)
        self.accept_drops(look, central)

    @property
    def tab(self) -> PageTab:
        """The tab in front."""
        return self.shop_screen.tab

    # ---- who tells whom -------------------------------------------------------------------

    def _connect_parts(self) -> None:
        self.top.file_wanted.connect(self.ask_files)
        self.top.language_chosen.connect(self._choose_language)
        self.start.file_wanted.connect(self.ask_files)
        self.start.sample_wanted.connect(self.imports.offer_sample)
        self.start.recent_wanted.connect(self.shops.open)
        self.start.privacy_wanted.connect(self._show_privacy)
        shop = self.shop_screen
        shop.customer_wanted.connect(self.shops.show_customer)
        shop.export_wanted.connect(self.exports.ask)
        shop.failed.connect(self.errors.show_failed)
        shop.undo_wanted.connect(self.shops.undo)
        shop.reread_wanted.connect(self.imports.reread)
        shop.restore_wanted.connect(self.shops.look_up_states)
        shop.import_rows_wanted.connect(self.exports.ask_import_rows)
        shop.people_decided.connect(self.people.decide)
        shop.split_wanted.connect(self.people.split)
        shop.details_closed.connect(lambda: self.actions_.details.setChecked(False))

    def _connect_work(self) -> None:
        self.errors.bug_found.connect(self.bug_found)
        self.shops.failed.connect(self.errors.show_failed)
        self.shops.told.connect(self.notice.tell)
        self.shops.customer_ready.connect(self.shop_screen.show_customer)
        self.shops.states_ready.connect(self._ask_state)
        self.people.failed.connect(self.errors.show_failed)
        self.people.told.connect(self.notice.tell)
        self.people.decided.connect(self.shop_screen.close_side)
        self.people.decided.connect(self.shops.refresh_if_stale)
        self.imports.failed.connect(self.errors.show_failed)
        self.imports.told.connect(self.notice.tell)
        self.imports.check_wanted.connect(self._show_check)
        self.imports.check_changed.connect(self.check.show_groups)
        self.imports.files_wanted.connect(self._ask_files_of)
        self.imports.check_counted.connect(self.check.set_counted)
        self.imports.save_wanted.connect(self.exports.ask_rows)
        self.imports.check_over.connect(self._shop_changed)
        self.imports.shop_wanted.connect(self.shops.open)
        self.imports.imported.connect(self._imported)
        self.imports.small_found.connect(self.desk.small.take_in)
        self.exports.failed.connect(self.errors.show_failed)
        self.exports.told.connect(self.notice.tell)
        for one in (self.owner, self.offers, self.relations):
            one.listen(self.shop_screen)
            one.failed.connect(self.errors.show_failed)
            one.told.connect(self.notice.tell)
            one.refresh_wanted.connect(self.shops.refresh)
        self.owner.customer_changed.connect(self.shop_screen.renew_customer)
        self.offers.shop_changed.connect(self.shop_screen.renew_card)
        for part in (self.plans, self.desk):
            part.failed.connect(self.errors.show_failed)
            part.told.connect(self.notice.tell)
        steps = self.context.session.steps
        steps.changed.connect(self._put_undo)
        steps.undone.connect(self._tell_undone)
        steps.redone.connect(self._tell_redone)
        self.context.look.words_changed.connect(self._put_undo)
        self.context.look.names_hidden_changed.connect(self._put_undo)
        self.check.confirmed.connect(self.imports.confirm)
        self.check.cancelled.connect(self.imports.cancel)
        self.check.meaning_changed.connect(self.imports.change_meaning)
        self.check.status_changed.connect(self.imports.change_status)
        self.check.refunds_changed.connect(self.imports.change_refunds)
        self.check.kind_changed.connect(self.imports.change_kind)
        self.check.currency_changed.connect(self.imports.change_currency)
        self.check.cell_typed.connect(self.imports.change_cell)
        self.check.numbers_changed.connect(self.imports.change_numbers)
        self.check.left_out.connect(self.imports.leave_out)
        self.check.answered.connect(self.imports.answer)
        self.check.rows_wanted.connect(self.imports.save_rows)
        self.context.session.shop_changed.connect(self._shop_changed)
        self.context.look.words_changed.connect(self._put_recent)

    def _connect_actions(self) -> None:
        act = self.actions_
        act.new.triggered.connect(self.shops.close)
        act.open.triggered.connect(self._ask_shop)
        act.copy.triggered.connect(self._ask_copy)
        act.add.triggered.connect(self.ask_files)
        act.export.triggered.connect(self._export)
        act.close.triggered.connect(self.shops.close)
        act.quit.triggered.connect(self.close)
        act.undo.triggered.connect(self._undo)
        act.redo.triggered.connect(self.context.session.steps.redo)
        act.find.triggered.connect(self._find)
        act.refresh.triggered.connect(self.shops.refresh)
        act.details.toggled.connect(self._toggle_details)
        act.hide_names.toggled.connect(
            lambda hidden: self.context.look.set_names_hidden(hidden=hidden)
        )
        act.privacy.triggered.connect(self._show_privacy)
        act.about.triggered.connect(lambda: dialogs.about(self, self.context.look))
        act.recent_wanted.connect(self.shops.open)
        act.page_wanted.connect(self.nav.choose)
        act.people.triggered.connect(self.shop_screen.show_people)
        act.theme_chosen.connect(self.theme_chosen)

    # ---- what is in front -----------------------------------------------------------------

    def _shop_changed(self) -> None:
        shop = self.context.session.shop
        self.top.set_shop(shop.name if shop else None, sample=bool(shop and shop.is_sample))
        self.actions_.set_shop_open(is_open=shop is not None)
        self.setWindowTitle(f"{shop.name} – CLM Desktop" if shop else "CLM Desktop")
        self._put_recent()
        if self.imports.checking:
            return
        if shop is None:
            self.shop_screen.close_side()
        elif self.screens.currentWidget() is not self.shop_screen:
            self.nav.choose("today")
            self.actions_.details.setChecked(self.context.settings.details_open)
        self.screens.setCurrentWidget(self.start if shop is None else self.shop_screen)

    def _put_recent(self) -> None:
        recent = tuple((path.stem, path) for path in self.context.settings.recent)
        self.start.set_recent(recent)
        self.actions_.set_recent(recent)

    def _show_check(self, groups: object) -> None:
        self.check.start(groups)  # type: ignore[arg-type]  # a signal's payload
        self.screens.setCurrentWidget(self.check)
        self.check.begin()

    def _imported(self, done: object) -> None:
        self.shops.imported(done)  # type: ignore[arg-type]  # a signal's payload
        self.screens.setCurrentWidget(self.shop_screen)
        self.nav.choose("today")

    def _toggle_details(self, wanted: bool) -> None:
        self.context.settings.details_open = wanted
        self.shop_screen.show_details(wanted=wanted)

    # ---- asking ---------------------------------------------------------------------------

    def ask_files(self) -> None:
        """Let the owner choose order files."""
        dialogs.ask_order_files(self, self.context, self.imports.offer)

    def _ask_files_of(self, import_id: int) -> None:
        """Let the owner show where the files of an import are now."""
        dialogs.ask_order_files(
            self, self.context, lambda paths: self.imports.reread(import_id, paths)
        )

    def _ask_shop(self) -> None:
        dialogs.ask_shop(self, self.context, self.shops.open)

    def _ask_state(self, kept: object) -> None:
        RestoreDialog(self.context.look, kept, self.shops.restore, self).open()  # type: ignore[arg-type]  # a signal's payload

    def _ask_copy(self) -> None:
        shop = self.context.session.shop
        if shop is not None:
            dialogs.ask_copy(self, self.context, shop.path, self.shops.save_copy)

    def _export(self) -> None:
        for panel in self.tab.view.tables():
            panel.export_menu.popup(panel.export.mapToGlobal(panel.export.rect().bottomLeft()))
            return

    def _find(self) -> None:
        for panel in self.tab.view.tables():
            if panel.search.isVisible():
                panel.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
                panel.search.selectAll()
                return

    def _undo(self) -> None:
        """Take back what was done last since the shop was opened, else the newest import."""
        if self.context.session.steps.undo() is None:
            self.shops.undo_last()

    def _tell_undone(self, step: UndoStep) -> None:
        """Name what Ctrl+Z took back; what cannot be done again tells of itself."""
        steps, look = self.context.session.steps, self.context.look
        if step.redo is not None:
            self.notice.tell(
                lambda: look.words.text("Undone: {what}", what=unstopped(step.title())),
                N_("Redo"),
                steps.redo,
            )

    def _tell_redone(self, step: UndoStep) -> None:
        steps, look = self.context.session.steps, self.context.look
        self.notice.tell(
            lambda: look.words.text("Done again: {what}", what=unstopped(step.title())),
            N_("Undo"),
            lambda: steps.undo(step),
        )

    def _put_undo(self) -> None:
        steps = self.context.session.steps
        self.actions_.set_undo(steps.undo_title, steps.redo_title)

    def _show_privacy(self) -> None:
        dialogs.privacy(self, self.context)

    def _choose_language(self, code: str) -> None:
        for lang in LANGUAGES:
            if lang == code:
                self.language_chosen.emit(lang)

    def tell_of_crash(self) -> None:
        """Say that the program ended badly last time."""
        words = self.context.look.words
        self.notice.tell(
            lambda: words.text("Last time the program ended unexpectedly. Your shops are whole.")
        )

    # ---- events ---------------------------------------------------------------------------

    def drop(self, paths: tuple[Path, ...]) -> None:
        """Do what the overlay said."""
        if is_project(paths):
            self.shops.open(paths[0])
        else:
            self.imports.offer(paths)

    def paste(self, text: str) -> None:
        """Take cells from the clipboard."""
        self.imports.paste(text)

    def shop_name(self) -> str | None:
        """Whose files would be added to; a made-up shop takes none."""
        shop = self.context.session.shop
        return None if shop is None or shop.is_sample else shop.name

    @called_by_qt
    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.notice.isVisible():
            self.notice.hide()
        elif self.job_bar.stop_shown():
            return
        elif self.side.isVisible():
            self.shop_screen.close_side()
        elif self.imports.checking:
            self.imports.cancel()

    @called_by_qt
    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102
        super().resizeEvent(event)
        self.nav.set_narrow(narrow=self.width() < NARROW_LINES * unit())

    @called_by_qt
    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: D102
        self.context.settings.geometry = self.saveGeometry()
        self.context.settings.save()
        super().closeEvent(event)
        self.closed.emit()
