"""A shop that is only a list of people with a churn column has a watchlist too."""

from __future__ import annotations

import csv
import random
from pathlib import Path

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from clm_desktop.app.window import Program
from clm_desktop.usecases.import_files import import_files
from clm_desktop.usecases.open_project import create_project
from clm_desktop.usecases.preview_files import preview_files
from clm_desktop.view.blocks import Page
from tests.ui.conftest import WAIT_MS


def write_members(path: Path, people: int = 300) -> Path:
    """Who pays by the month and complained is likely to have left."""
    draw = random.Random(1)  # noqa: S311
    with path.open("w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream)
        out.writerow(["customerID", "Plan", "Months", "Complaints", "Churn"])
        for i in range(people):
            plan, months, calls = (
                draw.choice(["flex", "year"]),
                draw.randint(1, 60),
                draw.randint(0, 3),
            )
            odds = 0.15 + 0.35 * (plan == "flex") + 0.12 * calls - 0.004 * months
            left = "Yes" if draw.random() < odds else "No"
            out.writerow([f"M{i:04d}", plan, months, calls, left])
    return path


def open_list(program: Program, qtbot: QtBot, shop: Path) -> None:
    """Open a shop that is only a list, and wait until it is learned."""
    session = program.context.session
    program.window.shops.open(shop)
    qtbot.waitUntil(
        lambda: session.shop is not None and session.shop.listed is not None, timeout=WAIT_MS
    )


def shown(program: Program, qtbot: QtBot, tab: str) -> Page:
    """The page of a tab."""
    window = program.window
    window.nav.choose(tab)
    qtbot.waitUntil(lambda: window.tab.up_to_date and window.tab.page is not None, timeout=WAIT_MS)
    page = window.tab.page
    assert page is not None
    return page


def test_that_the_watchlist_tab_learns_from_the_churn_column(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    shop = tmp_path / "Members.clm"
    with create_project(shop, "Members") as project:
        import_files(project, preview_files([write_members(tmp_path / "members.csv")]).files)
    window = program.window
    open_list(program, qtbot, shop)
    page = shown(program, qtbot, "watchlist")
    assert "churn column" in page.as_of
    assert len(page.tables[0]) > 100
    program.context.look.set_words("zh", "")
    qtbot.waitUntil(lambda: window.tab.up_to_date, timeout=WAIT_MS)
    assert window.tab.page is not None
    assert "流失列" in window.tab.page.as_of


def test_that_a_list_has_today_and_customers_and_the_other_tabs_say_what_fills_them(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    shop = tmp_path / "Members.clm"
    with create_project(shop, "Members") as project:
        import_files(project, preview_files([write_members(tmp_path / "members.csv")]).files)
    open_list(program, qtbot, shop)
    today = shown(program, qtbot, "today")
    assert [card.name for card in today.cards] == ["call_1", "check_2", "add_data"]
    assert "still there" in today.lead
    customers = shown(program, qtbot, "customers")
    assert len(customers.tables[0]) == 300
    same_person = program.window.tab.findChild(QPushButton, "customers_people")
    assert same_person is not None
    assert not same_person.isVisible(), "nobody ordered: nobody is to be brought together"
    assert {"risk", "left", "own_0"} <= {one.key for one in customers.tables[0].columns}
    for tab in set(program.window.tabs) - {"today", "customers", "watchlist", "data"}:
        assert "list of people" in shown(program, qtbot, tab).empty


def test_that_a_person_of_a_list_has_a_card_and_takes_the_owners_word(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    shop = tmp_path / "Members.clm"
    with create_project(shop, "Members") as project:
        import_files(project, preview_files([write_members(tmp_path / "members.csv")]).files)
    open_list(program, qtbot, shop)
    window, session = program.window, program.context.session
    table = shown(program, qtbot, "watchlist").tables[0]
    assert table.row_key is not None
    first, name = int(table.row_key[0]), str(table.values[0][0])
    with qtbot.waitSignal(window.shops.customer_ready, timeout=WAIT_MS) as heard:
        window.shops.show_customer(first)
    card = heard.args[0]
    assert card.key == name
    assert [str(one) for one in card.orders.values[0]] == ["Plan", "Months", "Complaints"]
    with qtbot.waitSignal(window.shops.customer_ready, timeout=WAIT_MS) as heard:
        window.shop_screen.side.said.emit(first, "moved_away", "")
    assert heard.args[0].spared
    assert session.shop is not None
    assert session.shop.listed is not None
    qtbot.waitUntil(lambda: window.tab.up_to_date, timeout=WAIT_MS)
    page = shown(program, qtbot, "watchlist")
    assert page.tables[0].row_key is not None
    assert first not in page.tables[0].row_key
    assert len(page.tables[0]) == len(table) - 1
