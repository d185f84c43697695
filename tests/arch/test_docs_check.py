"""The check of the README sees what is not true."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "build_scripts"))

from docs_check import findings  # noqa: E402

PACKAGES = "app bench core features ingest jobs models plan store ui usecases view"


@pytest.mark.parametrize(
    "lie",
    [
        "`python3 build_scripts/dev.py fly`",
        "![window](docs/no-such-picture.png)",
        "Look into `clm_desktop/nowhere.py`.",
        "`clm-desktop levitate shop.clm`",
    ],
)
def test_that_a_lie_is_found(lie: str) -> None:
    assert list(findings(f"{PACKAGES}\n{lie}\n"))


def test_that_a_package_missing_on_the_map_is_found() -> None:
    assert any("clm_desktop/store" in line for line in findings(PACKAGES.replace("store", "")))


def test_that_true_words_pass() -> None:
    true = "`python3 build_scripts/dev.py test`, `clm_desktop/core`, [here](pyproject.toml)"
    assert not list(findings(f"{PACKAGES}\n{true}\n"))
