"""The lines of the Today list: what to do, with whom, why."""

from __future__ import annotations

from collections.abc import Mapping

from clm_desktop.view.marks import N_, Plural, Text

TODAY: Mapping[str, Text] = {
    "today.call": Plural(
        "Call this {customers} person first",
        "Call these {customers} people first",
        by="customers",
    ),
    "today.call.few": N_(
        "should have come back after about {gap_span}; it has been {since_span} now"
    ),
    "today.call.detail": N_("usually buys every {gap_span}; it has been {since_span} now"),
    "today.second_order": Plural(
        "{customers} first-time buyer is due for order two",
        "{customers} first-time buyers are due for order two",
        by="customers",
    ),
    "today.second_order.detail": N_(
        "Half of those who came back did so {from_span} to {to_span} after the first order. "
        "So far {came_back_share} of your customers came back."
    ),
    "today.thank": Plural(
        "{customers} of your best customers has brought {sales_share} of what customers spent: "
        "say thank you",
        "{customers} of your best customers have brought {sales_share} of what customers spent: "
        "say thank you",
        by="customers",
    ),
    "today.thank.detail": N_(
        "They have spent {total_cents} with you. A note is enough, no discount."
    ),
    "today.offer": Plural(
        "Tell {customers} customer about “{product}”",
        "Tell {customers} customers about “{product}”",
        by="customers",
    ),
    "today.offer.detail": N_(
        "It goes with what they bought: about {expected} of them are likely to take it next time."
    ),
    "today.reorder": N_("{product} runs out about {run_day}: order {order}"),
    "today.reorder.gone": N_("{product} is sold out: order {order}"),
    "today.reorder.alone": N_("Later it may be sold out before the delivery is here."),
    "today.reorder.two": N_("Then {second}: order {second_order}."),
    "today.reorder.three": N_(
        "Then {second}: order {second_order}, and {third}: order {third_order}. "
        "Of your best sellers {products} are due."
    ),
    "today.leave_alone": Plural(
        "Don't bother: {customers} person is very unlikely to come back",
        "Don't bother: {customers} people are very unlikely to come back",
        by="customers",
    ),
    "today.leave_alone.detail": N_(
        "Only about {back_share} of them would return within {horizon_days}. "
        "Save the postage for the others."
    ),
    "today.leave_alone.rule": N_(
        "None of them has bought for {since_days} or more. Save the postage for the others."
    ),
    "today.add_data": Plural(
        "Add older order files: so far {customers} customer in {span_span}",
        "Add older order files: so far {customers} customers in {span_span}",
        by="customers",
    ),
    "today.hidden_buyers": N_("Repeat buyers cannot be seen in your files"),
    "today.no_customer": N_("{sales_share} of sales went to people your file does not name"),
    "today.no_customer.detail": N_(
        "That is {no_customer_cents}. Export your orders with e-mail, phone or customer number, "
        "and those buyers count too."
    ),
    "today.no_products": N_("{lines_share} of the order lines name no product"),
    "today.no_products.detail": Plural(
        "For {lines} line nobody knows what was sold. Add the file that lists products.",
        "For {lines} lines nobody knows what was sold. Add the file that lists products.",
        by="lines",
    ),
}
