"""Several products in one cell are told apart where the whole column reads that way."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.ingest.meaning.product_cells import Form, form_of, split_products
from clm_desktop.ingest.reader import item_blocks
from clm_desktop.ingest.types import Field

from .made_files import Read, read, table, write


@pytest.mark.parametrize(
    ("cell", "form", "pieces"),
    [
        ("2 x Soap; 1 x Oil", Form.BEFORE, (("Soap", 2), ("Oil", 1))),
        (
            "name:Soap: mild|product_id:7|sku:S|quantity:2|total:9.00|meta:;name:Oil|quantity:1",
            Form.PAIRS,
            (("Soap: mild", 2), ("Oil", 1)),
        ),
        ("id:1|name:Oil; warm|qty:3", Form.PAIRS, (("Oil; warm", 3),)),
        ("name:Oil|quantity:0", Form.PAIRS, None),
        ("Oil|3", Form.PAIRS, None),
        (
            '[{"name": "Soap", "quantity": 2}, {"title": "Oil"}]',
            Form.JSON,
            (("Soap", 2), ("Oil", 1)),
        ),
        ('{"product_name": "皂", "qty": "3"}', Form.JSON, (("皂", 3),)),
        ("[1, 2]", Form.JSON, None),
        ('[{"name": "Soap"', Form.JSON, None),
        ("[" * 100_000, Form.JSON, None),
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


def bought(path: Path, header: str, cells: list[str]) -> Read:
    """Orders of a week, one a row, with what they consist of in one column."""
    names = ["No.", "Date", "E-mail", header, "Total"]
    rows = [
        dict(
            zip(names, (f"{9 * i}", f"2024-05-{i + 1:02}", f"{i % 3}@x.com", c, "20"), strict=True)
        )
        for i, c in enumerate(cells)
    ]
    return read(table(path / "orders.csv", names, rows))


@pytest.mark.parametrize("header", ["Items", "Itens", "Was im Korb lag", "内訳"])
def test_that_cells_tell_that_a_column_lists_products(tmp_path: Path, header: str) -> None:
    seen = bought(tmp_path, header, ["Soap × 1 | Oil × 2", "Oil × 3", "Soap × 1", "Wax × 4"])
    assert seen.preview.products_in_cells == Form.AFTER
    assert seen.preview.mapping.column(Field.ORDER_ID) == 0
    assert set(seen.paid.values()) == {2_000}
    pieces = Read(seen.preview, list(item_blocks(seen.preview, NULL_CONTEXT)))
    assert [(line.order, line.product, line.quantity) for line in pieces.lines] == [
        ("0", "Soap", 1), ("0", "Oil", 2), ("9", "Oil", 3), ("18", "Soap", 1), ("27", "Wax", 4),
    ]  # fmt: skip


def test_that_what_a_program_wrote_is_read_as_such(tmp_path: Path) -> None:
    pairs = [f"name:{n}|product_id:{i}|quantity:{1 + i}|total:9.00" for i, n in enumerate("ABCD")]
    records = [f'[{{"name": "{n}", "quantity": {1 + i}}}]' for i, n in enumerate("ABCD")]
    for cells, form in ((pairs, Form.PAIRS), (records, Form.JSON)):
        seen = bought(tmp_path, "line_items", cells)
        assert seen.preview.products_in_cells == form
        pieces = Read(seen.preview, list(item_blocks(seen.preview, NULL_CONTEXT)))
        assert [(line.product, line.quantity) for line in pieces.lines] == [
            ("A", 1), ("B", 2), ("C", 3), ("D", 4),
        ]  # fmt: skip


def test_that_a_list_without_an_order_number_stays_unread(tmp_path: Path) -> None:
    text = "Date,E-mail,Items,Total\n" + "".join(
        f"2024-05-0{i + 1},{i % 2}@x.com,{cell},20\n"
        for i, cell in enumerate(["Soap × 1 | Oil × 2", "Oil × 3", "Soap × 1", "Wax × 4"])
    )
    assert {line.product for line in read(write(tmp_path / "orders.csv", text)).lines} == {""}


@pytest.mark.parametrize("header", ["Items", "Produits", "商品清单"])
@pytest.mark.parametrize(
    ("cells", "products"),
    [
        (["Soap", "Oil", "Soap", "Wax, yellow"], {"Soap", "Oil", "Wax, yellow"}),
        (["1", "2", "1", "3"], {""}),
        (["Soap, Oil", "Oil, Wax", "Soap", "Wax, Soap"], {""}),
        (["Soap; Oil", "Oil", "Soap", "Wax"], {""}),
    ],
    ids=["one each", "counts", "commas", "semicolons"],
)
def test_that_a_column_called_items_may_hold_one_product_each(
    tmp_path: Path, header: str, cells: list[str], products: set[str]
) -> None:
    assert {line.product for line in bought(tmp_path, header, cells).lines} == products
