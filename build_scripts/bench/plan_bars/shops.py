"""Bars that simulated shops decide: profit, cost, kept customers, honesty of what is proved."""

from __future__ import annotations

import math
from functools import partial

import numpy as np
from bars import Bar

from clm_desktop.bench.evaluate import Make, Runner, evaluate
from clm_desktop.bench.product import ProductPolicy
from clm_desktop.bench.report import Gap, Report
from clm_desktop.bench.runs import Run

POLICIES: dict[str, Make] = {
    "product": partial(ProductPolicy, "profit"),
    "product, balanced": partial(ProductPolicy, "balanced"),
    "product, keep": partial(ProductPolicy, "keep"),
}
WRONG: dict[str, Make] = {
    "product, wrong priors": partial(ProductPolicy, "profit", prior_scale=2.5)
}
RIVALS = (("nobody", 12.0), ("silos", 9.0), ("rfm", 7.5), ("churn_top_n", 15.0))
BAR_SCENARIOS = ("base", "null", "small500", "acquire")


def measure(scenarios: list[str], seeds: range, runner: Runner) -> Report:
    """Every scenario with the policies that its bars speak of."""
    runs: list[Run] = []
    for scenario in scenarios:
        mine = {**POLICIES, **(WRONG if scenario == "base" else {})}
        audit = scenario in ("base", "null")
        runs += evaluate(mine, [scenario], seeds, runner=runner, audit=audit).runs
    return Report(runs=tuple(runs))


def bars_of(report: Report) -> list[Bar]:
    """Those bars whose scenario was run."""
    bars: list[Bar] = []
    known = report.scenarios()
    if "base" in known:
        bars += [*_base(report), *_goals(report), *_priors(report), *_audit(report)]
    if "null" in known:
        bars += _null(report)
    if "small500" in known:
        gain = report.gain("small500", "product")
        bars.append(Bar("500 customers: profit against nobody, %", gain.mean, 9.0, note=_of(gain)))
    if "acquire" in known:
        bars += _acquire(report)
    return bars


def _base(report: Report) -> list[Bar]:
    bars, lows = [], []
    for rival, bar in RIVALS:
        gain = report.gain("base", "product", rival)
        lows.append(gain.low)
        bars.append(Bar(f"base: profit against {rival}, %", gain.mean, bar, note=_of(gain)))
    rule = report.gain("base", "product", "free_messages")
    bars.append(
        Bar("base: profit against the best rule of thumb, %", rule.mean, 0.0, note=_of(rule))
    )
    bars.append(
        Bar("base: the lowest interval against the four begins at, %", float(np.min(lows)), 0.0)
    )
    share = report.share_of_oracle("base", "product")
    bars.append(Bar("base: share of the oracle's gain", share, 0.65))
    mine, silos = (report.cost_per_order("base", name) for name in ("product", "silos"))
    note = f" {mine:.1f} beside {silos:.1f}"
    bars.append(
        Bar("base: cost per extra order / the silos'", mine / silos, 0.15, at_most=True, note=note)
    )
    return bars


def _goals(report: Report) -> list[Bar]:
    bars = []
    for policy, what in (("product, balanced", "balanced"), ("product, keep", "keep")):
        kept = report.gap("base", policy, "nobody", lambda one: 100.0 * one.kept_share)
        gain = report.gain("base", policy)
        measured, bar = (kept.low, -0.2) if what == "balanced" else (kept.mean, 1.2)
        name = "kept, lower end, points" if what == "balanced" else "kept customers, points"
        bars.append(Bar(f"{what}: {name}", measured, bar, note=_of(kept)))
        least = 7.0 if what == "balanced" else 4.0
        bars.append(Bar(f"{what}: profit against nobody, %", gain.mean, least, note=_of(gain)))
    return bars


def _priors(report: Report) -> list[Bar]:
    right = report.gain("base", "product").mean
    wrong = report.gain("base", "product, wrong priors").mean
    share = wrong / right if right > 0 else math.nan
    note = f" {wrong:+.2f} % beside {right:+.2f} %"
    return [Bar("priors 2.5x wrong: gain / gain with right ones", share, 0.95, note=note)]


def _audit(report: Report) -> list[Bar]:
    """What the page Results measures beside what the same weeks would have been."""
    gaps, spreads, truths = [], [], []
    for one in report.of("base", "product"):
        if one.claim is None or one.planned is None or math.isnan(one.claim.uplift_share):
            continue
        truths.append(one.planned.true_uplift())
        gaps.append(one.claim.uplift_share - truths[-1])
        spreads.append((one.claim.hi - one.claim.lo) / (2 * 1.96))
    if not gaps:
        return [Bar("hold-out: measured - true uplift, standard errors", math.nan, 1.0)]
    error = float(np.sqrt(np.sum(np.square(spreads)))) / len(gaps)
    note = (
        f" {100 * np.mean(gaps):+.2f} points from {100 * np.mean(truths):+.2f}, {len(gaps)} shops"
    )
    return [
        Bar(
            "hold-out: |measured - true uplift|, standard errors",
            abs(float(np.mean(gaps))) / error,
            1.0,
            at_most=True,
            note=note,
        )
    ]


def _null(report: Report) -> list[Bar]:
    bars = []
    for policy in ("product", "product, balanced"):
        gain = report.gain("null", policy)
        bars.append(Bar(f"nothing works: {policy}, profit, %", gain.mean, -1.0, note=_of(gain)))
    runs = [r for name in POLICIES for r in report.of("null", name) if r.claim is not None]
    false = sum(r.claim.better for r in runs if r.claim is not None)
    share = false / len(runs) if runs else math.nan
    note = f" {false} of {len(runs)} shops"
    bars.append(
        Bar("nothing works: shops with a false proof", share, 0.05, at_most=True, note=note)
    )
    return bars


def _acquire(report: Report) -> list[Bar]:
    mine = report.gap("acquire", "product", "silos", lambda one: one.profit + one.residual)
    note = f" {mine.text(0)}, {mine.wins}/{mine.seeds}"
    what = "one budget: profit + residual against silos"
    return [
        Bar(f"{what}, thousands", mine.mean / 1e3, 32.4, note=note),
        Bar("one budget: this interval begins at, thousands", mine.low / 1e3, 0.0),
    ]


def _of(gap: Gap) -> str:
    return f" ±{gap.half:.2f}, {gap.wins}/{gap.seeds}"
