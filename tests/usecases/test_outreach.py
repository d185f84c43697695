"""A plan from draft to results: edits stand, wishes are honoured at once, orders tell the rest."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clm_desktop.core.days import date_of
from clm_desktop.core.errors import RequestError
from clm_desktop.core.outreach import (
    Action,
    ActionKind,
    ActionText,
    Channel,
    ConsentState,
    Contact,
    Goal,
    ItemState,
    PlanItem,
    PlanSettings,
    PlanState,
    Role,
    Spared,
)
from clm_desktop.core.owner_words import Word
from clm_desktop.core.run import Cancelled, NullContext
from clm_desktop.plan.answers import Answers
from clm_desktop.plan.edits import with_sums
from clm_desktop.plan.joint.results_types import OutreachResults
from clm_desktop.plan.limits import forbidden
from clm_desktop.plan.priced import changed_item, owner_item
from clm_desktop.store import consents, contacts, plans
from clm_desktop.store.project import Project
from clm_desktop.usecases import outreach_choices as choices
from clm_desktop.usecases import outreach_done as done
from clm_desktop.usecases import outreach_plan as planning
from clm_desktop.usecases.current_answers import current_answers
from clm_desktop.usecases.import_files import import_files
from clm_desktop.usecases.open_project import create_project, open_project
from clm_desktop.usecases.outreach import load_actions, load_channels, load_outreach
from clm_desktop.usecases.outreach_plan import MadePlan, PlanWish
from clm_desktop.usecases.owner_words import say_word
from clm_desktop.usecases.preview_files import preview_files
from clm_desktop.usecases.undo_import import undo_import
from clm_desktop.view.words import Words
from tests.usecases.test_owner_side import orders

UNTIL = 600  # day of the orders' own calendar


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop of 120 people with answers, everybody agreed to e-mail."""
    folder = tmp_path_factory.mktemp("outreach")
    path = folder / "shop.clm"
    with create_project(path, "Lily") as project:
        import_files(project, preview_files([orders(folder / "one.csv", until=UNTIL)]).files)
        current_answers(project)
        choices.all_agreed(project, "email", 10_000, "order form")
    return path


@pytest.fixture
def shop(made_once: Path, tmp_path: Path) -> Iterator[Project]:
    shutil.copy(made_once, tmp_path / "shop.clm")
    with open_project(tmp_path / "shop.clm") as project:
        yield project


@pytest.fixture
def answers(shop: Project) -> Answers:
    return current_answers(shop)


def drafted(shop: Project, answers: Answers, **wishes) -> MadePlan:
    few = replace(plans.load_settings(shop), contacts=30)
    return planning.make_plan(shop, answers, PlanWish(**({"settings": few} | wishes)))


def sent(made: MadePlan) -> list[PlanItem]:
    return [item for item in made.record.items if item.role is not Role.HOLD_OUT]


def draft_keys(shop: Project) -> set[str]:
    draft = plans.load_draft(shop)
    assert draft is not None
    return {item.customer_key for item in draft.items}


def test_that_the_same_seed_and_data_make_the_same_plan(shop, answers) -> None:
    one, two = drafted(shop, answers, seed=3), drafted(shop, answers, seed=3)
    assert one.record.items == two.record.items
    assert one.record.number == two.record.number
    other = drafted(shop, answers, seed=4)
    lots = [
        [i.customer_key for i in m.record.items if i.role is Role.HOLD_OUT] for m in (one, other)
    ]
    assert lots[0] != lots[1]


def test_that_nobody_is_contacted_who_is_not_known_to_agree(shop, answers) -> None:
    choices.all_agreed(shop, "email", None)
    assert drafted(shop, answers).record.items == ()
    who = str(answers.names.customer_key[0])
    choices.say_consent(shop, answers, who, "email", ConsentState.GRANTED, proof="card")
    assert {item.customer_key for item in drafted(shop, answers).record.items} <= {who}


def test_that_every_row_of_a_plan_keeps_every_hard_limit(shop, answers) -> None:
    keys = [str(key) for key in answers.names.customer_key]
    choices.spare(shop, answers, Spared(customer_key=keys[3], no_profiling=True))
    choices.say_consent(shop, answers, keys[4], "email", ConsentState.REFUSED)
    say_word(shop, keys[5], Word.NO_CONTACT)
    made = planning.make_plan(shop, current_answers(shop), PlanWish())
    limits = planning.limits_for(current_answers(shop), made.outreach, made.joint.week_day)
    assert len(made.record.items) > 20
    for item in made.record.items:
        assert not forbidden(limits, item.customer_key, item.action, item.channel)
    assert not {keys[3], keys[4], keys[5]} & {item.customer_key for item in made.record.items}


def test_that_edits_stand_in_the_next_draft_and_can_be_undone(shop, answers) -> None:
    made = drafted(shop, answers)
    first, second, third = sent(made)[:3]
    gone = planning.change_draft(shop, answers, first.customer_key, None)
    mine = changed_item(answers, made.joint, made.outreach, second, action="care", channel="email")
    planning.change_draft(shop, answers, second.customer_key, mine)
    worded = changed_item(
        answers, made.joint, made.outreach, third, subject="Hi", body="Only for you"
    )
    planning.change_draft(shop, answers, third.customer_key, worded)
    again = drafted(shop, answers)
    rows = {item.customer_key: item for item in again.record.items}
    assert first.customer_key not in rows
    assert rows[second.customer_key] == mine
    assert rows[third.customer_key].body == "Only for you"
    assert not rows[third.customer_key].edited  # another wording leaves the lot as it fell
    planning.put_back_edit(shop, answers, gone)
    assert first.customer_key in draft_keys(shop)
    assert first.customer_key in {item.customer_key for item in drafted(shop, answers).record.items}


def test_that_another_action_leaves_why_this_customer_is_worth_a_contact(shop, answers) -> None:
    made = drafted(shop, answers)
    row = next(item for item in sent(made) if item.action != "care")
    other = changed_item(answers, made.joint, made.outreach, row, action="care", channel="email")
    codes = [reason.code for reason in other.reasons]
    assert codes
    assert "plan_why.owner" not in codes  # the plan had put them in
    assert not any(code.startswith(("plan.item.", "plan.belief.")) for code in codes)


def test_that_another_channel_changes_only_what_a_contact_costs(shop, answers) -> None:
    made = drafted(shop, answers, settings=PlanSettings(hour_cents=6_000.0))
    row = sent(made)[0]
    cost = {one.key: (one.cost_cents, one.owner_minutes * 100) for one in made.outreach.channels}
    money, time = (sms - mail for sms, mail in zip(cost["sms"], cost["email"], strict=True))
    assert money > 0 > time
    other = changed_item(answers, made.joint, made.outreach, row, channel="sms")
    assert other == replace(
        row, channel="sms", cost_cents=other.cost_cents, cost_p95_cents=other.cost_p95_cents,
        gain_cents=other.gain_cents, value_cents=other.value_cents,
    )  # fmt: skip
    assert other.cost_cents - row.cost_cents == pytest.approx(money)
    assert other.gain_cents - row.gain_cents == pytest.approx(-money - time)
    with pytest.raises(ValueError, match="pigeon"):
        changed_item(answers, made.joint, made.outreach, row, channel="pigeon")


def test_that_an_edit_that_breaks_a_limit_is_refused_and_nothing_changes(shop, answers) -> None:
    made = drafted(shop, answers)
    item = sent(made)[0]
    with pytest.raises(RequestError, match=r"plan_not.no_consent"):
        planning.change_draft(shop, answers, item.customer_key, replace(item, channel="wechat"))
    with pytest.raises(RequestError, match=r"plan_not.channel_other"):
        planning.change_draft(shop, answers, item.customer_key, replace(item, channel="phone"))
    outside = next(k for k in answers.names.customer_key if k not in draft_keys(shop))
    extra = owner_item(
        *(answers, made.joint, made.outreach, str(outside)), action="care", channel="email"
    )
    full = replace(plans.load_settings(shop), contacts=len(sent(made)))
    made = drafted(shop, answers, settings=full)
    if len(sent(made)) == full.contacts:
        with pytest.raises(RequestError, match=r"plan_not.contacts"):
            planning.change_draft(shop, answers, str(outside), extra)
    with pytest.raises(RequestError, match="not_in_plan"):
        planning.change_draft(shop, answers, str(outside), None)
    assert plans.load_edits(shop) == ()


def test_that_a_row_put_in_by_hand_is_priced_and_out_of_the_comparison(shop, answers) -> None:
    made = drafted(shop, answers, settings=PlanSettings(contacts=5))
    outside = next(str(k) for k in answers.names.customer_key if k not in draft_keys(shop))
    extra = owner_item(
        *(answers, made.joint, made.outreach, outside), action="coupon_10", channel="email"
    )
    assert extra.edited
    assert extra.p_with > extra.p_without > 0
    assert extra.cost_p95_cents >= extra.cost_cents > 0
    roomy = drafted(shop, answers, settings=PlanSettings(contacts=50, budget_cents=1e6))
    if outside not in draft_keys(shop):
        planning.change_draft(shop, answers, outside, extra)
        draft = plans.load_draft(shop)
        assert draft is not None
        assert draft.cost_cents == pytest.approx(roomy.record.cost_cents + extra.cost_cents)


def test_that_sums_of_edited_plans_are_those_that_the_planner_reckons(shop, answers) -> None:
    for key in ("care", "recommend", "replenish", "review", "referral"):
        one = next(one for one in load_actions(shop) if one.key == key)
        choices.save_action(shop, replace(one, active=False))
    wish = PlanSettings(budget_cents=2_000.0, goal=Goal.KEEP)
    made = drafted(shop, answers, settings=wish)
    assert {item.action for item in made.record.items} <= {"coupon_10", "coupon_20"}
    assert made.record.cost_p95_cents > made.record.cost_cents > 0
    again = with_sums(made.record, made.record.items)
    assert again.cost_cents == pytest.approx(made.record.cost_cents)
    assert again.cost_p95_cents == pytest.approx(made.record.cost_p95_cents)


def test_that_a_draft_made_anew_with_edits_keeps_its_budget(shop, answers) -> None:
    wide = replace(plans.load_settings(shop), contacts=30, budget_cents=1e6)
    made = drafted(shop, answers, settings=wide)
    for item in sent(made)[:6]:
        key = item.customer_key
        extra = owner_item(
            *(answers, made.joint, made.outreach, key), action="coupon_20", channel="email"
        )
        planning.change_draft(shop, answers, key, extra)
    draft = planning.current_draft(shop)
    assert sum(item.edited for item in draft.items) > 2
    budget = 0.6 * draft.cost_p95_cents
    again = drafted(shop, answers, settings=replace(wide, budget_cents=budget))
    assert again.record.cost_p95_cents <= budget + 1
    assert any(one.why == "budget" for one in again.refused)


def test_that_stop_leaves_all_or_nothing_of_what_happened(shop, answers) -> None:
    asked = count()
    stops = 0

    class Impatient(NullContext):
        def check(self) -> None:
            if next(asked) == stops:
                raise Cancelled

    made = drafted(shop, answers)
    record, _ = planning.approve_plan(shop, answers)
    one, other = (item.customer_key for item in sent(made)[:2])
    drafted(shop, answers, settings=PlanSettings(min_gap_days=1), week_day=record.week_day + 60)
    day = record.week_day
    by_file = Contact(customer_key=other, action=sent(made)[1].action, channel="post", day=day)
    changes = (
        lambda ctx: done.mark_items(
            shop, answers, record.number, (one,), ItemState.OPTED_OUT, ctx=ctx
        ),
        lambda ctx: done.record_contacts(shop, [by_file], "f", ctx),
    )
    for change in changes:
        before, stops, stopped = told(shop, record.number), 0, True
        while stopped:
            stopped, asked = False, count()
            try:
                change(Impatient())
            except Cancelled:
                assert told(shop, record.number) == before
                stopped, stops = True, stops + 1
        assert stops
        assert told(shop, record.number) != before


def told(shop: Project, plan: int) -> tuple[object, ...]:
    """All that is known of what happened to the rows of a plan."""
    states = [item.state for item in planning.plan_of(shop, plan).items]
    return states, contacts.load_contacts(shop), consents.load_consents(shop), draft_keys(shop)


def test_that_later_prices_change_nothing_of_what_a_plan_cost(shop, answers) -> None:
    made = drafted(shop, answers)
    record, _ = planning.approve_plan(shop, answers)
    who = tuple(item.customer_key for item in sent(made))
    done.mark_items(shop, answers, record.number, who, ItemState.DONE)
    before = done.results_of(shop, answers).spent_cents
    for way in load_channels(shop):
        choices.save_channel(shop, replace(way, cost_cents=way.cost_cents + 100))
    choices.choose_settings(shop, replace(plans.load_settings(shop), hour_cents=6_000.0))
    assert done.results_of(shop, answers).spent_cents == before


def test_that_opting_out_is_honoured_at_once_in_drafts_and_in_the_next_plan(shop, answers) -> None:
    made = drafted(shop, answers)
    record, _ = planning.approve_plan(shop, answers)
    who = sent(made)[0].customer_key
    # a shop without gaps and hold-outs, so that only the refusal keeps the customer out
    loose = PlanSettings(min_gap_days=1, window_days=7)
    later = record.week_day + 60
    drafted(shop, answers, settings=loose, week_day=later)
    assert who in draft_keys(shop)
    happened = done.mark_items(shop, answers, record.number, (who,), ItemState.OPTED_OUT)
    assert who not in draft_keys(shop)
    assert [edit.customer_key for edit in happened.dropped] == [who]
    drafted(shop, answers, settings=loose, week_day=later)
    assert who not in draft_keys(shop)
    assert [c.customer_key for c in contacts.load_contacts(shop)] == [who]
    done.undo_happened(shop, happened)
    assert contacts.load_contacts(shop) == ()
    drafted(shop, answers, settings=loose, week_day=later)
    assert who in draft_keys(shop)


def test_that_consent_taken_back_or_a_wish_empties_the_draft_at_once(shop, answers) -> None:
    one, two, three = (item.customer_key for item in sent(drafted(shop, answers))[:3])
    choices.say_consent(shop, answers, one, "email", ConsentState.REFUSED)
    choices.spare(shop, answers, Spared(customer_key=two, until_day=99_999))
    assert not {one, two} & draft_keys(shop)
    assert three in draft_keys(shop)
    choices.all_agreed(shop, "email", None)
    planning.prune_draft(shop, answers)
    assert draft_keys(shop) == set()
    with pytest.raises(RequestError, match="empty_plan"):
        planning.approve_plan(shop, answers)


def test_that_who_was_held_out_stays_so_after_approval_whatever_is_tried(shop, answers) -> None:
    made = drafted(shop, answers)
    record, _ = planning.approve_plan(shop, answers)
    held = [item for item in record.items if item.role is Role.HOLD_OUT]
    assert held
    key = held[0].customer_key
    for state in ItemState:
        with pytest.raises(RequestError, match="held_out_stays"):
            done.mark_items(shop, answers, record.number, (key,), state)
    with pytest.raises(RequestError, match="no_draft"):
        planning.change_draft(shop, answers, key, replace(held[0], role=Role.SEND))
    drafted(shop, answers)
    assert key not in draft_keys(shop)
    mine = owner_item(*(answers, made.joint, made.outreach, key), action="care", channel="email")
    with pytest.raises(RequestError, match=r"plan_not.held_out"):
        planning.change_draft(shop, answers, key, mine)
    planning.approve_plan(shop, answers)
    (first, *_) = plans.load_plans(shop, PlanState.APPROVED)
    assert first == record


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_that_no_sequence_of_edits_breaks_a_limit(shop, answers, data: st.DataObject) -> None:
    made = drafted(shop, answers)
    keys = [str(key) for key in answers.names.customer_key[:30]]
    for _ in range(6):
        key = data.draw(st.sampled_from(keys))
        action = data.draw(st.sampled_from([a.key for a in made.outreach.actions]))
        channel = data.draw(st.sampled_from([c.key for c in made.outreach.channels]))
        wanted = data.draw(
            st.sampled_from(
                [
                    None,
                    owner_item(
                        *(answers, made.joint, made.outreach, key), action=action, channel=channel
                    ),
                ]
            )
        )
        if data.draw(st.booleans()):
            choices.say_consent(
                shop, answers, data.draw(st.sampled_from(keys)), channel,
                data.draw(st.sampled_from(ConsentState)),
            )  # fmt: skip
        with suppress(RequestError):
            planning.change_draft(shop, answers, key, wanted)
        draft = plans.load_draft(shop)
        assert draft is not None
        outreach = replace(load_outreach(shop), settings=draft.settings)
        limits = planning.limits_for(answers, outreach, draft.week_day)
        for item in draft.items:
            assert not forbidden(limits, item.customer_key, item.action, item.channel)
        assert sum(i.role is not Role.HOLD_OUT for i in draft.items) <= 30


def add_newer(shop: Project, folder: Path) -> Answers:
    import_files(shop, preview_files([orders(folder / "two.csv", until=720)]).files)
    return current_answers(shop)


def results(shop: Project) -> OutreachResults:
    return done.results_of(shop, current_answers(shop))


def test_that_the_next_import_closes_the_windows_and_its_undo_opens_them(
    shop, answers, tmp_path
) -> None:
    drafted(shop, answers)
    record, _ = planning.approve_plan(shop, answers)
    keys = [item.customer_key for item in record.items if item.role is not Role.HOLD_OUT]
    done.mark_items(shop, answers, record.number, keys, ItemState.DONE)
    open_ = results(shop)
    assert (open_.done, open_.windows_open, open_.comparisons[0].sent) == (
        len(keys),
        len(record.items),
        0,
    )
    add_newer(shop, tmp_path)
    closed = results(shop)
    assert closed.windows_open == 0
    assert closed.comparisons[0].sent + closed.comparisons[0].held > 0
    undo_import(shop, 2)
    assert repr(results(shop)) == repr(open_)


def test_that_marks_follow_each_other_and_are_undone_one_by_one(shop, answers) -> None:
    drafted(shop, answers)
    record, _ = planning.approve_plan(shop, answers)
    key = next(i.customer_key for i in record.items if i.role is not Role.HOLD_OUT)

    def state() -> ItemState:
        rows = planning.plan_of(shop, record.number).items
        return next(item.state for item in rows if item.customer_key == key)

    first = done.mark_items(shop, answers, record.number, (key,), ItemState.DONE)
    assert len(contacts.load_contacts(shop)) == 1
    second = done.mark_items(shop, answers, record.number, (key,), ItemState.NOT_TRUE)
    assert (state(), contacts.load_contacts(shop)) == (ItemState.NOT_TRUE, ())
    done.undo_happened(shop, second)
    assert (state(), len(contacts.load_contacts(shop))) == (ItemState.DONE, 1)
    done.undo_happened(shop, first)
    assert (state(), contacts.load_contacts(shop)) == (ItemState.PLANNED, ())
    with pytest.raises(RequestError, match="plan_unknown"):
        done.mark_items(shop, answers, 99, (key,), ItemState.DONE)
    with pytest.raises(RequestError, match="not_in_plan"):
        done.mark_items(shop, answers, record.number, ("nobody",), ItemState.DONE)


def test_that_only_what_differs_from_the_built_in_is_kept(shop) -> None:
    care = next(one for one in load_actions(shop) if one.key == "care")
    choices.save_action(shop, replace(care, cost_cents=50.0, channels=("post",)))
    now = next(one for one in load_actions(shop) if one.key == "care")
    assert (now.cost_cents, now.channels, now.name) == (50.0, ("post",), "")
    assert choices.save_action(shop, care) == now
    assert shop.connection.execute("SELECT count(*) FROM actions").get == 0
    own = Action(key="gift", kind=ActionKind.CARE, name="Gift", channels=("courier",))
    with pytest.raises(RequestError, match="channel_unknown"):
        choices.save_action(shop, own)
    assert choices.save_channel(shop, Channel(key="courier", name="Courier")) is None
    assert choices.save_action(shop, own) is None
    assert load_actions(shop)[-1] == own
    assert load_channels(shop)[-1].name == "Courier"
    assert choices.remove_action(shop, "gift") == own
    assert own not in load_actions(shop)
    with pytest.raises(RequestError, match="name_missing"):
        choices.save_channel(shop, Channel(key="x"))
    with pytest.raises(RequestError, match="bad_setting"):
        choices.save_action(shop, replace(care, discount_share=1.0))
    assert choices.new_key("Über Kurier", ("ber_kurier",)) == "ber_kurier_2"


def test_that_templates_with_unknown_braces_are_refused(shop) -> None:
    text = ActionText(language="en", subject="{shop}", body="Hello {nmae}", family="short")
    with pytest.raises(RequestError, match="bad_template"):
        choices.save_texts(shop, "care", (text,))
    good = replace(text, body="Hello {name}")
    assert choices.save_texts(shop, "care", (good,)) == ()
    assert load_actions(shop)[0].texts == (good,)


@pytest.mark.parametrize(
    "wrong",
    [
        {"budget_cents": -1.0}, {"hour_cents": 1e12}, {"min_gap_days": 0}, {"hold_out_share": 0.9},
        {"window_days": 1},
    ],
)  # fmt: skip
def test_that_settings_that_make_no_sense_are_refused(shop, wrong: dict) -> None:
    money = any(name.endswith("_cents") for name in wrong)
    with pytest.raises(RequestError, match="bad_money" if money else "bad_setting"):
        choices.choose_settings(shop, replace(PlanSettings(), **wrong))
    assert repr(plans.load_settings(shop)) == repr(PlanSettings())


def test_that_what_is_too_much_is_told_in_plain_numbers_and_in_the_money_of_the_shop(shop) -> None:
    def said(**wrong: float) -> str:
        with pytest.raises(RequestError) as told:
            choices.choose_settings(shop, replace(PlanSettings(), **wrong))
        return Words("en", "GBP").say(told.value.message)

    assert "“5000000”" in said(contacts=5_000_000)
    assert "from 0 to £10,000,000,000" in said(budget_cents=1e13)
    with pytest.raises(RequestError, match="bad_money"):
        choices.save_channel(shop, Channel(key="courier", name="Courier", cost_cents=float("nan")))


def test_that_a_live_shop_plans_for_today_and_an_old_one_for_its_own_calendar() -> None:
    assert planning.plan_day(100, today=100 + 5) == 105
    assert planning.plan_day(100, today=100 + 61) == 101
    assert planning.plan_day(100, today=100) == 101
    assert date_of(101).year == 1970
