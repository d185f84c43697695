"""One sentence, as a code with numbers, on how far the risk can be believed."""

from __future__ import annotations

from clm_desktop.core.message import Message
from clm_desktop.models.codes import BASE_RATE
from clm_desktop.models.results import Backtest, Contestant, Trust, TrustLevel

LONG_ENOUGH = 4  # horizons of history that leave room for a test
ENOUGH_BACK = 30  # customers who came back: with so many it is not their number that is missing


def risk_verdict(
    trust: Trust,
    horizon_days: int,
    method: str,
    backtests: tuple[Backtest, ...],
    contest: tuple[Contestant, ...],
    *,
    early: bool,
    quiet: bool = False,
) -> Message:
    """Choose the sentence: what was tested and how it went, or why nothing was tested."""
    if trust.level == TrustLevel.LOOK:
        return trust.hidden_buyers or Message.of("risk.verdict.look", customers=trust.customers)
    if quiet:
        return Message.of("risk.verdict.between_seasons", horizon_days=horizon_days)
    if not backtests:
        return _untested(trust, horizon_days)
    newest = backtests[0]
    if method == BASE_RATE:
        tried = [one.auc for one in contest if one.method != BASE_RATE and one.auc >= 0]
        return Message.of(
            "risk.verdict.no_pattern", horizon_days=horizon_days, auc=round(max(tried), 3)
        )
    if newest.named == 0:
        return Message.of(
            "risk.verdict.nobody_named",
            horizon_days=newest.horizon_days,
            cutoff_day=newest.cutoff_day,
        )
    code = "early" if early else "rule" if method == "rule" else "tested"
    return Message.of(
        f"risk.verdict.{code}",
        horizon_days=newest.horizon_days,
        cutoff_day=newest.cutoff_day,
        named=newest.named,
        named_right=newest.named_right,
        guess_right=round(newest.named * newest.base_rate),
    )


def _untested(trust: Trust, horizon_days: int) -> Message:
    if trust.span_days < LONG_ENOUGH * horizon_days:
        return Message.of(
            "risk.verdict.too_short", span_days=trust.span_days, horizon_days=horizon_days
        )
    if trust.repeat_customers < ENOUGH_BACK:
        return Message.of("risk.verdict.few_back", customers=trust.repeat_customers)
    return Message.of("risk.verdict.one_sided", horizon_days=horizon_days)
