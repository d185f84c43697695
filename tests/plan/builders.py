"""Small tables and answers to decide from, with only what a test is about."""

from __future__ import annotations

import numpy as np

from clm_desktop.core.message import Message
from clm_desktop.features.customer_table import CustomerTable
from clm_desktop.models.results import Risk, RiskAnswer, Trust, TrustLevel, ValueAnswer

AS_OF = 20_000
TRUST = Trust(
    level=TrustLevel.MODEL, customers=300, repeat_customers=150, span_days=400, unlock=None
)


def table_of(
    frequency: list[int], recency_days: list[int], basket_cents: list[float] | None = None
) -> CustomerTable:
    n = len(frequency)
    often = np.array(frequency, np.int32)
    recency = np.array(recency_days, np.int32)
    basket = np.array(basket_cents if basket_cents is not None else [1_000.0] * n)
    tenure = recency + (often - 1) * 30
    return CustomerTable(
        as_of_day=AS_OF,
        customer=np.arange(n, dtype=np.int32),
        first_day=AS_OF - tenure,
        last_day=AS_OF - recency,
        recency_days=recency,
        quiet_days=np.zeros(n, np.int32),
        tenure_days=tenure,
        frequency=often,
        monetary_cents=np.rint(basket * often).astype(np.int64),
        median_gap_days=np.where(often > 1, 30.0, np.nan),
        mean_basket_cents=basket,
        mean_products=np.ones(n),
    )


def risk_of(
    p_buy: list[float], gap_days: list[float] | float = 30.0, horizon_days: int = 90
) -> RiskAnswer:
    p = np.array(p_buy)
    n = len(p)
    level = np.select([1 - p > 0.66, 1 - p >= 0.33], [int(Risk.HIGH), int(Risk.MEDIUM)], 0)
    return RiskAnswer(
        horizon_days=horizon_days,
        method="mbg",
        p_buy=p,
        p_alive=p,
        risk=np.where(np.isnan(p), int(Risk.NONE), level).astype(np.int8),
        expected_orders=p,
        usual_gap_days=np.broadcast_to(np.asarray(gap_days, np.float64), n).copy(),
        reason_codes=(),
        contribution=np.zeros((n, 0)),
        intercept=0.0,
        thresholds=(0.33, 0.66),
        backtests=(),
        contest=(),
        verdict=Message.of("risk.verdict.look", customers=n),
    )


def value_of(expected_spend_cents: list[float]) -> ValueAnswer:
    spend = np.array(expected_spend_cents)
    return ValueAnswer(
        expected_spend_cents=spend,
        spend_lo_cents=spend,
        spend_hi_cents=spend,
        value_12m_cents=spend,
        value_12m_lo_cents=spend,
        value_12m_hi_cents=spend,
        value_6m_cents=spend * np.nan,
        value_6m_lo_cents=spend * np.nan,
        value_6m_hi_cents=spend * np.nan,
        next_order_from_day=spend * np.nan,
        next_order_to_day=spend * np.nan,
        method="",
        verdict=Message.of("value.verdict.none", customers=len(spend)),
    )
