"""Columns that answer yes or no to a state: "Cancelled?" no, "Bezahlt" ja, 是否付款 否."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clm_desktop.ingest import headers
from clm_desktop.ingest.meaning import identity, status
from clm_desktop.ingest.meaning.list_columns import truth

_ASKS = re.compile(
    r"^((is|was|already|ist|bereits|schon|est|déjà|order|bestellung|commande|pedido)\s|是否|订单)+\s*"
    r"|\s*[?？]+$",
    re.IGNORECASE,
)
STATES = (  # every one of them is a status word
    "cancelled|canceled|storniert|storno|annulliert|annulé|annulée|cancelado|cancelada|anulado"
    "|annullato|geannuleerd|anulowane|отменен|отменён|取消|已取消|作废|已作废|キャンセル|void|voided"
    "|refunded|returned|erstattet|retourniert|remboursé|remboursée|reembolsado|devuelto|rimborsato"
    "|terugbetaald|退货|已退货|退款|已退款|返品|返金|unpaid|unbezahlt|impayé|未付款"
    "|test|test order|测试|draft|entwurf|草稿"
)
_BY_NAME = {headers.key(name): name for name in STATES.split("|")}
PAID = (  # who has paid, who has not, what such a column is called
    ("paid", "unpaid", "paid|payment|payment received"),
    ("bezahlt", "unbezahlt", "bezahlt|gezahlt|zahlung"),
    ("payé", "impayé", "payé|payée|réglé|paiement"),
    ("pagado", "no pagado", "pagado|pagada"),
    ("pago", "não pago", "pago|paga"),
    ("pagato", "non pagato", "pagato|pagata"),
    ("betaald", "niet betaald", "betaald"),
    ("已付款", "未付款", "付款|已付款|支付|已支付|付清"),
    ("入金済み", "未入金", "入金|入金済|入金済み|支払済|支払済み"),
    ("opłacone", "nieopłacone", "zapłacone|opłacone"),
    ("оплачен", "не оплачен", "оплачен|оплачено"),
)
_PAID = {headers.key(name): (yes, no) for yes, no, names in PAID for name in names.split("|")}
_NOT_YET = frozenset(
    {"not yet", "open", "noch nicht", "pas encore", "aún no", "todavía no", "ainda não"}
    | {"non ancora", "nog niet", "还没", "未付", "未", "まだ", "ещё нет"}
)
_DONE = frozenset({"已付", "付了", "已收", "付清", "済", "済み"})


@dataclass(frozen=True, slots=True)
class StateFlag:
    """What a yes and a no of a column mean, as status words; '' says nothing."""

    yes: str
    no: str

    def word(self, cell: str) -> str:
        """The status word of a cell; one that is neither yes nor no stays."""
        said = _said(cell)
        return cell if said is None else self.yes if said else self.no


def state_flags(
    header: Sequence[str], rows: Sequence[Sequence[str]], taken: frozenset[int]
) -> Mapping[int, StateFlag]:
    """Columns outside ``taken`` that are called a state and say yes or no to it."""
    found = {}
    for column, title in enumerate(header):
        flag = None if column in taken else _flag(title)
        if flag is not None:
            cells = {identity.told(row[column]) for row in rows} - {""}
            # who has not paid may also be told by a word: open, pending
            fits = all(_said(c) is not None or (flag.no and status.is_known(c)) for c in cells)
            if cells and fits and not all(c.isdigit() for c in cells):  # these may be pieces
                found[column] = flag
    return found


def says_no(cell: str) -> bool:
    """Whether a cell denies what its column is called."""
    return _said(cell) is False


def _said(cell: str) -> bool | None:
    word = cell.strip().casefold()
    return False if word in _NOT_YET else True if word in _DONE else truth(cell)


def _flag(title: str) -> StateFlag | None:
    name = headers.key(_ASKS.sub("", _ASKS.sub("", title.strip())))
    if name in _PAID:
        return StateFlag(*_PAID[name])
    return StateFlag(_BY_NAME[name], "") if name in _BY_NAME else None
