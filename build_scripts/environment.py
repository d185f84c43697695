"""The environment in ``.venv``: made once from the hashed lock, with plain venv and pip."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import system_libraries

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "build_scripts" / "locks" / "requirements.lock"
VENV = ROOT / ".venv"
STAMP = VENV / "setup-stamp.txt"
OLDEST, NEWEST = (3, 11), (3, 13)


def python() -> Path:
    """Interpreter of the environment."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def setup() -> None:
    """Make everything that the other verbs need; quick when all is there."""
    system_libraries.ensure()
    if not _works(python()):
        base = _base_python()
        print(f"Making .venv with {base} ...", flush=True)
        subprocess.run([str(base), "-m", "venv", "--clear", str(VENV)], check=True)
    lock, project = _digest(LOCK), _digest(ROOT / "pyproject.toml")
    done = STAMP.read_text("utf-8").split() if STAMP.exists() else ["", ""]
    if done[0] != lock:
        print("Installing the locked packages into .venv (about a minute) ...", flush=True)
        _pip("--require-hashes", "--only-binary", ":all:", "-r", str(LOCK))
    if done != [lock, project]:
        _pip("--no-deps", "--no-build-isolation", "-e", str(ROOT))
    STAMP.write_text(f"{lock}\n{project}\n", "utf-8")
    if (ROOT / "build_scripts" / "i18n.py").exists():
        run(["build_scripts/i18n.py", "compile"])


def run(arguments: list[str], **variables: str) -> None:
    """Run the environment's Python from the root of the repository; stop on failure."""
    status = call(arguments, **variables)
    if status != 0:
        raise SystemExit(status)


def call(arguments: list[str], **variables: str) -> int:
    """Run the environment's Python from the root of the repository; give its exit status."""
    environment = os.environ | {"PYTHONUTF8": "1"} | variables
    return subprocess.run(
        [str(python()), *arguments], cwd=ROOT, env=environment, check=False
    ).returncode


def _works(interpreter: Path) -> bool:
    if not interpreter.exists():
        return False
    probe = [str(interpreter), "-c", "import pip"]
    return subprocess.run(probe, check=False, capture_output=True).returncode == 0


def _base_python() -> Path:
    """Give this interpreter, or another one on the path when this one is too old or too new."""
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return Path(sys.executable)
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found:
            return Path(found)
    here = ".".join(map(str, sys.version_info[:2]))
    raise SystemExit(f"CLM Desktop needs Python 3.11, 3.12 or 3.13; this is {here}.")


def _pip(*arguments: str) -> None:
    run(
        ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", *arguments]
    )


def _digest(path: Path) -> str:
    text = path.read_text("utf-8")  # universal newlines: a Windows checkout gives the same
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
