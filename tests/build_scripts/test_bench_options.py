from __future__ import annotations

import runpy
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BENCH = ROOT / "build_scripts" / "bench.py"


def test_that_a_benchmark_gets_its_own_options_and_no_other_takes_any(tmp_path: Path) -> None:
    takes = runpy.run_path(str(BENCH))["_takes_options"]
    assert takes("plan")
    assert not takes("ingest")
    answer = subprocess.run(
        [sys.executable, str(BENCH), "ingest", "--seeds", "3"],
        capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert answer.returncode == 2
    assert "not understood: --seeds 3" in answer.stderr


@pytest.mark.parametrize("wrong", [["--scenarios", "utopia"], ["--seeds", "0"], ["--loud"]])
def test_that_the_plan_benchmark_refuses_what_it_does_not_know(
    wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    load = runpy.run_path(str(BENCH))["load"]
    with pytest.raises(SystemExit):
        load("plan").main(None, *wrong)
    assert "usage: dev.py bench plan" in capsys.readouterr().err
