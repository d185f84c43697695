"""A file of one row per person with a churn column: the shop's watchlist comes from that column."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from scipy.special import expit

from clm_desktop.store.project import Project, create_project
from clm_desktop.usecases.import_files import import_files
from clm_desktop.usecases.labelled_list import labelled_list, learn_list
from clm_desktop.usecases.preview_files import preview_files
from clm_desktop.view.labelled_topics import labelled_topic
from clm_desktop.view.pages.labelled import labelled_page
from clm_desktop.view.words import Words

PEOPLE = 400


def listed(folder: Path) -> Project:
    rng = np.random.default_rng(1)
    with (folder / "members.csv").open("w", newline="", encoding="utf-8") as handle:
        out = csv.writer(handle)
        out.writerow(["customerID", "Plan", "Months", "Complaints", "Exit note", "Churn"])
        for i in range(PEOPLE):
            plan, months, calls = rng.choice(["flex", "year"]), rng.integers(1, 60), rng.poisson(1)
            left = rng.random() < expit(-1.2 + 1.8 * (plan == "flex") - 0.05 * months + calls)
            note = "moved" if left else ""
            told = [f"M{i:04d}", plan, months, calls, note, "Yes" if left else "No"]
            out.writerow(told)
    project = create_project(folder / "members.clm", "Members")
    import_files(project, preview_files([folder / "members.csv"], project=project).files)
    return project


def test_that_a_churn_column_becomes_the_watchlist(tmp_path) -> None:
    with listed(tmp_path) as project:
        told = labelled_list(project)
    assert told is not None
    learned = learn_list(told)
    page = labelled_page(learned.people, learned.answer, learned.thresholds, Words("en", ""))
    gone = int((learned.answer.left == 1).sum())
    assert page.as_of.startswith("Learned from your file's own churn column")
    assert str(gone) in page.as_of
    assert len(page.tables[0]) == PEOPLE - gone
    assert "Plan: flex" in str(page.tables[0].values[-1][0])
    assert any("Exit note" in note for note in page.notes)
    assert dict(page.details)["AUC"] != ""
    assert {table.name for table in page.detail_tables} == {"contest", "columns_left_out"}
    chinese = labelled_page(learned.people, learned.answer, learned.thresholds, Words("zh", ""))
    assert "流失列" in chinese.as_of
    topic = labelled_topic(learned.people, learned.answer, Words("en", ""))
    first = topic["watchlist"][0]
    total = sum(first["reasons"].values()) + first["intercept"]
    assert expit(total) == pytest.approx(first["p_leave"], abs=1e-4)
    assert topic["columns_left_out"] == {"Exit note": "later"}


def test_that_orders_take_the_place_of_the_list(tmp_path) -> None:
    orders = tmp_path / "orders.csv"
    orders.write_text(
        "order id,customer,date,amount\n1,M0001,2024-01-05,20.00\n2,M0002,2024-02-05,30.00\n",
        encoding="utf-8",
    )
    with listed(tmp_path) as project:
        assert labelled_list(project) is not None
        import_files(project, preview_files([orders], project=project).files)
        assert labelled_list(project) is None
