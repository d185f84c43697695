"""All bars of the importer in one table; ``--full`` adds 10M lines."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import bench
from bars import Bar, print_bars

PARTS = ("ingest_rows", "ingest_formats", "ingest_workbooks", "ingest_speed")


def main(json_path: Path | None) -> None:
    """Measure everything but 10M lines, print the table."""
    _measure(json_path, full=False)


def main_full(json_path: Path | None) -> None:
    """Measure everything, print the table."""
    _measure(json_path, full=True)


def _measure(json_path: Path | None, *, full: bool) -> None:
    bars = [*_pollock(_answer("ingest_pollock")), *_encoding(_answer("ingest_encoding"))]
    for part in PARTS:
        told = _answer(part, full=full)
        bars += [Bar(**{k: v for k, v in bar.items() if k != "met"}) for bar in told]
    print_bars(bars, json_path)


def _answer(name: str, *, full: bool = False):  # noqa: ANN202 - whatever the benchmark writes
    print(f"\n{name}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answer.json"
        module = bench.load(name)
        (getattr(module, "main_full", module.main) if full else module.main)(path)
        return json.loads(path.read_text("utf-8"))


def _pollock(told: dict[str, float]) -> list[Bar]:
    return [
        Bar(f"Pollock, {told['files']} files, bytes only: simple", told["simple"], 9.96),
        Bar("Pollock: weighted", told["weighted"], 9.85),
    ]


def _encoding(told: dict[str, dict[str, float]]) -> list[Bar]:
    bars = {"with code page as hint": 0.97, "without hint": 0.94}
    return [
        Bar(f"whole text decoded right at 3 %, {how}", told[how]["3% of rows"], bar)
        for how, bar in bars.items()
    ]


if __name__ == "__main__":
    main(None)
