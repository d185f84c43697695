"""The plan of one week: whom to contact with what, whom to leave alone, and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isfinite

from clm_desktop.core.outreach import Outreach, PlanSettings
from clm_desktop.core.run import RunContext
from clm_desktop.core.transactions import Transactions
from clm_desktop.features.customer_table import CustomerTable
from clm_desktop.features.events import Events, purchase_events
from clm_desktop.features.snapshot import cut
from clm_desktop.models.effects.base import BaseModel, fit_base, score_base
from clm_desktop.models.effects.priors import action_priors
from clm_desktop.models.results import RecommendAnswer, RiskAnswer, ValueAnswer
from clm_desktop.plan.joint.acquisition import Offer, offers_of, usual_spend_cents
from clm_desktop.plan.joint.advertise import advertise
from clm_desktop.plan.joint.beliefs import beliefs_of, notes_of
from clm_desktop.plan.joint.facts import customer_facts, habits_of, newcomer_margin_cents
from clm_desktop.plan.joint.friends import friends_of
from clm_desktop.plan.joint.learn import Learned, Memory, learn, touches_of
from clm_desktop.plan.joint.limits import limits_of, said_of
from clm_desktop.plan.joint.lots import turns_of
from clm_desktop.plan.joint.options import options_of
from clm_desktop.plan.joint.rows import plan_items
from clm_desktop.plan.joint.solve import Board, solve
from clm_desktop.plan.joint.sums import frontier_of, left_alone_of, piles_of, summed
from clm_desktop.plan.joint.types import JointPlan
from clm_desktop.plan.owner_words import NOBODY, LeftOut

WEEK_DAYS = 7
BASE_DAYS = 28  # so old a base model of ``Memory`` may be
HOLD_OUT = 0.10  # of who is chosen: more would prove little sooner and cost every week
BUDGET_OF_MARGIN = 0.10
USUAL_WEEKS = 26  # that tell what a usual week's margin is


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopKnowledge:
    """What refresh has found already and the planner need not find again."""

    tx: Transactions  # the shop's sales, those of non-customers taken out
    table: CustomerTable
    margin_share: float
    risk: RiskAnswer | None = None
    value: ValueAnswer | None = None
    recommend: RecommendAnswer | None = None  # which product a message is about
    left_out: LeftOut | None = None  # by the owner's words
    memory: Memory | None = None  # for who plans many weeks in one run
    prior_scale: float = 1.0  # makes all beliefs wrong, to measure what that costs


def joint_plan(
    shop: ShopKnowledge,
    outreach: Outreach,
    *,
    week_day: int,
    seed: int,
    ctx: RunContext,
    frontier: bool = False,
) -> JointPlan:
    """Plan the week from ``week_day`` on with what is known on the table's day.

    Same seed, data and version, same plan. Nothing is kept: beliefs are derived from the closed
    windows of ``outreach.plans``. Cost: 2,000 customers about .2 CPU s, of which the base model
    takes half; 100k customers about 5 s.
    """
    tx = cut(shop.tx, shop.table.as_of_day)
    events = purchase_events(tx)
    ctx.report(0.05, "plan_base")
    board, learned = _board(shop, tx, events, outreach, week_day, seed, ctx)
    ctx.report(0.6, "plan_solve")
    offers = _offers(shop, tx, outreach)
    ads, left = advertise(board, offers, board.settings, ctx)
    solved = solve(board, left, seed, ctx)
    ctx.report(0.8, "plan_explain")
    items = plan_items(board, solved, learned, shop.recommend)
    totals = summed(board, solved, ads)
    points = frontier_of(board, offers, seed, ctx) if frontier else ()
    facts = board.facts
    anyway = facts.scores.window_orders
    return JointPlan(
        as_of_day=shop.table.as_of_day,
        week_day=week_day,
        seed=seed,
        settings=board.settings,
        items=items,
        acquisition=ads.items,
        piles=piles_of(board, solved, ads),
        beliefs=beliefs_of(board, solved, learned),
        left_alone=left_alone_of(board, solved),
        p_without=facts.scores.p0,
        nothing_orders=float(anyway.sum()),
        nothing_cents=float((anyway * facts.order_margin_cents).sum()),
        gain_cents=totals.gain,
        gain_lo_cents=totals.gain_lo,
        gain_hi_cents=totals.gain_hi,
        kept_customers=totals.kept,
        cost_cents=totals.cost,
        cost_p95_cents=totals.cost_p95,
        owner_minutes=totals.minutes,
        shadow_price=solved.allocation.prices.money,
        solver=solved.allocation.solver,
        gap_share=solved.allocation.gap_share,
        frontier=points,
        notes=notes_of(board, solved, learned),
    )


def _board(  # noqa: PLR0917 - one argument per thing it is made from
    shop: ShopKnowledge,
    tx: Transactions,
    events: Events,
    outreach: Outreach,
    week_day: int,
    seed: int,
    ctx: RunContext,
) -> tuple[Board, Learned]:
    """Everything that stands before anything is chosen."""
    as_of = shop.table.as_of_day
    memory = shop.memory or Memory()
    options = options_of(outreach)
    settings = resolved(outreach, tx, week_day, shop.margin_share)
    base = _base(events, tx, outreach, as_of, settings.window_days, memory, ctx)
    ctx.report(0.35, "plan_learn")
    priors = action_priors(options.actions, shop.prior_scale)
    learned = learn(outreach, priors, tx, events, base, as_of, memory, ctx)
    scores = score_base(base, events, as_of, ctx)
    facts = customer_facts(scores, habits_of(tx, as_of), shop.margin_share)
    keys = tx.customer_key[shop.table.customer].tolist()
    rows = {str(key): row for row, key in enumerate(keys)}
    limits = limits_of(outreach, options, settings, facts, rows, shop.left_out or NOBODY, week_day)
    said = said_of(outreach, rows)
    asked = said[(said[:, 2] > 0) & (said[:, 1] <= as_of - WEEK_DAYS), :2]
    newcomer = newcomer_margin_cents(tx, as_of, shop.margin_share)
    board = Board(
        settings=settings,
        options=options,
        facts=facts,
        limits=limits,
        effects=learned.effects,
        friends=friends_of(asked, scores.p_alive, tx, as_of, newcomer),
        keys=tuple(str(key) for key in keys),
        turn=turns_of([str(key) for key in keys]),
        customer=shop.table.customer,
        week_day=week_day,
        product_keys=tx.product_key,
    )
    return board, learned


def _offers(shop: ShopKnowledge, tx: Transactions, outreach: Outreach) -> tuple[Offer, ...]:
    """What advertising can do, where the owner told what is spent on it."""
    if not outreach.spend:
        return ()
    memory, as_of = shop.memory or Memory(), shop.table.as_of_day
    if memory.offers_day < 0 or as_of - memory.offers_day >= BASE_DAYS:
        memory.offers = offers_of(tx, shop.table, outreach.spend, shop.margin_share)
        memory.offers_day = as_of
    return memory.offers


def _base(  # noqa: PLR0917 - one argument per thing it is made from
    events: Events,
    tx: Transactions,
    outreach: Outreach,
    as_of_day: int,
    window_days: int,
    memory: Memory,
    ctx: RunContext,
) -> BaseModel:
    kept = memory.base
    if kept is None or kept.window_days != window_days or as_of_day - kept.made_day >= BASE_DAYS:
        position = {str(key): at for at, key in enumerate(tx.customer_key.tolist())}
        touches = touches_of(outreach, position)
        memory.base = kept = fit_base(events, touches, as_of_day, window_days, ctx)
    return kept


def resolved(
    outreach: Outreach, tx: Transactions, week_day: int, margin_share: float
) -> PlanSettings:
    """The owner's choices with every nan and 0 replaced by what is used."""
    wish = outreach.settings
    budget = wish.budget_cents
    if not isfinite(budget):
        recent = (tx.order_day < week_day) & (tx.order_day >= week_day - 7 * USUAL_WEEKS)
        weeks = min(max((week_day - int(tx.order_day.min())) / WEEK_DAYS, 1.0), USUAL_WEEKS)
        usual = margin_share * float(tx.order_cents[recent].sum()) / weeks
        budget = max(round(BUDGET_OF_MARGIN * usual + usual_spend_cents(outreach.spend)), 0)
    share = wish.hold_out_share
    if not isfinite(share):
        share = HOLD_OUT
    contacts = wish.contacts
    if contacts <= 0:
        most = [c.contacts_per_week or tx.n_customers for c in outreach.channels if c.active]
        contacts = min(sum(most), max(tx.n_customers, 1))
    return replace(wish, budget_cents=float(budget), hold_out_share=share, contacts=contacts)
