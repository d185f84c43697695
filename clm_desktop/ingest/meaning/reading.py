"""How one file is to be read: its mapping made ready for cleaning its blocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from clm_desktop.core.money import minor_digits
from clm_desktop.core.rows import FileKind
from clm_desktop.ingest.headers import unit_digits
from clm_desktop.ingest.meaning import identity
from clm_desktop.ingest.meaning.currency import ShopMoney, rate_of
from clm_desktop.ingest.meaning.fees import CodeStyle
from clm_desktop.ingest.meaning.kinds import AMOUNTS
from clm_desktop.ingest.meaning.platforms import HeaderIndex, Names, Platform
from clm_desktop.ingest.meaning.platforms_china import CHINA
from clm_desktop.ingest.meaning.platforms_tills import TILLS
from clm_desktop.ingest.meaning.platforms_west import SHOPS
from clm_desktop.ingest.meaning.state_flags import StateFlag, state_flags
from clm_desktop.ingest.meaning.status import word_key
from clm_desktop.ingest.types import (
    ColumnMapping,
    DiscountUnit,
    Field,
    FilePreview,
    Treatment,
)
from clm_desktop.ingest.values.amounts import mark_evidence
from clm_desktop.ingest.values.dates import orders_of
from clm_desktop.ingest.values.quantities import number_bought

PLATFORMS = SHOPS + TILLS + CHINA


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Everything that is the same for all rows of a file."""

    header: tuple[str, ...]
    columns: Mapping[Field, int]
    orders: Mapping[str, str]  # of day, month and year, by separator
    mark: str
    quantity_mark: str
    money: ShopMoney
    decimals: int  # of the currency
    more_states: tuple[int, ...]
    state_flags: Mapping[int, StateFlag]  # of columns among them that say yes or no
    more_dates: tuple[int, ...]
    extra: Mapping[str, int]  # less, percent_off, paid_net, buyer_if_negative, continued
    products_in_cell: bool
    has_amounts: bool
    kind: FileKind
    discount: DiscountUnit | None
    style: CodeStyle
    statuses: Mapping[str, Treatment]  # what the owner decided, by word

    def digits(self, field: Field) -> int:
        """Decimals of the amounts of a field: more where its header says 万元."""
        column = self.columns.get(field)
        return self.decimals + (0 if column is None else unit_digits(self.header[column]))


def platform_by_id(platform: str) -> Platform | None:
    """Find a platform, None for ''."""
    return next((p for p in PLATFORMS if p.id == platform), None)


def reading_of(preview: FilePreview, currency: str) -> Reading:
    """Make a confirmed preview ready."""
    platform = platform_by_id(preview.platform)
    index = HeaderIndex(preview.header)
    taken = frozenset(c for _, c in preview.mapping.fields)
    roles = ("less", "percent_off", "paid_net", "buyer_if_negative", "continued")
    found = {} if platform is None else {r: index.find(getattr(platform, r), taken) for r in roles}
    main = currency or preview.counted_in or preview.currency
    flags = state_flags(preview.header, preview.sample, taken) if platform is None else {}
    rates = {c: rate_of(text) for c, text in preview.mapping.rates}
    return Reading(
        header=preview.header,
        columns=dict(preview.mapping.fields),
        orders=orders_of(preview.mapping.date_format),
        mark=preview.mapping.decimal_mark,
        quantity_mark=preview.mapping.decimal_mark or _quantity_mark(preview),
        money=ShopMoney(
            main=main,
            of_file=preview.currency,
            rates={c: rate for c, rate in rates.items() if rate is not None},
        ),
        decimals=minor_digits(main),
        more_states=(*_all(index, platform.more_states if platform else (), taken), *flags),
        state_flags=flags,
        more_dates=_all(index, platform.more_dates if platform else (), taken),
        extra={role: column for role, column in found.items() if column is not None},
        products_in_cell=platform is not None and platform.products_in_cell,
        has_amounts=_has_amounts(preview, platform),
        kind=preview.kind,
        discount=preview.mapping.discount,
        style=CodeStyle.of(sample_cells(preview.mapping, preview.sample, Field.PRODUCT_ID)),
        statuses={word_key(word): told for word, told in preview.mapping.statuses},
    )


def _has_amounts(preview: FilePreview, platform: Platform | None) -> bool:
    """Whether each row must tell an amount: not where the orders have it, or nobody."""
    if platform is not None and not platform.has_amounts:
        return False
    return any(preview.mapping.column(f) is not None for f in AMOUNTS)


def sample_cells(
    mapping: ColumnMapping, sample: tuple[tuple[str, ...], ...], field: Field
) -> list[str]:
    """Tidied cells of a field in the sample."""
    column = mapping.column(field)
    return [] if column is None else [identity.told(row[column]) for row in sample]


def _all(index: HeaderIndex, names: Names, taken: frozenset[int]) -> tuple[int, ...]:
    found = (index.find((name,), taken) for name in names)
    return tuple(c for c in found if c is not None)


def _quantity_mark(preview: FilePreview) -> str:
    field = Field.STOCK if preview.kind is FileKind.PRODUCTS_STOCK else Field.QUANTITY
    cells = {number_bought(c) for c in sample_cells(preview.mapping, preview.sample, field)}
    return mark_evidence(np.array(sorted(cells), object)).mark() or ""
