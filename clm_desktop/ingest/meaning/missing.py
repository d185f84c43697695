"""What a table lacks of what its kind needs, and the owner's word that it is whole all the same."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from clm_desktop.core.errors import FileError
from clm_desktop.core.message import Message
from clm_desktop.core.rows import FileKind
from clm_desktop.ingest import headers
from clm_desktop.ingest.meaning import synonyms
from clm_desktop.ingest.meaning.date_parts import rough_time
from clm_desktop.ingest.meaning.kinds import AMOUNTS, PEOPLE, PRODUCTS
from clm_desktop.ingest.meaning.platforms import Platform
from clm_desktop.ingest.types import (
    Choice,
    ColumnMapping,
    Field,
    NumberedProducts,
    Question,
    Sniffed,
)

NAMED = 12  # columns named in an error, or looked at for what a row is
_NO_BUYERS = "no_customer_column"
_NO_MONEY = "no_amount_column"


def missing_columns(
    sniffed: Sniffed,
    columns: ColumnMapping,
    platform: Platform | None,
    name: str,
    beside: NumberedProducts | None,
) -> list[FileError]:
    """What a table lacks of what its kind needs; orders of a known platform may lack buyers."""
    fields = dict(columns.fields)
    wanted: tuple[tuple[str, bool, re.Pattern[str]], ...]
    if columns.kind is FileKind.ORDERS:
        has_people = any(f in fields for f in PEOPLE)
        has_amounts = any(f in fields for f in AMOUNTS)
        wanted = (
            (
                _NO_BUYERS,
                platform is not None or has_people or columns.names_nobody,
                synonyms.CUSTOMER_HINT,
            ),
            ("no_date_column", Field.DATE in fields, synonyms.DATE_HINT),
            (
                _NO_MONEY,
                has_amounts
                or (beside is not None and beside.has_amounts)
                or columns.tells_no_money
                or (platform is not None and not platform.has_amounts),
                synonyms.AMOUNT_HINT,
            ),
        )
    elif columns.kind is FileKind.PRODUCTS_STOCK:
        has_products = any(f in fields for f in PRODUCTS)
        wanted = (("no_product_column", has_products, synonyms.PRODUCT_HINT),)
    elif columns.kind is FileKind.CUSTOMERS:
        wanted = ()
    else:
        wanted = (("no_order_column", Field.ORDER_ID in fields, synonyms.CUSTOMER_HINT),)
    missing = [(code, hint) for code, there, hint in wanted if not there]
    if len(missing) == 3 and Field.ORDER_ID not in fields:
        return [FileError("nothing_known", name=name, columns=first_names(sniffed))]
    lacks = [
        FileError(code, name=name, columns=first_names(sniffed), hint=_near(sniffed, columns, hint))
        for code, hint in missing
    ]
    rough = rough_time(sniffed.header, sniffed.sample, fields.values())
    if rough is None:
        return lacks
    no_day = FileError("no_day_of_date", name=name, column=rough[0], example=rough[1])
    return [no_day if lack.code == "no_date_column" else lack for lack in lacks]


def demand_whole(missing: Sequence[FileError], incomplete: bool) -> None:
    """Refuse a table that lacks something, unless it may."""
    if missing and not incomplete:
        raise missing[0]


def told_or_not(columns: ColumnMapping, answers: Mapping[str, str]) -> ColumnMapping:
    """Columns with the owner's word that they name nobody, or tell no money.

    A column that does is the newer word.
    """
    named = any(columns.column(field) is not None for field in PEOPLE)
    paid = any(columns.column(field) is not None for field in AMOUNTS)
    nobody = columns.names_nobody or answers.get("buyers") == "nobody"
    nothing = columns.tells_no_money or answers.get("amounts") == "no_money"
    return replace(columns, names_nobody=nobody and not named, tells_no_money=nothing and not paid)


def about_missing(missing: Sequence[FileError]) -> tuple[Question, ...]:
    """Ask whether a file is whole though it names no buyers, or tells no money.

    Sales can be told without buyers, and who comes again and what goes together without money.
    """
    lacks = {error.code for error in missing}
    return tuple(
        Question(
            key=key, message=Message.of(f"question.{key}"), choices=(Choice(code=code, example=""),)
        )
        for error, key, code in (
            (_NO_BUYERS, "buyers", "nobody"),
            (_NO_MONEY, "amounts", "no_money"),
        )
        if error in lacks <= {_NO_BUYERS, _NO_MONEY}
    )


def _near(sniffed: Sniffed, columns: ColumnMapping, hint: re.Pattern[str]) -> str:
    """Free columns whose names sound like what is missing."""
    taken = {c for _, c in columns.fields}
    near = [
        cell
        for position, cell in enumerate(sniffed.header)
        if position not in taken and hint.search(" ".join(headers.words(cell)))
    ]
    return ", ".join(near[:3])


def first_names(sniffed: Sniffed) -> str:
    """The first columns of a table, to be named in a sentence."""
    more = " …" if len(sniffed.header) > NAMED else ""
    return ", ".join(sniffed.header[:NAMED]) + more
