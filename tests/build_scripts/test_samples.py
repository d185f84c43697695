"""The sample shops: made by a script, the same bytes every time, nobody real in them."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "resources" / "samples"
FILES = {
    "soap_shop_orders.csv": "utf-8",
    "tea_shop_taobao.csv": "gbk",
    "furniture_shop_orders.csv": "utf-8",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("samples")
    script = ROOT / "build_scripts" / "samples.py"
    subprocess.run([sys.executable, str(script), str(folder)], check=True, capture_output=True)
    return folder


def rows(name: str) -> list[dict[str, str]]:
    text = (SAMPLES / name).read_bytes().decode(FILES[name])
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("name", FILES)
def test_that_the_script_makes_the_committed_bytes(made: Path, name: str) -> None:
    assert (made / name).read_bytes() == (SAMPLES / name).read_bytes()


def test_that_the_samples_are_small() -> None:
    assert sum((SAMPLES / name).stat().st_size for name in FILES) < 4_000_000


def test_that_nobody_in_the_samples_can_be_reached() -> None:
    for name in FILES:
        text = (SAMPLES / name).read_bytes().decode(FILES[name])
        mails = set(re.findall(r"[\w.+-]+@([\w.-]+)", text))
        assert mails <= {"example.com"}
    phones = {row["联系手机"] for row in rows("tea_shop_taobao.csv")}
    assert all(re.fullmatch(r"'138000\d{5}", phone) for phone in phones)
    phones = {row["Phone"] for row in rows("soap_shop_orders.csv")} - {""}
    assert all(re.fullmatch(r"'\+1555010\d{4}", phone) for phone in phones)


def test_that_the_soap_shop_has_regulars_one_timers_refunds_and_a_season() -> None:
    orders = [row for row in rows("soap_shop_orders.csv") if row["Total"]]
    of: dict[str, int] = {}
    for row in orders:
        of[row["Email"]] = of.get(row["Email"], 0) + 1
    assert len(of) == 1_210
    assert 3_800 < len(orders) < 4_400
    assert 0.35 < sum(count == 1 for count in of.values()) / len(of) < 0.65
    assert sum(count >= 6 for count in of.values()) > 100
    assert any(float(row["Refunded Amount"]) > 0 for row in orders)
    months = [row["Created at"][:7] for row in orders]
    assert months.count("2024-11") > 1.2 * months.count("2024-07")


def test_that_the_tea_shop_has_the_quirks_of_the_marketplace() -> None:
    first = rows("tea_shop_taobao.csv")[0]
    assert re.fullmatch(r'="\d{17}"', first["订单编号"])
    assert first["总金额"].endswith("元")
    assert re.fullmatch(r"\d{4}/\d+/\d+ \d+:\d\d", first["订单创建时间"])


def test_that_money_of_each_soap_order_adds_up() -> None:
    sums: dict[str, float] = {}
    for row in rows("soap_shop_orders.csv"):
        line = float(row["Lineitem price"]) * int(row["Lineitem quantity"])
        sums[row["Name"]] = sums.get(row["Name"], 0.0) + line
    for row in rows("soap_shop_orders.csv"):
        if row["Total"]:
            paid = float(row["Subtotal"]) + float(row["Discount Amount"])
            assert paid == pytest.approx(sums[row["Name"]], abs=0.005)
            whole = float(row["Subtotal"]) + float(row["Shipping"])
            assert float(row["Total"]) == pytest.approx(whole, abs=0.005)
            assert float(row["Refunded Amount"]) <= float(row["Total"]) + 0.005
