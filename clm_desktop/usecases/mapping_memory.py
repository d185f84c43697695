"""How files of a shop were read, kept in its project by the signature of their header."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Literal

import msgspec

from clm_desktop.core.rows import FileKind
from clm_desktop.ingest.types import (
    ColumnMapping,
    DiscountUnit,
    Field,
    FilePreview,
    RefundDay,
    Treatment,
)
from clm_desktop.store.project import Project
from clm_desktop.store.settings import load_mapping, save_mapping, save_paths
from clm_desktop.usecases.status_words import Met, kept_words, undecided

_NONE_MET: Mapping[str, Met] = {}


class _Kept(msgspec.Struct, frozen=True):
    """The text that the store keeps."""

    fields: tuple[tuple[Field, int], ...]
    date_format: str
    decimal_mark: Literal["", ".", ","]
    kind: FileKind
    encoding: str = ""
    rates: tuple[tuple[str, str], ...] = ()
    names_nobody: bool = False
    tells_no_money: bool = False
    statuses: tuple[tuple[str, Treatment], ...] = ()
    refunds_on: RefundDay = RefundDay.ORDER
    discount: DiscountUnit | None = None
    currency: str = ""
    words: tuple[str, ...] = ()  # statuses that were met and nobody decided about


def remember(
    project: Project, previews: tuple[FilePreview, ...], met: Mapping[str, Met] = _NONE_MET
) -> None:
    """Keep how these files were read, where from, and the status words in them by signature."""
    save_paths(project, {p.sha256: str(p.source.path.absolute()) for p in previews})
    for preview in {p.signature: p for p in previews}.values():
        mapping, signature = preview.mapping, preview.signature
        new = (word for _, word in undecided(preview, met.get(signature, Counter())))
        kept = msgspec.json.encode(
            {
                "fields": mapping.fields,
                "date_format": mapping.date_format,
                "decimal_mark": mapping.decimal_mark,
                "kind": preview.kind,
                "encoding": mapping.encoding,
                "rates": mapping.rates,
                "names_nobody": mapping.names_nobody,
                "tells_no_money": mapping.tells_no_money,
                "statuses": mapping.statuses,
                "refunds_on": mapping.refunds_on,
                "discount": mapping.discount,
                "currency": mapping.currency,
                "words": kept_words(new, words_met(project, signature)),
            }
        )
        save_mapping(project, signature, kept.decode())


def remembered(project: Project, signature: str) -> ColumnMapping | None:
    """How files with this header were read last, None where there were none."""
    kept = _kept(project, signature)
    if kept is None:
        return None
    return ColumnMapping(
        fields=kept.fields,
        date_format=kept.date_format,
        decimal_mark=kept.decimal_mark,
        kind=kept.kind,
        encoding=kept.encoding,
        rates=kept.rates,
        names_nobody=kept.names_nobody,
        tells_no_money=kept.tells_no_money,
        statuses=kept.statuses,
        refunds_on=kept.refunds_on,
        discount=kept.discount,
        currency=kept.currency,
    )


def words_met(project: Project, signature: str) -> frozenset[str]:
    """Status words in files with this header that nobody has decided about."""
    kept = _kept(project, signature)
    return frozenset() if kept is None else frozenset(kept.words)


def _kept(project: Project, signature: str) -> _Kept | None:
    text = load_mapping(project, signature)
    if text is None:
        return None
    try:
        return msgspec.json.decode(text, type=_Kept)
    except msgspec.ValidationError:  # kept by a program with other fields: found out anew
        return None
