"""Everything behind the tab Worth, from the transactions of a day."""

from __future__ import annotations

import numpy as np

from clm_desktop.core.run import RunContext
from clm_desktop.core.transactions import Transactions
from clm_desktop.features.customer_table import CustomerTable
from clm_desktop.features.events import Events
from clm_desktop.models.lifecycle.asked import asked
from clm_desktop.models.lifecycle.beginnings import Beginnings, beginnings
from clm_desktop.models.lifecycle.cohorts import (
    cohort_grids,
    first_grain,
    starts_midway,
    trend,
)
from clm_desktop.models.lifecycle.conversion import return_window_days, second_orders
from clm_desktop.models.lifecycle.equity import equity, lorenz
from clm_desktop.models.lifecycle.origins import all_origins
from clm_desktop.models.lifecycle.results import LifecycleAnswer
from clm_desktop.models.lifecycle.stages import stages
from clm_desktop.models.repeat.rhythm import shop_gap_of_table
from clm_desktop.models.results import Trust, ValueAnswer

SPEND_DAYS = (365, 180, 90, 30)
WATCHED_SHARE = 0.4  # of all customers must be through their first days to compare those


def answer_lifecycle(
    tx: Transactions,
    table: CustomerTable,
    trust: Trust,
    value: ValueAnswer,
    ctx: RunContext,
    *,
    events: Events | None = None,
) -> LifecycleAnswer:
    """Cohorts, second orders, stages, origins and worth as of the day of ``table``.

    ``tx`` must be cut at that day; ``events`` are its own, where they are there already. Where a
    file hides its buyers, ``refused`` says so and only what needs no returning is to be shown.
    Cost: 1M lines / 50k customers about 1 s.
    """
    ctx.report(0.0, "lifecycle")
    begun = beginnings(tx, table, events)
    gap, span = shop_gap_of_table(table), int(table.tenure_days.max(initial=0))
    window = return_window_days(gap, span)
    ctx.check()
    grids = cohort_grids(begun, window)
    shown = first_grain(grids, gap, span)
    by_period = next((grid for grid in grids if grid.grain == shown), None)
    ctx.report(0.4, "lifecycle")
    days = spend_days(begun)
    origins = all_origins(tx, begun, by_period, window, days)
    ctx.report(0.7, "lifecycle")
    return LifecycleAnswer(
        refused=trust.hidden_buyers,
        return_days=window,
        spend_days=days,
        grain=shown,
        grids=grids,
        file_starts_midway=starts_midway(grids),
        trend=trend(begun, window),
        second=second_orders(begun),
        asked=asked(tx, begun, window),
        origins=origins,
        stages=stages(begun, table, window),
        equity=equity(table, value),
        lorenz=lorenz(table.monetary_cents),
    )


def spend_days(begun: Beginnings) -> int:
    """The longest first days through which two in five customers are already."""
    if not len(begun):
        return SPEND_DAYS[-1]
    through = [float(np.mean(begun.tenure_days >= days)) for days in SPEND_DAYS]
    fitting = [d for d, s in zip(SPEND_DAYS, through, strict=True) if s >= WATCHED_SHARE]
    return fitting[0] if fitting else SPEND_DAYS[-1]
