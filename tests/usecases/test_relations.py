"""The owner's word on how products belong together counts in the tips, the pairs and the page."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from clm_desktop.core.errors import RequestError
from clm_desktop.core.relations import OwnerRelation, Relation
from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.core.transactions import Transactions
from clm_desktop.models.recommend.answer import answer_recommend
from clm_desktop.models.recommend.graph.told import standing
from clm_desktop.models.recommend.graph.types import RELATIONS
from clm_desktop.models.results import RecommendAnswer
from clm_desktop.plan.answers import Answers
from clm_desktop.plan.basket import basket_offers
from clm_desktop.usecases.compute_answers import Known, RefreshOptions, compute_answers
from clm_desktop.view.blocks import ChartKind
from clm_desktop.view.exports import export_table
from clm_desktop.view.pages.products import ProductLens, products_page, stands
from clm_desktop.view.product_exports import basket_topic
from clm_desktop.view.topics import show_topic
from clm_desktop.view.words import Words
from tests.models.shops import plausible
from tests.models.test_product_graph import graph, strangers

EN, ZH = Words("en", "EUR"), Words("zh", "EUR")


@pytest.fixture(scope="module")
def shop() -> Transactions:
    return plausible(260, 500, 4, gap_days=25)


@pytest.fixture(scope="module")
def plain(shop: Transactions) -> Answers:
    return compute_answers(shop, RefreshOptions(), NULL_CONTEXT)


@pytest.fixture(scope="module")
def paired() -> Answers:
    """A shop where cups go with saucers, and toner is used up."""
    rng = np.random.default_rng(2)
    rows = strangers(rng, customers=150)
    rows += [(c, d, "saucer") for c, d, p in rows if p == "thing a" and c % 2]
    rows += [(c, d, "cup") for c, d, p in rows if p == "saucer"]
    for customer in range(40):
        rows += [(customer, int(d), "toner") for d in np.cumsum(rng.integers(26, 35, 10))]
    options = RefreshOptions(as_of_day=300)  # later hardly anybody comes
    return compute_answers(graph(rows)[0], options, NULL_CONTEXT)


def word(
    answers: Answers, a: int, relation: Relation, b: int, *, holds: bool = True
) -> OwnerRelation:
    keys = answers.names.product_key
    return OwnerRelation(a=str(keys[a]), relation=relation, b=str(keys[b]), stands=holds)


def tips(shop: Transactions, plain: Answers, *told: OwnerRelation) -> RecommendAnswer:
    return answer_recommend(shop, plain.customers, plain.trust, 0, NULL_CONTEXT, told=told)


def sold_most(answers: Answers) -> list[int]:
    return np.argsort(-np.bincount(answers.recommend.lists.product)).tolist()


def test_that_what_replaces_a_product_is_offered_in_its_place(
    shop: Transactions, plain: Answers
) -> None:
    old, *_, new = sold_most(plain)
    after = tips(shop, plain, word(plain, new, Relation.REPLACES, old)).lists
    assert old not in after.product
    bought = {
        (int(shop.order_customer[of]), int(what))
        for of, what in zip(shop.line_order, shop.line_product, strict=True)
    }
    told = after.reason_code == after.reason_codes.index("replaces")
    assert told.any()
    assert set(after.product[told]) == {new}
    assert set(after.reason_product[told]) == {old}
    offered = set(after.customer[(after.product == new) & after.is_new].tolist())
    owed = {who for who, what in bought if what == old and (who, new) not in bought}
    assert owed <= offered


def test_that_two_products_kept_apart_are_on_no_list_and_in_no_pair_together(
    shop: Transactions, plain: Answers
) -> None:
    one, other, *_ = sold_most(plain)

    def both(answer: RecommendAnswer) -> set[int]:
        lists = answer.lists
        who = [set(lists.customer[lists.product == what].tolist()) for what in (one, other)]
        return who[0] & who[1]

    assert both(plain.recommend)
    after = tips(shop, plain, word(plain, one, Relation.NEVER_WITH, other))
    assert not both(after)
    assert after.along is not None
    pairs = set(zip(after.along.product.tolist(), after.along.along.tolist(), strict=True))
    assert not {(one, other), (other, one)} & pairs


def test_that_a_denied_relation_is_gone_and_an_added_one_comes_first(paired: Answers) -> None:
    known = paired.recommend.graph
    assert known is not None
    assert len(known) > 1
    a, b, kind = int(known.a[0]), int(known.b[0]), RELATIONS[int(known.relation[0])]
    other = int(np.setdiff1d(np.arange(len(paired.names.product_id)), [a, b])[0])
    told = (
        word(paired, a, kind, b, holds=False),
        word(paired, other, Relation.REPLACES, b),
    )
    after, theirs = standing(known, told, paired.names.product_key)
    left = set(zip(after.a.tolist(), after.b.tolist(), after.relation.tolist(), strict=True))
    assert (a, b, int(known.relation[0])) not in left
    assert (int(after.a[0]), int(after.b[0]), bool(theirs[0])) == (other, b, True)
    assert len(after) == len(known)


def test_that_the_word_reaches_the_answers_and_every_page_has_words(
    shop: Transactions, plain: Answers
) -> None:
    told = (word(plain, 0, Relation.BOUGHT_NEXT, 1), word(plain, 0, Relation.NEVER_WITH, 2))
    more = Known(relations=told)
    answers = compute_answers(shop, RefreshOptions(), NULL_CONTEXT, (), more)
    assert answers.relations == told
    for words in (EN, ZH):
        page = products_page(answers, words)
        assert page.charts[0].kind is ChartKind.GRAPH
        assert {table.name for table in page.tables} == {"relations", "denied"}
        about = ProductLens(about=int(answers.names.product_id[0]))
        assert products_page(answers, words, about).tables[0].values[0][0]
    shown = stands(answers, 0)
    assert bool(((shown.graph.a == 0) | (shown.graph.b == 0)).all())


def test_that_a_basket_is_answered_by_all_of_its_products(paired: Answers) -> None:
    place = {str(key): at for at, key in enumerate(paired.names.product_key)}
    one, other, third = place["cup"], place["thing a"], place["toner"]
    offers = basket_offers(paired, np.array([one, other]))
    assert not {one, other} & set(offers.product.tolist())
    alone = [basket_offers(paired, np.array([what]), 1000) for what in (one, other)]
    for at, what in enumerate(offers.product.tolist()):
        shares = [float(a.share[a.product == what].sum()) for a in alone]
        assert offers.share[at] == pytest.approx(1 - (1 - shares[0]) * (1 - shares[1]))
        assert offers.fits[at] == sum(share > 0 for share in shares)
    never = replace(
        paired, relations=(word(paired, int(offers.product[0]), Relation.NEVER_WITH, one),)
    )
    assert offers.product[0] not in basket_offers(never, np.array([one, other])).product
    said = replace(paired, relations=(word(paired, third, Relation.GOES_WITH, one),))
    first = basket_offers(said, np.array([one]))
    assert (int(first.product[0]), bool(first.told[0])) == (third, True)


def test_that_a_basket_holds_one_to_five_known_products(plain: Answers) -> None:
    key = str(plain.names.product_key[0])
    assert basket_topic(plain, (key,))["basket"] == [key]
    for skus, code in (((), "no_basket"), (("no such thing",), "product_unknown")):
        with pytest.raises(RequestError) as caught:
            basket_topic(plain, skus)
        assert caught.value.code == code


def test_that_exports_and_topics_tell_every_relation(paired: Answers) -> None:
    header, rows = export_table(paired, "relations", EN)
    table = list(rows)
    count = len(stands(paired).graph)
    assert len(table) == count > 0
    assert all(len(row) == len(header) for row in table)
    said = show_topic(paired, "graph", EN)
    assert len(said["relations"]) == count  # type: ignore[arg-type]
    bundles = show_topic(paired, "bundles", EN)
    assert {"bundles", "relations", "told"} <= set(bundles)
