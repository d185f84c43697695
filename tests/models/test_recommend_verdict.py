"""What is said of the test of tips: their own figure, beside that of best sellers."""

from __future__ import annotations

import pytest

from clm_desktop.core.message import Message
from clm_desktop.models.recommend.answer import _verdict
from clm_desktop.models.recommend.backtest import Score, Trial
from clm_desktop.models.recommend.scorer import Scorer


def said(tips: Score, best_sellers: Score) -> Message:
    better = tips.ndcg > best_sellers.ndcg
    return _verdict(
        Trial(
            scorer=Scorer(own_scale=1.0, new_scale=1.0) if better else None,
            method="closed_form" if better else "best_sellers",
            tips=tips,
            chosen=tips if better else best_sellers,
            best_sellers=best_sellers,
            tested_customers=100,
            judged=3,
        )
    )


@pytest.mark.parametrize(
    ("tips", "code"),
    [
        (Score(hit_share=0.85, ndcg=0.35), "recommend.better"),
        (Score(hit_share=0.81, ndcg=0.35), "recommend.nearer_top"),
        (Score(hit_share=0.79, ndcg=0.35), "recommend.nearer_top"),
        (Score(hit_share=0.79, ndcg=0.30), "recommend.no_better"),
    ],
)
def test_that_the_verdict_says_why_tips_are_used_or_not(tips: Score, code: str) -> None:
    verdict = said(tips, Score(hit_share=0.81, ndcg=0.33))
    assert verdict.code == code
    assert dict(verdict.params)["tips"] == 3
    assert dict(verdict.params)["hit_share"] == tips.hit_share
    assert dict(verdict.params)["best_seller_share"] == 0.81
