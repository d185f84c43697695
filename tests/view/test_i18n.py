"""The tool that keeps translations whole finds what is marked and faults what is not."""

from __future__ import annotations

import runpy
from pathlib import Path
from types import FunctionType
from typing import Any

import pytest
from babel.messages.catalog import Message

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def i18n(tmp_path: Path) -> dict[str, Any]:
    """The tool, looking at an empty tree."""
    tool = runpy.run_path(str(ROOT / "build_scripts" / "i18n.py"))
    collect = tool["collect"]
    assert isinstance(collect, FunctionType)
    collect.__globals__["ROOT"] = tmp_path
    (tmp_path / "clm_desktop" / "view").mkdir(parents=True)
    return tool


def write(tmp_path: Path, source: str) -> None:
    (tmp_path / "clm_desktop" / "view" / "a.py").write_text(source, encoding="utf-8")


def test_that_marked_sentences_are_found_also_inside_others(
    i18n: dict[str, Any], tmp_path: Path
) -> None:
    write(
        tmp_path,
        'words.text("a {b}", b=self._words.text("inner"))\n'
        'words.plural("{n} x", "{n} xs", 3)\nN_("kept " "together")\n'
        'Plural("one", "many", by="n")\nbox.text()\n',
    )
    found = i18n["collect"]("view")
    assert list(found.sentences) == [
        "a {b}", "inner", ("{n} x", "{n} xs"), "kept together", ("one", "many"),
    ]  # fmt: skip
    assert found.faults == []


@pytest.mark.parametrize(
    "source",
    ['words.text(f"{n} rows")', "words.text(title)", 'self.words.plural("a", other, 2)', "N_(x)"],
)
def test_that_what_cannot_be_translated_is_a_fault(
    i18n: dict[str, Any], tmp_path: Path, source: str
) -> None:
    write(tmp_path, source)
    assert len(i18n["collect"]("view").faults) == 1


@pytest.mark.parametrize(
    ("message", "fault"),
    [
        (Message("a {b}", "甲 {c}"), "fields differ"),
        (Message("a", ""), "not translated"),
        (Message(("{n} a", "{n} as"), ("",)), "not translated"),
        (Message("a", "甲", flags=["fuzzy"]), "doubtful"),
    ],
)
def test_that_bad_translations_are_faults(
    i18n: dict[str, Any], message: Message, fault: str
) -> None:
    (said,) = i18n["judge"](message)
    assert said.startswith(fault)


def test_that_good_translations_are_none(i18n: dict[str, Any]) -> None:
    assert not list(i18n["judge"](Message("a {b}", "甲 {b}")))
    assert not list(i18n["judge"](Message(("one {n}", "{n} many"), ("{n} 个",))))
