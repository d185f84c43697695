"""A finished file comes to its place, also where somebody looks at it at that moment."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from clm_desktop.core.renaming import WAITS_S, replace_file

SHARING_VIOLATION = 32  # winerror.h


class Busy(PermissionError):
    """What Windows says of a file that another program has open."""

    winerror = SHARING_VIOLATION


@pytest.fixture
def waited(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long was waited; nobody waits."""
    waits: list[float] = []
    monkeypatch.setattr(time, "sleep", waits.append)
    return waits


@pytest.mark.parametrize("times", [0, 1, len(WAITS_S)])
def test_that_a_file_that_is_busy_for_a_moment_gets_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, waited: list[float], times: int
) -> None:
    draft, target = tmp_path / "draft", tmp_path / "target"
    draft.write_text("new", "utf-8")
    target.write_text("old", "utf-8")
    rename, left = os.replace, [Busy()] * times

    def busy(source: Path, place: Path) -> None:
        if left:
            raise left.pop()
        rename(source, place)

    monkeypatch.setattr(os, "replace", busy)
    replace_file(draft, target)
    assert target.read_text("utf-8") == "new"
    assert not draft.exists()
    assert waited == list(WAITS_S[:times])


def test_that_a_file_that_stays_busy_is_given_up_and_what_was_there_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, waited: list[float]
) -> None:
    def busy(_source: Path, _place: Path) -> None:
        raise Busy

    monkeypatch.setattr(os, "replace", busy)
    with pytest.raises(Busy):
        replace_file(tmp_path / "draft", tmp_path / "target")
    assert waited == list(WAITS_S)


def test_that_other_trouble_is_told_at_once(tmp_path: Path, waited: list[float]) -> None:
    (tmp_path / "draft").write_text("new", "utf-8")
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match="folder"):
        replace_file(tmp_path / "draft", tmp_path / "folder")
    assert waited == []
