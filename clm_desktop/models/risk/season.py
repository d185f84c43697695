"""How much more or less than usual a season brings: the level, which no ranking can know.

Today's MBG/NBD fit is asked about past days of the same shop: by how much did it miss, in log-odds,
in the same weeks a year ago, and by how much on average over the year? Half of the difference is
what the coming weeks are expected to add. The fit is today's, so a trend cancels; and the window
of last year must begin half a year after the first order, because a log that starts in mid-life
shows only lively customers at first, which looks like a season and is none.

Measured on rolling cut-offs with two years of history or more: log-loss -0.002 to -0.003 and
calibration error 0.006 to 0.009 lower; without enough history the shift is 0.
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
from clm_desktop.models.risk.past import stable_sample
from clm_desktop.models.risk.scorer import btyd_log_odds

YEAR_DAYS = 365
STEP_DAYS = 30
AFTER_OPENING_DAYS = 180
BELIEVED = 0.5  # of what last year's season showed: one year is one year
HALF_TRUST = 50.0  # outcomes at which even that is halved
MIN_EACH = 5
SAMPLE = 10_000


def season_shift(  # noqa: PLR0917 - one argument per thing it is learned from
    tx: Transactions,
    events: Events,
    as_of_day: int,
    horizon_days: int,
    fit: Fit,
    seed: int,
    ctx: RunContext,
) -> float:
    """Log-odds to add to everybody's chance, from events up to ``as_of_day`` alone.

    Cost: about 18 passes over the events of at most 10,000 customers, 0.1 s.
    """
    same = as_of_day - YEAR_DAYS
    if not len(events) or same - int(events.day.min()) < AFTER_OPENING_DAYS:
        return 0.0
    some = _of_sample(tx, cut_events(events, as_of_day), seed)
    missed = _missed_by(some, same, horizon_days, fit)
    if missed is None:
        return 0.0
    newest = as_of_day - horizon_days
    usual = []
    for day in range(newest, same - AFTER_OPENING_DAYS, -STEP_DAYS):
        ctx.check()
        usual.append(_missed_by(some, day, horizon_days, fit))
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


def _of_sample(tx: Transactions, events: Events, seed: int) -> Events:
    everybody = np.unique(events.customer)
    chosen = np.zeros(tx.n_customers, dtype=np.bool_)
    chosen[everybody[stable_sample(tx, everybody, SAMPLE, seed)]] = True
    keep = chosen[events.customer]
    return Events(
        customer=events.customer[keep],
        day=events.day[keep],
        sales_cents=events.sales_cents[keep],
        net_cents=events.net_cents[keep],
        products=events.products[keep],
    )
