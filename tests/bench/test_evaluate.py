from __future__ import annotations

import json
import textwrap
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from clm_desktop import bench
from clm_desktop.bench.advertising import best_split, newcomer_value
from clm_desktop.bench.baselines import Nobody, RfmRule
from clm_desktop.bench.evaluate import baselines, evaluate, tasks, verify
from clm_desktop.bench.oracle import Oracle, best_plan, true_values
from clm_desktop.bench.policy import Policy
from clm_desktop.bench.report import Report
from clm_desktop.bench.runs import Run, Task, run
from clm_desktop.bench.sim import Observation, Plan, PlanError, ShopSim, truth_of
from clm_desktop.bench.truth import lived
from clm_desktop.bench.world import World

SMALL = World.preset("base", n_customers=300, history_weeks=40, weeks=8, budget=90.0)


class SomeHeldOut(RfmRule):
    """The rule of thumb, every fourth row of it left alone."""

    def plan(self, obs: Observation, budget: float) -> Plan:
        rows = super().plan(obs, budget).contacts
        return Plan(
            contacts=[(c, a, "send" if i % 4 else "hold_out") for i, (c, a, _) in enumerate(rows)]
        )


def one(world: World, policy: type[Policy], seed: int, *, audit: bool = False) -> Run:
    return run(Task(scenario=world, policy=policy.__name__, make=policy, seed=seed, audit=audit))


def test_that_doing_nothing_differs_from_doing_nothing_by_nothing() -> None:
    one_run, other = one(SMALL, Nobody, 4), one(SMALL, Policy, 4)
    assert replace(one_run, policy="") == replace(other, policy="")


def test_that_where_nothing_works_the_oracle_contacts_nobody() -> None:
    world = replace(SMALL, name="null", effect_scale=0.0)
    oracle, nobody = one(world, Oracle, 4), one(world, Nobody, 4)
    assert oracle.contacts == 0
    assert replace(oracle, policy="") == replace(nobody, policy="")


def test_that_the_same_luck_tells_policies_apart_with_a_quarter_of_the_variance() -> None:
    seeds = range(10)
    nobody = np.asarray([one(SMALL, Nobody, seed).profit for seed in seeds])
    rule = np.asarray([one(SMALL, RfmRule, seed).profit for seed in seeds])
    paired = (rule - nobody).var(ddof=1)
    independent = rule.var(ddof=1) + nobody.var(ddof=1)
    assert paired < independent / 4


def test_that_everybody_who_always_runs_stays_within_the_limits_in_every_kind_of_shop() -> None:
    small = World.preset("acquire", n_customers=300, weeks=4, budget=300.0, ad_money=150.0)
    for world in (replace(SMALL, weeks=4), small):
        report = evaluate({}, [world], [1])
        assert report.policies(world.name) == list(baselines(world))
        assert all(
            one_run.spent + one_run.ad_spent < 4 * 2 * world.budget for one_run in report.runs
        )


def test_that_a_plan_beyond_the_limits_stops_the_run() -> None:
    class Pushy(Policy):
        def plan(self, obs: Observation, budget: float) -> Plan:
            return Plan(contacts=[(c, "care", "send") for c in obs.customers["customer_id"]])

    with pytest.raises(PlanError):
        one(SMALL, Pushy, 1)


def test_that_a_policy_is_not_told_the_seed_of_its_shop() -> None:
    told: list[int] = []

    class Curious(Policy):
        def start(self, obs0: Observation, seed: int) -> None:
            told.append(seed)

    for seed in range(3):
        one(replace(SMALL, weeks=1), Curious, seed)
    assert len(set(told)) == 3
    assert not set(told) & set(range(1_000))


def test_that_contacts_are_measured_against_the_same_weeks_without_them() -> None:
    strong = World.preset("strong", n_customers=1_500, weeks=8, hidden_sigma=0.0)
    planned = one(strong, SomeHeldOut, 2, audit=True).planned
    assert planned is not None
    assert 0 < (~planned.sent).sum() < planned.sent.sum()
    assert planned.week.max() == 5  # later windows are not over
    # Who was held out lived as if nothing had been done, unless contacted later in the window.
    same = planned.ordered == planned.if_not
    assert same[~planned.sent].mean() > 0.95
    assert (planned.ordered == planned.if_sent)[planned.sent].mean() > 0.95
    assert planned.true_uplift() > 0.005
    mean, error = planned.measured_uplift()
    assert abs(mean - planned.true_uplift()) < 3 * error


def test_that_looking_at_what_would_be_changes_nothing() -> None:
    assert replace(one(SMALL, RfmRule, 5, audit=True), planned=None) == one(SMALL, RfmRule, 5)
    shop = truth_of(ShopSim(SMALL, 5))
    if_sent, if_not = lived(shop, Plan())
    assert len(if_sent) == len(if_not) == 0
    assert shop.week == 0


def test_that_the_oracle_takes_what_is_worth_most_and_nothing_that_is_worth_nothing() -> None:
    sim = ShopSim(SMALL, 6)
    shop = truth_of(sim)
    value, cost = true_values(shop)
    plan = best_plan(shop, value, cost, 90.0)
    place = {action.key: i for i, action in enumerate(SMALL.actions)}
    taken = [value[customer, place[action]] for customer, action, _ in plan.contacts]
    assert min(taken) > 0
    assert not best_plan(shop, -np.abs(value), cost, 90.0).contacts
    sim.step(plan)  # within the limits


def test_that_the_best_split_beats_an_equal_one_and_spends_no_money_at_a_loss() -> None:
    world = World.preset("acquire")
    worth = {ad.key: newcomer_value(world, ad) for ad in world.ads}

    def value(split: dict[str, float]) -> float:
        return sum(worth[ad.key] * ad.mean_new(split[ad.key]) for ad in world.ads)

    equal = dict.fromkeys(worth, 225.0)
    best = best_split(world, 900.0)
    assert sum(best.values()) == pytest.approx(900.0)
    assert value(best) > value(equal)
    assert sum(best_split(world, 1e5).values()) < 1e4


def test_that_a_report_can_be_checked_by_others_and_a_changed_figure_is_found() -> None:
    report = evaluate({"mine": RfmRule}, ["small500"], [3])
    text = report.to_json()
    assert verify(text, {"mine": RfmRule}, draw=1, count=3) == []
    changed = json.loads(text)
    for row in changed["runs"]:
        row["fingerprint"] = "0" * 16
    found = verify(json.dumps(changed), {"mine": RfmRule}, draw=1, count=2)
    assert len(found) == 2
    assert found[0].startswith("small500, ")
    changed["runs"][0]["world_version"] = -1
    with pytest.raises(ValueError, match="world version"):
        verify(json.dumps(changed), {}, draw=1)


def test_that_the_answer_does_not_depend_on_who_runs_the_tasks() -> None:
    def backwards(work: object, every: list[Task]) -> list[Run]:
        return [run(task) for task in reversed(every)][::-1]

    worlds = [replace(SMALL, weeks=2)]
    assert evaluate({}, worlds, [1, 2]) == evaluate({}, worlds, [1, 2], runner=backwards)
    assert len(tasks({}, worlds, [1, 2])) == 2 * len(baselines(worlds[0]))


def test_that_figures_of_a_report_are_paired_by_seed() -> None:
    base = one(SMALL, Nobody, 1)

    def row(policy: str, seed: int, profit: float, orders: int, spent: float) -> Run:
        return replace(
            base, policy=policy, seed=seed, profit=profit, orders=orders, spent=spent, bought=0
        )

    report = Report(
        runs=(
            row("nobody", 1, 100.0, 10, 0.0),
            row("nobody", 2, 200.0, 20, 0.0),
            row("mine", 2, 220.0, 24, 8.0),
            row("mine", 1, 110.0, 12, 4.0),
            row("silos", 1, 100.0, 12, 40.0),
            row("silos", 2, 200.0, 24, 80.0),
            row("oracle", 1, 120.0, 14, 0.0),
            row("oracle", 2, 240.0, 26, 0.0),
        )
    )
    gain = report.gain("base", "mine")
    assert gain.mean == pytest.approx(10.0)
    assert gain.half == pytest.approx(0.0, abs=1e-9)
    assert (gain.wins, gain.seeds) == (2, 2)
    paired = report.gap("base", "mine", "nobody", lambda one_run: one_run.profit)
    assert (paired.mean, paired.wins) == (15.0, 2)
    assert paired.half == pytest.approx(12.706 * 5.0, rel=1e-3)
    assert report.cost_per_order("base", "mine") == pytest.approx(2.0)
    assert report.share_of_oracle("base", "mine") == pytest.approx(0.5)
    assert "mine" in report.table()
    assert "-90%" in report.headline_terms()
    with pytest.raises(KeyError):
        report.of("base", "nobody else")


def test_that_the_example_of_the_package_runs() -> None:
    text = (bench.__doc__ or "").split("::\n", 1)[1].split("\nThe product", 1)[0]
    code = textwrap.dedent(text).replace('["base", "null"], seeds=range(5)', "[SMALL], seeds=[1]")
    said: list[str] = []
    exec(code, {"SMALL": replace(SMALL, weeks=3), "print": said.append})  # noqa: S102
    assert "thanks" in said[0]


TINY = World.preset("base", n_customers=60, weeks=2)


@pytest.mark.parametrize(
    ("policies", "scenarios", "seeds", "said"),
    [
        ({}, [TINY, replace(TINY, n_customers=90)], [1], "two worlds are called 'base'"),
        ({"oracle": RfmRule}, [TINY], [1], "always runs"),
        ({"mine": RfmRule()}, [TINY], [1], "what makes a policy"),
        ({}, "base", [1], "a list"),
        ({}, [TINY], [], "without seeds"),
    ],
)
def test_that_a_report_mixes_no_runs(
    policies: dict[str, Any], scenarios: Any, seeds: list[int], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        tasks(policies, scenarios, seeds)


def test_that_a_world_with_changes_is_run_again_with_them() -> None:
    text = evaluate({}, [TINY], [1]).to_json()
    assert verify(text, {}, draw=1, worlds=[TINY]) == []
    other = evaluate({}, [replace(TINY, name="mine")], [1]).to_json()
    with pytest.raises(ValueError, match="what world is 'mine'"):
        verify(other, {}, draw=1)


def test_that_what_is_no_plan_is_answered_with_a_sentence() -> None:
    with pytest.raises(TypeError, match="needs a Plan"):
        ShopSim(TINY, 1).step(None)  # type: ignore[arg-type]
    with pytest.raises(KeyError, match="there is no world 'bas', but base"):
        World.preset("bas")
