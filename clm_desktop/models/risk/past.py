"""The shop's own past as a row of cut-offs, each with what was known then and what came after.

All cut-offs lie on one grid, counted back from the newest whose horizon is complete. What is
tested at a cut-off is learned only from cut-offs whose horizon ended by then. Where the horizon is
long, the newest of them are old: so the slopes are also learned from later days with one step of
the grid as their horizon. Who buys within 30 days differs from who does within 90 in level, which
has an intercept of its own, hardly in what tells them apart (log-loss with the level known -0.0005
in Online Retail II, -0.0004 in CDNOW).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from clm_desktop.core.run import RunContext
from clm_desktop.core.transactions import Transactions
from clm_desktop.features.events import Events
from clm_desktop.features.history import History, bought_within, history
from clm_desktop.features.snapshot import cut_events
from clm_desktop.models.repeat.mbg import FIT_SAMPLE, Array, Fit, fit_best_k, fit_mbg, repeats_of
from clm_desktop.models.risk.logistic import LogisticFit, anchored_intercept, fit_logistic
from clm_desktop.models.risk.scorer import Scorer, btyd_log_odds, full_design, take

STEP_DAYS = 30
MIN_PAST_DAYS = 60  # history that a cut-off needs behind it
MIN_EACH = 5  # buyers and non-buyers that a cut-off needs
TRAIN_CUTS = 6
TEST_CUTS = 3
TRAIN_SAMPLE = 30_000  # customers per training cut-off
HALF_BELIEVED = 3.0  # horizons side by side at which half of what MBG missed is believed
SHARE_OF_LATEST = 0.15  # of a chance that is the same for everybody; the rest is MBG's own
LATEST_CUTS = 3
LATELY_CUTS = 3  # later days with a shorter horizon
LATELY_WEIGHT = 0.5  # of a customer there: the question is not quite the same


@dataclass(frozen=True, slots=True, kw_only=True)
class PastCut:
    """One past day: the facts of then, who bought in the horizon after it, models fitted then."""

    place: int  # on the grid, 0 = newest
    facts: History
    bought: NDArray[np.bool_]
    mbg: Fit
    cnbd: Fit
    sample: NDArray[np.int64]  # rows used to train the logistic
    x: Array  # (len(sample), 25)

    @property
    def fewest(self) -> int:
        """Buyers or non-buyers, whichever are fewer."""
        bought = int(self.bought.sum())
        return min(bought, len(self.bought) - bought)

    @property
    def teaches(self) -> bool:
        """Whether enough bought, and enough did not, of those who are learned from and tested on.

        Of a shop of many customers that is a sample, in which the few who still buy may be missing.
        """
        bought = int(self.bought[self.sample].sum())
        return min(bought, len(self.sample) - bought) >= MIN_EACH


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """All usable cut-offs of one horizon, newest first."""

    horizon_days: int
    steps_per_horizon: int
    cuts: tuple[PastCut, ...]
    later: tuple[PastCut, ...]  # horizon of one step, the sampled customers alone

    def lately(self, place: int) -> tuple[PastCut, ...]:
        """Newest cut-offs of one step that ended by the day of ``place``."""
        usable = [cut for cut in self.later if cut.place > place and cut.teaches]
        return tuple(usable[:LATELY_CUTS])

    def before(self, place: int) -> tuple[PastCut, ...]:
        """Cut-offs that may teach what is tested at ``place``: their horizon ended by then."""
        first = place + self.steps_per_horizon
        usable = [cut for cut in self.cuts if cut.place >= first and cut.teaches]
        return tuple(usable[:TRAIN_CUTS])

    @property
    def newest(self) -> tuple[PastCut, ...]:
        """Cut-offs that teach what is said today."""
        return self.before(-self.steps_per_horizon)

    @property
    def newest_lately(self) -> tuple[PastCut, ...]:
        """Cut-offs of one step that teach what is said today."""
        return self.lately(-self.steps_per_horizon)

    @property
    def tests(self) -> tuple[PastCut, ...]:
        """Cut-offs that today's method is tested at."""
        return tuple(c for c in self.cuts if c.place < TEST_CUTS and c.teaches)


def stable_sample(
    tx: Transactions, customer: NDArray[np.int32], size: int, seed: int
) -> NDArray[np.int64]:
    """Rows of at most ``size`` customers, chosen by their id alone: row order does not matter."""
    if len(customer) <= size:
        return np.arange(len(customer))
    ids = tx.customer_id[customer].astype(np.uint64) + np.uint64(seed * 2 + 1)
    mixed = ids * np.uint64(0x9E3779B97F4A7C15)  # splitmix64, Steele et al. 2014
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.sort(np.argsort(mixed, kind="stable")[:size])


def of_sample(tx: Transactions, events: Events, size: int, seed: int) -> Events:
    """Events of at most ``size`` customers, the same ones whenever the shop is asked."""
    everybody = np.unique(events.customer)
    if len(everybody) <= size:
        return events
    chosen = np.zeros(tx.n_customers, dtype=np.bool_)
    chosen[everybody[stable_sample(tx, everybody, size, seed)]] = True
    keep = chosen[events.customer]
    return Events(
        customer=events.customer[keep],
        day=events.day[keep],
        sales_cents=events.sales_cents[keep],
        net_cents=events.net_cents[keep],
        products=events.products[keep],
    )


def past_of(
    tx: Transactions,
    events: Events,
    as_of_day: int,
    horizon_days: int,
    *,
    seed: int,
    ctx: RunContext,
    tests: int = TEST_CUTS,
    k: int | None = None,
    train_sample: int = TRAIN_SAMPLE,
) -> Past:
    """Build the grid of past cut-offs from events that were cut at ``as_of_day``.

    It reaches back as far as ``tests`` tested days need; ``k`` of the MBG/CNBD-k is learned at the
    oldest when not told. Cost: per cut-off one pass over the events and two BTYD fits; 50k
    customers about 0.3 s each.
    """
    steps = max(round(horizon_days / STEP_DAYS), 1)
    days = _grid(events, as_of_day, horizon_days, steps, tests)
    cuts: list[PastCut] = []
    later: list[PastCut] = []
    for place, day in reversed(days):  # oldest first: k is learned there
        ctx.report((len(days) - place) / (len(days) + steps), "risk_past")
        then = cut_events(events, day)
        facts = history(then, day, horizon_days)
        sample = stable_sample(tx, facts.customer, FIT_SAMPLE, seed)
        data = repeats_of(take(facts, sample))
        if k is None:
            k = max(fit_best_k(data, ctx).k, 2)  # k = 1 would be the MBG/NBD once more
        mbg, cnbd = fit_mbg(data, 1, ctx), fit_mbg(data, k, ctx)
        rows = stable_sample(tx, facts.customer, train_sample, seed)
        if place >= 0:
            cuts.append(_past_cut(place, events, facts, (mbg, cnbd), rows))
        if steps > 1 and place < tests + LATELY_CUTS:
            soon = take(history(then, day, horizon_days // steps), rows)
            later.append(_past_cut(place, events, soon, (mbg, cnbd), np.arange(len(rows))))
    return Past(
        horizon_days=horizon_days,
        steps_per_horizon=steps,
        cuts=tuple(reversed(cuts)),
        later=tuple(reversed(later)),
    )


def _past_cut(
    place: int, events: Events, facts: History, fits: tuple[Fit, Fit], rows: NDArray[np.int64]
) -> PastCut:
    mbg, cnbd = fits
    return PastCut(
        place=place,
        facts=facts,
        bought=bought_within(events, facts),
        mbg=mbg,
        cnbd=cnbd,
        sample=rows,
        x=full_design(take(facts, rows), mbg, cnbd),
    )


def learn(
    cuts: tuple[PastCut, ...], ctx: RunContext, lately: tuple[PastCut, ...] = ()
) -> LogisticFit:
    """Fit the logistic on past cut-offs, one intercept each: those of ``cuts`` come first."""
    every = (*cuts, *lately)
    rows = [len(cut.sample) for cut in every]
    weight = np.repeat([1.0] * len(cuts) + [LATELY_WEIGHT] * len(lately), rows)
    x = np.vstack([cut.x for cut in every])
    bought = np.concatenate([cut.bought[cut.sample] for cut in every])
    place = np.repeat(np.arange(len(every)), rows)
    return fit_logistic(x, bought, place, ctx, weight=weight)


def level(
    log_odds_of: Callable[[Array], Array],
    intercepts: Array | None,
    cuts: tuple[PastCut, ...],
    facts: History,
    btyd: Scorer,
) -> float:
    """Intercept for a new day: MBG's own mean, moved by part of what it missed lately.

    ``log_odds_of`` gives a method's log-odds without any intercept, ``intercepts`` those it learned
    for the cut-offs; None where it learned none, then what it would have needed. Both are
    differences to the mean that MBG said on that day: intercepts of different days do not compare,
    since facts like tenure grow for everybody. Recalibrating fully on the recent past makes the
    season worse (customer_science.md, 7); so days that stand for m horizons side by side are
    believed by m / (m + 3), and only those on which the shop was at least half as old as now: as
    for sums of money (``value/past.py``).
    """
    missed, days = [], []
    for place, cut in enumerate(cuts[:LATEST_CUTS]):
        day = cut.facts.as_of_day
        opened = day - float(cut.facts.tenure_days.max())
        if 2 * (day - opened) < facts.as_of_day - opened:
            continue
        said = log_odds_of(cut.x)
        needed = anchored_intercept(said, float(cut.bought[cut.sample].mean()))
        learned = needed if intercepts is None else float(intercepts[place])
        missed.append(learned - _at_mean_of_mbg(said, cut.mbg, take(cut.facts, cut.sample)))
        days.append(day)
    said = log_odds_of(full_design(facts, btyd.mbg, btyd.cnbd))
    own = _at_mean_of_mbg(said, btyd.mbg, facts)
    if not missed:
        return own
    horizons = 1 + (max(days) - min(days)) / facts.horizon_days
    return own + horizons / (horizons + HALF_BELIEVED) * float(np.mean(missed))


def _at_mean_of_mbg(slope_part: Array, mbg: Fit, facts: History) -> float:
    return anchored_intercept(slope_part, float(expit(btyd_log_odds(mbg, facts)).mean()))


def _grid(
    events: Events, as_of_day: int, horizon_days: int, steps: int, tests: int
) -> list[tuple[int, int]]:
    """Places and days, newest first; a horizon is a whole number of steps, so tests align.

    Places below 0 have less than a horizon after them. Nothing where no horizon is complete.
    """
    if not len(events):
        return []
    oldest = int(events.day.min()) + MIN_PAST_DAYS
    if as_of_day - horizon_days < oldest:
        return []
    places = range(1 - steps, tests - 1 + steps + TRAIN_CUTS)
    days = [(i, as_of_day - horizon_days - i * horizon_days // steps) for i in places]
    return [(place, day) for place, day in days if day >= oldest]
