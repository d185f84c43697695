"""The rules of an import, in words: what each status does, and where the money of a file went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from clm_desktop.core.rows import FileKind
from clm_desktop.ingest.types import RefundDay, RowCounts, StatusCount, Treatment
from clm_desktop.view.blocks import Column, Kind, TableBlock
from clm_desktop.view.pages import parts
from clm_desktop.view.words import Words

STATUS = "status"  # kind of the rows of the table
_KINDS_OF_LEFT_OUT = 4  # reasons that are named one by one


def treatment(which: Treatment, words: Words) -> str:
    """What becomes of rows: counts; left out: cancelled."""
    return words.code(f"treatment.{which.value}")


def file_kind(kind: FileKind, words: Words) -> str:
    """What one row of a file is: Orders."""
    return words.code(f"file_kind.{kind.value}")


def refund_day(day: RefundDay, words: Words) -> str:
    """On which day refunds are deducted."""
    return words.code(f"refunds_on.{day.value}")


def status_table(
    statuses: Sequence[StatusCount], decided: Mapping[str, Treatment], words: Words
) -> TableBlock:
    """Every status word with its rows and what becomes of them; rows are keyed by their place.

    ``decided`` holds what the owner chose, for words as they stand in ``statuses``.
    """
    text = words.text
    several = len({one.column for one in statuses}) > 1
    told = [
        f"{one.word or text('(blank)')} · {one.column}" if several else one.word or text("(blank)")
        for one in statuses
    ]
    becomes = [_becomes(one, decided.get(one.word), words) for one in statuses]
    return TableBlock(
        name="statuses",
        title=text("What each status does"),
        columns=(
            Column(key="status", title=text("Status"), kind=Kind.TEXT, width=30),
            Column(key="rows", title=text("Rows"), kind=Kind.WHOLE, width=8),
            Column(key="becomes", title=text("What I do with them"), kind=Kind.TEXT, width=40),
        ),
        values=(
            parts.objects(told),
            np.array([one.rows for one in statuses], dtype=np.int64),
            parts.objects(becomes),
        ),
        row_kind=STATUS,
        row_key=np.arange(len(statuses), dtype=np.int64),
    )


def _becomes(one: StatusCount, chosen: Treatment | None, words: Words) -> str:
    """What becomes of the rows of a word, and on whose word."""
    what = f"{treatment(chosen or one.usual, words)} ▼"
    if chosen is not None and chosen is not one.usual:
        return words.text("{what}  (your choice)", what=what)
    if not one.known:
        return words.text("{what}  (I do not know this word)", what=what)
    return what


def money_account(counts: RowCounts, words: Words) -> tuple[str, ...]:
    """Where the money went, to the cent: before refunds, refunds, what counts, what does not."""
    account = counts.account
    if account is None:
        return ()
    spoken = Words(words.lang, counts.currency)

    def money(cents: int) -> str:
        return spoken.money(cents, exact=True)

    text = words.text
    lines = [
        text(
            "Sales before refunds {sales} − refunds {refunds} = {net}, which is what counts.",
            sales=money(account.sales_cents),
            refunds=money(account.refunds_cents),
            net=money(counts.total_cents),
        )
    ]
    if account.left_out:
        largest = sorted(account.left_out, key=lambda one: -abs(one[1]))
        named = [
            f"{words.code(f'row.{reason}')} {money(cents)}"
            for reason, cents in largest[:_KINDS_OF_LEFT_OUT]
        ]
        if rest := sum(cents for _, cents in largest[_KINDS_OF_LEFT_OUT:]):
            named.append(text("other {money}", money=money(rest)))
        lines.append(text("Left out on purpose: {parts}.", parts=words.listed(named)))
    return tuple(lines)


def refunds_told(counts: RowCounts, words: Words) -> str:
    """How the file tells refunds, where the owner has no choice of their day; '' without any."""
    account = counts.account
    if account is None or not account.refunds_cents or account.later_refunds_cents:
        return ""
    return words.text(
        "Your file does not tell on which later day money was given back: it is deducted on the "
        "day of its row."
    )


def later_refunds(counts: RowCounts, words: Words) -> str:
    """Asks for the day that refunds are deducted on; '' where nothing hangs on it."""
    account = counts.account
    if account is None or not account.later_refunds_cents:
        return ""
    later = Words(words.lang, counts.currency).money(account.later_refunds_cents, exact=True)
    return words.text(
        "{money} was given back on a later day than its order. Deduct it:", money=later
    )


def ways_of_writing(counts: RowCounts, words: Words) -> str:
    """What was taken off or filled in throughout the file, cell by cell; '' for nothing."""
    told = [
        words.code(f"written.{how}", column=title, cells=words.whole(n))
        for how, title, n in counts.written
    ]
    return (
        words.text("Also read as they are meant: {ways}.", ways=words.listed(told)) if told else ""
    )


def odd_rows(counts: RowCounts, words: Words) -> tuple[str, ...]:
    """Rows that count although the owner may not expect it."""
    told = []
    if counts.tickets:
        told.append(
            words.plural(
                "{n} more ticket only gives money back: it counts as a refund, not as an order.",
                "{n} more tickets only give money back: they count as refunds, not as orders.",
                counts.tickets,
            )
        )
    if counts.twice:
        told.append(
            words.plural(
                "{n} row says the same as another of its order, and both count.",
                "{n} rows say the same as another of their order, and all count.",
                counts.twice,
            )
        )
    if counts.to_come:
        told.append(
            words.plural(
                "{n} row is of a day that has not come yet: it counts, but today stays today.",
                "{n} rows are of days that have not come yet: they count, but today stays today.",
                counts.to_come,
            )
        )
    return tuple(told)
