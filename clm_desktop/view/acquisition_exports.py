"""What is known of winning customers, for programs: channels, who is new, who is best."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import isfinite, isinf
from typing import TYPE_CHECKING

from clm_desktop.models.acquisition.results import AcquisitionAnswer, ChannelAnswer
from clm_desktop.plan.answers import Answers
from clm_desktop.view.numbers import iso_date, plain_money, plain_number
from clm_desktop.view.words import Words

if TYPE_CHECKING:
    from clm_desktop.view.json_values import Json

Rows = Iterator[tuple[str, ...]]
ACQUISITION_HEADERS: Mapping[str, str] = {
    "advertising": "channel,weeks,cost,new_customers,told_by,cac,kept_share,cac_kept,value,"
    "value_lo,value_hi,payback_weeks,next_money,next_customers,next_gain",
    "leads": "customer_id,first_order,spent,p_second",
    "likeness": "trait,value,best_customers,best_share,rest_share,times,p_value",
    "best": "customer_id,orders,last_order,spent,value_12m",
}


def acquisition_rows(
    answers: Answers, found: AcquisitionAnswer, what: str, words: Words
) -> tuple[tuple[str, ...], Rows]:
    """Header and rows of one of ACQUISITION_HEADERS."""
    rows: Mapping[str, Rows] = {
        "advertising": (_channel(one, words) for one in found.channels),
        "leads": _leads(answers, found, words),
        "likeness": _likeness(found),
        "best": _best(answers, found, words),
    }
    return tuple(ACQUISITION_HEADERS[what].split(",")), rows[what]


def acquisition_json(answers: Answers, found: AcquisitionAnswer, words: Words) -> dict[str, Json]:
    """Everything, figures as numbers and what is not known as null."""
    told: dict[str, Json] = {
        "value_days": found.value_days,
        "new_customer_value": _number(plain_money(found.shop_value_cents, words.currency)),
        "kept_share": _number(plain_number(found.shop_kept_share)),
        "trap": found.trap or None,
        "leads_method": found.leads.method or None,
        "leads_verdict": words.say(found.leads.verdict),
        "leads_auc": _number(plain_number(found.leads.auc)),
        "notes": [words.say(note) for note in found.notes],
    }
    for what in ACQUISITION_HEADERS:
        names, rows = acquisition_rows(answers, found, what, words)
        texts = ("channel", "told_by", "customer_id", "first_order", "last_order", "trait", "value")
        is_text = [n in texts and not (what == "advertising" and n == "value") for n in names]
        told[what] = [
            {
                name: cell if text else _number(cell)
                for name, cell, text in zip(names, row, is_text, strict=True)
            }
            for row in rows
        ]
    return told


def _number(cell: str) -> float | None:
    """A count stays whole."""
    if not cell:
        return None
    return int(cell) if cell.isdecimal() else float(cell)


def _channel(one: ChannelAnswer, words: Words) -> tuple[str, ...]:
    def money(cents: float) -> str:
        return plain_money(cents, words.currency)

    weeks = one.payback_weeks
    return (
        *(one.channel, str(one.weeks), money(one.cost_cents), plain_number(one.new_customers)),
        *(one.told_by, money(one.cac_cents), plain_number(one.kept_share)),
        *(money(one.cac_kept_cents), money(one.value_cents)),
        *(money(one.value_lo_cents), money(one.value_hi_cents)),
        plain_number(weeks) if isfinite(weeks) or not isinf(weeks) else "",
        *(money(one.next_money_cents), plain_number(one.next_customers)),
        money(one.next_gain_cents),
    )


def _leads(answers: Answers, found: AcquisitionAnswer, words: Words) -> Rows:
    table, names = answers.customers, answers.names
    for row, p in zip(found.leads.row.tolist(), found.leads.p_second.tolist(), strict=True):
        yield (
            str(names.customer_key[table.customer[row]]),
            iso_date(int(table.first_day[row])),
            plain_money(float(table.monetary_cents[row]), words.currency),
            plain_number(p),
        )


def _best(answers: Answers, found: AcquisitionAnswer, words: Words) -> Rows:
    table, names = answers.customers, answers.names
    for row in found.best_row.tolist():
        yield (
            str(names.customer_key[table.customer[row]]),
            str(table.frequency[row]),
            iso_date(int(table.last_day[row])),
            plain_money(float(table.monetary_cents[row]), words.currency),
            plain_money(float(answers.value.value_12m_cents[row]), words.currency),
        )


def _likeness(found: AcquisitionAnswer) -> Rows:
    for one in found.likeness:
        yield (
            *(one.trait, one.value, str(one.best)),
            *(plain_number(one.best_share), plain_number(one.rest_share)),
            plain_number(one.lift) if isfinite(one.lift) else "",
            plain_number(one.p_value),
        )
