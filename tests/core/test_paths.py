"""Where the program's own files are."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from clm_desktop.core import paths


def test_that_the_source_tree_has_its_resources() -> None:
    assert (paths.resources() / "fonts" / "NotoSans-Regular.ttf").is_file()


def test_that_the_built_program_looks_beside_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    with pytest.raises(FileNotFoundError):
        paths.resources()
    (tmp_path / "resources").mkdir()
    assert paths.resources() == tmp_path / "resources"


def test_that_one_variable_moves_settings_and_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path / "stick"))
    assert paths.user_data() == tmp_path / "stick" / "data"
    assert paths.cache() == tmp_path / "stick" / "cache"
    assert paths.cache().is_dir()
