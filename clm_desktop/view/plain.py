"""A page as plain text for a terminal; Chinese letters take two columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from unicodedata import combining, east_asian_width

from clm_desktop.view.blocks import Kind, Page, TableBlock
from clm_desktop.view.words import Words

_LEFT = (Kind.TEXT, Kind.RISK, Kind.STRENGTH)
_WIDEST = 44


def page_text(page: Page, words: Words, rows: int = 20) -> str:
    """Everything a page says; of each table the first ``rows`` rows."""
    return "\n".join(_lines(page, words, rows)).rstrip() + "\n"


def _lines(page: Page, words: Words, rows: int) -> Iterator[str]:
    yield from (page.title, "=" * width(page.title), "")
    yield from (line for line in (page.lead, page.as_of, page.empty) if line)
    yield ""
    if page.facts:
        widest = max(width(fact.title) for fact in page.facts)
        for fact in page.facts:
            *before, last = fact.note.splitlines() or [""]
            lines = "; ".join((*(line.rstrip(".。") for line in before), last))
            note = f"  ({lines})" if lines else ""
            yield f"{padded(fact.title, widest)}  {fact.value}{note}"
        yield ""
    if page.news is not None:
        yield from (page.news.headline, page.news.text, "")
    for number, card in enumerate(page.cards, start=1):
        figure = f"  [{card.figure}]" if card.figure else ""
        yield from (f"{number}. {card.headline}{figure}", f"   {card.text}")
    for title, tiles in page.tile_sets:
        yield from ("", title, "-" * width(title))
        for tile in tiles:
            yield f"{tile.symbol} {tile.name}: {tile.customers}, {tile.share_text}"
            yield from (f"  {tile.meaning}", f"  + {tile.do}", f"  − {tile.dont}")
    for table in (*page.tables, *page.detail_tables):
        yield from ("", table.title, "-" * width(table.title))
        yield from table_lines(table, words, rows)
    if page.details:
        widest = max(width(name) for name, _ in page.details)
        yield ""
        yield from (f"{padded(name, widest)}  {value}" for name, value in page.details)
    if page.notes:
        yield ""
        yield from page.notes


def table_lines(table: TableBlock, words: Words, rows: int) -> Iterator[str]:
    """A table with aligned columns; says how many rows were not shown."""
    shown = min(rows, len(table))
    if not shown:
        yield table.empty or words.text("Nothing here yet.")
        return
    columns = [
        [column.title, *(words.value(column.kind, values[i]) for i in range(shown))]
        for column, values in zip(table.columns, table.values, strict=True)
    ]
    left = [column.kind in _LEFT for column in table.columns]
    texts = [[_cut(cell) for cell in cells] for cells in columns]
    widths = [max(width(cell) for cell in cells) for cells in texts]
    for row in zip(*texts, strict=True):
        yield _row(row, widths, left)
    if len(table) > shown:
        yield words.text("… and {n} more", n=words.whole(len(table) - shown))


def _row(cells: Sequence[str], widths: Sequence[int], left: Sequence[bool]) -> str:
    texts = (
        padded(cell, wide) if is_left else " " * (wide - width(cell)) + cell
        for cell, wide, is_left in zip(cells, widths, left, strict=True)
    )
    return "  ".join(texts).rstrip()


def _cut(text: str) -> str:
    if width(text) <= _WIDEST:
        return text
    while width(text) > _WIDEST - 1:
        text = text[:-1]
    return text + "…"


def width(text: str) -> int:
    """Columns that a text takes in a terminal."""
    return sum(
        0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text
    )


def padded(text: str, columns: int) -> str:
    """Fill a text with spaces on the right."""
    return text + " " * (columns - width(text))
