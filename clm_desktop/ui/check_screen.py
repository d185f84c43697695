"""Is this right? What the files seem to be, on one screen, confirmed once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QWidget

from clm_desktop.core.rows import FileKind
from clm_desktop.ingest.types import Field, RefundDay
from clm_desktop.ui.check_parts import (
    ColumnChoice,
    KindButton,
    MeaningCards,
    meaning_menu,
    question_card,
)
from clm_desktop.ui.file_rules import FileRules
from clm_desktop.ui.import_work import Counted
from clm_desktop.ui.look import Look, Texts
from clm_desktop.ui.mapping_edit import Alike
from clm_desktop.ui.numbers_choice import NumbersChoice
from clm_desktop.ui.row_counters import RowCounters
from clm_desktop.ui.sample_table import SampleTable
from clm_desktop.ui.style import unit
from clm_desktop.ui.widgets.choice_row import ChoiceRow
from clm_desktop.ui.widgets.labels import PlainLabel
from clm_desktop.ui.widgets.parts import button, column, frame, row
from clm_desktop.ui.widgets.scroll import Scroll, in_reading_order, tab_through
from clm_desktop.view.marks import N_
from clm_desktop.view.pages.preview import check_screen


class CheckScreen(QWidget):
    """What the owner says goes out as signals; the number in them is the group of files."""

    confirmed = Signal()
    cancelled = Signal()
    meaning_changed = Signal(int, int, object)  # group, column, Field or None
    status_changed = Signal(int, str, object)  # group, word, Treatment or None
    refunds_changed = Signal(int, object)  # group, RefundDay
    kind_changed = Signal(int, object)  # group, FileKind
    currency_changed = Signal(str)  # of all files that do not say theirs; '' = plain numbers
    numbers_changed = Signal(int, str, object)  # group, of orders or customers, name or None
    left_out = Signal(int)  # group that is not to be imported
    answered = Signal(int, str, str)  # group, key of the question, code of the choice
    rows_wanted = Signal(int, object)  # group, Fate of the rows to be saved
    cell_typed = Signal(int, object, str)  # group, ToldRow, what its cell is to be

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """Make the frame; ``show_groups`` fills it."""
        super().__init__(parent)
        self.setObjectName("check_screen")
        self._look = look
        self._texts = Texts(look, self)
        self._groups: tuple[Alike, ...] = ()
        self._answers: dict[tuple[int, str], str] = {}
        self._place = 0
        self._counted: tuple[Counted, ...] = ()
        self._make_parts()
        self._kept: tuple[QWidget, ...] = (
            *(self._switch, self._kind, self._leave),
            *(self.counters, self.numbers, self.rules, self.sample),
        )
        self._page = Scroll(margin=1.2, gap=0.9)
        layout = column(self, gap=0)
        layout.addWidget(self._page, 1)
        layout.addWidget(self._foot())
        look.words_changed.connect(self._again)

    def _make_parts(self) -> None:
        """Parts that stay when another file is shown, so that they keep what is open in them."""
        look = self._look
        self.counters = RowCounters(look)
        self.counters.save_wanted.connect(lambda fate: self.rows_wanted.emit(self._place, fate))
        self.counters.cell_typed.connect(
            lambda told, text: self.cell_typed.emit(self._place, told, text)
        )
        self.numbers = NumbersChoice(look)
        self.numbers.chosen.connect(
            lambda which, name: self.numbers_changed.emit(self._place, which, name)
        )
        self.rules = FileRules(look)
        self.rules.status_changed.connect(
            lambda word, told: self.status_changed.emit(self._place, word, told)
        )
        self.rules.refunds_changed.connect(self._choose_refunds)
        self.sample = SampleTable(look)
        self.sample.setObjectName("check_sample")
        self.sample.column_wanted.connect(self._ask_meaning)
        self._switch = ChoiceRow("check_file")
        self._switch.chosen.connect(lambda code: self._show(int(code)))
        self._kind = KindButton(look)
        self._kind.chosen.connect(self._choose_kind)
        self._leave = button("check_leave_out")
        self._leave.clicked.connect(self._leave_out)
        self._texts.put(self._leave.setText, N_("Leave this file out"))
        self._summary = PlainLabel()

    def _foot(self) -> QWidget:
        self._cancel = button("check_cancel")
        self.confirm = button("check_confirm", "main")
        self._open = PlainLabel(role="bad")
        self._cancel.clicked.connect(self.cancelled)
        self.confirm.clicked.connect(self.confirmed)
        self._texts.put(self._cancel.setText, N_("Cancel"))
        foot = frame("bar")
        buttons = row(foot, gap=0.6)
        buttons.setContentsMargins(unit(), unit() // 2, unit(), unit() // 2)
        buttons.addWidget(self._open, 1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self.confirm)
        return foot

    def show_groups(self, groups: Sequence[Alike]) -> None:
        """Show files that are read alike as one; keeps the place where it can."""
        self._groups = tuple(groups)
        self._show(min(self._place, len(groups) - 1))

    def start(self, groups: Sequence[Alike]) -> None:
        """Show other files, from the first one."""
        self._place = 0
        self._counted = ()
        self._answers.clear()
        self.numbers.clear()
        self.rules.clear()
        self.show_groups(groups)

    def begin(self) -> None:
        """Put the keyboard where the owner goes on: on the way in, or on what is missing."""
        choices = self.findChildren(ColumnChoice)
        empty = next((choice for choice in choices if choice.currentIndex() == 0), None)
        if self._groups[self._place].first.missing and empty is not None:
            empty.setFocus()
        else:
            self.confirm.setFocus()

    def set_counted(self, counted: Sequence[Counted]) -> None:
        """Show what was counted, one for each group; none: it is being counted."""
        self._counted = tuple(counted)
        self._put_counts()

    def _put_counts(self) -> None:
        known = self._place < len(self._counted)
        counts = self._counted[self._place].counts if known else None
        self.counters.set_counts(counts, is_open=known and counts is None)
        if counts is not None:
            self.rules.set_counts(counts)
        if known and self._groups:
            found = self._counted[self._place].numbers
            self.numbers.set_numbers(found, self._groups[self._place].first.numbers)
        if self._groups:
            told = check_screen(self._groups[self._place].first, self._look.words)
            self._summary.setText(told.summary if counts is None else told.kind)

    def _again(self) -> None:
        if self._groups:
            self._show(self._place)

    # ---- laying out -----------------------------------------------------------------------

    def _show(self, place: int) -> None:
        if place != self._place:
            self.numbers.clear()
            self.rules.clear()
        self._place = place
        words, group = self._look.words, self._groups[place]
        screen = check_screen(group.first, words)
        focus = self.window().focusWidget()  # also while a menu of it closes
        focused = focus.objectName() if focus is not None and self.isAncestorOf(focus) else ""
        for one in (self._switch, self._leave):
            one.hide()  # a layout shows what joined it later on, also what has left it meanwhile
        for part in (*self._kept, self._summary):
            part.setParent(None)
        self._page.clear()
        body = self._page.body
        body.addWidget(PlainLabel(words.text("Is this right?"), size=1.75, bold=True))
        if len(self._groups) > 1:
            choices = [(str(i), self._name(one)) for i, one in enumerate(self._groups)]
            self._switch.offer(choices, str(place))
            self._add(self._switch)
        self._add_head(group, screen.notes)
        self._add(self.counters)
        body.addWidget(self.numbers)
        for missing in screen.missing:
            body.addWidget(PlainLabel(f"◆ {missing}", role="bad", bold=True))
        for ask in screen.asks:
            chosen = self._answers.get((place, ask.key))
            body.addWidget(question_card(ask, chosen, self._answer, None))
        cards = MeaningCards(group.first, words)
        cards.chosen.connect(self._choose_column)
        cards.money_chosen.connect(self.currency_changed)
        body.addWidget(cards)
        body.addWidget(self.rules)
        self.rules.set_mapping(group.first.mapping)
        self._add_sample(group)
        body.addStretch(1)
        tab_through((*in_reading_order(body), self._cancel, self.confirm))
        self._put_counts()
        self._put_state()
        again = self.findChild(QWidget, focused) if focused else None
        if again is not None:
            again.setFocus()

    def _add(self, part: QWidget) -> None:
        self._page.body.addWidget(part)
        part.show()

    def _add_head(self, group: Alike, notes: Sequence[str]) -> None:
        """The file, what it seems to be, and what to do when it is something else.

        Each layout joins the page before it is filled: one that is full would have the items of the
        parts that stay known to Python, and they do not stay (see ``in_reading_order``).
        """
        head, about = row(gap=0.75), column(gap=0.2)
        self._page.body.addLayout(head)
        head.addLayout(about, 1)
        about.addWidget(PlainLabel(self._name(group), size=1.15, bold=True))
        about.addWidget(self._summary)
        for note in notes:
            about.addWidget(PlainLabel(note, role="muted"))
        self._kind.set_kind(group.first.kind)
        changes = (self._kind, *((self._leave,) if len(self._groups) > 1 else ()))
        for part in changes:
            head.addWidget(part, 0, Qt.AlignmentFlag.AlignTop)
        for part in (self._summary, *changes):
            part.show()  # not before it has its place: it would be a window of its own

    def _add_sample(self, group: Alike) -> None:
        words, body = self._look.words, self._page.body
        block = check_screen(group.first, words).sample
        first_rows = column(gap=0.1)
        first_rows.addWidget(PlainLabel(block.title, bold=True))
        hint = words.text(
            "Click a column to say what it means, or go to it with the arrow keys and press Enter."
        )
        first_rows.addWidget(PlainLabel(hint, role="muted"))
        body.addLayout(first_rows)
        at = self.sample.column
        self.sample.setAccessibleName(block.title)
        self.sample.set_block(block)
        self.sample.stand_on(max(at, 0))
        self.sample.setFixedHeight(self.sample.fitting_height(2, 12))
        self._add(self.sample)

    def _name(self, group: Alike) -> str:
        count = len(group.previews)
        name = group.first.source.name
        if count == 1:
            return name
        return self._look.words.plural(
            "{name} and {n} more like it", "{name} and {n} more like it", count - 1, name=name
        )

    # ---- intents --------------------------------------------------------------------------

    def _choose_column(self, field: Field, chosen: int) -> None:
        held_by = self._groups[self._place].first.mapping.column(field)
        if chosen >= 0:
            self.meaning_changed.emit(self._place, chosen, field)
        elif held_by is not None:
            self.meaning_changed.emit(self._place, held_by, None)

    def _ask_meaning(self, section: int, at: QPoint) -> None:
        """Let the owner say what a column means."""
        place = self._place

        def choose(field: Field | None) -> None:
            self.meaning_changed.emit(place, section, field)

        mapping = self._groups[place].first.mapping
        meaning_menu(self, self._look.words, mapping, section, choose).popup(at)

    def _choose_kind(self, kind: FileKind) -> None:
        self.kind_changed.emit(self._place, kind)

    def _choose_refunds(self, day: RefundDay) -> None:
        self.refunds_changed.emit(self._place, day)

    def _leave_out(self) -> None:
        gone = self._place
        self._answers = {
            (place - (place > gone), key): code
            for (place, key), code in self._answers.items()
            if place != gone
        }
        self.rules.clear()
        self.left_out.emit(gone)

    def _answer(self, key: str, code: str) -> None:
        if code:
            self._answers[self._place, key] = code
        else:  # a number that is none yet
            self._answers.pop((self._place, key), None)
        self._put_state()
        self.answered.emit(self._place, key, code)

    def _put_state(self) -> None:
        """The way on is open when nothing is missing and everything is answered."""
        words = self._look.words
        missing = any(group.first.missing for group in self._groups)
        unanswered = any(
            (place, question.key) not in self._answers
            for place, group in enumerate(self._groups)
            for question in group.first.questions
        )
        self.confirm.setEnabled(not missing and not unanswered)
        if missing:
            self._open.setText(words.text("Say which columns hold who, when and how much."))
            self.confirm.setText(words.text("Columns are missing"))
        elif unanswered:
            self._open.setText(words.text("Please answer the question above."))
            self.confirm.setText(words.text("An answer is missing"))
        else:
            self._open.setText("")
            self.confirm.setText(words.text("Show me my customers"))
