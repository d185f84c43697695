"""Lists of people with the owner's own label: learned from it, tested once, explained exactly."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.special import logit

from clm_desktop.core.lists import CustomerList
from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.models.evaluate import auc
from clm_desktop.models.labelled.answer import FEWEST, LabelledAnswer, answer_labelled
from clm_desktop.models.labelled.attributes import learn_encoding, read_attributes
from clm_desktop.models.labelled.contest import PARTS, fit, parts_of
from clm_desktop.models.labelled.learners import BLEND, METHODS, RULE, Learned, learn

LEVELS = (0.33, 0.66)


def people(columns: dict[str, list[str]], churned) -> CustomerList:
    n = len(churned)
    blank = np.full(n, "", dtype=object)
    return CustomerList(
        key=np.array([f"k{i}" for i in range(n)], dtype=object),
        customer_id=np.zeros(n, dtype=np.int64),
        name=blank,
        email=blank,
        phone=blank,
        city=blank,
        country=blank,
        consent=np.full(n, -1, dtype=np.int8),
        churned=np.asarray(churned, dtype=np.int8),
        attribute_names=tuple(columns),
        attributes=tuple(np.array(cells, dtype=object) for cells in columns.values()),
    )


def made_list(n: int = 700, seed: int = 0) -> CustomerList:
    """Who pays by the month, complained and is new leaves; some cells are not told."""
    rng = np.random.default_rng(seed)
    monthly = rng.random(n) < 0.5
    months, calls = rng.integers(0, 60, n), rng.poisson(1.0, n)
    odds = -1.5 + 1.6 * monthly - 0.04 * months + 0.8 * calls
    left = rng.random(n) < 1 / (1 + np.exp(-odds))
    told = rng.random(n) < 0.9
    return people(
        {
            "RowNumber": [str(i + 1) for i in range(n)],
            "Contract": ["monthly" if one else "yearly" for one in monthly],
            "Months": [str(m) if t else "" for m, t in zip(months, told, strict=True)],
            "Calls": [f"{c}.0" for c in calls],
            "Joined": [f"20{20 + m % 5}-0{1 + m % 9}-15" for m in months],
            "Comment": [f"said {i * 7919 % 10007}" for i in range(n)],
            "Currency": ["EUR"] * n,
            "Fax": [""] * n,
            "Reason of leaving": ["price" if one else "" for one in left],
        },
        left,
    )


@pytest.fixture(scope="module")
def listed() -> CustomerList:
    return made_list()


@pytest.fixture(scope="module")
def answer(listed) -> LabelledAnswer:
    return answer_labelled(listed, LEVELS, 0, NULL_CONTEXT)


def test_that_columns_of_no_use_are_left_out_each_for_its_reason(answer) -> None:
    assert answer.attribute_names == ("Contract", "Months", "Calls", "Joined")
    assert {one.name: one.why for one in answer.attributes_left_out} == {
        "RowNumber": "number",
        "Comment": "names",
        "Currency": "constant",
        "Fax": "empty",
        "Reason of leaving": "later",
    }


def test_that_every_method_takes_part_and_the_best_is_chosen(answer) -> None:
    assert {one.method for one in answer.contest} == {*METHODS, "base_rate"}
    chosen = [one for one in answer.contest if one.chosen]
    assert [one.method for one in chosen] == [answer.method]
    assert chosen[0].log_loss <= min(one.log_loss for one in answer.contest) + 0.001
    assert answer.method != "base_rate"


def test_that_the_check_is_of_people_who_taught_nothing(listed, answer) -> None:
    gone = listed.churned == 1
    used, _ = read_attributes(
        listed.attribute_names, listed.attributes, listed.churned, NULL_CONTEXT
    )
    part = parts_of(used, gone, 0)
    assert answer.check is not None
    assert answer.check.people == int((part == 0).sum())
    assert answer.check.left == pytest.approx(gone.sum() / PARTS, rel=0.25)
    alone = fit(
        answer.method, used, np.flatnonzero(part != 0), gone[part != 0], 0, NULL_CONTEXT
    ).log_odds(used)[part == 0]
    assert answer.check.auc == pytest.approx(auc(alone, gone[part == 0]))
    assert answer.check.auc == pytest.approx(auc(answer.p_leave[part == 0], gone[part == 0]))
    assert answer.check.auc > 0.7
    assert answer.check.calibration_error < 0.12
    assert abs(float(answer.p_leave.mean()) - gone.mean()) < 0.03


def test_that_equal_people_are_never_split_between_teaching_and_test() -> None:
    twice = made_list(200)
    cells = tuple(np.concatenate([one, one]) for one in twice.attributes)
    names = twice.attribute_names
    left = np.concatenate([twice.churned, twice.churned])
    used, _ = read_attributes(names[1:5], cells[1:5], left, NULL_CONTEXT)
    part = parts_of(used, left == 1, 3)
    np.testing.assert_array_equal(part[:200], part[200:])
    assert len(set(part)) == PARTS


def test_that_reasons_add_up_and_name_what_matters(listed, answer) -> None:
    told = answer.contribution.sum(axis=1) + answer.intercept
    np.testing.assert_allclose(told, logit(answer.p_leave[answer.explained]), atol=1e-9)
    assert (listed.churned[answer.explained] == 0).all()
    assert (np.diff(answer.p_leave[answer.explained]) <= 0).all()
    first = dict(zip(answer.attribute_names, answer.contribution[:20].mean(axis=0), strict=True))
    assert max(first, key=lambda name: first[name]) in {"Contract", "Months", "Calls"}
    assert min(first["Contract"], first["Calls"]) > 0


def test_that_what_most_people_have_is_a_reason_too() -> None:
    """Most of those who stayed pay by the month as well: still it is why many leave."""
    rng = np.random.default_rng(8)
    monthly = rng.random(900) < 0.7
    gone = rng.random(900) < np.where(monthly, 0.45, 0.1)
    assert (monthly & ~gone).sum() > (~monthly & ~gone).sum()
    listed = people(
        {
            "Contract": np.where(monthly, "month", "year").tolist(),
            "Colour": rng.choice(["red", "blue"], 900).tolist(),
        },
        gone,
    )
    answer = answer_labelled(listed, LEVELS, 0, NULL_CONTEXT)
    contract = answer.contribution[:, answer.attribute_names.index("Contract")]
    by_month = monthly[answer.explained]
    assert by_month.any()
    assert (contract[by_month] > 0.2).all()
    told = answer.contribution.sum(axis=1) + answer.intercept
    np.testing.assert_allclose(told, logit(answer.p_leave[answer.explained]), atol=1e-9)


def test_that_a_rule_names_its_column_as_the_reason() -> None:
    rng = np.random.default_rng(2)
    calls = rng.integers(0, 10, 400)
    some = (calls > 2) & (calls < 6)
    gone = rng.random(400) < np.where(some, 0.85, 0.1)
    columns = {"Calls": calls.astype(str).tolist()}
    columns |= {f"Noise {i}": rng.integers(18, 80, 400).astype(str).tolist() for i in range(10)}
    answer = answer_labelled(people(columns, gone), LEVELS, 0, NULL_CONTEXT)
    assert answer.method == RULE
    share = dict(zip(answer.attribute_names, answer.contribution.T, strict=True))
    assert some[answer.explained].any()
    assert (share.pop("Calls")[some[answer.explained]] > 1).all()
    assert not any(noise.any() for noise in share.values())
    told = answer.contribution.sum(axis=1) + answer.intercept
    np.testing.assert_allclose(told, logit(answer.p_leave[answer.explained]), atol=1e-9)


def test_that_who_is_watched_has_not_left(listed, answer) -> None:
    assert (listed.churned[answer.watched] == 0).all()
    assert len(answer.watched) == int((listed.churned == 0).sum())


def test_that_people_without_a_label_get_a_chance_too() -> None:
    some = made_list(400)
    untold = np.where(np.arange(400) < 50, -1, some.churned).astype(np.int8)
    answer = answer_labelled(replace(some, churned=untold), LEVELS, 0, NULL_CONTEXT)
    assert np.isfinite(answer.p_leave).all()
    assert auc(answer.p_leave[:50], some.churned[:50] == 1) > 0.6
    in_list = np.isin(np.arange(50), answer.watched)
    assert in_list.all()


def test_that_nothing_is_learned_from_too_few_or_from_noise() -> None:
    few = answer_labelled(made_list(40), LEVELS, 0, NULL_CONTEXT)
    assert few.verdict.code == "labelled.verdict.few"
    assert dict(few.verdict.params)["need"] == FEWEST
    assert np.isnan(few.p_leave).all()
    rng = np.random.default_rng(5)
    noise = people({"Shoe": [str(v) for v in rng.integers(36, 47, 400)]}, rng.random(400) < 0.3)
    nothing = answer_labelled(noise, LEVELS, 0, NULL_CONTEXT)
    assert nothing.verdict.code == "labelled.verdict.no_pattern"
    assert (nothing.risk == -1).all()
    bare = answer_labelled(people({}, [0, 1] * 100), LEVELS, 0, NULL_CONTEXT)
    assert bare.verdict.code == "labelled.verdict.no_columns"


def test_that_better_than_boosted_trees_as_they_come_on_a_telephone_company(shared) -> None:
    from sklearn.ensemble import HistGradientBoostingClassifier

    raw = pd.read_csv(
        shared / "labelled_churn" / "Telco-Customer-Churn.csv", dtype=str, keep_default_na=False
    )
    gone = (raw.pop("Churn") == "Yes").to_numpy()
    del raw["customerID"]
    columns = tuple(raw[name].to_numpy(object) for name in raw)
    used, out = read_attributes(tuple(raw), columns, gone.astype(np.int8), NULL_CONTEXT)
    assert (len(used), out) == (19, ())
    part = parts_of(used, gone, 0)
    teach, test = np.flatnonzero(part != 0), np.flatnonzero(part == 0)
    ours = fit("blend", used, teach, gone[teach], 0, NULL_CONTEXT)
    design = ours.design.of(used)
    plain = HistGradientBoostingClassifier(random_state=0).fit(design[teach], gone[teach])
    theirs = auc(plain.predict_proba(design[test])[:, 1], gone[test])
    assert auc(ours.log_odds(used)[test], gone[test]) > theirs


def test_that_middle_values_are_learned_from_the_teaching_rows_alone() -> None:
    cells = np.array(["3", "1", "2", "", "900", "901"], dtype=object)
    (one,), _ = read_attributes(("a",), (cells,), np.full(6, -1, np.int8), NULL_CONTEXT)
    assert learn_encoding(one, np.arange(3)).middle == 2
    assert not learn_encoding(one, np.arange(3)).has_gaps
    assert learn_encoding(one, np.arange(4)).has_gaps


def test_that_a_blend_of_parts_fitted_before_is_the_blend_fitted_alone() -> None:
    rng = np.random.default_rng(3)
    x = rng.normal(size=(300, 4))
    y = rng.random(300) < 1 / (1 + np.exp(-x[:, 0] - x[:, 1]))
    known: dict[str, Learned] = {}
    for method in METHODS:
        known[method] = learn(method, x, y, 0, NULL_CONTEXT, known)
    alone = learn(BLEND, x, y, 0, NULL_CONTEXT)
    np.testing.assert_allclose(known[BLEND].log_odds(x), alone.log_odds(x), atol=1e-12)


@pytest.mark.parametrize(
    "name",
    ["Religion", "health_status", "EthnicGroup", "Is disabled", "民族", "是否残疾"],
)
def test_that_nobodys_chance_hangs_on_what_is_too_private_for_it(name: str) -> None:
    left = np.tile(np.array([0, 1], np.int8), 60)
    told = np.tile(np.array(["a", "b"], object), 60)
    plan = np.repeat(np.array(["flex", "year"], object), 60)
    used, out = read_attributes((name, "Plan"), (told, plan), left, NULL_CONTEXT)
    assert [one.name for one in used] == ["Plan"]
    assert [(one.name, one.why) for one in out] == [(name, "sensitive")]
