"""Names of a graph never cover each other, and the same graph is always drawn alike."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from clm_desktop.view.graph_layout import lay_out

LINES = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=25)


@settings(max_examples=25, deadline=None)
@given(LINES, st.integers(2, 6), st.integers(2, 5))
def test_that_every_name_has_a_slot_of_its_own(
    lines: list[tuple[int, int]], columns: int, rows: int
) -> None:
    laid = lay_out(lines, columns, rows)
    places = list(laid.place.values())
    assert len(set(places)) == len(places)
    assert all(0 <= x < columns and 0 <= y < rows for x, y in places)
    assert set(laid.place) == {end for at in laid.lines for end in lines[at]}
    assert laid == lay_out(lines, columns, rows)


def test_that_the_most_important_lines_are_drawn_when_there_is_little_room() -> None:
    lines = [(2 * i, 2 * i + 1) for i in range(20)]
    laid = lay_out(lines, 3, 3)
    assert laid.lines == list(range(len(laid.lines)))
    assert 0 < len(laid.lines) < 20


def test_that_a_chain_is_no_tangle() -> None:
    laid = lay_out([(0, 1), (1, 2), (2, 3)], 4, 3)
    for a, b in ((0, 1), (1, 2), (2, 3)):
        (ax, ay), (bx, by) = laid.place[a], laid.place[b]
        assert max(abs(ax - bx), abs(ay - by)) == 1
