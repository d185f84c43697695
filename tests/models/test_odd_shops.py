"""A shop may be as odd as it likes: it gets an answer or a sentence, the same one every time."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest

from clm_desktop.core.message import Message
from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.core.transactions import Transactions
from clm_desktop.features.customer_table import CustomerTable, customer_table
from clm_desktop.models.codes import CODES
from clm_desktop.models.results import (
    Risk,
    RiskAnswer,
    SegmentScheme,
    Trust,
    TrustLevel,
    ValueAnswer,
)
from clm_desktop.models.risk.answer import answer_risk
from clm_desktop.models.segments.rfm import clusters, rfm_groups
from clm_desktop.models.trust import trust
from clm_desktop.models.value.answer import answer_value
from tests.models.shops import ODD_SHOPS

PARAMS = dict(CODES)


@dataclass
class Everything:
    table: CustomerTable
    trust: Trust
    risk: RiskAnswer
    value: ValueAnswer
    schemes: tuple[SegmentScheme, SegmentScheme]


def everything(tx: Transactions, as_of_day: int | None = None) -> Everything:
    if as_of_day is None:
        sold = tx.order_day[tx.order_is_sale]
        as_of_day = int(sold.max() if len(sold) else tx.order_day.max())
    table = customer_table(tx, as_of_day, NULL_CONTEXT)
    known = trust(tx, table)
    risk = answer_risk(tx, table, known, None, (0.33, 0.66), 0, NULL_CONTEXT)
    value = answer_value(tx, table, risk, known, 0, NULL_CONTEXT)
    schemes = (rfm_groups(table, known), clusters(table, known, 0, NULL_CONTEXT))
    return Everything(table, known, risk, value, schemes)


def check_code(message: Message) -> None:
    assert message.code in PARAMS
    assert tuple(name for name, _ in message.params) == PARAMS[message.code]
    for name, value in message.params:
        assert isinstance(value, str) or np.isfinite(value), (message.code, name)


def check_groups(one: Everything) -> None:
    for scheme in one.schemes:
        assert (scheme.refused is None) == bool(scheme.groups)
        assert len(scheme.label) == len(one.table)
        if scheme.refused is not None:
            check_code(scheme.refused)
            assert (scheme.label == -1).all()
            continue
        counts = np.bincount(scheme.label, minlength=len(scheme.groups))
        assert counts.tolist() == [group.customers for group in scheme.groups]
        assert (counts > 0).all()
        shares = sum(group.share_of_sales for group in scheme.groups)
        assert shares == pytest.approx(1.0) or shares == 0.0
        for group in scheme.groups:
            for message in (group.name, group.meaning, group.do, group.dont):
                check_code(message)
        if scheme.quality is not None:
            check_code(scheme.quality.verdict)


def check_risk(one: Everything) -> None:
    risk, n = one.risk, len(one.table)
    check_code(risk.verdict)
    assert risk.horizon_days >= 1
    for array in (risk.p_buy, risk.p_alive, risk.expected_orders, risk.usual_gap_days, risk.risk):
        assert len(array) == n
    for p in (risk.p_buy, risk.p_alive):
        assert np.isnan(p).all() or ((p >= 0) & (p <= 1)).all()
    assert np.isnan(risk.expected_orders).all() or (risk.expected_orders >= 0).all()
    assert (risk.usual_gap_days > 0).all()
    if one.trust.level == TrustLevel.LOOK:
        assert np.isnan(risk.p_buy).all()
        assert (risk.risk == Risk.NONE).all()
    if risk.reason_codes:
        log_odds = np.log(risk.p_buy / (1 - risk.p_buy))
        added = risk.contribution.sum(axis=1) + risk.intercept
        np.testing.assert_allclose(added, log_odds, atol=1e-9)
    for test in risk.backtests:
        assert test.named_right <= test.named <= test.customers
        assert np.isfinite([test.log_loss, test.brier, test.calibration_error]).all()


def check_value(one: Everything) -> None:
    value = one.value
    check_code(value.verdict)
    for middle, low, high in (
        (value.expected_spend_cents, value.spend_lo_cents, value.spend_hi_cents),
        (value.value_12m_cents, value.value_12m_lo_cents, value.value_12m_hi_cents),
    ):
        assert len(middle) == len(low) == len(high) == len(one.table)
        unknown = np.isnan(middle)
        assert unknown.all() or not unknown.any()
        if not unknown.all():
            assert ((low >= 0) & (low <= middle) & (middle <= high)).all()
            assert np.isfinite(high).all()
    assert np.isnan(value.expected_spend_cents).all() == np.isnan(one.risk.expected_orders).all()
    start, end = value.next_order_from_day, value.next_order_to_day
    said = ~np.isnan(start)
    assert (said == ~np.isnan(end)).all()
    assert (start[said] > one.table.as_of_day).all()
    assert (end[said] >= start[said]).all()
    assert not said[one.table.frequency < 2].any()


@pytest.mark.parametrize("name", ODD_SHOPS)
def test_that_an_odd_shop_gets_an_answer_or_a_sentence(name: str) -> None:
    one = everything(ODD_SHOPS[name]())
    if one.trust.unlock is not None:
        check_code(one.trust.unlock)
    nobody = one.trust.customers == 0  # then "add older files" would be a guess
    assert (one.trust.unlock is None) == (nobody or one.trust.level == TrustLevel.FULL)
    check_groups(one)
    check_risk(one)
    check_value(one)


def shuffled(tx: Transactions, seed: int) -> tuple[Transactions, np.ndarray]:
    """The same shop, customers and orders (within a day) in another order; where each went."""
    rng = np.random.default_rng(seed)
    place = rng.permutation(tx.n_customers)
    order = np.lexsort((rng.random(tx.n_orders), tx.order_day))
    new_place = np.empty(tx.n_customers, np.int32)
    new_place[place] = np.arange(tx.n_customers)
    back = np.empty(tx.n_orders, np.int32)
    back[order] = np.arange(tx.n_orders)
    line = rng.permutation(len(tx.line_order))
    return replace(
        tx,
        **{name: getattr(tx, name)[order] for name in ("order_key", "order_day", "order_cents")},
        **{name: getattr(tx, name)[order] for name in ("order_is_sale",)},
        order_customer=new_place[tx.order_customer[order]],
        line_order=back[tx.line_order[line]],
        **{name: getattr(tx, name)[line] for name in ("line_product", "line_quantity")},
        line_cents=tx.line_cents[line],
        **{name: getattr(tx, name)[place] for name in ("customer_id", "customer_key")},
        customer_name=tx.customer_name[place],
    ), new_place


@pytest.mark.parametrize("name", ["520 customers in 360 days", "one whale", "50 customers"])
def test_that_the_order_of_rows_does_not_matter(name: str) -> None:
    tx = ODD_SHOPS[name]()
    other, new_place = shuffled(tx, 1)
    one, two = everything(tx), everything(other)
    here = np.argsort(new_place[one.table.customer])
    np.testing.assert_allclose(two.risk.p_buy, one.risk.p_buy[here], atol=1e-6)
    np.testing.assert_array_equal(two.risk.risk, one.risk.risk[here])
    np.testing.assert_allclose(
        two.value.spend_hi_cents, one.value.spend_hi_cents[here], rtol=1e-5, atol=1e-3
    )
    for scheme, same in zip(one.schemes, two.schemes, strict=True):
        np.testing.assert_array_equal(same.label, scheme.label[here])


def test_that_the_same_input_gives_the_same_answer_twice() -> None:
    tx = ODD_SHOPS["520 customers in 360 days"]()
    one, two = everything(tx), everything(tx)
    np.testing.assert_array_equal(one.risk.p_buy, two.risk.p_buy)
    np.testing.assert_array_equal(one.risk.contribution, two.risk.contribution)
    np.testing.assert_array_equal(one.value.value_12m_hi_cents, two.value.value_12m_hi_cents)
    assert one.schemes[1].groups == two.schemes[1].groups
