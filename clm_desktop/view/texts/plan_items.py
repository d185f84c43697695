"""Why a customer stands in the plan, where beliefs are from, what the plan says of itself."""

from __future__ import annotations

from collections.abc import Mapping

from clm_desktop.view.marks import N_, Plural, Text

PLAN_ITEMS: Mapping[str, Text] = {
    "plan.item.due": N_(
        "The next order is due after about {gap_span}; it has been {since_span} now."
    ),
    "plan.item.rhythm": N_("Usually orders every {gap_span}; it has been {since_span} now."),
    "plan.item.once": N_("Ordered once, {since_span} ago."),
    "plan.item.chance": N_(
        "Of 100 customers like this one, {without} order within {window_span} anyway; "
        "with this about {with_it} do."
    ),
    "plan.item.same": N_(
        "Of 100 customers like this one, {without} order within {window_span} anyway; "
        "with this not even one more."
    ),
    "plan.item.worth": N_("Worth about {gain_cents} after costs of {cost_cents}."),
    "plan.item.friends": N_("Of this, {friends_cents} is what friends may bring."),
    "plan.item.larger": N_(
        "Who gets this is expected to order for about {larger_share} more at a time. No sum "
        "counts that."
    ),
    "plan.item.coupon": N_(
        "The same for everybody who has not ordered for {silent_span}: {discount_share} off."
    ),
    "plan.item.hold_out": N_("Left alone by lot this time, so that you can tell what contacts do."),
    "plan.item.explore": N_("Chosen by lot to learn what this does."),
    "plan.belief.borrowed": N_("How sure: not very. Borrowed from other shops, no own cases yet."),
    "plan.belief.owner": N_("How sure: this is your own belief, not tested yet."),
    "plan.belief.own": Plural(
        "How sure: borrowed from other shops, and {cases} own case so far.",
        "How sure: borrowed from other shops, and {cases} own cases so far.",
        by="cases",
    ),
    "plan.note.priors_only": N_(
        "These effects are guesses from other shops until your own results are in."
    ),
    "plan.note.learned": Plural(
        "{cases} row of your earlier plans has taught this plan.",
        "{cases} rows of your earlier plans have taught this plan.",
        by="cases",
    ),
    "plan.note.stop": N_(
        "Your own results of the last 8 weeks speak against “{action}”: better stop it."
    ),
    "plan.note.nobody": N_("Nobody is worth a contact this week: do nothing."),
    "plan.note.hold_out": Plural(
        "{held} customer is left alone by lot for {window_span}. That is the fair comparison.",
        "{held} customers are left alone by lot for {window_span}. That is the fair comparison.",
        by="held",
    ),
}
