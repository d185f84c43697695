"""The window from a dropped file to the answers, as an owner meets it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from clm_desktop.app.window import Program
from clm_desktop.core.run import RunContext
from clm_desktop.ingest.types import Field
from clm_desktop.jobs.runner import JobSpec, Lane
from tests.ui.conftest import WAIT_MS, write_orders

CONTROL = Qt.KeyboardModifier.ControlModifier


def drop(program: Program, paths: list[Path]) -> None:
    """Drag files onto the window and let them go, as the system would tell it."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    action = Qt.DropAction.CopyAction
    enter = QDragEnterEvent(QPoint(50, 50), action, data, buttons, keys)
    QApplication.sendEvent(program.window, enter)
    assert enter.isAccepted()
    assert program.window.overlay.isVisible()
    QApplication.sendEvent(program.window, QDropEvent(QPointF(50, 50), action, data, buttons, keys))
    assert not program.window.overlay.isVisible()


def wait_answers(program: Program, qtbot: QtBot) -> None:
    session = program.context.session
    qtbot.waitUntil(
        lambda: session.shop is not None and session.shop.answers is not None, timeout=WAIT_MS
    )


def import_dropped(program: Program, qtbot: QtBot, paths: list[Path]) -> None:
    drop(program, paths)
    qtbot.waitUntil(lambda: program.window.imports.checking, timeout=WAIT_MS)
    assert program.window.screens.currentWidget() is program.window.check
    qtbot.mouseClick(program.window.check.confirm, Qt.MouseButton.LeftButton)
    wait_answers(program, qtbot)


def test_that_a_dropped_file_becomes_a_shop_with_answers(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    orders = write_orders(tmp_path / "lilys_soap_2024.csv")
    import_dropped(program, qtbot, [orders])
    window, shop = program.window, program.context.session.shop
    assert shop is not None
    assert shop.name == "lilys soap 2024"
    lines = len(orders.read_text("utf-8").splitlines()) - 1
    assert sum(file.rows_read for one in shop.imports for file in one.files) == lines
    assert window.screens.currentWidget() is window.shop_screen
    for page in window.tabs:
        window.nav.choose(page)
        qtbot.waitUntil(lambda: window.tab.up_to_date, timeout=WAIT_MS)
        assert window.tab.page is not None
        assert window.tab.page.page == page
        assert bool(window.tab.page.empty) == (page == "results")  # nothing was done yet
    assert program.context.settings.recent == (shop.path,)


def test_that_the_same_file_again_adds_nothing_and_is_not_asked_about(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    orders = write_orders(tmp_path / "orders.csv")
    import_dropped(program, qtbot, [orders])
    drop(program, [orders])
    session = program.context.session
    qtbot.waitUntil(lambda: session.shop is not None and len(session.shop.imports) == 2)
    assert session.shop is not None
    (again,) = session.shop.imports[1].files
    assert (again.rows_accepted, again.rows_known) == (0, again.rows_read)
    wait_answers(program, qtbot)


def test_that_undo_in_the_notice_takes_the_import_back(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    import_dropped(program, qtbot, [write_orders(tmp_path / "orders.csv")])
    notice = program.window.notice
    assert notice.isVisible()
    qtbot.mouseClick(notice.action, Qt.MouseButton.LeftButton)
    session = program.context.session
    qtbot.waitUntil(lambda: session.shop is not None and session.shop.imports == ())
    assert session.shop is not None
    assert session.shop.answers is None


def test_that_stop_during_an_import_leaves_the_shop_as_it_was(
    opened: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    shop = opened.context.session.shop
    assert shop is not None
    before = shop.imports
    more = write_orders(tmp_path / "more.csv", customers=400, seed=2, first_order=50_000)
    started: list[int] = []
    runner = opened.context.runner

    def stop_import(number: int) -> None:
        if runner.spec_of(number).name == "import":
            started.append(number)
            runner.stop(number)

    runner.started.connect(stop_import)
    drop(opened, [more])
    qtbot.waitUntil(lambda: opened.window.imports.checking or bool(started), timeout=WAIT_MS)
    if opened.window.imports.checking:
        opened.window.check.confirm.click()
    qtbot.waitUntil(lambda: bool(started) and not runner.active(), timeout=WAIT_MS)
    opened.window.shops.close()
    qtbot.waitUntil(lambda: not runner.active())
    opened.window.shops.open(shop.path)
    qtbot.waitUntil(lambda: opened.context.session.shop is not None)
    again = opened.context.session.shop
    assert again is not None
    assert again.imports == before
    assert again.revision == shop.revision


def test_that_a_stopped_first_import_leaves_no_shop_behind(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    runner = program.context.runner
    runner.started.connect(lambda n: runner.stop(n) if runner.spec_of(n).name == "import" else None)
    drop(program, [write_orders(tmp_path / "orders.csv")])
    qtbot.waitUntil(lambda: program.window.imports.checking, timeout=WAIT_MS)
    program.window.check.confirm.click()
    qtbot.waitUntil(lambda: not runner.active(), timeout=WAIT_MS)
    assert program.context.session.shop is None
    assert list((tmp_path / "home").rglob("*.clm")) == []
    assert program.window.screens.currentWidget() is program.window.start


@pytest.mark.parametrize(
    ("name", "content"),
    [("photo.csv", b"\x89PNG\r\n\x1a\n" + bytes(100)), ("empty.csv", b""), ("a.csv", b"x,y\n")],
)
def test_that_a_wrong_file_is_one_sentence_and_changes_nothing(
    program: Program, qtbot: QtBot, tmp_path: Path, name: str, content: bytes
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    drop(program, [file])
    notice = program.window.notice
    qtbot.waitUntil(notice.isVisible, timeout=WAIT_MS)
    assert len(notice.text.text()) > 10
    assert program.context.session.shop is None
    assert not program.window.imports.checking


def test_that_a_cancelled_check_forgets_the_files(
    opened: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    other = tmp_path / "other.csv"
    other.write_text("Bestellung,Datum,Kunde,Summe\n1,2024-05-01,a@b.de,9.50\n", encoding="utf-8")
    drop(opened, [other])
    qtbot.waitUntil(lambda: opened.window.imports.checking, timeout=WAIT_MS)
    qtbot.keyClick(opened.window, Qt.Key.Key_Escape)
    assert not opened.window.imports.checking
    assert opened.window.screens.currentWidget() is opened.window.shop_screen


def test_that_the_meaning_of_a_column_can_be_changed_before_the_import(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    drop(program, [write_orders(tmp_path / "orders.csv")])
    qtbot.waitUntil(lambda: program.window.imports.checking, timeout=WAIT_MS)
    seen: list[object] = []
    program.window.imports.check_changed.connect(seen.append)
    combo = program.window.check.findChild(QComboBox, "column_of_product_name")
    assert combo is not None
    assert combo.currentText() == "Product"
    customer = combo.findText("Customer")
    combo.setCurrentIndex(customer)
    combo.activated.emit(customer)
    qtbot.waitUntil(lambda: bool(seen), timeout=WAIT_MS)
    ((group,),) = seen  # type: ignore[misc]
    mapping = group.first.mapping
    assert mapping.column(Field.PRODUCT_NAME) == group.first.header.index("Customer")
    program.window.imports.cancel()


def test_that_a_click_on_a_customer_opens_the_card_and_escape_closes_it(
    opened: Program, qtbot: QtBot
) -> None:
    window = opened.window
    window.nav.choose("customers")
    qtbot.waitUntil(lambda: window.tab.up_to_date, timeout=WAIT_MS)
    view = window.tab.view.tables()[0].view
    with qtbot.waitSignal(window.shops.customer_ready, timeout=WAIT_MS) as ready:
        view.clicked.emit(view.block_model.index(0, 0))
    assert ready.args is not None
    assert ready.args[0].customer_id == view.block_model.key_at(0)
    assert window.side.isVisible()
    with qtbot.waitSignal(window.shops.customer_ready, timeout=WAIT_MS) as ready:
        view.selectRow(1)  # the arrow keys leaf through the cards
    assert ready.args is not None
    assert ready.args[0].customer_id == view.block_model.key_at(1)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.side.isVisible()


def test_that_a_group_leads_to_exactly_its_customers(opened: Program, qtbot: QtBot) -> None:
    window, shop = opened.window, opened.context.session.shop
    assert shop is not None
    assert shop.answers is not None
    scheme = next(scheme for scheme in shop.answers.schemes if scheme.groups)
    window.nav.choose("segments")
    qtbot.waitUntil(lambda: window.tab.up_to_date, timeout=WAIT_MS)
    window.tab.tile_opened(scheme.groups[0].segment_id)
    qtbot.waitUntil(lambda: window.tab.page_id == "customers" and window.tab.up_to_date)
    model = window.tab.view.tables()[0].view.block_model
    assert model.rowCount() == scheme.groups[0].customers
    window.tab.choose(None)
    assert model.rowCount() == len(shop.answers.customers)


def test_that_every_place_is_reached_by_keys(opened: Program, qtbot: QtBot) -> None:
    window = opened.window
    with qtbot.waitActive(window):
        window.activateWindow()
    for page in window.tabs:
        qtbot.keySequence(window, window.actions_.pages[page].shortcut())
        assert window.tab.page_id == page
        qtbot.waitUntil(lambda: window.tab.up_to_date, timeout=WAIT_MS)
    qtbot.keyClick(window, Qt.Key.Key_2, CONTROL)
    qtbot.keyClick(window, Qt.Key.Key_F, CONTROL)
    panel = window.tab.view.tables()[0]
    assert panel.search.hasFocus()
    qtbot.keyClicks(panel.search, "person 1")
    qtbot.keyClick(panel.search, Qt.Key.Key_Return)
    assert panel.view.hasFocus()
    with qtbot.waitSignal(window.shops.customer_ready, timeout=WAIT_MS):
        qtbot.keyClick(panel.view, Qt.Key.Key_Return)
    qtbot.keyClick(window, Qt.Key.Key_F4)
    assert window.actions_.details.isChecked()
    assert opened.context.settings.details_open
    qtbot.keyClick(window, Qt.Key.Key_F8)
    assert opened.context.look.names_hidden
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.side.isVisible()


def test_that_the_window_fits_a_small_screen(opened: Program, qtbot: QtBot) -> None:
    window = opened.window
    for page in window.tabs:
        window.nav.choose(page)
        qtbot.waitUntil(lambda: window.tab.up_to_date, timeout=WAIT_MS)
        window.resize(800, 600)
        assert window.size() == QSize(800, 600)
        assert window.minimumSizeHint().width() <= 800
        assert window.minimumSizeHint().height() <= 600


def test_that_closing_in_the_middle_of_a_job_keeps_the_file_whole(
    opened: Program, qtbot: QtBot
) -> None:
    from clm_desktop.usecases.open_project import open_project

    shop = opened.context.session.shop
    assert shop is not None
    opened.window.shops.refresh()
    opened.window.shops.undo_last()
    opened.window.close()
    assert opened.end()
    with open_project(shop.path) as project:
        assert project.revision in (shop.revision, shop.revision + 1)


def test_that_a_copy_of_the_shop_is_whole_and_the_shop_stays_open(
    opened: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    from clm_desktop.usecases.open_project import open_project

    shop = opened.context.session.shop
    assert shop is not None
    with qtbot.waitSignal(opened.window.shops.told, timeout=WAIT_MS):
        opened.window.shops.save_copy(tmp_path / "copy.clm")
    with open_project(tmp_path / "copy.clm") as project:
        assert project.revision == shop.revision
    qtbot.waitUntil(lambda: not opened.context.runner.active())
    now = opened.context.session.shop
    assert now is not None
    assert now.answers is shop.answers


def test_that_the_progress_bar_comes_only_with_long_work(program: Program, qtbot: QtBot) -> None:
    from threading import Event

    go = Event()

    def long(ctx: RunContext, _before: object) -> None:
        ctx.report(0.25, "read")
        assert go.wait(30)
        ctx.check()

    bar = program.window.job_bar
    program.context.runner.start(
        JobSpec(name="t", steps=((Lane.COMPUTE, long),)), lambda _outcome: None
    )
    assert not bar.isVisible()
    qtbot.waitUntil(bar.isVisible)
    qtbot.mouseClick(bar.stop, Qt.MouseButton.LeftButton)
    go.set()
    qtbot.waitUntil(lambda: not bar.isVisible())


def test_that_an_import_into_a_shop_that_is_being_closed_opens_it_again(
    opened: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    imports, session, runner = opened.window.imports, opened.context.session, opened.context.runner
    rows = "".join(f"X{i},2025-01-{i + 1:02},new{i}@example.com,Soap,5.00\n" for i in range(9))
    (tmp_path / "more.csv").write_text("Order,Day,E-mail,Item,Total\n" + rows)
    drop(opened, [tmp_path / "more.csv"])
    qtbot.waitUntil(lambda: imports.checking, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not runner.active(), timeout=WAIT_MS)
    imports.confirm()
    for lane in (Lane.READ, Lane.STORE):  # the rows are in, and nobody has heard of it yet
        assert runner._pools[lane].waitForDone(WAIT_MS)
    opened.window.shops.close()
    assert session.shop is None
    wait_answers(opened, qtbot)
    qtbot.waitUntil(lambda: not runner.active(), timeout=WAIT_MS)
    assert session.shop is not None
    assert [f.info.name for f in session.shop.imports[-1].files] == ["more.csv"]


def test_that_the_first_picture_waits_for_no_heavy_library(tmp_path: Path) -> None:
    import os
    import subprocess

    code = (
        "import sys\n"
        "from clm_desktop.app.window import Program, make_application\n"
        "from clm_desktop.ui.settings import Settings\n"
        "app = make_application()\n"
        "program = Program(app, Settings())\n"
        "program.window.show()\n"
        "app.processEvents()\n"
        "program.window.grab()\n"
        "heavy = {'pandas', 'scipy', 'sklearn', 'matplotlib', 'xlsxwriter'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    environment = os.environ | {"CLM_DESKTOP_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
