"""Which new customers will come again: a chance from what their first order tells.

Leads of a shop are people with one order whose time for the second is not over. Learned from
customers whose time is over, tested on the newer third of them; below 200 second orders the rule is
channel by thirds of the first order's size, leaning on all (plan_science.md, 3.4).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from clm_desktop.core.message import Message
from clm_desktop.core.run import RunContext
from clm_desktop.models.acquisition.results import LeadScores
from clm_desktop.models.acquisition.worth import KEPT_DAYS
from clm_desktop.models.evaluate import auc, calibration
from clm_desktop.models.lifecycle.beginnings import Beginnings
from clm_desktop.models.lifecycle.rates import wilson
from clm_desktop.models.risk.logistic import fit_logistic

Floats = NDArray[np.float64]
SPANS_DAYS = (KEPT_DAYS, 90, 42)
LEAST_CUSTOMERS = 60  # to learn from
LEAST_TESTED = 30
LEAST_LEARNED = 200  # second orders, before weights are learned
TEST_SHARE = 1 / 3
LEAN = 25.0
TOP_SHARE = 0.1
VERDICTS = {
    "logistic": "leads.verdict.learned",
    "thirds": "leads.verdict.thirds",
    "share": "leads.verdict.share",
}
BETTER = 0.02  # AUC above a toss by which the test must show something


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstOrders:
    """What the first order of each customer tells; parallel to the customer table."""

    columns: Floats  # (n, features), standardised where they are amounts
    names: tuple[str, ...]
    cell: NDArray[np.int64]  # channel x third of the size


def score_leads(begun: Beginnings, told: FirstOrders, ctx: RunContext) -> LeadScores:
    """Score customers with one order. Cost: 50k customers x 30 features 0.3 s.

    The time that is spoken of is the longest that the shop's past can test: half a year, else a
    quarter, else six weeks.
    """
    parts = next(filter(None, (_parts(begun, days) for days in SPANS_DAYS)), None)
    if parts is None:
        return _refused(begun)
    within_days, over, learn, test = parts
    second = begun.second_gap_days <= within_days
    waiting = (begun.second_gap_days > begun.tenure_days) & (begun.tenure_days < within_days)
    lead = np.flatnonzero(waiting)
    method = "logistic" if int(second[learn].sum()) >= LEAST_LEARNED else "thirds"
    said = _fit(method, told, learn, second, ctx)[test]
    area = auc(said, second[test])
    if not area > 0.5 + BETTER:
        method = "share"
        said = np.full(len(test), float(second[learn].mean()))
    p = _fit(method, told, over, second, ctx)[lead]
    # of those who have waited without one, fewer come: Bayes over the time that is left
    p = _still_open(p, begun, lead, second, over)
    order = np.argsort(-p, kind="stable")
    top = np.argsort(-said, kind="stable")[: max(round(len(said) * TOP_SHARE), 1)]
    came = second[test]
    hits, base = int(came[top].sum()), float(came.mean())
    low, high = wilson(hits, len(top), 1.96)
    return LeadScores(
        method=method,
        within_days=within_days,
        row=lead[order].astype(np.int32),
        p_second=p[order],
        learned_from=len(learn),
        tested_on=len(test),
        auc=area,
        base_share=base,
        top_share=hits / len(top),
        top_lo=low,
        top_hi=high,
        calibration_error=calibration(said, came).error,
        verdict=Message.of(
            VERDICTS[method],
            named=len(top),
            right=hits,
            guessed=round(base * len(top)),
            within_days=within_days,
        ),
    )


def _parts(
    begun: Beginnings, within_days: int
) -> tuple[int, NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]] | None:
    """Customers whose time is over; of them those to learn from and the newer ones to test on.

    Whoever is learned from was through his time when the first of the test began. None where
    either would be too few.
    """
    second = begun.second_gap_days <= within_days
    over = np.flatnonzero(begun.tenure_days >= within_days)
    over = over[np.argsort(begun.first_day[over], kind="stable")]
    test = over[int(len(over) * (1 - TEST_SHARE)) :]
    if len(test) < LEAST_TESTED:
        return None
    learn = over[begun.first_day[over] + within_days <= begun.first_day[test[0]]]
    if len(learn) < LEAST_CUSTOMERS or not 0 < int(second[learn].sum()) < len(learn):
        return None
    return within_days, over, learn, test


def _fit(
    method: str,
    told: FirstOrders,
    learn: NDArray[np.int64],
    second: NDArray[np.bool_],
    ctx: RunContext,
) -> Floats:
    """Chance of each customer of the table, learned from some."""
    if method == "logistic":
        fit = fit_logistic(told.columns[learn], second[learn], np.zeros(len(learn), np.intp), ctx)
        return np.asarray(expit(told.columns @ fit.coefficient + fit.intercepts[0]), np.float64)
    share = float(second[learn].mean())
    if method == "share":
        return np.full(len(second), share)
    cells = int(told.cell.max()) + 1
    n = np.bincount(told.cell[learn], minlength=cells)
    hits = np.bincount(told.cell[learn], weights=second[learn], minlength=cells)
    return ((hits + LEAN * share) / (n + LEAN))[told.cell]


def _still_open(
    p: Floats,
    begun: Beginnings,
    lead: NDArray[np.int64],
    second: NDArray[np.bool_],
    over: NDArray[np.int64],
) -> Floats:
    """Chance that the second order still comes, given that it has not come so far.

    When second orders come is taken from those whose time is over: with a share F(t) of them
    come by age t, p (1 - F) / (1 - p F).
    """
    gaps = np.sort(begun.second_gap_days[over][second[over]])
    come = np.searchsorted(gaps, begun.tenure_days[lead], side="right") / len(gaps)
    return p * (1 - come) / np.maximum(1 - p * come, 1e-12)


def _refused(begun: Beginnings) -> LeadScores:
    nan = float("nan")
    waiting = begun.second_gap_days > begun.tenure_days
    lead = np.flatnonzero(waiting & (begun.tenure_days < KEPT_DAYS))
    return LeadScores(
        method="",
        within_days=KEPT_DAYS,
        row=lead[np.argsort(begun.tenure_days[lead], kind="stable")].astype(np.int32),
        p_second=np.full(len(lead), nan),
        learned_from=0,
        tested_on=0,
        auc=nan,
        base_share=nan,
        top_share=nan,
        top_lo=nan,
        top_hi=nan,
        calibration_error=nan,
        verdict=Message.of("leads.verdict.few", customers=len(begun)),
    )
