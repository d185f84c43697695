"""Fixtures for every test."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def pytest_sessionstart() -> None:
    """Translations are compiled before any test reads one."""
    i18n = runpy.run_path(str(ROOT / "build_scripts" / "i18n.py"))
    for path in i18n["po_files"]():
        i18n["compile_po"](path)


@pytest.fixture(scope="session")
def shared() -> Path:
    """Third-party data beside the checkout; tests that need it are skipped where it is absent."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("../shared/data is not beside this checkout")
    return folder
