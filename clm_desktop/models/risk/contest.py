"""The contest: candidates for the risk score, each tested on past days it had not seen.

A candidate must beat the simple rule on the shop's own past; where it does not, the rule is used.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from clm_desktop.core.run import RunContext
from clm_desktop.features.history import History
from clm_desktop.models.codes import BASE_RATE
from clm_desktop.models.evaluate import TINY, Flags, auc, log_loss, losses
from clm_desktop.models.repeat.mbg import Array, Fit
from clm_desktop.models.results import Contestant
from clm_desktop.models.risk.logistic import LogisticFit, anchored_intercept
from clm_desktop.models.risk.machines import MACHINES, Machine, enough_outcomes, fit_machine
from clm_desktop.models.risk.past import (
    LATEST_CUTS,
    SHARE_OF_LATEST,
    Past,
    PastCut,
    learn,
    level,
)
from clm_desktop.models.risk.scorer import N_FEATURES, Scorer, log_odds, take

RULE, MBG, LOGISTIC, BLEND = "rule", "mbg", "logistic", "blend"
WEIGHTS = (0.0, 0.25, 0.5, 0.75, 1.0)
HALF_TRUST = 10.0  # outcomes at which the logistic gets half of its most
MOST_TRUST = 0.85  # weight of the logistic in the largest shops: a little MBG always helped
AS_GOOD = 0.001  # log-loss within which a rule counts as as good
BENEFIT_OF_DOUBT = 0.002  # for the blend: an average errs less on days not yet tested
CLEARLY, MIN_TRIALS = 0.002, 2  # log-loss and tested days by which a machine must win
LEVEL_SAMPLE = 5_000
NO_PATTERN_AUC = 0.55
RULE_BINS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTable:
    """The rule: of customers this late (or silent) in the past, how many bought again."""

    by_lateness: bool  # own rhythm; otherwise days of silence alone
    edges: Array
    share: Array

    def chance(self, facts: History) -> Array:
        """Look the chance up."""
        return self.share[np.searchsorted(self.edges, _silence(facts, self.by_lateness))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What every candidate said at one past day, learned before it."""

    cut: PastCut
    mbg_log_odds: Array
    logistic_log_odds: Array
    rule: Array  # chances
    base_rate: float
    prior_weight: float  # weight of the logistic by the number of past outcomes
    machines: tuple[tuple[str, Scorer], ...] = ()  # none where the past is too small for them

    def blend(self, weight: float) -> Array:
        """Chances of the blend."""
        return expit(weight * self.logistic_log_odds + (1 - weight) * self.mbg_log_odds)

    def machine(self, name: str, rows: NDArray[np.int64] | None = None) -> Array:
        """Chances of a machine, of all customers or of some."""
        facts = self.cut.facts if rows is None else take(self.cut.facts, rows)
        return expit(log_odds(dict(self.machines)[name], facts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """Outcome: the table, the winner and, per past day, the winner's chances."""

    method: str
    contestants: tuple[Contestant, ...]
    said: tuple[Array, ...]  # chance to buy, one array per trial
    blend: tuple[Array, ...]  # the blend's chances likewise, whoever won
    weight: float  # of the logistic in today's blend


def prior_weight(cuts: tuple[PastCut, ...]) -> float:
    """Weight .85 e/(e + 10) of the logistic, e the mean of the rarer outcome per cut-off."""
    outcomes = float(np.mean([cut.fewest for cut in cuts]))
    return MOST_TRUST * outcomes / (outcomes + HALF_TRUST)


def average_chance(mbg_log_odds: Array, cuts: tuple[PastCut, ...]) -> float:
    """One chance for everybody: mostly MBG's mean, a little of the latest cut-offs."""
    recent = float(np.mean([cut.bought.mean() for cut in cuts[:LATEST_CUTS]]))
    own = float(expit(mbg_log_odds).mean())
    return own + SHARE_OF_LATEST * (recent - own)


def learn_rule(cuts: tuple[PastCut, ...]) -> RuleTable:
    """Make both tables on the newest of ``cuts`` and keep the one that says more there.

    On 20 cells at most this cannot overfit noticeably, so one past day is enough.
    """
    facts, bought = cuts[0].facts, cuts[0].bought
    tables = [_table(facts, bought, by_lateness) for by_lateness in (True, False)]
    return min(tables, key=lambda table: log_loss(table.chance(facts), bought))


def learn_logistic(
    cuts: tuple[PastCut, ...],
    lately: tuple[PastCut, ...],
    facts: History,
    btyd: Scorer,
    ctx: RunContext,
) -> Scorer:
    """Fit the logistic on past cut-offs and set its level for the day of ``facts``.

    ``btyd`` is the scorer of that day without a logistic.
    """
    return at_level(learn(cuts, ctx, lately), cuts, facts, btyd)


def at_level(fit: LogisticFit, cuts: tuple[PastCut, ...], facts: History, btyd: Scorer) -> Scorer:
    """Set the level of a logistic that was fitted on ``cuts`` for the day of ``facts``."""
    intercept = level(lambda x: x @ fit.coefficient, fit.intercepts, cuts, facts, btyd)
    return replace(btyd, weight=1.0, coefficient=fit.coefficient, intercept=intercept)


def learn_machine(  # noqa: PLR0917 - one argument per thing it is learned from
    name: str,
    cuts: tuple[PastCut, ...],
    facts: History,
    btyd: Scorer,
    seed: int,
    ctx: RunContext,
) -> Scorer:
    """Fit one of ``MACHINES`` likewise; its level is set like the logistic's."""
    return machine_at_level(fit_machine(name, cuts, seed, ctx), cuts, facts, btyd)


def machine_at_level(
    machine: Machine, cuts: tuple[PastCut, ...], facts: History, btyd: Scorer
) -> Scorer:
    """Set the level of a machine likewise."""
    some = take(facts, np.arange(0, len(facts), max(1, len(facts) // LEVEL_SAMPLE)))
    intercept = level(machine.log_odds, None, tuple(map(_thinned, cuts)), some, btyd)
    return replace(btyd, weight=1.0, intercept=intercept, machine=machine)


def btyd_alone(mbg: Fit, cnbd: Fit, season: float) -> Scorer:
    """Make the scorer of a day before anything is learned from the days before it."""
    return Scorer(
        mbg=mbg,
        cnbd=cnbd,
        weight=0.0,
        coefficient=np.zeros(N_FEATURES),
        intercept=0.0,
        season=season,
    )


def trials_of(
    past: Past, season_of: Callable[[PastCut], float], ctx: RunContext, seed: int = 0
) -> tuple[Trial, ...]:
    """Let every candidate speak at every test day that has a past to learn from.

    ``season_of`` tells the season's shift as it was known on the day of a cut-off. Machines take
    part where every test day has a past that is large enough for them.
    """
    pasts = [past.before(cut.place) for cut in past.tests]
    machines = MACHINES if all(enough_outcomes(cuts) for cuts in pasts if cuts) else ()
    trials = []
    for cut in past.tests:
        cuts = past.before(cut.place)
        if not cuts:
            continue
        ctx.report(None, "risk_contest")
        alone = btyd_alone(cut.mbg, cut.cnbd, season_of(cut))
        logistic = learn_logistic(cuts, past.lately(cut.place), cut.facts, alone, ctx)
        trials.append(
            Trial(
                cut=cut,
                mbg_log_odds=log_odds(alone, cut.facts),
                logistic_log_odds=log_odds(logistic, cut.facts),
                rule=learn_rule(cuts).chance(cut.facts),
                base_rate=average_chance(log_odds(alone, cut.facts), cuts),
                prior_weight=prior_weight(cuts),
                machines=tuple(
                    (name, learn_machine(name, cuts, cut.facts, alone, seed, ctx))
                    for name in machines
                ),
            )
        )
    return tuple(trials)


def run_contest(trials: tuple[Trial, ...], weight_now: float) -> Contest:
    """Compare the candidates over all trials; ``weight_now`` is today's ``prior_weight``."""
    said = {
        RULE: tuple(t.rule for t in trials),
        MBG: tuple(t.blend(0.0) for t in trials),
        LOGISTIC: tuple(t.blend(1.0) for t in trials),
        BLEND: tuple(
            t.blend((t.prior_weight + _best_weight(trials, before=t)) / 2) for t in trials
        ),
        BASE_RATE: tuple(np.full(len(t.rule), t.base_rate) for t in trials),
    }
    compared = {
        name: tuple(p[t.cut.sample] for p, t in zip(ps, trials, strict=True))
        for name, ps in said.items()
    }
    for name in (name for name, _ in trials[0].machines):
        compared[name] = tuple(t.machine(name, t.cut.sample) for t in trials)
    bought = [t.cut.bought[t.cut.sample] for t in trials]
    losses_of = {name: _each(level_free_loss, ps, bought) for name, ps in compared.items()}
    loss = {name: float(np.mean(each)) for name, each in losses_of.items()}
    ranked = {name: float(np.mean(_each(auc, ps, bought))) for name, ps in compared.items()}
    method = _winner(losses_of, loss, ranked)
    contestants = tuple(
        Contestant(method=name, auc=ranked[name], log_loss=loss[name], chosen=name == method)
        for name in sorted(compared, key=lambda name: loss[name])
    )
    nan = float("nan")
    untried = tuple(
        Contestant(method=name, auc=nan, log_loss=nan, chosen=False)
        for name in MACHINES
        if name not in compared
    )
    won = said[method] if method in said else tuple(t.machine(method) for t in trials)
    weight = (weight_now + _best_weight(trials, before=None)) / 2
    return Contest(
        method=method,
        contestants=(*contestants, *untried),
        said=won,
        blend=said[BLEND],
        weight=weight,
    )


def level_free_loss(p: Array, bought: Flags) -> float:
    """Log-loss after moving all log-odds together so that the mean chance is what happened.

    How many buy in a season is luck that hits every candidate alike, or worse, differently by
    accident; who buys is what a candidate can know. So the contest is about who.
    """
    clipped = np.clip(p, TINY, 1 - TINY)
    odds = np.log(clipped / (1 - clipped))
    return log_loss(expit(odds + anchored_intercept(odds, float(bought.mean()))), bought)


def _winner(
    losses_of: dict[str, list[float]], loss: dict[str, float], ranked: dict[str, float]
) -> str:
    best = min((LOGISTIC, MBG), key=lambda name: loss[name])
    if loss[BLEND] <= loss[best] + BENEFIT_OF_DOUBT:
        best = BLEND
    if loss[RULE] <= loss[best] + AS_GOOD and ranked[RULE] >= ranked[best]:
        best = RULE
    machine = min((name for name in MACHINES if name in loss), key=loss.__getitem__, default=best)
    if clearly_better(losses_of[machine], losses_of[best]) and ranked[machine] >= ranked[best]:
        best = machine
    if not ranked[best] >= NO_PATTERN_AUC or loss[best] >= loss[BASE_RATE]:
        return BASE_RATE
    return best


def _thinned(cut: PastCut) -> PastCut:
    rows = slice(None, None, max(1, len(cut.sample) // LEVEL_SAMPLE))
    return replace(cut, sample=cut.sample[rows], x=cut.x[rows])


def clearly_better(machine: list[float], best: list[float]) -> bool:
    """On every tested day, and by more than luck among four machines gives away on average."""
    gains = [b - m for m, b in zip(machine, best, strict=True)]
    return len(gains) >= MIN_TRIALS and min(gains) > 0 and float(np.mean(gains)) > CLEARLY


def _best_weight(trials: tuple[Trial, ...], before: Trial | None) -> float:
    """Weight of the logistic that would have been best on the days that were over by then."""
    known = trials if before is None else tuple(t for t in trials if _was_over(t, before))
    if not known:
        return trials[0].prior_weight if before is None else before.prior_weight
    return min(
        WEIGHTS,
        key=lambda w: sum(float(losses(t.blend(w), t.cut.bought).mean()) for t in known),
    )


def _was_over(one: Trial, by: Trial) -> bool:
    """Whether it was known on a tested day what came of another one."""
    facts = one.cut.facts
    return facts.as_of_day + facts.horizon_days <= by.cut.facts.as_of_day


def _each(
    measure: Callable[[Array, Flags], float], said: tuple[Array, ...], bought: list[Flags]
) -> list[float]:
    return [measure(p, b) for p, b in zip(said, bought, strict=True)]


def _table(facts: History, bought: Flags, by_lateness: bool) -> RuleTable:
    silence = _silence(facts, by_lateness)
    edges = np.unique(np.quantile(silence, np.arange(1, RULE_BINS) / RULE_BINS))
    cell = np.searchsorted(edges, silence)
    count = np.bincount(cell, minlength=len(edges) + 1)
    yes = np.bincount(cell, weights=bought, minlength=len(edges) + 1)
    # two imagined customers with the shop's rate keep empty cells and certainties away
    return RuleTable(
        by_lateness=by_lateness, edges=edges, share=(yes + 2 * bought.mean()) / (count + 2)
    )


def _silence(facts: History, by_lateness: bool) -> Array:
    if not by_lateness:
        return facts.days_since
    usual = (facts.tenure_days - facts.days_since + facts.shop_gap_days) / facts.events
    return (facts.days_since + 1) / (usual + 1)
