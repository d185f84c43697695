"""Is this right? What the files seem to be, on one screen, confirmed once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QComboBox,
    QMenu,
    QRadioButton,
    QWidget,
)

from clm_desktop.core.rows import FileKind
from clm_desktop.ingest.types import Field
from clm_desktop.ui.look import Look, Texts
from clm_desktop.ui.mapping_edit import Alike
from clm_desktop.ui.row_counters import RowCounters
from clm_desktop.ui.shop_work import Counted
from clm_desktop.ui.style import unit
from clm_desktop.ui.widgets.choice_row import ChoiceRow
from clm_desktop.ui.widgets.flow import GridFlow
from clm_desktop.ui.widgets.labels import PlainLabel
from clm_desktop.ui.widgets.parts import button, column, frame, row
from clm_desktop.ui.widgets.scroll import Scroll
from clm_desktop.ui.widgets.table_view import BlockView
from clm_desktop.ui.widgets.typed_number import TypedNumber
from clm_desktop.view.marks import N_
from clm_desktop.view.pages.preview import AMOUNT, WHO, Ask, check_screen, field_name

MAIN_FIELDS = (  # always offered; others are shown where a column holds them
    Field.DATE,
    Field.ORDER_ID,
    Field.PRODUCT_NAME,
    Field.QUANTITY,
)


class CheckScreen(QWidget):
    """What the owner says goes out as signals; the number in them is the group of files."""

    confirmed = Signal()
    cancelled = Signal()
    meaning_changed = Signal(int, int, object)  # group, column, Field or None
    answered = Signal(int, str, str)  # group, key of the question, code of the choice
    rows_wanted = Signal(int, object)  # group, Fate of the rows to be saved

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
        self.counters = RowCounters(look)
        self.counters.save_wanted.connect(lambda fate: self.rows_wanted.emit(self._place, fate))
        self._switch = ChoiceRow("check_file")
        self._switch.chosen.connect(lambda code: self._show(int(code)))
        self._page = Scroll(margin=1.2, gap=0.9)
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
        layout = column(self, gap=0)
        layout.addWidget(self._page, 1)
        layout.addWidget(foot)
        look.words_changed.connect(self._again)

    def show_groups(self, groups: Sequence[Alike]) -> None:
        """Show files that are read alike as one; keeps the place where it can."""
        self._groups = tuple(groups)
        self._show(min(self._place, len(groups) - 1))

    def set_counted(self, counted: Sequence[Counted]) -> None:
        """Show what was counted, one for each group; none: it is being counted."""
        self._counted = tuple(counted)
        self._put_counts()

    def _put_counts(self) -> None:
        known = self._place < len(self._counted)
        counts = self._counted[self._place].counts if known else None
        self.counters.set_counts(counts, is_open=known and counts is None)

    def start(self, groups: Sequence[Alike]) -> None:
        """Show other files, from the first one."""
        self._place = 0
        self._counted = ()
        self._answers.clear()
        self.show_groups(groups)

    def _again(self) -> None:
        if self._groups:
            self._show(self._place)

    # ---- laying out -----------------------------------------------------------------------

    def _show(self, place: int) -> None:
        self._place = place
        words, group = self._look.words, self._groups[place]
        screen = check_screen(group.first, words)
        self._page.body.removeWidget(self._switch)
        self._switch.setParent(None)
        self._page.body.removeWidget(self.counters)
        self.counters.setParent(None)
        focus = QApplication.focusWidget()
        focused = focus.objectName() if focus is not None and self.isAncestorOf(focus) else ""
        self._page.clear()
        body = self._page.body
        title = PlainLabel(words.text("Is this right?"), size=1.75, bold=True)
        body.addWidget(title)
        self._offer_files()
        if len(self._groups) > 1:
            body.addWidget(self._switch, 0, Qt.AlignmentFlag.AlignLeft)
            self._switch.show()
        about = column(gap=0.2)
        about.addWidget(PlainLabel(self._name(group), size=1.15, bold=True))
        about.addWidget(PlainLabel(screen.summary))
        for note in screen.notes:
            about.addWidget(PlainLabel(note, role="muted"))
        body.addLayout(about)
        body.addWidget(self.counters)
        self.counters.setVisible(
            group.first.kind not in (FileKind.CUSTOMERS, FileKind.PRODUCTS_STOCK)
        )
        self._put_counts()
        for missing in screen.missing:
            body.addWidget(PlainLabel(f"◆ {missing}", role="bad", bold=True))
        for ask in screen.asks:
            body.addWidget(self._question(ask))
        body.addWidget(self._meanings(group))
        first_rows = column(gap=0.1)
        first_rows.addWidget(PlainLabel(screen.sample.title, bold=True))
        hint = words.text("Click a column's title to say what it means.")
        first_rows.addWidget(PlainLabel(hint, role="muted"))
        body.addLayout(first_rows)
        sample = BlockView(self._look)
        sample.setObjectName("check_sample")
        sample.setAccessibleName(screen.sample.title)
        sample.set_block(screen.sample)
        sample.setSortingEnabled(False)
        sample.horizontalHeader().setSectionsMovable(False)
        sample.horizontalHeader().sectionClicked.connect(self._ask_meaning)
        sample.setFixedHeight(sample.fitting_height(2, 12))
        body.addWidget(sample)
        body.addStretch(1)
        self._put_state()
        again = self.findChild(QWidget, focused) if focused else None
        if again is not None:
            again.setFocus()

    def _name(self, group: Alike) -> str:
        count = len(group.previews)
        name = group.first.source.name
        if count == 1:
            return name
        return self._look.words.plural(
            "{name} and {n} more like it", "{name} and {n} more like it", count - 1, name=name
        )

    def _offer_files(self) -> None:
        choices = [(str(i), self._name(group)) for i, group in enumerate(self._groups)]
        self._switch.offer(choices, str(self._place))

    def _question(self, ask: Ask) -> QWidget:
        box = frame("card")
        box.setObjectName(f"question_{ask.key}")
        layout = column(box, gap=0.4, margin=0.75)
        layout.addWidget(PlainLabel(f"? {ask.text}", bold=True))
        choices = QButtonGroup(box)
        for code, words in ask.choices:
            choice = QRadioButton(words.replace("&", "&&"))
            choice.setObjectName(f"answer_{ask.key}_{code}")
            choice.setChecked(self._answers.get((self._place, ask.key)) == code)
            choice.toggled.connect(
                lambda on, code=code: self._answer(ask.key, code) if on else None
            )
            choices.addButton(choice)
            layout.addWidget(choice)
        if ask.typed:
            given = self._answers.get((self._place, ask.key), "")
            number = TypedNumber(ask.key, ask.typed, ask.text, given)
            number.told.connect(lambda text: self._answer(ask.key, text))
            choices.addButton(number.choice)
            layout.addWidget(number)
        return box

    def _meanings(self, group: Alike) -> QWidget:
        """What we need most, the column that holds it, an example; the rest in one line."""
        words, mapped = self._look.words, dict(group.first.mapping.fields)
        who = next((f for f in WHO if f in mapped), WHO[0])
        amount = next((f for f in AMOUNT if f in mapped), AMOUNT[0])
        fields = dict.fromkeys((who, Field.DATE, amount, *MAIN_FIELDS))
        made, cards = QWidget(), QWidget()
        flow = GridFlow(cards, min_width=unit() * 12, spacing=round(unit() * 0.5))
        for field in fields:
            flow.addWidget(self._meaning(group, field, mapped.get(field)))
        layout = column(made, gap=0.5)
        layout.addWidget(cards)
        rest = [field_name(field, words) for field in mapped if field not in fields]
        if rest:
            also = words.text("Also recognised: {fields}.", fields=words.listed(rest))
            layout.addWidget(PlainLabel(also, role="muted"))
        return made

    def _meaning(self, group: Alike, field: Field, held_by: int | None) -> QWidget:
        words, preview = self._look.words, group.first
        box = frame("card")
        layout = column(box, gap=0.2, margin=0.5)
        layout.addWidget(PlainLabel(field_name(field, words), role="muted"))
        choice = QComboBox()
        choice.setObjectName(f"column_of_{field.value}")
        choice.setAccessibleName(field_name(field, words))
        choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        choice.setMinimumContentsLength(8)
        choice.addItem(words.text("not in this file"))
        choice.addItems(list(preview.header))
        choice.setCurrentIndex(0 if held_by is None else held_by + 1)
        choice.activated.connect(lambda index: self._choose_column(field, held_by, index - 1))
        layout.addWidget(choice)
        example = "" if held_by is None else _example(preview.sample, held_by)
        layout.addWidget(PlainLabel(example or "–", role="muted"))
        layout.addStretch(1)
        return box

    # ---- intents --------------------------------------------------------------------------

    def _choose_column(self, field: Field, held_by: int | None, chosen: int) -> None:
        if chosen >= 0:
            self.meaning_changed.emit(self._place, chosen, field)
        elif held_by is not None:
            self.meaning_changed.emit(self._place, held_by, None)

    def _ask_meaning(self, section: int) -> None:
        """Let the owner say what a column means, where its title was clicked."""
        words, now = self._look.words, self._groups[self._place].first.mapping
        menu = QMenu(self)
        for field in (None, *Field):
            title = words.text("Nothing I need") if field is None else field_name(field, words)
            action = menu.addAction(title)
            action.setCheckable(True)
            action.setChecked(
                now.column(field) == section
                if field is not None
                else section not in dict(now.fields).values()
            )
            action.triggered.connect(
                lambda _on=False, field=field: self.meaning_changed.emit(
                    self._place, section, field
                )
            )
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(QCursor.pos() + QPoint(0, 4))

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
        missing = any(check_screen(group.first, words).missing for group in self._groups)
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

    def refresh_state(self) -> None:
        """Look again whether everything is answered."""
        self._put_state()


def _example(sample: tuple[tuple[str, ...], ...], column_: int) -> str:
    return next((cells[column_] for cells in sample if cells[column_].strip()), "")
