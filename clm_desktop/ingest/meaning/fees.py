"""Rows that are money but not a product: postage, charges, commissions, manual corrections.

Told by the product's name, by well-known codes, and by codes that do not look like the shop's
other codes: where nearly all products have a number in a longer code, ``M`` and ``POST`` are not
products. The last rule needs a shop whose codes speak clearly, so that a shop of speaking codes
(MUG, HAT) loses nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_SERVICES = (
    r"postage|post ?& ?packing|postage (and|&) packing|p ?& ?p|carriage|freight|shipping|delivery"
    r"|shipping (and|&) handling|handling|courier|express shipping|bank charges?|service charge"
    r"|surcharge|charges?|fees?|commissions?|gift ?wrap(ping)?( (fee|service|charge))?|tip|tips"
    r"|gratuity|donation|insurance|restocking|versand|versandkosten|versandkostenpauschale|porto"
    r"|porto (und|&) verpackung|fracht|lieferung|lieferkosten|gebühr(en)?|bankgebühr(en)?|trinkgeld"
    r"|mindermengenzuschlag|verpackung|geschenkverpackung|nachnahme|provision|frais de port"
    r"|livraison|gastos de envío|envío|spedizione|verzendkosten"
)
_CORRECTIONS = re.compile(
    r"(?:manual( entry| adjustment)?|discounts?|rebate|voucher discount|coupon( discount)?"
    r"|(?:free )?samples?|adjustments?|adjust( bad debt)?|bad debt|rounding( difference)?|deposit"
    r"|store credit|price difference|custom amount|rabatt|nachlass|skonto|gutschrift|pfand|rundung"
    r"|muster)(?:[ :-]*\(?\d*\)?)|adjustment by .*"
)
_SERVICE = re.compile(
    rf"(?:{_SERVICES})(?:[ :-]*\(?\d*\)?)"
    r"|[\w .&-]* (?:postage|bank charges?|commission|fees?|surcharge|shipping|carriage)"
    r"|[\w .&-]* gebühr(?:en)?"
    r"|(?:shipping|delivery|postage|versand)(?:kosten)? (?:cost|fee|charge|to|nach|via|by|-|:).*"
    r"|[a-z]+fee"
)
_CHINESE = re.compile(
    r"^.{0,6}(?:运费|邮费|快递费|配送费|补差价|补差|差价|手续费|服务费|打包费|包装费|安装费|佣金|小费|押金|订金"
    r"|定金|邮资|补邮|补运费|拍下改价|专拍)(?:专用|链接|专拍|补拍|差额|\d|[()（）元]|$).{0,12}$"
)
_CODES = (
    "post postage dot ship shipping freight carriage delivery fee fees manual discount disc adjust"
    " adjust2 adjustment bankcharges amazonfee ebayfee paypalfee commission cruk samples sample"
    " giftwrap tip tips rounding versand porto fracht rabatt gebuehr handling coupon surcharge"
    " insurance deposit misc donation"
)
_TEST = re.compile(
    r"(?:this is a )?test(?:ing)?(?: (?:product|item|order|article))?\.?|测试(?:商品|产品|订单)?"
)


@dataclass(frozen=True, slots=True)
class CodeStyle:
    """How a shop writes its product codes, told from a sample."""

    speaks: bool  # nearly all codes are long and have a digit

    @classmethod
    def of(cls, codes: Sequence[str]) -> CodeStyle:
        """Look at the codes of a sample; 20 different ones are needed to say anything."""
        distinct = {c for c in codes if c}
        usual = sum(cls.is_usual(c) for c in distinct)
        return cls(len(distinct) >= 20 and usual >= 0.9 * len(distinct))

    @staticmethod
    def is_usual(code: str) -> bool:
        """Whether a code is long and has a digit."""
        return len(code) >= 4 and any(c.isdigit() for c in code)


def is_fee(code: str, name: str, style: CodeStyle) -> bool:
    """Whether a product code and name stand for money and not for a product."""
    plain = unicodedata.normalize("NFKC", name).casefold().strip(" .!*'\"-")
    if plain and (_SERVICE.fullmatch(plain) or _CHINESE.search(plain)):
        return True
    if code and style.speaks and style.is_usual(code):
        return False  # "adjustment" written over a product's name is still that product
    if plain and _CORRECTIONS.fullmatch(plain):
        return True
    squeezed = re.sub(r"[^a-z0-9]", "", code.casefold())
    if code and squeezed in _CODES.split():
        return True
    if not (code and style.speaks and code.isascii()):
        return False
    return len(code) <= 2 or (len(code) <= 4 and code.isalpha())


def is_test(name: str) -> bool:
    """Whether a product is only there to try the shop out."""
    return bool(_TEST.fullmatch(name.casefold().strip()))
