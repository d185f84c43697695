"""Messages to the customers of a group, ready to be copied; [name] is filled by the owner."""

from __future__ import annotations

from collections.abc import Mapping

from clm_desktop.view.marks import N_, Text

MESSAGES: Mapping[str, Text] = {
    "message.thank": N_(
        "Dear [name], thank you for being with us for so long. You see our new things first: "
        "have a look at what came in this week, and tell us what you think."
    ),
    "message.companion": N_(
        "Dear [name], we hope you enjoy your last order. Many who bought the same also took "
        "[product] with it. Shall we put one aside for you?"
    ),
    "message.welcome": N_(
        "Dear [name], did everything arrive well? If you have a question about [product], just "
        "answer this message. We are glad that you found us."
    ),
    "message.second": N_(
        "Dear [name], thank you for your first order. Many who began like you came back for "
        "[product]. It may be something for you too."
    ),
    "message.nudge": N_(
        "Dear [name], we have not seen you for a while. Is [product] running out? We would be "
        "glad to get your usual order ready."
    ),
    "message.ask": N_(
        "Dear [name], we miss you. Was something not as it should be? Tell us in a line, and we "
        "will put it right. For your next visit we have kept something for you."
    ),
    "message.last": N_(
        "Dear [name], it has been a long time. If you would like to hear from us now and then, "
        "just answer; otherwise we will not write any more."
    ),
    "message_when.thank": N_("This month, once."),
    "message_when.companion": N_("A week before they usually order."),
    "message_when.welcome": N_("A few days after the delivery."),
    "message_when.second": N_("When others place their second order; at most twice."),
    "message_when.nudge": N_("Now; an offer only if there is no answer in two weeks."),
    "message_when.ask": N_("This week, by phone or in person if you can."),
    "message_when.last": N_("Once, whenever it costs least."),
}
