"""The audit hook of ``tests/conftest.py`` watches the whole suite; here it is seen to bite."""

from __future__ import annotations

import pickle  # noqa: TID251 - to see it refused
import re
import socket
import urllib.request
from decimal import Decimal
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_that_a_look_up_of_a_name_fails_the_suite() -> None:
    with pytest.raises(BaseException, match="getaddrinfo"):
        socket.getaddrinfo("localhost", 80)


def test_that_a_connection_fails_the_suite() -> None:
    with socket.socket() as one, pytest.raises(BaseException, match="connect"):
        one.connect(("127.0.0.1", 9))


def test_that_a_listening_socket_fails_the_suite() -> None:
    with socket.socket() as one, pytest.raises(BaseException, match="bind"):
        one.bind(("127.0.0.1", 0))


def test_that_a_request_fails_the_suite() -> None:
    with pytest.raises(BaseException, match="Request"):
        urllib.request.urlopen("http://127.0.0.1:9/")


def test_that_unpickling_a_class_fails_the_suite() -> None:
    with pytest.raises(BaseException, match="find_class"):
        pickle.loads(pickle.dumps(Decimal(1)))  # noqa: S301 - must be refused


def test_that_every_locked_package_has_a_hash_and_none_an_address() -> None:
    text = (ROOT / "build_scripts" / "locks" / "requirements.lock").read_text("utf-8")
    packages = re.split(r"\n(?=\S)", text.strip())
    assert len(packages) > 40
    assert all("--hash=sha256:" in package for package in packages)
    assert not re.search(r"://|--index|--find-links|--trusted", text)
