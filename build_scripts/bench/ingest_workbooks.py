"""Excel files against openpyxl, and hostile files that must do no harm."""

from __future__ import annotations

import json
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import xlsxwriter
from bars import Bar, Cost, cost_of, print_bars

CHILD = Path(__file__).resolve().parent.parent / "ingest_child.py"
ROWS = 100_000
MOST_MB = 1000
_OPENPYXL = """
import sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1], read_only=True, data_only=True)
for row in book.active.iter_rows(values_only=True): pass
"""
_SHEET = "xl/worksheets/sheet1.xml"
_HEADER = "order_id,date,customer,total\n"
_ROW = "1001,2024-05-02,anna,12.50\n"


def main(json_path: Path | None) -> None:
    """Measure both, print the table."""
    print_bars([*speed(), *hostile()], json_path)


def speed() -> list[Bar]:
    """CPU of parsing in the child, and of the whole import, against openpyxl's reading alone."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "orders.xlsx"
        _write_orders(path)
        asked = [sys.executable, str(CHILD), "extract", str(path)]
        child = min(json.loads(cost_of(asked).out)["child_cpu_s"] for _ in range(3))
        whole = cost_of(_program(Path(name) / "shop.clm", path)).cpu_s
        peer = cost_of([sys.executable, "-c", _OPENPYXL, str(path)])
    if peer.status:
        print("openpyxl is not installed (pip install openpyxl): XLSX is not compared")
        return []
    note = f"{child:.2f} s : {peer.cpu_s:.2f} s"
    note_whole = f"{whole:.2f} s with the program's start; no bar"
    return [
        Bar("XLSX 100k rows: child : openpyxl, CPU", child / peer.cpu_s, 0.2, True, note),
        Bar("XLSX 100k rows: whole import : openpyxl", whole / peer.cpu_s, 1, True, note_whole),
    ]


def hostile() -> list[Bar]:
    """Each must end with a sentence (or an import), never with a crash, in little memory."""
    crashed, silent, peak = [], [], 0.0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for what, make in HOSTILE.items():
            path = folder / what
            make(path)
            cost = cost_of(_program(folder / f"{what}.clm", path))
            path.unlink()
            print(f"  {what:22} status {cost.status}  {cost.peak_mb:5.0f} MB  {_first(cost)}")
            crashed += [what] if cost.status not in (0, 3) else []
            silent += [what] if cost.status == 3 and not cost.err.strip() else []
            peak = max(peak, cost.peak_mb)
    return [
        Bar(f"{len(HOSTILE)} hostile files: crashes", len(crashed), 0, True, " ".join(crashed)),
        Bar("hostile files refused without a sentence", len(silent), 0, True, " ".join(silent)),
        Bar("hostile files: most memory, MB", peak, MOST_MB, True),
    ]


def _first(cost: Cost) -> str:
    return " ".join(cost.err.split())[:110] if cost.err.strip() else "imported"


def _program(project: Path, path: Path) -> list[str]:
    return [sys.executable, "-m", "clm_desktop", "import", str(project), str(path), "--json"]


def _write_orders(path: Path, rows: int = ROWS) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Orders")
        header = "order_id created_at customer_email sku product quantity unit_price country"
        sheet.write_row(0, 0, header.split())
        day = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for i in range(1, rows + 1):
            sheet.write_number(i, 0, 100_000 + i // 3)
            sheet.write_number(i, 1, 44_000 + i / 100, day)
            sheet.write_string(i, 2, f"customer{i * 7919 % 9000}@example.com")
            sheet.write_string(i, 3, f"SKU-{i % 900:04d}")
            sheet.write_string(i, 4, f"Ceramic mug no. {i % 900}")
            sheet.write_number(i, 5, 1 + i % 4)
            sheet.write_number(i, 6, 1.5 + i % 900 / 4)
            sheet.write_string(i, 7, ("Germany", "France", "Spain")[i % 3])


def _changed(change: Callable[[bytes], bytes], part: str = _SHEET) -> Callable[[Path], None]:
    """A workbook of three rows with one part rewritten."""

    def make(path: Path) -> None:
        _write_orders(path, 3)
        with zipfile.ZipFile(path) as book:
            parts = {name: book.read(name) for name in book.namelist()}
        parts[part] = change(parts[part])
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
            for name, content in parts.items():
                book.writestr(name, content)

    return make


def _with_doctype(doctype: bytes) -> Callable[[Path], None]:
    def change(content: bytes) -> bytes:
        head, found, rest = content.partition(b"?>")
        return head + found + doctype + rest

    return _changed(change)


def _text(*pieces: str) -> Callable[[Path], None]:
    return lambda path: path.write_text("".join(pieces), "utf-8") and None


def _far(content: bytes) -> bytes:
    cell = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    return content.replace(b"</sheetData>", cell)


def _zip_bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("orders.csv", bytes(1_500_000_000))


def _huge(path: Path) -> None:
    with path.open("wb") as out:
        out.write((_HEADER + _ROW).encode())
        out.truncate(2_500_000_000)


HOSTILE: dict[str, Callable[[Path], None]] = {
    "zip_bomb.zip": _zip_bomb,
    "zip_bomb.xlsx": _changed(lambda c: c.replace(b"</sheetData>", b" " * 1_500_000_000)),
    "far_cell.xlsx": _changed(_far),
    "entity.xlsx": _with_doctype(
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]>'
    ),
    "outside.xlsx": _with_doctype(b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
    "cut_off.xlsx": _changed(lambda c: c[: len(c) // 2]),
    "columns_16k.csv": _text(
        ",".join(f"c{i}" for i in range(16_384)) + "\n", ("1," * 16_383 + "1\n") * 50
    ),
    "columns_16k_orders.csv": _text(
        _HEADER.strip() + "".join(f",c{i}" for i in range(16_380)) + "\n",
        (_ROW.strip() + "," * 16_380 + "\n") * 200,
    ),
    "cell_10mb.csv": _text(_HEADER, _ROW * 50, "1002,2024-05-03,", "x" * 10_000_000, ",1.00\n"),
    "cell_10mb_quoted.csv": _text(_HEADER, _ROW * 50, '1,2024-05-03,"', "y\n" * 5_000_000, '",1\n'),
    "open_quote.csv": _text(_HEADER, '1,2024-05-03,"bert,1\n', _ROW * 100_000),
    "nul_bytes.csv": _text(_HEADER, "1\0003,2024-05-03,be\0rt,1.00\n" * 50, _ROW * 50),
    "only_nul.csv": lambda path: path.write_bytes(bytes(100_000)) and None,
    "no_line_end.csv": _text("a" * 300_000_000),
    "huge.csv": _huge,
}
