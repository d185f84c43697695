"""Forecast: coming demand and the stock it asks for, beside simple rules and published peers.

Two years of Online Retail II: the 200 products that sold most in the first 77 weeks are forecast
from 12 later weeks, two apart, four weeks ahead (recommend_forecast.md, sections 2 and 5); M4's
weekly series for the ranges of a total. Needs ../shared/data. statsforecast's IMAPA, AutoTheta and
AutoETS run in the same process where it can be imported; it is not part of the program.
"""

from __future__ import annotations

import csv
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[2])]

import numpy as np  # noqa: E402
from bars import Bar, print_bars  # noqa: E402
from numpy.typing import NDArray  # noqa: E402

from clm_desktop.core.run import NULL_CONTEXT  # noqa: E402
from clm_desktop.core.transactions import Transactions  # noqa: E402
from clm_desktop.features.snapshot import cut  # noqa: E402
from clm_desktop.features.weeks import WeeklyDemand, monday_of, weekly_demand  # noqa: E402
from clm_desktop.models.demand.answer import answer_demand, forecast_series  # noqa: E402
from clm_desktop.models.demand.products import forecast_products, units_needed  # noqa: E402
from clm_desktop.models.demand.smoothing import moving_average  # noqa: E402
from clm_desktop.models.demand.totals import SalesBlock  # noqa: E402
from clm_desktop.models.demand.types import ProductForecast  # noqa: E402
from tests.models.orders import read_online_retail  # noqa: E402

FIRST, ORIGINS, STEP, SPAN = 77, 12, 2, 4
TOP = 200
SERVICE = 0.95  # chance that stock lasts to the next delivery: what the program starts from
M4_EVERY, M4_WEEKS = 3, 208

Floats = NDArray[np.float64]


def main(json_path: Path | None) -> None:
    """Measure forecasts, ranges, stock and cost."""
    folder = Path(__file__).resolve().parents[3] / "shared" / "data"
    if not folder.is_dir():
        raise SystemExit("../shared/data is not beside this checkout")
    tx = read_online_retail(folder / "online_retail" / "online_retail_by_year.zip")
    whole = weekly_demand(tx, tx.last_day)
    top = np.argsort(-whole.units[:, :FIRST].sum(axis=1))[:TOP]
    said = {week: _known_then(tx, whole, week) for week in range(FIRST, whole.n_weeks - SPAN + 1)}
    bars = [*_product_bars(whole, top, said), *_stock_bars(whole, top, said)]
    bars += [_revenue_bar(tx, whole), *_m4_bars(folder / "time_series"), _cost_bar(tx)]
    print_bars(bars, json_path)


def _known_then(tx: Transactions, whole: WeeklyDemand, week: int) -> tuple[Floats, Floats, Floats]:
    """As of a week's eve: four-week sums of the whole shop's products, their ranges and levels."""
    eve = monday_of(whole.first_week + week) - 1
    forecast = forecast_products(weekly_demand(cut(tx, eve), eve), 0, NULL_CONTEXT)
    if forecast is None:
        raise RuntimeError(week)
    level = units_needed(forecast, np.full(len(forecast), float(SPAN)), SERVICE)
    ranges = np.column_stack([forecast.low80, forecast.high80, forecast.low95, forecast.high95])
    row = np.searchsorted(whole.product, forecast.product)
    mean, levels, four = (
        np.zeros(len(whole.product)),
        np.zeros(len(whole.product)),
        np.full((len(whole.product), 4), np.nan),
    )
    mean[row] = np.nan_to_num(_four_weeks(forecast))
    levels[row] = np.nan_to_num(level)
    four[row] = ranges
    return mean, four, levels


def _four_weeks(forecast: ProductForecast) -> Floats:
    return np.asarray(forecast.per_week[:, :SPAN].sum(axis=1), np.float64)


def _product_bars(
    whole: WeeklyDemand, top: NDArray[np.int64], said: dict[int, tuple[Floats, Floats, Floats]]
) -> list[Bar]:
    origins = range(FIRST, FIRST + STEP * ORIGINS, STEP)
    came = np.array([whole.units[top, o : o + SPAN].sum(axis=1) for o in origins])
    ours = np.array([said[o][0][top] for o in origins])
    for name, peer in _peers().items():
        theirs = np.array([peer(whole.units[top, :o], whole.is_open[:o]) for o in origins])
        print(f"  {name}: 4-week WAPE {_wape(theirs, came):.4f}, bias {_bias(theirs, came):+.3f}")
    bars = [
        Bar("products, 4-week WAPE", _wape(ours, came), 0.39, at_most=True),
        Bar("products, absolute bias", abs(_bias(ours, came)), 0.05, at_most=True),
    ]
    for name, low, high, nominal in (("80 %", 0, 1, 0.8), ("95 %", 2, 3, 0.95)):
        ranges = np.array([said[o][1][top] for o in origins])
        inside = (came >= ranges[:, :, low]) & (came <= ranges[:, :, high])
        share = float(inside[np.isfinite(ranges[:, :, low])].mean())
        off = abs(share - nominal)
        bars.append(
            Bar(f"products, {name} range off by", off, 0.03, at_most=True, note=f" {share:.3f}")
        )
    return bars


def _wape(said: Floats, came: Floats) -> float:
    return float(np.abs(said - came).sum() / came.sum())


def _bias(said: Floats, came: Floats) -> float:
    return float((said - came).sum() / came.sum())


Peer = Callable[[NDArray[np.float32], NDArray[np.bool_]], Floats]


def _peers() -> dict[str, Peer]:
    """What a four-week sum would be by simple rules, and by statsforecast if it is there."""
    peers: dict[str, Peer] = {
        f"mean of {n} weeks": lambda units, opened, n=n: SPAN * moving_average(units, opened, n)
        for n in (4, 8, 13)
    }
    try:
        from statsforecast import models as sf
    except ImportError:
        print("statsforecast is not installed: its methods are left out")
        return peers
    for name, model in (("IMAPA", sf.IMAPA), ("AutoTheta", sf.AutoTheta), ("AutoETS", sf.AutoETS)):

        def peer(units: NDArray[np.float32], _: NDArray[np.bool_], model: type = model) -> Floats:
            fits = (model().forecast(y=row.astype(np.float64), h=SPAN) for row in units)
            return np.array([fit["mean"].sum() for fit in fits])

        peers[f"statsforecast {name}"] = peer
    return peers


def _stock_bars(
    whole: WeeklyDemand, top: NDArray[np.int64], said: dict[int, tuple[Floats, Floats, Floats]]
) -> list[Bar]:
    """Weekly review, three weeks' lead time, order up to the level, lost sales."""
    lead = 3
    on_hand = said[FIRST][2][top].copy()
    on_order = np.zeros((lead + 1, TOP))
    demand = sold = stock = 0.0
    for week in sorted(said):
        arrived = on_order[0].copy()
        on_order = np.vstack([on_order[1:], np.zeros((1, TOP))])
        on_hand += arrived
        position = on_hand + on_order.sum(axis=0)
        on_order[lead - 1] += np.ceil(np.maximum(said[week][2][top] - position, 0))
        wanted = whole.units[top, week].astype(np.float64)
        met = np.minimum(on_hand, wanted)
        on_hand -= met
        demand, sold, stock = demand + wanted.sum(), sold + met.sum(), stock + on_hand.sum()
    weeks_of_stock = stock / demand
    return [
        Bar("stock simulation, fill rate", sold / demand, 0.966),
        Bar("stock simulation, weeks of stock", weeks_of_stock, 5.6, at_most=True),
    ]


def _revenue_bar(tx: Transactions, whole: WeeklyDemand) -> Bar:
    errors = total = 0.0
    for origin in range(FIRST, FIRST + STEP * ORIGINS, STEP):
        eve = monday_of(whole.first_week + origin) - 1
        shop = answer_demand(cut(tx, eve), eve, 0, products=False).shop
        if shop is None:
            raise RuntimeError(origin)
        came = whole.sales_cents[origin : origin + SPAN]
        errors += float(np.abs(shop.ahead_cents[:SPAN] - came).sum())
        total += float(came.sum())
    return Bar("revenue of the shop, weekly WAPE over 4 weeks", errors / total, 0.159, at_most=True)


def _m4_bars(folder: Path) -> list[Bar]:
    """Ranges of a total over four weeks, on real weekly series of all kinds."""
    known, later = (_read_m4(folder / f"Weekly-{part}.csv") for part in ("train", "test"))
    inside80, inside95, smape, naive, count = 0, 0, 0.0, 0.0, 0
    for past, came in list(zip(known, later, strict=True))[::M4_EVERY]:
        past = past[-M4_WEEKS:]
        block = SalesBlock(
            sales=past[None], is_open=np.ones(len(past), np.bool_), first_week=0, calendar={}
        )
        said = forecast_series(block, [""], NULL_CONTEXT)[0]
        four = came[:SPAN]
        inside80 += int(
            ((four >= said.low80_cents[:SPAN]) & (four <= said.high80_cents[:SPAN])).sum()
        )
        inside95 += int(
            ((four >= said.low95_cents[:SPAN]) & (four <= said.high95_cents[:SPAN])).sum()
        )
        smape += float((200 * np.abs(came - said.ahead_cents) / (came + said.ahead_cents)).mean())
        naive += float((200 * np.abs(came - past[-1]) / (came + past[-1])).mean())
        count += 1
    share80, share95 = inside80 / (SPAN * count), inside95 / (SPAN * count)
    return [
        Bar("M4 weekly, 80 % range off by", abs(share80 - 0.8), 0.03, True, f" {share80:.3f}"),
        Bar("M4 weekly, 95 % range off by", abs(share95 - 0.95), 0.03, True, f" {share95:.3f}"),
        Bar("M4 weekly, sMAPE by that of the last value", smape / naive, 1.0, at_most=True,
            note=f" {smape / count:.2f}"),
    ]  # fmt: skip


def _read_m4(path: Path) -> list[Floats]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    return [np.array([float(cell) for cell in row[1:] if cell]) for row in rows]


def _cost_bar(tx: Transactions) -> Bar:
    start = time.process_time()
    answer_demand(tx, tx.last_day, 0)
    return Bar("1M lines, 5,000 products, CPU s", time.process_time() - start, 3.0, at_most=True)


if __name__ == "__main__":
    main(None)
