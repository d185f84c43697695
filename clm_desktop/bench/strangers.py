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
    """A frame (or list of rows) of an observation, empty where there is none.

    Raises ValueError where there is something else.
    """
    found = part(obs, *names)
    if found is None or isinstance(found, list | tuple):
        return pd.DataFrame(found)
    if not isinstance(found, pd.DataFrame):
        raise ValueError(f"{names[0]} must be a pandas DataFrame, not a {type(found).__name__}")
    return found


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


def keys_of(values: pd.Series | None, n: int) -> NDArray[np.object_]:
    """Ids as texts; '' where absent.

    A column of whole numbers in which some row tells nobody holds floats: 17.0 is 17.
    """
    if values is not None and pd.api.types.is_float_dtype(values):
        told = values.dropna()
        if (told == np.floor(told)).all() and np.isfinite(told).all():
            values = values.astype("Int64")
    return text_of(values, n)


def number_of(values: pd.Series | None, n: int, default: float = 0.0) -> NDArray[np.float64]:
    """A column as numbers; the default where it is absent or no number."""
    if values is None:
        return np.full(n, default)
    made = pd.to_numeric(values, errors="coerce").to_numpy(np.float64)
    return np.where(np.isfinite(made), made, default)


def days_of(values: pd.Series) -> Ints:
    """Day numbers of a column of dates, time stamps, texts or whole numbers (then as they are)."""
    values = values.infer_objects()
    if pd.api.types.is_numeric_dtype(values):
        return values.to_numpy(np.int64)
    stamps = values if pd.api.types.is_datetime64_any_dtype(values) else pd.to_datetime(values)
    if stamps.dt.tz is not None:
        stamps = stamps.dt.tz_localize(None)  # the day where the shop is
    return (stamps.to_numpy().astype("datetime64[D]") - EPOCH).astype(np.int64)


def days_or_oldest(values: pd.Series | None, n: int) -> Ints:
    """Day numbers; a row that tells no day is as old as the oldest that does, 0 without any."""
    days = np.zeros(n, np.int64)
    told = values.notna().to_numpy(np.bool_) if values is not None else np.zeros(n, np.bool_)
    if values is not None and told.any():
        days[told] = days_of(values[told])
        days[~told] = days[told].min()
    return days


def money_of(budget: object) -> float:
    """A budget of any kind; nan where none is told."""
    return max(float(budget), 0.0) if isinstance(budget, SupportsFloat) else float("nan")


def same_calendar(orders: pd.DataFrame, today: object) -> None:
    """Raise ValueError where orders tell whole numbers and today is a date, or the other way."""
    days = column(orders, DAY)
    if days is None:
        return
    numbers = pd.api.types.is_numeric_dtype(days.infer_objects())
    if numbers != isinstance(today, int | float | np.number):
        raise ValueError(
            f"days must all be dates or all be numbers: orders tell {days.iloc[0]!r}, "
            f"today is {today!r}"
        )


def share_of(told: object, name: str, default: float) -> float:
    """A share that an observation tells; the default where it tells none."""
    if not isinstance(told, SupportsFloat) or np.isnan(float(told)):
        return default
    if not 0 <= float(told) <= 1:
        raise ValueError(f"{name} must be a share from 0 to 1, not {told}")
    return float(told)


def day_number(today: object) -> int:
    """Day number of a single day in any of these forms; ValueError where there is none."""
    if today is None:
        raise ValueError("an observation must tell what day it is: today, day or date")
    if isinstance(today, pd.Timestamp | datetime):
        return day_of(today.date())
    if isinstance(today, date):
        return day_of(today)
    if isinstance(today, np.datetime64):
        return int((today.astype("datetime64[D]") - EPOCH).astype(np.int64))
    if isinstance(today, str):
        return day_of(pd.Timestamp(today).date())
    return int(today)  # type: ignore[call-overload, no-any-return]
