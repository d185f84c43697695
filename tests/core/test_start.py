"""What happens before anything is imported."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from clm_desktop.ingest.workbook import CHILD_FLAG


def test_that_the_reader_of_workbooks_starts_without_anything_heavy() -> None:
    code = (
        f"import sys; sys.argv[1:] = ['{CHILD_FLAG}', 'extract', 'nowhere.xlsx', '.']\n"
        "from clm_desktop.__main__ import run\n"
        "try: run()\n"
        "except SystemExit as end: assert end.code not in (0, None), end.code\n"
        "assert not {'numpy', 'pandas', 'PySide6'} & set(sys.modules)\n"
        "assert 'clm_desktop.ingest.workbook_child' in sys.modules\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stderr


def test_that_a_program_without_any_output_still_does_its_commands(tmp_path: Path) -> None:
    """As the program for the window is on Windows."""
    nowhere = str(tmp_path / "none.clm")
    for arguments, status in ((["--help"], 0), (["imports", nowhere], 3), (["wrong"], 2)):
        code = f"import sys; sys.stdout = sys.stderr = None; sys.argv[1:] = {arguments!r}\n"
        answer = subprocess.run(
            [sys.executable, "-c", code + "from clm_desktop.__main__ import run; run()"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (answer.returncode, answer.stderr) == (status, ""), arguments


def test_that_a_core_is_left_to_the_window() -> None:
    code = "from clm_desktop.__main__ import leave_a_core_to_the_window as f; f(); import os; "
    show = "print(os.environ['OMP_NUM_THREADS'], os.environ['OMP_WAIT_POLICY'])"
    bare = {key: value for key, value in os.environ.items() if "THREADS" not in key}
    for given, expected in (
        ({}, str(max(1, (os.cpu_count() or 1) - 1))),
        ({"OMP_NUM_THREADS": "7"}, "7"),
    ):
        answer = subprocess.run(
            [sys.executable, "-c", code + show], capture_output=True, text=True, check=True,
            env=bare | given,
        )  # fmt: skip
        assert answer.stdout.split() == [expected, "PASSIVE"]


def test_that_the_window_is_shown_before_the_heavy_libraries_are_there(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from clm_desktop.app.window import Program, make_application\n"
        "from clm_desktop.ui.settings import Settings\n"
        "app = make_application()\n"
        "Program(app, Settings()).window.show()\n"
        "heavy = {'pandas', 'sklearn', 'scipy', 'matplotlib', 'xlsxwriter'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    bare = os.environ | {"QT_QPA_PLATFORM": "offscreen", "CLM_DESKTOP_HOME": str(tmp_path)}
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, env=bare
    )
    assert answer.returncode == 0, answer.stderr
