"""A stock list of the program's own making comes back filled in; rules of ordering cost nothing."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from clm_desktop.core.errors import RequestError
from clm_desktop.core.rows import FileKind
from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.usecases.answers_file import pack, unpack
from clm_desktop.usecases.choices import choices, choose
from clm_desktop.usecases.current_answers import current_answers, saved_answers
from clm_desktop.usecases.export import export_data
from clm_desktop.usecases.import_files import import_files
from clm_desktop.usecases.open_project import create_project
from clm_desktop.usecases.preview_files import preview_files
from clm_desktop.usecases.write_table import Way, write_table
from clm_desktop.view.pages.ahead_stock import order_table, stock_list
from clm_desktop.view.words import LANGUAGES, Words

WEEKS = 40


def orders(path: Path, *, numbers: bool) -> Path:
    """Forty weeks of six products, the first sold most; with numbers or with names alone."""
    draw = np.random.default_rng(2)
    columns = ["Order number", "Order date", "Email", "Product", "Qty", "Total"]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([*columns, *(["SKU"] if numbers else [])])
        for day in range(7 * WEEKS):
            for product in range(6):
                units = int(draw.poisson(3 / (product + 1)))
                if units:
                    date, who = np.datetime64("2023-01-02") + day, f"p{day % 40}@example.com"
                    row = [f"{day}-{product}", date, who, f"Soap {product}", units, 5 * units]
                    writer.writerow([*row, *([f"00{product}"] if numbers else [])])
    return path


@pytest.fixture(params=[True, False], ids=["numbers", "names"])
def shop(tmp_path: Path, request: pytest.FixtureRequest):
    with create_project(tmp_path / "shop.clm", "shop") as project:
        told = orders(tmp_path / "one.csv", numbers=request.param)
        import_files(project, preview_files([told]).files)
        yield project


def filled(path: Path, stock: dict[int, str]) -> None:
    """Write stock, lead time and cost into rows of a stock list."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    for row, units in stock.items():
        rows[row][2:5] = [units, "21", "1.50"]
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(rows)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("way", ["excel", "data"])
def test_that_the_stock_list_comes_back_filled_in(
    shop, tmp_path: Path, lang: str, way: Way
) -> None:
    before = current_answers(shop)
    assert before.reorder is not None
    assert before.reorder.with_stock == 0
    words, path = Words(lang, before.names.currency), tmp_path / "stock.csv"  # type: ignore[arg-type]
    write_table(stock_list(before, words), way, path, words, NULL_CONTEXT)
    filled(path, {1: "4", 2: "9000"})
    preview = preview_files([path], project=shop)
    assert [file.kind for file in preview.files] == [FileKind.PRODUCTS_STOCK]
    import_files(shop, preview.files)
    after = current_answers(shop)
    assert after.reorder is not None
    np.testing.assert_array_equal(after.reorder.stock, [4, 9000, *[np.nan] * 4])
    np.testing.assert_array_equal(after.reorder.lead_time_days, [21, 21, 14, 14, 14, 14])
    assert after.reorder.order[0] == after.reorder.level[0] - 4 > 0
    assert after.reorder.order[1] == 0
    assert after.reorder.slow.tolist() == [False, True, False, False, False, False]
    assert [item.kind for item in after.today].count("reorder") == 1


HEADERS = {
    "en": "SKU,Stock,Case pack,MOQ",
    "de": "Artikelnummer,Bestand,Verpackungseinheit,Mindestbestellmenge",
    "zh": "商品编码,库存,每箱数量,最小起订量",
}


@pytest.mark.parametrize("lang", HEADERS)
def test_that_packs_and_smallest_orders_of_a_list_shape_the_order_and_its_reason(
    tmp_path: Path, lang: str
) -> None:
    path = tmp_path / "stock.csv"
    path.write_text(HEADERS[lang] + "\n000,1,12,\n001,1,,5000\n002,1,1,0\n", encoding="utf-8")
    with create_project(tmp_path / "shop.clm", "shop") as shop:
        sold = orders(tmp_path / "one.csv", numbers=True)
        import_files(shop, preview_files([sold]).files)
        import_files(shop, preview_files([path], project=shop).files)
        after, words = current_answers(shop), Words("en")
        assert after.reorder is not None
        assert after.reorder.order[0] % 12 == 0
        assert after.reorder.order[0] >= after.reorder.level[0] - 1 > after.reorder.order[0] - 12
        assert after.reorder.order[1] == 5000
        assert after.reorder.order[2] == np.ceil(after.reorder.level[2] - 1)
        table = order_table(after, words)
        keys = [int(key) for key in table.row_key]
        why = dict(zip(keys, table.values[-1], strict=True))
        ids = dict(zip(after.names.product_key, after.names.product_id, strict=True))
        told = [str(why[int(ids[key])]) for key in ("000", "001", "002")]
        packs = int(after.reorder.order[0] / 12)
        assert told[0].endswith(f" {packs} packs of 12.")
        assert told[1].endswith(" The smallest order is 5,000.")
        assert "pack" not in told[2]
        assert "smallest" not in told[2]
        again = tmp_path / "again.csv"
        export_data(after, "stock-list", again, words)
        rows = list(csv.reader(again.read_text(encoding="utf-8-sig").splitlines()))
        assert [row[5:] for row in rows[1:4]] == [["12", ""], ["", "5000"], ["1", "0"]]


def test_that_rules_of_ordering_change_orders_and_no_forecast(shop, tmp_path: Path) -> None:
    words, path = Words("en"), tmp_path / "stock.csv"
    export_data(current_answers(shop), "stock-list", path, words)
    filled(path, {1: "4"})
    import_files(shop, preview_files([path], project=shop).files)
    before = current_answers(shop)
    revision = shop.revision
    was = choose(shop, replace(choices(shop), service_share=0.8, lead_time_days=30, review_days=3))
    assert shop.revision == revision
    after = saved_answers(shop)
    assert after is not None
    assert after.reorder is not None
    assert before.reorder is not None
    assert after.reorder.order[0] < before.reorder.order[0]
    assert after.reorder.lead_time_days.tolist() == [21, 30, 30, 30, 30, 30]
    assert pack(replace(after, demand=before.demand)) == pack(after)
    choose(shop, was)
    restored = saved_answers(shop)
    assert restored is not None
    assert pack(restored) == pack(before)


def test_that_forecasts_survive_being_stored(shop) -> None:
    answers = current_answers(shop)
    again = unpack(pack(answers))
    assert again is not None
    assert again.demand.products is not None
    assert answers.demand.products is not None
    np.testing.assert_array_equal(again.demand.products.levels, answers.demand.products.levels)
    np.testing.assert_array_equal(again.demand.products.state, answers.demand.products.state)
    assert again.demand.shop is not None
    assert answers.demand.shop is not None
    np.testing.assert_array_equal(
        again.demand.shop.last_year_cents, answers.demand.shop.last_year_cents
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [("service_share", 1.0), ("service_share", 0.3), ("lead_time_days", 500), ("review_days", 0)],
)
def test_that_rules_nobody_can_order_by_are_refused(tmp_path: Path, name: str, value) -> None:
    with create_project(tmp_path / "shop.clm", "shop") as project:
        with pytest.raises(RequestError) as told:
            choose(project, replace(choices(project), **{name: value}))
        assert told.value.code == "bad_setting"
