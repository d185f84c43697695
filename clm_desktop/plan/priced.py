"""What a row is worth that the owner puts into the plan himself, by what the plan believes."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from clm_desktop.core.message import Message
from clm_desktop.core.outreach import (
    Action,
    ActionKind,
    Channel,
    Outreach,
    Pile,
    PlanItem,
    Role,
)
from clm_desktop.models.results import Risk
from clm_desktop.plan.answers import Answers
from clm_desktop.plan.joint.types import JointPlan

_SURE_SHARE = 0.05  # a discount that is redeemed more often than this belongs to the dear 5 %


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
    made = owner_item(
        *(answers, joint, outreach, item.customer_key),
        action=action or item.action,
        channel=channel or item.channel,
        product_key=told.product_key,
    )
    same = made.action == item.action
    return replace(
        made,
        role=item.role if same else Role.SEND,
        propensity=item.propensity if same else 1.0,
        stratum=item.stratum if same else "",
        pile=item.pile,
        edited=item.edited or not same,
        reasons=item.reasons if same else made.reasons,
        subject=told.subject if same else "",
        body=told.body if same else "",
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
    row = int(found[0])
    without = float(joint.p_without[row])
    with_it = _with(without, _lift(joint, action))
    unit = _unit_cents(done, way, joint.settings.hour_cents)
    basket = float(answers.customers.mean_basket_cents[row])
    discount = basket * done.discount_share
    if done.discount_cap_cents:
        discount = min(discount, done.discount_cap_cents)
    gain = (with_it - without) * basket * answers.margin_share - with_it * discount - unit
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
        cost_cents=unit + with_it * discount,
        cost_p95_cents=unit + (discount if with_it > _SURE_SHARE else 0.0),
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


def _unit_cents(action: Action, channel: Channel, hour_cents: float) -> float:
    minutes = action.owner_minutes + channel.owner_minutes
    return action.cost_cents + channel.cost_cents + minutes / 60 * hour_cents


def _pile(answers: Answers, row: int, action: Action) -> Pile:
    if action.kind is ActionKind.REFERRAL:
        return Pile.WIN
    may_leave = int(answers.risk.risk[row]) >= int(Risk.MEDIUM)
    return Pile.KEEP if may_leave else Pile.GROW
