"""What ``show PROJECT`` answers for a shop that is only a list of people, as JSON."""

from __future__ import annotations

from dataclasses import asdict

from clm_desktop.models.labelled.answer import LabelledAnswer
from clm_desktop.models.results import Risk
from clm_desktop.plan.listed import ListedShop
from clm_desktop.view.json_values import Json, number
from clm_desktop.view.words import Words


def labelled_topic(shop: ListedShop, answer: LabelledAnswer, words: Words) -> dict[str, Json]:
    """Chances are 0..1; reasons are added log-odds, with the intercept those of leaving."""
    people = shop.people
    place = {int(row): i for i, row in enumerate(answer.explained)}
    return {
        "learned_from": "churn_column",
        "people": len(people),
        "left": int((answer.left == 1).sum()),
        "method": answer.method,
        "verdict": words.say(answer.verdict),
        "columns": list(answer.attribute_names),
        "columns_left_out": {one.name: one.why for one in answer.attributes_left_out},
        "contest": [
            {
                "method": one.method,
                "auc": number(one.auc),
                "log_loss": number(one.log_loss),
                "chosen": one.chosen,
            }
            for one in answer.contest
        ],
        "check": None if answer.check is None else _check(asdict(answer.check)),
        "watchlist": [
            {
                "customer": str(people.key[row]),
                "p_leave": number(answer.p_leave[row]),
                "risk": Risk(int(answer.risk[row])).name.lower(),
                **(_reasons(answer, place[row]) if row in place else {}),
            }
            for row in shop.watched().tolist()
        ],
    }


def _reasons(answer: LabelledAnswer, place: int) -> dict[str, Json]:
    shares = zip(answer.attribute_names, answer.contribution[place].tolist(), strict=True)
    return {"reasons": dict(shares), "intercept": float(answer.intercept[place])}


def _check(told: dict[str, object]) -> dict[str, Json]:
    said: dict[str, Json] = {}
    for name, value in told.items():
        if isinstance(value, tuple):
            said[name] = [number(one) for one in value]
        elif isinstance(value, int | float):
            said[name] = number(value)
    return said


LISTED_TOPICS = {"summary": "today", "customers": "customers", "watchlist": "watchlist"}


def listed_topic(shop: ListedShop, topic: str, words: Words) -> dict[str, Json]:
    """One topic of ``LISTED_TOPICS``; what nothing was learned of is null."""
    if topic == "watchlist" and shop.answer is not None:
        return labelled_topic(shop, shop.answer, words)
    people, answer = shop.people, shop.answer
    about: dict[str, Json] = {
        "known_from": "customer_list",
        "people": len(people),
        "left": int((people.churned == 1).sum()) if shop.is_labelled else None,
        "high_risk": None if answer is None else len(shop.likely()),
        "method": None if answer is None else answer.method,
        "verdict": None if answer is None else words.say(answer.verdict),
        "check": None if answer is None or answer.check is None else _check(asdict(answer.check)),
        "missing": ["orders"] if shop.is_labelled else ["churn_column", "orders"],
    }
    if topic == "customers":
        about["customers"] = [_person(shop, row) for row in range(len(people))]
    return about


def _person(shop: ListedShop, row: int) -> dict[str, Json]:
    people, answer = shop.people, shop.answer
    told = zip(people.attribute_names, people.attributes, strict=True)
    churned = int(people.churned[row])
    return {
        "customer": str(people.key[row]),
        "name": str(people.name[row]),
        "left": None if churned < 0 else bool(churned),
        "p_leave": None if answer is None else number(answer.p_leave[row]),
        "risk": None if answer is None else Risk(int(answer.risk[row])).name.lower(),
        "told": {name: str(cells[row]) for name, cells in told if cells[row]},
    }
