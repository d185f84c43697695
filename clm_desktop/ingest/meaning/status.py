"""Status words of shop systems -> whether a row counts, in English, Chinese and German.

A cell is read as words: the first rule that finds its words decides. What no rule knows counts:
a row is never lost because of a word we have not met.
"""

from __future__ import annotations

import re
import unicodedata

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.rows import RowState

_RULES: tuple[tuple[RowState, re.Pattern[str]], ...] = tuple(
    (state, re.compile(pattern))
    for state, pattern in (
        (RowState.TEST, r"\btest(ing)?\b|\bbogus\b|测试"),
        # half given back still counts: the money says how much
        (
            RowState.COUNTS,
            r"\bpartial(ly)?[ _-]?(refund\w*|cancel\w*|paid|return\w*)"
            r"|\bteil\w* ?(erstattet|bezahlt)"
            r"|部分退款|部分发货|退款关闭|未发起售后|无售后|售后关闭|退款失败|没有退款|无退款",
        ),
        (RowState.REFUNDED, r"退款成功|已退款|全额退款|退货退款|退款完成|售后完成|^退款$|^退货$"),
        (RowState.UNPAID, r"\bon[ -]?hold\b"),
        (RowState.UNPAID, r"等待买家付款|待付款|待支付|未付款|未支付|等待付款|草稿"),
        (
            RowState.CANCELLED,
            r"交易关闭|已关闭|已取消|取消|订单关闭|交易自动关闭|作废|已作废|关闭|删除",
        ),
        (RowState.FAILED, r"支付失败|付款失败|交易失败"),
        (
            RowState.NOT_A_SALE,
            r"\bwithdrawal\b|\btransfers?\b|\bhold\b|\bauthori[sz]ation\b|\bconversion\b|\bmemo\b"
            r"|\bpayouts?\b|\bdeposit to\b|\bbank deposit\b|\breserve\b|\btop.?up\b|\badjustment\b",
        ),
        (
            RowState.UNPAID,
            r"\b(un|not yet |not )paid\b|\bunpaid\b|\bpending\b|\bawaiting payment\b"
            r"|\bdraft\b|\bquot\w+\b"
            r"|\bpayment due\b|\boverdue\b|\bauthorized\b|\bincomplete\b"
            r"|\bopen invoice\b"
            r"|\bcheckout-draft\b|\bpending_payment\b|\bpayment_review\b|\bexpired\b"
            r"|\brequires_\w+\b"
            r"|\bangebot\b|\bunbezahlt\b|\boffen\b|\bausstehend\b|\bzahlung erwartet\b|\bentwurf\b",
        ),
        (
            RowState.REFUNDED,
            r"\brefunded\b|\bfully_?refunded\b|\bchargeback\b|\breversed\b|\breturned\b",
        ),
        (RowState.REFUNDED, r"\berstattet\b|\bzurückerstattet\b|\bretourniert\b|\brückbuchung\b"),
        (
            RowState.CANCELLED,
            r"\bcancel\w*\b|\bcanceled\b|\babandoned\b|\btrash\b|\bstorniert\b|\bstorno\b"
            r"|\babgebrochen\b|\bcancelad[ao]\b|\bannulé\w*\b|\bannullat[oa]\b",
        ),
        (
            RowState.FAILED,
            r"\bfailed\b|\bvoid(ed)?\b|\bdeclined\b|\bdenied\b|\brejected\b|\bblocked\b|\bfraud\b"
            r"|\bfehlgeschlagen\b|\babgelehnt\b|\bungültig\b|\berror\b",
        ),
    )
)
_KNOWN_GOOD = re.compile(
    r"\b(paid|complete[d]?|shipped|delivered|fulfilled|processing|success\w*|succeeded|confirmed"
    r"|sale|done|closed|bezahlt|versandt|versendet|abgeschlossen|geliefert|erledigt|in bearbeitung"
    r"|unshipped|unfulfilled|partial)\b|成功|已付款|已发货|已完成|完成|待发货|已签收|待收货"
)


def state_of(word: str) -> RowState:
    """Read one status cell."""
    text = unicodedata.normalize("NFKC", word).casefold().strip().replace("_", " ")
    if not text:
        return RowState.COUNTS
    for state, pattern in _RULES:
        if pattern.search(text):
            return state
    return RowState.COUNTS


def tells_something(word: str) -> bool:
    """Whether a cell is a status word that is known, good or bad."""
    text = unicodedata.normalize("NFKC", word).casefold().strip()
    if _KNOWN_GOOD.search(text) or is_given_back(text):
        return True
    return state_of(word) is not RowState.COUNTS


_GIVEN_BACK = re.compile(r"refunds?|returns?|credit( note| memo)?|gutschrift|retoure|rückgabe")


def is_given_back(word: str) -> bool:
    """Whether a row is a refund of its own: its money goes back to the customer."""
    return bool(_GIVEN_BACK.fullmatch(word.casefold().strip()))


_RANK = {
    RowState.COUNTS: 0,
    RowState.UNPAID: 1,
    RowState.FAILED: 2,
    RowState.REFUNDED: 3,
    RowState.CANCELLED: 4,
    RowState.NOT_A_SALE: 5,
    RowState.TEST: 6,
    RowState.FOOTER: 7,
    **dict.fromkeys((RowState.WAITING, RowState.REPEATED), 0),  # no words for these
}
_RANKS = np.array([_RANK[s] for s in sorted(RowState)], np.int8)


def worst(first: NDArray[np.int8], second: NDArray[np.int8]) -> NDArray[np.int8]:
    """State of rows about which two columns speak."""
    return np.where(_RANKS[second] > _RANKS[first], second, first).astype(np.int8)
