"""Every sentence that the recommender can say: codes and parameters, the words are the view's.

A reason is stored as numbers; its sentence is ``recommend.reason.<code>`` with the parameters
named here: ``a`` and ``b`` say what ``reason_a`` and ``reason_b`` hold ('' = nothing), and
``product`` stands for the name of ``reason_product`` where ``names_product`` is set.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonCode:
    """What one reason's numbers mean."""

    code: str
    a: str
    b: str
    names_product: bool = False


REASONS = (
    # buy again
    ReasonCode(code="due", a="gap_days", b="since_days"),  # usually every a, last time b ago
    ReasonCode(code="often", a="times", b="orders"),  # in a of the last b orders
    ReasonCode(code="only_order", a="since_days", b=""),  # in their only order so far
    ReasonCode(code="bought_before", a="times", b="since_days"),
    # new for the customer
    ReasonCode(code="also_bought", a="customers", b="buyers_share", names_product=True),
    ReasonCode(code="alike", a="customers", b=""),  # buyers, among them people of the same taste
    ReasonCode(code="new_product", a="since_days", b=""),  # first sold a days ago
    ReasonCode(code="similar", a="since_days", b="", names_product=True),  # new, like an own one
    ReasonCode(code="replaces", a="customers", b="", names_product=True),  # in place of an own one
    ReasonCode(code="bought_next", a="customers", b="of", names_product=True),  # after their last
    ReasonCode(code="refill", a="customers", b="of", names_product=True),  # for what they have
    ReasonCode(code="selling_well", a="orders", b="window_days"),
    ReasonCode(code="popular", a="customers", b=""),
)
REASON_CODES = tuple(reason.code for reason in REASONS)

# verdicts: code, parameters
VERDICTS = (
    ("recommend.no_products", ()),  # the file has only totals
    ("recommend.too_small", ("customers", "needed_customers", "lines", "needed_lines")),
    ("recommend.better", ("tested", "tips", "hit_share", "best_seller_share")),
    ("recommend.nearer_top", ("tested", "tips", "hit_share", "best_seller_share")),
    ("recommend.new_only", ("tested", "tips", "hit_share", "best_seller_share")),
    ("recommend.no_better", ("tested", "tips", "hit_share", "best_seller_share")),
)
