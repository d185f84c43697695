"""One command for everything: ``python3 build_scripts/dev.py VERB``.

Needs Python 3.11 or newer and nothing else; makes its own environment in ``.venv``. Works on
Debian, Windows and macOS.
"""

from __future__ import annotations

import argparse
import locale
import os
import shutil
import sys
from pathlib import Path

import environment

ROOT = environment.ROOT
REPORT = ROOT / "build" / "report"
NO_SCREEN = {"QT_QPA_PLATFORM": "offscreen"}
FEW_THREADS = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def main() -> None:
    """Set everything up and run the verb that was asked for."""
    verbs = "\n".join(f"  {verb:9}{does.__doc__}" for verb, does in VERBS.items())
    parser = argparse.ArgumentParser(
        prog="dev.py",
        description=f"{__doc__}\nverbs:\n{verbs}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("verb", choices=VERBS, metavar="VERB")
    parser.add_argument("arguments", nargs=argparse.REMAINDER, metavar="...")
    asked = parser.parse_args()
    try:
        environment.setup()
        VERBS[asked.verb](asked.arguments)
    except KeyboardInterrupt:
        sys.exit(130)


def _setup(_: list[str]) -> None:
    """Only set everything up."""


def _run(files: list[str]) -> None:
    """Start the program on FILES or on the sample shop; without a display make its report."""
    chosen = [str(Path(name).resolve()) for name in files] or [str(_sample())]
    if _has_display():
        environment.run(["-m", "clm_desktop", *chosen])
        return
    print("There is no display here, so the pages of the window become a report.", flush=True)
    shutil.rmtree(REPORT, ignore_errors=True)
    environment.run(["-m", "clm_desktop", "report", str(REPORT), *chosen], **NO_SCREEN)
    print(f"The report with its pictures is in {REPORT}")


def _test(arguments: list[str]) -> None:
    """Pass the tests; further arguments go to pytest."""
    on_all_cores = ["-n", str(min(os.cpu_count() or 1, 4)), "--dist", "worksteal"]
    # The same examples each time, so that one checkout has one result.
    whole = [*on_all_cores, "--hypothesis-profile", "ci"]
    environment.run(["-m", "pytest", *(arguments or whole)], **NO_SCREEN, **FEW_THREADS)


def _check(_: list[str]) -> None:
    """lint, types, import rules, translations complete, docs true."""
    environment.run(["build_scripts/check.py"])


def _build(_: list[str]) -> None:
    """Make the program to double-click under dist/ and try it."""
    environment.run(["build_scripts/build.py"])


def _screens(arguments: list[str]) -> None:
    """Draw every tab into DIR [--project P] [--lang L] [--theme T] [--scale N]."""
    environment.run(["-m", "clm_desktop", "screens", *arguments], **NO_SCREEN)


def _bench(arguments: list[str]) -> None:
    """Run benchmarks, [NAME...] [--json FILE]; without a name list them."""
    environment.run(["build_scripts/bench.py", *arguments], **NO_SCREEN)


def _lock(arguments: list[str]) -> None:
    """Choose versions anew and write the hashed lock, [--upgrade]; needs uv on the path."""
    environment.run(["build_scripts/lock.py", *arguments])


def _sample() -> Path:
    """Sample shop in the language of this machine."""
    speaks_chinese = (locale.getlocale()[0] or "").lower().startswith(("zh", "chinese"))
    folder = ROOT / "resources" / "samples"
    return folder / ("tea_shop_taobao.csv" if speaks_chinese else "soap_shop_orders.csv")


def _has_display() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    if os.environ.get("WAYLAND_DISPLAY"):
        return True
    host, _, number = os.environ.get("DISPLAY", "").rpartition(":")
    if host or not number:
        return bool(host)
    socket = Path("/tmp/.X11-unix") / f"X{number.partition('.')[0]}"  # noqa: S108 - X's own place
    return socket.exists()


VERBS = {
    "setup": _setup,
    "run": _run,
    "test": _test,
    "check": _check,
    "build": _build,
    "screens": _screens,
    "bench": _bench,
    "lock": _lock,
}

if __name__ == "__main__":
    main()
