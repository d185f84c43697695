"""A plan of nobody says why: by choice, or because nobody is free, agreed or can be reached."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from answers_builder import build
from plan_builder import input_of

from clm_desktop.core.message import Message
from clm_desktop.plan.joint.types import LEFT_ALONE
from clm_desktop.view.pages.plan import plan_page
from clm_desktop.view.words import Words

EN = Words("en", "GBP")
ANSWERS = build(60)


@pytest.mark.parametrize(
    ("code", "missing"), [("no_consent", "no consent is known"), ("not_reachable", "no address is")]
)
def test_that_a_missing_address_is_not_told_as_a_missing_consent(code: str, missing: str) -> None:
    told = input_of(ANSWERS)
    assert told.plan is not None
    alone = np.full_like(told.plan.left_alone, LEFT_ALONE.index(code))
    page = plan_page(replace(told, plan=replace(told.plan, items=(), left_alone=alone)), EN)
    assert missing in page.cards[0].headline
    assert ("no address is known" in page.lead) == (code == "not_reachable")


def test_that_a_week_in_which_nobody_is_free_is_not_told_as_a_choice() -> None:
    told = input_of(ANSWERS)
    assert told.plan is not None
    alone = np.full_like(told.plan.left_alone, LEFT_ALONE.index("planned"))
    lead = plan_page(replace(told, plan=replace(told.plan, items=(), left_alone=alone)), EN).lead
    assert "Nobody is free this week" in lead
    assert "Spend £10 on advertising: that should bring about £9 more than it costs." in lead
    alone[0] = LEFT_ALONE.index("not_worth")
    lead = plan_page(replace(told, plan=replace(told.plan, items=(), left_alone=alone)), EN).lead
    assert "leaving people alone is best" in lead


def test_that_a_shop_whose_customers_said_no_is_told_so_and_what_is_left() -> None:
    told = input_of(ANSWERS)
    assert told.plan is not None
    alone = np.full_like(told.plan.left_alone, LEFT_ALONE.index("asked_not"))
    lead = plan_page(replace(told, plan=replace(told.plan, items=(), left_alone=alone)), EN).lead
    assert lead.startswith("Nobody may be contacted: most customers said no.")


def test_that_the_lead_alone_says_that_nobody_is_contacted() -> None:
    told = input_of(ANSWERS)
    assert told.plan is not None
    idle = replace(told.plan, items=(), notes=(Message.of("plan.note.nobody"),))
    said = "Nobody is worth a contact this week: do nothing."
    assert said not in plan_page(replace(told, plan=idle), EN).notes
    kept = replace(told, plan=replace(told.plan, notes=idle.notes))
    assert said in plan_page(kept, EN).notes
