"""The one command keeps its promises without being run as a whole."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "build_scripts"))

import dev  # noqa: E402
import system_libraries  # noqa: E402


def test_that_the_verbs_of_the_contract_are_there() -> None:
    assert set(dev.VERBS) >= {"setup", "run", "test", "check", "build", "screens", "bench"}


@pytest.mark.parametrize("language", ["en_GB", "zh_CN", "Chinese (Simplified)_China", None])
def test_that_there_is_a_sample_shop_in_every_language(
    monkeypatch: pytest.MonkeyPatch, language: str | None
) -> None:
    monkeypatch.setattr(dev.locale, "getlocale", lambda: (language, "UTF-8"))
    assert dev._sample().is_file()
    chinese = bool(language) and language.lower().startswith(("zh", "chinese"))
    assert dev._sample().name.startswith("tea") == chinese


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have a display")
def test_that_a_display_that_is_gone_is_not_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    for value, there in (("", False), (":98765", False), ("other.host:0", True)):
        monkeypatch.setenv("DISPLAY", value)
        assert dev._has_display() == there


def test_that_a_missing_library_is_named_by_its_package() -> None:
    libraries = {"libc.so.6": "libc6", "libnowhere.so.1": "libnowhere1"}
    assert system_libraries._missing_libraries(libraries)[-1] == "libnowhere1"
