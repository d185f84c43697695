"""Small tables of the owner's, row by row; and every way in which a plan leaves the program."""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from email import message_from_bytes, policy
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clm_desktop.core.days import SECONDS_PER_DAY, date_of, day_of
from clm_desktop.core.errors import FileError, RequestError
from clm_desktop.core.message import Message
from clm_desktop.core.outreach import (
    AcquisitionItem,
    ActionText,
    ConsentState,
    ItemState,
    PlanRecord,
    PlanSettings,
    Role,
    Spared,
)
from clm_desktop.core.owner_words import Word
from clm_desktop.plan.answers import Answers
from clm_desktop.store import consents, contacts
from clm_desktop.store.owner_words import newest_order_s, oldest_order_s
from clm_desktop.store.project import Project
from clm_desktop.usecases import outreach_choices as choices
from clm_desktop.usecases import outreach_files as files
from clm_desktop.usecases import outreach_plan as planning
from clm_desktop.usecases.current_answers import current_answers
from clm_desktop.usecases.export_plan import DRAFT_WAYS, PLAN_WAYS, export_plan
from clm_desktop.usecases.import_files import import_files
from clm_desktop.usecases.open_project import create_project
from clm_desktop.usecases.outreach_done import mark_items, undo_happened
from clm_desktop.usecases.outreach_drafts import (
    DraftSet,
    MessageWords,
    choose_message_words,
    drafts_of,
    message_words,
)
from clm_desktop.usecases.outreach_plan import PlanWish, plan_of
from clm_desktop.usecases.owner_words import say_word, undo_words
from clm_desktop.usecases.people import merge_people, undo_people_change
from clm_desktop.usecases.preview_files import preview_files
from clm_desktop.usecases.told_table import number_in
from clm_desktop.view.handover import AUDIENCES, HEADERS, TARGETS
from clm_desktop.view.outreach_exports import PLAN_HEADER
from clm_desktop.view.told_receipts import account
from clm_desktop.view.words import Words

REACHES = dict.fromkeys((*DRAFT_WAYS, *TARGETS), ("email",)) | {"sms": ("sms",), "ics": ("phone",)}
EN, ZH = Words("en", "GBP"), Words("zh", "GBP")
HEAD = "Order number,Order date,Email,Customer,Phone,City,Country,Product,Qty,Total\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Project, Answers]]:
    """A shop of 60 people, everybody agreed to everything, with an approved plan."""
    folder = tmp_path_factory.mktemp("files")
    lines = []
    for n in range(60):
        name = f"Ann Person{n}"
        who = f"p{n}@example.com,{name},+44 7911 1234{n:02d},Leeds,United Kingdom"
        for month in range(1, 13 - n % 3):
            day = f"2024-{month:02d}-{1 + n % 27:02d}"
            lines.append(f"{n}-{month},{day},{who},Soap {n % 4},1,{10 + n}.00\n")
    (folder / "orders.csv").write_text(HEAD + "".join(lines), "utf-8")
    with create_project(folder / "shop.clm", "Lily & Söhne") as project:
        import_files(project, preview_files([folder / "orders.csv"]).files)
        answers = current_answers(project)
        for channel in ("email", "sms", "phone"):
            choices.all_agreed(project, channel, 10_000)
        sms = next(one for one in planning.load_outreach(project).channels if one.key == "sms")
        choices.save_channel(project, replace(sms, cost_cents=0.0))
        planning.make_plan(
            project, answers, PlanWish(settings=PlanSettings(contacts=60, hold_out_share=0.15))
        )
        phone = next(one for one in planning.load_outreach(project).channels if one.key == "phone")
        choices.save_channel(project, replace(phone, contacts_per_week=60))
        _spread_over_channels(project, answers)
        planning.approve_plan(project, answers)
        yield project, answers


def _spread_over_channels(project: Project, answers: Answers) -> None:
    """Some rows by text message, some by phone: the plan itself takes what is cheapest."""
    sent = [i for i in planning.current_draft(project).items if i.role is not Role.HOLD_OUT]
    for place, item in enumerate(sent[:9]):
        way = {"channel": "sms"} if place % 3 == 0 else {}
        way = {"action": "call", "channel": "phone"} if place % 3 == 1 else way
        planning.change_draft(project, answers, item.customer_key, replace(item, **way))


@pytest.fixture
def shop(made) -> Project:
    return made[0]


@pytest.fixture
def plan(shop) -> PlanRecord:
    return plan_of(shop, 1)


def keys(plan: PlanRecord, *, held: bool) -> set[str]:
    return {i.customer_key for i in plan.items if (i.role is Role.HOLD_OUT) is held}


def write(folder: Path, text: str, name: str = "told.csv") -> Path:
    (folder / name).write_text(text, "utf-8")
    return folder / name


# ---- tables that come in ----------------------------------------------------------------


def test_that_every_row_of_a_file_of_contacts_is_accounted_for(shop, plan, tmp_path) -> None:
    item = next(i for i in plan.items if i.role is not Role.HOLD_OUT)
    day = date_of(plan.week_day).isoformat()
    good = f"{item.customer_key},{item.action},{item.channel},{day}"
    bad = [
        f"nobody,care,email,{day}", f"{item.customer_key},dance,email,{day}",
        f"{item.customer_key},care,,{day}", f"{item.customer_key},care,email,soon",
        f"{item.customer_key},care,email,2098-01-01",
    ]  # fmt: skip
    rows = [good, good, *bad]
    path = write(tmp_path, "customer_id,action,channel,date\n" + "\n".join(rows) + "\n")
    done = files.record_file(shop, path)
    receipt = done.receipt
    assert (receipt.rows_read, receipt.kept, receipt.known) == (7, 1, 1)
    assert [(s.row, s.column, s.reason) for s in receipt.set_aside] == [
        (3, "customer_id", "told_customer"), (4, "action", "told_action"),
        (5, "channel", "told_channel"), (6, "date", "told_date"), (7, "date", "told_future"),
    ]  # fmt: skip
    (contact,) = contacts.load_contacts(shop)
    assert (contact.plan, contact.action) == (plan.number, item.action)
    states = {i.customer_key: i.state for i in plan_of(shop, 1).items}
    assert states[item.customer_key] is ItemState.DONE
    again = files.record_file(shop, path).receipt
    assert (again.kept, again.known, len(again.set_aside)) == (0, 2, 5)
    undo_happened(shop, done.happened)
    assert contacts.load_contacts(shop) == ()
    assert plan_of(shop, 1) == plan


def test_that_a_contact_that_no_plan_asked_for_is_kept_without_one(shop, plan, tmp_path) -> None:
    held = next(iter(keys(plan, held=True)))
    day = date_of(plan.week_day).isoformat()
    path = write(tmp_path, f"customer_id,action,channel,date\n{held},care,email,{day}\n")
    done = files.record_file(shop, path)
    assert [one.plan for one in done.happened.contacts] == [0]
    assert done.happened.marks == ()
    undo_happened(shop, done.happened)


def test_that_a_file_without_the_columns_says_so(shop, tmp_path) -> None:
    with pytest.raises(FileError, match="told_columns") as error:
        files.record_file(shop, write(tmp_path, "customer_id,date\na,b\n"))
    assert dict(error.value.message.params)["missing"] == "action, channel"


def test_that_consents_come_from_files_with_their_proof(shop, tmp_path) -> None:
    rows = ("顾客;渠道;同意;日期", "Ann Person1;wechat;是;2024-05-01", "Ann Person2;wechat;hm;")
    told = "\n".join(rows) + "\n"
    receipt, changes, gone = files.import_consents(shop, None, write(tmp_path, told, "consent.csv"))
    assert (receipt.kept, len(receipt.set_aside), gone) == (1, 1, ())
    (stands,) = consents.load_consents(shop)
    assert (stands.state, stands.source) == (ConsentState.GRANTED, "consent.csv")
    consents.put_back_consents(shop, changes)


@pytest.mark.parametrize(
    ("cell", "cents", "whole"),
    [
        ("1.50", 150, 2),
        ("1,50", 150, 2),
        ("1.500", 150_000, 1_500),
        ("1,500", 150_000, 1_500),
        ("€ 12.500", 1_250_000, 12_500),
        ("1.500,00", 150_000, 1_500),
        ("0.125", 13, 0),
        ("many", None, None),
    ],
)
def test_that_three_digits_behind_a_mark_are_thousands(
    cell: str, cents: int | None, whole: int | None
) -> None:
    assert (number_in(cell, 2), number_in(cell)) == (cents, whole)
    assert number_in("1.500", 3) == 1_500  # of a dinar, which has so many decimals


def test_that_spend_of_months_and_weeks_adds_up_to_the_cent(shop, tmp_path) -> None:
    told = (
        'month,channel,cost,new\n2024-02,search,"100,01",10\n2024-02-14,flyer,7,\n2024-02,x,-3,\n'
    )
    receipt, before = files.import_spend(shop, write(tmp_path, told, "spend.csv"))
    assert (receipt.rows_read, receipt.kept, len(receipt.set_aside), before) == (3, 2, 1, ())
    spend = contacts.load_spend(shop)
    search = [one for one in spend if one.channel == "search"]
    assert sum(one.cost_cents for one in search) == 10_001
    assert sum(one.new_customers for one in search) == pytest.approx(10)
    assert len(search) == 5
    assert all(date_of(one.week_day).weekday() == 0 for one in spend)
    _, before = files.import_spend(shop, write(tmp_path, told, "spend.csv"))
    assert repr(before) == repr(spend)
    assert repr(contacts.load_spend(shop)) == repr(spend)
    files.type_spend(shop, "flyer", "2024-02-12", 500)
    assert [o.cost_cents for o in contacts.load_spend(shop) if o.channel == "flyer"] == [500.0]
    with pytest.raises(RequestError, match="no_week"):
        files.type_spend(shop, "flyer", "soon", 500)


def test_that_a_channel_is_one_however_it_is_spelled(shop, tmp_path) -> None:
    told = "week,channel,cost\n2024-02-05,Radio North,7\n2024-02-05,radio  north,5\n"
    files.import_spend(shop, write(tmp_path, told, "radio.csv"))
    files.type_spend(shop, "RADIO NORTH", "2024-02-12", 900)
    spend = [one for one in contacts.load_spend(shop) if "north" in one.channel.casefold()]
    assert {one.channel for one in spend} == {"Radio North"}
    assert [one.cost_cents for one in spend] == [1_200.0, 900.0]
    contacts.save_spend(shop, (), [(one.channel, one.week_day) for one in spend])


def test_that_nothing_can_be_spent_or_said_on_a_day_to_come(shop, tmp_path) -> None:
    today = day_of(date(2024, 5, 6))
    before = contacts.load_spend(shop)
    told = "month,channel,cost\n2024-05,search,7\n2024-06,search,7\n"
    receipt, _ = files.import_spend(shop, write(tmp_path, told, "ahead.csv"), today=today)
    assert [(one.row, one.reason) for one in receipt.set_aside] == [(2, "told_future")]
    with pytest.raises(RequestError, match="spend_ahead"):
        files.type_spend(shop, "search", "2024-06", 700, today=today)
    contacts.save_spend(
        shop, before, [(one.channel, one.week_day) for one in contacts.load_spend(shop)]
    )
    rows = "Ann Person1,email,granted,2024-05-07\nAnn Person2,email,granted,2034-05-07\n"
    path = write(tmp_path, f"customer_id,channel,state,date\n{rows}", "ahead.csv")
    receipt, changes, _ = files.import_consents(shop, None, path, today=today)
    assert [(one.row, one.reason) for one in receipt.set_aside] == [(2, "told_future")]
    consents.put_back_consents(shop, changes)
    for say in (
        lambda day: choices.all_agreed(shop, "email", day),
        lambda day: choices.say_consent(
            shop, None, "Ann Person1", "email", ConsentState.GRANTED, day=day
        ),
    ):
        with pytest.raises(RequestError, match="day_ahead"):
            say(files.latest_day() + 1)


def test_that_money_of_weeks_without_orders_is_kept_and_told(shop, tmp_path) -> None:
    before = contacts.load_spend(shop)
    first, last = oldest_order_s(shop) // SECONDS_PER_DAY, newest_order_s(shop) // SECONDS_PER_DAY
    days = [date_of(day) for day in (first - 30, first, last, last + 30)]
    told = "week,channel,cost\n" + "".join(f"{day},x,5\n" for day in days)
    receipt, _ = files.import_spend(shop, write(tmp_path, told, "odd.csv"), today=last + 60)
    assert (receipt.kept, receipt.set_aside) == (4, ())
    assert receipt.told == (
        Message.of("spend.before_orders", weeks=1, first_day=first),
        Message.of("spend.after_orders", weeks=1, last_day=last),
    )
    for words in (EN, ZH):
        said = account(receipt, words)
        assert words.date(first) in said
        assert words.date(last) in said
    contacts.save_spend(
        shop, before, [(one.channel, one.week_day) for one in contacts.load_spend(shop)]
    )


@settings(max_examples=80, deadline=None)
@given(st.dates(), st.integers(1, 60), st.integers(0, 10**9))
def test_that_money_of_a_span_is_spread_over_whole_weeks(day, days, cents) -> None:
    first = (day - date_of(0)).days
    parts = files.spread("x", (first, first + days), cents, 3, "")
    assert sum(part.cost_cents for part in parts) == cents
    assert [p.week_day for p in parts] == list(range(parts[0].week_day, first + days, 7))
    assert parts[0].week_day <= first < parts[0].week_day + 7


# ---- plans that go out ------------------------------------------------------------------


def out(shop, made, way: str, path: Path, words: Words = EN, **more) -> int:
    return export_plan(shop, made[1], way, path, words, **more)


@pytest.mark.parametrize("way", [*DRAFT_WAYS, *TARGETS])
def test_that_nobody_held_out_is_in_any_draft_or_hand_over_file(
    shop, made, plan, tmp_path, way
) -> None:
    path = tmp_path / ("out.zip" if way == "eml" else "out.txt")
    assert out(shop, made, way, path) > 0
    content = path.read_bytes()
    if way == "eml":
        with zipfile.ZipFile(path) as archive:
            content = b"".join(archive.read(name) for name in archive.namelist())
    text = content.decode("utf-8").replace("\r\n ", "").replace("=\r\n", "")
    numbers = {key: int(key.removeprefix("Ann Person")) for key in keys(plan, held=True)}
    assert len(numbers) > 3
    for n in numbers.values():
        assert re.search(rf"p{n}@|Person{n}(?!\d)|1234{n:02d}(?!\d)", text) is None
    mine = next(d for d in drafts_of(shop, made[1], EN).drafts if d.channel.key in REACHES[way])
    phone = mine.recipient.phone.replace(" ", "")
    assert phone in text.replace(" ", "") or mine.recipient.email in text


def test_that_the_plan_for_other_programs_has_the_exact_header_and_all_roles(
    shop, made, plan, tmp_path
) -> None:
    path = tmp_path / "plan.csv"
    assert out(shop, made, "data", path) == len(plan.items)
    content = path.read_bytes()
    assert content.startswith(PLAN_HEADER.encode() + b"\r\n")
    rows = list(csv.DictReader(content.decode().splitlines()))
    assert [row["customer_id"] for row in rows] == [item.customer_key for item in plan.items]
    assert {row["role"] for row in rows} >= {"send", "hold_out"}
    assert all(0 < float(row["p_without"]) < 1 for row in rows)
    assert all(row["reason"] for row in rows)
    worth = [float(row["value"]) for row in rows]
    assert worth == pytest.approx([item.gain_cents / 100 for item in plan.items], abs=0.006)


def test_that_each_e_mail_is_one_draft_for_one_person(shop, made, plan, tmp_path) -> None:
    count = out(shop, made, "eml", tmp_path / "mails")
    found = sorted((tmp_path / "mails").iterdir())
    assert (
        len(found)
        == count
        == sum(i.channel == "email" and i.role is not Role.HOLD_OUT for i in plan.items)
    )
    to = set()
    for one in found:
        message = message_from_bytes(one.read_bytes(), policy=policy.default)
        (address,) = message["To"].addresses
        to.add(address.addr_spec)
        assert message["X-Unsent"] == "1"
        assert "Lily & Söhne" in message.get_content()
        assert "{" not in message.get_content()
    assert len(to) == count
    assert out(shop, made, "eml", tmp_path / "one.eml") == count
    assert (tmp_path / "one.eml").read_bytes() == found[0].read_bytes()
    assert (tmp_path / "one-2.eml").read_bytes() == found[1].read_bytes()


def test_that_lists_for_gateways_have_their_header_and_plain_numbers(shop, made, tmp_path) -> None:
    for words, head in ((EN, "phone,name,var1,var2"), (ZH, "手机号,姓名,变量1,变量2")):
        count = out(shop, made, "sms", tmp_path / "sms.csv", words)
        text = (tmp_path / "sms.csv").read_bytes()
        assert text.startswith(b"\xef\xbb\xbf")
        rows = text.decode("utf-8-sig").splitlines()
        assert rows[0] == head
        assert len(rows) == count + 1 == 4
        assert all(row.startswith("+447911") for row in rows[1:])


def test_that_what_advertising_gets_stands_on_paper_and_in_the_calendar(
    shop, made, plan, tmp_path
) -> None:
    search = AcquisitionItem(
        channel="Search & Co", cost_cents=5_107.0, new_customers=3.7, value_cents=14_600.0
    )
    for people in (plan.items, ()):  # a week may be advertising alone
        record = replace(plan, items=people, acquisition=(search,))
        out(shop, made, "page", tmp_path / "page.html", plan=record)
        out(shop, made, "ics", tmp_path / "week.ics", plan=record)
        paper = (tmp_path / "page.html").read_text("utf-8")
        assert "<td>Search &amp; Co</td><td>£51.07</td>" in paper
        week = (tmp_path / "week.ics").read_text("utf-8")
        assert "SUMMARY:Advertising: Search & Co\\, £51.07" in week


def test_that_a_number_without_a_country_is_handed_over_as_it_is_dialled_at_home(tmp_path) -> None:
    lines = [
        f"{n}-{month},2024-{month:02d}-{1 + n},a{n}@b.c,Ann Lee{n},07911 1234{n:02d},,,Soap,1,9"
        for n in range(20)
        for month in range(1, 13)
    ]
    (tmp_path / "orders.csv").write_text(HEAD + "\n".join(lines), "utf-8")
    with create_project(tmp_path / "shop.clm", "Lily") as project:
        import_files(project, preview_files([tmp_path / "orders.csv"]).files)
        answers = current_answers(project)
        choices.all_agreed(project, "sms", 10_000)
        planning.make_plan(project, answers, PlanWish(settings=PlanSettings(contacts=20)))
        planning.approve_plan(project, answers)
        planned = [i for i in plan_of(project, 1).items if i.role is not Role.HOLD_OUT]
        assert planned
        assert {item.channel for item in planned} == {"sms"}
        count = out(project, (project, answers), "sms", tmp_path / "sms.csv", EN)
    rows = (tmp_path / "sms.csv").read_text("utf-8-sig").splitlines()[1:]
    assert count == len(rows) == len(planned)
    assert all(row.startswith("079111234") for row in rows)


def test_that_who_must_not_be_contacted_any_more_is_in_no_draft_of_an_approved_plan(
    shop, made, plan, tmp_path
) -> None:
    mails = [i for i in plan.items if i.channel == "email" and i.role is not Role.HOLD_OUT]
    refused, silent, spared, called = [item.customer_key for item in mails[:4]]
    changes, _ = choices.say_consent(shop, made[1], refused, "email", ConsentState.REFUSED)
    words = say_word(shop, silent, Word.NO_CONTACT)
    before, _ = choices.spare(
        shop, made[1], Spared(customer_key=spared, until_day=plan.week_day + 99)
    )
    day = date_of(plan.week_day + 1)
    told = f"customer_id,action,channel,date\n{called},call,phone,{day}\n"
    recorded = files.record_file(shop, write(tmp_path, told))
    answers = current_answers(shop)
    found: list[DraftSet] = []
    path = tmp_path / "merge.csv"
    export_plan(shop, answers, "mailmerge", path, EN, tell=found.append)
    why = {one.customer_key: one.why for one in found[0].barred}
    undo_happened(shop, recorded.happened)
    choices.spare(shop, answers, before)
    undo_words(shop, words)
    consents.put_back_consents(shop, changes)
    assert why == {
        refused: "no_consent", silent: "owner_word", spared: "asked_not", called: "gap",
    }  # fmt: skip
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = {row["customer_id"] for row in csv.DictReader(stream)}
    assert rows == keys(plan, held=False) - set(why)
    answers = current_answers(shop)
    assert export_plan(shop, answers, "mailmerge", path, EN) == len(rows) + 4


def test_that_customers_who_turn_out_to_be_one_are_told_once_or_left_alone(
    shop, made, plan
) -> None:
    first, second, third = [
        i.customer_key for i in plan.items if i.role is not Role.HOLD_OUT and i.channel == "email"
    ][:3]
    held = min(keys(plan, held=True))
    changes = [merge_people(shop, first, second), merge_people(shop, third, held)]
    answers = current_answers(shop)
    found = drafts_of(shop, answers, EN)
    for change in reversed(changes):
        undo_people_change(shop, change)
    told = [draft.item.customer_key for draft in found.drafts]
    assert len(told) == len(set(told)) == len(keys(plan, held=False)) - 2
    assert len({first, second} & set(told)) == 1
    assert not {third, held} & set(told)
    assert [one.why for one in found.barred] == ["held_out"]


@pytest.mark.parametrize("target", AUDIENCES)
def test_that_no_audience_of_a_plan_holds_who_refused_mail(
    shop, made, plan, tmp_path, target
) -> None:
    sms = next(i for i in plan.items if i.channel == "sms" and i.role is not Role.HOLD_OUT)
    changes, _ = choices.say_consent(shop, made[1], sms.customer_key, "email", ConsentState.REFUSED)
    count = out(shop, made, target, tmp_path / "who.csv")
    consents.put_back_consents(shop, changes)
    text = (tmp_path / "who.csv").read_text("utf-8")
    assert f"p{sms.customer_key.removeprefix('Ann Person')}@" not in text
    assert out(shop, made, target, tmp_path / "all.csv") == count + 1


@pytest.mark.parametrize("target", TARGETS)
def test_that_hand_over_files_have_no_mark_and_no_apostrophe(shop, made, tmp_path, target) -> None:
    out(shop, made, target, tmp_path / "a.csv")
    content = (tmp_path / "a.csv").read_bytes()
    assert content.startswith(HEADERS[target].encode() + b"\r\n")
    assert b"'" not in content.split(b"\r\n", 1)[1]
    assert b"+44791112340" in content or target == "mailchimp" or b"+4479111234" in content


def test_that_a_spreadsheet_runs_no_customers_name(shop, made, tmp_path) -> None:
    out(shop, made, "mailmerge", tmp_path / "merge.csv")
    text = (tmp_path / "merge.csv").read_text("utf-8-sig")
    cells = [cell for row in csv.reader(text.splitlines(keepends=True)) for cell in row]
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    assert "phone" in cells


class Boxes(HTMLParser):
    """Counts boxes to tick and collects tags."""

    def __init__(self) -> None:
        super().__init__()
        self.boxes, self.tags = 0, set()

    def handle_starttag(self, tag: str, attrs) -> None:
        self.tags.add(tag)
        self.boxes += ("class", "box") in attrs


def test_that_the_page_has_boxes_for_everybody_and_loads_nothing(shop, made, tmp_path) -> None:
    count = out(shop, made, "page", tmp_path / "week.html", ZH)
    text = (tmp_path / "week.html").read_text("utf-8")
    page = Boxes()
    page.feed(text)
    assert page.boxes == 2 * count
    assert not {"script", "img", "link", "iframe"} & page.tags
    assert "Lily &amp; Söhne" in text
    assert "=SUM" not in text or "&lt;" not in text


def test_that_calls_stand_alone_in_the_calendar_and_letters_together(
    shop, made, plan, tmp_path
) -> None:
    count = out(shop, made, "ics", tmp_path / "week.ics")
    text = (tmp_path / "week.ics").read_text("utf-8")
    sent = [i for i in plan.items if i.role is not Role.HOLD_OUT]
    calls = sum(item.channel == "phone" for item in sent)
    groups = {(i.channel, i.action) for i in sent if i.channel != "phone"}
    assert text.count("BEGIN:VEVENT") == count == calls + len(groups)
    days = {row.partition(":")[2] for row in text.splitlines() if row.startswith("DTSTART")}
    assert all(date_of(plan.week_day + k) is not None for k in range(7))
    assert len(days) > 1


def test_that_rows_that_are_done_are_no_drafts_any_more(shop, made, plan) -> None:

    before = drafts_of(shop, made[1], EN)
    one = before.drafts[0].item.customer_key
    happened = mark_items(shop, made[1], plan.number, (one,), ItemState.DONE)
    after = drafts_of(shop, made[1], EN)
    assert {d.item.customer_key for d in before.drafts} - {
        d.item.customer_key for d in after.drafts
    } == {one}
    undo_happened(shop, happened)


def test_that_messages_are_in_the_language_that_was_chosen(shop, made) -> None:
    assert (
        choose_message_words(shop, MessageWords(shop_name="Lily", language="zh")) == MessageWords()
    )
    told = drafts_of(shop, made[1], EN).drafts[0]
    assert "Lily" in told.message.body
    assert "Söhne" not in told.message.body
    assert "您好" in told.message.body or "问问" in told.message.body
    with pytest.raises(RequestError, match="bad_setting"):
        choose_message_words(shop, MessageWords(language="fr"))
    choose_message_words(shop, MessageWords())
    assert message_words(shop) == MessageWords()


def test_that_unknown_ways_and_missing_plans_are_said(shop, made, tmp_path) -> None:
    with pytest.raises(RequestError, match="no_export"):
        out(shop, made, "fax", tmp_path / "x")
    assert len(set(PLAN_WAYS)) == len(PLAN_WAYS) == 14
    with (
        create_project(tmp_path / "empty.clm", "e") as empty,
        pytest.raises(RequestError, match="no_plan_yet"),
    ):
        export_plan(empty, made[1], "data", tmp_path / "x", EN)


def test_that_messages_that_cannot_be_filled_are_held_back_and_told(shop, made, tmp_path) -> None:
    before = drafts_of(shop, made[1], EN)
    action = before.by("email")[0].action.key
    text = ActionText(language="en", subject="Hi", body="{discount} off for {name}")
    choices.save_texts(shop, action, (text,))
    told = []
    if any(d.action.key != action for d in before.by("email")):
        out(shop, made, "eml", tmp_path / "mails", tell=told.append)
        content = b"".join(one.read_bytes() for one in (tmp_path / "mails").iterdir())
        assert b"off for" not in content
        assert {d.action.key for d in told[0].held_back} == {action}
        assert told[0].held_back[0].message.missing == ("discount",)
    else:
        with pytest.raises(RequestError, match="nobody_to_write"):
            out(shop, made, "eml", tmp_path / "mails", tell=told.append)
    assert len(told) == 1
    assert len(told[0].held_back) == sum(d.action.key == action for d in before.by("email"))
    choices.save_texts(shop, action, ())
