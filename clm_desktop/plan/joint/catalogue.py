"""What a shop can do for its customers before its owner has said anything about it.

The keys never change; names and words of messages are the view's. What a message costs is a usual
price in the shop's currency; the owner puts his own in its place.
"""

from __future__ import annotations

from clm_desktop.core.money import minor_digits
from clm_desktop.core.outreach import Action, ActionKind, Channel

# One text message, in minor units: list prices of large providers, rounded up.
SMS_CENTS = {"CNY": 6, "TWD": 90, "HKD": 45, "USD": 4, "EUR": 8, "GBP": 5, "JPY": 9, "INR": 25}
USUAL_SMS_CENTS = 6
STAMP_TIMES = 12  # a letter with its stamp costs about so many text messages
EVERYWHERE = ("email", "wechat", "sms")


def default_actions() -> tuple[Action, ...]:
    """The eight actions of a new project; coupons are paid when they are redeemed."""
    by_message = EVERYWHERE
    return (
        Action(key="care", kind=ActionKind.CARE, channels=(*by_message, "post")),
        Action(key="recommend", kind=ActionKind.RECOMMEND, channels=by_message),
        Action(key="replenish", kind=ActionKind.REPLENISH, channels=by_message),
        Action(key="coupon_10", kind=ActionKind.COUPON, channels=by_message, discount_share=0.10),
        Action(key="coupon_20", kind=ActionKind.COUPON, channels=by_message, discount_share=0.20),
        Action(key="call", kind=ActionKind.CALL, channels=("phone",)),
        Action(key="review", kind=ActionKind.REVIEW, channels=by_message),
        Action(key="referral", kind=ActionKind.REFERRAL, channels=by_message),
    )


def default_channels(currency: str) -> tuple[Channel, ...]:
    """Ways to reach customers at usual prices; ``currency`` is ISO 4217 or ''."""
    scale = 10.0 ** (minor_digits(currency) - 2)
    sms = float(SMS_CENTS.get(currency, max(USUAL_SMS_CENTS * scale, 1.0)))
    return (
        Channel(key="email", owner_minutes=0.2),
        Channel(key="wechat", owner_minutes=0.5),
        Channel(key="sms", cost_cents=sms, owner_minutes=0.1),
        Channel(key="phone", owner_minutes=6.0, contacts_per_week=20),
        Channel(key="post", cost_cents=sms * STAMP_TIMES, owner_minutes=3.0, contacts_per_week=40),
        Channel(key="in_person", owner_minutes=2.0, contacts_per_week=0, needs_consent=False,
                active=False),
    )  # fmt: skip
