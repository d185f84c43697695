"""Accounts of imports as JSON; keys are a contract (``interface.md``): add, never rename."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from clm_desktop.core.money import minor_digits
from clm_desktop.core.rows import FileTotals
from clm_desktop.ingest.types import Question
from clm_desktop.store.history import ImportRecord
from clm_desktop.view.json_values import Json
from clm_desktop.view.words import Words


def account(file: FileTotals) -> dict[str, Json]:
    """What became of the rows of one file; money in major units."""
    digits = minor_digits(file.info.currency)
    mapping: dict[str, Json] = dict(file.info.mapping)
    reasons: dict[str, Json] = dict(file.reasons)
    return {
        "file": file.info.name,
        "rows_read": file.rows_read,
        "rows_accepted": file.rows_accepted,
        "rows_known": file.rows_known,
        "rows_older": file.rows_older,
        "orders_of": file.orders_of,
        "customers_of": file.customers_of,
        "rows_changed": file.rows_changed,
        "rows_left_out": file.rows_left_out,
        "rows_set_aside": file.rows_set_aside,
        "reasons": reasons,
        "orders_new": file.orders_new,
        "customers_new": file.customers_new,
        "encoding": file.info.encoding,
        "delimiter": file.info.delimiter,
        "platform": file.info.platform,
        "kind": file.info.kind.value,
        "mapping": mapping,
        "currency": file.info.currency,
        "total": round(file.total_cents / 10.0**digits, digits),
    }


def history_json(records: Sequence[ImportRecord]) -> dict[str, Json]:
    """All imports that stand, oldest first."""
    return {
        "imports": [
            {
                "import": record.import_id,
                "at": datetime.fromtimestamp(record.imported_s, UTC).isoformat(),
                "files": [account(file) for file in record.files],
            }
            for record in records
        ]
    }


def questions_json(questions: Sequence[Question], words: Words) -> list[Json]:
    """What must be answered before an import."""
    return [
        {
            "key": question.key,
            "question": words.say(question.message),
            "choices": [{"code": c.code, "example": c.example} for c in question.choices],
            **({"number": question.typed} if question.typed else {}),
        }
        for question in questions
    ]
