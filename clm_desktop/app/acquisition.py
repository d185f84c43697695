"""``show PROJECT acquisition``, its exports, and lists of customers for programs that send."""

from __future__ import annotations

import sys
from argparse import Namespace
from itertools import islice

from clm_desktop.app.progress import TerminalContext
from clm_desktop.usecases.open_project import open_project
from clm_desktop.view.words import Words

TOPIC = "acquisition"
TABLES = ("advertising", "leads", "likeness", "best")


def show_acquisition(args: Namespace, words: Words, ctx: TerminalContext) -> int:
    """What new customers cost and bring, for people or as JSON."""
    from clm_desktop.app.outreach import print_json
    from clm_desktop.usecases.acquisition import answer_acquisition
    from clm_desktop.usecases.current_answers import current_answers
    from clm_desktop.view.acquisition_exports import acquisition_json
    from clm_desktop.view.pages.acquisition import AcquisitionInput, acquisition_page
    from clm_desktop.view.plain import page_text

    with open_project(args.project) as project:
        answers = current_answers(project, ctx.part(0.0, 0.8))
        found = answer_acquisition(project, answers, ctx.part(0.8, 1.0))
    ctx.clear()
    words = Words(words.lang, answers.names.currency)
    if args.json:
        print_json(acquisition_json(answers, found, words))
    else:
        page = acquisition_page(AcquisitionInput(answers=answers, found=found), words)
        sys.stdout.write(page_text(page, words) + "\n")
    return 0


def export_acquisition(args: Namespace, words: Words, ctx: TerminalContext) -> int:
    """Write channels, new customers or what the best have in common, for programs or to look at."""
    from clm_desktop.usecases.acquisition import answer_acquisition
    from clm_desktop.usecases.current_answers import current_answers
    from clm_desktop.usecases.export import write_plain_rows
    from clm_desktop.usecases.write_table import write_table
    from clm_desktop.view.acquisition_exports import acquisition_rows
    from clm_desktop.view.pages.acquisition import AcquisitionInput, acquisition_tables

    with open_project(args.project) as project:
        answers = current_answers(project, ctx.part(0.0, 0.8))
        found = answer_acquisition(project, answers, ctx.part(0.8, 1.0))
    words = Words(words.lang, answers.names.currency)
    if args.use == "excel":
        given = AcquisitionInput(answers=answers, found=found)
        table = acquisition_tables(given, words)[args.what]
        workbook = args.file.suffix.lower() == ".xlsx"
        write_table(table, "xlsx" if workbook else "excel", args.file, words, ctx)
        rows = len(table)
    else:
        names, told = acquisition_rows(answers, found, args.what, words)
        rows = write_plain_rows(args.file, names, islice(told, args.top), ctx)
    ctx.clear()
    sys.stdout.write(words.plural("{n} row", "{n} rows", rows) + f" → {args.file}\n")
    return 0


def export_people(args: Namespace, words: Words, ctx: TerminalContext) -> int:
    """Hand a list of customers to another program."""
    from clm_desktop.usecases.current_answers import current_answers
    from clm_desktop.usecases.hand_over import HandOver, hand_over

    with open_project(args.project) as project:
        answers = current_answers(project, ctx.part(0.0, 0.8))
        words = Words(words.lang, answers.names.currency)
        wish = HandOver(what=args.what, way=args.use, hashed=args.hashed, top=args.top)
        people = hand_over(project, answers, wish, args.file, words, ctx.part(0.8, 1.0))
    ctx.clear()
    sys.stdout.write(words.plural("{n} person", "{n} people", people) + f" → {args.file}\n")
    return 0
