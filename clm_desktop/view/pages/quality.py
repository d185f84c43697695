"""Data quality: a figure of 100, where each lost point comes from, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.days import SECONDS_PER_DAY
from clm_desktop.core.quality import FoundRow
from clm_desktop.core.rows import RowState, SetAside
from clm_desktop.features.quality import LEAST_ORDERS, Finding, QualityReport
from clm_desktop.view.blocks import Card, Column, Fact, Kind, Page, TableBlock
from clm_desktop.view.pages import parts
from clm_desktop.view.pages.customers import Pair
from clm_desktop.view.pages.empty import empty_page
from clm_desktop.view.words import Words

ROWS_OF = "rows?"  # what a card opens: this and the code of its finding
LEFT_OUT = "left_out."
FOUND_ROWS = 500  # shown of each finding


def quality_page(report: QualityReport, words: Words) -> Page:
    """What was found, the dearest first; a card opens its rows."""
    if report.verdict == "nothing":
        return empty_page("data", words)
    return Page(
        page="quality",
        title=words.text("Data quality"),
        lead=_lead(report, words),
        as_of=_basis(report, words),
        facts=_facts(report, words),
        cards=tuple(_card(one, words) for one in report.findings),
        tables=(_left_out(report, words),) if report.left_out else (),
        detail_tables=(_findings(report, words), *_gaps(report, words)),
        notes=tuple(words.say(one.message) for one in report.hints),
    )


def _lead(report: QualityReport, words: Words) -> str:
    if report.score is None:
        return words.plural(
            "{n} order is too few to judge: from {least} on there is a figure.",
            "{n} orders are too few to judge: from {least} on there is a figure.",
            report.orders,
            least=LEAST_ORDERS,
        )
    if not report.findings:
        return words.text("Your data is good: 100 of 100. There is nothing to mend.")
    return words.text(
        "Your data is {verdict}: {score} of 100.",
        verdict=words.code(f"quality.verdict.{report.verdict}"),
        score=report.score,
    )


def _basis(report: QualityReport, words: Words) -> str:
    if report.score is None or not report.findings:
        return ""
    taken = [
        f"{words.code(f'quality.part.{part.part}')} {part.points}/{part.of}"
        for part in report.parts
    ]
    return f"{report.score} = " + " + ".join(taken)


def _facts(report: QualityReport, words: Words) -> tuple[Fact, ...]:
    tip = words.text("Points of this part that are left; together they are the figure of 100.")
    return tuple(
        parts.fact(
            words.code(f"quality.part.{part.part}"),
            words.text("{points} of {of}", points=part.points, of=part.of),
            tip=tip,
        )
        for part in report.parts
    )


def _card(one: Finding, words: Words) -> Card:
    effect, to_do = words.code(f"quality.{one.code}.effect"), words.code(f"quality.{one.code}.do")
    return Card(
        name=f"quality_{one.code}",
        headline=words.say(one.message),
        text=words.join([effect, to_do]),
        figure=words.plural("−{n} point", "−{n} points", one.points),
        button=words.text("Show the rows") if one.has_rows else "",
        opens=f"{ROWS_OF}{one.code}" if one.has_rows else "",
    )


def _left_out(report: QualityReport, words: Words) -> TableBlock:
    """Rows left out on purpose: no fault, but to be looked at."""
    pairs: list[Pair] = [
        _text("reason", words.text("Reason"), [words.code(f"row.{r}") for r, _ in report.left_out]),
        (
            Column(key="rows", title=words.text("Rows"), kind=Kind.WHOLE),
            np.array([n for _, n in report.left_out], dtype=np.int64),
        ),
    ]
    title = words.text("Left out on purpose, which takes no points")
    states = np.array([RowState[r.upper()].value for r, _ in report.left_out], np.int64)
    return _table("left_out", title, pairs, row_kind="left_out", keys=states)


def _findings(report: QualityReport, words: Words) -> TableBlock:
    found = (*report.findings, *report.hints)
    pairs: list[Pair] = [
        _text("found", words.text("What was found"), [words.say(one.message) for one in found], 50),
        (
            Column(key="count", title=words.text("Count"), kind=Kind.WHOLE),
            np.array([one.count if one.has_rows else np.nan for one in found], dtype=np.float64),
        ),
        (
            Column(key="share", title=words.text("Share"), kind=Kind.SHARE),
            np.array([one.share if one.points else np.nan for one in found], dtype=np.float64),
        ),
        (
            Column(key="points", title=words.text("Points lost"), kind=Kind.WHOLE),
            np.array([one.points for one in found], dtype=np.int64),
        ),
    ]
    return _table("findings", words.text("All findings in figures"), pairs)


def _gaps(report: QualityReport, words: Words) -> tuple[TableBlock, ...]:
    if not report.gaps:
        return ()
    first, last = (np.array(days, dtype=np.int64) for days in zip(*report.gaps, strict=True))
    pairs: list[Pair] = [
        (Column(key="first", title=words.text("First day"), kind=Kind.DATE), first),
        (Column(key="last", title=words.text("Last day"), kind=Kind.DATE), last),
        (Column(key="days", title=words.text("Days"), kind=Kind.WHOLE), last - first + 1),
    ]
    return (_table("gaps", words.text("Stretches without orders"), pairs),)


# ---- the rows behind a finding -----------------------------------------------------------


def found_page(
    report: QualityReport,
    code: str,
    rows: Sequence[FoundRow] | Sequence[tuple[str, SetAside]],
    words: Words,
) -> Page:
    """The first rows behind a finding, with what to do about them."""
    one = next((one for one in report.findings if one.code == code), None)
    if one is None:
        title, to_do = words.code(f"row.{code.removeprefix(LEFT_OUT)}"), ""
    else:
        title, to_do = words.say(one.message), words.code(f"quality.{code}.do")
    return Page(page="quality", title=title, lead=to_do, tables=(_rows(rows, words),))


def _rows(rows: Sequence[FoundRow] | Sequence[tuple[str, SetAside]], words: Words) -> TableBlock:
    lines = [row for row in rows if isinstance(row, FoundRow)]
    aside = [row for row in rows if not isinstance(row, FoundRow)]
    title = words.text("Where they stand")
    if len(rows) >= FOUND_ROWS:
        title = words.plural("The first {n} row", "The first {n} rows", len(rows))
    pairs = _aside(aside, words) if aside else _lines(lines, words)
    return _table("found_rows", title, pairs, empty=words.text("No rows."))


def _lines(rows: Sequence[FoundRow], words: Words) -> list[Pair]:
    text = words.text
    day = [row.ts // SECONDS_PER_DAY if row.ts else np.nan for row in rows]
    return [
        _text("file", text("File"), [row.file_name for row in rows], 24),
        _number("line", text("Row"), Kind.WHOLE, [row.row for row in rows]),
        _text("order", text("Order number"), [row.order_key for row in rows], 16),
        (Column(key="date", title=text("Date"), kind=Kind.DATE), np.array(day, np.float64)),
        _text("customer", text("Customer"), [row.customer_key for row in rows], 24),
        _text("product", text("Product"), [row.product_key for row in rows], 28),
        (
            Column(key="quantity", title=text("Quantity"), kind=Kind.DECIMAL),
            np.array([row.quantity for row in rows], np.float64),
        ),
        _number("amount", text("Money of the line"), Kind.MONEY, [row.cents for row in rows]),
    ]


def _aside(rows: Sequence[tuple[str, SetAside]], words: Words) -> list[Pair]:
    text = words.text
    return [
        _text("file", text("File"), [name for name, _ in rows], 24),
        _number("line", text("Row"), Kind.WHOLE, [row.row for _, row in rows]),
        _text("reason", text("Reason"), [words.code(f"row.{r.reason}") for _, r in rows], 28),
        _text("column", text("Column"), [row.column for _, row in rows], 16),
        _text("value", text("What stands there"), [row.value for _, row in rows], 20),
        _text("raw", text("The whole row"), [row.raw for _, row in rows], 60),
    ]


def _text(key: str, title: str, values: list[str], width: int = 30) -> Pair:
    return Column(key=key, title=title, kind=Kind.TEXT, width=width), parts.objects(values)


def _number(key: str, title: str, kind: Kind, values: list[int]) -> Pair:
    return Column(key=key, title=title, kind=kind), np.array(values, np.int64)


def _table(
    name: str,
    title: str,
    pairs: list[Pair],
    *,
    row_kind: str = "",
    keys: NDArray[np.int64] | None = None,
    empty: str = "",
) -> TableBlock:
    return TableBlock(
        name=name,
        title=title,
        columns=tuple(column for column, _ in pairs),
        values=tuple(values for _, values in pairs),
        row_kind=row_kind,
        row_key=keys,
        empty=empty,
    )
