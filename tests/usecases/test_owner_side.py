"""What the owner says, chooses and makes outlasts later files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from clm_desktop.core.errors import RequestError
from clm_desktop.core.owner_words import Word
from clm_desktop.store.settings import ShopSettings
from clm_desktop.usecases.choices import choices, choose, find_new_groups
from clm_desktop.usecases.compute_answers import RefreshOptions
from clm_desktop.usecases.current_answers import current_answers, saved_answers
from clm_desktop.usecases.import_files import import_files
from clm_desktop.usecases.open_project import create_project
from clm_desktop.usecases.own_segments import add_segment, remove_segment
from clm_desktop.usecases.owner_words import say_word, undo_words
from clm_desktop.usecases.preview_files import preview_files
from clm_desktop.usecases.refresh import refresh
from clm_desktop.usecases.undo_import import undo_import
from clm_desktop.view.words import Words

HEAD = "Order number,Order date,Email,Customer,Product,Qty,Total\n"
EN = Words("en")


def orders(path: Path, *, until: int, seed: int = 1) -> Path:
    """Orders of 120 people from 2023 on; ``until`` is a number of days."""
    draw = np.random.default_rng(seed)
    lines = []
    for person in range(120):
        day, gap = int(draw.integers(0, 150)), int(draw.choice([20, 45, 90, 900]))
        while day < 720:
            date = np.datetime64("2023-01-01") + day
            total = draw.integers(500, 9000) / 100
            name = f"person{person}@example.com,Person {person}"
            if day < until:
                lines.append(f"{person}-{day},{date},{name},Soap,1,{total:.2f}\n")
            day += int(draw.integers(gap // 2, 2 * gap))
    path.write_text(HEAD + "".join(lines), "utf-8")
    return path


@pytest.fixture
def shop(tmp_path: Path):
    with create_project(tmp_path / "shop.clm", "shop") as project:
        import_files(project, preview_files([orders(tmp_path / "one.csv", until=600)]).files)
        yield project


def add_newer(shop, tmp_path: Path) -> None:
    import_files(shop, preview_files([orders(tmp_path / "two.csv", until=720)]).files)


def test_that_groups_stand_when_a_newer_file_comes_and_tell_who_moved(shop, tmp_path) -> None:
    first = refresh(shop)
    add_newer(shop, tmp_path)
    second = current_answers(shop)
    one, two = (next(s for s in a.schemes if s.scheme == "clusters") for a in (first, second))
    np.testing.assert_array_equal(one.found.centres, two.found.centres)
    moves = next(m for m in second.movements if m.scheme == "clusters")
    assert moves.since_day == first.run.as_of_day < second.run.as_of_day
    assert first.since is None
    assert second.since is not None
    assert second.since.since_day == first.run.as_of_day
    assert second.since.orders == second.totals.orders - first.totals.orders
    assert second.since.sales_cents == second.totals.total_cents - first.totals.total_cents
    kept = saved_answers(shop)
    assert kept is not None
    assert kept.since is not None
    np.testing.assert_array_equal(kept.since.row, second.since.row)
    then = dict(zip(moves.segment_ids, moves.customers[1:].sum(axis=1).tolist(), strict=True))
    assert all(then[group.segment_id] == group.customers for group in one.groups)
    find_new_groups(shop)
    assert saved_answers(shop) is None
    anew = next(s for s in current_answers(shop).schemes if s.scheme == "clusters")
    assert anew.found.made_day == second.run.as_of_day


def test_that_a_note_is_there_when_the_shop_is_opened_again(shop) -> None:
    answers = refresh(shop)
    say_word(shop, str(answers.names.customer_key[0]), Word.NOTE, "likes tea")
    again = saved_answers(shop)
    assert again is not None  # a note makes no figure stale
    assert [one.value for one in again.said] == ["likes tea"]


def test_that_words_and_segments_outlast_newer_files_and_undone_imports(shop, tmp_path) -> None:
    answers = refresh(shop)
    key = str(answers.names.customer_key[answers.customers.customer[answers.watchlist.row[0]]])
    say_word(shop, key, Word.MOVED_AWAY)
    say_word(shop, key, Word.TAGS, "vip")
    add_segment(shop, answers, "Often", "orders > 3 and not tag=vip", EN)
    add_newer(shop, tmp_path)
    for _ in range(2):
        now = current_answers(shop)
        row = [str(k) for k in now.names.customer_key[now.customers.customer]].index(key)
        assert row in now.left_out.row
        assert row not in now.watchlist.row
        expected = np.flatnonzero(now.customers.frequency > 3)
        np.testing.assert_array_equal(now.own[0].row, expected[expected != row])
        undo_import(shop, None)


def test_that_a_word_can_be_taken_back_by_its_changes(shop) -> None:
    answers = refresh(shop)
    key = str(answers.names.customer_key[0])
    changes = say_word(shop, key, Word.NOT_CUSTOMER, "staff")
    assert len(current_answers(shop).customers) == len(answers.customers) - 1
    undo_words(shop, changes)
    assert len(current_answers(shop).customers) == len(answers.customers)
    for word, value in (("gone_fishing", ""), (Word.NOT_CUSTOMER, "ghost")):
        with pytest.raises(RequestError) as error:
            say_word(shop, key, word, value)
        assert error.value.code == "word_unknown"
    with pytest.raises(RequestError, match="person_unknown"):
        say_word(shop, "nobody", Word.NOTE, "x")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"horizon_days": 100_000}, "bad_horizon"),
        ({"horizon_days": 7}, "bad_horizon"),
        ({"medium_risk_share": 0.7}, "bad_thresholds"),
        ({"high_risk_share": 1.5}, "bad_thresholds"),
        ({"rfm_groups": 7}, "bad_setting"),
        ({"found_k": 40}, "bad_setting"),
        ({"margin_share": 3.0}, "bad_setting"),
        ({"rebuy": "perhaps"}, "bad_setting"),
    ],
)
def test_that_choices_without_sense_are_refused_with_a_sentence(shop, wrong, code) -> None:
    with pytest.raises(RequestError) as error:
        choose(shop, replace(choices(shop), **wrong))
    assert error.value.code == code
    assert "{" not in EN.say(error.value.message)
    assert choices(shop) == ShopSettings()


def test_that_choices_hold_for_every_later_answer(shop) -> None:
    refresh(shop)
    wanted = replace(choices(shop), rfm_groups=5, found_k=3, margin_share=0.25, horizon_days=60)
    wanted = replace(wanted, rebuy="no")
    before = choose(shop, wanted)
    now = current_answers(shop)
    assert now.run.horizon_days == 60
    assert now.margin_share == 0.25
    assert now.recommend.lists.is_new.all()
    found = next(s for s in now.schemes if s.scheme == "clusters")
    assert len(found.groups) == 3
    names = {g.segment_id for g in now.schemes[0].groups}
    assert names <= {"new", "regular", "best", "slipping", "gone"}
    choose(shop, before)
    assert current_answers(shop).margin_share == 0.4


def test_that_a_horizon_far_beyond_reason_is_refused_on_the_way_in(shop) -> None:
    with pytest.raises(RequestError, match="bad_horizon"):
        refresh(shop, RefreshOptions(horizon_days=100_000))


def test_that_an_unknown_segment_is_named_with_those_that_are_there(shop) -> None:
    answers = refresh(shop)
    add_segment(shop, answers, "Often", "orders>3", EN)
    with pytest.raises(RequestError) as error:
        remove_segment(shop, "Rarely")
    assert "Often" in EN.say(error.value.message)
