"""The rules of ``rules.py`` hold, and each of them sees a planted violation."""

from __future__ import annotations

from pathlib import Path

import pytest
from rules import PLANTS, Rule

ROOT = Path(__file__).resolve().parents[2]
CASES = [(rule, *plant) for rule, plants in PLANTS.items() for plant in plants]


@pytest.mark.parametrize("rule", PLANTS, ids=lambda rule: rule.__name__)
def test_that_the_code_keeps_the_rule(rule: Rule) -> None:
    findings = list(rule(ROOT))
    assert not findings, f"{rule.__doc__}\n" + "\n".join(findings)


@pytest.mark.parametrize(("rule", "place", "code"), CASES)
def test_that_the_rule_sees_a_violation(tmp_path: Path, rule: Rule, place: str, code: str) -> None:
    planted = tmp_path / "clm_desktop" / place
    planted.parent.mkdir(parents=True)
    planted.write_text(code, "utf-8")
    assert list(rule(tmp_path))
