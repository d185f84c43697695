"""Data import: see what became of every row and how good the data is, go back."""

from __future__ import annotations

from itertools import islice

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clm_desktop.core.rows import RowState, SetAside
from clm_desktop.core.run import RunContext
from clm_desktop.ingest.types import SHOWN
from clm_desktop.jobs.outcome import Done, Outcome
from clm_desktop.jobs.runner import Lane, Step
from clm_desktop.store.history import ImportRecord, set_aside_rows
from clm_desktop.ui import data_work, icons
from clm_desktop.ui.context import UiContext
from clm_desktop.ui.look import Texts
from clm_desktop.ui.page_tab import PageTab
from clm_desktop.ui.session import Shop
from clm_desktop.ui.widgets.bars import bar_above, bar_below
from clm_desktop.ui.widgets.choice_row import ChoiceRow
from clm_desktop.ui.widgets.parts import button
from clm_desktop.ui.widgets.rows_menu import RowsMenu
from clm_desktop.view.blocks import Card, Page
from clm_desktop.view.marks import N_
from clm_desktop.view.pages.data import data_page
from clm_desktop.view.pages.quality import LEFT_OUT, ROWS_OF
from clm_desktop.view.words import Words

IMPORTS, QUALITY = "imports", "quality"


class DataTab(PageTab):
    """The history of imports, the quality of the data, and the ways back."""

    page_id = "data"

    undo_wanted = Signal(int)
    reread_wanted = Signal(int)
    restore_wanted = Signal()
    import_rows_wanted = Signal(object, str, str)  # ImportRows, way, title

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        """Add the bars with what can be done."""
        super().__init__(context, parent)
        self._shown = IMPORTS
        self._code = ""  # of the finding whose rows are shown
        self._texts = Texts(context.look, self)
        self.choice = ChoiceRow("data_view")
        self.choice.chosen.connect(self.show_part)
        self._undo = button("data_undo")
        self._reread = button("data_reread")
        self._restore = button("data_restore")
        self.back = button("data_back")
        self.save = RowsMenu(context.look)
        self._put_words()
        self._lay_out()
        self._undo.clicked.connect(self._want_undo)
        self._reread.clicked.connect(self._want_reread)
        self._restore.clicked.connect(self.restore_wanted)
        self.back.clicked.connect(lambda: self.show_part(QUALITY))
        self.save.wanted.connect(self.import_rows_wanted)
        self.save.about_to_open.connect(lambda: self.save.offer(self._record()))
        context.look.theme_changed.connect(self._put_icons)
        context.session.shop_changed.connect(self._put_buttons)
        self._put_icons()
        self._put_buttons()

    def _put_words(self) -> None:
        put = self._texts.put
        put(self._undo.setText, N_("Undo this import"))
        put(self._undo.setToolTip, N_("Takes back the import of the marked row, else the last"))
        put(self._reread.setText, N_("Change how it was read…"))
        put(
            self._reread.setToolTip,
            N_("Looks again at the files of the marked row, else of the last; later ones stay"),
        )
        put(self._restore.setText, N_("Restore an earlier state…"))
        put(self._restore.setToolTip, N_("Lists the states that were kept before changes"))
        put(self.back.setText, N_("Back to all findings"))
        self._texts.call(self._put_choice)

    def _put_choice(self) -> None:
        words = self.context.look.words
        self.choice.offer(
            ((IMPORTS, words.text("Imports")), (QUALITY, words.text("Data quality"))), self._shown
        )

    def _lay_out(self) -> None:
        """What is shown is chosen above the page; what is done with it stands below."""
        above, upper = bar_above()
        self._below, lower = bar_below()
        upper.addWidget(self.choice)
        upper.addWidget(self.back)
        upper.addStretch(1)
        upper.addWidget(self._restore)
        lower.addStretch(1)
        lower.addWidget(self.save)
        lower.addWidget(self._reread)
        lower.addWidget(self._undo)
        self.rows.insertWidget(0, above)
        self.rows.addWidget(self._below)

    # ---- what is shown --------------------------------------------------------------------

    def show_part(self, part: str, code: str = "") -> None:
        """Show the imports, the quality of the data, or the rows behind a finding."""
        self._shown, self._code = part, code
        self.choice.set_current(part)
        self._put_buttons()
        self.renew()

    def steps(self, shop: Shop, words: Words) -> tuple[tuple[Lane, Step], ...]:  # noqa: D102
        if self._shown == QUALITY:
            return data_work.judging(shop, words, self._code)

        def read(ctx: RunContext, _before: object) -> tuple[tuple[str, SetAside], ...]:
            return tuple(islice(set_aside_rows(shop.project, ctx=ctx), SHOWN))

        def make(_ctx: RunContext, rows: tuple[tuple[str, SetAside], ...]) -> Page:
            return data_page(shop.imports, words, rows)

        return ((Lane.STORE, read), (Lane.READ, make))

    def _submit(self) -> None:
        super()._submit()
        shop = self.context.session.shop
        if shop is not None and self._shown == IMPORTS:
            self.context.runner.start(data_work.counting_rows(shop), self._counted)

    def _counted(self, outcome: Outcome) -> None:
        if isinstance(outcome, Done):
            self.save.set_counts(outcome.value)  # type: ignore[arg-type]  # what the job gives

    def _card_opened(self, card: Card) -> None:
        if card.opens.startswith(ROWS_OF):
            self.show_part(QUALITY, card.opens.removeprefix(ROWS_OF))
        else:
            super()._card_opened(card)

    def _row_opened(self, kind: str, key: int) -> None:
        if kind == "left_out":
            self.show_part(QUALITY, f"{LEFT_OUT}{RowState(key).name.lower()}")
        else:
            super()._row_opened(kind, key)

    # ---- what can be done -----------------------------------------------------------------

    def _put_icons(self) -> None:
        colour = self.context.look.theme.text
        self._undo.setIcon(icons.icon("undo", colour))
        self.save.setIcon(icons.icon("export", colour))

    def _put_buttons(self) -> None:
        shop = self.context.session.shop
        some = bool(shop and shop.imports)
        self._undo.setEnabled(some)
        self._reread.setEnabled(bool(shop and shop.imports and not shop.is_sample))
        self.save.setEnabled(some)
        self._below.setVisible(self._shown == IMPORTS)
        self._restore.setVisible(self._shown == IMPORTS)
        self.back.setVisible(bool(self._code))

    def _want_reread(self) -> None:
        record = self._record()
        if record is not None:
            self.reread_wanted.emit(record.import_id)

    def _want_undo(self) -> None:
        record = self._record()
        if record is not None:
            self.undo_wanted.emit(record.import_id)

    def _record(self) -> ImportRecord | None:
        """The import that is marked in the history, else the last one."""
        shop = self.context.session.shop
        if shop is None or not shop.imports:
            return None
        marked = self._marked()
        found = (record for record in shop.imports if record.import_id == marked)
        return next(found, shop.imports[-1])

    def _marked(self) -> int | None:
        for panel in self.view.tables():
            model = panel.view.block_model
            current = panel.view.currentIndex()
            if model.block.row_kind == "import" and current.isValid():
                return model.key_at(current.row())
        return None
