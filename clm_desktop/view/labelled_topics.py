"""What ``show PROJECT watchlist`` answers for a shop that is only a labelled list, as JSON."""

from __future__ import annotations

from dataclasses import asdict

from clm_desktop.core.lists import CustomerList
from clm_desktop.models.labelled.answer import LabelledAnswer
from clm_desktop.models.results import Risk
from clm_desktop.view.json_values import Json, number
from clm_desktop.view.words import Words


def labelled_topic(people: CustomerList, answer: LabelledAnswer, words: Words) -> dict[str, Json]:
    """Chances are 0..1; reasons are added log-odds, with the intercept those of leaving."""
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
            for row in answer.watched.tolist()
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
