"""A till, Shopify and Taobao in one project, their small numbers overlapping."""

from __future__ import annotations

import csv
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest

from clm_desktop.store.check import check_project
from clm_desktop.store.project import Project, create_project
from clm_desktop.store.reading import load_transactions
from clm_desktop.usecases.import_files import import_files
from clm_desktop.usecases.preview_files import preview_files

MONTHS, ORDERS = 3, 60  # of each shop; each month's file tells the month before again
Cells = list[str]


def _till(i: int, who: int, cents: int, day: str) -> Cells:
    return [str(i), str(who), f"Ann {who}", day, "Soap", "1", f"{cents / 100:.2f}"]


def _shopify(i: int, who: int, cents: int, day: str) -> Cells:
    money = f"{cents / 100:.2f}"
    mail = f"bob{who}@example.org"
    return [str(i), mail, "paid", f"{day} 10:00:00 +0100", "CNY", money, money, "1", "Mint", money]


def _taobao(i: int, who: int, cents: int, day: str) -> Cells:
    return [
        str(i),
        str(who),
        f"陈{who}",
        f"{day} 11:00:00",
        "茶",
        "1",
        f"{cents / 100:.2f}",
        "交易成功",
    ]


SHOPS = {
    "till": (
        ("Receipt No", "Member No", "Customer name", "Date", "Product", "Qty", "Amount"),
        _till,
    ),
    "shopify": (
        (
            *("Name", "Email", "Financial Status", "Created at", "Currency", "Subtotal", "Total"),
            *("Lineitem quantity", "Lineitem name", "Lineitem price"),
        ),
        _shopify,
    ),
    "taobao": (
        (
            *("订单编号", "买家会员名", "收货人姓名", "订单创建时间", "宝贝标题", "宝贝总数量"),
            *("买家实际支付金额", "订单状态"),
        ),
        _taobao,
    ),
}


def exports(folder: Path) -> dict[tuple[str, int], tuple[Path, dict[int, int]]]:
    """A file per shop and month, with the cents of each order in it."""
    made = {}
    for number, (name, (header, row)) in enumerate(SHOPS.items()):
        draw = np.random.default_rng(number)
        days = np.sort(draw.integers(0, 28 * MONTHS, ORDERS)) + np.arange(ORDERS) / 1000
        sold = [
            (i, i * 7 % 11 + 1, int(draw.integers(300, 9000)), int(day))
            for i, day in enumerate(days.tolist(), start=1001)
        ]
        for month in range(MONTHS):
            mine = [one for one in sold if month - 1 <= one[3] // 28 <= month]
            path = folder / f"{name}-{month}.csv"
            with path.open("w", encoding="utf-8", newline="") as stream:
                out = csv.writer(stream)
                out.writerow(header)
                for i, who, cents, day in mine:
                    out.writerow(row(i, who, cents, f"2024-{1 + day // 28:02d}-{1 + day % 28:02d}"))
            made[name, month] = path, {one[0]: one[2] for one in mine}
    return made


def take(project: Project, path: Path) -> None:
    import_files(project, preview_files([path], project=project).files)


@pytest.mark.parametrize("sequence", list(permutations(SHOPS)))
def test_that_nothing_is_merged_wrongly_and_totals_add_up(
    sequence: tuple[str, ...], tmp_path: Path
) -> None:
    files = exports(tmp_path)
    told: dict[tuple[str, int], int] = {}
    with create_project(tmp_path / "shop.clm", "shop") as project:
        for month in range(MONTHS):
            for name in sequence:
                path, cents = files[name, month]
                take(project, path)
                told |= {(name, order): money for order, money in cents.items()}
        tx = load_transactions(project)
        assert check_project(project).findings == ()
    assert len(told) == 3 * ORDERS
    assert (tx.n_orders, int(tx.order_cents.sum())) == (len(told), sum(told.values()))
    assert tx.n_customers == 3 * 11
    # Whoever bought, bought in one shop only.
    names = np.array([name[:1] for name in tx.customer_name.tolist()], object)
    assert {name: int((names == name).sum()) for name in ("A", "陈")} == {"A": 11, "陈": 11}
