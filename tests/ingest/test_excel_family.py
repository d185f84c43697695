"""What shops call Excel: sheets, pages, XML, archives; each from the file to the counted rows."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from clm_desktop.core.errors import FileError
from clm_desktop.core.message import Message
from clm_desktop.core.rows import FileKind, RowState
from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.ingest import markup, workbook_child
from clm_desktop.ingest.cutting import content
from clm_desktop.ingest.reader import clean_blocks
from clm_desktop.ingest.sources import expand
from clm_desktop.usecases.preview_files import ImportPreview, preview_files
from tests.ingest.made_files import Read
from tests.ingest.made_xlsb import Cell, write_xlsb

HEADER = ["Order No", "Customer", "Date", "Product", "Qty", "Total"]
CSV = (
    "Order No,Customer,Date,Product,Qty,Total\n"
    "1,ann,2024-01-03,Tea,2,5.50\n2,bo,2024-01-04,Mug,1,7\n"
)
PAID = {"1": 550, "2": 700}


def book(path: Path, fill: Callable[[xlsxwriter.Workbook], None]) -> Path:
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as made:
        fill(made)
    return path


def orders(sheet: xlsxwriter.worksheet.Worksheet, at: int = 0, first: int = 1) -> None:
    sheet.write_row(at, 0, HEADER)
    for i in range(4):
        sheet.write_row(at + 1 + i, 0, [first + i, f"c{i}"])
        sheet.write_datetime(at + 1 + i, 2, dt.datetime(2024, 1, i + 3, 10, 30))
        sheet.write_row(at + 1 + i, 3, ["Tea", 1, 5.5])


def seen(path: Path) -> tuple[ImportPreview, list[Read]]:
    found = preview_files([path])
    return found, [Read(f, list(clean_blocks(f, "", NULL_CONTEXT))) for f in found.files]


def one(path: Path) -> Read:
    _, (read,) = seen(path)
    return read


def test_that_a_title_a_merged_header_and_a_total_are_no_rows(tmp_path: Path) -> None:
    def fill(made: xlsxwriter.Workbook) -> None:
        sheet = made.add_worksheet("Orders")
        sheet.merge_range(0, 0, 0, 5, "Sales report", made.add_format())
        sheet.merge_range(2, 0, 2, 1, "Who", made.add_format())
        sheet.merge_range(2, 2, 2, 5, "What", made.add_format())
        orders(sheet, 3)
        sheet.write(8, 0, "Total")
        sheet.write_formula(8, 5, "=SUM(F5:F8)", None, 22.0)

    got = one(book(tmp_path / "o.xlsx", fill))
    assert got.paid == {"1": 550, "2": 550, "3": 550, "4": 550}
    assert [line.state for line in got.lines][-1] is RowState.FOOTER
    assert got.reasons == []


def test_that_dates_as_text_and_as_numbers_stand_in_one_column(tmp_path: Path) -> None:
    def fill(made: xlsxwriter.Workbook) -> None:
        sheet = made.add_worksheet()
        orders(sheet)
        sheet.write(1, 2, "25/01/2024 11:00")
        sheet.write(2, 2, 45316.5)  # 2024-01-25 12:00, never shown as a date

    times = [
        dt.datetime.fromtimestamp(x.ts, dt.UTC) for x in one(book(tmp_path / "o.xlsx", fill)).lines
    ]
    assert [f"{t:%d %H:%M}" for t in times] == ["25 11:00", "25 12:00", "05 10:30", "06 10:30"]


def test_that_formulas_count_by_what_they_showed_and_errors_are_set_aside(tmp_path: Path) -> None:
    def fill(made: xlsxwriter.Workbook) -> None:
        sheet = made.add_worksheet()
        orders(sheet)
        sheet.write_formula(1, 5, "=5*2", None, 10.0)
        sheet.write_formula(2, 5, "=1/0", None, "#DIV/0!")

    got = one(book(tmp_path / "o.xlsx", fill))
    assert got.paid == {"1": 1000, "3": 550, "4": 550}
    assert got.reasons == ["no_amount"]


def test_that_months_on_sheets_are_stacked_and_a_hidden_sheet_is_told(tmp_path: Path) -> None:
    def fill(made: xlsxwriter.Workbook) -> None:
        for number, name in enumerate(("Jan", "Feb", "old")):
            sheet = made.add_worksheet(name)
            orders(sheet, first=1 + 10 * number)
        sheet.hide()

    found, reads = seen(book(tmp_path / "o.xlsx", fill))
    paid = sorted(int(order) for read in reads for order in read.paid)
    assert paid == [1, 2, 3, 4, 11, 12, 13, 14]
    assert found.passed_over == (Message.of("error.hidden_sheet", name="o.xlsx [old]"),)


def test_that_a_sheet_of_orders_and_one_of_items_are_joined(tmp_path: Path) -> None:
    def fill(made: xlsxwriter.Workbook) -> None:
        sheet = made.add_worksheet("Orders")
        sheet.write_row(0, 0, ["Order No", "Customer", "Date", "Order total"])
        items = made.add_worksheet("Items")
        items.write_row(0, 0, ["Order No", "SKU", "Product", "Qty", "Line total"])
        for i in range(4):
            sheet.write_row(1 + i, 0, [100 + i, f"c{i}", f"2024-02-0{i + 1}", 10 + i])
            for j in range(2):
                items.write_row(1 + 2 * i + j, 0, [100 + i, f"S{j}", f"P{j}", 1, (10 + i) / 2])

    _, reads = seen(book(tmp_path / "o.xlsx", fill))
    kinds = {r.preview.kind: [(x.cents, x.total) for x in r.lines] for r in reads}
    assert kinds[FileKind.ORDERS][:2] == [(1000, 1000), (1100, 1100)]
    assert kinds[FileKind.ORDER_ITEMS][:3] == [(500, None), (500, None), (550, None)]


def page(rows: list[list[str]], tags: str = "td", head: str = "") -> str:
    cells = ("".join(f"<{tags}>{c}</{tags}>" for c in row) for row in rows)
    body = "".join(f"<tr>{row}</tr>" for row in cells)
    return f"<html><head>{head}</head><body><table border=1>{body}</table></body></html>"


ROWS = [line.split(",") for line in CSV.splitlines()]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_that_a_page_named_xls_is_read_as_the_table_in_it(tmp_path: Path, codec: str) -> None:
    rows = [["订单号", "客户", "日期", "商品", "数量", "金额"], *ROWS[1:]]
    path = tmp_path / "订单.xls"
    path.write_bytes(
        page(rows, head="<meta charset=gb2312>" if codec == "gb18030" else "").encode(codec)
    )
    got = one(path)
    assert got.preview.header == tuple(rows[0])
    assert (got.paid, got.buyers["1"]) == (PAID, "ann")


def test_that_cells_of_pages_are_their_text_and_other_tables_are_passed_by(tmp_path: Path) -> None:
    rows = [
        ROWS[0],
        ["1", "ann&nbsp;&amp;\n co", "2024-01-03", "<b>Tea</b>,<br>green", "2", "5.50"],
    ]
    rows.append(["2", "bo", "2024-01-04", "<table><tr><td>a<td>b<tr><td>c<td>d</table>", "1", "7"])
    text = "<style>td{}</style><script>'<td>'</script><table><tr><td>Shop</table>" + page(rows)
    path = tmp_path / "o.xls"
    path.write_text(text, "utf-8")
    found = preview_files([path])
    (file,) = found.files
    assert file.sample[0][1:4] == ("ann & co", "2024-01-03", "Tea,\ngreen")
    assert file.sample[1][3:] == ("", "1", "7")


def test_that_merged_cells_of_pages_keep_columns_in_place(tmp_path: Path) -> None:
    text = page(ROWS).replace("<td>1</td><td>7</td>", "<td colspan=1>1</td><td colspan='2'>7</td>")
    (tmp_path / "o.xls").write_text(
        text.replace("<td>Tea</td><td>2</td>", "<td colspan=2>Tea</td>")
    )
    assert [x.quantity for x in one(tmp_path / "o.xls").lines] == [1, 1]


def test_that_an_xml_spreadsheet_is_read_by_its_sheets_and_places(tmp_path: Path) -> None:
    def cell(value: str, kind: str = "String") -> str:
        return f'<Cell><Data ss:Type="{kind}">{value}</Data></Cell>'

    head = "".join(map(cell, HEADER))
    rows = (
        f"<Row>{cell('1', 'Number')}{cell('ann')}{cell('2024-01-03T10:30:00.000', 'DateTime')}"
        f'<Cell ss:Index="6"><Data ss:Type="Number">5.5</Data>'
        "<Comment><Data>no</Data></Comment></Cell></Row>"
        f"<Row>{cell('2', 'Number')}{cell('bo')}{cell('2024-01-04T00:00:00.000', 'DateTime')}"
        f"<Cell/>{cell('3', 'Number')}{cell('7', 'Number')}</Row>"
    )
    (tmp_path / "o.xls").write_text(
        '<?xml version="1.0"?><Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f'<Worksheet ss:Name="Orders"><Table><Row>{head}</Row>{rows}</Table></Worksheet></Workbook>'
    )
    got = one(tmp_path / "o.xls")
    assert got.paid == PAID
    assert [x.quantity for x in got.lines] == [1, 3]


def test_that_a_page_without_a_table_and_one_that_never_ends_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "o.xls"
    path.write_text("<html><body><table><tr><td>Sign in</table></body></html>")
    with pytest.raises(FileError, match="web_page"):
        expand([path], NULL_CONTEXT)
    monkeypatch.setattr(markup, "MAX_PENDING", 100_000)
    path.write_text(page(ROWS) + "<td x='" + "a" * 300_000)
    with pytest.raises(FileError, match="archive_unsafe"):
        expand([path], NULL_CONTEXT)


def test_that_a_document_sheet_is_read_with_its_dates_and_repeated_cells(tmp_path: Path) -> None:
    def cell(value: str, kind: str = "string", told: str = "") -> str:
        inner = f"<text:p>{value}</text:p>"
        return f'<table:table-cell office:value-type="{kind}" {told}>{inner}</table:table-cell>'

    def row(*cells: str) -> str:
        return f"<table:table-row>{''.join(cells)}</table:table-row>"

    names = " ".join(
        f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"'
        for n in ("office", "table", "text")
    )
    rows = [
        row(
            cell(str(i), "float", f'office:value="{i}"'),
            cell("ann"),
            cell("x", "date", f'office:date-value="2024-01-0{i}T10:30:00"'),
            '<table:table-cell table:number-columns-repeated="2"/>',
            cell("5,50", "float", 'office:value="5.5"'),
        )
        for i in (1, 2)
    ]
    text = (
        f'<?xml version="1.0"?><office:document-content {names}><office:body><office:spreadsheet>'
        f'<table:table table:name="Orders">{row(*map(cell, HEADER))}{"".join(rows)}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    path = tmp_path / "o.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", text)
        archive.writestr("META-INF/manifest.xml", '<?xml version="1.0"?><x/>')
    got = one(path)
    assert got.paid == {"1": 550, "2": 550}
    assert [x.ts % 86_400 for x in got.lines] == [37_800, 37_800]


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def binary_orders(first: int = 1) -> list[list[Cell]]:
    days = [dt.datetime(2024, 1, i + 3, 10, 30) for i in range(4)]
    rows: list[list[Cell]] = [
        [first + i, f"客户 {i}", day, "Tea", 1, 5.5] for i, day in enumerate(days)
    ]
    return [list(HEADER), *rows]


def test_that_a_binary_workbook_is_read_with_its_dates_and_sheets(tmp_path: Path) -> None:
    """Months on sheets, a hidden one; texts in place and shared, whole and broken numbers."""
    sheets = {"Jan": binary_orders(), "Feb": binary_orders(5), "Old": binary_orders(9)}
    sheets["Feb"][1][4:] = [-1, -700]
    found, reads = seen(write_xlsb(tmp_path / "orders.xlsb", sheets, hidden=["Old"]))
    assert [message.code for message in found.passed_over] == ["error.hidden_sheet"]
    by_sheet = {read.preview.source.sheet: read for read in reads}
    assert set(by_sheet) == {"Jan", "Feb"}
    first, second = by_sheet["Jan"], by_sheet["Feb"]
    assert first.paid == {f"{i}": 550 for i in range(1, 5)}
    assert second.paid == {"5": -70_000} | {f"{i}": 550 for i in range(6, 9)}
    assert first.buyers["1"] == "客户 0"
    assert first.lines[0].ts == int(dt.datetime(2024, 1, 3, 10, 30, tzinfo=dt.UTC).timestamp())


def test_that_a_far_cell_of_a_binary_workbook_is_refused_before_the_reader_sees_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows: dict[int, dict[int, Cell]] = {0: dict(enumerate(HEADER)), 1_048_575: {16_383: 1}}
    path = write_xlsb(tmp_path / "orders.xlsb", {"Jan": rows})
    with pytest.raises(FileError) as caught:
        preview_files([path])
    assert caught.value.code == "archive_unsafe"
    monkeypatch.setattr(workbook_child, "_limit", lambda: None)  # this process goes on
    monkeypatch.delattr("python_calamine.load_workbook")
    assert workbook_child.main(["extract", str(path), str(tmp_path)]) == workbook_child.UNSAFE


@pytest.mark.parametrize("keep", [0, 1, 9, 40, 200])
def test_that_a_torn_sheet_of_a_binary_workbook_is_no_crash(tmp_path: Path, keep: int) -> None:
    whole, torn = write_xlsb(tmp_path / "a.xlsb", {"Jan": binary_orders()}), tmp_path / "b.xlsb"
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(torn, "w") as new:
        for name in old.namelist():
            is_sheet = name.startswith("xl/worksheets/")
            new.writestr(name, old.read(name)[: keep if is_sheet else None])
    with pytest.raises(FileError) as caught:
        preview_files([torn])
    assert caught.value.code in ("workbook_damaged", "empty_file", "no_rows", "nothing_known")


def test_that_an_archive_in_an_archive_is_opened_once_and_not_twice(tmp_path: Path) -> None:
    inner = zipped({"a.csv": CSV.encode(), "logo.png": b"\x89PNG\r\n\x1a\n" + bytes(99)})
    path = tmp_path / "o.zip"
    path.write_bytes(
        zipped({"in/jan.zip": inner, "b.csv": CSV.encode(), "deep.zip": zipped({"x.zip": inner})})
    )
    found, reads = seen(path)
    assert [f.source.name for f in found.files] == ["o.zip/b.csv", "o.zip/in/jan.zip/a.csv"]
    assert [r.paid for r in reads] == [PAID, PAID]
    assert len(expand([path], NULL_CONTEXT)) == 2


def test_that_a_workbook_in_an_archive_in_an_archive_is_read(tmp_path: Path) -> None:
    made = book(tmp_path / "o.xlsx", lambda b: orders(b.add_worksheet()))
    path = tmp_path / "o.zip"
    path.write_bytes(zipped({"jan.zip": zipped({"o.xlsx": made.read_bytes()})}))
    assert len(one(path).lines) == 4


def test_that_a_packed_file_is_read_and_a_bomb_or_a_torn_one_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "orders.csv.gz"
    path.write_bytes(gzip.compress(CSV.encode()))
    got = one(path)
    assert (got.paid, got.preview.source.name) == (PAID, "orders.csv.gz")
    packed = gzip.compress(CSV.encode() * 999)
    path.write_bytes(packed[: len(packed) // 2])
    with pytest.raises(FileError, match="archive_damaged"):
        preview_files([path])
    monkeypatch.setattr(content, "SMALL_BYTES", 1_000_000)
    path.write_bytes(gzip.compress(CSV.encode() + b"3,cy,2024-01-04,Mug,1,7\n" * 400_000))
    with pytest.raises(FileError, match="archive_unsafe"):
        preview_files([path])
