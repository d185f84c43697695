"""Plans, contacts and consents are kept whole, by person, with a log."""

from __future__ import annotations

import math
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clm_desktop.core.errors import RequestError
from clm_desktop.core.message import Message
from clm_desktop.core.outreach import (
    NAN,
    AcquisitionItem,
    ChannelSpend,
    Consent,
    ConsentState,
    Contact,
    Goal,
    ItemState,
    Pile,
    PlanEdit,
    PlanItem,
    PlanRecord,
    PlanSettings,
    PlanState,
    Role,
    Spared,
    Terms,
)
from clm_desktop.store import consents, contacts, plans
from clm_desktop.store.copying import copy_project
from clm_desktop.store.decisions import Decision, replace_decisions
from clm_desktop.store.outreach_keys import persons_of
from clm_desktop.store.plan_rows import item_from, item_text, settings_of, settings_text
from clm_desktop.store.project import create_project, open_project
from clm_desktop.store.undo import undo_import
from tests.store.made import File, Row, do_import

ANNA, BOB = "anna", "bob"


def item(key: str = ANNA, role: Role = Role.SEND, action: str = "care") -> PlanItem:
    return PlanItem(
        customer_key=key,
        action=action,
        channel="email",
        role=role,
        pile=Pile.KEEP,
        propensity=0.8,
        stratum="care:low",
        p_without=0.1,
        p_with=0.125,
        value_cents=120.5,
        gain_cents=math.pi,
        cost_cents=6.0,
        cost_p95_cents=9.0,
        product_key="T1",
        reasons=(Message.of("plan.item.rhythm", gap_days=31, since_days=40.5, name="'; --"),),
    )


def record(*items: PlanItem, week_day: int = 20_000) -> PlanRecord:
    return PlanRecord(
        number=0,
        state=PlanState.DRAFT,
        made_s=1,
        as_of_day=week_day - 1,
        week_day=week_day,
        approved_day=None,
        seed=7,
        program_version="0.1.0",
        settings=PlanSettings(goal=Goal.KEEP, least_share=((Pile.WIN, 0.25),)),
        items=items,
        acquisition=(
            AcquisitionItem(channel="搜索", cost_cents=5.0, new_customers=0.5, value_cents=9.0),
        ),
        gain_cents=100.0,
        solver="milp",
    )


@pytest.fixture
def shop(tmp_path: Path):
    with create_project(tmp_path / "shop.clm", "shop") as project:
        rows = tuple(Row(order=f"{key}1", customer=key) for key in (ANNA, BOB, "anna2"))
        do_import(project, File(rows=rows))
        yield project


def test_that_a_plan_comes_back_as_it_was_kept(shop) -> None:
    wanted = record(
        item(), replace(item(BOB, Role.HOLD_OUT), value_cents=NAN, subject="a", body="b")
    )
    kept = plans.save_draft(shop, wanted)
    loaded = plans.load_draft(shop)
    assert loaded is not None
    assert repr(loaded) == repr(replace(wanted, number=kept.number))  # nan is nan
    assert loaded.items[0] == wanted.items[0]


def test_that_a_draft_keeps_its_number_and_an_approved_plan_is_never_replaced(shop) -> None:
    first = plans.save_draft(shop, record(item()))
    assert plans.save_draft(shop, record(item(BOB))).number == first.number
    assert plans.approve_draft(shop, 20_001) == first.number
    second = plans.save_draft(shop, record(item()))
    assert second.number == first.number + 1
    (approved,) = plans.load_plans(shop, PlanState.APPROVED)
    assert (approved.approved_day, approved.items[0].customer_key) == (20_001, BOB)


def test_that_a_plan_keeps_the_terms_it_was_approved_with(shop) -> None:
    terms = (
        Terms(action="茶", channel="email", contact_cents=0.1, discount_share=0.2,
              discount_cap_cents=500.0),
    )  # fmt: skip
    plans.save_draft(shop, record(item()))
    number = plans.approve_draft(shop, 20_000, terms)
    (approved,) = plans.load_plans(shop, PlanState.APPROVED)
    assert approved.terms == terms
    plans.reopen_plan(shop, number)
    draft = plans.load_draft(shop)
    assert draft is not None
    assert draft.terms == ()


def test_that_an_approval_is_taken_back_until_something_was_done(shop) -> None:
    draft = plans.save_draft(shop, record(item(), item(BOB, Role.HOLD_OUT)))
    number = plans.approve_draft(shop, 20_000)
    plans.save_draft(shop, record(item(BOB)))  # of the week behind it
    plans.reopen_plan(shop, number)
    assert repr(plans.load_draft(shop)) == repr(replace(draft, number=number))
    assert plans.load_plans(shop, PlanState.APPROVED) == ()
    plans.approve_draft(shop, 20_000)
    done = plans.mark_items(shop, number, [(item(), ItemState.DONE)])
    with pytest.raises(RequestError, match="plan_begun"):
        plans.reopen_plan(shop, number)
    assert done[0].after is not None
    plans.mark_items(shop, number, [(done[0].after, ItemState.PLANNED)])
    plans.save_draft(shop, record(item()))
    later = plans.approve_draft(shop, 20_007)
    with pytest.raises(RequestError, match="plan_begun"):
        plans.reopen_plan(shop, number)
    plans.reopen_plan(shop, later)
    plans.reopen_plan(shop, number)
    assert plans.load_plans(shop, PlanState.APPROVED) == ()


def test_that_the_lot_of_an_approved_plan_cannot_be_changed(shop) -> None:
    draft = plans.save_draft(shop, record(item(), item(BOB, Role.HOLD_OUT)))
    number = plans.approve_draft(shop, 20_000)
    before = plans.load_plans(shop, PlanState.APPROVED)[0].items
    liar = replace(before[1], role=Role.SEND, propensity=1.0, action="coupon_20", p_without=0.9)
    plans.mark_items(shop, number, [(liar, ItemState.DONE)])
    after = plans.load_plans(shop, PlanState.APPROVED)[0].items
    assert after == (before[0], replace(before[1], state=ItemState.DONE))
    edit = PlanEdit(made_s=1, plan=draft.number, customer_key=BOB, before=before[1], after=None)
    with pytest.raises(RequestError, match="no_draft"):
        plans.save_draft(shop, replace(draft, items=()), [edit])
    assert plans.load_plans(shop, PlanState.APPROVED)[0].items == after
    with pytest.raises(RequestError, match="no_draft"):
        plans.approve_draft(shop, 20_000)


def test_that_every_edit_and_mark_is_in_the_log(shop) -> None:
    draft = plans.save_draft(shop, record(item(), item(BOB)))
    edit = PlanEdit(made_s=3, plan=draft.number, customer_key=BOB, before=item(BOB), after=None)
    draft = plans.save_draft(shop, replace(draft, items=(item(),)), [edit])
    plans.approve_draft(shop, 20_000)
    (mark,) = plans.mark_items(shop, draft.number, [(item(), ItemState.SKIPPED)])
    assert plans.load_edits(shop, draft.number) == (edit, mark)
    assert mark.after == replace(item(), state=ItemState.SKIPPED)


def test_that_plans_contacts_and_consents_are_of_persons_and_come_apart_again(shop) -> None:
    plans.save_draft(shop, record(item("anna2")))
    plans.approve_draft(shop, 20_000)
    contacts.save_contacts(
        shop,
        [Contact(customer_key=k, action="care", channel="sms", day=5) for k in ("anna2", ANNA)],
        "f",
    )
    said = [
        Consent(customer_key=ANNA, channel="email", state=ConsentState.GRANTED, day=5),
        Consent(customer_key="anna2", channel="email", state=ConsentState.REFUSED, day=5),
    ]
    consents.save_consents(shop, said)
    consents.save_spared(shop, Spared(customer_key="anna2", until_day=30_000))
    one = Decision.of(ANNA, "anna2", together=True)
    replace_decisions(shop, (), (one,))
    person = persons_of(shop, ["anna2"])["anna2"]
    assert persons_of(shop, [ANNA, "nobody"]) == {ANNA: person}
    assert plans.load_plans(shop, PlanState.APPROVED)[0].items[0].customer_key == person
    assert [c.customer_key for c in contacts.load_contacts(shop)] == [person]
    (consent,) = consents.load_consents(shop)
    assert (consent.customer_key, consent.state) == (person, ConsentState.REFUSED)
    assert consents.load_spared(shop)[0].customer_key == person
    (mark,) = plans.mark_items(shop, 1, [(item(person), ItemState.DONE)])
    assert mark.plan == 1
    replace_decisions(shop, (one.pair,), ())
    assert plans.load_plans(shop, PlanState.APPROVED)[0].items[0].customer_key == "anna2"
    assert plans.load_plans(shop, PlanState.APPROVED)[0].items[0].state is ItemState.DONE
    assert len(consents.load_consents(shop)) == 2


def test_that_what_one_key_told_is_taken_back_of_the_whole_person(shop) -> None:
    told = Contact(customer_key="anna2", action="care", channel="sms", day=5, plan=1)
    contacts.save_contacts(shop, [told], "plan")
    consents.save_spared(shop, Spared(customer_key="anna2", until_day=30_000))
    replace_decisions(shop, (), (Decision.of(ANNA, "anna2", together=True),))
    (seen,) = contacts.load_contacts(shop)
    assert seen.customer_key == ANNA
    assert contacts.save_contacts(shop, [seen], "file") == ()
    contacts.delete_contacts(shop, [seen])
    assert contacts.load_contacts(shop) == ()
    before = consents.save_spared(shop, Spared(customer_key=ANNA))
    assert before == Spared(customer_key=ANNA, until_day=30_000)
    assert consents.load_spared(shop) == ()


def test_that_undoing_an_import_leaves_plans_alone(shop) -> None:
    plans.save_draft(shop, record(item()))
    plans.approve_draft(shop, 20_000)
    contacts.save_contacts(
        shop, [Contact(customer_key=ANNA, action="care", channel="email", day=3)], ""
    )
    undo_import(shop, 1)
    assert len(plans.load_plans(shop, PlanState.APPROVED)[0].items) == 1
    assert len(contacts.load_contacts(shop)) == 1


def test_that_a_copy_holds_plans_and_a_file_of_version_2_can_have_one(shop, tmp_path) -> None:
    plans.save_draft(shop, record(item()))
    copy_project(shop, tmp_path / "copy.clm")
    with open_project(tmp_path / "copy.clm") as copied:
        draft = plans.load_draft(copied)
        assert draft is not None
        assert draft.items == (item(),)
    path = tmp_path / "old.clm"
    connection = sqlite3.connect(path)
    script = Path(__file__).with_name("version_2.sql").read_text(encoding="utf-8")
    connection.executescript(script)
    connection.close()
    with open_project(path) as old:
        plans.save_draft(old, record(item("anna@x.org")))
        contacts.save_spend(old, [ChannelSpend(channel="search", week_day=4, cost_cents=150.0)])
        assert contacts.load_spend(old)[0].cost_cents == 150.0


def test_that_on_one_day_a_refusal_stands_above_a_consent(shop) -> None:
    yes = Consent(customer_key=ANNA, channel="email", state=ConsentState.GRANTED, day=5)
    no = replace(yes, state=ConsentState.REFUSED)
    assert consents.wins(no, yes)
    assert not consents.wins(yes, no)
    assert consents.wins(replace(yes, day=6), no)
    assert not consents.wins(no, replace(yes, day=6))


def test_that_consents_can_be_taken_back_and_leave_their_history(shop) -> None:
    yes = Consent(customer_key=ANNA, channel="email", state=ConsentState.GRANTED, day=5, proof="p")
    changes = consents.save_consents(shop, [yes, replace(yes, state=ConsentState.REFUSED, day=6)])
    assert len(changes) == 2
    assert consents.save_consents(shop, ()) == ()
    consents.put_back_consents(shop, changes)
    assert consents.load_consents(shop) == ()
    assert [row[3:5] for row in consents.consent_log(shop)] == [
        ("granted", ""), ("refused", "granted"), ("granted", "refused"), ("", "granted"),
    ]  # fmt: skip


def test_that_a_contact_that_is_known_is_not_kept_twice(shop) -> None:
    one = Contact(customer_key=ANNA, action="care", channel="email", day=3)
    assert contacts.save_contacts(shop, [one, one], "f") == (one,)
    assert contacts.save_contacts(shop, [one], "f") == ()
    contacts.delete_contacts(shop, [one])
    assert contacts.load_contacts(shop) == ()


numbers = st.one_of(st.just(NAN), st.floats(allow_nan=False, allow_infinity=False, width=64))


@settings(max_examples=60, deadline=None)
@given(
    numbers,
    st.text(max_size=20),
    st.sampled_from(Role),
    st.sampled_from(ItemState),
    st.lists(st.tuples(st.text(min_size=1, max_size=5), numbers), max_size=3),
)
def test_that_rows_of_plans_survive_the_log(value, text, role, state, params) -> None:
    one = replace(
        item(), role=role, state=state, value_cents=value, body=text, stratum=text,
        reasons=(Message("a.b", tuple(params)),),
    )  # fmt: skip
    assert repr(item_from(one.customer_key, item_text(one))) == repr(one)


@settings(max_examples=40, deadline=None)
@given(
    st.one_of(st.just(NAN), st.floats(min_value=0, max_value=1e9)),
    st.sampled_from(Goal),
    st.booleans(),
    st.integers(0, 100),
)
def test_that_settings_survive_being_kept(budget, goal, explore, contacts_) -> None:
    wanted = PlanSettings(
        budget_cents=budget, goal=goal, explore=explore, contacts=contacts_,
        least_share=((Pile.KEEP, 0.5),),
    )  # fmt: skip
    assert repr(settings_of(settings_text(wanted))) == repr(wanted)
    assert settings_of("{}").min_gap_days == PlanSettings().min_gap_days
