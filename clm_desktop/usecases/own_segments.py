"""Segments by the owner's own rules: made, looked at, taken away. They hold for later files."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.errors import RequestError
from clm_desktop.plan.answers import Answers, OwnGroup
from clm_desktop.plan.rules import picked
from clm_desktop.store import own_segments as store
from clm_desktop.store.own_segments import OwnSegment
from clm_desktop.store.project import Project
from clm_desktop.view.query import rule_of, rule_text
from clm_desktop.view.words import Words

LONGEST_NAME = 60


def who_fits(answers: Answers, text: str, words: Words) -> NDArray[np.int32]:
    """Rows of the customers who fit a rule.

    Raises
    ------
    RequestError
        ``rule_...``: what is not understood.
    """
    return np.flatnonzero(picked(answers, rule_of(text, answers, words))).astype(np.int32)


def add_segment(
    project: Project, answers: Answers, name: str, text: str, words: Words
) -> OwnSegment:
    """Keep a rule under a name, in place of one of the same name; stored in its stable form.

    Raises
    ------
    RequestError
        ``segment_name``, ``rule_...``.
    """
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise RequestError("segment_name", most=LONGEST_NAME)
    rule = rule_of(text, answers, words)
    return store.save_segment(project, name, rule_text(rule, answers, words, stable=True))


def remove_segment(project: Project, name: str) -> OwnSegment:
    """Take a segment away; gives what it was, to be put back.

    Raises
    ------
    RequestError
        ``no_segment``.
    """
    there = [one.name for one in store.load_segments(project)]
    if name not in there:
        raise RequestError("no_segment", name=name, known=", ".join(there) or "–")
    return store.delete_segment(project, name)


def with_own(project: Project, answers: Answers) -> Answers:
    """The answers with the owner's segments picked anew. Cost: O(customers) a condition."""
    words = Words("en", answers.names.currency)
    own = tuple(_group(answers, one, words) for one in store.load_segments(project))
    return replace(answers, own=own)


def _group(answers: Answers, one: OwnSegment, words: Words) -> OwnGroup:
    row, problem = np.empty(0, np.int32), None
    try:
        row = who_fits(answers, one.rule, words)
    except RequestError as error:  # a later file may lack what the rule asks for
        problem = error.message
    return OwnGroup(number=one.number, name=one.name, rule=one.rule, row=row, problem=problem)
