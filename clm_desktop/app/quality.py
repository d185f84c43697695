"""``show PROJECT quality``: how good the data is, for people and as JSON."""

from __future__ import annotations

import json
import sys

from clm_desktop.app.progress import TerminalContext
from clm_desktop.features.quality import Finding, QualityReport
from clm_desktop.store.project import Project
from clm_desktop.view.json_values import Json, number
from clm_desktop.view.numbers import iso_date
from clm_desktop.view.words import Words


def quality(project: Project, words: Words, ctx: TerminalContext, *, as_json: bool) -> int:
    """Judge the data and say it."""
    from clm_desktop.store.settings import currency
    from clm_desktop.usecases.assess_quality import assess_quality
    from clm_desktop.view.pages.quality import quality_page
    from clm_desktop.view.plain import page_text

    report = assess_quality(project, ctx)
    words = Words(words.lang, currency(project))
    ctx.clear()
    if as_json:
        told = json.dumps(quality_json(report, words), ensure_ascii=False, indent=2)
        sys.stdout.write(told + "\n")
    else:
        sys.stdout.write(page_text(quality_page(report, words), words))
    return 0


def quality_json(report: QualityReport, words: Words) -> dict[str, Json]:
    """Codes and figures, with the sentences that people read."""
    return {
        "score": report.score,
        "verdict": report.verdict,
        "orders": report.orders,
        "parts": [
            {"part": part.part.value, "points": part.points, "of": part.of} for part in report.parts
        ],
        "findings": [_finding(one, words) for one in report.findings],
        "hints": [{"code": one.code, "text": words.say(one.message)} for one in report.hints],
        "left_out": dict(report.left_out),
        "gaps": [[iso_date(first), iso_date(last)] for first, last in report.gaps],
    }


def _finding(one: Finding, words: Words) -> Json:
    return {
        "code": one.code,
        "part": one.part.value,
        "count": one.count,
        "of": one.of,
        "share": number(one.share),
        "points": one.points,
        "text": words.say(one.message),
        "effect": words.code(f"quality.{one.code}.effect"),
        "do": words.code(f"quality.{one.code}.do"),
    }
