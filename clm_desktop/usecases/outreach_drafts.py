"""Messages of a plan, ready to be sent by the owner: the program prepares and never sends.

Only rows that are still to be done; nobody who was held out is ever among them, nor whoever must
not be contacted any more, though the plan was approved before.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from clm_desktop.core.errors import RequestError
from clm_desktop.core.outreach import (
    Action,
    Channel,
    ItemState,
    Outreach,
    PlanItem,
    PlanRecord,
    PlanState,
    Role,
)
from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.core.transactions import Transactions
from clm_desktop.plan.answers import Answers
from clm_desktop.plan.edits import Refused
from clm_desktop.plan.last_bought import last_bought
from clm_desktop.plan.limits import barred, window_start
from clm_desktop.store import plans
from clm_desktop.store.addresses import Addresses, load_addresses
from clm_desktop.store.project import Project
from clm_desktop.store.reading import load_transactions
from clm_desktop.usecases.outreach import load_outreach
from clm_desktop.usecases.outreach_plan import PlanInputs, limits_for
from clm_desktop.view.outreach_messages import Filled, Recipient, Sender, message_for
from clm_desktop.view.words import Lang, Words

SHOP_NAME, LANGUAGE = "shop_name", "language"  # words that are kept for messages


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDraft:
    """One row of a plan with everything that is needed to carry it out."""

    item: PlanItem
    action: Action
    channel: Channel
    recipient: Recipient
    product: str  # name, '' = none
    message: Filled


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSet:
    """The messages of a plan, and what could not be made."""

    plan: PlanRecord
    outreach: Outreach
    sender: Sender
    drafts: tuple[PlanDraft, ...]
    held_back: tuple[PlanDraft, ...]  # a placeholder could not be filled
    barred: tuple[Refused, ...] = ()  # must not be contacted any more

    def by(self, *channels: str) -> tuple[PlanDraft, ...]:
        """Those of some channels."""
        return tuple(one for one in self.drafts if one.channel.key in channels)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageWords:
    """The owner's choices for all messages; '' = the project's name, the program's language."""

    shop_name: str = ""
    language: str = ""


def message_words(project: Project) -> MessageWords:
    """What is chosen."""
    told = plans.load_words(project)
    return MessageWords(shop_name=told.get(SHOP_NAME, ""), language=told.get(LANGUAGE, ""))


def choose_message_words(project: Project, wanted: MessageWords) -> MessageWords:
    """Keep choices; gives those before.

    Raises
    ------
    RequestError
        ``bad_setting``.
    """
    if wanted.language not in ("", "en", "zh"):
        raise RequestError("bad_setting", value=wanted.language, name="language", known="en, zh")
    before = message_words(project)
    plans.save_word(project, SHOP_NAME, wanted.shop_name.strip())
    plans.save_word(project, LANGUAGE, wanted.language)
    return before


def drafts_of(
    project: Project,
    answers: Answers,
    words: Words,
    *,
    plan: PlanRecord | None = None,
    inputs: PlanInputs | None = None,
    ctx: RunContext = NULL_CONTEXT,
) -> DraftSet:
    """All messages of a plan (None: the newest, the draft before the approved ones).

    ``inputs`` that were loaded already save reading the sales once more.

    Raises
    ------
    RequestError
        ``no_plan_yet``.

    Notes
    -----
    Cost: reading all sales once, and 20 µs per message.
    """
    record = newest_plan(project, ctx) if plan is None else plan
    if record is None:
        raise RequestError("no_plan_yet")
    addresses = load_addresses(project, ctx)
    outreach = load_outreach(project, ctx, addresses) if inputs is None else inputs.outreach
    tx = load_transactions(project, ctx) if inputs is None else inputs.tx
    maker = _Maker(
        outreach=outreach,
        recipients=_recipients(tx, answers.run.as_of_day, record, addresses),
        products=_product_names(answers),
        sender=sender_of(project, record),
        words=words_of_messages(project, words),
    )
    open_: dict[str, PlanItem] = {}
    for item in record.items:
        if item.role is not Role.HOLD_OUT and item.state is ItemState.PLANNED:
            open_.setdefault(item.customer_key, item)  # who turned out to be one is told once
    why = _barred(answers, outreach, record, open_)
    may = (item for key, item in open_.items() if key not in why)
    made = [draft for draft in map(maker.draft, may) if draft is not None]
    return DraftSet(
        plan=record,
        outreach=outreach,
        sender=maker.sender,
        drafts=tuple(one for one in made if not one.message.missing),
        held_back=tuple(one for one in made if one.message.missing),
        barred=tuple(Refused(customer_key=key, why=code) for key, code in why.items()),
    )


def _barred(
    answers: Answers, outreach: Outreach, record: PlanRecord, rows: dict[str, PlanItem]
) -> dict[str, str]:
    """Of whom something was heard since the plan was made that forbids the contact: why."""
    theirs = replace(
        outreach,
        settings=record.settings,
        consents=tuple(one for one in outreach.consents if one.customer_key in rows),
        contacts=tuple(one for one in outreach.contacts if one.customer_key in rows),
    )
    limits = limits_for(answers, theirs, window_start(record))
    told = {key: barred(limits, item) for key, item in rows.items()}
    return {key: why for key, why in told.items() if why}


def newest_plan(project: Project, ctx: RunContext = NULL_CONTEXT) -> PlanRecord | None:
    """The draft that is worked on, else the newest approved plan."""
    draft = plans.load_draft(project, ctx)
    if draft is not None:
        return draft
    approved = plans.load_plans(project, PlanState.APPROVED, ctx)
    return approved[-1] if approved else None


def newest_approved(project: Project, ctx: RunContext = NULL_CONTEXT) -> PlanRecord:
    """The newest approved plan.

    Raises
    ------
    RequestError
        ``no_plan_approved``.
    """
    approved = plans.load_plans(project, PlanState.APPROVED, ctx)
    if not approved:
        raise RequestError("no_plan_approved")
    return approved[-1]


def sender_of(project: Project, record: PlanRecord) -> Sender:
    """Who writes, and until when offers of a plan stand."""
    days = record.settings.window_days
    return Sender(
        shop=message_words(project).shop_name or project.name,
        days=days,
        until_day=window_start(record) + days - 1,
    )


def words_of_messages(project: Project, words: Words) -> Words:
    """Words in the language that customers are written to."""
    chosen = message_words(project).language
    lang: Lang = "zh" if chosen == "zh" else "en" if chosen == "en" else words.lang
    return Words(lang, words.currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Maker:
    """Fills the message of one row."""

    outreach: Outreach
    recipients: dict[str, Recipient]
    products: dict[str, str]
    sender: Sender
    words: Words

    def draft(self, item: PlanItem) -> PlanDraft | None:
        action = next((one for one in self.outreach.actions if one.key == item.action), None)
        channel = next((one for one in self.outreach.channels if one.key == item.channel), None)
        if action is None or channel is None:
            return None  # the owner took it away since
        recipient = self.recipients.get(item.customer_key)
        to = recipient or Recipient(customer_key=item.customer_key)
        product = self.products.get(item.product_key, "")
        message = message_for(
            *(item, action, channel, self.words),
            recipient=to,
            sender=self.sender,
            product=product,
        )
        return PlanDraft(
            item=item,
            action=action,
            channel=channel,
            recipient=to,
            product=product,
            message=message,
        )


def _recipients(
    tx: Transactions, as_of_day: int, record: PlanRecord, addresses: Addresses
) -> dict[str, Recipient]:
    wanted = {item.customer_key for item in record.items}
    last = last_bought(tx, as_of_day)
    bought = {
        str(key): _product_name(tx, place)
        for key, place in zip(tx.customer_key, last.tolist(), strict=True)
        if place >= 0 and key in wanted
    }
    rows = np.flatnonzero([key in wanted for key in addresses.key.tolist()])
    found = {}
    for row in rows.tolist():
        key = str(addresses.key[row])
        found[key] = Recipient(
            customer_key=key,
            name=str(addresses.name[row]),
            email=str(addresses.email[row]),
            phone=str(addresses.phone[row]),
            city=str(addresses.city[row]),
            country=str(addresses.country[row]),
            last_product=bought.get(key, ""),
        )
    return found


def _product_name(tx: Transactions, place: int) -> str:
    return str(tx.product_name[place] or tx.product_key[place]) if place >= 0 else ""


def _product_names(answers: Answers) -> dict[str, str]:
    names = answers.names
    return {
        str(key): str(name or key)
        for key, name in zip(names.product_key, names.product_name, strict=True)
    }
