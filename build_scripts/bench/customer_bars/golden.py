"""Published figures, and the speed of a fit beside ``lifetimes``."""

from __future__ import annotations

import importlib
import time
import warnings
from collections.abc import Callable
from types import ModuleType

import numpy as np

from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.features.events import purchase_events
from clm_desktop.features.history import bought_within, history
from clm_desktop.features.snapshot import cut_events
from clm_desktop.features.spells import spells
from clm_desktop.models.evaluate import auc, log_loss
from clm_desktop.models.repeat.forecast import p_buy
from clm_desktop.models.repeat.gamma_gamma import fit_money
from clm_desktop.models.repeat.mbg import Repeats, fit_bg, fit_mbg, repeats_of
from clm_desktop.models.repeat.pareto import fit_pareto
from clm_desktop.models.repeat.pareto import p_buy as pareto_p_buy
from customer_bars.bars import Bar, at_most
from customer_bars.shops import Shops, package

BG_PUBLISHED = (0.243, 4.414, 0.793, 2.426)  # Fader, Hardie and Lee 2005
PARETO_PUBLISHED = (0.553, 10.578, 0.606, 11.669)  # the same paper
GAMMA_GAMMA_PUBLISHED = (6.25, 3.74, 15.44)  # Hardie and Fader, note 025


def golden_bars(shops: Shops) -> list[Bar]:
    """CDNOW: fits of the sample, forecasts of the full set 181 days ahead."""
    tx = shops.cdnow_sample
    day = int(tx.order_day.min()) + 272
    events = cut_events(purchase_events(tx), day)
    data = repeats_of(history(events, day, 90))
    bg = fit_bg(data, NULL_CONTEXT)
    off = max(abs(a - b) for a, b in zip((bg.r, bg.alpha, bg.a, bg.b), BG_PUBLISHED, strict=True))
    mbg = fit_mbg(data, 1, NULL_CONTEXT, prior=False)
    own = spells(events)
    first = np.zeros(len(events), bool)
    first[own.start] = True
    repeats = (own.events - 1).astype(float)
    mean = own.sum_by(np.where(first, 0, events.sales_cents)) / 100 / np.maximum(repeats, 1)
    gg = fit_money(repeats, mean, NULL_CONTEXT, prior=False)
    gg_off = max(
        abs(a - b) for a, b in zip((gg.p, gg.q, gg.gamma), GAMMA_GAMMA_PUBLISHED, strict=True)
    )
    whole = shops.cdnow
    all_events = purchase_events(whole)
    then = whole.last_day - 181
    facts = history(cut_events(all_events, then), then, 181)
    bought, full = bought_within(all_events, facts), repeats_of(facts)
    said = p_buy(fit_mbg(full, 1, NULL_CONTEXT, prior=False), full, 181 / 7)
    pareto = fit_pareto(data, NULL_CONTEXT)
    pareto_off = max(
        abs(a - b)
        for a, b in zip(
            (pareto.r, pareto.alpha, pareto.s, pareto.beta), PARETO_PUBLISHED, strict=True
        )
    )
    reference = pareto_p_buy(fit_pareto(full, NULL_CONTEXT), full, 181 / 7)
    return [
        at_most("BG/NBD parameters off the published", off, 5e-4, 6),
        at_most("BG/NBD log-likelihood off -9582.43", abs(bg.log_likelihood + 9582.43), 0.01),
        at_most("MBG/NBD log-likelihood off -9582.13", abs(mbg.log_likelihood + 9582.13), 0.01),
        at_most("Pareto/NBD parameters off the published", pareto_off, 6e-4, 6),
        at_most(
            "Pareto/NBD log-likelihood off -9594.976", abs(pareto.log_likelihood + 9594.976), 5e-4
        ),
        at_most("Gamma-Gamma parameters off the published", gg_off, 5e-3),
        at_most("CDNOW table: MBG AUC off .7931", abs(auc(said, bought) - 0.7931), 5e-5, 6),
        at_most("CDNOW table: Pareto AUC off .7998", abs(auc(reference, bought) - 0.7998), 5e-5, 6),
        at_most(
            "CDNOW table: Pareto log-loss off .4208",
            abs(log_loss(reference, bought) - 0.4208),
            5e-5,
            6,
        ),
        at_most(
            "CDNOW table: MBG log-loss off .4227", abs(log_loss(said, bought) - 0.4227), 5e-5, 6
        ),
    ]


def speed_bars() -> list[Bar]:
    """CPU seconds of one MBG fit, the best of some, beside the peer on the same customers."""
    bars = []
    peer = _peer()
    for n in (10_000, 100_000):
        data = _customers(n)
        ours = min(_cpu(lambda d=data: fit_mbg(d, 1, NULL_CONTEXT, prior=False)) for _ in range(3))
        if peer is None:
            bars.append(Bar(f"MBG fit, {n:,} customers", ">= 20x", "peer not installable", False))
            continue
        theirs = min(_cpu(lambda d=data: _fit_peer(peer, d)) for _ in range(2))
        measured = f"{theirs / ours:.1f}x ({ours:.4f} s, lifetimes {theirs:.3f} s)"
        bars.append(Bar(f"MBG fit, {n:,} customers", ">= 20x", measured, theirs / ours >= 20))
    million = _customers(1_000_000)
    spent = _cpu(lambda: fit_mbg(million, 1, NULL_CONTEXT, prior=False))
    return [*bars, at_most("MBG fit of 1,000,000 customers, CPU s", spent, 1.0, 2)]


def _customers(n: int) -> Repeats:
    """Customers who live by MBG/NBD, first bought at any time in two years."""
    rng = np.random.default_rng(n)
    rate, leave = rng.gamma(0.9, 1 / 12.0, n), rng.beta(0.9, 2.8, n)
    big_t = rng.integers(1, 104 * 7, n) / 7.0
    x, t_x, now = np.zeros(n), np.zeros(n), np.zeros(n)
    alive = rng.random(n) >= leave
    for _ in range(400):
        now = np.where(alive, now + rng.exponential(1 / np.maximum(rate, 1e-9)), now)
        alive &= now <= big_t
        if not alive.any():
            break
        x, t_x = x + alive, np.where(alive, now, t_x)
        alive &= rng.random(n) >= leave
    days = np.ceil(t_x * 7) / 7
    return Repeats(x=x, t_x=np.minimum(days, big_t), big_t=big_t, log_gap_sum=np.zeros(n))


def _peer() -> ModuleType | None:
    """The archived library, from this environment or from a folder of its own."""
    found = package("lifetimes", "lifetimes", "autograd", "dill")
    return None if found is None else importlib.import_module("lifetimes")


def _fit_peer(peer: ModuleType, data: Repeats) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        peer.ModifiedBetaGeoFitter().fit(data.x, data.t_x, data.big_t)


def _cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start
