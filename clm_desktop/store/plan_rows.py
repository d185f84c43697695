"""Plans as rows of the project file: settings, items and edits as texts and figures."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import asdict, astuple, fields
from typing import Any

from clm_desktop.core.message import Message
from clm_desktop.core.outreach import (
    AcquisitionItem,
    Goal,
    ItemState,
    Pile,
    PlanItem,
    PlanSettings,
    Role,
    Terms,
)

Json = Any  # of the standard library's json


def number(value: float) -> float | None:
    """A figure for a column; nan = NULL."""
    return value if math.isfinite(value) else None


def figure(value: float | None) -> float:
    """A figure from a column."""
    return math.nan if value is None else float(value)


def settings_text(settings: PlanSettings) -> str:
    """Settings as one JSON object."""
    told = {name: _json(value) for name, value in asdict(settings).items()}
    return json.dumps(told, sort_keys=True)


def settings_of(text: str) -> PlanSettings:
    """Settings from their text; what an older program did not know is as usual."""
    told: dict[str, Any] = json.loads(text)
    floats = ("budget_cents", "hold_out_share", "hour_cents")
    wholes = ("contacts", "min_gap_days", "max_per_8_weeks", "max_per_year", "window_days")
    fields: dict[str, Any] = {name: figure(told[name]) for name in floats if name in told}
    fields |= {name: int(told[name]) for name in wholes if name in told}
    usual = PlanSettings()
    return PlanSettings(
        **fields,
        goal=Goal(told.get("goal", usual.goal)),
        explore=bool(told.get("explore", usual.explore)),
        least_share=tuple((Pile(p), float(s)) for p, s in told.get("least_share", ())),
    )


def acquisition_text(items: Iterable[AcquisitionItem]) -> str:
    """What channels of advertising should get, as one JSON array."""
    rows = [
        [i.channel, i.cost_cents, _json(i.new_customers), _json(i.value_cents), _said(i.reasons)]
        for i in items
    ]
    return json.dumps(rows, ensure_ascii=False)


def acquisition_of(text: str) -> tuple[AcquisitionItem, ...]:
    """From its text."""
    return tuple(
        AcquisitionItem(
            channel=channel,
            cost_cents=cost,
            new_customers=figure(new),
            value_cents=figure(value),
            reasons=_messages(reasons),
        )
        for channel, cost, new, value, reasons in json.loads(text)
    )


def terms_text(terms: Iterable[Terms]) -> str:
    """What contacts cost, as one JSON array."""
    return json.dumps([astuple(one) for one in terms], ensure_ascii=False)


def terms_of(text: str) -> tuple[Terms, ...]:
    """From their text."""
    names = [field.name for field in fields(Terms)]
    return tuple(Terms(**dict(zip(names, row, strict=True))) for row in json.loads(text))


ITEM_COLUMNS = (
    "action, channel, role, pile, propensity, stratum, p_without, p_with, value_cents,"
    " gain_cents, cost_cents, cost_p95_cents, product_key, reasons, state, edited, subject, body"
)


def item_row(item: PlanItem) -> tuple[object, ...]:
    """Values of the ITEM_COLUMNS."""
    return (
        *(item.action, item.channel, item.role, item.pile, item.propensity, item.stratum),
        *(number(item.p_without), number(item.p_with)),
        *(number(item.value_cents), number(item.gain_cents)),
        *(number(item.cost_cents), number(item.cost_p95_cents)),
        *(item.product_key, json.dumps(_said(item.reasons), ensure_ascii=False), item.state),
        *(int(item.edited), item.subject, item.body),
    )


def item_of(customer_key: str, row: Iterable[Any]) -> PlanItem:
    """A row of a plan from its columns."""
    action, channel, role, pile, propensity, stratum, *rest = row
    p_without, p_with, value, gain, cost, cost_p95, product, reasons, *last = rest
    state, edited, subject, body = last
    return PlanItem(
        customer_key=customer_key,
        action=action,
        channel=channel,
        role=Role(role),
        pile=Pile(pile),
        propensity=propensity,
        stratum=stratum,
        p_without=figure(p_without),
        p_with=figure(p_with),
        value_cents=figure(value),
        gain_cents=figure(gain),
        cost_cents=figure(cost),
        cost_p95_cents=figure(cost_p95),
        product_key=product,
        reasons=_messages(json.loads(reasons)),
        state=ItemState(state),
        edited=bool(edited),
        subject=subject,
        body=body,
    )


def item_text(item: PlanItem | None) -> str | None:
    """A row of a plan for the log of edits."""
    return None if item is None else json.dumps(item_row(item), ensure_ascii=False)


def item_from(customer_key: str, text: str | None) -> PlanItem | None:
    """A row of a plan from the log of edits."""
    return None if text is None else item_of(customer_key, json.loads(text))


def _said(messages: Iterable[Message]) -> Json:
    return [[m.code, [[name, _json(value)] for name, value in m.params]] for m in messages]


def _messages(said: Json) -> tuple[Message, ...]:
    return tuple(
        Message(code, tuple((name, math.nan if value is None else value) for name, value in params))
        for code, params in said
    )


def _json(value: Any) -> Json:  # noqa: ANN401 - whatever a field holds
    return None if isinstance(value, float) and not math.isfinite(value) else value
