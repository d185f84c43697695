"""A shop that is only a list of people: read it, learn from its label "has left", keep that.

Three steps, so that a window can run the middle one where it does not hold up the project file.
What was learned is kept under a digest of the list: any change of it is learned anew, a word of
the owner is not.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date

from clm_desktop import __version__
from clm_desktop.core.days import day_of
from clm_desktop.core.lists import CustomerList
from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.models.labelled.answer import LabelledAnswer, answer_labelled
from clm_desktop.plan.listed import ListedShop
from clm_desktop.store.lists import load_customer_list, only_listed
from clm_desktop.store.owner_words import load_words
from clm_desktop.store.project import Project
from clm_desktop.store.results import RunRecord, load_answers, save_answers
from clm_desktop.store.settings import load_settings
from clm_desktop.usecases.answers_file import pack_learned, unpack_learned

SEED = 0


def listed_shop(project: Project, ctx: RunContext = NULL_CONTEXT) -> ListedShop | None:
    """First step: the list out of the project, with what is kept; None where there are orders.

    Cost: 10,000 people of 20 columns about 1 CPU s.
    """
    if not only_listed(project):
        return None
    settings = load_settings(project)
    shop = ListedShop(
        people=load_customer_list(project, ctx),
        answer=None,
        thresholds=(settings.medium_risk_share, settings.high_risk_share),
        said=load_words(project, ctx),
        today=day_of(date.today()),
    )
    return replace(shop, answer=_kept(project, shop)) if shop.is_labelled else shop


def learn_list(shop: ListedShop, ctx: RunContext = NULL_CONTEXT) -> ListedShop:
    """Second step, without the project: learn what is not learned yet.

    Cost: 10,000 people of 20 columns about 15 CPU s.
    """
    if shop.is_learned:
        return shop
    answer = answer_labelled(shop.people, shop.thresholds, SEED, ctx)
    return replace(shop, answer=answer)


def keep_list(project: Project, shop: ListedShop) -> None:
    """Last step: keep what was learned, if it is not kept already."""
    digest = _digest(shop)
    saved = load_answers(project)
    if shop.answer is None or (saved is not None and saved[0].wish == digest):
        return
    record = RunRecord(
        as_of_day=shop.today, horizon_days=0, seed=SEED, revision=project.revision, wish=digest
    )
    save_answers(project, record, pack_learned(shop.answer), None)


def current_list(project: Project, ctx: RunContext = NULL_CONTEXT) -> ListedShop | None:
    """All three steps; None where there are orders, or nobody is on a list."""
    shop = listed_shop(project, ctx)
    if shop is None:
        return None
    learned = learn_list(shop, ctx)
    keep_list(project, learned)
    return learned


def _kept(project: Project, shop: ListedShop) -> LabelledAnswer | None:
    saved = load_answers(project)
    if saved is None or saved[0].wish != _digest(shop):
        return None
    return unpack_learned(saved[1])


def _digest(shop: ListedShop) -> str:
    """Of everything that the answer is made from."""
    made = hashlib.sha256(repr((__version__, SEED, shop.thresholds)).encode())
    people: CustomerList = shop.people
    for flags in (people.churned, people.consent):
        made.update(flags.tobytes())
    named = zip(people.attribute_names, people.attributes, strict=True)
    columns = (("key", people.key), ("city", people.city), ("country", people.country), *named)
    for name, cells in columns:
        made.update(repr((name, cells.tolist())).encode())
    return f"list {made.hexdigest()}"
