"""What the importer asks and tells: previews, mappings, questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.message import Message
from clm_desktop.core.rows import NOT_SAID, FileKind, NumbersWord, SetAside
from clm_desktop.ingest.extract import Extract
from clm_desktop.ingest.factor import Factor


class Fate(StrEnum):
    """What becomes of a row: each row of a file has exactly one."""

    READY = "ready"  # counts, as it stands
    MENDED = "mended"  # counts, after something in it was put right
    SET_ASIDE = "set_aside"  # could not be understood
    LEFT_OUT = "left_out"  # understood, and not counted on purpose


class Treatment(StrEnum):
    """What becomes of the rows that bear a status word."""

    COUNTS = "counts"
    GIVEN_BACK = "given_back"  # counts, and its money goes back to the customer
    CANCELLED = "cancelled"  # the others are left out, for the reason they say
    UNPAID = "unpaid"
    REFUNDED = "refunded"
    FAILED = "failed"
    NOT_A_SALE = "not_a_sale"
    TEST = "test"


class RefundDay(StrEnum):
    """On which day money given back in a row of its own is deducted."""

    ORDER = "order"  # of the order that it belongs to
    REFUND = "refund"  # when it was given back


class DiscountUnit(StrEnum):
    """What the numbers in a column of discounts are."""

    SHARE = "share"  # 0.15: a part of quantity times price
    PERCENT = "percent"  # 15: of a hundred
    MONEY = "money"  # off the row
    REST = "rest"  # 0.85: what remains to be paid
    REST_OF_TEN = "rest_of_ten"  # 8.5
    REST_OF_HUNDRED = "rest_of_hundred"  # 85
    NONE = "none"  # nothing is to be taken off: the price is after it


class Field(StrEnum):
    """What a column can mean. The values are the keys of ``--mapping`` files."""

    ORDER_ID = "order_id"
    LINE_ID = "line_id"
    CUSTOMER_ID = "customer_id"
    CUSTOMER_NAME = "customer_name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    EMAIL = "email"
    PHONE = "phone"
    CITY = "city"
    COUNTRY = "country"
    DATE = "date"
    MONTH = "month"  # beside a date that holds the year alone
    DAY = "day"
    TIME = "time"
    PRODUCT_ID = "product_id"
    PRODUCT_NAME = "product_name"
    CATEGORY = "category"
    QUANTITY = "quantity"
    UNIT_PRICE = "unit_price"
    DISCOUNT = "discount"
    LINE_TOTAL = "line_total"
    ORDER_TOTAL = "order_total"
    REFUND = "refund"
    STATUS = "status"
    CANCELLED_AT = "cancelled_at"
    CURRENCY = "currency"
    CHANNEL = "channel"
    COUPON = "coupon"
    RETURNED = "returned"
    STOCK = "stock"
    COST = "cost"
    LEAD_TIME = "lead_time"
    PACK_SIZE = "pack_size"
    LEAST_ORDER = "least_order"
    CONSENT = "consent"
    CHURNED = "churned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One table to be read: a file, a member of an archive or a sheet of a workbook."""

    path: Path  # the file that was dropped
    member: str = ""  # member of an archive; of one inside it: "inner.zip//orders.csv"
    sheet: str = ""  # sheet of a workbook
    name: str = ""  # how the owner knows it
    hidden: bool = False  # a sheet that its workbook does not show, beside others that it shows
    extract: Extract | None = field(default=None, compare=False, repr=False)  # of its workbook


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How the text of a file is to be cut into cells; encoding '' for workbooks."""

    encoding: str
    delimiter: str  # one character; ' ' = runs of white space
    quote: str
    header_row: int  # 0-based physical record of the header, -1 = the file has none
    first_row: int  # 0-based physical record of the first data row
    escape: str = ""  # stands before a quote that is text; '' = quotes are doubled
    skip_space: bool = False  # cells are written "a, b": spaces after a delimiter are no text


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMapping:
    """What each column means and how its cells are written.

    ``fields`` holds (field, column position); a field stands at most once, a column may serve one
    field only. ``date_format`` is a strptime format or a name that ``ingest.dates`` knows.
    """

    fields: tuple[tuple[Field, int], ...]
    date_format: str = ""
    decimal_mark: str = ""  # '.' or ',' ; '' = no decimals seen
    kind: FileKind | None = None  # what one row is; None = to be found out
    statuses: tuple[tuple[str, Treatment], ...] = ()  # status words that the owner decided about
    refunds_on: RefundDay = RefundDay.ORDER
    encoding: str = ""  # the owner's choice where the bytes leave it open
    rates: tuple[tuple[str, str], ...] = ()  # other currency -> what one is worth, or "aside"
    names_nobody: bool = False  # the owner says that no column tells who bought
    tells_no_money: bool = False  # the owner says that no column tells what was paid
    discount: DiscountUnit | None = None  # None = no discounts, or none seen yet
    currency: str = ""  # what amounts are in where the file does not say, by the owner's word

    def column(self, field: Field) -> int | None:
        """Position of the column that holds a field, None when no column does."""
        return next((c for f, c in self.fields if f is field), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer to a question: its code (used in ``--answers``) and an example in plain words."""

    code: str
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Something the whole column leaves open, to be asked once and never guessed."""

    key: str  # date_order, decimal_mark, encoding, discount ...
    message: Message
    choices: tuple[Choice, ...]
    typed: str = ""  # what a number stands for that may be typed instead: "1 USD = … EUR"


@dataclass(frozen=True, slots=True)
class CellEdit:
    """A cell that the owner typed anew, instead of what stands in the file."""

    row: int  # 1-based number among the data rows
    column: int
    value: str
    before: str  # what stands in the file


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedProducts:
    """Products that stand beside each other in an order's row: "Product 1", "Qty 1" and so on."""

    header: tuple[str, ...]  # names of the columns without their number
    fields: tuple[Field, ...]  # what they mean
    places: tuple[tuple[int, ...], ...]  # of each product: its columns, -1 where it has none
    form: str  # how cells tell a product and its pieces, '' = its name alone

    @property
    def has_amounts(self) -> bool:
        """Whether they tell what they cost."""
        return Field.UNIT_PRICE in self.fields or Field.LINE_TOTAL in self.fields

    def columns(self, field: Field) -> tuple[int, ...]:
        """The columns of a field, one for each product that has it."""
        held = (at[self.fields.index(field)] for at in self.places if field in self.fields)
        return tuple(column for column in held if column >= 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePreview:
    """What a table seems to be, before anything is imported.

    ``signature`` is a hash of the header cells: files with the same one are read the same way.
    ``sample`` holds the first data rows as text, ``len(header)`` cells each.
    """

    source: Source
    size_bytes: int
    sha256: str
    dialect: Dialect
    header: tuple[str, ...]
    signature: str
    platform: str  # id, '' = unknown
    platform_name: str  # "Shopify orders", '' = unknown
    mapping: ColumnMapping
    sample: tuple[tuple[str, ...], ...]
    rows_estimated: int
    currency: str  # ISO 4217, a bare sign such as $, '' = the file does not say
    questions: tuple[Question, ...]
    notes: tuple[Message, ...]  # what the owner should know: footer skipped, masked buyers ...
    kind: FileKind = FileKind.ORDERS
    whole_orders: bool = False  # rows are orders without their products: another file may hold them
    counted_in: str = ""  # currency of the shop, '' = the file's own
    plain: bool = False  # the shop has rows of which no file says what money they are in
    products_in_cells: str = ""  # how cells list several products, which are told apart; '' = no
    numbered_products: NumberedProducts | None = None  # columns that list several products
    missing: tuple[Message, ...] = ()  # what must be said first: errors that a guess ended in
    edits: tuple[CellEdit, ...] = ()  # a cell at most once
    numbers: NumbersWord = NOT_SAID  # whose they are, where the owner says so


@dataclass(frozen=True, slots=True, kw_only=True)
class Sniffed:
    """How a table is cut into cells and what it begins with, before any meaning is looked for."""

    source: Source
    size_bytes: int
    sha256: str
    dialect: Dialect
    header: tuple[str, ...]  # made up ("Column 1" ...) where the file has none
    sample: tuple[tuple[str, ...], ...]  # first data rows, at most 200, len(header) cells each
    rows_estimated: int
    questions: tuple[Question, ...]  # encoding, where two readings are close
    notes: tuple[Message, ...]  # preamble, footer, second table ... that were seen


@dataclass(frozen=True, slots=True)
class Misfit:
    """A record that has no place in the table: kept whole, never dropped."""

    row: int  # 1-based number among the data rows, shared with TextBlock.row
    reason: str  # too_many_cells, too_few_cells, not_text, second_table ...
    raw: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TextBlock:
    """Data rows as text, cut and decoded but not understood; blank records are not rows."""

    row: NDArray[np.int64]  # 1-based number among the data rows
    columns: Sequence[Factor]  # one per header column
    misfits: tuple[Misfit, ...]
    refitted: tuple[Misfit, ...] = ()  # rows of ``columns`` that had too few or too many cells


SHOWN = 200  # rows of each fate that are kept to be looked at

ToldRow = tuple[str, SetAside]  # file name, row with its reason


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusCount:
    """A status word of a file and what becomes of its rows."""

    column: str  # header
    word: str  # as it stands first, '' = blank
    rows: int
    treatment: Treatment  # now
    usual: Treatment  # where the owner says nothing
    known: bool  # whether the usual treatment rests on knowing the word


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyAccount:
    """Where the money of rows that were understood went; cents, refunds are not negative.

    What counts is ``sales_cents - refunds_cents``.
    """

    sales_cents: int  # before refunds, orders that were given back in full among them
    refunds_cents: int
    later_refunds_cents: int  # of these, in rows of a later day than their order
    left_out: tuple[tuple[str, int], ...]  # why left out -> money, given back in full not among it


@dataclass(frozen=True, slots=True, kw_only=True)
class RowCounts:
    """What files hold, as if each were imported into an empty shop.

    ``rows_read`` is the sum of ``rows`` over the four fates. Orders are sales; they,
    customers, days and money are of rows that count; a row that several files hold counts once.
    """

    files: int
    rows_read: int
    rows: tuple[tuple[Fate, int], ...]
    reasons: tuple[tuple[Fate, str, int], ...]
    orders: int
    customers: int
    first_day: int | None  # days since 1970-01-01
    last_day: int | None
    total_cents: int
    currency: str
    shown: tuple[tuple[Fate, tuple[ToldRow, ...]], ...]  # at most SHOWN rows each
    kind: FileKind = FileKind.ORDERS  # of the first file
    listed: int = 0  # people or products that a list names
    statuses: tuple[StatusCount, ...] = ()  # the most frequent first, column by column
    account: MoneyAccount | None = None  # None for lists
    written: tuple[tuple[str, str, int], ...] = ()  # (how, header, cells) taken off or filled in
    twice: int = 0  # rows that count and say nothing that an earlier one of their order has not
    to_come: int = 0  # rows that count, of a day that has not come yet
    tickets: int = 0  # order numbers beside the orders: nothing sold, money given back

    def of(self, fate: Fate) -> int:
        """Rows of a fate."""
        return dict(self.rows)[fate]

    def rows_shown(self, fate: Fate) -> tuple[ToldRow, ...]:
        """The first rows of a fate."""
        return dict(self.shown)[fate]
