"""What an offer to a customer of a group may cost at most, and how to speak to them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clm_desktop.models.results import Group
from clm_desktop.plan.answers import Answers

# How a group is spoken to: the kind of message, and the share of the next 12 months' margin that
# an offer may take (product.md, section 3). 0: a message and no offer.
_BY_HABIT = {
    "best": ("thank", 0.05),
    "loyal": ("companion", 0.05),
    "regular": ("companion", 0.05),
    "big_ticket": ("thank", 0.05),
    "promising": ("second", 0.10),
    "new": ("welcome", 0.10),
    "needs_nudge": ("nudge", 0.05),
    "slipping": ("nudge", 0.10),
    "cant_lose": ("ask", 0.15),
    "at_risk": ("ask", 0.15),
    "almost_gone": ("last", 0.0),
    "one_and_done": ("second", 0.10),
    "gone": ("last", 0.0),
    "important_value": ("thank", 0.05),
    "important_develop": ("companion", 0.05),
    "important_keep": ("ask", 0.15),
    "important_win_back": ("ask", 0.15),
    "ordinary_value": ("companion", 0.05),
    "ordinary_develop": ("welcome", 0.10),
    "ordinary_keep": ("nudge", 0.05),
    "ordinary_win_back": ("last", 0.0),
}
_FOUND = {  # by the first two words of a cluster's pattern
    "recent_often": ("thank", 0.05),
    "recent_sometimes": ("companion", 0.05),
    "recent_once": ("welcome", 0.10),
    "resting_often": ("ask", 0.15),
    "resting_sometimes": ("nudge", 0.05),
    "resting_once": ("second", 0.10),
    "silent_often": ("ask", 0.15),
    "silent_sometimes": ("last", 0.0),
    "silent_once": ("last", 0.0),
}
KINDS = tuple(dict.fromkeys(kind for kind, _ in (*_BY_HABIT.values(), *_FOUND.values())))


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupOffer:
    """How to treat a group."""

    kind: str  # of message
    share: float  # of the margin of the next 12 months that an offer may take
    expected_cents: float  # that one of them will spend in 12 months, nan where nobody knows
    ceiling_cents: float  # what an offer to one of them may cost, nan likewise


def offer_of(answers: Answers, group: Group, inside: NDArray[np.bool_]) -> GroupOffer:
    """What a group may cost: share x margin x what one of them is expected to spend in a year.

    It is a part of what they will leave anyway, so that no offer costs more than it can bring.
    """
    kind, share = _treatment(group)
    value = answers.value.value_12m_cents[inside]
    known = value[np.isfinite(value)]
    expected = float(known.mean()) if len(known) else float("nan")
    return GroupOffer(
        kind=kind,
        share=share,
        expected_cents=expected,
        ceiling_cents=share * answers.margin_share * expected,
    )


def _treatment(group: Group) -> tuple[str, float]:
    if group.segment_id in _BY_HABIT:
        return _BY_HABIT[group.segment_id]
    pattern = group.name.code.removeprefix("cluster.name.")
    return _FOUND[pattern.rpartition("_")[0]]
