"""Messages read as if written for one person; nothing in braces ever goes out."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clm_desktop.core.outreach import Action, ActionKind, ActionText, Channel, Pile, PlanItem, Role
from clm_desktop.plan.joint.catalogue import default_actions, default_channels
from clm_desktop.view.outreach_messages import (
    FAMILIES,
    PLACEHOLDERS,
    Recipient,
    Sender,
    built_in,
    discount_text,
    family_of,
    filled,
    message_for,
    preview,
    spoken_name,
    template_of,
    unknown_placeholders,
)
from clm_desktop.view.words import Words

EN, ZH = Words("en", "GBP"), Words("zh", "CNY")
BOTH = (EN, ZH)
SENDER = Sender(shop="Lily Tea", days=21, until_day=20_000)
COUPON = Action(key="coupon_10", kind=ActionKind.COUPON, discount_share=0.1)
EMAIL, SMS, PHONE = Channel(key="email"), Channel(key="sms"), Channel(key="phone")


def item(**more) -> PlanItem:
    return replace(
        PlanItem(
            customer_key="1", action="coupon_10", channel="email", role=Role.SEND, pile=Pile.KEEP,
            propensity=1.0, stratum="", p_without=0.1, p_with=0.2, value_cents=0.0, gain_cents=0.0,
            cost_cents=0.0, cost_p95_cents=0.0,
        ),
        **more,
    )  # fmt: skip


def message(words=EN, action=COUPON, channel=EMAIL, name="Anna Miller", product="Teapot", **more):
    to = Recipient(customer_key="1", name=name, last_product=more.pop("last", "Green tea"))
    return message_for(
        *(item(**more), action, channel, words), recipient=to, sender=SENDER, product=product
    )


@pytest.mark.parametrize("words", BOTH)
@pytest.mark.parametrize("kind", ActionKind)
@pytest.mark.parametrize("family", FAMILIES)
def test_that_every_action_has_a_text_for_every_family_in_both_languages(
    words, kind, family
) -> None:
    text = built_in(Action(key="x", kind=kind), family, words)
    assert len(text.body) > 10
    assert bool(text.subject) == (family == "letter")
    assert unknown_placeholders(text.subject + text.body) == ()
    if words is ZH:
        assert re.search("[\u4e00-\u9fff]", text.body)
        assert text.body != built_in(Action(key="x", kind=kind), family, EN).body


@pytest.mark.parametrize("words", BOTH)
@pytest.mark.parametrize("action", default_actions(), ids=lambda action: action.key)
@pytest.mark.parametrize("channel", default_channels("CNY"), ids=lambda channel: channel.key)
def test_that_built_in_messages_need_nothing_but_a_product(words, action, channel) -> None:
    for told in (
        message(words, action, channel),
        message(words, action, channel, name="", last=""),
    ):
        assert told.missing == ()
        assert "{" not in told.subject + told.body
        assert "  " not in told.body


def test_that_a_missing_name_takes_its_comma_along() -> None:
    assert message(name="").body.startswith("Hello,\n")
    assert message(ZH, name="").body.startswith("您好！")
    assert message(name="Anna Miller").body.startswith("Hello Anna,")
    assert message(ZH, name="王小明").body.startswith("王小明，您好！")


def test_that_the_line_of_a_code_is_there_only_with_a_code() -> None:
    assert "code" not in message().body
    assert "Your code: TEA10" in message(action=replace(COUPON, code="TEA10")).body
    assert message(action=replace(COUPON, code="TEA10"), channel=SMS).body.count("TEA10") == 1


def test_that_what_cannot_be_filled_is_told_and_not_sent() -> None:
    told = message(body="For you: {product} and {surprise}", product="")
    assert told.missing == ("product", "surprise")
    assert "{" not in told.body
    assert unknown_placeholders("{name} {surprise} {}") == ("surprise", "")
    care = Action(key="care", kind=ActionKind.CARE)
    assert message(action=care, body="{discount} off").missing == ("discount",)


def test_that_messages_say_how_to_stop_them_where_the_law_wants_it() -> None:
    assert message(channel=SMS).body.endswith("Reply STOP to opt out.")
    assert message(ZH, channel=SMS).body.endswith("回T退订")
    assert message(channel=SMS, body="Hi").body == "Hi\n\nReply STOP to opt out."
    assert message(body="Hi {stop}").body.count("no mails") == 1
    assert "STOP" not in message(channel=PHONE).body
    own = Channel(key="whatsapp", family="short")
    assert message(channel=own).body.endswith("Reply STOP to opt out.")


def test_that_the_owners_texts_stand_above_the_built_in_ones() -> None:
    mine = ActionText(language="en", subject="Mine", body="Dear {name}", family="letter")
    action = replace(COUPON, texts=(mine,))
    assert template_of(action, "letter", EN) == mine
    assert template_of(action, "short", EN) == built_in(action, "short", EN)
    assert template_of(action, "letter", ZH) == built_in(action, "letter", ZH)
    assert message(action=action).subject == "Mine"
    assert not message(action=action).own
    assert message(action=action, subject="Only you", body="Hi").own
    assert preview(mine, action, EMAIL, SENDER, EN).body.startswith("Dear Anna")


@pytest.mark.parametrize(
    ("told", "spoken"),
    [
        ("Anna Miller", "Anna"),
        ("Miller, Anna", "Anna"),
        ("ANNA MILLER", "Anna"),
        ("王小明", "王小明"),
        ("Miller GmbH", "Miller GmbH"),
        ("J. R. Smith", "J. R. Smith"),
        ("anna@x.org", ""),
        ("", ""),
        ("Customer 17", ""),
        ("  anna  ", "Anna"),
        ("O'Brien Pat", "O'Brien"),
        ("Tea & Co", "Tea & Co"),
    ],
)
def test_that_people_are_addressed_as_people_do(told: str, spoken: str) -> None:
    assert spoken_name(told) == spoken


def test_that_discounts_are_written_as_each_language_does() -> None:
    assert [discount_text(share, EN) for share in (0.1, 0.15, 0)] == ["10%", "15%", ""]
    assert [discount_text(share, ZH) for share in (0.1, 0.15, 0.2, 0)] == [
        "9折",
        "8.5折",
        "8折",
        "",
    ]


def test_that_channels_take_the_texts_that_suit_them() -> None:
    found = {
        key: family_of(Channel(key=key))
        for key in ("email", "post", "sms", "wechat", "phone", "own")
    }
    assert list(found.values()) == ["letter", "letter", "short", "short", "talk", "letter"]
    assert family_of(Channel(key="own", family="talk")) == "talk"


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from([f"{{{name}}}" for name in PLACEHOLDERS] + ["Hi ", "\n", ", ", "{x}"])
    ).map("".join),
    st.dictionaries(st.sampled_from(PLACEHOLDERS), st.sampled_from(["", "Tea", "9折"])),
)
def test_that_no_braces_ever_go_out(text: str, values: dict[str, str]) -> None:
    told = filled(text, text, values)
    assert "{" not in told.subject + told.body
    assert "\n" not in told.subject
    lines = text.split("\n")
    kept = "\n".join(line for line in lines if "{code}" not in line or values.get("code"))
    wanted = {n for n in (*PLACEHOLDERS, "x") if f"{{{n}}}" in kept and not values.get(n)}
    assert set(told.missing) == wanted - {"name", "stop"}
