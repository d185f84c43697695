"""The check screen: what would become of every row, before anything is imported."""

from __future__ import annotations

import csv
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from clm_desktop.app.window import Program
from clm_desktop.ingest.types import Fate, Field
from clm_desktop.ui.check_parts import ColumnChoice
from clm_desktop.ui.widgets.labels import PlainLabel
from tests.ui.conftest import WAIT_MS, write_orders

HEADER = "Order,Customer,Date,Product,Quantity,Total,Status\n"


def offer(program: Program, qtbot: QtBot, *paths: Path) -> None:
    program.window.imports.offer(tuple(paths))
    qtbot.waitUntil(lambda: program.window.imports.checking, timeout=WAIT_MS)


def wait_counted(program: Program, qtbot: QtBot) -> None:
    one = program.window.check.findChild(QPushButton, "rows_ready")
    assert isinstance(one, QPushButton)
    qtbot.waitUntil(one.isEnabled, timeout=WAIT_MS)


def mixed(path: Path, day: str = "2024-04-1") -> Path:
    rows = [f"{i},c{i},{day}{i % 3},Tea,1,4.00,paid" for i in range(20)]
    rows += [f"30,c1,{day}1,Tea,1,(4.00),paid", f"31,c2,{day}1,Tea,1,4.00,cancelled"]
    path.write_text(HEADER + "\n".join([*rows, "32,c3,soon,Tea,1,4.00,paid"]) + "\n")
    return path


def texts(program: Program) -> list[str]:
    found = (program.window.check.findChild(QPushButton, f"rows_{fate.value}") for fate in Fate)
    return [one.text() for one in found if isinstance(one, QPushButton)]


def test_that_the_counters_say_what_becomes_of_every_row_and_open_it(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    offer(program, qtbot, mixed(tmp_path / "a.csv"))
    wait_counted(program, qtbot)
    assert texts(program) == [
        "● 20 ready",
        "▲ 1 fixed by me",
        "◆ 1 need you",
        "○ 1 left out on purpose",
    ]
    counters = program.window.check.counters
    assert counters.headline.text().startswith("23 lines → 20 orders, 20 customers, Apr 2024 – ")
    button = program.window.check.findChild(QPushButton, "rows_set_aside")
    assert isinstance(button, QPushButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert counters.table.isVisible()
    assert [values[0] for values in counters.table.block_model.block.values] == [
        23,
        "a date that cannot be read",
        "Type the date here as the other rows write it",
        "Date",
        "soon",
        "32,c3,soon,Tea,1,4.00,paid",
    ]
    saved: list[object] = []
    program.window.imports.save_wanted.disconnect(program.window.exports.ask_rows)
    program.window.imports.save_wanted.connect(lambda *said: saved.extend(said))
    qtbot.mouseClick(counters.save, Qt.MouseButton.LeftButton)
    counted, fate, currency = saved
    from clm_desktop.ui import import_work

    out = tmp_path / "rows.csv"
    program.window.exports._run(import_work.saving_rows(counted, fate, currency, out), out)
    qtbot.waitUntil(out.exists, timeout=WAIT_MS)
    with out.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    assert rows[0] == ["file", "line", "column", "value", "reason", "raw"]
    assert rows[1][:5] == ["a.csv", "23", "Date", "soon", "bad_date"]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not counters.table.isVisible()


def test_that_counts_follow_what_the_owner_says_a_column_means(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    offer(program, qtbot, mixed(tmp_path / "a.csv"))
    wait_counted(program, qtbot)
    program.window.check.meaning_changed.emit(0, 6, None)  # the status means nothing now
    qtbot.waitUntil(lambda: texts(program)[3] == "○ 0 left out on purpose", timeout=WAIT_MS)
    assert texts(program)[0] == "● 21 ready"
    now = dict(program.window.imports._groups[0].first.mapping.fields)
    assert Field.STATUS not in now


def test_that_an_answer_is_counted_at_once_and_the_button_says_what_is_missing(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    rows = (f"{i},c{i},0{i}/0{i + 1}/2024,Tea,1,4.00,paid\n" for i in range(1, 8))
    path.write_text(HEADER + "".join(rows))
    offer(program, qtbot, path)
    window = program.window
    confirm = window.check.confirm
    assert (confirm.isEnabled(), confirm.text()) == (False, "An answer is missing")
    qtbot.waitUntil(lambda: not program.context.runner.active(), timeout=WAIT_MS)
    assert "answered" in window.check.counters.headline.text()
    spans = []
    for code in ("dmy", "mdy"):
        choice = window.check.findChild(QRadioButton, f"answer_date_order_{code}")
        assert isinstance(choice, QRadioButton)
        choice.click()
        wait_counted(program, qtbot)
        spans.append(window.check.counters.headline.text())
        assert (confirm.isEnabled(), confirm.text()) == (True, "Show me my customers")
    assert spans[0] != spans[1]
    confirm.click()
    session = program.context.session
    qtbot.waitUntil(lambda: session.shop is not None, timeout=WAIT_MS)
    assert session.shop is not None
    assert session.shop.imports[0].files[0].rows_accepted == 7


def test_that_many_files_of_one_layout_are_one_group(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    paths = [
        write_orders(tmp_path / f"{i}.csv", customers=3, seed=i, first_order=i * 1000)
        for i in range(12)
    ]
    offer(program, qtbot, *paths)
    wait_counted(program, qtbot)
    lines = sum(len(p.read_text("utf-8").splitlines()) - 1 for p in paths)
    assert program.window.check.counters.headline.text().startswith(f"{lines} lines")
    assert len(program.window.imports._groups) == 1


def test_that_closing_the_check_stops_the_counting(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    offer(program, qtbot, mixed(tmp_path / "a.csv"))
    program.window.imports.cancel()
    qtbot.waitUntil(lambda: not program.context.runner.active(), timeout=WAIT_MS)
    assert program.window.screens.currentWidget() is program.window.start


def test_that_a_list_of_customers_has_counters_of_its_rows(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "people.csv"
    rows = [f"Person {i},person{i}@example.com,+44 20 7946 00{i:02}\n" for i in range(30)]
    path.write_text("Name,Email,Phone\n" + "".join([*rows, rows[0], ",,\n", "nobody,,\n"]))
    offer(program, qtbot, path)
    wait_counted(program, qtbot)
    assert program.window.check.counters.headline.text() == "32 lines → 31 customers"
    assert texts(program) == [
        "● 31 ready",
        "▲ 0 fixed by me",
        "◆ 0 need you",
        "○ 1 left out on purpose",
    ]
    program.window.check.confirm.click()
    session = program.context.session
    qtbot.waitUntil(lambda: session.shop is not None, timeout=WAIT_MS)
    assert session.shop is not None
    (file,) = session.shop.imports[0].files
    assert (file.rows_accepted, file.rows_left_out) == (31, 1)


def test_that_a_rate_can_be_typed_and_is_counted_at_once(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "Order,Customer,Date,Total,Currency\n1,a,2024-04-01,10,EUR\n2,b,2024-04-02,5,USD\n"
        "3,c,2024-04-03,10,EUR\n"
    )
    offer(program, qtbot, path)
    window = program.window
    assert not window.check.confirm.isEnabled()
    number = window.check.findChild(QLineEdit, "number_rate_USD")
    assert isinstance(number, QLineEdit)
    qtbot.keyClicks(number, "0.")
    assert not window.check.confirm.isEnabled()  # no number yet
    qtbot.keyClicks(number, "5")
    wait_counted(program, qtbot)
    assert "€22" in window.check.counters.headline.text()
    aside = window.check.findChild(QRadioButton, "answer_rate_USD_aside")
    assert isinstance(aside, QRadioButton)
    aside.click()
    qtbot.waitUntil(lambda: texts(program)[2] == "◆ 1 need you", timeout=WAIT_MS)
    qtbot.keyClicks(number, "0")  # typing chooses the number again: 0.50
    qtbot.waitUntil(lambda: texts(program)[2] == "◆ 0 need you", timeout=WAIT_MS)
    window.check.confirm.click()
    session = program.context.session
    qtbot.waitUntil(lambda: session.shop is not None, timeout=WAIT_MS)
    assert session.shop is not None
    assert session.shop.imports[0].files[0].total_cents == 2250


def test_that_an_open_discount_is_asked_and_its_answer_counted(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    rows = "".join(f"{n},c{n},2024-04-01,Tea,2,50.00,{0.15 * (n % 2)}\n" for n in range(10))
    path = tmp_path / "a.csv"
    path.write_text("Order,Customer,Date,Product,Quantity,Unit price,Discount\n" + rows)
    offer(program, qtbot, path)
    window = program.window
    assert not window.check.confirm.isEnabled()
    for unit, money in (("share", "925"), ("none", "1,000")):
        choice = window.check.findChild(QRadioButton, f"answer_discount_{unit}")
        assert isinstance(choice, QRadioButton)
        choice.click()
        wait_counted(program, qtbot)
        assert money in window.check.counters.headline.text()


def test_that_the_cards_say_that_products_stand_in_several_columns(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    rows = (f"{i},c{i % 7},2024-04-{i + 1:02},Tea,2,4.00,Mug,1,9.00\n" for i in range(20))
    path = tmp_path / "a.csv"
    path.write_text(
        "Order,Customer,Date,Product 1,Qty 1,Price 1,Product 2,Qty 2,Price 2\n" + "".join(rows)
    )
    offer(program, qtbot, path)
    wait_counted(program, qtbot)
    check, shown = program.window.check, {}
    for choice in check.findChildren(ColumnChoice):
        shown[choice.objectName()] = choice.currentText()
    assert shown["column_of_product_name"] == "in several columns"
    assert shown["column_of_unit_price"] == "in several columns"
    assert shown["column_of_status"] == "not in this file"
    texts_shown = [label.property("text") for label in check.findChildren(PlainLabel)]
    assert not any("file with the order items" in str(text) for text in texts_shown)
    assert check.confirm.isEnabled()
    choice = check.findChild(ColumnChoice, "column_of_product_name")
    assert isinstance(choice, ColumnChoice)
    choice.activated.emit(choice.findText("Product 2"))  # the owner's word stands above
    qtbot.waitUntil(
        lambda: program.window.imports._groups[0].first.numbered_products is None, timeout=WAIT_MS
    )
    qtbot.waitUntil(lambda: not program.context.runner.active(), timeout=WAIT_MS)
