"""Order and search of table rows."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from clm_desktop.ui.widgets.row_order import TextSearch, sorted_rows
from clm_desktop.view.blocks import Column, Kind, TableBlock

TEXTS = st.lists(st.text(alphabet="abAB 客户\nß-", max_size=8), min_size=1, max_size=30)


def block(texts: list[str], numbers: list[float] | None = None) -> TableBlock:
    values = np.empty(len(texts), dtype=object)
    values[:] = texts
    columns = [Column(key="t", title="T", kind=Kind.TEXT)]
    arrays: list[np.ndarray] = [values]
    if numbers is not None:
        columns.append(Column(key="n", title="N", kind=Kind.DECIMAL))
        arrays.append(np.array(numbers))
    return TableBlock(name="b", title="B", columns=tuple(columns), values=tuple(arrays))


@given(TEXTS, st.text(alphabet="abAB 客户", max_size=5))
def test_that_a_search_finds_what_looking_at_each_row_finds(texts: list[str], query: str) -> None:
    found = TextSearch(block(texts)).matches(query)
    words = query.lower().split()
    shown = [text.replace("\n", " ").lower() for text in texts]
    assert found.tolist() == [all(word in text for word in words) for text in shown]


def test_that_words_of_a_query_may_stand_in_different_columns() -> None:
    names, towns = np.array(["Anna", "Bert"], object), np.array(["Leeds", "Leeds"], object)
    columns = tuple(Column(key=k, title=k, kind=Kind.TEXT) for k in "ab")
    table = TableBlock(name="b", title="B", columns=columns, values=(names, towns))
    assert TextSearch(table).matches("LEEDS ann").tolist() == [True, False]


@given(st.lists(st.floats(allow_infinity=False, width=32), min_size=1, max_size=40))
def test_that_unknown_numbers_come_last_both_ways(numbers: list[float]) -> None:
    table = block(["x"] * len(numbers), numbers)
    known = [n for n in numbers if n == n]
    for descending in (False, True):
        rows = sorted_rows(table, 1, descending=descending)
        assert sorted(rows.tolist()) == list(range(len(numbers)))
        values = [numbers[row] for row in rows]
        assert values[: len(known)] == sorted(known, reverse=descending)


def test_that_equal_values_keep_their_order() -> None:
    table = block(["b", "B", "a", "b"], [1.0, 1.0, 0.0, 1.0])
    assert sorted_rows(table, 0, descending=False).tolist() == [2, 0, 1, 3]
    assert sorted_rows(table, 0, descending=True).tolist() == [0, 1, 3, 2]
    assert sorted_rows(table, 1, descending=True).tolist() == [0, 1, 3, 2]


def test_that_chinese_names_come_in_the_order_of_pinyin() -> None:
    names = ["张伟", "李娜", "王芳", "陈静", "Anna", "赵磊"]
    rows = sorted_rows(block(names), 0, descending=False)
    assert [names[row] for row in rows] == ["Anna", "陈静", "李娜", "王芳", "张伟", "赵磊"]
