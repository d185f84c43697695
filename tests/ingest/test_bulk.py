"""The fast way says the same as the careful one, and is taken wherever that is certain."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clm_desktop.ingest import text_table
from clm_desktop.ingest.cutting.bulk import survey
from clm_desktop.ingest.cutting.cells import LONG, BulkCells
from clm_desktop.ingest.factor import alike
from clm_desktop.ingest.types import Dialect, Source

from .reading import read_all

COMMA = Dialect(encoding="utf-8", delimiter=",", quote='"', header_row=-1, first_row=0)


def test_that_clean_lines_and_clean_records_of_several_lines_are_regular():
    chunk = (
        b'1,"a, b",x\n'  # a quoted delimiter
        b'2,"say ""hi""",x\r\n'  # doubled quotes
        b'3,"two\n'  # a record of two lines
        b'lines",x\n'
        b"4,,\n"
        b",,\n"  # blank
        b'5,"stray,x\n'
        b'6,5" pipe,x\n'
        b"7,a,b,c\n"
        b'8,"",""\n'
        b'"","",""\n'  # blank or not: not for the parser
        b"9,a\0b,x\n"
    )
    lines = survey(chunk, COMMA, 3)
    assert lines.is_regular.tolist() == [
        True, True, True, True, True, False, False, False, False, True, False, False,
    ]  # fmt: skip
    assert np.flatnonzero(lines.is_continued).tolist() == [3]
    assert np.flatnonzero(lines.is_blank).tolist() == [5]


def test_that_plain_lines_of_equal_width_are_regular():
    lines = survey(b"1,2\n3,4\n5\n6,7,8\n", COMMA, 2)
    assert lines.is_regular.tolist() == [True, True, False, False]
    lines = survey(b"  1 2\t 3\n1  2\n", replace(COMMA, delimiter=" "), 3)
    assert lines.is_regular.tolist() == [True, False]


def test_that_cells_that_look_like_nothing_stay_text():
    columns = cut(b"NA,null\n007,1e5\nnan,\n", COMMA, 2)
    assert columns == [["NA", "007", "nan"], ["null", "1e5", ""]]


def cut(chunk: bytes, dialect: Dialect, n: int) -> list[list[str]]:
    """Cells of the regular lines by column."""
    lines = survey(chunk, dialect, n)
    edges = lines.cut(np.flatnonzero(lines.is_regular), n)
    cells = BulkCells(chunk + bytes(LONG), edges, dialect)
    return [cells.column(c).texts().tolist() for c in range(n)]


@given(
    cells=st.lists(
        st.text(st.sampled_from("aé中\U0001f642 "), max_size=3).map(lambda t: t * 13)
        | st.text(st.sampled_from("ab"), max_size=17),
        min_size=2,
        max_size=12,
    )
)
def test_that_cells_of_any_length_come_out_as_they_stand(cells):
    chunk = "".join(f"{cell},x{cell}x\n" for cell in cells).encode()
    assert cut(chunk, COMMA, 2) == [cells, [f"x{cell}x" for cell in cells]]


def test_that_cells_with_one_hash_stay_apart(monkeypatch):
    monkeypatch.setattr("clm_desktop.ingest.factor.alike", lambda keys: alike(np.zeros_like(keys)))
    chunk = b"a long cell\nb long cell\na long cell\n"
    assert cut(chunk, COMMA, 1) == [["a long cell", "b long cell", "a long cell"]]


@settings(
    max_examples=400,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    text=st.text(st.sampled_from('ab1, ,"",\n\n\r\0'), min_size=1, max_size=100),
    n=st.integers(1, 4),
    dialect=st.sampled_from(
        [
            COMMA,
            replace(COMMA, skip_space=True),
            replace(COMMA, escape="a"),
            replace(COMMA, quote=""),
            replace(COMMA, delimiter=" "),
        ]
    ),
)
def test_that_the_fast_way_says_what_the_careful_one_says(tmp_path, text, n, dialect):
    path = tmp_path / "any.csv"
    path.write_bytes(text.encode())
    source = Source(path=path, name="any.csv")
    fast = read_all(source, dialect, n)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_table, "survey", _nothing_regular)
        careful = read_all(source, dialect, n)
    assert fast == careful


def _nothing_regular(chunk, dialect, n):
    lines = survey(chunk, dialect, n)
    nothing = np.zeros(len(lines.start), dtype=bool)
    return replace(lines, is_regular=nothing, is_continued=nothing, is_blank=nothing)
