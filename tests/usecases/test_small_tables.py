"""Small tables are known by their columns, and whatever they told can be taken back and retold."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from clm_desktop.store import consents, contacts
from clm_desktop.store.project import Project
from clm_desktop.usecases.import_files import import_files
from clm_desktop.usecases.open_project import create_project
from clm_desktop.usecases.outreach_files import type_spend
from clm_desktop.usecases.preview_files import preview_files
from clm_desktop.usecases.small_table_kinds import SmallTable, kind_of, told_apart
from clm_desktop.usecases.small_tables import put_back, take_in, take_in_again

CONTACTS = "customer_id,action,channel,date\nA1,care,email,2024-03-01\n"
CONSENTS = "客户编号,渠道,同意\nA1,email,是\nA1,sms,maybe\n"
SPEND = "month,channel,spend\n2024-02,Flyers,100\n"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Project]:
    orders = write(tmp_path, "Order,Date,Customer,Total\n1,2024-01-05,A1,10\n2,2024-02-05,B2,20\n")
    with create_project(tmp_path / "shop.clm", "Shop") as project:
        import_files(project, preview_files([orders]).files)
        yield project


def write(folder: Path, text: str, name: str = "told.csv") -> Path:
    (folder / name).write_text(text, "utf-8")
    return folder / name


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (CONTACTS, SmallTable.CONTACTS),
        (CONSENTS, SmallTable.CONSENTS),
        (SPEND, SmallTable.SPEND),
        ("Week;Channel;Cost;New customers\n2024-02-05;Flyers;3,5;2\n", SmallTable.SPEND),
    ],
)
def test_that_a_small_table_is_known_by_its_columns(
    tmp_path: Path, text: str, kind: SmallTable
) -> None:
    assert kind_of(write(tmp_path, text)) is kind


@pytest.mark.parametrize(
    "text",
    [
        "date,channel,amount,customer,order\n2024-02-05,Shop,3,A1,1\n",  # orders with a channel
        "customer,channel,date\nA1,email,2024-02-05\n",  # neither action nor consent
        "customer,amount,date\nA1,10,2024-02-05\n",
        "customer_id,action,channel,date,total\nA1,care,email,2024-02-05,10\n",
        "",
    ],
)
def test_that_orders_and_half_tables_are_left_to_the_import(tmp_path: Path, text: str) -> None:
    assert kind_of(write(tmp_path, text)) is None


def test_that_files_which_cannot_be_read_are_left_to_the_import(tmp_path: Path) -> None:
    assert kind_of(tmp_path / "gone.csv") is None
    assert kind_of(tmp_path) is None
    (tmp_path / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    assert kind_of(tmp_path / "picture.csv") is None


def test_that_small_tables_are_told_apart_from_the_rest(tmp_path: Path) -> None:
    spend, orders = write(tmp_path, SPEND), write(tmp_path, "a,b\n1,2\n", "other.csv")
    assert told_apart([orders, spend]) == (((SmallTable.SPEND, spend),), (orders,))


@pytest.mark.parametrize("text", [CONTACTS, CONSENTS, SPEND])
def test_that_what_was_told_goes_and_comes_again(shop: Project, tmp_path: Path, text: str) -> None:
    def known() -> tuple[object, ...]:
        spend = [(s.channel, s.week_day, s.cost_cents) for s in contacts.load_spend(shop)]
        return contacts.load_contacts(shop), consents.load_consents(shop), spend

    type_spend(shop, "Flyers", "2024-01-31", 700)  # a week that the file tells of too
    type_spend(shop, "Posters", "2024-02-08", 900)  # and what it says nothing of
    path, before = write(tmp_path, text), known()
    kind = kind_of(path)
    assert kind is not None
    taken = take_in(shop, None, kind, path)
    after = known()
    assert taken.changed
    assert taken.receipt.kept == 1
    assert after != before
    put_back(shop, taken)
    assert known() == before
    take_in_again(shop, None, taken)
    assert known() == after


def test_that_the_same_contacts_again_leave_nothing_to_take_back(
    shop: Project, tmp_path: Path
) -> None:
    path = write(tmp_path, CONTACTS)
    take_in(shop, None, SmallTable.CONTACTS, path)
    again = take_in(shop, None, SmallTable.CONTACTS, path)
    assert (again.receipt.kept, again.receipt.known, again.changed) == (0, 1, False)


def test_that_a_line_that_is_not_understood_is_told(shop: Project, tmp_path: Path) -> None:
    taken = take_in(shop, None, SmallTable.CONSENTS, write(tmp_path, CONSENTS))
    (aside,) = taken.receipt.set_aside
    assert (aside.row, aside.column, aside.reason) == (2, "同意", "told_state")


def test_that_actions_and_channels_may_be_called_as_the_window_calls_them(
    shop: Project, tmp_path: Path
) -> None:
    rows = "A1,Thank-you,E-mail,2024-03-01\nB2,感谢问候,微信,2024-03-01\nB2,hug,E-mail,2024-03-02\n"
    path = write(tmp_path, f"customer_id,action,channel,date\n{rows}")
    taken = take_in(shop, None, SmallTable.CONTACTS, path)
    assert [(c.action, c.channel) for c in contacts.load_contacts(shop)] == [
        ("care", "email"),
        ("care", "wechat"),
    ]
    assert [one.reason for one in taken.receipt.set_aside] == ["told_action"]
