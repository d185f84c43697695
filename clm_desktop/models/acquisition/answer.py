"""Everything about winning customers, from the orders and what was spent on each channel."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.message import Message
from clm_desktop.core.outreach import ChannelSpend
from clm_desktop.core.run import RunContext
from clm_desktop.core.transactions import Transactions
from clm_desktop.models.acquisition.curve import RANGE, ResponseCurve, fit_curve
from clm_desktop.models.acquisition.leads import FirstOrders, score_leads
from clm_desktop.models.acquisition.likeness import Trait, best_rows, likenesses
from clm_desktop.models.acquisition.newcomers import (
    WEEK_DAYS,
    ChannelWeeks,
    channel_weeks,
    of_channel,
)
from clm_desktop.models.acquisition.results import AcquisitionAnswer, ChannelAnswer, SpendCurve
from clm_desktop.models.acquisition.worth import (
    Growth,
    Worth,
    channel_worth,
    kept_share,
    payback_weeks,
    shop_growth,
)
from clm_desktop.models.lifecycle.beginnings import Beginnings
from clm_desktop.models.lifecycle.origins import first_orders, first_text

Floats = NDArray[np.float64]
NEXT_SHARE = 0.1  # the next unit of money is a tenth of a usual week, in round figures
FARTHEST = 2.0  # times the dearest week seen: further out the curve is not drawn or followed
POINTS = 41
MOST_TOLD_APART = 12  # channels, products ... that leads are told apart by


def acquisition_answer(  # noqa: PLR0917 - one argument per thing it is made from
    tx: Transactions,
    begun: Beginnings,
    spend: tuple[ChannelSpend, ...],
    traits: tuple[Trait, ...],
    value_cents: Floats,
    margin_share: float,
    ctx: RunContext,
) -> AcquisitionAnswer:
    """Answer everything; ``value_cents`` is what each customer will spend in the next year.

    ``traits`` (first product, channel, basket ...) run parallel to ``begun``. Cost: O(orders) and
    0.1 s per channel.
    """
    shop = shop_growth(begun)
    shop_kept = kept_share(begun, np.ones(len(begun), np.bool_))
    channel = first_text(tx.order_channel, begun, first_orders(tx, begun))
    made = []
    for weeks in channel_weeks(spend, begun, channel):
        ctx.check()
        worth = _worth(weeks, begun, channel, shop, shop_kept, margin_share)
        made.append(_channel(weeks, worth))
    made.sort(key=lambda one: (-np.nan_to_num(_next_rate(one), nan=-1e18), one.channel))
    best = best_rows(value_cents)
    return AcquisitionAnswer(
        value_days=max(len(shop.cents) - 1, 0),
        channels=tuple(made),
        shop_value_cents=margin_share * float(shop.cents[-1]) if len(shop.cents) else float("nan"),
        shop_kept_share=shop_kept,
        trap=_trap(made),
        leads=score_leads(begun, _told(begun, traits), ctx),
        likeness=likenesses(traits, best),
        best_row=best,
        notes=(*_behind(spend, begun.as_of_day), *_uncounted(spend, made), *_notes(made)),
    )


def curve_of(weeks: ChannelWeeks) -> ResponseCurve | None:
    """The response curve of one channel; None where nothing tells its new customers."""
    if not weeks.told_by or not (weeks.cost_cents > 0).any():
        return None
    return fit_curve(weeks.cost_cents, weeks.new, with_base=weeks.told_by == "total")


def _worth(  # noqa: PLR0917 - one argument per thing it is made from
    weeks: ChannelWeeks,
    begun: Beginnings,
    channel: NDArray[np.object_],
    shop: Growth,
    shop_kept: float,
    margin_share: float,
) -> Worth | None:
    if not len(shop.cents):
        return None
    mine = of_channel(channel, weeks.channel)
    return channel_worth(begun, mine, shop, shop_kept, margin_share)


def _channel(weeks: ChannelWeeks, worth: Worth | None) -> ChannelAnswer:
    nan = float("nan")
    spent = weeks.cost_cents > 0
    cost = float(weeks.cost_cents.sum())
    new = float(weeks.new[spent].sum()) if weeks.told_by else nan
    cac = cost / new if new > 0 else nan
    kept = worth.kept_share if worth else nan
    value = worth.cents if worth else nan
    curve = curve_of(weeks)
    usual = float(np.median(weeks.cost_cents[spent])) if spent.any() else nan
    unit = _round_money(usual * NEXT_SHARE)
    more = _more(curve, usual, unit)
    return ChannelAnswer(
        channel=weeks.channel,
        weeks=int(spent.sum()),
        cost_cents=cost,
        usual_cost_cents=usual,
        new_customers=new,
        told_by=weeks.told_by,
        cac_cents=cac,
        kept_share=kept,
        cac_kept_cents=cac / kept if kept > 0 else nan,
        value_cents=value,
        value_lo_cents=worth.lo_cents if worth else nan,
        value_hi_cents=worth.hi_cents if worth else nan,
        payback_weeks=payback_weeks(worth.curve, cac) if worth else nan,
        next_money_cents=unit,
        next_customers=more,
        next_gain_cents=more * value - unit,
        curve=_drawn(curve),
        learnable=curve is not None and curve.learnable,
    )


def _more(curve: ResponseCurve | None, usual: float, unit: float) -> float:
    """New customers of one more unit of money in a usual week."""
    if curve is None:
        return float("nan")
    now, then = curve.new_customers(np.array([usual, usual + unit]))
    return float(then - now)


def _next_rate(channel: ChannelAnswer) -> float:
    """Gain per unit of the next money: a large channel's tenth is more money than a small one's."""
    return channel.next_gain_cents / channel.next_money_cents


def _drawn(curve: ResponseCurve | None) -> SpendCurve:
    if curve is None:
        empty = np.empty(0)
        return SpendCurve(cost_cents=empty, mean=empty, low=empty, high=empty)
    spend = np.linspace(0.0, curve.most_cents * FARTHEST, POINTS)
    return SpendCurve(
        cost_cents=spend,
        mean=curve.new_customers(spend),
        low=curve.quantile(spend, RANGE[0]),
        high=curve.quantile(spend, RANGE[1]),
    )


def _round_money(cents: float) -> float:
    """A round figure near it: 1, 2 or 5 times a power of ten."""
    if not cents > 0:
        return float("nan")
    power = 10.0 ** np.floor(np.log10(cents))
    return float(power * min((1, 2, 5, 10), key=lambda step: abs(step - cents / power)))


def _trap(channels: list[ChannelAnswer]) -> str:
    """The channel with the cheapest new customers, where another's bring more for the money."""
    known = [c for c in channels if np.isfinite(c.cac_cents) and np.isfinite(c.value_cents)]
    if len(known) < 2:
        return ""
    cheapest = min(known, key=lambda c: c.cac_cents)
    best = max(known, key=lambda c: c.value_cents / c.cac_cents)
    return "" if best is cheapest else cheapest.channel


def _told(begun: Beginnings, traits: tuple[Trait, ...]) -> FirstOrders:
    """Columns of the first orders: size, and one per frequent product, channel, coupon ..."""
    size = np.log1p(np.maximum(begun.first_cents, 0).astype(np.float64))
    columns, names = [size], ["size"]
    for trait in traits:
        for place in range(min(len(trait.keys), MOST_TOLD_APART)):
            columns.append((trait.label == place).astype(np.float64))
            names.append(f"{trait.name} {trait.keys[place]}")
    low, high = np.quantile(begun.first_cents, [1 / 3, 2 / 3]) if len(begun) else (0, 0)
    third = (begun.first_cents > low).astype(np.int64) + (begun.first_cents > high)
    channel = next((t.label for t in traits if t.name == "channel"), None)
    where = np.zeros(len(begun), np.int64) if channel is None else channel.astype(np.int64) + 1
    return FirstOrders(columns=np.column_stack(columns), names=tuple(names), cell=where * 3 + third)


def _behind(spend: tuple[ChannelSpend, ...], as_of_day: int) -> tuple[Message, ...]:
    """Whether a week is over of which nobody told what it cost."""
    last_day = max((one.week_day for one in spend), default=as_of_day) + WEEK_DAYS - 1
    if last_day + WEEK_DAYS > as_of_day:
        return ()
    return (Message.of("acquisition.behind", last_day=last_day),)


def _uncounted(
    spend: tuple[ChannelSpend, ...], channels: list[ChannelAnswer]
) -> tuple[Message, ...]:
    """Money that was told and stands in no figure: else they would not add up to the owner's."""
    left = sum(one.cost_cents for one in spend) - sum(one.cost_cents for one in channels)
    return (Message.of("acquisition.uncounted", left_cents=left),) if left >= 1 else ()


def _notes(channels: list[ChannelAnswer]) -> tuple[Message, ...]:
    notes = []
    if not channels:
        notes.append(Message.of("acquisition.no_spend"))
    flat = [c.channel for c in channels if c.told_by and c.weeks and not c.learnable]
    notes.extend(Message.of("acquisition.vary", channel=name) for name in flat)
    silent = [c.channel for c in channels if not c.told_by]
    notes.extend(Message.of("acquisition.untold", channel=name) for name in silent)
    return tuple(notes)
