"""Built-in messages to customers: one per kind of action and family of ways to say it.

``letter`` is for e-mail and post, ``short`` for text messages and WeChat, ``talk`` is what to say
on the phone or in the shop. {name}, {shop}, {product}, {last_product}, {discount}, {code}, {days},
{until} and {stop} are filled in per customer (``view.outreach_messages``). No pressure, no
deadline that is none, one thing per message.
"""

from __future__ import annotations

from collections.abc import Mapping

from clm_desktop.view.marks import N_, Text

_LETTERS: Mapping[str, Text] = {
    "template.care.letter.subject": N_("Thank you from {shop}"),
    "template.care.letter": N_(
        "Hello {name},\n\nthank you for shopping with us. I hope you enjoy {last_product}. If "
        "anything is not as it should be, just answer this message and I will put it right.\n\n"
        "Warm regards\n{shop}\n\n{stop}"
    ),
    "template.recommend.letter.subject": N_("You might like this: {product}"),
    "template.recommend.letter": N_(
        "Hello {name},\n\nyou have been with us before, so I thought of you when I saw this: "
        "{product}. It goes well with what you already have. If you have a question about it, "
        "just answer this message.\n\nWarm regards\n{shop}\n\n{stop}"
    ),
    "template.replenish.letter.subject": N_("Is {product} running out?"),
    "template.replenish.letter": N_(
        "Hello {name},\n\nby our records {product} may be running out about now. If you like, "
        "answer with one word and I will get your usual order ready. If you still have enough, "
        "please ignore this message.\n\nWarm regards\n{shop}\n\n{stop}"
    ),
    "template.coupon.letter.subject": N_("{discount} off your next order at {shop}"),
    "template.coupon.letter": N_(
        "Hello {name},\n\nwe have not seen you for a while, and we would be glad to have you back. "
        "Your next order is {discount} cheaper until {until}; just mention this message.\n\n"
        "Your code: {code}\n\n"
        "Warm regards\n{shop}\n\n{stop}"
    ),
    "template.call.letter.subject": N_("How are you doing with {last_product}?"),
    "template.call.letter": N_(
        "Hello {name},\n\nI wanted to ask how you are doing with {last_product}. If you tell me "
        "when it suits you, I will gladly give you a call.\n\nWarm regards\n{shop}\n\n{stop}"
    ),
    "template.review.letter.subject": N_("How was {last_product}?"),
    "template.review.letter": N_(
        "Hello {name},\n\nhow do you like {last_product}? Two honest sentences in a review help "
        "others to choose, and help us to get better. If something was wrong, please tell me "
        "first: I will put it right.\n\nThank you\n{shop}\n\n{stop}"
    ),
    "template.referral.letter.subject": N_("Do you know somebody who would like {shop}?"),
    "template.referral.letter": N_(
        "Hello {name},\n\nyou have been a good customer for a long time: thank you. If you know "
        "somebody who would enjoy what we make, I would be glad if you passed on our name.\n\n"
        "Your code for both of you: {code}\n\nWarm regards\n{shop}\n\n{stop}"
    ),
}
_SHORT: Mapping[str, Text] = {
    "template.care.short": N_(
        "Hello {name}, thank you for shopping at {shop}. Is everything all right with "
        "{last_product}? Just answer if not. {stop}"
    ),
    "template.recommend.short": N_(
        "Hello {name}, {shop} here. This may be something for you: {product}. {stop}"
    ),
    "template.replenish.short": N_(
        "Hello {name}, is {product} running out? Answer YES and {shop} gets it ready. {stop}"
    ),
    "template.coupon.short": N_(
        "Hello {name}, your next order at {shop} is {discount} cheaper until {until}.\n"
        "Your code: {code}\n{stop}"
    ),
    "template.call.short": N_(
        "Hello {name}, {shop} here. May I call you about {last_product}? When does it suit you? "
        "{stop}"
    ),
    "template.review.short": N_(
        "Hello {name}, how do you like {last_product}? A short review helps {shop} a lot. {stop}"
    ),
    "template.referral.short": N_(
        "Hello {name}, if you know somebody who would like {shop}, please pass on our name. Thank "
        "you!\nCode for both of you: {code}\n{stop}"
    ),
}
_TALK: Mapping[str, Text] = {
    "template.care.talk": N_(
        "Thank {name}. Ask how {last_product} turned out. Listen; sell nothing."
    ),
    "template.recommend.talk": N_(
        "Ask {name} how {last_product} turned out. If it fits, mention {product}."
    ),
    "template.replenish.talk": N_(
        "Ask {name} whether {product} is running out. Offer to put it aside."
    ),
    "template.coupon.talk": N_(
        "Tell {name} that the next order is {discount} cheaper until {until}. Do not press.\n"
        "Their code: {code}"
    ),
    "template.call.talk": N_(
        "Hello {name}, this is {shop}. Ask how {last_product} turned out and what could be "
        "better. Write down what you hear. If they would rather not be called, mark it."
    ),
    "template.review.talk": N_("Ask {name} how they like {last_product}, and for a short review."),
    "template.referral.talk": N_(
        "Thank {name} for staying. Ask whether somebody they know would enjoy {shop}.\n"
        "Code for both of them: {code}"
    ),
}
_STOP: Mapping[str, Text] = {
    "stop.email": N_("If you would rather not get such mails, answer “no mails” and we stop."),
    "stop.sms": N_("Reply STOP to opt out."),
    "stop.post": N_("If you would rather not get letters, tell us and we stop."),
}
_FALLBACKS: Mapping[str, Text] = {
    "fallback.last_product": N_("your last order"),
}

TEMPLATES: Mapping[str, Text] = {**_LETTERS, **_SHORT, **_TALK, **_STOP, **_FALLBACKS}
