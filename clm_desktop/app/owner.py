"""``words``, ``segments`` and ``settings``: what the owner says, makes and chooses."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from clm_desktop.app.progress import TerminalContext
from clm_desktop.core.errors import RequestError
from clm_desktop.usecases.open_project import open_project
from clm_desktop.view.json_values import Json
from clm_desktop.view.words import Words

if TYPE_CHECKING:  # would load all that answers are made of
    from clm_desktop.plan.answers import Answers, OwnGroup


def words(args: Namespace, words: Words, ctx: TerminalContext) -> int:
    """Say something of a customer, or list everything said and the log."""
    from clm_desktop.store.owner_words import load_log, load_words
    from clm_desktop.usecases.owner_words import say_word
    from clm_desktop.view.numbers import iso_date

    with open_project(args.project) as project:
        if args.customer:
            value = None if args.take_back else args.value
            say_word(project, args.customer, args.word or "", value)
        stands, log = load_words(project, ctx), load_log(project)
    ctx.clear()
    if args.json:
        _json(
            {
                "words": [
                    {
                        "customer_id": one.key,
                        "word": one.word.value,
                        "value": one.value,
                        "as_of": iso_date(one.as_of_day),
                    }
                    for one in stands
                ],
                "log": [
                    {
                        "at": datetime.fromtimestamp(one.said_s, UTC).isoformat(),
                        "customer_id": one.key,
                        "word": one.word.value,
                        "before": one.before,
                        "after": one.after,
                    }
                    for one in log
                ],
            }
        )
        return 0
    for one in stands:
        told = words.code(f"not_customer.{one.value}") if _is_reason(one.value) else one.value
        said = " ".join((words.code(f"word.{one.word}"), told.replace("\n", ", "))).strip()
        sys.stdout.write(f"{one.key}: {said}\n")
    return 0


def _is_reason(value: str) -> bool:
    from clm_desktop.core.owner_words import REASONS_NOT_CUSTOMER

    return value in REASONS_NOT_CUSTOMER


def segments(args: Namespace, words: Words, ctx: TerminalContext) -> int:
    """Own segments: list them, show who is in one, add, remove; or find new groups."""
    from clm_desktop.usecases import own_segments
    from clm_desktop.usecases.choices import find_new_groups
    from clm_desktop.usecases.current_answers import current_answers

    with open_project(args.project) as project:
        if args.action == "renew":
            find_new_groups(project)
        answers = current_answers(project, ctx)
        said = Words(words.lang, answers.names.currency)
        if args.action == "add":
            own_segments.add_segment(project, answers, args.name, args.rule, said)
        elif args.action == "remove":
            own_segments.remove_segment(project, args.name)
        answers = own_segments.with_own(project, answers)
    ctx.clear()
    shown = answers.own if args.action != "show" else (_named(answers, args.name),)
    if args.json:
        _json({"segments": [_segment(answers, one, args.action == "show") for one in shown]})
        return 0
    for one in shown:
        people = said.plural("{n} customer", "{n} customers", len(one.row))
        problem = "" if one.problem is None else f"  ({said.say(one.problem)})"
        sys.stdout.write(f"{one.name}: {people}  [{one.rule}]{problem}\n")
        if args.action == "show":
            keys = answers.names.customer_key[answers.customers.customer[one.row]]
            sys.stdout.write("".join(f"{key}\n" for key in keys))
    return 0


def _named(answers: Answers, name: str) -> OwnGroup:
    for one in answers.own:
        if one.name == name:
            return one
    known = ", ".join(one.name for one in answers.own) or "–"
    raise RequestError("no_segment", name=name, known=known)


def _segment(answers: Answers, one: OwnGroup, whole: bool) -> Json:
    keys = answers.names.customer_key[answers.customers.customer[one.row]]
    told: dict[str, Json] = {"name": one.name, "rule": one.rule, "customers": len(one.row)}
    return told | ({"customer_ids": [str(key) for key in keys]} if whole else {})


def settings(args: Namespace, words: Words, ctx: TerminalContext) -> int:
    """Show what is chosen, or choose."""
    from clm_desktop.usecases.choices import choices, choose

    with open_project(args.project) as project:
        now = choices(project)
        given = {
            "medium_risk_share": args.medium_risk,
            "high_risk_share": args.high_risk,
            "rfm_groups": args.groups,
            "found_k": args.found_groups,
            "margin_share": args.margin,
            "rebuy": args.rebuy,
            "service_share": args.service,
            "lead_time_days": args.lead_days,
            "review_days": args.review_days,
        }
        wanted = replace(now, **{name: v for name, v in given.items() if v is not None})
        if args.horizon_days is not None:
            wanted = replace(wanted, horizon_days=args.horizon_days or None)
        choose(project, wanted)
    ctx.clear()
    if args.json:
        _json(asdict(wanted))
    else:
        for name, value in asdict(wanted).items():
            shown = words.text("left to the data") if value in (None, 0, "") else value
            sys.stdout.write(f"{name}: {shown}\n")
    return 0


def _json(value: Mapping[str, Json]) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")
