"""How a table is cut is found from its text alone."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clm_desktop.ingest.cutting.dialect import _candidates, detect
from clm_desktop.ingest.types import Dialect

from .reading import read_bytes, read_path

NAMES = ["Müller, Jürgen", "O'Hara", "Ann Hill", "王小明", 'Pipe 5" wide', "Zoë; Ltd", ""]
COLUMNS = {
    "Order ID": st.integers(1000, 99999).map(str),
    "Date": st.dates().map(lambda d: d.strftime("%d/%m/%Y")),
    "Created at": st.datetimes().map(lambda d: d.strftime("%Y-%m-%d %H:%M:%S")),
    "Customer": st.sampled_from(NAMES),
    "E-mail": st.sampled_from(["a@b.com", "jo@shop.example.org", ""]),
    "Qty": st.integers(1, 20).map(str),
    "Total": st.decimals(0, 999, places=2).map(str),
    "Betrag": st.decimals(0, 999, places=2).map(lambda d: str(d).replace(".", ",")),
    "Price": st.decimals(0, 999, places=2).map(lambda d: f"${d}"),
    "SKU": st.integers(0, 9999).map(lambda i: f"AB-{i:04d}"),
    "Note": st.sampled_from(["", "leave at door", "line one\nline two", 'say "hi"', "a, b; c"]),
    "商品": st.sampled_from(["纯棉衬衫", "保温杯", "围巾（红）"]),
}


@st.composite
def orders(draw: st.DrawFn) -> list[list[str]]:
    names = draw(st.lists(st.sampled_from(sorted(COLUMNS)), min_size=3, max_size=9, unique=True))
    # An order file has at least an order number, a date and an amount.
    names = ["Order ID", "Date", *(n for n in names if n not in ("Order ID", "Date")), "Total"]
    names = list(dict.fromkeys(names))
    n_rows = draw(st.integers(4, 25))
    return [names, *[[draw(COLUMNS[n]) for n in names] for _ in range(n_rows)]]


@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    table=orders(),
    delimiter=st.sampled_from(",;\t|"),
    quote=st.sampled_from('"""\''),
    line_end=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
)
def test_that_an_order_file_in_any_dialect_reads_back_equal(
    tmp_path, table, delimiter, quote, line_end, quoting
):
    text = io.StringIO(newline="")
    csv.writer(
        text, delimiter=delimiter, quotechar=quote, lineterminator=line_end, quoting=quoting
    ).writerows(table)
    found = read_bytes(tmp_path, text.getvalue().encode())
    assert [found.sniffed.header, *found.rows] == [tuple(row) for row in table]
    assert not found.misfits


@pytest.mark.parametrize(
    ("text", "delimiter", "width"),
    [
        ("id;when;price\n1;2024-01-02;3,50\n2;2024-01-03;4,50\n", ";", 3),
        ("id\twhen\tprice\n1\t2024-01-02\t3,50\n2\t2024-01-03\t4,50\n", "\t", 3),
        ("id|when|note\n1|2024-01-02|a, b, c\n2|2024-01-03|d, e\n", "|", 3),
        ("id^when^price\n1^2024-01-02^3.50\n2^2024-01-03^4.50\n", "^", 3),
        ("ID    DATE   N  PAID\n001 19970101  1 11.77\n002 19970112  1  8.99\n", " ", 4),
        ("name\nAnn\nBob\n", ",", 1),
    ],
)
def test_that_the_delimiter_is_found(text, delimiter, width):
    dialect, found = detect([text], "utf-8")
    assert (dialect.delimiter, found) == (delimiter, width)


def test_that_excels_own_line_names_the_delimiter(tmp_path):
    found = read_bytes(tmp_path, b"sep=|\nid|name\n1|a,b,c\n2|d,e,f\n")
    assert found.sniffed.header == ("id", "name")
    assert found.rows == [("1", "a,b,c"), ("2", "d,e,f")]


def test_that_backslashes_before_quotes_are_escapes_only_where_they_help(tmp_path):
    escaped = b'id,item,price\n1,"Pipe 5\\" wide",3.20\n2,"Cup, blue",1.10\n'
    assert read_bytes(tmp_path, escaped).rows[0][1] == 'Pipe 5" wide'
    folders = b'id,folder,price\n1,"C:\\data\\",3.20\n2,"C:\\new\\",1.10\n'
    assert read_bytes(tmp_path, folders).rows[0] == ("1", "C:\\data\\", "3.20")


def test_that_an_escape_is_tried_only_where_it_stands_before_a_quote_or_delimiter():
    def escapes(line: str) -> set[str]:
        bare = Dialect(encoding="utf-8", delimiter=",", quote='"', header_row=0, first_row=0)
        return {c.escape for c in _candidates(bare, ",", [line])}

    assert escapes('1,"a\\b",2') == {""}
    assert escapes('1,"5\\" wide",2') == {"", "\\"}
    assert escapes("1,a\\,b,2") == {"", "\\"}
    assert escapes("1,a\0,b,2") == {"", "\0"}


def test_that_spaces_behind_every_delimiter_are_no_text(tmp_path):
    found = read_bytes(tmp_path, b'id, item, price\n1, "Cup, blue", 3.20\n2, "Mug", 1.10\n')
    assert found.sniffed.header == ("id", "item", "price")
    assert found.rows == [("1", "Cup, blue", "3.20"), ("2", "Mug", "1.10")]


def test_that_old_mac_line_ends_are_line_ends(tmp_path):
    found = read_bytes(tmp_path, b"id,item,price\r1,Cup,3.20\r2,Mug,1.10\r")
    assert found.rows == [("1", "Cup", "3.20"), ("2", "Mug", "1.10")]


def test_that_every_platforms_header_is_cut_with_made_up_rows(shared: Path, tmp_path):
    for path in sorted((shared / "platform_headers").glob("*.?sv")):
        content = path.read_bytes()
        encoding = "utf-8-sig" if content.startswith(b"\xef\xbb\xbf") else "utf-8"
        text = content.decode(encoding).rstrip("\r\n")
        delimiter = "\t" if path.suffix == ".tsv" else ","
        names = next(csv.reader([text.splitlines()[-1]], delimiter=delimiter))
        out = io.StringIO(newline="")
        out.write(text + "\r\n")
        rows = [[_made_up(name, i) for name in names] for i in range(6)]
        csv.writer(out, delimiter=delimiter).writerows(rows)
        made = tmp_path / path.name
        made.write_bytes(out.getvalue().encode(encoding))
        found = read_path(made)
        assert found.sniffed.header == tuple(names), path.name
        assert found.rows == [tuple(row) for row in rows], path.name


def _made_up(name: str, i: int) -> str:
    """A cell as the column's name suggests, plain text where it suggests nothing."""
    low = name.lower()
    if any(w in low for w in ("date", "created", " at", "时间", "time")):
        return f"2024-03-{i + 1:02d} 10:0{i}:00"
    if any(w in low for w in ("price", "total", "amount", "tax", "金额", "价", "fee", "discount")):
        return f"{i + 1}.50"
    if any(w in low for w in ("id", "number", "编号", "号", "qty", "quantity", "数量")):
        return str(1000 + i)
    return ["Ann, Hill", "", 'Mug "L"', "红色 杯子", "x", "line\nbreak"][i]
