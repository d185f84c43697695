"""When the customers came who brought most: their periods side by side."""

from __future__ import annotations

from clm_desktop.models.lifecycle.results import OriginGroup, Origins
from clm_desktop.plan.answers import Answers
from clm_desktop.view.blocks import ChartBlock, ChartKind, Kind, Series
from clm_desktop.view.pages.cohort_chart import FEW
from clm_desktop.view.pages.lifecycle_parts import origin_name, says_shares
from clm_desktop.view.words import Words

_NEARLY_SAME = 0.05
_FIRST_DAYS = 45  # of a file that begins in the middle of the shop's life


def periods_chart(answers: Answers, words: Words) -> tuple[ChartBlock, ...]:
    """What customers brought by when they came; nothing where all periods are alike."""
    period = _period_origin(answers)
    if period is None or _alike(period, answers):
        return ()
    return (_best_periods(answers, period, words),)


def _period_origin(answers: Answers) -> Origins | None:
    """Customers by when they came, where somebody is through the first days."""
    found = (o for o in answers.lifecycle.origins if o.dimension == "period")
    return next((o for o in found if any(g.watched >= FEW for g in o.groups)), None)


def _best_periods(answers: Answers, origin: Origins, words: Words) -> ChartBlock:
    """What customers brought by when they came; only periods that are through their first days."""
    groups = [group for group in origin.groups if group.watched >= FEW]
    begun = [_began_with_the_file(group, answers) for group in groups]
    money = [max(group.best_cents, 0.0) for group in groups]
    return ChartBlock(
        name="best_periods",
        title=words.text("What new customers brought, by when they came"),
        sentence=_best_sentence(_fair(origin, answers), answers, words),
        kind=ChartKind.BAR,
        series=tuple(
            Series(
                label=label,
                x=tuple(float(i) for i, early in enumerate(begun) if early is wanted),
                y=tuple(m for m, early in zip(money, begun, strict=True) if early is wanted),
                colour=colour,
            )
            for label, wanted, colour in (
                (words.text("new customers"), False, 0),
                (words.text("your files begin here: some had bought before"), True, 6),
            )
            if any(early is wanted for early in begun)
        ),
        y_title=words.text(
            "Spent in the first {span}, each", span=words.span(answers.lifecycle.spend_days)
        ),
        y_kind=Kind.MONEY,
        x_labels=tuple(origin_name(g, origin.dimension, answers, words) for g in groups),
    )


def _began_with_the_file(group: OriginGroup, answers: Answers) -> bool:
    """Whether a period stands so near the begin of the file that its new customers may be old."""
    begin = answers.totals.first_day + _FIRST_DAYS
    return answers.lifecycle.file_starts_midway and group.start_day < begin


def _fair(origin: Origins, answers: Answers) -> list[OriginGroup]:
    """Periods that can be compared."""
    known = (group for group in origin.groups if group.watched >= FEW)
    return [group for group in known if not _began_with_the_file(group, answers)]


def _best_of(groups: list[OriginGroup]) -> OriginGroup | None:
    """The best period, if more than chance, or one customer, sets it apart."""
    watched = sum(group.watched for group in groups)
    best = max(groups, key=lambda group: group.best_cents, default=None)
    usual = sum(group.best_cents * group.watched for group in groups) / max(watched, 1)
    nothing = best is None or len(groups) < 2 or best.by_one or best.low_cents <= usual
    return None if nothing else best


def _best_sentence(groups: list[OriginGroup], answers: Answers, words: Words) -> str:
    best = _best_of(groups)
    if best is None:
        return words.text("No period stands out clearly from the others.")
    return words.text(
        "Customers won in {period} turned out best: about {money} each in their first {span}.",
        period=origin_name(best, "period", answers, words),
        money=words.money(best.best_cents),
        span=words.span(answers.lifecycle.spend_days),
    )


def _alike(origin: Origins, answers: Answers) -> bool:
    """Whether there is nothing to see: estimates of all periods are nearly the same."""
    best = [group.best_cents for group in _fair(origin, answers)]
    return len(best) < 2 or max(best) - min(best) <= _NEARLY_SAME * abs(sum(best)) / len(best)


def periods_note(answers: Answers, words: Words) -> tuple[str, ...]:
    """Said where there is nothing to draw."""
    period = _period_origin(answers) if says_shares(answers) else None
    if period is None or not _alike(period, answers) or len(_fair(period, answers)) < 2:
        return ()
    return (
        words.text(
            "Whenever new customers came, what they brought differs no more than chance would do."
        ),
    )
