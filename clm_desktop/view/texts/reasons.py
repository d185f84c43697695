"""Why somebody is at risk, and why a product is offered: each a fact from the shop's own orders.

A bare ``reason.x`` speaks for leaving, ``.stays`` for staying; ``_once`` is said of customers with
a single order, who have no rhythm yet, ``_none`` of those who have not bought for months,
``_often`` of those who came often and fell silent: no "only" is said of their orders.
"""

from __future__ import annotations

from collections.abc import Mapping

from clm_desktop.view.marks import N_, Plural, Text

_RISK: Mapping[str, Text] = {
    "reason.silence": N_("Usually buys every {gap_span}; it has been {recency_span} now."),
    "reason.silence.stays": N_("Last bought {recency_days} ago; usually every {gap_span}."),
    "reason.silence_few": N_(
        "Should have come back after about {gap_span}; it has been {recency_span} now."
    ),
    "reason.silence_few.stays": N_(
        "Last bought {recency_days} ago; the next order is due after about {gap_span}."
    ),
    "reason.silence_once": N_("The only order is {recency_span} old."),
    "reason.silence_once.stays": N_("Bought for the first time only {recency_days} ago."),
    "reason.habit": Plural(
        "Only {orders} order in {tenure_span}.",
        "Only {orders} orders in {tenure_span}.",
        by="orders",
    ),
    "reason.habit_often": Plural(
        "{orders} order in {tenure_span}, but none for {recency_span}.",
        "{orders} orders in {tenure_span}, but none for {recency_span}.",
        by="orders",
    ),
    "reason.habit.stays": Plural(
        "{orders} order in {tenure_span}.", "{orders} orders in {tenure_span}.", by="orders"
    ),
    "reason.habit_once": N_("Has ordered only once."),
    "reason.habit_once.stays": N_("A first order that is still fresh."),
    "reason.recent": N_("Bought less in the last months than your regulars."),
    "reason.recent_none": N_("No order for {recency_span}, unlike your regulars."),
    "reason.recent.stays": N_("Bought more in the last months than your regulars."),
    "reason.basket": N_(
        "Spends about {basket_cents} an order; customers like that return less often."
    ),
    "reason.basket.stays": N_(
        "Spends about {basket_cents} an order; customers like that return more often."
    ),
    "reason.regularity": N_("Orders come in a rhythm like that of customers who left."),
    "reason.regularity.stays": N_("Orders come in a rhythm like that of customers who stayed."),
    "reason.regularity_once": N_("One order only, so there is no rhythm yet."),
    "reason.regularity_once.stays": N_("One order only, so there is no rhythm yet."),
}

_OFFERS: Mapping[str, Text] = {
    "recommend.reason.due": N_(
        "Usually re-buys it about every {gap_span}; the last time was {since_days} ago."
    ),
    "recommend.reason.often": Plural(
        "Bought in {times} of the last {orders} order.",
        "Bought in {times} of the last {orders} orders.",
        by="orders",
    ),
    "recommend.reason.only_order": N_("Bought in the only order so far, {since_days} ago."),
    "recommend.reason.bought_before": Plural(
        "Bought {times} time, last {since_days} ago.",
        "Bought {times} times, last {since_days} ago.",
        by="times",
    ),
    "recommend.reason.also_bought": Plural(
        "Because {customers} customer who bought “{product}” also bought this.",
        "Because {customers} customers who bought “{product}” also bought this.",
        by="customers",
    ),
    "recommend.reason.alike": N_("Popular with customers whose purchases look alike."),
    "recommend.reason.new_product": N_("New in your shop: first sold {since_days} ago."),
    "recommend.reason.similar": N_("New, and similar to “{product}” that they bought."),
    "recommend.reason.replaces": N_("Takes the place of “{product}” that they bought."),
    "recommend.reason.bought_next": Plural(
        "Next after “{product}”: {customers} customer of {of} took it with the order after.",
        "Next after “{product}”: {customers} customers of {of} took it with the order after.",
        by="customers",
    ),
    "recommend.reason.refill": Plural(
        "For “{product}” that they have: {customers} of {of} buyer buys it again and again.",
        "For “{product}” that they have: {customers} of {of} buyers buy it again and again.",
        by="customers",
    ),
    "recommend.reason.selling_well": Plural(
        "Selling well: {orders} order in the last {window_days}.",
        "Selling well: {orders} orders in the last {window_days}.",
        by="orders",
    ),
    "recommend.reason.popular": Plural(
        "Popular: {customers} customer has bought it.",
        "Popular: {customers} customers have bought it.",
        by="customers",
    ),
}

REASONS: Mapping[str, Text] = {**_RISK, **_OFFERS}
