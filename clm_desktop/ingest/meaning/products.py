"""What was sold on each row: key, name, category, and whether it is a product at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clm_desktop.ingest.meaning import fees, identity
from clm_desktop.ingest.meaning.columns import Factor
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


def product_columns(
    column: Callable[[Field], Factor | None],
    reading: Reading,
    footers: NDArray[np.bool_],
    known_fees: dict[tuple[str, str], bool],
) -> ProductColumns:
    """Read the product cells of a block; footers have none. Fees told are remembered."""
    nothing = Factor.constant("", len(footers))
    names, codes = column(Field.PRODUCT_NAME), column(Field.PRODUCT_ID)
    name = nothing if names is None else names.map(_name)
    if reading.products_in_cell:
        name = name.map(single_product)
    code = nothing if codes is None else codes.map(identity.number)
    name, code = name.without(footers), code.without(footers)
    key = code.or_else(name)
    pair = code.codes * max(len(name.values), 1) + name.codes
    distinct, back = np.unique(pair, return_inverse=True)
    left, right = np.divmod(distinct, max(len(name.values), 1))
    told = np.zeros(len(distinct), bool)
    for i, pair_of in enumerate(zip(code.values[left], name.values[right], strict=True)):
        if pair_of not in known_fees:
            known_fees[pair_of] = fees.is_fee(*pair_of, reading.style)
        told[i] = known_fees[pair_of]
    return ProductColumns(
        key=key,
        name=name,
        category=column(Field.CATEGORY),
        is_fee=told[back],
        is_test=name.flags(fees.is_test),
    )


def _name(cell: str) -> str:
    return " ".join(identity.tidy(cell).split())


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
