"""The window's jobs: which use case runs in which lane. No widgets, no signals.

Use cases are imported where they run: the window must be on the screen before pandas is loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from clm_desktop.core.days import SECONDS_PER_DAY
from clm_desktop.core.earlier import Backup
from clm_desktop.core.message import Message
from clm_desktop.core.rows import RowState
from clm_desktop.core.run import Cancelled, RunContext
from clm_desktop.core.transactions import Transactions
from clm_desktop.jobs.runner import JobSpec, Lane
from clm_desktop.plan.answers import Answers
from clm_desktop.store.history import ImportRecord
from clm_desktop.store.project import Project
from clm_desktop.store.reading import CustomerOrder
from clm_desktop.ui.samples import Sample, is_sample, shops_folder
from clm_desktop.ui.session import Shop
from clm_desktop.view.blocks import CustomerCard, TableBlock
from clm_desktop.view.pages.card import CustomerLines
from clm_desktop.view.words import Words

if TYPE_CHECKING:  # these would load pandas
    from clm_desktop.models.risk.scored import KeptForecast
    from clm_desktop.plan.listed import ListedShop
    from clm_desktop.usecases.compute_answers import Known, RefreshOptions

Way = Literal["excel", "xlsx", "data"]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a refresh starts from."""

    rows: Transactions
    options: RefreshOptions
    kept: tuple[KeptForecast, ...]
    known: Known


@dataclass(frozen=True, slots=True)
class Computed:
    """What a refresh found out, and as what it is kept."""

    answers: Answers
    options: RefreshOptions


@dataclass(frozen=True, slots=True)
class Undone:
    """A shop after an undo, what it was, and the state before or why that could not be kept."""

    shop: Shop
    record: ImportRecord
    before: Backup | Message


def _stored(
    name: str, step: Callable[[RunContext, object], object], *, quiet: bool = False
) -> JobSpec:
    """A job of one step that touches the project file."""
    return JobSpec(name=name, steps=((Lane.STORE, step),), quiet=quiet)


# ---- the shop ----------------------------------------------------------------------------


def opening(path: Path) -> JobSpec:
    """Open a shop's file; gives a Shop."""

    def step(_ctx: RunContext, _before: object) -> Shop:
        from clm_desktop.usecases.current_answers import saved_answers
        from clm_desktop.usecases.listed_shop import listed_shop
        from clm_desktop.usecases.open_project import open_project

        project = open_project(path)
        try:
            answers = saved_answers(project)
            listed = None if answers is not None else listed_shop(project)
            learned = listed if listed is not None and listed.is_learned else None
            return shop_state(project, answers, learned)
        except BaseException:
            project.close()
            raise

    return _stored("open", step)


def closing(shop: Shop) -> JobSpec:
    """Close a shop's file."""

    def step(_ctx: RunContext, _before: object) -> None:
        shop.project.close()

    return _stored("close", step, quiet=True)


def copying(shop: Shop, path: Path) -> JobSpec:
    """Write a whole copy of a shop's file.

    The shop stays open: pages that ask it meanwhile wait in the same lane.
    """

    def step(ctx: RunContext, _before: object) -> None:
        from clm_desktop.usecases.save_copy import save_copy

        save_copy(shop.project, path, ctx)

    return _stored("copy", step)


def undoing(shop: Shop, import_id: int) -> JobSpec:
    """Take an import back; gives Undone."""

    def step(ctx: RunContext, _before: object) -> Undone:
        from clm_desktop.usecases.backups import keep_before
        from clm_desktop.usecases.undo_import import undo_import

        before = keep_before(shop.project, ctx)
        record = undo_import(shop.project, import_id, ctx)
        return Undone(shop_state(shop.project, None), record, before)

    return _stored("undo", step)


def refreshing(shop: Shop) -> JobSpec:
    """Compute all answers; gives the Shop with them. A newer refresh takes its place."""

    def load(ctx: RunContext, _before: object) -> Loaded | ListedShop:
        from clm_desktop.usecases import refresh
        from clm_desktop.usecases.listed_shop import listed_shop

        listed = listed_shop(shop.project, ctx.part(0.0, 0.1))
        if listed is not None:
            return listed
        rows = refresh.load(shop.project, ctx.part(0.0, 0.1))
        kept = refresh.kept_forecasts(shop.project, rows)
        return Loaded(rows, refresh.own_options(shop.project), kept, refresh.known(shop.project))

    def compute(ctx: RunContext, loaded: Loaded | ListedShop) -> Computed | ListedShop:
        from clm_desktop.usecases.compute_answers import compute_answers
        from clm_desktop.usecases.listed_shop import learn_list

        part = ctx.part(0.1, 0.97)
        if not isinstance(loaded, Loaded):
            return learn_list(loaded, part)
        answers = compute_answers(loaded.rows, loaded.options, part, loaded.kept, loaded.known)
        return Computed(answers, loaded.options)

    def save(ctx: RunContext, computed: Computed | ListedShop) -> Shop:
        from clm_desktop.usecases import refresh
        from clm_desktop.usecases.current_answers import as_said
        from clm_desktop.usecases.list_imports import list_imports
        from clm_desktop.usecases.listed_shop import keep_list

        ctx.report(0.97, "write")
        if list_imports(shop.project) != shop.imports:
            raise Cancelled  # these are answers about files that came or went meanwhile
        if not isinstance(computed, Computed):
            keep_list(shop.project, computed)
            return shop_state(shop.project, None, computed)
        if shop.project.revision == computed.answers.run.revision:
            refresh.save(shop.project, computed.options, computed.answers)
        return shop_state(shop.project, as_said(shop.project, computed.answers))

    return JobSpec(
        name="refresh",
        key="refresh",
        steps=((Lane.STORE, load), (Lane.COMPUTE, compute), (Lane.STORE, save)),
    )


def customer_looked_up(shop: Shop, answers: Answers, customer_id: int, words: Words) -> JobSpec:
    """Read what a customer bought; gives the CustomerCard. Newest wins."""

    def step(_ctx: RunContext, _before: object) -> CustomerCard:
        from clm_desktop.store.addresses import reach_of
        from clm_desktop.store.people import keys_with_names
        from clm_desktop.store.reading import customer_orders
        from clm_desktop.view.pages.card import customer_card

        demand_unchanged(shop)
        orders = customer_orders(shop.project, customer_id)
        keys = keys_with_names(shop.project, customer_id)
        reach = reach_of(shop.project, customer_id)
        return customer_card(answers, customer_id, _lines(orders), words, keys, reach=reach)

    return JobSpec(name="customer", key="customer", steps=((Lane.STORE, step),), quiet=True)


def listed_looked_up(listed: ListedShop, customer_id: int, words: Words) -> JobSpec:
    """Look at a person of a list; gives the CustomerCard, None of somebody gone. Newest wins."""

    def step(_ctx: RunContext, _before: object) -> CustomerCard | None:
        from clm_desktop.view.pages.listed import listed_card

        return listed_card(listed, customer_id, words)

    return JobSpec(name="customer", key="customer", steps=((Lane.READ, step),), quiet=True)


def _lines(orders: Sequence[CustomerOrder]) -> CustomerLines:
    """Orders as the card shows them: only lines that count."""
    lines = [
        (order.order_key, order.ts // SECONDS_PER_DAY, line)
        for order in orders
        for line in order.lines
        if line.state == RowState.COUNTS
    ]
    return CustomerLines(
        order=np.array([key for key, _, _ in lines], dtype=object),
        day=np.array([day for _, day, _ in lines], dtype=np.int32),
        product=np.array([line.product_name or line.product_key for *_, line in lines], object),
        quantity=np.array([line.quantity for *_, line in lines], dtype=np.float64),
        cents=np.array([line.cents for *_, line in lines], dtype=np.int64),
    )


def shop_state(project: Project, answers: Answers | None, listed: ListedShop | None = None) -> Shop:
    """Everything the window shows of a project; in the store's lane."""
    from clm_desktop.store.settings import currency
    from clm_desktop.usecases.list_imports import list_imports

    imports = list_imports(project)
    names = tuple(file.info.name for one in imports for file in one.files)
    return Shop(
        project=project,
        path=project.path,
        name=project.name,
        revision=project.revision,
        currency=currency(project),
        imports=imports,
        answers=answers,
        is_sample=is_sample(names),
        listed=listed,
    )


def as_it_is(shop: Shop, answers: Answers | None) -> Shop:
    """A shop after something was said of it; in the store's lane.

    Without answers where files came or went meanwhile: whoever let them has it computed anew.
    """
    now = shop_state(shop.project, answers, shop.listed)
    return now if now.imports == shop.imports else replace(now, answers=None, listed=None)


def demand_unchanged(shop: Shop) -> None:
    """Stop a job of the store's lane that would show answers beside orders of another time.

    What changed the shop shows it anew.
    """
    if shop.project.revision != shop.revision:
        raise Cancelled


def sample_shop_path(sample: Sample) -> Path:
    """Where the shop of a bundled order file is, or will be."""
    return shops_folder() / f"{sample.name}.clm"


# ---- tables ------------------------------------------------------------------------------


def exporting(shop: Shop | None, block: TableBlock, way: Way, path: Path, words: Words) -> JobSpec:
    """Save a table; that of customers with how to reach them."""

    def reach(ctx: RunContext, _before: object) -> TableBlock:
        from clm_desktop.usecases.addressed_table import with_addresses

        if shop is None:
            return block
        return with_addresses(shop.project, shop.answers, block, words, ctx)

    def write(ctx: RunContext, told: TableBlock) -> None:
        from clm_desktop.usecases.write_table import write_table

        write_table(told, way, path, words, ctx)

    return JobSpec(name="export", steps=((Lane.STORE, reach), (Lane.READ, write)))
