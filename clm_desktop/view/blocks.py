"""What pages are made of: frozen blocks that a window, a report or a file can show as they are.

All text in a block is already in the page's language; all numbers are prepared, so that showing
costs nothing but drawing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray


class Kind(StrEnum):
    """How the values of a column are written and aligned."""

    TEXT = "text"
    WHOLE = "whole"  # integer with grouping
    DECIMAL = "decimal"  # one or two decimals
    FIGURE = "figure"  # of a check: three decimals, where methods are a hundredth apart
    MONEY = "money"  # minor units
    SHARE = "share"  # 0..1, written as per cent
    DATE = "date"  # day number
    DAYS = "days"  # span in days
    RISK = "risk"  # models.results.Risk: word + shape + colour
    STRENGTH = "strength"  # 0..1, written as a bar and "about 1 in 4"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table."""

    key: str  # stable name, same in every language
    title: str
    kind: Kind
    tip: str = ""  # what it means, exactly
    width: int = 12  # in average characters


@dataclass(frozen=True, slots=True, kw_only=True)
class TableHead:
    """A table whose rows are too many to be held: they follow one by one."""

    title: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableBlock:
    """A table of any length: raw values per column (sorted and filtered raw, formatted lazily).

    ``row_key`` identifies what a row is about (a customer's store id, a product's id, ...), as
    ``row_kind`` says, so that a click can open it.
    """

    name: str  # stable: object name, export name
    title: str
    columns: tuple[Column, ...]
    values: tuple[NDArray[np.generic], ...]  # one array per column, equal lengths; TEXT: object
    row_kind: str = ""  # customer, product, segment, file, ''
    row_key: NDArray[np.int64] | None = None
    empty: str = ""  # what to do when there are no rows
    sorted_by: str = ""  # column key of the order that the rows come in

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.values[0]) if self.values else 0


class ChartKind(StrEnum):
    """Shapes a chart can take."""

    BAR = "bar"  # x categories, y bars; several series are stacked
    HBAR = "hbar"
    LINE = "line"
    SCATTER = "scatter"
    BAND = "band"  # line with lo/hi
    HEAT = "heat"  # one series a row, one cell per x, with its text
    FLOW = "flow"  # from each series (left) so many to each x label (right)
    GRAPH = "graph"  # names (x labels) and lines: of each series from its x to its y
    RANGE = "range"  # lying: a dot with its lo/hi at each x label, beside the line of zero


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One series of a chart; ``colour`` is a role of the theme's palette (0..7)."""

    label: str
    x: tuple[float, ...]
    y: tuple[float, ...]
    lo: tuple[float, ...] = ()
    hi: tuple[float, ...] = ()
    colour: int = 0
    marker: str = "o"
    texts: tuple[str, ...] = ()  # HEAT: what stands in each cell; its y may be nan: no colour
    unfinished: tuple[int, ...] = ()  # HEAT: places in x whose time is not over yet
    keys: tuple[int, ...] = ()  # HEAT, HBAR: what a click opens, of the chart's kind
    thin: bool = False  # LINE, BAND: to be compared with, not the matter itself


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartBlock:
    """A chart as numbers and words; ``sentence`` says in one line what it shows."""

    name: str
    title: str
    sentence: str
    kind: ChartKind
    series: tuple[Series, ...]
    x_title: str = ""
    y_title: str = ""
    x_kind: Kind = Kind.TEXT
    y_kind: Kind = Kind.WHOLE
    x_labels: tuple[str, ...] = ()  # category names for bars
    opens: str = ""  # row kind of what cells or bars open, see Series.keys
    diagonal: bool = False  # draw y = x (calibration)
    x_log: bool = False  # logarithmic axes, for values > 0 that span decades
    y_log: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One number with its name, the tile at the top of a page; ``tip`` says how it is counted."""

    title: str
    value: str
    note: str = ""
    tip: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One thing to do or to know: a headline, a sentence, a button, and a lesser one below it."""

    name: str
    headline: str
    text: str
    figure: str = ""  # the number on the right, with its unit
    button: str = ""
    opens: str = ""  # page id, or page id + "?" + filter
    customers: tuple[int, ...] = ()  # store ids of the people it is about
    names: tuple[str, ...] = ()  # who is named in the text
    more: str = ""  # the lesser button, and what that opens
    more_opens: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One group of customers, sized by its share of sales."""

    segment_id: str
    name: str
    customers: str
    share: float
    share_text: str
    meaning: str
    do: str
    dont: str
    colour: int
    symbol: str  # a letter or shape, so that colour is never alone
    ceiling: str = ""  # what an offer to one of them may cost at most
    when: str = ""
    message: str = ""  # ready to be copied
    own: bool = False  # made by the owner, who can take it away


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One tab as it is to be shown. Blocks that a page does not need are empty."""

    page: str  # today, data, customers, segments, watchlist, recommendations
    title: str
    lead: str  # one sentence: the answer first
    as_of: str = ""  # "As of 9 December 2011" + the trust sentence
    facts: tuple[Fact, ...] = ()
    news: Card | None = None  # what the newest file brought
    cards: tuple[Card, ...] = ()
    tile_sets: tuple[tuple[str, tuple[Tile, ...]], ...] = ()  # (title of the scheme, tiles)
    tables: tuple[TableBlock, ...] = ()
    charts: tuple[ChartBlock, ...] = ()
    details: tuple[tuple[str, str], ...] = ()  # (name, value) for the Details drawer
    detail_tables: tuple[TableBlock, ...] = ()
    detail_charts: tuple[ChartBlock, ...] = ()
    notes: tuple[str, ...] = ()  # honest remarks: what was tested, what is missing
    empty: str = ""  # the page has nothing yet: what to do
    pictures_first: bool = False  # charts stand before the tables


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidMark:
    """A word that the owner can say of a customer, and whether it stands."""

    word: str  # core.owner_words.Word
    title: str
    stands: bool
    value: str = ""
    choices: tuple[tuple[str, str], ...] = ()  # (code, words) of what can be added to it


@dataclass(frozen=True, slots=True)
class CustomerKey:
    """One of several numbers, e-mails or names that a person bought under."""

    key: str
    called: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerCard:
    """Everything about one customer, the same from wherever it is opened."""

    customer_id: int
    title: str
    subtitle: str
    facts: tuple[Fact, ...]
    risk_sentence: str
    reasons: tuple[str, ...]
    again: TableBlock
    new: TableBlock
    orders: TableBlock
    keys: tuple[CustomerKey, ...] = ()  # of a person with several; the representative first
    key: str = ""  # of the customer in the shop's files
    spared: str = ""  # why nobody is to call or to write, by the owner's word
    marks: tuple[SaidMark, ...] = ()
    reach: str = ""  # how the customer can be reached, as far as files tell
