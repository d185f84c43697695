"""The whole program without a screen, on a small shop that is computed once."""

from __future__ import annotations

import csv
import os
import random
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from clm_desktop.app.window import Program
from clm_desktop.core.paths import HOME_VARIABLE
from clm_desktop.plan.answers import Answers
from clm_desktop.ui.settings import Settings
from clm_desktop.ui.widgets import notice

WAIT_MS = 60_000
PRODUCTS = ("Soap <b>", "Candle", "Tea & cup", "蜂蜜", "Towel", "Brush")


def write_orders(path: Path, *, customers: int = 60, seed: int = 1, first_order: int = 1) -> Path:
    """Two years of orders of made-up people: regulars, one-timers, and a few that went quiet."""
    draw = random.Random(seed)  # noqa: S311
    number = first_order
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(
            ["Order number", "Order date", "Email", "Customer", "Product", "Qty", "Total"]
        )
        for person in range(customers):
            day = date(2023, 1, 1) + timedelta(days=draw.randrange(200))
            gap, last = draw.choice([(30, 700), (60, 700), (40, 250), (2000, 2001)])
            while (day - date(2023, 1, 1)).days < last:
                writer.writerow(
                    [
                        f"A{number}",
                        day.isoformat(),
                        f"person{person}@example.com",
                        f"Person {person}",
                        draw.choice(PRODUCTS),
                        draw.randrange(1, 4),
                        f"{draw.randrange(500, 9000) / 100:.2f}",
                    ]
                )
                number += 1
                day += timedelta(days=draw.randrange(gap // 2, gap * 2))
    return path


@pytest.fixture(autouse=True)
def application(qapp: QApplication, collected_between_tests: None) -> QApplication:
    """Whatever test comes first: a widget without an application ends the process."""
    return qapp


@pytest.fixture(scope="session")
def computed_shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with one import and its answers."""
    from clm_desktop.usecases.import_files import import_files
    from clm_desktop.usecases.open_project import create_project
    from clm_desktop.usecases.preview_files import preview_files
    from clm_desktop.usecases.refresh import refresh

    folder = tmp_path_factory.mktemp("shop")
    orders = write_orders(folder / "orders.csv")
    with create_project(folder / "Lily & Soap.clm", "Lily & Soap") as project:
        import_files(project, preview_files([orders]).files)
        refresh(project)
    return folder / "Lily & Soap.clm"


@pytest.fixture
def shop_file(computed_shop: Path, tmp_path: Path) -> Path:
    """A copy of the computed shop that a test may change."""
    return Path(shutil.copyfile(computed_shop, tmp_path / computed_shop.name))


def answers_of(program: Program) -> Answers:
    """What is computed of the open shop."""
    answers = program.context.session.answers
    assert answers is not None
    return answers


def settled(program: Program, qtbot: QtBot) -> None:
    """Wait until nothing runs."""
    qtbot.waitUntil(lambda: not program.context.runner.active(), timeout=WAIT_MS)


class StrayWindows(QObject):
    """Notes every widget that comes up as a window of its own: it would flash and take focus."""

    def __init__(self, window: QWidget) -> None:
        super().__init__()
        self._window = window
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.Show
            and isinstance(watched, QWidget)
            and watched.isWindow()
            and watched.parentWidget() is None
            and watched is not self._window
        ):
            self.shown.append(repr(watched))
        return False


@pytest.fixture
def program(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Program]:
    """The program with its window shown, settings of its own and English to begin with."""
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    monkeypatch.setattr(notice, "TOLD_MS", WAIT_MS)  # a busy machine may be long in looking at it
    settings = Settings()
    settings.lang = "en"
    settings.theme = "light"
    made = Program(qapp, settings)
    bugs: list[str] = []
    made.window.bug_found.connect(lambda trace: bugs.append(trace.full))
    made.window.resize(1180, 760)
    made.window.show()
    qtbot.waitExposed(made.window)
    stray = StrayWindows(made.window)
    qapp.installEventFilter(stray)
    yield made
    assert made.context.runner.shutdown(WAIT_MS)
    made.end()
    qapp.removeEventFilter(stray)
    made.window.close()
    made.window.deleteLater()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert bugs == []
    assert stray.shown == []


@pytest.fixture
def opened(program: Program, qtbot: QtBot, shop_file: Path) -> Program:
    """The program with the computed shop open."""
    program.window.shops.open(shop_file)
    session = program.context.session
    qtbot.waitUntil(
        lambda: session.shop is not None and session.shop.answers is not None, timeout=WAIT_MS
    )
    return program
