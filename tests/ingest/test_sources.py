"""What was dropped becomes tables, or one sentence that says why not."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from clm_desktop.core.errors import FileError
from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.ingest.sniff import sniff
from clm_desktop.ingest.sources import expand

from .reading import read

CSV = b"id,date,price\n1,2024-01-02,3.00\n2,2024-01-03,4.00\n"


def _zip(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def _workbook(sheets: dict[str, list[list[object]]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for i, row in enumerate(rows):
                sheet.write_row(i, 0, row)
    return out.getvalue()


def _sniff_all(path: Path) -> None:
    for source in expand([path], NULL_CONTEXT):
        sniff(source, NULL_CONTEXT)


def _code(path: Path) -> str:
    with pytest.raises(FileError) as caught:
        _sniff_all(path)
    assert dict(caught.value.message.params)["name"], "the sentence names the file"
    return caught.value.code


def test_that_names_are_in_natural_order(tmp_path):
    for name in ("day 10.csv", "day 9.csv", "Day 1.csv"):
        (tmp_path / name).write_bytes(CSV)
    names = [s.name for s in expand(sorted(tmp_path.iterdir()), NULL_CONTEXT)]
    assert names == ["Day 1.csv", "day 9.csv", "day 10.csv"]


def test_that_a_file_dropped_twice_is_one_source(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(CSV)
    assert len(expand([path, path], NULL_CONTEXT)) == 1


def test_that_an_archive_gives_its_tables_and_passes_over_the_rest(tmp_path):
    path = _zip(
        tmp_path / "export.zip",
        {
            "b.csv": CSV,
            "year/a.csv": CSV,
            "__MACOSX/._a.csv": b"\0\5\26\7",
            ".hidden.csv": CSV,
            "logo.png": b"\x89PNG\r\n\x1a\n" + b"\0" * 50,
            "empty.txt": b"",
            "book.xlsx": _workbook({"May": [["id", "n"], [1, 2]], "Void": [], "June": [["x"]]}),
        },
    )
    names = [s.name for s in expand([path], NULL_CONTEXT)]
    assert names == [
        "export.zip/b.csv",
        "export.zip/book.xlsx [June]",
        "export.zip/book.xlsx [May]",
        "export.zip/year/a.csv",
    ]
    may = next(s for s in expand([path], NULL_CONTEXT) if s.sheet == "May")
    assert read(may).rows == [("1", "2")]


def test_that_content_decides_and_not_the_name(tmp_path):
    path = tmp_path / "orders.xls"
    path.write_bytes(CSV)
    (source,) = expand([path], NULL_CONTEXT)
    assert read(source).rows[1] == ("2", "2024-01-03", "4.00")
    path = tmp_path / "orders.csv"
    path.write_bytes(_workbook({"S": [["id", "n"], [1, 2.5]]}))
    (source,) = expand([path], NULL_CONTEXT)
    assert read(source).rows == [("1", "2.5")]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "picture"),
        (b"\xff\xd8\xff\xe0" + bytes(200), "picture"),
        (b"%PDF-1.7\n%\xe2\xe3", "pdf"),
        (b"{\\rtf1 hello}", "document"),
        (b"<!DOCTYPE html><html><table></table></html>", "web_page"),
        (b'{"orders": []}', "json"),
        (b"\x7fELF" + bytes(300), "program"),
        (os.urandom(4) + bytes(range(256)) * 4, "binary"),
        (b"Rar!\x1a\x07\x00" + bytes(50), "archive"),
    ],
)
def test_that_other_files_are_called_what_they_are(tmp_path, content, kind):
    path = tmp_path / "orders.csv"
    path.write_bytes(content)
    with pytest.raises(FileError) as caught:
        expand([path], NULL_CONTEXT)
    assert caught.value.code == "not_a_table"
    assert dict(caught.value.message.params)["kind"] == kind


def test_that_a_word_file_is_a_document(tmp_path):
    path = _zip(tmp_path / "letter.docx", {"word/document.xml": b"<w/>"})
    assert _code(path) == "not_a_table"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"\n\n  \n", "empty_file"),
        (b"id,date,price\n", "header_only"),
        (b"id,date,price\n,,\n\n", "header_only"),
        (b"PK\x03\x04 but not really", "archive_damaged"),
    ],
)
def test_that_files_without_orders_say_so(tmp_path, content, code):
    path = tmp_path / "orders.csv"
    path.write_bytes(content)
    assert _code(path) == code


def test_that_folders_and_missing_files_say_so(tmp_path):
    assert _code(tmp_path) == "is_folder"
    assert _code(tmp_path / "gone.csv") == "not_found"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="may read everything")
def test_that_a_file_that_may_not_be_read_says_so(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(CSV)
    path.chmod(0)
    assert _code(path) == "no_permission"


def test_that_three_gigabytes_are_refused_before_they_are_read(tmp_path):
    path = tmp_path / "huge.csv"
    with path.open("wb") as out:
        out.truncate(3_000_000_000)  # sparse: takes no space
    assert _code(path) == "too_large"


def test_that_a_zip_bomb_is_refused(tmp_path):
    path = _zip(tmp_path / "bomb.zip", {"a.csv": b"0" * 80_000_000})
    assert _code(path) == "archive_unsafe"


def test_that_an_archive_with_a_password_says_so(tmp_path):
    path = _zip(tmp_path / "locked.zip", {"a.csv": CSV})
    content = bytearray(path.read_bytes())
    for at in (6, content.rindex(b"PK\x01\x02") + 8):
        content[at] |= 1
    path.write_bytes(content)
    assert _code(path) == "archive_locked"


def test_that_a_damaged_member_says_so(tmp_path):
    path = _zip(tmp_path / "a.zip", {"a.csv": CSV * 500})
    content = bytearray(path.read_bytes())
    content[60:80] = bytes(20)
    path.write_bytes(content)
    assert _code(path) == "archive_damaged"
