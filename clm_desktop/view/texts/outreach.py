"""What the plan refuses and why, and what is wrong with rows of the owner's small tables."""

from __future__ import annotations

from collections.abc import Mapping

from clm_desktop.view.marks import N_, Plural, Text

_ERRORS: Mapping[str, Text] = {
    "error.no_draft": N_("There is no draft of a plan. Make one first."),
    "error.empty_plan": N_("Nobody is in the plan, so there is nothing to approve."),
    "error.plan_begun": N_(
        "Plan {number} stays approved: work on it has begun, its week is over, or a later plan "
        "was approved. Rows that you do not want can be marked as skipped."
    ),
    "error.plan_unknown": N_("There is no approved plan number {number}."),
    "error.not_in_plan": N_(
        "“{customer}” is not in the plan. Its list shows whose rows can be changed."
    ),
    "error.small_first": N_(
        "“{file}” tells of customers or advertising of a shop that has no orders yet. Import the "
        "order file first, or both together."
    ),
    "error.no_week": N_(
        "“{value}” is neither a day like 2024-05-06 nor a month like 2024-05. Write one of them."
    ),
    "error.spend_ahead": N_(
        "{value} is still to come, so nothing can have been spent then. Look at the year and the "
        "month."
    ),
    "error.day_ahead": N_(
        "{told_day} is still to come, so nobody can have said anything then. Look at the date."
    ),
    "error.consent_what": N_(
        "There is no file “{customer}”. For a customer, say the channel and the word too: "
        "consent PROJECT {customer} email granted."
    ),
    "error.spend_what": N_(
        "There is no file “{channel}”. For a channel, say the week and the money too: "
        "spend PROJECT {channel} 2024-05-06 120."
    ),
    "error.held_out_stays": N_(
        "This customer was left alone by lot, so that you can tell what contacts do. That stays "
        "as it is."
    ),
    "error.name_missing": N_("Give it a name."),
    "error.action_unknown": N_("There is no action “{name}”. There are: {known}."),
    "error.channel_unknown": N_("There is no channel “{name}”. There are: {known}."),
    "error.bad_template": N_("“{word}” in braces is nothing that can be filled in. Use: {known}."),
    "error.told_columns": N_(
        "“{name}” has no column {missing}. The first line must name the columns: {known}."
    ),
    "error.nobody_to_write": N_("Nobody in the plan can be written to in this way."),
    "error.no_use": N_("“{what}” cannot be written for {use}. These can: {known}."),
    "error.nobody_to_hand_over": N_(
        "Nobody on this list has an address and may be handed over in this way."
    ),
    "error.cannot_add": N_("“{what}” cannot be added: look at the customer, action and channel."),
    "error.no_plan_yet": N_("There is no plan yet. Make one first."),
    "error.no_plan_approved": N_(
        "No plan is approved yet, so nothing of it can be marked. Approve one first."
    ),
    "error.plan_not.action_off": N_("This action is switched off."),
    "error.plan_not.channel_off": N_("This channel is switched off."),
    "error.plan_not.channel_other": N_("This action does not go by this channel."),
    "error.plan_not.owner_word": N_("You said that this customer is to be left alone."),
    "error.plan_not.asked_not": N_("This customer asked to be left alone."),
    "error.plan_not.held_out": N_(
        "This customer is kept aside for an earlier comparison that is still running."
    ),
    "error.plan_not.planned": N_("This customer is in an approved plan that is not done yet."),
    "error.plan_not.gap": N_("This customer was contacted a short time ago."),
    "error.plan_not.cap": N_("This customer was contacted often enough."),
    "error.plan_not.no_consent": N_("This customer did not agree to be contacted by this channel."),
    "error.plan_not.not_reachable": N_("No address of this customer is known for this channel."),
    "error.plan_not.contacts": N_("The plan has as many contacts as you allowed."),
    "error.plan_not.channel_full": N_("This channel has as many contacts as you allowed a week."),
    "error.plan_not.budget": N_(
        "With this row the plan might cost more than your budget of {budget_cents}."
    ),
}
_ROWS: Mapping[str, Text] = {
    "row.told_customer": N_("a customer who is in none of your files"),
    "row.told_action": N_("an action that there is none of"),
    "row.told_channel": N_("a channel that there is none of"),
    "row.told_date": N_("a date that is not like 2024-12-31"),
    "row.told_future": N_("a day that is still to come"),
    "row.told_state": N_("neither granted nor refused"),
    "row.told_cost": N_("an amount that cannot be read"),
    "row.told_number": N_("a number that cannot be read"),
}

_SPEND: Mapping[str, Text] = {
    "spend.before_orders": Plural(
        "{weeks} week of it is over before your first order on {first_day}: what came of that "
        "money cannot be seen. Look at the year, or import older orders.",
        "{weeks} weeks of it are over before your first order on {first_day}: what came of "
        "that money cannot be seen. Look at the year, or import older orders.",
        by="weeks",
    ),
    "spend.after_orders": Plural(
        "{weeks} week of it is later than your newest order on {last_day}: it counts as soon "
        "as the orders of that time are imported.",
        "{weeks} weeks of it are later than your newest order on {last_day}: they count as "
        "soon as the orders of that time are imported.",
        by="weeks",
    ),
}

OUTREACH: Mapping[str, Text] = {
    **_SPEND,
    **_ERRORS,
    **_ROWS,
    "small_table.contacts": N_("Contacts that were made"),
    "small_table.consents": N_("Consents"),
    "small_table.spend": N_("Money spent on advertising"),
    "plan_why.owner": N_("You put this row into the plan."),
    "plan_why.changed": N_("You chose what is done here."),
}
