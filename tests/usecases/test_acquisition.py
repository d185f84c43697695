"""From an order file with channels and a table of spend to what a new customer costs."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from clm_desktop.models.acquisition.results import AcquisitionAnswer
from clm_desktop.plan.answers import Answers
from clm_desktop.store.project import Project
from clm_desktop.usecases.acquisition import answer_acquisition
from clm_desktop.usecases.current_answers import current_answers
from clm_desktop.usecases.import_files import import_files
from clm_desktop.usecases.open_project import create_project
from clm_desktop.usecases.outreach_files import import_spend
from clm_desktop.usecases.preview_files import preview_files
from clm_desktop.view.pages.acquisition import AcquisitionInput, acquisition_page
from clm_desktop.view.words import LANGUAGES, Words

MONDAY = np.datetime64("2024-01-01")
WEEKS = 60


def write_orders(path: Path) -> Path:
    """Search brings four a week who often come again, coupons six who never do."""
    rng = np.random.default_rng(3)
    rows, number = [], 0
    for week in range(WEEKS):
        for channel, new, again in (("Search", 4, 0.4), ("Coupons", 6, 0.02)):
            for i in range(new):
                who, day = (
                    f"{channel}{week}-{i}@example.com".lower(),
                    week * 7 + int(rng.integers(7)),
                )
                while day < WEEKS * 7:
                    number += 1
                    product = "Gift set" if channel == "Search" else "Soap"
                    rows.append([number, MONDAY + day, who, product, 1, 40, channel])
                    if rng.random() > again:
                        break
                    day += int(rng.integers(20, 60))
    rows.sort(key=lambda row: row[1])
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(
            ["Order number", "Order date", "Email", "Product", "Qty", "Total", "Channel"]
        )
        writer.writerows(rows)
    return path


def write_spend(path: Path) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["week", "channel", "cost"])
        for week in range(WEEKS):
            writer.writerow([MONDAY + 7 * week, "search", 60 if week % 2 else 20])
            writer.writerow([MONDAY + 7 * week, "coupons", 24])
    return path


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Answers, AcquisitionAnswer]:
    folder = tmp_path_factory.mktemp("acquisition")
    with create_project(folder / "shop.clm", "shop") as project:
        import_files(project, preview_files([write_orders(folder / "orders.csv")]).files)
        answers = current_answers(project)
        assert _without_spend(project, answers).channels == ()
        import_spend(project, write_spend(folder / "spend.csv"))
        return answers, answer_acquisition(project, answers)


def _without_spend(project: Project, answers: Answers) -> AcquisitionAnswer:
    return answer_acquisition(project, answers)


def test_that_costs_and_worth_are_those_of_the_files(
    told: tuple[Answers, AcquisitionAnswer],
) -> None:
    channels = {c.channel: c for c in told[1].channels}
    search, coupons = channels["search"], channels["coupons"]
    assert search.told_by == coupons.told_by == "orders"
    assert search.cost_cents == pytest.approx(100 * WEEKS * 40)
    assert search.new_customers == pytest.approx(4 * WEEKS)
    assert search.cac_cents == pytest.approx(1_000)
    assert coupons.cac_cents == pytest.approx(400)
    assert search.kept_share == pytest.approx(0.4, abs=0.1)
    assert coupons.kept_share < 0.1
    # an order leaves 40 % of 40; each order of search is followed by .4 of another, and so on
    assert search.value_cents == pytest.approx(1_600 / 0.6, rel=0.15)
    assert coupons.value_cents == pytest.approx(1_600 * 1.02, rel=0.1)
    assert search.learnable
    assert not coupons.learnable


def test_that_the_best_customers_look_like_those_of_the_better_channel(
    told: tuple[Answers, AcquisitionAnswer],
) -> None:
    named = {(one.trait, one.value) for one in told[1].likeness}
    assert ("channel", "Search") in named


@pytest.mark.parametrize("lang", LANGUAGES)
def test_that_the_page_says_it_in_words(told: tuple[Answers, AcquisitionAnswer], lang: str) -> None:
    answers, found = told
    page = acquisition_page(AcquisitionInput(answers=answers, found=found), Words(lang, "EUR"))
    assert found.channels[0].channel in page.lead
    table = next(t for t in page.tables if t.name == "channels")
    assert len(table) == 2
    assert [c.name for c in page.charts] == ["acquisition_net", "acquisition_curve"]
    leads = next(t for t in page.tables if t.name == "leads")
    assert len(leads) == len(found.leads.row) > 0
    assert not [note for note in page.notes if "{" in note]


@pytest.mark.parametrize(("days", "span"), [(240, "8 months"), (365, "12 months")])
def test_that_no_page_speaks_of_a_longer_time_than_was_watched(
    told: tuple[Answers, AcquisitionAnswer], days: int, span: str
) -> None:
    answers, found = told
    nothing = replace(found, value_days=days, channels=())
    given = AcquisitionInput(answers=answers, found=nothing)
    told_so = f"in the first {span}, at a margin of 40%"
    bare = acquisition_page(given, Words("en", "EUR"))
    assert told_so in bare.lead
    assert told_so in [fact.note for fact in bare.facts]  # sales stand on other pages
    page = acquisition_page(replace(given, found=replace(found, value_days=days)), Words("en", ""))
    assert f"Leaves you in {span}" in [c.title for t in page.tables for c in t.columns]
