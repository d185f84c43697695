"""Words about two products are kept by key, outlast imports, and can be undone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from clm_desktop.core.errors import RequestError
from clm_desktop.core.relations import Relation
from clm_desktop.store.project import Project, create_project
from clm_desktop.store.relations import load_relation_log, load_relations
from clm_desktop.store.undo import undo_import
from clm_desktop.usecases.relations import relate, undo_relations
from tests.store.made import File, Row, do_import

GOODS = File((Row("1", product="cup"), Row("2", product="mug"), Row("3", product="saucer")))


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Project]:
    with create_project(tmp_path / "shop.clm", "shop") as project:
        do_import(project, GOODS)
        yield project


def stands(shop: Project) -> list[tuple[str, str, str, bool]]:
    return [(one.a, str(one.relation), one.b, one.stands) for one in load_relations(shop)]


def test_that_a_word_outlasts_an_import_that_is_taken_back_and_made_again(shop: Project) -> None:
    relate(shop, "mug", "replaces", "cup")
    undo_import(shop, 1)
    do_import(shop, GOODS)
    assert stands(shop) == [("mug", "replaces", "cup", True)]


def test_that_what_goes_both_ways_is_one_word(shop: Project) -> None:
    relate(shop, "saucer", "goes_with", "cup")
    relate(shop, "cup", "goes_with", "saucer", stands=False)
    assert stands(shop) == [("cup", "goes_with", "saucer", False)]
    relate(shop, "mug", "replaces", "cup")
    relate(shop, "cup", "replaces", "mug", stands=False)
    assert len(stands(shop)) == 3


def test_that_undoing_brings_back_what_stood_and_all_is_logged(shop: Project) -> None:
    relate(shop, "cup", "never_with", "mug")
    changes = relate(shop, "mug", "never_with", "cup", stands=None)
    assert stands(shop) == []
    undo_relations(shop, changes)
    assert stands(shop) == [("cup", "never_with", "mug", True)]
    assert [(c.before, c.after) for c in load_relation_log(shop)] == [
        (None, True), (True, None), (None, True),
    ]  # fmt: skip


def test_that_the_same_word_again_changes_nothing(shop: Project) -> None:
    relate(shop, "cup", "goes_with", "mug")
    revision = shop.revision
    assert relate(shop, "mug", "goes_with", "cup") == ()
    assert shop.revision == revision


@pytest.mark.parametrize(
    ("a", "relation", "b", "code"),
    [
        ("cup", "likes", "mug", "relation_unknown"),
        ("cup", "replaces", "plate", "product_unknown"),
        ("cup", "replaces", "cup", "relation_of_one"),
    ],
)
def test_that_nonsense_is_refused(shop: Project, a: str, relation: str, b: str, code: str) -> None:
    with pytest.raises(RequestError) as caught:
        relate(shop, a, relation, b)
    assert caught.value.code == code
    assert stands(shop) == []


def test_that_a_product_may_be_used_up_by_itself(shop: Project) -> None:
    relate(shop, "cup", str(Relation.REFILL_OF), "cup")
    assert stands(shop) == [("cup", "refill_of", "cup", True)]
