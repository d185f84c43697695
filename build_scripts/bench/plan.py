"""Plan: the product beside rules of thumb and an oracle in simulated shops, and its other bars.

Options after the name: ``--seeds N`` fresh shops (4; ``--full`` takes 20), numbered from ``--first
N`` (100), ``--jobs N`` processes,
``--scenarios base,null,...`` (or ``all``), ``--out FILE`` keeps every run, ``--picture FILE`` draws
the frontier, ``--verify FILE`` runs two rows of a kept file again, ``--replay PROJECT`` plays on a
shop like your own. Simulated figures are never a customer's result.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve()
sys.path[:0] = [str(HERE.parent), str(HERE.parents[1]), str(HERE.parents[2])]

from bars import Bar, print_bars  # noqa: E402
from plan_bars.allocation import allocation_bars  # noqa: E402
from plan_bars.campaigns import campaign_bars  # noqa: E402
from plan_bars.picture import draw_frontier  # noqa: E402
from plan_bars.shops import (  # noqa: E402
    BAR_SCENARIOS,
    POLICIES,
    WRONG,
    bars_of,
    measure,
)

from clm_desktop.bench.evaluate import Runner, evaluate, verify  # noqa: E402
from clm_desktop.bench.replay import replay  # noqa: E402
from clm_desktop.bench.runs import Run  # noqa: E402
from clm_desktop.bench.world import SCENARIOS  # noqa: E402
from clm_desktop.core.run import NULL_CONTEXT  # noqa: E402
from clm_desktop.usecases.open_project import open_project  # noqa: E402
from clm_desktop.usecases.refresh import load, own_options  # noqa: E402

FIRST_SEED = 100  # plan_science confirms on 100 to 119
FEW, MANY = 4, 20
USUAL_MARGIN = 0.4  # where the owner has told none, as everywhere


def main(json_path: Path | None, *arguments: str) -> None:
    """Measure what the options ask for; without any the bars on a few shops."""
    _run(json_path, arguments, FEW)


def main_full(json_path: Path | None, *arguments: str) -> None:
    """The bars on as many shops as they are stated for."""
    _run(json_path, arguments, MANY)


def _run(json_path: Path | None, arguments: Sequence[str], seeds: int) -> None:
    asked = _asked(arguments, seeds)
    if asked.verify is not None:
        _verify(asked.verify)
        return
    numbers = range(asked.first, asked.first + asked.seeds)
    with _spread(asked.jobs) as runner:
        if asked.replay is not None:
            _replay(asked.replay, numbers, runner)
            return
        report = measure(asked.scenarios, numbers, runner)
    print(report.table())
    print(f"\nin the words of often-quoted claims, {report.scenarios()[0]}:")
    print(report.headline_terms())
    if asked.out is not None:
        report.to_json(asked.out)
    if asked.picture is not None:
        draw_frontier(report, report.scenarios()[0], asked.picture)
    print_bars([*bars_of(report), *allocation_bars(), *_campaigns()], json_path)


def _campaigns() -> list[Bar]:
    path = HERE.parents[3] / "shared" / "data" / "campaigns" / "hillstrom.csv"
    if path.is_file():
        return campaign_bars(path)
    print("Hillstrom's campaign is left out: ../shared/data is not beside this checkout")
    return []


def _asked(arguments: Sequence[str], seeds: int) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dev.py bench plan")
    parser.add_argument("--seeds", type=int, default=seeds)
    parser.add_argument("--first", type=int, default=FIRST_SEED)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--scenarios", default=",".join(BAR_SCENARIOS))
    parser.add_argument("--out", type=Path)
    parser.add_argument("--picture", type=Path)
    parser.add_argument("--verify", type=Path)
    parser.add_argument("--replay", type=Path)
    asked = parser.parse_args(arguments)
    every = list(SCENARIOS) if asked.scenarios == "all" else asked.scenarios.split(",")
    unknown = [name for name in every if name not in SCENARIOS]
    if unknown:
        parser.error(f"no such scenario: {unknown}; there are: {list(SCENARIOS)}")
    if asked.seeds < 1 or asked.jobs < 1 or asked.first < 0:
        parser.error("--seeds and --jobs are whole numbers above 0, --first is none below")
    asked.scenarios = every
    return asked


@contextmanager
def _spread(jobs: int) -> Iterator[Runner]:
    """Run tasks here, or in so many processes."""
    if jobs <= 1:
        yield lambda work, tasks: _watched(map(work, tasks), len(tasks))
        return
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        yield lambda work, tasks: _watched(pool.imap(work, tasks), len(tasks))


def _watched(runs: Iterator[Run], count: int) -> Iterator[Run]:
    start = time.monotonic()
    for done, one in enumerate(runs, 1):
        if done % 10 == 0 or done == count:
            passed = time.monotonic() - start
            print(f"{one.scenario}: {done} of {count} runs, {passed:.0f} s", file=sys.stderr)
        yield one


def _verify(path: Path) -> None:
    draw = time.time_ns() % 1_000_000
    differ = verify(path.read_text("utf-8"), {**POLICIES, **WRONG}, draw=draw)
    if differ:
        raise SystemExit(f"these went another way: {'; '.join(differ)}")
    print(f"two runs, drawn by {draw}, went as the file says")


def _replay(path: Path, seeds: range, runner: Callable[..., Iterator[Run]]) -> None:
    with open_project(path) as project:
        tx, margin = load(project), own_options(project).margin_share or USUAL_MARGIN
    like = replay(tx, margin, NULL_CONTEXT)
    print(
        f"your shop, simulated by {like.world.n_customers:,} customers: "
        f"{like.simulated_a_week:.1f} orders a week (really {like.orders_a_week:.1f}) of "
        f"{like.simulated_basket:.2f} (really {like.mean_basket:.2f}); budget "
        f"{like.world.budget:.2f} a week. What contacts do is assumed."
    )
    print(evaluate(POLICIES, [like.world], seeds, runner=runner).table())


if __name__ == "__main__":
    main(None, *sys.argv[1:])
