"""What must hold inside the packaged program: run by the build, and by a helper on the phone."""

from __future__ import annotations

import importlib
import json
import sys
import tempfile
import time
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from clm_desktop import __version__
from clm_desktop.app.progress import TerminalContext
from clm_desktop.core.paths import resources
from clm_desktop.view.words import LANGUAGES, Words

_LIBRARIES = (
    *("apsw", "numpy", "pandas", "scipy.optimize", "sklearn.cluster", "sklearn.linear_model"),
    *("matplotlib.figure", "msgspec", "python_calamine", "defusedxml", "xlsxwriter"),
    *("PySide6.QtCore", "PySide6.QtGui", "PySide6.QtWidgets", "clm_desktop.ui.main_window"),
)
_NETWORK = ("PySide6.QtNetwork", "requests", "urllib3", "aiohttp", "ftplib", "smtplib")
_SAMPLE = "furniture_shop_orders.csv"
_CHART_PX = (600, 300)


def run(args: Namespace, words: Words, ctx: TerminalContext) -> int:
    """Run every check; status 0 if all hold, else 1."""
    with tempfile.TemporaryDirectory(prefix="clm-self-test-") as folder:
        checks: dict[str, Callable[[], str]] = {
            "libraries": _libraries,
            "catalogues": _catalogues,
            "store": lambda: _store(Path(folder)),
            "sample": lambda: _sample(Path(folder), ctx),
            "charts": lambda: _charts(Path(folder)),
            "workbooks": lambda: _workbooks(Path(folder), ctx),
            "offline": _offline,
        }
        results = {}
        for name, check in checks.items():
            started = time.monotonic()
            try:
                said, ok = check(), True
            except Exception as error:  # noqa: BLE001 - a failed check is this command's answer
                said, ok = f"{type(error).__name__}: {error}", False
            seconds = round(time.monotonic() - started, 2)
            results[name] = {"ok": ok, "said": said, "seconds": seconds}
    all_hold = all(result["ok"] for result in results.values())
    ctx.clear()
    if args.json:
        document = {"ok": all_hold, "version": __version__, "checks": results}
        sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=1) + "\n")
    else:
        for name, result in results.items():
            mark = "✓" if result["ok"] else "✗"
            sys.stdout.write(f"{mark} {name}: {result['said']} ({result['seconds']} s)\n")
    return 0 if all_hold else 1


def _libraries() -> str:
    for name in _LIBRARIES:
        importlib.import_module(name)
    return f"{len(_LIBRARIES)} imported"


def _catalogues() -> str:
    said = {Words(lang).text("Customers") for lang in LANGUAGES}
    _demand(len(said) == len(LANGUAGES), "a language says the same as another")
    return ", ".join(sorted(said))


def _store(folder: Path) -> str:
    from clm_desktop.store.check import check_project
    from clm_desktop.store.project import create_project, open_project

    path = folder / "empty.clm"
    create_project(path, "店 shop").close()
    with open_project(path) as project:
        _demand(project.name == "店 shop", "the name was not kept")
        _demand(not check_project(project).findings, "a new project is not whole")
    _demand([p.name for p in folder.iterdir()] == [path.name], "more than one file was left")
    return "kept and read back"


def _sample(folder: Path, ctx: TerminalContext) -> str:
    from clm_desktop.store.check import check_project
    from clm_desktop.usecases.current_answers import saved_answers
    from clm_desktop.usecases.import_files import import_files
    from clm_desktop.usecases.open_project import open_or_create
    from clm_desktop.usecases.preview_files import preview_files
    from clm_desktop.usecases.refresh import refresh

    with open_or_create(folder / "sample.clm") as project:
        found = preview_files([resources() / "samples" / _SAMPLE], ctx, project)
        file = import_files(project, found.files, ctx).files[0]
        again = import_files(project, found.files, ctx).files[0]
        _demand(again.rows_accepted == 0, "importing again added rows")
        answers = refresh(project, ctx=ctx)
        kept = saved_answers(project)
        _demand(kept is not None and kept.run == answers.run, "answers were not kept")
        _demand(not check_project(project).findings, "the project is not whole")
    return f"{file.rows_read} rows, {answers.totals.buyers} buyers"


def _charts(folder: Path) -> str:
    """Draw a chart in every language: fonts, translations and the drawing library together."""
    from clm_desktop.usecases.current_answers import saved_answers
    from clm_desktop.usecases.open_project import open_project
    from clm_desktop.view.draw import render_png
    from clm_desktop.view.pages.today import today_page
    from clm_desktop.view.theme import LIGHT

    with open_project(folder / "sample.clm") as project:
        answers = saved_answers(project)
    if answers is None:
        raise RuntimeError("the sample has no answers")
    pictures = set()
    for lang in LANGUAGES:
        words = Words(lang, answers.names.currency)
        chart = today_page(answers, words).charts[0]
        picture = render_png(chart, words, LIGHT, *_CHART_PX, 1.0)
        _demand(picture.startswith(b"\x89PNG"), "no picture")
        pictures.add(picture)
    _demand(len(pictures) == len(LANGUAGES), "a language looks the same as another")
    return f"{len(pictures)} pictures"


def _workbooks(folder: Path, ctx: TerminalContext) -> str:
    import xlsxwriter

    from clm_desktop.usecases.read_table import read_table

    book, out = folder / "made.xlsx", folder / "made.csv"
    with xlsxwriter.Workbook(str(book)) as workbook:
        sheet = workbook.add_worksheet()
        for row, cells in enumerate([("Order", "客户"), ("1", "王芳"), ("2", "Anna")]):
            sheet.write_row(row, 0, cells)
    done = read_table(book, out, ctx)
    _demand(done.rows == 2 and "王芳" in out.read_text("utf-8"), "the workbook was misread")
    return "read in a child process"


def _offline() -> str:
    loaded = [name for name in _NETWORK if name in sys.modules]
    _demand(not loaded, f"loaded: {', '.join(loaded)}")
    return "no network module loaded"


def _demand(holds: bool, otherwise: str) -> None:
    if not holds:
        raise RuntimeError(otherwise)
