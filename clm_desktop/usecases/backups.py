"""Keep the state of a shop before it changes; list what is kept; put an earlier state back."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from clm_desktop.core.earlier import Backup, BackupFacts
from clm_desktop.core.errors import ProjectError, RequestError
from clm_desktop.core.message import Message
from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.store import backups
from clm_desktop.store.project import Project, open_project

Clock = Callable[[], float]
_CANNOT_BE_OPENED = {"project_damaged", "project_missing", "not_a_project", "project_altered"}


def keep_state(
    project: Project,
    ctx: RunContext = NULL_CONTEXT,
    *,
    takes_away: bool = False,
    clock: Clock = time.time,
) -> Message | None:
    """Back a shop up before it changes, if that is due; says why where it could not be done.

    Before rows are added: once a day. Before something is taken away: whenever this revision is
    not kept yet. A shop without imports needs none. Errors never keep a change from being made.
    """
    now_s = int(clock())
    if not _is_due(project, now_s, takes_away=takes_away):
        return None
    kept = keep_before(project, ctx, clock=lambda: now_s)
    return kept if isinstance(kept, Message) else None


def keep_before(
    project: Project, ctx: RunContext = NULL_CONTEXT, *, clock: Clock = time.time
) -> Backup | Message:
    """Back a shop up whatever is kept already, so that what comes now can be taken back by it.

    Notes, consents and marks grow no revision. Says why where it could not be done.
    """
    if backups.size_of(project) > backups.LARGEST_BYTES:
        return Message.of("backup.too_large", limit_bytes=backups.LARGEST_BYTES)
    ctx.report(None, "backup")
    try:
        if not backups.has_room(project):
            return Message.of("backup.no_room")
        return backups.make_backup(project, int(clock()), ctx)
    except (ProjectError, OSError):
        return Message.of("backup.failed")


def _is_due(project: Project, now_s: int, *, takes_away: bool) -> bool:
    kept = backups.backups_of(project.path)
    if project.revision == 0 or any(one.revision == project.revision for one in kept):
        return False
    return takes_away or not kept or _day(kept[0].made_s) != _day(now_s)


def list_backups(shop: Path) -> tuple[BackupFacts, ...]:
    """What is kept of a shop, newest first, and what each state holds. Cost: 20 ms each."""
    return tuple(backups.backup_facts(one) for one in backups.backups_of(shop))


def restore_backup(
    project: Project,
    backup: Backup,
    ctx: RunContext = NULL_CONTEXT,
    *,
    clock: Clock = time.time,
) -> Backup | None:
    """Put an earlier state back; today's is kept first, so that this too can be taken back.

    The project stays open. Gives the state that ended; None where there was nothing.

    Raises
    ------
    RequestError
        ``backup_unknown``.
    ProjectError
        ``disk_full``, ``backup_failed`` ...: nothing was changed.
    """
    kept = backups.backups_of(project.path)
    if backup not in kept:
        raise RequestError("backup_unknown", number=0)
    before = None
    if project.revision:  # also where it is kept: notes, consents and marks grow no revision
        ctx.report(None, "backup")
        before = backups.make_backup(project, int(clock()), ctx, spared=backup)
    ctx.report(None, "restore")
    backups.put_back(project, backup)
    return before


def restore_file(
    shop: Path, number: int, ctx: RunContext = NULL_CONTEXT
) -> tuple[BackupFacts, Path | None]:
    """Put the state of a number (1 = the newest) back, also where the file is gone or damaged.

    Gives what was put back, and where a file that could not be opened stands now.

    Raises
    ------
    RequestError
        ``backup_unknown``.
    ProjectError
        As :func:`restore_backup`; ``project_locked``.
    """
    kept = list_backups(shop)
    if not 1 <= number <= len(kept):
        raise RequestError("backup_unknown", number=number)
    wanted = kept[number - 1]
    try:
        project = open_project(shop)
    except ProjectError as error:
        if error.code not in _CANNOT_BE_OPENED:
            raise
        return wanted, backups.put_in_place(shop, wanted.backup)
    with project:
        restore_backup(project, wanted.backup, ctx)
    return wanted, None


def _day(seconds: int) -> int:
    """Day on the owner's clock."""
    return datetime.fromtimestamp(seconds).astimezone().toordinal()
