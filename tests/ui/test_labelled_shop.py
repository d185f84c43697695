"""A shop that is only a list of people with a churn column has a watchlist too."""

from __future__ import annotations

import csv
import random
from pathlib import Path

from pytestqt.qtbot import QtBot

from clm_desktop.app.window import Program
from clm_desktop.usecases.import_files import import_files
from clm_desktop.usecases.open_project import create_project
from clm_desktop.usecases.preview_files import preview_files
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


def test_that_the_watchlist_tab_learns_from_the_churn_column(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    shop = tmp_path / "Members.clm"
    with create_project(shop, "Members") as project:
        import_files(project, preview_files([write_members(tmp_path / "members.csv")]).files)
    program.window.shops.open(shop)
    session, window = program.context.session, program.window
    qtbot.waitUntil(lambda: session.shop is not None, timeout=WAIT_MS)
    window.nav.choose("watchlist")
    qtbot.waitUntil(lambda: window.tab.up_to_date and window.tab.page is not None, timeout=WAIT_MS)
    page = window.tab.page
    assert page is not None
    assert "churn column" in page.as_of
    assert len(page.tables[0]) > 100
    program.context.look.set_words("zh", "")
    qtbot.waitUntil(lambda: window.tab.up_to_date, timeout=WAIT_MS)
    assert window.tab.page is not None
    assert "流失列" in window.tab.page.as_of
