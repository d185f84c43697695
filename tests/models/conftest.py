"""The shops that tests of models share."""

from __future__ import annotations

from pathlib import Path

import pytest

from clm_desktop.core.transactions import Transactions
from tests.models.orders import read_cdnow, read_online_retail


@pytest.fixture(scope="session")
def cdnow_sample(shared: Path) -> Transactions:
    return read_cdnow(shared / "cdnow" / "CDNOW_sample.txt")


@pytest.fixture(scope="session")
def cdnow(shared: Path) -> Transactions:
    return read_cdnow(shared / "cdnow" / "CDNOW_master.txt")


@pytest.fixture(scope="session")
def online_retail(shared: Path) -> Transactions:
    return read_online_retail(shared / "online_retail" / "online_retail_by_year.zip")
