"""What dropped files seem to be, before anything is imported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from clm_desktop.core.errors import FileError
from clm_desktop.core.message import Message
from clm_desktop.core.rows import NOT_SAID, FileKind, NumbersWord
from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.ingest import headers
from clm_desktop.ingest.meaning.date_parts import PARTS
from clm_desktop.ingest.meaning.kinds import AMOUNTS, LISTS, PEOPLE, kind_by_fields
from clm_desktop.ingest.meaning.status import word_key
from clm_desktop.ingest.preview import preview
from clm_desktop.ingest.sniff import sniff
from clm_desktop.ingest.sources import expand
from clm_desktop.ingest.types import (
    ColumnMapping,
    Field,
    FilePreview,
    Question,
    RefundDay,
    Sniffed,
    Source,
    Treatment,
)
from clm_desktop.store.project import Project
from clm_desktop.store.settings import counts_plainly, currency, has_mappings
from clm_desktop.usecases.cell_edits import load_edits
from clm_desktop.usecases.import_files import counting_currency
from clm_desktop.usecases.items_money import leans, still_leaning, with_items
from clm_desktop.usecases.mapping_memory import remembered
from clm_desktop.usecases.numbers_word import with_words

Answers = Mapping[str, str]  # key of a question -> code of a choice
_NO_ANSWERS: Answers = {}


_UNKNOWN = "error.nothing_known"
_MOST_MISSING = 3  # who, when and how much


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the owner says about how files are to be read; the rest is found out."""

    columns: Mapping[Field, str] = field(default_factory=dict)  # header texts, '' = no column
    statuses: Mapping[str, Treatment] = field(default_factory=dict)
    refunds_on: RefundDay | None = None
    kind: FileKind | None = None
    numbers: NumbersWord = NOT_SAID


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPreview:
    """Everything that was dropped: tables to import, and tables that hold no orders."""

    files: tuple[FilePreview, ...]
    passed_over: tuple[Message, ...]  # why other tables of the same files are not imported
    seen_before: bool  # the project has read files with all of these headers

    @property
    def questions(self) -> tuple[Question, ...]:
        """What must be known first; each key once."""
        return tuple({q.key: q for file in self.files for q in file.questions}.values())


def preview_files(
    paths: Sequence[Path],
    ctx: RunContext = NULL_CONTEXT,
    project: Project | None = None,
    *,
    answers: Answers = _NO_ANSWERS,
    told: Told | None = None,
    incomplete: bool = False,
    beside: Sequence[FilePreview] = (),
    replaced: int = 0,
) -> ImportPreview:
    """Look at every table in the files; tables with one header are read the same way.

    Parameters
    ----------
    paths : files as they were dropped: tables, workbooks, archives
    project : where known headers are read as before
    answers : what is known already of what may be asked
    told : what the owner says, over what is remembered or guessed
    incomplete : hand up tables that lack a column, so that the owner can point to it
    beside : previews that wait to be imported with these; they come first
    replaced : import that the files are to take the place of

    Raises
    ------
    FileError
        One of the files cannot be read or holds no orders at all. A sheet or a member beside
        others that do is passed over and told.
    """
    ctx.report(None, "look")
    sources = expand(paths, ctx)
    looker = _Looker(project, answers, told, replaced)
    found: list[FilePreview] = []
    refused: list[tuple[Path, Message]] = []
    for number, source in enumerate(sources):
        ctx.report(number / len(sources), "look")
        if source.hidden:
            refused.append((source.path, FileError("hidden_sheet", name=source.name).message))
            continue
        try:
            found.append(looker.look(source, ctx))
        except FileError as error:
            refused.append((source.path, error.message))
    looker.demand_met()
    if not looker.currency:
        found = _in_one_currency(found, ctx, answers)
    if project is not None:
        found = [replace(file, edits=load_edits(project, file)) for file in found]
        found = _whose(with_words(project, found), told)
    known = {(file.sha256, file.source.member, file.source.sheet) for file in beside}
    new = [f for f in found if (f.sha256, f.source.member, f.source.sheet) not in known]
    together = with_items((*beside, *_agreed(new, ctx, answers)), project)
    waiting, found = together[: len(beside)], list(together[len(beside) :])
    whole = {file.source.path for file in found if not file.missing}
    kept = []
    for file in found:
        if file.missing and (file.source.path in whole or not (incomplete and _may_hold(file))):
            refused.append((file.source.path, file.missing[0]))
        else:
            kept.append(file)
    shown = {file.source.path for file in kept}
    for path, reason in refused:
        if path not in shown:
            raise FileError(reason.code.removeprefix("error."), **dict(reason.params))
    return ImportPreview(
        files=(*waiting, *kept),
        passed_over=tuple(reason for _, reason in refused),
        seen_before=looker.all_remembered and not any(file.missing for file in kept),
    )


def preview_again(
    previews: Sequence[FilePreview], answers: Answers, ctx: RunContext = NULL_CONTEXT
) -> tuple[FilePreview, ...]:
    """Look again with the mapping that the previews hold now, and with answers."""
    again = [_again(file, file.mapping, answers, ctx) for file in previews]
    agreed = _agreed(again, ctx, answers)
    return tuple(still_leaning(was, now) for was, now in zip(previews, agreed, strict=True))


def preview_edited(
    edited: Sequence[FilePreview],
    others: Sequence[FilePreview],
    ctx: RunContext = NULL_CONTEXT,
    project: Project | None = None,
) -> tuple[FilePreview, ...]:
    """Look again at files whose mapping was changed, and at what hangs on them.

    Returns
    -------
    previews of ``edited``, then of ``others``, which are imported with them: whether an amount is
    missing in one file can hang on another.
    """
    agreed = _agreed([_again(f, f.mapping, _NO_ANSWERS, ctx) for f in edited], ctx, _NO_ANSWERS)
    still = [_again(f, f.mapping, _NO_ANSWERS, ctx) if leans(f) else f for f in others]
    return with_items((*agreed, *still), project)


def _again(
    file: FilePreview, mapping: ColumnMapping, answers: Answers, ctx: RunContext, main: str = ""
) -> FilePreview:
    """A preview anew, with another mapping or in another currency."""
    main = main or file.counted_in
    again = preview(
        file.source, ctx, answers, mapping, incomplete=True, counted_in=main, plain=file.plain
    )
    return replace(again, edits=file.edits, numbers=file.numbers)


def _whose(files: Sequence[FilePreview], told: Told | None) -> list[FilePreview]:
    """Files with what is told now about whose numbers they bear, over what was told before."""
    says = NOT_SAID if told is None else told.numbers
    return [
        replace(
            file,
            numbers=NumbersWord(
                orders=file.numbers.orders if says.orders is None else says.orders,
                customers=file.numbers.customers if says.customers is None else says.customers,
            ),
        )
        for file in files
    ]


def _in_one_currency(
    files: Sequence[FilePreview], ctx: RunContext, answers: Answers
) -> list[FilePreview]:
    """Files of a new shop, which counts in the first currency that one of them says."""
    main = counting_currency(files, "")
    return [
        file if file.currency in ("", main) else _again(file, file.mapping, answers, ctx, main)
        for file in files
    ]


def _may_hold(file: FilePreview) -> bool:
    """Whether a table could hold orders at all, though nothing of it is understood: no prose."""
    nothing = any(message.code == _UNKNOWN for message in file.missing)
    if file.dialect.delimiter == " ":  # words of a sentence stand in such columns too
        return not nothing and len(file.missing) == 1
    return not nothing or len(file.header) >= _MOST_MISSING


class _Looker:
    """Looks at one table after another, by what is told or remembered of its header."""

    def __init__(
        self, project: Project | None, answers: Answers, told: Told | None, replaced: int
    ) -> None:
        knows_some = project is not None and has_mappings(project)
        self.all_remembered = knows_some and told is None
        self._project = project if knows_some else None
        self._answers = answers
        self._told = told
        self.currency = "" if project is None else currency(project)
        self._plain = project is not None and counts_plainly(project, without_import=replaced)
        self._unmet: dict[str, str] = {}  # column that was told -> a file that lacks it
        self._met: set[str] = set()

    def look(self, source: Source, ctx: RunContext) -> FilePreview:
        if self._project is None:
            return self._as_told(self._look(source, None, ctx), ctx)
        sniffed = sniff(source, ctx, self._answers.get("encoding", ""))
        if sniffed.dialect.header_row < 0:
            self.all_remembered = False  # without titles, files are alike by their width alone
        return self._as_told(self._as_before(sniffed, ctx), ctx)

    def demand_met(self) -> None:
        """Refuse a column that was told and that no file has."""
        for column, name in self._unmet.items():
            if column not in self._met:
                raise FileError("no_such_column", name=name, column=column)

    def _look(self, source: Source, mapping: ColumnMapping | None, ctx: RunContext) -> FilePreview:
        return preview(
            source,
            ctx,
            self._answers,
            mapping,
            incomplete=True,
            counted_in=self.currency,
            plain=self._plain,
        )

    def _as_before(self, sniffed: Sniffed, ctx: RunContext) -> FilePreview:
        known = self._remembered(sniffed, ctx)
        if known is not None:
            try:
                return self._look(sniffed.source, known, ctx)
            except FileError:
                pass  # no longer fits: found out anew
        self.all_remembered = False
        return self._look(sniffed.source, None, ctx)

    def _as_told(self, file: FilePreview, ctx: RunContext) -> FilePreview:
        """A preview as the owner says it is to be read."""
        told = self._told
        if told is None:
            return file
        for title in filter(None, told.columns.values()):
            if title in file.header:
                self._met.add(title)
            else:
                self._unmet.setdefault(title, file.source.name)
        if told.kind not in (None, file.kind):
            file = self._look(file.source, ColumnMapping(fields=(), kind=told.kind), ctx)
        mapping = with_told(file, told)
        return file if mapping == file.mapping else self._look(file.source, mapping, ctx)

    def _remembered(self, sniffed: Sniffed, ctx: RunContext) -> ColumnMapping | None:
        """How files of this header were read, which may itself be written in other letters."""
        if self._project is None:
            return None
        asked = [q for q in sniffed.questions if q.key == "encoding"]
        for choice in asked[0].choices if asked else ():
            header = sniff(sniffed.source, ctx, choice.code).header
            as_chosen = remembered(self._project, headers.signature(header))
            if as_chosen is not None and as_chosen.encoding == choice.code:
                return as_chosen
        known = remembered(self._project, headers.signature(sniffed.header))
        return None if known is None else replace(known, encoding="")


def with_statuses(
    mapping: ColumnMapping, told: Mapping[str, Treatment]
) -> tuple[tuple[str, Treatment], ...]:
    """What was decided about status words, with more laid over it."""
    more = {word_key(word): treatment for word, treatment in told.items()}
    return tuple({**dict(mapping.statuses), **more}.items())


def with_told(file: FilePreview, told: Told) -> ColumnMapping:
    """The mapping of a file with what the owner says laid over it."""
    given = {f: file.header.index(c) for f, c in told.columns.items() if c in file.header}
    kept = {
        f: c for f, c in file.mapping.fields if f not in told.columns and c not in given.values()
    }
    fields = {**kept, **given}
    kind = file.mapping.kind
    sells = Field.DATE in given and any(f in fields for f in PEOPLE)
    if told.kind is None and given and (file.missing or (kind in LISTS and sells)):
        kind = kind_by_fields(fields)
    return replace(
        file.mapping,
        fields=tuple((f, fields[f]) for f in Field if f in fields),
        kind=kind,
        date_format="" if any(f in given for f in PARTS) else file.mapping.date_format,
        decimal_mark="" if any(f in given for f in AMOUNTS) else file.mapping.decimal_mark,
        discount=None if Field.DISCOUNT in given else file.mapping.discount,
        statuses=with_statuses(file.mapping, told.statuses),
        refunds_on=told.refunds_on or file.mapping.refunds_on,
    )


def _agreed(
    files: Sequence[FilePreview], ctx: RunContext, answers: Answers
) -> tuple[FilePreview, ...]:
    """Let files whose own rows leave a format open follow files of the same header.

    One day's file may not tell 03/04 from 04/03; the month's files together do.
    """
    decided = {(f.signature, f.mapping.fields): f.mapping for f in files if not f.questions}
    agreed = []
    for file in files:
        known = decided.get((file.signature, file.mapping.fields))
        if file.questions and known is not None:
            told = replace(
                known,
                date_format=known.date_format or file.mapping.date_format,
                decimal_mark=known.decimal_mark or file.mapping.decimal_mark,
                discount=known.discount or file.mapping.discount,
            )
            agreed.append(_again(file, told, answers, ctx))
        else:
            agreed.append(file)
    return tuple(agreed)
