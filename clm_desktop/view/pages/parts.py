"""What several tabs say alike: names, the as-of line, the trust meter, figures of checks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from clm_desktop.models.codes import BASE_RATE, EIGHT_WAYS_IDS, RFM_IDS
from clm_desktop.models.results import Backtest, Group, SegmentScheme, TrustLevel
from clm_desktop.plan.answers import Answers
from clm_desktop.view.blocks import Fact
from clm_desktop.view.theme import MARKERS
from clm_desktop.view.words import Words

Objects = NDArray[np.object_]
_SYMBOLS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def as_of(answers: Answers, words: Words) -> str:
    """The line under every title: which day, and how much the data supports."""
    day = words.text("As of {day}.", day=words.date(answers.run.as_of_day))
    return words.join([day, trust_sentence(answers, words)])


def trust_sentence(answers: Answers, words: Words) -> str:
    """How much can I trust this? The rung of the ladder and its two numbers."""
    trust = answers.trust
    if trust.hidden_buyers is not None:
        return words.text("How sure? Repeat buyers cannot be seen.")
    people = words.plural("{n} customer", "{n} customers", trust.customers)
    back = words.plural("{n} of them came back", "{n} of them came back", trust.repeat_customers)
    level = {
        TrustLevel.LOOK: words.text("How sure? Too early to judge"),
        TrustLevel.RULES: words.text("How sure? Fair, by your shop's own rhythm"),
        TrustLevel.MODEL: words.text("How sure? Good"),
        TrustLevel.FULL: words.text("How sure? Very good"),
    }[trust.level]
    if answers.risk.method == BASE_RATE:  # much data, and nothing in it that tells people apart
        level = words.text("How sure? No pattern in who comes back")
    return words.text("{level} ({people}, {back}).", level=level, people=people, back=back)


def by_chance(answers: Answers) -> bool:
    """Whether the levels come from chances; below the Model level they go by rhythm."""
    return answers.trust.level >= TrustLevel.MODEL and bool(np.isfinite(answers.risk.p_buy).any())


def unlock_note(answers: Answers, words: Words) -> tuple[str, ...]:
    """What would make the answers better, where something would."""
    told = answers.trust.hidden_sources
    if answers.trust.unlock is not None:
        told = (*told, answers.trust.unlock)
    return tuple(words.say(message) for message in told)


def customer_titles(answers: Answers) -> Objects:
    """What each row of the customer table is called: the name, else the number or e-mail."""
    names = answers.names
    position = answers.customers.customer
    return _first_given(names.customer_name[position], names.customer_key[position])


def told_apart(titles: Objects, keys: Objects) -> Objects:
    """The titles, with the number or e-mail beside a name that several customers share."""
    _, which, count = np.unique(titles.astype(np.str_), return_inverse=True, return_counts=True)
    shared = count[which] > 1
    made = titles.copy()
    made[shared] = [f"{titles[row]} ({keys[row]})" for row in np.flatnonzero(shared)]
    return made


def product_titles(answers: Answers) -> Objects:
    """What each product is called: its name, else its number."""
    return _first_given(answers.names.product_name, answers.names.product_key)


def _first_given(first: Objects, second: Objects) -> Objects:
    return np.where(first == "", second, first)


def customer_ids(answers: Answers) -> NDArray[np.int64]:
    """The store's id of each row of the customer table."""
    return answers.names.customer_id[answers.customers.customer]


def row_of_customer(answers: Answers) -> NDArray[np.int64]:
    """Row in the customer table by position in the Transactions, -1 where there is none."""
    rows = np.full(len(answers.names.customer_id), -1, dtype=np.int64)
    rows[answers.customers.customer] = np.arange(len(answers.customers))
    return rows


def scheme_of(answers: Answers, name: str) -> SegmentScheme | None:
    """The grouping of that name, when the run made it."""
    return next((scheme for scheme in answers.schemes if scheme.scheme == name), None)


def scheme_title(scheme: str, words: Words) -> str:
    """What a way of grouping is called."""
    return {
        "rfm": words.text("By habit"),
        "clusters": words.text("Found by the computer"),
        "soft": words.text("Found, with soft edges"),
        "eight_ways": words.text("Eight kinds (RFM)"),
    }[scheme]


def group_sign(scheme: str, segment_id: str, place: int) -> tuple[int, str]:
    """Colour (role of the palette) and letter of a group, whatever other groups there are."""
    order: tuple[str, ...] = {"rfm": RFM_IDS, "eight_ways": EIGHT_WAYS_IDS}.get(scheme, ())
    if segment_id in order:
        place = order.index(segment_id)
    elif segment_id.rpartition("_")[2].isdecimal():
        place = int(segment_id.rpartition("_")[2]) - 1
    return place % len(MARKERS), _SYMBOLS[place % len(_SYMBOLS)]


def group_name(group: Group, words: Words) -> str:
    """Name of a group; look-alikes of the same kind are numbered."""
    number = dict(group.name.params).get("number", 0)
    same_kind = words.code("cluster.name.same_kind", number=number) if number else ""
    return " ".join(part for part in (words.say(group.name), same_kind) if part)


def group_names(scheme: SegmentScheme | None, n: int, words: Words) -> Objects:
    """The group of each customer in words, '' where there is none."""
    if scheme is None or not scheme.groups:
        return np.full(n, "", dtype=object)
    names = np.array([*(group_name(group, words) for group in scheme.groups), ""], dtype=object)
    return names[scheme.label]  # -1 picks the empty one at the end


def first_tips(answers: Answers) -> NDArray[np.int64]:
    """Position in the lists of each customer's first tip (buy again before new), -1 = none."""
    lists = answers.recommend.lists
    tips = np.full(len(answers.customers), -1, dtype=np.int64)
    if not len(lists.rank):
        return tips
    rows = row_of_customer(answers)[lists.customer]
    for is_new in (True, False):  # the later one wins
        mine = np.flatnonzero((lists.rank == 1) & (lists.is_new == is_new) & (rows >= 0))
        tips[rows[mine]] = mine
    return tips


def test_facts(test: Backtest, words: Words) -> tuple[tuple[str, str], ...]:
    """The figures of one check on the past, for the Details drawer."""
    share, decimal = words.share, words.figure
    return (
        (words.text("Tested from"), words.date(test.cutoff_day)),
        (words.text("Days tested"), words.days(test.horizon_days)),
        (words.text("Customers tested"), words.whole(test.customers)),
        (words.text("Named as leaving"), words.whole(test.named)),
        (words.text("Of them really stayed away"), words.whole(test.named_right)),
        (words.text("Repeat customers who stayed away"), share(test.base_rate)),
        *(_of_high_risk(test, words) if test.named else ()),
        (words.text("AUC"), decimal(test.auc)),
        (words.text("Log loss"), decimal(test.log_loss)),
        (words.text("Brier score"), decimal(test.brier)),
        (words.text("Calibration error"), decimal(test.calibration_error)),
    )


def _of_high_risk(test: Backtest, words: Words) -> tuple[tuple[str, str], ...]:
    """How "high risk" went as a yes or no among active repeat customers: more than were named."""
    return (
        (words.text("Accuracy of high risk"), words.share(test.accuracy)),
        (words.text("Precision of high risk"), words.share(test.precision)),
        (words.text("Recall of high risk"), words.share(test.recall)),
        (words.text("F1 of high risk"), words.figure(test.f1)),
    )


def fact(title: str, value: str, note: str = "", tip: str = "") -> Fact:
    """One tile."""
    return Fact(title=title, value=value, note=note, tip=tip)


def objects(values: Sequence[str]) -> Objects:
    """Texts as a column."""
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column
