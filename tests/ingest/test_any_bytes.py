"""Whatever the bytes are: a table with every record accounted for, or one sentence."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clm_desktop.core.errors import FileError

from .reading import read_bytes

ANY = settings(
    max_examples=250,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
ORDERS = (
    b'Order;Date;Name;Total\n1001;2024-01-02;"Ann; Hill";3,50\n1002;2024-01-03;J\xfcrgen;4,00\n'
    b"1003;2024-01-04;Bob;5,25\n1004;2024-01-05;Cid;6,00\n"
)
MARKS = [b'"', b"'", b"\n", b"\r\n", b";", b",", b"\t", b"\0", b"\xff\xfe", b"sep=;\n"]
PIECES = st.one_of(st.binary(max_size=6), st.sampled_from(MARKS))
ALLOWED = {
    "read", "empty_file", "header_only", "not_a_table", "archive_damaged", "workbook_damaged",
}  # fmt: skip


def _read_or_refused(folder, content: bytes) -> None:
    code = "read"
    try:
        read_bytes(folder, content)  # asserts that each record is there exactly once
    except FileError as error:
        code = error.code
    assert code in ALLOWED


@ANY
@given(content=st.binary(max_size=400))
def test_that_any_bytes_are_read_or_refused(tmp_path, content):
    _read_or_refused(tmp_path, content)


@ANY
@given(at=st.integers(0, len(ORDERS)), cut=st.integers(0, 12), piece=PIECES)
def test_that_a_damaged_order_file_is_read_or_refused(tmp_path, at, cut, piece):
    _read_or_refused(tmp_path, ORDERS[:at] + piece + ORDERS[at + cut :])


@ANY
@given(text=st.text(st.sampled_from(" ab1.;,|\t\"'\\\n\r~:="), max_size=200))
def test_that_any_text_is_read_or_refused(tmp_path, text):
    _read_or_refused(tmp_path, text.encode())
