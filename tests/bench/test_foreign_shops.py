"""A simulator of somebody else drives the product: other names, other types, less told."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

from clm_desktop.bench import Plan, ProductPolicy, ShopSim, World

START = date(2023, 1, 2)
GAP_DAYS = 21
WEEKS = 26
HISTORY = 40


@dataclass
class Foreign:
    """Some people who buy at random; one of them never did. What is done lifts, or does not."""

    effect: float = 2.0
    days: str = "stamp"  # stamp, zone, date, text or number
    ids: str = "text"
    actions: str = "told"  # told, no_way or none
    consents: str = "long"  # long, wide or flag
    contacts: str = "told"  # or none
    n: int = 120
    week: int = 0
    orders: list[tuple[int, int, float]] = field(default_factory=list)
    made: list[tuple[int, str, int]] = field(default_factory=list)
    sales: float = 0.0

    def __post_init__(self) -> None:
        self.rng = np.random.default_rng(5)
        self.rate = self.rng.gamma(2.0, 0.06, self.n)
        self.rate[0] = 0.0
        self.agreed = self.rng.random(self.n) < 0.7
        self.basket = self.rng.lognormal(4.0, 0.4, self.n)
        for _ in range(HISTORY):
            self.live(np.zeros(self.n))
        self.sales = 0.0

    def live(self, lift: np.ndarray) -> None:
        luck, size = self.rng.random(self.n), self.rng.lognormal(0.0, 0.2, self.n)
        off = self.rng.integers(0, 7, self.n)
        for one in np.flatnonzero(luck < 1 - np.exp(-self.rate * np.exp(lift))).tolist():
            paid = round(float(self.basket[one] * size[one]), 2)
            self.orders.append((one, 7 * self.week + int(off[one]), paid))
            self.sales += paid
        self.week += 1

    def day(self, number: int) -> object:
        at = START + timedelta(days=number)
        forms = {"number": number, "date": at, "text": at.isoformat(), "stamp": pd.Timestamp(at)}
        return forms.get(self.days, pd.Timestamp(at, tz="Asia/Shanghai"))

    def name(self, one: int) -> object:
        return f"u{one:04d}" if self.ids == "text" else one

    def observe(self) -> dict[str, object]:
        who, day, paid = zip(*self.orders, strict=True)
        people = [self.name(one) for one in range(self.n)]
        seen: dict[str, object] = {
            "day": self.day(7 * self.week),
            "customers": pd.DataFrame({"client_id": people}),
            "orders": pd.DataFrame(
                {"client_id": [self.name(one) for one in who], "ts": [self.day(one) for one in day],
                 "revenue": paid}
            ),
        }  # fmt: skip
        if self.week > HISTORY:  # nobody knows in the first week who agreed
            told = {"client_id": people, "granted": self.agreed}
            if self.consents == "long":
                told["channel"] = "email"
            if self.consents == "wide":
                told = {"client_id": people, "email": self.agreed, "sms": False}
            seen["consents"] = pd.DataFrame(told)
        if self.made and self.contacts == "told":
            rows = [(self.name(one), action, self.day(day)) for one, action, day in self.made]
            seen["contacts"] = pd.DataFrame(rows, columns=["client_id", "action", "ts"])
        if self.actions != "none":
            told = {"action": ["none", "coupon10", "email_reminder"], "discount": [0, 0.1, 0],
                    "cost": [0, 0, 0.02]}  # fmt: skip
            by = {"channel": ["", "email", "email"]} if self.actions == "told" else {}
            seen["actions"] = pd.DataFrame(told | by)
        return seen

    def step(self, contacts: list[tuple[object, str, str]]) -> None:
        lift, today = np.zeros(self.n), 7 * self.week
        assert len({who for who, _, _ in contacts}) == len(contacts)
        for who, action, role in contacts:
            one = int(str(who).lstrip("u"))
            assert self.name(one) == who, "not the simulator's own id"
            assert one != 0, "never ordered"
            if role == "hold_out":
                continue
            assert self.week > HISTORY, "contacted before anybody was known to agree"
            assert self.agreed[one], "contacted without consent"
            last = max((day for whom, _, day in self.made if whom == one), default=-99)
            assert today - last >= GAP_DAYS, "contacted too soon"
            if self.actions != "none":
                assert action in {"coupon10", "email_reminder"}
            self.made.append((one, action, today))
            lift[one] = self.effect
        self.live(lift)


def run(shop: Foreign, policy: ProductPolicy | None, budget: float | None) -> Foreign:
    if policy is not None:
        policy.start(None, 3)
    for _ in range(WEEKS):
        plan = policy.plan(shop.observe(), budget) if policy is not None else None  # type: ignore[arg-type]
        shop.step(list(plan.contacts) if plan is not None else [])  # type: ignore[arg-type]
    return shop


KINDS: tuple[tuple[dict[str, Any], float | None], ...] = (
    ({}, 50.0),
    ({"days": "number", "ids": "number", "actions": "none"}, 40),
    ({"days": "date", "ids": "number", "actions": "no_way", "consents": "wide"}, None),
    ({"days": "text", "actions": "none", "consents": "flag"}, float("inf")),
    ({"days": "zone", "contacts": "none"}, 25),
)


@pytest.mark.parametrize(("kind", "budget"), KINDS)
def test_that_shops_of_others_are_planned_within_their_limits_and_gain(
    kind: dict[str, Any], budget: float | None
) -> None:
    alone = run(Foreign(**kind), None, budget)
    policy = ProductPolicy()
    with_plans = run(Foreign(**kind), policy, budget)
    assert len(with_plans.made) > WEEKS
    assert with_plans.sales > 1.1 * alone.sales
    assert policy.last is not None
    assert sum(belief.sent + belief.held for belief in policy.last.beliefs) > WEEKS  # it learns


def test_that_nobody_is_contacted_without_money_or_without_a_yes() -> None:
    free = ProductPolicy()
    shop = Foreign(actions="told")
    shop.agreed[:] = False
    assert run(shop, free, 50.0).made == []
    dear = Foreign(actions="told")
    sent = {action for _, action, _ in run(dear, ProductPolicy(), 0.0).made}
    assert sent == set()  # both ways cost money there


def test_that_rows_which_tell_nobody_or_no_day_are_passed_over() -> None:
    shop = Foreign()
    shop.step([])
    seen = shop.observe()
    whole = ProductPolicy().plan(seen, 50.0)  # type: ignore[arg-type]
    orders = seen["orders"]
    assert isinstance(orders, pd.DataFrame)
    odd = pd.DataFrame(
        {"client_id": [None, "u0005"], "ts": [pd.Timestamp(START), pd.NaT], "revenue": [9e6, 9e6]}
    )
    seen["orders"] = pd.concat([orders, odd], ignore_index=True)
    assert ProductPolicy().plan(seen, 50.0) == whole  # type: ignore[arg-type]
    assert whole.contacts


def test_that_a_shop_without_orders_gets_no_plan() -> None:
    for orders in (pd.DataFrame(), pd.DataFrame({"client_id": [], "ts": [], "revenue": []})):
        assert not ProductPolicy().plan({"orders": orders, "day": 3}, 5.0).contacts  # type: ignore[arg-type]


def test_that_where_nothing_works_little_is_lost_and_nothing_is_proved() -> None:
    proved, planned, alone = 0, 0.0, 0.0
    for seed in range(60, 66):
        world = World.preset("null", n_customers=300, weeks=14)
        policy = ProductPolicy()
        shops = ShopSim(world, seed), ShopSim(world, seed)
        policy.start(shops[0].observe(), seed)
        while not shops[0].is_over:
            seen = shops[0].observe()
            with_plan = shops[0].step(policy.plan(seen, seen.budget))
            planned += world.margin_share * with_plan.orders["amount"].sum() - with_plan.spent
            alone += world.margin_share * shops[1].step(Plan()).orders["amount"].sum()
        claim = policy.claim(shops[0].observe())
        assert claim is not None
        assert claim.lo <= claim.uplift_share <= claim.hi
        proved += claim.better
    assert proved == 0
    assert planned > 0.96 * alone


def seen_by(numbered: bool = True) -> dict[str, Any]:
    """What a shop with whole numbers for days and ids tells in a week in which it may plan."""
    shop = Foreign(days="number", ids="number") if numbered else Foreign(ids="number")
    shop.step([])
    return dict(shop.observe())


def contacts_in(seen: dict[str, Any], policy: ProductPolicy | None = None) -> list[Any]:
    return list((policy or ProductPolicy()).plan(seen, 50.0).contacts)  # type: ignore[arg-type]


def test_that_a_walk_in_without_an_id_changes_nobodys_id() -> None:
    seen = seen_by()
    whole = contacts_in(seen)
    walk_in = pd.DataFrame({"client_id": [np.nan], "ts": [3], "revenue": [9.0]})
    seen["orders"] = pd.concat([seen["orders"], walk_in], ignore_index=True)
    assert seen["orders"]["client_id"].dtype == np.float64  # 17 is 17.0 there, 17 in consents
    assert whole
    assert contacts_in(seen) == whole
    assert all(isinstance(who, int) for who, _, _ in contacts_in(seen))


def test_that_a_refusal_written_into_the_frame_of_last_week_is_heard() -> None:
    seen, policy = seen_by(), ProductPolicy()
    assert contacts_in(seen, policy)
    seen["day"] += 7 * 26
    seen["contacts"] = pd.DataFrame()
    seen["consents"].loc[:, "granted"] = False
    assert contacts_in(seen, policy) == []


def test_that_words_without_a_day_are_older_than_those_with_one() -> None:
    seen = seen_by()
    whole, yes = contacts_in(seen), seen["consents"]
    seen["consents"] = pd.concat([yes.assign(date=np.nan, granted=False), yes.assign(date=3.0)])
    assert contacts_in(seen) == whole
    seen["consents"] = yes.assign(date=None)
    assert contacts_in(seen) == whole


WRONG: tuple[tuple[dict[str, Any], str], ...] = (
    ({"day": None}, "what day it is"),
    ({"day": date(2024, 1, 1)}, "dates or all be numbers"),
    ({"day": 10_000.0, "orders": pd.DataFrame({"client_id": [1], "ts": [START], "revenue": [1.0]})},
     "dates or all be numbers"),
    ({"orders": pd.DataFrame({"client_id": [1], "ts": [1], "worth": [1.0]})}, "an amount"),
    ({"orders": "orders.csv"}, "must be a pandas DataFrame"),
    ({"contacts": pd.DataFrame({"client_id": [1], "action": ["hi"]})}, "contacts need"),
    ({"consents": pd.DataFrame({"granted": [True]})}, "consents need"),
    ({"margin": 40}, "margin must be a share"),
    ({"min_gap_days": float("inf")}, "min_gap_days must be"),
)  # fmt: skip


@pytest.mark.parametrize(("told", "said"), WRONG)
def test_that_what_cannot_be_meant_is_answered_with_a_sentence(
    told: dict[str, Any], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        contacts_in(seen_by() | told)


def test_that_a_policy_is_not_made_with_what_cannot_be_meant() -> None:
    for made in ({"hold_out": 2.0}, {"hold_out": -0.1}, {"contacts": -1}, {"goal": "fame"}):
        with pytest.raises(ValueError, match=r"hold_out|contacts|Goal"):
            ProductPolicy(**made)  # type: ignore[arg-type]


def test_that_a_share_or_a_gap_that_is_not_known_is_the_products_own() -> None:
    seen, nan = seen_by(), float("nan")
    assert contacts_in(seen | {"margin": nan, "min_gap_days": nan}) == contacts_in(seen)


def test_that_rows_and_days_of_any_make_are_read() -> None:
    seen = seen_by()
    whole, orders = contacts_in(seen), seen["orders"]
    assert contacts_in(seen | {"orders": orders.to_dict("records"), "contacts": []}) == whole
    assert contacts_in(seen | {"orders": orders.astype({"ts": object})}) == whole


def test_that_days_before_the_first_are_days_too() -> None:
    seen = seen_by()
    early = {
        "day": seen["day"] - 500,
        "orders": seen["orders"].assign(ts=seen["orders"]["ts"] - 500),
    }
    assert early["day"] < 0
    assert contacts_in(seen | early)


def test_that_lots_are_drawn_by_any_whole_number() -> None:
    policy = ProductPolicy()
    policy.start(None, -1)
    assert contacts_in(seen_by(), policy)
