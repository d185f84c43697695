"""Jobs of what the owner says, chooses and makes: kept in the project, seen at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from clm_desktop.core.owner_words import WordChange
from clm_desktop.core.run import RunContext
from clm_desktop.jobs.runner import JobSpec, Lane
from clm_desktop.plan.answers import Answers
from clm_desktop.store.own_segments import OwnSegment
from clm_desktop.store.settings import ShopSettings
from clm_desktop.ui.edits import Changed
from clm_desktop.ui.session import Shop
from clm_desktop.ui.shop_work import as_it_is
from clm_desktop.view.words import Words


@dataclass(frozen=True, slots=True)
class Chosen:
    """The shop after a choice, and what was chosen before."""

    shop: Shop
    before: ShopSettings
    stale: bool  # whether answers made before no longer hold


@dataclass(frozen=True, slots=True)
class Segmented:
    """The shop after its own segments changed, and the one that was made or taken away."""

    shop: Shop
    segment: OwnSegment


def saying(shop: Shop, customers: Sequence[int], word: str, value: str | None) -> JobSpec:
    """Say a word of customers (store ids, or those of a list); gives Changed."""
    ids, keys_of = np.zeros(0, np.int64), np.zeros(0, object)
    if shop.answers is not None:
        ids, keys_of = shop.answers.names.customer_id, shop.answers.names.customer_key
    elif shop.listed is not None:
        ids, keys_of = shop.listed.ids(), shop.listed.people.key
    keys = [str(key) for key in keys_of[np.isin(ids, np.asarray(customers, np.int64))]]

    def step(_ctx: RunContext, _before: object) -> Changed[WordChange]:
        from clm_desktop.usecases.owner_words import say_word

        with shop.project.transaction():  # all or none, and one wait for the disk
            changes = [c for key in keys for c in say_word(shop.project, key, word, value)]
        return Changed(_with_words(shop), tuple(changes))

    return _stored("words", step)


def unsaying(shop: Shop, changes: tuple[WordChange, ...]) -> JobSpec:
    """Bring back what stood before; gives Changed."""

    def step(_ctx: RunContext, _before: object) -> Changed[WordChange]:
        from clm_desktop.usecases.owner_words import undo_words

        undo_words(shop.project, changes)
        return Changed(_with_words(shop), changes)

    return _stored("words", step)


def choosing(
    shop: Shop, answers: Answers | None, change: Callable[[ShopSettings], ShopSettings]
) -> JobSpec:
    """Keep choices; gives Chosen. Levels of risk move at once."""

    def step(_ctx: RunContext, _before: object) -> Chosen:
        from clm_desktop.plan.reorder import with_reorder
        from clm_desktop.usecases.choices import choices, choose
        from clm_desktop.usecases.refresh import rules_of
        from clm_desktop.usecases.replan import replanned

        wanted = change(choices(shop.project))
        revision = shop.project.revision
        before = choose(shop.project, wanted)
        now = answers
        if now is not None:
            levels = (wanted.medium_risk_share, wanted.high_risk_share)
            if levels != now.risk.thresholds:
                now = replanned(now, thresholds=levels)
            if wanted.margin_share is not None:
                now = replace(now, margin_share=wanted.margin_share, margin_told=True)
            if rules_of(wanted) != now.reorder_rules:
                now = with_reorder(now, rules_of(wanted))
        return Chosen(as_it_is(shop, now), before, shop.project.revision != revision)

    return _stored("settings", step)


def renewing_groups(shop: Shop) -> JobSpec:
    """Let the computer find new groups at the next refresh; gives the Shop."""

    def step(_ctx: RunContext, _before: object) -> Shop:
        from clm_desktop.usecases.choices import find_new_groups

        find_new_groups(shop.project)
        return as_it_is(shop, shop.answers)

    return _stored("settings", step)


def adding_segment(shop: Shop, answers: Answers, name: str, rule: str, words: Words) -> JobSpec:
    """Make an own segment; gives Segmented."""

    def step(_ctx: RunContext, _before: object) -> Segmented:
        from clm_desktop.usecases.own_segments import add_segment, with_own

        made = add_segment(shop.project, answers, name, rule, words)
        return Segmented(as_it_is(shop, with_own(shop.project, answers)), made)

    return _stored("segment", step)


def removing_segment(shop: Shop, answers: Answers, name: str) -> JobSpec:
    """Take an own segment away; gives Segmented."""

    def step(_ctx: RunContext, _before: object) -> Segmented:
        from clm_desktop.usecases.own_segments import remove_segment, with_own

        gone = remove_segment(shop.project, name)
        return Segmented(as_it_is(shop, with_own(shop.project, answers)), gone)

    return _stored("segment", step)


def _with_words(shop: Shop) -> Shop:
    from clm_desktop.store.owner_words import load_words
    from clm_desktop.usecases.replan import replanned

    words, listed = load_words(shop.project), shop.listed
    if shop.answers is not None:
        return as_it_is(shop, replanned(shop.answers, words=words))
    now = as_it_is(shop, None)
    if now.listed is None or listed is None:
        return now
    return replace(now, listed=replace(listed, said=words))


def _stored(name: str, step: Callable[[RunContext, object], object]) -> JobSpec:
    return JobSpec(name=name, steps=((Lane.STORE, step),), quiet=True)
