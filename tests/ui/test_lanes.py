"""Whatever the owner does meanwhile, nothing asks a project that is closed."""

from __future__ import annotations

import shutil
from pathlib import Path

from pytestqt.qtbot import QtBot

from clm_desktop.app.window import Program
from tests.ui.conftest import WAIT_MS


def test_that_pages_can_be_made_while_the_shop_is_copied(
    opened: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened.window
    window.nav.choose("data")
    with qtbot.waitSignal(window.shops.told, timeout=WAIT_MS):
        window.shops.save_copy(tmp_path / "copy.clm")
        window.tabs["data"].renew()
        window.shops.show_customer(1)
    qtbot.waitUntil(lambda: not opened.context.runner.active(), timeout=WAIT_MS)
    assert window.tabs["data"].up_to_date
    assert not window.notice.text.text().startswith("Something")


def test_that_another_shop_can_be_opened_while_the_first_is_computed(
    opened: Program, qtbot: QtBot, shop_file: Path, tmp_path: Path
) -> None:
    window, session = opened.window, opened.context.session
    other = Path(shutil.copyfile(shop_file, tmp_path / "other.clm"))
    window.shops.refresh()
    window.shops.open(other)
    qtbot.waitUntil(
        lambda: (
            session.shop is not None
            and session.shop.path == other
            and not opened.context.runner.active()
        ),
        timeout=WAIT_MS,
    )


def test_that_a_copy_that_fails_leaves_the_shop_open(
    opened: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened.window
    with qtbot.waitSignal(window.shops.failed, timeout=WAIT_MS):
        window.shops.save_copy(tmp_path / "no such folder" / "copy.clm")
    window.nav.choose("data")
    qtbot.waitUntil(lambda: window.tab.up_to_date, timeout=WAIT_MS)
