"""Chance that each candidate is in the customer's next order, by the method that won."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clm_desktop.models.recommend.candidates import Candidates
from clm_desktop.models.recommend.closed import new_chance, own_chance
from clm_desktop.models.recommend.features import new_features, own_features
from clm_desktop.models.recommend.learn import Logistic
from clm_desktop.models.recommend.shop import Shop

MOST_CERTAIN = 0.95  # a closed form never claims more


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorer:
    """Closed form times a constant of the shop, or two logistic regressions.

    ``own_scale`` and ``new_scale`` match the closed form's chances to the hidden orders.
    """

    own_scale: float
    new_scale: float
    own: Logistic | None = None  # None: closed form
    new: Logistic | None = None

    def chance(self, shop: Shop, found: Candidates) -> NDArray[np.float64]:
        """Probability 0..1 per candidate."""
        p = np.empty(len(found.product))
        is_new = found.pair < 0
        for part, new in ((np.flatnonzero(~is_new), False), (np.flatnonzero(is_new), True)):
            if len(part):
                p[part] = self._part(shop, found.take(part), new=new)
        return p

    def _part(self, shop: Shop, found: Candidates, *, new: bool) -> NDArray[np.float64]:
        model = self.new if new else self.own
        if model is not None:
            features = new_features(shop, found) if new else own_features(shop, found)
            return model.chance(features[:, : len(model.weight)])  # the last may not have helped
        if new:
            return np.minimum(self.new_scale * new_chance(shop, found), MOST_CERTAIN)
        return np.minimum(self.own_scale * own_chance(shop, found), MOST_CERTAIN)
