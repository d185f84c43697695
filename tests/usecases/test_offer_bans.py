"""What is never to be offered is gone at once, stays gone after computing, and others move up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from clm_desktop.core.offer_bans import BanKind, OfferBan
from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.plan.answers import Answers
from clm_desktop.plan.not_offered import WhyNot
from clm_desktop.usecases.compute_answers import Known, RefreshOptions, compute_answers
from clm_desktop.usecases.replan import rebanned
from tests.models.shops import plausible


@pytest.fixture(scope="module")
def shop():
    return plausible(260, 500, 4, gap_days=25)


@pytest.fixture(scope="module")
def plain(shop) -> Answers:
    return compute_answers(shop, RefreshOptions(), NULL_CONTEXT)


def favourite(answers: Answers) -> tuple[int, str]:
    often = int(np.bincount(answers.recommend.lists.product).argmax())
    return often, str(answers.names.product_key[often])


def test_that_a_banned_product_is_gone_everywhere_and_others_move_up(shop, plain) -> None:
    often, key = favourite(plain)
    bans = (OfferBan(kind=BanKind.PRODUCT, what=key),)
    computed = compute_answers(shop, RefreshOptions(), NULL_CONTEXT, (), Known(bans=bans))
    for after in (rebanned(plain, bans), computed):
        recommend = after.recommend
        assert often not in recommend.lists.product
        assert not {often} & {*recommend.pair_a.tolist(), *recommend.pair_b.tolist()}
        assert recommend.along is not None
        assert often not in recommend.along.along
        assert after.bans == bans
        assert recommend.wishes is not None
        assert often not in recommend.wishes.to_tell.product
        assert recommend.wishes.rest_product[often] == 0
    assert computed.kept_back is not None
    at = np.flatnonzero(computed.kept_back.product == often)
    assert computed.kept_back.why[at].tolist() == [WhyNot.PRODUCT]
    assert int((computed.recommend.lists.rank == 1).sum()) >= len(plain.customers)
    assert computed.recommend.hit_share == plain.recommend.hit_share, "the test stays honest"


def test_that_a_ban_for_one_customer_touches_nobody_else(plain) -> None:
    lists = plain.recommend.lists
    who, what = int(lists.customer[0]), int(lists.product[0])
    customer = str(plain.names.customer_key[who])
    product = str(plain.names.product_key[what])
    apart = (OfferBan(kind=BanKind.PRODUCT, what=product, customer=customer),)
    gone = (lists.customer == who) & (lists.product == what)
    for bans, out in (
        (apart, gone),
        ((OfferBan(kind=BanKind.CUSTOMER, customer=customer),), lists.customer == who),
        ((OfferBan(kind=BanKind.PRODUCT, what="no such thing", customer=customer),), gone & False),
    ):
        after = rebanned(plain, bans).recommend.lists
        assert len(after.product) == int((~out).sum())
        np.testing.assert_array_equal(after.product, lists.product[~out])
        np.testing.assert_array_equal(after.customer, lists.customer[~out])


def test_that_a_category_is_banned_however_its_letters_are_written(plain) -> None:
    category = plain.names.product_category.copy()
    often, _ = favourite(plain)
    category[often] = "Green  TEA"
    named = replace(plain, names=replace(plain.names, product_category=category))
    after = rebanned(named, (OfferBan(kind=BanKind.CATEGORY, what="green tea"),))
    assert often not in after.recommend.lists.product
    assert len(after.recommend.lists.product) < len(plain.recommend.lists.product)
