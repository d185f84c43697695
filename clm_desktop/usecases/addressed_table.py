"""Add to a table of customers that is saved how each of them can be reached."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.outreach import ConsentState, Outreach
from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.plan.answers import Answers
from clm_desktop.store.addresses import load_addresses
from clm_desktop.store.project import Project
from clm_desktop.usecases.outreach import load_outreach
from clm_desktop.view.addressed import Reach, addressed, names_customers
from clm_desktop.view.blocks import TableBlock
from clm_desktop.view.words import Words

_TAIL = 7


def with_addresses(
    project: Project,
    answers: Answers | None,
    block: TableBlock,
    words: Words,
    ctx: RunContext = NULL_CONTEXT,
) -> TableBlock:
    """The table with customers' numbers and addresses; others stay as they are.

    Who asked to be left alone is in the table, as it was on the page, but with no address; who
    refused e-mail without that.
    """
    if block.row_key is None or not names_customers(block) or not len(block):
        return block
    addresses = load_addresses(project, ctx)
    outreach = load_outreach(project, ctx, addresses)
    place = np.searchsorted(addresses.customer_id, block.row_key)
    place = np.minimum(place, len(addresses) - 1)
    known = addresses.customer_id[place] == block.row_key
    number, email, phone = (
        np.where(known, told[place], "").astype(object)
        for told in (addresses.key, addresses.email, addresses.phone)
    )
    refused = {
        c.customer_key
        for c in outreach.consents
        if c.state is ConsentState.REFUSED and c.channel == "email"
    }
    alone = frozenset(one.customer_key for one in outreach.spared)
    if answers is not None:
        everybody = answers.names.customer_key[answers.customers.customer]
        alone = left_alone(answers, outreach, everybody)
    keys = number.tolist()
    number[[_is_address(key, told) for key, told in zip(keys, phone.tolist(), strict=True)]] = ""
    for row, key in enumerate(keys):
        if key in alone:
            email[row] = phone[row] = ""
        elif key in refused:
            email[row] = ""
    return addressed(block, Reach(number=number, email=email, phone=phone), words)


def left_alone(answers: Answers, outreach: Outreach, names: NDArray[np.object_]) -> frozenset[str]:
    """Who asked not to be contacted or not to be profiled, and whom the owner spares."""
    out = answers.left_out
    never = names[out.mask(len(names), never_only=True)].tolist() if out is not None else []
    asked = [one.customer_key for one in outreach.spared]
    return frozenset(map(str, [*never, *asked]))


def _is_address(key: str, phone: str) -> bool:
    """Whether somebody is known by an address, which is no number of theirs."""
    return "@" in key or (len(_tail(key)) == _TAIL and _tail(key) == _tail(phone))


def _tail(number: str) -> str:
    """The last digits, which are the same with the country's code and without."""
    return "".join(filter(str.isdigit, number))[-_TAIL:]
