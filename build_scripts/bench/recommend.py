"""Recommend: tips, bundles and the basket assistant beside published peers on the same split.

Two years of Online Retail II (recommend_forecast.md, sections 2, 3.6 and 7): each customer's last
order hidden, then everything after 85 % of the calendar. A gap to a peer is paired by customer and
counts with the lower end of its bootstrap interval. Needs ../shared/data.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve()
sys.path[:0] = [str(HERE.parent), str(HERE.parents[1]), str(HERE.parents[2])]

import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
from bars import Bar, print_bars  # noqa: E402
from numpy.typing import NDArray  # noqa: E402
from recommend_bars.calibration import calibration_bars  # noqa: E402
from recommend_bars.new_products import new_product_bar, read_names  # noqa: E402
from recommend_bars.peers import Past, own_by_recency, peers  # noqa: E402
from recommend_bars.scores import gap, ndcg, top_ten  # noqa: E402

from clm_desktop.core.run import NULL_CONTEXT  # noqa: E402
from clm_desktop.core.transactions import Transactions  # noqa: E402
from clm_desktop.features.customer_table import customer_table  # noqa: E402
from clm_desktop.features.snapshot import cut  # noqa: E402
from clm_desktop.models.recommend.answer import answer_recommend  # noqa: E402
from clm_desktop.models.recommend.pairs import pairs_together  # noqa: E402
from clm_desktop.models.results import RecommendAnswer, Trust, TrustLevel  # noqa: E402
from tests.models.orders import read_online_retail, transactions_from  # noqa: E402
from tests.models.test_recommend_real_shop import (  # noqa: E402
    error_of_chances,
    lines_of_the_split,
)

TRUST = Trust(level=TrustLevel.FULL, customers=0, repeat_customers=0, span_days=0, unlock=None)
LEARN_SHARE, TEST_DAYS = 0.85, 60
SMALL_SHOPS = ((50, 8), (100, 6), (200, 4))  # customers, draws
ASKS, FIVE = 4, 5


def main(json_path: Path | None) -> None:
    """Measure tips, small shops, bundles and cost."""
    folder = HERE.parents[3] / "shared" / "data"
    if not folder.is_dir():
        raise SystemExit("../shared/data is not beside this checkout")
    tx = read_online_retail(folder / "online_retail" / "online_retail_by_year.zip")
    lines = lines_of_the_split(tx)
    last = lines["day"] == lines.groupby("customer")["day"].transform("max")
    bars = [*_split_bars("last basket", lines[~last], lines[last], 0.306)]
    bars += _split_bars("time split", *_cut_in_time(lines), 0.345)
    bars += calibration_bars(lines)
    bars += _small_shop_bars(lines, last)
    names = read_names(folder / "online_retail" / "online_retail_by_year.zip")
    bars += [*_basket_bars(tx), new_product_bar(lines, names), _cost_bar(tx)]
    print_bars(bars, json_path)


def _cut_in_time(lines: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What came before 85 % of the calendar, and the first order after it of who had ordered."""
    first, end = lines["day"].min(), lines["day"].max()
    day = first + LEARN_SHARE * (end - first)
    known = lines[lines["day"] < day]
    came = lines[(lines["day"] >= day) & (lines["day"] < day + TEST_DAYS)]
    came = came[came["day"] == came.groupby("customer")["day"].transform("min")]
    orders = known.groupby("customer")["day"].nunique()
    return known, came[came["customer"].isin(orders[orders >= 2].index)]


def _past(known: pd.DataFrame) -> tuple[Past, pd.Index, pd.Index]:
    customer, customers = pd.factorize(known["customer"], sort=True)
    product, products = pd.factorize(known["product"], sort=True)
    ordinal = known.groupby("customer")["day"].rank("dense").to_numpy().astype(np.int64) - 1
    n_orders = np.zeros(len(customers), np.int64)
    np.maximum.at(n_orders, customer, ordinal + 1)
    past = Past(customer, product, ordinal, known["day"].to_numpy(), n_orders, len(products))
    return past, pd.Index(customers), pd.Index(products)


def _answer(known: pd.DataFrame) -> tuple[Transactions, RecommendAnswer]:
    order = known["customer"].astype(str) + "/" + known["day"].astype(str)
    tx = transactions_from(known.assign(order=order, quantity=1.0, cents=100))
    table = customer_table(tx, tx.last_day, NULL_CONTEXT)
    return tx, answer_recommend(tx, table, TRUST, 0, NULL_CONTEXT, per_list=50)


def _tips(known: pd.DataFrame) -> pd.DataFrame:
    """Our tips, the best first: favourites first where there are no chances."""
    tx, answer = _answer(known)
    lists = answer.lists
    tips = pd.DataFrame(
        {
            "customer": tx.customer_key[lists.customer],
            "product": tx.product_key[lists.product],
            "is_new": lists.is_new,
            "p": lists.p,
        }
    )
    return tips.sort_values("p", ascending=False, kind="stable")


def _lists(tips: pd.DataFrame, customers: pd.Index, products: pd.Index) -> NDArray[np.int64]:
    best = tips.groupby("customer").head(10)
    found = np.full((len(customers), 10), -1, np.int64)
    row = customers.get_indexer(best["customer"])
    place = best.groupby("customer").cumcount().to_numpy()
    here = row >= 0
    found[row[here], place[here]] = products.get_indexer(best["product"])[here]
    return found


def _split_bars(name: str, known: pd.DataFrame, came: pd.DataFrame, bar: float) -> list[Bar]:
    past, customers, products = _past(known)
    tested = pd.Index(np.sort(came["customer"].unique()))
    truth = _truth(came, tested, products)
    tips = _tips(known)
    ours = ndcg(_lists(tips, tested, products), truth)
    bars = [Bar(f"{name}, NDCG@10", float(ours.mean()), bar)]
    rows = customers.get_indexer(tested)
    for peer, method in peers().items():
        theirs = ndcg(top_ten(method(past)[rows]), truth)
        mean, low = gap(ours, theirs)
        note = f" theirs {theirs.mean():.4f}, gap {mean:+.4f}"
        bars.append(Bar(f"{name}, surely above {peer} by", low, 0.0, note=note))
    return bars + (_list_bars(tips, known, came) if name == "last basket" else [])


def _truth(came: pd.DataFrame, tested: pd.Index, products: pd.Index) -> list[set[int]]:
    """Products of each tested order; one never sold before counts, but cannot be hit."""
    place = products.get_indexer(came["product"])
    place = np.where(place < 0, -2 - np.arange(len(place)), place)
    by = pd.Series(place).groupby(came["customer"].to_numpy()).agg(set)
    return list(by.reindex(tested))


def _list_bars(tips: pd.DataFrame, known: pd.DataFrame, came: pd.DataFrame) -> list[Bar]:
    """What is new for the customer, and whether chances hold."""
    pair = ["customer", "product"]
    owned = pd.MultiIndex.from_frame(known[pair].drop_duplicates())
    truth = pd.MultiIndex.from_frame(came[pair])
    tips = tips.assign(hit=pd.MultiIndex.from_frame(tips[pair]).isin(truth))
    fresh = truth[~truth.isin(owned)].get_level_values(0).value_counts()
    hits = tips[tips["is_new"]].groupby("customer").head(10).groupby("customer")["hit"].sum()
    recall = float((hits.reindex(fresh.index, fill_value=0) / fresh).mean())
    bars = [Bar("last basket, new-only recall@10", recall, 0.065)]
    for is_new, what in ((False, "own"), (True, "new")):
        part = tips[tips["is_new"] == is_new]
        error = error_of_chances(part["p"], part["hit"])
        bars.append(
            Bar(f"calibration error, {what} products in the best 50", error, 0.006, at_most=True)
        )
    return bars


def _small_shop_bars(lines: pd.DataFrame, last: pd.Series) -> list[Bar]:
    bars = []
    for size, draws in SMALL_SHOPS:
        rng = np.random.default_rng(size)
        ours, theirs = [], []
        for _ in range(draws):
            some = rng.choice(lines["customer"].unique(), size, replace=False)
            shop = lines["customer"].isin(some)
            known, came = lines[shop & ~last], lines[shop & last]
            past, customers, products = _past(known)
            truth = _truth(came, customers, products)
            ours.append(ndcg(_lists(_tips(known), customers, products), truth))
            theirs.append(ndcg(top_ten(own_by_recency(past)), truth))
        mean, low = gap(np.concatenate(ours), np.concatenate(theirs))
        note = f" ours {np.concatenate(ours).mean():.4f}, from {low:+.4f}"
        bars.append(Bar(f"{size} customers, NDCG@10 above own by recency", mean, 0.0, note=note))
    return bars


def _basket_bars(tx: Transactions) -> list[Bar]:
    """One product of an unseen basket asks, the rest is the answer; hit@5."""
    first, end = int(tx.order_day.min()), int(tx.order_day.max())
    day = int(first + LEARN_SHARE * (end - first))
    found = pairs_together(cut(tx, day - 1), day - 1, NULL_CONTEXT)
    seen = np.bincount(
        tx.line_product[tx.order_day[tx.line_order] < day], minlength=len(tx.product_key)
    )
    baskets = _baskets_after(tx, day, np.flatnonzero(seen))
    ways = {
        "bundles, gated, hit@5": (0.57, found.a, found.b),
        "basket assistant, hit@5": (0.58, found.along.product, found.along.along),
    }
    bars = []
    for name, (bar, a, b) in ways.items():
        best: dict[int, set[int]] = {}
        for one, other in zip(a.tolist(), b.tolist(), strict=True):
            answers = best.setdefault(one, set())
            if len(answers) < FIVE:  # best first
                answers.add(other)
        rng = np.random.default_rng(0)
        hits = [
            not best.get(int(asked), set()).isdisjoint(set(basket.tolist()) - {int(asked)})
            for basket in baskets
            for asked in rng.choice(basket, ASKS)
        ]
        bars.append(Bar(name, float(np.mean(hits)), bar, note=f" {len(baskets)} baskets"))
    return bars


def _baskets_after(
    tx: Transactions, day: int, learned: NDArray[np.int64]
) -> list[NDArray[np.int64]]:
    """Baskets of two or more learned products by customers with three orders."""
    of = tx.line_order
    goods = (tx.line_product >= 0) & (tx.line_quantity > 0) & (tx.order_customer[of] >= 0)
    goods &= ~np.append(tx.product_is_fee.astype(bool), True)[tx.line_product]
    lines = pd.DataFrame(
        {
            "customer": tx.order_customer[of[goods]],
            "day": tx.order_day[of[goods]],
            "product": tx.line_product[goods],
        }
    ).drop_duplicates()
    lines = lines[lines.groupby("customer")["day"].transform("nunique") >= 3]
    lines = lines[(lines["day"] >= day) & lines["product"].isin(learned)]
    every = [part.to_numpy() for _, part in lines.groupby(["customer", "day"])["product"]]
    return [basket for basket in every if len(basket) > 1]


def _cost_bar(tx: Transactions) -> Bar:
    table = customer_table(tx, tx.last_day, NULL_CONTEXT)
    start = time.process_time()
    answer_recommend(tx, table, TRUST, 0, NULL_CONTEXT)
    return Bar(
        "1M lines, fit and score all, CPU s", time.process_time() - start, 10.0, at_most=True
    )


if __name__ == "__main__":
    main(None)
