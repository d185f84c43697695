"""``actions``, ``channels``, ``consent`` and ``spend``: what the owner changes and states."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from clm_desktop.app.outreach import cents_of, print_json, tell_choices, tell_receipt
from clm_desktop.app.progress import TerminalContext
from clm_desktop.core.errors import RequestError
from clm_desktop.core.outreach import Action, ActionKind, ActionText, Channel, ConsentState
from clm_desktop.store.project import Project
from clm_desktop.usecases.open_project import open_project
from clm_desktop.view.json_values import Json
from clm_desktop.view.words import Words

_LOG = ("at", "customer_id", "channel", "before", "after", "source", "proof")


_OF_ONE = {
    "name": "--name",
    "cost": "--cost",
    "minutes": "--minutes",
    "active": "--on/--off",
    "remove": "--remove",
}
_OF_ACTION = {
    **_OF_ONE,
    "kind": "--kind",
    "discount": "--discount",
    "cap": "--cap",
    "code": "--code",
    "by": "--by",
    "text": "--text",
    "built_in_texts": "--built-in-texts",
}
_OF_CHANNEL = {
    **_OF_ONE,
    "per_week": "--per-week",
    "consent": "--consent",
    "family": "--family",
}


def actions(args: Namespace, words: Words, ctx: TerminalContext) -> int:
    """List actions, or change one."""
    from clm_desktop.usecases import outreach_choices
    from clm_desktop.usecases.outreach import load_actions, load_outreach

    with open_project(args.project) as project:
        words = _with_money(words, project)
        if not args.key:
            _demand_none(args, _OF_ACTION, "actions", (one.key for one in load_actions(project)))
        if args.key and args.remove:
            outreach_choices.remove_action(project, args.key)
        elif args.key:
            known = {one.key: one for one in load_actions(project)}
            kind = ActionKind(args.kind) if args.kind else ActionKind.CARE
            before = known.get(args.key) or Action(key=args.key, kind=kind)
            wanted = replace(before, **_action(args, words))
            outreach_choices.save_action(project, wanted)
            if args.text or args.built_in_texts:
                outreach_choices.save_texts(project, args.key, _texts(args, before))
        _choose_words(args, project)
        outreach = load_outreach(project, ctx)
    ctx.clear()
    return tell_choices(outreach, "actions", words, as_json=args.json)


def channels(args: Namespace, words: Words, ctx: TerminalContext) -> int:
    """List channels, or change one."""
    from clm_desktop.usecases import outreach_choices
    from clm_desktop.usecases.outreach import load_channels, load_outreach

    with open_project(args.project) as project:
        words = _with_money(words, project)
        if not args.key:
            keys = (one.key for one in load_channels(project))
            _demand_none(args, _OF_CHANNEL, "channels", keys)
        if args.key and args.remove:
            outreach_choices.remove_channel(project, args.key)
        elif args.key:
            known = {one.key: one for one in load_channels(project)}
            before = known.get(args.key) or Channel(key=args.key)
            changed = _thing(args, words) | _told(
                contacts_per_week=args.per_week,
                needs_consent=None if args.consent is None else args.consent == "needed",
                family=args.family,
            )
            outreach_choices.save_channel(project, replace(before, **changed))
        outreach = load_outreach(project, ctx)
    ctx.clear()
    return tell_choices(outreach, "channels", words, as_json=args.json)


def consent(args: Namespace, words: Words, ctx: TerminalContext) -> int:
    """Keep who agreed to what, or list all that was typed."""
    from clm_desktop.store.consents import consent_log, load_consents
    from clm_desktop.usecases import outreach_choices
    from clm_desktop.usecases.current_answers import saved_answers
    from clm_desktop.usecases.outreach_done import today
    from clm_desktop.usecases.outreach_files import import_consents
    from clm_desktop.view.numbers import iso_date

    with open_project(args.project) as project:
        if args.everybody:
            day = today(project) if args.day is None else args.day
            outreach_choices.all_agreed(project, args.everybody, day, args.proof)
        elif args.customer and not args.channel:
            missing = RequestError("consent_what", customer=args.customer)
            _demand_file(Path(args.customer), missing)
            told_in_file = {"proof": "--proof", "day": "--day"}
            _demand_none(args, told_in_file, args.customer, ("CUSTOMER CHANNEL STATE",))
            answers = saved_answers(project)
            receipt, _, gone = import_consents(project, answers, Path(args.customer), ctx)
            ctx.clear()
            more: dict[str, Json] = {"left_draft": len(gone)}
            return tell_receipt(receipt, words, more, as_json=args.json)
        elif args.customer:
            if args.state is None:
                known = ", ".join(ConsentState)
                raise RequestError("word_unknown", word="", known=known)
            channel = "" if args.channel == "all" else args.channel
            outreach_choices.say_consent(
                *(project, saved_answers(project), args.customer, channel),
                ConsentState(args.state),
                proof=args.proof,
                day=args.day,
            )
        stands, log = load_consents(project, ctx), consent_log(project, ctx)
    ctx.clear()
    if args.json:
        rows: list[Json] = [
            {
                "customer_id": one.customer_key,
                "channel": one.channel,
                "state": one.state.value,
                "date": iso_date(one.day),
                "source": one.source,
                "proof": one.proof,
            }
            for one in stands
        ]
        history: list[Json] = [dict(zip(_LOG, row, strict=True)) for row in log]
        print_json({"consents": rows, "log": history})
        return 0
    for one in stands:
        said = words.code(f"consent.{one.state.value}")
        sys.stdout.write(f"{one.customer_key} {one.channel}: {said}, {words.date(one.day)}\n")
    return 0


def spend(args: Namespace, words: Words, ctx: TerminalContext) -> int:
    """Keep money spent to win customers, or list it."""
    from clm_desktop.store.contacts import load_spend
    from clm_desktop.usecases.outreach_files import import_spend, no_orders_then, type_spend
    from clm_desktop.view.numbers import iso_date, plain_money

    with open_project(args.project) as project:
        words = _with_money(words, project)
        if args.what and not args.week:
            _demand_file(Path(args.what), RequestError("spend_what", channel=args.what))
            _demand_none(args, {"new": "--new"}, args.what, ("CHANNEL WEEK X",))
            receipt, _ = import_spend(project, Path(args.what), ctx)
            ctx.clear()
            return tell_receipt(receipt, words, {}, as_json=args.json)
        if args.what:
            if args.cost is None:
                raise RequestError("bad_setting", value="", name="cost", known="0–")
            cents = round(cents_of(args.cost, words))
            typed = type_spend(project, args.what, args.week, cents, args.new)
            for message in no_orders_then(project, typed):
                sys.stderr.write(words.say(message) + "\n")
        told = load_spend(project)
    ctx.clear()
    rows = [
        (one.channel, iso_date(one.week_day), plain_money(one.cost_cents, words.currency))
        for one in told
    ]
    if args.json:
        shown: list[Json] = [
            {"channel": channel, "week_from": week, "cost": float(cost)}
            for channel, week, cost in rows
        ]
        print_json({"spend": shown})
    else:
        sys.stdout.write("".join(f"{week} {channel}: {cost}\n" for channel, week, cost in rows))
    return 0


def _demand_none(
    args: Namespace, options: Mapping[str, str], what: str, known: Iterable[str]
) -> None:
    """Say so where an option is given that does nothing here."""
    usual: dict[str, object] = {
        "active": None,
        "text": [],
        "remove": False,
        "built_in_texts": False,
        "proof": "",
    }
    for name, option in options.items():
        if getattr(args, name) != usual.get(name):
            raise RequestError("option_idle", option=option, what=what, known=", ".join(known))


def _demand_file(path: Path, otherwise: RequestError) -> None:
    """Half a sentence about a customer or a channel is taken for a file: say what is missing."""
    if not path.suffix and not path.exists():
        raise otherwise


def _choose_words(args: Namespace, project: Project) -> None:
    """Who signs the messages, and in which language they are."""
    from clm_desktop.usecases.outreach_drafts import choose_message_words, message_words

    wanted = message_words(project)
    if args.shop_name is not None:
        wanted = replace(wanted, shop_name=args.shop_name)
    if args.message_lang is not None:
        language = "" if args.message_lang == "program" else args.message_lang
        wanted = replace(wanted, language=language)
    choose_message_words(project, wanted)


def _with_money(words: Words, project: Project) -> Words:
    from clm_desktop.store.settings import currency

    return Words(words.lang, currency(project))


def _told(**given: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of a dataclass
    return {name: value for name, value in given.items() if value is not None}


def _thing(args: Namespace, words: Words) -> dict[str, Any]:
    return _told(
        name=args.name,
        cost_cents=None if args.cost is None else cents_of(args.cost, words),
        owner_minutes=args.minutes,
        active=args.active,
    )


def _action(args: Namespace, words: Words) -> dict[str, Any]:
    ways = None if args.by is None else tuple(key for key in args.by.split(",") if key)
    return _thing(args, words) | _told(
        discount_share=args.discount,
        discount_cap_cents=None if args.cap is None else cents_of(args.cap, words),
        code=args.code,
        channels=ways,
    )


def _texts(args: Namespace, before: Action) -> tuple[ActionText, ...]:
    own = () if args.built_in_texts else before.texts
    stands = {(text.family, text.language): text for text in own}
    for family, language, subject, body in args.text:
        if family not in ("letter", "short", "talk") or language not in ("en", "zh"):
            known = "letter, short, talk; en, zh"
            raise RequestError("word_unknown", word=f"{family} {language}", known=known)
        text = ActionText(language=language, subject=subject, body=body, family=family)
        stands[family, language] = text
    return tuple(stands.values())
