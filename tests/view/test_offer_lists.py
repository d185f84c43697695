"""What a group will want, whom to tell, and what is kept back: said with the shop's own numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from clm_desktop.core.errors import RequestError
from clm_desktop.core.offer_bans import BanKind, OfferBan
from clm_desktop.core.owner_words import Word
from clm_desktop.models.results import Wishes
from clm_desktop.plan.answers import Answers
from clm_desktop.plan.group_offers import Wanted, everybody, groups_of
from clm_desktop.plan.not_offered import KeptBack, WhyNot
from clm_desktop.plan.owner_words import REASONS, LeftOut
from clm_desktop.view.blocks import Kind
from clm_desktop.view.exports import HEADERS, excel_table, export_table
from clm_desktop.view.pages.offer_lists import OfferLens, find_group, find_product, offer_lens
from clm_desktop.view.pages.recommendations import recommendations_page
from clm_desktop.view.topics import show_topic
from clm_desktop.view.words import Words
from tests.view.answers_builder import PRODUCTS, build

EN = Words("en", "GBP")


@pytest.fixture(scope="module")
def answers() -> Answers:
    """Sixty customers; product 4's likeliest are customers 7, 5 and 9."""
    plain = build(60)
    lists = plain.recommend.lists.take(np.arange(3))
    told = replace(
        lists,
        customer=np.array([7, 5, 9], np.int32),
        product=np.full(3, 4, np.int32),
        rank=np.array([1, 2, 3], np.int16),
        p=np.array([0.5, 0.3, 0.1]),
    )
    rest = np.zeros(PRODUCTS)
    rest[4] = 6.0
    wishes = Wishes(to_tell=told, rest_product=rest, rest_customer=np.full(60, 0.1))
    return replace(plain, recommend=replace(plain.recommend, wishes=wishes))


def test_that_the_groups_of_a_way_of_grouping_add_up_to_everybody(answers) -> None:
    wanted = Wanted(answers)
    for scheme in {group.scheme for group in groups_of(answers)}:
        total, people = np.zeros(PRODUCTS), 0
        for group in groups_of(answers):
            if group.scheme == scheme:
                wish = wanted.of(group.rows)
                total[wish.product] += wish.buyers
                people += wish.customers
        whole = wanted.of(everybody(answers))
        assert people == whole.customers == 60
        np.testing.assert_allclose(total[whole.product], whole.buyers)
        np.testing.assert_allclose(whole.times, 1.0)
    lists = answers.recommend.lists
    assert whole.buyers.sum() == pytest.approx(lists.p.sum() + 6.0)


def test_that_those_who_may_not_be_told_are_in_no_sum(answers) -> None:
    away = LeftOut(row=np.array([7], np.int32), reason=np.array([REASONS.index(Word.MOVED_AWAY)]))
    nothing = OfferBan(kind=BanKind.CUSTOMER, customer="c5")
    spared = replace(answers, left_out=away, bans=(nothing,))
    assert Wanted(spared).of(everybody(spared)).customers == 58
    page = recommendations_page(spared, EN, OfferLens(product_id=4))
    table = page.tables[0]
    may = table.values[[column.key for column in table.columns].index("may_tell")]
    assert list(may) == ["no: Moved away", "no: never offered anything, you said", "yes"]
    assert table.row_key is not None
    assert table.row_key.tolist() == [1007, 1005, 1009]


def test_that_a_group_page_says_how_many_of_how_many(answers) -> None:
    group = next(one for one in groups_of(answers) if one.scheme == "rfm")
    page = recommendations_page(answers, EN, OfferLens(group=f"rfm/{group.segment_id}"))
    wish = Wanted(answers).of(group.rows)
    assert f"About {round(wish.buyers[0])} of {len(group.rows)} customers" in page.lead
    table = page.tables[0]
    assert {c.key: c.kind for c in table.columns}["buyers"] is Kind.WHOLE
    shown = page.tables[1].row_key
    assert shown is not None
    assert set(shown.tolist()) == set((1000 + group.rows).tolist()), "only the group's people"


def test_that_a_product_that_is_kept_back_says_why(answers) -> None:
    back = KeptBack(
        product=np.array([3, 4], np.int32), why=np.array([WhyNot.SOLD_OUT, WhyNot.PRODUCT], np.int8)
    )
    bans = (OfferBan(kind=BanKind.PRODUCT, what="p4"),)
    kept = replace(answers, kept_back=back, bans=bans)
    assert "never offered, you said" in recommendations_page(kept, EN, OfferLens(product_id=4)).lead
    page = recommendations_page(kept, EN)
    (missing,) = (table for table in page.detail_tables if table.name == "missing_products")
    assert list(missing.values[0]) == ["Soap 4", "Soap 3"], "the owner's words first"
    assert any("2 products are in no tip" in note for note in page.notes)
    (banned,) = (table for table in page.tables if table.name == "offer_bans")
    assert list(banned.values[0]) == ["Soap 4"]


def test_that_groups_and_products_are_found_by_what_they_are_called(answers) -> None:
    group = groups_of(answers)[1]
    for asked in (f"{group.scheme}/{group.segment_id}", group.segment_id):
        assert find_group(answers, asked, EN).segment_id == group.segment_id
    assert find_product(answers, "P4") == find_product(answers, "soap 4") == 4
    with pytest.raises(RequestError, match="product_unknown"):
        find_product(answers, "soap")
    with pytest.raises(RequestError, match="no_segment"):
        offer_lens(answers, "nobody", "", EN)


def test_that_forecast_and_reorder_keep_the_header_that_others_rely_on(answers) -> None:
    header, rows = export_table(answers, "forecast", EN)
    assert ",".join(header) == "kind,series,week_start,mean,lo80,hi80"
    told = [dict(zip(header, row, strict=True)) for row in rows]
    assert {row["kind"] for row in told} >= {"total", "product"}
    for row in told:
        assert float(row["lo80"] or 0) <= float(row["mean"]) + 1.0
        assert float(row["hi80"] or 0) >= float(row["lo80"] or 0)
    header, rows = export_table(answers, "reorder", EN)
    assert ",".join(header) == (
        "product_id,on_hand,lead_time_days,service_level,order_up_to,order_quantity,reason"
    )
    ordered = [dict(zip(header, row, strict=True)) for row in rows]
    assert ordered
    assert all(row["reason"] and float(row["order_up_to"]) >= 0 for row in ordered)


def test_that_exports_and_json_tell_the_same(answers) -> None:
    header, rows = export_table(answers, "segment-offers", EN, top=2)
    told = [dict(zip(header, row, strict=True)) for row in rows]
    groups = groups_of(answers)
    assert [row["rank"] for row in told] == ["1", "2"] * len(groups)
    wish = Wanted(answers).of(groups[0].rows)
    assert float(told[0]["likely_buyers"]) == pytest.approx(wish.buyers[0], abs=1e-5)
    said = show_topic(answers, "recommendations", EN, OfferLens(group=told[0]["segment_id"]))
    assert said["products"][0]["product_id"] == told[0]["product_id"]  # type: ignore[index,call-overload]
    header, rows = export_table(answers, "who-to-tell", EN, top=2)
    people = [dict(zip(header, row, strict=True)) for row in rows]
    assert [row["customer_id"] for row in people] == ["c7", "c5"]
    said = show_topic(answers, "recommendations", EN, OfferLens(product_id=4))
    assert [one["p"] for one in said["customers"]] == [0.5, 0.3, 0.1]  # type: ignore[index,union-attr,call-overload]
    for what in ("segment-offers", "who-to-tell", "never-offered"):
        assert HEADERS[what]
        excel_table(answers, what, EN)
