"""Where the table begins: preambles, headers of several rows, no header at all."""

from __future__ import annotations

from .reading import read_bytes

ROWS = "".join(f"{i},2024-01-{i % 28 + 1:02d},Mug {i},{i}.50\n" for i in range(30))
FIRST = ("0", "2024-01-01", "Mug 0", "0.50")


def _notes(found) -> list[str]:
    return [n.code for n in found.sniffed.notes]


def test_that_lines_above_the_header_are_skipped_and_reported(tmp_path):
    text = "Orders report\nCreated,2024-05-01\n\nid,date,item,price\n\n" + ROWS
    found = read_bytes(tmp_path, text.encode())
    assert found.sniffed.header == ("id", "date", "item", "price")
    assert found.rows[0] == FIRST
    assert len(found.rows) == 30
    assert _notes(found) == ["note.preamble"]


def test_that_a_preamble_as_wide_as_the_table_is_skipped(tmp_path):
    found = read_bytes(tmp_path, ("PREAMBLE,,,\n,,,\nid,date,item,price\n" + ROWS).encode())
    assert found.sniffed.header == ("id", "date", "item", "price")
    assert len(found.rows) == 30


def test_that_rows_of_a_header_are_merged(tmp_path):
    found = read_bytes(tmp_path, ("Order,,Article,\nid,date,name,price\n" + ROWS).encode())
    assert found.sniffed.header == ("Order id", "date", "Article name", "price")
    assert found.rows[0] == FIRST
    assert _notes(found) == ["note.header_rows"]


def test_that_a_header_written_twice_is_one_header(tmp_path):
    header = "id,date,item,price\n"
    found = read_bytes(tmp_path, (header + header + ROWS).encode())
    assert found.sniffed.header == ("id", "date", "item", "price")
    assert len(found.rows) == 30


def test_that_a_file_without_header_gets_made_up_names(tmp_path):
    found = read_bytes(tmp_path, ROWS.encode())
    assert found.sniffed.header == ("Column 1", "Column 2", "Column 3", "Column 4")
    assert found.sniffed.dialect.header_row == -1
    assert found.rows[0] == FIRST
    assert _notes(found) == ["note.no_header"]


def test_that_names_above_text_are_a_header(tmp_path):
    found = read_bytes(tmp_path, b"name,city\nAnn,London\nBob,Paris\nCid,London\n")
    assert found.sniffed.header == ("name", "city")
    assert len(found.rows) == 3


def test_that_a_delimiter_too_many_in_the_header_is_taken_out(tmp_path):
    found = read_bytes(tmp_path, ("id,date,,item,price\n" + ROWS).encode())
    assert found.sniffed.header == ("id", "date", "item", "price")
    assert found.rows[0] == FIRST


def test_that_row_names_without_a_name_keep_the_others_in_place(tmp_path):
    rows = "".join(f'"{i}",C{i},{i}.50,Mug\n' for i in range(1, 20))
    found = read_bytes(tmp_path, ("customer,price,item\n" + rows).encode())
    assert found.sniffed.header == ("", "customer", "price", "item")
    assert found.rows[0] == ("1", "C1", "1.50", "Mug")


def test_that_rows_ending_in_a_delimiter_have_no_column_more(tmp_path):
    found = read_bytes(tmp_path, b"id,date,price\n1,2024-01-02,3.00,\n2,2024-01-03,4.00,\n")
    assert found.sniffed.header == ("id", "date", "price")
    assert found.rows == [("1", "2024-01-02", "3.00"), ("2", "2024-01-03", "4.00")]


def test_that_the_sample_is_what_will_be_read(tmp_path):
    content = ("x\n\nid,date,item,price\n" + ROWS + '30,2024-01-01,"Mug,9.50\n').encode()
    found = read_bytes(tmp_path, content)
    assert found.sniffed.sample == tuple(found.rows)
    assert found.sniffed.rows_estimated >= 25
    assert found.sniffed.size_bytes == len(content)
