"""Templates filled for one customer: what a message says, and what could not be filled.

A placeholder that cannot be filled is never sent as braces: a line that is only there for the
{code} goes when there is none, a missing {name} takes its comma along, and all else is told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from clm_desktop.core.outreach import Action, ActionText, Channel, PlanItem
from clm_desktop.view.words import Words

Family = Literal["letter", "short", "talk"]
FAMILIES: tuple[Family, ...] = ("letter", "short", "talk")
PLACEHOLDERS = (
    *("name", "shop", "product", "last_product", "discount", "code", "days", "until", "stop"),
)
_FAMILY: dict[str, Family] = {
    "email": "letter",
    "post": "letter",
    "parcel": "letter",
    "sms": "short",
    "wechat": "short",
    "phone": "talk",
    "in_person": "talk",
}
_FIELD = re.compile(r"\{(\w*)\}")
_NAME_FIRST = re.compile(r"^\{name\}[,，、:：]?\s*", re.MULTILINE)
_NAME = re.compile(r"\s*\{name\}")
_COMPANY = re.compile(
    r"\b(gmbh|ltd|inc|llc|ag|kg|co|corp|bv|sarl|srl|pty|plc|oy|ab|club|shop|store)\b|&|公司", re.I
)
_CHINESE = re.compile(r"[\u3400-\u9fff]")
MOST_WORDS = 4  # of a person's name
_TENTHS = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Whom a message is for; '' = not known."""

    customer_key: str
    name: str = ""
    email: str = ""
    phone: str = ""
    city: str = ""
    country: str = ""
    last_product: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who writes, and what stands in all messages of a plan."""

    shop: str
    days: int  # for which an offer stands
    until_day: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A message as it would go out."""

    subject: str  # '' where the way has none
    body: str
    missing: tuple[str, ...]  # placeholders that could not be filled; then it must not go out
    own: bool  # written by the owner for this customer alone


def family_of(channel: Channel) -> Family:
    """Which texts a channel takes."""
    for family in FAMILIES:
        if channel.family == family:
            return family
    return _FAMILY.get(channel.key, "letter")


def template_of(action: Action, family: Family, words: Words) -> ActionText:
    """The owner's template of an action in the language of ``words``, else the built-in one."""
    for text in action.texts:
        if (text.language, text.family) == (words.lang, family):
            return text
    return built_in(action, family, words)


def built_in(action: Action, family: Family, words: Words) -> ActionText:
    """The program's own template."""
    code = f"template.{action.kind.value}.{family}"
    subject = words.template(f"{code}.subject") if family == "letter" else ""
    return ActionText(
        language=words.lang, subject=subject, body=words.template(code), family=family
    )


def message_for(
    item: PlanItem,
    action: Action,
    channel: Channel,
    words: Words,
    *,
    recipient: Recipient,
    sender: Sender,
    product: str,
) -> Filled:
    """What one customer of a plan is to be told; ``words`` in the language of the messages."""
    text = template_of(action, family_of(channel), words)
    own = bool(item.body)
    subject, body = (item.subject, item.body) if own else (text.subject, text.body)
    values = values_of(action, channel, words, recipient=recipient, sender=sender, product=product)
    return filled(subject, body, values, own)


def values_of(
    action: Action,
    channel: Channel,
    words: Words,
    *,
    recipient: Recipient,
    sender: Sender,
    product: str,
) -> dict[str, str]:
    """What stands for each placeholder, '' = not known."""
    last = recipient.last_product or words.code("fallback.last_product")
    return {
        "name": spoken_name(recipient.name),
        "shop": sender.shop,
        "product": product,
        "last_product": last,
        "discount": discount_text(action.discount_share, words),
        "code": action.code,
        "days": words.days(sender.days),
        "until": words.date(sender.until_day),
        "stop": stop_line(channel, words),
    }


def filled(subject: str, body: str, values: dict[str, str], own: bool = False) -> Filled:
    """Fill placeholders; an opt-out line that the channel needs is added where it is missing."""
    if values.get("stop") and "{stop}" not in body:
        body = f"{body.rstrip()}\n\n{{stop}}"
    missing: list[str] = []
    subject, body = (_fill(text, values, missing) for text in (subject, body))
    return Filled(subject=" ".join(subject.split()), body=body, missing=tuple(missing), own=own)


def preview(
    text: ActionText, action: Action, channel: Channel, sender: Sender, words: Words
) -> Filled:
    """A template filled for a made-up customer."""
    somebody = Recipient(
        customer_key="",
        name=words.text("Anna Miller"),
        last_product=words.text("Green tea"),
    )
    values = values_of(
        action, channel, words, recipient=somebody, sender=sender, product=words.text("Teapot")
    )
    return filled(text.subject, text.body, values)


def unknown_placeholders(text: str) -> tuple[str, ...]:
    """What stands in braces in a template and is no placeholder."""
    return tuple(dict.fromkeys(f for f in _FIELD.findall(text) if f not in PLACEHOLDERS))


def spoken_name(name: str) -> str:
    """How somebody is addressed: 'Smith, Anna' and 'ANNA SMITH' are Anna; 王小明 stays whole."""
    told = " ".join(name.split())
    if not told or "@" in told or any(c.isdigit() for c in told):
        return ""
    if _CHINESE.search(told) or _COMPANY.search(told):
        return told
    last, comma, first = told.partition(",")
    told = f"{first.strip()} {last.strip()}" if comma and first.strip() else told
    parts = told.split(" ")
    if len(parts) > MOST_WORDS or not all(_is_word(part) for part in parts):
        return told
    called = parts[0] if len(parts[0].rstrip(".")) > 1 else told
    return called.title() if called.isupper() or called.islower() else called


def discount_text(share: float, words: Words) -> str:
    """'10%', in Chinese what is left to pay in tenths: '9折', '8.5折'; '' without a discount."""
    if share <= 0:
        return ""
    if words.lang == "zh":
        return f"{(1 - share) * _TENTHS:.2g}折"
    return words.share(share)


def stop_line(channel: Channel, words: Words) -> str:
    """How the customer can stop messages of this channel, '' where no line is asked for.

    Text messages and mails need one by law; in WeChat people simply answer.
    """
    code = f"stop.{channel.key}"
    if words.knows(code):
        return words.code(code)
    of_own = channel.family == "short"
    return words.code("stop.sms") if of_own else ""


def _fill(text: str, values: dict[str, str], missing: list[str]) -> str:
    if not values.get("code"):
        text = "\n".join(line for line in text.split("\n") if "{code}" not in line)
    if not values.get("name"):
        text = _NAME.sub("", _NAME_FIRST.sub("", text))

    def value(found: re.Match[str]) -> str:
        told = values.get(found[1], "")
        if not told and found[1] != "stop" and found[1] not in missing:
            missing.append(found[1])
        return told

    text = _FIELD.sub(value, text)
    lines = [line.rstrip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _is_word(part: str) -> bool:
    return part.replace("-", "").replace("'", "").replace("’", "").replace(".", "").isalpha()
