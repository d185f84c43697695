"""Cohorts, stages, worth and beginnings as tables that leave the program (``--for data``).

ISO dates, money in major units, '' for what is not known or what no share is said of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np

from clm_desktop.core.money import minor_digits
from clm_desktop.models.lifecycle.results import CohortGrid, Stage
from clm_desktop.plan.answers import Answers
from clm_desktop.view.blocks import Column, Kind, TableBlock
from clm_desktop.view.numbers import iso_date, plain_money
from clm_desktop.view.pages import parts
from clm_desktop.view.pages.cohort_chart import FEW
from clm_desktop.view.pages.customers import name_column
from clm_desktop.view.pages.lifecycle_parts import (
    ahead_of,
    grain_name,
    period_name,
    says_shares,
    stage_name,
)
from clm_desktop.view.pages.origins import origin_table
from clm_desktop.view.pages.worth import value_table
from clm_desktop.view.words import Words

Rows = Iterator[tuple[str, ...]]

HEADERS: Mapping[str, str] = {
    "cohorts": "grain,cohort,new_customers,since,complete,customers,share,sales,"
    "cumulative_sales_per_customer",
    "stages": "customer_id,stage,stage_before,stage_last_year,spent",
    "value": "customer_id,spent,ahead_days,expected,expected_lo,expected_hi,together",
    "origins": "dimension,group,customers,back_share,back_lo,back_hi,differs,watched,"
    "mean_spend,best_spend,best_lo,best_hi",
}
STAGE_CODES = {
    Stage.NONE: "",
    Stage.WON: "acquisition",
    Stage.CONVERTING: "conversion",
    Stage.KEPT: "retention",
    Stage.GROWING: "value",
    Stage.LOST: "churn",
}


def lifecycle_rows(answers: Answers) -> Mapping[str, Callable[[], Rows]]:
    """Makers of the rows, by the name of the export."""
    return {
        "cohorts": lambda: _cohorts(answers),
        "stages": lambda: _stages(answers),
        "value": lambda: _value(answers),
        "origins": lambda: _origins(answers),
    }


def _cohorts(answers: Answers) -> Rows:
    if answers.lifecycle.refused is not None:
        return
    for grid in answers.lifecycle.grids:
        for i in range(len(grid)):
            for k in range(len(grid) - i):
                yield _cell(answers, grid, i, k)


def _cell(answers: Answers, grid: CohortGrid, i: int, k: int) -> tuple[str, ...]:
    size, people = int(grid.size[i]), int(grid.customers[i, k])
    summed = int(grid.sales_cents[i, : k + 1].sum())
    is_open = grid.last_is_open and i + k == len(grid) - 1
    currency = answers.names.currency
    tells = says_shares(answers) and size >= FEW
    return (
        grid.grain,
        iso_date(grid.start_day[i]),
        str(size),
        str(k),
        "no" if is_open else "yes",
        str(people),
        _number(people / size) if tells and people >= FEW else "",
        plain_money(grid.sales_cents[i, k], currency),
        plain_money(summed / size, currency) if tells else "",
    )


def _stages(answers: Answers) -> Rows:
    stages = answers.lifecycle.stages
    if answers.lifecycle.refused is not None:
        return
    keys = answers.names.customer_key[answers.customers.customer]
    unknown = np.full(len(keys), int(Stage.NONE))
    before = stages.before if stages.before_known else unknown
    year = stages.last_year if len(stages.last_year) else unknown
    for i, key in enumerate(keys.tolist()):
        yield (
            str(key),
            *(STAGE_CODES[Stage(int(label[i]))] for label in (stages.label, before, year)),
            plain_money(answers.customers.monetary_cents[i], answers.names.currency),
        )


def _value(answers: Answers) -> Rows:
    table, currency = answers.customers, answers.names.currency
    keys = answers.names.customer_key[table.customer]
    days, more = answers.lifecycle.equity.ahead_days, ahead_of(answers)
    for i, key in enumerate(keys.tolist()):
        spent = float(table.monetary_cents[i])
        yield (
            str(key),
            plain_money(spent, currency),
            str(days) if np.isfinite(more[0][i]) else "",
            *(plain_money(column[i], currency) for column in more),
            plain_money(spent + more[0][i], currency),
        )


def _origins(answers: Answers) -> Rows:
    if not says_shares(answers) or answers.lifecycle.refused is not None:
        return
    currency = answers.names.currency
    for origin in answers.lifecycle.origins:
        for group in origin.groups:
            known = np.isfinite(group.back_share)
            yield (
                origin.dimension,
                group.key or (iso_date(group.start_day) if group.start_day >= 0 else ""),
                str(group.customers),
                *(_number(v) for v in (group.back_share, group.back_low, group.back_high)),
                {1: "more", 0: "alike", -1: "fewer"}[group.differs] if known else "",
                str(group.watched),
                *(
                    plain_money(cents, currency)
                    for cents in (
                        group.mean_cents,
                        group.best_cents,
                        group.low_cents,
                        group.high_cents,
                    )
                ),
            )


def _number(value: float) -> str:
    return f"{value:.6g}" if np.isfinite(value) else ""


# ---- for a spreadsheet --------------------------------------------------------------------


def lifecycle_sheets() -> Mapping[str, Callable[[Answers, Words], TableBlock]]:
    """Makers of the same as tables with titles in the owner's language."""
    return {
        "cohorts": cohorts_sheet,
        "stages": stages_sheet,
        "value": value_table,
        "origins": origins_sheet,
    }


def cohorts_sheet(answers: Answers, words: Words) -> TableBlock:
    """Return the grid, one row per cell."""
    text = words.text
    rows = list(_cohorts(answers))
    grids = {grid.grain: grid.start_day for grid in answers.lifecycle.grids}
    days = {
        (grain, iso_date(day)): period_name(grain, float(day), words)
        for grain, starts in grids.items()
        for day in starts
    }
    columns = (
        Column(key="grain", title=text("Period"), kind=Kind.TEXT),
        Column(key="cohort", title=text("First order in"), kind=Kind.TEXT, width=14),
        Column(key="new_customers", title=text("New customers"), kind=Kind.WHOLE),
        Column(key="since", title=text("Periods since"), kind=Kind.WHOLE),
        Column(key="complete", title=text("Is over"), kind=Kind.TEXT),
        Column(key="customers", title=text("Customers who bought"), kind=Kind.WHOLE),
        Column(key="share", title=text("Share"), kind=Kind.SHARE),
        Column(key="sales", title=text("Sales"), kind=Kind.MONEY),
        Column(key="each", title=text("Spent so far, each"), kind=Kind.MONEY),
    )
    yes, no = text("yes"), text("no")
    scale = 10 ** minor_digits(answers.names.currency)
    return TableBlock(
        name="cohort_grid",
        title=text("Cohorts"),
        columns=columns,
        values=(
            parts.objects([grain_name(row[0], words) for row in rows]),
            parts.objects([days[row[0], row[1]] for row in rows]),
            _column(rows, 2),
            _column(rows, 3),
            parts.objects([yes if row[4] == "yes" else no for row in rows]),
            _column(rows, 5),
            _column(rows, 6),
            _column(rows, 7) * scale,
            _column(rows, 8) * scale,
        ),
    )


def _column(rows: list[tuple[str, ...]], at: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([float(row[at]) if row[at] else np.nan for row in rows], dtype=np.float64)


def stages_sheet(answers: Answers, words: Words) -> TableBlock:
    """Every customer with the stage now, before, and a year before."""
    stages, text = answers.lifecycle.stages, words.text
    columns = [
        (name_column(words), parts.customer_titles(answers)),
        (
            Column(key="stage", title=text("Stage"), kind=Kind.TEXT, width=18),
            _names(stages.label, words),
        ),
    ]
    if stages.before_known:
        ago = text("{days} ago", days=words.days(stages.period_days))
        column = Column(key="before", title=ago, kind=Kind.TEXT, width=18)
        columns.append((column, _names(stages.before, words)))
    if len(stages.last_year):
        column = Column(key="last_year", title=text("A year ago"), kind=Kind.TEXT, width=18)
        columns.append((column, _names(stages.last_year, words)))
    spent = Column(key="spent", title=text("Spent so far"), kind=Kind.MONEY)
    values = [*(values for _, values in columns), answers.customers.monetary_cents]
    return TableBlock(
        name="stages",
        title=text("Lifecycle"),
        columns=(*(column for column, _ in columns), spent),
        values=tuple(values),
        row_kind="customer",
        row_key=parts.customer_ids(answers),
    )


def _names(label: np.ndarray[tuple[int], np.dtype[np.int8]], words: Words) -> parts.Objects:
    return parts.objects([stage_name(Stage(int(i)), words) for i in label])


def origins_sheet(answers: Answers, words: Words) -> TableBlock:
    """All ways to divide customers by their beginning, below each other."""
    ways = answers.lifecycle.origins if says_shares(answers) else ()
    tables = [
        origin_table(answers, place, way, words, whole=True) for place, way in enumerate(ways)
    ]
    text = words.text
    kind = Column(key="dimension", title=text("Divided"), kind=Kind.TEXT, width=24)
    name = Column(key="name", title=text("Group"), kind=Kind.TEXT, width=30)
    if not tables:
        return TableBlock(
            name="origins",
            title=text("Beginnings"),
            columns=(kind, name),
            values=(parts.objects([]), parts.objects([])),
        )
    titles = [table.title for table in tables for _ in range(len(table))]
    return TableBlock(
        name="origins",
        title=text("Beginnings"),
        columns=(kind, name, *tables[0].columns[1:]),
        values=(
            parts.objects(titles),
            *(np.concatenate(columns) for columns in zip(*(t.values for t in tables), strict=True)),
        ),
    )
