"""The bar below the plan: what can be done with it, by what is shown."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QMenu, QPushButton, QWidget

from clm_desktop.core.outreach import ItemState, PlanRecord
from clm_desktop.ui import icons
from clm_desktop.ui.look import Look, Texts
from clm_desktop.ui.style import unit
from clm_desktop.ui.widgets.bars import inset
from clm_desktop.ui.widgets.flow import LineFlow
from clm_desktop.ui.widgets.parts import button, column
from clm_desktop.view.marks import N_
from clm_desktop.view.words import Words

WAYS_OUT: tuple[tuple[str, str], ...] = (
    ("page", N_("One page to print…")),
    ("eml", N_("E-mail drafts (EML)…")),
    ("mailmerge", N_("Mail merge (CSV)…")),
    ("sms", N_("Text message list (CSV)…")),
    ("vcard", N_("Contacts for the phone (vCard)…")),
    ("ics", N_("Calendar (ICS)…")),
    ("excel", N_("Excel workbook (XLSX)…")),
    ("data", N_("Plain data (CSV)…")),
)
PLATFORMS = (  # what they are called is the same in every language
    ("shopify", "Shopify"),
    ("klaviyo", "Klaviyo"),
    ("mailchimp", "Mailchimp"),
    ("square", "Square"),
    ("meta", "Meta"),
    ("google", "Google"),
)
SUFFIXES = {"page": "html", "eml": "zip", "vcard": "vcf", "ics": "ics", "excel": "xlsx"}
FROM_FILE = {  # what a view takes a small table of: its columns
    "todo": ("contacts", "customer_id, action, channel, date"),
    "means": ("consents", "customer_id, channel, state, date, proof"),
    "win": ("spend", "week, channel, cost, new_customers"),
}
STATES = (ItemState.DONE, ItemState.SKIPPED, ItemState.NOT_TRUE, ItemState.OPTED_OUT)


class PlanButtons(QFrame):
    """Buttons that the view needs; the others are hidden."""

    state_chosen = Signal(str)
    way_out_chosen = Signal(str)
    file_wanted = Signal(str)  # what the small table tells of

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """Make all of them."""
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.setObjectName("plan_buttons")
        self._look = look
        self._texts = Texts(look, self)
        self.approve = self._button("plan_approve", N_("Approve the week"), "main")
        self.add = self._button("plan_add", N_("Add somebody…"))
        self.drop = self._button("plan_drop", N_("Take out"))
        self.limits = self._button("plan_limits", N_("Limits…"))
        self.action = self._button("plan_new_action", N_("New action…"))
        self.channel = self._button("plan_new_channel", N_("New channel…"))
        self.spend = self._button("plan_spend", N_("Add advertising spend…"))
        self.words = self._button("plan_words", N_("Signature and language…"))
        self.file = self._button("plan_file", "")
        self.file.clicked.connect(self._want_file)
        self._view = ""
        look.words_changed.connect(self._put_file)
        self.states = [self._state(state) for state in STATES]
        self.export = self._button("plan_export", N_("Hand over"))
        self._fill_menu()
        self._texts.put(self.drop.setToolTip, N_("Take the marked rows out of the plan (Del)"))
        self._texts.put(
            self.approve.setToolTip,
            N_("Fixes who is contacted and who is left alone by lot; then hand it over"),
        )
        inside = QWidget()
        column(self, gap=0).addWidget(inside)
        inset(self)
        flow = LineFlow(inside, spacing=round(unit() * 0.5))
        for one in (
            *(self.approve, *self.states, self.add, self.drop, self.limits),
            *(self.spend, self.action, self.channel, self.words, self.file, self.export),
        ):
            flow.addWidget(one)
        look.theme_changed.connect(self._put_icon)
        self._put_icon()
        self.put("", None)

    def _button(self, name: str, title: str, role: str = "") -> QPushButton:
        made = button(name, role)
        if title:
            self._texts.put(made.setText, title)
        return made

    def _state(self, state: ItemState) -> QPushButton:
        made = button(f"plan_{state.value}", "main" if state is ItemState.DONE else "")
        self._texts.call(lambda: made.setText(self._look.words.code(f"item_state.{state.value}")))
        made.clicked.connect(lambda: self.state_chosen.emit(state.value))
        return made

    def _fill_menu(self) -> None:
        self.menu = QMenu(self.export)
        self.export.setMenu(self.menu)
        for way, title in WAYS_OUT:
            action = self.menu.addAction("")
            action.setObjectName(f"plan_export_{way}")
            self._texts.put(action.setText, title)
            action.triggered.connect(partial(self._want, way))
        below = self.menu.addMenu("")
        self._texts.put(below.setTitle, N_("For a platform"))
        for way, name in PLATFORMS:
            action = below.addAction(name)
            action.setObjectName(f"plan_export_{way}")
            action.triggered.connect(partial(self._want, way))

    def _want(self, way: str, _checked: bool = False) -> None:
        self.way_out_chosen.emit(way)

    def _want_file(self) -> None:
        if self._view in FROM_FILE:
            self.file_wanted.emit(FROM_FILE[self._view][0])

    def _put_file(self) -> None:
        """What can come from a file here, and which columns it must have."""
        self.file.setVisible(self._view in FROM_FILE)
        if self._view not in FROM_FILE:
            return
        kind, columns = FROM_FILE[self._view]
        text = self._look.words.text
        titles = {
            "contacts": text("Contacts from a file…"),
            "consents": text("Consents from a file…"),
            "spend": text("Spend from a file…"),
        }
        self.file.setText(titles[kind])
        self.file.setToolTip(text("A table with these columns: {columns}", columns=columns))

    def _put_icon(self) -> None:
        self.export.setIcon(icons.icon("export", self._look.theme.text))

    def put(self, view: str, record: PlanRecord | None) -> None:
        """Offer what can be done in a view with a plan."""
        draft = view == "week" and record is not None
        todo = view == "todo" and record is not None
        for one in (self.approve, self.add, self.drop, self.limits):
            one.setVisible(draft)
        for one in self.states:
            one.setVisible(todo)
        for one in (self.action, self.channel, self.words):
            one.setVisible(view == "means")
        self.spend.setVisible(view == "win")
        self._view = view if view != "todo" or todo else ""
        self._put_file()
        self.export.setVisible(draft or todo)
        self.setVisible(draft or todo or view in {"means", "win"})
        self.approve.setEnabled(record is not None and bool(record.items))


def list_name(way: str, words: Words) -> str:
    """What a list for one use is called, so that none is saved over another; '' of the others."""
    if way == "mailmerge":
        return words.text("Mail merge")
    if way == "sms":
        return words.text("Text messages")
    return dict(PLATFORMS).get(way, "")
