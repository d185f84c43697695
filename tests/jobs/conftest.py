"""Jobs are tested without a screen."""

from __future__ import annotations

import os

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True)
def alone(collected_between_tests: None) -> None:
    """What one test leaves behind does not die in the next."""
