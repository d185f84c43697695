"""Customers: every bar of repeat purchase, risk, value, segments and reasons, beside its peers.

Needs ../shared/data. The peer ``lifetimes`` is put into build/bench_peers when it cannot be
imported (it is archived and not part of the program); boosted trees and plain linear regression
are scikit-learn's. Takes some minutes: every chance is computed anew as of each past day.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[2])]

from customer_bars import cost, golden, labelled, odd, rolling, segments, small  # noqa: E402
from customer_bars.bars import Bar, few_threads, say  # noqa: E402
from customer_bars.shops import Shops, data_folder  # noqa: E402


def main(json_path: Path | None) -> None:
    """Measure part after part, print bar, figure and verdict of each."""
    few_threads()
    folder = data_folder()
    if folder is None:
        raise SystemExit("../shared/data is not beside this checkout")
    bars: list[Bar] = []
    bars += say(cost.refresh_bars())  # first: the peak of memory is that of the whole process
    shops = Shops(folder)
    bars += say(golden.golden_bars(shops))
    bars += say(golden.speed_bars())
    bars += say(segments.segment_bars(shops))
    bars += say(cost.reason_bars(shops))
    bars += say(odd.odd_bars())
    bars += say(small.small_bars(shops))
    bars += say(labelled.labelled_bars(folder))
    bars += say(rolling.rolling_bars(shops))
    met = sum(bar.met for bar in bars)
    print(f"{met} of {len(bars)} bars met")
    if json_path is not None:
        json_path.write_text(json.dumps([asdict(bar) for bar in bars]), "utf-8")


if __name__ == "__main__":
    main(None)
