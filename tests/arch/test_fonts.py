"""On a machine without fonts nothing that the program itself says is a square."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parents[2]
FONTS = ROOT / "resources" / "fonts"
SIGNS_OF_OTHER_USE = set("\n\t\r\x00\x7f\ufeff\u200b")  # parsed or split at, never shown


def _shown() -> Iterator[tuple[str, str]]:
    """Where a text stands, and the text: of the layers with words, and of the translations."""
    for layer in ("view", "ui", "models", "plan"):
        for path in sorted((ROOT / "clm_desktop" / layer).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield f"{path.relative_to(ROOT).as_posix()}:{node.lineno}", node.value
    for path in sorted((ROOT / "resources" / "i18n").rglob("*.po")):
        yield path.name, path.read_text("utf-8")


def _letters(font: Path) -> set[str]:
    with TTFont(font, lazy=True) as opened:
        return set(map(chr, opened.getBestCmap()))


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_that_our_fonts_have_every_letter_that_we_show(weight: str) -> None:
    known = set(SIGNS_OF_OTHER_USE)
    for name in (f"NotoSans-{weight}.ttf", f"NotoSansCJKsc-{weight}.otf"):
        known |= _letters(FONTS / name)
    squares = [f"{place}: {set(text) - known}" for place, text in _shown() if set(text) - known]
    assert not squares, "\n".join(squares)


def test_that_common_characters_of_both_chinas_are_there() -> None:
    assert set("客户龘戶訂單㈱￥，。〇…“”▲▼✓×") <= _letters(FONTS / "NotoSansCJKsc-Bold.otf")


def test_that_each_font_comes_with_its_licence() -> None:
    for licence in ("OFL-NotoSans.txt", "OFL-NotoSansCJK.txt"):
        assert "SIL OPEN FONT LICENSE Version 1.1" in (FONTS / licence).read_text("utf-8")
