"""Today: what to do first, with whom, and what it is worth."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.days import date_of
from clm_desktop.plan.answers import Answers, ShopTotals, SinceLast, TodayItem
from clm_desktop.view.blocks import Card, ChartBlock, ChartKind, Fact, Kind, Page, Series
from clm_desktop.view.pages import parts
from clm_desktop.view.pages.segments_moves import slipped_sentence
from clm_desktop.view.words import Words


def today_page(
    answers: Answers, words: Words, plan: Card | None = None, *, answered: bool = False
) -> Page:
    """The home page: four numbers, what is new, at most seven cards, the shop's months.

    ``plan`` is the line about what is to be done of an approved plan; it stands first.
    ``answered``: the newest file tells what came of one.
    """
    items = answers.today
    cards = tuple(_card(answers, item, i, words) for i, item in enumerate(items))
    return Page(
        page="today",
        title=words.text("Today"),
        lead=_lead(items, words, more=plan is not None),
        as_of=parts.as_of(answers, words),
        facts=shop_facts(answers, words),
        news=_news(answers, words, answered=answered),
        cards=cards if plan is None else (plan, *cards),
        charts=(monthly_sales(answers.totals, words), monthly_customers(answers.totals, words)),
    )


def _lead(items: tuple[TodayItem, ...], words: Words, *, more: bool) -> str:
    things = len(items) + more
    if not things:
        return words.text("Nothing is urgent today.")
    count = words.plural("{n} thing to do this week.", "{n} things to do this week.", things)
    worth = [item.value_cents for item in items if np.isfinite(item.value_cents)]
    if not sum(worth) > 0:
        return count
    return words.join(
        [count, words.text("About {money} is at stake.", money=words.money(sum(worth)))]
    )


def _news(answers: Answers, words: Words, *, answered: bool) -> Card | None:
    """What the newest file brought, with those who bought, and what it tells of a plan."""
    since = answers.since
    if since is None:
        return None
    told = [] if answers.trust.hidden_buyers else _bought_since(since, words)
    buyers = answers.names.customer_id[answers.customers.customer[since.row]] if told else ()
    return Card(
        name="news",
        headline=words.plural(
            "Since {day}: {n} order, {money}",
            "Since {day}: {n} orders, {money}",
            since.orders,
            day=words.date(since.since_day),
            money=words.money(since.sales_cents),
        ),
        text=words.join([*told, slipped_sentence(answers, words)]) if told else "",
        button=words.text("Show who bought") if told else "",
        opens="customers" if told else "",
        customers=tuple(int(one) for one in buyers),
        more=words.text("See what your plan brought") if answered else "",
        more_opens="results" if answered else "",
    )


def _bought_since(since: SinceLast, words: Words) -> list[str]:
    """How many bought, and for which time; nothing where the orders name nobody."""
    if not len(since.row):
        return []
    sentences = [words.plural("{n} customer bought.", "{n} customers bought.", len(since.row))]
    if since.new:
        sentences.append(words.plural("{n} is new.", "{n} are new.", since.new))
    if since.second:
        sentences.append(
            words.plural(
                "{n} came for the second time.", "{n} came for the second time.", since.second
            )
        )
    return sentences


def shop_facts(answers: Answers, words: Words) -> tuple[Fact, ...]:
    """The shop in four numbers that agree with the files to the cent."""
    totals = answers.totals
    return (
        Fact(
            title=words.text("Sales in total"),
            value=words.money(totals.total_cents, exact=True),
            note=_money_note(totals, words),
            tip=words.text(
                "All orders that count, after refunds, with postage and fees: "
                "what your files add up to."
            ),
        ),
        Fact(
            title=words.text("Customers who bought"),
            value=words.whole(totals.buyers),
            note=_seen_note(totals, words),
            tip=words.text("Customers with at least one order that was not cancelled."),
        ),
        Fact(
            title=words.text("Orders"),
            value=words.whole(totals.orders),
            note=words.text(
                "{first} to {last}",
                first=words.date(totals.first_day, short=True),
                last=words.date(totals.last_day, short=True),
            ),
            tip=words.text(
                "Orders in which something was sold. Cancelled and unpaid ones are left out."
            ),
        ),
        Fact(
            title=words.text("Came back"),
            value=words.share(totals.returning_share),
            note=words.text("bought on two days or more")
            if answers.trust.hidden_buyers is None
            else words.text("cannot be seen in these files"),
            tip=words.text("Share of your customers who bought on at least two different days."),
        ),
    )


def _money_note(totals: ShopTotals, words: Words) -> str:
    parts_of = []
    if totals.refund_cents:
        parts_of.append(words.text("{money} given back", money=words.money(-totals.refund_cents)))
    if totals.no_customer_cents:
        parts_of.append(
            words.text(
                "{money} from people your file does not name",
                money=words.money(totals.no_customer_cents),
            )
        )
    return words.listed(parts_of)


def _seen_note(totals: ShopTotals, words: Words) -> str:
    others = totals.customers - totals.buyers
    if others <= 0:
        return ""
    return words.plural(
        "{n} more only cancelled or returned", "{n} more only cancelled or returned", others
    )


def _card(answers: Answers, item: TodayItem, place: int, words: Words) -> Card:
    ids = answers.names.customer_id[answers.customers.customer[item.row]]
    return Card(
        name=f"{item.kind}_{place + 1}",
        headline=words.say(item.headline),
        text=_detail(answers, item, words),
        figure=_figure(item, words) if np.isfinite(item.value_cents) else "",
        button=_button(item.opens, words) if item.opens else "",
        opens=item.opens,
        customers=tuple(int(i) for i in ids),
        names=(_called_first(answers, item),) if item.kind == "call" and len(item.row) else (),
    )


def _called_first(answers: Answers, item: TodayItem) -> str:
    return str(parts.customer_titles(answers)[int(item.row[0])])


def _detail(answers: Answers, item: TodayItem, words: Words) -> str:
    """Why; a line about people to call begins with the first of them."""
    detail = words.say(item.detail)
    if item.kind != "call" or not len(item.row):
        return detail
    return words.text("First: {name} {why}.", name=_called_first(answers, item), why=detail)


def _figure(item: TodayItem, words: Words) -> str:
    money = words.money(item.value_cents)
    if item.kind == "call":
        return words.text("{money} at risk", money=money)
    return words.text("about {money}", money=money)


def _button(opens: str, words: Words) -> str:
    return {
        "data": words.text("Add a file"),
        "ahead": words.text("Show what to order"),
        "recommendations": words.text("Show the offers"),
        "segments": words.text("Show the groups"),
        "watchlist": words.text("Show the list"),
    }.get(opens.partition("?")[0], words.text("Show them"))


# ---- charts ------------------------------------------------------------------------------


def monthly_sales(totals: ShopTotals, words: Words) -> ChartBlock:
    """Sales by month; the month that the data has not finished stands apart."""
    months, sales = totals.month_start_day, totals.month_sales_cents
    n = len(months)
    open_month = n > 0 and _is_open(totals)
    whole = n - open_month
    series = [_series(words.text("whole months"), range(whole), sales[:whole], 0)]
    if open_month:
        label = words.text("until {day}", day=words.date(totals.last_day, short=True))
        series.append(_series(label, [n - 1], sales[n - 1 :], 6))
    return ChartBlock(
        name="monthly_sales",
        title=words.text("Sales by month"),
        sentence=_sales_sentence(totals, whole, words),
        kind=ChartKind.BAR,
        series=tuple(series),
        y_kind=Kind.MONEY,
        x_labels=tuple(words.month(day) for day in months),
    )


def _sales_sentence(totals: ShopTotals, whole: int, words: Words) -> str:
    if whole < 1:
        return words.text("There is no whole month yet.")
    best = int(np.argmax(totals.month_sales_cents[:whole]))
    return words.text(
        "Your best month was {month} with {money}.",
        month=words.month(totals.month_start_day[best]),
        money=words.money(totals.month_sales_cents[best]),
    )


def monthly_customers(totals: ShopTotals, words: Words) -> ChartBlock:
    """Who bought each month: people who came back, and new ones."""
    months = totals.month_start_day
    new, back = totals.month_new_customers, totals.month_returning_customers
    bought = int(new.sum() + back.sum())
    sentence = words.text("There is no whole month yet.")
    if bought:
        sentence = words.text(
            "Of all who bought in a month, {share} had bought before.",
            share=words.share(int(back.sum()) / bought),
        )
    return ChartBlock(
        name="monthly_customers",
        title=words.text("New customers and those who came back"),
        sentence=sentence,
        kind=ChartKind.BAR,
        series=(
            _series(words.text("came back"), range(len(months)), back, 0),
            _series(words.text("new"), range(len(months)), new, 1),
        ),
        y_title=words.text("Customers"),
        x_labels=tuple(words.month(day) for day in months),
    )


def _is_open(totals: ShopTotals) -> bool:
    """Whether the data ends before the last day of its newest month."""
    last = date_of(totals.last_day)
    return last.day < monthrange(last.year, last.month)[1]


def _series(label: str, x: Iterable[int], y: NDArray[np.int64], colour: int) -> Series:
    return Series(
        label=label,
        x=tuple(float(place) for place in x),
        y=tuple(float(height) for height in y),
        colour=colour,
    )
