"""What a file seems to be, before anything is imported: platform, columns, formats, doubts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from clm_desktop.core.errors import FileError
from clm_desktop.core.run import RunContext
from clm_desktop.ingest import headers
from clm_desktop.ingest.meaning import synonyms
from clm_desktop.ingest.meaning.evidence import MONEY, decide
from clm_desktop.ingest.meaning.mapping import Sample, guess_fields, sample_of
from clm_desktop.ingest.meaning.notes import notes_of
from clm_desktop.ingest.meaning.platforms import Content, Platform, fields_of, recognise
from clm_desktop.ingest.meaning.reading import PLATFORMS, sample_cells
from clm_desktop.ingest.sniff import sniff
from clm_desktop.ingest.types import ColumnMapping, Field, FilePreview, Question, Sniffed, Source
from clm_desktop.ingest.values.currencies import (
    currency_code,
    currency_in_header,
    currency_of_amounts,
)

_NO_ANSWERS: Mapping[str, str] = MappingProxyType({})
PEOPLE = (
    Field.CUSTOMER_ID,
    Field.EMAIL,
    Field.PHONE,
    Field.CUSTOMER_NAME,
    Field.LAST_NAME,
)
_NAMED = 12  # columns named in an error


def preview(
    source: Source,
    ctx: RunContext,
    answers: Mapping[str, str] = _NO_ANSWERS,
    mapping: ColumnMapping | None = None,
) -> FilePreview:
    """Look at one table: its platform, what its columns mean, how dates and money are written.

    Parameters
    ----------
    source : table to look at, from ``sources.expand``
    ctx : long files are read once when the sample leaves dates or decimals open
    answers : the owner's choices by question key (``codes.QUESTIONS`` and ``encoding``)
    mapping : columns as edited by the owner; formats left '' are found out

    Returns
    -------
    FilePreview
        with a question for everything that the whole column leaves open; it can be imported when
        there are none.

    Raises
    ------
    FileError
        ``codes.ERRORS``, and what ``sniff`` raises.
    """
    sniffed = sniff(source, ctx, answers.get("encoding", ""))
    name = source.name or source.path.name
    platform = recognise(sniffed.header, PLATFORMS)
    if mapping is None:
        _demand_order_platform(platform, name)
    columns = _columns(sniffed, platform, mapping, name)
    currency = _currency(sniffed, columns, platform)
    ctx.check()
    date_order = platform.date_order if platform is not None else ""
    decided = decide(sniffed, columns, answers, ctx, currency=currency, date_order=date_order)
    columns = replace(columns, date_format=decided.date_format, decimal_mark=decided.decimal_mark)
    return FilePreview(
        source=source,
        size_bytes=sniffed.size_bytes,
        sha256=sniffed.sha256,
        dialect=sniffed.dialect,
        header=sniffed.header,
        signature=headers.signature(sniffed.header),
        platform=platform.id if platform is not None else "",
        platform_name=platform.name if platform is not None else "",
        mapping=columns,
        sample=sniffed.sample,
        rows_estimated=sniffed.rows_estimated,
        currency=currency,
        questions=(*_unanswered(sniffed, answers), *decided.questions),
        notes=(*sniffed.notes, *notes_of(sniffed, columns, platform, decided.mixed_decimals)),
    )


def _demand_order_platform(platform: Platform | None, name: str) -> None:
    if platform is not None and platform.content is not Content.ORDERS:
        kind = platform.content.value
        raise FileError("not_orders", name=name, kind=kind, platform=platform.name)


def _unanswered(sniffed: Sniffed, answers: Mapping[str, str]) -> tuple[Question, ...]:
    return tuple(q for q in sniffed.questions if q.key not in answers)


def _columns(
    sniffed: Sniffed, platform: Platform | None, mapping: ColumnMapping | None, name: str
) -> ColumnMapping:
    """Fields of the columns: as told, by platform, or guessed; complete or an error."""
    if mapping is not None:
        used = [c for _, c in mapping.fields]
        fields = [f for f, _ in mapping.fields]
        wrong = [c for c in used if not 0 <= c < len(sniffed.header)]
        if wrong or len(set(used)) < len(used) or len(set(fields)) < len(fields):
            doubled = next((c for c, n in Counter(used).items() if n > 1), -1)
            raise FileError("bad_mapping", name=name, column=(wrong or [doubled])[0] + 1)
        columns, samples = mapping, _samples(sniffed)
    elif platform is not None:
        columns, samples = (
            ColumnMapping(fields=fields_of(platform, sniffed.header, sniffed.sample)),
            [],
        )
    else:
        samples = _samples(sniffed)
        columns = ColumnMapping(fields=guess_fields(sniffed.header, samples, sniffed.sample))
        _demand_orders(sniffed, columns, samples, name)
    _demand_complete(sniffed, columns, platform, name)
    return columns


def _samples(sniffed: Sniffed) -> list[Sample]:
    return [sample_of(cells) for cells in zip(*sniffed.sample, strict=True)]


def _has_people(columns: ColumnMapping) -> bool:
    return any(columns.column(f) is not None for f in PEOPLE)


def _has_amount(columns: ColumnMapping) -> bool:
    money = (Field.LINE_TOTAL, Field.ORDER_TOTAL, Field.UNIT_PRICE)
    return any(columns.column(f) is not None for f in money)


def _demand_orders(
    sniffed: Sniffed, columns: ColumnMapping, samples: list[Sample], name: str
) -> None:
    """Refuse lists of products or people that no platform explains."""
    words = [" ".join(headers.words(cell)) for cell in sniffed.header]
    products = sum(bool(synonyms.PRODUCT_LIST.search(w)) for w in words)
    people = sum(bool(synonyms.CUSTOMER_LIST.search(w)) for w in words)
    sold = any(columns.column(f) is not None for f in (Field.ORDER_ID, Field.QUANTITY))
    dated = columns.column(Field.DATE) is not None
    who = next((c for c in map(columns.column, PEOPLE) if c is not None), None)
    if who is None and products and not (sold and dated):
        raise FileError("not_orders", name=name, kind=Content.PRODUCTS.value, platform="")
    once = who is not None and samples[who].distinct == len(samples[who].cells) > 1
    listed = once and not sold and (not dated or people >= 2)
    labelled = not dated and any(synonyms.CHURN_LABEL.search(w) for w in words)
    if labelled or (listed and (people or not dated)) or (not dated and people >= 2):
        raise FileError("not_orders", name=name, kind=Content.CUSTOMERS.value, platform="")


def _demand_complete(
    sniffed: Sniffed, columns: ColumnMapping, platform: Platform | None, name: str
) -> None:
    """Refuse a file without customer, date or amount; a known platform may lack buyers."""
    taken = {c for _, c in columns.fields}
    for code, there, hint in (
        (
            "no_customer_column",
            platform is not None or _has_people(columns),
            synonyms.CUSTOMER_HINT,
        ),
        ("no_date_column", columns.column(Field.DATE) is not None, synonyms.DATE_HINT),
        (
            "no_amount_column",
            _has_amount(columns) or (platform is not None and not platform.has_amounts),
            synonyms.AMOUNT_HINT,
        ),
    ):
        if not there:
            near = [
                cell
                for position, cell in enumerate(sniffed.header)
                if position not in taken and hint.search(" ".join(headers.words(cell)))
            ]
            shown = ", ".join(sniffed.header[:_NAMED])
            more = " …" if len(sniffed.header) > _NAMED else ""
            raise FileError(code, name=name, columns=shown + more, hint=", ".join(near[:3]))


def _currency(sniffed: Sniffed, columns: ColumnMapping, platform: Platform | None) -> str:
    """Currency that the file tells: its column, its header, its amounts, its platform."""
    cells = sample_cells(columns, sniffed.sample, Field.CURRENCY)
    told = Counter(code for code in map(currency_code, cells) if code)
    if told:
        return told.most_common(1)[0][0]
    for field in MONEY:
        column = columns.column(field)
        if column is None:
            continue
        code = currency_in_header(sniffed.header[column]) or currency_of_amounts(
            c for c in sample_cells(columns, sniffed.sample, field) if c
        )
        if code:
            return code
    return platform.currency if platform is not None else ""
