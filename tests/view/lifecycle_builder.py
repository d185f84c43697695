"""Builds plausible lifecycle answers for a table of customers, without any model."""

from __future__ import annotations

import numpy as np

from clm_desktop.features.customer_table import CustomerTable
from clm_desktop.models.lifecycle.results import (
    Asked,
    CohortGrid,
    Curve,
    Equity,
    LifecycleAnswer,
    Lorenz,
    OriginGroup,
    Origins,
    PeriodFigures,
    SecondOrders,
    Stages,
    Trend,
)

NAN = float("nan")


def lifecycle_of(table: CustomerTable, *, nan: bool) -> LifecycleAnswer:
    """Two cohorts of months and one quarter, every stage, products and channels."""
    n, day = len(table), table.as_of_day
    return LifecycleAnswer(
        refused=None,
        return_days=90,
        spend_days=180,
        grain="month",
        grids=(_grid("month", table, 8), _grid("quarter", table, 3)),
        file_starts_midway=True,
        trend=Trend(
            verdict="too_few" if nan else "up",
            now_from_day=day - 180,
            now_to_day=day - 90,
            now_new=50,
            now_back=25,
            then_from_day=day - 545,
            then_to_day=day - 455,
            then_new=60,
            then_back=18,
            then_is_last_year=True,
            p_value=NAN if nan else 0.03,
        ),
        second=SecondOrders(
            customers=n,
            second=int((table.frequency > 1).sum()),
            marks=_curve((30, 60, 90, 180, 365), nan),
            curve=_curve(tuple(range(0, 360, 30)), nan),
            median_gap_days=41.0 if n else NAN,
        ),
        asked=Asked(
            people=40,
            known=30,
            bought=12,
            listed=500,
            listed_bought=min(n, 300),
            waiting_customer=np.arange(min(n, 3), dtype=np.int32),
            waiting_day=np.full(min(n, 3), day - 5, dtype=np.int32),
            waiting_cents=np.full(min(n, 3), 4_200, dtype=np.int64),
        ),
        origins=(_origins(table, "product", nan), _origins(table, "channel", nan)),
        stages=_stages(table, nan),
        equity=Equity(
            ahead_days=365,
            so_far_cents=int(table.monetary_cents.sum()),
            expected_cents=NAN if nan else 4_000_000.0,
            low_cents=NAN if nan else 3_000_000.0,
            high_cents=NAN if nan else 5_500_000.0,
            spread=0.2,
            tested=0 if nan else 9,
            covered=0 if nan else 8,
            test_days=180,
            independent=2.5,
        ),
        lorenz=Lorenz(
            share_of_customers=np.linspace(0, 1, 11),
            share_of_sales=np.linspace(0, 1, 11) ** 0.5,
            top_share=0.45 if n else NAN,
            top_customers=max(n // 5, 1),
            gini=0.33 if n else NAN,
        ),
    )


def _grid(grain: str, table: CustomerTable, c: int) -> CohortGrid:
    start = (table.as_of_day - 400 + np.arange(c) * (400 // c)).astype(np.int32)
    size = np.bincount(np.arange(len(table)) % c, minlength=c).astype(np.int64)
    fade = np.where(np.add.outer(np.arange(c), np.arange(c)) < c, 1.0, 0.0)
    fade /= 1 + np.arange(c)
    bought = np.floor(size[:, None] * fade).astype(np.int64)
    return CohortGrid(
        grain=grain,
        start_day=start,
        last_is_open=True,
        size=size,
        customers=bought,
        sales_cents=bought * 2_345,
        back=size // 3,
        back_known=np.arange(c) < c - 2,
    )


def _curve(days: tuple[int, ...], nan: bool) -> Curve:
    share = np.full(len(days), NAN) if nan else np.linspace(0.1, 0.5, len(days))
    return Curve(
        day=np.array(days, dtype=np.int32),
        share=share,
        low=share - 0.05,
        high=share + 0.05,
        followed=np.linspace(200, 20, len(days)).astype(np.int64),
    )


def _origins(table: CustomerTable, dimension: str, nan: bool) -> Origins:
    label = (np.arange(len(table)) % 3).astype(np.int16)
    label[label == 2] = -1
    groups = tuple(
        OriginGroup(
            key=("p0", "p1")[g] if dimension == "product" else ("shop", "")[g],
            product=g if dimension == "product" else -1,
            start_day=-1,
            customers=int((label == g).sum()),
            back_share=NAN if nan else 0.4,
            back_low=NAN if nan else 0.3,
            back_high=NAN if nan else 0.5,
            differs=0 if nan else g,
            watched=0 if nan else 12,
            mean_cents=NAN if nan else 12_000.0,
            best_cents=NAN if nan else 11_000.0,
            low_cents=NAN if nan else 9_000.0,
            high_cents=NAN if nan else 13_000.0,
        )
        for g in range(2)
    )
    return Origins(
        dimension=dimension,
        groups=groups,
        label=label,
        between_cents=900.0,
        within_cents=4_000.0,
        tested_groups=0 if nan else 12,
        raw_error_cents=NAN if nan else 2_000.0,
        best_error_cents=NAN if nan else 1_500.0,
    )


def _stages(table: CustomerTable, nan: bool) -> Stages:
    n, day = len(table), table.as_of_day
    label = (np.arange(n) % 5).astype(np.int8)
    return Stages(
        label=label,
        before=np.where(np.arange(n) % 7, label, -1).astype(np.int8),
        last_year=np.zeros(0, np.int8),
        before_known=not nan,
        period_days=90,
        due_days=40.0,
        lost_days=120.0,
        value_days=180,
        value_bar_cents=NAN if nan else 12_345.0,
        figures=tuple(
            PeriodFigures(
                from_day=day - 90 * (i + 1) + 1,
                to_day=day - 90 * i,
                new=9 - i,
                second=4,
                returning=12,
                kept_of=20,
                kept=8,
                active=21 - i,
                sales_cents=123_456,
                lost=-1 if nan else 3,
                won_back=-1 if nan else 1,
            )
            for i in range(2)
        ),
        happened=(np.arange(n) % 64).astype(np.uint8),
    )
