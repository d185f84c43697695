"""Lists say who is one person, and who may be written to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from clm_desktop.core.lists import NOT_TOLD, ListBlock, PersonRows
from clm_desktop.core.rows import FileKind, RowState
from clm_desktop.store.importing import writing_import
from clm_desktop.store.lists import load_customer_list
from clm_desktop.store.project import Project, create_project
from clm_desktop.store.undo import undo_import
from tests.store.made import DAY, File, info
from tests.store.test_people import Buy, bring, people, proposed


@dataclass(frozen=True)
class Listed:
    key: str
    email: str = ""
    phone: str = ""
    consent: int = NOT_TOLD
    name: str = ""


def bring_list(
    project: Project,
    *rows: Listed,
    day: int | None = None,
    mapping: tuple[tuple[str, str], ...] = (),
) -> int:
    """Import a list, as if on a day."""

    def text(values: list[str]) -> np.ndarray:
        return np.array(values, dtype=object)

    none = text([""] * len(rows))
    block = ListBlock(
        rows=PersonRows(
            row=np.arange(1, len(rows) + 1),
            key=text([r.key for r in rows]),
            email=text([r.email for r in rows]),
            phone=text([r.phone for r in rows]),
            name=text([r.name for r in rows]),
            city=none,
            country=none,
            consent=np.array([r.consent for r in rows], np.int8),
            churned=np.full(len(rows), NOT_TOLD, np.int8),
            attributes=np.array([()] * len(rows) + [None], dtype=object)[:-1],
            state=np.full(len(rows), RowState.COUNTS, np.int8),
        ),
        attribute_names=(),
        set_aside=(),
        rows_read=len(rows),
    )
    with writing_import(project) as writer:
        if day is not None:
            writer._imported_s = day * DAY
        made = replace(info(File((), "list.csv")), kind=FileKind.CUSTOMERS, mapping=mapping)
        writer.begin_file(made)
        writer.add_list(block)
        writer.end_file()
        return writer.finish().import_id


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Project]:
    with create_project(tmp_path / "shop.clm", "shop") as project:
        yield project


def consents(project: Project) -> dict[str, int]:
    listed = load_customer_list(project)
    return dict(zip(listed.key.tolist(), listed.consent.tolist(), strict=True))


def test_that_a_list_joins_orders_by_number_with_orders_by_e_mail(shop: Project) -> None:
    bring(shop, "till", Buy("1", "17"), Buy("2", "18"))
    bring(shop, "web", Buy("3", "ann@x.org", "ann@x.org"))
    assert people(shop) == set()
    number = bring_list(shop, Listed("17", "ann@x.org"), Listed("18", "bob@x.org"))
    assert people(shop) == {frozenset({"17", "ann@x.org"})}
    undo_import(shop, number)
    assert people(shop) == set()


def test_that_a_list_joins_orders_by_phone_with_orders_by_e_mail(shop: Project) -> None:
    bring(shop, "till", Buy("1", "13800138000"))
    bring(shop, "taobao", Buy("2", "nick", "", "138 0013 8000"))
    bring(shop, "web", Buy("3", "ann@x.org", "ann@x.org"))
    bring_list(shop, Listed("member 5", "ann@x.org", "13800138000"))
    assert people(shop) == {frozenset({"13800138000", "nick", "ann@x.org"})}


def test_that_two_accounts_of_one_list_are_only_proposed(shop: Project) -> None:
    bring(shop, "till", Buy("1", "17"), Buy("2", "18"))
    bring_list(shop, Listed("17", "ann@x.org"), Listed("18", "ann@x.org"))
    assert people(shop) == set()
    assert proposed(shop) == {frozenset({"17", "18"})}


def test_that_the_newest_word_about_a_person_is_their_consent(shop: Project) -> None:
    bring(shop, "till", Buy("1", "17"))
    bring(shop, "web", Buy("2", "ann@x.org", "ann@x.org"))
    bring_list(shop, Listed("17", "ann@x.org", consent=0), day=30)
    bring_list(shop, Listed("ann@x.org", "ann@x.org", consent=1), day=20)
    assert consents(shop) == {"17": 0, "ann@x.org": 0}
    bring_list(shop, Listed("ann@x.org", "ann@x.org", consent=1), day=40)
    assert consents(shop) == {"17": 1, "ann@x.org": 1}


def test_that_a_withdrawal_beats_a_consent_of_the_same_day(shop: Project) -> None:
    first = [Listed("17", "ann@x.org", consent=0), Listed("18", consent=1)]
    bring_list(shop, *first, day=30)
    bring_list(shop, Listed("ann@x.org", "ann@x.org", consent=1), Listed("19"), day=30)
    assert consents(shop) == {"17": 0, "18": 1, "19": NOT_TOLD, "ann@x.org": 0}
