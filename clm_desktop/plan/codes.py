"""Every sentence of the Today list: code and the names of its numbers; the words are the view's.

A parameter's name tells its unit (``core.message.Message``). ``product`` is a product's name.
"""

from __future__ import annotations

CodeParams = tuple[str, tuple[str, ...]]

KINDS = (
    "call",
    "second_order",
    "thank",
    "offer",
    "reorder",
    "leave_alone",
    "add_data",
    "data_note",
)

CODES: tuple[CodeParams, ...] = (
    # call: these people first; the detail speaks of the first of them
    ("today.call", ("customers", "at_risk_cents", "horizon_days")),
    ("today.call.detail", ("gap_days", "since_days")),
    ("today.call.few", ("gap_days", "since_days")),  # with too few orders for an own rhythm
    # second order: bought once, now in the span in which others came back (first to third quarter)
    ("today.second_order", ("customers",)),
    ("today.second_order.detail", ("from_days", "to_days", "came_back_share")),
    # thank: the best customers
    ("today.thank", ("customers", "sales_share")),
    ("today.thank.detail", ("total_cents",)),
    # offer: one product that goes with what these people own
    ("today.offer", ("customers", "product")),
    ("today.offer.detail", ("expected",)),  # about so many of them will take it next time
    # leave alone: very unlikely to come back
    ("today.reorder", ("product", "run_day", "order")),
    ("today.reorder.gone", ("product", "order")),
    ("today.reorder.alone", ()),
    ("today.reorder.two", ("second", "second_order")),
    ("today.reorder.three", ("second", "second_order", "third", "third_order", "products")),
    ("today.leave_alone", ("customers",)),
    ("today.leave_alone.detail", ("back_share", "horizon_days")),  # mean chance that they return
    ("today.leave_alone.rule", ("since_days",)),  # all silent for longer than this
    # more data: the detail is the trust ladder's own sentence
    ("today.add_data", ("customers", "span_days")),
    # notes on the data
    ("today.hidden_buyers", ()),
    ("today.no_customer", ("sales_share",)),  # share of the money sold to nobody known
    ("today.no_customer.detail", ("no_customer_cents",)),
    ("today.no_products", ("lines_share",)),  # share of order lines that name no product
    ("today.no_products.detail", ("lines",)),
)
