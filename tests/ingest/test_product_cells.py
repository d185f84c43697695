"""Several products in one cell are told apart where the whole column reads that way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clm_desktop.ingest.meaning.product_cells import Form, form_of, split_products


@pytest.mark.parametrize(
    ("cell", "form", "pieces"),
    [
        ("2 x Soap; 1 x Oil", Form.BEFORE, (("Soap", 2), ("Oil", 1))),
        ("2× Mug, blue, 1× Pot", Form.BEFORE, (("Mug, blue", 2), ("Pot", 1))),
        ("2x Soap / 10x Olive oil + honey", Form.BEFORE, (("Soap", 2), ("Olive oil + honey", 10))),
        ("1*皂；2*油", Form.BEFORE, (("皂", 1), ("油", 2))),
        ("Soap x 2", Form.AFTER, (("Soap", 2),)),
        ("Soap*2|Oil*1", Form.AFTER, (("Soap", 2), ("Oil", 1))),
        ("Soap (x2)\nOil (x1)", Form.AFTER, (("Soap", 2), ("Oil", 1))),
        ("皂x2，橄榄油×1、茶*3", Form.AFTER, (("皂", 2), ("橄榄油", 1), ("茶", 3))),
        ("Soap", Form.AFTER, None),
        ("Soap; Oil", Form.BEFORE, None),
        ("2 x Soap, Oil, x", Form.AFTER, None),
        ("0 x Soap; 1 x Oil", Form.BEFORE, None),
        ("2x4 plank", Form.BEFORE, None),
        ("Phone Xbox2", Form.AFTER, None),
        ("", Form.BEFORE, None),
    ],
)
def test_that_a_cell_is_split_or_left(
    cell: str, form: Form, pieces: tuple[tuple[str, int], ...] | None
) -> None:
    assert split_products(cell, form) == pieces


def test_that_a_column_must_read_so_in_every_cell_and_list_several_somewhere() -> None:
    cells = ["2 x Soap; 1 x Oil", "1 x Oil", "", "3 x Soap"]
    assert form_of(cells, [None] * 4) is Form.BEFORE
    assert form_of(cells, [3, 1, None, 3]) is Form.BEFORE
    assert form_of(cells, [3, 1, None, 2]) is None  # the file counts otherwise
    assert form_of([*cells, "Gift card"], [None] * 5) is None
    assert form_of(cells[1:], [None] * 3) is None  # "1 x Oil" may well be a product's name
    assert form_of([], []) is None


@given(st.text(alphabet="2x ×;,|Soap皂\n()*", max_size=60), st.sampled_from(list(Form)))
def test_that_what_is_split_is_whole_names_and_pieces(cell: str, form: Form) -> None:
    for name, pieces in split_products(cell, form) or ():
        assert name == name.strip() != ""
        assert pieces > 0
        assert name in cell
