"""Who is one person: what was merged and why, what is only proposed, and the owner's word.

Merged at once: keys that share an e-mail, and keys that share a phone unless they have two
e-mails. Only proposed: two accounts of one source. The rules stand in ``store/person_links.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from clm_desktop.core.errors import RequestError
from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.store import decisions, people
from clm_desktop.store.decisions import Decision
from clm_desktop.store.people import PeopleFound
from clm_desktop.store.project import Project


@dataclass(frozen=True, slots=True)
class PeopleChange:
    """What a decision changed: enough to take it back."""

    before: tuple[Decision, ...]
    after: tuple[Decision, ...]


def list_people(project: Project, ctx: RunContext = NULL_CONTEXT) -> PeopleFound:
    """All persons with several keys, with the evidence, and those who might be one."""
    return people.find_people(project, ctx)


def merge_people(
    project: Project, one: str, other: str, ctx: RunContext = NULL_CONTEXT
) -> PeopleChange:
    """Decide that the persons of two customer keys are one; what kept them apart is forgotten.

    The decision is kept between the keys that stand for the two, so that it holds for accounts.

    Raises
    ------
    RequestError
        ``person_unknown``, ``same_person``.
    """
    _demand_two(project, one, other)
    ours = people.keys_of(project, one, ctx)
    theirs = people.keys_of(project, other, ctx)
    between = {Decision.of(a, b, together=False) for a in ours for b in theirs}
    two = (ours[0], theirs[0]) if ours[0] != theirs[0] else (one, other)
    wanted = Decision.of(*two, together=True)
    standing = decisions.decisions(project)
    gone = tuple(d for d in standing if d in between or d.pair == wanted.pair)
    return _change(project, PeopleChange(before=gone, after=(wanted,)))


def keep_apart(project: Project, one: str, other: str) -> PeopleChange:
    """Decide that two customer keys are two persons, whatever they share.

    Raises
    ------
    RequestError
        ``person_unknown``, ``same_person``.
    """
    _demand_two(project, one, other)
    wanted = Decision.of(one, other, together=False)
    gone = tuple(d for d in decisions.decisions(project) if d.pair == wanted.pair)
    return _change(project, PeopleChange(before=gone, after=(wanted,)))


def decide_about(project: Project, keys: Sequence[str], *, together: bool) -> PeopleChange:
    """Decide that all of some keys, each of a person of their own or not, are one or are not.

    Raises
    ------
    RequestError
        ``person_unknown``; ``same_person``: fewer than two keys.
    """
    for other in keys[1:] or keys:
        _demand_two(project, keys[0], other)
    pairs = list(combinations(keys, 2))
    wanted = pairs if not together else [(keys[0], other) for other in keys[1:]]
    after = tuple(Decision.of(*pair, together=together) for pair in wanted)
    about = {Decision.of(*pair, together=together).pair for pair in pairs}
    if together:
        persons = [people.keys_of(project, key) for key in keys]
        apart = ((a, b) for one, other in combinations(persons, 2) for a in one for b in other)
        about |= {Decision.of(*pair, together=False).pair for pair in apart}
    gone = tuple(d for d in decisions.decisions(project) if d.pair in about)
    return _change(project, PeopleChange(before=gone, after=after))


def split_off(project: Project, key: str, ctx: RunContext = NULL_CONTEXT) -> PeopleChange:
    """Decide that a key is another person than all other keys of its person.

    Raises
    ------
    RequestError
        ``person_unknown``; ``same_person``: the person has no other key.
    """
    others = [other for other in people.keys_of(project, key, ctx) if other != key]
    for other in others or [key]:
        _demand_two(project, key, other)
    after = tuple(Decision.of(key, other, together=False) for other in others)
    pairs = {decision.pair for decision in after}
    gone = tuple(d for d in decisions.decisions(project) if d.pair in pairs)
    return _change(project, PeopleChange(before=gone, after=after))


def forget_decision(project: Project, one: str, other: str) -> PeopleChange:
    """Take back what was decided about two keys: what files tell holds again.

    Raises
    ------
    RequestError
        ``no_decision``.
    """
    pair = Decision.of(one, other, together=True).pair
    gone = tuple(d for d in decisions.decisions(project) if d.pair == pair)
    if not gone:
        raise RequestError("no_decision", one=one, other=other)
    return _change(project, PeopleChange(before=gone, after=()))


def undo_people_change(project: Project, change: PeopleChange) -> PeopleChange:
    """Take a decision back, to the ones that stood before; gives what redoes it."""
    return _change(project, PeopleChange(before=change.after, after=change.before))


def _change(project: Project, change: PeopleChange) -> PeopleChange:
    decisions.replace_decisions(project, (d.pair for d in change.before), change.after)
    return change


def _demand_two(project: Project, one: str, other: str) -> None:
    if one == other:
        raise RequestError("same_person", customer=one)
    known = decisions.known_keys(project, (one, other))
    for key in (one, other):
        if key not in known:
            raise RequestError("person_unknown", customer=key)
