"""What an import hands from ``ingest`` to ``store``: typed rows, each accounted for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.message import Message


class RowState(IntEnum):
    """Whether a row that was understood counts, and if not, why it was left out on purpose.

    Rows that are left out are stored all the same, so that a later file can change their status
    and a rule can be switched without the file.
    """

    COUNTS = 0
    CANCELLED = 1  # the order was cancelled or closed before it was paid
    UNPAID = 2  # waiting for payment, draft, quote
    REFUNDED = 3  # paid and given back in full
    FAILED = 4  # payment failed, voided
    NOT_A_SALE = 5  # stock adjustment, bank transfer, pay-out, memo line
    TEST = 6  # test order
    FOOTER = 7  # totals row, "83 record(s) downloaded", repeated header
    WAITING = 8  # what was in an order, until a file tells who bought it and when
    REPEATED = 9  # row of a list that tells nothing which an earlier one of its file has not told
    UNCLEAR = 10  # says that an order came back whose number several orders bear; never stored


class FileKind(StrEnum):
    """What one row of a table is."""

    ORDERS = "orders"  # an order, or a line of one with its buyer and time
    ORDER_ITEMS = "order_items"  # a line of an order whose buyer or time stands in another file
    RETURNS = "returns"  # an order that came back as a whole
    CUSTOMERS = "customers"  # a person
    PRODUCTS_STOCK = "products_stock"  # a product, with what is on hand, what it costs ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """A text column factorised: ``values[codes[i]]`` is the text of row i."""

    codes: NDArray[np.int32]
    values: NDArray[np.object_]  # distinct str


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanRows:
    """Rows that were understood; all arrays have one element per row.

    An order's own money (shipping, order discount, a total that the lines do not add up to)
    travels in ``order_total_cents``: where ``order_total_known`` it is what the customer paid for
    the whole order after refunds, and ``cents`` only tells how it spreads over the lines.
    """

    row: NDArray[np.int64]  # 1-based number of the row in its table, header not counted
    order: Labels  # order number, never ''; made from customer and time where the file has none
    customer: Labels  # identity key, '' = sold to nobody known
    product: Labels  # identity key (number or name), '' = no product column
    ts: NDArray[np.int64]  # seconds since 1970-01-01 00:00 of the shop's clock
    quantity: NDArray[np.float64]  # negative = came back
    cents: NDArray[np.int64]  # line money in minor units, negative = given back
    state: NDArray[np.int8]  # RowState
    is_fee: NDArray[np.bool_]  # postage, bank charge, manual entry: money but not a product
    order_total_cents: NDArray[np.int64]
    order_total_known: NDArray[np.bool_]
    # taken off ``cents`` or the told total; of a row that is itself money given back, that money
    refund_cents: NDArray[np.int64] | None = None

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.row)


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerFacts:
    """What a block tells about customers, one element per customer key; '' or None = not told."""

    key: NDArray[np.object_]
    name: NDArray[np.object_]
    email: NDArray[np.object_]
    phone: NDArray[np.object_]
    city: NDArray[np.object_]
    country: NDArray[np.object_]
    consent: NDArray[np.object_]  # 1 or 0: what the newest order that says so tells of e-mails
    consent_day: NDArray[np.object_]  # of that order


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductFacts:
    """What a block tells about products, one element per product key; '' = not told."""

    key: NDArray[np.object_]
    name: NDArray[np.object_]
    category: NDArray[np.object_]
    is_fee: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFacts:
    """What a block tells about orders, one element per order key; '' = not told."""

    key: NDArray[np.object_]
    channel: NDArray[np.object_]
    coupon: NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row that could not be understood: kept with its reason, to be looked at by the owner."""

    row: int
    column: str  # header of the offending column, '' = the whole row
    value: str  # what stood there
    reason: str  # code: no_date, bad_date, bad_amount, too_many_cells, other_currency ...
    raw: str  # the row as it stood, cells joined as RFC 4180


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanBlock:
    """One block of a file on its way into the store: read = len(rows) + len(set_aside)."""

    rows: CleanRows
    customers: CustomerFacts
    products: ProductFacts
    orders: OrderFacts
    set_aside: tuple[SetAside, ...]
    rows_read: int


OTHER_SHOP = "new"  # numbers of a shop that has told nothing yet; no source is called so


@dataclass(frozen=True, slots=True, kw_only=True)
class NumbersWord:
    """Whose numbers a file bears, as the owner says: the name of a source or ``OTHER_SHOP``.

    Names are those of ``FileTotals.orders_of`` and ``customers_of``; None: by what speaks for it.
    """

    orders: str | None = None
    customers: str | None = None


NOT_SAID = NumbersWord()


@dataclass(frozen=True, slots=True, kw_only=True)
class FileInfo:
    """How a file was read; kept with the import so that the owner can see and repeat it."""

    name: str  # file name as the owner knows it, members of an archive as "a.zip/b.csv"
    sha256: str
    size_bytes: int
    encoding: str  # '' for workbooks
    delimiter: str  # '' for workbooks
    platform: str  # id of the recognised platform, '' = mapped by names and values
    mapping: tuple[tuple[str, str], ...]  # (field, column header)
    currency: str  # of the cents: ISO 4217, a bare sign such as $, '' where no file says
    order_ids_given: bool  # the file has order numbers, so that an order can change later
    kind: FileKind = FileKind.ORDERS
    whole_orders: bool = False  # rows are orders without their products: another file may hold them
    numbers: NumbersWord = NOT_SAID  # not kept with the import, but what came of it


@dataclass(frozen=True, slots=True, kw_only=True)
class FileTotals:
    """The account of one file: rows_read is always the sum of the five that follow it."""

    info: FileInfo
    rows_read: int
    rows_accepted: int
    rows_known: int
    rows_changed: int
    rows_left_out: int
    rows_set_aside: int
    reasons: tuple[tuple[str, int], ...]  # why left out or set aside -> rows
    orders_new: int  # sales that it told first
    customers_new: int
    total_cents: int  # what the file added to the money of all orders
    rows_older: int = 0  # of the rows known: they differ, but a newer file tells it otherwise
    orders_of: str = ""  # name that its order numbers are kept with: other files use them otherwise
    customers_of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReceipt:
    """What one import did; ``import_id`` takes it back."""

    import_id: int
    files: tuple[FileTotals, ...]
    revision: int
    told: tuple[Message, ...] = ()  # what showed only when all rows were read
