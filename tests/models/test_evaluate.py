"""Measures against scikit-learn, and where they are not defined."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clm_desktop.models.evaluate import auc, brier, calibration, confusion, log_loss

SCORES = st.lists(
    st.tuples(st.sampled_from([0.01, 0.1, 0.35, 0.5, 0.77, 0.99]), st.booleans()),
    min_size=2,
    max_size=40,
).filter(lambda rows: 0 < sum(y for _, y in rows) < len(rows))


@given(SCORES)
def test_that_measures_are_those_of_scikit_learn(rows) -> None:
    from sklearn import metrics

    p, y = np.array([p for p, _ in rows]), np.array([y for _, y in rows])
    assert auc(p, y) == pytest.approx(metrics.roc_auc_score(y, p))
    assert log_loss(p, y) == pytest.approx(metrics.log_loss(y, p))
    assert brier(p, y) == pytest.approx(metrics.brier_score_loss(y, p))
    named = p >= 0.5
    decided = confusion(named, y)
    assert decided.accuracy == pytest.approx(metrics.accuracy_score(y, named))
    assert decided.recall == pytest.approx(metrics.recall_score(y, named))
    assert decided.f1 == pytest.approx(metrics.f1_score(y, named, zero_division=0.0))
    if named.any():
        assert decided.precision == pytest.approx(metrics.precision_score(y, named))


def test_that_undefined_measures_are_nan() -> None:
    p, none = np.array([0.2, 0.4]), np.zeros(2, bool)
    assert np.isnan(auc(p, none))
    assert np.isnan(confusion(none, none).precision)
    assert np.isnan(confusion(none, none).f1)
    assert np.isnan(log_loss(np.zeros(0), np.zeros(0, bool)))
    assert np.isnan(calibration(np.zeros(0), np.zeros(0, bool)).error)


def test_that_calibration_compares_said_with_was() -> None:
    p = np.array([0.1] * 10 + [0.8] * 10)
    y = np.array([True] * 2 + [False] * 8 + [True] * 6 + [False] * 4)
    curve = calibration(p, y)
    assert curve.said_share == pytest.approx((0.1, 0.8))
    assert curve.was_share == pytest.approx((0.2, 0.6))
    assert curve.customers == (10, 10)
    assert curve.error == pytest.approx(0.15)
