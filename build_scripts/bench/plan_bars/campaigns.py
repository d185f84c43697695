"""Hillstrom's randomised e-mail test (64,000 customers, 2008): whom a message moves."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from bars import Bar

from clm_desktop.bench.report import t_quantile
from clm_desktop.models.uplift.evaluate import ipw_value, qini, uplift_at
from clm_desktop.models.uplift.learner import choose_arms, fit_uplift
from clm_desktop.models.uplift.types import Campaign

ARMS = ("No E-Mail", "Mens E-Mail", "Womens E-Mail")
SPLITS = 20
LEARN_SHARE = 0.7  # of a split for the choice among three; one half for lists


def campaign_bars(path: Path, splits: int = SPLITS) -> list[Bar]:
    """Lists by uplift on unseen halves, and the choice among three e-mails against the best."""
    raw = pd.read_csv(path)
    bars = []
    for arm, bar_qini, bar_uplift in (("Womens E-Mail", 0.061, 6.8), ("Mens E-Mail", None, None)):
        pair = _campaign(raw, "visit", (ARMS[0], arm))
        scores = [_list_of(pair, seed) for seed in range(splits)]
        area, top = (float(np.mean([one[i] for one in scores])) for i in (0, 1))
        note = f" {splits} splits"
        if bar_qini is None:
            bars.append(Bar("Hillstrom men's visit: Qini above chance", area, 0.0, note=note))
            continue
        bars.append(Bar("Hillstrom women's visit: Qini", area, bar_qini, note=note))
        bars.append(Bar("Hillstrom women's visit: uplift of the best 30 %", 100 * top, bar_uplift))
    return [*bars, _choice_bar(_campaign(raw, "conversion", ARMS), splits)]


def _campaign(raw: pd.DataFrame, answer: str, arms: tuple[str, ...]) -> Campaign:
    rows = raw[raw["segment"].isin(arms)]
    plain = rows[["recency", "mens", "womens", "newbie"]].astype(float)
    plain["history"] = np.log(rows["history"])
    words = pd.get_dummies(rows[["zip_code", "channel"]], drop_first=True).astype(float)
    table = pd.concat([plain, words], axis=1)
    table = (table - table.mean()) / table.std()
    return Campaign(
        features=table.to_numpy(np.float64),
        names=tuple(table.columns),
        arm=rows["segment"].map({name: i for i, name in enumerate(arms)}).to_numpy(np.int64),
        arms=arms,
        answered=rows[answer].to_numpy() > 0,
    )


def _list_of(pair: Campaign, seed: int) -> tuple[float, float]:
    """Qini and uplift of the best 30 % on the half that was not learned from."""
    order = np.random.default_rng(seed).permutation(len(pair))
    half = len(pair) // 2
    model, rest = fit_uplift(pair.take(order[:half])), pair.take(order[half:])
    score = model.uplift(rest.features)
    treated = rest.arm == 1
    return qini(score, rest.answered, treated), uplift_at(score, rest.answered, treated)


def _choice_bar(every: Campaign, splits: int) -> Bar:
    """Conversion by own choice less that of the best single e-mail, on unseen customers.

    The interval allows for the overlap of the splits (Nadeau and Bengio 2003).
    """
    gaps = []
    for seed in range(splits):
        order = np.random.default_rng(1_000 + seed).permutation(len(every))
        cut = int(LEARN_SHARE * len(every))
        learned, rest = every.take(order[:cut]), every.take(order[cut:])
        choice = choose_arms(fit_uplift(learned), learned, rest.features)
        chance = np.bincount(rest.arm, minlength=len(ARMS)) / len(rest)
        best = np.full(len(rest), _best_arm(learned))
        mine, _ = ipw_value(choice, rest.arm, rest.answered, chance)
        single, _ = ipw_value(best, rest.arm, rest.answered, chance)
        gaps.append(100.0 * (mine - single))
    factor = 1.0 / splits + (1.0 - LEARN_SHARE) / LEARN_SHARE
    half = t_quantile(splits - 1) * float(np.std(gaps, ddof=1)) * factor**0.5
    mean = float(np.mean(gaps))
    note = f" {mean:+.3f} ± {half:.3f}"
    return Bar(
        "Hillstrom conversion against the best e-mail, lower end", mean - half, -0.02, note=note
    )


def _best_arm(learned: Campaign) -> int:
    shares = [learned.answered[learned.arm == arm].mean() for arm in range(len(ARMS))]
    return int(np.argmax(shares))
