"""Every sentence that a plan says: code and the names of its numbers; the words are the view's."""

from __future__ import annotations

CodeParams = tuple[str, tuple[str, ...]]

CODES: tuple[CodeParams, ...] = (
    # why this customer, in this order
    ("plan.item.rhythm", ("gap_days", "since_days")),
    ("plan.item.due", ("gap_days", "since_days")),  # too few orders for a rhythm of their own
    ("plan.item.once", ("since_days",)),
    ("plan.item.chance", ("without", "with_it", "window_days")),  # of 100 customers like this one
    ("plan.item.same", ("without", "window_days")),  # less than one of 100 more
    ("plan.item.worth", ("gain_cents", "cost_cents")),
    ("plan.item.friends", ("friends_cents",)),  # part of the worth
    ("plan.item.larger", ("larger_share",)),  # in no sum, as no comparison measures it
    ("plan.item.coupon", ("discount_share", "silent_days")),  # the condition that holds for all
    ("plan.item.hold_out", ()),
    ("plan.item.explore", ()),
    # where a belief is from
    ("plan.belief.borrowed", ()),
    ("plan.belief.owner", ()),
    ("plan.belief.own", ("cases",)),
    # what the page must say
    ("plan.note.priors_only", ()),
    ("plan.note.learned", ("cases",)),
    ("plan.note.stop", ("action",)),
    ("plan.note.nobody", ()),
    ("plan.note.hold_out", ("held", "window_days")),
)
