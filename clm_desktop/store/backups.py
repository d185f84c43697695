"""Earlier states of a shop, kept whole in the program's own folder and put back when wanted.

A backup is a compacted copy, written under another name, examined, synced and only then given its
own, so that a crash at any moment leaves whole files. Its name tells when it was made and of which
revision of the data it is: ``2026-05-01T09-30-00Z_r7.clm``.

When: ingest_and_trust.md, section 3.5, asks for one before each import; measured, 1M lines (62 MB)
take 0.20 CPU s to write and 0.38 to examine, while adding 10,000 rows takes 0.1. What adds rows
loses nothing that taking the import back would not give back, so there the first change of a day
is enough. What takes rows away (undo, re-reading, restoring) always keeps the state it ends,
unless that very revision is kept already. Files above ``LARGEST_BYTES`` would make their owner
wait for seconds, so they are not copied, and the owner is told.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from clm_desktop.core.earlier import Backup, BackupFacts
from clm_desktop.core.errors import ProjectError
from clm_desktop.core.paths import user_data
from clm_desktop.core.renaming import replace_file
from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.store.connection import connect, disconnect
from clm_desktop.store.copying import copy_project, examine
from clm_desktop.store.errors import project_errors
from clm_desktop.store.project import Project, disconnect_once, open_project

LARGEST_BYTES = 256 << 20  # about 4 million lines: 2.5 CPU s
NEWEST_KEPT, WEEKS_KEPT = 5, 4
_NAME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ)_r(\d+)\.clm")
_STAMP = "%Y-%m-%dT%H-%M-%SZ"


def backups_folder(shop: Path) -> Path:
    """Where the states of a shop's file are kept: a folder that bears its name; may not exist."""
    mark = hashlib.sha256(str(shop.absolute()).encode()).hexdigest()[:8]
    return user_data() / "backups" / f"{shop.stem}-{mark}"


def backups_of(shop: Path) -> tuple[Backup, ...]:
    """All kept states of a shop's file, newest first."""
    folder = backups_folder(shop)
    found = []
    for path in folder.glob("*.clm") if folder.is_dir() else ():
        named = _NAME.fullmatch(path.name)
        if named is not None:
            made = datetime.strptime(named[1], _STAMP).replace(tzinfo=UTC)
            found.append(Backup(path, int(made.timestamp()), int(named[2])))
    return tuple(sorted(found, key=lambda one: (-one.made_s, -one.revision)))


def size_of(project: Project) -> int:
    """Bytes of a project's file."""
    with project.reading() as connection:
        return int(connection.pragma("page_count")) * int(connection.pragma("page_size"))


def has_room(project: Project) -> bool:
    """Whether the disk of the backups has twice the size of the project left."""
    folder = backups_folder(project.path)
    folder.mkdir(parents=True, exist_ok=True)
    return shutil.disk_usage(folder).free >= 2 * size_of(project)


def make_backup(
    project: Project, now_s: int, ctx: RunContext = NULL_CONTEXT, *, spared: Backup | None = None
) -> Backup:
    """Keep the state of a project; older ones than the rule keeps go, but for ``spared``.

    Raises
    ------
    ProjectError
        ``disk_full``, ``project_damaged``, ``backup_failed``; nothing was changed.
    """
    folder = backups_folder(project.path)
    with _said_as_backup(project.path):
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.glob(".*.new*"):  # by a crash: the shop's lock is ours
            _remove(left)
    taken = {one.made_s for one in backups_of(project.path)}
    while now_s in taken:
        now_s += 1
    stamp = datetime.fromtimestamp(now_s, UTC).strftime(_STAMP)
    backup = Backup(folder / f"{stamp}_r{project.revision}.clm", now_s, project.revision)
    copy_project(project, backup.path, ctx)
    for old in superfluous(backups_of(project.path)):
        if old != spared:
            _remove(old.path)
    return backup


def _remove(path: Path) -> None:
    """Remove a file; what another program holds open stays on Windows until the next time."""
    with suppress(PermissionError):
        path.unlink(missing_ok=True)


def superfluous(backups: tuple[Backup, ...]) -> tuple[Backup, ...]:
    """What goes of kept states (newest first): all but the newest and one for each of some weeks.

    Of each week the newest stays.
    """
    weeks: set[tuple[int, int]] = set()
    gone = []
    for one in backups[NEWEST_KEPT:]:
        week = datetime.fromtimestamp(one.made_s, UTC).isocalendar()[:2]
        if week in weeks or len(weeks) == WEEKS_KEPT:
            gone.append(one)
        else:
            weeks.add(week)
    return tuple(gone)


_FACTS = """
SELECT (SELECT count(*) FROM imports), (SELECT count(*) FROM orders),
       (SELECT count(*) FROM customers), (SELECT max(ts) FROM orders)
"""


def backup_facts(backup: Backup) -> BackupFacts:
    """Look into a kept state; versions of old are as readable as today's."""
    try:
        with project_errors(backup.path.name):
            connection = connect(backup.path)
            try:
                imports, orders, customers, newest = connection.execute(_FACTS).get
            finally:
                disconnect(connection)
    except ProjectError:
        return BackupFacts(backup=backup)
    return BackupFacts(
        backup=backup, imports=imports, orders=orders, customers=customers, newest_ts=newest or None
    )


def put_back(project: Project, backup: Backup) -> None:
    """Put a kept state in the place of the open project's; the project stays open.

    The revision goes on: numbers of the state that ends are not used again.

    Raises
    ------
    ProjectError
        ``project_damaged`` for the kept state, ``disk_full`` ...: the project is as it was.
    """
    revision = project.revision
    with _draft_of(backup, project.path) as draft:
        disconnect_once(project.connection)
        try:
            with _said_as_backup(project.path):
                replace_file(draft, project.path)
        finally:
            project.connection = open_project(project.path).connection
    with project.transaction() as connection:
        connection.execute(
            "UPDATE meta SET value = max(CAST(value AS INTEGER), ?) + 1 WHERE key = 'revision'",
            (revision,),
        )


def put_in_place(shop: Path, backup: Backup) -> Path | None:
    """Put a kept state where a shop's file is gone or cannot be opened.

    What stood there is kept beside it; gives its new name.
    """
    with _draft_of(backup, shop) as draft, _said_as_backup(shop):
        aside = None
        if shop.exists():
            aside = shop.with_name(f"{shop.stem}.damaged-{uuid4().hex[:4]}{shop.suffix}")
            replace_file(shop, aside)
            journal = Path(f"{shop}-journal")
            if journal.exists():  # belongs to what was put aside
                replace_file(journal, Path(f"{aside}-journal"))
        replace_file(draft, shop)
    return aside


@contextmanager
def _draft_of(backup: Backup, shop: Path) -> Iterator[Path]:
    """An examined copy of a kept state beside the shop's file."""
    draft = shop.with_name(f".{shop.name}.{uuid4().hex[:8]}.new")
    try:
        with _said_as_backup(shop):
            shutil.copyfile(backup.path, draft)
        with project_errors(backup.path.name):
            examine(draft, backup.path.name)
        yield draft
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def _said_as_backup(shop: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ProjectError("backup_failed", file=shop.name) from error
