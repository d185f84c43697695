"""Orders whose products stand beside each other in columns of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.ingest.preview import preview
from clm_desktop.ingest.reader import item_blocks
from clm_desktop.ingest.types import ColumnMapping, Field, FilePreview, Source
from tests.ingest.made_files import Line, Read, table

PRICES = {"Soap": 5, "Oil": 12, "Mug": 8, "Pot": 23}
ORDERS = [  # products of each order with their pieces
    [("Soap", 2)],
    [("Oil", 1), ("Mug", 3)],
    [("Pot", 1), ("Soap", 4), ("Mug", 1)],
    [],
    *([("Oil", 2), ("Pot", 2)] for _ in range(8)),
]


def orders(path: Path, product: tuple[str, ...], cells: dict[str, str], total: str) -> FilePreview:
    """A file of the orders; names of columns and cells hold n, name, pieces, price and money."""
    header = ["Order", "Date", "Email", *(one.format(n=n) for n in (1, 2, 3) for one in product)]
    rows = []
    for i, bought in enumerate(ORDERS):
        row = {"Order": str(100 + i), "Date": f"2024-03-{i + 1:02}", "Email": f"c{i % 5}@x.com"}
        for n, (name, pieces) in enumerate(bought, start=1):
            told = {"name": name, "pieces": pieces, "price": PRICES[name]}
            told["money"] = pieces * PRICES[name]
            row |= {one.format(n=n): cells[one].format(**told) for one in product}
        if total:
            row[total] = str(sum(pieces * PRICES[name] for name, pieces in bought))
        rows.append(row)
    table(path, [*header, *([total] if total else [])], rows)
    return preview(Source(path=path, name=path.name), NULL_CONTEXT)


def lines(seen: FilePreview) -> list[Line]:
    return Read(seen, list(item_blocks(seen, NULL_CONTEXT))).lines


@pytest.mark.parametrize(
    ("cells", "total"),
    [
        ({"Product {n}": "{name}", "Qty {n}": "{pieces}", "Price {n}": "{price}"}, "Total"),
        ({"商品{n}": "{name}", "数量{n}": "{pieces}", "单价{n}": "{price}"}, "实付金额"),
        (
            {
                "Product Item {n} Name": "{name}",
                "Product Item {n} Quantity": "{pieces}",
                "Product Item {n} Total": "{money}",
            },
            "Order Total Amount",
        ),
        ({"Artikel {n}": "{name}", "Menge {n}": "{pieces}", "Preis {n}": "{price},00"}, ""),
        ({"line_item_{n}": "name:{name}|sku:|quantity:{pieces}|total:{money}"}, "order_total"),
        ({"Item{n}": "{pieces} x {name}"}, "Total"),
        ({"Artikel {n}": "{name} x{pieces}"}, "Summe"),
    ],
)
def test_that_each_product_is_a_row_of_its_order(
    tmp_path: Path, cells: dict[str, str], total: str
) -> None:
    seen = orders(tmp_path / "orders.csv", tuple(cells), cells, total)
    assert seen.whole_orders
    assert seen.numbered_products is not None
    bought = [(str(100 + i), *one) for i, order in enumerate(ORDERS) for one in order]
    read = lines(seen)
    assert [(line.order, line.product, line.quantity) for line in read] == bought
    if seen.numbered_products.has_amounts:
        assert [line.cents for line in read] == [100 * n * PRICES[name] for _, name, n in bought]
    taken = {c for at in seen.numbered_products.places for c in at}
    assert not taken & {c for _, c in seen.mapping.fields}
    note = next(m for m in seen.notes if m.code.startswith("note.products_beside"))
    first, last = dict(note.params).values()
    assert (first, last) == (next(iter(cells)).format(n=1), next(iter(cells)).format(n=3))


def test_that_the_owners_word_for_a_column_stands_above(tmp_path: Path) -> None:
    cells = {"Product {n}": "{name}", "Qty {n}": "{pieces}"}
    seen = orders(tmp_path / "orders.csv", tuple(cells), cells, "Total")
    place = seen.header.index("Product 1")
    told = ColumnMapping(fields=(*seen.mapping.fields, (Field.PRODUCT_NAME, place)))
    again = preview(seen.source, NULL_CONTEXT, mapping=told)
    assert again.numbered_products is None
    assert again.mapping.column(Field.PRODUCT_NAME) == place


@pytest.mark.parametrize(
    "names",
    [
        ("Address 1", "Address 2"),
        ("Tag 2", "Tag 3"),
        ("Product 1", "Product 5"),
        ("Item 1", "Note 2"),
    ],
)
def test_that_other_numbered_columns_are_no_products(
    tmp_path: Path, names: tuple[str, str]
) -> None:
    header = ["Order", "Date", "Email", *names, "Total"]
    rows = [
        dict(zip(header, (str(i), "2024-03-01", f"c{i}@x.com", "Tea", "Oil", "5"), strict=True))
        for i in range(9)
    ]
    path = table(tmp_path / "o.csv", header, rows)
    assert preview(Source(path=path, name="o.csv"), NULL_CONTEXT).numbered_products is None
