"""Policies beside those that always run, in the same shops, with the same luck."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from clm_desktop.bench.advertising import CheapestCpa, TrueMargin, WithAds
from clm_desktop.bench.baselines import (
    AtRandom,
    ChurnTopN,
    Everybody,
    FreeMessages,
    Nobody,
    RfmRule,
    ThreeSilos,
)
from clm_desktop.bench.oracle import Oracle, OracleKeep
from clm_desktop.bench.policy import Policy
from clm_desktop.bench.report import Report
from clm_desktop.bench.runs import Run, Task, run
from clm_desktop.bench.world import SCENARIOS, WORLD_VERSION, World

Make = Callable[[], Policy]
Runner = Callable[[Callable[[Task], Run], Sequence[Task]], Iterable[Run]]


def baselines(world: World) -> dict[str, Make]:
    """What always runs in a world; with advertising, beside an equal split of its money."""
    crm: dict[str, Make] = {
        "nobody": Nobody,
        "everybody": Everybody,
        "random": AtRandom,
        "rfm": RfmRule,
        "churn_top_n": ChurnTopN,
        "silos": ThreeSilos,
        "free_messages": FreeMessages,
        "oracle": Oracle,
        "oracle_keep": OracleKeep,
    }
    if not world.ads:
        return crm
    split: dict[str, Make] = {name: _Beside(WithAds, make) for name, make in crm.items()}
    return {
        **split,
        "nobody, cheapest ads": _Beside(CheapestCpa, Nobody),
        "silos, cheapest ads": _Beside(CheapestCpa, ThreeSilos),
        "silos, best ads": _Beside(TrueMargin, ThreeSilos),
        "oracle, best ads": _Beside(TrueMargin, Oracle),
    }


def evaluate(
    policies: Mapping[str, Make],
    scenarios: Sequence[str | World] = ("base",),
    seeds: Iterable[int] = range(20),
    *,
    runner: Runner = map,
    audit: bool = False,
) -> Report:
    """Run policies and baselines in every scenario with every seed.

    ``policies`` makes a fresh policy for each run. ``runner`` may spread the tasks over processes
    (``pool.imap``); the answer does not depend on it. Errors as :func:`clm_desktop.bench.runs.run`
    and :func:`tasks`. A run of 26 weeks with 2,000 customers costs about .3 s of one core beside
    the policy's own.
    """
    return Report(runs=tuple(runner(run, tasks(policies, scenarios, seeds, audit=audit))))


def tasks(
    policies: Mapping[str, Make],
    scenarios: Sequence[str | World],
    seeds: Iterable[int],
    *,
    audit: bool = False,
) -> list[Task]:
    """Everything that ``evaluate`` runs, in its order.

    Raises ValueError where a report could not tell runs apart: two worlds of one name, a policy
    with the name of one that always runs; also for what makes no policy and for no seeds.
    """
    every = []
    numbers = list(seeds)
    if not numbers:
        raise ValueError("without seeds nothing runs")
    for world in _worlds(scenarios):
        always = baselines(world)
        _demand_own_names(policies, always)
        for name, make in {**always, **policies}.items():
            mine = audit and name in policies
            every += [
                Task(scenario=world, policy=name, make=make, seed=seed, audit=mine)
                for seed in numbers
            ]
    return every


def _worlds(scenarios: Sequence[str | World]) -> list[World]:
    if isinstance(scenarios, str):
        raise ValueError(f"scenarios are a list: [{scenarios!r}]")
    worlds = [World.preset(one) if isinstance(one, str) else one for one in scenarios]
    twice = [name for name, times in Counter(one.name for one in worlds).items() if times > 1]
    if twice:
        raise ValueError(f"two worlds are called {twice[0]!r}: give one of them another name=")
    return worlds


def _demand_own_names(policies: Mapping[str, Make], always: Mapping[str, Make]) -> None:
    for name, make in policies.items():
        if name in always:
            raise ValueError(f"{name!r} is a policy that always runs: yours needs another name")
        if not callable(make):
            raise ValueError(f"{name!r} must be what makes a policy (its class), not a policy")


def verify(
    document: str,
    policies: Mapping[str, Make],
    *,
    draw: int,
    count: int = 2,
    worlds: Sequence[World] = (),
) -> list[str]:
    """Run ``count`` rows of a report again; says which of them went another way, [] = none.

    ``document`` is what ``Report.to_json`` wrote; raises ValueError when it is of other worlds or
    names a policy or a world that is not known. ``worlds``: those of the report that are no
    presets, or presets with changes.
    """
    known = {**SCENARIOS, **{one.name: one for one in worlds}}
    rows = json.loads(document)["runs"]
    if any(row["world_version"] != WORLD_VERSION for row in rows):
        raise ValueError(f"these figures are not of world version {WORLD_VERSION}")
    chosen = np.random.default_rng(draw).permutation(len(rows))[:count]
    differ = []
    for place in chosen.tolist():
        row = rows[place]
        world = known.get(row["scenario"])
        if world is None:
            raise ValueError(f"what world is {row['scenario']!r}?")
        make = {**baselines(world), **policies}.get(row["policy"])
        if make is None:
            raise ValueError(f"who is {row['policy']!r}?")
        again = run(Task(scenario=world, policy=row["policy"], make=make, seed=row["seed"]))
        if again.fingerprint != row["fingerprint"]:
            differ.append(f"{row['scenario']}, {row['policy']}, seed {row['seed']}")
    return differ


class _Beside:
    """Makes a policy for customers beside a split of the advertising; can cross processes."""

    def __init__(self, split: type[WithAds], crm: Make) -> None:
        self.split, self.crm = split, crm

    def __call__(self) -> Policy:
        return self.split(self.crm())
