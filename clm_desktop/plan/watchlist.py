"""Customers worth saving: they came back before, are slipping now, and money goes with them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clm_desktop.features.customer_table import CustomerTable
from clm_desktop.models.results import RiskAnswer, SegmentScheme, ValueAnswer
from clm_desktop.models.risk.listed import money_if_back, usual_order_cents, worth_a_word
from clm_desktop.plan.answers import Watchlist
from clm_desktop.plan.owner_words import NOBODY, LeftOut


def watchlist(
    table: CustomerTable,
    risk: RiskAnswer,
    value: ValueAnswer,
    out: LeftOut = NOBODY,
    schemes: tuple[SegmentScheme, ...] = (),
) -> Watchlist:
    """Slipping repeat customers of the last year, most money at risk first.

    Money at risk = (1 - chance to buy) x what they would spend in the horizon if they came back.
    Where the data supports no chance, lateness stands in: (1 - rhythm / silence) x that money.
    Customers silent for less than 1.25 of their own rhythm, at low risk, or beyond hope are not
    listed: their money is not at risk but safe, or gone. Nor is who is ``out`` by the owner's word,
    or in the group of ``schemes`` that is to be let go. Days on which nobody bought at all make
    nobody late.
    """
    recency = table.recency_days.astype(np.float64)
    gap = np.maximum(risk.usual_gap_days, 1.0)
    known = np.isfinite(risk.p_buy)
    gone = in_group(schemes, "gone", len(table))
    left_alone = out.mask(len(table))

    def listed(quiet_days: NDArray[np.int32]) -> NDArray[np.bool_]:
        by_chance = risk.usual_gap_days, risk.p_buy, risk.risk
        return worth_a_word(table.frequency, recency, quiet_days, *by_chance, gone) & ~left_alone

    wanted = listed(table.quiet_days)
    spared = listed(np.zeros_like(table.quiet_days)) & ~wanted
    late = 1.0 - np.minimum(gap / np.maximum(recency, 1.0), 1.0)
    leaving = np.where(known, 1.0 - np.nan_to_num(risk.p_buy), late)
    at_risk = leaving * spend_if_back_cents(table, risk, value)
    row = np.flatnonzero(wanted & (at_risk > 0))
    row = row[np.lexsort((row, -at_risk[row]))]
    return Watchlist(
        row=row.astype(np.int32),
        p_leave=1.0 - risk.p_buy[row],
        value_at_risk_cents=at_risk[row],
        overdue_days=recency[row] - table.quiet_days[row] - risk.usual_gap_days[row],
        spared=int(np.count_nonzero(spared)),
        quiet_days=int(table.quiet_days[spared].max(initial=0)),
    )


def nobody() -> Watchlist:
    """The list of a shop whose repeat buyers cannot be seen."""
    return Watchlist(
        row=np.empty(0, np.int32),
        p_leave=np.empty(0),
        value_at_risk_cents=np.empty(0),
        overdue_days=np.empty(0),
    )


def in_group(
    schemes: tuple[SegmentScheme, ...], segment_id: str, customers: int
) -> NDArray[np.bool_]:
    """Who is in a group of the shop; nobody where there is none of that name."""
    for scheme in schemes:
        for position, group in enumerate(scheme.groups):
            if group.segment_id == segment_id:
                return np.asarray(scheme.label == position, np.bool_)
    return np.zeros(customers, np.bool_)


def spend_if_back_cents(
    table: CustomerTable, risk: RiskAnswer, value: ValueAnswer
) -> NDArray[np.float64]:
    """Money a customer would spend in the horizon, given that they buy at all.

    The value model's figure where there is one, held between one usual order and as many as the
    own rhythm allows; else those at the rhythm. Usual orders are net of what is given back.
    """
    return money_if_back(
        usual_order_cents(table),
        risk.usual_gap_days,
        risk.horizon_days,
        value.expected_spend_cents,
        risk.p_buy,
    )
