"""What a file seems to be, before anything is imported: platform, columns, formats, doubts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from clm_desktop.core.errors import FileError
from clm_desktop.core.rows import FileKind
from clm_desktop.core.run import RunContext
from clm_desktop.ingest import headers
from clm_desktop.ingest.meaning.currency import (
    in_hundredths,
    money_notes,
    rate_questions,
    settled_rates,
)
from clm_desktop.ingest.meaning.evidence import MONEY, Decision, decide
from clm_desktop.ingest.meaning.footers import is_footer
from clm_desktop.ingest.meaning.kinds import (
    LISTS,
    PRODUCTS,
    is_of_payments,
    kind_by_fields,
    kind_by_values,
)
from clm_desktop.ingest.meaning.languages import PIVOT_LABELS
from clm_desktop.ingest.meaning.list_columns import list_fields, returns_fields, with_consent
from clm_desktop.ingest.meaning.mapping import (
    guess_fields,
    named_fields,
    with_unique_buyer,
    with_unique_number,
)
from clm_desktop.ingest.meaning.missing import (
    NAMED,
    about_missing,
    demand_whole,
    first_names,
    missing_columns,
    told_or_not,
)
from clm_desktop.ingest.meaning.notes import notes_of
from clm_desktop.ingest.meaning.numbered_products import numbered_notes, numbered_products
from clm_desktop.ingest.meaning.platforms import Platform, fields_of, recognise
from clm_desktop.ingest.meaning.product_cells import form_of
from clm_desktop.ingest.meaning.reading import PLATFORMS, sample_cells
from clm_desktop.ingest.meaning.samples import sample_of
from clm_desktop.ingest.meaning.totals import repeats
from clm_desktop.ingest.sniff import sniff
from clm_desktop.ingest.types import (
    ColumnMapping,
    Field,
    FilePreview,
    NumberedProducts,
    Question,
    Sniffed,
    Source,
)
from clm_desktop.ingest.values.currencies import (
    currency_code,
    currency_in_header,
    currency_of_amounts,
)

_NO_ANSWERS: Mapping[str, str] = MappingProxyType({})
_MOST_FIELDS = 3  # names of columns below each other that no column of cells holds by chance


def preview(
    source: Source,
    ctx: RunContext,
    answers: Mapping[str, str] = _NO_ANSWERS,
    mapping: ColumnMapping | None = None,
    *,
    incomplete: bool = False,
    counted_in: str = "",
    plain: bool = False,
) -> FilePreview:
    """Look at one table: its platform, what its columns mean, how dates and money are written.

    Parameters
    ----------
    source : table to look at, from ``sources.expand``
    ctx : long files are read once when the sample leaves dates or decimals open
    answers : the owner's choices by question key (``codes.QUESTIONS`` and ``encoding``)
    mapping : columns as edited by the owner; formats left '' are found out. Without any fields
        only its kind is taken, and the columns are found out for that kind
    incomplete : hand up what is missing (``FilePreview.missing``) instead of raising it
    counted_in : currency of the shop, '' = the file's own; rows in others are asked about
    plain : the shop has rows of no currency; one with as many decimals may still be learned

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
    encoding = answers.get("encoding", mapping.encoding if mapping is not None else "")
    sniffed = sniff(source, ctx, encoding)
    name = source.name or source.path.name
    platform = _recognised(sniffed, mapping)
    columns = told_or_not(_understood(sniffed, platform, mapping, name), answers)
    beside = _products_beside(sniffed, columns)
    missing = missing_columns(sniffed, columns, platform, name, beside)
    demand_whole(missing, incomplete)
    told = _currency(sniffed, columns, platform)
    ctx.check()
    decided = decide(sniffed, columns, answers, ctx, currency=told, platform=platform)
    columns = _as_written(columns, decided, encoding)
    told = told or ("" if counted_in else decided.money.only or columns.currency)
    currency = "" if plain and not in_hundredths(told) else told
    form = _products_in_cells(sniffed, columns)
    main = counted_in or currency
    others = frozenset[str]() if columns.kind in LISTS else decided.money.others(main, currency)
    columns = replace(columns, rates=settled_rates(others, answers, columns.rates))
    return FilePreview(
        source=source,
        size_bytes=sniffed.size_bytes,
        sha256=sniffed.sha256,
        dialect=sniffed.dialect,
        header=sniffed.header,
        signature=headers.signature(sniffed.header),
        platform=platform.id if platform else "",
        platform_name=platform.name if platform else "",
        mapping=columns,
        sample=sniffed.sample,
        rows_estimated=sniffed.rows_estimated,
        currency=currency,
        questions=(
            *_open(sniffed, answers, decided, missing),
            *rate_questions(others, main, columns.rates),
        ),
        notes=(
            *sniffed.notes,
            *notes_of(sniffed, columns, platform, decided.mixed_decimals, split=bool(form)),
            *numbered_notes(sniffed.header, beside),
            *money_notes(others, main, columns.rates, not_taken="" if currency else told),
        ),
        kind=columns.kind or FileKind.ORDERS,
        whole_orders=bool(form) or _is_whole(columns, platform),
        products_in_cells=form,
        numbered_products=beside,
        missing=tuple(error.message for error in missing),
        counted_in=counted_in,
        plain=plain,
    )


def _as_written(columns: ColumnMapping, decided: Decision, encoding: str) -> ColumnMapping:
    """Columns with how their cells are written."""
    return replace(
        columns,
        date_format=decided.date_format,
        decimal_mark=decided.decimal_mark,
        encoding=encoding,
        discount=decided.discount,
    )


def _recognised(sniffed: Sniffed, mapping: ColumnMapping | None) -> Platform | None:
    """The platform of a header, unless the owner says that its rows are something else."""
    platform = recognise(sniffed.header, PLATFORMS)
    kind = mapping.kind if mapping is not None else None
    if platform is None or kind not in (None, platform.kind):
        return None
    if (platform.whole_orders or platform.products_in_cell) and _has_lines(sniffed, platform):
        return replace(platform, whole_orders=False, products_in_cell=False, fields=())
    return platform


def _has_lines(sniffed: Sniffed, platform: Platform) -> bool:
    """Whether rows of one order repeat its money beside other products, so that they are lines.

    Rows of two exports that were put together repeat the products as well.
    """
    fields = dict(fields_of(platform, sniffed.header, sniffed.sample))
    order, total, product = map(fields.get, (Field.ORDER_ID, Field.LINE_TOTAL, Field.PRODUCT_NAME))
    if order is None or total is None or product is None:
        return False
    lines = {(row[order], row[product]): row for row in sniffed.sample}
    return bool(repeats(order, total, list(lines.values())))


def _open(
    sniffed: Sniffed, answers: Mapping[str, str], decided: Decision, missing: Sequence[FileError]
) -> tuple[Question, ...]:
    """What columns, letters and cells leave open."""
    letters = (q for q in sniffed.questions if q.key not in answers)
    return (*about_missing(missing), *letters, *decided.questions)


def _demand_orders_below(sniffed: Sniffed, name: str) -> None:
    """Refuse sums that Excel made of a table, and tables that lie on their side."""
    if PIVOT_LABELS & set(map(headers.key, sniffed.header)):
        raise FileError("nothing_known", name=name, columns=first_names(sniffed))
    down = named_fields([sniffed.header[0], *(row[0] for row in sniffed.sample[:NAMED])])
    if len(down) >= _MOST_FIELDS > len(named_fields(sniffed.header)) and Field.DATE in down:
        raise FileError("sideways", name=name)


def _understood(
    sniffed: Sniffed, platform: Platform | None, mapping: ColumnMapping | None, name: str
) -> ColumnMapping:
    """What the rows and columns are: as told, by platform, or guessed."""
    if mapping is not None and (mapping.fields or mapping.kind is None):
        _demand_sound(sniffed, mapping, name)
        kind = mapping.kind or (platform.kind if platform is not None else None)
        return replace(mapping, kind=kind or kind_by_fields(dict(mapping.fields)))
    if mapping is None and platform is None:
        _demand_orders_below(sniffed, name)
    told = mapping or ColumnMapping(fields=())
    if platform is not None and platform.fields:
        fields = fields_of(platform, sniffed.header, sniffed.sample)
        return replace(told, fields=fields, kind=platform.kind)
    fields, kind = _guessed(sniffed, name, told.kind)
    if mapping is None and is_of_payments(sniffed.header, dict(fields)):
        raise FileError("only_payments", name=name)
    return replace(told, fields=fields, kind=kind)


def _guessed(
    sniffed: Sniffed, name: str, kind: FileKind | None
) -> tuple[tuple[tuple[Field, int], ...], FileKind]:
    """Columns by their names and values, and what the rows are where the owner does not say."""
    # sums of days between the rows are no dates and no customers
    rows = [row for row in sniffed.sample if not any(map(is_footer, row[:NAMED]))] or sniffed.sample
    samples = [sample_of(cells) for cells in zip(*rows, strict=True)]
    fields = guess_fields(sniffed.header, samples, rows)
    beside = numbered_products(sniffed.header, rows) if kind in (None, FileKind.ORDERS) else None
    if beside is not None:
        taken = {c for at in beside.places for c in at}
        free = ["" if c in taken else cell for c, cell in enumerate(sniffed.header)]
        empty = sample_of(())
        rest = guess_fields(free, [empty if c in taken else s for c, s in enumerate(samples)], rows)
        told = {f for f, _ in rest}
        fields = rest if Field.ORDER_ID in told and not told & {*PRODUCTS} else fields
    kind = kind or kind_by_values(sniffed.header, dict(fields), samples, rows, name)
    if kind in LISTS:
        fields = list_fields(kind, sniffed.header, samples, fields)
    elif kind is FileKind.RETURNS:
        fields = returns_fields(sniffed.header, samples, fields)
    elif kind is FileKind.ORDERS:
        fields = with_unique_number(sniffed.header, samples, fields)
        fields = with_unique_buyer(sniffed.header, fields)
        fields = with_consent(sniffed.header, samples, fields)
    return fields, kind


def _demand_sound(sniffed: Sniffed, mapping: ColumnMapping, name: str) -> None:
    """Refuse an edited mapping with columns that are not there, or used twice."""
    used = [c for _, c in mapping.fields]
    fields = [f for f, _ in mapping.fields]
    wrong = [c for c in used if not 0 <= c < len(sniffed.header)]
    if wrong or len(set(used)) < len(used) or len(set(fields)) < len(fields):
        doubled = next((c for c, n in Counter(used).items() if n > 1), -1)
        raise FileError("bad_mapping", name=name, column=(wrong or [doubled])[0] + 1)


def _products_beside(sniffed: Sniffed, columns: ColumnMapping) -> NumberedProducts | None:
    """Numbered columns of products of whole orders, unless one of them means something else."""
    if columns.kind is not FileKind.ORDERS or columns.column(Field.ORDER_ID) is None:
        return None
    found = numbered_products(sniffed.header, sniffed.sample)
    used = {c for _, c in columns.fields}
    is_told = any(columns.column(f) is not None for f in PRODUCTS)
    if found is None or is_told or any(c in used for at in found.places for c in at):
        return None
    return found


def _products_in_cells(sniffed: Sniffed, columns: ColumnMapping) -> str:
    """How the cells of whole orders list their products; '' where they are to stay as they are."""
    order, name = columns.column(Field.ORDER_ID), columns.column(Field.PRODUCT_NAME)
    is_coded = columns.column(Field.PRODUCT_ID) is not None
    if columns.kind is not FileKind.ORDERS or order is None or name is None or is_coded:
        return ""
    numbers = [row[order] for row in sniffed.sample if row[name].strip()]
    if len(set(numbers)) < len(numbers):
        return ""  # rows are lines already
    count = columns.column(Field.QUANTITY)
    told = ["" if count is None else row[count].strip() for row in sniffed.sample]
    pieces = [float(t) if t.isdecimal() else None for t in told]
    return form_of([row[name] for row in sniffed.sample], pieces) or ""


def _is_whole(columns: ColumnMapping, platform: Platform | None) -> bool:
    """Whether rows are orders without their products, which another file may hold."""
    if columns.kind is not FileKind.ORDERS or columns.column(Field.ORDER_ID) is None:
        return False
    if platform is not None and (platform.whole_orders or platform.products_in_cell):
        return True
    return all(columns.column(f) is None for f in PRODUCTS)


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
