"""The table of channels: spent, won, kept, worth, paid back, and what the next money brings."""

from __future__ import annotations

import numpy as np

from clm_desktop.models.acquisition.results import AcquisitionAnswer, ChannelAnswer
from clm_desktop.view.blocks import Column, Kind, TableBlock
from clm_desktop.view.numbers import NONE
from clm_desktop.view.pages import parts
from clm_desktop.view.words import Words


def channel_table(found: AcquisitionAnswer, words: Words) -> TableBlock:
    """One row per channel, where the next money helps most first."""
    text, channels, span = words.text, found.channels, words.span(found.value_days)

    def money(name: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        return np.array([getattr(c, name) for c in channels], np.float64)

    columns = (
        (Column(key="channel", title=text("Channel"), kind=Kind.TEXT, width=16),
         parts.objects([c.channel for c in channels])),
        (Column(key="cost", title=text("Advertising"), kind=Kind.MONEY, width=10),
         money("cost_cents")),
        (Column(key="new", title=text("New customers"), kind=Kind.WHOLE, width=10),
         money("new_customers")),
        (Column(key="cac", title=text("Cost per new one"), kind=Kind.MONEY, width=10),
         money("cac_cents")),
        (Column(key="kept", title=text("Order again"), kind=Kind.SHARE, width=9,
                tip=text("Within half a year; those who came lately count for as long as they "
                         "could be watched.")), money("kept_share")),
        (Column(key="cac_kept", title=text("Cost per one who stays"), kind=Kind.MONEY, width=12),
         money("cac_kept_cents")),
        (Column(key="value", title=text("Leaves you in {span}", span=span), kind=Kind.MONEY,
                width=10, tip=text("What is left to you of all orders, the first included. With "
                                   "few customers the figure leans on the shop's.")),
         money("value_cents")),
        (Column(key="payback", title=text("Paid back after"), kind=Kind.TEXT, width=12),
         parts.objects([_payback(c, found.value_days, words) for c in channels])),
        (Column(key="next", title=text("The next money"), kind=Kind.TEXT, width=26,
                tip=text("What a tenth more a week would bring, and what is left of it.")),
         parts.objects([_next(c, words) for c in channels])),
    )  # fmt: skip
    return TableBlock(
        name="channels",
        title=text("Where new customers come from"),
        columns=tuple(column for column, _ in columns),
        values=tuple(values for _, values in columns),
    )


def _payback(channel: ChannelAnswer, days: int, words: Words) -> str:
    if np.isnan(channel.payback_weeks):
        return NONE
    if np.isinf(channel.payback_weeks):
        return words.text("not within {span}", span=words.span(days))
    if channel.payback_weeks < 1:
        return words.text("the first order")
    return words.span(channel.payback_weeks * 7)


def _next(channel: ChannelAnswer, words: Words) -> str:
    if not np.isfinite(channel.next_gain_cents):
        return NONE
    money = words.money(channel.next_money_cents)
    gain = words.money(abs(channel.next_gain_cents))
    if channel.next_gain_cents > 0:
        return words.text("{money} more: {gain} gained", money=money, gain=gain)
    return words.text("{money} more: {gain} lost", money=money, gain=gain)
