"""Made-up pages with every kind of block, so that the window can be tested by itself."""

from __future__ import annotations

import numpy as np

from clm_desktop.view.blocks import (
    Card,
    ChartBlock,
    ChartKind,
    Column,
    CustomerCard,
    Fact,
    Kind,
    Page,
    Series,
    TableBlock,
    Tile,
)

LONG = (
    "A sentence that is long enough to need two lines even where the window is wide, because what "
    "is not tested is cut off one day. 一句足够长的话，用来检查换行。"
)


def customers(n: int = 500, name: str = "customers", seed: int = 0) -> TableBlock:
    """A table with a column of every kind."""
    rng = np.random.default_rng(seed)
    names = np.array(
        [f"{('Anna', '王芳', 'Émile', 'Li Wei')[i % 4]} {i:06d}" for i in range(n)], dtype=object
    )
    groups = np.array(["Best customers", "Regulars", "新客户", "Drifting away"], dtype=object)
    columns = (
        Column(key="customer", title="Customer", kind=Kind.TEXT, width=24),
        Column(key="group", title="Group", kind=Kind.TEXT),
        Column(key="orders", title="Orders", kind=Kind.WHOLE),
        Column(key="spent", title="Spent", kind=Kind.MONEY, tip="All money < after refunds"),
        Column(key="last", title="Last order", kind=Kind.DATE),
        Column(key="gap", title="Usual gap", kind=Kind.DAYS),
        Column(key="risk", title="Risk", kind=Kind.RISK),
        Column(key="share", title="Chance to buy", kind=Kind.SHARE),
        Column(key="tip", title="Next tip", kind=Kind.STRENGTH),
        Column(key="mean", title="Items an order", kind=Kind.DECIMAL),
    )
    share = rng.random(n)
    share[::7] = np.nan
    values = (
        names,
        groups[rng.integers(0, 4, n)],
        rng.integers(1, 80, n),
        rng.integers(100, 900_000, n),
        rng.integers(18_000, 19_000, n).astype(np.int32),
        rng.integers(5, 300, n).astype(np.float64),
        rng.integers(-1, 3, n).astype(np.int8),
        share,
        rng.random(n) / 2,
        rng.random(n) * 12,
    )
    return TableBlock(
        name=name,
        title="All customers",
        columns=columns,
        values=values,
        row_kind="customer",
        row_key=np.arange(1, n + 1, dtype=np.int64),
        empty="Nobody has bought yet.",
    )


def chart(name: str = "sales", kind: ChartKind = ChartKind.BAR) -> ChartBlock:
    """A chart of twelve months."""
    x = tuple(float(i) for i in range(12))
    return ChartBlock(
        name=name,
        title="Sales by month",
        sentence="The best month was November with $5,100.",
        kind=kind,
        series=(
            Series(label="New", x=x, y=tuple(100.0 * (i % 5 + 1) for i in range(12))),
            Series(
                label="Returning", x=x, y=tuple(200.0 * (i % 3 + 1) for i in range(12)), colour=1
            ),
        ),
        y_title="Orders",
        x_labels=tuple(f"{i + 1}月" for i in range(12)),
    )


def facts() -> tuple[Fact, ...]:
    """Four numbers."""
    return (
        Fact(title="Sales", value="$1,234,567", note="of which $3,210 given back", tip="a < b"),
        Fact(title="Customers", value="5,942", note="23 more only cancelled"),
        Fact(title="Orders", value="45,330"),
        Fact(title="Came back", value="72%", note="bought on two days or more"),
    )


def tiles() -> tuple[Tile, ...]:
    """Six groups."""
    return tuple(
        Tile(
            segment_id=f"g{i}",
            name=("Best customers", "Regulars", "Promising", "新客户", "Drifting away", "Lost")[i],
            customers=f"{120 * (i + 1)} customers",
            share=(0.41, 0.25, 0.14, 0.1, 0.07, 0.03)[i],
            share_text=f"{(41, 25, 14, 10, 7, 3)[i]}% of sales",
            meaning="They bought 12 times and were here 9 days ago.",
            do="Say thank you, show new things first.",
            dont="Do not give discounts that they do not need.",
            colour=i,
            symbol="ABCDEF"[i],
        )
        for i in range(6)
    )


def cards() -> tuple[Card, ...]:
    """Things to do."""
    return (
        Card(
            name="call_1",
            headline="Call these 12 people first",
            text="They usually come every 6 weeks and are 11 weeks late. " + LONG,
            figure="$1,940",
            button="Show the list",
            opens="watchlist",
            customers=(1, 2, 3),
        ),
        Card(name="thank_2", headline="38 first-time buyers are due", text="Worth about $610."),
    )


def page(name: str = "today") -> Page:
    """A page with everything on it."""
    return Page(
        page=name,
        title="Today",
        lead="Call 12 people first: $1,940 of sales is at risk this quarter.",
        as_of="As of 9 December 2011. How sure? Good (5,878 customers, 4,255 of them came back).",
        facts=facts(),
        cards=cards(),
        tile_sets=(("By habit", tiles()), ("Found by the computer", tiles()[:3])),
        tables=(customers(40),),
        charts=(chart(), chart("line", ChartKind.LINE)),
        details=(("Horizon", "90 days"), ("Method", "Logistic regression on the past " + LONG)),
        detail_tables=(customers(5, name="tests"),),
        detail_charts=(chart("calibration", ChartKind.LINE),),
        notes=(LONG, "Tested on your last 90 days."),
    )


def table_page(n: int = 500) -> Page:
    """A page that is one table."""
    return Page(
        page="customers",
        title="Customers",
        lead="Your top 588 customers bring 64% of sales.",
        as_of="As of 9 December 2011.",
        facts=facts()[1:],
        tables=(customers(n),),
        notes=("One more year of orders would allow chances.",),
    )


def customer_card() -> CustomerCard:
    """One customer."""
    return CustomerCard(
        customer_id=7,
        title="Anna <b>Example</b>",
        subtitle="anna@example.com · Leeds",
        facts=facts()[:3],
        risk_sentence="▲ Medium risk: usually every 6 weeks, now 11.",
        reasons=("Quiet for 77 days, usual gap 42.", LONG),
        again=customers(3, name="again"),
        new=customers(3, name="new"),
        orders=customers(12, name="orders"),
    )
