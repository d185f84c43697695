"""What was sold on each row: key, name, category, and whether it is a product at all."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clm_desktop.ingest.factor import Factor, alike
from clm_desktop.ingest.meaning import fees, identity
from clm_desktop.ingest.meaning.reading import Reading
from clm_desktop.ingest.types import Field

_PIECES = re.compile(r"\d+\s*[×xX✕]\s+?(?=\S)|\d+\s*[×✕]\s*")
_PAIRS = re.compile(r"(?:^|\|)\s*(name|sku|product_id)\s*:\s*([^|]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductColumns:
    """Products of a block's rows."""

    key: Factor  # number, or name where there is none; '' = no product column
    name: Factor
    category: Factor | None
    is_fee: NDArray[np.bool_]
    is_test: NDArray[np.bool_]


class NoProducts(dict[tuple[str, str], tuple[bool, bool]]):
    """Whether a code with a name is a fee, and whether it is a test; what was told is kept."""

    def __init__(self, style: fees.CodeStyle) -> None:
        super().__init__()
        self._style = style

    def __missing__(self, product: tuple[str, str]) -> tuple[bool, bool]:
        """Look at a product that was not met before."""
        told = fees.is_fee(*product, self._style), fees.is_test(product[1])
        self[product] = told
        return told


def product_columns(
    mapped: Callable[[Field, Callable[[str], str]], Factor | None],
    reading: Reading,
    footers: NDArray[np.bool_],
    no_products: NoProducts,
) -> ProductColumns:
    """Read the product cells of a block; footers have none.

    ``mapped`` gives the cells of a field after a function.
    """
    nothing = Factor.constant("", len(footers))
    name = mapped(Field.PRODUCT_NAME, _name) or nothing
    if reading.products_in_cell:
        name = name.map(single_product)
    code = mapped(Field.PRODUCT_ID, identity.number) or nothing
    name, code = name.without(footers), code.without(footers)
    key = code.or_else(name)
    pair = code.codes * max(len(name.values), 1) + name.codes
    back, first = alike(pair)
    left, right = np.divmod(pair[first], max(len(name.values), 1))
    pairs = zip(code.values[left].tolist(), name.values[right].tolist(), strict=True)
    told = np.array(list(map(no_products.__getitem__, pairs)), bool).reshape(-1, 2)
    return ProductColumns(
        key=key,
        name=name,
        category=mapped(Field.CATEGORY, identity.tidy),
        is_fee=told[back, 0],
        is_test=told[back, 1],
    )


def _name(cell: str) -> str:
    text = identity.tidy(cell)
    if "&" in text and ";" in text:  # "Mug &amp; spoon": some shops write their web pages' text
        text = html.unescape(text)
    return " ".join(text.split())


def is_several(cell: str) -> bool:
    """Whether a cell lists more than one product."""
    return len(_PIECES.findall(cell)) > 1 or cell.count("product_id:") > 1


def single_product(cell: str) -> str:
    """Name of the one product in a cell such as "2× Mug" or "name:Mug|quantity:2".

    A cell that lists several stays as it is: what was sold together is kept, not split.
    """
    if is_several(cell):
        return cell
    pairs = {k.lower(): v.strip() for k, v in _PAIRS.findall(cell)}
    if pairs:
        return next((pairs[k] for k in ("name", "sku", "product_id") if pairs.get(k)), cell)
    return _PIECES.sub("", cell, count=1).strip() if _PIECES.match(cell) else cell
