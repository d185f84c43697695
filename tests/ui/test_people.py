"""Who is one person: shown with its reasons, decided by keys, taken back, computed anew."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from clm_desktop.app.window import Program
from clm_desktop.ui.tabs.people_tab import PeopleTab
from clm_desktop.ui.widgets.labels import PlainLabel
from tests.ui.conftest import WAIT_MS, answers_of, write_orders


@pytest.fixture
def split_shop(program: Program, qtbot: QtBot, tmp_path: Path) -> Program:
    """A shop in which Anna Lee of Leeds buys under two addresses."""
    from clm_desktop.usecases.import_files import import_files
    from clm_desktop.usecases.open_project import create_project
    from clm_desktop.usecases.preview_files import preview_files
    from clm_desktop.usecases.refresh import refresh

    source = write_orders(tmp_path / "all.csv", customers=40)
    orders = tmp_path / "orders.csv"
    header, *rows = list(csv.reader(source.read_text("utf-8").splitlines()))
    anna = [row for row in rows if row[3] == Counter(r[3] for r in rows).most_common(1)[0][0]]
    for number, row in enumerate(anna):
        row[2:4] = [("anna@example.com", "other@example.com")[number % 2], "Anna Lee"]
    with orders.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        named = ["Customer name" if title == "Customer" else title for title in header]
        writer.writerow([*named, "City"])
        writer.writerows([*row, "Leeds" if row[3] == "Anna Lee" else ""] for row in rows)
    path = tmp_path / "shop.clm"
    with create_project(path, "shop") as project:
        import_files(project, preview_files([orders]).files)
        refresh(project)
    program.window.shops.open(path)
    settled(program, qtbot)
    return program


def settled(program: Program, qtbot: QtBot) -> None:
    session = program.context.session
    qtbot.waitUntil(
        lambda: (
            session.shop is not None
            and session.shop.answers is not None
            and not program.context.runner.active()
        ),
        timeout=WAIT_MS,
    )


def people_tab(program: Program, qtbot: QtBot) -> PeopleTab:
    tab = program.window.tab
    assert isinstance(tab, PeopleTab)
    qtbot.waitUntil(lambda: tab.up_to_date, timeout=WAIT_MS)
    return tab


def counts(tab: PeopleTab) -> tuple[int, ...]:
    return tuple(panel.view.block_model.rowCount() for panel in tab.view.tables())


def customers(program: Program) -> int:
    shop = program.context.session.shop
    assert shop is not None
    assert shop.answers is not None
    return len(shop.answers.customers)


def press(name: str, program: Program, qtbot: QtBot) -> None:
    """Press a button that the keyboard can reach."""
    made = program.window.findChild(QPushButton, name)
    assert made is not None
    assert made.isVisible()
    assert made.isEnabled()
    assert made.focusPolicy() & Qt.FocusPolicy.TabFocus
    made.setFocus()
    qtbot.keyClick(made, Qt.Key.Key_Space)


def test_that_a_person_is_put_together_separated_and_taken_back_by_keys(
    split_shop: Program, qtbot: QtBot
) -> None:
    program, window = split_shop, split_shop.window
    assert customers(program) == 41
    window.nav.choose("customers")
    press("customers_people", program, qtbot)
    tab = people_tab(program, qtbot)
    assert counts(tab) == (1, 0)
    page = tab.page
    assert page is not None
    assert page.lead.startswith("In 1 case")  # not "nobody" while there is something to decide
    assert page.tables[0].values[2].tolist() == ["same name and town"]
    with qtbot.waitSignal(window.people.told, timeout=WAIT_MS):
        press("people_together", program, qtbot)  # the first proposal is marked
    assert "one person" in window.notice.text.text()
    settled(program, qtbot)
    assert customers(program) == 40
    assert counts(people_tab(program, qtbot)) == (0, 1)
    with qtbot.waitSignal(window.people.told, timeout=WAIT_MS):
        press("people_separate", program, qtbot)
    settled(program, qtbot)
    assert customers(program) == 41
    assert counts(people_tab(program, qtbot)) == (0, 0)  # decided: not asked again
    press("notice_action", program, qtbot)  # Undo
    assert window.notice.text.text().startswith("Undone: ")
    settled(program, qtbot)
    assert customers(program) == 40
    press("people_back", program, qtbot)
    assert window.tab.page_id == "customers"


def test_that_the_card_shows_the_keys_of_a_person_and_splits_one_off(
    split_shop: Program, qtbot: QtBot
) -> None:
    program, window = split_shop, split_shop.window
    window.people.decide(("anna@example.com", "other@example.com"), "them", True)
    qtbot.waitUntil(lambda: customers_or(program) == 40, timeout=WAIT_MS)
    settled(program, qtbot)
    window.nav.choose("customers")
    qtbot.waitUntil(lambda: window.tab.up_to_date, timeout=WAIT_MS)
    view = window.tab.view.tables()[0].view
    model = view.block_model
    row = next(r for r in range(model.rowCount()) if "Anna" in model.text_at(r, 0))
    with qtbot.waitSignal(window.shops.customer_ready, timeout=WAIT_MS) as ready:
        view.clicked.emit(model.index(row, 0))
    assert ready.args is not None
    assert [one.key for one in ready.args[0].keys] == ["anna@example.com", "other@example.com"]
    with qtbot.waitSignal(window.people.told, timeout=WAIT_MS):
        press("split_1", program, qtbot)
    settled(program, qtbot)
    assert customers(program) == 41
    assert not window.side.isVisible()  # the card was that of somebody else


def customers_or(program: Program) -> int:
    shop = program.context.session.shop
    return 0 if shop is None or shop.answers is None else len(shop.answers.customers)


def test_that_hidden_names_stay_hidden_where_people_are_decided_about(
    split_shop: Program, qtbot: QtBot
) -> None:
    program, window = split_shop, split_shop.window
    program.context.look.set_names_hidden(hidden=True)
    window.shop_screen._go_to("people", None)
    tab = people_tab(program, qtbot)
    shown = [label.text() for label in tab.findChildren(QLabel) if label.isVisible()]
    model = tab.view.tables()[0].view.block_model
    shown += [model.text_at(0, column) for column in range(model.columnCount())]
    assert not any("Anna" in text or "other@" in text for text in shown)


def test_that_the_menu_leads_there_from_any_page(split_shop: Program, qtbot: QtBot) -> None:
    window = split_shop.window
    window.nav.choose("data")
    window.actions_.people.trigger()
    assert counts(people_tab(split_shop, qtbot))


def test_that_the_card_shows_whom_to_call_and_where(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    orders = tmp_path / "orders.csv"
    lines = ["Order number,Date,Customer no,Name,Email,Phone,City,Total"]
    lines += [
        f"{n},2024-{1 + n // 20:02}-{1 + n % 20:02},{n % 30},Ann {n % 30},ann{n % 30}@example.com,"
        f"0151 7000{n % 30:03},Leeds,9.50"
        for n in range(200)
    ]
    orders.write_text("\n".join(lines), "utf-8")
    program.window.imports.offer((orders,))
    qtbot.waitUntil(lambda: program.window.imports.checking, timeout=WAIT_MS)
    program.window.check.confirm.click()
    session = program.context.session
    qtbot.waitUntil(
        lambda: session.shop is not None and session.shop.answers is not None, timeout=WAIT_MS
    )
    answers = answers_of(program)
    customer = int(answers.names.customer_id[answers.customers.customer[0]])
    number = str(answers.names.customer_key[answers.customers.customer[0]])
    with qtbot.waitSignal(program.window.shops.customer_ready, timeout=WAIT_MS):
        program.window.shops.show_customer(customer)
    shown = {label.text() for label in program.window.side.findChildren(PlainLabel)}
    assert f"ann{number}@example.com · 0151 7000{int(number):03} · Leeds" in shown
