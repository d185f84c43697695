"""What ``show PROJECT TOPIC`` answers: JSON for programs, the tab's page for people.

Money is in major units, days are ISO dates, shares are 0..1, what is not known is null. Keys are a
contract: they may be added, never renamed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict

import numpy as np

from clm_desktop.core.errors import RequestError
from clm_desktop.models.recommend.tested import Rebuying
from clm_desktop.models.results import Group, Risk, ScoredForecast, SegmentScheme
from clm_desktop.plan.answers import Answers
from clm_desktop.view.ahead_topics import ahead_topics
from clm_desktop.view.blocks import Page
from clm_desktop.view.exports import export_table
from clm_desktop.view.json_values import Json, Money, number
from clm_desktop.view.lifecycle_topics import lifecycle_topics
from clm_desktop.view.numbers import iso_date
from clm_desktop.view.offer_exports import group_topic, product_topic
from clm_desktop.view.pages import parts
from clm_desktop.view.pages.ahead import ahead_page
from clm_desktop.view.pages.cohorts import cohorts_page
from clm_desktop.view.pages.customers import customers_page
from clm_desktop.view.pages.offer_lists import OfferLens, find_group
from clm_desktop.view.pages.origins import origins_page
from clm_desktop.view.pages.products import products_page
from clm_desktop.view.pages.recommendations import EVERYBODY, recommendations_page
from clm_desktop.view.pages.segments import segments_page
from clm_desktop.view.pages.stages import stages_page
from clm_desktop.view.pages.today import today_page
from clm_desktop.view.pages.watchlist import watchlist_page
from clm_desktop.view.pages.worth import worth_page
from clm_desktop.view.product_exports import graph_topic
from clm_desktop.view.words import Words


def show_topic(
    answers: Answers, topic: str, words: Words, lens: OfferLens = EVERYBODY
) -> dict[str, Json]:
    """One topic for programs. Raises RequestError ``no_topic``."""
    makers: Mapping[str, Callable[[], dict[str, Json]]] = {
        "summary": lambda: _summary(answers, words),
        "segments": lambda: _segments(answers, words),
        "watchlist": lambda: _watchlist(answers, words),
        "value": lambda: _value(answers, words),
        "recommendations": lambda: _recommendations(answers, words, lens),
        "bundles": lambda: _bundles(answers) | graph_topic(answers, words),
        "graph": lambda: graph_topic(answers, words),
        "backtest": lambda: _backtest(answers, words),
        **lifecycle_topics(answers, words),
        **ahead_topics(answers, words),
    }
    if topic not in makers:
        raise RequestError("no_topic", topic=topic, known=", ".join(makers))
    about: dict[str, Json] = {
        "as_of": iso_date(answers.run.as_of_day),
        "horizon_days": answers.run.horizon_days,
        "currency": answers.names.currency,
    }
    return about | makers[topic]()


def topic_page(answers: Answers, topic: str, words: Words, lens: OfferLens = EVERYBODY) -> Page:
    """Return the page that a person reads for a topic. Raises RequestError ``no_topic``."""
    makers: Mapping[str, Callable[[Answers, Words], Page]] = {
        "summary": today_page,
        "segments": segments_page,
        "watchlist": watchlist_page,
        "value": customers_page,
        "recommendations": recommendations_page,
        "bundles": recommendations_page,
        "graph": products_page,
        "backtest": watchlist_page,
        "worth": worth_page,
        "stages": stages_page,
        "cohorts": cohorts_page,
        "origins": origins_page,
        "forecast": ahead_page,
        "reorder": ahead_page,
    }
    if topic not in makers:
        raise RequestError("no_topic", topic=topic, known=", ".join(makers))
    if makers[topic] is recommendations_page:
        return recommendations_page(answers, words, lens)
    return makers[topic](answers, words)


def _summary(answers: Answers, words: Words) -> dict[str, Json]:
    totals, trust = answers.totals, answers.trust
    money = Money(answers.names.currency)
    return {
        "trust": trust.level.name.lower(),
        "trust_sentence": parts.trust_sentence(answers, words),
        "unlock": words.say(trust.unlock) if trust.unlock else None,
        "customers": totals.customers,
        "buyers": totals.buyers,
        "repeat_customers": trust.repeat_customers,
        "returning_share": number(totals.returning_share),
        "orders": totals.orders,
        "lines": totals.lines,
        "products": totals.products,
        "total": money(totals.total_cents),
        "no_customer": money(totals.no_customer_cents),
        "refunds": money(totals.refund_cents),
        "fees": money(totals.fee_cents),
        "first_day": iso_date(totals.first_day),
        "last_day": iso_date(totals.last_day),
        "months": [
            {"month": iso_date(day)[:7], "sales": money(cents), "new": int(new), "back": int(back)}
            for day, cents, new, back in zip(
                totals.month_start_day,
                totals.month_sales_cents,
                totals.month_new_customers,
                totals.month_returning_customers,
                strict=True,
            )
        ],
        "today": [
            {
                "kind": item.kind,
                "headline": words.say(item.headline),
                "detail": words.say(item.detail),
                "value": money(item.value_cents),
                "customers": _keys(answers, item.row),
            }
            for item in answers.today
        ],
    }


def _segments(answers: Answers, words: Words) -> dict[str, Json]:
    names, rows = export_table(answers, "moves", words)
    return {
        "schemes": [_scheme(answers, scheme, words) for scheme in answers.schemes],
        "own": [
            {"name": one.name, "rule": one.rule, "customers": len(one.row)} for one in answers.own
        ],
        "moves": list(_objects(names, rows)),
    }


def _scheme(answers: Answers, scheme: SegmentScheme, words: Words) -> Json:
    quality = scheme.quality
    figures: Json = None
    if quality is not None:
        figures = {
            "k": quality.k,
            "silhouette": number(quality.silhouette),
            "inertia": number(quality.inertia),
            "davies_bouldin": number(quality.davies_bouldin),
            "stability_ari": number(quality.stability_ari),
            "least_ari": number(quality.least_ari),
            "tried": [
                {name: number(figure) for name, figure in asdict(one).items()}
                for one in quality.trials
            ],
            "verdict": words.say(quality.verdict),
        }
    return {
        "scheme": scheme.scheme,
        "refused": words.say(scheme.refused) if scheme.refused else None,
        "found_on": iso_date(scheme.found.made_day) if scheme.found else None,
        "advice": words.say(scheme.advice) if scheme.advice else None,
        "quality": figures,
        "groups": [_group(answers, group, words) for group in scheme.groups],
    }


def _group(answers: Answers, group: Group, words: Words) -> Json:
    return {
        "segment_id": group.segment_id,
        "name": parts.group_name(group, words),
        "customers": group.customers,
        "share_of_sales": number(group.share_of_sales),
        "median_recency_days": number(group.median_recency_days),
        "median_orders": number(group.median_frequency),
        "median_spent": Money(answers.names.currency)(group.median_monetary_cents),
        "meaning": words.say(group.meaning),
        "do": words.say(group.do),
        "dont": words.say(group.dont),
    }


def _watchlist(answers: Answers, words: Words) -> dict[str, Json]:
    risk = answers.risk
    return {
        "method": risk.method,
        "verdict": words.say(risk.verdict),
        "thresholds": list(risk.thresholds),
        "counts": {level.name.lower(): int((risk.risk == level).sum()) for level in Risk},
        "customers": _rows(answers, "watchlist", words),
    }


def _value(answers: Answers, words: Words) -> dict[str, Json]:
    value, money = answers.value, Money(answers.names.currency)
    keys = answers.names.customer_key[answers.customers.customer]
    return {
        "method": value.method,
        "verdict": words.say(value.verdict),
        "expected_spend": money(_total(value.expected_spend_cents)),
        "value_12m": money(_total(value.value_12m_cents)),
        "customers": [
            {
                "customer_id": str(keys[i]),
                "spent": money(answers.customers.monetary_cents[i]),
                "expected_spend": money(value.expected_spend_cents[i]),
                "spend_lo": money(value.spend_lo_cents[i]),
                "spend_hi": money(value.spend_hi_cents[i]),
                "value_12m": money(value.value_12m_cents[i]),
                "value_12m_lo": money(value.value_12m_lo_cents[i]),
                "value_12m_hi": money(value.value_12m_hi_cents[i]),
            }
            for i in range(len(answers.customers))
        ],
    }


def _recommendations(answers: Answers, words: Words, lens: OfferLens) -> dict[str, Json]:
    figures = _recommend_figures(answers, words)
    if lens.group:
        return {**figures, **group_topic(answers, find_group(answers, lens.group, words), words)}
    if lens.product_id >= 0:
        product = int(np.flatnonzero(answers.names.product_id == lens.product_id)[0])
        return {**figures, **product_topic(answers, product, words)}
    return {
        **figures,
        "never_offered": _rows(answers, "never-offered", words),
        "not_offered": _rows(answers, "not-offered", words),
        "tips": _rows(answers, "recommendations", words),
    }


def _recommend_figures(answers: Answers, words: Words) -> dict[str, Json]:
    recommend = answers.recommend
    return {
        "method": recommend.method,
        "verdict": words.say(recommend.verdict),
        "tips_judged": recommend.tips_judged,
        "hit_share": number(recommend.hit_share),
        "best_seller_hit_share": number(recommend.best_seller_hit_share),
        "ndcg": number(recommend.ndcg),
        "best_seller_ndcg": number(recommend.best_seller_ndcg),
        "tested_customers": recommend.tested_customers,
        "rebuying": None if recommend.rebuying is None else _fields(recommend.rebuying),
        "sums_error_share": None if recommend.sums is None else number(recommend.sums.error_share),
    }


def _bundles(answers: Answers) -> dict[str, Json]:
    recommend, names = answers.recommend, answers.names
    return {
        "bundles": [
            {
                "product_a": str(names.product_key[a]),
                "product_b": str(names.product_key[b]),
                "orders_together": int(orders),
                "confidence": number(confidence),
                "lift": number(lift),
                "relation": "bought_together",
            }
            for a, b, orders, confidence, lift in zip(
                recommend.pair_a,
                recommend.pair_b,
                recommend.pair_orders,
                recommend.pair_confidence,
                recommend.pair_lift,
                strict=True,
            )
        ]
    }


def _backtest(answers: Answers, words: Words) -> dict[str, Json]:
    risk = answers.risk
    return {
        "method": risk.method,
        "verdict": words.say(risk.verdict),
        "backtests": [
            {
                **{name: _plain(value) for name, value in asdict(test).items()},
                "cutoff": iso_date(test.cutoff_day),
            }
            for test in risk.backtests
        ],
        "contest": [
            {name: _plain(value) for name, value in asdict(one).items()} for one in risk.contest
        ],
        "scored": [_scored(answers, one) for one in answers.scored],
        "value_verdict": words.say(answers.value.verdict),
        "recommendations": _recommend_figures(answers, words),
    }


def _scored(answers: Answers, one: ScoredForecast) -> Json:
    """An earlier forecast that came due."""
    money, test = Money(answers.names.currency), one.test
    return {
        **{name: _plain(value) for name, value in asdict(test).items()},
        "forecast_on": iso_date(test.cutoff_day),
        "expected_orders": number(one.expected_orders),
        "orders": one.orders,
        "expected_spend": money(one.expected_spend_cents),
        "spend": money(one.spent_cents),
    }


# ---- small things ------------------------------------------------------------------------


def _total(cents: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    return float(np.nansum(cents)) if np.isfinite(cents).any() else float("nan")


def _fields(value: Rebuying) -> Json:
    return {name: _plain(figure) for name, figure in asdict(value).items()}


def _plain(value: object) -> Json:
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, float):
        return number(value)
    return value if isinstance(value, (str, int, bool)) else None


def _keys(answers: Answers, rows: np.ndarray[tuple[int], np.dtype[np.int32]]) -> list[Json]:
    return [str(key) for key in answers.names.customer_key[answers.customers.customer[rows]]]


def _rows(answers: Answers, what: str, words: Words) -> list[Json]:
    """Rows of an export as objects, numbers as numbers."""
    names, rows = export_table(answers, what, words)
    return list(_objects(names, rows))


def _objects(names: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> Iterator[Json]:
    texts = {"customer_id", "product_id", "risk", "list", "last_order"}
    texts |= {"scheme", "since", "until", "from", "to", "kind", "category", "why"}
    for row in rows:
        yield {
            name: cell if name in texts or name.startswith("reason") else _read(cell)
            for name, cell in zip(names, row, strict=True)
        }


def _read(cell: str) -> Json:
    if not cell:
        return None
    return float(cell) if "." in cell else int(cell)
