"""Run as a program: keep and put back states in child processes, and kill them at random moments.

Usage: ``backup_killer.py PROJECT KILLS SEED``; prints what was found, one line per kill.
"""

from __future__ import annotations

import os
import random
import select
import signal
import sys
import time
from itertools import count
from pathlib import Path

from clm_desktop.store.backups import backups_folder, backups_of
from clm_desktop.store.check import check_project
from clm_desktop.store.project import create_project, open_project
from clm_desktop.usecases.backups import keep_state, restore_backup
from tests.store.made import File, Row, do_import

ROWS = 2_000
LONGEST_S = 0.3


def change_for_ever(path: Path, out: int) -> None:
    """Import, keep the state, put the oldest one back."""
    with open_project(path) as project:
        os.write(out, b"b")  # begun
        for number in count(project.revision):
            rows = tuple(Row(f"{number}-{i // 4}", f"c{i % 90}") for i in range(ROWS))
            do_import(project, File(rows))
            keep_state(project, takes_away=True)
            if number % 3 == 2:
                restore_backup(project, backups_of(path)[-1])


def kill_one(path: Path, moment_s: float) -> None:
    """Start a child and kill it after a while."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        change_for_ever(path, writer)
        os._exit(1)  # cannot be reached
    os.close(writer)
    os.read(reader, 1)
    select.select([], [], [], moment_s)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(reader)


def is_whole(path: Path) -> bool:
    """Open a file and examine all of it."""
    with open_project(path) as project:
        return not check_project(project).findings


def main(path: Path, kills: int, seed: int) -> None:
    """Kill, then look at the shop and at every state that bears a name."""
    create_project(path, "shop").close()
    moments = random.Random(seed)  # noqa: S311 - moments, not secrets
    for _ in range(kills):
        kill_one(path, moments.random() * LONGEST_S)
        kept = backups_of(path)
        whole = [is_whole(one.path) for one in kept]
        drafts = len(list(backups_folder(path).glob(".*.new")))
        drafts += len(list(path.parent.glob(".*.new")))
        sys.stdout.write(f"{int(is_whole(path))} {sum(whole)} {len(kept)} {drafts}\n")
        for old in kept[2:]:  # keep the examination short
            old.path.unlink()
        if path.stat().st_size > 2_000_000:
            path.unlink()
            create_project(path, f"shop {time.time()}").close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
