"""What a tab says before there is anything to say: one sentence, and what to do."""

from __future__ import annotations

from clm_desktop.view.blocks import Page
from clm_desktop.view.words import Words

PAGES = (
    *("today", "customers", "segments", "watchlist", "worth", "recommendations", "products"),
    *("ahead", "plan", "results", "data"),
)


def empty_page(page: str, words: Words) -> Page:
    """Return the tab of that id while the project has no answers yet."""
    title, empty = {
        "today": (
            words.text("Today"),
            words.text("Drop your order file on this window to get your first list."),
        ),
        "data": (
            words.text("Data import"),
            words.text("Drop your order file here: CSV, Excel, TXT or ZIP, one or several."),
        ),
        "customers": (
            words.text("Customers"),
            words.text("Drop your order file on this window to see who your customers are."),
        ),
        "segments": (
            words.text("Segments"),
            words.text(
                "Drop your order file on this window; from 30 customers on there are groups."
            ),
        ),
        "watchlist": (
            words.text("Churn watchlist"),
            words.text("Drop your order file on this window to see who is about to leave."),
        ),
        "worth": (
            words.text("Worth"),
            words.text(
                "Drop your order file on this window to see what customers are worth, "
                "and who comes back."
            ),
        ),
        "recommendations": (
            words.text("Recommendations"),
            words.text("Drop an order file with product names to see what to offer to whom."),
        ),
        "products": (
            words.text("Products"),
            words.text("Drop an order file with product names to see what belongs together."),
        ),
        "ahead": (
            words.text("Ahead"),
            words.text("Drop your order file on this window to see what the next weeks will sell."),
        ),
        "plan": (
            words.text("Plan"),
            words.text("Drop your order file on this window to get a plan for the week."),
        ),
        "results": (
            words.text("Results"),
            words.text("Tick Done in the plan of a week and drop next month's file."),
        ),
    }[page]
    return Page(page=page, title=title, lead="", empty=empty)


def page_titles(words: Words) -> dict[str, str]:
    """Name of each tab by its id, in the order of the tabs."""
    return {page: empty_page(page, words).title for page in PAGES}
