"""Plans, their results and their channels as files and as JSON for other programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING

from clm_desktop.core.outreach import (
    Channel,
    ChannelSpend,
    Outreach,
    PlanItem,
    PlanRecord,
    PlanSettings,
    Role,
)
from clm_desktop.plan.joint.results_types import Comparison, OutreachResults
from clm_desktop.plan.joint.types import LEFT_ALONE, JointPlan
from clm_desktop.view.json_values import Money, number
from clm_desktop.view.numbers import iso_date, plain_money, plain_number
from clm_desktop.view.words import Words

if TYPE_CHECKING:
    from clm_desktop.view.json_values import Json

Rows = Iterator[tuple[str, ...]]
PLAN_HEADER = "customer_id,action,channel,role,p_without,p_with,value,cost,product_id,reason"
SMS_HEADERS: Mapping[str, str] = {
    "en": "phone,name,var1,var2",
    "zh": "手机号,姓名,变量1,变量2",
}


def plan_rows(plan: PlanRecord, words: Words) -> Rows:
    """All rows of a plan in the order of PLAN_HEADER, those held out too: role says which."""
    for item in plan.items:
        yield (
            *(item.customer_key, item.action, item.channel, item.role.value),
            *(plain_number(item.p_without), plain_number(item.p_with)),
            plain_money(item.gain_cents, words.currency),  # as the page and the reason tell it
            plain_money(item.cost_cents, words.currency),
            *(item.product_key, reasons_text(item, words)),
        )


def reasons_text(item: PlanItem, words: Words) -> str:
    """Why this row, in one line."""
    return words.join([words.say(reason) for reason in item.reasons])


def plan_json(
    plan: PlanRecord, words: Words, joint: JointPlan | None = None, *, refused: int = 0
) -> dict[str, Json]:
    """A plan for programs; ``joint`` adds what is known only while it is made."""
    money = Money(words.currency)
    sent = [item for item in plan.items if item.role is not Role.HOLD_OUT]
    told: dict[str, Json] = {
        "plan": plan.number,
        "state": plan.state.value,
        "as_of": iso_date(plan.as_of_day),
        "week_from": iso_date(plan.week_day),
        "approved": None if plan.approved_day is None else iso_date(plan.approved_day),
        "seed": plan.seed,
        "program_version": plan.program_version,
        "settings": settings_json(plan.settings, words),
        "contacts": len(sent),
        "held_out": len(plan.items) - len(sent),
        "gain": money(plan.gain_cents),
        "gain_lo80": money(plan.gain_lo_cents),
        "gain_hi80": money(plan.gain_hi_cents),
        "cost": money(plan.cost_cents),
        "cost_p95": money(plan.cost_p95_cents),
        "shadow_price": number(plan.shadow_price),
        "solver": plan.solver,
        "gap_share": number(plan.gap_share),
        "items": [_item(item, words) for item in plan.items],
        "acquisition": [
            {
                "channel": one.channel,
                "cost": money(one.cost_cents),
                "new_customers": number(one.new_customers),
                "value": money(one.value_cents),
                "reason": words.join([words.say(reason) for reason in one.reasons]),
            }
            for one in plan.acquisition
        ],
    }
    if joint is not None:
        told |= _joint(joint, words)
        told["edits_refused"] = refused
    return told


def settings_json(settings: PlanSettings, words: Words) -> dict[str, Json]:
    """What the owner chose, or what was used."""
    money = Money(words.currency)
    return {
        "budget": money(settings.budget_cents),
        "contacts": settings.contacts,
        "goal": settings.goal.value,
        "min_gap_days": settings.min_gap_days,
        "max_per_8_weeks": settings.max_per_8_weeks,
        "max_per_year": settings.max_per_year,
        "window_days": settings.window_days,
        "hold_out_share": number(settings.hold_out_share),
        "explore": settings.explore,
        "hour": money(settings.hour_cents),
        "least_share": {pile.value: share for pile, share in settings.least_share},
    }


def results_json(results: OutreachResults, words: Words) -> dict[str, Json]:
    """What came of all plans, for programs."""
    money = Money(words.currency)
    return {
        "as_of": iso_date(results.as_of_day),
        "plans": results.plans,
        "done": results.done,
        "skipped": results.skipped,
        "not_true": results.not_true,
        "opted_out": results.opted_out,
        "windows_open": results.windows_open,
        "broken": results.broken,
        "said_gain": money(results.said_gain_cents),
        "was_gain": money(results.was_gain_cents),
        "spent": money(results.spent_cents),
        "comparisons": [_comparison(one, money) for one in results.comparisons],
        "notes": [words.say(note) for note in results.notes],
    }


def channels_json(outreach: Outreach, words: Words) -> dict[str, Json]:
    """Ways to reach customers, and who agreed; what was spent to win some."""
    money = Money(words.currency)
    return {
        "channels": [_channel(one, outreach, money) for one in outreach.channels],
        "spend": [_spend(one, money) for one in outreach.spend],
    }


def actions_json(outreach: Outreach, words: Words) -> dict[str, Json]:
    """What can be done for customers."""
    money = Money(words.currency)
    return {
        "actions": [
            {
                "action": one.key,
                "kind": one.kind.value,
                "name": one.name,
                "channels": list(one.channels),
                "cost": money(one.cost_cents),
                "owner_minutes": one.owner_minutes,
                "discount_share": one.discount_share,
                "discount_cap": money(one.discount_cap_cents),
                "code": one.code,
                "active": one.active,
                "audited": one.audited,
                "own_texts": [f"{text.family} {text.language}" for text in one.texts],
            }
            for one in outreach.actions
        ]
    }


def _item(item: PlanItem, words: Words) -> Json:
    money = Money(words.currency)
    return {
        "customer_id": item.customer_key,
        "action": item.action,
        "channel": item.channel,
        "role": item.role.value,
        "pile": item.pile.value,
        "propensity": number(item.propensity),
        "stratum": item.stratum,
        "p_without": number(item.p_without),
        "p_with": number(item.p_with),
        "value": money(item.value_cents),
        "gain": money(item.gain_cents),
        "cost": money(item.cost_cents),
        "cost_p95": money(item.cost_p95_cents),
        "product_id": item.product_key,
        "reason": reasons_text(item, words),
        "state": item.state.value,
        "edited": item.edited,
    }


def _joint(joint: JointPlan, words: Words) -> dict[str, Json]:
    money = Money(words.currency)
    places = joint.left_alone.tolist()
    return {
        "nothing": {"orders": number(joint.nothing_orders), "gain": money(joint.nothing_cents)},
        "kept_customers": number(joint.kept_customers),
        "owner_minutes": number(joint.owner_minutes),
        "left_alone": {
            code: places.count(place) for place, code in enumerate(LEFT_ALONE) if place in places
        },
        "piles": [
            {
                "pile": one.pile.value,
                "people": one.people,
                "new_customers": number(one.new_customers),
                "cost": money(one.cost_cents),
                "cost_p95": money(one.cost_p95_cents),
                "gain": money(one.gain_cents),
                "gain_lo80": money(one.gain_lo_cents),
                "gain_hi80": money(one.gain_hi_cents),
                "next": number(one.next_cents),
            }
            for one in joint.piles
        ],
        "beliefs": [
            {name: number(v) if isinstance(v, float) else v for name, v in asdict(one).items()}
            for one in joint.beliefs
        ],
        "frontier": [
            {
                "goal": one.goal.value,
                "budget": money(one.budget_cents),
                "cost": money(one.cost_cents),
                "gain": money(one.gain_cents),
                "kept_customers": number(one.kept_customers),
            }
            for one in joint.frontier
        ],
        "notes": [words.say(note) for note in joint.notes],
    }


def _comparison(one: Comparison, money: Money) -> Json:
    return {
        "action": one.action,
        "sent": one.sent,
        "sent_ordered": one.sent_ordered,
        "held": one.held,
        "held_ordered": one.held_ordered,
        "uplift_share": number(one.uplift_share),
        "lo95": number(one.lo),
        "hi95": number(one.hi),
        "band_lo": number(one.band_lo),
        "band_hi": number(one.band_hi),
        "extra_orders": number(one.extra_orders),
        "gain": money(one.gain_cents),
        "gain_lo95": money(one.gain_lo_cents),
        "gain_hi95": money(one.gain_hi_cents),
        "verdict": one.verdict.value,
        "looks_done": one.looks_done,
        "looks_planned": one.looks_planned,
        "next_look": iso_date(one.next_look_day) if one.next_look_day >= 0 else None,
        "weeks_to_proof": number(one.weeks_to_proof),
        "weeks_as_measured": number(one.weeks_as_measured),
    }


def _channel(one: Channel, outreach: Outreach, money: Money) -> Json:
    said = [c.state.value for c in outreach.consents if c.channel == one.key]
    reach = outreach.reachable or frozenset()
    agreed_day = one.all_agreed_day
    return {
        "channel": one.key,
        "name": one.name,
        "cost": money(one.cost_cents),
        "owner_minutes": one.owner_minutes,
        "contacts_per_week": one.contacts_per_week,
        "needs_consent": one.needs_consent,
        "all_agreed": None if agreed_day is None else iso_date(agreed_day),
        "proof": one.proof,
        "active": one.active,
        "granted": said.count("granted"),
        "refused": said.count("refused"),
        "reachable": sum(channel == one.key for _, channel in reach),
    }


def _spend(one: ChannelSpend, money: Money) -> Json:
    return {
        "channel": one.channel,
        "week_from": iso_date(one.week_day),
        "cost": money(one.cost_cents),
        "new_customers": number(one.new_customers),
        "source": one.source,
    }
