"""Run benchmarks: ``bench.py [NAME...] [--json FILE]``; without a name it lists them.

A benchmark is a module in ``build_scripts/bench`` with a docstring and
``main(json_path: Path | None) -> None``, which prints a table of ratios measured side by side in
one run and writes the same numbers to ``json_path``. With ``--json`` the answer is one document:
``{name: what the benchmark wrote}``. ``--full`` calls ``main_full`` where a benchmark has one: the
sizes that take many minutes. Options that stand behind one name alone are that benchmark's own: it
gets them as further arguments of ``main``.
"""

from __future__ import annotations

import argparse
import importlib.util
import inspect
import json
import sys
import tempfile
from pathlib import Path
from types import ModuleType

FOLDER = Path(__file__).resolve().parent / "bench"


def main() -> None:
    """List or run."""
    parser = argparse.ArgumentParser(prog="dev.py bench", description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--full", action="store_true", help="also what takes many minutes")
    asked, own = parser.parse_known_args()
    known = sorted(path.stem for path in FOLDER.glob("[a-z]*.py"))
    unknown = set(asked.names) - set(known)
    if unknown:
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}; there are: {known}")
    if own and (len(asked.names) != 1 or not _takes_options(asked.names[0])):
        parser.error(f"not understood: {' '.join(own)}")
    if not asked.names:
        for name in known:
            print(f"{name:20}{(load(name).__doc__ or '').splitlines()[0]}")
        return
    answers = {name: _measure(name, own, full=asked.full) for name in asked.names}
    if asked.json is not None:
        asked.json.write_text(json.dumps(answers, indent=2, ensure_ascii=False) + "\n", "utf-8")


def _takes_options(name: str) -> bool:
    kinds = [one.kind for one in inspect.signature(load(name).main).parameters.values()]
    return inspect.Parameter.VAR_POSITIONAL in kinds


def _measure(name: str, own: list[str], *, full: bool) -> object:
    module = load(name)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answer.json"
        (getattr(module, "main_full", module.main) if full else module.main)(path, *own)
        return json.loads(path.read_text("utf-8")) if path.exists() else None


def load(name: str) -> ModuleType:
    """Benchmark by its name."""
    place = importlib.util.spec_from_file_location(f"bench_{name}", FOLDER / f"{name}.py")
    if place is None or place.loader is None:
        raise FileNotFoundError(name)
    module = importlib.util.module_from_spec(place)
    sys.modules[module.__name__] = module  # dataclasses look there
    place.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
