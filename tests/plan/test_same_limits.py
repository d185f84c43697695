"""The planner, who looks at all at once, and an edit by hand are held to the same limits."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clm_desktop.core.outreach import (
    Action,
    ActionKind,
    Channel,
    Consent,
    ConsentState,
    Contact,
    ItemState,
    Outreach,
    Role,
)
from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.features.events import purchase_events
from clm_desktop.models.effects.base import Touches, fit_base, score_base
from clm_desktop.plan.joint import limits as planner
from clm_desktop.plan.joint.facts import CustomerFacts, customer_facts, habits_of
from clm_desktop.plan.joint.options import options_of
from clm_desktop.plan.limits import contacts_made, forbidden, limits_of
from clm_desktop.plan.owner_words import NOBODY
from tests.models.shops import orders
from tests.plan.test_limits import DAY, PEOPLE, item, outreach, plan, told_outreach

ROWS = {key: row for row, key in enumerate(PEOPLE)}
ACTIONS = (
    Action(key="care", kind=ActionKind.CARE),
    Action(key="call", kind=ActionKind.CALL, channels=("phone", "counter")),
)
ways = st.builds(
    Channel,
    key=st.sampled_from(["email", "phone", "in_person", "counter"]),
    needs_consent=st.booleans(),
    all_agreed_day=st.none() | st.integers(DAY - 9, DAY + 9),
    active=st.booleans(),
)
addresses = st.frozensets(
    st.tuples(st.sampled_from(PEOPLE), st.sampled_from(["email", "phone", "in_person"]))
)


@pytest.fixture(scope="module")
def facts() -> CustomerFacts:
    tx = orders(list(PEOPLE) * 2, [DAY - 9 * k for k in range(1, 13)], 900)
    events = purchase_events(tx)
    nobody = Touches(customer=np.zeros(0, np.int32), day=np.zeros(0, np.int32))
    base = fit_base(events, nobody, DAY - 1, 21, NULL_CONTEXT)
    scores = score_base(base, events, DAY - 1, NULL_CONTEXT)
    return customer_facts(scores, habits_of(tx, DAY - 1), 0.4)


def touched(told: Outreach) -> planner.Touched:
    return planner.touched_of(told, ROWS, len(ROWS), DAY)


@settings(max_examples=300, deadline=None)
@given(
    told_outreach,
    st.lists(ways, unique_by=lambda one: one.key).map(tuple),
    st.none() | addresses,
)
def test_that_the_planner_may_do_what_an_edit_may_do_and_nothing_else(
    facts: CustomerFacts,
    told: Outreach,
    channels: tuple[Channel, ...],
    reachable: frozenset[tuple[str, str]] | None,
) -> None:
    told = replace(told, actions=ACTIONS, channels=channels, reachable=reachable)
    options = options_of(told)
    made = planner.limits_of(told, options, told.settings, facts, ROWS, NOBODY, DAY)
    by_hand = limits_of(told, DAY)
    for place, option in enumerate(options.options):
        action, channel = options.actions[option.action].key, options.channels[option.channel].key
        for key, row in ROWS.items():
            why = forbidden(by_hand, key, action, channel)
            assert bool(made.allowed[row, place]) == (why == ""), (key, action, channel, why)


def test_that_a_contact_after_the_first_day_of_the_week_keeps_its_distance_too() -> None:
    later = Contact(customer_key="b", action="care", channel="email", day=DAY + 3)
    assert touched(outreach(contacts=(later,))).last_day[ROWS["b"]] == DAY + 3


def test_that_a_row_marked_late_is_one_contact_on_the_day_that_was_said() -> None:
    done = plan(item("a", state=ItemState.DONE), day=DAY - 60)
    said = Contact(customer_key="a", action="care", channel="email", day=DAY - 25, plan=1)
    told = outreach(contacts=(said,), plans=(done,))
    assert contacts_made(told) == [said]
    assert touched(told).in_year[ROWS["a"]] == 1


def test_that_a_contact_recorded_by_a_file_is_not_counted_with_its_row_again() -> None:
    done = plan(item("a", state=ItemState.DONE), day=DAY - 30)
    file = Contact(customer_key="a", action="care", channel="email", day=DAY - 28)
    other = replace(file, action="call")
    assert contacts_made(outreach(contacts=(file,), plans=(done,))) == [file]
    assert len(contacts_made(outreach(contacts=(other,), plans=(done,)))) == 2
    held = plan(item("a", state=ItemState.DONE, role=Role.HOLD_OUT))
    assert contacts_made(outreach(plans=(held,))) == []


def test_that_never_again_stands_above_an_edit_until_somebody_agrees_anew() -> None:
    gone = plan(item("a", state=ItemState.OPTED_OUT), day=DAY - 60)
    agreed = Consent(
        customer_key="a", channel="email", state=ConsentState.GRANTED, day=DAY - 70
    )  # fmt: skip
    for day, why in ((DAY - 70, "no_consent"), (DAY - 60, "no_consent"), (DAY - 50, "")):
        told = outreach(plans=(gone,), consents=(replace(agreed, day=day),))
        assert forbidden(limits_of(told, DAY), "a", "care", "email") == why
