"""Everything that is checked without running the program; all checks run, then the verdict."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CODE = ["clm_desktop", "build_scripts", "tests"]
CHECKS = {
    "lint": ["-m", "ruff", "check", *CODE],
    "format": ["-m", "ruff", "format", "--check", *CODE],
    "types": ["-m", "mypy"],
    "rules of the architecture": ["-m", "pytest", "tests/arch", "-p", "no:randomly"],
    "translations": ["build_scripts/i18n.py", "check"],
    "docs": ["build_scripts/docs_check.py"],
}


def main() -> int:
    """Run every check; the exit status is 1 when one of them fails."""
    failed = []
    for name, arguments in CHECKS.items():
        start = time.monotonic()
        answer = subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, check=False, capture_output=True, text=True
        )
        verdict = "ok" if answer.returncode == 0 else "FAILED"
        print(f"{name}: {verdict} ({time.monotonic() - start:.1f} s)", flush=True)
        if answer.returncode:
            failed.append(name)
            print(answer.stdout + answer.stderr, flush=True)
    print(f"{len(CHECKS) - len(failed)} checks passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
