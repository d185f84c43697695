"""Who is one person: told e-mails and phones, the owner's word, and nothing of import order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clm_desktop.core.rows import CleanBlock
from clm_desktop.store.check import check_project
from clm_desktop.store.decisions import Decision, replace_decisions
from clm_desktop.store.importing import writing_import
from clm_desktop.store.people import find_people
from clm_desktop.store.person_links import MOST_KEYS
from clm_desktop.store.project import Project, create_project
from clm_desktop.store.reading import customer_orders, load_transactions
from clm_desktop.store.undo import undo_import
from tests.store.made import File, Row, block, content, info


@dataclass(frozen=True)
class Buy:
    order: str
    key: str
    email: str = ""
    phone: str = ""
    name: str = ""
    cents: int = 500


def told(buys: Iterable[Buy], first_row: int = 1) -> CleanBlock:
    buys = list(buys)
    made = block([Row(b.order, b.key, name=b.name, cents=b.cents) for b in buys], first_row)
    last = {b.key: b for b in buys}
    keys = made.customers.key.tolist()
    facts = replace(
        made.customers,
        email=np.array([last[k].email for k in keys], object),
        phone=np.array([last[k].phone for k in keys], object),
    )
    return replace(made, customers=facts)


def bring(project: Project, source: str, *buys: Buy) -> int:
    with writing_import(project) as writer:
        writer.begin_file(replace(info(File((), f"{source}.csv")), platform=source))
        writer.add(told(buys))
        writer.end_file()
        return writer.finish().import_id


def decide(project: Project, one: str, other: str, *, together: bool) -> None:
    replace_decisions(project, (), [Decision.of(one, other, together=together)])


def people(project: Project) -> set[frozenset[str]]:
    return {frozenset(person.keys) for person in find_people(project).merged}


def proposed(project: Project) -> set[frozenset[str]]:
    return {frozenset(proposal.keys) for proposal in find_people(project).proposals}


@pytest.fixture
def shop(tmp_path: Path):
    with create_project(tmp_path / "shop.clm", "shop") as project:
        yield project


def test_that_guest_checkouts_roll_up_to_the_account(shop: Project) -> None:
    bring(
        shop,
        "shopify",
        Buy("1", "7001", "ann@x.org", name="Ann"),
        Buy("2", "ann@x.org", "ann@x.org", cents=700),
        Buy("3", "bob@x.org", "bob@x.org"),
    )
    tx = load_transactions(shop)
    assert tx.customer_key.tolist() == ["7001", "bob@x.org"]
    assert sorted(tx.order_cents[tx.order_customer == 0].tolist()) == [500, 700]


def test_that_till_webshop_and_marketplace_meet_in_one_person(shop: Project) -> None:
    bring(shop, "till", Buy("t1", "07911123456", "", "07911 123456"))
    bring(shop, "taobao", Buy("b1", "anna_1", "", "0044 7911 123456"))
    bring(shop, "shopify", Buy("s1", "7001", "ann@x.org", "+44 (0)7911 123456"))
    assert people(shop) == {frozenset({"07911123456", "anna_1", "7001"})}
    (anna,) = find_people(shop).merged
    assert anna.keys[-1] == "07911123456"  # accounts stand before a phone
    assert [e.kind for e in anna.evidence] == ["phone"]
    for customer in (1, 2, 3):
        orders = customer_orders(shop, customer)
        assert sorted(order.order_key for order in orders) == ["b1", "s1", "t1"]


def test_that_a_person_without_a_name_bears_that_of_another_key(shop: Project) -> None:
    bring(shop, "till", Buy("1", "ann@x.org", "ann@x.org", name="Ann Lee"))
    bring(shop, "shopify", Buy("2", "7001", "ann@x.org"))
    assert load_transactions(shop).customer_name.tolist() == ["Ann Lee"]


def test_that_an_e_mail_in_the_column_of_numbers_counts_as_one(shop: Project) -> None:
    bring(shop, "till", Buy("1", "Ann@X.org"))
    bring(shop, "shopify", Buy("2", "7001", "ann@x.org"))
    assert load_transactions(shop).customer_key.tolist() == ["7001"]


def test_that_plus_tags_are_kept_apart(shop: Project) -> None:
    bring(shop, "a", Buy("1", "7001", "ann+1@x.org"), Buy("2", "ann@x.org", "ann@x.org"))
    assert people(shop) == set()


@pytest.mark.parametrize("sharing", [2, MOST_KEYS, MOST_KEYS + 1, 40])
def test_that_a_value_many_share_says_nothing(shop: Project, sharing: int) -> None:
    """The shop's own phone in every walk-in's row."""
    for i in range(sharing):
        bring(shop, f"till-{i}", Buy(f"o{i}", f"id{i}", "", "020 7946 0001"))
    merged = {frozenset(f"id{i}" for i in range(sharing))} if sharing <= MOST_KEYS else set()
    assert people(shop) == merged
    assert proposed(shop) == set()


@pytest.mark.parametrize("phone", ["11111111", "12345678", "0000000", "18412345678-1234", "12"])
def test_that_fillers_and_relayed_phones_say_nothing(shop: Project, phone: str) -> None:
    bring(shop, "a", Buy("1", "7001", "", phone))
    bring(shop, "b", Buy("2", "8001", "", phone))
    assert people(shop) == set()


def test_that_two_accounts_of_one_source_are_only_proposed(shop: Project) -> None:
    bring(shop, "shopify", Buy("1", "7001", "ann@x.org"), Buy("2", "7002", "ann@x.org"))
    bring(shop, "shopify", Buy("3", "7003", "ann@x.org"))  # another month, the same source
    assert people(shop) == set()
    assert proposed(shop) == {frozenset({"7001", "7002", "7003"})}
    assert load_transactions(shop).n_customers == 3


def test_that_one_phone_with_two_mailboxes_is_only_proposed(shop: Project) -> None:
    bring(shop, "a", Buy("1", "ann@x.org", "ann@x.org", "0171 2345678"))
    bring(shop, "b", Buy("2", "bob@x.org", "bob@x.org", "0171 2345678"))
    assert people(shop) == set()
    assert proposed(shop) == {frozenset({"ann@x.org", "bob@x.org"})}


def test_that_accounts_of_one_source_do_not_meet_through_others(shop: Project) -> None:
    bring(shop, "shopify", Buy("1", "7001", "ann@x.org"), Buy("2", "7002", "", "0171 2345678"))
    bring(shop, "till", Buy("3", "ann@x.org", "ann@x.org", "0171 2345678"))
    assert people(shop) == {frozenset({"7001", "ann@x.org"})}  # the phone is doubted first
    assert proposed(shop) == {frozenset({"7001", "7002"})}


def test_that_the_owner_decides_what_was_proposed(shop: Project) -> None:
    bring(shop, "shopify", Buy("1", "7001", "ann@x.org"), Buy("2", "7002", "ann@x.org"))
    decide(shop, "7002", "7001", together=True)
    assert people(shop) == {frozenset({"7001", "7002"})}
    assert proposed(shop) == set()
    decide(shop, "7001", "7002", together=False)
    assert people(shop) == proposed(shop) == set()


def test_that_one_key_is_kept_apart_and_the_others_stay(shop: Project) -> None:
    for source, key in (("a", "7001"), ("b", "8001"), ("c", "9001")):
        bring(shop, source, Buy(key, key, "ann@x.org"))
    decide(shop, "7001", "8001", together=False)
    assert people(shop) == {frozenset({"7001", "9001"})}


def test_that_decisions_outlast_undo_and_come_back(shop: Project) -> None:
    bring(shop, "till", Buy("1", "ann"))
    number = bring(shop, "shopify", Buy("2", "7001"))
    decide(shop, "ann", "7001", together=True)
    undo_import(shop, number)
    assert people(shop) == set()
    assert load_transactions(shop).customer_key.tolist() == ["ann"]
    bring(shop, "shopify", Buy("2", "7001"))
    assert people(shop) == {frozenset({"ann", "7001"})}


def test_that_merging_rewrites_nothing_that_was_told(shop: Project) -> None:
    bring(shop, "a", Buy("1", "7001", "ann@x.org"), Buy("2", "ann@x.org", "ann@x.org"))
    before = content(shop)
    load_transactions(shop)
    assert content(shop) == before
    assert check_project(shop).findings == ()


def test_that_an_order_of_two_keys_of_one_person_is_one_order(shop: Project) -> None:
    bring(shop, "a", Buy("1", "7001", "ann@x.org"), Buy("1", "ann@x.org", "ann@x.org"))
    tx = load_transactions(shop)
    assert tx.order_key.tolist() == ["1"]
    assert tx.order_cents.tolist() == [1000]


def test_that_namesakes_of_one_town_are_only_proposed(shop: Project) -> None:
    towns = {"7001": "Leeds", "a@x.org": "leeds ", "b@x.org": "York", "7009": ""}
    with writing_import(shop) as writer:
        writer.begin_file(info(File((), "a.csv")))
        made = told(Buy(key, key, name="Ann  Lee") for key in towns)
        city = np.array([towns[key] for key in made.customers.key.tolist()], object)
        writer.add(replace(made, customers=replace(made.customers, city=city)))
        writer.end_file()
        writer.finish()
    assert people(shop) == set()
    (found,) = find_people(shop).proposals
    assert (set(found.keys), found.evidence[0].kind) == ({"7001", "a@x.org"}, "name")
    decide(shop, "7001", "a@x.org", together=False)
    assert find_people(shop).proposals == ()
    decide(shop, "7001", "a@x.org", together=True)
    assert people(shop) == {frozenset({"7001", "a@x.org"})}
    assert find_people(shop).proposals == ()


# ---- whatever the files say ----------------------------------------------------------------

buys = st.builds(
    Buy,
    order=st.sampled_from([str(i) for i in range(12)]),
    key=st.sampled_from(["1", "2", "3", "a@x", "b@x", "01712345678", "ann"]),
    email=st.sampled_from(["", "", "a@x", "b@x"]),
    phone=st.sampled_from(["", "", "0171 2345678", "0171 2345679"]),
)
imports = st.lists(
    st.tuples(st.sampled_from(["shop", "till"]), st.lists(buys, min_size=1, max_size=4)),
    min_size=2,
    max_size=4,
)
pairs = st.tuples(
    st.sampled_from(["1", "2", "3", "a@x", "ann"]), st.sampled_from(["2", "b@x", "01712345678"])
).filter(lambda pair: pair[0] != pair[1])
words = st.lists(st.tuples(pairs, st.booleans()), max_size=3)


def outcome(project: Project) -> tuple[object, ...]:
    found = find_people(project)
    merged = [(p.keys, p.evidence) for p in found.merged]
    proposals = [(p.keys, p.evidence) for p in found.proposals]
    tx = load_transactions(project)
    spent = np.bincount(tx.order_customer + 1, weights=tx.order_cents, minlength=tx.n_customers + 1)
    money = sorted(zip(["", *tx.customer_key], spent.tolist(), strict=True))
    return merged, proposals, money


def unlike_orders(made: list[tuple[str, list[Buy]]]) -> list[tuple[str, list[Buy]]]:
    """Give each import orders and files of its own, so that only persons can differ."""
    return [
        (source, [replace(b, order=f"{n}-{b.order}-{b.key}") for b in bought])
        for n, (source, bought) in enumerate(made)
    ]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(made=imports, decided=words, data=st.data())
def test_that_the_order_of_imports_and_undone_ones_make_no_difference(
    made: list, decided: list, data: st.DataObject, tmp_path_factory
) -> None:
    made = unlike_orders(made)
    shuffled = data.draw(st.permutations(range(len(made))))
    gone = data.draw(st.integers(0, len(made) - 1))
    folder: Path = tmp_path_factory.mktemp("people")
    found = []
    for name, order in (("a", range(len(made))), ("b", shuffled)):
        with create_project(folder / f"{name}.clm", name) as project:
            ids = {}
            for place in order:
                if name == "a" and place == gone:
                    continue
                ids[place] = bring(project, made[place][0], *made[place][1])
            for pair, together in decided:
                decide(project, *pair, together=together)
            if name == "b":
                load_transactions(project)
                undo_import(project, ids[gone])
            found.append(outcome(project))
            assert check_project(project).findings == ()
    assert found[0] == found[1]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(made=imports, decided=words)
def test_that_rules_hold_whatever_the_files_say(
    made: list, decided: list, tmp_path_factory
) -> None:
    with create_project(tmp_path_factory.mktemp("rules") / "a.clm", "a") as project:
        for source, bought in unlike_orders(made):
            bring(project, source, *bought)
        money = sum(b.cents for _, bought in made for b in bought)
        for pair, together in decided:
            decide(project, *pair, together=together)
        found = find_people(project)
        tx = load_transactions(project)
    assert int(tx.order_cents.sum()) == int(tx.line_cents.sum()) == money
    assert tx.n_customers == found.people
    standing = dict(decided)
    for person in found.merged:
        for pair, together in ((d.pair, d.together) for d in found.decisions):
            assert together or not set(pair) <= set(person.keys)
    together = [d.pair for d in found.decisions if d.together]
    if (
        len(standing) == 1
        and together
        and set(together[0]) <= {b.key for _, bs in made for b in bs}
    ):
        assert any(set(together[0]) <= set(person.keys) for person in found.merged)
