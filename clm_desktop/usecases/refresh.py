"""Compute everything as of a day: load, compute, keep. Three steps, so that a window can run the
middle one where it does not hold up the project file.
"""  # noqa: D205

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.core.transactions import Transactions
from clm_desktop.plan.answers import Answers
from clm_desktop.store import reading, results
from clm_desktop.store.project import Project
from clm_desktop.store.results import Forecast, RunRecord
from clm_desktop.store.settings import load_settings
from clm_desktop.usecases.answers_file import pack
from clm_desktop.usecases.compute_answers import RefreshOptions, compute_answers


def refresh(
    project: Project, options: RefreshOptions | None = None, ctx: RunContext = NULL_CONTEXT
) -> Answers:
    """Compute the answers and keep them in the project; None: the owner's own options.

    Raises
    ------
    RequestError
        ``nothing_sold``, ``nothing_sold_until``.
    """
    options = options or own_options(project)
    tx = load(project, ctx.part(0.0, 0.1))
    answers = compute_answers(tx, options, ctx.part(0.1, 0.97))
    ctx.report(0.97, "write")
    save(project, options, answers)
    return answers


def own_options(project: Project) -> RefreshOptions:
    """What the owner chose for this shop."""
    settings = load_settings(project)
    return RefreshOptions(
        horizon_days=settings.horizon_days,
        thresholds=(settings.medium_risk_share, settings.high_risk_share),
    )


def load(project: Project, ctx: RunContext = NULL_CONTEXT) -> Transactions:
    """First step: everything that counts, out of the project."""
    return reading.load_transactions(project, ctx)


def save(project: Project, options: RefreshOptions, answers: Answers) -> None:
    """Last step: keep the answers, and what they say of each customer to be scored later."""
    run = answers.run
    record = RunRecord(
        as_of_day=run.as_of_day,
        horizon_days=run.horizon_days,
        seed=run.seed,
        revision=run.revision,
        wish=wish_of(options),
    )
    results.save_answers(project, record, pack(answers), _forecasts(answers))


def wish_of(options: RefreshOptions) -> str:
    """Options as the text that is kept with the answers."""
    return msgspec.json.encode(options).decode()


def _forecasts(answers: Answers) -> Iterator[Forecast]:
    keys = answers.names.customer_key[answers.customers.customer].tolist()
    columns = (
        _known(answers.risk.p_buy),
        _known(answers.risk.expected_orders),
        _known(answers.value.expected_spend_cents),
    )
    for key, *figures in zip(keys, *columns, strict=True):
        if any(figure is not None for figure in figures):
            yield Forecast(key, *figures)


def _known(figures: NDArray[np.float64]) -> list[float | None]:
    return [figure if np.isfinite(figure) else None for figure in figures.tolist()]
