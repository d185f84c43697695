"""A plan as entries of a calendar: calls one by one over the working days, messages in bulk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from clm_desktop.core.days import date_of
from clm_desktop.core.outreach import PlanRecord
from clm_desktop.view.letters import Event, uid
from clm_desktop.view.words import Words

_WEEK_DAYS = 7
_WORKING_DAYS = 5
_NAMES = 200  # of one entry; the drafts hold them all


@dataclass(frozen=True, slots=True, kw_only=True)
class Todo:
    """One customer of the plan."""

    key: str
    name: str
    address: str
    action: str
    channel: str
    alone: bool  # whether it is an entry of its own: a call, a talk
    say: str


def week_events(plan: PlanRecord, todo: Sequence[Todo], words: Words) -> tuple[Event, ...]:
    """Entries of the week: who is spoken to stands alone, written messages stand together."""
    days = working_days(plan.week_day)
    alone = [one for one in todo if one.alone]
    events = [
        Event(
            uid=uid(plan.number, plan.week_day, one.key, one.action),
            day=days[place * len(days) // len(alone)],
            title=words.text("{action}: {name}", action=one.action, name=one.name),
            text="\n".join(part for part in (one.address, one.say) if part),
        )
        for place, one in enumerate(alone)
    ]
    together: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for one in todo:
        if not one.alone:
            together[one.channel, one.action].append(one.name)
    for (channel, action), names in together.items():
        people = words.plural("{n} person", "{n} people", len(names))
        shown = "\n".join(names[:_NAMES])
        more = len(names) - _NAMES
        events.append(
            Event(
                uid=uid(plan.number, plan.week_day, channel, action),
                day=days[0],
                title=words.text(
                    "{action} by {channel}: {people}", action=action, channel=channel, people=people
                ),
                text=shown + (f"\n+ {more}" if more > 0 else ""),
            )
        )
    events += [
        Event(
            uid=uid(plan.number, plan.week_day, "advertising", one.channel),
            day=days[0],
            title=words.text(
                "Advertising: {channel}, {cost}",
                channel=one.channel,
                cost=words.money(one.cost_cents),
            ),
            text=words.join([words.say(reason) for reason in one.reasons]),
        )
        for one in plan.acquisition
    ]
    return tuple(events)


def working_days(week_day: int) -> list[int]:
    """Monday to Friday of the seven days from a day on."""
    days = range(week_day, week_day + _WEEK_DAYS)
    return [day for day in days if date_of(day).weekday() < _WORKING_DAYS]
