"""Keep README.md true: its verbs, commands, paths and pictures exist; its map is whole."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from dev import VERBS

ROOT = Path(__file__).resolve().parent.parent
PATH_ROOTS = ("build_scripts/", "clm_desktop/", "resources/", "tests/", ".ci/", "docs/")


def main() -> int:
    """Print what is not true; the exit status is 1 when there is something."""
    readme = ROOT / "README.md"
    if not readme.exists():
        print("README.md is missing")
        return 1
    faults = list(findings(readme.read_text("utf-8")))
    print("\n".join(faults))
    return 1 if faults else 0


def findings(text: str) -> Iterator[str]:
    """What the README says that is not so."""
    for verb in set(re.findall(r"(?:build_scripts/|`)dev\.py ([a-z]+)", text)) - set(VERBS):
        yield f"README: dev.py has no verb {verb}"
    for target in re.findall(r"\]\(([^)#\s]+)", text):
        if "://" not in target and not (ROOT / target).exists():
            yield f"README: link to {target}, which is not there"
    for quoted in re.findall(r"`([^`\n]+)`", text):
        if quoted.startswith(PATH_ROOTS) and not _exists(quoted.split()[0]):
            yield f"README: path {quoted}, which is not there"
    for package in sorted((ROOT / "clm_desktop").iterdir()):
        if (package / "__init__.py").exists() and not re.search(rf"\b{package.name}\b", text):
            yield f"README: the map does not show clm_desktop/{package.name}"
    code = "\n".join(re.findall(r"```.*?```|`[^`\n]+`", text, flags=re.DOTALL))
    for command in set(re.findall(r"clm-desktop ([a-z-]+)\b", code)) - _commands():
        yield f"README: clm-desktop has no command {command}"


def _exists(name: str) -> bool:
    return any(ROOT.glob(name)) if "*" in name else (ROOT / name.rstrip("/")).exists()


def _commands() -> set[str]:
    """Commands of the command line: the sub-parsers that app adds by name."""
    names: set[str] = set()
    for path in (ROOT / "clm_desktop" / "app").rglob("*.py"):
        names |= set(re.findall(r'"([a-z][a-z-]+)"', path.read_text("utf-8")))
    return names


if __name__ == "__main__":
    sys.exit(main())
