"""Dates and times as shops write them, from a file to the second that the import stores."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from .made_files import read, write

EPOCH = datetime(1970, 1, 1)
MOMENTS = [
    datetime(2024, 5, 1, 9, 5, 7),
    datetime(2024, 5, 23, 13, 30),
    datetime(2024, 6, 2),
    datetime(2024, 12, 31, 23, 59, 59),
    datetime(2024, 2, 29, 12, 15),
    datetime(2024, 1, 15, 0, 30),
]
SECOND, MINUTE, DAY = 1, 60, 86_400
MONTHS = {
    "fr": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
    "fr_long": "janvier février mars avril mai juin juillet août septembre octobre novembre"
    " décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre"
    " diciembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro"
    " dezembro",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre"
    " dicembre",
    "nl": "jan feb mrt apr mei jun jul aug sep okt nov dec",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października"
    " listopada grudnia",
    "cs": "ledna února března dubna května června července srpna září října listopadu prosince",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "tr": "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "da": "januar februar marts april maj juni juli august september oktober november december",
}
GERMAN_DAYS = ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"]
FRENCH_DAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]


def month(d: datetime, language: str) -> str:
    return MONTHS[language].split()[d.month - 1]


def half(d: datetime, words: str = "上午 下午") -> str:
    return words.split()[d.hour >= 12]


def hour(d: datetime) -> int:
    return d.hour % 12 or 12


def serial(d: datetime) -> str:
    return repr(round((d - datetime(1899, 12, 30)).total_seconds() / DAY, 10))


WAYS: dict[str, tuple[Callable[[datetime], str], int]] = {
    "ISO, Z": (lambda d: f"{d:%Y-%m-%dT%H:%M:%SZ}", SECOND),
    "zone by name": (lambda d: f"{d:%Y-%m-%d %H:%M:%S} CET", SECOND),
    "zone short": (lambda d: f"{d:%Y-%m-%d %H:%M:%S} GMT+8", SECOND),
    "JavaScript": (
        lambda d: f"{d:%a %b %d %Y %H:%M:%S} GMT+0800 (China Standard Time)", SECOND,
    ),
    "date(1)": (lambda d: f"{d:%a %b %d %H:%M:%S} CST {d:%Y}", SECOND),
    "US, AM": (lambda d: f"{d.month}/{d.day}/{d.year} {d:%I:%M %p}", MINUTE),
    "US, a.m.": (lambda d: f"{d.month}/{d.day}/{d.year} {hour(d)}:{d:%M} {half(d, 'a.m. p.m.')}",
                 MINUTE),
    "narrow space": (
        lambda d: f"{d.month}/{d.day}/{d.year}, {hour(d)}:{d:%M:%S}\u202f{half(d, 'AM PM')}",
        SECOND,
    ),
    "Chinese half day": (
        lambda d: f"{d.year}年{d.month}月{d.day}日 {half(d)}{hour(d)}:{d:%M}", MINUTE,
    ),
    "Chinese words": (
        lambda d: f"{d.year}年{d.month}月{d.day}日{half(d)}{hour(d)}点{d:%M}分", MINUTE,
    ),
    "Chinese weekday": (
        lambda d: f"{d.year}年{d.month}月{d.day}日 星期{'一二三四五六日'[d.weekday()]} {d:%H:%M}",
        MINUTE,
    ),
    "Japanese": (
        lambda d: f"{d.year}/{d.month}/{d.day} {half(d, '午前 午後')}{hour(d)}:{d:%M}", MINUTE,
    ),
    "Korean": (
        lambda d: f"{d.year}. {d.month}. {d.day}. {half(d, '오전 오후')} {hour(d)}:{d:%M:%S}",
        SECOND,
    ),
    "Korean words": (lambda d: f"{d.year}년 {d.month}월 {d.day}일 {d:%H:%M}", MINUTE),
    "German weekday": (
        lambda d: f"{GERMAN_DAYS[d.weekday()]}, {d:%d.%m.%Y %H:%M} Uhr", MINUTE,
    ),
    "German short weekday": (
        lambda d: f"{GERMAN_DAYS[d.weekday()][:2]}, {d:%d.%m.%Y %H:%M}", MINUTE,
    ),
    "French weekday": (
        lambda d: f"{FRENCH_DAYS[d.weekday()]} {d.day} {month(d, 'fr_long')} {d.year} à {d:%Hh%M}",
        MINUTE,
    ),
    "Russian": (lambda d: f"{d.day} {month(d, 'ru')} {d.year} г.", DAY),
    "Spanish": (lambda d: f"{d.day} de {month(d, 'es')} de {d.year}", DAY),
    "dash": (lambda d: f"{d:%d/%m/%Y - %H:%M}", MINUTE),
    "serial": (serial, SECOND),
    "serial with comma": (lambda d: serial(d).replace(".", ","), SECOND),
    "epoch": (lambda d: str(int((d - EPOCH).total_seconds())), SECOND),
    "epoch, ms": (lambda d: str(int((d - EPOCH).total_seconds()) * 1000 + 250), SECOND),
    **{
        f"month in {language}": (
            lambda d, language=language: f"{d.day}. {month(d, language)} {d.year}", DAY,
        )
        for language in MONTHS
    },
}  # fmt: skip
TIMES: dict[str, tuple[Callable[[datetime], str], int]] = {
    "24 hours": (lambda d: f"{d:%H:%M:%S}", SECOND),
    "AM": (lambda d: f"{d:%I:%M %p}", MINUTE),
    "Chinese": (lambda d: f"{half(d)}{hour(d)}:{d:%M}", MINUTE),
    "part of a day": (
        lambda d: repr((d - datetime(d.year, d.month, d.day)).total_seconds() / DAY), SECOND,
    ),
    "six digits": (lambda d: f"{d:%H%M%S}", SECOND),
    "dots": (lambda d: f"{d:%H.%M}", MINUTE),
    "h": (lambda d: f"{d:%Hh%M}", MINUTE),
}  # fmt: skip


def told(moment: datetime, step: int) -> int:
    return int((moment - EPOCH).total_seconds()) // step * step


@pytest.mark.parametrize("way", WAYS)
def test_that_a_moment_comes_through_an_import_however_it_is_written(
    tmp_path: Path, way: str
) -> None:
    text_of, step = WAYS[way]
    rows = "".join(f"{i}\tc{i}\t{text_of(d)}\t1.00\n" for i, d in enumerate(MOMENTS))
    got = read(write(tmp_path / "o.tsv", f"order\tcustomer\torder date\ttotal\n{rows}"))
    assert got.reasons == []
    assert [line.ts for line in got.lines] == [told(d, step) for d in MOMENTS]


@pytest.mark.parametrize("way", TIMES)
def test_that_the_time_of_day_may_stand_in_a_column_of_its_own(tmp_path: Path, way: str) -> None:
    text_of, step = TIMES[way]
    rows = "".join(f"{i}\tc{i}\t{d:%Y-%m-%d}\t{text_of(d)}\t1\n" for i, d in enumerate(MOMENTS))
    got = read(write(tmp_path / "o.tsv", f"order\tcustomer\tdate\ttime\ttotal\n{rows}"))
    assert [line.ts for line in got.lines] == [told(d, step) for d in MOMENTS]


def test_that_midnight_at_the_end_of_a_day_begins_the_next(tmp_path: Path) -> None:
    rows = "1,a,2024-05-01,24:00,1\n2,b,2024-05-31,09:00,1\n"
    got = read(write(tmp_path / "o.csv", f"order,customer,date,time,total\n{rows}"))
    assert [EPOCH + timedelta(seconds=line.ts) for line in got.lines] == [
        datetime(2024, 5, 2),
        datetime(2024, 5, 31, 9),
    ]


def test_that_a_column_called_time_with_small_numbers_is_no_time_of_day(tmp_path: Path) -> None:
    rows = "1,a,2024-05-01,0.5,1\n2,b,2024-05-31,0.25,1\n"
    got = read(write(tmp_path / "o.csv", f"order,customer,date,time,total\n{rows}"))
    assert [line.ts % DAY for line in got.lines] == [0, 0]
