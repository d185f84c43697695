"""Workbooks are read in a child process: what a hostile one breaks is only the child."""

from __future__ import annotations

import datetime as dt
import gc
import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from clm_desktop.core.errors import FileError
from clm_desktop.core.paths import cache
from clm_desktop.core.run import NULL_CONTEXT, Cancelled
from clm_desktop.ingest import workbook, workbook_child
from clm_desktop.ingest.sniff import sniff
from clm_desktop.ingest.sources import expand
from clm_desktop.ingest.text_table import write_csv
from clm_desktop.ingest.types import Source
from clm_desktop.ingest.workbook_child import UNSAFE, cell_text, main

from .reading import read, read_path

SHEET = "xl/worksheets/sheet1.xml"


def _book(rows: list[list[object]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"default_date_format": "yyyy-mm-dd hh:mm"}) as book:
        sheet = book.add_worksheet("Orders")
        for i, row in enumerate(rows):
            sheet.write_row(i, 0, row)
    return out.getvalue()


PLAIN = _book([["id", "n"], [1, 2], [3, 4]])


def _changed(part: str, change) -> bytes:
    """A plain workbook with one part rewritten."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name == part else content)
    return out.getvalue()


def _far_cell(content: bytes) -> bytes:
    return content.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
                           b"</sheetData>")  # fmt: skip


def _entity(content: bytes) -> bytes:
    doctype = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    return re.sub(rb"(<\?xml[^>]*\?>)", rb"\1" + doctype, content)


def _outside(content: bytes) -> bytes:
    doctype = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    return re.sub(rb"(<\?xml[^>]*\?>)", rb"\1" + doctype, content)


def _bomb(content: bytes) -> bytes:
    return content.replace(b"</sheetData>", b"<row/>" * 8_000_000 + b"</sheetData>")


def _sniff_all(path: Path) -> None:
    for source in expand([path], NULL_CONTEXT):
        sniff(source, NULL_CONTEXT)


def _code(path: Path) -> str:
    with pytest.raises(FileError) as caught:
        _sniff_all(path)
    return caught.value.code


@pytest.mark.parametrize("change", [_far_cell, _entity, _outside, _bomb])
def test_that_hostile_workbooks_are_refused(tmp_path, change):
    path = tmp_path / "orders.xlsx"
    path.write_bytes(_changed(SHEET, change))
    assert _code(path) == "archive_unsafe"


def test_that_a_far_cell_is_refused_before_the_reader_sees_it(tmp_path, monkeypatch):
    path = tmp_path / "orders.xlsx"
    path.write_bytes(_changed(SHEET, _far_cell))
    monkeypatch.setattr(workbook_child, "_limit", lambda: None)  # this process goes on
    monkeypatch.delattr(workbook_child.python_calamine, "load_workbook")
    assert main(["extract", str(path), str(tmp_path)]) == UNSAFE


def test_that_a_damaged_workbook_says_so(tmp_path):
    path = tmp_path / "orders.xlsx"
    path.write_bytes(_changed("xl/workbook.xml", lambda c: c[: len(c) // 2]))
    assert _code(path) == "workbook_damaged"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000))
    assert _code(path) == "workbook_damaged"


def test_that_a_workbook_with_a_password_says_so(tmp_path):
    path = tmp_path / "orders.xlsx"
    name = "EncryptedPackage".encode("utf-16-le")
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000) + name + bytes(3000))
    assert _code(path) == "workbook_locked"
    assert _code(Path(__file__).with_name("files") / "locked.xlsx") == "workbook_locked"


def test_that_a_system_that_refuses_a_limit_still_reads_workbooks(tmp_path):
    """As macOS does, where an empty process has more room already than it is to have."""
    path = tmp_path / "orders.xlsx"
    path.write_bytes(PLAIN)
    code = (
        "import resource, sys\n"
        "set_limit = resource.setrlimit\n"
        "def refuse(what, limits):\n"
        "    if what == resource.RLIMIT_AS:\n"
        "        raise ValueError('current limit exceeds maximum limit')\n"
        "    set_limit(what, limits)\n"
        "resource.setrlimit = refuse\n"
        "from clm_desktop.ingest.workbook_child import CPU_SECONDS, main\n"
        f"status = main(['extract', {str(path)!r}, {str(tmp_path)!r}])\n"
        "assert resource.getrlimit(resource.RLIMIT_CPU)[0] == CPU_SECONDS\n"
        "sys.exit(status)\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert answer.returncode == workbook_child.OK, answer.stderr
    assert (tmp_path / "0.csv").read_text("utf-8") == "id,n\n1,2\n3,4\n"


def test_that_a_workbook_that_takes_too_long_is_given_up(tmp_path, monkeypatch):
    path = tmp_path / "orders.xlsx"
    path.write_bytes(PLAIN)
    monkeypatch.setattr(workbook, "TIME_LIMIT_S", -1.0)
    assert _code(path) == "archive_unsafe"


class Stopped:
    def report(self, fraction, stage):
        raise Cancelled

    def check(self):
        raise Cancelled

    def part(self, start, end):
        return self


def _folders() -> list[Path]:
    return list((cache() / "workbooks").iterdir())


@pytest.fixture
def plain(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("CLM_DESKTOP_HOME", str(tmp_path / "home"))
    path = tmp_path / "orders.xlsx"
    path.write_bytes(PLAIN)
    return path


def test_that_stop_kills_the_child_and_leaves_no_folder(plain):
    source = Source(path=plain, sheet="Orders", name=plain.name)
    with pytest.raises(Cancelled), workbook.sheet_csv(source, Stopped()):
        pass
    assert _folders() == []


def test_that_stop_ends_a_child_that_would_go_on(plain, monkeypatch):
    children = []

    class Sleeper(subprocess.Popen):
        def __init__(self, _command, **how):
            super().__init__([sys.executable, "-c", "import time; time.sleep(60)"], **how)
            children.append(self)

    monkeypatch.setattr(subprocess, "Popen", Sleeper)
    source = Source(path=plain, sheet="Orders", name=plain.name)
    try:
        with pytest.raises(Cancelled), workbook.sheet_csv(source, Stopped()):
            pass
        assert [child.returncode is not None for child in children] == [True]
    finally:
        for child in children:
            child.kill()
            child.wait()


def test_that_a_workbook_is_parsed_once_however_often_it_is_looked_at(plain, monkeypatch):
    (source,) = expand([plain], NULL_CONTEXT)
    monkeypatch.setattr(workbook, "_run", lambda *_: pytest.fail("parsed again"))
    assert read(source).rows == [("1", "2"), ("3", "4")]
    assert read(source).rows == [("1", "2"), ("3", "4")]


def test_that_a_workbook_that_has_changed_is_parsed_again(plain):
    (source,) = expand([plain], NULL_CONTEXT)
    plain.write_bytes(_book([["id", "n"], [5, 6]]))
    assert read(source).rows == [("5", "6")]


def test_that_the_cells_of_a_workbook_go_with_the_last_who_knows_it(plain):
    sources = expand([plain], NULL_CONTEXT)
    assert len(_folders()) == 1
    del sources
    gc.collect()
    assert _folders() == []


def test_that_what_a_crash_left_goes_when_the_next_workbook_is_opened(plain):
    sources = expand([plain], NULL_CONTEXT)
    (used,) = _folders()
    abandoned = used.parent / "crashed"
    abandoned.mkdir()
    (abandoned / "in_use").write_bytes(b"")
    (abandoned / "0.csv").write_text("id,name")
    more = expand([plain], NULL_CONTEXT)
    assert not abandoned.exists()
    assert used.exists(), "the folder of another reader was taken away"
    del sources, more


def test_that_cells_become_what_the_owner_would_type(tmp_path):
    path = tmp_path / "orders.xlsx"
    moment = dt.datetime(2024, 2, 29, 13, 5)
    path.write_bytes(
        _book(
            [
                ["order", "when", "price", "paid", "note"],
                [1933000000000001, moment, 0.1, True, "a\nb"],
                [12, dt.datetime(2024, 3, 1), 1e-05, False, "x"],
            ]
        )
    )
    found = read_path(path)
    assert found.sniffed.header == ("order", "when", "price", "paid", "note")
    assert found.sniffed.dialect.encoding == ""
    assert found.rows == [
        ("1933000000000001", "2024-02-29 13:05:00", "0.1", "TRUE", "a\nb"),
        ("12", "2024-03-01 00:00:00", "0.00001", "FALSE", "x"),
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (17850.0, "17850"),
        (1e22, "1" + "0" * 22),
        (2.5e-7, "0.00000025"),
        (-3.0, "-3"),
        (dt.time(9, 5), "09:05:00"),
        (dt.timedelta(hours=26, minutes=3), "26:03:00"),
        (dt.datetime(2019, 1, 1, 10, 0, 0, 123000), "2019-01-01 10:00:00.123000"),
        ("", ""),
    ],
)
def test_that_a_cell_is_never_in_scientific_notation(value, text):
    assert cell_text(value) == text


def test_that_every_sheet_of_a_legacy_workbook_is_a_source(shared):
    sources = expand([shared / "chinese_shops" / "superstore_sample.xls"], NULL_CONTEXT)
    assert [len(read(s).rows) for s in sources] == [10_000, 296, 6]


def test_that_sheets_have_hashes_of_their_own(shared):
    sources = expand([shared / "chinese_shops" / "meal_order_detail.xlsx"], NULL_CONTEXT)
    assert len({sniff(s, NULL_CONTEXT).sha256 for s in sources}) == len(sources) == 3


def test_that_a_workbook_can_be_written_as_csv(tmp_path):
    path = tmp_path / "orders.xlsx"
    path.write_bytes(PLAIN)
    (source,) = expand([path], NULL_CONTEXT)
    assert write_csv(source, tmp_path / "out.csv", NULL_CONTEXT) == 2
    assert (tmp_path / "out.csv").read_bytes() == b"id,n\r\n1,2\r\n3,4\r\n"
