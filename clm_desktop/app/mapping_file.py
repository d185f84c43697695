"""What the owner says on the command line about how files are read: ``--mapping`` and flags.

A mapping is a JSON object; every key may be left out, what is not said is found out::

    {"customer_id": "Buyer", "status": "", "kind": "orders",
     "statuses": {"Vorgemerkt": "counts"}, "refunds_on": "refund"}

Keys are the fields of :class:`clm_desktop.ingest.types.Field` with the title of a column, '' for
none, and ``kind``, ``statuses`` and ``refunds_on``.
"""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from clm_desktop.core.errors import RequestError
from clm_desktop.core.rows import FileKind
from clm_desktop.ingest.types import Field, RefundDay, Treatment
from clm_desktop.usecases.preview_files import Told

_KIND, _STATUSES, _REFUNDS_ON = "kind", "statuses", "refunds_on"
E = TypeVar("E", bound=StrEnum)


def told_of(args: Namespace) -> Told | None:
    """What the arguments say, flags over the file; None where they say nothing.

    Raises
    ------
    RequestError
        ``bad_json_file``; ``unknown_field``, ``unknown_choice``: a word that is none of ours.
    """
    file = {} if args.mapping is None else _object_of(args.mapping)
    statuses = {word: _one_of(Treatment, told) for word, told in _statuses_of(args, file).items()}
    kind, refunds_on = args.kind or file.get(_KIND), args.refunds_on or file.get(_REFUNDS_ON)
    if args.mapping is None and not (statuses or kind or refunds_on):
        return None
    titles = {k: v for k, v in file.items() if k not in (_KIND, _STATUSES, _REFUNDS_ON)}
    known = {field.value for field in Field}
    for name, title in titles.items():
        if name not in known:
            every = ", ".join((*sorted(known), _KIND, _STATUSES, _REFUNDS_ON))
            raise RequestError("unknown_field", field=name, known=every)
        if not isinstance(title, str):
            raise RequestError("bad_json_file", file=args.mapping.name)
    return Told(
        columns={Field(name): str(title) for name, title in titles.items()},
        statuses=statuses,
        refunds_on=_one_of(RefundDay, refunds_on) if refunds_on else None,
        kind=_one_of(FileKind, kind) if kind else None,
    )


def texts_of(path: Path | None) -> Mapping[str, str]:
    """A JSON object of texts; RequestError ``bad_json_file``."""
    found = {} if path is None else _object_of(path)
    texts = {key: text for key, text in found.items() if isinstance(text, str)}
    if path is not None and len(texts) < len(found):
        raise RequestError("bad_json_file", file=path.name)
    return texts


def _object_of(path: Path) -> Mapping[str, object]:
    try:
        found = json.loads(path.read_text("utf-8-sig"))
    except (OSError, ValueError) as error:
        raise RequestError("bad_json_file", file=path.name) from error
    if not isinstance(found, dict):
        raise RequestError("bad_json_file", file=path.name)
    return found


def _statuses_of(args: Namespace, file: Mapping[str, object]) -> Mapping[str, object]:
    """Status word -> treatment, of the file and of the flags ``WORD=TREATMENT``."""
    told = file.get(_STATUSES, {})
    if not isinstance(told, dict):
        raise RequestError("bad_json_file", file=args.mapping.name)
    flags = (flag.rpartition("=") for flag in args.status)
    return {**told, **{word: treatment for word, _, treatment in flags}}


def _one_of(kind: type[E], word: object) -> E:
    try:
        return kind(str(word))
    except ValueError:
        raise RequestError("unknown_choice", word=str(word), known=", ".join(kind)) from None
