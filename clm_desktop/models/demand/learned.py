"""One model for all products: how the next four weeks compare with a product's usual weeks.

Boosted trees on scaled lags with a Poisson loss (recommend_forecast.md, section 5): trained on
absolute errors they would forecast the median, 23 % too low in total, and empty the shelves.
The lags of order *lines* stand beside those of units: one customer's 500 pieces do not return.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingRegressor

from clm_desktop.core.run import RunContext

SPAN_WEEKS = 4
MIN_SERIES, MIN_WEEKS = 60, 52
MAX_SERIES, MAX_ROWS = 1000, 20_000
_FIRST_WEEK, _YOUNGEST = 13, 8
_LARGEST_RATIO = 20.0  # a product that sells 20 times its usual is a one-off order
_ITERATIONS = 60
_MODELS = 3

Floats = NDArray[np.float64]
Matrix = NDArray[np.floating]


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """What all products together taught: their answers are averaged."""

    models: tuple[HistGradientBoostingRegressor, ...]


def learn(units: Matrix, lines: Matrix, seed: int, ctx: RunContext) -> Learned | None:
    """Fit on every second past week of (products, weeks); None where there is too little.

    The best-selling 1,000 products teach. Cost: about 0.6 CPU s at 1,000 x 104.
    """
    if len(units) < MIN_SERIES or units.shape[1] < MIN_WEEKS:
        return None
    best = best_sellers(units)
    units, lines = units[best], lines[best]
    first = first_sale(units)
    rows, ratios, weights = [], [], []
    for week in range(units.shape[1] - SPAN_WEEKS, _FIRST_WEEK, -2):
        ctx.check()
        teaches = (first < week - _YOUNGEST) & (units[:, max(0, week - 26) : week].sum(axis=1) > 0)
        facts, usual = design(units[teaches], lines[teaches], week, units)
        rows.append(facts)
        ratios.append(units[teaches, week : week + SPAN_WEEKS].mean(axis=1) / usual)
        weights.append(usual)
    facts, ratio, weight = np.concatenate(rows), np.concatenate(ratios), np.concatenate(weights)
    if len(ratio) < MIN_SERIES:
        return None
    # Drawn by weight instead of weighted: scikit-learn 1.9 bins weighted rows five times as slowly.
    # Several draws are averaged, since what one draw holds moves the total by some per cent.
    random = np.random.default_rng(seed)
    facts, ratio = _filled(facts), np.minimum(ratio, _LARGEST_RATIO)
    size, chance = min(MAX_ROWS, 2 * len(ratio)), weight / weight.sum()
    models = []
    for _ in range(_MODELS):
        ctx.check()
        drawn = random.choice(len(ratio), size, p=chance)
        models.append(_trees(seed).fit(facts[drawn], ratio[drawn]))
    return Learned(models=tuple(models))


def _trees(seed: int) -> HistGradientBoostingRegressor:
    return HistGradientBoostingRegressor(
        loss="poisson",
        max_iter=_ITERATIONS,
        learning_rate=0.08,
        max_leaf_nodes=15,
        min_samples_leaf=40,
        early_stopping=False,
        random_state=seed,
    )


def predict(learned: Learned, units: Matrix, lines: Matrix, shop_units: Matrix) -> Floats:
    """Units per week over the next four weeks, for every product."""
    facts, usual = design(units, lines, units.shape[1], shop_units)
    facts = _filled(facts)
    ratio = np.mean([model.predict(facts) for model in learned.models], axis=0)
    return np.asarray(ratio * usual, np.float64)


def best_sellers(units: Matrix) -> NDArray[np.int64]:
    """Rows of the products that teach, best-selling first."""
    best: NDArray[np.int64] = np.argsort(-units.sum(axis=1), kind="stable")[:MAX_SERIES]
    return best


def first_sale(units: Matrix) -> NDArray[np.int64]:
    """Week of each product's first sale; 0 for one that never sold."""
    return np.asarray(np.argmax(units > 0, axis=1), np.int64)


def design(units: Matrix, lines: Matrix, week: int, shop_units: Matrix) -> tuple[Floats, Floats]:
    """Facts known before ``week`` and each product's usual units per week, by which all is scaled.

    ``shop_units`` are all products that teach: their sum tells how the shop as a whole does.
    """
    shop = shop_units[:, :week].sum(axis=0, dtype=np.float64)
    sold, ordered = units[:, :week].astype(np.float64), lines[:, :week].astype(np.float64)
    usual = np.maximum((_mean(sold, 13) + _mean(sold, 26)) / 2, 0.05)
    usual_lines = _mean(ordered, 26) + 0.05
    per_usual = [
        *(sold[:, week - 1 - back] for back in range(4)),
        *(_mean(sold, weeks) for weeks in (4, 8, 13, 26, 52)),
        _last_year(sold, SPAN_WEEKS),
        _last_year(sold, -8),
        sold[:, max(0, week - 26) :].std(axis=1),
    ]
    per_line = [ordered[:, week - 1], _mean(ordered, 4), _mean(ordered, 13)]
    last_year_lines = _last_year(ordered, SPAN_WEEKS) / (_last_year(ordered, -8) + 0.05)
    newest = week - 1 - np.argmax(sold[:, ::-1] > 0, axis=1)
    shop_now = shop[week - 4 :].mean() / max(shop[max(0, week - 26) :].mean(), 1e-9)
    shop_then = _last_year(shop[None], SPAN_WEEKS) / np.maximum(_last_year(shop[None], -8), 1e-9)
    plain = [
        np.log(usual),
        np.log(usual_lines),
        last_year_lines,
        np.full(len(sold), shop_now),
        np.full(len(sold), shop_then[0]),
        week - 1.0 - newest,
        np.minimum(week - first_sale(sold), 60).astype(np.float64),
        (sold[:, max(0, week - 26) :] == 0).mean(axis=1),
    ]
    facts = [column / usual for column in per_usual] + [c / usual_lines for c in per_line] + plain
    return np.column_stack(facts), usual


def _mean(sold: Floats, weeks: int) -> Floats:
    return np.asarray(sold[:, -weeks:].mean(axis=1), np.float64)


def _last_year(sold: Floats, weeks: int) -> Floats:
    """Mean of the coming ``weeks`` a year ago, or of those before them when negative; or NaN."""
    now = sold.shape[1] - 52
    if now < SPAN_WEEKS:
        return np.full(len(sold), np.nan)
    window = sold[:, now : now + weeks] if weeks > 0 else sold[:, max(0, now + weeks) : now]
    return np.asarray(window.mean(axis=1), np.float64)


def _filled(facts: Floats) -> Floats:
    """A column without any value would stop scikit-learn 1.9's binning; a constant is ignored."""
    facts[:, np.isnan(facts).all(axis=0)] = 0.0
    return facts
