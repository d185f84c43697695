"""The main job without a screen."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from clm_desktop.app import report
from clm_desktop.core.errors import FileError
from clm_desktop.core.paths import resources


@pytest.fixture
def small_file(tmp_path: Path) -> Path:
    lines = (resources() / "samples" / "furniture_shop_orders.csv").read_text("utf-8").splitlines()
    file = tmp_path / "orders.csv"
    file.write_text("\n".join(lines[:60]) + "\n", encoding="utf-8")
    return file


def test_that_a_file_becomes_a_report_and_the_same_file_adds_nothing(
    small_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commands = argparse.ArgumentParser()
    report.add_parser(commands.add_subparsers())
    out = tmp_path / "out"
    arguments = commands.parse_args(["report", str(out), str(small_file), "--lang", "zh"])
    assert arguments.run(arguments) == 0
    page = out / "report.html"
    assert capsys.readouterr().out.strip() == str(page)
    assert "今天" in page.read_text("utf-8")
    assert (out / "today_monthly_sales.png").stat().st_size > 1_000

    again = report.write_report(out, [small_file], "en")
    assert "Nothing new" in again.read_text("utf-8")
    assert not list(out.glob(".*.part"))


def test_that_a_picture_is_refused_in_one_sentence(tmp_path: Path) -> None:
    picture = tmp_path / "orders.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    with pytest.raises(FileError):
        report.write_report(tmp_path / "out", [picture], "en")
