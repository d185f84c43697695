"""What became of each row can be read back from the tables, whatever happened since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clm_desktop.core.row_fates import RowFate
from clm_desktop.core.rows import RowState
from clm_desktop.store.history import list_imports
from clm_desktop.store.project import Project, create_project
from clm_desktop.store.row_history import count_line_rows, imported_rows
from clm_desktop.store.undo import undo_import
from tests.store.made import File, Row, do_import

LINE_FATES = (RowFate.CREATED, RowFate.CHANGED, RowFate.KNOWN, RowFate.LEFT_OUT)
CANCELLED = int(RowState.CANCELLED)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with create_project(tmp_path / "shop.clm", "shop") as made:
        yield made


def rows_by_fate(project: Project, import_id: int) -> dict[RowFate, list[int]]:
    return {fate: [r.row for r in imported_rows(project, fate, import_id)] for fate in LINE_FATES}


def test_that_a_changed_row_says_what_was_before_and_after(project: Project) -> None:
    do_import(project, File((Row("1"), Row("2"), Row("3", state=CANCELLED))))
    do_import(project, File((Row("1", cents=700), Row("2"), Row("3"), Row("4"))))
    do_import(project, File((Row("1", cents=900),)))
    assert rows_by_fate(project, 1) == {
        RowFate.CREATED: [1, 2],
        RowFate.CHANGED: [],
        RowFate.KNOWN: [],
        RowFate.LEFT_OUT: [3],
    }
    assert rows_by_fate(project, 2) == {
        RowFate.CREATED: [4],
        RowFate.CHANGED: [1, 3],
        RowFate.KNOWN: [2],
        RowFate.LEFT_OUT: [],
    }
    first, third = imported_rows(project, RowFate.CHANGED, 2)
    assert first.was is not None
    assert third.was is not None
    assert (first.was.cents, first.said.cents) == (500, 700)
    assert (third.was.state, third.said.state) == (RowState.CANCELLED, RowState.COUNTS)
    (again,) = imported_rows(project, RowFate.CHANGED, 3)
    assert again.was is not None
    assert (again.was.cents, again.said.cents) == (700, 900)
    (made, _) = imported_rows(project, RowFate.CREATED, 1)
    assert made.said.cents == 500  # as it was told, not as it is


def test_that_an_order_with_a_new_total_is_a_change_of_its_rows(project: Project) -> None:
    do_import(project, File((Row("1", total=500), Row("1", product="cup", total=500))))
    do_import(project, File((Row("1", total=400), Row("1", product="cup", total=400))))
    changed = list(imported_rows(project, RowFate.CHANGED, 2))
    assert [(r.was and r.was.order_cents, r.said.order_cents) for r in changed] == [(500, 400)] * 2


def test_that_money_rounded_to_six_digits_is_known_and_not_changed(project: Project) -> None:
    do_import(project, File((Row("1", cents=1_354_133), Row("2", cents=1_354_133))))
    do_import(project, File((Row("1", cents=1_354_130), Row("2", cents=1_354_100))))
    assert rows_by_fate(project, 2)[RowFate.KNOWN] == [1]
    assert rows_by_fate(project, 2)[RowFate.CHANGED] == [2]


def test_that_rows_of_one_file_can_be_asked_for(project: Project) -> None:
    do_import(project, File((Row("1"),), name="a.csv"), File((Row("2"), Row("3")), name="b.csv"))
    found = imported_rows(project, RowFate.CREATED, 1, "b.csv")
    assert [(r.file_name, r.row) for r in found] == [("b.csv", 1), ("b.csv", 2)]
    assert len(list(imported_rows(project, RowFate.CREATED))) == 3


_ROW = st.builds(
    Row,
    order=st.sampled_from("123"),
    product=st.sampled_from(["tea", "cup"]),
    cents=st.sampled_from([500, 501, 900]),
    state=st.sampled_from([0, 0, CANCELLED]),
    total=st.sampled_from([None, None, 700]),
)
_FILES = st.lists(st.lists(_ROW, min_size=1, max_size=6), min_size=1, max_size=4)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(files=_FILES, taken_back=st.lists(st.integers(1, 4), max_size=2))
def test_that_counts_rows_and_receipts_agree(
    tmp_path_factory: pytest.TempPathFactory, files: list[list[Row]], taken_back: list[int]
) -> None:
    with create_project(tmp_path_factory.mktemp("p") / "shop.clm", "shop") as project:
        for rows in files:
            (told,) = do_import(project, File(tuple(rows))).files
            found = {f: list(imported_rows(project, f, _last(project))) for f in LINE_FATES}
            assert len(found[RowFate.CREATED]) == told.rows_accepted
            assert len(found[RowFate.LEFT_OUT]) == told.rows_left_out
            assert len(found[RowFate.CHANGED]) == told.rows_changed
            assert len(found[RowFate.KNOWN]) == told.rows_known
        for number in taken_back:
            if number in [record.import_id for record in list_imports(project)]:
                undo_import(project, number)
        wanted: Counter[tuple[int, RowFate]] = Counter()
        for record in list_imports(project):
            for fate in LINE_FATES:
                rows_found = list(imported_rows(project, fate, record.import_id))
                wanted[record.file_ids[0], fate] += len(rows_found)
            assert sum(wanted[record.file_ids[0], f] for f in LINE_FATES) == sum(
                file.rows_read for file in record.files
            )
        assert +count_line_rows(project) == +wanted


def _last(project: Project) -> int:
    return list_imports(project)[-1].import_id


def test_that_a_state_told_later_does_not_rewrite_the_import_before(project: Project) -> None:
    do_import(project, File((Row("1", state=CANCELLED),)))
    do_import(project, File((replace(Row("1")),)))
    first, second = (record.file_ids[0] for record in list_imports(project))
    assert count_line_rows(project) == {
        (first, RowFate.LEFT_OUT): 1,
        (first, RowFate.CREATED): 0,
        (second, RowFate.CHANGED): 1,
    }
