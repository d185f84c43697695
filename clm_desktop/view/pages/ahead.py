"""Ahead: sales of the coming weeks, what sells more or less, what to order in."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clm_desktop.features.weeks import monday_of
from clm_desktop.models.demand.types import Demand, SalesForecast
from clm_desktop.plan.answers import Answers
from clm_desktop.view.blocks import ChartBlock, ChartKind, Fact, Kind, Page, Series
from clm_desktop.view.pages import parts
from clm_desktop.view.pages.ahead_products import (
    added_up_note,
    movers_table,
    products_table,
)
from clm_desktop.view.pages.ahead_proof import details, holidays_table, proof_notes, weeks_table
from clm_desktop.view.pages.ahead_stock import (
    abc_chart,
    order_table,
    run_out_chart,
    slow_table,
    stock_facts,
    stock_notes,
)
from clm_desktop.view.words import Words

SHOWN_WEEKS_BACK, SHOWN_WEEKS_AHEAD = 52, 8
TOLD_WEEKS = 4  # the sum that the page speaks of
_SAME = 0.02  # smaller differences are "as much"
_ROUGH = 5.0  # where the range of a week is wider than this many times its lower end


def ahead_page(answers: Answers, words: Words, series: str = "") -> Page:
    """The coming weeks of the shop, or of the category named ``series``; then its products."""
    demand = answers.demand
    title = words.text("Ahead")
    if demand.shop is None:
        return _too_early(answers, title, words)
    sales = sales_of(demand, series)
    stock = answers.reorder is not None and answers.reorder.with_stock > 0
    tables = [movers_table(answers, words), products_table(answers, words)]
    if stock:
        tables[1:1] = [order_table(answers, words), slow_table(answers, words)]
    charts = [sales_chart(demand, sales, words)]
    if stock:
        charts.append(run_out_chart(answers, words))
    if answers.reorder is not None:
        charts.append(abc_chart(answers, words))
    return Page(
        page="ahead",
        title=title,
        lead=_lead(demand, sales, words),
        as_of=parts.as_of(answers, words),
        pictures_first=True,
        facts=(*_facts(demand, sales, words), *stock_facts(answers, words)),
        charts=tuple(chart for chart in charts if chart.series),
        tables=tuple(table for table in tables if table.columns),
        details=details(answers, sales, words),
        detail_tables=(
            weeks_table(demand, sales, words),
            *(table for table in (holidays_table(demand, words),) if len(table)),
        ),
        notes=(
            *proof_notes(sales, words),
            *added_up_note(answers, words),
            *stock_notes(answers, words),
        ),
    )


def series_names(answers: Answers) -> tuple[str, ...]:
    """What can be looked at: '' for the whole shop, then its categories, best sellers first."""
    demand = answers.demand
    return () if demand.shop is None else ("", *(one.name for one in demand.categories))


def sales_of(demand: Demand, series: str) -> SalesForecast:
    """A category by its name, else the whole shop."""
    if demand.shop is None:
        raise ValueError("no forecast")
    return next((one for one in demand.categories if one.name == series), demand.shop)


def _too_early(answers: Answers, title: str, words: Words) -> Page:
    demand = answers.demand
    why = "" if demand.refused is None else words.say(demand.refused)
    lead = why
    if demand.weekly_cents > 0:
        usual = words.text(
            "Your weekly average is {money}.", money=words.money(demand.weekly_cents)
        )
        lead = words.join([why, usual])
    more = words.text("Drop the next order file here, and this page will look ahead.")
    if demand.refused is not None and demand.refused.code == "demand.no_money":
        more = words.text("Drop order files with prices or totals, and this page will look ahead.")
    return Page(
        page="ahead",
        title=title,
        lead=lead,
        as_of=parts.as_of(answers, words),
        empty=more,
    )


# ---- sales --------------------------------------------------------------------------------


def _sums(sales: SalesForecast) -> tuple[float, float, float]:
    """Four weeks ahead, the four before, the same four of last year; NaN where not known."""
    return (
        float(sales.ahead_cents[:TOLD_WEEKS].sum()),
        float(np.nansum(sales.sales_cents[-TOLD_WEEKS:])),
        float(sales.last_year_cents[:TOLD_WEEKS].sum()),
    )


def _lead(demand: Demand, sales: SalesForecast, words: Words) -> str:
    """When the four weeks begin is told: the last one known may be running still."""
    ahead, before, year = _sums(sales)
    money, day = words.money(ahead), words.date(monday_of(demand.next_week))
    if sales.name:
        first = words.text(
            "“{name}” will probably sell about {money} in the 4 weeks from {day}.",
            name=sales.name,
            money=money,
            day=day,
        )
    else:
        first = words.text(
            "You will probably sell about {money} in the 4 weeks from {day}.", money=money, day=day
        )
    if sales.high80_cents[0] > _ROUGH * sales.low80_cents[0]:
        return words.join([first, words.text("Weeks differ so much that this is a rough figure.")])
    told = [_compared(ahead, before, words.text("the 4 weeks before"), words)]
    if year > 0:
        told.append(_compared(ahead, year, words.text("the same weeks of last year"), words))
    told = [one for one in told if one]
    if len(told) < 2:
        return words.join([first, *(words.text("That is {one}.", one=one) for one in told)])
    return words.join([first, words.text("That is {one}, and {two}.", one=told[0], two=told[1])])


def _compared(ahead: float, other: float, than: str, words: Words) -> str:
    if not other > 0:
        return ""
    change = ahead / other - 1
    if abs(change) < _SAME:
        return words.text("about as much as in {weeks}", weeks=than)
    share = words.share(abs(change))
    if change > 0:
        return words.text("{share} more than in {weeks}", share=share, weeks=than)
    return words.text("{share} less than in {weeks}", share=share, weeks=than)


def _facts(demand: Demand, sales: SalesForecast, words: Words) -> tuple[Fact, ...]:
    text, money = words.text, words.money
    ahead, before, _ = _sums(sales)
    return (
        Fact(
            title=text("Week from {day}", day=words.date(monday_of(demand.next_week), short=True)),
            value=text("about {money}", money=money(float(sales.ahead_cents[0]))),
            note=text(
                "{low} to {high}, 8 times in 10",
                low=money(float(sales.low80_cents[0])),
                high=money(float(sales.high80_cents[0])),
            ),
            tip=text("Sales of goods in the first week that your files do not hold in full."),
        ),
        Fact(
            title=text(
                "4 weeks from {day}", day=words.date(monday_of(demand.next_week), short=True)
            ),
            value=text("about {money}", money=money(ahead)),
            note=text("{money} in the 4 weeks before", money=money(before)),
        ),
    )


def sales_chart(demand: Demand, sales: SalesForecast, words: Words) -> ChartBlock:
    """A year back, eight weeks ahead with their range, and the same weeks a year before."""
    n = len(sales.sales_cents)
    back = min(n, SHOWN_WEEKS_BACK)
    past = _mondays(demand.next_week - back, back)
    ahead = _mondays(demand.next_week, SHOWN_WEEKS_AHEAD)
    shown = slice(None, SHOWN_WEEKS_AHEAD)
    series = [
        Series(
            label=words.text("sales a week"),
            x=past,
            y=_floats(sales.sales_cents[n - back :]),
            marker="",
        ),
        Series(
            label=words.text("expected, and where 8 of 10 weeks should lie"),
            x=ahead,
            y=_floats(sales.ahead_cents[shown]),
            lo=_floats(sales.low80_cents[shown]),
            hi=_floats(sales.high80_cents[shown]),
            colour=1,
        ),
    ]
    if np.isfinite(sales.last_year_cents[shown]).any():
        series.append(
            Series(
                label=words.text("the same weeks of last year"),
                x=ahead,
                y=_floats(sales.last_year_cents[shown]),
                colour=6,
                marker="",
                thin=True,
            )
        )
    return ChartBlock(
        name="sales_ahead",
        title=words.text("Sales a week, and the next 8 weeks"),
        sentence=words.text(
            "About {money} in the week from {day}, and 8 times in 10 between {low} and {high}.",
            day=words.date(monday_of(demand.next_week)),
            money=words.money(float(sales.ahead_cents[0])),
            low=words.money(float(sales.low80_cents[0])),
            high=words.money(float(sales.high80_cents[0])),
        ),
        kind=ChartKind.BAND,
        series=tuple(series),
        y_title=words.text("Sales a week"),
        x_kind=Kind.DATE,
        y_kind=Kind.MONEY,
    )


def _mondays(first_week: int, count: int) -> tuple[float, ...]:
    return tuple(float(monday_of(first_week + i)) for i in range(count))


def _floats(values: NDArray[np.float64]) -> tuple[float, ...]:
    return tuple(float(value) for value in values)
