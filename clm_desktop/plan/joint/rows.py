"""The chosen customers as rows of the plan, each with its reasons in numbers."""

from __future__ import annotations

import numpy as np

from clm_desktop.core.message import Message
from clm_desktop.core.outreach import FRIENDS, LARGER, ActionKind, PlanItem, Role
from clm_desktop.models.repeat.rhythm import RHYTHM_ORDERS
from clm_desktop.models.results import RecommendAnswer
from clm_desktop.plan.joint.learn import Learned
from clm_desktop.plan.joint.solve import PILES, Board, Solved

THIRD_NAMES = ("low", "middle", "high")
OF = 100  # chances are told of so many customers
LEAST_LARGER = 0.005  # orders that are larger by less are not spoken of
REPEATS = 2  # orders from which somebody has a rhythm


def plan_items(
    board: Board,
    solved: Solved,
    learned: Learned,
    recommend: RecommendAnswer | None,
) -> tuple[PlanItem, ...]:
    """Rows of the plan, dearest gain first, hold-outs among them. Cost: 20 us a row."""
    products = _products(board, recommend)
    order = np.lexsort((solved.row, -solved.gain))
    return tuple(_item(board, solved, learned, products, int(at)) for at in order)


def _item(
    board: Board,
    solved: Solved,
    learned: Learned,
    products: dict[tuple[int, bool], int],
    at: int,
) -> PlanItem:
    row, option = int(solved.row[at]), int(solved.option[at])
    action = int(solved.action[at])
    one = board.options.actions[action]
    told = board.options.options[option]
    product = _product_of(one.kind, int(board.customer[row]), products)
    role = _role(solved, at)
    fixed = float(solved.cost[at] - solved.worth.discount[row, action])
    return PlanItem(
        customer_key=board.keys[row],
        action=one.key,
        channel=board.options.channels[told.channel].key,
        role=role,
        pile=PILES[int(solved.problem.pile[row, option])],
        propensity=float(solved.propensity[at]),
        stratum=f"{one.key}:{THIRD_NAMES[int(solved.stratum[at]) % len(THIRD_NAMES)]}",
        p_without=float(board.facts.scores.p0[row]),
        p_with=float(solved.worth.p_with[row, action]),
        value_cents=float(solved.value[at]),
        gain_cents=float(solved.gain[at]),
        cost_cents=float(solved.cost[at]),
        cost_p95_cents=fixed + float(solved.worth.discount_p95[row, action]),
        product_key=str(board.product_keys[product]) if product >= 0 else "",
        reasons=_reasons(board, solved, learned, role, at),
    )


def _role(solved: Solved, at: int) -> Role:
    if solved.held[at]:
        return Role.HOLD_OUT
    return Role.EXPLORE if solved.explore[at] else Role.SEND


def _reasons(
    board: Board, solved: Solved, learned: Learned, role: Role, at: int
) -> tuple[Message, ...]:
    """Rhythm and silence, both chances as counts of 100, worth and cost, whose belief it is."""
    row, action = int(solved.row[at]), int(solved.action[at])
    past = board.facts.scores.facts
    silent = round(float(past.days_since[row]))
    made = []
    if past.events[row] >= REPEATS:
        gap = round(float(board.facts.gap_days[row]))
        few = past.events[row] < RHYTHM_ORDERS
        code = "plan.item.due" if few else "plan.item.rhythm"
        made.append(Message.of(code, gap_days=gap, since_days=silent))
    else:
        made.append(Message.of("plan.item.once", since_days=silent))
    without = round(OF * float(board.facts.scores.p0[row]))
    with_it = round(OF * float(solved.worth.p_with[row, action]))
    if with_it > without:
        made.append(
            Message.of("plan.item.chance", without=without, with_it=with_it,
                       window_days=board.settings.window_days)
        )  # fmt: skip
    else:
        made.append(
            Message.of("plan.item.same", without=without, window_days=board.settings.window_days)
        )
    made.append(
        Message.of(
            "plan.item.worth",
            gain_cents=round(float(solved.gain[at])),
            cost_cents=round(float(solved.cost[at]), 1),
        )
    )
    friends = round(float(solved.worth.friends[row, action]), 1)
    if friends > 0:
        made.append(Message.of(FRIENDS, friends_cents=friends))
    larger = float(learned.effects.larger[action])
    if larger >= LEAST_LARGER:
        made.append(Message.of(LARGER, larger_share=larger))
    made.append(belief_message(learned, action))
    days = board.limits.coupon_days[action]
    if days:
        off = board.options.actions[action].discount_share
        made.append(Message.of("plan.item.coupon", discount_share=off, silent_days=days))
    if role is not Role.SEND:
        made.append(Message.of(f"plan.item.{role.value}"))
    return tuple(made)


def belief_message(learned: Learned, action: int) -> Message:
    """Where the belief in an action is from."""
    sent = int(learned.effects.sent[action])
    if sent:
        return Message.of("plan.belief.own", cases=sent)
    if learned.effects.priors[action].own:
        return Message.of("plan.belief.owner")
    return Message.of("plan.belief.borrowed")


def _products(board: Board, recommend: RecommendAnswer | None) -> dict[tuple[int, bool], int]:
    """First product of each list by (customer position, new for the customer)."""
    if recommend is None:
        return {}
    lists = recommend.lists
    first = np.flatnonzero(lists.rank == 1)
    return {
        (customer, bool(new)): product
        for customer, new, product in zip(
            lists.customer[first].tolist(),
            lists.is_new[first].tolist(),
            lists.product[first].tolist(),
            strict=True,
        )
    }


def _product_of(kind: ActionKind, customer: int, products: dict[tuple[int, bool], int]) -> int:
    if kind is ActionKind.REPLENISH:
        return products.get((customer, False), -1)
    if kind is ActionKind.RECOMMEND:
        return products.get((customer, True), products.get((customer, False), -1))
    return -1
