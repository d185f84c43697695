"""Frames of any simulator, read with what they happen to be called.

Columns may have one of several names, days may be dates, time stamps or whole numbers, catalogues
may be absent. Nothing else of an observation is looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import SupportsFloat

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clm_desktop.core.days import day_of

DAY = ("date", "day", "order_date", "ts", "timestamp", "datetime", "at", "time")
CUSTOMER = ("customer_id", "customer", "cust_id", "client_id", "user_id")
AMOUNT = ("amount", "total", "net", "revenue", "spend", "price", "value")
DISCOUNT = ("discount", "discount_amount", "coupon", "discount_used")
PRODUCT = ("product", "product_id", "sku", "item", "item_id")
CATEGORY = ("category", "product_category")
ORDER = ("order_id", "order", "id")
ACTION = ("action_id", "action", "id", "key", "name")
CHANNEL = ("channel_id", "channel", "id", "key", "name")
YES = frozenset({"granted", "yes", "true", "1", "1.0", "opt_in", "opted_in", "ok", "agreed"})
EPOCH = np.datetime64("1970-01-01", "D")

Ints = NDArray[np.int64]


def part(obs: object, *names: str) -> object | None:
    """First of several attributes (or keys) that an observation has; None without any."""
    for name in names:
        found: object = obs.get(name) if isinstance(obs, dict) else getattr(obs, name, None)
        if found is not None:
            return found
    return None


def frame(obs: object, *names: str) -> pd.DataFrame:
    """A frame of an observation, empty where there is none."""
    found = part(obs, *names)
    return found if isinstance(found, pd.DataFrame) else pd.DataFrame()


def told_rows(rows: pd.DataFrame, *needed: Sequence[str]) -> pd.DataFrame:
    """The rows that tell all that is needed (nobody's order is nobody's); as it is without them."""
    found = [column(rows, names) for names in needed]
    keep = np.ones(len(rows), np.bool_)
    for one in found:
        if one is not None:
            keep &= one.notna().to_numpy(np.bool_)
    return rows if keep.all() else rows[keep]


def column(rows: pd.DataFrame, names: Sequence[str]) -> pd.Series | None:
    """First column that has one of the names, whatever the case; None without any."""
    known = {str(name).lower(): name for name in rows.columns}
    for name in names:
        if name in known:
            return rows[known[name]]
    return None


def text_of(values: pd.Series | None, n: int) -> NDArray[np.object_]:
    """A column as texts; '' where it is absent or empty."""
    if values is None:
        return np.full(n, "", object)
    return values.astype(object).where(values.notna(), "").astype(str).to_numpy(object)


def number_of(values: pd.Series | None, n: int, default: float = 0.0) -> NDArray[np.float64]:
    """A column as numbers; the default where it is absent or no number."""
    if values is None:
        return np.full(n, default)
    made = pd.to_numeric(values, errors="coerce").to_numpy(np.float64)
    return np.where(np.isfinite(made), made, default)


def days_of(values: pd.Series) -> Ints:
    """Day numbers of a column of dates, time stamps, texts or whole numbers (then as they are)."""
    if pd.api.types.is_numeric_dtype(values):
        return values.to_numpy(np.int64)
    stamps = values if pd.api.types.is_datetime64_any_dtype(values) else pd.to_datetime(values)
    if stamps.dt.tz is not None:
        stamps = stamps.dt.tz_localize(None)  # the day where the shop is
    return (stamps.to_numpy().astype("datetime64[D]") - EPOCH).astype(np.int64)


def money_of(budget: object) -> float:
    """A budget of any kind; nan where none is told."""
    return max(float(budget), 0.0) if isinstance(budget, SupportsFloat) else float("nan")


def day_number(today: object) -> int:
    """Day number of a single day in any of these forms."""
    if isinstance(today, pd.Timestamp | datetime):
        return day_of(today.date())
    if isinstance(today, date):
        return day_of(today)
    if isinstance(today, np.datetime64):
        return int((today.astype("datetime64[D]") - EPOCH).astype(np.int64))
    if isinstance(today, str):
        return day_of(pd.Timestamp(today).date())
    return int(today)  # type: ignore[call-overload, no-any-return]
