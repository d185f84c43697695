"""The report: whole, escaped, with every picture that it names."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest
from answers_builder import build

from clm_desktop.view.pages.customers import customers_page
from clm_desktop.view.pages.today import today_page
from clm_desktop.view.pages.watchlist import watchlist_page
from clm_desktop.view.plain import page_text, width
from clm_desktop.view.report import ROWS, report_files
from clm_desktop.view.words import LANGUAGES, Words

VOID = {"meta", "img", "link", "br"}


class Balanced(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("lang", LANGUAGES)
def test_that_the_report_is_whole_and_names_only_pictures_that_are_there(lang: str) -> None:
    answers, words = build(120), Words(lang, "GBP")  # type: ignore[arg-type]
    pages = [make(answers, words) for make in (today_page, customers_page, watchlist_page)]
    files = report_files("Shop", pages, words)
    html = files["report.html"].decode("utf-8")
    parser = Balanced()
    parser.feed(html)
    assert parser.open == []
    pictures = set(re.findall(r'src="([^"]+)"', html))
    assert pictures == set(files) - {"report.html"}
    assert all(page.title in html and page.lead in html for page in pages)


def test_that_names_from_the_file_cannot_become_markup() -> None:
    answers = build(40)
    evil = np.full(40, '<script src="http://x">&', dtype=object)
    answers = replace(answers, names=replace(answers.names, customer_name=evil))
    words = Words("en", "GBP")
    files = report_files("<b>", [customers_page(answers, words)], words)
    html = files["report.html"].decode("utf-8")
    parser = Balanced()
    parser.feed(html)
    assert "script" not in parser.tags
    assert "b" not in parser.tags
    assert "&lt;script" in html


def test_that_the_report_says_what_it_does_not_show() -> None:
    words = Words("en", "GBP")
    files = report_files("t", [customers_page(build(ROWS + 70), words)], words)
    assert "and 70 more" in files["report.html"].decode("utf-8")


def test_that_columns_stand_below_each_other_in_a_terminal() -> None:
    words = Words("zh", "GBP")
    lines = page_text(customers_page(build(40), words), words, 10).splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("--")) + 1
    header = lines[start].index("最近一单")
    place = width(lines[start][: header + len("最近一单")])
    ends = [row.index("日") + 1 for row in lines[start + 1 : start + 11]]
    for row, _ in zip(lines[start + 1 : start + 11], ends, strict=True):
        until = row[: row.index("日") + 1]
        assert width(until) == place
