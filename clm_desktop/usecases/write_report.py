"""The pages of the window as one HTML file with pictures, for where there is no screen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from clm_desktop.core.errors import FileError
from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.plan.answers import Answers
from clm_desktop.plan.listed import ListedShop
from clm_desktop.store.history import ImportRecord
from clm_desktop.view.blocks import Page
from clm_desktop.view.pages.ahead import ahead_page
from clm_desktop.view.pages.cohorts import cohorts_page
from clm_desktop.view.pages.customers import customers_page
from clm_desktop.view.pages.data import data_page
from clm_desktop.view.pages.listed import listed_page
from clm_desktop.view.pages.origins import origins_page
from clm_desktop.view.pages.products import products_page
from clm_desktop.view.pages.recommendations import recommendations_page
from clm_desktop.view.pages.segments import segments_page
from clm_desktop.view.pages.stages import stages_page
from clm_desktop.view.pages.today import today_page
from clm_desktop.view.pages.watchlist import watchlist_page
from clm_desktop.view.pages.worth import worth_page
from clm_desktop.view.report import report_files
from clm_desktop.view.words import Words


def write_report(
    folder: Path,
    title: str,
    answers: Answers | ListedShop,
    imports: Sequence[ImportRecord],
    words: Words,
    *,
    last: Sequence[Page] = (),
    ctx: RunContext = NULL_CONTEXT,
) -> Path:
    """Write ``report.html`` and its pictures into a folder; give the path of the page.

    ``last`` are pages that stand behind the others.

    Raises
    ------
    FileError
        ``cannot_write``.
    """
    ctx.report(None, "export")
    pages = [*_pages(answers, words), data_page(imports, words), *last]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in report_files(title, pages, words).items():
            ctx.check()
            (folder / name).write_bytes(content)
    except OSError as error:
        raise FileError("cannot_write", file=folder.name) from error
    return folder / "report.html"


def _pages(answers: Answers | ListedShop, words: Words) -> Sequence[Page]:
    if isinstance(answers, ListedShop):
        return [listed_page(one, answers, words) for one in ("today", "customers", "watchlist")]
    return (
        today_page(answers, words),
        customers_page(answers, words),
        segments_page(answers, words),
        watchlist_page(answers, words),
        worth_page(answers, words),
        stages_page(answers, words),
        cohorts_page(answers, words),
        origins_page(answers, words),
        recommendations_page(answers, words),
        products_page(answers, words),
        ahead_page(answers, words),
    )
