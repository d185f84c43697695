"""``show PROJECT watchlist`` of a shop that is only a list of people with a churn column."""

from __future__ import annotations

import json
import sys

from clm_desktop.app.progress import TerminalContext
from clm_desktop.usecases.labelled_list import LabelledList, learn_list
from clm_desktop.view.labelled_topics import labelled_topic
from clm_desktop.view.pages.labelled import labelled_page
from clm_desktop.view.plain import page_text
from clm_desktop.view.words import Words


def show_labelled(told: LabelledList, words: Words, ctx: TerminalContext, *, as_json: bool) -> int:
    """Learn from the list's own label and say what was found."""
    learned = learn_list(told, ctx)
    ctx.clear()
    if as_json:
        topic = labelled_topic(learned.people, learned.answer, words)
        sys.stdout.write(json.dumps(topic, ensure_ascii=False, indent=2) + "\n")
    else:
        page = labelled_page(learned.people, learned.answer, learned.thresholds, words)
        sys.stdout.write(page_text(page, words))
    return 0
