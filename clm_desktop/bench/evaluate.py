"""Policies beside those that always run, in the same shops, with the same luck."""

from __future__ import annotations

import json
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
from clm_desktop.bench.world import WORLD_VERSION, World

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
    (``pool.imap``); the answer does not depend on it. Errors as :func:`clm_desktop.bench.runs.run`.
    A run of 26 weeks with 2,000 customers costs about .3 s of one core beside the policy's own.
    """
    return Report(runs=tuple(runner(run, tasks(policies, scenarios, seeds, audit=audit))))


def tasks(
    policies: Mapping[str, Make],
    scenarios: Sequence[str | World],
    seeds: Iterable[int],
    *,
    audit: bool = False,
) -> list[Task]:
    """Everything that ``evaluate`` runs, in its order."""
    every = []
    numbers = list(seeds)
    for scenario in scenarios:
        world = World.preset(scenario) if isinstance(scenario, str) else scenario
        for name, make in {**baselines(world), **policies}.items():
            mine = audit and name in policies
            every += [
                Task(scenario=world, policy=name, make=make, seed=seed, audit=mine)
                for seed in numbers
            ]
    return every


def verify(document: str, policies: Mapping[str, Make], *, draw: int, count: int = 2) -> list[str]:
    """Run ``count`` rows of a report again; says which of them went another way, [] = none.

    ``document`` is what ``Report.to_json`` wrote; raises ValueError when it is of other worlds or
    names a policy that is not given.
    """
    rows = json.loads(document)["runs"]
    if any(row["world_version"] != WORLD_VERSION for row in rows):
        raise ValueError(f"these figures are not of world version {WORLD_VERSION}")
    chosen = np.random.default_rng(draw).permutation(len(rows))[:count]
    differ = []
    for place in chosen.tolist():
        row = rows[place]
        world = World.preset(row["scenario"])
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
