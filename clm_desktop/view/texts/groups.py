"""Groups of customers: names, meanings with the group's own numbers, what to do and not to do."""

from __future__ import annotations

from collections.abc import Mapping

from clm_desktop.view.marks import N_, Text

_HABIT: Mapping[str, Text] = {
    "segment.best.name": N_("Best"),
    "segment.best.meaning": N_(
        "They buy often, they came lately, and they spend most: typically {median_spent_cents}, "
        "last seen {median_recency_days} ago."
    ),
    "segment.best.do": N_("Thank them by name, show them new things first, ask for a review."),
    "segment.best.dont": N_("No discounts for everyone: they would learn to wait for them."),
    "segment.loyal.name": N_("Loyal"),
    "segment.loyal.meaning": N_(
        "They keep coming back: typically {median_orders} orders and {median_spent_cents}, "
        "last seen {median_recency_days} ago."
    ),
    "segment.loyal.do": N_("Offer what goes with the things they buy: a companion or a set."),
    "segment.loyal.dont": N_("Don't send them the same coupon as strangers."),
    "segment.regular.name": N_("Regular"),
    "segment.regular.meaning": N_(
        "They have come back and are within their rhythm: typically {median_spent_cents}, "
        "last seen {median_recency_days} ago."
    ),
    "segment.regular.do": N_(
        "Keep in touch at their rhythm and offer what goes with their last order."
    ),
    "segment.regular.dont": N_("Don't hurry them: they are on time."),
    "segment.big_ticket.name": N_("Big-ticket"),
    "segment.big_ticket.meaning": N_(
        "Few orders, but large ones: typically {median_spent_cents} in total, "
        "last seen {median_recency_days} ago."
    ),
    "segment.big_ticket.do": N_("Call in person: ask if all is well and what they plan next."),
    "segment.big_ticket.dont": N_("Don't bother them with small offers."),
    "segment.promising.name": N_("Promising"),
    "segment.promising.meaning": N_(
        "A first taste, and still warm: typically {median_spent_cents}, "
        "last seen {median_recency_days} ago."
    ),
    "segment.promising.do": N_("Suggest the product that others took with their second order."),
    "segment.promising.dont": N_("Don't try more than twice."),
    "segment.new.name": N_("New"),
    "segment.new.meaning": N_(
        "Their first order came {median_recency_days} ago: typically {median_spent_cents}."
    ),
    "segment.new.do": N_(
        "Ask if everything arrived well, help them use it, suggest a second order."
    ),
    "segment.new.dont": N_("No hard selling in the first week."),
    "segment.needs_nudge.name": N_("Needs a nudge"),
    "segment.needs_nudge.meaning": N_(
        "A little later than usual: typically {median_orders} orders, "
        "last seen {median_recency_days} ago."
    ),
    "segment.needs_nudge.do": N_("Send a friendly reminder, without an offer at first."),
    "segment.needs_nudge.dont": N_("Don't begin with a discount: most will come anyway."),
    "segment.slipping.name": N_("Slipping"),
    "segment.slipping.meaning": N_(
        "Due, but not here: typically {median_spent_cents} so far, "
        "last seen {median_recency_days} ago."
    ),
    "segment.slipping.do": N_(
        "Say hello and ask if something was wrong; then offer what they usually buy."
    ),
    "segment.slipping.dont": N_("Don't wait until the next season."),
    "segment.cant_lose.name": N_("Can't lose"),
    "segment.cant_lose.meaning": N_(
        "They were among your best and have stopped: typically {median_spent_cents}, "
        "last seen {median_recency_days} ago."
    ),
    "segment.cant_lose.do": N_(
        "Call them this week, ask why, then offer something on what they buy."
    ),
    "segment.cant_lose.dont": N_("No mass mail: one personal word is worth more."),
    "segment.at_risk.name": N_("At risk"),
    "segment.at_risk.meaning": N_(
        "Well past their rhythm: typically {median_orders} orders and {median_spent_cents}, "
        "last seen {median_recency_days} ago."
    ),
    "segment.at_risk.do": N_("Write in person, ask why, then make one good offer."),
    "segment.at_risk.dont": N_("No general newsletter in its place."),
    "segment.almost_gone.name": N_("Almost gone"),
    "segment.almost_gone.meaning": N_(
        "Most who wait this long don't come back: last seen {median_recency_days} ago, "
        "typically {median_spent_cents}."
    ),
    "segment.almost_gone.do": N_("Try once, with a good reason to return."),
    "segment.almost_gone.dont": N_("Don't keep paying for them."),
    "segment.one_and_done.name": N_("One and done"),
    "segment.one_and_done.meaning": N_(
        "One order and then silence: typically {median_spent_cents}, {median_recency_days} ago."
    ),
    "segment.one_and_done.do": N_("One last try with the product that brings people back."),
    "segment.one_and_done.dont": N_("No more than two tries."),
    "segment.gone.name": N_("Gone"),
    "segment.gone.meaning": N_(
        "They have not come for a very long time: last seen {median_recency_days} ago, "
        "typically {median_spent_cents}."
    ),
    "segment.gone.do": N_("At most one message in the year, and then let them go."),
    "segment.gone.dont": N_("Spend no money on them."),
}

_EIGHT_WAYS: Mapping[str, Text] = {
    "segment.eight_ways.meaning": N_(
        "Typically: last seen {median_recency_days} ago, orders so far: {median_orders}, "
        "spent: {median_spent_cents}. Together {sales_share} of sales."
    ),
    "segment.important_value.name": N_("Important, to treasure"),
    "segment.important_value.do": N_(
        "Recent, frequent, big: first pick, own contact, small gifts."
    ),
    "segment.important_value.dont": N_("No discounts for everyone: they would learn to wait."),
    "segment.important_develop.name": N_("Important, to develop"),
    "segment.important_develop.do": N_("They spend much but seldom: give a reason to come again."),
    "segment.important_develop.dont": N_("Don't push small offers on them."),
    "segment.important_keep.name": N_("Important, to keep"),
    "segment.important_keep.do": N_(
        "They came often and are quiet: get in touch before others do."
    ),
    "segment.important_keep.dont": N_("Don't wait for them to come by themselves."),
    "segment.important_win_back.name": N_("Important, to win back"),
    "segment.important_win_back.do": N_("Spent much, long ago: one personal word, one good offer."),
    "segment.important_win_back.dont": N_("Don't write them a mass mail."),
    "segment.ordinary_value.name": N_("Ordinary, to raise"),
    "segment.ordinary_value.do": N_("They come often for little: sets, and a next step in price."),
    "segment.ordinary_value.dont": N_("Don't pay for visits that happen anyway."),
    "segment.ordinary_develop.name": N_("Ordinary, to develop"),
    "segment.ordinary_develop.do": N_("Mostly new: ask if all is well and suggest a second order."),
    "segment.ordinary_develop.dont": N_("No hard selling at the start."),
    "segment.ordinary_keep.name": N_("Ordinary, to keep"),
    "segment.ordinary_keep.do": N_("A friendly reminder with what they liked, at little cost."),
    "segment.ordinary_keep.dont": N_("Don't spend more on them than they bring."),
    "segment.ordinary_win_back.name": N_("Ordinary, to let go"),
    "segment.ordinary_win_back.do": N_("One cheap message, and then let them go."),
    "segment.ordinary_win_back.dont": N_("Spend no money on them."),
}

_CLUSTERS: Mapping[str, Text] = {
    "cluster.name.recent_often_big": N_("Active regulars, big spenders"),
    "cluster.name.recent_often_middle": N_("Active regulars"),
    "cluster.name.recent_often_small": N_("Active regulars, small spenders"),
    "cluster.name.recent_sometimes_big": N_("Occasional, here lately, big spenders"),
    "cluster.name.recent_sometimes_middle": N_("Occasional, here lately"),
    "cluster.name.recent_sometimes_small": N_("Occasional, here lately, small spenders"),
    "cluster.name.recent_once_big": N_("New faces, big first order"),
    "cluster.name.recent_once_middle": N_("New faces"),
    "cluster.name.recent_once_small": N_("New faces, small first order"),
    "cluster.name.resting_often_big": N_("Regulars gone quiet, big spenders"),
    "cluster.name.resting_often_middle": N_("Regulars gone quiet"),
    "cluster.name.resting_often_small": N_("Regulars gone quiet, small spenders"),
    "cluster.name.resting_sometimes_big": N_("Occasional, quiet for a while, big spenders"),
    "cluster.name.resting_sometimes_middle": N_("Occasional, quiet for a while"),
    "cluster.name.resting_sometimes_small": N_("Occasional, quiet for a while, small spenders"),
    "cluster.name.resting_once_big": N_("One big order, a while ago"),
    "cluster.name.resting_once_middle": N_("One order, a while ago"),
    "cluster.name.resting_once_small": N_("One small order, a while ago"),
    "cluster.name.silent_often_big": N_("Regulars long gone, big spenders"),
    "cluster.name.silent_often_middle": N_("Regulars long gone"),
    "cluster.name.silent_often_small": N_("Regulars long gone, small spenders"),
    "cluster.name.silent_sometimes_big": N_("Long gone, big spenders"),
    "cluster.name.silent_sometimes_middle": N_("Long gone"),
    "cluster.name.silent_sometimes_small": N_("Long gone, small spenders"),
    "cluster.name.silent_once_big": N_("One big order, long ago"),
    "cluster.name.silent_once_middle": N_("One order, long ago"),
    "cluster.name.silent_once_small": N_("One small order, long ago"),
    "cluster.name.same_kind": N_("({number})"),
    "cluster.meaning": N_(
        "Typically: last seen {median_recency_days} ago, orders so far: {median_orders}, "
        "spent: {median_spent_cents}. Together {sales_share} of sales."
    ),
    "cluster.do.recent_often": N_(
        "Thank them, show them new things first, ask them to recommend you."
    ),
    "cluster.do.recent_sometimes": N_(
        "Give them a reason for the next visit: what goes with their last order."
    ),
    "cluster.do.recent_once": N_("Ask if all is well and suggest a second order."),
    "cluster.do.resting_often": N_("Get in touch in person: they used to come often."),
    "cluster.do.resting_sometimes": N_("Send a friendly reminder with what they liked."),
    "cluster.do.resting_once": N_("Suggest the product that others took with their second order."),
    "cluster.do.silent_often": N_(
        "Call the best of them, ask why they stopped, make one good offer."
    ),
    "cluster.do.silent_sometimes": N_("Try once, with a good reason to return."),
    "cluster.do.silent_once": N_("One cheap message, and then let them go."),
    "cluster.dont.recent_often": N_("No general discounts: they come anyway."),
    "cluster.dont.recent_sometimes": N_("Don't write more often than they buy."),
    "cluster.dont.recent_once": N_("No hard selling in the first week."),
    "cluster.dont.resting_often": N_("No mass mail, and don't wait for another season."),
    "cluster.dont.resting_sometimes": N_("Don't begin with a discount."),
    "cluster.dont.resting_once": N_("Don't try more than twice."),
    "cluster.dont.silent_often": N_("Don't treat them like strangers."),
    "cluster.dont.silent_sometimes": N_("Don't keep paying for them."),
    "cluster.dont.silent_once": N_("Spend no money on them."),
}

_SCHEMES: Mapping[str, Text] = {
    "segments.refused.few_customers": N_(
        "{have} of {need} customers so far. Add an older order file to unlock groups."
    ),
    "segments.refused.same_customers": N_(
        "All customers are alike so far, so the computer finds no groups among them."
    ),
    "segments.forced": N_(
        "{groups} groups are your choice. It takes about {need} customers to tell so many apart; "
        "you have {have}, so take them with care."
    ),
    "segments.worn": N_(
        "These groups were found on {made_day}. Found anew, they would fit today's customers "
        "{nearer_share} better: it is time for new groups."
    ),
    "segments.quality.clear": N_(
        "The groups found by the computer are clear; "
        "found again in samples of your customers they agree to {stability_share}."
    ),
    "segments.quality.so_so": N_(
        "The groups found by the computer are so-so: there are people in between; "
        "found again in samples of your customers they agree to {stability_share}."
    ),
    "segments.quality.blurry": N_(
        "The groups found by the computer are blurry: take them as a rough guide; "
        "found again in samples of your customers they agree to {stability_share}."
    ),
}

GROUPS: Mapping[str, Text] = {**_HABIT, **_EIGHT_WAYS, **_CLUSTERS, **_SCHEMES}
