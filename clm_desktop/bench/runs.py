"""One run of one policy in one shop, and what is counted of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from clm_desktop.bench.luck import key_of
from clm_desktop.bench.oracle import SeesTruth, lifetime_value
from clm_desktop.bench.people import HISTORY, ORGANIC, REFERRED, Flags, Ints
from clm_desktop.bench.policy import Claim, Floats, Policy
from clm_desktop.bench.sim import START, Observation, Plan, ShopSim, truth_of
from clm_desktop.bench.truth import WINDOW_WEEKS, Planned, lived
from clm_desktop.bench.world import WORLD_VERSION, World


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one run came to. Money in whole currency units, over all planned weeks.

    ``profit`` is margin of list prices less discounts, messages and advertising. *Kept* are those
    who were customers when the first plan was made (by their own truth, not by their silence) and
    still are, or are again, at the end. ``residual`` is the expected margin of the coming
    ``World.residual_weeks`` of all who are customers at the end.
    """

    scenario: str
    policy: str
    seed: int
    world_version: int
    profit: float
    residual: float
    orders: int
    spent: float  # on messages and planned coupons
    ad_spent: float
    contacts: int  # made
    kept_share: float
    again_share: float  # of all founders: an order in the last 13 weeks
    opt_outs: int
    referred: int
    bought: int  # new customers of advertising
    bought_kept: int  # of them with a second order
    bought_value: float  # margin so far and residual of them
    fingerprint: str  # of every order and every contact
    claim: Claim | None = None  # of the policy itself
    planned: Planned | None = None  # where it was asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is to be run."""

    scenario: World
    policy: str
    make: Callable[[], Policy]
    seed: int
    audit: bool = False


def run(task: Task) -> Run:
    """Play all weeks of a shop. The policy's own lots are drawn from another seed than the shop's.

    Raises what the policy raises, and PlanError where a plan breaks a limit. With ``audit`` every
    planned week is lived twice more to know what the contacts did (about four times the cost).
    """
    world = task.scenario
    sim = ShopSim(world, task.seed)
    shop, policy = truth_of(sim), task.make()
    began_with = np.flatnonzero(shop.people.alive)
    policy.start(sim.observe(), key_of(task.seed, *task.policy.encode()) >> 33)
    if isinstance(policy, SeesTruth):
        policy.reveal(shop)
    plans: list[Plan] = []
    lives: list[tuple[Flags, Flags]] = []
    sums = np.zeros(3)  # messages, coupons, advertising
    while not sim.is_over:
        obs = sim.observe()
        plan = policy.plan(obs, obs.budget)
        if task.audit:
            lives.append(lived(shop, plan))
        outcome = sim.step(plan)
        policy.learn(outcome)
        plans.append(plan)
        sums += outcome.messages, outcome.coupons, outcome.advertising
    counted = _counted(task, sim, sums, began_with)
    counted = replace(counted, claim=policy.claim(sim.observe()))
    return replace(counted, planned=_planned(sim, plans, lives)) if task.audit else counted


def _counted(task: Task, sim: ShopSim, sums: Floats, began_with: Ints) -> Run:
    world, shop, obs = task.scenario, truth_of(sim), sim.observe()
    people, orders = shop.people, obs.orders
    week = _weeks(obs)
    sold = orders[week >= 0]
    margin = world.margin_share * (sold["amount"] + sold["discount"]) - sold["discount"]
    messages, coupons, ads = (float(one) for one in sums)
    late = np.unique(orders["customer_id"].to_numpy()[week >= world.weeks - 13])
    paid = ~np.isin(people.channel, [HISTORY, ORGANIC, REFERRED]) & (people.first_week >= 0)
    rest = np.where(people.alive, lifetime_value(shop), 0.0)
    earned = np.bincount(sold["customer_id"], margin, len(people))
    return Run(
        scenario=world.name,
        policy=task.policy,
        seed=task.seed,
        world_version=WORLD_VERSION,
        profit=round(float(margin.sum()) - messages - ads, 2),
        residual=round(float(rest.sum()), 2),
        orders=len(sold),
        spent=round(messages + coupons, 2),
        ad_spent=round(ads, 2),
        contacts=len(obs.contacts),
        kept_share=float(people.alive[began_with].mean()),
        again_share=float((late < world.n_customers).sum() / world.n_customers),
        opt_outs=int((people.refused_day > 0).sum()),
        referred=int((people.channel == REFERRED).sum()),
        bought=int(paid.sum()),
        bought_kept=int((paid & (people.orders >= 2)).sum()),
        bought_value=round(float((earned + rest)[paid].sum()), 2),
        fingerprint=_fingerprint(obs),
    )


def _planned(sim: ShopSim, plans: list[Plan], lives: list[tuple[Flags, Flags]]) -> Planned:
    obs = sim.observe()
    week, customer = _weeks(obs), obs.orders["customer_id"].to_numpy(np.int64)
    place = {action.key: i for i, action in enumerate(truth_of(sim).world.actions)}
    closed = len(plans) - WINDOW_WEEKS + 1
    rows = [
        (number, who, place[action], role != "hold_out")
        for number, plan in enumerate(plans[:closed])
        for who, action, role in plan.contacts
    ]
    table = np.asarray(rows, np.int64).reshape(-1, 4)
    count = len(truth_of(sim).people)
    ordered = [np.zeros(0, np.bool_)]
    for number in range(closed):
        in_window = (week >= number) & (week < number + WINDOW_WEEKS)
        came = np.bincount(customer[in_window], minlength=count) > 0
        ordered.append(came[table[table[:, 0] == number, 1]])
    return Planned(
        week=table[:, 0],
        customer=table[:, 1],
        action=table[:, 2],
        sent=table[:, 3] > 0,
        ordered=np.concatenate(ordered),
        if_sent=np.concatenate([np.zeros(0, np.bool_), *(one for one, _ in lives[:closed])]),
        if_not=np.concatenate([np.zeros(0, np.bool_), *(one for _, one in lives[:closed])]),
    )


def _weeks(obs: Observation) -> Ints:
    """Week of each order, 0 = the first that was planned."""
    days = (pd.Timestamp(START) - obs.orders["date"]).dt.days.to_numpy(np.int64)
    return np.asarray(-days // 7, np.int64)


def _fingerprint(obs: Observation) -> str:
    """Of who bought what when for how much, and of who was contacted."""
    text = obs.orders.to_csv(index=False, float_format="%.2f") + obs.contacts.to_csv(index=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
