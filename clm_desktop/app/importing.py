"""``import``: order files, lists and small tables into a shop; each row is told about."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from clm_desktop.app.backups import tell_unkept
from clm_desktop.app.mapping_file import texts_of, told_of
from clm_desktop.app.outreach import print_json, receipt_json, write_receipt
from clm_desktop.app.progress import TerminalContext
from clm_desktop.app.told import account, questions_json
from clm_desktop.core.errors import RequestError
from clm_desktop.core.rows import NOT_SAID, ImportReceipt
from clm_desktop.ingest.types import Question
from clm_desktop.store.project import Project
from clm_desktop.usecases.open_project import open_or_create
from clm_desktop.view.json_values import Json
from clm_desktop.view.words import Words

if TYPE_CHECKING:  # would load pandas
    from collections.abc import Mapping

    from clm_desktop.usecases.preview_files import ImportPreview, Told
    from clm_desktop.usecases.small_tables import TakenIn


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Files, and what was said about them."""

    files: tuple[Path, ...]
    answers: Mapping[str, str] = field(default_factory=dict)  # to questions, by their key
    told: Told | None = None  # what columns, rows and words mean
    replaced: int | None = None  # import that the files take the place of

    @property
    def explained(self) -> bool:
        """Whether the owner said what the files are; then they are nothing else."""
        return bool(self.answers) or self.told is not None or self.replaced is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenFiles:
    """What became of files; ``receipt`` None: nothing was imported."""

    preview: ImportPreview | None  # None: all of them were small tables
    receipt: ImportReceipt | None
    small: tuple[TakenIn, ...] = ()

    @property
    def questions(self) -> tuple[Question, ...]:
        """What must be answered before anything is imported."""
        return () if self.preview is None or self.receipt else self.preview.questions


def import_files(args: Namespace, words: Words, ctx: TerminalContext) -> int:
    """Import files into a project."""
    with project_for_import(args.project) as project:
        done = take_files(project, _wish(project, args), words, ctx)
    ctx.clear()
    if done.questions:
        if args.json:
            print_json({"questions": questions_json(done.questions, words)})
        ask(done.questions, words)
        return 3
    passed_over = [] if done.preview is None else [*map(words.say, done.preview.passed_over)]
    sys.stderr.writelines(line + "\n" for line in passed_over)
    if args.json:
        print_json(_json(done, passed_over, words))
    else:
        _write(done, words)
    return 0


def take_files(project: Project, wish: Wish, words: Words, ctx: TerminalContext) -> TakenFiles:
    """Import orders and lists, then the small tables among the files, as the window does.

    Nothing is taken where something must be answered first.

    Raises
    ------
    RequestError
        ``small_first``, and as for every file.
    """
    from clm_desktop.usecases.small_table_kinds import told_apart

    small, files = ((), wish.files) if wish.explained else told_apart(wish.files, ctx)
    if small and not files and project.revision == 0:
        raise RequestError("small_first", file=small[0][1].name)
    preview, receipt = None, None
    if files:
        preview, receipt = _imported(project, replace(wish, files=files), words, ctx)
        if receipt is None:
            return TakenFiles(preview=preview, receipt=None)
    if not small:
        return TakenFiles(preview=preview, receipt=receipt)
    from clm_desktop.usecases.small_tables import take_in

    taken = tuple(take_in(project, None, kind, path, ctx) for kind, path in small)
    return TakenFiles(preview=preview, receipt=receipt, small=taken)


def ask(questions: Sequence[Question], words: Words) -> None:
    """Say what must be answered, with the words to answer it."""
    for question in questions:
        named = (f"{c.code} ({c.example})" if c.example else c.code for c in question.choices)
        choices = ", ".join((*named, *((question.typed,) if question.typed else ())))
        sys.stderr.write(f"{words.say(question.message)} [{question.key}: {choices}]\n")


@contextmanager
def project_for_import(path: Path) -> Iterator[Project]:
    """The project, made when it is not there; one that stays empty is not left behind."""
    is_new = not path.exists()
    project = open_or_create(path)
    try:
        yield project
    finally:
        is_empty = project.revision == 0
        project.close()
        if is_new and is_empty:
            path.unlink()


def _wish(project: Project, args: Namespace) -> Wish:
    """All options of the command."""
    from clm_desktop.usecases.numbers_word import word_of_names
    from clm_desktop.usecases.preview_files import Told

    told, whose = told_of(args), word_of_names(project, args.orders_of, args.customers_of)
    if whose != NOT_SAID:
        told = replace(told or Told(), numbers=whose)
    return Wish(
        files=tuple(args.files), answers=texts_of(args.answers), told=told, replaced=args.replace
    )


def _imported(
    project: Project, wish: Wish, words: Words, ctx: TerminalContext
) -> tuple[ImportPreview, ImportReceipt | None]:
    """Look at files and import them; no receipt where something must be answered first."""
    from clm_desktop.usecases.backups import keep_state
    from clm_desktop.usecases.import_files import import_files as write
    from clm_desktop.usecases.preview_files import preview_files
    from clm_desktop.usecases.reread_import import reread_import

    look = ctx.part(0.0, 0.2)
    preview = preview_files(wish.files, look, project, answers=wish.answers, told=wish.told)
    if preview.questions:
        return preview, None
    rest = ctx.part(0.2, 1.0)
    tell_unkept(keep_state(project, rest, takes_away=wish.replaced is not None), words)
    if wish.replaced is not None:
        return preview, reread_import(project, wish.replaced, preview.files, rest)
    return preview, write(project, preview.files, rest)


def _write(done: TakenFiles, words: Words) -> None:
    from clm_desktop.view.pages.preview import receipt as sentence

    if done.receipt is not None:
        told = [words.say(message) for message in done.receipt.told]
        lines = [sentence(done.receipt.files, words), *told]
        if told:
            lines.append(
                words.text(
                    "If they should not count, import the file again with --replace {number} and "
                    "--status WORD=HOW.",
                    number=done.receipt.import_id,
                )
            )
        sys.stdout.writelines(line.rstrip("\n") + "\n" for line in lines)
    for one in done.small:
        kind = words.code(f"small_table.{one.kind}")
        sys.stdout.write(f"{one.receipt.file_name}, {kind}: ")
        write_receipt(one.receipt, words)


def _json(done: TakenFiles, passed_over: Sequence[str], words: Words) -> dict[str, Json]:
    small: list[Json] = [
        {"tells_of": one.kind.value, **receipt_json(one.receipt, words)} for one in done.small
    ]
    said: dict[str, Json] = {"passed_over": [*passed_over], "small_tables": small}
    receipt = done.receipt
    if receipt is None:
        return {"import": None, "files": [], "told": [], **said}
    return {
        "import": receipt.import_id,
        "revision": receipt.revision,
        "files": [account(file) for file in receipt.files],
        "told": [words.say(message) for message in receipt.told],
        **said,
    }
