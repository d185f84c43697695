"""Run as a program: import in child processes, kill them at random moments, look at what is left.

Usage: ``killer.py PROJECT KILLS SEED``; prints what was found, one line per kill.
"""

from __future__ import annotations

import os
import random
import select
import signal
import sys
from dataclasses import replace
from pathlib import Path

from clm_desktop.store.check import check_project
from clm_desktop.store.history import list_imports
from clm_desktop.store.project import create_project, open_project
from clm_desktop.store.reading import load_transactions
from clm_desktop.store.undo import undo_import
from tests.store.made import File, Row, do_import

ROWS = 2_000
LONGEST_S = 0.25


def new_row(number: int, i: int) -> Row:
    return Row(f"{number}-{i // 4}", f"c{i // 4 % 90}", f"p{i % 50}")


def import_for_ever(path: Path, out: int) -> None:
    """Import file after file: new orders, and changes of those of the file before."""
    with open_project(path) as project:
        records = list_imports(project)
        number = records[-1].import_id if records else 0
        while True:
            os.write(out, b"b")  # begun
            number += 1
            rows = [new_row(number, i) for i in range(ROWS)]
            if number > 1:
                rows += [replace(new_row(number - 1, i), cents=7) for i in range(0, ROWS, 20)]
            do_import(project, File(tuple(rows), block=500))
            os.write(out, b"d")  # done: from here on it must never be lost


def kill_one(path: Path, moment_s: float) -> bytes:
    """Start a child, kill it after a while; give what it said."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        import_for_ever(path, writer)
        os._exit(1)  # cannot be reached
    os.close(writer)
    said = os.read(reader, 1)  # the first import has begun
    select.select([], [], [], moment_s)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while more := os.read(reader, 1000):
        said += more
    os.close(reader)
    return said


def main(path: Path, kills: int, seed: int) -> None:
    """Kill, open, examine, again and again on the same file."""
    create_project(path, "shop").close()
    moments = random.Random(seed)  # noqa: S311 - moments, not secrets
    safe = 0
    for _ in range(kills):
        said = kill_one(path, moments.random() * LONGEST_S)
        safe += said.count(b"d")
        was_hot = Path(f"{path}-journal").exists() and Path(f"{path}-journal").stat().st_size > 0
        with open_project(path) as project:
            held = len(list_imports(project))
            whole = not check_project(project).findings
            orders = load_transactions(project).n_orders
            sys.stdout.write(f"{held - safe} {int(whole)} {orders} {held} {int(was_hot)}\n")
            safe = held
            if held > 12:  # keep the file small, and let undo meet the crashes too
                for record in list_imports(project):
                    undo_import(project, record.import_id)
                safe = 0


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
