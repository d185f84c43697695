"""The quality of data: each fault planted alone is found alone, and every real file is judged."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from clm_desktop.core.errors import FileError, QuestionsError
from clm_desktop.features.quality import POINTS, Part, QualityReport
from clm_desktop.ingest.types import FilePreview, Treatment
from clm_desktop.usecases.assess_quality import assess_quality, rows_behind
from clm_desktop.usecases.import_files import import_files
from clm_desktop.usecases.open_project import open_or_create, open_project
from clm_desktop.usecases.preview_files import Told, preview_again, preview_files
from clm_desktop.usecases.reread_import import reread_import
from clm_desktop.view.pages.quality import found_page, quality_page
from clm_desktop.view.words import LANGUAGES, Words

FIRST, DAYS = date(2023, 1, 1), 400
PRODUCTS = ("Tea", "Cup", "Soap", "Brush")
HEADER = ("Order", "Date", "Customer ID", "Email", "Product", "Qty", "Total", "Currency")


@dataclass(frozen=True)
class Line:
    order: str
    day: date
    customer: str
    product: str = "Tea"
    quantity: str = "1"
    total: str = "10.00"
    currency: str = "EUR"
    email: bool = True


def perfect() -> list[Line]:
    """Two orders of two different products a day for 400 days."""
    lines = []
    for i in range(2 * DAYS):
        day = FIRST + timedelta(days=i // 2)
        for k in range(2):
            product = PRODUCTS[(i + k) % 4]
            price = f"{5 + (i * 7 + k) % 20}.50"
            lines.append(Line(f"A{i}", day, f"C{i * 13 % 90}", product, "1", price))
    return lines


def judged(folder: Path, lines: list[Line], now: date | None = None) -> QualityReport:
    with (folder / "orders.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADER)
        for one in lines:
            mail = f"{one.customer.lower()}@x.org" if one.customer and one.email else ""
            writer.writerow(
                (
                    *(one.order, one.day, one.customer, mail, one.product),
                    *(one.quantity, one.total, one.currency),
                )
            )
    return judged_file(folder / "orders.csv", folder, now)


def judged_file(path: Path, folder: Path, now: date | None = None) -> QualityReport:
    at = FIRST + timedelta(days=DAYS + 5) if now is None else now
    seconds = (at - date(1970, 1, 1)).days * 86_400
    with open_or_create(folder / "shop.clm") as project:
        import_files(project, answered(preview_files([path], project=project).files))
        report = assess_quality(project, clock=lambda: seconds)
        for lang in LANGUAGES:
            words = Words(lang, "EUR")
            assert quality_page(report, words).title
            for one in report.findings:
                if one.has_rows:
                    rows = rows_behind(project, one.code, 50)
                    assert rows, one.code
                    assert len(found_page(report, one.code, rows, words).tables[0]) == len(rows)
        for reason, _ in report.left_out:
            assert rows_behind(project, f"left_out.{reason}", 50), reason
    if report.score is not None:
        assert report.score == sum(part.points for part in report.parts)
        assert sum(part.of for part in report.parts) == sum(POINTS.values()) == 100
        assert (report.score == 100) == (not report.findings)
    return report


def answered(files: tuple[FilePreview, ...]) -> tuple[FilePreview, ...]:
    """Take the first choice of whatever is asked."""
    given = {q.key: q.choices[0].code for file in files for q in file.questions}
    return preview_again(files, given) if given else files


def codes(report: QualityReport) -> list[str]:
    return [one.code for one in report.findings]


def test_that_a_perfect_file_has_all_points_and_says_so(tmp_path: Path) -> None:
    report = judged(tmp_path, perfect())
    assert (report.score, report.verdict, codes(report)) == (100, "good", [])
    assert "100 of 100" in quality_page(report, Words("en")).lead


def every(n: int, change: Callable[[Line], Line]) -> Callable[[list[Line]], list[Line]]:
    return lambda lines: [change(one) if i % n == 0 else one for i, one in enumerate(lines)]


def orders_every(n: int, change: Callable[[Line], Line]) -> Callable[[list[Line]], list[Line]]:
    return lambda lines: [change(one) if int(one.order[1:]) % n == 0 else one for one in lines]


def without_days(lines: list[Line]) -> list[Line]:
    start = FIRST + timedelta(days=100)
    return [one for one in lines if not start <= one.day < start + timedelta(days=17)]


def with_a_giant(lines: list[Line]) -> list[Line]:
    return [*lines[:-1], replace(lines[-1], total="5000.00")]


def with_a_twin(lines: list[Line]) -> list[Line]:
    return [twin for i, one in enumerate(lines) for twin in ([one] * (1 + (i % 20 == 0)))]


PLANTED: dict[str, Callable[[list[Line]], list[Line]]] = {
    "set_aside": every(50, lambda one: replace(one, total="unknown")),
    "twice": with_a_twin,
    "no_customer": orders_every(4, lambda one: replace(one, customer="")),
    "gaps": without_days,
    "no_product": orders_every(5, lambda one: replace(one, product="")),
    "spellings": every(9, lambda one: replace(one, product=one.product.replace("a", "a "))),
    "no_money": every(30, lambda one: replace(one, total="0.00")),
    "below_zero": every(30, lambda one: replace(one, total=f"-{one.total}")),
    "largest": with_a_giant,
    "currencies": orders_every(20, lambda one: replace(one, currency="USD")),
}


@pytest.mark.parametrize("fault", sorted(PLANTED))
def test_that_a_fault_planted_alone_is_found_alone(tmp_path: Path, fault: str) -> None:
    report = judged(tmp_path, PLANTED[fault](perfect()))
    assert codes(report) == [fault]
    assert report.score is not None
    assert report.score < 100


def test_that_the_worse_the_fault_the_more_points_go(tmp_path: Path) -> None:
    scores = []
    for n in (20, 4, 1):
        (tmp_path / str(n)).mkdir()
        nobody = orders_every(n, lambda one: replace(one, customer=""))
        scores.append(judged(tmp_path / str(n), nobody(perfect())).score or 0)
    assert scores[0] > scores[1] > scores[2] == 100 - 40


def test_that_orders_of_the_future_are_found(tmp_path: Path) -> None:
    later = date.today() + timedelta(days=400)
    lines = [replace(one, day=later) if one.order == "A799" else one for one in perfect()]
    assert "future" in codes(judged(tmp_path, lines))


def test_that_orders_of_the_future_neither_make_a_gap_nor_hide_one(tmp_path: Path) -> None:
    later = date.today() + timedelta(days=700)
    lines = [replace(one, day=later) if one.order == "A799" else one for one in perfect()]
    (tmp_path / "whole").mkdir()
    assert codes(judged(tmp_path / "whole", lines)) == ["future"]
    (tmp_path / "holes").mkdir()
    assert set(codes(judged(tmp_path / "holes", without_days(lines)))) == {"future", "gaps"}


def test_that_a_shop_that_closes_every_summer_misses_no_file(tmp_path: Path) -> None:
    def open_then(one: Line) -> bool:
        return not (one.day.month == 7 and one.day.day > 10)

    lines = perfect()
    next_years = [
        replace(one, day=one.day + timedelta(days=DAYS), order=f"{one.order}-2") for one in lines
    ]
    years = [one for one in [*lines, *next_years] if open_then(one)]
    assert "gaps" not in codes(judged(tmp_path, years))
    once = [one for one in [*lines, *next_years] if one.day.year != 2024 or open_then(one)]
    (tmp_path / "once").mkdir()
    assert codes(judged(tmp_path / "once", once)) == ["gaps"]


def test_that_a_quiet_shop_has_no_gaps(tmp_path: Path) -> None:
    lines = [one for one in perfect() if (one.day - FIRST).days % 20 == 0]
    assert "gaps" not in codes(judged(tmp_path, lines))


def test_that_damaged_numbers_and_masked_buyers_are_remembered(tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.csv"
    lines = [f"1.93E+15,2024-05-{1 + i % 28:02},ann{i}@x.org,Tea,5.00" for i in range(60)]
    damaged.write_text("Order number,Date,Email,Product,Total\n" + "\n".join(lines))
    assert "damaged_ids" in codes(judged_file(damaged, tmp_path))
    (tmp_path / "2").mkdir()
    masked = tmp_path / "2" / "masked.csv"
    lines = [f"A{i},2024-05-{1 + i % 28:02},张**,Tea,5.00" for i in range(60)]
    masked.write_text("Order number,Date,Customer,Product,Total\n" + "\n".join(lines), "utf-8")
    report = judged_file(masked, tmp_path / "2")
    assert "masked" in codes(report)
    assert report.verdict == "poor"


def test_that_a_status_nobody_knows_is_found_until_it_is_decided(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    words = ["paid", "Geparkt", "paid"]
    lines = [f"A{i},2024-05-{1 + i % 28:02},c{i}@x.org,Tea,5.00,{words[i % 3]}" for i in range(60)]
    path.write_text("Order number,Date,Email,Product,Total,Status\n" + "\n".join(lines), "utf-8")
    (one,) = [f for f in judged_file(path, tmp_path).findings if f.code == "new_status"]
    assert dict(one.message.params)["words"] == "“Geparkt”"
    assert (one.part, one.points) == (Part.MONEY, 3)
    with open_project(tmp_path / "shop.clm") as project:
        reread_import(project, 1, preview_files([path], project=project).files)
        assert "new_status" in codes(assess_quality(project))
        told = Told(statuses={"Geparkt": Treatment.UNPAID})
        reread_import(project, 1, preview_files([path], project=project, told=told).files)
        assert "new_status" not in codes(assess_quality(project))


def test_that_what_only_gives_money_back_is_no_order(tmp_path: Path) -> None:
    rows = ["Order,Date,E-mail,Total"]
    for i in range(200):
        day = FIRST + timedelta(days=i)
        rows.append(f"{i},{day},c{i % 40}@x.org,{10 + i % 7}.50")
        if i % 10 == 0:
            rows.append(f"R{i},{day},c{i % 40}@x.org,-5.00")
    (tmp_path / "totals.csv").write_text("\n".join(rows), encoding="utf-8")
    report = judged_file(tmp_path / "totals.csv", tmp_path)
    assert report.orders == 200
    unnamed = next(one for one in report.findings if one.code == "no_product")
    assert (unnamed.count, unnamed.of) == (200, 200)


def test_that_a_small_shop_is_not_judged(tmp_path: Path) -> None:
    report = judged(tmp_path, perfect()[:40])
    assert (report.score, report.verdict, report.parts) == (None, "too_small", ())
    assert "20 orders" in quality_page(report, Words("en")).lead


def test_that_an_empty_shop_says_what_to_do(tmp_path: Path) -> None:
    with open_or_create(tmp_path / "shop.clm") as project:
        report = assess_quality(project)
    assert report.verdict == "nothing"
    assert quality_page(report, Words("en")).empty


def test_that_hints_take_no_points(tmp_path: Path) -> None:
    late = FIRST + timedelta(days=2 * DAYS)
    report = judged(tmp_path, [replace(one, email=False) for one in perfect()], late)
    assert report.score == 100
    assert {one.code for one in report.hints} == {
        *("no_contact", "no_category", "no_cost", "no_stock", "stale")
    }


def test_that_online_retail_names_its_anonymous_lines(shared: Path, tmp_path: Path) -> None:
    report = judged_file(
        shared / "online_retail" / "online_retail_by_year.zip", tmp_path, date(2011, 12, 20)
    )
    found = {one.code: one for one in report.findings}
    assert found["no_customer"].share == pytest.approx(0.23, abs=0.03)
    assert found["no_customer"].points > max(
        one.points for code, one in found.items() if code != "no_customer"
    )
    assert "gaps" not in found  # it closes between the years, each year
    assert report.verdict == "so_so"


def test_that_real_files_are_judged(shared: Path, tmp_path: Path) -> None:
    judged_files = 0
    for path in sorted((shared / "chinese_shops").iterdir()):
        into = tmp_path / f"{path.name} shop"
        into.mkdir()
        try:
            report = judged_file(path, into)
        except (FileError, QuestionsError):  # no orders, or a question without choices
            continue
        judged_files += 1
        assert report.score is None or 0 <= report.score <= 100
    assert judged_files >= 4
