"""The lists as they are filled, block by block of customers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clm_desktop.features.customer_table import CustomerTable
from clm_desktop.models.recommend.candidates import Candidates
from clm_desktop.models.recommend.codes import REASON_CODES
from clm_desktop.models.recommend.reasons import Reasons
from clm_desktop.models.results import Recommendations


class ListsWriter:
    """Fills arrays made once for the largest possible answer, block by block."""

    def __init__(self, size: int) -> None:
        """Room for so many elements."""
        self._n = 0
        self._customer = np.empty(size, np.int32)
        self._is_new = np.empty(size, np.bool_)
        self._rank = np.empty(size, np.int16)
        self._product = np.empty(size, np.int32)
        self._p = np.empty(size, np.float64)
        self._code = np.empty(size, np.int8)
        self._because = np.empty(size, np.int32)
        self._a = np.empty(size, np.float64)
        self._b = np.empty(size, np.float64)

    def put(
        self,
        table: CustomerTable,
        found: Candidates,
        why: Reasons,
        p: NDArray[np.float64],
        rank: NDArray[np.int16],
    ) -> None:
        """Append the picks of one block with their reasons."""
        to = slice(self._n, self._n + len(rank))
        self._customer[to] = table.customer[found.customer]
        self._is_new[to] = found.pair < 0
        self._rank[to] = rank
        self._product[to] = found.product
        self._p[to] = p
        self._code[to] = why.code
        self._because[to] = why.product
        self._a[to] = why.a
        self._b[to] = why.b
        self._n += len(rank)

    def done(self) -> Recommendations:
        """What was written so far."""
        n = self._n
        return Recommendations(
            customer=self._customer[:n],
            is_new=self._is_new[:n],
            rank=self._rank[:n],
            product=self._product[:n],
            p=self._p[:n],
            reason_codes=REASON_CODES,
            reason_code=self._code[:n],
            reason_product=self._because[:n],
            reason_a=self._a[:n],
            reason_b=self._b[:n],
        )
