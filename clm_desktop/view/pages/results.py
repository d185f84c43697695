"""Results: what was done, what it proves and what is still only believed."""

from __future__ import annotations

from math import isfinite

from clm_desktop.core.outreach import Outreach
from clm_desktop.models.effects.priors import REDEEMS
from clm_desktop.plan.answers import Answers
from clm_desktop.plan.joint.results_types import Comparison, OutreachResults, Verdict
from clm_desktop.plan.joint.types import JointPlan
from clm_desktop.view.blocks import (
    Fact,
    Page,
)
from clm_desktop.view.numbers import figure_text
from clm_desktop.view.pages import parts
from clm_desktop.view.pages.plan_parts import action_titles, gain_text, range_text
from clm_desktop.view.pages.results_actions import (
    comparison_table,
    proof_sentence,
    uplift_chart,
)
from clm_desktop.view.words import Words


def results_page(
    answers: Answers,
    outreach: Outreach,
    results: OutreachResults,
    words: Words,
    plan: JointPlan | None = None,
) -> Page:
    """Three boxes, each action with its interval, promised against measured."""
    if not results.plans and not results.done:
        return Page(
            page="results",
            title=words.text("Results"),
            lead="",
            empty=words.text(
                "Nothing to report yet. Approve a plan, tick Done for what you did, and drop next "
                "month's order file: then you see what came of it."
            ),
        )
    compared = tuple(one for one in results.comparisons if one.sent or one.held)
    both = any(one.sent and one.held for one in compared)
    return Page(
        page="results",
        title=words.text("Results"),
        lead=lead(results, words),
        as_of=parts.as_of(answers, words),
        facts=_boxes(results, outreach, plan, words),
        tables=(comparison_table(compared, outreach, words),) if compared else (),
        charts=(uplift_chart(compared, outreach, words),) if both else (),
        details=_details(results, words),
        notes=_notes(results, outreach, words),
        pictures_first=True,
    )


def lead(results: OutreachResults, words: Words) -> str:
    """Of 24 you contacted 9 bought; of 12 left alone 3; and what that means."""
    whole = _whole(results)
    if whole is None or not whole.sent:
        if results.windows_open:
            return words.plural(
                "It is too early: the answer of {n} person is not in yet.",
                "It is too early: the answers of {n} people are not in yet.",
                results.windows_open,
            )
        return words.text("No contact has an answer yet.")
    sent, came = words.whole(whole.sent), words.whole(whole.sent_ordered)
    contacted = words.text("Of {sent} you contacted {bought} bought", sent=sent, bought=came)
    if results.skipped or results.not_true:  # counted as the lot drew them
        contacted = words.text("Of {sent} to be contacted {bought} bought", sent=sent, bought=came)
    if not whole.held:
        return words.text("{contacted}; nobody was left alone to compare.", contacted=contacted)
    return words.join(
        [
            words.text(
                "{contacted}; of {held} left alone {bought}.",
                contacted=contacted,
                held=words.whole(whole.held),
                bought=words.whole(whole.held_ordered),
            ),
            verdict_sentence(whole, words),
        ]
    )


def verdict_sentence(one: Comparison, words: Words) -> str:
    """What a comparison shows, in fixed words; never more than is proved."""
    if not isfinite(one.extra_orders):
        return ""
    buyers = words.plural("{n} buyer", "{n} buyers", abs(one.extra_orders))
    if one.verdict is Verdict.BETTER:
        return words.text("Proved better: about +{buyers}.", buyers=buyers)
    if one.verdict is Verdict.WORSE:
        return words.text("Proved worse: about −{buyers}.", buyers=buyers)
    if round(one.extra_orders) == 0:
        return words.text("No difference so far; too early to be sure.")
    sign = "+" if one.extra_orders > 0 else "−"
    return words.text(
        "So far that is {sign}{buyers}, but it is too early to be sure.", sign=sign, buyers=buyers
    )


def _whole(results: OutreachResults) -> Comparison | None:
    return next((one for one in results.comparisons if not one.action), None)


# ---- three boxes --------------------------------------------------------------------------


def _boxes(
    results: OutreachResults, outreach: Outreach, plan: JointPlan | None, words: Words
) -> tuple[Fact, ...]:
    return (
        Fact(
            title=words.text("What we did"),
            value=words.plural("{n} contact", "{n} contacts", results.done),
            note="\n".join(_did(results, words)),
        ),
        Fact(
            title=words.text("What we can prove"),
            value=_proved_value(results, words),
            note="\n".join(_proved(results, outreach, words)),
        ),
        Fact(
            title=words.text("What we still believe"),
            value=_believed_value(results, words),
            note="\n".join(_believed(results, outreach, plan, words)),
        ),
    )


def _did(results: OutreachResults, words: Words) -> list[str]:
    made = [words.plural("{n} plan approved", "{n} plans approved", results.plans)]
    for count, told in (
        (results.skipped, words.plural("{n} skipped", "{n} skipped", results.skipped)),
        (results.not_true, words.plural("{n} not true", "{n} not true", results.not_true)),
        (
            results.opted_out,
            words.plural(
                "{n} asked not to be written to",
                "{n} asked not to be written to",
                results.opted_out,
            ),
        ),
    ):
        if count:
            made.append(told)
    made.append(words.text("{money} spent", money=words.money(results.spent_cents)))
    if results.windows_open:
        made.append(
            words.plural(
                "the answer of {n} person is not in yet",
                "the answers of {n} people are not in yet",
                results.windows_open,
            )
        )
    return made


def _proved_value(results: OutreachResults, words: Words) -> str:
    whole = _whole(results)
    proved = [one for one in results.comparisons if one.verdict is not Verdict.NOT_PROVED]
    if whole is not None and whole.verdict is not Verdict.NOT_PROVED:
        return gain_text(whole.gain_cents, words)
    if proved:
        return words.plural("{n} action", "{n} actions", len(proved))
    return words.text("nothing yet")


def _proved(results: OutreachResults, outreach: Outreach, words: Words) -> list[str]:
    names = action_titles(outreach, words)
    made = [
        words.text(
            "{verdict}: {action}",
            verdict=words.code(f"verdict.{one.verdict.value}"),
            action=names.get(one.action, one.action) or words.text("all together"),
        )
        for one in results.comparisons
        if one.verdict is not Verdict.NOT_PROVED
    ]
    whole = _whole(results)
    if whole is None:
        return made
    if whole.verdict is not Verdict.NOT_PROVED:
        made.insert(1, range_text(whole.gain_lo_cents, whole.gain_hi_cents, words))
    else:
        made.append(proof_sentence(whole, words))
    made.append(look_sentence(whole, words))
    return [line for line in made if line]


def look_sentence(one: Comparison, words: Words) -> str:
    """Looks that were planned before: looking every week would find things that are not there."""
    looks = words.text(
        "Looked {done} of {planned} times.",
        done=words.whole(one.looks_done),
        planned=words.whole(one.looks_planned),
    )
    if one.next_look_day < 0:
        return looks
    day = words.date(one.next_look_day)
    if one.looks_done >= one.looks_planned:
        return words.join(
            [looks, words.text("The next round is first looked at on {day}.", day=day)]
        )
    return words.join([looks, words.text("The next is on {day}.", day=day)])


def _believed_value(results: OutreachResults, words: Words) -> str:
    if not results.said_gain_cents:
        return words.text("nothing due yet")
    return gain_text(results.said_gain_cents, words)


def _believed(
    results: OutreachResults, outreach: Outreach, plan: JointPlan | None, words: Words
) -> list[str]:
    whole = _whole(results)
    if not results.said_gain_cents and not isfinite(results.was_gain_cents):
        return [words.text("what plans promised is compared when their time is over")]
    made = [
        words.text("so much the plans had promised"),
        words.text("measured: {gain}", gain=gain_text(results.was_gain_cents, words))
        if isfinite(results.was_gain_cents)
        else words.text("measured: nothing yet"),
    ]
    if whole is not None and isfinite(whole.gain_lo_cents):
        made.append(range_text(whole.gain_lo_cents, whole.gain_hi_cents, words))
    best = max(plan.beliefs, key=lambda one: one.per_100, default=None) if plan else None
    if best is not None and best.per_100 > 0:
        names = action_titles(outreach, words)
        made.append(
            words.text(
                "strongest: {action}, about {n} more orders of 100",
                action=names.get(best.action, best.action),
                n=figure_text(best.per_100, 1),
            )
        )
    return made


# ---- behind and below ---------------------------------------------------------------------


def _details(results: OutreachResults, words: Words) -> tuple[tuple[str, str], ...]:
    text = words.text
    made = [
        (text("Plans approved"), words.whole(results.plans)),
        (text("Contacts without an answer yet"), words.whole(results.windows_open)),
        (text("Left alone, but contacted all the same"), words.whole(results.broken)),
        (text("Promised profit"), words.money(results.said_gain_cents)),
        (text("Measured profit"), words.money(results.was_gain_cents)),
    ]
    whole = _whole(results)
    if whole is not None:
        made += [
            (text("Difference at the last look"), _interval(whole.lo, whole.hi, words)),
            (text("Always valid band"), _interval(whole.band_lo, whole.band_hi, words)),
            (
                text("Looks"),
                text(
                    "{done} of {planned}",
                    done=words.whole(whole.looks_done),
                    planned=words.whole(whole.looks_planned),
                ),
            ),
        ]
    return tuple(made)


def _interval(low: float, high: float, words: Words) -> str:
    if not (isfinite(low) and isfinite(high)):
        return "–"
    low, high = max(low, -1.0), min(high, 1.0)  # nobody orders more than always
    return words.text("{low} to {high}", low=words.share(low), high=words.share(high))


def _notes(results: OutreachResults, outreach: Outreach, words: Words) -> tuple[str, ...]:
    made = [words.say(note) for note in results.notes]
    if results.broken:
        made.append(
            words.plural(
                "{n} person who was to be left alone was contacted all the same. They still "
                "count as left alone, because the lot must not be bent afterwards.",
                "{n} people who were to be left alone were contacted all the same. They still "
                "count as left alone, because the lot must not be bent afterwards.",
                results.broken,
            )
        )
    coupons = {one.key for one in outreach.actions if one.discount_share > 0}
    if any(one.sent and one.action in coupons for one in results.comparisons):
        made.append(
            words.text(
                "What coupons took off is reckoned, not counted: as if {used} of 100 orders of "
                "those who got one had used it.",
                used=words.whole(round(100 * REDEEMS)),
            )
        )
    made.append(
        words.text(
            "Looks are planned ahead: who looks every week and stops at a lucky one proves "
            "things that are not true."
        )
    )
    return tuple(made)
