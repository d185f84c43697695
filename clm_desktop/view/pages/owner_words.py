"""The owner's words on the page: what stands of a customer, who is left out and why."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from clm_desktop.core.owner_words import REASONS_NOT_CUSTOMER, OwnerWord, Word, tags_of
from clm_desktop.plan.answers import Answers
from clm_desktop.plan.owner_words import REASONS, TALKED_DAYS
from clm_desktop.view.blocks import Column, Kind, SaidMark, TableBlock
from clm_desktop.view.pages import parts
from clm_desktop.view.words import Words

SAID = tuple(word for word in Word if word not in (Word.NOTE, Word.TAGS))


def marks_of(answers: Answers, row: int, words: Words) -> tuple[SaidMark, ...]:
    """Everything that can be said of a customer, and what stands."""
    key = str(answers.names.customer_key[answers.customers.customer[row]])
    return marks({one.word: one.value for one in answers.said if one.key == key}, words)


def marks(said: Mapping[Word, str], words: Words) -> tuple[SaidMark, ...]:
    """Everything that can be said of somebody, and what stands."""
    return tuple(
        SaidMark(
            word=word,
            title=words.code(f"word.{word}"),
            stands=word in said,
            value=said.get(word, ""),
            choices=not_customer_choices(words) if word is Word.NOT_CUSTOMER else (),
        )
        for word in Word
    )


def not_customer_choices(words: Words) -> tuple[tuple[str, str], ...]:
    """What somebody is who is no customer."""
    return tuple((code, words.code(f"not_customer.{code}")) for code in REASONS_NOT_CUSTOMER)


def spared_sentence(answers: Answers, row: int, words: Words) -> str:
    """Why a customer stands in no list of people to call, '' where they may."""
    out = answers.left_out
    if out is None or row not in out.row:
        return ""
    return why_spared(REASONS[int(out.reason[np.flatnonzero(out.row == row)[0]])], words)


def why_spared(reason: Word, words: Words) -> str:
    """The sentence of a word that keeps somebody off the list of people to call."""
    talked = words.plural(
        "You talked to them: left in peace for {n} day.",
        "You talked to them: left in peace for {n} days.",
        TALKED_DAYS,
    )
    return {
        Word.MOVED_AWAY: words.text("Moved away, you said: out of the watchlist, plans and tips."),
        Word.NO_CONTACT: words.text("Not to be contacted: out of the watchlist, plans and tips."),
        Word.TALKED: talked,
        Word.WILL_RETURN: words.text("Will come back, you said: out of the watchlist until then."),
        Word.NOT_CUSTOMER: words.code(f"word.{Word.NOT_CUSTOMER}"),
    }[reason]


def left_out_note(answers: Answers, words: Words) -> tuple[str, ...]:
    """How many are left out of the watchlist by the owner's word, and why."""
    out = answers.left_out
    if out is None or not len(out.row):
        return ()
    reasons = [
        words.text(
            "{name}: {value}",
            name=words.code(f"word.{word}"),
            value=words.whole(int((out.reason == place).sum())),
        )
        for place, word in enumerate(REASONS)
        if (out.reason == place).any()
    ]
    return (
        words.plural(
            "{n} customer is left out by your word ({reasons}).",
            "{n} customers are left out by your word ({reasons}).",
            len(out.row),
            reasons=words.listed(reasons),
        ),
    )


def words_table(answers: Answers, words: Words) -> TableBlock:
    """Everything the owner said of customers, by name where they are known."""
    text = words.text
    said = [one for one in answers.said if one.word is not Word.NOT_CUSTOMER]
    return _table(answers, words, "owner_words", text("What you said of customers"), said)


def not_customers_table(answers: Answers, words: Words) -> TableBlock:
    """Who is not counted as a customer; a click counts them again."""
    said = [one for one in answers.said if one.word is Word.NOT_CUSTOMER]
    title = words.text("Not customers, you said (open one to count it again)")
    return _table(answers, words, "not_customers", title, said)


def _table(
    answers: Answers,
    words: Words,
    name: str,
    title: str,
    said: list[OwnerWord],
) -> TableBlock:
    names = answers.names
    place = {key: i for i, key in enumerate(names.customer_key.tolist())}
    title_of = np.where(names.customer_name == "", names.customer_key, names.customer_name)
    here = [one for one in said if one.key in place]
    text = words.text
    return TableBlock(
        name=name,
        title=title,
        columns=(
            Column(key="customer", title=text("Customer"), kind=Kind.TEXT, width=24),
            Column(key="word", title=text("Your word"), kind=Kind.TEXT, width=20),
            Column(key="value", title=text("Text"), kind=Kind.TEXT, width=30),
            Column(key="day", title=text("Day"), kind=Kind.DATE),
        ),
        values=(
            parts.objects([str(title_of[place[one.key]]) for one in here]),
            parts.objects([words.code(f"word.{one.word}") for one in here]),
            parts.objects([value_text(one.word, one.value, words) for one in here]),
            np.array([one.as_of_day for one in here], np.float64),
        ),
        row_kind="customer" if name == "owner_words" else "not_customer",
        row_key=np.array([names.customer_id[place[one.key]] for one in here], dtype=np.int64),
    )


def value_text(word: Word, value: str, words: Words) -> str:
    """What was said with a word, as it is read."""
    if word is Word.NOT_CUSTOMER and value:
        return words.code(f"not_customer.{value}")
    return words.listed(list(tags_of(value))) if word is Word.TAGS else value
