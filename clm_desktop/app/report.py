"""``report OUTDIR FILES…``: the main job without a screen, as a folder with a page and pictures.

Imports the files into a shop in the folder (a file that is there already adds nothing), computes
everything and writes ``report.html`` with one PNG per chart beside it.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from clm_desktop.core.errors import QuestionsError
from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.store.project import Project
from clm_desktop.usecases.import_files import import_files
from clm_desktop.usecases.list_imports import list_imports
from clm_desktop.usecases.open_project import open_or_create
from clm_desktop.usecases.preview_files import preview_files
from clm_desktop.usecases.refresh import refresh
from clm_desktop.view.blocks import Page
from clm_desktop.view.pages.customers import customers_page
from clm_desktop.view.pages.data import data_page
from clm_desktop.view.pages.preview import receipt
from clm_desktop.view.pages.recommendations import recommendations_page
from clm_desktop.view.pages.segments import segments_page
from clm_desktop.view.pages.today import today_page
from clm_desktop.view.pages.watchlist import watchlist_page
from clm_desktop.view.report import report_files
from clm_desktop.view.words import LANGUAGES, Lang, Words

PROJECT_NAME = "report.clm"


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to a command line; ``arguments.run(arguments)`` carries it out."""
    parser = commands.add_parser("report", help="import, compute and write a report with pictures")
    parser.add_argument("folder", metavar="OUTDIR", type=Path)
    parser.add_argument("files", metavar="FILE", type=Path, nargs="+")
    parser.add_argument("--lang", choices=LANGUAGES, default="en")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Carry the command out and print where the report is; errors are the caller's to say."""
    page = write_report(arguments.folder, arguments.files, arguments.lang)
    sys.stdout.write(f"{page}\n")
    return 0


def write_report(
    folder: Path, files: Sequence[Path], lang: Lang, ctx: RunContext = NULL_CONTEXT
) -> Path:
    """Import, compute, write; answers the path of the page.

    Raises
    ------
    QuestionsError
        ``questions_open``: the files leave something open that must be answered on a screen.
    UserError
        A file, the folder or the project cannot be read or written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with open_or_create(folder / PROJECT_NAME) as project:
        summary = _import(project, files, lang, ctx.part(0.0, 0.4))
        answers = refresh(project, ctx=ctx.part(0.4, 0.9))
        words = Words(lang, answers.names.currency)
        imports = data_page(list_imports(project), words)
    pages: list[Page] = [
        build(answers, words)
        for build in (
            today_page,
            customers_page,
            segments_page,
            watchlist_page,
            recommendations_page,
        )
    ]
    title = words.text("{name}: customer report", name=_title(files))
    written = report_files(title, [*pages, imports], words, summary)
    for name, content in written.items():
        ctx.report(0.95, "export")
        _write(folder / name, content)
    return folder / "report.html"


def _import(project: Project, files: Sequence[Path], lang: Lang, ctx: RunContext) -> str:
    """Import what can be imported without asking; what was done, in one sentence."""
    seen = preview_files(files, ctx.part(0.0, 0.2), project)
    if seen.questions:
        keys = ", ".join(question.key for question in seen.questions)
        raise QuestionsError("questions_open", questions=keys)
    done = import_files(project, seen.files, ctx.part(0.2, 1.0))
    return receipt(done.files, Words(lang))


def _title(files: Sequence[Path]) -> str:
    first = files[0].stem
    return first if len(files) == 1 else f"{first} …"


def _write(path: Path, content: bytes) -> None:
    """Write whole or not at all."""
    draft = path.with_name(f".{path.name}.part")
    draft.write_bytes(content)
    os.replace(draft, path)
