"""All groups of a shop, in the groups that stand, and who moved since an earlier day."""

from __future__ import annotations

from dataclasses import dataclass

from clm_desktop.core.run import RunContext
from clm_desktop.core.transactions import Transactions
from clm_desktop.features.customer_table import CustomerTable, table_then
from clm_desktop.features.events import Events, purchase_events
from clm_desktop.features.snapshot import cut
from clm_desktop.models.results import (
    FeatureMap,
    FoundGroups,
    Movement,
    SegmentScheme,
    Trust,
)
from clm_desktop.models.segments.clusters import (
    GMM,
    KMEANS,
    clusters,
    soft_groups,
    sorted_into,
)
from clm_desktop.models.segments.eight_ways import eight_ways
from clm_desktop.models.segments.feature_map import feature_map
from clm_desktop.models.segments.movement import movement
from clm_desktop.models.segments.rfm import groups_for, rfm_groups

LOOK_BACK_DAYS = 90  # to see who moved where no earlier file is known


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupWishes:
    """What the owner chose; 0 leaves it to the data."""

    rfm_groups: int = 0  # 5, 8 or 11
    found_k: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentAnswer:
    """Every scheme of groups, who moved in it, and the picture of all customers."""

    schemes: tuple[SegmentScheme, ...]
    movements: tuple[Movement, ...]
    feature_map: FeatureMap


def answer_segments(  # noqa: PLR0917 - one argument per thing the groups depend on
    tx: Transactions,
    table: CustomerTable,
    trust: Trust,
    wishes: GroupWishes,
    standing: tuple[FoundGroups, ...],
    since_day: int | None,
    seed: int,
    ctx: RunContext,
    *,
    events: Events | None = None,
) -> SegmentAnswer:
    """Sort everybody into groups: by habit, as found (hard and soft edges), and the eight ways.

    ``standing`` are found groups of earlier days, used again unless another k is wanted.
    ``since_day`` is the day of the file before (None: 90 days ago, in shops twice as old).
    ``events``: those of ``tx`` up to the day of ``table``, where they are there already.
    Cost: 1M lines about 2 s with standing groups, else 2 s more.
    """
    kept = {one.method: one for one in standing if one.asked_k == wishes.found_k}
    schemes = (
        rfm_groups(table, trust, wishes.rfm_groups),
        clusters(
            *(table, trust, seed, ctx.part(0.0, 0.5)),
            asked_k=wishes.found_k,
            standing=kept.get(KMEANS),
        ),
        soft_groups(
            *(table, trust, seed, ctx.part(0.5, 0.7)),
            asked_k=wishes.found_k,
            standing=kept.get(GMM),
        ),
        eight_ways(table, trust),
    )
    ctx.check()
    if since_day is None and trust.span_days >= 2 * LOOK_BACK_DAYS:
        since_day = table.as_of_day - LOOK_BACK_DAYS
    moves: tuple[Movement, ...] = ()
    if since_day is not None and tx.order_is_sale.any() and tx.first_day <= since_day:
        if events is None:
            events = purchase_events(cut(tx, table.as_of_day))
        then = table_then(tx, events, since_day)
        moves = _movements(then, table, trust, wishes, schemes)
    return SegmentAnswer(schemes=schemes, movements=moves, feature_map=feature_map(table, seed))


def _movements(
    then: CustomerTable,
    table: CustomerTable,
    trust: Trust,
    wishes: GroupWishes,
    schemes: tuple[SegmentScheme, ...],
) -> tuple[Movement, ...]:
    """Sort the customers of the earlier day by the rules of today, as many groups as today."""
    if not len(then):
        return ()
    size = wishes.rfm_groups or groups_for(len(table), trust)
    moves = []
    for scheme in schemes:
        if scheme.found is not None:
            before = sorted_into(then, scheme.scheme, scheme.found, None)
        elif scheme.scheme == "rfm":
            before = rfm_groups(then, trust, size if scheme.groups else 0)
        elif scheme.scheme == "eight_ways":
            before = eight_ways(then, trust)
        else:
            continue
        moves.append(movement(then, before, table, scheme))
    return tuple(one for one in moves if one is not None)
