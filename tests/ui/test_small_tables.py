"""Small tables in the window: from a button or dropped, with their account and their way back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QPushButton
from pytestqt.qtbot import QtBot

from clm_desktop.app.window import Program
from clm_desktop.core.errors import FileError
from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.store.contacts import load_spend
from clm_desktop.ui import small_work
from clm_desktop.ui.plan_work import PlanNow
from clm_desktop.ui.receipt_dialog import ReceiptDialog
from clm_desktop.ui.tabs.plan_tab import MEANS, WIN, PlanTab
from clm_desktop.ui.words_dialog import WordsDialog
from clm_desktop.usecases.outreach_drafts import MessageWords, message_words
from tests.ui.conftest import WAIT_MS

SPEND = "week,channel,cost\n2024-02-05,Flyers,100\n"


class Small:
    """The open shop with its small tables."""

    def __init__(self, program: Program, qtbot: QtBot, folder: Path) -> None:
        self.program, self.window, self.qtbot, self.folder = program, program.window, qtbot, folder
        self.dialogs: list[QDialog] = []
        self.window.desk.small.dialog_opened.connect(self.dialogs.append)

    def until(self, so: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(so, timeout=WAIT_MS)

    def idle(self) -> None:
        self.until(lambda: not self.program.context.runner.active())

    def write(self, text: str, name: str = "told.csv") -> Path:
        (self.folder / name).write_text(text, "utf-8")
        return self.folder / name

    def dialog(self) -> QDialog:
        self.until(lambda: bool(self.dialogs))
        return self.dialogs.pop()

    def spent(self) -> list[float]:
        now = self.program.context.session.plan
        return [] if now is None else [one.cost_cents for one in now.outreach.spend]

    def told(self) -> str:
        self.until(self.window.notice.isVisible)
        return self.window.notice.text.text()

    @property
    def now(self) -> PlanNow:
        now = self.program.context.session.plan
        assert now is not None
        return now

    @property
    def customer(self) -> str:
        shop = self.program.context.session.shop
        assert shop is not None
        assert shop.answers is not None
        return str(shop.answers.names.customer_key[0])


@pytest.fixture
def small(opened: Program, qtbot: QtBot, tmp_path: Path) -> Small:
    made = Small(opened, qtbot, tmp_path)
    made.until(lambda: opened.context.session.plan is not None)
    made.idle()
    return made


def test_that_of_several_small_tables_all_are_kept_or_none(small: Small) -> None:
    shop = small.program.context.session.shop
    assert shop is not None
    files = [("spend", small.write(SPEND)), ("spend", small.folder / "gone.csv")]
    ((_, step),) = small_work.taking_in(shop, files).steps
    with pytest.raises(FileError):
        step(NULL_CONTEXT, None)
    assert load_spend(shop.project) == ()


def test_that_a_dropped_small_table_is_no_order_file_and_can_be_taken_back(small: Small) -> None:
    small.window.drop((small.write(SPEND),))
    small.until(lambda: small.spent() == [10_000])
    assert not small.window.imports.checking
    assert "1 of 1 row kept" in small.told()
    small.idle()
    small.window.notice.action.click()
    small.until(lambda: small.spent() == [])
    small.idle()
    small.window.actions_.redo.trigger()
    small.until(lambda: small.spent() == [10_000])


def test_that_orders_beside_a_small_table_are_still_shown_to_be_checked(small: Small) -> None:
    orders = small.write(
        "Order number,Order date,Customer,Amount\n9001,2024-02-05,Zoe,10.00\n", "orders.csv"
    )
    small.window.drop((small.write(SPEND), orders))
    small.until(lambda: small.window.imports.checking)
    small.until(lambda: small.spent() == [10_000])


def test_that_pasted_cells_may_be_a_small_table(small: Small) -> None:
    small.window.paste(SPEND.replace(",", "\t"))
    small.until(lambda: small.spent() == [10_000])


def test_that_lines_that_are_not_understood_are_shown_with_their_reason(small: Small) -> None:
    rows = f"customer_id,channel,state\n{small.customer},email,yes\nnobody,email,yes\n"
    small.window.desk.small.take_in([("consents", small.write(rows))])
    dialog = small.dialog()
    assert isinstance(dialog, ReceiptDialog)
    assert dialog.lines.toPlainText() == (
        "Line 3: a customer who is in none of your files (customer_id: nobody)"
    )
    small.until(lambda: len(small.now.outreach.consents) == 1)
    small.idle()
    dialog.undo.click()
    small.until(lambda: not small.now.outreach.consents)


def test_that_a_line_that_is_not_understood_names_the_column_as_the_file_does(small: Small) -> None:
    rows = f"客户编号,渠道,同意\n{small.customer},email,是\nnobody,email,是\n"
    small.window.desk.small.take_in([("consents", small.write(rows))])
    assert "(客户编号: nobody)" in small.dialog().lines.toPlainText()


def test_that_without_a_shop_the_owner_is_told_where_a_small_table_belongs(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "spend.csv").write_text(SPEND, "utf-8")
    program.window.drop((tmp_path / "spend.csv",))
    qtbot.waitUntil(program.window.notice.isVisible, timeout=WAIT_MS)
    told = program.window.notice.text.text()
    assert "Open the shop that it belongs to" in told
    assert "Money spent on advertising" in told


def test_that_each_view_takes_the_table_that_fits_it(small: Small) -> None:
    small.window.nav.choose("plan")
    tab = small.window.tab
    assert isinstance(tab, PlanTab)
    asked: list[str] = []
    tab.file_wanted.disconnect()
    tab.file_wanted.connect(asked.append)
    for view in (WIN, MEANS):
        tab.show_view(view)
        small.until(lambda: tab.up_to_date)
        tab.buttons.file.click()
    assert asked == ["spend", "consents"]
    assert "customer_id" in tab.buttons.file.toolTip()
    small.idle()


def test_that_signature_and_language_are_kept_and_taken_back(small: Small) -> None:
    shop = small.program.context.session.shop
    assert shop is not None
    small.window.desk.small.ask_words()
    dialog = small.dialog()
    assert isinstance(dialog, WordsDialog)
    assert dialog.name.placeholderText() == "Lily & Soap"
    dialog.name.setText(" Lily ")
    dialog.language.setCurrentIndex(dialog.language.findData("zh"))
    dialog.keep.click()
    assert "Signature" in small.told()
    small.idle()
    assert message_words(shop.project) == MessageWords(shop_name="Lily", language="zh")
    small.window.plans.steps.undo()
    small.idle()
    assert message_words(shop.project) == MessageWords()


def test_that_the_card_leads_to_the_history_of_consents(small: Small) -> None:
    small.window.desk.means.say_consent(small.customer, "email", "granted")
    small.until(lambda: len(small.now.outreach.consents) == 1)
    small.idle()
    shop = small.program.context.session.shop
    assert shop is not None
    assert shop.answers is not None
    small.window.shops.show_customer(int(shop.answers.names.customer_id[0]))
    small.until(lambda: small.window.side.findChild(QPushButton, "consent_history") is not None)
    button = small.window.side.findChild(QPushButton, "consent_history")
    assert isinstance(button, QPushButton)
    button.click()
    dialog = small.dialog()
    assert isinstance(dialog, ReceiptDialog)
    assert "E-mail: nothing said → agreed" in dialog.lines.toPlainText()
    assert "by your word" in dialog.lines.toPlainText()


def test_that_the_tip_of_each_page_names_the_keys_that_lead_there(small: Small) -> None:
    for page, action in small.window.actions_.pages.items():
        item = small.window.nav.findChild(QPushButton, f"nav_{page}")
        assert isinstance(item, QPushButton)
        assert item.toolTip().endswith(f"({action.shortcut().toString()})")
