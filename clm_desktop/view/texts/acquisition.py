"""The words about winning customers: what a channel brings, leads, what the best have in common."""

from __future__ import annotations

from collections.abc import Mapping

from clm_desktop.view.marks import N_, Text

ACQUISITION: Mapping[str, Text] = {
    "stage.acquisition": N_("Looking at what new customers cost and bring"),
    "acquisition.no_spend": N_(
        "Nothing is known of what you spend on winning customers. Type it in week by week, or drop "
        "a table with the columns week, channel and cost."
    ),
    "acquisition.behind": N_(
        "What you spent is told until {last_day}. Nothing is learned from newer weeks before you "
        "type them in, a 0 where you spent nothing."
    ),
    "acquisition.uncounted": N_(
        "{left_cents} of what you spent is not counted here: a week counts once your orders reach "
        "its last day, and only where it can be told what it brought."
    ),
    "acquisition.vary": N_(
        "{channel}: you spent about the same every week, so nobody can tell what more or less "
        "would bring. Spend half as much in one week and half as much again in the next, for two "
        "months: the plan proposes it."
    ),
    "acquisition.untold": N_(
        "{channel}: nothing tells which customers it brought. Your orders name no channel; type "
        "the number of new customers that its own report shows."
    ),
    "leads.verdict.learned": N_(
        "Tested on your newest customers: of the {named} named first, {right} ordered again within "
        "{within_days}. Guessing gets {guessed}."
    ),
    "leads.verdict.thirds": N_(
        "Told by channel and size of the first order only, because you have too few second orders "
        "to learn more. Of the {named} named first, {right} ordered again within {within_days}; "
        "guessing gets {guessed}."
    ),
    "leads.verdict.share": N_(
        "What the first order tells does not foretell who comes again, so everybody gets the share "
        "of all. Only how long somebody has waited counts."
    ),
    "leads.verdict.few": N_(
        "Who comes again is foretold only where that can be tested on your own past; for this your "
        "files hold too few customers, or too short a time."
    ),
    "win.brings": N_("About {customers} new customers, {each_cents} each."),
    "win.worth": N_("One brings about {value_cents} after costs of goods."),
    "win.vary": N_(
        "So far you spent about {usual_cents} every week. Swinging it tells what it really brings."
    ),
    "win.more": N_("More than your usual {usual_cents}: the next customers are still worth it."),
    "win.less": N_(
        "Less than your usual {usual_cents}: the last customers cost more than they bring."
    ),
    "told_by.orders": N_("the channel that your orders name"),
    "told_by.report": N_("the channel's own report"),
    "told_by.total": N_("all new customers of the shop"),
}
