"""The check screen of an import: is this right? One screen, confirmed once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from clm_desktop.core.rows import FileKind, FileTotals
from clm_desktop.ingest.types import Field, FilePreview, Question
from clm_desktop.view.blocks import Column, Fact, Kind, TableBlock
from clm_desktop.view.pages import parts
from clm_desktop.view.words import Words

_SAMPLE_ROWS = 20
_LONG = 50  # characters of an example that has a line of its own
_LISTS = (FileKind.CUSTOMERS, FileKind.PRODUCTS_STOCK)
_SAID_BY_THE_SUMMARY = ("note.platform",)
WHO = (Field.CUSTOMER_ID, Field.EMAIL, Field.PHONE, Field.CUSTOMER_NAME, Field.LAST_NAME)
AMOUNT = (Field.LINE_TOTAL, Field.ORDER_TOTAL, Field.UNIT_PRICE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One question with its answers in words; ``choices`` are (code, words)."""

    key: str
    text: str
    choices: tuple[tuple[str, str], ...]
    typed: str = ""  # what a number stands for that may be typed instead: "1 USD = … EUR"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckScreen:
    """What one file seems to be, ready to be shown."""

    name: str
    summary: str  # About 4,980 rows. Looks like Shopify orders.
    kind: str  # the same without the rows, once they are counted
    mapping: TableBlock  # what we need, the column that holds it, an example
    sample: TableBlock
    missing: tuple[str, ...]  # required meanings that no column has
    asks: tuple[Ask, ...]
    notes: tuple[str, ...]


def check_screen(preview: FilePreview, words: Words) -> CheckScreen:
    """Put a preview into words."""
    return CheckScreen(
        name=preview.source.name,
        summary=words.join([_rows(preview, words), _seems(preview, words)]),
        kind=_seems(preview, words),
        mapping=_mapping(preview, words),
        sample=_sample(preview, words),
        missing=_missing(preview, words),
        asks=tuple(ask(question, words) for question in preview.questions),
        notes=_notes(preview, words),
    )


def _notes(preview: FilePreview, words: Words) -> tuple[str, ...]:
    """What the owner should know; nothing while it hangs on what is still missing."""
    if preview.missing:
        return ()
    told = [words.say(note) for note in preview.notes if note.code not in _SAID_BY_THE_SUMMARY]
    mapped = {field for field, _ in preview.mapping.fields}
    beside = preview.numbered_products
    paid = mapped & set(AMOUNT) or (beside is not None and beside.has_amounts)
    if preview.whole_orders and not preview.platform and not paid:
        told.append(words.text("How much was paid comes from the file with the order items."))
    return tuple(told)


def _rows(preview: FilePreview, words: Words) -> str:
    return words.plural("About {n} row.", "About {n} rows.", preview.rows_estimated)


def _seems(preview: FilePreview, words: Words) -> str:
    """What a file seems to be: Looks like: Shopify orders. Currency: EUR."""
    if preview.platform_name:
        like = words.text("Looks like: {platform}.", platform=preview.platform_name)
    else:
        like = words.text("Columns recognised by their names and contents.")
    currency = ""
    if preview.currency:
        currency = words.text("Currency: {currency}.", currency=preview.currency)
    return words.join([_kind(preview, words), like, currency])


def _kind(preview: FilePreview, words: Words) -> str:
    """What the rows are, where they are no orders."""
    if preview.kind is FileKind.PRODUCTS_STOCK:
        if preview.mapping.column(Field.STOCK) is not None:
            return words.text("This is a stock list.")
        return words.text("This is a product list.")
    if preview.kind is FileKind.CUSTOMERS:
        return words.text("This is a customer list.")
    if preview.kind is FileKind.RETURNS:
        return words.text("This is a list of returns.")
    if preview.kind is FileKind.ORDER_ITEMS:
        return words.text("This is what was in the orders.")
    return ""


def _mapping(preview: FilePreview, words: Words) -> TableBlock:
    fields = [(field, column) for field, column in preview.mapping.fields]
    return TableBlock(
        name="mapping",
        title=words.text("What each column means"),
        columns=(
            Column(key="meaning", title=words.text("Meaning"), kind=Kind.TEXT, width=18),
            Column(key="column", title=words.text("Column in your file"), kind=Kind.TEXT, width=24),
            Column(key="example", title=words.text("Example"), kind=Kind.TEXT, width=24),
        ),
        values=(
            parts.objects([field_name(field, words) for field, _ in fields]),
            parts.objects([preview.header[column] for _, column in fields]),
            parts.objects([_example(preview, column) for _, column in fields]),
        ),
        row_kind="column",
        row_key=np.array([column for _, column in fields], dtype=np.int64),
    )


def field_name(field: Field, words: Words) -> str:
    """What a column can mean, in the owner's words."""
    return words.code(f"field.{field.value}")


def _example(preview: FilePreview, column: int) -> str:
    return next((row[column] for row in preview.sample if row[column].strip()), "")


def _sample(preview: FilePreview, words: Words) -> TableBlock:
    """The first rows as they stand in the file; a mapped column says what it means."""
    beside = preview.numbered_products
    held = [*preview.mapping.fields]
    if beside is not None:
        held += [(field, column) for field in beside.fields for column in beside.columns(field)]
    meaning = {column: field_name(field, words) for field, column in held}
    rows = preview.sample[:_SAMPLE_ROWS]
    columns = tuple(
        Column(
            key=f"column_{i}",
            title=f"{title} · {meaning[i]}" if i in meaning else title,
            kind=Kind.TEXT,
            width=16,
        )
        for i, title in enumerate(preview.header)
    )
    return TableBlock(
        name="sample",
        title=words.text("The first rows of your file"),
        columns=columns,
        values=tuple(parts.objects([row[i] for row in rows]) for i in range(len(columns))),
        empty=words.text("The file has a header and no rows below it."),
    )


def _missing(preview: FilePreview, words: Words) -> tuple[str, ...]:
    """What must be said before the file can be imported, one sentence each."""
    who, when = words.text("Which column says who bought?"), words.text("Which column says when?")
    amount = words.text("Which column says how much was paid?")
    if preview.whole_orders:
        amount = words.join(
            [
                amount,
                words.text("If another file holds what was in the orders, drop it here too."),
            ]
        )
    asked = {
        "error.no_customer_column": (who,),
        "error.no_date_column": (when,),
        "error.no_amount_column": (amount,),
        "error.nothing_known": (who, when, amount),
        "error.no_product_column": (words.text("Which column says which product?"),),
        "error.no_order_column": (words.text("Which column holds the order number?"),),
    }
    return tuple(
        question
        for lack in preview.missing
        for question in asked.get(lack.code) or (words.say(lack),)
    )


def ask(question: Question, words: Words) -> Ask:
    """Put a question and its choices into words."""
    return Ask(
        key=question.key,
        text=words.say(question.message),
        choices=tuple(
            (choice.code, _choice(choice.code, choice.example, words))
            for choice in question.choices
        ),
        typed=question.typed,
    )


def _choice(code: str, example: str, words: Words) -> str:
    name = words.code(f"choice.{code}") if words.knows(f"choice.{code}") else code
    if len(example) > _LONG or "\n" in example:
        return f"{name}\n{example}"
    return f"{name}: {example}" if example else name


# ---- after the import --------------------------------------------------------------------


def counters(files: Iterable[FileTotals], words: Words) -> tuple[Fact, ...]:
    """The account of the rows: every row read stands in exactly one of these."""
    totals = tuple(files)
    text = words.text

    def number(take: str) -> str:
        return words.whole(sum(getattr(one, take) for one in totals))

    return (
        Fact(title=text("Rows read"), value=number("rows_read")),
        Fact(title=text("New rows"), value=number("rows_accepted")),
        Fact(title=text("Changed"), value=number("rows_changed")),
        Fact(title=text("Already known"), value=number("rows_known")),
        Fact(title=text("Left out on purpose"), value=number("rows_left_out")),
        Fact(title=text("Set aside for you"), value=number("rows_set_aside")),
    )


def receipt(files: Iterable[FileTotals], words: Words) -> str:
    """What an import did, in one line: 1,204 already known, 3 changed, 41 new."""
    files = tuple(files)
    lists = [_listed(one, words) for one in files if one.info.kind in _LISTS]
    totals = tuple(one for one in files if one.info.kind not in _LISTS)
    if lists and not totals:
        return words.join(lists)
    older = sum(one.rows_older for one in totals)
    known = sum(one.rows_known for one in totals)
    changed = sum(one.rows_changed for one in totals)
    new = sum(one.rows_accepted for one in totals)
    out = sum(one.rows_left_out for one in totals)
    aside = sum(one.rows_set_aside for one in totals)
    orders = sum(one.orders_new for one in totals)
    people = sum(one.customers_new for one in totals)
    if not new and not changed and not older:
        first = words.plural(
            "Nothing new: {n} row is already known.",
            "Nothing new: {n} rows are already known.",
            known,
        )
    elif not known and not changed:
        first = words.plural("{n} new row.", "{n} new rows.", new)
    else:
        first = _fates(known - older, changed, new, words, older)
    gained = ""
    if orders:
        gained = words.text(
            "That is {orders} and {people}.",
            orders=words.plural("{n} new order", "{n} new orders", orders),
            people=words.plural("{n} new customer", "{n} new customers", people),
        )
    left = words.plural("{n} row left out on purpose.", "{n} rows left out on purpose.", out)
    waits = words.plural(
        "{n} row set aside for you to see.", "{n} rows set aside for you to see.", aside
    )
    kept = [_other_numbers(one, words) for one in files]
    return words.join([first, gained, left if out else "", waits if aside else "", *lists, *kept])


def _other_numbers(one: FileTotals, words: Words) -> str:
    """That the numbers of a file are not those of the other files."""
    name = one.info.name
    if one.orders_of:
        return words.text(
            "Order numbers in {file} mean other orders than in your other files: they are kept "
            "with “({source})”.",
            file=name,
            source=one.orders_of,
        )
    if one.customers_of:
        return words.text(
            "Customer numbers in {file} mean other people than in your other files: they are kept "
            "with “({source})”.",
            file=name,
            source=one.customers_of,
        )
    return ""


def _fates(known: int, changed: int, new: int, words: Words, older: int = 0) -> str:
    """1,204 already known, 3 changed, 41 new; what is none is not said, unless all are."""
    told = [
        (known, words.text("{n} already known", n=words.whole(known))),
        (changed, words.text("{n} changed", n=words.whole(changed))),
        (new, words.text("{n} new", n=words.whole(new))),
    ]
    if older:
        told.insert(1, (older, words.text("{n} already known (older)", n=words.whole(older))))
    some = [sentence for count, sentence in told if count] or [sentence for _, sentence in told]
    return words.text("{parts}.", parts=words.listed(some))


def _listed(one: FileTotals, words: Words) -> str:
    """What became of a list: This is a stock list: 214 products, 200 of them new."""
    things = one.rows_accepted + one.rows_known + one.rows_changed
    if one.info.kind is FileKind.CUSTOMERS:
        first = words.plural(
            "This is a customer list: {n} person.", "This is a customer list: {n} people.", things
        )
    elif any(field == Field.STOCK.value for field, _ in one.info.mapping):
        first = words.plural(
            "This is a stock list: {n} product.", "This is a stock list: {n} products.", things
        )
    else:
        first = words.plural(
            "This is a product list: {n} product.", "This is a product list: {n} products.", things
        )
    second = _fates(one.rows_known, one.rows_changed, one.rows_accepted, words)
    waits = words.plural(
        "{n} row set aside for you to see.",
        "{n} rows set aside for you to see.",
        one.rows_set_aside,
    )
    return words.join([first, second, waits if one.rows_set_aside else ""])
