"""What a row is worth that the owner puts into the plan himself, by what the plan believes."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from clm_desktop.core.message import Message
from clm_desktop.core.outreach import (
    Action,
    ActionKind,
    Outreach,
    Pile,
    PlanItem,
    Role,
)
from clm_desktop.models.results import Risk
from clm_desktop.plan.answers import Answers
from clm_desktop.plan.edits import redeemed
from clm_desktop.plan.joint.types import JointPlan
from clm_desktop.plan.terms import contact_cents

OF_THE_ACTION = ("plan.item.", "plan.belief.")  # reasons that another action makes untrue


def changed_item(
    answers: Answers,
    joint: JointPlan,
    outreach: Outreach,
    item: PlanItem,
    *,
    action: str = "",
    channel: str = "",
    product_key: str | None = None,
    subject: str | None = None,
    body: str | None = None,
) -> PlanItem:
    """A row as the owner wants it; '' and None leave it as it is.

    Another action, or one for somebody who was to be left alone, was not drawn by lot: the row
    is marked as edited and counts in no comparison. Another channel, product or wording of the
    same action leaves the lot as it fell.
    """
    told = replace(
        item,
        product_key=item.product_key if product_key is None else product_key,
        subject=item.subject if subject is None else subject,
        body=item.body if body is None else body,
    )
    if (action or item.action, channel or item.channel) == (item.action, item.channel):
        if item.role is Role.HOLD_OUT and action:
            return replace(told, role=Role.SEND, propensity=1.0, edited=True)
        return told
    if action in {"", item.action}:
        return _by_another_way(told, channel, joint, outreach)
    other = owner_item(
        *(answers, joint, outreach, item.customer_key),
        action=action,
        channel=channel or item.channel,
        product_key=told.product_key,
    )
    why = tuple(reason for reason in item.reasons if not reason.code.startswith(OF_THE_ACTION))
    return replace(other, reasons=why or (Message.of("plan_why.changed"),))


def _by_another_way(item: PlanItem, channel: str, joint: JointPlan, outreach: Outreach) -> PlanItem:
    """The same row by another channel: only what one contact costs is different.

    Raises ValueError when action or channel is not there.
    """
    action = next((one for one in outreach.actions if one.key == item.action), None)
    ways = {one.key: one for one in outreach.channels}
    if action is None or channel not in ways:
        raise ValueError((item.customer_key, item.action, channel))
    before, after = ways.get(item.channel, ways[channel]), ways[channel]
    money = after.cost_cents - before.cost_cents
    hour = joint.settings.hour_cents
    dearer = contact_cents(action, after, hour) - contact_cents(action, before, hour)
    return replace(
        item,
        channel=channel,
        value_cents=item.value_cents - dearer,
        gain_cents=item.gain_cents - dearer,
        cost_cents=item.cost_cents + money,
        cost_p95_cents=item.cost_p95_cents + money,
    )


def owner_item(
    answers: Answers,
    joint: JointPlan,
    outreach: Outreach,
    customer_key: str,
    *,
    action: str,
    channel: str,
    product_key: str = "",
) -> PlanItem:
    """A row for a customer whom the plan had left alone, or had something else for.

    Raises ValueError when nobody bought under this key, or action or channel is not there.
    """
    keys = answers.names.customer_key[answers.customers.customer]
    found = np.flatnonzero(np.equal(keys, customer_key))
    done = next((one for one in outreach.actions if one.key == action), None)
    way = next((one for one in outreach.channels if one.key == channel), None)
    if not len(found) or done is None or way is None:
        raise ValueError((customer_key, action, channel))
    from clm_desktop.plan.joint.value import LARGE_BASKET, RARELY  # would load scipy

    row = int(found[0])
    without = float(joint.p_without[row])
    with_it = _with(without, _lift(joint, action))
    unit = contact_cents(done, way, joint.settings.hour_cents)
    paid = contact_cents(done, way, 0.0)
    basket = float(answers.customers.mean_basket_cents[row])
    discount = basket * done.discount_share
    if done.discount_cap_cents:
        discount = min(discount, done.discount_cap_cents)
    used = redeemed(without, with_it)
    gain = (with_it - without) * basket * answers.margin_share - used * discount - unit
    return PlanItem(
        customer_key=customer_key,
        action=action,
        channel=channel,
        role=Role.SEND,
        pile=_pile(answers, row, done),
        propensity=1.0,
        stratum="",
        p_without=without,
        p_with=with_it,
        value_cents=gain,
        gain_cents=gain,
        cost_cents=paid + used * discount,
        cost_p95_cents=paid + (LARGE_BASKET * discount if used > RARELY else 0.0),
        product_key=product_key,
        reasons=(Message.of("plan_why.owner"),),
        edited=True,
    )


def _lift(joint: JointPlan, action: str) -> float:
    return next((b.lift_mean for b in joint.beliefs if b.action == action), 0.0)


def _with(without: float, lift: float) -> float:
    if not 0 < without < 1:
        return without
    return 1 / (1 + math.exp(-(math.log(without / (1 - without)) + lift)))


def _pile(answers: Answers, row: int, action: Action) -> Pile:
    if action.kind is ActionKind.REFERRAL:
        return Pile.WIN
    may_leave = int(answers.risk.risk[row]) >= int(Risk.MEDIUM)
    return Pile.KEEP if may_leave else Pile.GROW
