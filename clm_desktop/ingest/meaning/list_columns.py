"""Which column means what in a list of people or products of no known platform."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import islice

from clm_desktop.core.rows import FileKind
from clm_desktop.ingest import headers
from clm_desktop.ingest.meaning import synonyms
from clm_desktop.ingest.meaning.samples import FITS, Sample
from clm_desktop.ingest.types import Field as F

_TRUTH = {
    **dict.fromkeys(
        ("1", "1.0", "yes", "y", "true", "t", "ja", "wahr", "是", "有", "√", "同意", "已同意"), True
    ),
    **dict.fromkeys(
        ("oui", "vrai", "sí", "si", "sì", "sim", "да", "tak", "はい", "예", "네"), True
    ),
    **dict.fromkeys(("subscribed", "opted in", "opt in", "opt-in", "granted", "订阅"), True),
    **dict.fromkeys(("churned", "exited", "left", "lost", "attrited customer", "流失"), True),
    **dict.fromkeys(("0", "0.0", "no", "n", "false", "f", "nein", "falsch", "否", "无"), False),
    **dict.fromkeys(("non", "faux", "não", "nao", "nee", "нет", "nie", "いいえ", "아니오"), False),
    **dict.fromkeys(("unsubscribed", "opted out", "opt out", "opt-out", "denied", "退订"), False),
    **dict.fromkeys(("not subscribed", "stayed", "existing customer", "active", "未流失"), False),
    **dict.fromkeys(("不同意", "拒绝", "留存"), False),
}
_NUMBERS = (F.STOCK, F.COST, F.LEAD_TIME, F.UNIT_PRICE, F.PACK_SIZE, F.LEAST_ORDER)
_YES_OR_NO = (F.CONSENT, F.CHURNED)

_STOCK_NAMES = (
    "stock|stock quantity|stock level|in stock|on hand|qty on hand|quantity on hand|inventory"
    "|inventory quantity|variant inventory qty|available|available quantity|current stock|quantity"
    "|qty|units|bestand|lagerbestand|lagermenge|verfügbar|verfügbarer bestand|menge|anzahl|stück"
    "|库存|库存数量|库存量|现有库存|可用库存|当前库存|在库数量|数量|结存|结存数量"
)
_COST_NAMES = (
    "cost|unit cost|cost per item|cost price|item cost|purchase price|buying price|cost of goods"
    "|cogs|wholesale cost|landed cost|average cost|ek|ek preis|einkaufspreis|einstandspreis"
    "|selbstkosten|kosten|stückkosten|wareneinsatz|成本|成本价|单位成本|进价|进货价|采购价|采购成本"
)
_LEAD_NAMES = (
    "lead time|lead time days|lead time (days)|leadtime|delivery time|delivery days|supply days"
    "|replenishment time|restock days|lieferzeit|lieferzeit tage|lieferzeit in tagen"
    "|wiederbeschaffungszeit|beschaffungszeit|交货期|交货周期|交货天数|到货天数|备货天数|采购周期|提前期"
)
_PACK_NAMES = (
    "pack size|case size|case pack|pack qty|pack quantity|units per pack|units per case|carton qty"
    "|carton size|order multiple|order increment|packungsgröße|gebindegröße|verpackungseinheit|ve"
    "|stück pro packung|包装数量|每箱数量|装箱数|箱规|每包数量|每包件数|订货倍数"
)
_LEAST_NAMES = (
    "minimum order|minimum order quantity|minimum order qty|min order|min order qty|moq"
    "|minimum quantity|mindestbestellmenge|mindestabnahme|最小起订量|起订量"
    "|最低起订量|最小订货量|起批量"
)
_CONSENT_NAMES = (
    "consent|marketing consent|email consent|accepts marketing|accepts email marketing|newsletter"
    "|newsletter (0/1)|subscribed|opt in|opt-in|opted in|email opt in|gdpr consent|permission"
    "|accepts email|accepts emails|accepts newsletter|marketing opt in|newsletter opt in"
    "|newsletter consent|email marketing|email marketing consent|email permission|can email"
    "|marketing permission|may email|ok to email|agreed to email|agreed to emails|mailing list"
    "|einwilligung|werbeeinwilligung|newsletter abonniert|同意|同意营销|营销同意|接受营销"
    "|订阅|是否订阅|是否同意|允许营销|订阅邮件|邮件订阅|接收邮件|同意接收邮件|接受推广|接收推广"
)
_CHURN_NAMES = (
    "churn|churned|churn label|churn flag|is churn|is churned|exited|attrition|attrition flag"
    "|abgewandert|gekündigt|流失|是否流失|流失标签|已流失"
)
_NAMES: Mapping[FileKind, Mapping[F, str]] = {
    FileKind.PRODUCTS_STOCK: {
        F.PRODUCT_ID: synonyms.NAMES[F.PRODUCT_ID] + "|number|no|bestellnummer|article|id|编号",
        F.PRODUCT_NAME: synonyms.NAMES[F.PRODUCT_NAME] + "|name|名称",
        F.CATEGORY: synonyms.NAMES[F.CATEGORY] + "|categories|type|types|类型",
        F.UNIT_PRICE: synonyms.NAMES[F.UNIT_PRICE] + "|regular price|retail price|variant price|vk",
        F.STOCK: _STOCK_NAMES,
        F.COST: _COST_NAMES,
        F.LEAD_TIME: _LEAD_NAMES,
        F.PACK_SIZE: _PACK_NAMES,
        F.LEAST_ORDER: _LEAST_NAMES,
    },
    FileKind.CUSTOMERS: {
        F.CUSTOMER_ID: synonyms.NAMES[F.CUSTOMER_ID] + "|id|编号",
        F.CUSTOMER_NAME: synonyms.NAMES[F.CUSTOMER_NAME],
        F.FIRST_NAME: synonyms.NAMES[F.FIRST_NAME],
        F.LAST_NAME: synonyms.NAMES[F.LAST_NAME],
        F.EMAIL: synonyms.NAMES[F.EMAIL],
        F.PHONE: synonyms.NAMES[F.PHONE],
        F.CITY: synonyms.NAMES[F.CITY],
        F.COUNTRY: synonyms.NAMES[F.COUNTRY] + "|geography",
        F.CONSENT: _CONSENT_NAMES,
        F.CHURNED: _CHURN_NAMES,
    },
}
_PARTS: Mapping[FileKind, Sequence[tuple[F, re.Pattern[str]]]] = {
    FileKind.PRODUCTS_STOCK: (
        (F.LEAD_TIME, re.compile(r"lead ?time|lieferzeit|交货|到货|备货|提前期")),
        (
            F.PACK_SIZE,
            re.compile(r"(pack|case|carton) ?(size|qty|quantity)|verpackungseinheit|箱规"),
        ),
        (F.LEAST_ORDER, re.compile(r"\bmoq\b|min(imum)? order|mindest(bestell|abnahme)|起订")),
        (F.COST, re.compile(r"\bcosts?\b|einkauf|einstand|\bek\b|成本|进价|进货价|采购价")),
        (
            F.STOCK,
            re.compile(
                r"^(?!.*\b(photos?|images?)\b).*\b(stock|inventory|on hand|qty|quantity)\b"
                r"|bestand|lager|库存|结存"
            ),
        ),
    ),
    FileKind.CUSTOMERS: (
        (F.CONSENT, re.compile(r"\b(consent|newsletter|subscribed|opt(ed)? in)\b|einwillig|订阅")),
        (F.CHURNED, synonyms.CHURN_LABEL),
    ),
}
_FROM_ORDERS = {
    FileKind.PRODUCTS_STOCK: (F.PRODUCT_ID, F.PRODUCT_NAME, F.CATEGORY, F.UNIT_PRICE, F.CURRENCY),
    FileKind.CUSTOMERS: (
        *(F.CUSTOMER_ID, F.CUSTOMER_NAME, F.FIRST_NAME, F.LAST_NAME),
        *(F.EMAIL, F.PHONE, F.CITY, F.COUNTRY),
    ),
}


def truth(cell: str) -> bool | None:
    """Read a yes or no in any of the languages, None where it is neither."""
    return _TRUTH.get(cell.strip().casefold())


def list_fields(
    kind: FileKind,
    header: Sequence[str],
    samples: Sequence[Sample],
    as_orders: Sequence[tuple[F, int]],
) -> tuple[tuple[F, int], ...]:
    """Columns of a list: by the names that such lists use, then as in a file of orders.

    A name counts only where the cells are what it promises; a column serves one field.
    """
    found: dict[F, int] = {}
    scored = sorted(
        (place, column, field)
        for field, names in _NAMES[kind].items()
        for place, column in _named(names, header)
        if _fits(field, samples[column])
    )
    for _, column, field in scored:
        if field not in found and column not in found.values():
            found[field] = column
    for field, pattern in _PARTS[kind]:
        for column, cell in enumerate(header):
            free = field not in found and column not in found.values()
            named = pattern.search(" ".join(headers.words(cell)))
            if free and named and _fits(field, samples[column]):
                found[field] = column
    for field, column in as_orders:
        if field in _FROM_ORDERS[kind] and field not in found and column not in found.values():
            found[field] = column
    return tuple((f, found[f]) for f in F if f in found)


def with_consent(
    header: Sequence[str], samples: Sequence[Sample], as_orders: Sequence[tuple[F, int]]
) -> tuple[tuple[F, int], ...]:
    """Columns of a file of orders, with the one that says whether the buyer agreed to e-mails."""
    taken = {column for _, column in as_orders}
    free = (
        (F.CONSENT, column)
        for _, column in sorted(_named(_CONSENT_NAMES, header))
        if column not in taken and len(samples[column].cells) and _fits(F.CONSENT, samples[column])
    )
    return (*as_orders, *islice(free, 1))


def returns_fields(
    header: Sequence[str], samples: Sequence[Sample], as_orders: Sequence[tuple[F, int]]
) -> tuple[tuple[F, int], ...]:
    """Columns of a list of returned orders: the number, and a yes or no where there is one."""
    numbers = [(f, c) for f, c in as_orders if f is F.ORDER_ID]
    taken = {column for _, column in numbers}
    told = (
        (F.RETURNED, column)
        for column in range(len(header))
        if column not in taken and len(samples[column].cells)
        if all(truth(str(c)) is not None for c in samples[column].cells)
    )
    return (*numbers, *islice(told, 1))


def _named(names: str, header: Sequence[str]) -> list[tuple[int, int]]:
    """(place among the names, column) of header cells that are listed."""
    places: dict[str, int] = {}
    for place, name in enumerate(names.split("|")):
        places.setdefault(headers.key(name), place)
    listed = ((places.get(headers.key(cell)), column) for column, cell in enumerate(header))
    return [(place, column) for place, column in listed if place is not None]


def _fits(field: F, sample: Sample) -> bool:
    """Whether the cells are what the field needs; an empty column fits everything."""
    if len(sample.cells) == 0:
        return True
    if field in _NUMBERS:
        return sample.numbers >= FITS
    if field in _YES_OR_NO:
        known = sum(truth(str(c)) is not None for c in sample.cells)
        return known >= FITS * len(sample.cells)
    if field is F.EMAIL:
        return sample.mails >= FITS
    if field is F.PHONE:
        long = sum(sum(c.isdigit() for c in str(cell)) >= 4 for cell in sample.cells)
        return long >= FITS * len(sample.cells)
    return field is not F.CUSTOMER_ID or not sample.decimals
