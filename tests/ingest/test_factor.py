"""Columns as codes and distinct values."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from clm_desktop.ingest.factor import Factor, alike

TEXTS = st.lists(st.sampled_from(["", "a", "b", "ab", " "]), max_size=30)


@given(numbers=st.lists(st.integers(-3, 3) | st.integers(-(2**63), 2**63 - 1), max_size=60))
def test_that_equal_numbers_get_one_code_in_the_order_in_which_they_occur(numbers):
    codes, first = alike(np.array(numbers, np.int64))
    distinct = list(dict.fromkeys(numbers))
    assert codes.tolist() == [distinct.index(number) for number in numbers]
    assert first.tolist() == [numbers.index(number) for number in distinct]


@given(left=TEXTS, right=TEXTS)
def test_that_columns_behind_each_other_read_on(left, right):
    both = column(left).followed_by(column(right))
    assert both.texts().tolist() == left + right
    assert len(set(both.values.tolist())) == len(both.values)


@given(texts=TEXTS)
def test_that_cells_become_alike_by_a_function(texts):
    stripped = column(texts).map(str.strip)
    assert stripped.texts().tolist() == [text.strip() for text in texts]
    assert stripped.blank.tolist() == [not text.strip() for text in texts]


def column(texts: list[str]) -> Factor:
    return Factor.of(np.array(texts, object))
