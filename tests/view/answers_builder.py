"""Builds whole, plausible answers from a seed, without any model: for tests of words and pages."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from clm_desktop.core.message import Message
from clm_desktop.features.customer_table import CustomerTable
from clm_desktop.models.codes import RFM_IDS
from clm_desktop.models.recommend.codes import REASON_CODES
from clm_desktop.models.results import (
    Backtest,
    ClusterQuality,
    Contestant,
    Group,
    RecommendAnswer,
    Recommendations,
    RiskAnswer,
    SegmentScheme,
    TakenAlong,
    Trust,
    TrustLevel,
    ValueAnswer,
)
from clm_desktop.plan.answers import (
    Answers,
    RunInfo,
    ShopNames,
    ShopTotals,
    TodayItem,
    Watchlist,
)
from clm_desktop.plan.reorder import with_reorder
from clm_desktop.plan.reorder_types import USUAL_RULES
from tests.view.demand_builder import demand_of, stock_of
from tests.view.lifecycle_builder import lifecycle_of

AS_OF = 15_317  # 9 December 2011
PRODUCTS = 12
RISK_CODES = ("silence", "habit", "recent", "basket", "regularity")


def build(
    n: int = 60, *, seed: int = 1, nan: bool = False, level: TrustLevel | None = None
) -> Answers:
    """Answers about ``n`` customers; with ``nan`` nothing could be estimated for anybody."""
    rng = np.random.default_rng(seed)
    if level is None:
        level = TrustLevel.MODEL if n >= 30 else TrustLevel.LOOK
    nan = nan or level is TrustLevel.LOOK
    table = _table(rng, n)
    p_buy = np.full(n, np.nan) if nan else rng.uniform(0.02, 0.98, n)
    names = _names(n)
    answers = Answers(
        run=RunInfo(as_of_day=AS_OF, horizon_days=90, seed=0, revision=1, program_version="0"),
        names=names,
        trust=Trust(
            level=level,
            customers=n,
            repeat_customers=int((table.frequency > 1).sum()),
            span_days=400,
            unlock=Message.of("trust.unlock_customers", have=n, need=500),
        ),
        totals=_totals(rng, table),
        customers=table,
        schemes=_schemes(rng, n, level),
        risk=_risk(rng, table, p_buy, nan),
        value=_value(rng, n, nan),
        lifecycle=lifecycle_of(table, nan=nan),
        recommend=_recommend(rng, n),
        demand=demand_of(AS_OF, PRODUCTS, refused=nan),
        listed=None if nan else stock_of(names.product_id),
        watchlist=_watchlist(table, p_buy, nan),
        today=_today(n),
    )
    return with_reorder(answers, USUAL_RULES)


def _table(rng: np.random.Generator, n: int) -> CustomerTable:
    recency = rng.integers(0, 300, n).astype(np.int32)
    frequency = rng.integers(1, 9, n).astype(np.int32)
    tenure = (recency + rng.integers(0, 100, n) * (frequency > 1)).astype(np.int32)
    money = rng.integers(-500, 500_000, n)
    return CustomerTable(
        as_of_day=AS_OF,
        customer=np.arange(n, dtype=np.int32),
        first_day=(AS_OF - tenure).astype(np.int32),
        last_day=(AS_OF - recency).astype(np.int32),
        recency_days=recency,
        quiet_days=np.zeros(n, np.int32),
        tenure_days=tenure,
        frequency=frequency,
        monetary_cents=money.astype(np.int64),
        median_gap_days=np.where(frequency > 1, 30.0, np.nan),
        mean_basket_cents=money / frequency,
        mean_products=np.full(n, 2.0),
    )


def _names(n: int) -> ShopNames:
    names = [f"Anna {i}" if i % 3 else "" for i in range(n)]
    return ShopNames(
        customer_id=np.arange(1000, 1000 + n, dtype=np.int64),
        customer_key=np.array([f"c{i}" for i in range(n)], dtype=object),
        customer_name=np.array(names, dtype=object),
        product_id=np.arange(PRODUCTS, dtype=np.int64),
        product_key=np.array([f"p{i}" for i in range(PRODUCTS)], dtype=object),
        product_name=np.array(
            ["薰衣草皂 $5 $6", *(f"Soap {i}" for i in range(1, PRODUCTS))], dtype=object
        ),
        product_category=np.full(PRODUCTS, "", dtype=object),
        currency="GBP",
    )


def _totals(rng: np.random.Generator, table: CustomerTable) -> ShopTotals:
    starts = np.array([14_944, 14_975, 15_006, 15_034, 15_309], dtype=np.int32)
    return ShopTotals(
        customers=len(table) + 2,
        buyers=len(table),
        orders=int(table.frequency.sum()),
        lines=1_000,
        products=PRODUCTS,
        total_cents=int(table.monetary_cents.sum()) + 12_345,
        no_customer_cents=12_345,
        refund_cents=-4_321,
        fee_cents=100,
        first_day=AS_OF - 400,
        last_day=AS_OF,
        returning_share=float((table.frequency > 1).mean()) if len(table) else float("nan"),
        month_start_day=starts,
        month_sales_cents=rng.integers(100_000, 900_000, len(starts)),
        month_new_customers=rng.integers(1, 30, len(starts)),
        month_returning_customers=rng.integers(1, 60, len(starts)),
    )


def _schemes(rng: np.random.Generator, n: int, level: TrustLevel) -> tuple[SegmentScheme, ...]:
    if level is TrustLevel.LOOK:
        why = Message.of("segments.refused.few_customers", have=n, need=30)
        return tuple(_refused(name, n, why) for name in ("rfm", "clusters"))
    ids = RFM_IDS[:5]
    label = rng.integers(0, 5, n).astype(np.int16)
    quality = ClusterQuality(
        k=3,
        silhouette=0.4,
        inertia=12.0,
        davies_bouldin=0.9,
        stability_ari=0.8,
        verdict=Message.of("segments.quality.so_so", silhouette=0.4, stability_share=0.8),
    )
    rfm = tuple(
        _group(f"segment.{i}", f"segment.{i}.meaning", i, label, k) for k, i in enumerate(ids)
    )
    found = rng.integers(0, 3, n).astype(np.int16)
    kinds = ("recent_often_big", "resting_once_small", "resting_once_small")
    clusters = tuple(
        replace(
            _group(f"cluster.{k}", "cluster.meaning", f"cluster_{k + 1}", found, k),
            name=Message.of(f"cluster.name.{kind}", number=k if kind == kinds[2] else 0),
            do=Message.of(f"cluster.do.{kind.rpartition('_')[0]}"),
            dont=Message.of(f"cluster.dont.{kind.rpartition('_')[0]}"),
        )
        for k, kind in enumerate(kinds)
    )
    return (
        SegmentScheme(scheme="rfm", groups=rfm, label=label, quality=None, refused=None),
        SegmentScheme(
            scheme="clusters", groups=clusters, label=found, quality=quality, refused=None
        ),
    )


def _refused(scheme: str, n: int, why: Message) -> SegmentScheme:
    label = np.full(n, -1, dtype=np.int16)
    return SegmentScheme(scheme=scheme, groups=(), label=label, quality=None, refused=why)


def _group(prefix: str, meaning: str, segment_id: str, label: np.ndarray, place: int) -> Group:
    share = 0.4 / (place + 1)
    return Group(
        segment_id=segment_id,
        name=Message.of(f"{prefix}.name"),
        meaning=Message.of(
            meaning,
            customers=int((label == place).sum()),
            sales_share=share,
            median_recency_days=30.0,
            median_orders=2.0,
            median_spent_cents=12_345.0,
        ),
        do=Message.of(f"{prefix}.do"),
        dont=Message.of(f"{prefix}.dont"),
        customers=int((label == place).sum()),
        share_of_sales=share,
        median_recency_days=30.0,
        median_frequency=2.0,
        median_monetary_cents=12_345.0,
    )


def _risk(
    rng: np.random.Generator, table: CustomerTable, p_buy: np.ndarray, nan: bool
) -> RiskAnswer:
    n = len(table)
    leave = 1 - p_buy
    risk = np.where(leave >= 0.66, 2, np.where(leave >= 0.33, 1, 0)).astype(np.int8)
    tests = () if nan else (_backtest(AS_OF - 90), _backtest(AS_OF - 120))
    return RiskAnswer(
        horizon_days=90,
        method="rule" if nan else "blend",
        p_buy=p_buy,
        p_alive=p_buy,
        risk=np.full(n, -1, dtype=np.int8) if nan else risk,
        expected_orders=p_buy * 2,
        usual_gap_days=np.full(n, np.nan) if nan else rng.uniform(10, 90, n),
        reason_codes=() if nan else RISK_CODES,
        contribution=np.zeros((n, 0)) if nan else rng.normal(size=(n, 5)),
        intercept=0.0,
        thresholds=(0.33, 0.66),
        backtests=tests,
        contest=()
        if nan
        else (
            Contestant(method="rule", auc=0.7, log_loss=0.6, chosen=False),
            Contestant(method="blend", auc=0.78, log_loss=0.5, chosen=True),
        ),
        verdict=Message.of("risk.verdict.look", customers=n)
        if nan
        else Message.of(
            "risk.verdict.tested",
            horizon_days=90,
            cutoff_day=AS_OF - 90,
            named=40,
            named_right=29,
            guess_right=21,
        ),
    )


def _backtest(cutoff_day: int) -> Backtest:
    return Backtest(
        cutoff_day=cutoff_day,
        horizon_days=90,
        customers=120,
        named=40,
        named_right=29,
        base_rate=0.52,
        accuracy=0.7,
        precision=0.725,
        recall=0.6,
        f1=0.66,
        auc=0.78,
        log_loss=0.5,
        brier=0.18,
        calibration_error=0.03,
        said_share=(0.1, 0.5, 0.9, float("nan")),
        was_share=(0.12, 0.45, 0.88, float("nan")),
        bin_customers=(40, 40, 40, 0),
    )


def _value(rng: np.random.Generator, n: int, nan: bool) -> ValueAnswer:
    none = np.full(n, np.nan)
    spend = none if nan else rng.uniform(0, 50_000, n)
    return ValueAnswer(
        expected_spend_cents=spend,
        spend_lo_cents=spend * 0.5,
        spend_hi_cents=spend * 2,
        value_12m_cents=spend * 4,
        value_12m_lo_cents=spend * 2,
        value_12m_hi_cents=spend * 8,
        value_6m_cents=spend * np.nan,
        value_6m_lo_cents=spend * np.nan,
        value_6m_hi_cents=spend * np.nan,
        next_order_from_day=none if nan else np.where(np.arange(n) % 2, np.nan, AS_OF + 5.0),
        next_order_to_day=none if nan else np.where(np.arange(n) % 2, np.nan, AS_OF + 25.0),
        method="mbg",
        verdict=Message.of("value.verdict.untested", span_days=400),
    )


def _recommend(rng: np.random.Generator, n: int) -> RecommendAnswer:
    per = 4  # two to buy again, two new ones
    size = n * per
    return RecommendAnswer(
        lists=Recommendations(
            customer=np.repeat(np.arange(n, dtype=np.int32), per),
            is_new=np.tile(np.array([False, False, True, True]), n),
            rank=np.tile(np.array([1, 2, 1, 2], dtype=np.int16), n),
            product=rng.integers(0, PRODUCTS, size).astype(np.int32),
            p=rng.uniform(0, 0.6, size),
            reason_codes=REASON_CODES,
            reason_code=(np.arange(size) % len(REASON_CODES)).astype(np.int8),
            reason_product=rng.integers(0, PRODUCTS, size).astype(np.int32),
            reason_a=np.full(size, 3.0),
            reason_b=np.full(size, 9.0),
        ),
        method="logistic",
        hit_share=0.78,
        best_seller_hit_share=0.39,
        ndcg=0.3,
        best_seller_ndcg=0.1,
        tested_customers=n,
        tips_judged=10,
        verdict=Message.of(
            "recommend.better", tested=n, tips=10, hit_share=0.78, best_seller_share=0.39
        ),
        pair_a=np.array([0, 2], dtype=np.int32),
        pair_b=np.array([1, 3], dtype=np.int32),
        pair_orders=np.array([31, 8], dtype=np.int64),
        pair_confidence=np.array([0.31, 0.2]),
        pair_lift=np.array([4.2, 2.0]),
        along=TakenAlong(
            product=np.array([0, 0], dtype=np.int32),
            along=np.array([1, 2], dtype=np.int32),
            orders=np.array([31, 12], dtype=np.int64),
            share=np.array([0.22, 0.07]),
            product_orders=np.full(PRODUCTS, 100, np.int64),
        ),
    )


def _watchlist(table: CustomerTable, p_buy: np.ndarray, nan: bool) -> Watchlist:
    row = np.arange(0, len(table), 3, dtype=np.int32)
    return Watchlist(
        row=row,
        p_leave=1 - p_buy[row],
        value_at_risk_cents=np.full(len(row), np.nan) if nan else np.linspace(9_000, 100, len(row)),
        overdue_days=np.full(len(row), np.nan) if nan else np.full(len(row), 12.0),
    )


def _today(n: int) -> tuple[TodayItem, ...]:
    return (
        TodayItem(
            kind="add_data",
            headline=Message.of("trust.unlock_customers", have=n, need=500),
            detail=Message.of("trust.unlock_days", have_days=12, need_days=90),
            row=np.arange(min(n, 3), dtype=np.int32),
            value_cents=123_456.0,
            opens="data",
        ),
    )
