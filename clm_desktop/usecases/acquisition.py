"""Winning customers: what each channel costs and brings, whom to look for, whom to look after.

In steps as the plan is made (``outreach_plan``): the first reads the project, the second computes
without it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.outreach import ChannelSpend
from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.core.transactions import Transactions
from clm_desktop.models.acquisition.likeness import Trait
from clm_desktop.models.acquisition.results import AcquisitionAnswer
from clm_desktop.plan.answers import Answers
from clm_desktop.store.contacts import load_spend
from clm_desktop.store.project import Project
from clm_desktop.store.reading import load_transactions
from clm_desktop.usecases.counted_sales import counted_sales

if TYPE_CHECKING:
    from clm_desktop.models.lifecycle.results import Origins

BEGAN = ("product", "channel", "coupon", "basket")


@dataclass(frozen=True, slots=True, kw_only=True)
class AcquisitionInputs:
    """All that the answer is made from, out of the project."""

    tx: Transactions
    answers: Answers
    spend: tuple[ChannelSpend, ...]


def answer_acquisition(
    project: Project, answers: Answers, ctx: RunContext = NULL_CONTEXT
) -> AcquisitionAnswer:
    """Answer both steps at once; ``answers`` are those of the project's data as they are now."""
    return acquisition_of(acquisition_inputs(project, answers, ctx.part(0.0, 0.5)), ctx)


def acquisition_inputs(
    project: Project, answers: Answers, ctx: RunContext = NULL_CONTEXT
) -> AcquisitionInputs:
    """Read what is needed."""
    return AcquisitionInputs(
        tx=load_transactions(project, ctx), answers=answers, spend=load_spend(project)
    )


def acquisition_of(inputs: AcquisitionInputs, ctx: RunContext = NULL_CONTEXT) -> AcquisitionAnswer:
    """Compute, without the project. Cost: 1M lines about 2 CPU s."""
    from clm_desktop.models.acquisition.answer import acquisition_answer
    from clm_desktop.models.lifecycle.beginnings import beginnings

    answers = inputs.answers
    ctx.report(0.5, "acquisition")
    known = counted_sales(inputs.tx, answers, ctx)
    begun = beginnings(known, answers.customers)
    ctx.check()
    return acquisition_answer(
        known,
        begun,
        inputs.spend,
        traits_of_beginnings(answers),
        answers.value.value_12m_cents,
        answers.margin_share,
        ctx,
    )


def traits_of_beginnings(answers: Answers) -> tuple[Trait, ...]:
    """How customers began and where they live, as far as the files tell."""
    began = [_began(one) for one in answers.lifecycle.origins if one.dimension in BEGAN]
    told = answers.traits
    places = (
        []
        if told is None
        else [
            Trait(name="city", label=told.city, keys=told.cities),
            Trait(name="country", label=told.country, keys=told.countries),
        ]
    )
    return tuple(one for one in (*began, *places) if len(one.keys) > 1)


def _began(origins: Origins) -> Trait:
    label: NDArray[np.integer] = origins.label
    return Trait(
        name=origins.dimension, label=label, keys=tuple(group.key for group in origins.groups)
    )
