"""Words about customers are kept by key: they outlast imports, hold for persons, can be undone."""

from __future__ import annotations

import pytest

from clm_desktop.core.owner_words import Word
from clm_desktop.store.owner_words import load_log, load_words, put_back, say
from clm_desktop.store.project import create_project


@pytest.fixture
def shop(tmp_path):
    with create_project(tmp_path / "shop.clm", "shop") as project:
        yield project


def customers(project, *keys: str) -> None:
    with project.transaction() as connection:
        connection.executemany("INSERT INTO customers (key) VALUES (?)", ((key,) for key in keys))


def test_that_a_word_replaces_the_one_before_and_both_are_logged(shop) -> None:
    say(shop, "anna", Word.NOTE, "likes tea", 10)
    say(shop, "anna", Word.NOTE, "likes coffee", 11)
    (word,) = load_words(shop)
    assert (word.key, word.value, word.as_of_day) == ("anna", "likes coffee", 11)
    assert [(c.before, c.after) for c in load_log(shop)] == [
        ("likes tea", "likes coffee"),
        (None, "likes tea"),
    ]


def test_that_undoing_brings_back_what_stood(shop) -> None:
    say(shop, "anna", Word.NOTE, "likes tea", 10)
    changes = say(shop, "anna", Word.NOTE, None, 11)
    assert load_words(shop) == ()
    put_back(shop, changes, 11)
    assert [word.value for word in load_words(shop)] == ["likes tea"]
    assert len(load_log(shop)) == 3


def test_that_a_talk_counts_from_the_day_of_the_last_one_and_undo_knows_the_one_before(
    shop,
) -> None:
    say(shop, "anna", Word.TALKED, "", 10)
    changes = say(shop, "anna", Word.TALKED, "", 50)
    assert [word.as_of_day for word in load_words(shop)] == [50]
    assert say(shop, "anna", Word.TALKED, "", 50) == ()
    put_back(shop, changes, 55)
    assert [word.as_of_day for word in load_words(shop)] == [10]


def test_that_saying_the_same_again_changes_nothing(shop) -> None:
    say(shop, "anna", Word.MOVED_AWAY, "", 10)
    revision = shop.revision
    assert say(shop, "anna", Word.MOVED_AWAY, "", 11) == ()
    assert shop.revision == revision
    assert len(load_log(shop)) == 1


def test_that_only_words_that_count_make_answers_old(shop) -> None:
    revision = shop.revision
    say(shop, "anna", Word.NOTE, "likes tea", 10)
    assert shop.revision == revision
    say(shop, "anna", Word.MOVED_AWAY, "", 10)
    assert shop.revision > revision


def test_that_words_about_two_keys_of_one_person_become_one(shop) -> None:
    from clm_desktop.usecases.people import merge_people

    customers(shop, "anna", "a.smith")
    say(shop, "anna", Word.MOVED_AWAY, "", 10)
    say(shop, "anna", Word.TAGS, "vip", 10)
    say(shop, "a.smith", Word.TAGS, "tea", 10)
    merge_people(shop, "anna", "a.smith")
    told = {word.word: word for word in load_words(shop)}
    assert len({word.key for word in told.values()}) == 1
    assert set(told) == {Word.MOVED_AWAY, Word.TAGS}
    assert set(told[Word.TAGS].value.split("\n")) == {"vip", "tea"}
    say(shop, "a.smith", Word.MOVED_AWAY, None, 11)  # said of one key, taken back by the other
    assert Word.MOVED_AWAY not in {word.word for word in load_words(shop)}
