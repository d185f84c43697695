"""Earlier states: when they are kept, how many, and that each can be put back."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from clm_desktop.core.earlier import Backup
from clm_desktop.core.errors import ProjectError, RequestError
from clm_desktop.core.owner_words import Word
from clm_desktop.core.paths import HOME_VARIABLE
from clm_desktop.core.run import Cancelled
from clm_desktop.store import backups
from clm_desktop.store.backups import backups_folder, backups_of, superfluous
from clm_desktop.store.check import check_project
from clm_desktop.store.owner_words import load_words
from clm_desktop.store.project import Project, create_project, open_project
from clm_desktop.store.undo import undo_import
from clm_desktop.usecases.backups import (
    keep_before,
    keep_state,
    list_backups,
    restore_backup,
    restore_file,
)
from clm_desktop.usecases.owner_words import say_word
from clm_desktop.view.words import Words
from tests.store.made import File, Row, content, do_import

DAY_S = 86_400
NOON = 1_700_000_000 // DAY_S * DAY_S + DAY_S // 2


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    with create_project(tmp_path / "shop.clm", "shop") as project:
        yield project


def add(shop: Project, order: str) -> None:
    do_import(shop, File((Row(order),)))


def keys_of(shop: Project) -> list[str]:
    with shop.reading() as connection:
        return [key for (key,) in connection.execute("SELECT key FROM customers")]


def kept(shop: Project) -> list[int]:
    return [one.revision for one in backups_of(shop.path)]


def test_that_the_state_before_the_first_change_of_a_day_is_kept(shop: Project) -> None:
    assert keep_state(shop, clock=lambda: NOON) is None
    assert kept(shop) == []  # an empty shop has nothing to lose
    add(shop, "1")
    for hour in (0, 1, 2):
        assert keep_state(shop, clock=lambda h=hour: NOON + 3600 * h) is None  # type: ignore[misc]
        add(shop, f"more {hour}")
    assert kept(shop) == [1]
    keep_state(shop, clock=lambda: NOON + DAY_S)
    assert kept(shop) == [4, 1]


def test_that_nothing_is_taken_away_without_its_state_being_kept(shop: Project) -> None:
    add(shop, "1")
    keep_state(shop, clock=lambda: NOON)
    add(shop, "2")
    keep_state(shop, takes_away=True, clock=lambda: NOON)
    assert kept(shop) == [2, 1]
    keep_state(shop, takes_away=True, clock=lambda: NOON)
    assert kept(shop) == [2, 1]  # this very state is there


def test_that_a_state_is_kept_while_a_query_is_still_being_read(shop: Project) -> None:
    for order in "123":
        add(shop, order)
    with shop.reading() as connection:
        reader = connection.execute("SELECT key FROM orders ORDER BY id")
        assert next(reader)
        state = keep_before(shop, clock=lambda: NOON)
        assert len(list(reader)) == 2
    assert isinstance(state, Backup)
    before = keys_of(shop)
    add(shop, "4")
    restore_backup(shop, state, clock=lambda: NOON + 60)
    assert keys_of(shop) == before


def test_that_what_was_noted_since_a_state_was_kept_comes_back_too(shop: Project) -> None:
    add(shop, "1")
    keep_state(shop, takes_away=True, clock=lambda: NOON)
    (key,) = keys_of(shop)
    say_word(shop, key, Word.NOTE, "likes tea")  # is of the same revision
    ended = restore_backup(shop, backups_of(shop.path)[0], clock=lambda: NOON + 60)
    assert load_words(shop) == ()
    assert ended is not None
    restore_backup(shop, ended, clock=lambda: NOON + 120)
    assert [one.value for one in load_words(shop)] == ["likes tea"]


def test_that_an_earlier_state_comes_back_and_that_this_can_be_undone(shop: Project) -> None:
    add(shop, "1")
    before = content(shop)
    keep_state(shop, clock=lambda: NOON)
    add(shop, "2")
    after = content(shop)
    restore_backup(shop, backups_of(shop.path)[0], clock=lambda: NOON + 60)
    assert content(shop) == before
    newest = list_backups(shop.path)[0]
    assert (newest.orders, newest.imports, newest.backup.revision) == (2, 2, 2)
    assert shop.revision > 2  # numbers are not used twice
    restore_backup(shop, newest.backup, clock=lambda: NOON + 120)
    assert content(shop) == after
    assert check_project(shop).findings == ()
    add(shop, "3")
    assert check_project(shop).orders == 3


def test_that_five_and_one_for_each_of_four_weeks_stay() -> None:
    every_day = tuple(Backup(Path(str(i)), NOON - i * DAY_S, 1000 - i) for i in range(60))
    gone = {one.revision for one in superfluous(every_day)}
    stay = [one for one in every_day if one.revision not in gone]
    assert stay[:5] == list(every_day[:5])
    assert len(stay) == 9
    gaps = [(a.made_s - b.made_s) // DAY_S for a, b in pairwise(stay[5:])]
    assert gaps == [7, 7, 7] or gaps[0] < 7 == gaps[1] == gaps[2]


def test_that_old_states_go_when_new_ones_come_but_not_the_one_wanted(shop: Project) -> None:
    for i in range(30):
        add(shop, str(i))
        keep_state(shop, clock=lambda day=i: NOON + day * DAY_S)  # type: ignore[misc]
    assert len(kept(shop)) == 9
    assert kept(shop)[:5] == [30, 29, 28, 27, 26]
    add(shop, "last")
    wanted = backups_of(shop.path)[5]  # the next one makes it go: two of its week are older then
    restore_backup(shop, wanted, clock=lambda: NOON + 31 * DAY_S)
    assert check_project(shop).orders == wanted.revision


def test_that_a_state_that_cannot_be_kept_is_said_and_keeps_nobody_from_importing(
    shop: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(shop, "1")
    monkeypatch.setattr(backups, "LARGEST_BYTES", 1)
    too_large = keep_state(shop, clock=lambda: NOON)
    monkeypatch.undo()
    backups_folder(shop.path).parent.mkdir(parents=True, exist_ok=True)
    backups_folder(shop.path).touch()  # a file where the folder should be
    failed = keep_state(shop, clock=lambda: NOON)
    for message, code in ((too_large, "backup.too_large"), (failed, "backup.failed")):
        assert message is not None
        assert message.code == code
        for lang in ("en", "zh"):
            assert Words(lang).say(message)


def test_that_a_damaged_state_is_refused_and_the_shop_stays(shop: Project) -> None:
    add(shop, "1")
    keep_state(shop, clock=lambda: NOON)
    add(shop, "2")
    (one,) = backups_of(shop.path)
    data = bytearray(one.path.read_bytes())
    data[8192 * 3 : 8192 * 9] = bytes(8192 * 6)
    one.path.write_bytes(data)
    before = content(shop)
    with pytest.raises(ProjectError):
        restore_backup(shop, one, clock=lambda: NOON + 1)
    assert content(shop) == before
    assert [p.name for p in shop.path.parent.iterdir() if p.name.endswith(".new")] == []


def test_that_a_shop_whose_file_is_gone_or_damaged_comes_back(shop: Project) -> None:
    add(shop, "1")
    before = content(shop)
    keep_state(shop, clock=lambda: NOON)
    shop.close()
    shop.path.write_bytes(b"garbage" * 5000)
    facts, aside = restore_file(shop.path, 1)
    assert facts.orders == 1
    assert aside is not None
    assert aside.read_bytes().startswith(b"garbage")
    with open_project(shop.path) as project:
        assert content(project) == before
    shop.path.unlink()
    assert restore_file(shop.path, 1)[1] is None
    with open_project(shop.path) as project:
        assert content(project) == before
    with pytest.raises(RequestError):
        restore_file(shop.path, 5)


def test_that_a_restored_state_can_itself_be_taken_back(shop: Project) -> None:
    add(shop, "1")
    add(shop, "2")
    keep_state(shop, takes_away=True, clock=lambda: NOON)
    undo_import(shop, 2)
    restore_backup(shop, backups_of(shop.path)[0], clock=lambda: NOON + 5)
    assert check_project(shop).orders == 2
    undo_import(shop, 1)
    assert check_project(shop).orders == 1


class StopsAt:
    """Stop is pressed at the n-th look."""

    def __init__(self, n: int) -> None:
        self.left = n

    def report(self, _fraction: float | None, _stage: str) -> None:
        self.check()

    def check(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise Cancelled

    def part(self, _start: float, _end: float) -> StopsAt:
        return self


def test_that_stop_while_a_state_is_kept_leaves_nothing_half(shop: Project) -> None:
    do_import(shop, File(tuple(Row(f"{i}", f"c{i}", f"p{i}") for i in range(20_000)), block=5000))
    before = content(shop)
    stopped = 0
    for n in (0, 1, 3):
        try:
            keep_state(shop, StopsAt(n), clock=lambda: NOON)
        except Cancelled:
            stopped += 1
            assert [p.name for p in backups_folder(shop.path).glob("*")] == []
    assert stopped >= 2
    assert content(shop) == before
    keep_state(shop, clock=lambda: NOON)
    assert [one.orders for one in list_backups(shop.path)] == [20_000]
