"""Questions in a window of their own: files and folders, About, where the data is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from clm_desktop import __version__
from clm_desktop.core.paths import cache, user_data
from clm_desktop.ui.context import UiContext
from clm_desktop.ui.look import Look
from clm_desktop.ui.samples import shops_folder
from clm_desktop.ui.style import unit
from clm_desktop.ui.widgets.labels import PlainLabel
from clm_desktop.ui.widgets.parts import button, column, row
from clm_desktop.ui.widgets.scroll import Scroll

ORDER_FILES = "*.csv *.tsv *.txt *.xlsx *.xlsm *.xlsb *.xls *.ods *.zip *.gz"


def ask_order_files(
    parent: QWidget, context: UiContext, then: Callable[[tuple[Path, ...]], object]
) -> QFileDialog:
    """Let the owner choose files to import."""
    words = context.look.words
    dialog = _file_dialog(parent, context, words.text("Choose order files"), "choose_order_files")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setNameFilters(
        [f"{words.text('Order files')} ({ORDER_FILES})", f"{words.text('All files')} (*)"]
    )
    dialog.filesSelected.connect(lambda names: then(tuple(Path(name) for name in names)))
    return _opened(dialog, context)


def ask_table(
    parent: QWidget, context: UiContext, title: str, then: Callable[[Path], object]
) -> QFileDialog:
    """Let the owner choose a small table."""
    words = context.look.words
    dialog = _file_dialog(parent, context, title, "choose_table")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters(
        [f"{words.text('Tables')} ({ORDER_FILES})", f"{words.text('All files')} (*)"]
    )
    dialog.fileSelected.connect(lambda name: then(Path(name)))
    return _opened(dialog, context)


def ask_shop(parent: QWidget, context: UiContext, then: Callable[[Path], object]) -> QFileDialog:
    """Let the owner choose a shop's file."""
    words = context.look.words
    dialog = _file_dialog(parent, context, words.text("Open a shop"), "choose_shop")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters([f"{words.text('Shops')} (*.clm)"])
    dialog.fileSelected.connect(lambda name: then(Path(name)))
    return _opened(dialog, context)


def ask_copy(
    parent: QWidget, context: UiContext, shop: Path, then: Callable[[Path], object]
) -> QFileDialog:
    """Let the owner say where a copy of the shop goes."""
    words = context.look.words
    return ask_target(
        parent, context, words.text("Save a copy of the shop"), (shop.stem, "clm"), then
    )


def ask_target(
    parent: QWidget,
    context: UiContext,
    title: str,
    suggested: tuple[str, str],
    then: Callable[[Path], object],
) -> QFileDialog:
    """Let the owner say where something is saved; ``suggested`` is a name and its suffix."""
    name, suffix = suggested
    dialog = _file_dialog(parent, context, title, "choose_target")
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters([f"*.{suffix}"])
    dialog.setDefaultSuffix(suffix)
    dialog.selectFile(f"{name}.{suffix}")
    dialog.fileSelected.connect(lambda chosen: then(Path(chosen)))
    return _opened(dialog, context)


def _file_dialog(parent: QWidget, context: UiContext, title: str, name: str) -> QFileDialog:
    dialog = QFileDialog(parent)
    dialog.setObjectName(name)
    dialog.setWindowTitle(title)
    dialog.setDirectory(str(context.settings.folder))
    return dialog


def _opened(dialog: QFileDialog, context: UiContext) -> QFileDialog:
    def remember(folder: str) -> None:
        context.settings.folder = Path(folder)

    dialog.accepted.connect(lambda: remember(dialog.directory().absolutePath()))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog


def about(parent: QWidget, look: Look) -> QDialog:
    """What this program is."""
    words = look.words
    return _told(
        parent,
        look,
        words.text("About CLM Desktop"),
        (
            words.text("CLM Desktop {version}", version=__version__),
            words.text(
                "Tells a shop owner from the order file who is about to leave, what each "
                "customer is worth, what to offer whom and what to do this week."
            ),
            words.text("Fonts: Noto Sans, under the SIL Open Font License."),
        ),
    )


def privacy(parent: QWidget, context: UiContext) -> QDialog:
    """Where the data is, and how the owner can check that it stays there."""
    words, shop = context.look.words, context.session.shop
    place = (
        words.text("Everything of this shop is in one file: {file}", file=shop.path)
        if shop is not None
        else words.text(
            "Each shop is one file. New shops are put into {folder}", folder=shops_folder()
        )
    )
    return _told(
        parent,
        context.look,
        words.text("Your data never leaves this computer"),
        (
            words.text("This program has no internet code at all, so it cannot send anything."),
            place,
            words.text("Settings and crash reports are in {folder}", folder=user_data()),
            words.text(
                "Earlier states of your shops are kept in {folder}", folder=user_data() / "backups"
            ),
            words.text("What can be made again (fonts for charts) is in {folder}", folder=cache()),
            words.text(
                "To check: switch the network off and work as usual; everything still works. Or "
                "watch the program in your system's network monitor: it opens no connection."
            ),
        ),
    )


def _told(parent: QWidget, look: Look, title: str, sentences: tuple[str, ...]) -> QDialog:
    dialog = QDialog(parent)
    dialog.setObjectName("told")
    dialog.setWindowTitle(title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    page = Scroll(margin=1.5, gap=0.8)
    page.body.addWidget(PlainLabel(title, size=1.5, bold=True))
    for sentence in sentences:
        page.body.addWidget(PlainLabel(sentence).selectable())
    page.body.addStretch(1)
    close = button("told_close", "main")
    close.setText(look.words.text("Close"))
    close.clicked.connect(dialog.accept)
    foot = row(margin=1)
    foot.addStretch(1)
    foot.addWidget(close)
    layout = column(dialog, gap=0)
    layout.addWidget(page, 1)
    layout.addLayout(foot)
    dialog.resize(unit() * 34, unit() * 22)
    dialog.open()
    return dialog
