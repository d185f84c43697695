"""Every screen in both languages and both themes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QSlider,
    QSpinBox,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from clm_desktop.app.window import Program
from clm_desktop.core.paths import resources
from clm_desktop.ui import dialogs
from clm_desktop.view.theme import DARK, LIGHT
from tests.ui.conftest import WAIT_MS, write_orders

# Shown alike in both languages: our name, the names of the languages, file suffixes, figures.
ALIKE = re.compile(r"CLM Desktop|EN|Ctrl|Esc|CSV|XLSX|Excel|Lily & Soap|F1|AUC|Brier|MBG/NBD|[A-L]")
OWN_DATA = re.compile(r"Person \d+|person\d+@example\.com|Soap <b>|Candle|Tea & cup|Towel|Brush")


def english() -> frozenset[str]:
    """Every sentence that has a Chinese one, without those that hold figures."""
    found: set[str] = set()
    for file in (resources() / "i18n" / "zh").glob("*.po"):
        with file.open("rb") as stream:
            for message in read_po(stream, locale="zh"):
                ids = message.id if isinstance(message.id, tuple) else (message.id,)
                found |= {text.replace("&", "") for text in ids if text and "{" not in text}
    return frozenset(found)


def texts(root: QWidget) -> Iterator[str]:
    """Everything that can be read, or heard, below a widget."""
    yield root.windowTitle()
    for widget in (root, *root.findChildren(QWidget)):
        if not widget.isVisible() and not isinstance(widget, QMenu):
            continue  # a tab that nobody looks at is made again when somebody does
        yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription())
        if isinstance(widget, QLabel | QAbstractButton):
            yield widget.text()
        if isinstance(widget, QLineEdit):
            yield widget.placeholderText()
        if isinstance(widget, QComboBox):
            yield widget.itemText(0)
        if isinstance(widget, QMenu):
            yield widget.title()
            yield from (action.text() for action in widget.actions())
        if isinstance(widget, QTableView) and widget.isVisible():
            header, model = Qt.Orientation.Horizontal, widget.model()
            for section in range(model.columnCount()):
                yield str(model.headerData(section, header))
                yield str(model.headerData(section, header, Qt.ItemDataRole.ToolTipRole))


def in_english(root: QWidget) -> list[str]:
    """Texts without a Chinese character that stand in the catalogue, or hold a run of words."""
    known, left = english(), []
    for text in texts(root):
        plain = re.sub(r"<[^>]*>|[&↑↓]", "", text).strip()
        rest = OWN_DATA.sub("", ALIKE.sub("", plain))
        chinese = re.search(r"[\u3400-\u9fff]", plain)
        if (plain in known and not ALIKE.fullmatch(plain)) or (
            not chinese and re.search(r"[a-z]{3,} [a-z]{2,}", rest)
        ):
            left.append(text)
    return left


def show(program: Program, qtbot: QtBot, page: str) -> None:
    program.window.nav.choose(page)
    qtbot.waitUntil(lambda: program.window.tab.up_to_date, timeout=WAIT_MS)


def test_that_switching_the_language_leaves_no_english_behind(
    opened: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened.window
    for page in window.tabs:
        show(opened, qtbot, page)
    assert len(in_english(window)) > 20  # the check sees English where there is some
    window.notice.tell(lambda: opened.context.look.words.text("Stop"))
    qtbot.mouseClick(
        window.top.language.findChildren(QAbstractButton)[1], Qt.MouseButton.LeftButton
    )
    assert opened.context.look.words.lang == "zh"
    for page in window.tabs:
        show(opened, qtbot, page)
        assert "\n".join(in_english(window)) == ""
    window.actions_.details.setChecked(True)
    show(opened, qtbot, "watchlist")
    assert in_english(window) == []
    window.actions_.details.setChecked(False)
    with qtbot.waitSignal(window.shops.customer_ready, timeout=WAIT_MS):
        window.shops.show_customer(1)
    opened.set_language("en")
    qtbot.waitUntil(lambda: "Why" in texts(window.side), timeout=WAIT_MS)
    opened.set_language("zh")
    qtbot.waitUntil(lambda: "Why" not in texts(window.side), timeout=WAIT_MS)
    show(opened, qtbot, "watchlist")
    assert in_english(window) == []
    for dialog in (
        dialogs.privacy(window, opened.context),
        dialogs.about(window, opened.context.look),
    ):
        assert in_english(dialog) == []
        dialog.close()
    window.imports.offer((write_orders(tmp_path / "orders.csv"),))
    qtbot.waitUntil(
        lambda: window.imports.checking or not opened.context.runner.active(), timeout=WAIT_MS
    )


def test_that_the_check_screen_and_the_start_screen_speak_chinese(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    window = program.window
    program.set_language("zh")
    assert in_english(window) == []
    orders = tmp_path / "orders.csv"
    orders.write_text(
        "订单号,日期,客户,金额\n1,03/04/2024,甲,9.50\n2,05/06/2024,乙,8.00\n", encoding="utf-8"
    )
    window.imports.offer((orders,))
    qtbot.waitUntil(lambda: window.imports.checking, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: "这样对吗？" in texts(window.check))
    assert in_english(window.check) == []
    program.set_language("en")
    qtbot.waitUntil(lambda: "Is this right?" in texts(window.check))
    window.imports.cancel()


def test_that_a_question_must_be_answered_before_the_import(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    orders = tmp_path / "orders.csv"
    rows = "".join(f"{n},0{n % 9 + 1}/0{n % 7 + 1}/2024,c{n},9.50\n" for n in range(1, 40))
    orders.write_text("order,date,customer,total\n" + rows, encoding="utf-8")
    window = program.window
    window.imports.offer((orders,))
    qtbot.waitUntil(lambda: window.imports.checking, timeout=WAIT_MS)
    assert not window.check.confirm.isEnabled()
    answers = [
        button
        for button in window.check.findChildren(QAbstractButton)
        if button.objectName().startswith("answer_")
    ]
    assert len(answers) >= 2
    answers[0].click()
    assert window.check.confirm.isEnabled()
    window.check.confirm.click()
    session = program.context.session
    qtbot.waitUntil(lambda: session.shop is not None, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not program.context.runner.active(), timeout=WAIT_MS)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_that_every_tab_is_drawn_on_the_ground_of_its_theme(
    opened: Program, qtbot: QtBot, lang: str, theme: str
) -> None:
    opened.set_language("zh" if lang == "zh" else "en")
    opened.set_theme("dark" if theme == "dark" else "light")
    colours = DARK if theme == "dark" else LIGHT
    for page in opened.window.tabs:
        show(opened, qtbot, page)
        picture = opened.window.grab().toImage()
        ground = picture.pixelColor(opened.window.nav.width() + 6, picture.height() - 6)
        assert ground.name().upper() in (colours.background, colours.surface)
        inks = {
            picture.pixelColor(x, y).name()
            for x in range(0, picture.width(), 7)
            for y in range(0, picture.height(), 5)
        }
        assert len(inks) > 5


def test_that_every_control_has_a_name_for_tests_and_for_ears(
    opened: Program, qtbot: QtBot
) -> None:
    window = opened.window
    for page in window.tabs:
        show(opened, qtbot, page)
    window.actions_.details.setChecked(True)
    for button in window.findChildren(QAbstractButton):
        if button.objectName().startswith("qt_") or not button.isVisible():
            continue
        assert button.objectName(), button
        assert button.text() or button.accessibleName(), button.objectName()
    for table in window.findChildren(QTableView):
        if table.isVisible():
            assert table.accessibleName(), table.objectName()
    for kind in (QComboBox, QSpinBox, QSlider):
        for field in window.shop_screen.findChildren(kind):
            assert field.objectName(), field
            assert field.accessibleName(), field.objectName()


def test_that_labels_never_read_markup(opened: Program, qtbot: QtBot) -> None:
    for page in opened.window.tabs:
        show(opened, qtbot, page)
    labels = opened.window.findChildren(QLabel)
    assert labels
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels)
