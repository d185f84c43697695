"""The reader's rules: every record in a row or a misfit, cells as they were written."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from clm_desktop.core.run import NULL_CONTEXT, Cancelled
from clm_desktop.ingest import text_table
from clm_desktop.ingest.sources import expand
from clm_desktop.ingest.text_table import read_text, write_csv
from clm_desktop.ingest.types import Dialect, Source

from .reading import read, read_all, read_bytes, read_path

FAST = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
# Text as shops have it: quotes, delimiters, line ends, Chinese; no NUL and no lone CR.
CELL = st.text(st.sampled_from("abcXYZ019 .-/,;|\t\"'\n\\éß订单€"), max_size=12).filter(
    lambda c: "\r" not in c
)


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    width = draw(st.integers(2, 6))
    row = st.lists(CELL, min_size=width, max_size=width).filter(
        lambda cells: any(c.strip() for c in cells)
    )
    return draw(st.lists(row, min_size=1, max_size=12))


@FAST
@given(
    table=tables(),
    delimiter=st.sampled_from(",;\t|"),
    quote=st.sampled_from("\"'"),
    line_end=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]),
)
def test_that_a_table_written_in_any_dialect_reads_back_equal(
    tmp_path, table, delimiter, quote, line_end, quoting, encoding
):
    text = io.StringIO(newline="")
    writer = csv.writer(
        text, delimiter=delimiter, quotechar=quote, lineterminator=line_end, quoting=quoting
    )
    # QUOTE_MINIMAL leaves quotes of the other kind and spaces alone, as real exports do.
    writer.writerows(table)
    path = tmp_path / "any.csv"
    path.write_bytes(text.getvalue().encode("gb18030" if encoding == "gb18030" else encoding))
    dialect = Dialect(
        encoding=encoding, delimiter=delimiter, quote=quote, header_row=-1, first_row=0
    )
    rows, _, misfits = read_all(Source(path=path, name="any.csv"), dialect, len(table[0]))
    assert not misfits
    assert rows == [tuple(row) for row in table]


# Records of several lines of which a damaged one above takes the first, but not the last.
@example(text='1"""\n"\n,,"\n1"')
@example(text='x,y,z\n1"""\n"\n,,"\n1"\n')
@example(text='1""\n"\n,,"\nab"')
@FAST
@given(text=st.text(st.sampled_from('ab1, ;"\n\n'), min_size=1, max_size=120))
def test_that_no_visible_character_is_lost_or_invented(tmp_path, text):
    path = tmp_path / "any.csv"
    path.write_text(text, encoding="utf-8", newline="")
    dialect = Dialect(encoding="utf-8", delimiter=",", quote='"', header_row=-1, first_row=0)
    rows, numbers, misfits = read_all(Source(path=path, name="any.csv"), dialect, 3)
    said = {n: "".join(row) for n, row in zip(numbers, rows, strict=True)}
    said |= {m.row: m.raw for m in misfits}

    def visible(part: str) -> str:
        return part.translate(dict.fromkeys(map(ord, ', ;"\n')))

    assert visible("".join(said[n] for n in sorted(said))) == visible(text)


@FAST
@given(table=tables(), chunk=st.integers(1, 200))
def test_that_rows_do_not_depend_on_where_chunks_are_cut(tmp_path, table, chunk):
    path = tmp_path / "any.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(table)
    dialect = Dialect(encoding="utf-8", delimiter=",", quote='"', header_row=-1, first_row=0)
    source = Source(path=path, name="any.csv")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_table, "CHUNK_BYTES", chunk)
        rows, _, misfits = read_all(source, dialect, len(table[0]))
    assert not misfits
    assert rows == [tuple(row) for row in table]


def test_that_blocks_are_small_and_rows_numbered_through(tmp_path):
    path = tmp_path / "long.csv"
    path.write_text("id,n\n" + "".join(f"{i},{i % 7}\n" for i in range(120_000)), "utf-8")
    found = read_path(path)
    assert found.numbers == list(range(1, 120_001))
    assert found.rows[-1] == ("119999", "5")
    dialect = found.sniffed.dialect
    blocks = list(read_text(Source(path=path, name="long.csv"), dialect, 2, NULL_CONTEXT))
    assert max(len(b.row) for b in blocks) <= 50_000


def test_that_one_stray_quote_does_not_eat_the_orders_behind_it(tmp_path):
    lines = [f"{i},2024-01-{i % 28 + 1:02d},Mug {i},{i}.50" for i in range(400)]
    lines[7] = '7,2024-01-08,"Mug 7,7.50'
    found = read_bytes(tmp_path, ("id,date,item,price\n" + "\n".join(lines)).encode())
    assert len(found.rows) == 400
    assert found.rows[7] == ("7", "2024-01-08", '"Mug 7', "7.50")


def test_that_lines_are_not_joined_into_a_record_that_is_too_wide(tmp_path):
    lines = [f"{i},2024-01-{i % 28 + 1:02d},Mug {i},{i}.50" for i in range(60)]
    lines[7:9] = ['7,2024-01-08,"Mug 7,7.50', '8,2024-01-09,Mug 8",8.50']
    found = read_bytes(tmp_path, ("id,date,item,price\n" + "\n".join(lines)).encode())
    assert len(found.rows) == 60 - 1  # clean as one record of four cells
    lines[8] = '8,2024-01-09",Mug 8,8.50'
    found = read_bytes(tmp_path, ("id,date,item,price\n" + "\n".join(lines)).encode())
    assert found.rows[7:9] == [
        ("7", "2024-01-08", '"Mug 7', "7.50"),
        ("8", '2024-01-09"', "Mug 8", "8.50"),
    ]


def test_that_inches_in_an_unescaped_quoted_cell_stay(tmp_path):
    found = read_bytes(tmp_path, b'id,item,price\n1,"Pipe 5" wide",3.20\n2,"Pipe",1.10\n')
    assert found.rows == [("1", 'Pipe 5" wide', "3.20"), ("2", "Pipe", "1.10")]


def test_that_missing_trailing_cells_are_empty_and_surplus_empty_ones_go(tmp_path):
    found = read_bytes(
        tmp_path, b"id\tdate\tprice\tnote\n1\t2024-01-01\t3.20\n2\t2024-01-02\t1.10\tx\t\t\n"
    )
    assert found.rows == [("1", "2024-01-01", "3.20", ""), ("2", "2024-01-02", "1.10", "x")]


def test_that_an_unquoted_comma_in_a_text_is_mended_where_the_columns_tell(tmp_path):
    lines = [f"{i},2024-01-{i % 28 + 1:02d},Mug blue,{i}.50" for i in range(60)]
    lines[5] = "5,2024-01-06,Mug, blue,5.50"
    found = read_bytes(tmp_path, ("id,date,item,price\n" + "\n".join(lines)).encode())
    assert found.rows[5] == ("5", "2024-01-06", "Mug, blue", "5.50")


def test_that_too_many_cells_that_nothing_explains_are_a_misfit(tmp_path):
    lines = [f"{i},Ann Smith,London town,Blue mug" for i in range(60)]
    lines[5] = "5,Ann Smith,London,town,Blue,mug"
    found = read_bytes(tmp_path, ("id,name,city,item\n" + "\n".join(lines)).encode())
    assert [(m.row, m.reason, m.raw) for m in found.misfits] == [(6, "too_many_cells", lines[5])]
    assert len(found.rows) == 59


def test_that_a_second_table_is_set_aside_whole(tmp_path):
    lines = ["id,date,price"] + [f"{i},2024-01-02,{i}.00" for i in range(20)]
    lines += ["", "id,date,price,refund", "1,2024-01-02,1.00,yes", "2,2024-01-02,1.00,no"]
    found = read_bytes(tmp_path, "\n".join(lines).encode())
    assert len(found.rows) == 20
    assert [m.raw for m in found.misfits] == lines[-3:]
    assert {m.reason for m in found.misfits} == {"second_table"}


def test_that_repeated_headers_and_footers_go_through_as_rows(tmp_path):
    lines = ["id,date,price"] + [f"{i},2024-01-02,{i}.00" for i in range(20)]
    lines += ["id,date,price", "21,2024-01-02,3.00", "22 record(s) downloaded"]
    found = read_bytes(tmp_path, "\n".join(lines).encode())
    assert found.rows[20] == ("id", "date", "price")
    assert found.rows[22] == ("22 record(s) downloaded", "", "")


def test_that_nul_bytes_and_a_ten_megabyte_cell_do_no_harm(tmp_path):
    long = "x" * 10_000_000
    content = f"id,item\n1,a\0b\n2,{long}\n3,c\n\x1a".encode()
    found = read_bytes(tmp_path, content)
    assert [r[0] for r in found.rows] == ["1", "2", "3"]
    assert found.rows[0][1] == "ab"
    assert found.rows[1][1] == long


def test_that_sixteen_thousand_columns_are_read(tmp_path):
    header = ",".join(f"name {chr(97 + i % 26)}{i}" for i in range(16_000))
    row = ",".join(str(i) for i in range(16_000))
    found = read_bytes(tmp_path, f"{header}\n{row}\n{row}\n".encode())
    assert len(found.sniffed.header) == 16_000
    assert len(found.rows) == 2


def test_that_stop_stops_reading(tmp_path):
    class Stopped:
        def report(self, fraction, stage):
            raise Cancelled

        def check(self):
            raise Cancelled

        def part(self, start, end):
            return self

    path = tmp_path / "a.csv"
    path.write_text("id,n\n1,2\n", "utf-8")
    dialect = Dialect(encoding="utf-8", delimiter=",", quote='"', header_row=0, first_row=1)
    with pytest.raises(Cancelled):
        list(read_text(Source(path=path, name="a.csv"), dialect, 2, Stopped()))


def test_that_write_csv_writes_the_header_as_it_stands(tmp_path):
    source = tmp_path / "a.csv"
    source.write_bytes("Name;Date;Note\nÉlan;2024-01-02;a,b\n".encode("cp1252"))
    target = tmp_path / "out.csv"
    assert write_csv(Source(path=source, name="a.csv"), target, NULL_CONTEXT) == 1
    assert target.read_bytes() == 'Name,Date,Note\r\nÉlan,2024-01-02,"a,b"\r\n'.encode()


@pytest.mark.parametrize(
    "name",
    ["comma_in_quotes", "empty", "empty_crlf", "escaped_quotes", "json",
     "newlines", "newlines_crlf", "quotes_and_newlines", "simple", "simple_crlf", "utf8"],
)  # fmt: skip
def test_that_csv_spectrum_reads_as_expected(shared: Path, name):
    # location_coordinates is left out: its answer holds another number than its file.
    folder = shared / "dirty_csv" / "csv_spectrum"
    found = read_path(folder / "csvs" / f"{name}.csv")
    # The copy of the suite has LF where its answers have CRLF.
    text = (folder / "json" / f"{name}.json").read_text("utf-8").replace("\\r\\n", "\\n")
    expected = json.loads(text)
    header = found.sniffed.header
    assert [dict(zip(header, row, strict=True)) for row in found.rows] == (
        expected if isinstance(expected, list) else [expected]
    )


@pytest.mark.parametrize(
    ("name", "columns", "rows"),
    [
        ("cdnow/CDNOW_master.txt", 4, 69_659),
        ("cdnow/CDNOW_sample.txt", 5, 6_919),
        ("chinese_shops/GoodsOrder.csv", 2, 43_367),
        ("chinese_shops/GoodsOrder_dig.csv", 2, 4_681),
        ("chinese_shops/GoodsTypes.csv", 2, 169),
        ("chinese_shops/meal_order_info.csv", 13, 945),
        ("chinese_shops/meal_order_detail.csv", 19, 10_037),
        ("chinese_shops/taobao_orders_2019H1.xlsx", 9, 28_833),
        ("dirty_csv/mixed_dates_sales.csv", 15, 34_867),
        ("dirty_csv/clevercsv/imdb.csv", 44, 100),
        ("campaigns/hillstrom.csv", 12, 64_000),
        ("labelled_churn/Telco-Customer-Churn.csv", 21, 7_043),
    ],
)
def test_that_real_files_are_read_to_the_row(shared: Path, name, columns, rows):
    found = read_path(shared / name)
    assert (len(found.sniffed.header), len(found.rows), found.misfits) == (columns, rows, [])


def test_that_the_first_cells_of_cdnow_keep_their_zeros(shared: Path):
    found = read_path(shared / "cdnow" / "CDNOW_master.txt")
    assert found.rows[0] == ("00001", "19970101", "1", "11.77")
    assert sum(round(float(r[3]) * 100) for r in found.rows) == 250_031_563


def test_that_a_zip_of_daily_files_has_all_its_rows(shared: Path):
    sources = expand([shared / "online_retail" / "online_retail_305_daily_files.zip"], NULL_CONTEXT)
    assert len(sources) == 305
    first = read(sources[0])
    assert first.sniffed.header[0] == "InvoiceNo"
    assert len(first.rows) == 3_108
