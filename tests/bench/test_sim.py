from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clm_desktop.bench.people import People
from clm_desktop.bench.policy import Sheet, ShopFacts
from clm_desktop.bench.sim import (
    BudgetError,
    CapacityError,
    ConsentError,
    GapError,
    Observation,
    Outcome,
    Plan,
    PlanError,
    ShopSim,
    truth_of,
)
from clm_desktop.bench.world import SCENARIOS, World

SMALL = World.preset("base", n_customers=200, history_weeks=52, weeks=8)
COLUMNS = {
    "customers": ["customer_id", "first_seen", "acq_channel"],
    "orders": [
        "order_id",
        "customer_id",
        "date",
        "amount",
        "discount",
        "product",
        "category",
    ],
    "contacts": ["customer_id", "action_id", "channel_id", "date"],
    "consents": ["customer_id", "channel_id", "state", "date"],
    "acq_spend": ["week_start", "channel", "cost", "new_customers"],
    "actions": ["action_id", "kind", "channel_id", "cost", "discount_share"],
    "channels": ["channel_id", "contacts_per_week", "cost", "owner_minutes"],
}


def granted(obs: Observation, channel: str, state: str = "granted") -> list[int]:
    consents = obs.consents
    fits = (consents["channel_id"] == channel) & (consents["state"] == state)
    return consents.loc[fits, "customer_id"].tolist()


def reachable(thing: object, depth: int = 0) -> Iterator[object]:
    """Everything that public names lead to."""
    yield thing
    if depth > 4 or isinstance(thing, (str, bytes, int, float, np.ndarray)):
        return
    if isinstance(thing, pd.DataFrame):
        yield from (thing[column].to_numpy() for column in thing)
        yield from reachable(thing.attrs, depth + 1)
    elif isinstance(thing, (list, tuple, dict)):
        for part in thing.values() if isinstance(thing, dict) else thing:
            yield from reachable(part, depth + 1)
    elif type(thing).__module__.startswith("clm_desktop"):
        for name in dir(thing):
            if not name.startswith("_") and not callable(getattr(thing, name)):
                yield from reachable(getattr(thing, name), depth + 1)


def test_that_no_public_name_leads_to_the_truth() -> None:
    sim = ShopSim(SMALL, 1)
    sim.step(Plan(contacts=[(granted(sim.observe(), "chat")[0], "care", "send")]))
    people = truth_of(sim).people
    hidden = [
        np.asarray(getattr(people, name), float)
        for name in ("rate", "shape", "leave", "basket", "deal", "call", "social", "dog", "alive")
    ]
    for thing in [*reachable(sim), *reachable(sim.observe()), *reachable(sim.step(Plan()))]:
        assert isinstance(thing, (Observation, Outcome, ShopSim)) or not type(
            thing
        ).__module__.startswith("clm_desktop"), type(thing)
        assert not isinstance(thing, (People, World))
        if isinstance(thing, np.ndarray) and thing.dtype.kind in "fiub":
            assert not any(
                len(thing) == len(latent) and np.allclose(thing.astype(float), latent)
                for latent in hidden
            )


def test_that_the_walk_would_see_a_leak() -> None:
    sim = ShopSim(SMALL, 1)
    sim.__dict__["leak"] = truth_of(sim)
    assert any(isinstance(thing, People) for thing in reachable(sim))


def test_that_a_shop_shows_exactly_what_is_promised() -> None:
    obs = ShopSim(SMALL, 1).observe()
    for name, columns in COLUMNS.items():
        assert list(getattr(obs, name).columns) == columns
    assert obs.orders["date"].max() < pd.Timestamp(obs.today)
    assert obs.orders["date"].is_monotonic_increasing
    assert set(obs.orders["customer_id"]) == set(obs.customers["customer_id"]) == set(range(200))
    first = obs.orders.groupby("customer_id")["date"].min()
    assert (first.to_numpy() == obs.customers["first_seen"].to_numpy()).all()
    assert len(obs.consents) == 3 * len(obs.customers)


def test_that_what_a_policy_does_to_its_frames_does_nothing_to_the_shop() -> None:
    sim = ShopSim(SMALL, 2)
    obs = sim.observe()
    obs.orders["amount"] = 0.0
    obs.consents["state"] = "granted"
    again = sim.observe()
    assert again.orders["amount"].sum() > 0
    assert (again.consents["state"] == "refused").any()


def test_that_who_did_not_agree_cannot_be_contacted() -> None:
    sim = ShopSim(SMALL, 3)
    who = granted(sim.observe(), "sms", "refused")[0]
    with pytest.raises(ConsentError, match=rf"week 0: customer {who} did not agree to sms"):
        sim.step(Plan(contacts=[(who, "coupon_20", "send")]))
    assert sim.week == 0  # nothing has happened


def test_that_three_weeks_must_lie_between_two_contacts() -> None:
    sim = ShopSim(SMALL, 3)
    who = granted(sim.observe(), "chat")[0]
    plan = Plan(contacts=[(who, "recommend", "send")])
    sim.step(plan)
    for _ in range(2):
        with pytest.raises(GapError, match=f"customer {who} was contacted"):
            sim.step(plan)
        sim.step(Plan())
    sim.step(plan)
    other = granted(sim.observe(), "chat")[1]
    with pytest.raises(GapError, match="twice"):
        sim.step(Plan(contacts=[(other, "care", "send"), (other, "recommend", "send")]))


def test_that_a_channel_carries_no_more_than_it_can() -> None:
    sim = ShopSim(SMALL, 3)
    who = granted(sim.observe(), "chat")[:51]
    with pytest.raises(CapacityError, match="51 contacts by chat, it can carry 50"):
        sim.step(Plan(contacts=[(one, "care", "send") for one in who]))
    sim.step(Plan(contacts=[(one, "care", "send") for one in who[:50]]))


def test_that_who_is_held_out_is_not_contacted_and_takes_no_place() -> None:
    sim, other = ShopSim(SMALL, 3), ShopSim(SMALL, 3)
    who = granted(sim.observe(), "chat")[:60]
    sim.step(Plan(contacts=[(one, "care", "hold_out") for one in who]))
    other.step(Plan())
    assert sim.observe().contacts.empty
    pd.testing.assert_frame_equal(sim.observe().orders, other.observe().orders)


def test_that_no_more_is_spent_than_there_is() -> None:
    sim = ShopSim(World.preset("acquire", n_customers=200, weeks=4), 3)
    with pytest.raises(BudgetError, match=r"costs 1600\.00, there are 1500\.00"):
        sim.step(Plan(acquisition={"search": 1_600.0}))
    with pytest.raises(ValueError, match="no money"):
        sim.step(Plan(acquisition={"search": -1.0}))
    came = sim.step(Plan(acquisition={"search": 1_500.0}))
    assert came.advertising == 1_500.0
    spend = sim.observe().acq_spend
    assert spend["cost"].iloc[-4:].sum() == 1_500.0
    newest = sim.observe().customers
    assert (newest["acq_channel"] == "search").sum() > 0


def test_that_coupons_beyond_the_budget_are_taken_off_the_next_one() -> None:
    sim = ShopSim(World.preset("base", n_customers=2_000, weeks=3, budget=20.0), 3)
    obs = sim.observe()
    sheet = Sheet(obs, ShopFacts(obs), 1e9)
    sheet.add(range(2_000), "coupon_20")
    out = sim.step(Plan(contacts=sheet.plan().contacts[:150]))
    assert out.coupons > 11.0
    assert sim.observe().budget == pytest.approx(max(0.0, 20.0 - (out.spent - 20.0)), abs=0.01)


def test_that_an_opt_out_stands_in_the_consents_and_holds() -> None:
    world = World.preset("base", n_customers=300, weeks=2, opt_out_share=1.0)
    sim = ShopSim(world, 3)
    who = granted(sim.observe(), "chat")[0]
    out = sim.step(Plan(contacts=[(who, "care", "send")]))
    assert out.opted_out == ((who, "chat"),)
    assert who in granted(sim.observe(), "chat", "refused")
    with pytest.raises(ConsentError):
        sim.step(Plan(contacts=[(who, "care", "send")]))


def test_that_unknown_names_are_refused() -> None:
    sim = ShopSim(SMALL, 3)
    for contact in ((0, "bribe", "send"), (0, "care", "shout"), (999_999, "care", "send")):
        with pytest.raises(ValueError, match="there is no"):
            sim.step(Plan(contacts=[contact]))


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_that_no_plan_gets_past_the_limits(data: st.DataObject) -> None:
    sim = ShopSim(SMALL, 5)
    agreed = {key: set(granted(sim.observe(), key)) for key in ("chat", "sms", "phone")}
    for _ in range(4):
        obs = sim.observe()
        chosen = data.draw(
            st.lists(
                st.tuples(
                    st.integers(0, 199),
                    st.sampled_from(obs.actions["action_id"].tolist()),
                    st.just("send"),
                ),
                max_size=8,
            )
        )
        try:
            sim.step(Plan(contacts=chosen))
        except PlanError:
            sim.step(Plan())
    contacts = sim.observe().contacts
    gaps = contacts.sort_values("date").groupby("customer_id")["date"].diff().dropna()
    assert (gaps.dt.days >= 21).all()
    assert all(row.customer_id in agreed[row.channel_id] for row in contacts.itertuples())
    most = contacts.groupby(["date", "channel_id"]).size().reset_index(name="made")
    carried = most["channel_id"].map({"chat": 50, "sms": 20, "phone": 1})
    assert (most["made"] <= carried).all()


def test_that_the_same_seed_is_the_same_shop_and_another_is_not() -> None:
    one, two, other = (ShopSim(SMALL, seed).observe().orders for seed in (7, 7, 8))
    pd.testing.assert_frame_equal(one, two)
    assert len(one) != len(other) or not one["amount"].equals(other["amount"])


def test_that_every_named_world_differs_from_every_other_and_is_whole() -> None:
    numbers = {
        name: dataclasses.astuple(dataclasses.replace(world, name=""))
        for name, world in SCENARIOS.items()
    }
    assert len(set(numbers.values())) == len(SCENARIOS)
    for name, world in SCENARIOS.items():
        assert world.name == name
        assert {a.channel for a in world.actions} <= {c.key for c in world.channels}
        assert sum(world.regular_shares) == pytest.approx(1.0)
