"""What customer lists say of consent, and by which ways each customer can be reached."""

from __future__ import annotations

from pathlib import Path

import pytest

from clm_desktop.core.outreach import ConsentState, Outreach
from clm_desktop.store import consents
from clm_desktop.store.addresses import load_addresses
from clm_desktop.usecases import outreach_choices as choices
from clm_desktop.usecases.import_files import import_files
from clm_desktop.usecases.open_project import create_project
from clm_desktop.usecases.outreach import load_outreach
from clm_desktop.usecases.outreach_files import import_consents
from clm_desktop.usecases.people import merge_people
from clm_desktop.usecases.preview_files import preview_files
from clm_desktop.usecases.undo_import import undo_import

ORDERS = """Order number,Order date,Customer ID,Customer,Email,Phone,City,Product,Total
1,2024-03-01,A1,Anna Miller,anna@x.org,07911 123401,Leeds,Tea,10.00
2,2024-03-02,B2,Bob Stone,,07911 123402,,Tea,12.00
3,2024-03-03,C3,Cleo Ray,cleo@x.org,18412345678-1234,Leeds,Pot,30.00
4,2024-03-04,D4,Dan Fox,,,,Pot,31.00
"""
LIST = """Customer ID,Name,Email,Phone,Accepts marketing
{rows}
"""


@pytest.fixture
def shop(tmp_path: Path):
    with create_project(tmp_path / "shop.clm", "shop") as project:
        add(project, tmp_path, "orders.csv", ORDERS)
        yield project


def add(project, folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, "utf-8")
    found = preview_files([folder / name], project=project)
    assert not found.questions
    import_files(project, found.files)


def listed(project, folder: Path, name: str, *rows: str) -> None:
    add(project, folder, name, LIST.format(rows="\n".join(rows)))


def said(outreach: Outreach, key: str) -> dict[str, str]:
    return {c.channel: c.state.value for c in outreach.consents if c.customer_key == key}


def test_that_a_yes_in_a_list_is_for_mail_and_a_no_for_everything(shop, tmp_path) -> None:
    listed(
        shop,
        tmp_path,
        "list.csv",
        "A1,Anna Miller,anna@x.org,,yes",
        "C3,Cleo Ray,,,no",
        "D4,Dan Fox,,,",
    )
    outreach = load_outreach(shop)
    assert said(outreach, "A1") == {"email": "granted"}
    assert said(outreach, "C3") == dict.fromkeys((c.key for c in outreach.channels), "refused")
    assert said(outreach, "D4") == said(outreach, "B2") == {}
    assert {c.source for c in outreach.consents} == {"list.csv"}


def test_that_the_newest_word_holds_whoever_told_it(shop, tmp_path) -> None:
    listed(shop, tmp_path, "list.csv", "A1,Anna Miller,anna@x.org,,yes")
    (listed_one,) = load_outreach(shop).consents
    choices.say_consent(shop, None, "A1", "email", ConsentState.UNKNOWN, day=listed_one.day - 1)
    assert said(load_outreach(shop), "A1") == {"email": "granted"}
    choices.say_consent(shop, None, "A1", "email", ConsentState.REFUSED, day=listed_one.day)
    assert said(load_outreach(shop), "A1") == {"email": "refused"}
    undo_import(shop, 2)
    assert said(load_outreach(shop), "A1") == {"email": "refused"}
    choices.say_consent(shop, None, "A1", "email", ConsentState.UNKNOWN, day=listed_one.day + 1)
    assert said(load_outreach(shop), "A1") == {"email": "unknown"}


def test_that_no_lists_yes_undoes_a_no_that_was_told_to_the_owner(shop, tmp_path) -> None:
    """A list is dated by its import: an old shop's today, or a list of next month, is no news."""
    listed(shop, tmp_path, "list.csv", "A1,Anna Miller,anna@x.org,,yes")
    (listed_one,) = load_outreach(shop).consents
    day = listed_one.day - 400
    choices.say_consent(shop, None, "A1", "email", ConsentState.REFUSED, day=day)
    assert said(load_outreach(shop), "A1") == {"email": "refused"}
    listed(shop, tmp_path, "next.csv", "A1,Anna Miller,anna@x.org,,yes")
    assert said(load_outreach(shop), "A1") == {"email": "refused"}
    choices.say_consent(shop, None, "A1", "email", ConsentState.GRANTED, day=day + 1)
    assert said(load_outreach(shop), "A1") == {"email": "granted"}


def test_that_a_no_under_one_key_holds_for_the_person(shop, tmp_path) -> None:
    listed(shop, tmp_path, "list.csv", "A1,Anna Miller,,,yes", "B2,Bob Stone,,,no")
    merge_people(shop, "A1", "B2")
    outreach = load_outreach(shop)
    people = {c.customer_key for c in outreach.consents}
    assert len(people) == 1
    assert said(outreach, people.pop())["email"] == "refused"


def test_that_a_no_outlasts_a_later_yes_under_another_key(shop, tmp_path) -> None:
    choices.say_consent(shop, None, "A1", "sms", ConsentState.REFUSED, day=19_000)
    path = tmp_path / "said.csv"
    path.write_text("customer_id,channel,consent,date\nB2,sms,yes,2024-02-01\n", "utf-8")
    import_consents(shop, None, path)
    assert said(load_outreach(shop), "B2") == {"sms": "granted"}
    merge_people(shop, "A1", "B2")
    (one,) = load_outreach(shop).consents
    person = one.customer_key
    import_consents(shop, None, path)  # the file names one key: the no of the other stands
    assert said(load_outreach(shop), person) == {"sms": "refused"}
    for key in ("A1", "B2"):  # the owner speaks of the person
        changes, _ = choices.say_consent(shop, None, key, "sms", ConsentState.GRANTED)
        assert said(load_outreach(shop), person) == {"sms": "granted"}
        consents.put_back_consents(shop, changes)
        assert said(load_outreach(shop), person) == {"sms": "refused"}


def test_that_a_no_told_with_an_order_outlasts_a_yes_with_another_keys(shop, tmp_path) -> None:
    head = "Order number,Order date,Customer ID,Product,Total,Accepts marketing\n"
    rows = "7,2024-04-01,A1,Tea,5.00,no\n8,2024-04-09,B2,Tea,5.00,yes\n"
    add(shop, tmp_path, "more.csv", head + rows)
    assert said(load_outreach(shop), "A1") == {"email": "refused"}
    assert said(load_outreach(shop), "B2") == {"email": "granted"}
    merge_people(shop, "A1", "B2")
    (one,) = load_outreach(shop).consents
    assert one.state is ConsentState.REFUSED


def test_that_the_history_of_a_person_is_that_of_all_keys(shop) -> None:
    choices.say_consent(shop, None, "A1", "email", ConsentState.REFUSED, day=19_000)
    choices.say_consent(shop, None, "B2", "email", ConsentState.GRANTED, day=19_001)
    choices.say_consent(shop, None, "C3", "email", ConsentState.GRANTED, day=19_002)
    assert [line[1] for line in consents.consent_log(shop, customer_key="A1")] == ["A1"]
    merge_people(shop, "A1", "B2")
    for key in ("A1", "B2"):
        assert [line[1] for line in consents.consent_log(shop, customer_key=key)] == ["B2", "A1"]
    assert len(consents.consent_log(shop)) == 3


def test_that_customers_are_reached_by_what_is_known_of_them(shop) -> None:
    reach = load_outreach(shop).reachable
    assert reach is not None
    found = {
        key: {channel for who, channel in reach if who == key} for key in ("A1", "B2", "C3", "D4")
    }
    assert found["A1"] == {"email", "phone", "sms", "wechat", "post", "in_person"}
    assert found["B2"] == {"phone", "sms", "wechat", "in_person"}
    assert found["C3"] == {"email", "post", "in_person"}  # the phone is the marketplace's
    assert found["D4"] == {"in_person"}


def test_that_a_slip_for_an_address_is_none(shop, tmp_path) -> None:
    rows = ("A1,Anna Miller,anna@x.org@y.org,,", "B2,Bob Stone,,,", 'C3,Cleo Ray,"c,leo@x.org",,')
    listed(shop, tmp_path, "list.csv", *rows)
    people = load_addresses(shop)
    assert not set(people.email.tolist()) - {""}
    reach = load_outreach(shop).reachable
    assert reach is not None
    assert not {who for who, channel in reach if channel == "email"}


def test_that_addresses_are_the_newest_told_and_keys_stand_in(shop, tmp_path) -> None:
    listed(shop, tmp_path, "list.csv", "A1,Anna Miller-Brown,new@x.org,,")
    text = "Order number,Order date,Customer,Product,Total\n9,2024-03-05,王小明,Tea,1.00\n"
    add(
        shop,
        tmp_path,
        "more.csv",
        text + "10,2024-03-06,eve@x.org,Tea,1.00\n11,2024-03-06,K-77,Tea,1.00\n",
    )
    people = load_addresses(shop)
    row = {str(key): i for i, key in enumerate(people.key)}
    assert people.email[row["A1"]] == "new@x.org"
    assert people.name[row["A1"]] == "Anna Miller-Brown"
    assert people.phone[row["A1"]] == "07911 123401"
    assert people.name[row["王小明"]] == "王小明"
    assert people.email[row["eve@x.org"]] == "eve@x.org"
    assert people.name[row["K-77"]] == ""
