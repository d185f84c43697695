"""How all messages are signed, and in which language they are written."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from clm_desktop.ui.look import Look
from clm_desktop.ui.style import unit
from clm_desktop.ui.widgets.form import foot, form
from clm_desktop.ui.widgets.inputs import ChoiceBox
from clm_desktop.ui.widgets.labels import PlainLabel
from clm_desktop.ui.widgets.parts import column


class WordsDialog(QDialog):
    """``then`` gets the shop's name ('' = the project's) and the language ('' = the program's)."""

    def __init__(  # noqa: PLR0917
        self,
        look: Look,
        shop_name: str,
        language: str,
        project_name: str,
        then: Callable[[str, str], object],
        parent: QWidget,
    ) -> None:
        """Show what is chosen."""
        super().__init__(parent)
        text = look.words.text
        self._then = then
        self.setObjectName("words_dialog")
        self.setWindowTitle(text("Signature and language"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.name = QLineEdit(shop_name)
        self.name.setObjectName("words_name")
        self.name.setPlaceholderText(project_name)
        self.language = ChoiceBox()
        self.language.setObjectName("words_language")
        for code, title in (
            ("", text("as this program")),
            ("en", "English"),
            ("zh", "中文"),
        ):
            self.language.addItem(title, code)
        self.language.setCurrentIndex(self.language.findData(language))
        lines = (
            (self.name, text("Signed by"), text("Your shop, as customers know it.")),
            (self.language, text("Language of the messages"), text("Your customers' language.")),
        )
        line, self.keep = foot(self, look, "words", text("Keep it"), self._keep)
        body = QWidget()
        inside = column(body, gap=0.8, margin=1.2)
        inside.addWidget(PlainLabel(text("Signature and language"), size=1.5, bold=True))
        inside.addLayout(form(lines, 14))
        inside.addStretch(1)
        layout = column(self, gap=0)
        layout.addWidget(body, 1)
        layout.addWidget(line)
        self.resize(unit() * 36, unit() * 15)

    def _keep(self) -> None:
        told = self.name.text().strip(), str(self.language.currentData())
        self.accept()
        self._then(*told)
