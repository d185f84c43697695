"""Tables that leave the program: exact headers for other programs, typed cells for spreadsheets.

``--for data`` is a contract (ISO dates, a decimal point, money in major units, '' for what is not
known); names are the shop's own customer and product numbers. Tables for Excel are the tables of
the pages, with their titles in the owner's language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.errors import RequestError
from clm_desktop.core.rows import SetAside
from clm_desktop.models.results import Risk
from clm_desktop.plan.answers import Answers
from clm_desktop.view.ahead_exports import HEADERS as AHEAD_HEADERS
from clm_desktop.view.ahead_exports import ahead_rows, ahead_sheets
from clm_desktop.view.blocks import TableBlock
from clm_desktop.view.lifecycle_exports import HEADERS as LIFECYCLE_HEADERS
from clm_desktop.view.lifecycle_exports import lifecycle_rows, lifecycle_sheets
from clm_desktop.view.numbers import iso_date, plain_money, plain_number
from clm_desktop.view.offer_exports import OFFER_HEADERS, offer_rows, offer_sheets
from clm_desktop.view.owner_exports import OWNER_HEADERS, own_share, owner_rows, owner_sheets
from clm_desktop.view.pages import parts
from clm_desktop.view.pages.customers import customer_table
from clm_desktop.view.pages.offer_pairs import pairs_table
from clm_desktop.view.pages.reasons import offer_reason, risk_reasons
from clm_desktop.view.pages.recommendations import offers_table
from clm_desktop.view.pages.segments import segments_table
from clm_desktop.view.pages.watchlist import watch_table
from clm_desktop.view.product_exports import PRODUCT_HEADERS, product_rows, product_sheets
from clm_desktop.view.words import Words

Rows = Iterator[tuple[str, ...]]

_ROWS = (
    "import,file,line,order_id,customer_id,date,time,product_id,product,quantity,amount,"
    "order_total,reason,why,told"
)
HEADERS: Mapping[str, str] = {
    "customers": "customer_id,first_order,last_order,orders,spent,segment_id,cluster_id,p_buy,"
    "p_alive,risk,expected_orders,expected_spend,spend_lo,spend_hi,value_12m,next_order_from,"
    "next_order_to",
    "watchlist": "rank,customer_id,p_leave,risk,horizon_days,value_at_risk,last_order,"
    "usual_gap_days,reason_1,reason_2,reason_3",
    "segments": "scheme,segment_id,name,customers,share_of_sales,meaning,do,dont",
    "recommendations": "customer_id,list,rank,product_id,p,reason",
    "bundles": "product_a,product_b,orders_together,confidence,lift,relation",
    **LIFECYCLE_HEADERS,
    **OWNER_HEADERS,
    **AHEAD_HEADERS,
    **OFFER_HEADERS,
    **PRODUCT_HEADERS,
    "set-aside": "file,line,column,value,reason,raw",
    "created": _ROWS,
    "known": _ROWS,
    "left-out": _ROWS,
    "changed": "import,file,line,order_id,product_id,product,changed,customer_before,"
    "customer_after,date_before,date_after,time_before,time_after,quantity_before,quantity_after,"
    "amount_before,amount_after,order_total_before,order_total_after,reason_before,reason_after,"
    "told_before,told_after",
}
_RISKS = {Risk.NONE: "", Risk.LOW: "low", Risk.MEDIUM: "medium", Risk.HIGH: "high"}


def header(what: str) -> tuple[str, ...]:
    """Column names of an export for other programs; RequestError ``no_export`` when unknown."""
    if what not in HEADERS:
        raise RequestError("no_export", what=what, known=", ".join(HEADERS))
    return tuple(HEADERS[what].split(","))


def export_table(
    answers: Answers, what: str, words: Words, *, top: int = 10
) -> tuple[tuple[str, ...], Rows]:
    """Header and rows, as text, of an export for other programs.

    ``top`` limits the tips per customer and list, group or product. ``words`` gives the language
    of reasons and names. Raises RequestError ``no_export``. Rows of imports come from the store:
    ``view.row_exports``.
    """
    makers: Mapping[str, Callable[[], Rows]] = {
        "customers": lambda: _customers(answers),
        "watchlist": lambda: _watchlist(answers, words),
        "segments": lambda: _segments(answers, words),
        "recommendations": lambda: _recommendations(answers, words, top),
        "bundles": lambda: _bundles(answers),
        **lifecycle_rows(answers),
        **owner_rows(answers),
        **ahead_rows(answers, words),
        **offer_rows(answers, words, top),
        **product_rows(answers, words),
    }
    if what not in makers:
        raise RequestError("no_export", what=what, known=", ".join(HEADERS))
    return header(what), makers[what]()


def set_aside_rows(rows: Iterator[tuple[str, SetAside]]) -> Rows:
    """Rows that could not be understood, as (file, line, column, value, reason, raw)."""
    for file, row in rows:
        yield file, str(row.row), row.column, row.value, row.reason, row.raw


def excel_table(answers: Answers, what: str, words: Words) -> TableBlock:
    """The same as a table for a spreadsheet, with titles in the owner's language."""
    makers: Mapping[str, Callable[[Answers, Words], TableBlock]] = {
        "customers": customer_table,
        "watchlist": watch_table,
        "segments": segments_table,
        "recommendations": offers_table,
        "bundles": pairs_table,
        **lifecycle_sheets(),
        **owner_sheets(),
        **ahead_sheets(),
        **offer_sheets(),
        **product_sheets(),
    }
    if what not in makers:
        raise RequestError("no_export", what=what, known=", ".join(makers))
    return makers[what](answers, words)


# ---- rows --------------------------------------------------------------------------------


def _customers(answers: Answers) -> Rows:
    table, risk, value = answers.customers, answers.risk, answers.value
    keys = answers.names.customer_key[table.customer]
    groups, clusters = _segment_ids(answers, "rfm"), _segment_ids(answers, "clusters")
    currency = answers.names.currency
    for i in range(len(table)):
        yield (
            str(keys[i]),
            iso_date(table.first_day[i]),
            iso_date(table.last_day[i]),
            str(int(table.frequency[i])),
            plain_money(table.monetary_cents[i], currency),
            groups[i],
            clusters[i],
            plain_number(risk.p_buy[i]),
            plain_number(risk.p_alive[i]),
            _RISKS[Risk(int(risk.risk[i]))],
            plain_number(risk.expected_orders[i]),
            plain_money(value.expected_spend_cents[i], currency),
            plain_money(value.spend_lo_cents[i], currency),
            plain_money(value.spend_hi_cents[i], currency),
            plain_money(value.value_12m_cents[i], currency),
            iso_date(value.next_order_from_day[i]),
            iso_date(value.next_order_to_day[i]),
        )


def _segment_ids(answers: Answers, scheme_name: str) -> list[str]:
    scheme = parts.scheme_of(answers, scheme_name)
    if scheme is None:
        return [""] * len(answers.customers)
    ids = [group.segment_id for group in scheme.groups]
    return [ids[place] if place >= 0 else "" for place in scheme.label.tolist()]


def _watchlist(answers: Answers, words: Words) -> Rows:
    watch, table, risk = answers.watchlist, answers.customers, answers.risk
    keys = answers.names.customer_key[table.customer]
    for i, row in enumerate(watch.row.tolist()):
        why = risk_reasons(answers, row, words)
        yield (
            str(i + 1),
            str(keys[row]),
            plain_number(watch.p_leave[i]),
            _RISKS[Risk(int(risk.risk[row]))],
            str(risk.horizon_days),
            plain_money(watch.value_at_risk_cents[i], answers.names.currency),
            iso_date(table.last_day[row]),
            plain_number(risk.usual_gap_days[row], 1),
            *(why[k] if k < len(why) else "" for k in range(3)),
        )


def _segments(answers: Answers, words: Words) -> Rows:
    for scheme in answers.schemes:
        for group in scheme.groups:
            yield (
                scheme.scheme,
                group.segment_id,
                parts.group_name(group, words),
                str(group.customers),
                plain_number(group.share_of_sales),
                words.say(group.meaning),
                words.say(group.do),
                words.say(group.dont),
            )
    for own in answers.own:
        share = plain_number(own_share(answers, own))
        people = str(len(own.row))
        yield "own", f"own_{own.number}", own.name, people, share, own.rule, "", ""


def _recommendations(answers: Answers, words: Words, top: int) -> Rows:
    lists, names = answers.recommend.lists, answers.names
    products = parts.product_titles(answers)
    for mine in _by_customer(lists.customer):
        likely = mine[np.argsort(-np.nan_to_num(lists.p[mine]), kind="stable")]
        new = lists.is_new[mine]
        for name, chosen in (("all", likely), ("again", mine[~new]), ("new", mine[new])):
            for rank, at in enumerate(chosen[:top].tolist(), start=1):
                yield (
                    str(names.customer_key[lists.customer[at]]),
                    name,
                    str(rank),
                    str(names.product_key[lists.product[at]]),
                    plain_number(lists.p[at]),
                    offer_reason(answers, at, products, words),
                )


def _by_customer(customer: NDArray[np.int32]) -> Iterator[NDArray[np.int64]]:
    """Positions of each customer's tips; the lists are sorted by customer."""
    cuts = np.flatnonzero(np.diff(customer)) + 1
    if len(customer):
        yield from np.split(np.arange(len(customer)), cuts)


def _bundles(answers: Answers) -> Rows:
    recommend, keys = answers.recommend, answers.names.product_key
    for i in range(len(recommend.pair_a)):
        yield (
            str(keys[recommend.pair_a[i]]),
            str(keys[recommend.pair_b[i]]),
            str(int(recommend.pair_orders[i])),
            plain_number(recommend.pair_confidence[i]),
            plain_number(recommend.pair_lift[i]),
            "bought_together",
        )
