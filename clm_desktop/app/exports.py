"""``export``: which tables there are, which options go with them, and who writes each."""

from __future__ import annotations

import sys
from argparse import Namespace

from clm_desktop.app import acquisition, outreach
from clm_desktop.app.parser import ROWS, TABLES
from clm_desktop.app.progress import TerminalContext
from clm_desktop.core.errors import RequestError
from clm_desktop.store.project import Project
from clm_desktop.usecases.open_project import open_project
from clm_desktop.view.words import Words

TOP_TIPS = 10  # of each list, where nothing else is asked for
_HASHED_FOR = ("meta", "google")
_TIPS = ("recommendations", "segment-offers", "who-to-tell")
_RANKED = ("watchlist", "best", "leads")  # lists of people, the most important first


def export(args: Namespace, words: Words, ctx: TerminalContext) -> int:
    """Write a table into a file."""
    args = _as_named(args)
    _demand_sense(args)
    if args.what == "plan":
        return outreach.export_plan(args, words, ctx)
    if args.use not in ("data", "excel"):
        return acquisition.export_people(args, words, ctx)
    if args.what in acquisition.TABLES:
        return acquisition.export_acquisition(args, words, ctx)
    with open_project(args.project) as project:
        if args.what in ROWS:
            rows, words = _rows(project, args, words, ctx)
        else:
            rows, words = _table(project, args, words, ctx)
    ctx.clear()
    said = words.plural("{n} row", "{n} rows", rows)
    sys.stdout.write(f"{said} → {args.file}\n")
    return 0


def _as_named(args: Namespace) -> Namespace:
    """A file that is called a workbook becomes one, also where nobody asked for Excel."""
    named = args.file.suffix.lower() == ".xlsx" and args.what not in ("plan", *ROWS)
    if not named or args.use != "data":
        return args
    return Namespace(**{**vars(args), "use": "excel"})


def _demand_sense(args: Namespace) -> None:
    """Say so where a table is not known, or an option would do nothing."""
    if args.what not in (*TABLES, *ROWS):
        raise RequestError("no_export", what=args.what, known=", ".join((*TABLES, *ROWS)))
    if args.what in _RANKED:
        topped = args.use != "excel"
    else:
        topped = args.what in _TIPS and args.use == "data"
    asked = (
        ("--hashed", args.hashed, args.use in _HASHED_FOR, ("--for meta", "--for google")),
        ("--top", args.top is not None, topped, (*_RANKED, *_TIPS)),
        ("--import", args.number is not None, args.what in ROWS, ROWS),
        ("--of", bool(args.of), args.what in ROWS, ROWS),
        ("--plan", bool(args.plan), args.what == "plan", ("plan",)),
    )
    for option, given, does_something, known in asked:
        if given and not does_something:
            what = args.what if args.use == "data" else f"{args.what} --for {args.use}"
            raise RequestError("option_idle", option=option, what=what, known=", ".join(known))


def _rows(
    project: Project, args: Namespace, words: Words, ctx: TerminalContext
) -> tuple[int, Words]:
    """Rows of imports, by what became of them."""
    from clm_desktop.core.row_fates import RowFate
    from clm_desktop.store.settings import currency
    from clm_desktop.usecases.export import RowsWish, export_rows

    workbook = args.file.suffix.lower() == ".xlsx"
    wish = RowsWish(
        fate=RowFate(args.what),
        way="xlsx" if workbook else args.use,
        import_id=args.number,
        file_name=args.of,
    )
    words = Words(words.lang, currency(project))
    return export_rows(project, wish, args.file, words, ctx), words


def _table(
    project: Project, args: Namespace, words: Words, ctx: TerminalContext
) -> tuple[int, Words]:
    """A table of the answers."""
    from clm_desktop.usecases.current_answers import current_answers
    from clm_desktop.usecases.export import demand_orders, export_data, export_excel

    demand_orders(project)
    answers = current_answers(project, ctx)
    words = Words(words.lang, answers.names.currency)
    if args.use == "excel":
        return export_excel(project, answers, args.what, args.file, words=words, ctx=ctx), words
    people = args.top if args.what in _RANKED else None
    tips = args.top or TOP_TIPS
    rows = export_data(answers, args.what, args.file, words, ctx, top=tips, first=people)
    return rows, words
