"""The line over everything: which shop, add a file, the language."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from clm_desktop.ui import icons
from clm_desktop.ui.look import Look, Texts
from clm_desktop.ui.style import unit
from clm_desktop.ui.widgets.choice_row import ChoiceRow
from clm_desktop.ui.widgets.labels import PlainLabel
from clm_desktop.ui.widgets.parts import button, row
from clm_desktop.view.marks import N_

LANGUAGE_NAMES = (("en", "EN"), ("zh", "中文"))  # each in itself


class TopBar(QFrame):
    """Intents: ``file_wanted``, ``language_chosen``."""

    file_wanted = Signal()
    language_chosen = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """Show no shop yet."""
        super().__init__(parent)
        self.setProperty("role", "top")
        self._look = look
        texts = Texts(look, self)
        self._picture = PlainLabel(wrap=False)
        self._name = PlainLabel(size=1.15, bold=True, wrap=False)
        self._name.setObjectName("shop_name")
        self._name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._sample = PlainLabel(role="sample", bold=True, wrap=False)
        texts.put(self._sample.setText, N_("SAMPLE"))
        self.add = button("add_file")
        self.add.clicked.connect(self.file_wanted)
        texts.put(self.add.setText, N_("Add order file…"))
        texts.put(self.add.setToolTip, N_("Add order files to this shop (Ctrl+I)"))
        self.language = ChoiceRow("language")
        self.language.offer(LANGUAGE_NAMES, look.words.lang)
        self.language.chosen.connect(self.language_chosen)
        texts.put(self.language.setAccessibleName, N_("Language"))
        layout = row(self, gap=0.6)
        layout.setContentsMargins(unit(), unit() // 3, unit() // 2, unit() // 3)
        layout.addWidget(self._picture)
        layout.addWidget(self._name, 1)
        layout.addWidget(self._sample)
        layout.addWidget(self.add)
        layout.addWidget(self.language)
        look.words_changed.connect(lambda: self.language.set_current(look.words.lang))
        look.theme_changed.connect(self._put_icons)
        self._put_icons()
        self.set_shop(None)

    def set_shop(self, name: str | None, *, sample: bool = False) -> None:
        """Show a shop's name, None on the start screen."""
        self._name.setText(name or "CLM Desktop")
        self._sample.setVisible(sample)
        self.add.setVisible(name is not None)

    def _put_icons(self) -> None:
        theme = self._look.theme
        self.add.setIcon(icons.icon("add", theme.text))
        self.add.setIconSize(QSize(unit(), unit()))
        self._picture.setPixmap(
            icons.pixmap("clm-desktop", theme.accent, round(unit() * 1.5), self.devicePixelRatioF())
        )
