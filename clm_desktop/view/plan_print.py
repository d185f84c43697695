"""The week on paper: one list per way, with boxes to tick, nothing from outside, no pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from clm_desktop.core.outreach import AcquisitionItem
from clm_desktop.view.theme import LIGHT
from clm_desktop.view.words import Words

_STYLE = f"""
@page {{ size: A4; margin: 14mm; }}
body {{ font: 11pt/1.4 "Noto Sans", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei",
  system-ui, sans-serif; color: {LIGHT.text}; max-width: 52rem; margin: 0 auto; padding: 1rem; }}
h1 {{ font-size: 1.4rem; margin: 0; }} h2 {{ font-size: 1.05rem; margin: 1.2rem 0 .3rem; }}
.muted {{ color: {LIGHT.muted}; }}
.box {{ display: inline-block; width: .9em; height: .9em; border: 1px solid {LIGHT.text}; }}
table {{ border-collapse: collapse; width: 100%; font-size: .92rem; }}
th, td {{ text-align: left; vertical-align: top; padding: .3rem .5rem;
  border-bottom: 1px solid {LIGHT.line}; }}
th {{ color: {LIGHT.muted}; font-weight: normal; }} tr {{ break-inside: avoid; }}
pre {{ font: inherit; white-space: pre-wrap; margin: .2rem 0 0; }}
@media print {{ body {{ padding: 0; max-width: none; }} }}
"""


_BOX = '<span class="box"></span>'


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintRow:
    """One customer on the list."""

    name: str
    address: str  # e-mail, phone or town, as the way needs it
    action: str
    about: str  # product, '' = none
    say: str  # what to say, '' where the message goes out by itself


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintList:
    """All customers of one way."""

    title: str
    rows: tuple[PrintRow, ...]


def plan_paper(
    shop: str,
    week_day: int,
    lists: Sequence[PrintList],
    words: Words,
    adverts: Sequence[AcquisitionItem] = (),
) -> bytes:
    """One HTML file that prints on A4; every text is escaped."""
    title = words.text("Plan of {shop}", shop=shop)
    week = words.text("Week from {day}", day=words.date(week_day))
    body = [line for one in lists for line in _list(one, words)]
    body += _adverts(adverts, words) if adverts else ()
    return "\n".join(_document(title, week, body, words)).encode("utf-8")


def _document(title: str, week: str, body: Sequence[str], words: Words) -> Iterator[str]:
    lang = {"zh": "zh-Hans"}.get(words.lang, words.lang)
    yield f'<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">'
    yield (
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    )
    yield f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>"
    yield f'<h1>{escape(title)}</h1>\n<p class="muted">{escape(week)}</p>'
    yield from body
    marks = words.text(
        "Tick what is done, then mark it in the program: what came of it is read off your next "
        "order file."
    )
    yield f'<p class="muted">{escape(marks)}</p>\n</body>\n</html>'


def _list(one: PrintList, words: Words) -> Iterator[str]:
    people = words.plural("{n} person", "{n} people", len(one.rows))
    yield f"<h2>{escape(one.title)} · {escape(people)}</h2>\n<table><thead><tr>"
    heads = (
        words.text("Done"),
        words.text("Skipped"),
        words.text("Customer"),
        words.text("What to do"),
    )
    yield "".join(f"<th>{escape(head)}</th>" for head in heads)
    yield "</tr></thead><tbody>"
    for row in one.rows:
        what = " · ".join(part for part in (row.action, row.about) if part)
        say = f"<pre>{escape(row.say)}</pre>" if row.say else ""
        yield (
            f"<tr><td>{_BOX}</td><td>{_BOX}</td>"
            f'<td>{escape(row.name)}<br><span class="muted">{escape(row.address)}</span></td>'
            f"<td>{escape(what)}{say}</td></tr>"
        )
    yield "</tbody></table>"


def _adverts(adverts: Sequence[AcquisitionItem], words: Words) -> Iterator[str]:
    heads = words.text("Done"), words.text("Advertising"), words.text("Spend this week")
    yield f"<h2>{escape(words.text('Advertising this week'))}</h2>\n<table><thead><tr>"
    yield "".join(f"<th>{escape(head)}</th>" for head in heads)
    yield "</tr></thead><tbody>"
    for one in adverts:
        money = words.money(one.cost_cents)
        yield f"<tr><td>{_BOX}</td><td>{escape(one.channel)}</td><td>{escape(money)}</td></tr>"
    yield "</tbody></table>"
