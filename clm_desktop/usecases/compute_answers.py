"""From transactions to answers: a pure composition of features, models and plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from clm_desktop import __version__
from clm_desktop.core.days import day_of
from clm_desktop.core.errors import RequestError
from clm_desktop.core.lists import ProductList
from clm_desktop.core.offer_bans import OfferBan
from clm_desktop.core.owner_words import OwnerWord
from clm_desktop.core.people_told import PeopleTold
from clm_desktop.core.relations import OwnerRelation
from clm_desktop.core.run import RunContext
from clm_desktop.core.transactions import Transactions
from clm_desktop.features.customer_table import CustomerTable, customer_table
from clm_desktop.features.events import Events, purchase_events
from clm_desktop.features.snapshot import cut, newest_day
from clm_desktop.models.demand.answer import answer_demand
from clm_desktop.models.demand.types import Demand
from clm_desktop.models.hidden_buyers import hidden_sources, unnamed
from clm_desktop.models.lifecycle.answer import answer_lifecycle
from clm_desktop.models.recommend.answer import answer_recommend
from clm_desktop.models.results import FoundGroups, RecommendAnswer, Trust
from clm_desktop.models.risk.answer import answer_risk
from clm_desktop.models.risk.scored import KeptForecast, score_forecasts
from clm_desktop.models.segments.answer import GroupWishes, SegmentAnswer, answer_segments
from clm_desktop.models.trust import trust
from clm_desktop.models.value.answer import answer_value
from clm_desktop.models.value.next_order import try_next_orders
from clm_desktop.plan.answers import Answers, RunInfo, ShopNames, ShopTotals
from clm_desktop.plan.not_offered import KeptBack, kept_back, without_banned
from clm_desktop.plan.owner_words import LeftOut, cents_of, left_out, no_customers, spared, without
from clm_desktop.plan.reorder import with_reorder
from clm_desktop.plan.reorder_types import USUAL_RULES, ReorderRules
from clm_desktop.plan.since import last_file_day, since_last
from clm_desktop.plan.stock_today import stock_today
from clm_desktop.plan.today import today
from clm_desktop.plan.totals import shop_totals
from clm_desktop.plan.traits import traits_of
from clm_desktop.plan.watchlist import nobody, watchlist

DEFAULT_MARGIN = 0.4  # of sales (product.md, section 3)
LEAST_HORIZON_DAYS, MOST_HORIZON_DAYS = 30, 365  # of what the owner may choose
LEFT_TO_DATA = GroupWishes()


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshOptions:
    """What the owner may choose for a refresh; the defaults choose from the data."""

    as_of_day: int | None = None  # None: the day of the newest sale
    horizon_days: int | None = None  # None: from the shop's own rhythm
    seed: int = 0
    thresholds: tuple[float, float] = (0.33, 0.66)  # chance to leave: medium, high
    groups: GroupWishes = LEFT_TO_DATA
    margin_share: float | None = None  # None: not told yet, 40 % is taken
    rebuy: str = "auto"  # offer again what somebody bought: yes, no, or as the past says


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the project knows besides what was sold."""

    found: tuple[FoundGroups, ...] = ()  # groups that stand
    words: tuple[OwnerWord, ...] = ()
    earlier_days: tuple[int, ...] = ()  # as-of days of earlier files: movements since the last
    people: PeopleTold | None = None
    products: ProductList | None = None  # stock, costs, lead times
    reorder_rules: ReorderRules = USUAL_RULES
    bans: tuple[OfferBan, ...] = ()
    relations: tuple[OwnerRelation, ...] = ()


NOTHING_KNOWN = Known()


def compute_answers(
    tx: Transactions,
    options: RefreshOptions,
    ctx: RunContext,
    kept: tuple[KeptForecast, ...] = (),
    more: Known = NOTHING_KNOWN,
) -> Answers:
    """Answer everything as of one day; sales after that day are never looked at.

    ``kept`` are forecasts of earlier refreshes: those that came due are scored. The owner's words
    in ``more`` come first: who is no customer is in no figure but the shop's totals.

    Without an as-of day it is that of the newest sale; the clock is only asked whether a sale
    lies in the future, where dates are mistyped or booked. Then the totals hold every row that
    counts, also what was given back or dated later, so that they agree with the files to the
    cent. The same transactions and options give the same answers.

    Raises
    ------
    RequestError
        ``nothing_sold``: no sale on or before the as-of day; ``bad_horizon``,
        ``bad_thresholds``.
    """
    check_options(options)
    shop = _counted(tx, options, more, ctx)
    known, table, level, events = shop.known, shop.table, shop.level, shop.events
    ctx.report(0.05, "groups")
    segments = _segments(shop, options, more, ctx.part(0.05, 0.2))
    ctx.report(0.2, "risk")
    wishes = options.horizon_days, options.thresholds, options.seed
    risk = answer_risk(known, table, level, *wishes, ctx.part(0.2, 0.5), events=events)
    ctx.report(0.5, "value")
    seed, part = options.seed, ctx.part(0.5, 0.6)
    value = answer_value(known, table, risk, level, seed, part, events=events)
    lifecycle = answer_lifecycle(known, table, level, value, ctx.part(0.6, 0.65), events=events)
    ctx.report(0.65, "demand")
    demand = answer_demand(known, table.as_of_day, seed, ctx.part(0.65, 0.75))
    ctx.report(0.75, "offers")
    offered = _offered(shop, demand, risk.horizon_days, options, more, ctx)
    recommend, out = offered.recommend, offered.out
    ctx.report(0.95, "today")
    unseen = level.hidden_buyers is not None
    watched = nobody() if unseen else watchlist(table, risk, value, out, segments.schemes)
    answers = Answers(
        run=_run_info(shop, risk.horizon_days, seed, tx.revision),
        names=_names(tx),
        trust=level,
        totals=shop.totals,
        customers=table,
        schemes=segments.schemes,
        risk=risk,
        value=value,
        lifecycle=lifecycle,
        recommend=recommend,
        demand=demand,
        watchlist=watched,
        today=today(
            *(known, table, level, risk, value, segments.schemes, watched, recommend, out),
            events=events,
        ),
        scored=score_forecasts(known, table.as_of_day, kept, ctx, events=events),
        movements=segments.movements,
        since=since_last(known, table, events, _since_day(shop, more)),
        feature_map=segments.feature_map,
        traits=traits_of(known, table, more.people),
        said=more.words,
        left_out=out,
        listed=offered.listed,
        bans=more.bans,
        relations=more.relations,
        kept_back=offered.back,
        next_orders=None if unseen else try_next_orders(events, table.as_of_day),
    )
    return with_reorder(_with_choices(answers, options), more.reorder_rules)


def _run_info(shop: _Counted, horizon_days: int, seed: int, revision: int) -> RunInfo:
    return RunInfo(
        as_of_day=shop.table.as_of_day,
        horizon_days=horizon_days,
        seed=seed,
        revision=revision,
        program_version=__version__,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Offered:
    """Tips as they may be shown, and what was left out of them."""

    recommend: RecommendAnswer
    listed: ProductList | None  # stock as of today
    back: KeptBack
    out: LeftOut


def _offered(  # noqa: PLR0917 - one argument per thing the tips are made from
    shop: _Counted,
    demand: Demand,
    horizon_days: int,
    options: RefreshOptions,
    more: Known,
    ctx: RunContext,
) -> _Offered:
    """Make tips of what may be offered, for those who may be told."""
    known, table = shop.known, shop.table
    named = known.product_key, known.product_category
    listed = stock_today(more.products, known)
    back = kept_back(demand.products, known.product_id, listed, more.bans, named)
    recommend = answer_recommend(
        *(known, table, shop.level, options.seed, ctx.part(0.75, 0.95)),
        not_offered=back.mask(len(known.product_id)),
        told=more.relations,
        rebuy=options.rebuy,
    )
    out = left_out(known.customer_key, table, more.words, horizon_days)
    recommend = replace(recommend, lists=spared(recommend.lists, table, out, known.n_customers))
    recommend = without_banned(recommend, more.bans, known.customer_key, named)
    return _Offered(recommend=recommend, listed=listed, back=back, out=out)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counted:
    """The shop as of the day, counted, before anything is estimated."""

    known: Transactions
    table: CustomerTable
    level: Trust
    totals: ShopTotals
    events: Events  # of known; merged once and handed on


def _counted(tx: Transactions, options: RefreshOptions, more: Known, ctx: RunContext) -> _Counted:
    """Cut at the day; who is no customer, or hidden, becomes nobody known; count."""
    ctx.report(0.0, "totals")
    as_of_day, known = _as_of(tx, options.as_of_day)
    strangers = no_customers(tx, more.words)
    apart_cents = cents_of(known, strangers)
    tx, known = without(tx, strangers), without(known, strangers)
    masked, why_masked = hidden_sources(known, as_of_day, ctx)
    tx, known = unnamed(tx, masked), unnamed(known, masked)
    events = purchase_events(known)
    table = customer_table(known, as_of_day, ctx.part(0.0, 0.03), events=events)
    level = replace(trust(known, table, events=events), hidden_sources=why_masked)
    totals = _totals(tx if options.as_of_day is None else known, table, level)
    totals = replace(
        totals,
        customers=totals.customers - len(strangers),
        no_customer_cents=totals.no_customer_cents - apart_cents,
        apart_cents=apart_cents,
    )
    return _Counted(known=known, table=table, level=level, totals=totals, events=events)


def _segments(
    shop: _Counted, options: RefreshOptions, more: Known, ctx: RunContext
) -> SegmentAnswer:
    """Groups, and who moved since the file before."""
    return answer_segments(
        *(shop.known, shop.table, shop.level, options.groups, more.found, _since_day(shop, more)),
        options.seed,
        ctx,
        events=shop.events,
    )


def _since_day(shop: _Counted, more: Known) -> int | None:
    return last_file_day(more.earlier_days, shop.table.as_of_day)


def _with_choices(answers: Answers, options: RefreshOptions) -> Answers:
    """What the owner chose, kept beside what follows from it."""
    return replace(
        answers,
        horizon_chosen=options.horizon_days is not None,
        rfm_groups=options.groups.rfm_groups,
        found_k=options.groups.found_k,
        margin_told=options.margin_share is not None,
        margin_share=DEFAULT_MARGIN if options.margin_share is None else options.margin_share,
    )


def check_options(options: RefreshOptions) -> None:
    """Refuse what makes no sense, with a sentence. Raises RequestError."""
    horizon = options.horizon_days
    if horizon is not None and not LEAST_HORIZON_DAYS <= horizon <= MOST_HORIZON_DAYS:
        raise RequestError(
            "bad_horizon",
            asked_days=horizon,
            least_days=LEAST_HORIZON_DAYS,
            most_days=MOST_HORIZON_DAYS,
        )
    medium, high = options.thresholds
    if not 0 < medium < high < 1:
        raise RequestError("bad_thresholds", medium_share=medium, high_share=high)


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
