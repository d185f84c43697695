"""Files may come or go between the steps of a job; nothing shows answers of other files then."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from clm_desktop.core.offer_bans import BanKind, OfferBan
from clm_desktop.core.owner_words import Word
from clm_desktop.core.run import NULL_CONTEXT, Cancelled
from clm_desktop.jobs.runner import JobSpec
from clm_desktop.plan.answers import Answers
from clm_desktop.store.project import Project
from clm_desktop.ui import data_work, offers_presenter, owner_work, plan_work, shop_work
from clm_desktop.ui.edits import Changed
from clm_desktop.ui.session import Shop
from clm_desktop.usecases.acquisition import acquisition_inputs, acquisition_of
from clm_desktop.usecases.current_answers import current_answers
from clm_desktop.usecases.import_files import import_files
from clm_desktop.usecases.open_project import open_project
from clm_desktop.usecases.outreach import load_outreach
from clm_desktop.usecases.preview_files import preview_files
from clm_desktop.usecases.undo_import import undo_import
from clm_desktop.view.blocks import Page
from clm_desktop.view.words import Words
from tests.ui.conftest import write_orders


@pytest.fixture
def project(shop_file: Path) -> Iterator[Project]:
    with open_project(shop_file) as opened:
        yield opened


@pytest.fixture
def shop(project: Project) -> Shop:
    return shop_work.shop_state(project, current_answers(project))


def known(shop: Shop) -> Answers:
    assert shop.answers is not None
    return shop.answers


def run(spec: JobSpec, between: Callable[[], object] | None = None) -> object:
    """All steps of a job; ``between`` happens before the last one."""
    value: object = None
    for place, (_, step) in enumerate(spec.steps):
        if between is not None and place == len(spec.steps) - 1:
            between()
        value = step(NULL_CONTEXT, value)
    return value


def test_that_answers_about_files_that_went_meanwhile_are_not_shown(shop: Shop) -> None:
    with pytest.raises(Cancelled):
        run(shop_work.refreshing(shop), lambda: undo_import(shop.project))
    assert shop_work.shop_state(shop.project, None).imports == ()


def test_that_a_word_said_meanwhile_comes_with_the_answers(shop: Shop) -> None:
    who = int(known(shop).names.customer_id[0])
    done = run(
        shop_work.refreshing(shop), lambda: run(owner_work.saying(shop, [who], Word.TALKED, ""))
    )
    assert isinstance(done, Shop)
    assert [one.word for one in known(done).said] == [Word.TALKED]


@pytest.mark.parametrize("what", ["word", "ban"])
def test_that_an_edit_of_a_shop_with_other_files_leaves_the_answers_to_their_refresh(
    shop: Shop, tmp_path: Path, what: str
) -> None:
    ban = OfferBan(kind=BanKind.PRODUCT, what=str(known(shop).names.product_key[0]))
    edits = {
        "word": owner_work.saying(shop, [int(known(shop).names.customer_id[0])], Word.TALKED, ""),
        "ban": offers_presenter.changing(shop, (ban,), stands=True),
    }
    more = write_orders(tmp_path / "more.csv", customers=5, seed=9, first_order=90_000)
    import_files(shop.project, preview_files([more]).files)
    done = run(edits[what])
    now = getattr(done, "shop", None)
    assert isinstance(now, Shop)
    assert len(now.imports) == 2
    assert now.answers is None


def test_that_no_plan_is_made_from_answers_and_orders_of_different_files(shop: Shop) -> None:
    now = plan_work.PlanNow(outreach=load_outreach(shop.project))
    making = plan_work.making(shop, known(shop), now)
    assert isinstance(run(making), plan_work.PlanNow)
    undo_import(shop.project)
    with pytest.raises(Cancelled):
        run(making)


def made_of(shop: Shop) -> tuple[int, int]:
    """Rows of a plan's reasons and customers won per channel, made of a shop as it is now."""
    now = plan_work.PlanNow(outreach=load_outreach(shop.project))
    planned = run(plan_work.making(shop, known(shop), now))
    won = acquisition_of(acquisition_inputs(shop.project, known(shop)))
    assert isinstance(planned, plan_work.PlanNow)
    assert planned.joint is not None
    return len(planned.joint.left_alone), sum(one.new_customers for one in won.channels)


@pytest.mark.parametrize("word", list(Word))
def test_that_a_plan_is_made_of_the_same_people_until_a_word_is_computed(
    shop: Shop, word: Word
) -> None:
    """Also who is no customer any more, or is one again, which changes who is counted."""
    before = made_of(shop)
    who = [int(known(shop).names.customer_id[5])]
    said = run(owner_work.saying(shop, who, word, "staff" if word is Word.NOT_CUSTOMER else ""))
    assert isinstance(said, Changed)
    assert made_of(said.shop) == before
    fresh = run(shop_work.refreshing(said.shop))
    assert isinstance(fresh, Shop)
    after = made_of(fresh)
    assert after[0] == before[0] - (word is Word.NOT_CUSTOMER)
    unsaid = run(owner_work.unsaying(fresh, said.changes))
    assert isinstance(unsaid, Changed)
    assert made_of(unsaid.shop) == after


def test_that_a_finding_that_is_gone_leads_back_to_the_quality_of_the_data(shop: Shop) -> None:
    words = Words("en", "USD")
    page: object = None
    for _, step in data_work.judging(shop, words, "set_aside"):
        page = step(NULL_CONTEXT, page)
    assert isinstance(page, Page)
    assert page.title == words.text("Data quality")
