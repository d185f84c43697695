"""Fixtures for every test."""

from __future__ import annotations

import gc
import os
import runpy
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(threads, "1")  # the tests themselves run side by side
HOME = tempfile.TemporaryDirectory(prefix="clm-tests-", ignore_cleanup_errors=True)
os.environ["CLM_DESKTOP_HOME"] = HOME.name  # tests never touch the settings of this machine's owner


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


@pytest.fixture
def collected_between_tests() -> Iterator[None]:
    """For tests with Qt: no garbage dies at work, as in the program (see jobs/garbage.py)."""
    gc.disable()
    yield
    gc.collect()
    gc.enable()


class Forbidden(BaseException):
    """Raised by the audit hook; not an Exception, so that no code under test can swallow it."""


FORBIDDEN_EVENTS = {
    "socket.connect",
    "socket.bind",
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "socket.gethostbyaddr",
    "socket.sendto",
    "urllib.Request",
    "http.client.connect",
    "smtplib.connect",
    "ftplib.connect",
    "pickle.find_class",
}


def _stay_offline(event: str, args: tuple[object, ...]) -> None:
    """Fail at once when anything reaches for the network or loads code from data."""
    if event in FORBIDDEN_EVENTS:
        raise Forbidden(f"{event} {args}")


sys.addaudithook(_stay_offline)
