"""The whole project as one HTML page with pictures: for a helper, for paper, without a screen.

Every text is escaped, and the page forbids itself scripts and anything from outside its folder.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from clm_desktop.view.blocks import Card, ChartBlock, Kind, Page, TableBlock, Tile
from clm_desktop.view.draw import render_png
from clm_desktop.view.theme import LIGHT, RISK_SHAPES
from clm_desktop.view.words import Words

ROWS = 50  # of each table; all of them leave by export
CHART_PX = (760, 380)
CHART_SCALE = 2.0  # sharp on paper and on dense screens
_LEFT = (Kind.TEXT, Kind.RISK, Kind.STRENGTH)

_STYLE = f"""
:root {{ color-scheme: light; }}
body {{ font: 16px/1.5 "Noto Sans", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei",
  system-ui, sans-serif; margin: 0; background: {LIGHT.background}; color: {LIGHT.text}; }}
main {{ max-width: 62rem; margin: 0 auto; padding: 1.5rem; }}
section {{ background: {LIGHT.surface}; border: 1px solid {LIGHT.line}; border-radius: 10px;
  padding: 1.5rem; margin: 0 0 1.5rem; }}
h1 {{ font-size: 1.7rem; }} h2 {{ font-size: 1.35rem; margin: 0 0 .3rem; }}
h3 {{ font-size: 1.05rem; margin: 1.6rem 0 .5rem; }}
.lead {{ font-size: 1.15rem; margin: 0; }} .muted {{ color: {LIGHT.muted}; }}
.row {{ display: flex; flex-wrap: wrap; gap: .8rem; margin: 1rem 0; }}
.box {{ border: 1px solid {LIGHT.line}; border-radius: 8px; padding: .7rem 1rem; flex: 1 1 12rem; }}
.big {{ font-size: 1.35rem; font-weight: 600; }}
.card {{ display: flex; gap: 1rem; justify-content: space-between; align-items: baseline;
  border-top: 1px solid {LIGHT.line}; padding: .7rem 0; }}
.figure {{ white-space: nowrap; font-weight: 600; }}
.wide {{ overflow-x: auto; }}
table {{ border-collapse: collapse; width: 100%; font-size: .88rem; }}
th, td {{ padding: .3rem .6rem; border-bottom: 1px solid {LIGHT.line}; vertical-align: top; }}
th {{ text-align: left; color: {LIGHT.muted}; }}
.number {{ text-align: right; white-space: nowrap; }}
figure {{ margin: 1.2rem 0; }} figure img {{ max-width: 100%; height: auto; }}
dl {{ display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1.2rem; }}
dt {{ color: {LIGHT.muted}; }} dd {{ margin: 0; }}
nav a {{ color: {LIGHT.accent}; margin-right: 1rem; }}
@media print {{ section {{ break-inside: auto; border: 0; }} nav {{ display: none; }} }}
"""


def report_files(title: str, pages: Sequence[Page], words: Words) -> Mapping[str, bytes]:
    """All files of the report by name: ``report.html`` and one PNG per chart.

    Cost: about 0.2 s a chart; the tables show their first rows only.
    """
    files = {
        _picture(page, chart): render_png(
            chart, words, LIGHT, CHART_PX[0] * CHART_SCALE, CHART_PX[1] * CHART_SCALE, CHART_SCALE
        )
        for page in pages
        for chart in (*page.charts, *page.detail_charts)
    }
    html = "\n".join(_document(title, pages, words))
    return {"report.html": html.encode("utf-8"), **files}


def _picture(page: Page, chart: ChartBlock) -> str:
    return f"{page.page}_{chart.name}.png"


def _document(title: str, pages: Sequence[Page], words: Words) -> Iterator[str]:
    lang = {"zh": "zh-Hans"}.get(words.lang, words.lang)
    yield f'<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">'
    yield (
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; img-src 'self' file:; style-src 'unsafe-inline'\">"
    )
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>"
    yield f"<h1>{escape(title)}</h1>"
    links = (f'<a href="#{page.page}">{escape(page.title)}</a>' for page in pages)
    yield f"<nav>{''.join(links)}</nav>"
    for page in pages:
        yield from _section(page, words)
    yield "</main>\n</body>\n</html>"


def _section(page: Page, words: Words) -> Iterator[str]:
    yield f'<section id="{page.page}">\n<h2>{escape(page.title)}</h2>'
    yield f'<p class="lead">{escape(page.lead)}</p>'
    yield from (f'<p class="muted">{escape(text)}</p>' for text in (page.as_of, page.empty) if text)
    if page.facts:
        yield '<div class="row">'
        for fact in page.facts:
            yield (
                f'<div class="box"><div class="muted">{escape(fact.title)}</div>'
                f'<div class="big">{escape(fact.value)}</div>'
                f'<div class="muted">{escape(fact.note)}</div></div>'
            )
        yield "</div>"
    yield from (_card(card) for card in (page.news, *page.cards) if card is not None)
    for title, tiles in page.tile_sets:
        yield f'<h3>{escape(title)}</h3>\n<div class="row">'
        yield from (_tile(tile) for tile in tiles)
        yield "</div>"
    for chart in page.charts:
        yield _figure(page, chart)
    for table in page.tables:
        yield from _table(table, words)
    yield from (f"<p>{escape(note)}</p>" for note in page.notes)
    yield from _details(page, words)
    yield "</section>"


def _details(page: Page, words: Words) -> Iterator[str]:
    if not (page.details or page.detail_tables or page.detail_charts):
        return
    yield f"<details><summary>{escape(words.text('Details'))}</summary>"
    if page.details:
        lines = (f"<dt>{escape(n)}</dt><dd>{escape(v)}</dd>" for n, v in page.details)
        yield f"<dl>{''.join(lines)}</dl>"
    for chart in page.detail_charts:
        yield _figure(page, chart)
    for table in page.detail_tables:
        yield from _table(table, words)
    yield "</details>"


def _card(card: Card) -> str:
    return (
        f'<div class="card"><div><strong>{escape(card.headline)}</strong>'
        f'<div class="muted">{escape(card.text)}</div></div>'
        f'<div class="figure">{escape(card.figure)}</div></div>'
    )


def _tile(tile: Tile) -> str:
    return (
        f'<div class="box"><strong>{escape(tile.symbol)} · {escape(tile.name)}</strong>'
        f"<div>{escape(tile.customers)} · {escape(tile.share_text)}</div>"
        f'<div class="muted">{escape(tile.meaning)}</div>'
        f"<div>✓ {escape(tile.do)}</div><div>× {escape(tile.dont)}</div></div>"
    )


def _figure(page: Page, chart: ChartBlock) -> str:
    return (
        f"<figure><h3>{escape(chart.title)}</h3>"
        f'<img src="{_picture(page, chart)}" alt="{escape(chart.sentence)}" '
        f'width="{CHART_PX[0]}" height="{CHART_PX[1]}">'
        f'<figcaption class="muted">{escape(chart.sentence)}</figcaption></figure>'
    )


def _table(table: TableBlock, words: Words) -> Iterator[str]:
    yield f"<h3>{escape(table.title)}</h3>"
    if not len(table):
        yield f'<p class="muted">{escape(table.empty or words.text("Nothing here yet."))}</p>'
        return
    sides = ["" if column.kind in _LEFT else ' class="number"' for column in table.columns]
    yield '<div class="wide"><table><thead><tr>'
    yield "".join(
        f'<th{side} title="{escape(column.tip)}">{escape(column.title)}</th>'
        for side, column in zip(sides, table.columns, strict=True)
    )
    yield "</tr></thead><tbody>"
    shown = min(ROWS, len(table))
    for i in range(shown):
        cells = (
            f"<td{side}>{escape(_cell(column.kind, values[i], words))}</td>"
            for side, column, values in zip(sides, table.columns, table.values, strict=True)
        )
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</tbody></table></div>"
    if len(table) > shown:
        more = words.text("… and {n} more", n=words.whole(len(table) - shown))
        yield f'<p class="muted">{escape(more)}</p>'


def _cell(kind: Kind, raw: object, words: Words) -> str:
    text = words.value(kind, raw)
    if kind is Kind.RISK:
        shape = {words.risk(risk): shape for risk, shape in RISK_SHAPES.items()}.get(text, "")
        return f"{shape} {text}".strip()
    return text
