"""From transactions to answers: a pure composition of features, models and plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from clm_desktop import __version__
from clm_desktop.core.days import day_of
from clm_desktop.core.errors import RequestError
from clm_desktop.core.run import RunContext
from clm_desktop.core.transactions import Transactions
from clm_desktop.features.customer_table import CustomerTable, customer_table
from clm_desktop.features.snapshot import cut, newest_day
from clm_desktop.models.lifecycle.answer import answer_lifecycle
from clm_desktop.models.recommend.answer import answer_recommend
from clm_desktop.models.results import Trust
from clm_desktop.models.risk.answer import answer_risk
from clm_desktop.models.risk.scored import KeptForecast, score_forecasts
from clm_desktop.models.segments.clusters import clusters
from clm_desktop.models.segments.eight_ways import eight_ways
from clm_desktop.models.segments.rfm import rfm_groups
from clm_desktop.models.trust import trust
from clm_desktop.models.value.answer import answer_value
from clm_desktop.plan.answers import Answers, RunInfo, ShopNames, ShopTotals
from clm_desktop.plan.today import today
from clm_desktop.plan.totals import shop_totals
from clm_desktop.plan.watchlist import nobody, watchlist


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshOptions:
    """What the owner may choose for a refresh; the defaults choose from the data."""

    as_of_day: int | None = None  # None: the day of the newest sale
    horizon_days: int | None = None  # None: from the shop's own rhythm
    seed: int = 0
    thresholds: tuple[float, float] = (0.33, 0.66)  # chance to leave: medium, high


def compute_answers(
    tx: Transactions,
    options: RefreshOptions,
    ctx: RunContext,
    kept: tuple[KeptForecast, ...] = (),
) -> Answers:
    """Answer everything as of one day; sales after that day are never looked at.

    ``kept`` are forecasts of earlier refreshes: those that came due are scored.

    Without an as-of day it is that of the newest sale; the clock is only asked whether a sale
    lies in the future, where dates are mistyped or booked. Then the totals hold every row that
    counts, also what was given back or dated later, so that they agree with the files to the
    cent. The same transactions and options give the same answers.

    Raises
    ------
    RequestError
        ``nothing_sold``: no sale on or before the as-of day.
    """
    as_of_day, known = _as_of(tx, options.as_of_day)
    ctx.report(0.0, "totals")
    table = customer_table(known, as_of_day, ctx.part(0.0, 0.03))
    level = trust(known, table)
    totals = _totals(tx if options.as_of_day is None else known, table, level)
    ctx.report(0.05, "groups")
    schemes = (
        rfm_groups(table, level),
        clusters(table, level, options.seed, ctx.part(0.05, 0.2)),
        eight_ways(table, level),
    )
    ctx.report(0.2, "risk")
    risk = answer_risk(
        known,
        table,
        level,
        options.horizon_days,
        options.thresholds,
        options.seed,
        ctx.part(0.2, 0.5),
    )
    ctx.report(0.5, "value")
    value = answer_value(known, table, risk, level, options.seed, ctx.part(0.5, 0.6))
    lifecycle = answer_lifecycle(known, table, level, value, ctx.part(0.6, 0.65))
    ctx.report(0.65, "offers")
    recommend = answer_recommend(known, table, level, options.seed, ctx.part(0.65, 0.95))
    ctx.report(0.95, "today")
    watched = watchlist(table, risk, value) if level.hidden_buyers is None else nobody()
    return Answers(
        run=RunInfo(
            as_of_day=as_of_day,
            horizon_days=risk.horizon_days,
            seed=options.seed,
            revision=tx.revision,
            program_version=__version__,
        ),
        names=_names(tx),
        trust=level,
        totals=totals,
        customers=table,
        schemes=schemes,
        risk=risk,
        value=value,
        lifecycle=lifecycle,
        recommend=recommend,
        watchlist=watched,
        today=today(known, table, level, risk, value, schemes, watched, recommend),
        scored=score_forecasts(known, as_of_day, kept, ctx),
    )


def _as_of(tx: Transactions, wish: int | None) -> tuple[int, Transactions]:
    """The day that everything is told as of, and what was known then."""
    if not tx.order_is_sale.any():
        raise RequestError("nothing_sold")
    as_of_day = newest_day(tx, day_of(date.today())) if wish is None else wish
    known = cut(tx, as_of_day)
    if not known.order_is_sale.any():
        raise RequestError("nothing_sold_until", as_of_day=as_of_day)
    return as_of_day, known


def _totals(tx: Transactions, table: CustomerTable, level: Trust) -> ShopTotals:
    """The totals; who came back is not said where it cannot be seen."""
    totals = shop_totals(tx, table)
    if level.hidden_buyers is None:
        return totals
    return replace(totals, returning_share=float("nan"))


def _names(tx: Transactions) -> ShopNames:
    return ShopNames(
        customer_id=tx.customer_id,
        customer_key=tx.customer_key,
        customer_name=tx.customer_name,
        product_id=tx.product_id,
        product_key=tx.product_key,
        product_name=tx.product_name,
        product_category=tx.product_category,
        currency=tx.currency,
    )
