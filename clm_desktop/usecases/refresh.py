"""Compute everything as of a day: load, compute, keep. Three steps, so that a window can run the
middle one where it does not hold up the project file.
"""  # noqa: D205

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import msgspec
import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.errors import RequestError
from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.core.transactions import Transactions
from clm_desktop.models.risk.scored import KeptForecast, Levels, levels_of
from clm_desktop.models.segments.answer import GroupWishes
from clm_desktop.plan.answers import Answers
from clm_desktop.plan.reorder_types import ReorderRules
from clm_desktop.store import reading, results
from clm_desktop.store.found_groups import load_found, save_found
from clm_desktop.store.lists import load_product_list, people_listed
from clm_desktop.store.offer_bans import load_bans
from clm_desktop.store.owner_words import load_words
from clm_desktop.store.people_facts import load_people_facts
from clm_desktop.store.project import Project
from clm_desktop.store.relations import load_relations
from clm_desktop.store.results import Forecast, RunRecord
from clm_desktop.store.settings import ShopSettings, load_settings
from clm_desktop.usecases.answers_file import pack, pack_found, unpack_found
from clm_desktop.usecases.compute_answers import Known, RefreshOptions, compute_answers

SCORED_RUNS = 12  # a year of monthly files


@dataclass(frozen=True, slots=True, kw_only=True)
class RunNote:
    """What is kept with a run besides its figures: what was asked, where its levels come from."""

    options: RefreshOptions
    levels: Levels


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
    answers = compute_answers(
        *(tx, options, ctx.part(0.1, 0.97), kept_forecasts(project, tx), known(project))
    )
    ctx.report(0.97, "write")
    save(project, options, answers)
    return answers


def own_options(project: Project) -> RefreshOptions:
    """What the owner chose for this shop."""
    return options_of(load_settings(project))


def options_of(settings: ShopSettings) -> RefreshOptions:
    """Choices as a refresh takes them."""
    return RefreshOptions(
        horizon_days=settings.horizon_days,
        thresholds=(settings.medium_risk_share, settings.high_risk_share),
        groups=GroupWishes(rfm_groups=settings.rfm_groups, found_k=settings.found_k),
        margin_share=settings.margin_share,
        rebuy=settings.rebuy,
    )


def rules_of(settings: ShopSettings) -> ReorderRules:
    """Choices as reordering takes them."""
    return ReorderRules(
        service_share=settings.service_share,
        lead_time_days=float(settings.lead_time_days),
        review_days=float(settings.review_days),
    )


def load(project: Project, ctx: RunContext = NULL_CONTEXT) -> Transactions:
    """First step: everything that counts, out of the project.

    Raises
    ------
    RequestError
        ``only_customer_list``: people are known from lists alone, and nothing was ever ordered.
    """
    tx = reading.load_transactions(project, ctx)
    people = 0 if tx.n_orders else people_listed(project)
    if people:
        raise RequestError("only_customer_list", customers=people)
    return tx


def kept_forecasts(project: Project, tx: Transactions) -> tuple[KeptForecast, ...]:
    """First step too: what earlier refreshes said about days that ``tx`` now covers."""
    if not tx.order_is_sale.any():
        return ()
    kept = []
    for run, said in results.load_forecasts(project, tx.last_day, SCORED_RUNS):
        note = _note_of(run.wish)
        if note is not None:
            kept.append(_kept(run, note, said))
    return tuple(kept)


def known(project: Project) -> Known:
    """First step too: what the project knows besides what was sold."""
    found = (unpack_found(data) for data in load_found(project))
    products = load_product_list(project)
    notes = [(day, _note_of(wish)) for day, wish in results.load_days(project)]
    return Known(
        found=tuple(one for one in found if one is not None),
        words=load_words(project),
        earlier_days=tuple(
            day for day, note in notes if note is not None and note.options.as_of_day is None
        ),
        people=load_people_facts(project),
        products=products if len(products) else None,
        reorder_rules=rules_of(load_settings(project)),
        bans=load_bans(project),
        relations=load_relations(project),
    )


def save(project: Project, options: RefreshOptions, answers: Answers) -> None:
    """Last step: keep the answers, and what they say of each customer to be scored later.

    What is said about a day of the past by the owner's wish is no forecast and not kept as one.
    """
    run = answers.run
    record = RunRecord(
        as_of_day=run.as_of_day,
        horizon_days=run.horizon_days,
        seed=run.seed,
        revision=run.revision,
        wish=msgspec.json.encode(
            RunNote(options=options, levels=levels_of(answers.risk, answers.trust.level))
        ).decode(),
    )
    forecasts = _forecasts(answers) if options.as_of_day is None else None
    results.save_answers(project, record, pack(answers), forecasts)
    if options.as_of_day is None:
        found = (scheme.found for scheme in answers.schemes)
        save_found(project, {one.method: pack_found(one) for one in found if one is not None})


def _note_of(wish: str) -> RunNote | None:
    """Read the note of a run, None where another version of the program wrote it."""
    try:
        return msgspec.json.decode(wish, type=RunNote)
    except msgspec.DecodeError:
        return None


def _kept(run: RunRecord, note: RunNote, said: list[Forecast]) -> KeptForecast:
    def column(figures: Iterable[float | None]) -> NDArray[np.float64]:
        return np.array([np.nan if figure is None else figure for figure in figures], np.float64)

    return KeptForecast(
        as_of_day=run.as_of_day,
        horizon_days=run.horizon_days,
        thresholds=note.options.thresholds,
        levels=note.levels,
        customer_key=np.array([one.customer_key for one in said], dtype=object),
        p_buy=column(one.p_buy for one in said),
        expected_orders=column(one.expected_orders for one in said),
        expected_spend_cents=column(one.expected_spend_cents for one in said),
    )


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
