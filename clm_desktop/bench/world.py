"""The worlds of the benchmark: every number that a simulated shop is made of, with its source.

[2.4] is the study behind the plan's design (plan_science, section 2.4), [f] was fitted to its shop
left alone (2,520 orders, 81 % kept in 26 weeks) and to its oracles, [a] is assumed: nobody has
published a number. Nothing was fitted to what any policy of ours earns.
Money is in whole currency units (a simulated yuan), times in weeks unless the name says otherwise.
Change a number and ``WORLD_VERSION`` must grow: figures of two versions are not comparable.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from clm_desktop.core.outreach import ActionKind

WORLD_VERSION = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldChannel:
    """One way to reach customers in a simulated shop."""

    key: str
    capacity_share: float  # of the customers that the shop begins with, per week
    consent_share: float  # of the customers
    cost: float  # of one message
    owner_minutes: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldAction:
    """One thing that can be done, and what it truly does.

    ``lift`` is what it adds to the log-hazard of an order during ``World.effect_weeks``; ``by_*``
    say how that differs between customers. Chances and multipliers are per contact.
    """

    key: str
    kind: ActionKind
    channel: str
    lift: float
    discount_share: float = 0.0
    by_narrow: float = 0.0  # added for who buys from one category only, half for two
    by_due: float = 0.0  # added while something regularly bought is due
    by_deal: float = 0.0  # times deal-proneness, standard normal
    by_call: float = 0.0  # times call-proneness, uniform 0..1
    pulled_share: float = 0.0  # of the extra orders are only earlier
    leave_factor: float = 1.0  # of the dropout hazard during World.retention_weeks
    win_back_share: float = 0.0  # of contacts with one who has just left
    refer_share: float = 0.0  # times sociability: brings a new customer


@dataclass(frozen=True, slots=True, kw_only=True)
class AdChannel:
    """Advertising: ``most * (1 - exp(-money / scale))`` new customers a week, Poisson."""

    key: str
    most: float
    scale: float
    rate_factor: float  # of the purchase rate of who comes this way
    leave_factor: float  # of their dropout hazard

    def mean_new(self, money: float) -> float:
        """New customers that this money brings in a week, on average."""
        return self.most * -math.expm1(-money / self.scale)


# True lifts: [2.4], anchored to Hillstrom's e-mail test 2008 (+.41 to +.79 in the
# log-odds of a visit or an order), Gopalakrishnan & Park 2021 (base coupon +.47 to +.96, most of it
# reminder), both shrunk as replications of marketing effects usually are. Retention effects have no
# good public anchor: the order of size is that of Ascarza et al. 2016, where a contact moved churn
# by 3.6 points (to the worse); they are [f] to the oracle's, win-back and pull-forward are [a].
# Referred customers: Schmitt, Skiera, Van den Bulte 2011.
ACTIONS = (
    WorldAction(
        key="care",
        kind=ActionKind.CARE,
        channel="chat",
        lift=0.10,
        leave_factor=0.78,
        win_back_share=0.002,
    ),
    WorldAction(
        key="recommend",
        kind=ActionKind.RECOMMEND,
        channel="chat",
        lift=0.12,
        by_narrow=0.28,
        pulled_share=0.15,
        win_back_share=0.002,
    ),
    WorldAction(
        key="reminder",
        kind=ActionKind.REPLENISH,
        channel="chat",
        lift=0.0,
        by_due=0.90,
        pulled_share=0.5,
        win_back_share=0.002,
    ),
    WorldAction(
        key="coupon_10",
        kind=ActionKind.COUPON,
        channel="chat",
        lift=0.15,
        discount_share=0.10,
        by_deal=0.15,
        pulled_share=0.25,
        leave_factor=0.86,
        win_back_share=0.004,
    ),
    WorldAction(
        key="coupon_20",
        kind=ActionKind.COUPON,
        channel="sms",
        lift=0.35,
        discount_share=0.20,
        by_deal=0.25,
        pulled_share=0.25,
        leave_factor=0.82,
        win_back_share=0.008,
    ),
    WorldAction(
        key="call",
        kind=ActionKind.CALL,
        channel="phone",
        lift=0.05,
        by_call=0.45,
        leave_factor=0.60,
        win_back_share=0.02,
    ),
    WorldAction(
        key="referral",
        kind=ActionKind.REFERRAL,
        channel="chat",
        lift=0.0,
        refer_share=0.03,  # [2.4]
    ),
)

# Capacities and consents: [2.4]. Costs: a bulk SMS in mainland China is .03 to .06 yuan;
# a call is five minutes of a helper at 36 yuan an hour.
CHANNELS = (
    WorldChannel(key="chat", capacity_share=0.25, consent_share=0.75, cost=0.02),
    WorldChannel(key="sms", capacity_share=0.10, consent_share=0.5, cost=0.06),
    WorldChannel(key="phone", capacity_share=0.006, consent_share=0.3, cost=3.0, owner_minutes=5),
)

# Saturating response: Jin et al. 2017 (media mix models with carryover and shape effects). Quality
# by channel: search brings the keenest, discount marketplaces the least faithful buyers, after
# Villanueva, Yoo, Hanssens 2008 (word of mouth worth twice a bought customer in the long run).
AD_CHANNELS = (
    AdChannel(key="search", most=6.0, scale=350.0, rate_factor=1.15, leave_factor=0.85),
    AdChannel(key="social", most=4.5, scale=280.0, rate_factor=0.95, leave_factor=1.10),
    AdChannel(key="market", most=18.0, scale=900.0, rate_factor=0.55, leave_factor=2.20),
    AdChannel(key="flyer", most=2.2, scale=200.0, rate_factor=1.25, leave_factor=0.80),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """All parameters of one simulated shop."""

    name: str
    n_customers: int = 2_000  # [2.4]
    history_weeks: int = 78  # [2.4]
    weeks: int = 26  # [2.4]
    budget: float = 600.0  # a week [2.4]
    margin_share: float = 0.40  # [2.4]
    min_gap_weeks: int = 3  # [2.4]

    # Buying. Gamma rates and heterogeneous dropout: Schmittlein, Morrison, Colombo 1987; regular
    # intervals: Platzer & Reutterer 2016 (Pareto/GGG), here Weibull with these shapes and shares.
    rate_mean: float = 0.084  # orders a week while alive [f]
    rate_shape: float = 1.2  # CDNOW .55, repeat shops above 1 [a]
    regular_shapes: tuple[float, ...] = (1.0, 1.6, 2.5)  # at random, loosely, strictly regular [a]
    regular_shares: tuple[float, ...] = (0.40, 0.35, 0.25)  # [f]
    leave_mean: float = 0.0109  # dropout hazard a week [f]
    leave_shape: float = 1.5  # CDNOW .61, here less extreme [a]
    season: float = 0.10  # amplitude over the year [a]
    basket: float = 120.0  # median [2.4]
    basket_sigma: float = 0.45  # between customers, of the logarithm [2.4]
    order_sigma: float = 0.20  # between the orders of one customer [f]
    categories: int = 6  # [a]
    products: int = 10  # in each category [a]
    favourite_share: float = 0.6  # of orders are of the customer's favourite category [a]
    promotion_share: float = 0.08  # of orders use a standing 10 % offer, by deal-proneness [a]

    # Effects
    effect_scale: float = 1.0  # of everything that contacts do for the shop
    effect_weeks: int = 2  # [2.4]
    retention_weeks: int = 4  # [a]
    hidden_sigma: float = 0.25  # of every lift of a customer: unseen beforehand [2.4]
    redeem_share: float = 0.85  # of sure-things use the coupon too [2.4]
    win_back_half_weeks: float = 26.0  # after so long only half as many come back [a]

    # Harm: Hillstrom's frequency test 2018 (saturates after about three contacts), Ascarza et al.
    # 2016 (contact can raise churn), UpliftBench 2026 (few "sleeping dogs"; more here, 6 %).
    harm_scale: float = 1.0
    fatigue: float = 0.12  # of the lift lost with each contact in the last eight weeks [a]
    pressure: float = 0.03  # added to the dropout hazard by each such contact [f]
    dog_share: float = 0.06  # [2.4]
    dog_lift: float = -0.30  # [a]
    dog_leave_factor: float = 2.0  # [a]
    opt_out_share: float = 0.002  # of contacts, and as much again for each recent one [a]
    dog_opt_out_factor: float = 5.0  # [a]

    # Referrals: >= 16 % more valuable, 18 % less churn (Schmitt, Skiera, Van den Bulte 2011).
    referred_rate_factor: float = 1.16
    referred_leave_factor: float = 0.82
    refer_orders: int = 3  # who has bought less often has little to tell [a]
    refer_new_factor: float = 0.3  # of the chance, for those [a]
    refer_again_factor: float = 0.5  # with every further ask [a]

    # New customers
    arrivals: tuple[float, ...] = ()  # share of the first customers by week of the history
    organic: float = 0.0  # a week, of their own accord
    ads: tuple[AdChannel, ...] = ()
    ad_money: float = 0.0  # a week, in all channels together, in the history
    ad_swing: float = 0.35  # of the history's weekly sums, of the logarithm [a]
    residual_weeks: int = 52  # of expected margin after the end count as residual value [a]

    actions: tuple[WorldAction, ...] = ACTIONS
    channels: tuple[WorldChannel, ...] = CHANNELS

    def capacity(self, channel: WorldChannel) -> int:
        """Most contacts of a channel in a week."""
        return round(channel.capacity_share * self.n_customers)

    @classmethod
    def preset(cls, name: str, **changes: object) -> World:
        """Named world; raises KeyError for a name that is none of ``SCENARIOS``."""
        if name not in SCENARIOS:
            raise KeyError(f"there is no world {name!r}, but {', '.join(SCENARIOS)}")
        return replace(SCENARIOS[name], **changes)  # type: ignore[arg-type]


_BASE = World(name="base")
SCENARIOS: dict[str, World] = {
    "base": _BASE,
    "weak": replace(_BASE, name="weak", effect_scale=0.5),
    "strong": replace(_BASE, name="strong", effect_scale=1.8),
    "null": replace(_BASE, name="null", effect_scale=0.0),
    "fatigue2": replace(_BASE, name="fatigue2", harm_scale=2.0),
    "small500": replace(_BASE, name="small500", n_customers=500, budget=150.0),
    "large8000": replace(_BASE, name="large8000", n_customers=8_000, budget=2_400.0),
    "noref": replace(
        _BASE, name="noref", actions=tuple(a for a in ACTIONS if a.refer_share == 0.0)
    ),
    "year": replace(_BASE, name="year", weeks=52),
    "acquire": replace(_BASE, name="acquire", budget=1_500.0, ads=AD_CHANNELS, ad_money=900.0),
}
