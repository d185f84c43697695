"""The commands, one function each: a use case, then its result as words or JSON.

The use cases are imported where they run, so that a short command stays short.
"""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path

from clm_desktop.app import importing
from clm_desktop.app.backups import tell_unkept
from clm_desktop.app.progress import TerminalContext
from clm_desktop.app.quality import quality
from clm_desktop.app.told import history_json
from clm_desktop.core.errors import FileError, ProjectError, RequestError
from clm_desktop.usecases.open_project import open_project
from clm_desktop.view.json_values import Json
from clm_desktop.view.words import Words


def read(args: Namespace, words: Words, ctx: TerminalContext) -> int:
    """Write the table of a file as CSV."""
    from clm_desktop.usecases.read_table import read_table

    done = read_table(args.file, args.out, ctx)
    ctx.clear()
    if args.json:
        others: list[Json] = list(done.other_tables)
        _write_json({"table": done.table, "rows": done.rows, "other_tables": others})
    else:
        rows = words.plural("{n} row", "{n} rows", done.rows)
        _write(f"{done.table}: {rows} → {args.out}")
        for name in done.other_tables:
            sys.stderr.write(words.text("Not read: {table}", table=name) + "\n")
    return 0


def imports(args: Namespace, words: Words, ctx: TerminalContext) -> int:
    """List what was imported."""
    args.topic, args.segment, args.product = "imports", None, None
    return show(args, words, ctx)


def undo(args: Namespace, words: Words, ctx: TerminalContext) -> int:
    """Take an import back."""
    from clm_desktop.usecases.backups import keep_state
    from clm_desktop.usecases.undo_import import undo_import

    with open_project(args.project) as project:
        unkept = keep_state(project, ctx, takes_away=True)
        record = undo_import(project, args.number, ctx)
        revision = project.revision
    ctx.clear()
    tell_unkept(unkept, words)
    if args.json:
        _write_json({"import": record.import_id, "revision": revision})
    else:
        _write(words.text("The import was taken back."))
    return 0


def refresh(args: Namespace, words: Words, ctx: TerminalContext) -> int:
    """Compute the answers."""
    from dataclasses import replace

    from clm_desktop.usecases.refresh import own_options
    from clm_desktop.usecases.refresh import refresh as compute
    from clm_desktop.view.topics import show_topic

    with open_project(args.project) as project:
        own = own_options(project)
        options = replace(
            own,
            as_of_day=args.as_of,
            horizon_days=args.horizon_days or own.horizon_days,
            seed=args.seed,
        )
        answers = compute(project, options, ctx)
    ctx.clear()
    words = Words(words.lang, answers.names.currency)
    if args.json:
        about: dict[str, Json] = {
            "seed": answers.run.seed,
            "revision": answers.run.revision,
            "program_version": answers.run.program_version,
        }
        _write_json({**about, **show_topic(answers, "summary", words)})
        return 0
    from clm_desktop.view.pages.today import today_page

    page = today_page(answers, words)
    _write(page.lead)
    _write(page.as_of)
    return 0


def show(args: Namespace, words: Words, ctx: TerminalContext) -> int:
    """Show a topic for people or as JSON."""
    from clm_desktop.app import acquisition, outreach
    from clm_desktop.app.listed import show_listed
    from clm_desktop.app.parser import OFFER_TOPIC, TOPICS
    from clm_desktop.usecases.current_answers import current_answers
    from clm_desktop.usecases.list_imports import list_imports
    from clm_desktop.usecases.listed_shop import current_list
    from clm_desktop.view.labelled_topics import LISTED_TOPICS
    from clm_desktop.view.pages.data import data_page
    from clm_desktop.view.pages.offer_lists import offer_lens
    from clm_desktop.view.plain import page_text
    from clm_desktop.view.topics import show_topic, topic_page

    if args.topic not in TOPICS:
        raise RequestError("no_topic", topic=args.topic, known=", ".join(TOPICS))
    if (args.segment or args.product) and args.topic != OFFER_TOPIC:
        option = "--segment" if args.segment else "--product"
        raise RequestError("option_idle", option=option, what=args.topic, known=OFFER_TOPIC)
    if args.topic in outreach.TOPICS:
        return outreach.show_outreach(args, words, ctx)
    if args.topic == acquisition.TOPIC:
        return acquisition.show_acquisition(args, words, ctx)
    with open_project(args.project) as project:
        if args.topic == "imports":
            records = list_imports(project)
            if args.json:
                _write_json(history_json(records))
            else:
                _write(page_text(data_page(records, words), words))
            return 0
        if args.topic == "quality":
            return quality(project, words, ctx, as_json=args.json)
        told = current_list(project, ctx) if args.topic in LISTED_TOPICS else None
        if told is not None:
            return show_listed(told, args.topic, words, ctx, as_json=args.json)
        answers = current_answers(project, ctx)
    ctx.clear()
    words = Words(words.lang, answers.names.currency)
    lens = offer_lens(answers, args.segment or "", args.product or "", words)
    if args.json:
        _write_json(show_topic(answers, args.topic, words, lens))
    else:
        _write(page_text(topic_page(answers, args.topic, words, lens), words))
    return 0


def check(args: Namespace, words: Words, ctx: TerminalContext) -> int:
    """See whether a project is whole."""
    from clm_desktop.usecases.check_project import check_project

    with open_project(args.project) as project:
        report = check_project(project, ctx)
    ctx.clear()
    if args.json:
        _write_json(
            {
                "ok": not report.findings,
                "imports": report.imports,
                "files": report.files,
                "orders": report.orders,
                "lines": report.lines,
                "customers": report.customers,
                "products": report.products,
                "total_cents": report.total_cents,
                "findings": {finding.code: finding.count for finding in report.findings},
            }
        )
    if report.findings:
        raise ProjectError("project_damaged", file=args.project.name)
    if not args.json:
        _write(
            words.text(
                "“{file}” is whole: {lines} in {orders}, every import accounted for.",
                file=args.project.name,
                lines=words.plural("{n} line", "{n} lines", report.lines),
                orders=words.plural("{n} order", "{n} orders", report.orders),
            )
        )
    return 0


def report(args: Namespace, words: Words, ctx: TerminalContext) -> int:
    """Write the report of a shop, or of order files imported into a new one in the folder."""
    from clm_desktop.store.settings import currency
    from clm_desktop.usecases.assess_quality import assess_quality
    from clm_desktop.usecases.current_answers import current_answers
    from clm_desktop.usecases.list_imports import list_imports
    from clm_desktop.usecases.listed_shop import current_list
    from clm_desktop.usecases.write_report import write_report
    from clm_desktop.view.pages.quality import quality_page

    is_shop = len(args.files) == 1 and args.files[0].suffix.lower() == ".clm"
    if not is_shop:
        _make(args.folder)
    shop = args.files[0] if is_shop else args.folder / f"{args.files[0].stem}.clm"
    with open_project(shop) if is_shop else importing.project_for_import(shop) as project:
        if not is_shop:
            wish = importing.Wish(files=tuple(args.files))
            done = importing.take_files(project, wish, words, ctx.part(0.0, 0.3))
            if done.questions:
                ctx.clear()
                importing.ask(done.questions, words)
                return 3
        part = ctx.part(0.3, 0.9)
        answers = current_list(project, part) or current_answers(project, part)
        words = Words(words.lang, currency(project))
        records = list_imports(project)
        page = write_report(
            args.folder,
            project.name,
            answers,
            records,
            words,
            last=[quality_page(assess_quality(project, ctx), words)],
            ctx=ctx.part(0.9, 1.0),
        )
    ctx.clear()
    _write(str(page))
    return 0


def _make(folder: Path) -> None:
    """Make a folder that is to be written into, where it is not there yet."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError("cannot_write", file=folder.name) from error


def _write(text: str) -> None:
    sys.stdout.write(text.rstrip("\n") + "\n")


def _write_json(value: Mapping[str, Json] | Sequence[Json]) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")
