"""Who on the owner's list is likely to leave, learned from the list's own label.

People are split five ways, as many leavers in each part, equal rows together. Four parts choose
the method (each predicted from the other three), the fifth tests it once. Everybody's own chance is
then said by a model that has not seen them: else who stayed so far would be known to stay.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from clm_desktop.core.lists import CustomerList
from clm_desktop.core.message import Message
from clm_desktop.core.run import RunContext
from clm_desktop.models.codes import BASE_RATE
from clm_desktop.models.evaluate import (
    Array,
    Flags,
    auc,
    brier,
    calibration,
    confusion,
    log_loss,
)
from clm_desktop.models.labelled.attributes import Attribute, LeftOut, Texts, read_attributes
from clm_desktop.models.labelled.contest import (
    PARTS,
    Fitted,
    Scale,
    fit,
    parts_of,
    run_contest,
)
from clm_desktop.models.labelled.why import USUAL, shares
from clm_desktop.models.results import Contestant, Risk
from clm_desktop.models.risk.backtest import risk_levels

FEWEST = 30  # who left and who stayed, below which nothing is learned
EXPLAINED = 500  # people told why, most likely leavers first


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelCheck:
    """The chosen method on the part that neither chose nor taught it; measures as in Backtest."""

    people: int
    left: int
    named: int  # at high risk
    named_right: int  # of whom the list says that they left
    accuracy: float
    precision: float
    recall: float
    f1: float
    auc: float
    log_loss: float
    brier: float
    calibration_error: float
    said_share: tuple[float, ...]
    was_share: tuple[float, ...]
    bin_customers: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledAnswer:
    """Chances of everybody on a list; arrays are parallel to the people of the list.

    Of ``explained`` people (positions) ``contribution`` (people, attributes) adds up, with
    ``intercept`` of each, to the log-odds of leaving. Without a pattern, or with too few who left,
    ``p_leave`` is nan and ``method`` says "base_rate" or "".
    """

    left: NDArray[np.int8]  # the list's own label: 1, 0, -1 not told
    p_leave: Array
    risk: NDArray[np.int8]  # Risk
    method: str
    contest: tuple[Contestant, ...]
    check: LabelCheck | None
    attribute_names: tuple[str, ...]
    attributes_left_out: tuple[LeftOut, ...]
    explained: NDArray[np.int64]
    contribution: Array
    intercept: Array
    verdict: Message

    @property
    def watched(self) -> NDArray[np.int64]:
        """Who has not left, most likely leavers first."""
        stay = np.flatnonzero((self.left != 1) & np.isfinite(self.p_leave))
        return stay[np.argsort(-self.p_leave[stay], kind="stable")]


def answer_labelled(
    people: CustomerList, thresholds: tuple[float, float], seed: int, ctx: RunContext
) -> LabelledAnswer:
    """Learn from the list's own label. Cost: 10,000 people x 20 attributes about 15 CPU s."""
    left = people.churned
    names, columns = _columns_of(people)
    used, out = read_attributes(names, columns, left, ctx.part(0.0, 0.05))
    known = np.flatnonzero(left >= 0)
    gone = left[known] == 1
    few = int(min(gone.sum(), (~gone).sum()))
    if few < FEWEST or not used:
        return _nothing(left, used, out, (), few)
    part = parts_of(tuple(_of_rows(one, known) for one in used), gone, seed)
    method, contest, scale = run_contest(used, known, gone, part, seed, ctx.part(0.05, 0.7))
    if method == BASE_RATE:
        return _nothing(left, used, out, contest, few)
    fitted = []
    for i in range(PARTS):
        ctx.report(0.7 + 0.04 * i, "label")
        fitted.append(fit(method, used, known[part != i], gone[part != i], seed, ctx))
    part_of = np.zeros(len(left), dtype=np.int64)  # whose label is not told: by the first
    part_of[known] = part
    odds = np.zeros(len(left))
    for i, one in enumerate(fitted):
        mine = part_of == i
        odds[mine] = one.learned.log_odds(one.design.of(used)[mine])
    p_leave = expit(scale.of(odds))
    stay = np.flatnonzero((left != 1) & np.isfinite(p_leave))
    first = stay[np.argsort(-p_leave[stay], kind="stable")][:EXPLAINED]
    usual = tuple(_usual(one, known[~gone], seed + i) for i, one in enumerate(used))
    contribution, intercept = _reasons(
        used, tuple(fitted), part_of, first, usual, scale, seed, ctx.part(0.9, 1.0)
    )
    check = _check(p_leave[known[part == 0]], gone[part == 0], thresholds)
    return LabelledAnswer(
        left=left,
        p_leave=p_leave,
        risk=risk_levels(1 - p_leave, thresholds),
        method=method,
        contest=contest,
        check=check,
        attribute_names=tuple(one.name for one in used),
        attributes_left_out=out,
        explained=first,
        contribution=contribution,
        intercept=intercept,
        verdict=Message.of(
            "labelled.verdict.tested",
            people=check.people,
            named=check.named,
            named_right=check.named_right,
            guess_right=round(check.named * check.left / check.people),
        ),
    )


def _columns_of(people: CustomerList) -> tuple[tuple[str, ...], tuple[Texts, ...]]:
    """All that a list tells of people and that may be learned from; never who they are."""
    consent = np.array(["", "no", "yes"], dtype=object)[people.consent.astype(np.int64) + 1]
    more = (("city", people.city), ("country", people.country), ("consent", consent))
    told = [(name, cells) for name, cells in more if (cells != "").any()]
    names = (*people.attribute_names, *(name for name, _ in told))
    return names, (*people.attributes, *(cells for _, cells in told))


def _of_rows(attribute: Attribute, rows: NDArray[np.int64]) -> Attribute:
    return Attribute(
        name=attribute.name,
        number=None if attribute.number is None else attribute.number[rows],
        word=attribute.word[rows] if attribute.number is None else attribute.word,
    )


def _usual(attribute: Attribute, rows: NDArray[np.int64], seed: int) -> Attribute:
    """What ``USUAL`` people have who stayed: the middle number, words in their proportions."""
    some = _of_rows(attribute, rows)
    if some.number is not None:
        told = some.number[np.isfinite(some.number)]
        middle = float(np.median(told)) if len(told) else float("nan")
        return Attribute(name=some.name, number=np.full(USUAL, middle), word=some.word)
    evenly = (2 * np.random.default_rng(seed).permutation(USUAL) + 1) * len(rows) // (2 * USUAL)
    words = np.sort(some.word.astype(str))[evenly].astype(object)
    return Attribute(name=some.name, number=None, word=words)


def _reasons(  # noqa: PLR0917 - one argument per thing they are made from
    used: tuple[Attribute, ...],
    fitted: tuple[Fitted, ...],
    part_of: NDArray[np.int64],
    people: NDArray[np.int64],
    usual: tuple[Attribute, ...],
    scale: Scale,
    seed: int,
    ctx: RunContext,
) -> tuple[Array, Array]:
    """Contributions of the attributes and the intercept, each by the model of the person's part."""
    contribution = np.zeros((len(people), len(used)))
    intercept = np.zeros(len(people))
    for i, one in enumerate(fitted):
        mine = np.flatnonzero(part_of[people] == i)
        if not len(mine):
            continue
        x, design = one.design.of(used)[people[mine]], one.design
        share, base = shares(one.learned, x, design.of(usual), design.attribute_of, seed, ctx)
        contribution[mine] = scale.slope * share
        intercept[mine] = scale.level + scale.slope * base
    return contribution, intercept


def _check(p: Array, left: Flags, thresholds: tuple[float, float]) -> LabelCheck:
    named = risk_levels(1 - p, thresholds) == Risk.HIGH
    decided, curve = confusion(named, left), calibration(p, left)
    return LabelCheck(
        people=len(p),
        left=int(left.sum()),
        named=int(named.sum()),
        named_right=int((named & left).sum()),
        accuracy=decided.accuracy,
        precision=decided.precision,
        recall=decided.recall,
        f1=decided.f1,
        auc=auc(p, left),
        log_loss=log_loss(p, left),
        brier=brier(p, left),
        calibration_error=curve.error,
        said_share=curve.said_share,
        was_share=curve.was_share,
        bin_customers=curve.customers,
    )


def _nothing(
    left: NDArray[np.int8],
    used: tuple[Attribute, ...],
    out: tuple[LeftOut, ...],
    contest: tuple[Contestant, ...],
    few: int,
) -> LabelledAnswer:
    """No chances: too few who left or stayed, or nothing on the list tells them apart."""
    if contest:
        best = max(one.auc for one in contest)
        verdict = Message.of("labelled.verdict.no_pattern", auc=round(best, 3))
    elif few < FEWEST:
        verdict = Message.of("labelled.verdict.few", have=few, need=FEWEST)
    else:
        verdict = Message.of("labelled.verdict.no_columns")
    return LabelledAnswer(
        left=left,
        p_leave=np.full(len(left), np.nan),
        risk=np.full(len(left), int(Risk.NONE), dtype=np.int8),
        method=BASE_RATE if contest else "",
        contest=contest,
        check=None,
        attribute_names=tuple(one.name for one in used),
        attributes_left_out=out,
        explained=np.zeros(0, dtype=np.int64),
        contribution=np.zeros((0, len(used))),
        intercept=np.zeros(0),
        verdict=verdict,
    )
