"""A shop that is only a list of people with the label "has left": learn from that label."""

from __future__ import annotations

from dataclasses import dataclass

from clm_desktop.core.lists import CustomerList
from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.models.labelled.answer import LabelledAnswer, answer_labelled
from clm_desktop.store.lists import load_customer_list, only_labelled
from clm_desktop.store.project import Project
from clm_desktop.store.settings import load_settings


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledList:
    """The people, and from which chance on a risk is medium and high."""

    people: CustomerList
    thresholds: tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnedList:
    """The people and what was learned of them; all arrays are parallel."""

    people: CustomerList
    answer: LabelledAnswer
    thresholds: tuple[float, float]


def labelled_list(project: Project, ctx: RunContext = NULL_CONTEXT) -> LabelledList | None:
    """First step: the list out of the project; None where there are orders, or no label."""
    if not only_labelled(project):
        return None
    settings = load_settings(project)
    return LabelledList(
        people=load_customer_list(project, ctx),
        thresholds=(settings.medium_risk_share, settings.high_risk_share),
    )


def learn_list(told: LabelledList, ctx: RunContext = NULL_CONTEXT, seed: int = 0) -> LearnedList:
    """Second step, without the project. Cost: 10,000 people of 20 columns about 20 CPU s."""
    answer = answer_labelled(told.people, told.thresholds, seed, ctx)
    return LearnedList(people=told.people, answer=answer, thresholds=told.thresholds)
