"""The window's jobs: which use case runs in which lane. No widgets, no signals.

Use cases are imported where they run: the window must be on the screen before pandas is loaded.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from uuid import uuid4

import numpy as np

from clm_desktop.core.days import SECONDS_PER_DAY
from clm_desktop.core.errors import FileError
from clm_desktop.core.rows import ImportReceipt, RowState
from clm_desktop.core.run import RunContext
from clm_desktop.core.transactions import Transactions
from clm_desktop.ingest.types import Fate, FilePreview, RowCounts
from clm_desktop.jobs.runner import JobSpec, Lane
from clm_desktop.plan.answers import Answers
from clm_desktop.store.project import Project
from clm_desktop.store.reading import CustomerOrder
from clm_desktop.ui.mapping_edit import Alike
from clm_desktop.ui.samples import Sample, free_path, is_sample, shops_folder
from clm_desktop.ui.session import Shop
from clm_desktop.view.blocks import CustomerCard, TableBlock
from clm_desktop.view.pages.card import CustomerLines
from clm_desktop.view.words import Words

if TYPE_CHECKING:  # these would load pandas
    from clm_desktop.models.risk.scored import KeptForecast
    from clm_desktop.usecases.compute_answers import RefreshOptions
    from clm_desktop.usecases.preview_files import ImportPreview

Way = Literal["excel", "xlsx", "data"]
Given = Mapping[str, str]  # key of a question -> code of the choice


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a refresh starts from."""

    rows: Transactions
    options: RefreshOptions
    kept: tuple[KeptForecast, ...]


@dataclass(frozen=True, slots=True)
class Computed:
    """What a refresh found out, and as what it is kept."""

    answers: Answers
    options: RefreshOptions


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, and the shop after it."""

    receipt: ImportReceipt
    shop: Shop


@dataclass(frozen=True, slots=True)
class Counted:
    """A group of files as read with the answers so far; no counts while something is open."""

    previews: tuple[FilePreview, ...]
    counts: RowCounts | None


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
        from clm_desktop.usecases.open_project import open_project

        project = open_project(path)
        try:
            return _state(project, saved_answers(project))
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
    """Write a copy of a shop's file; gives the Shop, opened anew.

    The file is closed meanwhile: reading it by other means would drop its lock.
    """

    def step(_ctx: RunContext, _before: object) -> Shop:
        from clm_desktop.usecases.open_project import open_project

        shop.project.close()
        try:
            copy_file(shop.path, path)
        finally:
            reopened = replace(shop, project=open_project(shop.path))
        return reopened

    return _stored("copy", step)


def copy_file(source: Path, target: Path) -> None:
    """Copy a file so that the target is either whole or as it was.

    Raises
    ------
    FileError
        ``cannot_write``.
    """
    draft = target.with_name(f".{target.name}.{uuid4().hex[:8]}.part")
    try:
        shutil.copyfile(source, draft)
        os.replace(draft, target)
    except OSError as error:
        raise FileError("cannot_write", file=target.name) from error
    finally:
        draft.unlink(missing_ok=True)


def undoing(shop: Shop, import_id: int) -> JobSpec:
    """Take an import back; gives the Shop after it."""

    def step(ctx: RunContext, _before: object) -> Shop:
        from clm_desktop.usecases.undo_import import undo_import

        undo_import(shop.project, import_id, ctx)
        return _state(shop.project, None)

    return _stored("undo", step)


def refreshing(shop: Shop) -> JobSpec:
    """Compute all answers; gives the Shop with them. A newer refresh takes its place."""

    def load(ctx: RunContext, _before: object) -> Loaded:
        from clm_desktop.usecases import refresh

        rows = refresh.load(shop.project, ctx.part(0.0, 0.1))
        kept = refresh.kept_forecasts(shop.project, rows)
        return Loaded(rows, refresh.own_options(shop.project), kept)

    def compute(ctx: RunContext, loaded: Loaded) -> Computed:
        from clm_desktop.usecases.compute_answers import compute_answers

        part = ctx.part(0.1, 0.97)
        answers = compute_answers(loaded.rows, loaded.options, part, loaded.kept)
        return Computed(answers, loaded.options)

    def save(ctx: RunContext, computed: Computed) -> Shop:
        from clm_desktop.usecases import refresh

        ctx.report(0.97, "write")
        if shop.project.revision == computed.answers.run.revision:
            refresh.save(shop.project, computed.options, computed.answers)
        return _state(shop.project, computed.answers)

    return JobSpec(
        name="refresh",
        key="refresh",
        revision=shop.revision,
        steps=((Lane.STORE, load), (Lane.COMPUTE, compute), (Lane.STORE, save)),
    )


def customer_looked_up(shop: Shop, answers: Answers, customer_id: int, words: Words) -> JobSpec:
    """Read what a customer bought; gives the CustomerCard. Newest wins."""

    def step(_ctx: RunContext, _before: object) -> CustomerCard:
        from clm_desktop.store.reading import customer_orders
        from clm_desktop.view.pages.card import customer_card

        orders = customer_orders(shop.project, customer_id)
        return customer_card(answers, customer_id, _lines(orders), words)

    return JobSpec(name="customer", key="customer", steps=((Lane.STORE, step),), quiet=True)


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


def _state(project: Project, answers: Answers | None) -> Shop:
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
    )


# ---- imports -----------------------------------------------------------------------------


def looking(paths: Sequence[Path], shop: Shop | None) -> JobSpec:
    """See what files are; gives ImportPreview. Newer files take their place.

    With a shop open it is asked how it read such files before, so the store's lane does it.
    """

    def step(ctx: RunContext, _before: object) -> ImportPreview:
        from clm_desktop.usecases.preview_files import preview_files

        return preview_files(paths, ctx, None if shop is None else shop.project)

    lane = Lane.READ if shop is None else Lane.STORE
    return JobSpec(name="look", key="look", steps=((lane, step),))


def looking_again(previews: Sequence[FilePreview], given: Given) -> JobSpec:
    """See what files are when their columns mean what the owner says; gives their previews."""

    def step(ctx: RunContext, _before: object) -> tuple[FilePreview, ...]:
        from clm_desktop.usecases.preview_files import preview_again

        return preview_again(previews, given, ctx)

    return JobSpec(name="look", key="look again", steps=((Lane.READ, step),))


def looking_at_import(shop: Shop, import_id: int, paths: Sequence[Path]) -> JobSpec:
    """See the files of an import again, read as it was; gives ImportPreview."""

    def step(ctx: RunContext, _before: object) -> ImportPreview:
        from clm_desktop.usecases.reread_import import preview_reread

        return preview_reread(shop.project, import_id, paths, ctx)

    return JobSpec(name="look", key="look", steps=((Lane.STORE, step),))


def counting(groups: Sequence[tuple[Alike, Given]], currency: str) -> JobSpec:
    """Find out what an import would make of files; gives one Counted per group. Newest wins."""

    def step(ctx: RunContext, _before: object) -> tuple[Counted, ...]:
        from clm_desktop.usecases.count_rows import count_rows
        from clm_desktop.usecases.import_files import LISTS
        from clm_desktop.usecases.preview_files import preview_again

        found = []
        for place, (group, given) in enumerate(groups):
            part = ctx.part(place / len(groups), (place + 1) / len(groups))
            previews = preview_again(group.previews, given, part) if given else group.previews
            uncounted = any(p.questions or p.kind in LISTS for p in previews)
            counts = None if uncounted else count_rows(previews, currency, part)
            found.append(Counted(tuple(previews), counts))
        return tuple(found)

    return JobSpec(name="count", key="count", steps=((Lane.READ, step),), quiet=True)


def saving_rows(counted: Counted, fate: Fate, currency: str, path: Path) -> JobSpec:
    """Save the rows behind a counter."""

    def step(ctx: RunContext, _before: object) -> None:
        from clm_desktop.usecases.export import export_checked

        export_checked(counted.previews, fate, path, currency, ctx)

    return JobSpec(name="export", steps=((Lane.READ, step),))


def importing(
    groups: Sequence[tuple[Alike, Given]], shop: Shop | None, name: str, replaced: int | None = None
) -> JobSpec:
    """Import files as they were confirmed; gives Imported.

    They go into a new shop when none is open; where ``replaced`` names an import, in its place.
    """

    def settle(ctx: RunContext, _before: object) -> tuple[FilePreview, ...]:
        from clm_desktop.usecases.preview_files import preview_again

        settled: list[FilePreview] = []
        for group, given in groups:
            settled += preview_again(group.previews, given, ctx) if given else group.previews
        return tuple(settled)

    def write(ctx: RunContext, previews: tuple[FilePreview, ...]) -> Imported:
        from clm_desktop.usecases.import_files import import_files
        from clm_desktop.usecases.open_project import create_project
        from clm_desktop.usecases.reread_import import reread_import

        if shop is not None:
            if replaced is None:
                receipt = import_files(shop.project, previews, ctx)
            else:
                receipt = reread_import(shop.project, replaced, previews, ctx)
            return Imported(receipt, _state(shop.project, None))
        path = free_path(name)
        project = create_project(path, path.stem)
        try:
            return Imported(import_files(project, previews, ctx), _state(project, None))
        except BaseException:
            project.close()
            path.unlink(missing_ok=True)
            raise

    return JobSpec(name="import", steps=((Lane.READ, settle), (Lane.STORE, write)))


def sample_shop_path(sample: Sample) -> Path:
    """Where the shop of a bundled order file is, or will be."""
    return shops_folder() / f"{sample.name}.clm"


# ---- tables ------------------------------------------------------------------------------


def exporting(block: TableBlock, way: Way, path: Path, words: Words) -> JobSpec:
    """Save a table."""

    def step(ctx: RunContext, _before: object) -> None:
        from clm_desktop.usecases.write_table import write_table

        write_table(block, way, path, words, ctx)

    return JobSpec(name="export", steps=((Lane.READ, step),))
