"""What the owner said and made, and who moved, as files and as JSON for other programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np

from clm_desktop.plan.answers import Answers, OwnGroup
from clm_desktop.view.blocks import Column, Kind, TableBlock
from clm_desktop.view.numbers import iso_date
from clm_desktop.view.pages import parts
from clm_desktop.view.pages.owner_words import words_table
from clm_desktop.view.pages.segments_moves import moved_names
from clm_desktop.view.words import Words

Rows = Iterator[tuple[str, ...]]
OWNER_HEADERS: Mapping[str, str] = {
    "words": "customer_id,word,value,as_of",
    "own-segments": "name,customer_id",
    "moves": "scheme,since,until,from,to,customers",
}


def owner_rows(answers: Answers) -> dict[str, Callable[[], Rows]]:
    """Makers of the rows of each export."""
    return {
        "words": lambda: _words(answers),
        "own-segments": lambda: _members(answers),
        "moves": lambda: _moves(answers),
    }


def owner_sheets() -> dict[str, Callable[[Answers, Words], TableBlock]]:
    """Makers of the tables for a spreadsheet."""
    return {"words": words_table, "own-segments": members_table, "moves": every_move_table}


def members_table(answers: Answers, words: Words) -> TableBlock:
    """Everybody in a segment of the owner's own."""
    names = [one.name for one in answers.own for _ in one.row]
    row = np.concatenate([np.empty(0, np.int32), *(one.row for one in answers.own)])
    text, table = words.text, answers.customers
    return TableBlock(
        name="own_segments",
        title=text("My own"),
        columns=(
            Column(key="segment", title=text("Group"), kind=Kind.TEXT, width=24),
            Column(key="customer", title=text("Customer"), kind=Kind.TEXT, width=24),
            Column(key="last_order", title=text("Last order"), kind=Kind.DATE),
            Column(key="orders", title=text("Orders"), kind=Kind.WHOLE),
            Column(key="spent", title=text("Spent"), kind=Kind.MONEY),
        ),
        values=(
            parts.objects(names),
            parts.customer_titles(answers)[row],
            table.last_day[row],
            table.frequency[row],
            table.monetary_cents[row],
        ),
        row_kind="customer",
        row_key=parts.customer_ids(answers)[row],
    )


def every_move_table(answers: Answers, words: Words) -> TableBlock:
    """From which group into which, how many, in each way of grouping; who stayed as well."""
    text = words.text
    moved = [
        (parts.scheme_title(one.scheme, words), one.since_day, one, was, now)
        for one in answers.movements
        for was, now in np.argwhere(one.customers).tolist()
    ]
    names = {one.scheme: moved_names(answers, one, words) for one in answers.movements}
    return TableBlock(
        name="moves",
        title=text("Who moved"),
        columns=(
            Column(key="scheme", title=text("Groups"), kind=Kind.TEXT, width=24),
            Column(key="since", title=text("Since"), kind=Kind.DATE),
            Column(key="from", title=text("From"), kind=Kind.TEXT, width=24),
            Column(key="to", title=text("To"), kind=Kind.TEXT, width=24),
            Column(key="customers", title=text("Customers"), kind=Kind.WHOLE),
        ),
        values=(
            parts.objects([title for title, *_ in moved]),
            np.array([day for _, day, *_ in moved], np.int64),
            parts.objects(
                [
                    names[one.scheme][was - 1] if was else text("Not here yet")
                    for _, _, one, was, _ in moved
                ]
            ),
            parts.objects([names[one.scheme][now] for _, _, one, _, now in moved]),
            np.array([one.customers[was, now] for _, _, one, was, now in moved], np.int64),
        ),
        empty=text("Nobody moved."),
    )


def own_share(answers: Answers, one: OwnGroup) -> float:
    """Share of sales of those in a segment."""
    money = np.maximum(answers.customers.monetary_cents, 0)
    return float(money[one.row].sum()) / max(int(money.sum()), 1)


def _words(answers: Answers) -> Rows:
    for one in answers.said:
        yield one.key, one.word.value, one.value.replace("\n", "; "), iso_date(one.as_of_day)


def _members(answers: Answers) -> Rows:
    keys = answers.names.customer_key[answers.customers.customer]
    for one in answers.own:
        for row in one.row.tolist():
            yield one.name, str(keys[row])


def _moves(answers: Answers) -> Rows:
    for move in answers.movements:
        for was, now in zip(*np.nonzero(move.customers), strict=True):
            yield (
                move.scheme,
                iso_date(move.since_day),
                iso_date(answers.run.as_of_day),
                move.segment_ids[was - 1] if was else "",
                move.segment_ids[now],
                str(int(move.customers[was, now])),
            )
