"""Every code that the program can raise or say has words."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from clm_desktop.core import errors
from clm_desktop.view.texts import TEXTS

ROOT = Path(__file__).resolve().parents[2]
USER_ERRORS = {name for name in vars(errors) if name.endswith("Error")}


def _codes() -> Iterator[tuple[str, str]]:
    """Where a code stands, and the code: of errors that are made, and of messages."""
    for path in sorted((ROOT / "clm_desktop").rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(call, ast.Call) or not call.args:
                continue
            first, place = call.args[0], f"{path.relative_to(ROOT).as_posix()}:{call.lineno}"
            if not (isinstance(first, ast.Constant) and isinstance(first.value, str)):
                continue
            if isinstance(call.func, ast.Name) and call.func.id in USER_ERRORS:
                yield place, f"error.{first.value}"
            if ast.unparse(call.func) == "Message.of":
                yield place, first.value


def test_that_every_code_has_words() -> None:
    silent = [f"{place}: {code}" for place, code in _codes() if code not in TEXTS]
    assert not silent, "\n".join(silent)


def test_that_codes_are_found_at_all() -> None:
    assert any(code.startswith("error.") for _, code in _codes())
    assert any(not code.startswith("error.") for _, code in _codes())
