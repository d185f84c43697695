"""Blocks of text cells -> rows of a customer or product list; each row is kept or set aside."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.lists import NOT_TOLD, ListBlock, PersonRows, ProductRows
from clm_desktop.core.rows import FileKind, RowState, SetAside
from clm_desktop.ingest.meaning import identity
from clm_desktop.ingest.meaning.clean import kept_row, with_footers
from clm_desktop.ingest.meaning.columns import Cells, Factor, full_name, joined
from clm_desktop.ingest.meaning.footers import is_footer
from clm_desktop.ingest.meaning.list_columns import truth
from clm_desktop.ingest.meaning.money_rows import read_amounts, read_quantities
from clm_desktop.ingest.meaning.reading import Reading
from clm_desktop.ingest.types import Field, TextBlock
from clm_desktop.ingest.values.quantities import without_unit

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]
_Wrong = list[tuple[str, Field, Flags]]
_IDENTITY = (Field.FIRST_NAME, Field.LAST_NAME, *(field for field, _ in identity.KEYS))


class ListCleaner:
    """Cleans the blocks of one list in their order; remembers what continues in the next."""

    def __init__(self, reading: Reading, signature: str) -> None:
        """Nothing seen yet; ``signature`` names rows of people who have no name of their own."""
        self._reading = reading
        self._signature = signature
        self._above: dict[str, tuple[str, str]] = {}  # product that rows go on with
        used = {*reading.columns.values()}
        self._others = tuple(c for c in range(len(reading.header)) if c not in used)
        self.attribute_names = _distinct([reading.header[c] for c in self._others])

    def clean(self, block: TextBlock) -> ListBlock:
        """Type one block; cost about 10 µs per row."""
        block, lost = with_footers(block)
        footers = self._footers(block)
        rows: PersonRows | ProductRows
        if self._reading.kind is FileKind.CUSTOMERS:
            rows, aside = self._people(block, footers)
        else:
            rows, aside = self._products(block, footers)
        return ListBlock(
            rows=rows,
            attribute_names=self.attribute_names,
            set_aside=(*aside, *lost),
            rows_read=len(rows) + len(aside) + len(lost),
        )

    def _footers(self, block: TextBlock) -> Flags:
        """Totals rows: a word for it in the first cells, and little beside."""
        found = np.zeros(len(block.row), bool)
        for cells in block.columns[:3]:
            found |= cells.flags(is_footer)
        filled = np.zeros(len(block.row), np.int64)
        for cells in block.columns:
            filled += ~cells.blank
        return found & (2 * filled <= len(block.columns) + 1)

    def _cells(
        self, block: TextBlock, field: Field, clean: Callable[[str], str] = identity.told
    ) -> Factor:
        column = self._reading.columns.get(field)
        if column is None:
            return Factor.constant("", len(block.row))
        return block.columns[column].map(clean)

    def _yes_or_no(self, block: TextBlock, field: Field) -> NDArray[np.int8]:
        cells = self._cells(block, field)
        said = [truth(v) for v in cells.values]
        told = np.array([NOT_TOLD if s is None else int(s) for s in said], np.int8)
        return told[cells.codes]

    def _people(self, block: TextBlock, footers: Flags) -> tuple[PersonRows, tuple[SetAside, ...]]:
        key = Factor.constant("", len(block.row))
        for field, clean in identity.KEYS:
            key = key.or_else(self._cells(block, field, clean))
        first, last = (self._cells(block, f) for f in (Field.FIRST_NAME, Field.LAST_NAME))
        name = self._cells(block, Field.CUSTOMER_NAME)
        key = key.or_else(name.or_else(joined(first, last, " ")).map(identity.name_key))
        name = name.or_else(full_name(first, last))
        if not any(field in self._reading.columns for field in _IDENTITY):
            key = Factor.of(np.array([f"{self._signature}:{r}" for r in block.row], object))
        aside = self._set_aside(block, [("no_customer", None, key.blank & ~footers)])
        keep = ~np.isin(block.row, [s.row for s in aside])
        texts = {
            "key": key,
            "email": self._cells(block, Field.EMAIL, identity.email_key),
            "phone": self._cells(block, Field.PHONE, identity.phone_key),
            "name": name,
            "city": self._cells(block, Field.CITY),
            "country": self._cells(block, Field.COUNTRY),
        }
        rows = PersonRows(
            row=block.row[keep],
            **{column: _texts(cells)[keep] for column, cells in texts.items()},
            consent=self._yes_or_no(block, Field.CONSENT)[keep],
            churned=self._yes_or_no(block, Field.CHURNED)[keep],
            attributes=self._rest(block, keep),
            state=np.where(footers, RowState.FOOTER, RowState.COUNTS).astype(np.int8)[keep],
        )
        return rows, aside

    def _products(
        self, block: TextBlock, footers: Flags
    ) -> tuple[ProductRows, tuple[SetAside, ...]]:
        wrong: _Wrong = []
        number = self._cells(block, Field.PRODUCT_ID, identity.number)
        name = self._cells(block, Field.PRODUCT_NAME, product_name)
        name, category = self._continued(block, name, self._cells(block, Field.CATEGORY))
        key = number.or_else(name)
        figures = {
            "price_cents": self._money(block, Field.UNIT_PRICE, wrong),
            "cost_cents": self._money(block, Field.COST, wrong),
            "stock": self._number(block, Field.STOCK, wrong),
            "lead_time_days": self._number(block, Field.LEAD_TIME, wrong),
            "pack_size": self._number(block, Field.PACK_SIZE, wrong),
            "least_order": self._number(block, Field.LEAST_ORDER, wrong),
        }
        reasons = [(reason, field, flags & ~footers) for reason, field, flags in wrong]
        aside = self._set_aside(block, [("no_product", None, key.blank & ~footers), *reasons])
        keep = ~np.isin(block.row, [s.row for s in aside])
        rows = ProductRows(
            row=block.row[keep],
            key=_texts(key)[keep],
            name=_texts(name)[keep],
            category=_texts(category)[keep],
            **{column: figure[keep] for column, figure in figures.items()},
            rest=self._rest(block, keep),
            state=np.where(footers, RowState.FOOTER, RowState.COUNTS).astype(np.int8)[keep],
        )
        return rows, aside

    def _rest(self, block: TextBlock, keep: Flags) -> NDArray[np.object_]:
        """Cells of the columns without a meaning, one tuple per row."""
        columns = [block.columns[o].map(str.strip).texts() for o in self._others]
        others = [column[keep].tolist() for column in columns]
        rest = np.empty(int(keep.sum()), object)
        for i, cells in enumerate(zip(*others, strict=True) if others else [()] * len(rest)):
            rest[i] = cells
        return rest

    def _continued(self, block: TextBlock, name: Factor, category: Factor) -> tuple[Factor, Factor]:
        """Name and category brought down to further rows of the same product."""
        column = self._reading.extra.get("continued")
        if column is None:
            return name, category
        names, categories = _texts(name), _texts(category)
        for i, group in enumerate(block.columns[column].texts().tolist()):
            before = self._above.get(group, ("", "")) if group else ("", "")
            self._above[group] = (names[i], categories[i]) = (
                names[i] or before[0],
                categories[i] or before[1],
            )
        return Factor.of(names), Factor.of(categories)

    def _money(self, block: TextBlock, field: Field, wrong: _Wrong) -> Floats:
        cells, mark = self._cells(block, field), self._reading.mark
        amounts = read_amounts(cells, mark, self._reading.digits(field))
        wrong.append(("bad_amount", field, amounts.wrong))
        return np.where(amounts.told, amounts.cents().astype(np.float64), np.nan)

    def _number(self, block: TextBlock, field: Field, wrong: _Wrong) -> Floats:
        cells = self._cells(block, field, lambda cell: without_unit(identity.told(cell)))
        value, told, bad = read_quantities(cells, self._reading.quantity_mark)
        wrong.append(("bad_quantity", field, bad))
        return np.where(told, value, np.nan)

    def _set_aside(
        self, block: TextBlock, reasons: list[tuple[str, Field | None, Flags]]
    ) -> tuple[SetAside, ...]:
        """Rows that could not be understood, each with its first reason."""
        done = np.zeros(len(block.row), bool)
        found: list[SetAside] = []
        for reason, field, flags in reasons:
            column = None if field is None else self._reading.columns.get(field)
            rows = np.flatnonzero(flags & ~done).tolist()
            header = self._reading.header
            found += [kept_row(block, row, reason, column, header) for row in rows]
            done |= flags
        return tuple(sorted(found, key=lambda s: s.row))


def product_name(cell: str) -> str:
    """Name of a product as it stands in orders."""
    return " ".join(identity.told(cell).split())


def _texts(cells: Factor) -> Cells:
    """The text of each row."""
    if not len(cells.values):
        return np.full(len(cells.codes), "", object)
    return np.asarray(cells.values[cells.codes], object)


def _distinct(names: list[str]) -> tuple[str, ...]:
    """Names with numbers behind those that repeat."""
    told: dict[str, int] = {}
    for name in names:
        told[name] = told.get(name, 0) + 1
    seen: dict[str, int] = {}
    out = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        out.append(name if told[name] == 1 else f"{name} ({seen[name]})")
    return tuple(out)
