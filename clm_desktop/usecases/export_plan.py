"""Write a plan for whoever carries it out: drafts, lists, cards, a calendar, paper, other programs.

Only rows that are still to be done leave in drafts and hand-over files; nobody who was held out
ever does, nor whoever asked not to be contacted since. ``data`` is the plan itself, with
everybody's role, and ``excel`` its list.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from clm_desktop.core.errors import FileError, RequestError
from clm_desktop.core.guard import guarded
from clm_desktop.core.outreach import PlanRecord
from clm_desktop.core.phones import digits_of
from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.plan.answers import Answers
from clm_desktop.store.project import Project
from clm_desktop.usecases.export import write_plain_rows
from clm_desktop.usecases.outreach_drafts import DraftSet, PlanDraft, drafts_of, newest_plan
from clm_desktop.usecases.whole_file import written_whole
from clm_desktop.usecases.write_table import BOM, Way, write_table
from clm_desktop.view.handover import (
    AUDIENCES,
    NO,
    TARGETS,
    Person,
    Told,
    country_code,
    e164,
    handover,
    people_from,
)
from clm_desktop.view.letters import Card, calendar, eml, uid, vcards
from clm_desktop.view.outreach_exports import PLAN_HEADER, SMS_HEADERS, plan_rows, reasons_text
from clm_desktop.view.outreach_messages import family_of
from clm_desktop.view.pages.plan_parts import PlanInput, action_title, channel_title
from clm_desktop.view.pages.plan_tables import items_table
from clm_desktop.view.plan_print import PrintList, PrintRow, plan_paper
from clm_desktop.view.week_events import Todo, week_events
from clm_desktop.view.words import Words

DRAFT_WAYS = ("eml", "mailmerge", "sms", "vcard", "ics", "page")
PLAN_WAYS = ("data", "excel", *DRAFT_WAYS, *TARGETS)
_MERGE = ("customer_id", "name", "email", "phone", "city", "action", "channel", "product")
_REACHED_BY: Mapping[str, tuple[str, ...]] = {  # whom the planned channel allows to hand over
    "mailchimp": ("email",),
    "klaviyo": ("email", "sms"),
    "shopify": ("email", "sms"),
    "square": ("email", "sms"),
}


def export_plan(
    project: Project,
    answers: Answers,
    way: str,
    path: Path,
    words: Words,
    *,
    plan: PlanRecord | None = None,
    hashed: bool = False,
    tell: Callable[[DraftSet], None] = lambda _drafts: None,
    ctx: RunContext = NULL_CONTEXT,
) -> int:
    """Write a plan (None: the newest) in one of PLAN_WAYS; gives how many rows or people.

    ``tell`` is shown the messages before they are written: those held back go nowhere, nor does
    whoever must not be contacted any more.

    E-mails: ``path`` with ``.eml`` is the first draft and has the others beside it
    (``plan-2.eml`` ...), ``.zip`` holds them all, anything else is a folder.

    Raises
    ------
    RequestError
        ``no_plan_yet``, ``no_export``, ``nobody_to_write``.
    FileError
        ``cannot_write``; what stood in a file before stays.
    """
    if way not in PLAN_WAYS:
        raise RequestError("no_export", what=way, known=", ".join(PLAN_WAYS))
    record = newest_plan(project, ctx) if plan is None else plan
    if record is None:
        raise RequestError("no_plan_yet")
    if way == "data":
        head = tuple(PLAN_HEADER.split(","))
        return write_plain_rows(path, head, plan_rows(record, words), ctx)
    drafts = drafts_of(project, answers, words, plan=record, ctx=ctx)
    if way == "excel":
        told = PlanInput(answers=answers, outreach=drafts.outreach, record=record)
        return _excel(told, path, words, ctx)
    tell(drafts)
    writers: Mapping[str, Callable[[], int]] = {
        "eml": lambda: _emails(drafts, path),
        "mailmerge": lambda: _mail_merge(drafts, path),
        "sms": lambda: _sms(drafts, path, words),
        "vcard": lambda: _cards(drafts, path, words),
        "ics": lambda: _calendar(drafts, project.name, path, words),
        "page": lambda: _paper(drafts, project.name, path, words),
    }
    if way in writers:
        return writers[way]()
    people = people_of(drafts, _REACHED_BY.get(way), words)
    if way in AUDIENCES:
        people = tuple(one for one in people if one.email_agreed is not NO)
    if not people:
        raise RequestError("nobody_to_write")
    head, rows = handover(way, people, hashed=hashed)
    return write_plain_rows(path, head, rows, ctx)


def people_of(
    drafts: DraftSet, channels: tuple[str, ...] | None, words: Words
) -> tuple[Person, ...]:
    """Customers to be handed over, each once."""
    chosen = [d for d in drafts.drafts if channels is None or d.channel.key in channels]
    told = []
    for draft in chosen:
        to, action = draft.recipient, action_title(draft.action, words)
        if to.email or to.phone:
            told.append(
                Told(
                    key=draft.item.customer_key,
                    name=to.name,
                    email=to.email,
                    phone=to.phone,
                    city=to.city,
                    country=to.country,
                    tags=(f"CLM {action}",),
                    extra=(action, channel_title(draft.channel, words), draft.product),
                )
            )
    return people_from(told, drafts.outreach.consents)


def _excel(told: PlanInput, path: Path, words: Words, ctx: RunContext) -> int:
    table = items_table(told, words)
    way: Way = "xlsx" if path.suffix.lower() == ".xlsx" else "excel"
    write_table(table, way, path, words, ctx)
    return len(table)


def _emails(drafts: DraftSet, path: Path) -> int:
    chosen = _somebody(d for d in drafts.by("email") if d.recipient.email)
    mails = [
        eml(d.recipient.name, d.recipient.email, d.message.subject, d.message.body) for d in chosen
    ]
    suffix = path.suffix.lower()
    if suffix == ".zip":
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for number, mail in enumerate(mails, start=1):
                archive.writestr(f"{number:04d}.eml", mail)
        _write(path, packed.getvalue())
    elif suffix == ".eml":
        for number, mail in enumerate(mails, start=1):
            _write(path if number == 1 else path.with_stem(f"{path.stem}-{number}"), mail)
    else:
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise FileError("cannot_write", file=path.name) from error
        for number, mail in enumerate(mails, start=1):
            _write(path / f"{number:04d}.eml", mail)
    return len(mails)


def _mail_merge(drafts: DraftSet, path: Path) -> int:
    chosen = _somebody(drafts.drafts)
    rows = [
        (
            *(d.item.customer_key, d.recipient.name, d.recipient.email, d.recipient.phone),
            *(d.recipient.city, d.action.key, d.channel.key, d.product),
            *(d.message.subject, d.message.body),
        )
        for d in chosen
    ]
    return _for_excel(path, (*_MERGE, "subject", "message"), rows)


def _sms(drafts: DraftSet, path: Path, words: Words) -> int:
    chosen = drafts.by("sms")
    countries = [country_code(d.recipient.country) for d in chosen]
    phones = e164([d.recipient.phone for d in chosen], countries)
    rows: dict[str, tuple[str, ...]] = {}
    for draft, phone in zip(chosen, phones, strict=True):
        # Where no country is told, the number goes as it is dialled at home: nobody is left out.
        number = phone or digits_of(draft.recipient.phone)[0]
        number = number.removeprefix("+86") if words.lang == "zh" else number
        about = draft.product or draft.recipient.last_product
        rows.setdefault(number, (number, draft.recipient.name, about, draft.action.code))
    rows.pop("", None)
    if not rows:
        raise RequestError("nobody_to_write")
    head = tuple(SMS_HEADERS[words.lang].split(","))
    # Gateways read this file, not people: no apostrophe before the numbers.
    return _for_excel(path, head, list(rows.values()), guard=False)


def _cards(drafts: DraftSet, path: Path, words: Words) -> int:
    chosen = _somebody(d for d in drafts.drafts if d.recipient.phone or d.recipient.email)
    cards = [
        Card(
            uid=uid("card", drafts.sender.shop, d.item.customer_key),
            name=d.recipient.name or d.item.customer_key,
            phone=d.recipient.phone,
            email=d.recipient.email,
            city=d.recipient.city,
            country=d.recipient.country,
            groups=(action_title(d.action, words),),
            note=reasons_text(d.item, words),
        )
        for d in chosen
    ]
    _write(path, vcards(cards))
    return len(cards)


def _calendar(drafts: DraftSet, shop: str, path: Path, words: Words) -> int:
    todo = [
        Todo(
            key=d.item.customer_key,
            name=d.recipient.name or d.item.customer_key,
            address=d.recipient.phone,
            action=action_title(d.action, words),
            channel=channel_title(d.channel, words),
            alone=family_of(d.channel) == "talk",
            say=d.message.body,
        )
        for d in _something(drafts)
    ]
    events = week_events(drafts.plan, todo, words)
    _write(path, calendar(shop, drafts.plan.as_of_day, events))
    return len(events)


def _paper(drafts: DraftSet, shop: str, path: Path, words: Words) -> int:
    _something(drafts)
    lists = []
    for channel in drafts.outreach.channels:
        chosen = drafts.by(channel.key)
        if chosen:
            rows = tuple(_print_row(d, words) for d in chosen)
            lists.append(PrintList(title=channel_title(channel, words), rows=rows))
    plan = drafts.plan
    _write(path, plan_paper(shop, plan.week_day, lists, words, plan.acquisition))
    return len(drafts.drafts)


def _print_row(draft: PlanDraft, words: Words) -> PrintRow:
    to = draft.recipient
    by = {"email": to.email, "post": to.city}
    return PrintRow(
        name=to.name or draft.item.customer_key,
        address=by.get(draft.channel.key, to.phone),
        action=action_title(draft.action, words),
        about=draft.product,
        say=draft.message.body if family_of(draft.channel) == "talk" else "",
    )


def _something(drafts: DraftSet) -> Sequence[PlanDraft]:
    """Everybody who is to be contacted; a week may be advertising alone."""
    return drafts.drafts if drafts.plan.acquisition else _somebody(drafts.drafts)


def _somebody(chosen: Iterable[PlanDraft]) -> list[PlanDraft]:
    found = list(chosen)
    if not found:
        raise RequestError("nobody_to_write")
    return found


def _for_excel(
    path: Path, head: tuple[str, ...], rows: Sequence[tuple[str, ...]], *, guard: bool = True
) -> int:
    with written_whole(path) as draft, draft.open("w", encoding="utf-8", newline="") as stream:
        stream.write(BOM)
        writer = csv.writer(stream)
        writer.writerow(head)
        writer.writerows([guarded(c) if guard else c for c in row] for row in rows)
    return len(rows)


def _write(path: Path, content: bytes) -> None:
    with written_whole(path) as draft:
        draft.write_bytes(content)
