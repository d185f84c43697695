"""What is never to be offered is kept by key: it outlasts imports, holds for persons, is undone."""

from __future__ import annotations

import pytest

from clm_desktop.core.errors import RequestError
from clm_desktop.core.offer_bans import BanKind, OfferBan
from clm_desktop.store.offer_bans import load_ban_log, load_bans
from clm_desktop.store.project import create_project
from clm_desktop.store.undo import undo_import
from clm_desktop.usecases.offer_bans import allow, ban, undo
from clm_desktop.usecases.people import merge_people
from tests.store.made import DAY, File, Row, do_import

TEA = OfferBan(kind=BanKind.PRODUCT, what="tea")
NOTHING_TO_ANNA = OfferBan(kind=BanKind.CUSTOMER, customer="anna")


@pytest.fixture
def shop(tmp_path):
    with create_project(tmp_path / "shop.clm", "shop") as project:
        rows = (Row("1", "anna", product="tea"), Row("2", "bob", product="pot", ts=11 * DAY))
        do_import(project, File(rows))
        yield project


def test_that_a_ban_outlasts_its_import_and_is_told_in_the_log(shop) -> None:
    revision = shop.revision
    ban(shop, [TEA, NOTHING_TO_ANNA])
    assert shop.revision > revision, "answers made before no longer hold"
    undo_import(shop, 1)
    assert set(load_bans(shop)) == {TEA, NOTHING_TO_ANNA}
    assert [(one.ban, one.stands) for one in reversed(load_ban_log(shop))] == [
        (TEA, True),
        (NOTHING_TO_ANNA, True),
    ]


def test_that_undo_brings_back_what_stood_and_is_logged(shop) -> None:
    changes = ban(shop, [TEA])
    undo(shop, changes)
    assert load_bans(shop) == ()
    undo(shop, allow(shop, [TEA]))
    assert load_bans(shop) == (), "nothing stood, so nothing comes back"
    ban(shop, [TEA])
    gone = allow(shop, [TEA])
    undo(shop, gone)
    assert load_bans(shop) == (TEA,)
    assert [one.stands for one in load_ban_log(shop)] == [True, False, True, False, True]


def test_that_saying_it_twice_changes_nothing(shop) -> None:
    ban(shop, [TEA])
    revision = shop.revision
    assert ban(shop, [TEA]) == ()
    assert shop.revision == revision


def test_that_a_ban_holds_for_a_person_under_every_key(shop) -> None:
    ban(shop, [OfferBan(kind=BanKind.PRODUCT, what="tea", customer="bob")])
    merge_people(shop, "anna", "bob")
    assert len(load_bans(shop)) == 1
    other = OfferBan(kind=BanKind.PRODUCT, what="tea", customer="anna")
    assert ban(shop, [other]) == (), "it stands already, under the other key"
    allow(shop, [other])
    assert load_bans(shop) == ()


def test_that_what_nobody_sells_or_is_cannot_be_banned(shop) -> None:
    for one, code in (
        (OfferBan(kind=BanKind.PRODUCT, what="coffee"), "product_unknown"),
        (OfferBan(kind=BanKind.CATEGORY, what="drinks"), "category_unknown"),
        (OfferBan(kind=BanKind.CUSTOMER, customer="carl"), "person_unknown"),
        (OfferBan(kind=BanKind.CUSTOMER), "person_unknown"),
    ):
        with pytest.raises(RequestError) as caught:
            ban(shop, [TEA, one])
        assert caught.value.message.code.endswith(code)
        assert load_bans(shop) == (), "all or nothing"
