"""Who went from which group to which since the file before."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clm_desktop.models.codes import RFM_IDS
from clm_desktop.models.results import Movement
from clm_desktop.plan.answers import Answers
from clm_desktop.view.blocks import ChartBlock, ChartKind, Column, Kind, Series, TableBlock
from clm_desktop.view.pages import parts
from clm_desktop.view.words import Words

MOVE_BASE = 100  # a move's key is (scheme * base + from + 1) * base + to
_WORSE = frozenset(("slipping", "cant_lose", "at_risk", "almost_gone", "one_and_done", "gone"))
MOST_MOVES = 60


def moves_chart(answers: Answers, one: Movement, words: Words) -> ChartBlock:
    """From the groups of then (left) to those of now (right)."""
    names = moved_names(answers, one, words)
    froms = [place for place in range(-1, len(names)) if one.customers[place + 1].any()]
    return ChartBlock(
        name=f"moves_{one.scheme}",
        title=words.text("Who moved: {scheme}", scheme=parts.scheme_title(one.scheme, words)),
        sentence=_sentence(one, words),
        kind=ChartKind.FLOW,
        series=tuple(
            Series(
                label=names[place] if place >= 0 else words.text("Not here yet"),
                x=tuple(float(i) for i in range(len(names))),
                y=tuple(float(n) for n in one.customers[place + 1]),
                colour=parts.group_sign(one.scheme, one.segment_ids[place], place)[0]
                if place >= 0
                else 6,
            )
            for place in froms
        ),
        x_title=words.date(one.since_day, short=True),
        y_title=words.date(answers.run.as_of_day, short=True),
        x_labels=names,
    )


def slipped_note(answers: Answers, words: Words) -> tuple[str, ...]:
    """Who slipped since the file before, by habit."""
    told = slipped_sentence(answers, words)
    if not told:
        return ()
    since = words.text("Since {day}:", day=words.date(answers.movements[0].since_day))
    return (f"{since} {told}",)


def _sentence(one: Movement, words: Words) -> str:
    stayed = int(np.trace(one.customers[1:]))
    there = int(one.customers[1:].sum())
    new = int(one.customers[0].sum())
    moved = words.plural(
        "Since {day} {n} customer moved to another group",
        "Since {day} {n} customers moved to another group",
        there - stayed,
        day=words.date(one.since_day),
    )
    came = words.plural("{n} is new.", "{n} are new.", new)
    return words.text(
        "{moved}, {stayed} stayed, {came}", moved=moved, stayed=words.whole(stayed), came=came
    )


def slipped_sentence(answers: Answers, words: Words) -> str:
    """Who slipped and who came back; only groups by habit have an order, '' without them.

    Who only counts as less late because the shop's usual gaps grew has not come back.
    """
    one = next((one for one in answers.movements if one.scheme == "rfm"), None)
    if one is None:
        return ""
    worse = np.array([segment_id in _WORSE for segment_id in one.segment_ids])
    there = (one.before >= 0) & (one.after >= 0)
    was, now = there & worse[one.before], there & worse[one.after]
    bought = answers.customers.last_day > one.since_day
    slipped = int((there & ~was & now).sum())
    back = int((was & ~now & bought).sum())
    return words.join(
        [
            words.plural("{n} customer slipped.", "{n} customers slipped.", slipped),
            words.plural("{n} who had slipped came back.", "{n} who had slipped came back.", back),
        ]
    )


def moves_table(answers: Answers, one: Movement, words: Words) -> TableBlock:
    """From, to, how many, most first; a row shows the people."""
    text, names = words.text, moved_names(answers, one, words)
    counts = one.customers.copy()
    for place in range(len(names)):
        counts[place + 1, place] = 0  # who stayed did not move
    was, now = np.nonzero(counts)
    order = np.argsort(-counts[was, now], kind="stable")[:MOST_MOVES]
    was, now = was[order], now[order]
    scheme = [m.scheme for m in answers.movements].index(one.scheme)
    return TableBlock(
        name=f"moves_{one.scheme}",
        title=text(
            "Who moved since {day}: {scheme}",
            day=words.date(one.since_day),
            scheme=parts.scheme_title(one.scheme, words),
        ),
        columns=(
            Column(key="from", title=text("From"), kind=Kind.TEXT, width=22),
            Column(key="to", title=text("To"), kind=Kind.TEXT, width=22),
            Column(key="customers", title=text("Customers"), kind=Kind.WHOLE),
        ),
        values=(
            parts.objects([names[i - 1] if i else text("Not here yet") for i in was]),
            parts.objects([names[i] for i in now]),
            counts[was, now],
        ),
        row_kind="move",
        row_key=((scheme * MOVE_BASE + was) * MOVE_BASE + now).astype(np.int64),
        empty=text("Nobody moved."),
        sorted_by="customers",
    )


def movers(answers: Answers, key: int) -> tuple[int, ...]:
    """Store ids of the customers behind a row of the table."""
    rest, now = divmod(key, MOVE_BASE)
    scheme, was = divmod(rest, MOVE_BASE)
    one = answers.movements[scheme]
    rows = np.flatnonzero((one.before == was - 1) & (one.after == now))
    return tuple(int(id_) for id_ in parts.customer_ids(answers)[rows])


def groups_before(answers: Answers, words: Words) -> tuple[int, NDArray[np.object_]]:
    """Day of the file before and, per customer, the group by habit then; '' where it is the same.

    Day 0 where there is no file before.
    """
    for one in answers.movements:
        if one.scheme == "rfm":
            names = parts.objects(
                [*moved_names(answers, one, words), ""]
            )  # -1, not here yet: the last
            return one.since_day, np.where(one.before == one.after, "", names[one.before])
    return 0, parts.objects([""] * len(answers.customers))


def moved_names(answers: Answers, one: Movement, words: Words) -> tuple[str, ...]:
    """What the groups of a movement are called, in the order of its ``segment_ids``."""
    scheme = parts.scheme_of(answers, one.scheme)
    known = {g.segment_id: g for g in scheme.groups} if scheme is not None else {}
    return tuple(
        parts.group_name(known[segment_id], words)
        if segment_id in known
        else _gone_name(one.scheme, segment_id, words)
        for segment_id in one.segment_ids
    )


def _gone_name(scheme: str, segment_id: str, words: Words) -> str:
    """A group that was there then and is empty today."""
    if segment_id in RFM_IDS or scheme == "eight_ways":
        return words.code(f"segment.{segment_id}.name")
    return words.text("Group {number}", number=segment_id.rpartition("_")[2])
