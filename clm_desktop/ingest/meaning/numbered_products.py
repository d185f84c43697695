"""Products that stand beside each other: "Product 1", "Qty 1", "Product 2", "Qty 2" or line_item_1.

Each of them is read as a row of its order, as a file of items beside the orders would tell it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from clm_desktop.core.message import Message
from clm_desktop.ingest import headers
from clm_desktop.ingest.meaning.kinds import PRODUCTS
from clm_desktop.ingest.meaning.mapping import guess_fields
from clm_desktop.ingest.meaning.product_cells import form_of, lists_products
from clm_desktop.ingest.meaning.samples import sample_of
from clm_desktop.ingest.types import Field, NumberedProducts

_NUMBERED = re.compile(r"(\D*)(\d{1,2})(\D*)")
_OF_ITEMS = frozenset({*PRODUCTS, Field.QUANTITY, Field.UNIT_PRICE, Field.LINE_TOTAL})


def numbered_products(
    header: Sequence[str], rows: Sequence[Sequence[str]]
) -> NumberedProducts | None:
    """The columns of each product, None where no names of products are numbered from one on."""
    named = {name: by_number for name, by_number in _series(header).items() if _counts(by_number)}
    if not named:
        return None
    most = max(map(max, named.values()))
    places = tuple(
        tuple(by_number.get(number, -1) for by_number in named.values())
        for number in range(most + 1)
        if any(number in by_number for by_number in named.values())
    )
    below = stacked(rows, places)
    if not below:
        return None
    samples = [sample_of(cells) for cells in zip(*below, strict=True)]
    fields = [(f, c) for f, c in guess_fields([*named], samples, below) if f in _OF_ITEMS]
    if not any(f in PRODUCTS for f, _ in fields):
        lists = (c for c, sample in enumerate(samples) if lists_products(sample.cells.tolist()))
        fields += [(Field.PRODUCT_NAME, c) for c in lists][:1]
    product = next((c for f, c in fields if f in PRODUCTS), None)
    if product is None or sum(at[product] >= 0 for at in places) < 2:
        return None
    used = [c for _, c in fields]
    cells = [row[product] for row in below]
    return NumberedProducts(
        header=tuple([*named][c] for c in used),
        places=tuple(tuple(at[c] for c in used) for at in places if at[product] >= 0),
        fields=tuple(f for f, _ in fields),
        form=form_of(cells, [None] * len(cells), alone=True) or "",
    )


def stacked(
    rows: Sequence[Sequence[str]], places: Sequence[Sequence[int]]
) -> list[tuple[str, ...]]:
    """One row for each product of each row; '' where a product lacks a column."""
    below = (tuple(row[c] if c >= 0 else "" for c in at) for row in rows for at in places)
    return [cells for cells in below if any(cell.strip() for cell in cells)]


def numbered_notes(header: Sequence[str], beside: NumberedProducts | None) -> tuple[Message, ...]:
    """Says which columns hold the products."""
    if beside is None:
        return ()
    product = next(c for c, field in enumerate(beside.fields) if field in PRODUCTS)
    first, last = (header[at[product]] for at in (beside.places[0], beside.places[-1]))
    code = "note.products_beside_paid" if beside.has_amounts else "note.products_beside"
    return (Message.of(code, first=first, last=last),)


def _series(header: Sequence[str]) -> Mapping[str, dict[int, int]]:
    """Names of columns without their number -> number -> column."""
    found: defaultdict[str, dict[int, int]] = defaultdict(dict)
    titles: dict[str, str] = {}  # as they stand first
    for column, cell in enumerate(header):
        parts = _NUMBERED.fullmatch(cell.strip())
        if parts is not None:
            title = " ".join(part.strip(" _-.#:") for part in (parts[1], parts[3])).strip()
            name = headers.key(title)
            if name:
                titles.setdefault(name, title)
                found[name].setdefault(int(parts[2]), column)
    return {titles[name]: by_number for name, by_number in found.items()}


def _counts(by_number: Mapping[int, int]) -> bool:
    """Whether numbers go on from the first without a gap."""
    numbers = sorted(by_number)
    return len(numbers) > 1 and numbers[0] <= 1 and numbers[-1] - numbers[0] == len(numbers) - 1
