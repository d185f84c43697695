"""No edit by hand gets past consent, gap, caps, wishes and hold-outs, whatever was said."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clm_desktop.core.message import Message
from clm_desktop.core.outreach import (
    FRIENDS,
    NAN,
    Action,
    ActionKind,
    Channel,
    Consent,
    ConsentState,
    Contact,
    ItemState,
    Outreach,
    Pile,
    PlanEdit,
    PlanItem,
    PlanRecord,
    PlanSettings,
    PlanState,
    Role,
    Spared,
)
from clm_desktop.models.effects.priors import REDEEMS
from clm_desktop.plan.edits import (
    over_budget,
    standing,
    with_edits,
    with_sums,
    without_forbidden,
)
from clm_desktop.plan.joint.value import BASKET_SPREAD, LARGE_BASKET
from clm_desktop.plan.limits import forbidden, limits_of

DAY = 20_000
PEOPLE = tuple("abcdef")
CHANNELS = (
    Channel(key="email"),
    Channel(key="sms", contacts_per_week=2),
    Channel(key="phone", all_agreed_day=DAY - 100),
    Channel(key="in_person", needs_consent=False),
    Channel(key="fax", needs_consent=False, active=False),
)
ACTIONS = (
    Action(key="care", kind=ActionKind.CARE),
    Action(key="call", kind=ActionKind.CALL, channels=("phone",)),
    Action(key="old", kind=ActionKind.CARE, active=False),
)


def item(key: str, action: str = "care", channel: str = "email", **more) -> PlanItem:
    return replace(
        PlanItem(
            customer_key=key, action=action, channel=channel, role=Role.SEND, pile=Pile.GROW,
            propensity=0.8, stratum="", p_without=0.1, p_with=0.2, value_cents=10.0,
            gain_cents=10.0, cost_cents=5.0, cost_p95_cents=8.0,
        ),
        **more,
    )  # fmt: skip


def plan(*items: PlanItem, day: int = DAY - 10) -> PlanRecord:
    return PlanRecord(
        number=1, state=PlanState.APPROVED, made_s=0, as_of_day=day - 1, week_day=day,
        approved_day=day, seed=0, program_version="", settings=PlanSettings(window_days=21),
        items=items, gain_cents=0.0, gain_lo_cents=0.0, gain_hi_cents=0.0,
    )  # fmt: skip


def outreach(**more) -> Outreach:
    return replace(Outreach(actions=ACTIONS, channels=CHANNELS), **more)


def yes(key: str, channel: str = "email") -> Consent:
    return Consent(customer_key=key, channel=channel, state=ConsentState.GRANTED, day=DAY - 50)


def why(
    told: Outreach, key: str = "a", action: str = "care", channel: str = "email", **more
) -> str:
    return forbidden(limits_of(told, DAY, more.pop("never", frozenset())), key, action, channel)


def test_that_unknown_consent_counts_as_refused_unless_everybody_agreed() -> None:
    no = replace(yes("a"), state=ConsentState.REFUSED)
    assert why(outreach()) == "no_consent"
    assert why(outreach(consents=(yes("a"),))) == ""
    assert why(outreach(consents=(replace(yes("a"), state=ConsentState.UNKNOWN),))) == "no_consent"
    assert why(outreach(), channel="phone") == ""
    assert why(outreach(consents=(replace(no, channel="phone"),)), channel="phone") == "no_consent"
    assert why(outreach(), channel="in_person") == ""
    refused = outreach(consents=(replace(no, channel="in_person"),))
    assert why(refused, channel="in_person") == "no_consent"


def test_that_what_is_switched_off_or_goes_another_way_cannot_be_chosen() -> None:
    assert why(outreach(), action="old", channel="phone") == "action_off"
    assert why(outreach(), action="nothing", channel="phone") == "action_off"
    assert why(outreach(), channel="fax") == "channel_off"
    assert why(outreach(), action="call", channel="in_person") == "channel_other"
    assert why(outreach(reachable=frozenset({("b", "phone")})), channel="phone") == "not_reachable"


@pytest.mark.parametrize(("ago", "said"), [(20, "gap"), (21, ""), (0, "gap"), (-3, "gap")])
def test_that_contacts_keep_their_distance(ago: int, said: str) -> None:
    made = Contact(customer_key="a", action="x", channel="y", day=DAY - ago)
    assert why(outreach(contacts=(made,)), channel="phone") == said


def test_that_caps_count_contacts_of_eight_weeks_and_of_a_year() -> None:
    def made(*ago: int) -> Outreach:
        contacts = tuple(
            Contact(customer_key="a", action="x", channel="y", day=DAY - days) for days in ago
        )
        return outreach(contacts=contacts)

    assert why(made(22, 30), channel="phone") == ""
    assert why(made(22, 30, 55), channel="phone") == "cap"
    assert why(made(22, 30, 56), channel="phone") == ""
    assert why(made(*range(60, 72)), channel="phone") == "cap"
    assert why(made(*range(355, 367)), channel="phone") == ""


def test_that_open_plans_hold_their_people_until_the_window_is_over() -> None:
    held = plan(item("a", role=Role.HOLD_OUT), item("b"), item("c", state=ItemState.SKIPPED))
    told = outreach(plans=(held,))
    assert why(told, "a", channel="phone") == "held_out"
    assert why(told, "b", channel="phone") == "planned"
    assert why(told, "c", channel="phone") == ""
    over = outreach(plans=(replace(held, week_day=DAY - 21, approved_day=DAY - 21),))
    assert why(over, "a", channel="phone") == ""
    done = plan(item("b", state=ItemState.DONE), day=DAY - 15)
    assert why(outreach(plans=(done,)), "b", channel="phone") == "gap"


def test_that_a_row_that_nobody_marked_keeps_the_gap_between_two_contacts() -> None:
    rare = PlanSettings(min_gap_days=60)
    unmarked = plan(item("a", role=Role.HOLD_OUT), item("b"), day=DAY - 59)
    told = replace(outreach(plans=(unmarked,)), settings=rare)
    assert why(told, "a", channel="phone") == ""
    assert why(told, "b", channel="phone") == "planned"
    older = replace(unmarked, week_day=DAY - 60, approved_day=DAY - 60)
    assert why(replace(told, plans=(older,)), "b", channel="phone") == ""


def test_that_wishes_and_words_stand_above_all() -> None:
    waits = Spared(customer_key="a", until_day=DAY + 1)
    assert why(outreach(spared=(waits,)), channel="phone") == "asked_not"
    assert why(outreach(spared=(replace(waits, until_day=DAY),)), channel="phone") == ""
    rule_free = Spared(customer_key="a", no_profiling=True)
    assert why(outreach(spared=(rule_free,)), channel="phone") == "asked_not"
    assert why(outreach(), channel="phone", never=frozenset({"a"})) == "owner_word"


people = st.sampled_from(PEOPLE)
channels = st.sampled_from([channel.key for channel in CHANNELS])
told_outreach = st.builds(
    outreach,
    consents=st.lists(
        st.builds(
            Consent, customer_key=people, channel=channels, state=st.sampled_from(ConsentState),
            day=st.just(DAY - 60),
        ),
        unique_by=lambda one: (one.customer_key, one.channel),
        max_size=20,
    ).map(tuple),
    contacts=st.lists(
        st.builds(
            Contact, customer_key=people, action=st.just("care"), channel=channels,
            day=st.integers(DAY - 400, DAY + 2),
        ),
        max_size=25,
    ).map(tuple),
    spared=st.lists(
        st.builds(
            Spared, customer_key=people, no_profiling=st.booleans(),
            until_day=st.none() | st.integers(DAY - 5, DAY + 5),
        ),
        unique_by=lambda one: one.customer_key,
        max_size=2,
    ).map(tuple),
    plans=st.lists(
        st.builds(
            item, people, role=st.sampled_from(Role), state=st.sampled_from(ItemState)
        ),
        unique_by=lambda one: one.customer_key,
        max_size=3,
    ).map(lambda items: (plan(*items),)),
    settings=st.builds(
        PlanSettings, contacts=st.integers(0, 4), min_gap_days=st.integers(1, 40),
        max_per_8_weeks=st.integers(1, 4), max_per_year=st.integers(1, 12),
    ),
)  # fmt: skip
edits = st.dictionaries(
    people,
    st.none()
    | st.builds(
        item, people, st.sampled_from(["care", "call", "old"]), channels, edited=st.just(True)
    ),
    max_size=6,
)


def demand_allowed(told: Outreach, rows: tuple[PlanItem, ...]) -> None:
    """Every hard limit, said a second time in other words."""
    settings_ = told.settings
    assert len({row.customer_key for row in rows}) == len(rows)
    sent = [row for row in rows if row.role is not Role.HOLD_OUT]
    assert not settings_.contacts or len(sent) <= settings_.contacts
    assert sum(row.channel == "sms" for row in sent) <= 2
    for row in rows:
        key = row.customer_key
        said = {c.channel: c.state for c in told.consents if c.customer_key == key}
        state = said.get(row.channel, ConsentState.UNKNOWN)
        assert row.channel != "fax"
        assert row.action != "old"
        assert row.action != "call" or row.channel == "phone"
        assert state is not ConsentState.REFUSED
        assert row.channel in ("in_person", "phone") or state is ConsentState.GRANTED
        days = [c.day for c in told.contacts if c.customer_key == key]
        for one in told.plans[0].items:
            if one.customer_key == key:
                assert one.role is not Role.HOLD_OUT or one.state is ItemState.NOT_TRUE
                assert one.role is Role.HOLD_OUT or one.state is not ItemState.PLANNED
                if one.state in (ItemState.DONE, ItemState.OPTED_OUT):
                    days.append(told.plans[0].week_day)
        assert all(day <= DAY - settings_.min_gap_days for day in days)
        assert sum(day > DAY - 56 for day in days) < settings_.max_per_8_weeks
        assert sum(day > DAY - 365 for day in days) < settings_.max_per_year
        for wish in told.spared:
            if wish.customer_key == key:
                assert not wish.no_profiling
                assert wish.until_day is None or wish.until_day <= DAY


@settings(max_examples=300, deadline=None)
@given(told_outreach, edits)
def test_that_no_edit_breaks_a_hard_limit(told: Outreach, wanted: dict) -> None:
    limits = limits_of(told, DAY)
    wanted = {k: v and replace(v, customer_key=k) for k, v in wanted.items()}
    rows, refused = with_edits((), wanted, limits)
    demand_allowed(told, rows)
    asked = {key for key, row in wanted.items() if row is not None}
    assert {row.customer_key for row in rows} | {one.customer_key for one in refused} == asked
    kept, gone = without_forbidden([row for row in wanted.values() if row is not None], limits)
    assert len(kept) + len(gone) == len(asked)
    for row in kept:
        assert not forbidden(limits, row.customer_key, row.action, row.channel)


def edit(before: PlanItem | None, after: PlanItem | None) -> PlanEdit:
    row = after or before
    assert row is not None
    return PlanEdit(made_s=0, plan=1, customer_key=row.customer_key, before=before, after=after)


def test_that_a_new_draft_gets_the_owners_changes_again_but_not_those_taken_back() -> None:
    mine = item("a", "call", "phone", edited=True)
    log = [
        edit(item("a"), mine), edit(item("b"), None), edit(item("c"), None), edit(None, item("c")),
        edit(None, item("d", edited=True)), edit(item("d", edited=True), None),
        edit(item("e"), replace(item("e"), state=ItemState.DONE)),
    ]  # fmt: skip
    wanted = standing(log)
    assert wanted == {"a": mine, "b": None}
    told = outreach(consents=(yes("a", "phone"),))
    rows, refused = with_edits((item("a"), item("b")), wanted, limits_of(told, DAY))
    assert (rows, refused) == ((mine,), ())
    closed = outreach(consents=(replace(yes("a", "phone"), state=ConsentState.REFUSED),))
    rows, refused = with_edits((item("b"),), wanted, limits_of(closed, DAY))
    assert rows == ()
    assert [(one.customer_key, one.why) for one in refused] == [("a", "no_consent")]


def test_that_sums_follow_the_rows_and_the_dearest_five_percent_stay_in_the_budget() -> None:
    two = with_sums(plan(), (item("a"), item("b"), item("c", role=Role.HOLD_OUT)))
    assert (two.cost_cents, two.gain_cents) == (10.0, 20.0)
    used = REDEEMS * item("a").p_without + item("a").p_with - item("a").p_without
    off = 3.0 / (LARGE_BASKET - used)
    variance = off**2 * used * (BASKET_SPREAD - used)
    assert two.cost_p95_cents == pytest.approx(10 + 1.645 * (2 * variance) ** 0.5, abs=1e-3)
    one = with_sums(two, (item("a"),))
    assert (one.cost_cents, one.gain_cents) == (5.0, 10.0)
    tight = replace(two, settings=PlanSettings(budget_cents=11.0))
    assert over_budget(tight)
    assert not over_budget(replace(two, settings=PlanSettings(budget_cents=15.0)))
    assert not over_budget(replace(two, settings=PlanSettings(budget_cents=NAN)))


def test_that_no_change_breaks_the_budget_or_makes_a_plan_over_it_dearer() -> None:
    told = outreach(consents=tuple(yes(key) for key in PEOPLE))
    rows = (item("a"), item("b"))
    tight = replace(plan(*rows), settings=PlanSettings(budget_cents=14.0))
    dear = replace(item("a"), cost_cents=9.0, cost_p95_cents=12.0)
    for record in (tight, replace(tight, settings=PlanSettings(budget_cents=3.0))):
        kept, refused = with_edits(rows, {"a": dear, "c": item("c")}, limits_of(told, DAY), record)
        assert kept == rows
        assert [one.why for one in refused] == ["budget", "budget"]
        cheap = replace(item("a"), cost_cents=1.0, cost_p95_cents=1.0)
        kept, refused = with_edits(rows, {"a": cheap, "b": None}, limits_of(told, DAY), record)
        assert (kept, refused) == ((cheap,), ())


def test_that_what_friends_may_bring_moves_no_sum() -> None:
    asked = item("a", reasons=(Message.of(FRIENDS, friends_cents=9.0),))
    both = with_sums(plan(), (asked, item("b")))
    assert both.gain_cents == pytest.approx(11.0)
    assert with_sums(both, (item("b"),)).gain_cents == pytest.approx(10.0)


def test_that_a_plan_never_has_more_contacts_than_its_channels_carry() -> None:
    told = outreach(consents=tuple(yes(key, "sms") for key in PEOPLE))
    wanted = {key: item(key, channel="sms", edited=True) for key in "abc"}
    rows, refused = with_edits((), wanted, limits_of(told, DAY))
    assert [row.customer_key for row in rows] == ["a", "b"]
    assert [one.why for one in refused] == ["channel_full"]
    held = {"c": item("c", channel="sms", role=Role.HOLD_OUT)}
    assert with_edits(rows, held, limits_of(told, DAY))[1] == ()  # who is left alone takes no place
    two = replace(told, settings=PlanSettings(contacts=2))
    wanted = {key: item(key, channel="phone", edited=True) for key in "abc"}
    assert [one.why for one in with_edits((), wanted, limits_of(two, DAY))[1]] == ["contacts"]
