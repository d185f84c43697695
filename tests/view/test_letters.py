"""Drafts, cards and calendars are read back by others as they were meant."""

from __future__ import annotations

import csv
import io
import re
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clm_desktop.view.handover import (
    HEADERS,
    TARGETS,
    Person,
    country_code,
    e164,
    handover,
    split_name,
)
from clm_desktop.view.letters import Card, Event, calendar, eml, vcards

# What can stand in one line of a header: any printable letter, no line ends.
line = st.text(
    st.characters(exclude_categories=("C", "Zl", "Zp"), exclude_characters="\u00ad"), max_size=90
)


def parsed(mail: bytes) -> EmailMessage:
    message = message_from_bytes(mail, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def said(message: EmailMessage) -> str:
    return str(message.get_content()).replace("\r\n", "\n")


@settings(max_examples=150, deadline=None)
@given(
    # Python's reader puts a space between the encoded words of a name: here there is only one.
    line.filter(lambda name: len(name.encode()) < 39),
    line,
    st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.just("\n"), max_size=300),
)
def test_that_an_e_mail_is_read_back_as_it_was_written(name: str, subject: str, body: str) -> None:
    mail = eml(name, "anna@example.com", subject, body)
    assert all(len(row) <= 998 for row in mail.split(b"\r\n"))
    assert b"\n" not in mail.replace(b"\r\n", b"")
    message = parsed(mail)
    assert message["X-Unsent"] == "1"
    assert message["Subject"] == " ".join(subject.split())
    (to,) = message["To"].addresses
    assert to.addr_spec == "anna@example.com"
    assert " ".join(to.display_name.split()) == " ".join(name.split())
    assert said(message).rstrip("\n") == body.rstrip("\n")
    assert message["From"] is None


def test_that_long_chinese_subjects_are_folded_between_letters() -> None:
    subject = "明前龙井特级礼盒装" * 12
    mail = eml("王小明", "a@b.cn", subject, "您好！\n" + "好" * 100)
    head = mail.split(b"\r\n\r\n")[0]
    assert max(len(row) for row in head.split(b"\r\n")) <= 76
    message = parsed(mail)
    assert message["Subject"] == subject
    assert message["To"].addresses[0].display_name == "王小明"
    assert said(message).rstrip() == "您好！\n" + "好" * 100


@pytest.mark.parametrize(
    "address",
    ["a@b.c\r\nBcc: x@y.z", "no address", "a@b.c, d@e.f", "<a@b.c>", "a,b@c.d", "a@b@c.d"],
)
def test_that_no_address_can_carry_a_second_one(address: str) -> None:
    with pytest.raises(ValueError, match="address"):
        eml("Anna", address, "s", "b")


@pytest.mark.parametrize(
    ("told", "written"),
    [
        ("anna@müller.de", "anna@xn--mller-kva.de"),
        ("anna@例子.cn", "anna@xn--fsqu00a.cn"),
        ("用户@例子.cn", "用户@xn--fsqu00a.cn"),
    ],
)
def test_that_addresses_in_other_letters_are_written_to(told: str, written: str) -> None:
    head = eml("Anna Müller", told, "s", "b").decode("utf-8").split("\r\n")
    assert f"<{written}>" in head[1]
    assert head[1].startswith("To: ")


def test_that_a_name_or_subject_cannot_carry_a_header() -> None:
    message = parsed(eml("Anna\r\nBcc: x@y.z", "a@b.c", "Hi\nBcc: x@y.z", "b"))
    assert message["Bcc"] is None
    assert message["Subject"] == "Hi Bcc: x@y.z"


def unfolded(content: bytes) -> list[str]:
    text = content.decode("utf-8")
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(row.encode()) <= 75 for row in text.split("\r\n"))
    return text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def plain(value: str) -> str:
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], value)


@settings(max_examples=80, deadline=None)
@given(line, line)
def test_that_cards_are_folded_and_escaped(name: str, note: str) -> None:
    card = Card(
        uid="1@x", name=name, phone="+49 30 1", email="a@b.c", city="Köln; am Rhein", country="DE",
        groups=("At risk, soon", "二"), note=note,
    )  # fmt: skip
    told = dict(row.split(":", 1) for row in unfolded(vcards([card])))
    assert told["BEGIN"] == told["END"] == "VCARD"
    assert told["VERSION"] == "3.0"
    assert plain(told["FN"]) == (name or "a@b.c")
    assert plain(told.get("NOTE", "")) == note
    fields = re.split(r"(?<!\\);", told["ADR;TYPE=HOME"])
    assert plain(fields[3]) == "Köln; am Rhein"
    groups = re.split(r"(?<!\\),", told["CATEGORIES"])
    assert [plain(group) for group in groups] == ["At risk, soon", "二"]


def test_that_names_stand_apart_in_cards_and_chinese_ones_stay_whole() -> None:
    def name_of(name: str) -> str:
        card = Card(uid="", name=name, phone="1", email="", city="", country="", groups=(), note="")
        return next(row for row in unfolded(vcards([card])) if row.startswith("N:"))

    assert name_of("Anna Maria Smith") == "N:Smith;Anna Maria;;;"
    assert name_of("Smith, Anna") == "N:Smith;Anna;;;"
    assert name_of("王小明") == "N:王小明;;;;"


def test_that_a_calendar_has_days_and_the_same_names_for_the_same_entries() -> None:
    events = [Event(uid="7@x", day=20_000, title="Call: 王, Ms", text="a\nb; c")]
    rows = unfolded(calendar("Shop", 19_999, events))
    assert rows[0] == "BEGIN:VCALENDAR"
    assert rows[-1] == "END:VCALENDAR"
    assert "DTSTART;VALUE=DATE:20241004" in rows
    assert "DTEND;VALUE=DATE:20241005" in rows
    assert "SUMMARY:Call: 王\\, Ms" in rows
    assert "DESCRIPTION:a\\nb\\; c" in rows
    assert calendar("Shop", 19_999, events) == calendar("Shop", 19_999, events)


# ---- hand-over --------------------------------------------------------------------------


def person(**more) -> Person:
    told = {
        "key": "1", "first_name": "Anna", "last_name": "Smith", "email": " Anna.Smith@Gmail.com",
        "phone": "+447911123456", "city": "St. Ives", "country": "GB", "tags": ("CLM Coupon",),
        "notes": "", "extra": ("Coupon", "E-mail", "Tea"),
    } | more  # fmt: skip
    return Person(**told)


def rows_of(target: str, *people: Person, hashed: bool = False) -> list[dict[str, str]]:
    head, rows = handover(target, people, hashed=hashed)
    out = io.StringIO()
    csv.writer(out).writerows([head, *rows])
    table = list(csv.reader(io.StringIO(out.getvalue())))
    assert ",".join(table[0]) == HEADERS[target]
    assert all(len(row) == len(table[0]) for row in table)
    return [dict(zip(table[0], row, strict=True)) for row in table[1:]]


@pytest.mark.parametrize("target", TARGETS)
def test_that_no_consent_is_written_that_no_source_told(target: str) -> None:
    (row,) = rows_of(target, person())
    said = [
        v for name, v in row.items() if "Accepts" in name or "Consent" in name or "Status" in name
    ]
    assert set(said) <= {"", "Unknown"}


def test_that_consents_are_written_in_the_words_of_each_program() -> None:
    yes = person(email_agreed=True, email_agreed_day="2024-05-01", sms_agreed=False)
    (shopify,), (klaviyo,), (square,) = (rows_of(t, yes) for t in ("shopify", "klaviyo", "square"))
    assert (shopify["Accepts Email Marketing"], shopify["Accepts SMS Marketing"]) == ("yes", "no")
    assert klaviyo["Email Marketing Consent"] == "SUBSCRIBED"
    assert klaviyo["Email Marketing Consent Timestamp"] == "2024-05-01"
    assert klaviyo["SMS Marketing Consent"] == "UNSUBSCRIBED"
    assert square["Email Subscription Status"] == "Subscribed"


def test_that_ads_get_hashes_of_what_they_ask_for() -> None:
    import hashlib

    def sha(text: str) -> str:
        return hashlib.sha256(text.encode()).hexdigest()

    (meta,) = rows_of("meta", person(), hashed=True)
    assert (meta["email"], meta["phone"]) == (sha("anna.smith@gmail.com"), sha("447911123456"))
    assert (meta["fn"], meta["ct"], meta["country"]) == (sha("anna"), sha("stives"), sha("gb"))
    head, rows = handover("google", [person()], hashed=True)
    assert head[:3] == ("Email", "Email", "Phone")
    (google,) = rows
    assert google[:3] == (sha("annasmith@gmail.com"), "", sha("+447911123456"))
    assert google[5] == "GB"
    (plain_row,) = rows_of("meta", person(email="", phone=""), hashed=True)
    assert plain_row["email"] == ""


def test_that_phones_get_their_countrys_code_and_keep_their_plus() -> None:
    told = ["07911 123456", "+49 151 23456789", "13800138000", "", "18412345678-1234"]
    assert e164(told, ["GB", "DE", "CN", "GB", "CN"]) == [
        "+447911123456", "+4915123456789", "+8613800138000", "", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ("United Kingdom", "GB"),
        ("中国", "CN"),
        ("de", "DE"),
        ("Narnia", ""),
        ("", ""),
        ("xx", "XX"),
    ],
)
def test_that_countries_are_known_by_the_words_of_shops(told: str, code: str) -> None:
    assert country_code(told) == code


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Anna Maria Smith", ("Anna Maria", "Smith")),
        ("Smith, Anna", ("Anna", "Smith")),
        ("王小明", ("王小明", "")),
        ("Cher", ("Cher", "")),
        ("", ("", "")),
    ],
)
def test_that_names_are_split_only_where_there_is_a_space(name, parts) -> None:
    assert split_name(name) == parts
