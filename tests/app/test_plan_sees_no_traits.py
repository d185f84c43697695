"""What people are is no reason for a price or a message: only what they bought is looked at."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from zlib import crc32

import pytest

from clm_desktop.app.main import main
from clm_desktop.core.paths import resources

SHOP = resources() / "samples" / "furniture_shop_orders.csv"
TRAITS = {
    "Gender": ("female", "male", "divers"),
    "Birthday": ("1961-03-04", "1999-12-24"),
    "Religion": ("a", "b", "c"),
    "Nationality": ("DE", "TR", "CN"),
}


def plan_items(project: Path, orders: Path, capsys: pytest.CaptureFixture[str]) -> list[dict]:
    assert main(["import", str(project), str(orders)]) == 0
    assert main(["consent", str(project), "--everybody", "email", "--proof", "form"]) == 0
    capsys.readouterr()
    assert main(["plan", str(project), "--budget", "50", "--goal", "keep", "--json"]) == 0
    found: list[dict] = json.loads(capsys.readouterr().out)["items"]
    return found


def test_that_age_gender_faith_and_origin_change_no_plan(tmp_path, capsys) -> None:
    with SHOP.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    told = tmp_path / "traits.csv"
    with told.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, [*rows[0], *TRAITS])
        out.writeheader()
        out.writerows(
            row
            | {k: v[crc32(f"{k}{row['Customer']}".encode()) % len(v)] for k, v in TRAITS.items()}
            for row in rows
        )
    plain = plan_items(tmp_path / "plain.clm", SHOP, capsys)
    assert plan_items(tmp_path / "traits.clm", told, capsys) == plain
    assert {row["role"] for row in plain} >= {"send", "hold_out"}
