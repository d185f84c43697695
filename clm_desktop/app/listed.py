"""``show PROJECT summary|customers|watchlist`` of a shop that is only a list of people."""

from __future__ import annotations

import json
import sys

from clm_desktop.app.progress import TerminalContext
from clm_desktop.plan.listed import ListedShop
from clm_desktop.view.labelled_topics import LISTED_TOPICS, listed_topic
from clm_desktop.view.pages.listed import listed_page
from clm_desktop.view.plain import page_text
from clm_desktop.view.words import Words


def show_listed(
    shop: ListedShop, topic: str, words: Words, ctx: TerminalContext, *, as_json: bool
) -> int:
    """Say what the list tells under a topic of ``LISTED_TOPICS``."""
    ctx.clear()
    if as_json:
        told = listed_topic(shop, topic, words)
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    else:
        page = listed_page(LISTED_TOPICS[topic], shop, words)
        sys.stdout.write(page_text(page, words))
    return 0
