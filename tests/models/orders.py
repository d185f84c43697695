"""Real order files as Transactions, read plainly: these tests are about models, not import."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from clm_desktop.core.transactions import Transactions

EPOCH = pd.Timestamp("1970-01-01")
FEES = {"POST", "DOT", "M", "m", "BANK CHARGES", "AMAZONFEE", "C2", "D", "CRUK", "S", "B", "PADS"}


def transactions_from(lines: pd.DataFrame) -> Transactions:
    """Lines with columns order, customer, day, quantity, cents, product (None where unknown)."""
    lines = lines.sort_values("day", kind="stable")
    customer, customers = pd.factorize(lines["customer"], sort=True)
    product, products = pd.factorize(lines["product"], sort=True)
    order, orders = pd.factorize(lines["order"])
    first = pd.Series(np.arange(len(lines))).groupby(order).first().to_numpy()
    fee = np.isin(products.astype(str), list(FEES))
    cents = lines["cents"].to_numpy(np.int64)
    quantity = lines["quantity"].to_numpy(float)
    is_product = ~fee[product] if len(products) else np.ones(len(lines), bool)
    sale = np.bincount(order, weights=(quantity > 0) & is_product, minlength=len(orders)) > 0
    blank = np.full(len(orders), "", dtype=object)
    return Transactions(
        order_key=np.asarray(orders, dtype=object),
        order_customer=customer[first].astype(np.int32),
        order_day=lines["day"].to_numpy()[first].astype(np.int32),
        order_cents=np.rint(np.bincount(order, weights=cents, minlength=len(orders))).astype(
            np.int64
        ),
        order_is_sale=sale,
        order_channel=blank,
        order_coupon=blank,
        line_order=order.astype(np.int32),
        line_product=product.astype(np.int32),
        line_quantity=quantity,
        line_cents=cents,
        customer_id=np.arange(1, len(customers) + 1),
        customer_key=np.asarray(customers, dtype=object),
        customer_name=np.full(len(customers), "", dtype=object),
        product_id=np.arange(1, len(products) + 1),
        product_key=np.asarray(products, dtype=object),
        product_name=np.asarray(products, dtype=object),
        product_category=np.full(len(products), "", dtype=object),
        product_is_fee=fee,
        currency="GBP",
        revision=1,
    )


def sales(orders: Sequence[tuple[str, int, int]]) -> Transactions:
    """Transactions of (customer, day, cents), one line each."""
    table = pd.DataFrame(orders, columns=["customer", "day", "cents"])
    return transactions_from(table.assign(order=np.arange(len(table)), quantity=1.0, product="tea"))


def read_cdnow(path: Path) -> Transactions:
    """The 23,570 customers, or the 1/10 sample (five columns, the second is the id)."""
    raw = pd.read_csv(
        path, sep=r"\s+", header=None, dtype=str, skiprows=int(path.name.endswith("master.txt"))
    )
    raw = raw[raw.columns[-4:]].set_axis(["customer", "date", "quantity", "amount"], axis=1)
    return transactions_from(
        pd.DataFrame(
            {
                "order": np.arange(len(raw)),
                "customer": raw["customer"],
                "day": (pd.to_datetime(raw["date"], format="%Y%m%d") - EPOCH).dt.days,
                "quantity": raw["quantity"].astype(float),
                "cents": np.rint(raw["amount"].astype(float) * 100).astype(np.int64),
                "product": None,
            }
        )
    )


def read_online_retail(path: Path) -> Transactions:
    """Both years, the lines that stand in both files counted once."""
    parts = []
    with zipfile.ZipFile(path) as archive:
        for name in sorted(archive.namelist()):
            with archive.open(name) as handle:
                parts.append(pd.read_csv(handle, dtype=str, keep_default_na=False))
    parts = [part.set_axis(list("isdqtpcy"), axis=1) for part in parts]
    when = [pd.to_datetime(part["t"], format="mixed") for part in parts]
    keep_first = when[0] < when[1].min().normalize()
    raw = pd.concat([parts[0][keep_first], parts[1]])
    ts = pd.concat([when[0][keep_first], when[1]])
    quantity = raw["q"].astype(float)
    customer = raw["c"].str.replace(r"\.0$", "", regex=True)
    return transactions_from(
        pd.DataFrame(
            {
                "order": raw["i"].to_numpy(),
                "customer": customer.where(customer != "").to_numpy(),
                "day": (ts.dt.normalize() - EPOCH).dt.days.to_numpy(),
                "quantity": quantity.to_numpy(),
                "cents": np.rint(quantity * raw["p"].str.replace(",", ".").astype(float) * 100)
                .astype(np.int64)
                .to_numpy(),
                "product": raw["s"].to_numpy(),
            }
        )
    )
