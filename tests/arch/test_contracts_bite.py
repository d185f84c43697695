"""A contract that was never seen to fail is decoration: each is broken here once or more."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINT = shutil.which("lint-imports", path=str(Path(sys.executable).parent)) or "lint-imports"
PLANTS = [
    ("layers", "core/planted.py", "import clm_desktop.store"),
    ("layers", "ingest/planted.py", "import clm_desktop.store"),
    ("layers", "store/planted.py", "import clm_desktop.ingest"),
    ("layers", "features/planted.py", "import clm_desktop.models"),
    ("layers", "models/planted.py", "import clm_desktop.plan"),
    ("layers", "plan/planted.py", "import clm_desktop.view"),
    ("layers", "view/planted.py", "import clm_desktop.usecases"),
    ("layers", "view/planted.py", "import clm_desktop.bench"),
    ("layers", "bench/planted.py", "import clm_desktop.view"),
    ("layers", "plan/planted.py", "import clm_desktop.bench"),
    ("layers", "usecases/planted.py", "import clm_desktop.jobs"),
    ("layers", "jobs/planted.py", "import clm_desktop.ui"),
    ("layers", "ui/planted.py", "import clm_desktop.app"),
    ("layers", "unlisted/__init__.py", '"""A package that no layer names."""'),
    ("jobs-know-no-work", "jobs/planted.py", "import clm_desktop.usecases"),
    ("one-joint", "view/planted.py", "import clm_desktop.store"),
    ("one-joint", "features/planted.py", "import clm_desktop.ingest"),
    ("qt", "usecases/planted.py", "from PySide6 import QtCore"),
    ("qt", "view/planted.py", "import PySide6.QtGui"),
    ("drawing", "plan/planted.py", "import matplotlib.figure"),
    ("drawing", "view/planted.py", "import matplotlib"),
    ("drawing", "bench/planted.py", "import matplotlib.figure"),
    ("sql", "usecases/planted.py", "import sqlite3"),
    ("sql", "ui/planted.py", "import apsw"),
    ("learning", "features/planted.py", "import scipy.stats"),
    ("learning", "bench/planted.py", "import scipy.stats"),
    ("learning", "plan/planted.py", "from sklearn.cluster import KMeans"),
    ("offline", "app/planted.py", "import urllib.request"),
    ("offline", "ingest/planted.py", "from http import client"),
    ("offline", "jobs/planted.py", "import socket"),
    ("offline", "core/planted.py", "def f() -> None:\n    import ssl"),
    ("no-code-from-files", "store/planted.py", "import pickle"),
    ("no-code-from-files", "models/planted.py", "import joblib"),
    ("threads", "ui/planted.py", "import threading"),
    ("threads", "models/planted.py", "from concurrent.futures import ThreadPoolExecutor"),
    ("threads", "bench/planted.py", "import multiprocessing"),
    ("threads", "usecases/planted.py", "import multiprocessing"),
    ("children", "ui/planted.py", "import subprocess"),
    ("children", "usecases/planted.py", "import subprocess"),
    ("light-start", "ui/planted.py", "import pandas"),
    ("tabs", "ui/tabs/second.py", "import clm_desktop.ui.tabs.first"),
]


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the code in which a test may plant."""
    copy = tmp_path_factory.mktemp("tree")
    shutil.copy(ROOT / "pyproject.toml", copy)
    skip = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "clm_desktop", copy / "clm_desktop", ignore=skip)
    (copy / "clm_desktop" / "ui" / "tabs" / "first.py").touch()
    return copy


def lint(tree: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Check the contracts on a tree."""
    return subprocess.run(
        [LINT, "--no-logo", *options],
        cwd=tree, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_that_every_contract_is_kept(tree: Path) -> None:
    answer = lint(tree)
    assert answer.returncode == 0, answer.stdout


def test_that_every_contract_has_a_plant() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    assert {contract["id"] for contract in contracts} == {contract for contract, _, _ in PLANTS}


@pytest.mark.parametrize(("contract", "place", "code"), PLANTS)
def test_that_the_contract_sees_a_violation(
    tree: Path, contract: str, place: str, code: str
) -> None:
    planted = tree / "clm_desktop" / place
    is_package = not planted.parent.exists()
    planted.parent.mkdir(exist_ok=True)
    planted.write_text(code + "\n", "utf-8")
    try:
        answer = lint(tree, "--contract", contract)
    finally:
        shutil.rmtree(planted.parent) if is_package else planted.unlink()
    assert answer.returncode == 1, answer.stdout
    assert "BROKEN" in answer.stdout or "unlisted" in answer.stdout
    assert "Could not" not in answer.stdout
