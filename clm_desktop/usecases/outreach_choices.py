"""What the owner changes of actions, channels and their texts, consents and wishes.

Each function keeps the change and gives what stood before, so that it can be taken back.
"""

from __future__ import annotations

import re
from dataclasses import fields, replace
from typing import Any, TypeVar

from clm_desktop.core.errors import RequestError
from clm_desktop.core.outreach import (
    Action,
    ActionText,
    Channel,
    Consent,
    ConsentState,
    PlanEdit,
    PlanSettings,
    Spared,
)
from clm_desktop.plan.answers import Answers
from clm_desktop.plan.joint.catalogue import default_actions, default_channels
from clm_desktop.store import consents, plan_catalogue, plans
from clm_desktop.store.consents import ConsentChange
from clm_desktop.store.decisions import known_keys
from clm_desktop.store.people import keys_of
from clm_desktop.store.plan_catalogue import ActionWord, ChannelWord
from clm_desktop.store.project import Project
from clm_desktop.store.settings import currency
from clm_desktop.usecases.outreach import load_actions, load_channels
from clm_desktop.usecases.outreach_files import clock_day, latest_day
from clm_desktop.usecases.outreach_plan import prune_draft
from clm_desktop.usecases.plan_ranges import check_money, check_range, check_settings
from clm_desktop.view.outreach_messages import PLACEHOLDERS, unknown_placeholders

OWNER = "owner"  # source of what was typed
MOST_SHARE = 0.9  # of a basket that a discount may take off
_KEY = re.compile(r"[^a-z0-9]+")


def choose_settings(project: Project, wanted: PlanSettings) -> PlanSettings:
    """Keep the owner's choices for plans; gives those before.

    Raises
    ------
    RequestError
        ``bad_setting``.
    """
    check_settings(wanted)
    before = plans.load_settings(project)
    plans.save_settings(project, wanted)
    return before


def save_action(project: Project, wanted: Action) -> Action | None:
    """Keep an action as the owner wants it, or his own new one; gives the one before, None = new.

    Texts are kept by :func:`save_texts`.

    Raises
    ------
    RequestError
        ``bad_setting``, ``name_missing``.
    """
    before = next((one for one in load_actions(project) if one.key == wanted.key), None)
    usual = next((one for one in default_actions() if one.key == wanted.key), None)
    _check_action(project, wanted, own=usual is None)
    if usual is not None and wanted.kind is not usual.kind:
        raise RequestError("bad_setting", value=wanted.kind, name="kind", known=usual.kind)
    told = {
        f.name: _changed(getattr(wanted, f.name), usual and getattr(usual, f.name))
        for f in fields(ActionWord)
        if f.name not in ("key", "kind", "channels")
    }
    ways = "\n".join(wanted.channels)
    same = usual is not None and usual.channels == wanted.channels
    word = ActionWord(
        key=wanted.key, kind=wanted.kind, channels=None if same else ways, **_kept(told)
    )
    nothing = usual is not None and word == ActionWord(key=wanted.key, kind=wanted.kind)
    plan_catalogue.save_action_word(project, wanted.key, None if nothing else word)
    return before


def save_channel(project: Project, wanted: Channel) -> Channel | None:
    """Keep a channel as the owner wants it, or his own new one; gives the one before, None = new.

    Raises
    ------
    RequestError
        ``bad_setting``, ``name_missing``.
    """
    before = next((one for one in load_channels(project) if one.key == wanted.key), None)
    defaults = default_channels(currency(project))
    usual = next((one for one in defaults if one.key == wanted.key), None)
    _check_name(wanted.key, wanted.name, own=usual is None)
    check_money("cost", wanted.cost_cents, 1e9)
    check_range("minutes", wanted.owner_minutes, 0, 1e9)
    check_range("contacts", wanted.contacts_per_week, 0, 1e6)
    told = {
        f.name: _changed(getattr(wanted, f.name), usual and getattr(usual, f.name))
        for f in fields(ChannelWord)
        if f.name != "key"
    }
    word = ChannelWord(key=wanted.key, **_kept(told))
    nothing = usual is not None and word == ChannelWord(key=wanted.key)
    plan_catalogue.save_channel_word(project, wanted.key, None if nothing else word)
    return before


def remove_action(project: Project, key: str) -> Action:
    """Take one of the owner's own actions away, or a built-in one back to how it was; gives it.

    Raises
    ------
    RequestError
        ``action_unknown``.
    """
    before = _known(load_actions(project), key, "action_unknown")
    plan_catalogue.save_action_word(project, key, None)
    plan_catalogue.save_action_texts(project, key, ())
    return before


def remove_channel(project: Project, key: str) -> Channel:
    """Take one of the owner's own channels away, or a built-in one back to how it was; gives it.

    Raises
    ------
    RequestError
        ``channel_unknown``.
    """
    before = _known(load_channels(project), key, "channel_unknown")
    plan_catalogue.save_channel_word(project, key, None)
    return before


def save_texts(
    project: Project, action: str, texts: tuple[ActionText, ...]
) -> tuple[ActionText, ...]:
    """Keep the owner's templates of an action, () = the built-in ones; gives those before.

    Raises
    ------
    RequestError
        ``action_unknown``; ``bad_template`` where braces hold what cannot be filled in.
    """
    before = _known(load_actions(project), action, "action_unknown").texts
    for text in texts:
        for word in unknown_placeholders(f"{text.subject}\n{text.body}"):
            known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
            raise RequestError("bad_template", word=word, known=known)
    plan_catalogue.save_action_texts(project, action, texts)
    return before


def new_key(name: str, taken: tuple[str, ...]) -> str:
    """A key for an action or a channel of the owner's own, that never changes."""
    stem = _KEY.sub("_", name.casefold()).strip("_") or "own"
    key, count = stem, 1
    while key in taken:
        count += 1
        key = f"{stem}_{count}"
    return key


def say_consent(
    project: Project,
    answers: Answers | None,
    customer_key: str,
    channel: str,
    state: ConsentState,
    *,
    proof: str = "",
    day: int | None = None,
) -> tuple[tuple[ConsentChange, ...], tuple[PlanEdit, ...]]:
    """Keep what a customer said about a channel ('' = about all of them), under every key.

    Without a day the word is of today. Gives the changes, and the rows that went out of the
    draft at once.

    Raises
    ------
    RequestError
        ``person_unknown``, ``channel_unknown``, ``day_ahead``.
    """
    if not known_keys(project, (customer_key,)):
        raise RequestError("person_unknown", customer=customer_key)
    channels = load_channels(project)
    if channel:
        channels = (_known(channels, channel, "channel_unknown"),)
    when = clock_day() if day is None else _past(day)  # as files are dated, not the shop's today
    said = [
        Consent(
            customer_key=key,
            channel=one.key,
            state=state,
            day=when,
            source=OWNER,
            proof=proof,
        )
        for key in keys_of(project, customer_key)
        for one in channels
    ]
    with project.transaction():
        return consents.save_consents(project, said), prune_draft(project, answers)


def spare(project: Project, answers: Answers, wish: Spared) -> tuple[Spared, tuple[PlanEdit, ...]]:
    """Keep a customer's wish that plans must honour; gives the one before, and rows that went.

    Raises
    ------
    RequestError
        ``person_unknown``.
    """
    if not known_keys(project, (wish.customer_key,)):
        raise RequestError("person_unknown", customer=wish.customer_key)
    with project.transaction():
        before = consents.save_spared(project, wish)
        edits = prune_draft(project, answers)
    return before or Spared(customer_key=wish.customer_key), edits


def all_agreed(project: Project, channel: str, day: int | None, proof: str = "") -> Channel:
    """State that everybody agreed to a channel on a day (None: no longer); gives it as before.

    Raises
    ------
    RequestError
        ``channel_unknown``, ``day_ahead``.
    """
    if day is not None:
        _past(day)
    before = _known(load_channels(project), channel, "channel_unknown")
    save_channel(project, replace(before, all_agreed_day=day, proof=proof))
    return before


def _past(day: int) -> int:
    """A day on which somebody can have said something; one to come would outlast all refusals."""
    if day > latest_day():
        raise RequestError("day_ahead", told_day=day)
    return day


Thing = TypeVar("Thing", Action, Channel)


def _known(all_: tuple[Thing, ...], key: str, code: str) -> Thing:
    for one in all_:
        if one.key == key:
            return one
    raise RequestError(code, name=key, known=", ".join(one.key for one in all_))


def _check_action(project: Project, wanted: Action, *, own: bool) -> None:
    _check_name(wanted.key, wanted.name, own=own)
    check_range("discount", wanted.discount_share, 0, MOST_SHARE)
    check_range("minutes", wanted.owner_minutes, 0, 1e9)
    check_money("cost", wanted.cost_cents, 1e9)
    check_money("cap", wanted.discount_cap_cents, 1e9)
    known = load_channels(project)
    for channel in wanted.channels:
        _known(known, channel, "channel_unknown")


def _check_name(key: str, name: str, *, own: bool) -> None:
    if not key or (own and not name.strip()):
        raise RequestError("name_missing")


def _changed(value: object, usual: object) -> object:
    """What differs from the built-in; nan, which says that the program knows, is none."""
    if value == usual or value != value:  # noqa: PLR0124
        return None
    return value


def _kept(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value is not None}
