"""The first screen, also where no shop is open: what to drop here and what happens with it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from clm_desktop.ui import icons
from clm_desktop.ui.look import Look, Texts
from clm_desktop.ui.samples import SAMPLES
from clm_desktop.ui.style import unit
from clm_desktop.ui.widgets.flow import GridFlow
from clm_desktop.ui.widgets.labels import PlainLabel, safe_tip
from clm_desktop.ui.widgets.parts import button, column, frame, row
from clm_desktop.ui.widgets.scroll import Scroll, empty
from clm_desktop.view.marks import N_


class StartScreen(QWidget):
    """Intents only: ``file_wanted``, ``sample_wanted``, ``recent_wanted``, ``privacy_wanted``."""

    file_wanted = Signal()
    sample_wanted = Signal(str)
    recent_wanted = Signal(object)  # Path
    privacy_wanted = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """Show the drop zone and the samples; ``set_recent`` adds the list of shops."""
        super().__init__(parent)
        self.setObjectName("start_screen")
        self._look = look
        self._texts = Texts(look, self)
        self._recent_box = QWidget()
        self._recent = column(self._recent_box, gap=0.2)
        self._lay_out()
        look.theme_changed.connect(self._put_icons)
        self._put_icons()

    def _lay_out(self) -> None:
        page = Scroll(margin=2, gap=1.4)
        outer = row()
        inner = column(gap=1.4)
        outer.addStretch(1)
        outer.addLayout(inner, 8)
        outer.addStretch(1)
        page.body.addStretch(1)
        page.body.addLayout(outer)
        page.body.addStretch(2)
        inner.addWidget(self._drop_zone())
        inner.addWidget(self._sample_box())
        inner.addWidget(self._recent_box)
        inner.addLayout(self._promise())
        column(self, gap=0).addWidget(page)

    def _drop_zone(self) -> QWidget:
        box = frame("drop")
        layout = column(box, gap=0.7, margin=2)
        self._picture = PlainLabel(wrap=False)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        title = PlainLabel(size=1.9, bold=True)
        about = PlainLabel(role="muted", size=1.05)
        paste = PlainLabel(role="muted")
        for label in (title, about, paste):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.choose = button("choose_file", "main")
        self.choose.clicked.connect(self.file_wanted)
        self._texts.put(title.setText, N_("Drop your order file here"))
        self._texts.put(
            about.setText,
            N_(
                "CSV, Excel, TXT or ZIP, several at once if you like: from Shopify, WooCommerce, "
                "Etsy, Taobao, a till…"
            ),
        )
        self._texts.put(self.choose.setText, N_("Choose file…"))
        self._texts.put(
            paste.setText, N_("Or copy the cells in your spreadsheet and paste them here: Ctrl+V")
        )
        layout.addWidget(self._picture)
        layout.addWidget(title)
        layout.addWidget(about)
        layout.addSpacing(unit() // 2)
        layout.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(paste)
        return box

    def _sample_box(self) -> QWidget:
        box = QWidget()
        layout = column(box, gap=0.4)
        title = PlainLabel(role="muted")
        self._texts.put(title.setText, N_("No file at hand? Try a made-up shop:"))
        layout.addWidget(title)
        choices = QWidget()
        flow = GridFlow(choices, min_width=unit() * 10, spacing=unit() // 2)
        for sample in SAMPLES:
            choice = button(f"sample_{sample.file}")
            self._texts.put(choice.setText, sample.title)
            choice.clicked.connect(
                lambda _checked=False, file=sample.file: self.sample_wanted.emit(file)
            )
            flow.addWidget(choice)
        layout.addWidget(choices)
        return box

    def _promise(self) -> QHBoxLayout:
        line = row(gap=0.5)
        self._lock = PlainLabel(wrap=False)
        promise = PlainLabel(wrap=False)
        how = button("privacy", "link")
        how.clicked.connect(self.privacy_wanted)
        self._texts.put(promise.setText, N_("Your data never leaves this computer."))
        self._texts.put(how.setText, N_("How can I check?"))
        line.addWidget(self._lock)
        line.addWidget(promise)
        line.addWidget(how)
        line.addStretch(1)
        return line

    def set_recent(self, shops: tuple[tuple[str, Path], ...]) -> None:
        """Show the shops that were open before: (name, file)."""
        empty(self._recent)
        self._recent_box.setVisible(bool(shops))
        if not shops:
            return
        title = PlainLabel(self._look.words.text("Your shops"), role="muted")
        self._recent.addWidget(title)
        for place, (name, file) in enumerate(shops):
            choice = button(f"recent_{place}", "link")
            choice.setText(name.replace("&", "&&"))
            choice.setIcon(icons.icon("shop", self._look.theme.accent))
            choice.setToolTip(safe_tip(str(file)))
            choice.clicked.connect(lambda _checked=False, file=file: self.recent_wanted.emit(file))
            self._recent.addWidget(choice, 0, Qt.AlignmentFlag.AlignLeft)

    def _put_icons(self) -> None:
        theme, ratio = self._look.theme, self.devicePixelRatioF()
        self._picture.setPixmap(icons.pixmap("data", theme.accent, unit() * 3, ratio))
        self._lock.setPixmap(icons.pixmap("lock", theme.good, round(unit() * 1.1), ratio))
        self.choose.setIcon(icons.icon("file", theme.on_accent))
        self.choose.setIconSize(QSize(unit(), unit()))
