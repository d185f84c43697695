"""Status words of shop systems -> whether a row counts.

A cell that is known as a whole decides first. Else it is read as words, in English, Chinese and
German here: the first rule that finds its words decides. What no rule knows counts:
a row is never lost because of a word we have not met.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.rows import RowState
from clm_desktop.ingest.meaning.columns import Factor
from clm_desktop.ingest.meaning.status_abroad import ABROAD, GOOD
from clm_desktop.ingest.meaning.status_words import PRINTED
from clm_desktop.ingest.types import Treatment

_RULES: tuple[tuple[RowState, re.Pattern[str]], ...] = tuple(
    (state, re.compile(pattern))
    for state, pattern in (
        (RowState.TEST, r"\btest(ing)?\b|\bbogus\b|测试|\bтест\w*|テスト|테스트"),
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
        (  # what visitors did before they bought, in files of everything they did
            RowState.NOT_A_SALE,
            r"^(page )?views?$|^((add|added) to |(remove|removed) from )?cart$|^pv$|^fav$|^click$"
            r"|^(add to )?wishlist$|^浏览$|^点击$|^收藏$|^加购$|^加入购物车$",
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
    r"|unshipped|unfulfilled|partial)\b|^(purchase|purchased|buy|bought)$|^购买$|^下单$|成功|已付款|已发货|已完成|完成|待发货|已签收|待收货"
)


def word_key(word: str) -> str:
    """What makes two status words one."""
    return unicodedata.normalize("NFKC", word).casefold().strip()


def state_of(word: str) -> RowState:
    """Read one status cell."""
    text = word_key(word).replace("_", " ")
    if not text:
        return RowState.COUNTS
    if text in PRINTED:
        return PRINTED[text]
    for state, pattern in (*_RULES, *ABROAD):
        if pattern.search(text):
            return state
    return RowState.COUNTS


def tells_something(word: str) -> bool:
    """Whether a cell is a status word that is known, good or bad."""
    text = word_key(word)
    if text in PRINTED or _KNOWN_GOOD.search(text) or GOOD.search(text) or is_given_back(text):
        return True
    return state_of(word) is not RowState.COUNTS


def is_known(word: str) -> bool:
    """Whether a word is told by a rule; a blank cell says nothing and needs none."""
    text = word_key(word)
    ruled = any(pattern.search(text.replace("_", " ")) for _, pattern in (*_RULES, *ABROAD))
    return not text or ruled or tells_something(text)


_GIVEN_BACK = re.compile(
    r"refunds?|returns?|credit( note| memo)?|gutschrift|retoure|rückgabe|avoir"
    r"|note de crédit|nota de crédito|nota di credito|creditnota|dobropis"
    r"|kredit(not|faktur)a|hyvityslasku"
)


def is_given_back(word: str) -> bool:
    """Whether a row is a refund of its own: its money goes back to the customer."""
    return bool(_GIVEN_BACK.fullmatch(word.casefold().strip()))


def usual_treatment(word: str) -> Treatment:
    """What becomes of rows with a word where the owner says nothing."""
    if is_given_back(word):
        return Treatment.GIVEN_BACK
    return Treatment(state_of(word).name.lower())


_RANK = {
    RowState.COUNTS: 0,
    RowState.UNPAID: 1,
    RowState.FAILED: 2,
    RowState.REFUNDED: 3,
    RowState.CANCELLED: 4,
    RowState.NOT_A_SALE: 5,
    RowState.TEST: 6,
    RowState.FOOTER: 7,
    # no words for these
    **dict.fromkeys((RowState.WAITING, RowState.REPEATED, RowState.UNCLEAR), 0),
}
_RANKS = np.array([_RANK[s] for s in sorted(RowState)], np.int8)


def worst(first: NDArray[np.int8], second: NDArray[np.int8]) -> NDArray[np.int8]:
    """State of rows about which two columns speak."""
    return np.where(_RANKS[second] > _RANKS[first], second, first).astype(np.int8)


MOST_WORDS = 5_000  # distinct words that are counted: a column of remarks is no status


class StatusReader:
    """Reads status cells by the owner's word, else by ours, and counts the words it meets."""

    def __init__(self, told: Mapping[str, Treatment]) -> None:
        """``told``: what the owner decided, by :func:`word_key`."""
        self._told = told
        self._read: dict[str, tuple[RowState, bool]] = {}
        self._met: dict[tuple[int, str], int] = {}

    def read(self, column: int, cells: Factor) -> tuple[NDArray[np.int8], NDArray[np.bool_]]:
        """State of each row, and whether it is a refund of its own."""
        words = cells.values.tolist()
        self._count(column, cells, words)
        read = [self._read.get(word) or self._look(word) for word in words]
        state = np.array([s for s, _ in read], np.int8)
        back = np.array([b for _, b in read], bool)
        return state[cells.codes], back[cells.codes]

    def take_met(self) -> dict[tuple[int, str], int]:
        """Rows by (column, word) since the last call."""
        met, self._met = self._met, {}
        return met

    def _look(self, word: str) -> tuple[RowState, bool]:
        told = self._told.get(word_key(word))
        treatment = usual_treatment(word) if told is None else told
        back = treatment is Treatment.GIVEN_BACK
        state = RowState.COUNTS if back else RowState[treatment.name]
        if len(self._read) < MOST_WORDS:
            self._read[word] = state, back
        return state, back

    def _count(self, column: int, cells: Factor, words: list[str]) -> None:
        rows = np.bincount(cells.codes, minlength=len(words)).tolist()
        met = self._met
        for word, n in zip(words, rows, strict=True):
            if n and len(met) < MOST_WORDS:
                met[column, word] = met.get((column, word), 0) + n
