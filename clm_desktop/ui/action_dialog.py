"""The editor of an action: name, ways, costs, discount, and its texts with a live preview."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from clm_desktop.core.outreach import Action, ActionKind, ActionText, Channel
from clm_desktop.ui.look import Look
from clm_desktop.ui.means_work import Sample
from clm_desktop.ui.style import unit
from clm_desktop.ui.widgets.choice_row import ChoiceRow
from clm_desktop.ui.widgets.flow import GridFlow
from clm_desktop.ui.widgets.form import cents_of, foot, form, money_field, number_field
from clm_desktop.ui.widgets.inputs import ChoiceBox
from clm_desktop.ui.widgets.labels import PlainLabel
from clm_desktop.ui.widgets.parts import button, column, row
from clm_desktop.ui.widgets.scroll import Scroll
from clm_desktop.view.outreach_messages import (
    FAMILIES,
    PLACEHOLDERS,
    Family,
    built_in,
    family_of,
    filled,
    unknown_placeholders,
    values_of,
)
from clm_desktop.view.pages.plan_parts import action_title, channel_title
from clm_desktop.view.words import LANGUAGES, Lang, Words

LANGUAGE_NAMES: dict[str, str] = {"en": "English", "zh": "中文"}  # each in itself
MESSAGE_LINES = 8


class ActionDialog(QDialog):
    """Nothing is kept before the button is pressed; ``then`` gets the action."""

    def __init__(
        self,
        look: Look,
        action: Action | None,
        channels: tuple[Channel, ...],
        *,
        sample: Sample,
        then: Callable[[Action], object],
        parent: QWidget,
    ) -> None:
        """Show an action, or (None) make one of the owner's own."""
        super().__init__(parent)
        text = look.words.text
        self._look, self._then, self._sample = look, then, sample
        self._channels = channels
        self._new = action is None
        self._action = action or Action(key="", kind=ActionKind.CARE)
        self._texts = {(t.language, t.family): t for t in self._action.texts}
        self._wrong = False
        self._lang: Lang = look.words.lang
        self._family: Family = "letter"
        title = text("New action") if action is None else action_title(action, look.words)
        self.setObjectName("action_dialog")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        page = Scroll(margin=1.2, gap=0.8)
        page.body.addWidget(PlainLabel(title, size=1.5, bold=True))
        line, self.keep = foot(self, look, "action", text("Keep it"), self._keep)
        self._make_fields(page.body)
        self._make_texts(page.body)
        self._connect_fields()
        page.body.addStretch(1)
        layout = column(self, gap=0)
        layout.addWidget(page, 1)
        layout.addWidget(line)
        self.resize(unit() * 46, unit() * 44)
        self._put_text()
        self._check()

    # ---- fields ---------------------------------------------------------------------------

    def _make_fields(self, body: QVBoxLayout) -> None:
        look, one = self._look, self._action
        words = look.words
        text = words.text
        self.name = QLineEdit(one.name)
        self.name.setObjectName("action_name")
        if not self._new:
            self.name.setPlaceholderText(action_title(replace(one, name=""), words))
        self.kind = ChoiceBox()
        self.kind.setObjectName("action_kind")
        for kind in ActionKind:
            self.kind.addItem(words.code(f"action_kind.{kind.value}"), kind.value)
        self.kind.setCurrentIndex(self.kind.findData(one.kind.value))
        self.kind.setEnabled(self._new)
        self.active = QCheckBox(text("In use"))
        self.active.setObjectName("action_active")
        self.active.setChecked(one.active)
        self.cost = money_field(look, "action_cost", one.cost_cents)
        self.minutes = number_field("action_minutes", one.owner_minutes, 600, 1)
        self.discount = number_field("action_discount", 100 * one.discount_share, 90, 0)
        self.discount.setSuffix(" %")
        self.cap = money_field(look, "action_cap", one.discount_cap_cents)
        self.code = QLineEdit(one.code)
        self.code.setObjectName("action_code")
        body.addWidget(self.active)
        body.addLayout(
            form(
                (
                    (self.name, text("Name"), ""),
                    (self.kind, text("Kind"), text("What the plan believes goes by it.")),
                    (self.cost, text("Costs"), text("A gift or print, beside the channel's.")),
                    (self.minutes, text("Minutes"), text("Of yours, beside the channel's.")),
                    (self.discount, text("Discount"), text("The same for all who get it.")),
                    (self.cap, text("Discount, at most"), text("In money; 0 = no limit.")),
                    (self.code, text("Code"), text("That customers type or say.")),
                ),
                field_lines=14,
            )
        )
        body.addWidget(PlainLabel(text("Goes by"), role="muted"))
        place = QWidget()
        flow = GridFlow(place, min_width=unit() * 8, spacing=unit() // 3)
        self.ways: dict[str, QCheckBox] = {}
        for channel in self._channels:
            box = QCheckBox(channel_title(channel, words).replace("&", "&&"))
            box.setObjectName(f"action_way_{channel.key}")
            box.setChecked(not one.channels or channel.key in one.channels)
            self.ways[channel.key] = box
            flow.addWidget(box)
        body.addWidget(place)

    def _connect_fields(self) -> None:
        self.name.textChanged.connect(self._check)
        self.kind.currentIndexChanged.connect(self._put_text)
        self.discount.valueChanged.connect(self._preview)
        self.code.textChanged.connect(self._preview)
        for box in self.ways.values():
            box.toggled.connect(self._check)

    # ---- texts ----------------------------------------------------------------------------

    def _make_texts(self, body: QVBoxLayout) -> None:
        text = self._look.words.text
        body.addWidget(PlainLabel(text("Texts"), size=1.15, bold=True))
        switch = row(gap=0.8)
        self.languages, self.families = ChoiceRow("text_language"), ChoiceRow("text_family")
        self.languages.offer([(lang, LANGUAGE_NAMES[lang]) for lang in LANGUAGES], self._lang)
        self.families.offer(
            [
                ("letter", text("E-mail and letter")),
                ("short", text("Short message")),
                ("talk", text("To say")),
            ],
            self._family,
        )
        self.languages.chosen.connect(self._other_text)
        self.families.chosen.connect(self._other_text)
        switch.addWidget(self.languages)
        switch.addWidget(self.families)
        switch.addStretch(1)
        body.addLayout(switch)
        self.subject, self.body = QLineEdit(), QPlainTextEdit()
        self.subject.setObjectName("text_subject")
        self.subject.setAccessibleName(text("Subject"))
        self.subject.setPlaceholderText(text("Subject"))
        self.body.setObjectName("text_body")
        self.body.setAccessibleName(text("Message"))
        self.body.setTabChangesFocus(True)
        self.body.setMinimumHeight(unit() * MESSAGE_LINES)
        self.subject.textEdited.connect(self._write)
        self.body.textChanged.connect(self._write)
        body.addWidget(self.subject)
        body.addWidget(self.body)
        body.addLayout(self._placeholders())
        self.trouble = PlainLabel(role="bad")
        body.addWidget(self.trouble)
        body.addWidget(PlainLabel(self._preview_title(), role="muted"))
        self.preview = PlainLabel().selectable()
        self.preview.setObjectName("text_preview")
        self.preview.setAccessibleName(text("Preview"))
        body.addWidget(self.preview)

    def _preview_title(self) -> str:
        text, to = self._look.words.text, self._sample.recipient
        called = "•••••" if self._look.names_hidden else to.name or to.customer_key
        return text("As {customer} would read it", customer=called) if called else text("Preview")

    def _placeholders(self) -> QHBoxLayout:
        """Buttons that put a placeholder where the cursor stands; and the way back."""
        text = self._look.words.text
        place = QWidget()
        flow = GridFlow(place, min_width=unit() * 6, spacing=unit() // 4)
        for name in PLACEHOLDERS:
            one = button(f"placeholder_{name}")
            one.setText(f"{{{name}}}")
            one.setToolTip(text("Put it where the cursor stands"))
            one.clicked.connect(lambda _on=False, name=name: self._insert(name))
            flow.addWidget(one)
        self.again = button("text_again", "link")
        self.again.setText(text("Back to the built-in text"))
        self.again.clicked.connect(self._built_in)
        line = row(gap=0.5)
        line.addWidget(place, 1)
        line.addWidget(self.again, 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _insert(self, name: str) -> None:
        self.body.insertPlainText(f"{{{name}}}")
        self.body.setFocus()

    def _other_text(self, code: str) -> None:
        for lang in LANGUAGES:
            if lang == code:
                self._lang = lang
        for family in FAMILIES:
            if family == code:
                self._family = family
        self._put_text()

    def _words(self) -> Words:
        return Words(self._lang, self._look.words.currency)

    def _put_text(self) -> None:
        """Show the text of the chosen language and family, the owner's or the built-in one."""
        own = self._texts.get((self._lang, self._family))
        shown = own or built_in(self._now(), self._family, self._words())
        for box in (self.subject, self.body):
            box.blockSignals(True)
        self.subject.setText(shown.subject)
        self.body.setPlainText(shown.body)
        for box in (self.subject, self.body):
            box.blockSignals(False)
        self.subject.setVisible(self._family == "letter")
        self.again.setVisible(own is not None)
        self._preview()

    def _write(self) -> None:
        usual = built_in(self._now(), self._family, self._words())
        subject = self.subject.text() if self._family == "letter" else ""
        body = self.body.toPlainText()
        place = (self._lang, self._family)
        if (subject, body) == (usual.subject, usual.body) or not body.strip():
            self._texts.pop(place, None)
        else:
            self._texts[place] = ActionText(
                language=self._lang, subject=subject, body=body, family=self._family
            )
        self.again.setVisible(place in self._texts)
        self._preview()

    def _built_in(self) -> None:
        self._texts.pop((self._lang, self._family), None)
        self._put_text()

    def _preview(self) -> None:
        """The text filled for a real customer, and what is wrong with it."""
        action = self._now()
        way = next((c for c in self._channels if family_of(c) == self._family), self._channels[0])
        values = values_of(
            *(action, way, self._words()),
            recipient=self._sample.recipient,
            sender=self._sample.sender,
            product=self._sample.product,
        )
        subject = self.subject.text() if self._family == "letter" else ""
        told = filled(subject, self.body.toPlainText(), values)
        self.preview.setText("\n\n".join(part for part in (told.subject, told.body) if part))
        text = self._look.words.text
        wrong = unknown_placeholders(f"{subject} {self.body.toPlainText()}")
        trouble = ""
        if wrong:
            trouble = text(
                "“{word}” in braces is nothing that can be filled in.", word=f"{{{wrong[0]}}}"
            )
        elif told.missing:
            fields = self._look.words.listed([f"{{{one}}}" for one in told.missing])
            trouble = text("For this customer {fields} is not known.", fields=fields)
        self.trouble.setText(trouble)
        self.trouble.setVisible(bool(trouble))
        self._wrong = bool(wrong)
        self._check()

    # ---- keeping --------------------------------------------------------------------------

    def _check(self) -> None:
        named = bool(self.name.text().strip()) or not self._new
        ways = any(box.isChecked() for box in self.ways.values())
        self.keep.setEnabled(named and ways and not self._wrong)

    def _now(self) -> Action:
        """The action as it stands in the fields."""
        chosen = tuple(key for key, box in self.ways.items() if box.isChecked())
        every = len(chosen) == len(self.ways) and not self._action.channels
        return replace(
            self._action,
            name=self.name.text().strip(),
            kind=ActionKind(str(self.kind.currentData())),
            active=self.active.isChecked(),
            channels=() if every else chosen,
            cost_cents=cents_of(self._look, self.cost),
            owner_minutes=self.minutes.value(),
            discount_share=self.discount.value() / 100,
            discount_cap_cents=cents_of(self._look, self.cap),
            code=self.code.text().strip(),
            texts=tuple(self._texts.values()),
        )

    def _keep(self) -> None:
        wanted = self._now()
        self.accept()
        self._then(wanted)
