"""What ``show PROJECT worth|stages|cohorts|origins`` answers to programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from clm_desktop.models.lifecycle.results import STAGES, CohortGrid, Curve, OriginGroup
from clm_desktop.plan.answers import Answers
from clm_desktop.view.json_values import Json, Money, number
from clm_desktop.view.lifecycle_exports import STAGE_CODES
from clm_desktop.view.numbers import iso_date
from clm_desktop.view.pages.cohorts import trend_sentence
from clm_desktop.view.pages.lifecycle_parts import origin_name, says_shares
from clm_desktop.view.pages.stage_moves import flows
from clm_desktop.view.words import Words

Topic = Callable[[], "dict[str, Json]"]


def lifecycle_topics(answers: Answers, words: Words) -> Mapping[str, Topic]:
    """Makers of the topics, by name."""
    return {
        "worth": lambda: _worth(answers),
        "stages": lambda: _stages(answers),
        "cohorts": lambda: _cohorts(answers, words),
        "origins": lambda: _origins(answers, words),
    }


def _worth(answers: Answers) -> dict[str, Json]:
    equity, lorenz = answers.lifecycle.equity, answers.lifecycle.lorenz
    tells = says_shares(answers)
    return {
        "so_far": _money(answers, equity.so_far_cents),
        "ahead_days": equity.ahead_days,
        "expected": _money(answers, equity.expected_cents),
        "expected_lo": _money(answers, equity.low_cents),
        "expected_hi": _money(answers, equity.high_cents),
        "together": _money(answers, equity.so_far_cents + equity.expected_cents),
        "tested": equity.tested,
        "covered": equity.covered,
        "test_days": equity.test_days,
        "top_fifth_share": number(lorenz.top_share) if tells else None,
        "gini": number(lorenz.gini) if tells else None,
    }


def _stages(answers: Answers) -> dict[str, Json]:
    life = answers.lifecycle
    if life.refused is not None:
        return {"stages": []}
    stages = life.stages
    return {
        "period_days": stages.period_days,
        "due_days": round(stages.due_days, 1),
        "lost_days": round(stages.lost_days, 1),
        "stages": [
            {
                "stage": STAGE_CODES[stage],
                "customers": int((stages.label == stage).sum()),
                "before": int((stages.before == stage).sum()) if stages.before_known else None,
            }
            for stage in STAGES
        ],
        "moved": [
            {"from": STAGE_CODES[was], "to": STAGE_CODES[now], "customers": count}
            for was, now, count in (flows(stages) if stages.before_known else ())
        ],
        "periods": [
            {
                "from": iso_date(one.from_day),
                "to": iso_date(one.to_day),
                "new": one.new,
                "second_orders": one.second,
                "bought_again": one.returning,
                "kept": one.kept,
                "kept_of": one.kept_of,
                "active": one.active,
                "sales": _money(answers, one.sales_cents),
                "lost": one.lost if one.lost >= 0 else None,
                "won_back": one.won_back if one.won_back >= 0 else None,
            }
            for one in stages.figures
        ],
    }


def _cohorts(answers: Answers, words: Words) -> dict[str, Json]:
    life = answers.lifecycle
    if life.refused is not None:
        return {"grids": []}
    return {
        "return_days": life.return_days,
        "grain": life.grain,
        "customers": life.second.customers,
        "with_second_order": life.second.second,
        "median_gap_days": number(life.second.median_gap_days),
        "second_order_within": _marks(life.second.marks) if says_shares(answers) else [],
        "asked": {
            "people": life.asked.people,
            "known": life.asked.known,
            "bought": life.asked.bought,
            "waiting": len(life.asked.waiting_customer),
            "listed": life.asked.listed,
            "listed_bought": life.asked.listed_bought,
        },
        "trend": {
            "verdict": life.trend.verdict,
            "sentence": trend_sentence(life.trend, words),
            "p_value": number(life.trend.p_value),
        },
        "grids": [_grid(answers, grid) for grid in life.grids],
    }


def _marks(marks: Curve) -> Json:
    return [
        {
            "days": int(marks.day[i]),
            "share": number(marks.share[i]),
            "lo": number(marks.low[i]),
            "hi": number(marks.high[i]),
            "watched": int(marks.followed[i]),
        }
        for i in range(len(marks.day))
    ]


def _grid(answers: Answers, grid: CohortGrid) -> Json:
    c = len(grid)
    return {
        "grain": grid.grain,
        "last_is_open": grid.last_is_open,
        "cohorts": [
            {
                "cohort": iso_date(grid.start_day[i]),
                "new_customers": int(grid.size[i]),
                "came_back": int(grid.back[i]) if grid.back_known[i] else None,
                "customers": [int(n) for n in grid.customers[i, : c - i]],
                "sales": [_money(answers, cents) for cents in grid.sales_cents[i, : c - i]],
            }
            for i in range(c)
        ],
    }


def _origins(answers: Answers, words: Words) -> dict[str, Json]:
    life = answers.lifecycle
    told = life.origins if says_shares(answers) and life.refused is None else ()
    return {
        "return_days": life.return_days,
        "spend_days": life.spend_days,
        "origins": [
            {
                "dimension": one.dimension,
                "groups": [_group(answers, one.dimension, g, words) for g in one.groups],
            }
            for one in told
        ],
    }


def _group(answers: Answers, dimension: str, group: OriginGroup, words: Words) -> Json:
    return {
        "name": origin_name(group, dimension, answers, words),
        "customers": group.customers,
        "back_share": number(group.back_share),
        "back_lo": number(group.back_low),
        "back_hi": number(group.back_high),
        "differs": group.differs,
        "watched": group.watched,
        "mean_spend": _money(answers, group.mean_cents),
        "best_spend": _money(answers, group.best_cents),
        "best_lo": _money(answers, group.low_cents),
        "best_hi": _money(answers, group.high_cents),
    }


def _money(answers: Answers, cents: float) -> float | None:
    return Money(answers.names.currency)(cents)
