from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clm_desktop.ingest.values.dates import (
    MANY_YEARS,
    DateEvidence,
    orders_of,
    parse_dates,
    parse_times,
)

EPOCH = datetime(1970, 1, 1)


def cells(*values: str) -> np.ndarray:
    return np.array(values, object)


def one(cell: str, **orders: str) -> datetime | None:
    names = {"slash": "/", "dash": "-", "dot": ".", "six": "6", "eight": "8", "space": " "}
    seconds, read = parse_dates(cells(cell), {names[k]: v for k, v in orders.items()})
    return EPOCH + timedelta(seconds=int(seconds[0])) if read[0] else None


def evidence(column: list[str]) -> DateEvidence:
    found = DateEvidence(last_day=(datetime(2033, 1, 1) - EPOCH).days)
    found.add(np.array(sorted(set(column)), object))
    return found


WAYS = {
    "%Y-%m-%d": "day",
    "%Y/%m/%d %H:%M:%S": "second",
    "%Y.%m.%d %H:%M": "minute",
    "%Y-%m-%dT%H:%M:%S": "second",
    "%Y-%m-%dT%H:%M:%SZ": "second",
    "%Y-%m-%d %H:%M:%S +0200": "second",
    "%Y-%m-%d %H:%M:%S.000": "second",
    "%Y年%m月%d日": "day",
    "%Y年%m月%d日 %H时%M分%S秒": "second",
    "%Y%m%d": "day",
    "%Y%m%d%H%M%S": "second",
    "%d/%m/%Y": "day",
    "%m/%d/%Y %I:%M %p": "minute",
    "%d.%m.%Y %H:%M": "minute",
    "%d-%m-%Y": "day",
    "%m-%d-%Y": "day",
    "%d.%m.%y": "day",
    "%m/%d/%y %H:%M": "minute",
    "%d %b %Y": "day",
    "%b %d, %Y": "day",
    "%B %d, %Y %I:%M:%S %p": "second",
    "%d-%b-%y": "day",
    "%b-%d-%y": "day",
    "%a, %d %b %Y %H:%M:%S GMT": "second",
    "%d%m%Y": "day",
}


@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=25, deadline=None)
@given(
    moments=st.lists(
        st.datetimes(datetime(2003, 1, 1), datetime(2031, 12, 31)), min_size=3, max_size=40
    )
)
def test_that_a_column_of_dates_comes_back_however_it_is_written(
    way: str, moments: list[datetime]
) -> None:
    if "%y" in way:  # what is spread over more years may be taken for days of the month
        moments = [m for m in moments if 2018 <= m.year < 2018 + MANY_YEARS]
    moments = [*moments, datetime(2024, 3, 31, 13, 5, 9), datetime(2024, 11, 25)]
    column = [m.strftime(way) for m in moments]
    found = evidence(column)
    orders = {}
    for separator in found.triples:
        kept = found.orders(separator)
        right = "".join(c for c in way.lower() if c in "dmy")[:3]
        assert right in kept
        assert len(kept) == 1 or "%y" in way, "only a short year may be taken for a day"
        orders[separator] = right
    if orders:
        assert orders_of(found.date_format(orders)) == orders
    seconds, read = parse_dates(cells(*column), orders)
    assert read.all(), cells(*column)[~read]
    steps = {"day": 86_400, "minute": 60, "second": 1}[WAYS[way]]
    told = [int((m - EPOCH).total_seconds()) // steps * steps for m in moments]
    assert seconds.tolist() == told


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.integers(1, 12), st.integers(1, 12)), min_size=1, max_size=60),
    st.sampled_from("/-."),
    st.sampled_from(["2016", "16"]),
)
def test_that_days_below_thirteen_are_always_asked_about(
    pairs: list[tuple[int, int]], mark: str, year: str
) -> None:
    found = evidence([f"{a:02d}{mark}{b:02d}{mark}{year}" for a, b in pairs])
    assert {"dmy", "mdy"} <= set(found.orders(mark))


def test_that_days_to_come_are_less_likely_than_many_years() -> None:
    column = ["25.01.03", "26.01.03", "27.01.03", "25.02.03", "31.03.24", "25.11.24"]
    found = DateEvidence(last_day=(datetime(2026, 1, 1) - EPOCH).days)
    found.add(np.array(column, object))
    assert found.orders(".") == ("dmy",)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("17/01/2567", "2024-01-17"),  # Thailand
        ("2567-02-29 10:00", "2024-02-29"),
        ("113/02/29", "2024-02-29"),  # Taiwan
        ("113年2月29日", "2024-02-29"),
        ("民國113年2月29日", "2024-02-29"),
        ("令和6年1月17日", "2024-01-17"),  # Japan
        ("令和元年5月1日", "2019-05-01"),
        ("平成31年04月30日 12:00", "2019-04-30"),
        ("R6.1.17", "2024-01-17"),
        ("H31/4/30", "2019-04-30"),
        ("17/01/1403", "2024-04-05"),  # Iran
        ("17/01/2867", ""),
    ],
)
def test_that_years_of_other_calendars_are_read(cell: str, day: str) -> None:
    seconds, read = parse_dates(cells(cell), {"/": "dmy"})
    assert read[0] == bool(day)
    assert not day or str(seconds.astype("datetime64[s]").astype("datetime64[D]")[0]) == day


def test_that_a_year_in_front_is_told_from_a_day_by_its_few_values() -> None:
    days = [datetime(2023, 1, 3) + timedelta(days=3 * i) for i in range(250)]
    assert evidence([d.strftime("%y-%m-%d") for d in days]).orders("-") == ("ymd",)
    assert evidence([d.strftime("%d-%m-%y") for d in days]).orders("-") == ("dmy",)
    assert evidence([d.strftime("%y%m%d") for d in days]).orders("6") == ("ymd",)


def test_that_six_days_are_enough_where_the_years_lie_near_each_other() -> None:
    column = ["24.12.22", "17.05.23", "14.06.23", "24.07.23", "07.08.23", "18.11.23"]
    assert evidence(column).orders(".") == ("dmy",)
    assert evidence([".".join(reversed(c.split("."))) for c in column]).orders(".") == ("ymd",)


def test_that_bills_of_one_day_of_the_month_do_not_make_it_the_year() -> None:
    monthly = [f"{y}.{m:02d}.01" for y in range(20, 25) for m in range(1, 13)]
    assert "ymd" in evidence(monthly).orders(".")


def test_that_a_reading_in_the_future_is_not_believed() -> None:
    found = evidence(["31/12/25", "30/11/25"])
    assert set(found.orders("/")) == {"dmy", "ymd"}
    found.last_day = (datetime(2026, 12, 1) - EPOCH).days
    assert found.orders("/") == ("dmy",)


def test_that_each_separator_is_decided_for_itself() -> None:
    found = evidence(["02/19/16", "02/20/16", "03-12-16", "05-06-16"])
    assert found.orders("/") == ("mdy",)
    assert set(found.orders("-")) >= {"dmy", "mdy"}


def test_that_a_typing_error_does_not_turn_the_column() -> None:
    column = [f"{d:02d}/{m:02d}/2024" for d in range(1, 29) for m in range(1, 13)]
    assert evidence([*column, "05/31/2024"]).orders("/")[0] == "dmy"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2011/7/5 9:03", datetime(2011, 7, 5, 9, 3)),
        ("2019年5月1日", datetime(2019, 5, 1)),
        ("2019-5-1 下午 3:04", datetime(2019, 5, 1, 15, 4)),
        ("42511", datetime(2016, 5, 21)),
        ("42511.5", datetime(2016, 5, 21, 12)),
        ("1463788800", datetime(2016, 5, 21)),
        ("1463788800123", datetime(2016, 5, 21)),
        ("10-Dez-25", datetime(2025, 12, 10)),
        ("8. Dezember 2024, 14:05 Uhr", datetime(2024, 12, 8, 14, 5)),
        ("December 12th, 2024 at 3:05 pm", datetime(2024, 12, 12, 15, 5)),
        ("2026-05-01T10:00:00.123+08:00", datetime(2026, 5, 1, 10)),
        ("2019-12-01 12:00:00 AM", datetime(2019, 12, 1)),
        ("20160521.0", datetime(2016, 5, 21)),
        ("１９年5月1日", datetime(2019, 5, 1)),
        ("2024-02-29", datetime(2024, 2, 29)),
        ("2023-02-29", None),
        ("2024-13-01", None),
        ("0000-00-00", None),
        ("13:05", None),
        ("hello", None),
        ("", None),
        ("2024-01-05 25:00", None),
        ("2024-01-05 24:00", datetime(2024, 1, 6)),
        ("2024-01-05 24:01", None),
    ],
)
def test_that_single_cells_are_read_or_refused(cell: str, expected: datetime | None) -> None:
    assert one(cell, eight="ymd") == expected


def test_that_short_dates_need_an_order() -> None:
    assert one("02/19/16") is None
    assert one("02/19/16", slash="mdy") == datetime(2016, 2, 19)
    assert one("02/19/16", slash="dmy") is None


def test_that_a_written_format_names_its_orders() -> None:
    assert orders_of("%d/%m/%Y %H:%M") == {"/": "dmy"}
    assert orders_of("%m/%d/%y|%d-%m-%y") == {"/": "mdy", "-": "dmy"}
    assert orders_of("%Y%m%d") == {"8": "ymd"}
    assert orders_of("%Y-%m-%d") == {}
    assert orders_of("") == {}


def test_that_times_of_their_own_column_are_read() -> None:
    seconds, read = parse_times(cells("9:03", "10:15 PM", "23:59:59", "noon", ""))
    assert seconds.tolist() == [9 * 3600 + 180, 22 * 3600 + 900, 86_399, 0, 0]
    assert read.tolist() == [True, True, True, False, False]


@given(st.lists(st.text(max_size=40), max_size=20))
def test_that_no_text_breaks_the_reader(texts: list[str]) -> None:
    _, read = parse_dates(cells(*texts), {"/": "dmy"})
    assert len(read) == len(texts)
    DateEvidence().add(cells(*texts))
