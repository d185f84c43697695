"""Lists with the owner's own churn column: the program beside boosted trees as they come."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from clm_desktop.core.lists import CustomerList
from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.models.evaluate import auc
from clm_desktop.models.labelled.answer import answer_labelled
from clm_desktop.models.labelled.attributes import read_attributes
from clm_desktop.models.labelled.contest import PARTS, parts_of
from clm_desktop.models.labelled.learners import learn_design
from customer_bars.bars import Bar, at_least

FILES = (
    ("Churn_Modelling.csv", "Exited", ("CustomerId", "Surname")),
    ("Customer_Churn.csv", "Churn", ()),
    ("Telco-Customer-Churn.csv", "Churn", ("customerID",)),
)


def labelled_bars(folder: Path) -> list[Bar]:
    """AUC on people whom no model has seen: the tested fifth, and everybody in turn."""
    bars = []
    for name, label, who in FILES:
        raw = pd.read_csv(folder / "labelled_churn" / name, dtype=str, keep_default_na=False)
        people = _list(raw, label, who)
        answer = answer_labelled(people, (0.33, 0.66), 0, NULL_CONTEXT)
        theirs, part = _boosted(people)
        gone, test = people.churned == 1, part == 0
        off = np.abs(
            answer.contribution.sum(axis=1)
            + answer.intercept
            - np.log(answer.p_leave / (1 - answer.p_leave))[answer.explained]
        ).max()
        for where, rows in (("tested fifth", test), ("everybody", gone | ~gone)):
            ours = auc(answer.p_leave[rows], gone[rows])
            gain = ours - auc(theirs[rows], gone[rows])
            bars.append(at_least(f"{name[:16]} {where}, AUC {ours:.4f} - trees", gain, 0.0))
        bars.append(Bar(f"{name[:16]} reasons add up", "<= 1e-9", f"{off:.1e}", bool(off <= 1e-9)))
    return bars


def _boosted(people: CustomerList) -> tuple[np.ndarray, np.ndarray]:
    """Chances of boosted trees, each part by those of the other parts; and the parts."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    used, _ = read_attributes(
        people.attribute_names, people.attributes, people.churned, NULL_CONTEXT
    )
    gone = people.churned == 1
    part = parts_of(used, gone, 0)
    x = learn_design(used, np.arange(len(gone))).of(used)
    said = np.zeros(len(gone))
    for i in range(PARTS):
        model = HistGradientBoostingClassifier(random_state=0).fit(x[part != i], gone[part != i])
        said[part == i] = model.predict_proba(x[part == i])[:, 1]
    return said, part


def _list(raw: pd.DataFrame, label: str, who: tuple[str, ...]) -> CustomerList:
    n, blank = len(raw), np.full(len(raw), "", dtype=object)
    names = tuple(name for name in raw if name not in {label, *who})
    return CustomerList(
        key=np.array([str(i) for i in range(n)], dtype=object),
        customer_id=np.zeros(n, dtype=np.int64),
        name=blank,
        email=blank,
        phone=blank,
        city=blank,
        country=blank,
        consent=np.full(n, -1, dtype=np.int8),
        churned=raw[label].isin(["1", "Yes"]).to_numpy().astype(np.int8),
        attribute_names=names,
        attributes=tuple(raw[name].to_numpy(object) for name in names),
    )
