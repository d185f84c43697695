"""Hand lists of customers to the programs that send or advertise: tags, audiences, address books.

Whom the owner or the customers themselves asked to leave alone is in none of these files; whoever
refused mail is in no audience and no mailing. Consents are written only where a file or the owner
told them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.errors import RequestError
from clm_desktop.core.outreach import ConsentState
from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.plan.answers import Answers
from clm_desktop.store.addresses import Addresses, load_addresses
from clm_desktop.store.project import Project
from clm_desktop.usecases.acquisition import answer_acquisition
from clm_desktop.usecases.addressed_table import left_alone
from clm_desktop.usecases.export import write_plain_rows
from clm_desktop.usecases.outreach import load_outreach
from clm_desktop.usecases.whole_file import written_whole
from clm_desktop.view.handover import (
    AUDIENCES,
    TARGETS,
    Person,
    Told,
    handover,
    people_from,
)
from clm_desktop.view.letters import Card, uid, vcards
from clm_desktop.view.numbers import plain_money
from clm_desktop.view.pages import parts
from clm_desktop.view.words import Words

LISTS = ("customers", "watchlist", "best", "leads")
WAYS = ("vcard", *TARGETS)
ONLY_AGREED = ("mailchimp",)  # a mailing list: only who agreed belongs on it
NOT_REFUSED = (*AUDIENCES, *ONLY_AGREED)


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """What is handed over and how."""

    what: str  # one of LISTS
    way: str  # one of WAYS
    hashed: bool = False  # personal data as SHA-256, for advertising
    top: int | None = None  # so many people at most, the first of the list; None = all


def hand_over(  # noqa: PLR0917 - one argument per thing it is made from
    project: Project,
    answers: Answers,
    wish: HandOver,
    path: Path,
    words: Words,
    ctx: RunContext = NULL_CONTEXT,
) -> int:
    """Write the file; gives how many people are in it.

    Raises
    ------
    RequestError
        ``no_use``, ``nobody_to_hand_over``.
    FileError
        ``cannot_write``; what stood in the file before stays.
    """
    if wish.way not in WAYS or wish.what not in LISTS:
        known = "plan" if wish.way not in WAYS else ", ".join(("plan", *LISTS))
        raise RequestError("no_use", what=wish.what, use=wish.way, known=known)
    rows = _rows(project, answers, wish.what, ctx)
    people = people_of(project, answers, rows, wish.way, words, ctx)[: wish.top]
    if not people:
        raise RequestError("nobody_to_hand_over")
    if wish.way == "vcard":
        _cards(people, project.name, path)
        return len(people)
    head, told = handover(wish.way, people, hashed=wish.hashed)
    return write_plain_rows(path, head, told, ctx)


def _rows(project: Project, answers: Answers, what: str, ctx: RunContext) -> NDArray[np.integer]:
    """Rows of the customer table, in the order of the list."""
    if what == "customers":
        return np.arange(len(answers.customers))
    if what == "watchlist":
        return answers.watchlist.row
    found = answer_acquisition(project, answers, ctx)
    return found.best_row if what == "best" else found.leads.row


def people_of(  # noqa: PLR0917 - one argument per thing it is made from
    project: Project,
    answers: Answers,
    rows: NDArray[np.integer],
    way: str,
    words: Words,
    ctx: RunContext = NULL_CONTEXT,
) -> tuple[Person, ...]:
    """Those of the rows who may be handed over and have an address."""
    addresses = load_addresses(project, ctx)
    outreach = load_outreach(project, ctx, addresses)
    at = {str(key): place for place, key in enumerate(addresses.key.tolist())}
    names = answers.names.customer_key[answers.customers.customer]
    said = {(c.customer_key, c.channel): c for c in outreach.consents}
    spared = left_alone(answers, outreach, names)
    chosen = []
    for row in rows.tolist():
        key = str(names[row])
        place = at.get(key, -1)
        mail = said.get((key, "email"))
        refused = mail is not None and mail.state is ConsentState.REFUSED
        agreed = mail is not None and mail.state is ConsentState.GRANTED
        if place < 0 or key in spared or (refused and way in NOT_REFUSED):
            continue
        if way in ONLY_AGREED and not agreed:
            continue
        if addresses.email[place] or addresses.phone[place]:
            chosen.append((row, place, key))
    ctx.check()
    return people_from(_told(answers, addresses, chosen, words), outreach.consents)


def _told(
    answers: Answers, addresses: Addresses, chosen: Sequence[tuple[int, int, str]], words: Words
) -> list[Told]:
    """Rows of the customer table with their place in the addresses and their key."""
    scheme = parts.scheme_of(answers, "rfm")
    groups = parts.group_names(scheme, len(answers.customers), words)
    told = []
    for row, place, key in chosen:
        risk = words.risk(int(answers.risk.risk[row]))
        tags = [f"CLM {groups[row]}"] if groups[row] else []
        tags += [f"CLM Risk {risk}"] if answers.risk.risk[row] >= 0 else []
        worth = float(answers.value.value_12m_cents[row])
        told.append(
            Told(
                key=key,
                name=str(addresses.name[place]),
                email=str(addresses.email[place]),
                phone=str(addresses.phone[place]),
                city=str(addresses.city[place]),
                country=str(addresses.country[place]),
                tags=tuple(tags),
                value=plain_money(worth, answers.names.currency),
            )
        )
    return told


def _cards(people: Sequence[Person], shop: str, path: Path) -> None:
    cards = [
        Card(
            uid=uid("card", shop, one.key),
            name=f"{one.first_name} {one.last_name}".strip() or one.key,
            phone=one.phone,
            email=one.email,
            city=one.city,
            country=one.country,
            groups=one.tags,
            note="",
        )
        for one in people
    ]
    with written_whole(path) as part:
        part.write_bytes(vcards(cards))
