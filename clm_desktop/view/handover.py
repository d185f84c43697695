"""Tables for the programs that send: exact headers, real phone numbers, no invented consent.

product.md 6.2. These files are UTF-8 without a byte order mark and without the apostrophe that
guards spreadsheets: it would spoil phone numbers, which begin with +.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from clm_desktop.core.outreach import Consent, ConsentState
from clm_desktop.core.phones import comparable
from clm_desktop.view.numbers import iso_date

Table = tuple[tuple[str, ...], Iterator[tuple[str, ...]]]
YES, NO, UNKNOWN = True, False, None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who is handed over; '' = not known."""

    key: str
    first_name: str
    last_name: str
    email: str
    phone: str  # E.164, '' where no country is known
    city: str
    country: str  # ISO 3166 alpha-2
    tags: tuple[str, ...]
    notes: str
    extra: tuple[str, ...]  # values of EXTRA
    email_agreed: bool | None = None  # None: no source says so, and none is written
    email_agreed_day: str = ""  # ISO
    sms_agreed: bool | None = None
    value: str = ""  # in major units, for value-based look-alikes


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Somebody as files tell of them."""

    key: str
    name: str
    email: str
    phone: str
    city: str
    country: str
    tags: tuple[str, ...]
    extra: tuple[str, ...] = ("", "", "")
    value: str = ""


EXTRA = ("CLM Action", "CLM Channel", "CLM Product")
HEADERS: Mapping[str, str] = {
    "shopify": "First Name,Last Name,Email,Accepts Email Marketing,Company,Address1,Address2,City,"
    "Province,Province Code,Country,Country Code,Zip,Phone,Accepts SMS Marketing,Tags,Note,"
    "Tax Exempt",
    "klaviyo": "Email,First Name,Last Name,Phone Number,City,Region,Country,Zip Code,CLM Action,"
    "CLM Channel,CLM Product,CLM Tags,Email Marketing Consent,Email Marketing Consent Timestamp,"
    "SMS Marketing Consent",
    "mailchimp": "Email Address,First Name,Last Name,Address,Phone Number,Birthday,Tags",
    "square": "First Name,Last Name,Company Name,Email Address,Phone Number,Birthday,Email "
    "Subscription Status",
    "meta": "email,phone,fn,ln,ct,country,value",
    "google": "Email,Email,Phone,First Name,Last Name,Country,Zip",
}
TARGETS = tuple(HEADERS)
AUDIENCES = ("meta", "google")  # of platforms that advertise: nobody who refused mail is in one
_COUNTRIES = {  # as shops write them -> ISO 3166
    **dict.fromkeys(("china", "中国", "cn", "中国大陆"), "CN"),
    **dict.fromkeys(("united kingdom", "uk", "gb", "great britain", "england"), "GB"),
    **dict.fromkeys(("germany", "deutschland", "de"), "DE"),
    **dict.fromkeys(("united states", "united states of america", "usa", "us"), "US"),
    **dict.fromkeys(("france", "fr"), "FR"),
    **dict.fromkeys(("ireland", "eire", "ie"), "IE"),
    **dict.fromkeys(("spain", "españa", "es"), "ES"),
    **dict.fromkeys(("italy", "italia", "it"), "IT"),
    **dict.fromkeys(("netherlands", "nl", "niederlande"), "NL"),
    **dict.fromkeys(("austria", "österreich", "at"), "AT"),
    **dict.fromkeys(("switzerland", "schweiz", "ch"), "CH"),
    **dict.fromkeys(("belgium", "belgique", "be"), "BE"),
    **dict.fromkeys(("portugal", "pt"), "PT"),
    **dict.fromkeys(("poland", "polska", "pl"), "PL"),
    **dict.fromkeys(("sweden", "se"), "SE"),
    **dict.fromkeys(("denmark", "dk"), "DK"),
    **dict.fromkeys(("norway", "no"), "NO"),
    **dict.fromkeys(("finland", "fi"), "FI"),
    **dict.fromkeys(("canada", "ca"), "CA"),
    **dict.fromkeys(("australia", "au"), "AU"),
    **dict.fromkeys(("new zealand", "nz"), "NZ"),
    **dict.fromkeys(("japan", "日本", "jp"), "JP"),
    **dict.fromkeys(("south korea", "korea", "kr"), "KR"),
    **dict.fromkeys(("singapore", "新加坡", "sg"), "SG"),
    **dict.fromkeys(("hong kong", "香港", "hk"), "HK"),
    **dict.fromkeys(("taiwan", "台湾", "tw"), "TW"),
    **dict.fromkeys(("brazil", "brasil", "br"), "BR"),
    **dict.fromkeys(("mexico", "méxico", "mx"), "MX"),
    **dict.fromkeys(("india", "in"), "IN"),
}
# Where national numbers begin with a 0 that is left out from abroad.
_CALLING = {
    **{"GB": "44", "DE": "49", "FR": "33", "IE": "353", "NL": "31", "AT": "43", "CH": "41"},
    **{"BE": "32", "SE": "46", "FI": "358", "AU": "61", "NZ": "64", "JP": "81", "KR": "82"},
}
_LETTERS_ONLY = re.compile(r"[^\w]", re.UNICODE)


def handover(target: str, people: Iterable[Person], *, hashed: bool = False) -> Table:
    """Header and rows for one of TARGETS; ``hashed``: personal data as SHA-256 (Meta, Google)."""
    rows: Mapping[str, Callable[[Iterable[Person]], Iterator[tuple[str, ...]]]] = {
        "shopify": _shopify,
        "klaviyo": _klaviyo,
        "mailchimp": _mailchimp,
        "square": _square,
        "meta": lambda some: _meta(some, hashed=hashed),
        "google": lambda some: _google(some, hashed=hashed),
    }
    return tuple(HEADERS[target].split(",")), rows[target](people)


def people_from(told: Sequence[Told], consents: Iterable[Consent]) -> tuple[Person, ...]:
    """Names cut in two, phones as they are dialled from abroad, and what each said of consent.

    A consent is written only where a file or the owner told it of this customer: that everybody
    agreed is a word about a channel. Who refused text messages is handed over without the phone.
    """
    said = {(one.customer_key, one.channel): one for one in consents}
    countries = [country_code(one.country) for one in told]
    phones = e164([one.phone for one in told], countries)
    people = []
    for one, country, phone in zip(told, countries, phones, strict=True):
        first, last = split_name(one.name)
        mail, sms = said.get((one.key, "email")), said.get((one.key, "sms"))
        sms_agreed = _agreed(sms)
        people.append(
            Person(
                key=one.key,
                first_name=first,
                last_name=last,
                email=one.email,
                phone="" if sms_agreed is NO else phone,
                city=one.city,
                country=country,
                tags=one.tags,
                notes="",
                extra=one.extra,
                email_agreed=_agreed(mail),
                email_agreed_day="" if mail is None else iso_date(mail.day),
                sms_agreed=sms_agreed,
                value=one.value,
            )
        )
    return tuple(people)


def _agreed(said: Consent | None) -> bool | None:
    words = {ConsentState.GRANTED: YES, ConsentState.REFUSED: NO}
    return UNKNOWN if said is None else words.get(said.state, UNKNOWN)


def country_code(told: str) -> str:
    """ISO 3166 alpha-2 of a country as shops write it, '' where it is not known."""
    word = told.strip().casefold()
    return _COUNTRIES.get(word, told.strip().upper() if re.fullmatch("[a-z]{2}", word) else "")


def e164(phones: Sequence[str], countries: Sequence[str]) -> list[str]:
    """Numbers with their country's code, '' where none is known or the number is nobody's own.

    ``countries`` are ISO codes of where each person lives; a code in the number stands above it,
    and that of most other numbers below.
    """
    told = [
        f"+{_CALLING[country]} {phone.strip().lstrip('0')}"
        if country in _CALLING and phone.strip().startswith("0") and phone.strip()[1:2] != "0"
        else phone
        for phone, country in zip(phones, countries, strict=True)
    ]
    made = []
    for number in comparable(told):
        code, _, rest = number.partition(" ")
        made.append(f"+{code}{rest}" if code and rest else "")
    return made


def split_name(name: str) -> tuple[str, str]:
    """First and last name; Chinese names and single words are a first name as a whole."""
    told = " ".join(name.split())
    last, comma, first = told.partition(",")
    if comma and first.strip():
        return first.strip(), last.strip()
    first, _, last = told.rpartition(" ")
    return (first, last) if first else (last, "")


def _shopify(people: Iterable[Person]) -> Iterator[tuple[str, ...]]:
    """A customer import; consents are written only where the shop's own files told them."""
    for one in people:
        yield (
            *(one.first_name, one.last_name, one.email, _yes_no(one.email_agreed)),
            *("", "", "", one.city, "", "", "", one.country, "", one.phone),
            *(_yes_no(one.sms_agreed), ", ".join(one.tags), one.notes, ""),
        )


def _klaviyo(people: Iterable[Person]) -> Iterator[tuple[str, ...]]:
    for one in people:
        consent = {YES: "SUBSCRIBED", NO: "UNSUBSCRIBED", UNKNOWN: ""}
        yield (
            *(one.email, one.first_name, one.last_name, one.phone, one.city, "", one.country, ""),
            *(*one.extra, "; ".join(one.tags), consent[one.email_agreed]),
            one.email_agreed_day if one.email_agreed is not None else "",
            consent[one.sms_agreed],
        )


def _mailchimp(people: Iterable[Person]) -> Iterator[tuple[str, ...]]:
    for one in people:
        if one.email:
            tags = ",".join(one.tags)
            yield one.email, one.first_name, one.last_name, "", one.phone, "", tags


def _square(people: Iterable[Person]) -> Iterator[tuple[str, ...]]:
    said = {YES: "Subscribed", NO: "Unsubscribed", UNKNOWN: "Unknown"}
    for one in people:
        status = said[one.email_agreed]
        yield one.first_name, one.last_name, "", one.email, one.phone, "", status


def _meta(people: Iterable[Person], *, hashed: bool) -> Iterator[tuple[str, ...]]:
    hide = _hash if hashed else _same
    for one in people:
        yield (
            hide(one.email.strip().casefold()),
            hide(one.phone.removeprefix("+") if hashed else one.phone),
            hide(_letters(one.first_name)),
            hide(_letters(one.last_name)),
            hide(_letters(one.city).replace(" ", "")),
            hide(one.country.casefold()),
            one.value,
        )


def _google(people: Iterable[Person], *, hashed: bool) -> Iterator[tuple[str, ...]]:
    hide = _hash if hashed else _same
    for one in people:
        yield (
            *(hide(_google_mail(one.email)), ""),
            hide(one.phone),
            hide(one.first_name.strip().casefold()),
            hide(one.last_name.strip().casefold()),
            one.country,
            "",
        )


def _google_mail(email: str) -> str:
    """Lower case; of Google's own addresses without the dots before the @."""
    name, _, host = email.strip().casefold().partition("@")
    if host in ("gmail.com", "googlemail.com"):
        name = name.replace(".", "")
    return f"{name}@{host}" if host else ""


def _letters(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _LETTERS_ONLY.sub("", folded)


def _hash(text: str) -> str:
    return sha256(text.encode("utf-8")).hexdigest() if text else ""


def _same(text: str) -> str:
    return text


def _yes_no(agreed: bool | None) -> str:
    return {YES: "yes", NO: "no", UNKNOWN: ""}[agreed]
