"""Make the program to double-click, ``dist/clm-desktop``, and try what was made.

The packaged program must pass its own self-test and open its window once (on a virtual screen
where there is none); any line on its error output that is not expected fails the build.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import icons

import clm_desktop

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "build"
FOLDER = ROOT / "dist" / "clm-desktop"
PROGRAM = FOLDER / ("clm-desktop.exe" if os.name == "nt" else "clm-desktop")
COMMANDS = FOLDER / "clm-desktop-cli.exe" if os.name == "nt" else PROGRAM
SCREENSHOT = WORK / "window.png"
WINDOW_LIMIT_S = 60
# What a bare Linux says that is not ours: no desktop, no fonts, no session bus.
EXPECTED = re.compile(r"^(qt\.qpa\.|QStandardPaths: XDG_RUNTIME_DIR|libEGL warning|MESA)")


def main() -> None:
    """Build, then try."""
    icons.make(WORK / "icons")
    (WORK / "version_info.txt").write_text(_version_info(), "utf-8")
    command = [
        *(sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "ERROR"),
        *("--distpath", str(ROOT / "dist"), "--workpath", str(WORK / "pyinstaller")),
        str(ROOT / "build_scripts" / "clm.spec"),
    ]
    subprocess.run(command, cwd=ROOT, check=True)
    _strip_python()
    size = sum(
        path.stat().st_size
        for path in FOLDER.rglob("*")
        if not path.is_symlink() and path.is_file()
    )
    print(f"Made {FOLDER}, {size / 1e6:.0f} MB")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        _self_test(Path(home))
        _open_window(Path(home))
    print("The packaged program passed its self-test and opened its window.")


def _version_info() -> str:
    """Windows' version resource."""
    version = clm_desktop.__version__
    numbers = tuple(int(part) for part in f"{version}.0.0.0".split(".")[:4])
    words = {
        "ProductName": "CLM Desktop",
        "FileDescription": "CLM Desktop",
        "ProductVersion": version,
        "FileVersion": version,
        "OriginalFilename": "clm-desktop.exe",
    }
    table = ", ".join(f"StringStruct({key!r}, {value!r})" for key, value in words.items())
    return (
        f"VSVersionInfo(ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}), kids=["
        f"StringFileInfo([StringTable('040904B0', [{table}])]), "
        "VarFileInfo([VarStruct('Translation', [1033, 1200])])])\n"
    )


def _strip_python() -> None:
    """Drop debug symbols of libpython only: stripping everything breaks OpenBLAS."""
    strip = shutil.which("strip")
    if sys.platform.startswith("linux") and strip:
        for library in (FOLDER / "_internal").glob("libpython3*.so*"):
            subprocess.run([strip, "--strip-unneeded", str(library)], check=True)


def _bare_environment(home: Path) -> dict[str, str]:
    """Nothing of this machine's Python may reach the program."""
    kept = {key: os.environ[key] for key in ("SYSTEMROOT", "TEMP", "TMP") if key in os.environ}
    ours = {"HOME": str(home), "CLM_DESKTOP_HOME": str(home / "clm")}
    return kept | ours | {"PATH": "/nonexistent", "LANG": "C.UTF-8"}


def _self_test(home: Path) -> None:
    environment = _bare_environment(home) | {"QT_QPA_PLATFORM": "offscreen"}
    answer = subprocess.run(
        [str(COMMANDS), "self-test", "--json"],
        cwd=home, env=environment, check=False, capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    _demand_quiet("self-test", answer.stderr)
    if answer.returncode:
        raise SystemExit(f"self-test: exit status {answer.returncode}\n{answer.stdout}")
    print("Self-test:", json.dumps(json.loads(answer.stdout))[:400])


def _open_window(home: Path) -> None:
    """Open the window on the sample shop until its picture was taken."""
    SCREENSHOT.unlink(missing_ok=True)
    with _screen() as variables:
        environment = _bare_environment(home) | variables
        program = subprocess.Popen(
            [str(PROGRAM)], cwd=home, env=environment, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, text=True, encoding="utf-8",
        )  # fmt: skip
        try:
            _take_picture(variables, program)
        finally:
            program.terminate()
            _, complaints = program.communicate(timeout=30)
    _demand_quiet("window", complaints)
    print(f"Window: {SCREENSHOT}")


@contextlib.contextmanager
def _screen() -> Iterator[dict[str, str]]:
    """The variables of a screen: this machine's own, or a virtual one on Linux."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "XDG_RUNTIME_DIR")
    mine = {name: os.environ[name] for name in names if name in os.environ}
    if not sys.platform.startswith("linux") or "DISPLAY" in mine:
        yield mine
        return
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1400x900x24", "-nolisten", "tcp"],
        pass_fds=(writing,), stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writing)
    try:
        with os.fdopen(reading) as numbers:
            yield {"DISPLAY": f":{numbers.readline().strip()}"}
    finally:
        server.terminate()
        server.wait()


def _take_picture(variables: dict[str, str], program: subprocess.Popen[str]) -> None:
    """Look at the screen until a window is painted on it."""
    deadline = time.monotonic() + WINDOW_LIMIT_S
    while time.monotonic() < deadline:
        if program.poll() is not None:
            _, complaints = program.communicate()
            raise SystemExit(f"The window closed by itself ({program.returncode}).\n{complaints}")
        looked = subprocess.run(
            [sys.executable, str(ROOT / "build_scripts" / "grab_screen.py"), str(SCREENSHOT)],
            env=os.environ | variables | {"QT_QPA_PLATFORM": "xcb" if variables else ""},
            check=False,
        )
        if looked.returncode == 0:
            return
        time.sleep(1)
    raise SystemExit(f"No window was painted within {WINDOW_LIMIT_S} s; see {SCREENSHOT}")


def _demand_quiet(what: str, complaints: str) -> None:
    lines = [line for line in complaints.splitlines() if line and not EXPECTED.match(line)]
    if lines:
        raise SystemExit(f"{what}: unexpected lines on its error output:\n" + "\n".join(lines))


if __name__ == "__main__":
    main()
