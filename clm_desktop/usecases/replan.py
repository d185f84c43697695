"""What changes at once when the owner says a word or moves a level: no model is fitted again."""

from __future__ import annotations

from dataclasses import replace

from clm_desktop.core.offer_bans import OfferBan
from clm_desktop.core.owner_words import OwnerWord
from clm_desktop.models.codes import BASE_RATE
from clm_desktop.models.risk.backtest import risk_levels
from clm_desktop.plan.answers import Answers
from clm_desktop.plan.not_offered import without_banned
from clm_desktop.plan.owner_words import left_out
from clm_desktop.plan.watchlist import watchlist


def movable(answers: Answers) -> bool:
    """Whether the levels come from chances, so that their borders can be moved."""
    return bool(answers.risk.contest) and answers.risk.method != BASE_RATE


def rebanned(answers: Answers, bans: tuple[OfferBan, ...]) -> Answers:
    """The answers with other bans: what is banned is gone at once.

    What moves up in its place, and what may be offered again, comes with the next refresh.
    """
    names = answers.names
    named = names.product_key, names.product_category
    recommend = without_banned(answers.recommend, bans, names.customer_key, named)
    return replace(answers, bans=bans, recommend=recommend)


def replanned(
    answers: Answers,
    words: tuple[OwnerWord, ...] | None = None,
    thresholds: tuple[float, float] | None = None,
) -> Answers:
    """The answers with other words or levels, the watchlist made anew. Cost: O(customers).

    What else follows (tips, this week's list, the test of the levels, who is no customer) comes
    with the next refresh.
    """
    said = answers.said if words is None else words
    risk = answers.risk
    if thresholds is not None:
        levels = risk.risk
        if movable(answers):
            levels = risk_levels(risk.p_buy, thresholds)
        risk = replace(risk, thresholds=thresholds, risk=levels)
    table = answers.customers
    out = left_out(answers.names.customer_key, table, said, risk.horizon_days)
    watched = answers.watchlist
    if answers.trust.hidden_buyers is None:
        watched = watchlist(table, risk, answers.value, out, answers.schemes)
    return replace(answers, said=said, risk=risk, left_out=out, watchlist=watched)
