"""The jobs of the Data tab: rows of imports, how good the data is, earlier states. No widgets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from clm_desktop.core.earlier import Backup, BackupFacts
from clm_desktop.core.quality import FoundRow
from clm_desktop.core.row_fates import RowFate
from clm_desktop.core.rows import SetAside
from clm_desktop.core.run import RunContext
from clm_desktop.features.quality import QualityReport
from clm_desktop.jobs.runner import JobSpec, Lane, Step
from clm_desktop.ui.session import Shop
from clm_desktop.ui.shop_work import Way, shop_state
from clm_desktop.view.blocks import Page
from clm_desktop.view.pages.quality import FOUND_ROWS, LEFT_OUT, found_page, quality_page
from clm_desktop.view.words import Words

Counts = Counter[tuple[int, RowFate]]  # (file id, fate) -> rows


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRows:
    """Which rows of an import are to be saved."""

    import_id: int
    fate: RowFate
    file_name: str = ""  # '' = of all its files


@dataclass(frozen=True, slots=True)
class Restored:
    """A shop as it was, and the state that ended, if there was one."""

    shop: Shop
    wanted: BackupFacts
    before: Backup | None


@dataclass(frozen=True, slots=True)
class Found:
    """What a page about the data needs."""

    report: QualityReport
    rows: Sequence[FoundRow] | Sequence[tuple[str, SetAside]] = ()


def counting_rows(shop: Shop) -> JobSpec:
    """Count what became of the rows of each file; gives Counts. Newest wins."""

    def step(ctx: RunContext, _before: object) -> Counts:
        from clm_desktop.usecases.count_imported import count_imported

        return count_imported(shop.project, ctx)

    return JobSpec(name="page", key="count imported", steps=((Lane.STORE, step),), quiet=True)


def saving_import_rows(
    shop: Shop, wanted: ImportRows, way: Way, path: Path, words: Words
) -> JobSpec:
    """Save rows of an import; gives how many."""

    def step(ctx: RunContext, _before: object) -> int:
        from clm_desktop.usecases.export import RowsWish, export_rows

        wish = RowsWish(
            fate=wanted.fate, way=way, import_id=wanted.import_id, file_name=wanted.file_name
        )
        return export_rows(shop.project, wish, path, words, ctx)

    return JobSpec(name="export", steps=((Lane.STORE, step),))


def judging(shop: Shop, words: Words, code: str = "") -> tuple[tuple[Lane, Step], ...]:
    """Steps to the page about the data, or to the rows behind one finding; gives a Page."""

    def look(ctx: RunContext, _before: object) -> Found:
        from clm_desktop.usecases.assess_quality import assess_quality, rows_behind

        report = assess_quality(shop.project, ctx)
        rows = rows_behind(shop.project, code, FOUND_ROWS, ctx) if code else ()
        return Found(report, rows)

    def make(_ctx: RunContext, found: Found) -> Page:
        codes = {one.code for one in found.report.findings}
        if code in codes or code.startswith(LEFT_OUT):  # a finding may be gone with its import
            return found_page(found.report, code, found.rows, words)
        return quality_page(found.report, words)

    return ((Lane.STORE, look), (Lane.READ, make))


def listing_backups(shop: Shop) -> JobSpec:
    """See what states are kept; gives BackupFacts, newest first."""

    def step(_ctx: RunContext, _before: object) -> tuple[BackupFacts, ...]:
        from clm_desktop.usecases.backups import list_backups

        return list_backups(shop.path)

    return JobSpec(name="look", key="backups", steps=((Lane.STORE, step),), quiet=True)


def restoring(shop: Shop, wanted: BackupFacts) -> JobSpec:
    """Put an earlier state back; gives Restored."""

    def step(ctx: RunContext, _before: object) -> Restored:
        from clm_desktop.usecases.backups import restore_backup

        before = restore_backup(shop.project, wanted.backup, ctx)
        return Restored(shop_state(shop.project, None), wanted, before)

    return JobSpec(name="restore", steps=((Lane.STORE, step),))
