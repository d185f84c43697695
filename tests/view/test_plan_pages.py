"""The pages of the plan and of its results: every number, reason and verdict in both languages."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from answers_builder import build
from plan_builder import NAN, comparison, input_of, outreach_of, plan_of, record_of, results_of

from clm_desktop.core.days import SECONDS_PER_DAY
from clm_desktop.core.message import Message
from clm_desktop.core.outreach import (
    FRIENDS,
    LARGER,
    ItemState,
    Pile,
    PlanItem,
    PlanState,
    Role,
)
from clm_desktop.plan.answers import SinceLast
from clm_desktop.plan.edits import Refused
from clm_desktop.plan.joint.results_types import Comparison, Verdict
from clm_desktop.plan.joint.types import LEFT_ALONE, JointPlan, NextMoney
from clm_desktop.view.blocks import ChartKind, Kind, Page
from clm_desktop.view.draw import render_png
from clm_desktop.view.pages.plan import change_sentence, plan_page
from clm_desktop.view.pages.plan_alone import REASONS, alone_page, people_left_alone
from clm_desktop.view.pages.plan_compare import compare_page
from clm_desktop.view.pages.plan_open import (
    Calendar,
    answers_came,
    is_late,
    open_plans,
    plan_card,
)
from clm_desktop.view.pages.plan_parts import Who, of_people
from clm_desktop.view.pages.plan_row import plan_row_card
from clm_desktop.view.pages.results import lead, proof_sentence, results_page
from clm_desktop.view.pages.today import today_page
from clm_desktop.view.plain import page_text
from clm_desktop.view.theme import LIGHT
from clm_desktop.view.words import Words

EN, ZH = Words("en", "GBP"), Words("zh", "GBP")
ANSWERS = build(60)


def texts_of(page: Page) -> str:
    """All that a page says, in one string."""
    told = [page.title, page.lead, page.as_of, page.empty, *page.notes]
    told += [text for fact in page.facts for text in (fact.title, fact.value, fact.note)]
    told += [text for pair in page.details for text in pair]
    for table in (*page.tables, *page.detail_tables):
        told += [table.title, *(column.title for column in table.columns)]
        told += [str(cell) for values in table.values if values.dtype == object for cell in values]
    told += [text for chart in page.charts for text in (chart.title, chart.sentence)]
    return "\n".join(told)


def pages(words: Words) -> tuple[Page, ...]:
    told = input_of(ANSWERS)
    results = results_of(comparison(), comparison("call", Verdict.BETTER))
    return (
        plan_page(told, words),
        plan_page(input_of(ANSWERS, approved=True), words),
        alone_page(told, words),
        compare_page(replace(told, other=plan_of(ANSWERS, sent=9)), words),
        results_page(ANSWERS, told.outreach, results, words, told.plan),
    )


def test_that_the_pages_are_chinese_in_chinese() -> None:
    english = {line for page in pages(EN) for line in texts_of(page).split("\n")}
    chinese = {line for page in pages(ZH) for line in texts_of(page).split("\n")}
    same = {
        line for line in english & chinese if sum(c.isascii() and c.isalpha() for c in line) > 3
    }
    names = {f"Anna {i}" for i in range(60)} | {f"Soap {i}" for i in range(12)} | {"search"}
    assert not same - names


def test_that_every_pile_and_doing_nothing_stand_on_the_page() -> None:
    page = plan_page(input_of(ANSWERS), EN)
    assert [fact.title for fact in page.facts] == ["Win", "Keep", "Grow", "Do nothing"]
    assert "the next £10 here would bring about £4 more than it costs" in page.facts[1].note
    assert "+£11 to +£76" in page.facts[1].note
    assert page.facts[3].value == "£870"


def test_that_money_that_keeps_customers_at_a_loss_is_told_as_a_loss() -> None:
    told = input_of(ANSWERS)
    assert told.plan is not None
    loss = NextMoney(cost_cents=(300.0,), gain_cents=(-120.0,))
    win, *rest = (replace(one, more=loss, more_ads=NAN) for one in told.plan.piles)
    ads = replace(win, more_ads=-0.2)
    page = plan_page(replace(told, plan=replace(told.plan, piles=(ads, *rest))), EN)
    assert "the next £3 here would bring about £1.20 less than it costs" in page.facts[0].note
    assert "£3 here would keep customers, but bring about £1.20 less" in page.facts[1].note


def test_that_the_list_has_who_is_sent_to_and_the_held_out_stand_apart() -> None:
    told = input_of(ANSWERS)
    page = plan_page(told, EN)
    sent = [item for item in told.items if item.role is not Role.HOLD_OUT]
    assert len(page.tables[0]) == len(sent)
    assert page.tables[1].name == "held_out"
    assert len(page.tables[1]) == len(told.items) - len(sent)
    assert page.tables[0].row_key is not None
    assert not set(page.tables[0].row_key.tolist()) & set(page.tables[1].row_key.tolist())  # type: ignore[union-attr]


def test_that_the_sum_says_where_friends_are_not_in_it() -> None:
    said = "What friends may bring is not in this sum."
    told = input_of(ANSWERS)
    assert told.plan is not None
    assert said not in plan_page(told, EN).lead  # new customers are of advertising alone
    win, *rest = told.plan.piles
    asking = replace(told.plan, piles=(replace(win, people=5), *rest))
    assert said in plan_page(replace(told, plan=asking), EN).lead


@pytest.mark.parametrize("larger", [False, True])
def test_that_a_row_at_a_loss_says_what_speaks_for_it(larger: bool) -> None:
    told = input_of(ANSWERS)
    assert told.plan is not None
    said = "For now that is a loss"
    loss = replace(
        told.plan.items[0],
        role=Role.SEND,
        gain_cents=-120.0,
        value_cents=80.0,
        reasons=(Message.of(LARGER, larger_share=0.03),) if larger else (),
    )

    def text_of(item: PlanItem) -> str:
        plan = replace(told.plan, items=(item,))
        record = replace(record_of(plan, approved=False), items=(item,))
        card = plan_row_card(replace(told, plan=plan, record=record), item.customer_key, EN)
        assert card is not None
        return " ".join(card.sentences)

    assert said in text_of(loss)
    assert ("more at a time" in text_of(loss)) == larger
    assert ("larger orders" in text_of(loss)) == larger
    assert said not in text_of(replace(loss, gain_cents=10.0))
    assert said not in text_of(replace(loss, edited=True)), "the owner knows why"


def test_that_taking_people_out_takes_their_time_and_their_friends_along() -> None:
    told = input_of(ANSWERS)
    assert told.plan is not None
    friends = Message.of(FRIENDS, friends_cents=100.0)
    rows = tuple(
        replace(item, pile=Pile.WIN, role=Role.SEND, channel="phone", reasons=(friends,))
        for item in told.plan.items[:10]
    )
    win, *rest = told.plan.piles  # 1.4 new customers by advertising
    made = replace(told.plan, items=rows, piles=(replace(win, new_customers=5.4), *rest))
    record = replace(record_of(made, approved=False), items=rows[:5])
    page = plan_page(replace(told, plan=made, record=record), EN)
    assert "30 minutes of your time" in page.lead
    assert "about 3 new customers" in page.facts[0].note


@pytest.mark.parametrize("n", [0, 1, 5])
def test_that_a_plan_of_nobody_is_told_as_such(n: int) -> None:
    answers = build(n)
    told = input_of(answers)
    assert told.plan is not None
    nobody = replace(told, plan=replace(told.plan, items=()))
    assert "leaving people alone is best" in plan_page(nobody, EN).lead
    assert texts_of(alone_page(nobody, EN))


def test_that_a_draft_that_was_kept_says_what_it_should_bring() -> None:
    told = input_of(ANSWERS)
    assert told.plan is not None
    record = replace(record_of(told.plan, approved=False), gain_cents=7_300.0)
    page = plan_page(replace(told, plan=None, record=record), EN)
    assert "That should bring about £73 profit" in page.lead
    assert not any("dealt with" in fact.note for fact in page.facts)


def test_that_today_counts_the_line_of_the_plan_among_what_is_to_do() -> None:
    told = input_of(ANSWERS, approved=True)
    assert told.record is not None
    card = plan_card(ANSWERS, (told.record,), EN)
    alone, both = today_page(ANSWERS, EN), today_page(ANSWERS, EN, card)
    assert both.cards == (card, *alone.cards)
    assert alone.lead.startswith(f"{len(alone.cards)} things")
    assert both.lead.startswith(f"{len(both.cards)} things")


def test_that_reasons_add_up_to_everybody_who_is_left_alone() -> None:
    told = input_of(ANSWERS)
    assert told.plan is not None
    page = alone_page(told, EN)
    reasons, people = page.tables
    assert reasons.row_key is not None
    sent = sum(item.role is not Role.HOLD_OUT for item in told.items)
    assert sum(reasons.values[1].tolist()) == len(people) == len(ANSWERS.customers) - sent
    for key, count in zip(reasons.row_key.tolist(), reasons.values[1].tolist(), strict=True):
        assert len(people_left_alone(told, key)) == count


def test_that_the_lot_and_the_owners_changes_stand_among_who_is_left_alone() -> None:
    told = input_of(ANSWERS, kept=True)
    assert told.plan is not None
    assert told.record is not None
    out, *rest = told.record.items
    added = str(ANSWERS.names.customer_key[ANSWERS.customers.customer[-1]])
    items = (*rest, replace(out, customer_key=added, edited=True))
    told = replace(told, record=replace(told.record, items=items))

    def among(reason: str) -> tuple[int, ...]:
        return people_left_alone(told, REASONS.index(reason))

    who = Who(ANSWERS)
    held = [item.customer_key for item in rest if item.role is Role.HOLD_OUT]
    assert among("taken_out") == (who.customer_id(out.customer_key),)
    assert set(among("lot")) == {who.customer_id(key) for key in held}
    page = alone_page(told, EN)
    assert page.facts[1].value != "0"
    alone = page.tables[1].row_key
    assert alone is not None
    assert who.customer_id(added) not in alone.tolist()
    assert len(alone) == len(ANSWERS.customers) - len(items) + len(held)


def test_that_each_reason_to_leave_alone_has_words_in_both_languages() -> None:
    assert set(LEFT_ALONE) < set(REASONS)
    for code in REASONS:
        for suffix in ("", ".means"):
            assert EN.code(f"left_alone.{code}{suffix}") != ZH.code(f"left_alone.{code}{suffix}")


def test_that_chances_are_told_in_people_that_show_the_difference() -> None:
    assert of_people(0.14, 0.16) == (100, 14, 16)
    assert of_people(0.141, 0.144) == (1_000, 141, 144)
    assert of_people(0.004, 0.02) == (1_000, 4, 20)
    assert of_people(0.2731, 0.2731) == (100, 27, 27)


def test_that_a_card_tells_both_chances_the_worth_and_where_the_belief_is_from() -> None:
    told = input_of(ANSWERS)
    card = plan_row_card(told, "c1", EN)
    assert card is not None
    assert card.sentences[0].startswith("Of 100 such customers 18 order within 3 weeks anyway, 20")
    assert card.sentences[1] == "Worth about £2.49, costs £0.06 on average."
    assert card.sentences[2] == "How sure? Fair: borrowed from other shops, 120 own cases."
    assert card.reasons


def test_that_held_out_people_are_explained_kindly_and_offer_no_change() -> None:
    card = plan_row_card(input_of(ANSWERS), "c18", EN)
    assert card is not None
    assert card.held
    assert "Nobody writes to them until the comparison is over" in card.sentences[-1]


def test_that_only_ways_that_reach_somebody_are_offered() -> None:
    told = input_of(ANSWERS)
    reached = replace(told, outreach=replace(told.outreach, reachable=frozenset({("c1", "email")})))
    card = plan_row_card(reached, "c1", EN)
    assert card is not None
    ways = {action: [code for code, _ in found] for action, found in card.channels}
    assert ways["care"] == ["email"]
    assert ways["call"] == []


def test_that_a_moved_slider_says_what_changes() -> None:
    before = plan_of(ANSWERS, sent=18)
    after = replace(plan_of(ANSWERS, sent=21), gain_cents=before.gain_cents + 1_200)
    assert change_sentence(before, after, EN) == "+3 people, +£12 profit"
    assert change_sentence(before, before, EN) == ""
    assert change_sentence(after, before, EN).startswith("−3 people")


def bringing_friends(plan: JointPlan, cents: float) -> JointPlan:
    """A plan whose first row may bring a friend."""
    first, *others = plan.items
    friend = replace(
        first,
        gain_cents=first.gain_cents + cents,
        reasons=(*first.reasons, Message.of(FRIENDS, friends_cents=cents)),
    )
    return replace(plan, items=(friend, *others))


def test_that_a_move_tells_what_friends_may_bring_since_the_profit_leaves_it_out() -> None:
    before = plan_of(ANSWERS)
    after = replace(bringing_friends(before, 4_000.0), gain_cents=before.gain_cents - 500.0)
    assert change_sentence(before, after, EN) == "−£5 profit, +£40 that friends may bring"


def test_that_today_promises_what_the_plan_promises_and_no_friends() -> None:
    told = input_of(ANSWERS, approved=True)
    assert told.plan is not None
    assert told.record is not None
    bare = replace(told.record, items=tuple(map(still_to_do, told.plan.items)))
    more = bringing_friends(told.plan, 4_000.0)
    card = plan_card(ANSWERS, (replace(bare, items=tuple(map(still_to_do, more.items))),), EN)
    without = plan_card(ANSWERS, (bare,), EN)
    assert card is not None
    assert without is not None
    assert card.figure == without.figure


def still_to_do(item: PlanItem) -> PlanItem:
    return replace(item, state=ItemState.PLANNED)


def test_that_the_list_stands_in_the_order_of_worth_whatever_the_owner_changed() -> None:
    told = input_of(ANSWERS, kept=True)
    assert told.record is not None
    first, *others = told.record.items
    put_back = replace(told, record=replace(told.record, items=(*others, first)))
    page = plan_page(put_back, EN).tables[0]
    worth = [column.key for column in page.columns].index("gain")
    shown = page.values[worth].tolist()
    assert shown == sorted(shown, reverse=True)


def test_that_an_approved_plan_keeps_its_own_advertising_whatever_is_planned_now() -> None:
    told = input_of(ANSWERS, approved=True)
    assert told.plan is not None
    other = replace(told.plan.acquisition[0], channel="flyer", cost_cents=77_700.0)
    for now in (None, replace(told.plan, acquisition=(other,)), replace(told.plan, acquisition=())):
        page = plan_page(replace(told, plan=now), EN)
        adverts = next(table for table in page.tables if table.name == "advertising")
        assert adverts.values[0].tolist() == ["search"]
        assert [fact.title for fact in page.facts] == ["Win", "Keep", "Grow"]
        assert page.facts[0].value == "+£9"
        assert page.facts[0].note == "advertising for £10"


def test_that_the_list_to_be_done_has_the_columns_of_its_plan_whatever_is_planned_now() -> None:
    told = input_of(ANSWERS, approved=True)
    with_now, alone = (plan_page(replace(told, plan=p), EN).tables[0] for p in (told.plan, None))
    assert with_now.columns == alone.columns


def test_that_two_customers_of_one_name_are_told_apart() -> None:
    names = ANSWERS.names.customer_name.copy()
    named = [int(i) for i in ANSWERS.customers.customer if names[i]]
    first, second, third = named[:3]
    names[second] = names[first]
    twins = replace(ANSWERS, names=replace(ANSWERS.names, customer_name=names))
    who, keys = Who(twins), [str(ANSWERS.names.customer_key[i]) for i in named[:3]]
    assert [who.title(key) for key in keys] == [
        f"{names[first]} ({keys[0]})", f"{names[first]} ({keys[1]})", names[third],
    ]  # fmt: skip


def test_that_a_plan_of_a_week_to_come_says_which_and_makes_no_other_late() -> None:
    told = input_of(ANSWERS, approved=True)
    assert told.record is not None
    now = told.record
    week = now.week_day
    ahead = replace(now, number=4, week_day=week + 7, approved_day=None, state=PlanState.DRAFT)
    page = plan_page(replace(told, record=ahead, today=week), EN)
    assert page.lead.startswith(f"Contact 18 people in the week from {EN.date(week + 7)}.")
    assert plan_page(replace(told, record=ahead, today=week + 7), EN).lead.startswith(
        "Contact 18 people this week."
    )
    made_s = now.as_of_day * SECONDS_PER_DAY
    fixed = replace(ahead, approved_day=week + 7, state=PlanState.APPROVED, made_s=made_s)
    now = replace(now, made_s=made_s)
    for today in (None, week):
        calendar = Calendar.of(ANSWERS, (now, fixed), today)
        assert not is_late(now, calendar)
    assert is_late(now, Calendar.of(ANSWERS, (now, fixed), week + 7))
    assert "Approved." in plan_page(replace(told, record=fixed, today=week), EN).as_of


@pytest.mark.parametrize("age", [20, 40, 90])
def test_that_a_plan_upon_old_orders_asks_for_newer_ones_first(age: int) -> None:
    told = input_of(ANSWERS)
    assert told.plan is not None
    today = ANSWERS.run.as_of_day + age
    live = age < 60  # an older shop is planned for by its own calendar
    week = today if live else told.plan.week_day
    lead = plan_page(replace(told, plan=replace(told.plan, week_day=week), today=today), EN).lead
    asked = f"Your newest order is of {EN.date(ANSWERS.run.as_of_day)}, {EN.span(age)} ago: drop"
    assert (asked in lead) == (age > 31)
    assert lead.startswith("Contact 18 people this week.") == live
    assert live or f"in the week from {EN.date(week)}" in lead


def test_that_an_approved_plan_tells_what_is_still_to_do() -> None:
    told = input_of(ANSWERS, approved=True)
    page = plan_page(told, EN)
    assert page.lead == "5 of 18 are dealt with. 13 are still to do."
    assert page.tables[0].title == "13 still to do"
    assert told.record is not None
    done = replace(
        told.record, items=tuple(replace(i, state=ItemState.DONE) for i in told.record.items)
    )
    over = plan_page(replace(told, record=done), EN)
    assert over.lead == "18 of 18 are dealt with."
    assert over.tables[0].title == "18 people of the plan"


def test_that_a_plan_whose_week_or_window_is_over_is_said_to_be_overdue() -> None:
    told = input_of(ANSWERS, approved=True)
    assert told.record is not None
    assert "Overdue" not in plan_page(told, EN).lead
    begun = ANSWERS.run.as_of_day
    for days_ago, said in ((6, ""), (7, "do it soon"), (20, "do it soon"), (21, "skip the rest")):
        old = replace(told.record, week_day=begun - days_ago, approved_day=begun - days_ago)
        lead = plan_page(replace(told, record=old), EN).lead
        assert ("Overdue" in lead, said in lead) == (bool(said), True), days_ago
        done = replace(old, items=tuple(replace(i, state=ItemState.DONE) for i in old.items))
        assert "Overdue" not in plan_page(replace(told, record=done), EN).lead


def test_that_what_is_to_be_done_gets_late_by_the_clock() -> None:
    """No order may come for weeks: the newest order does not move, the week is over all the same.

    A shop that lived in the past when the plan was made, as a sample does, has its own calendar.
    """
    told = input_of(ANSWERS, approved=True)
    assert told.record is not None
    begun = ANSWERS.run.as_of_day
    plan = replace(
        told.record, as_of_day=begun, week_day=begun, approved_day=begun, made_s=begun * 86_400
    )
    past = replace(plan, made_s=(begun + 400) * 86_400)
    for days, said in ((0, ""), (6, ""), (7, "do it soon"), (30, "skip the rest")):
        today = begun + days
        lead = plan_page(replace(told, record=plan, today=today), EN).lead
        assert ("Overdue" in lead, said in lead) == (bool(said), True), days
        card = plan_card(ANSWERS, (plan,), EN, today=today)
        assert card is not None
        assert ("overdue" in card.text) == bool(said)
        assert "Overdue" not in plan_page(replace(told, record=past, today=today), EN).lead
    assert "Overdue" not in plan_page(replace(told, record=plan), EN).lead


def test_that_plans_with_work_left_stay_reachable_and_are_counted_today() -> None:
    new = input_of(ANSWERS, approved=True).record
    assert new is not None
    begun = ANSWERS.run.as_of_day - 30
    old = replace(new, number=1, week_day=begun, approved_day=begun)
    finished = replace(
        old, number=2, items=tuple(replace(i, state=ItemState.SKIPPED) for i in old.items)
    )
    new = replace(new, number=3)
    assert [p.number for p in open_plans((old, finished, new))] == [3, 1]
    assert [p.number for p in open_plans((old, finished))] == [2, 1]
    card = plan_card(ANSWERS, (old, finished, new), EN)
    assert card is not None
    assert card.headline.startswith("26 contacts")
    assert card.text.startswith("13 are overdue.")
    assert plan_card(ANSWERS, (finished,), EN) is None


def test_that_today_points_to_the_results_once_when_the_time_to_answer_is_over() -> None:
    record = input_of(ANSWERS, approved=True).record
    assert record is not None
    as_of_day = ANSWERS.run.as_of_day
    begun = as_of_day - record.settings.window_days - 4
    nothing = tuple(replace(item, state=ItemState.SKIPPED) for item in record.items)
    done = (replace(record.items[0], state=ItemState.DONE), *nothing[1:])
    plan = replace(record, week_day=begun, approved_day=begun, items=done)
    over_day = begun + record.settings.window_days - 1
    assert answers_came((plan,), as_of_day - 30, as_of_day)
    assert answers_came((plan,), over_day - 1, over_day)
    assert not answers_came((plan,), over_day - 2, over_day - 1)  # one day is still to come
    assert not answers_came((plan,), over_day, as_of_day)  # the file before told it already
    assert not answers_came((replace(plan, items=nothing),), as_of_day - 30, as_of_day)
    since = SinceLast(
        since_day=as_of_day - 30,
        orders=4,
        sales_cents=100,
        row=np.array([1], np.int32),
        new=0,
        second=1,
    )
    answers = replace(ANSWERS, since=since)
    for answered in (False, True):
        news = today_page(answers, EN, answered=answered).news
        assert news is not None
        assert (news.more_opens == "results", bool(news.more)) == (answered, answered)


def test_that_the_frontier_shows_each_goal_and_where_the_owner_stands() -> None:
    chart = compare_page(input_of(ANSWERS), EN).charts[0]
    assert [series.label for series in chart.series] == [
        "Profit first",
        "Balanced",
        "Keep customers",
        "you are here",
        "do nothing",
    ]
    assert len({series.marker for series in chart.series}) == len(chart.series)


def test_that_an_axis_of_few_kept_customers_has_more_than_one_figure() -> None:
    told = input_of(ANSWERS)
    assert told.plan is not None
    few = tuple(replace(p, kept_customers=p.kept_customers / 1e3) for p in told.plan.frontier)
    small = replace(told.plan, frontier=few, kept_customers=0.1)
    assert compare_page(told, EN).charts[0].x_kind is Kind.WHOLE
    assert compare_page(replace(told, plan=small), EN).charts[0].x_kind is Kind.DECIMAL


@pytest.mark.parametrize("words", [EN, ZH])
def test_that_the_page_says_why_the_plan_stands_below_the_line(words: Words) -> None:
    told = input_of(ANSWERS)
    assert told.plan is not None
    share = words.share(told.plan.settings.hold_out_share)
    everybody = replace(told.plan, settings=replace(told.plan.settings, hold_out_share=0.0))
    assert any(share in note for note in compare_page(told, words).notes)
    assert len(compare_page(replace(told, plan=everybody), words).notes) == 1


@pytest.mark.parametrize("words", [EN, ZH])
def test_that_changes_that_could_not_stand_are_named(words: Words) -> None:
    told = input_of(ANSWERS, kept=True)
    keys = [item.customer_key for item in told.items[:5]]
    refused = tuple(
        Refused(customer_key=key, why=why)
        for key, why in zip(keys, ("budget", "gap", "no_consent", "cap", "held_out"), strict=True)
    )
    notes = plan_page(replace(told, refused=refused), words).notes
    assert words.code("error.plan_not.gap") in notes[1]
    named = {Who(ANSWERS).title(key) in note for key, note in zip(keys[:3], notes, strict=False)}
    assert named == {True}
    assert "2" in notes[3]
    plain = plan_page(told, words).notes
    assert notes[4:] == plain


def test_that_a_scenario_stands_beside_the_plan_and_beside_nothing() -> None:
    told = replace(input_of(ANSWERS), other=plan_of(ANSWERS, sent=9))
    table = compare_page(told, EN).tables[0]
    assert [column.key for column in table.columns] == ["figure", "nothing", "a", "b"]
    row = list(table.values[0]).index("People contacted")
    assert [values[row] for values in table.values[1:]] == ["0", "18", "9"]


def test_that_a_comparison_says_what_is_not_in_it_and_which_setting_brings_less() -> None:
    told = replace(input_of(ANSWERS), other=plan_of(ANSWERS, sent=9))
    assert told.plan is not None
    poor = replace(plan_of(ANSWERS, sent=9), gain_cents=told.plan.gain_cents - 2_000.0)
    page = compare_page(replace(told, other=poor), EN)
    assert page.lead.startswith("Setting B brings £20 less profit and ")
    assert compare_page(told, EN).lead == "Both settings bring the same."
    assert not any("by hand" in note or "friends" in note for note in page.notes)
    win, *rest = told.plan.piles
    asking = replace(told.plan, piles=(replace(win, people=5), *rest))
    record = replace(record_of(asking, approved=False), items=asking.items[1:])
    notes = compare_page(replace(told, plan=asking, record=record), EN).notes
    assert any("by hand" in note for note in notes)
    assert any("friends" in note for note in notes)


def test_that_a_comparison_that_loses_customers_says_why_that_can_be() -> None:
    told = input_of(ANSWERS)
    assert told.plan is not None
    loses = replace(told.plan, kept_customers=-1.2)
    for plan, other, said in ((told.plan, None, 0), (loses, None, 1), (told.plan, loses, 1)):
        notes = compare_page(replace(told, plan=plan, other=other), EN).notes
        assert sum("Fewer kept than with nothing done" in note for note in notes) == said


def test_that_a_comparison_of_nobody_says_why_and_draws_no_picture_of_nothing() -> None:
    told = input_of(ANSWERS)
    assert told.plan is not None
    idle = replace(
        told.plan,
        items=(),
        acquisition=(),
        gain_cents=0.0,
        kept_customers=0.0,
        left_alone=np.full_like(told.plan.left_alone, LEFT_ALONE.index("planned")),
        frontier=tuple(
            replace(p, gain_cents=0.0, kept_customers=0.0, cost_cents=0.0)
            for p in told.plan.frontier
        ),
    )
    for other in (None, idle):
        page = compare_page(replace(told, plan=idle, other=other), EN)
        assert page.lead.startswith("Nobody is free this week")
        assert not page.charts
        assert len(page.notes) == 1
    helped = compare_page(replace(told, plan=idle, other=told.plan), EN)
    assert helped.lead.startswith("Setting B brings £73 more profit")


def test_that_results_are_told_with_fixed_words_and_never_more_than_is_proved() -> None:
    told = lead(results_of(skipped=0, not_true=0), EN)
    assert told == (
        "Of 24 you contacted 9 bought; of 12 left alone 3. "
        "So far that is +4 buyers, but it is too early to be sure."
    )
    assert lead(results_of(), EN).startswith("Of 24 to be contacted 9 bought;")
    proved = lead(results_of(comparison(verdict=Verdict.BETTER)), EN)
    assert "Proved better: about +4 buyers." in proved
    worse = comparison(verdict=Verdict.WORSE, extra_orders=-3.0)
    assert "Proved worse: about −3 buyers." in lead(results_of(worse), EN)
    none = comparison(extra_orders=0.2)
    assert "No difference so far; too early to be sure." in lead(results_of(none), EN)


def test_that_what_coupons_took_off_is_told_to_be_reckoned_where_there_are_any() -> None:
    def notes(*compared: Comparison) -> str:
        return " ".join(results_page(ANSWERS, outreach_of(), results_of(*compared), EN).notes)

    assert "85 of 100 orders" in notes(comparison(), comparison("coupon_10"))
    assert "coupon" not in notes(comparison(), comparison("care"))


def test_that_what_a_proof_takes_is_said_at_every_size() -> None:
    assert "about 15 more weeks" in proof_sentence(comparison(), EN)
    assert "would take years" in proof_sentence(comparison(weeks_to_proof=float("inf")), EN)
    assert "left alone to compare" in proof_sentence(comparison(weeks_to_proof=float("nan")), EN)
    more = comparison(weeks_to_proof=float("inf"), weeks_as_measured=8.3)
    assert proof_sentence(more, EN).endswith("if that lasts, a proof needs about 9 more weeks.")


def test_that_no_line_of_the_picture_goes_beyond_everybody() -> None:
    wide = comparison(lo=NAN, hi=NAN, band_lo=-1.7, band_hi=1.2)
    page = results_page(ANSWERS, outreach_of(), results_of(wide), EN)
    (series,) = page.charts[0].series
    assert (series.lo, series.hi) == ((-1.0,), (1.0,))


def test_that_results_without_any_contact_say_what_to_do() -> None:
    page = results_page(ANSWERS, outreach_of(), results_of(plans=0, done=0), EN)
    assert "tick Done" in page.empty
    assert not page.tables


def test_that_the_picture_of_uplift_has_a_mark_for_each_verdict_and_can_be_drawn() -> None:
    compared = (
        comparison(),
        comparison("care", Verdict.BETTER),
        comparison("call", Verdict.WORSE, uplift_share=-0.2, lo=-0.3, hi=-0.1),
    )
    page = results_page(ANSWERS, outreach_of(), results_of(*compared), EN)
    chart = page.charts[0]
    assert chart.kind is ChartKind.RANGE
    assert len({series.marker for series in chart.series}) == 3
    assert chart.x_labels == ("All together", "Thank-you", "Call")
    assert render_png(chart, EN, LIGHT, 700, 320).startswith(b"\x89PNG")


def test_that_before_the_first_look_the_always_valid_band_is_drawn() -> None:
    early = comparison(lo=float("nan"), hi=float("nan"))
    page = results_page(ANSWERS, outreach_of(), results_of(early), EN)
    assert page.charts[0].series[0].lo == (-0.3,)
    assert np.isfinite(page.charts[0].series[0].hi).all()


def test_that_a_line_clear_of_zero_before_the_first_look_is_not_taken_for_a_proof() -> None:
    def told(one: Comparison) -> str:
        return results_page(ANSWERS, outreach_of(), results_of(one), EN).charts[0].sentence

    early = comparison(lo=NAN, hi=NAN, band_lo=0.05, band_hi=0.63)
    assert "at the soonest" in told(early)
    assert "at the soonest" not in told(replace(early, band_lo=-0.01))
    assert "at the soonest" not in told(comparison(verdict=Verdict.BETTER, lo=0.05, hi=0.2))


def test_that_no_range_says_more_than_everybody_and_each_note_is_one_line() -> None:
    wide = comparison(band_lo=-1.13, band_hi=0.78)
    page = results_page(ANSWERS, outreach_of(), results_of(wide), EN)
    assert "−100% to 78%" in dict(page.details).values()
    assert any("\n" in fact.note for fact in page.facts)
    lines = page_text(page, EN).splitlines()
    for fact in page.facts:
        assert sum(line.startswith(f"{fact.title} ") for line in lines) == 1
        assert any(fact.note.splitlines()[-1] in line for line in lines if fact.title in line)


def test_that_piles_have_names_and_meanings() -> None:
    for pile in Pile:
        assert EN.code(f"pile.{pile.value}.means")


def test_that_the_command_line_sets_no_full_stop_before_a_semicolon() -> None:
    told = page_text(results_page(ANSWERS, outreach_of(), results_of(), EN), EN)
    assert "; " in told
    assert ".;" not in told
