"""No window of a plan lies where it is known already what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from clm_desktop.core.errors import RequestError
from clm_desktop.core.outreach import PlanSettings
from clm_desktop.store import plans
from clm_desktop.store.project import Project
from clm_desktop.usecases import outreach_choices as choices
from clm_desktop.usecases import outreach_plan as planning
from clm_desktop.usecases.current_answers import current_answers
from clm_desktop.usecases.import_files import import_files
from clm_desktop.usecases.open_project import create_project
from clm_desktop.usecases.outreach_plan import PlanWish
from clm_desktop.usecases.preview_files import preview_files
from tests.usecases.test_owner_side import orders

FIRST, SECOND = 560, 600  # days of the orders' own calendar


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Project]:
    with create_project(tmp_path / "shop.clm", "Lily") as project:
        import_files(project, preview_files([orders(tmp_path / "one.csv", until=FIRST)]).files)
        choices.all_agreed(project, "email", 10_000, "order form")
        yield project


def test_that_a_draft_that_lay_about_runs_from_what_is_not_known_yet(
    shop: Project, tmp_path: Path
) -> None:
    made = planning.make_plan(shop, current_answers(shop), PlanWish())
    import_files(shop, preview_files([orders(tmp_path / "two.csv", until=SECOND)]).files)
    later = current_answers(shop)
    assert later.run.as_of_day > made.record.week_day
    record, _ = planning.approve_plan(shop, later)
    assert record.week_day == made.record.week_day
    assert record.approved_day == later.run.as_of_day + 1


def test_that_a_plan_for_next_week_runs_from_next_week(shop: Project) -> None:
    answers = current_answers(shop)
    day = answers.run.as_of_day + 8
    planning.make_plan(shop, answers, PlanWish(week_day=day))
    assert planning.approve_plan(shop, answers)[0].approved_day == day


def test_that_a_week_that_is_approved_is_not_planned_twice(shop: Project, tmp_path: Path) -> None:
    answers = current_answers(shop)
    first = answers.run.as_of_day + 1
    wish = PlanWish(settings=PlanSettings(contacts=3))
    for place in range(3):
        assert planning.make_plan(shop, answers, wish).record.week_day == first + 7 * place
        assert planning.approve_plan(shop, answers)[0].week_day == first + 7 * place
    import_files(shop, preview_files([orders(tmp_path / "two.csv", until=SECOND)]).files)
    later = current_answers(shop)
    assert planning.make_plan(shop, later, wish).record.week_day == later.run.as_of_day + 1


def test_that_no_approval_is_taken_back_once_orders_reach_into_its_week(
    shop: Project, tmp_path: Path
) -> None:
    answers = current_answers(shop)
    planning.make_plan(shop, answers, PlanWish(settings=PlanSettings(contacts=3)))
    record, _ = planning.approve_plan(shop, answers)
    import_files(shop, preview_files([orders(tmp_path / "two.csv", until=SECOND)]).files)
    with pytest.raises(RequestError, match="plan_begun"):
        planning.reopen_plan(shop, current_answers(shop), record.number)
    assert planning.plan_of(shop, record.number) == record
    planning.reopen_plan(shop, answers, record.number)
    assert plans.load_draft(shop) is not None


def test_that_no_plan_is_made_for_a_week_that_is_known(shop: Project) -> None:
    answers = current_answers(shop)
    with pytest.raises(RequestError, match="bad_setting"):
        planning.make_plan(shop, answers, PlanWish(week_day=answers.run.as_of_day))
    assert plans.load_draft(shop) is None
