"""Order files of 1M lines: CPU, memory and size against ``sqlite3 .import`` of the raw file."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

import numpy as np
from bars import Bar, cost_of, print_bars

CHILD = Path(__file__).resolve().parent.parent / "ingest_child.py"
_PROGRAM = [sys.executable, "-m", "clm_desktop"]
BLOCK = 200_000
COUNTRIES = ("Germany", "France", "Italy", "Spain", "Poland", "United Kingdom", "Sweden")
ADJECTIVES = ("Blue", "Red", "Small", "Large", "Striped", "Wooden", "Ceramic", "Woven")
THINGS = ("mug", "towel", "basket", "candle", "bowl", "cushion", "lamp", "tray", "clock")
HEADER = "order_id,created_at,customer_email,sku,product,quantity,unit_price,country\n"


def write_orders(path: Path, n_lines: int, seed: int, first_order: int = 100_000) -> None:
    """Write a shop's order lines in the order of time.

    Some 2.5 lines per order and 22 per customer, 3,000 products; 1 % of the lines stand twice,
    0.2 % cannot be understood (half of them no date, half no price).
    """
    rng = np.random.default_rng(seed)
    n_customers = max(10, n_lines // 22)
    products = [f"SKU-{p:05d},{ADJECTIVES[p % 8]} {THINGS[p % 9]} no. {p}" for p in range(3_000)]
    prices = [f"{cents // 100}.{cents % 100:02d}" for cents in rng.integers(150, 9_000, 3_000)]
    seconds = 3 * 365 * 86_400 / n_lines
    start = np.datetime64("2021-01-01T00:00:00")
    order = first_order
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write(HEADER)
        for done in range(0, n_lines, BLOCK):
            n = min(BLOCK, n_lines - done)
            begins = rng.random(n) < 0.4
            begins[0] = True
            number = np.cumsum(begins)
            buyer = rng.integers(0, n_customers, number[-1] + 1)[number]
            moment = np.maximum.accumulate(np.where(begins, np.arange(n), 0)) + done
            ts = np.datetime_as_string(start + (moment * seconds).astype("timedelta64[s]"))
            product = rng.integers(0, 3_000, n)
            pieces = rng.integers(1, 5, n)
            fate = rng.random(n)
            lines = []
            facts = (number + order, ts, buyer, product, pieces, fate)
            for o, t, b, p, q, f in zip(*(x.tolist() for x in facts), strict=True):
                when = "soon" if f < 0.001 else t.replace("T", " ")
                price = "gift" if 0.001 <= f < 0.002 else prices[p]
                line = (
                    f"{o},{when},customer{b}@example.com,{products[p]},{q},{price},"
                    f"{COUNTRIES[b % 7]}\n"
                )
                lines.append(line * 2 if f > 0.99 else line)
            out.write("".join(lines))
            order += int(number[-1])


def main(json_path: Path | None) -> None:
    """Measure with 1M lines, print the table."""
    print_bars(measure(1_000_000, most_ratio=2.6, most_mb=300), json_path)


def main_full(json_path: Path | None) -> None:
    """Measure with 1M and with 10M lines (25 minutes, 5 GB of disk)."""
    small = measure(1_000_000, most_ratio=2.6, most_mb=300)
    print_bars([*small, *measure(10_000_000, most_ratio=3.2, most_mb=1000)], json_path)


def measure(n_lines: int, *, most_ratio: float, most_mb: float) -> list[Bar]:
    """Import, import again, append and read back; the raw import before and after."""
    size = f"{n_lines // 1_000_000}M lines"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its byte code
        os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "byte_code")
        csv, more, project = folder / "orders.csv", folder / "more.csv", folder / "shop.clm"
        write_orders(csv, round(n_lines / 1.01), seed=1)
        write_orders(more, 10_000, seed=2, first_order=90_000_000)
        raw = [_raw(csv, folder)]
        ours = cost_of([*_PROGRAM, "import", str(project), str(csv), "--json"])
        if ours.status:
            raise SystemExit(ours.err)
        raw.append(_raw(csv, folder))
        for turn in range(2 if n_lines <= 1_000_000 else 0):  # the least counts: others disturb
            again = folder / f"again{turn}.clm"
            repeat = cost_of([*_PROGRAM, "import", str(again), str(csv), "--json"])
            raw.append(_raw(csv, folder))
            ours = min(ours, repeat, key=lambda c: c.cpu_s)
        ratio = ours.cpu_s / min(raw)
        note = f"{ours.cpu_s:.2f} s : {min(raw):.2f} s ({_peer()})"
        packed = project.stat().st_size / csv.stat().st_size
        read_back = _part("rfm", project)
        appended = _part("append", project, more)
        known = _part("append", project, more)
        return [
            Bar(f"{size}: whole import, CPU : raw import", ratio, most_ratio, True, note),
            Bar(f"{size}: peak memory, MB", ours.peak_mb, most_mb, True),
            Bar(f"{size}: project : CSV, bytes", packed, 0.75, True),
            Bar(f"{size}: RFM of {read_back['customers']:.0f} customers, CPU s",
                read_back["cpu_s"], 0.5, True),
            Bar(f"{size}: 10k lines more, CPU s", appended["cpu_s"], 0.3, True),
            Bar(f"{size}: the same file again, rows added", known["added"], 0, True),
        ]  # fmt: skip


def _part(what: str, *paths: Path) -> dict[str, float]:
    answer = cost_of([sys.executable, str(CHILD), what, *map(str, paths)])
    if answer.status:
        raise SystemExit(answer.err)
    told: dict[str, float] = json.loads(answer.out)
    return told


def _peer() -> str:
    return "sqlite3 .import" if shutil.which("sqlite3") else "csv + executemany"


def _raw(csv: Path, folder: Path) -> float:
    """CPU seconds of bringing the text into one untyped table without an index."""
    base = folder / "raw.db"
    base.unlink(missing_ok=True)
    if shutil.which("sqlite3"):
        script = folder / "raw.sql"
        script.write_text(f".mode csv\n.import {csv.as_posix()} orders\n", "utf-8")
        return cost_of(["sqlite3", str(base)], script).cpu_s
    code = (
        "import csv, sqlite3, sys; d = sqlite3.connect(sys.argv[2]); r = csv.reader(open("
        "sys.argv[1], encoding='utf-8', newline='')); h = next(r);"
        "d.execute('CREATE TABLE o (' + ','.join(h) + ')');"
        "d.executemany('INSERT INTO o VALUES (' + ','.join('?' * len(h)) + ')', r); d.commit()"
    )
    return cost_of([sys.executable, "-c", code, str(csv), str(base)]).cpu_s
