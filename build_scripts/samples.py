"""Make the sample shops in ``resources/samples``: invented, seeded, the same bytes every time.

    python3 build_scripts/samples.py [FOLDER]

Three shops of two years each: soap and candles (Shopify export, English, things that are used up),
tea (Taobao export, Chinese, GBK), furniture (a plain table, few and slow customers). Nobody in
them exists: names are drawn from lists, e-mails end in example.com, phone numbers are counted up
from numbers that nobody has. Standard library only; ``random.Random`` gives the same stream on
every version of Python.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

import sample_files
import sample_goods


@dataclass(frozen=True)
class Good:
    """One product; ``lasts_days`` 0 means that it is not used up."""

    key: str
    name: str
    category: str
    cents: int
    lasts_days: int = 0
    weight: float = 1.0
    goes_with: tuple[str, ...] = ()  # keys of companions
    season: str = ""  # named months in which it sells


@dataclass(frozen=True)
class Habits:
    """How a shop's customers behave."""

    first_day: date
    last_day: date
    customers: int
    one_timers: float  # share that never comes back
    gap_days: float  # usual time between orders of those who do
    stay: float  # chance to go on after each order
    months: tuple[float, ...]  # January .. December
    weekdays: tuple[float, ...]  # Monday .. Sunday
    refunds: float
    cancelled: float
    most_lines: int
    favourites: tuple[int, int]  # fewest and most things that a customer keeps buying


@dataclass
class Buyer:
    """One invented person."""

    number: int
    since: date
    gap_days: float  # 0: buys once
    stay: float
    favourites: list[Good]
    bought: dict[str, date] = field(default_factory=dict)


@dataclass(frozen=True)
class Sale:
    """One order."""

    number: int
    when: datetime
    buyer: int
    lines: tuple[tuple[Good, int], ...]
    first: bool
    refunded_lines: int  # from the end; given back later
    cancelled: bool

    @property
    def goods_cents(self) -> int:
        """Price of all lines."""
        return sum(good.cents * count for good, count in self.lines)


def sell(goods: tuple[Good, ...], habits: Habits, seed: int) -> list[Sale]:
    """Let the customers of a shop buy for the whole time; orders come sorted by time."""
    rng = Random(seed)  # noqa: S311 -- no secret
    drafts: list[tuple[datetime, Buyer, tuple[tuple[Good, int], ...], bool]] = []
    for number in range(habits.customers):
        buyer = _buyer(rng, number, goods, habits)
        day = buyer.since
        first = True
        while day <= habits.last_day:
            lines = _basket(rng, buyer, day, goods, habits)
            moment = datetime(day.year, day.month, day.day) + timedelta(
                seconds=int(min(86_000, max(600, rng.gauss(57_000, 13_000))))
            )
            drafts.append((moment, buyer, lines, first))
            first = False
            if not buyer.gap_days or rng.random() > buyer.stay:
                break
            day = _next_day(rng, buyer, day, habits)
    drafts.sort(key=lambda draft: (draft[0], draft[1].number))
    sales = []
    for number, (moment, buyer, lines, first) in enumerate(drafts):
        refunded = 0
        if rng.random() < habits.refunds:
            refunded = rng.randint(1, len(lines))
        cancelled = rng.random() < habits.cancelled
        sales.append(Sale(number, moment, buyer.number, lines, first, refunded, cancelled))
    return sales


def _buyer(rng: Random, number: int, goods: tuple[Good, ...], habits: Habits) -> Buyer:
    span = (habits.last_day - habits.first_day).days
    while True:  # more customers come in good months and as the shop gets known
        since = habits.first_day + timedelta(days=int(span * rng.random()))
        if rng.random() * 2.6 < habits.months[since.month - 1] * habits.weekdays[since.weekday()]:
            break
    comes_back = rng.random() >= habits.one_timers
    gap = habits.gap_days * rng.lognormvariate(0.0, 0.45) if comes_back else 0.0
    used_up = [good for good in goods if good.lasts_days]
    likes = rng.choices(
        used_up, [good.weight for good in used_up], k=rng.randint(*habits.favourites)
    )
    return Buyer(number, since, gap, min(0.985, rng.gauss(habits.stay, 0.06)), likes)


def _next_day(rng: Random, buyer: Buyer, day: date, habits: Habits) -> date:
    """After a gamma gap, shorter in good months, on a day on which people shop."""
    gap = rng.gammavariate(4.0, buyer.gap_days / 4.0)
    coming = day + timedelta(days=max(2, int(gap)))
    season = habits.months[coming.month - 1]
    coming = day + timedelta(days=max(2, int(gap / season**0.5)))
    for _ in range(4):
        if rng.random() * 1.6 < habits.weekdays[coming.weekday()]:
            break
        coming += timedelta(days=1)
    return coming


def _basket(
    rng: Random, buyer: Buyer, day: date, goods: tuple[Good, ...], habits: Habits
) -> tuple[tuple[Good, int], ...]:
    """What is used up, sometimes something new, and what goes with it."""
    by_key = {good.key: good for good in goods}
    chosen: dict[str, int] = {}
    for good in buyer.favourites:
        last = buyer.bought.get(good.key)
        used = 9.0 if last is None else (day - last).days / good.lasts_days
        if rng.random() < min(0.92, 0.75 * used):
            chosen[good.key] = rng.choices((1, 2, 3, 4), (60, 25, 10, 5))[0]
    while not chosen or (len(chosen) < habits.most_lines and rng.random() < 0.25):
        weights = [_demand(good, day) for good in goods]
        good = rng.choices(goods, weights)[0]
        chosen.setdefault(good.key, 1)
        if good.lasts_days and rng.random() < 0.35:
            buyer.favourites.append(good)  # liked it
    for key in tuple(chosen):
        for companion in by_key[key].goes_with:
            owned = companion in buyer.bought and not by_key[companion].lasts_days
            if not owned and rng.random() < 0.33:
                chosen.setdefault(companion, 1)
    kept = list(chosen.items())[: habits.most_lines]
    for key, _ in kept:
        buyer.bought[key] = day
    return tuple((by_key[key], count) for key, count in kept)


def _demand(good: Good, day: date) -> float:
    """How much a product is wanted in a month: seasonal goods sell in their months."""
    if not good.season:
        return good.weight
    return good.weight * (4.0 if f"{day.month:02d}" in good.season.split() else 0.15)


def make(folder: Path) -> list[Path]:
    """Write the three files; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for name, goods, habits, seed, write in (
        ("soap_shop_orders.csv", SOAP, SOAP_HABITS, 20_230_515, sample_files.shopify),
        ("tea_shop_taobao.csv", TEA, TEA_HABITS, 20_230_601, sample_files.taobao),
        ("furniture_shop_orders.csv", FURNITURE, FURNITURE_HABITS, 20_230_401, sample_files.plain),
    ):
        path = folder / name
        path.write_bytes(write(sell(goods, habits, seed), Random(seed + 1)))  # noqa: S311
        made.append(path)
    return made


def _goods(rows: tuple[tuple[str, str, str, int, int, float, str, str], ...]) -> tuple[Good, ...]:
    return tuple(
        Good(key, name, category, cents, lasts, weight, tuple(companions.split()), season)
        for key, name, category, cents, lasts, weight, companions, season in rows
    )


SOAP = _goods(sample_goods.SOAP)
TEA = _goods(sample_goods.TEA)
FURNITURE = _goods(sample_goods.FURNITURE)

SOAP_HABITS = Habits(
    first_day=date(2023, 5, 15),
    last_day=date(2025, 5, 12),
    customers=1_210,
    one_timers=0.42,
    gap_days=52.0,
    stay=0.88,
    months=(0.75, 0.9, 0.95, 1.0, 1.15, 0.9, 0.8, 0.8, 0.95, 1.05, 1.6, 1.9),
    weekdays=(0.95, 0.9, 0.9, 0.95, 1.05, 1.25, 1.4),
    refunds=0.025,
    cancelled=0.012,
    most_lines=5,
    favourites=(1, 4),
)
TEA_HABITS = Habits(
    first_day=date(2023, 6, 1),
    last_day=date(2025, 5, 31),
    customers=700,
    one_timers=0.45,
    gap_days=58.0,
    stay=0.86,
    months=(1.7, 0.7, 1.0, 1.5, 1.3, 0.9, 0.7, 0.8, 1.4, 1.0, 1.9, 1.1),
    weekdays=(1.0, 1.0, 1.05, 1.05, 1.1, 1.25, 1.3),
    refunds=0.03,
    cancelled=0.04,
    most_lines=3,
    favourites=(1, 3),
)
FURNITURE_HABITS = Habits(
    first_day=date(2023, 4, 1),
    last_day=date(2025, 3, 31),
    customers=140,
    one_timers=0.5,
    gap_days=170.0,
    stay=0.72,
    months=(1.1, 0.8, 1.1, 1.1, 1.0, 0.9, 0.7, 0.9, 1.2, 1.1, 1.3, 0.9),
    weekdays=(0.8, 0.8, 0.9, 0.9, 1.1, 1.5, 0.9),
    refunds=0.03,
    cancelled=0.0,
    most_lines=4,
    favourites=(0, 1),
)


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    here = Path(__file__).resolve().parents[1] / "resources" / "samples"
    for written in make(target or here):
        print(f"{written}  {written.stat().st_size:,} bytes")
