"""Money and date columns in many formats: wholly right, and asked about where ambiguous."""

from __future__ import annotations

import csv
import random
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bars import Bar, print_bars

from clm_desktop.core.errors import FileError
from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.ingest.preview import preview
from clm_desktop.ingest.reader import clean_blocks
from clm_desktop.ingest.types import FilePreview, Source

SEEDS = 5
ROWS = (6, 40, 300)
Money = Callable[[int], str]  # cents -> text
Date = Callable[[datetime], str]


def _grouped(cents: int, mark: str, group: str) -> str:
    whole = f"{abs(cents) // 100:,}".replace(",", group)
    return f"{whole}{mark}{abs(cents) % 100:02d}"


def _money(before: str, mark: str, group: str, behind: str, minus: str = "-{}") -> Money:
    def write(cents: int) -> str:
        text = f"{before}{_grouped(cents, mark, group)}{behind}"
        return minus.format(text) if cents < 0 else text

    return write


MONEY: dict[str, Money] = {
    "1234.50": _money("", ".", "", ""),
    "1234,50": _money("", ",", "", ""),
    "US$ 1,234.50": _money("US$ ", ".", ",", ""),
    "C$1,234.50": _money("C$", ".", ",", ""),
    "(£1,234.50)": _money("£", ".", ",", "", "({})"),
    "1.234,50 €": _money("", ",", ".", " €"),
    "1 234,50 kr (no-break)": _money("", ",", "\u00a0", " kr"),
    "1 234,50 zł (thin)": _money("", ",", "\u202f", " zł"),
    "1'234.50 CHF": _money("", ".", "'", " CHF"),
    "CHF 1’234.50-": _money("CHF ", ".", "’", "", "{}-"),
    "R$ 1.234,50": _money("R$ ", ",", ".", ""),
    "EUR -1.234,50": _money("", ",", ".", "", "EUR -{}"),
    "− 1,234.50": _money("", ".", ",", "", "− {}"),
    "¥1,234.50元": _money("¥", ".", ",", "元"),
    "full width": lambda c: _money("", ".", "", "")(c).translate(
        {ord(a): ord(a) + 0xFEE0 for a in "0123456789.-"}
    ),
    "₹1,234.50": _money("₹", ".", ",", ""),
    "1234.5 trimmed": lambda c: f"{c / 100:g}" if abs(c) < 10**7 else f"{c / 100:.2f}",
    "1,234.50 TRY": _money("", ".", ",", " TRY"),
    "$1,234.50 USD": _money("$", ".", ",", " USD"),
    "1.234,50-": _money("", ",", ".", "", "{}-"),
    "four decimals": lambda c: f"{c / 100:.4f}",
}
DATES: dict[str, Date] = {
    "2024-05-02": lambda d: f"{d:%Y-%m-%d}",
    "2024-05-02T13:05:09Z": lambda d: f"{d:%Y-%m-%dT%H:%M:%SZ}",
    "2024-05-02T13:05:09.123+08:00": lambda d: f"{d:%Y-%m-%dT%H:%M:%S}.123+08:00",
    "2024-05-02 13:05:09 -0700": lambda d: f"{d:%Y-%m-%d %H:%M:%S} -0700",
    "2024/5/2 13:05": lambda d: f"{d.year}/{d.month}/{d.day} {d:%H:%M}",
    "2024.05.02": lambda d: f"{d:%Y.%m.%d}",
    "20240502": lambda d: f"{d:%Y%m%d}",
    "20240502130509": lambda d: f"{d:%Y%m%d%H%M%S}",
    "02/05/2024": lambda d: f"{d:%d/%m/%Y}",
    "5/2/2024 1:05 PM": lambda d: f"{d.month}/{d.day}/{d.year} {d.hour % 12 or 12}:{d:%M %p}",
    "05-02-24": lambda d: f"{d:%m-%d-%y}",
    "02.05.24 13:05": lambda d: f"{d:%d.%m.%y %H:%M}",
    "2 May 2024": lambda d: f"{d.day} {d:%B %Y}",
    "Thu, 02 May 2024 13:05:09 GMT": lambda d: f"{d:%a, %d %b %Y %H:%M:%S} GMT",
    "May 2nd, 2024": lambda d: f"{d:%B} {d.day}{_ordinal(d.day)}, {d.year}",
    "02-May-24": lambda d: f"{d:%d-%b-%y}",
    "2024年5月2日": lambda d: f"{d.year}年{d.month}月{d.day}日",
    "2024年05月02日 13时05分09秒": lambda d: f"{d:%Y年%m月%d日 %H时%M分%S秒}",
    "serial": lambda d: str((d - datetime(1899, 12, 30)).days),
    "epoch": lambda d: str(int((d - datetime(1970, 1, 1)).total_seconds())),
    "epoch, ms": lambda d: str(int((d - datetime(1970, 1, 1)).total_seconds()) * 1000),
    "2. Mai 2024": lambda d: f"{d.day}. {_GERMAN[d.month - 1]} {d.year}",
    "2 mayo 2024": lambda d: f"{d.day} {_SPANISH[d.month - 1]} {d.year}",
}
_GERMAN = ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September"]
_GERMAN += ["Oktober", "November", "Dezember"]
_SPANISH = ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto"]
_SPANISH += ["septiembre", "octubre", "noviembre", "diciembre"]
# Thousands or thousandths: the right answer, and whether the mark stands between thousands.
_OPEN_MONEY = {
    "1.234 thousands": (",", True),
    "1,234 thousands": (".", True),
    "1.234 thousandths": (".", False),
    "1,234 thousandths": (",", False),
}
_OPEN = {"02/05/2024": "dmy", "5/2/2024 1:05 PM": "mdy", "05-02-24": "mdy", "02.05.24 13:05": "dmy"}


def _ordinal(day: int) -> str:
    return "th" if 10 <= day <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


@dataclass(frozen=True)
class _Case:
    name: str
    rows: list[tuple[str, str]]  # date, amount as written
    days: list[int]
    cents: list[int]
    question: str = ""  # that must be asked
    answer: str = ""


def main(json_path: Path | None) -> None:
    """Read the columns, print the table."""
    print_bars(measure(), json_path)


def measure() -> list[Bar]:
    """Whole columns right, and ambiguous ones asked about."""
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    asked: Counter[tuple[str, bool]] = Counter()
    for n in ROWS:
        for seed in range(SEEDS):
            rng = random.Random(f"{n} {seed}")  # noqa: S311 - made-up orders, no secrets
            for kind, case in _cases(rng, n):
                is_right, was_asked = _read(case)
                (right if is_right else wrong)[kind] += 1
                if not is_right:
                    wrong[f"{kind}: {case.name}"] += 1
                if case.question:
                    asked[kind, was_asked] += 1
    print(f"  wrong: { {k: v for k, v in wrong.items() if ':' in k} }")
    return [
        Bar(f"{kind} columns wholly right, of {right[kind] + wrong[kind]}",
            right[kind] / (right[kind] + wrong[kind]), 0.99)
        for kind in ("money", "date")
    ] + [
        Bar(f"ambiguous {kind} columns asked about, of {asked[kind, True] + asked[kind, False]}",
            asked[kind, True] / (asked[kind, True] + asked[kind, False]), 1.0)
        for kind in ("money", "date")
    ]  # fmt: skip


def _cases(rng: random.Random, n: int) -> list[tuple[str, _Case]]:
    start = datetime(2022, 1, 1) + timedelta(days=rng.randrange(300))
    moments = [
        start + timedelta(days=rng.randrange(500), seconds=rng.randrange(86_400)) for _ in range(n)
    ]
    moments.sort()
    cents = [rng.choice((1, 1, 1, -1)) * rng.choice((rng.randrange(100, 99_999),
             rng.randrange(100_000, 999_999))) for _ in range(n)]  # fmt: skip
    cases = []
    for name, money in MONEY.items():
        rows = [(f"{d:%Y-%m-%d}", money(c)) for d, c in zip(moments, cents, strict=True)]
        cases.append(("money", _Case(name, rows, _days(moments), cents)))
    whole = [rng.randrange(1000, 999_999) for _ in range(n)]
    for name, (mark, factor) in _OPEN_MONEY.items():
        texts = (f"{w // 1000}{name[1]}{w % 1000:03d}" for w in whole)
        rows = [(f"{d:%Y-%m-%d}", text) for d, text in zip(moments, texts, strict=True)]
        told = [w * 100 if factor else (w + 5) // 10 for w in whole]
        question = ("decimal_mark", mark)
        cases.append(("money", _Case(f"open {name}", rows, _days(moments), told, *question)))
    for name, date in DATES.items():
        rows = [(date(d), f"{c / 100:.2f}") for d, c in zip(moments, cents, strict=True)]
        is_open = name in _OPEN and all(d.day <= 12 for d in moments)
        answer = _OPEN[name] if is_open and any(d.day != d.month for d in moments) else ""
        question = ("date_order" if answer else "", answer)
        cases.append(("date", _Case(name, rows, _days(moments), cents, *question)))
    early = [d.replace(day=rng.randrange(1, 13)) for d in moments]
    for name, order in _OPEN.items():
        rows = [(DATES[name](d), f"{c / 100:.2f}") for d, c in zip(early, cents, strict=True)]
        question = ("date_order", order)
        cases.append(("date", _Case(f"open {name}", rows, _days(early), cents, *question)))
    return cases


def _days(moments: list[datetime]) -> list[int]:
    return [(d - datetime(1970, 1, 1)).days for d in moments]


def _read(case: _Case) -> tuple[bool, bool]:
    """Whether the columns were read right, and whether what is open was asked about."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "orders.csv"
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(["Order ID", "Order date", "Customer e-mail", "Total"])
            for i, (date, amount) in enumerate(case.rows):
                writer.writerow([1000 + i, date, f"a{i % 7}@example.com", amount])
        try:
            found = preview(Source(path=path, name=path.name), NULL_CONTEXT)
            was_asked = any(q.key == case.question for q in found.questions)
            if was_asked:
                found = preview(found.source, NULL_CONTEXT, {case.question: case.answer})
            return _is_right(case, found), was_asked
        except FileError:
            return False, False


def _is_right(case: _Case, found: FilePreview) -> bool:
    if found.questions:
        return False
    days, cents = [], []
    for block in clean_blocks(found, "", NULL_CONTEXT):
        days += (block.rows.ts // 86_400).tolist()
        money = block.rows
        cents += [
            int(t) if k else int(c)
            for t, k, c in zip(
                money.order_total_cents, money.order_total_known, money.cents, strict=True
            )
        ]
    return days == case.days and cents == case.cents


if __name__ == "__main__":
    main(None)
