"""What an evaluation says: paired differences with intervals, never a mean alone."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from clm_desktop.bench.runs import Run
from clm_desktop.bench.world import WORLD_VERSION

_NOT_KEPT = ("planned", "claim")  # by the file
Floats = NDArray[np.float64]
Measure = Callable[[Run], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A mean over seeds with its 95 % t-interval, and in how many of them it was above 0."""

    mean: float
    half: float  # nan with one seed
    wins: int
    seeds: int

    @property
    def low(self) -> float:
        """Lower end."""
        return self.mean - self.half

    @property
    def high(self) -> float:
        """Upper end."""
        return self.mean + self.half

    def text(self, digits: int = 2) -> str:
        """Mean and half-width."""
        return f"{self.mean:+.{digits}f} ± {self.half:.{digits}f}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Runs of several policies in the same shops."""

    runs: tuple[Run, ...]

    def scenarios(self) -> list[str]:
        """Names, in the order of the runs."""
        return list(dict.fromkeys(one.scenario for one in self.runs))

    def policies(self, scenario: str) -> list[str]:
        """Names, in the order of the runs."""
        return list(dict.fromkeys(one.policy for one in self.runs if one.scenario == scenario))

    def of(self, scenario: str, policy: str) -> list[Run]:
        """Its runs by seed; raises KeyError when there are none."""
        found = [r for r in self.runs if r.scenario == scenario and r.policy == policy]
        if not found:
            raise KeyError(f"no runs of {policy!r} in {scenario!r}")
        return sorted(found, key=lambda one: one.seed)

    def values(self, scenario: str, policy: str, measure: Measure) -> Floats:
        """One number per seed."""
        return np.asarray([measure(one) for one in self.of(scenario, policy)], np.float64)

    def gap(self, scenario: str, policy: str, other: str, measure: Measure) -> Gap:
        """Paired difference of two policies, seed by seed."""
        mine = self.values(scenario, policy, measure)
        return gap_of(mine - self.values(scenario, other, measure))

    def gain(self, scenario: str, policy: str, other: str = "nobody") -> Gap:
        """Profit against another policy, in per cent of the other's, seed by seed."""
        mine = self.values(scenario, policy, _profit)
        theirs = self.values(scenario, other, _profit)
        return gap_of(100.0 * (mine / theirs - 1.0))

    def cost_per_order(self, scenario: str, policy: str, other: str = "nobody") -> float:
        """Money spent on contacts for one more order than ``other``; inf where there is none."""
        more = self.gap(scenario, policy, other, lambda one: float(one.orders)).mean
        spent = self.gap(scenario, policy, other, lambda one: one.spent).mean
        return spent / more if more > 0 else math.inf

    def share_of_oracle(self, scenario: str, policy: str) -> float:
        """Share of the oracle's gain in profit; nan where the oracle gains nothing."""
        best = self.gap(scenario, "oracle", "nobody", _profit).mean
        mine = self.gap(scenario, policy, "nobody", _profit).mean
        return mine / best if best > 0 else math.nan

    # ---- to be read -----------------------------------------------------------------------

    def table(self) -> str:
        """Every policy against nobody, scenario by scenario."""
        lines = []
        for scenario in self.scenarios():
            lines += self._scenario(scenario)
        return "\n".join(lines)

    def _scenario(self, scenario: str) -> list[str]:
        base = self.of(scenario, "nobody")
        lines = [
            f"\n{scenario}: world version {WORLD_VERSION}, {len(base)} seeds; nobody contacted: "
            f"profit {_mean(base, _profit):,.0f}, {_mean(base, _orders):,.0f} orders, "
            f"{100 * _mean(base, _kept):.1f} % kept, "
            f"residual value {_mean(base, lambda one: one.residual):,.0f}",
            f"{'policy':24}{'profit %':>16}{'wins':>7}{'+ residual':>18}{'orders %':>16}"
            f"{'cost/order':>11}{'kept, points':>16}{'opt-outs':>9}{'contacts':>9}"
            + (f"{'bought':>8}{'CAC':>7}{'value':>9}" if any(r.bought for r in base) else ""),
        ]
        others = [policy for policy in self.policies(scenario) if policy != "nobody"]
        return lines + [self._line(scenario, policy) for policy in others]

    def _line(self, scenario: str, policy: str) -> str:
        mine = self.of(scenario, policy)
        gain = self.gain(scenario, policy)
        both = self.gap(scenario, policy, "nobody", lambda one: one.profit + one.residual)
        base = _mean(self.of(scenario, "nobody"), _orders)
        orders = self.gap(scenario, policy, "nobody", lambda one: 100.0 * one.orders / base)
        kept = self.gap(scenario, policy, "nobody", lambda one: 100.0 * one.kept_share)
        cost = self.cost_per_order(scenario, policy)
        line = (
            f"{policy:24}{gain.text():>16}{gain.wins:>4}/{gain.seeds:<2}{both.text(0):>18}"
            f"{orders.text():>16}{cost:>11.1f}{kept.text():>16}"
            f"{_mean(mine, lambda one: float(one.opt_outs)):>9.0f}"
            f"{_mean(mine, lambda one: float(one.contacts)):>9.0f}"
        )
        bought = _mean(mine, lambda one: float(one.bought))
        if bought:
            each = _mean(mine, lambda one: one.ad_spent) / bought
            value = _mean(mine, lambda one: one.bought_value)
            line += f"{bought:>8.0f}{each:>7.1f}{value:>9.0f}"
        return line

    def headline_terms(self) -> str:
        """The first scenario in the words of claims that are often quoted, beside the ceiling."""
        scenario = self.scenarios()[0]
        lines = [f"{'policy':24}{'orders %':>10}{'kept, points':>14}{'cost/order vs silos':>21}"]
        silos = self.cost_per_order(scenario, "silos")
        base = self.of(scenario, "nobody")
        for policy in self.policies(scenario):
            if policy == "nobody":
                continue
            mine = self.of(scenario, policy)
            orders = 100.0 * (_mean(mine, _orders) / _mean(base, _orders) - 1.0)
            kept = 100.0 * (_mean(mine, _kept) - _mean(base, _kept))
            cost = 100.0 * (self.cost_per_order(scenario, policy) / silos - 1.0)
            lines.append(f"{policy:24}{orders:>+10.1f}{kept:>+14.2f}{cost:>+20.0f}%")
        return "\n".join(lines)

    def to_json(self, path: Path | None = None) -> str:
        """Every run as plain numbers, to be kept or verified; written to ``path`` where given."""
        rows = [
            {f.name: getattr(one, f.name) for f in fields(one) if f.name not in _NOT_KEPT}
            for one in self.runs
        ]
        text = json.dumps({"world_version": WORLD_VERSION, "runs": rows}, indent=1)
        if path is not None:
            path.write_text(text, "utf-8")
        return text


def gap_of(differences: Floats) -> Gap:
    """Mean and 95 % interval of paired differences (Student 1908)."""
    count = len(differences)
    spread = float(differences.std(ddof=1)) / math.sqrt(count) if count > 1 else math.nan
    half = t_quantile(count - 1) * spread if count > 1 else math.nan
    return Gap(
        mean=float(differences.mean()), half=half, wins=int((differences > 0).sum()), seeds=count
    )


def t_quantile(freedom: int) -> float:
    """Point that Student's t exceeds with a chance of 2.5 %, by numerical integration."""
    x = np.linspace(0.0, 30.0, 300_001)
    density = (1.0 + x * x / freedom) ** (-(freedom + 1) / 2.0)
    scale = math.gamma((freedom + 1) / 2.0) / math.gamma(freedom / 2.0)
    density *= scale / math.sqrt(freedom * math.pi)
    area = np.cumsum((density[1:] + density[:-1]) / 2.0) * (x[1] - x[0])
    return float(np.interp(0.475, area, x[1:]))


def _mean(runs: list[Run], measure: Measure) -> float:
    return float(np.mean([measure(one) for one in runs]))


def _profit(one: Run) -> float:
    return one.profit


def _orders(one: Run) -> float:
    return float(one.orders)


def _kept(one: Run) -> float:
    return one.kept_share
