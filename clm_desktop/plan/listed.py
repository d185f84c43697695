"""A shop that is only a list of people: who they are, what its own label taught, what was said.

There are no orders, so nothing is known of money or rhythm; who is about to leave comes from the
list's own column "has left", where it has one.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.lists import CustomerList
from clm_desktop.core.owner_words import OwnerWord, Word
from clm_desktop.models.labelled.answer import LabelledAnswer
from clm_desktop.models.results import Risk
from clm_desktop.plan.owner_words import REASONS, TALKED_DAYS

CALLS = 12  # people one can call in a week
_MOST_ID = 0x7FFFFFFF  # ids fit 31 bits


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedShop:
    """People, what was learned of them (parallel to them), and the owner's words about them."""

    people: CustomerList
    answer: LabelledAnswer | None  # None: the list has no label, or is not learned from yet
    thresholds: tuple[float, float]  # chance to leave from which a risk is medium, high
    said: tuple[OwnerWord, ...]
    today: int  # day that a word "talked to" is counted from

    @property
    def is_labelled(self) -> bool:
        """Whether the list says of anybody whether they have left."""
        return bool((self.people.churned >= 0).any())

    @property
    def is_learned(self) -> bool:
        """Whether nothing is left to be learned."""
        return self.answer is not None or not self.is_labelled

    def ids(self) -> NDArray[np.int64]:
        """A number for each person that stays the same when the list grows: of the key alone."""
        taken: set[int] = set()
        made = np.zeros(len(self.people), dtype=np.int64)
        for row, key in enumerate(self.people.key):
            number = zlib.crc32(str(key).encode()) & _MOST_ID
            while number in taken:
                number = (number + 1) & _MOST_ID
            taken.add(number)
            made[row] = number
        return made

    def words_of(self, row: int) -> dict[Word, str]:
        """What stands of one person."""
        key = str(self.people.key[row])
        return {one.word: one.value for one in self.said if one.key == key}

    def spared(self) -> dict[str, Word]:
        """By key, who is to be left in peace by the owner's word, and which word that is."""
        kinds = (Word.NOT_CUSTOMER, *REASONS)
        told = sorted((one for one in self.said if one.word in kinds), key=_weight, reverse=True)
        return {
            one.key: one.word
            for one in told
            if one.word is not Word.TALKED or self.today - one.as_of_day <= TALKED_DAYS
        }

    def watched(self) -> NDArray[np.int64]:
        """Who has not left and may be spoken to, most likely leavers first."""
        if self.answer is None:
            return np.zeros(0, dtype=np.int64)
        rows, out = self.answer.watched, self.spared()
        return rows[[str(key) not in out for key in self.people.key[rows]]] if out else rows

    def likely(self) -> NDArray[np.int64]:
        """Those of the watched at high risk."""
        rows = self.watched()
        return rows if self.answer is None else rows[self.answer.risk[rows] == Risk.HIGH]


def _weight(one: OwnerWord) -> int:
    """Of several words about a person the strongest counts."""
    return (Word.NOT_CUSTOMER, *REASONS).index(one.word)
