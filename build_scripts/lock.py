"""Choose versions and write the hashed lock: ``python build_scripts/lock.py [--upgrade]``.

Needs ``uv`` on the path. The lock is universal (Linux, Windows, macOS; Python 3.11 to 3.13) and
holds hashes but no address of an index. Versions younger than a week are left out: a broken
release is usually found within days. Afterwards every platform is resolved from wheels alone.
"""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "build_scripts" / "locks" / "requirements.lock"
PLATFORMS = [
    "x86_64-manylinux_2_35",
    "aarch64-manylinux_2_39",
    "x86_64-pc-windows-msvc",
    "aarch64-pc-windows-msvc",
    "x86_64-apple-darwin",
    "aarch64-apple-darwin",
]
PYTHONS = ["3.11", "3.12", "3.13"]
WAITING_DAYS = 7


def main() -> None:
    """Write the lock and prove that it installs everywhere."""
    uv = shutil.which("uv") or shutil.which("uv", path=str(Path(sys.executable).parent))
    if uv is None:
        raise SystemExit("uv is needed: pip install uv")
    newest = dt.datetime.now(dt.UTC).date() - dt.timedelta(days=WAITING_DAYS)
    subprocess.run(
        [
            *(uv, "pip", "compile", "--quiet", "--no-config", "--universal"),
            *("--python-version", PYTHONS[0], "--generate-hashes", "--exclude-newer", f"{newest}"),
            *("--no-header", "--no-annotate", *sys.argv[1:]),
            *("pyproject.toml", "--group", "dev", "-o", str(LOCK)),
        ],
        cwd=ROOT,
        check=True,
    )
    for platform in PLATFORMS:
        for python in PYTHONS:
            _resolve(uv, platform, python)


def _resolve(uv: str, platform: str, python: str) -> None:
    """Fail unless the locked versions have wheels there."""
    answer = subprocess.run(
        [
            *(uv, "pip", "compile", "--no-config", "--no-deps", "--only-binary", ":all:"),
            *("--python-platform", platform, "--python-version", python),
            *("--generate-hashes", "--no-header", "--no-annotate", str(LOCK)),
        ],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    if answer.returncode:
        raise SystemExit(f"{platform}, Python {python}:\n{answer.stderr}")
    print(f"{platform}, Python {python}: {answer.stdout.count('==')} packages")


if __name__ == "__main__":
    main()
