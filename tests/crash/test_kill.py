"""kill -9 at any moment of an import: the file opens whole, with or without that import."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KILLS, SEED, ORDERS = 50, 7, 500  # orders of one import of tests.crash.killer


@pytest.mark.skipif(sys.platform == "win32", reason="the killer forks")
def test_that_a_killed_import_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-m", "tests.crash.killer", tmp_path / "shop.clm", str(KILLS), str(SEED)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    results = [tuple(map(int, line.split())) for line in said.stdout.splitlines()]
    assert len(results) == KILLS
    for more_than_said, whole, orders, held, _ in results:
        assert more_than_said in (0, 1)  # nothing lost that was said to be done
        assert whole == 1
        assert orders == held * ORDERS
    assert sum(was_hot for *_, was_hot in results) >= 3  # kills in the middle of writing


@pytest.mark.skipif(sys.platform == "win32", reason="the killer forks")
def test_that_a_kill_while_states_are_kept_or_put_back_leaves_whole_files(tmp_path: Path) -> None:
    kills = 25
    said = subprocess.run(
        [
            *(sys.executable, "-m", "tests.crash.backup_killer"),
            *(tmp_path / "shop.clm", str(kills), str(SEED)),
        ],
        cwd=ROOT,
        env={**os.environ, "CLM_DESKTOP_HOME": str(tmp_path / "home")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    results = [tuple(map(int, line.split())) for line in said.stdout.splitlines()]
    assert len(results) == kills
    for shop_whole, whole, kept, _ in results:
        assert shop_whole == 1
        assert whole == kept
    assert sum(kept for _, _, kept, _ in results) >= kills
    assert sum(drafts > 0 for *_, drafts in results) >= 3  # kills in the middle of a copy
