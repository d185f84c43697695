"""The newer file wins, whatever the sequence of imports, undos and new imports."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clm_desktop.core.rows import FileTotals, RowState
from clm_desktop.store.check import check_project
from clm_desktop.store.importing import writing_import
from clm_desktop.store.project import Project, create_project
from clm_desktop.store.reading import load_transactions
from clm_desktop.store.undo import undo_import
from tests.store.made import DAY, File, Row, blocks, content, do_import, info


def shop_days(seed: int, days: int) -> list[dict[str, list[Row]]]:
    """A shop day by day: orders are added, changed, cancelled, customers renamed."""
    draw = np.random.default_rng(seed)
    orders: dict[str, list[Row]] = {}
    states = []
    for day in range(1, days + 1):
        for _ in range(int(draw.integers(1, 4))):
            who, ts = str(draw.choice(["", "anna", "bob"])), day * DAY + 3600
            lines = [
                Row(f"{len(orders)}", who, str(p), ts, 1.0, int(draw.integers(1, 9)) * 100)
                for p in draw.choice(["tea", "mug", "pot"], int(draw.integers(1, 4)))
            ]
            orders[f"{len(orders)}"] = lines
        for key in draw.choice(list(orders), 2):
            fate = draw.integers(0, 5)
            changed = {
                0: {"state": int(RowState.CANCELLED)},
                1: {"cents": int(draw.integers(1, 9)) * 100},
                2: {"customer": "cora"},
                3: {"total": int(draw.integers(1, 9)) * 100},
                4: {"name": f"name {day}", "channel": f"web {day}"},
            }[int(fate)]
            orders[str(key)] = [replace(row, **changed) for row in orders[str(key)]]
        states.append(dict(orders))
    return states


@st.composite
def exports(draw: st.DrawFn) -> list[File]:
    """Overlapping exports of one shop, the oldest first; each tells some days up to its own."""
    days = draw(st.integers(3, 7))
    states = shop_days(draw(st.integers(0, 999)), days)
    ends = sorted(draw(st.sets(st.integers(1, days), min_size=2, max_size=4)))
    files = []
    for end in ends:
        begin = draw(st.integers(1, end))
        rows = [
            row
            for lines in states[end - 1].values()
            for row in lines
            if begin <= row.ts // DAY <= end
        ]
        files.append(File(tuple(rows), f"{begin}-{end}.csv", block=draw(st.integers(2, 30))))
    return files


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_that_the_sequence_of_imports_and_undos_makes_no_difference(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    files = data.draw(exports())
    folder: Path = tmp_path_factory.mktemp("placing")
    money: list[int] = []
    with create_project(folder / "a.clm", "a") as project:
        done: dict[int, int] = {}
        at_once = data.draw(st.booleans())
        sequence = data.draw(st.permutations(range(len(files))))
        if at_once:
            money += [
                t.total_cents for t in do_import(project, *(files[i] for i in sequence)).files
            ]
        else:
            for place in sequence:
                receipt = do_import(project, files[place])
                done[place] = receipt.import_id
                money += [t.total_cents for t in receipt.files]
            assert sum(money) == load_transactions(project).order_cents.sum()
            for place in data.draw(st.lists(st.sampled_from(sequence), max_size=3)):
                undo_import(project, done[place])
                done[place] = do_import(project, files[place]).import_id
        assert not check_project(project).findings
        found = content(project)
    with create_project(folder / "b.clm", "b") as project:
        for file in files:
            do_import(project, file)
        assert found == content(project)


@pytest.fixture
def shop(tmp_path: Path):
    with create_project(tmp_path / "shop.clm", "shop") as project:
        yield project


OLD = File((Row("1", cents=500, name="Anna"), Row("2", ts=11 * DAY, total=900)), "may.csv")
NEW = File(
    (
        Row("1", state=int(RowState.CANCELLED)),
        Row("2", ts=11 * DAY, total=700, name="Anne"),
        Row("3", ts=40 * DAY),
    ),
    "june.csv",
)


def fates(file: FileTotals) -> tuple[int, int, int, int]:
    return file.rows_accepted, file.rows_known, file.rows_older, file.rows_changed


def test_that_an_older_export_brings_no_cancelled_order_back(shop: Project) -> None:
    do_import(shop, NEW)
    (older,) = do_import(shop, OLD).files
    assert fates(older) == (0, 2, 2, 0)
    assert older.total_cents == 0
    tx = load_transactions(shop)
    assert sorted(zip(tx.order_key, tx.order_cents.tolist(), strict=True)) == [
        ("2", 700),
        ("3", 500),
    ]
    assert tx.customer_name.tolist() == ["Anne"]


def test_that_a_newer_export_changes_what_an_older_one_told(shop: Project) -> None:
    do_import(shop, OLD)
    (newer,) = do_import(shop, NEW).files
    assert fates(newer) == (1, 0, 0, 2)


def test_that_an_older_export_brings_what_it_alone_tells(shop: Project) -> None:
    do_import(shop, NEW)
    (older,) = do_import(shop, File((*OLD.rows, Row("0", ts=DAY)), "may.csv")).files
    assert fates(older) == (1, 2, 2, 0)
    assert older.total_cents == 500


def test_that_of_files_that_end_on_one_day_the_later_import_wins(shop: Project) -> None:
    for cents in (100, 200, 300):
        do_import(shop, File((Row("1", cents=cents),), f"{cents}.csv"))
    assert load_transactions(shop).order_cents.tolist() == [300]


def test_that_a_day_to_come_makes_no_file_the_newest(shop: Project) -> None:
    do_import(shop, NEW)
    slip = Row("9", ts=99_000 * DAY)
    (older,) = do_import(shop, File((*OLD.rows, slip), "may.csv")).files
    assert fates(older) == (1, 2, 2, 0)


def test_that_files_of_one_import_win_by_their_days_too(shop: Project) -> None:
    with writing_import(shop) as writer:
        for file in (NEW, OLD):
            writer.begin_file(info(file))
            for part in blocks(file):
                writer.add(part)
            writer.end_file()
        receipt = writer.finish()
    assert [t.total_cents for t in receipt.files] == [1200, 0]
    assert load_transactions(shop).order_cents.tolist() == [700, 500]


def test_that_older_files_find_room_however_many_come(shop: Project) -> None:
    """Each older than all before; after some, the files are numbered anew."""
    for day in range(12, 0, -1):
        rows = (Row("shared", cents=day), Row(f"{day}", ts=day * DAY))
        do_import(shop, File(tuple(replace(row, ts=day * DAY) for row in rows), f"{day}.csv"))
    tx = load_transactions(shop)
    orders = dict(zip(tx.order_key, tx.order_cents.tolist(), strict=True))
    assert (len(orders), orders["shared"]) == (13, 12)
    names = [name for (name,) in shop.connection.execute("SELECT name FROM files ORDER BY id")]
    assert names == [f"{day}.csv" for day in range(1, 13)]
    assert check_project(shop).findings == ()


def test_that_an_older_file_touches_no_line_of_others(shop: Project) -> None:
    """So that adding last year's orders to a shop of millions costs by their own number."""
    do_import(shop, NEW)
    lines = "SELECT file_id FROM lines WHERE id >> 24 IN (SELECT id FROM orders WHERE key = '3')"
    before = shop.connection.execute(lines).fetchall()
    do_import(shop, OLD)
    assert shop.connection.execute(lines).fetchall() == before
