"""Compare: the plan beside doing nothing and beside another setting; what each goal would cost."""

from __future__ import annotations

from dataclasses import replace

from clm_desktop.core.outreach import Goal, Pile
from clm_desktop.plan.joint.types import JointPlan
from clm_desktop.view.blocks import ChartBlock, ChartKind, Column, Kind, Page, Series, TableBlock
from clm_desktop.view.pages import parts
from clm_desktop.view.pages.plan import friends_note, no_plan_page
from clm_desktop.view.pages.plan_closed import nobody_sentence
from clm_desktop.view.pages.plan_parts import (
    PlanInput,
    gain_text,
    is_sent,
    kept_text,
    minutes_text,
    range_text,
)
from clm_desktop.view.words import Words

FEW_KEPT = 4.0  # customers between the ends of an axis that whole numbers would leave bare
_COLOURS = {Goal.PROFIT: (1, "s"), Goal.BALANCED: (0, "o"), Goal.KEEP: (2, "^")}


def compare_page(told: PlanInput, words: Words) -> Page:
    """A | B, and the frontier."""
    plan = told.plan
    if plan is None:
        return no_plan_page(words)
    return Page(
        page="plan_compare",
        title=words.text("Compare"),
        lead=_lead(told, words),
        as_of=parts.as_of(told.answers, words),
        tables=(scenario_table(told, words),),
        charts=(frontier_chart(told, words),) if _has_frontier(plan) else (),
        notes=tuple(filter(None, _notes(told, words))),
    )


def _has_frontier(plan: JointPlan) -> bool:
    """Whether any goal at any budget brings something: else all of it is one point at nothing."""
    return any(point.gain_cents or point.kept_customers for point in plan.frontier)


def _notes(told: PlanInput, words: Words) -> tuple[str, ...]:
    made = told.items if told.plan is None or told.approved else told.plan.items
    return (
        words.text(
            "Kept customers are those who would have left and will probably stay. Both "
            "figures are expected, none is certain."
        ),
        words.text(
            "Fewer kept than with nothing done: whoever is written to often leaves a little sooner."
        )
        if any(one is not None and round(one.kept_customers) < 0 for one in (told.plan, told.other))
        else "",
        _held_note(told, words),
        _friends_note(told, words),
        words.text("What you changed in the plan by hand is not compared here.")
        if made != told.items
        else "",
    )


def _held_note(told: PlanInput, words: Words) -> str:
    """Why the plan stands below the line of its own goal; '' where it does not."""
    plan = told.plan
    if plan is None or not _has_frontier(plan) or not plan.settings.hold_out_share > 0:
        return ""
    return words.text(
        "The lines contact everybody who is chosen. Your plan leaves {share} of them aside for "
        "the fair comparison, so it stands a little lower.",
        share=words.share(plan.settings.hold_out_share),
    )


def _friends_note(told: PlanInput, words: Words) -> str:
    """What the picture counts and the table does not."""
    if not friends_note(told, words):
        return ""
    return words.text(
        "The picture counts what friends who are brought along may spend, as the choice does. The "
        "sums in the table leave it out, but for “Win”, because it is the least certain."
    )


def _lead(told: PlanInput, words: Words) -> str:
    plan, other = told.plan, told.other
    if plan is None:
        return ""
    if not any(_brings(one) for one in (plan, other) if one is not None):
        return nobody_sentence(replace(told, record=None), words)
    if other is None:
        return words.text(
            "The plan brings about {gain} more profit than doing nothing.",
            gain=words.money(plan.gain_cents),
        )
    more = other.gain_cents - plan.gain_cents
    kept = other.kept_customers - plan.kept_customers
    gain, stay = words.money(abs(more)), kept_text(kept, words)
    if gain == words.money(0) and round(kept) == 0:
        return words.text("Both settings bring the same.")
    if more < 0:
        return words.text(
            "Setting B brings {gain} less profit and {kept}, against setting A.",
            gain=gain,
            kept=stay,
        )
    return words.text(
        "Setting B brings {gain} more profit and {kept}, against setting A.", gain=gain, kept=stay
    )


def _brings(plan: JointPlan) -> bool:
    """Whether the plan contacts or advertises to anybody."""
    return bool(plan.items) or any(one.cost_cents > 0 for one in plan.acquisition)


def setting_name(plan: JointPlan, words: Words) -> str:
    """A setting in three words: money, contacts, goal."""
    return words.listed(
        [
            words.money(plan.settings.budget_cents),
            words.plural("{n} contact", "{n} contacts", plan.settings.contacts),
            words.code(f"goal.{plan.settings.goal.value}"),
        ]
    )


def scenario_table(told: PlanInput, words: Words) -> TableBlock:
    """Doing nothing, this plan and another setting, figure by figure."""
    plan, text = told.plan, words.text
    plans = [one for one in (plan, told.other) if one is not None]
    names = [text("A: this plan"), text("B: another setting")][: len(plans)]
    lines: list[tuple[str, str, list[str]]] = [
        (text("Setting"), "–", [setting_name(one, words) for one in plans]),
        (
            text("People contacted"),
            "0",
            [words.whole(sum(map(is_sent, one.items))) for one in plans],
        ),
        (text("Money, on average"), words.money(0), [words.money(p.cost_cents) for p in plans]),
        (
            text("Money, at most (95 of 100)"),
            words.money(0),
            [words.money(p.cost_p95_cents) for p in plans],
        ),
        (text("Your time"), "–", [minutes_text(p.owner_minutes, words) for p in plans]),
        (
            text("Profit"),
            text("{money} by itself", money=words.money(plans[0].nothing_cents)) if plans else "–",
            [gain_text(p.gain_cents, words) for p in plans],
        ),
        (
            text("Probably between"),
            "–",
            [range_text(p.gain_lo_cents, p.gain_hi_cents, words) for p in plans],
        ),
        (text("Kept customers"), "0", [words.change(p.kept_customers) for p in plans]),
        *(
            (
                text("Of which “{pile}”", pile=words.code(f"pile.{pile.value}")),
                "–",
                [_pile_text(p, pile, words) for p in plans],
            )
            for pile in Pile
        ),
    ]
    columns = (
        Column(key="figure", title="", kind=Kind.TEXT, width=26),
        Column(key="nothing", title=text("Do nothing"), kind=Kind.TEXT, width=14),
        *(
            Column(key=key, title=name, kind=Kind.TEXT, width=26)
            for key, name in zip(("a", "b"), names, strict=False)
        ),
    )
    return TableBlock(
        name="scenario",
        title=text("Side by side"),
        columns=columns,
        values=(
            parts.objects([name for name, _, _ in lines]),
            parts.objects([nothing for _, nothing, _ in lines]),
            *(
                parts.objects([told_of[place] for _, _, told_of in lines])
                for place in range(len(plans))
            ),
        ),
    )


def _pile_text(plan: JointPlan, pile: Pile, words: Words) -> str:
    found = next((one for one in plan.piles if one.pile is pile), None)
    if found is None or not (found.people or found.cost_cents):
        return words.text("nobody")
    return words.text(
        "{people}, {gain}",
        people=words.plural("{n} person", "{n} people", found.people),
        gain=gain_text(found.gain_cents, words),
    )


def frontier_chart(told: PlanInput, words: Words) -> ChartBlock:
    """Profit against kept customers for each goal at rising budgets; you are here."""
    plan = told.plan
    points = () if plan is None else plan.frontier
    series = []
    for goal in Goal:
        mine = sorted((p for p in points if p.goal is goal), key=lambda p: p.budget_cents)
        if mine:
            colour, marker = _COLOURS[goal]
            series.append(
                Series(
                    label=words.code(f"goal.{goal.value}"),
                    x=tuple(p.kept_customers for p in mine),
                    y=tuple(p.gain_cents for p in mine),
                    colour=colour,
                    marker=marker,
                )
            )
    for label, one, colour, marker in (
        (words.text("you are here"), plan, 3, "D"),
        (words.text("setting B"), told.other, 5, "P"),
    ):
        if one is not None:
            series.append(
                Series(
                    label=label,
                    x=(one.kept_customers,),
                    y=(one.gain_with_friends_cents,),
                    colour=colour,
                    marker=marker,
                )
            )
    series.append(Series(label=words.text("do nothing"), x=(0.0,), y=(0.0,), colour=6, marker="X"))
    kept = [x for one in series for x in one.x]
    return ChartBlock(
        name="frontier",
        title=words.text("What each goal costs"),
        sentence=_frontier_sentence(told, words),
        kind=ChartKind.LINE,
        series=tuple(series),
        x_title=words.text("Kept customers, against doing nothing"),
        y_title=words.text("Profit with friends, against doing nothing"),
        x_kind=Kind.WHOLE if max(kept) - min(kept) >= FEW_KEPT else Kind.DECIMAL,
        y_kind=Kind.MONEY,
    )


def _frontier_sentence(told: PlanInput, words: Words) -> str:
    plan = told.plan
    if plan is None or not plan.frontier:
        return ""
    best = max(plan.frontier, key=lambda point: point.gain_cents)
    kept = max(plan.frontier, key=lambda point: point.kept_customers)
    return words.text(
        "Most profit: {gain} and {kept}. Most kept: {most} and {less} profit.",
        gain=gain_text(best.gain_cents, words),
        kept=kept_text(best.kept_customers, words),
        most=kept_text(kept.kept_customers, words),
        less=gain_text(kept.gain_cents, words),
    )
