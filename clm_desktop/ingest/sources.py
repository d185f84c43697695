"""From what was dropped to the tables in it: files, members of archives, sheets of workbooks."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from clm_desktop.core.errors import FileError
from clm_desktop.core.run import RunContext
from clm_desktop.ingest.cutting.content import (
    MAX_RATIO,
    NESTED,
    SMALL_BYTES,
    Kind,
    inner_archive,
    kind_of,
    open_member,
    open_source,
    opened,
    opened_archive,
    refuse_large,
)
from clm_desktop.ingest.types import Source
from clm_desktop.ingest.workbook import extract

MAX_MEMBERS = 10_000
MAX_ARCHIVE_BYTES = 4_000_000_000  # of all members together


def expand(paths: Sequence[Path], ctx: RunContext) -> tuple[Source, ...]:
    """All tables in the given files, in natural order of their names.

    What a file is, is decided by its content. Inside an archive, files that hold no table
    (pictures, notes of the system) are passed over as long as the archive has at least one.

    Raises
    ------
    FileError
        One of the files is no table, empty, a folder, missing, locked, damaged, too large or
        unsafe to open. Parameter ``name`` is the file's.
    """
    found: dict[tuple[Path, str, str], Source] = {}
    for path in paths:
        for source in _expand_file(Path(path), ctx):
            found.setdefault((source.path, source.member, source.sheet), source)
    return tuple(sorted(found.values(), key=lambda s: _natural(s.name)))


def _natural(name: str) -> tuple[tuple[int, str], ...]:
    """Sort key in which "file 9" stands before "file 10"."""
    parts = re.split(r"(\d+)", name.casefold())
    return tuple((int(p), "") if p.isdecimal() else (-1, p) for p in parts if p)


def _expand_file(path: Path, ctx: RunContext) -> Iterator[Source]:
    ctx.check()
    with opened(path, path.name) as stream:
        refuse_large(path.stat().st_size, path.name)
        kind = kind_of(stream, path.name)
    source = Source(path=path, name=path.name)
    if kind is Kind.ARCHIVE:
        yield from _expand_archive(path, ctx)
        return
    if kind is Kind.PACKED:
        source = replace(source, member=path.stem)
        with open_source(source) as (stream, _):
            kind = kind_of(stream, path.name)
        if kind in (Kind.ARCHIVE, Kind.PACKED):
            raise FileError("not_a_table", name=path.name, kind="archive")
    yield from _expand_table(source, kind, ctx)


def _expand_table(source: Source, kind: Kind, ctx: RunContext) -> Iterator[Source]:
    if kind is Kind.TEXT:
        yield source
    else:
        yield from _expand_workbook(source, ctx)


def _expand_workbook(source: Source, ctx: RunContext) -> Iterator[Source]:
    made = extract(source, ctx)
    if not made.sheets:
        raise FileError("empty_file", name=source.name)
    all_hidden = all(sheet.hidden for sheet in made.sheets)
    for sheet in made.sheets:
        name = f"{source.name} [{sheet.name}]" if len(made.sheets) > 1 else source.name
        hidden = sheet.hidden and not all_hidden
        yield replace(source, sheet=sheet.name, name=name, extract=made, hidden=hidden)


def _expand_archive(path: Path, ctx: RunContext) -> Iterator[Source]:
    with opened(path, path.name) as stream, opened_archive(stream, path.name) as archive:
        yield from _tables_in(archive, Source(path=path, name=path.name), ctx, may_nest=True)


def _tables_in(
    archive: zipfile.ZipFile, about: Source, ctx: RunContext, *, may_nest: bool
) -> list[Source]:
    """Tables of an archive, and of archives in it; those that hold none are passed over."""
    problem: FileError | None = None
    found: list[Source] = []
    for member in _members(archive, about.name):
        ctx.check()
        source = replace(about, member=member, name=f"{about.name}/{member}")
        inside = f"{about.member}{NESTED}{member}" if about.member else member
        try:
            with open_member(archive, source) as (stream, _):
                kind = kind_of(stream, source.name)
            if kind is Kind.ARCHIVE and may_nest:
                with inner_archive(archive, source) as within:
                    found += _tables_in(within, source, ctx, may_nest=False)
            elif kind in (Kind.ARCHIVE, Kind.PACKED):
                raise FileError("not_a_table", name=source.name, kind="archive")
            else:
                found.extend(_expand_table(replace(source, member=inside), kind, ctx))
        except FileError as error:
            if error.code not in ("not_a_table", "empty_file"):
                raise
            problem = problem or error
    if not found:
        raise problem or FileError("empty_file", name=about.name)
    return found


def _members(archive: zipfile.ZipFile, name: str) -> list[str]:
    """Names of the members that may hold tables, after the archive was found safe to open."""
    infos = [i for i in archive.infolist() if not i.is_dir()]
    unpacked = sum(i.file_size for i in infos)
    packed = max(1, sum(i.compress_size for i in infos))
    is_bomb = unpacked > SMALL_BYTES and unpacked / packed > MAX_RATIO
    if len(infos) > MAX_MEMBERS or unpacked > MAX_ARCHIVE_BYTES or is_bomb:
        raise FileError("archive_unsafe", name=name)
    return sorted({i.filename for i in infos if not _is_hidden(i.filename)}, key=_natural)


def _is_hidden(member: str) -> bool:
    parts = member.split("/")
    return "__MACOSX" in parts or any(p.startswith(".") for p in parts)
