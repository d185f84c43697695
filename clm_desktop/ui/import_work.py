"""The window's jobs around an import: look, count, import. No widgets, no signals.

Use cases are imported where they run: the window must be on the screen before pandas is loaded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from clm_desktop.core.earlier import Backup
from clm_desktop.core.lists import ListBlock
from clm_desktop.core.message import Message
from clm_desktop.core.numbering import NOTHING_FOUND, NumbersFound
from clm_desktop.core.rows import CleanBlock, ImportReceipt
from clm_desktop.core.run import RunContext
from clm_desktop.ingest.types import Fate, FilePreview, RowCounts
from clm_desktop.jobs.runner import JobSpec, Lane
from clm_desktop.ui.mapping_edit import Alike
from clm_desktop.ui.samples import free_path
from clm_desktop.ui.session import Shop
from clm_desktop.ui.shop_work import shop_state

if TYPE_CHECKING:  # would load pandas
    from clm_desktop.usecases.preview_files import ImportPreview

Given = Mapping[str, str]  # key of a question -> code of the choice


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, and the shop after it."""

    receipt: ImportReceipt
    shop: Shop
    before: Backup | Message | None = None  # the state before, or why it could not be kept
    replaced: bool = False  # it stands in the place of an import


@dataclass(frozen=True, slots=True)
class Counted:
    """A group of files as read with the answers so far; no counts while something is open."""

    previews: tuple[FilePreview, ...]
    counts: RowCounts | None
    beside: tuple[FilePreview, ...] = ()  # of the other groups
    begins: CleanBlock | ListBlock | None = None  # first rows of the first file
    numbers: NumbersFound = NOTHING_FOUND  # whose they are, in the shop that is open


@dataclass(frozen=True, slots=True)
class Looked:
    """What files are: orders or lists to be checked, and small tables that the plan takes."""

    preview: ImportPreview | None  # None: they are all small tables
    small: tuple[tuple[str, Path], ...]  # what each tells of (SmallTable), and where it is


def looking(
    paths: Sequence[Path], shop: Shop | None, beside: Sequence[FilePreview] = ()
) -> JobSpec:
    """See what files are; gives Looked. Newer files take their place.

    With a shop open it is asked how it read such files before, so the store's lane does it.
    ``beside`` are files that wait to be imported with them.
    """

    def step(ctx: RunContext, _before: object) -> Looked:
        return _looked(paths, shop, beside, ctx)

    return JobSpec(name="look", key="look", steps=((_lane(shop), step),))


def looking_at_pasted(
    text: str, name: str, shop: Shop | None, beside: Sequence[FilePreview] = ()
) -> JobSpec:
    """See what pasted cells are; gives Looked."""

    def step(ctx: RunContext, _before: object) -> Looked:
        from clm_desktop.usecases.pasted_cells import keep_pasted

        return _looked([keep_pasted(text, name)], shop, beside, ctx)

    return JobSpec(name="look", key="look", steps=((_lane(shop), step),))


def _looked(
    paths: Sequence[Path], shop: Shop | None, beside: Sequence[FilePreview], ctx: RunContext
) -> Looked:
    from clm_desktop.usecases.preview_files import preview_files
    from clm_desktop.usecases.small_table_kinds import told_apart

    small, rest = told_apart(paths, ctx)
    if small and not rest:
        return Looked(None, small)
    project = None if shop is None else shop.project
    return Looked(preview_files(rest, ctx, project, incomplete=True, beside=beside), small)


def looking_again(
    edited: Sequence[FilePreview], others: Sequence[FilePreview], shop: Shop | None
) -> JobSpec:
    """See what files are when they mean what the owner says; gives the previews of all."""

    def step(ctx: RunContext, _before: object) -> tuple[FilePreview, ...]:
        from clm_desktop.usecases.preview_files import preview_edited

        return preview_edited(edited, others, ctx, None if shop is None else shop.project)

    return JobSpec(name="look", key="look again", steps=((_lane(shop), step),))


def _lane(shop: Shop | None) -> Lane:
    return Lane.READ if shop is None else Lane.STORE


def looking_at_import(shop: Shop, import_id: int, paths: Sequence[Path]) -> JobSpec:
    """See the files of an import again, read as it was; gives ImportPreview."""

    def step(ctx: RunContext, _before: object) -> ImportPreview:
        from clm_desktop.usecases.reread_import import preview_reread

        return preview_reread(shop.project, import_id, paths, ctx)

    return JobSpec(name="look", key="look", steps=((Lane.STORE, step),))


def counting(
    groups: Sequence[tuple[Alike, Given]], currency: str, shop: Shop | None, replaced: int | None
) -> JobSpec:
    """Find out what an import would make of files; gives one Counted per group. Newest wins."""

    def step(ctx: RunContext, _before: object) -> tuple[Counted, ...]:
        from clm_desktop.usecases.count_rows import count_rows
        from clm_desktop.usecases.numbers_word import first_rows
        from clm_desktop.usecases.preview_files import preview_again

        read = [
            preview_again(group.previews, given, ctx) if given else group.previews
            for group, given in groups
        ]
        found = []
        for place, previews in enumerate(read):
            part = ctx.part(place / len(read), (place + 1) / len(read))
            beside = tuple(p for one, ps in enumerate(read) if one != place for p in ps)
            open_ = any(p.questions or p.missing for p in previews)
            counts = None if open_ else count_rows(previews, currency, part, beside=beside)
            rows = None if open_ or shop is None else first_rows(previews[0], currency, part)
            found.append(Counted(tuple(previews), counts, beside, rows))
        return tuple(found)

    def whose(ctx: RunContext, counted: tuple[Counted, ...]) -> tuple[Counted, ...]:
        from clm_desktop.usecases.numbers_word import find_numbers

        if shop is None:
            return counted
        found = []
        for one in counted:
            ctx.check()
            numbers = find_numbers(shop.project, one.previews[0], one.begins, replaced or 0)
            found.append(replace(one, begins=None, numbers=numbers))
        return tuple(found)

    steps = ((Lane.READ, step), (_lane(shop), whose))
    return JobSpec(name="count", key="count", steps=steps, quiet=True)


def saving_rows(counted: Counted, fate: Fate, currency: str, path: Path) -> JobSpec:
    """Save the rows behind a counter."""

    def step(ctx: RunContext, _before: object) -> None:
        from clm_desktop.usecases.export import export_checked

        export_checked(counted.previews, fate, path, currency, ctx, beside=counted.beside)

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
        from clm_desktop.usecases.backups import keep_before, keep_state
        from clm_desktop.usecases.import_files import import_files
        from clm_desktop.usecases.open_project import create_project
        from clm_desktop.usecases.reread_import import reread_import

        if shop is not None and replaced is not None:
            before = keep_before(shop.project, ctx)
            receipt = reread_import(shop.project, replaced, previews, ctx)
            return Imported(receipt, shop_state(shop.project, None), before, replaced=True)
        if shop is not None:
            unkept = keep_state(shop.project, ctx)
            receipt = import_files(shop.project, previews, ctx)
            return Imported(receipt, shop_state(shop.project, None), unkept)
        path = free_path(name)
        project = create_project(path, path.stem)
        try:
            return Imported(import_files(project, previews, ctx), shop_state(project, None))
        except BaseException:
            project.close()
            path.unlink(missing_ok=True)
            raise

    return JobSpec(name="import", steps=((Lane.READ, settle), (Lane.STORE, write)))
