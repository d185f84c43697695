"""How much more or less than usual a season brings: the level, which no ranking can know.

Today's MBG/NBD fit is asked about past days of the same shop: by how much did it miss, in log-odds,
in the same weeks a year ago, and by how much on average over the year? Three quarters of the
difference is what the coming weeks are expected to add. The fit is today's, so a trend cancels; and
the window of last year must begin half a year after the first order, because a log that starts in
mid-life shows only lively customers at first, which looks like a season and is none.

The same fit is asked about the last 30 days. Half of what it missed there beyond noise is expected
to go on: more of it would carry Christmas into January.

Measured on all monthly cut-offs of eight sets: log-loss -0.0007 by the two together as the mean of
the sets in ../shared/data, -0.003 in Online Retail II. What was tried and did not hold on all sets:
recalibrating on the last complete horizons (worse by 0.015 in Online Retail II), the volume of
orders of last year's weeks (nearly all of the season there, nonsense in shops that grow or no
longer win customers), actual against expected repeat orders since the first day (biased where the
log starts in mid-life), 14 or 60 days in place of 30, believing falls more than rises (right
for Christmas in Online Retail II, wrong in CDNOW), misses of the two or three last months together
(worse by 0.0002 to 0.0005), the national seasonal factors of retail where the shop has no year of
its own (better by 0.0003 on the sets, worse by 0.001 in a grocer), and integrating over a level
that is known to 0.3 log-odds (better by 0.0002, worse in Online Retail II, where the error is
largest). Two thirds of what the level still costs there are its first Christmas, of which nothing
in the shop's own past can know.
"""

from __future__ import annotations

import numpy as np

from clm_desktop.core.run import RunContext
from clm_desktop.core.transactions import Transactions
from clm_desktop.features.events import Events
from clm_desktop.features.history import bought_within, history
from clm_desktop.features.snapshot import cut_events
from clm_desktop.models.repeat.mbg import Fit
from clm_desktop.models.risk.logistic import anchored_intercept
from clm_desktop.models.risk.past import of_sample
from clm_desktop.models.risk.scorer import btyd_log_odds

YEAR_DAYS = 365
STEP_DAYS = 30
AFTER_OPENING_DAYS = 180
BELIEVED = 0.75  # of what last year's season showed: one year is one year
LATEST_DAYS = 30
LATEST_NOISE = 0.15  # log-odds that a month is off by for no reason
LATEST_BELIEVED = 0.5  # of what it is off by beyond that
BEFORE_LATEST_DAYS = 60  # of history that the question about the last weeks needs
HALF_TRUST = 50.0  # outcomes at which even these are halved
MIN_EACH = 5
SAMPLE = 10_000


def level_shift(  # noqa: PLR0917 - one argument per thing it is learned from
    tx: Transactions,
    events: Events,
    as_of_day: int,
    horizon_days: int,
    fit: Fit,
    seed: int,
    ctx: RunContext,
) -> float:
    """Log-odds to add to everybody's chance: the season and what the last weeks showed.

    Looks at events up to ``as_of_day`` alone. Cost: about 20 passes over the events of at most
    10,000 customers, 0.1 s.
    """
    if not len(events):
        return 0.0
    some = of_sample(tx, cut_events(events, as_of_day), SAMPLE, seed)
    return season_shift(some, as_of_day, horizon_days, fit, ctx) + latest_shift(
        some, as_of_day, fit
    )


def latest_shift(events: Events, as_of_day: int, fit: Fit) -> float:
    """Half of what the fit missed in the last 30 days, noise and few customers discounted."""
    day = as_of_day - LATEST_DAYS
    if not len(events) or day - int(events.day.min()) < BEFORE_LATEST_DAYS:
        return 0.0
    missed = _missed_by(events, day, LATEST_DAYS, fit)
    if missed is None:
        return 0.0
    miss, outcomes = missed
    beyond = float(np.sign(miss)) * max(abs(miss) - LATEST_NOISE, 0.0)
    return LATEST_BELIEVED * outcomes / (outcomes + HALF_TRUST) * beyond


def season_shift(
    events: Events, as_of_day: int, horizon_days: int, fit: Fit, ctx: RunContext
) -> float:
    """The same weeks of last year against the whole year; 0 without enough history."""
    same = as_of_day - YEAR_DAYS
    if not len(events) or same - int(events.day.min()) < AFTER_OPENING_DAYS:
        return 0.0
    missed = _missed_by(events, same, horizon_days, fit)
    if missed is None:
        return 0.0
    newest = as_of_day - horizon_days
    usual = []
    for day in range(newest, same - AFTER_OPENING_DAYS, -STEP_DAYS):
        ctx.check()
        usual.append(_missed_by(events, day, horizon_days, fit))
    known = [miss for miss, _ in (one for one in usual if one is not None)]
    if not known:
        return 0.0
    then, outcomes = missed
    belief = BELIEVED * outcomes / (outcomes + HALF_TRUST)
    return belief * (then - float(np.mean(known)))


def _missed_by(events: Events, day: int, horizon_days: int, fit: Fit) -> tuple[float, float] | None:
    """Shift that would have made the mean chance right on a past day, and the rarer outcomes."""
    facts = history(cut_events(events, day), day, horizon_days)
    bought = bought_within(events, facts)
    yes = int(bought.sum())
    fewest = min(yes, len(bought) - yes)
    if fewest < MIN_EACH:
        return None
    return anchored_intercept(btyd_log_odds(fit, facts), yes / len(bought)), float(fewest)
