"""What the shop can do for its customers, with whom it may, what was planned and what was done.

Customers are named by their key, products by theirs, actions and channels by short keys that never
change (``coupon_10``, ``email``): plans outlast re-imports, undone imports and a change of
language. Money is in cents of the shop's currency, times are day numbers (``core.days``). What
came of a contact is never kept: it is read off the orders whenever it is asked for, so that an
import taken back takes its outcomes with it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import StrEnum

from clm_desktop.core.message import Message

NAN = float("nan")
LIVE_DAYS = 60  # a shop whose newest order is older lives by its own calendar, not by the clock


class ActionKind(StrEnum):
    """What is done for a customer; the owner's own actions are of one of these kinds too."""

    CARE = "care"  # a thank-you or a question how it went
    RECOMMEND = "recommend"  # one product that fits
    REPLENISH = "replenish"  # a reminder when something is used up
    COUPON = "coupon"
    CALL = "call"
    REVIEW = "review"  # asks for a review
    REFERRAL = "referral"  # asks to bring a friend


class Pile(StrEnum):
    """What money is spent for."""

    WIN = "win"  # new customers: advertising and referrals
    KEEP = "keep"  # those who may leave
    GROW = "grow"  # those who stay and could buy more


class Goal(StrEnum):
    """What the owner wants most; each weighs keeping customers against this month's profit."""

    PROFIT = "profit"
    BALANCED = "balanced"
    KEEP = "keep"


class Role(StrEnum):
    """What a row of a plan is for."""

    SEND = "send"
    HOLD_OUT = "hold_out"  # chosen, then left alone by lot: the fair comparison
    EXPLORE = "explore"  # sent by lot, to learn


class ItemState(StrEnum):
    """What became of a row of a plan."""

    PLANNED = "planned"
    DONE = "done"
    SKIPPED = "skipped"
    NOT_TRUE = "not_true"  # the reason given does not hold, says the owner
    OPTED_OUT = "opted_out"


class PlanState(StrEnum):
    """A draft is made anew with every import and edit; an approved plan keeps its roles."""

    DRAFT = "draft"
    APPROVED = "approved"


class ConsentState(StrEnum):
    """What a customer said about being written to; unknown counts as refused."""

    GRANTED = "granted"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionText:
    """A template of one action in one language; ``{name}``, ``{product}`` ... are filled in."""

    language: str  # en, zh
    subject: str  # '' where the way has none
    body: str
    family: str = "letter"  # letter (e-mail, post), short (SMS, WeChat) or talk (phone, in person)


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One thing that can be done for a customer."""

    key: str
    kind: ActionKind
    name: str = ""  # '' = the built-in name, in the language that is shown
    channels: tuple[str, ...] = ()  # keys of the channels it may go by; () = every one
    cost_cents: float = 0.0  # of a gift, print or postage, beside what the channel costs
    owner_minutes: float = 0.0  # beside those of the channel
    discount_share: float = 0.0  # of the basket, taken off when the customer buys
    discount_cap_cents: float = 0.0  # most that is taken off; 0 = no cap
    active: bool = True
    audited: bool = True  # False: never held out, and counted in no comparison
    code: str = ""  # that customers type or say to get the discount
    lift_mean: float = NAN  # the owner's belief in log-odds of an order; nan = the program's
    lift_sd: float = NAN
    texts: tuple[ActionText, ...] = ()  # () = the built-in ones


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """One way to reach customers."""

    key: str  # email, sms, wechat, phone, post, parcel, in_person, or the owner's own
    name: str = ""  # '' = the built-in name
    cost_cents: float = 0.0  # of one message
    owner_minutes: float = 0.0  # of one message
    contacts_per_week: int = 0  # most that can be made; 0 = no limit but the plan's
    needs_consent: bool = True
    all_agreed_day: int | None = None  # the owner says that everybody agreed, on this day
    proof: str = ""  # where that is written down, in the owner's words
    active: bool = True
    family: str = ""  # of its texts: letter, short, talk; '' = by its key, else letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What one customer said about one channel."""

    customer_key: str
    channel: str
    state: ConsentState
    day: int
    source: str = ""  # file name, owner, reply ...
    proof: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spared:
    """A customer with a wish that every plan must honour."""

    customer_key: str
    no_profiling: bool = False  # gets the same message as everybody, or none
    until_day: int | None = None  # not contacted before; None = no such wish
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A message or call that was really made, planned or not."""

    customer_key: str
    action: str
    channel: str
    day: int
    plan: int = 0  # number of the plan that asked for it, 0 = none


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelSpend:
    """Money for new customers, one week and one channel of advertising."""

    channel: str  # search, social, flyer ...; as order_channel tells it where it does
    week_day: int  # Monday of the week
    cost_cents: float
    new_customers: float = NAN  # as the channel's own report says; nan = read off the orders
    source: str = ""  # typed, file name


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSettings:
    """The owner's choices for the plan of a week."""

    budget_cents: float = NAN  # of a week; nan = a tenth of a usual week's margin
    contacts: int = 0  # of a week; 0 = as many as the channels can carry
    goal: Goal = Goal.BALANCED
    min_gap_days: int = 21  # between two contacts with one customer
    max_per_8_weeks: int = 3
    max_per_year: int = 12
    window_days: int = 21  # in which an order counts as an answer
    hold_out_share: float = NAN  # nan = 10 %
    explore: bool = True  # some are planned by a draw at half the posterior spread
    hour_cents: float = 0.0  # what an hour of the owner's time is worth to him
    least_share: tuple[tuple[Pile, float], ...] = ()  # of the money that a pile gets at least


FRIENDS = "plan.item.friends"  # the reason that tells what friends may bring
LARGER = "plan.item.larger"  # the reason that tells how much larger orders should be


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanItem:
    """One customer in one plan: what to do, why, and what it should bring.

    ``p_without`` and ``p_with`` are chances of an order in the settings' ``window_days``.
    ``value_cents`` is what the action should bring net of what it costs, as the plan's goal
    weighs it; ``gain_cents`` is plain profit, net of costs too.
    """

    customer_key: str
    action: str
    channel: str
    role: Role
    pile: Pile
    propensity: float  # chance that the lot gave this customer this role, for later evaluation
    stratum: str  # within which the lot was drawn: action and third of p_without
    p_without: float
    p_with: float
    value_cents: float
    gain_cents: float
    cost_cents: float  # mean, discounts when redeemed included
    cost_p95_cents: float  # that one row alone is not dearer than this, 95 of 100 times
    product_key: str = ""  # that the message is about
    reasons: tuple[Message, ...] = ()
    state: ItemState = ItemState.PLANNED
    edited: bool = False  # by the owner: in no randomised comparison
    subject: str = ""  # of a message that the owner wrote for this customer alone
    body: str = ""  # '' = the action's template

    @property
    def friends_cents(self) -> float:
        """Part of the gain that friends who are brought along may bring: least certain of all."""
        told = (dict(one.params) for one in self.reasons if one.code == FRIENDS)
        return math.fsum(float(params["friends_cents"]) for params in told)

    @property
    def own_gain_cents(self) -> float:
        """The gain from this customer's own orders: what a plan promises and results measure."""
        return self.gain_cents - self.friends_cents


@dataclass(frozen=True, slots=True, kw_only=True)
class AcquisitionItem:
    """What one channel of advertising should get this week."""

    channel: str
    cost_cents: float
    new_customers: float  # expected
    value_cents: float  # expected, net of the cost
    reasons: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What one action by one channel costs."""

    action: str
    channel: str
    contact_cents: float  # of one contact, the owner's time included, what is taken off apart
    discount_share: float  # of the basket, taken off when the customer buys
    discount_cap_cents: float  # most that is taken off; 0 = no cap


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRecord:
    """A plan as it is kept."""

    number: int  # 0 = not kept yet
    state: PlanState
    made_s: int
    as_of_day: int  # what was known
    week_day: int  # first day of the week it is for
    approved_day: int | None  # from which the windows run
    seed: int
    program_version: str
    settings: PlanSettings
    items: tuple[PlanItem, ...]
    acquisition: tuple[AcquisitionItem, ...] = ()
    gain_cents: float = NAN  # expected profit against doing nothing, with its 80 % range
    gain_lo_cents: float = NAN
    gain_hi_cents: float = NAN
    cost_cents: float = NAN
    cost_p95_cents: float = NAN
    shadow_price: float = NAN  # what one more unit of money would bring
    solver: str = ""  # milp or lagrangian
    gap_share: float = NAN  # certified distance from the best possible plan
    terms: tuple[Terms, ...] = ()  # as it was approved; () = not told: a draft, or an older file


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanEdit:
    """One change by the owner to a plan: what stood before and what after, for log and undo."""

    made_s: int
    plan: int
    customer_key: str
    before: PlanItem | None  # None: was not in the plan
    after: PlanItem | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outreach:
    """All that a plan must know beside the orders: what the store loads and a simulator tells."""

    actions: tuple[Action, ...]
    channels: tuple[Channel, ...]
    settings: PlanSettings = field(default_factory=PlanSettings)
    consents: tuple[Consent, ...] = ()  # newest of each customer and channel
    spared: tuple[Spared, ...] = ()
    contacts: tuple[Contact, ...] = ()
    plans: tuple[PlanRecord, ...] = ()  # approved ones, oldest first
    spend: tuple[ChannelSpend, ...] = ()
    # (customer key, channel): e-mail, phone ... known? None: whoever agreed can be reached
    reachable: frozenset[tuple[str, str]] | None = None
