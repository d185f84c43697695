"""Rules of an import that the owner switches on the check screen: by mouse, keys and command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QComboBox, QMenu, QPushButton, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from clm_desktop.app.main import main
from clm_desktop.app.window import Program
from clm_desktop.core.rows import FileKind
from clm_desktop.ingest.types import Fate, Field, RefundDay, Treatment
from tests.ui.conftest import WAIT_MS
from tests.ui.test_check_screen import HEADER, offer, texts, wait_counted


def with_statuses(path: Path, first: int = 0) -> Path:
    """Thirty rows: 10 paid, 10 of a word nobody knows, 5 cancelled, 5 given back in full."""
    words = ["paid"] * 10 + ["Vorgemerkt"] * 10 + ["storniert"] * 5 + ["Refunded"] * 5
    rows = [
        f"{first + i},c{i % 7},2024-04-{1 + i % 28:02},Tea,1,4.00,{word}"
        for i, word in enumerate(words)
    ]
    path.write_text(HEADER + "\n".join(rows) + "\n")
    return path


def statuses(program: Program) -> list[tuple[str, int, str]]:
    block = program.window.check.rules.table.block_model.block
    return list(zip(*(values.tolist() for values in block.values), strict=True))


def open_menu(name: str, qtbot: QtBot) -> QMenu:
    def menu() -> QMenu | None:
        found = QApplication.activePopupWidget()
        return found if isinstance(found, QMenu) and found.objectName() == name else None

    qtbot.waitUntil(lambda: menu() is not None, timeout=WAIT_MS)
    found = menu()
    assert found is not None
    return found


def take(menu: QMenu, words: str) -> QAction:
    """The entry of a menu, which is chosen and so closes it."""
    action = next(a for a in menu.actions() if a.text() == words)
    menu.close()
    action.trigger()
    return action


def test_that_each_status_is_shown_with_its_rows_and_what_becomes_of_them(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    offer(program, qtbot, with_statuses(tmp_path / "a.csv"))
    wait_counted(program, qtbot)
    assert statuses(program) == [
        ("paid", 10, "counts ▼"),
        ("Vorgemerkt", 10, "counts ▼  (I do not know this word)"),
        ("storniert", 5, "left out: cancelled ▼"),
        ("Refunded", 5, "left out: given back in full ▼"),
    ]
    account = program.window.check.rules.findChild(QWidget, "check_account")
    assert account is not None
    told = account.property("text").splitlines()
    assert told[:2] == [
        "Sales before refunds 100.00 − refunds 20.00 = 80.00, which is what counts.",
        "Left out on purpose: cancelled before it was paid 20.00.",
    ]


def test_that_the_keyboard_switches_a_status_and_the_totals_follow(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    offer(program, qtbot, with_statuses(tmp_path / "a.csv"))
    wait_counted(program, qtbot)
    table = program.window.check.rules.table
    table.setFocus()
    table.setCurrentIndex(table.block_model.index(0, 0))
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    menu = open_menu("status_menu", qtbot)
    assert [a.text() for a in menu.actions() if a.isChecked()] == ["counts"]
    for _ in range(2):
        qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: texts(program)[3] == "○ 20 left out on purpose", timeout=WAIT_MS)
    assert statuses(program)[1] == ("Vorgemerkt", 10, "left out: cancelled ▼  (your choice)")
    assert texts(program)[0] == "● 10 ready"
    assert table.currentIndex().row() == 1
    assert program.window.focusWidget() is table
    program.window.check.status_changed.emit(0, "Vorgemerkt", None)
    qtbot.waitUntil(lambda: texts(program)[0] == "● 20 ready", timeout=WAIT_MS)


def test_that_a_choice_about_a_status_is_remembered_and_shown_when_read_anew(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    offer(program, qtbot, with_statuses(tmp_path / "a.csv"))
    wait_counted(program, qtbot)
    program.window.check.status_changed.emit(0, "storniert", Treatment.COUNTS)
    program.window.check.status_changed.emit(0, "Vorgemerkt", Treatment.FAILED)
    program.window.check.confirm.click()
    session = program.context.session
    qtbot.waitUntil(lambda: session.shop is not None, timeout=WAIT_MS)
    assert session.shop is not None
    (file,) = session.shop.imports[0].files
    assert (file.rows_accepted, file.reasons) == (15, (("failed", 10), ("refunded", 5)))

    program.window.imports.offer((with_statuses(tmp_path / "b.csv", 100),))
    qtbot.waitUntil(lambda: session.shop is not None and len(session.shop.imports) == 2)
    (file,) = session.shop.imports[1].files
    assert (file.rows_accepted, file.rows_left_out) == (15, 15)

    program.window.imports.reread(1)
    qtbot.waitUntil(lambda: program.window.imports.checking, timeout=WAIT_MS)
    wait_counted(program, qtbot)
    assert statuses(program)[1:3] == [
        ("Vorgemerkt", 10, "left out: payment failed ▼  (your choice)"),
        ("storniert", 5, "counts ▼  (your choice)"),
    ]
    program.window.check.status_changed.emit(0, "storniert", None)
    program.window.check.confirm.click()
    qtbot.waitUntil(
        lambda: session.shop is not None and session.shop.imports[0].files[0].rows_accepted == 10,
        timeout=WAIT_MS,
    )
    qtbot.waitUntil(lambda: not program.context.runner.active(), timeout=WAIT_MS)


def test_that_a_new_status_in_a_known_layout_is_told_and_leads_to_its_rule(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    offer(program, qtbot, with_statuses(tmp_path / "a.csv"))
    wait_counted(program, qtbot)
    program.window.check.confirm.click()
    session, notice = program.context.session, program.window.notice
    qtbot.waitUntil(lambda: session.shop is not None, timeout=WAIT_MS)
    assert "Vorgemerkt" not in notice.text.text()  # it stood on the check screen
    assert notice.action.text() == "Undo"

    later = with_statuses(tmp_path / "b.csv", 100)
    later.write_text(later.read_text().replace("storniert", "Geparkt"))
    program.window.imports.offer((later,))
    qtbot.waitUntil(
        lambda: session.shop is not None and len(session.shop.imports) == 2, timeout=WAIT_MS
    )
    assert notice.text.text().endswith(
        "I do not know the status “Geparkt” (Status): 5 rows with it count."
    )
    assert notice.action.text() == "Change how it was read…"
    qtbot.mouseClick(notice.action, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: program.window.imports.checking, timeout=WAIT_MS)
    wait_counted(program, qtbot)
    assert ("Geparkt", 5, "counts ▼  (I do not know this word)") in statuses(program)
    program.window.check.status_changed.emit(0, "Geparkt", Treatment.UNPAID)
    program.window.check.confirm.click()
    qtbot.waitUntil(
        lambda: session.shop is not None and session.shop.imports[1].files[0].rows_left_out == 10,
        timeout=WAIT_MS,
    )
    assert "Geparkt" not in notice.text.text()
    qtbot.waitUntil(lambda: not program.context.runner.active(), timeout=WAIT_MS)


def test_that_the_day_of_refunds_is_asked_where_something_hangs_on_it(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    rows = [f"{i},c{i},2024-04-{1 + i:02},Tea,1,4.00,paid" for i in range(9)]
    path.write_text(HEADER + "\n".join([*rows, "3,c3,2024-05-20,Tea,-1,-4.00,paid"]) + "\n")
    offer(program, qtbot, path)
    wait_counted(program, qtbot)
    rules = program.window.check.rules
    choice = rules.findChild(QPushButton, "refunds_on_refund")
    assert isinstance(choice, QPushButton)
    qtbot.waitUntil(choice.isVisible, timeout=WAIT_MS)
    qtbot.mouseClick(choice, Qt.MouseButton.LeftButton)
    mapping = program.window.imports._groups[0].first.mapping
    assert mapping.refunds_on is RefundDay.REFUND
    wait_counted(program, qtbot)
    assert choice.isChecked()
    program.window.check.refunds_changed.emit(0, RefundDay.ORDER)
    assert not choice.isChecked()
    offered = program.window.imports
    offered.cancel()
    offer(program, qtbot, with_statuses(tmp_path / "b.csv"))
    wait_counted(program, qtbot)
    assert not choice.isVisible()


def test_that_the_kind_of_file_can_be_switched_and_its_columns_are_found_anew(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    rows = (f"Person {i},p{i}@example.com,2024-03-{1 + i % 28:02},9.50\n" for i in range(40))
    path.write_text("Name,Email,Date,Total\n" + "".join(rows))
    offer(program, qtbot, path)
    wait_counted(program, qtbot)
    button = program.window.check.findChild(QPushButton, "check_kind")
    assert isinstance(button, QPushButton)
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    was = program.window.imports._groups[0].first.kind
    other, words = FileKind.CUSTOMERS, "Customers or contacts"
    if was is FileKind.CUSTOMERS:
        other, words = FileKind.ORDERS, "Orders"
    take(open_menu("kind_menu", qtbot), words)
    qtbot.waitUntil(
        lambda: program.window.imports._groups[0].first.kind is other and not button.isHidden(),
        timeout=WAIT_MS,
    )
    wait_counted(program, qtbot)
    assert program.window.check.counters.headline.text().startswith("40 lines → 40")
    fields = dict(program.window.imports._groups[0].first.mapping.fields)
    assert (Field.DATE in fields) is (other is FileKind.ORDERS)
    assert button.text() == f"These rows are: {words} ▼"


def test_that_a_file_without_known_columns_is_mapped_by_the_keyboard(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("foo,bar,baz\n" + "".join(f"x{i % 9},note {i},{i}.20\n" for i in range(1, 40)))
    days = "".join(f"x{i % 9},2024-03-{i % 27 + 1:02},{i}.20\n" for i in range(1, 40))
    path.write_text("foo,bar,baz\n" + days)
    offer(program, qtbot, path)
    check = program.window.check
    assert (check.confirm.isEnabled(), check.confirm.text()) == (False, "Columns are missing")
    focus = QApplication.focusWidget()
    assert isinstance(focus, QComboBox)
    sample = check.sample
    sample.setFocus()
    for right, words in ((0, "Customer"), (2, "Money of the line")):
        while sample.column < right:
            qtbot.keyClick(sample, Qt.Key.Key_Right)
        qtbot.keyClick(sample, Qt.Key.Key_Return)
        take(open_menu("meaning_menu", qtbot), words)
        qtbot.waitUntil(lambda: not program.context.runner.active(), timeout=WAIT_MS)
    assert dict(program.window.imports._groups[0].first.mapping.fields) == {
        Field.CUSTOMER_ID: 0,
        Field.DATE: 1,
        Field.LINE_TOTAL: 2,
    }
    assert check.confirm.isEnabled()
    assert sample.column == 2
    wait_counted(program, qtbot)
    assert texts(program)[0] == "● 39 ready"


def test_that_a_click_on_a_cell_of_the_sample_asks_what_its_column_means(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    offer(program, qtbot, with_statuses(tmp_path / "a.csv"))
    wait_counted(program, qtbot)
    sample = program.window.check.sample
    before = sample.block_model.rows.tolist()
    cell = sample.visualRect(sample.block_model.index(1, 3)).center()
    qtbot.mouseClick(sample.viewport(), Qt.MouseButton.LeftButton, pos=cell)
    menu = open_menu("meaning_menu", qtbot)
    assert [a.text() for a in menu.actions() if a.isChecked()] == ["Product"]
    menu.close()
    header = sample.horizontalHeader()
    at = QPoint(header.sectionViewportPosition(1) + 5, header.height() // 2)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    menu = open_menu("meaning_menu", qtbot)
    assert sample.block_model.rows.tolist() == before  # a click on a title does not sort
    take(menu, "Nothing I need")
    qtbot.waitUntil(lambda: bool(program.window.imports._groups[0].first.missing), timeout=WAIT_MS)


def test_that_money_may_stand_in_the_items_file_alone(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    orders, items = tmp_path / "orders.csv", tmp_path / "items.csv"
    rows = (f"Z{i},x{i % 9},2024-03-{i % 27 + 1:02}\n" for i in range(60))
    orders.write_text("Order ID,Buyer,Order date\n" + "".join(rows))
    lines = (f"Z{i // 2},Tea,1,{i % 7 + 1}.20\n" for i in range(120))
    items.write_text("Order ID,Product,Quantity,Price\n" + "".join(lines))
    offer(program, qtbot, orders)
    check, imports = program.window.check, program.window.imports
    assert not check.confirm.isEnabled()
    assert any("If another file holds" in label for label in labels(check))
    program.window.drop((items,))  # joins the one that waits
    qtbot.waitUntil(lambda: len(imports._groups) == 2, timeout=WAIT_MS)
    wait_counted(program, qtbot)
    assert check.confirm.isEnabled()
    check._show(1)
    assert texts(program)[0] == "● 120 ready"
    leave = check.findChild(QPushButton, "check_leave_out")
    assert isinstance(leave, QPushButton)
    assert leave.isVisible()
    check.confirm.click()
    session = program.context.session
    qtbot.waitUntil(lambda: session.shop is not None, timeout=WAIT_MS)
    assert session.shop is not None
    files = {f.info.kind: f for f in session.shop.imports[0].files}
    assert files[FileKind.ORDERS].orders_new == 60
    assert files[FileKind.ORDER_ITEMS].rows_accepted == 120
    qtbot.waitUntil(lambda: not program.context.runner.active(), timeout=WAIT_MS)


def labels(root: QWidget) -> list[str]:
    return [str(one.property("text") or "") for one in root.findChildren(QWidget)]


def test_that_a_file_that_waits_can_be_left_out(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    notes = tmp_path / "notes.csv"
    notes.write_text("a,b,c\n" + "".join(f"one {i},two {i},three\n" for i in range(9)))
    offer(program, qtbot, with_statuses(tmp_path / "orders.csv"), notes)
    check = program.window.check
    assert not check.confirm.isEnabled()
    places = [group.first.source.name for group in program.window.imports._groups]
    check._show(places.index("notes.csv"))
    leave = check.findChild(QPushButton, "check_leave_out")
    assert isinstance(leave, QPushButton)
    qtbot.mouseClick(leave, Qt.MouseButton.LeftButton)
    assert check._groups == program.window.imports._groups  # whoever is quick speaks of what stays
    qtbot.waitUntil(check.confirm.isEnabled, timeout=WAIT_MS)
    assert [g.first.source.name for g in program.window.imports._groups] == ["orders.csv"]
    assert not leave.isVisible()


def test_that_answers_stay_with_their_file_when_another_is_left_out(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    for name, mark in (("a.csv", "-"), ("b.csv", "/")):
        rows = (f"{i},c{i},0{i}{mark}0{i + 1}{mark}2024,Tea,1,4.00,paid\n" for i in range(1, 8))
        (tmp_path / name).write_text(HEADER.replace("Product", f"Product {name}") + "".join(rows))
    offer(program, qtbot, tmp_path / "a.csv", tmp_path / "b.csv")
    check, imports = program.window.check, program.window.imports
    check._show(1)
    choice = check.findChild(QRadioButton, "answer_date_order_dmy")
    assert isinstance(choice, QRadioButton)
    choice.click()
    assert not check.confirm.isEnabled()
    check._show(0)
    leave = check.findChild(QPushButton, "check_leave_out")
    assert isinstance(leave, QPushButton)
    leave.click()
    qtbot.waitUntil(check.confirm.isEnabled, timeout=WAIT_MS)
    wait_counted(program, qtbot)
    assert imports._answers == {(0, "date_order"): "dmy"}
    assert "7 August 2024" in check.counters.headline.text()


def test_that_tab_goes_through_the_screen_as_it_is_read(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    rows = (f"{i},c{i},0{i}/0{i + 1}/2024,Tea,1,4.00,paid\n" for i in range(1, 8))
    path.write_text(HEADER + "".join(rows))
    offer(program, qtbot, path)
    check = program.window.check
    choice = check.findChild(QRadioButton, "answer_date_order_dmy")
    assert isinstance(choice, QRadioButton)
    choice.click()
    wait_counted(program, qtbot)
    program.window.resize(1180, 2000)
    QApplication.processEvents()
    kind = check.findChild(QPushButton, "check_kind")
    assert isinstance(kind, QPushButton)
    kind.setFocus()
    seen: list[QWidget] = [kind]
    while seen[-1] is not check.confirm and len(seen) < 40:
        qtbot.keyClick(program.window.focusWidget(), Qt.Key.Key_Tab)
        focus = program.window.focusWidget()
        assert focus is not None
        seen.append(focus)
    names = [one.objectName() for one in seen]
    tops = [one.mapTo(check, QPoint(0, 0)).y() for one in seen]
    assert tops == sorted(tops), list(zip(names, tops, strict=True))
    wanted = ("check_kind", "rows_ready", "column_of_date", "check_statuses", "check_sample")
    places = [names.index(name) for name in (*wanted, "check_cancel", "check_confirm")]
    assert places == sorted(places)
    assert any(name.startswith("answer_date_order") for name in names)


def test_that_copied_cells_are_imported_like_a_file_and_can_be_read_anew(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    table = with_statuses(tmp_path / "a.csv").read_text().replace(",", "\t")
    clipboard = QApplication.clipboard()
    clipboard.setText("just a word")
    told: list[object] = []
    program.window.imports.failed.connect(told.append)
    qtbot.keyClick(program.window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(told) == 1, timeout=WAIT_MS)
    clipboard.setText(table)
    qtbot.keyClick(program.window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: program.window.imports.checking, timeout=WAIT_MS)
    wait_counted(program, qtbot)
    kept = program.window.imports._groups[0].first.source.path
    assert kept.is_file()
    program.window.imports.cancel()
    assert not kept.exists()  # what is not imported is not kept
    qtbot.keyClick(program.window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: program.window.imports.checking, timeout=WAIT_MS)
    program.window.check.confirm.click()
    session = program.context.session
    qtbot.waitUntil(lambda: session.shop is not None, timeout=WAIT_MS)
    assert session.shop is not None
    assert session.shop.imports[0].files[0].info.name == "Pasted cells"
    assert session.shop.imports[0].files[0].rows_accepted == 20
    program.window.imports.reread(1)
    qtbot.waitUntil(lambda: program.window.imports.checking, timeout=WAIT_MS)
    program.window.imports.cancel()
    assert kept.is_file()


def test_that_a_cell_is_typed_anew_kept_with_what_stood_there_and_can_be_taken_back(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    rows = [f"{i},c{i},2024-04-{1 + i:02},Tea,1,4.00,paid" for i in range(9)]
    path.write_text(HEADER + "\n".join([*rows, "30,c3,soon,Tea,1,6.00,paid"]) + "\n")
    offer(program, qtbot, path)
    wait_counted(program, qtbot)
    check = program.window.check
    check.counters.open(Fate.SET_ASIDE)
    table, editor = check.counters.table, check.counters.editor
    table.setCurrentIndex(table.block_model.index(0, 0))
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert program.window.focusWidget() is editor.text
    assert editor.text.text() == "soon"
    qtbot.keyClicks(editor.text, "2024-05-01")
    qtbot.keyClick(editor.text, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: texts(program)[1] == "▲ 1 fixed by me", timeout=WAIT_MS)
    assert texts(program)[2] == "◆ 0 need you"
    assert check.counters.headline.text().endswith("1 May 2024, 42")
    check.confirm.click()
    session = program.context.session
    qtbot.waitUntil(lambda: session.shop is not None, timeout=WAIT_MS)
    assert session.shop is not None
    assert session.shop.imports[0].files[0].rows_accepted == 10

    program.window.imports.reread(1)
    qtbot.waitUntil(lambda: program.window.imports.checking, timeout=WAIT_MS)
    wait_counted(program, qtbot)
    (edit,) = program.window.imports._groups[0].first.edits
    assert (edit.row, edit.value, edit.before) == (10, "2024-05-01", "soon")
    check.counters.open(Fate.MENDED)
    assert "as you typed it" in [v[0] for v in table.block_model.block.values]
    table.setCurrentIndex(table.block_model.index(0, 0))
    editor.text.setText("soon")
    qtbot.mouseClick(editor.use, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: texts(program)[2] == "◆ 1 need you", timeout=WAIT_MS)
    assert program.window.imports._groups[0].first.edits == ()
    check.confirm.click()
    qtbot.waitUntil(
        lambda: session.shop is not None and session.shop.imports[0].files[0].rows_accepted == 9,
        timeout=WAIT_MS,
    )
    qtbot.waitUntil(lambda: not program.context.runner.active(), timeout=WAIT_MS)


def test_that_the_command_line_switches_the_same_rules(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, shop = with_statuses(tmp_path / "a.csv"), tmp_path / "s.clm"
    flags = ["--status", "Vorgemerkt=cancelled", "--refunds-on", "refund", "--json"]
    assert main(["import", str(shop), str(path), *flags]) == 0
    (file,) = json.loads(capsys.readouterr().out)["files"]
    assert (file["rows_accepted"], file["rows_left_out"]) == (10, 20)
    assert file["mapping"]["refunds_on"] == "refund"
    mapping = tmp_path / "m.json"
    told = {"statuses": {"vorgemerkt": "counts", "storniert": "counts"}, "product_name": ""}
    mapping.write_text(json.dumps(told))
    again = ["import", str(shop), str(path), "--replace", "1", "--mapping", str(mapping), "--json"]
    assert main(again) == 0
    (file,) = json.loads(capsys.readouterr().out)["files"]
    assert (file["rows_accepted"], file["rows_left_out"]) == (25, 5)
    assert "product_name" not in file["mapping"]
    assert file["mapping"]["refunds_on"] == "refund"
    mapping.write_text(json.dumps({"statuses": {"vorgemerkt": "maybe"}}))
    assert main([*again]) == 3
    assert "maybe" in capsys.readouterr().err


def test_that_the_owner_says_what_money_a_file_is_in_that_does_not_say_so(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    """Yen without a sign would else be shown with cents; next month nothing is asked again."""
    window = program.window

    def choice() -> QComboBox | None:
        found = window.check.findChild(QComboBox, "money_of_file")
        return found if isinstance(found, QComboBox) else None

    offer(program, qtbot, with_statuses(tmp_path / "a.csv"))
    wait_counted(program, qtbot)
    box = choice()
    assert box is not None
    box.setFocus()
    place = box.findText("JPY (¥)")
    box.setCurrentIndex(place)
    box.activated.emit(place)
    qtbot.waitUntil(lambda: "¥80" in window.check.counters.headline.text(), timeout=WAIT_MS)
    again = choice()
    assert again is not None
    assert again.currentText() == "JPY (¥)"
    window.check.confirm.click()
    session = program.context.session
    qtbot.waitUntil(
        lambda: session.shop is not None and session.shop.answers is not None, timeout=WAIT_MS
    )
    assert session.shop is not None
    assert session.shop.currency == "JPY"
    window.imports.offer((with_statuses(tmp_path / "b.csv", first=100),))
    qtbot.waitUntil(lambda: session.shop is not None and len(session.shop.imports) == 2)
    assert session.shop.currency == "JPY"
    assert sum(f.total_cents for one in session.shop.imports for f in one.files) == 2 * 80
