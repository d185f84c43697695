"""What Qt needs from Linux: looked for first, installed by root on Debian, else named."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shlex
import shutil
import subprocess
import sys

WITHOUT_SCREEN = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
WITH_SCREEN = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
PROGRAMS = {"Xvfb": "xvfb", "objdump": "binutils"}  # the built program is tried on Xvfb


def ensure() -> None:
    """Have what Python and Qt need; stop only when not even the tests could run without it."""
    if not sys.platform.startswith("linux"):
        return
    needed = _missing_venv() + _missing_libraries(WITHOUT_SCREEN)
    wanted = _missing_libraries(WITH_SCREEN) + _missing_programs()
    if needed or wanted:
        _install(needed + wanted, required=bool(needed))


def _install(packages: list[str], *, required: bool) -> None:
    """Install Debian packages as root; else print the one command, and stop if required."""
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if shutil.which("apt-get") and os.geteuid() == 0:
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        print("Installing system packages:", *packages, flush=True)
        for step in (["apt-get", "update"], command):
            subprocess.run(step, env=environment, check=required, stdout=subprocess.DEVNULL)
        return
    print("System packages are missing. On Debian and Ubuntu this installs them:")
    print("    sudo apt-get update && sudo " + shlex.join(command), flush=True)
    if required:
        raise SystemExit(1)


def _missing_venv() -> list[str]:
    """Debian keeps the parts of venv in a package of its own."""
    if importlib.util.find_spec("ensurepip") is not None:
        return []
    return [f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"]


def _missing_libraries(libraries: dict[str, str]) -> list[str]:
    missing = []
    for name, package in libraries.items():
        try:
            ctypes.CDLL(name)
        except OSError:
            missing.append(package)
    return missing


def _missing_programs() -> list[str]:
    return [package for program, package in PROGRAMS.items() if shutil.which(program) is None]
