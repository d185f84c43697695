"""What an offer may cost: a part of what the next year leaves, never more."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.models.codes import CLUSTER_PATTERNS, EIGHT_WAYS_IDS, RFM_IDS
from clm_desktop.models.segments.cluster_names import words_of
from clm_desktop.plan.offers import KINDS, offer_of
from clm_desktop.usecases.compute_answers import RefreshOptions, compute_answers
from clm_desktop.view.pages.segments import segments_page
from clm_desktop.view.texts import TEXTS
from clm_desktop.view.words import Words
from tests.models.shops import plausible


@pytest.fixture(scope="module")
def answers():
    return compute_answers(plausible(600, 700, 1, gap_days=25), RefreshOptions(), NULL_CONTEXT)


def test_that_no_offer_costs_more_than_the_year_leaves(answers) -> None:
    for margin in (0.1, 0.4, 0.9):
        now = replace(answers, margin_share=margin)
        for scheme in now.schemes:
            for place, group in enumerate(scheme.groups):
                inside = scheme.label == place
                offer = offer_of(now, group, inside)
                leaves = margin * float(np.nanmean(now.value.value_12m_cents[inside]))
                assert 0 <= offer.ceiling_cents <= 0.15 * leaves + 1e-6
                if group.segment_id in ("gone", "almost_gone"):
                    assert offer.ceiling_cents == 0


def test_that_every_group_that_can_be_named_has_a_treatment(answers) -> None:
    like = answers.schemes[0].groups[0]
    nobody = np.zeros(len(answers.customers), bool)
    for segment_id in (*RFM_IDS, *EIGHT_WAYS_IDS):
        assert offer_of(answers, replace(like, segment_id=segment_id), nobody).kind in KINDS
    for pattern in CLUSTER_PATTERNS:
        (words,) = words_of("soft", (pattern,))
        group = replace(like, segment_id=words.segment_id, name=words.name)
        assert offer_of(answers, group, nobody).kind in KINDS
    for kind in KINDS:
        assert {f"message.{kind}", f"message_when.{kind}"} <= set(TEXTS)


def test_that_groups_keep_their_colour_and_letter_whoever_else_is_there(answers) -> None:
    words = Words("en", "GBP")
    (_, tiles), *_ = segments_page(answers, words).tile_sets
    scheme = answers.schemes[0]
    fewer = replace(
        answers,
        schemes=(replace(scheme, groups=scheme.groups[1:], label=scheme.label - 1),),
    )
    (_, later), *_ = segments_page(fewer, words).tile_sets
    signs = {tile.segment_id: (tile.colour, tile.symbol) for tile in tiles}
    assert later
    assert all(signs[tile.segment_id] == (tile.colour, tile.symbol) for tile in later)
