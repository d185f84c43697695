"""Every code that a customer answer may carry, with the names of its numbers.

The view writes the words for each; tests here check that no other code leaves a model, tests of
the view that each has words in every language. A parameter's name tells its unit
(``core.message.Message``).
"""

from __future__ import annotations

from itertools import product

CodeParams = tuple[str, tuple[str, ...]]

BASE_RATE = "base_rate"  # the method that has one chance for everybody and names nobody

RFM_IDS = (
    "best",
    "loyal",
    "regular",
    "big_ticket",
    "promising",
    "new",
    "needs_nudge",
    "slipping",
    "cant_lose",
    "at_risk",
    "almost_gone",
    "one_and_done",
    "gone",
)  # best first: the order of the groups on the page
# important (money above the mean) or ordinary; then recent and often, recent and rare, silent ...
EIGHT_WAYS_IDS = (
    "important_value",
    "important_develop",
    "important_keep",
    "important_win_back",
    "ordinary_value",
    "ordinary_develop",
    "ordinary_keep",
    "ordinary_win_back",
)
GROUP_PARAMS = (
    "customers",
    "sales_share",
    "median_recency_days",
    "median_orders",
    "median_spent_cents",
)

CLUSTER_LAST_SEEN = ("recent", "resting", "silent")
CLUSTER_ORDERS = ("often", "sometimes", "once")
CLUSTER_SPENDING = ("big", "middle", "small")
# A cluster's name is a pattern of three words, "recent_often_big" ..., its advice one of the first
# two. ``number`` is 0, or 1, 2 ... where several clusters have the same pattern.
CLUSTER_PATTERNS = tuple(
    "_".join(words) for words in product(CLUSTER_LAST_SEEN, CLUSTER_ORDERS, CLUSTER_SPENDING)
)

_GROUP_CODES: tuple[CodeParams, ...] = tuple(
    (f"segment.{segment_id}.{part}", GROUP_PARAMS if part == "meaning" else ())
    for segment_id in RFM_IDS
    for part in ("name", "meaning", "do", "dont")
)
_CLUSTER_CODES: tuple[CodeParams, ...] = (
    *((f"cluster.name.{pattern}", ("number",)) for pattern in CLUSTER_PATTERNS),
    ("cluster.meaning", GROUP_PARAMS),
    *(
        (f"cluster.{part}.{seen}_{orders}", ())
        for part in ("do", "dont")
        for seen, orders in product(CLUSTER_LAST_SEEN, CLUSTER_ORDERS)
    ),
)

_EIGHT_WAYS_CODES: tuple[CodeParams, ...] = (
    ("segment.eight_ways.meaning", GROUP_PARAMS),
    *(
        (f"segment.{segment_id}.{part}", ())
        for segment_id in EIGHT_WAYS_IDS
        for part in ("name", "do", "dont")
    ),
)

CODES: tuple[CodeParams, ...] = (
    *_GROUP_CODES,
    *_EIGHT_WAYS_CODES,
    *_CLUSTER_CODES,
    ("trust.hidden_buyers", ("customers", "orders")),
    ("trust.hidden_source", ("file", "customers", "orders")),
    ("trust.unlock_customers", ("have", "need")),
    ("trust.unlock_repeat", ("have", "need")),
    ("trust.unlock_days", ("have_days", "need_days")),
    ("trust.unlock_outcomes", ("have", "need")),
    ("trust.between_seasons", ("quiet_days",)),
    ("segments.forced", ("groups", "have", "need")),
    ("segments.worn", ("made_day", "nearer_share")),
    ("segments.refused.few_customers", ("have", "need")),
    ("segments.refused.same_customers", ("customers",)),
    ("segments.quality.clear", ("silhouette", "stability_share")),
    ("segments.quality.so_so", ("silhouette", "stability_share")),
    ("segments.quality.blurry", ("silhouette", "stability_share")),
    ("risk.verdict.look", ("customers",)),
    ("risk.verdict.too_short", ("span_days", "horizon_days")),
    ("risk.verdict.few_back", ("customers",)),
    ("risk.verdict.one_sided", ("horizon_days",)),
    ("risk.verdict.between_seasons", ("horizon_days",)),
    ("risk.verdict.no_pattern", ("horizon_days", "auc")),
    ("risk.verdict.nobody_named", ("horizon_days", "cutoff_day")),
    *(
        (
            f"risk.verdict.{kind}",
            ("horizon_days", "cutoff_day", "named", "named_right", "guess_right"),
        )
        for kind in ("tested", "rule", "early")
    ),
    ("labelled.verdict.few", ("have", "need")),
    ("labelled.verdict.no_columns", ()),
    ("labelled.verdict.no_pattern", ("auc",)),
    ("labelled.verdict.tested", ("people", "named", "named_right", "guess_right")),
    ("value.verdict.none", ("customers",)),
    ("value.verdict.few_back", ("orders",)),
    ("value.verdict.short_history", ("span_days",)),
    ("value.verdict.nothing_came", ("cutoff_day", "tested_days")),
    ("value.verdict.untested", ("span_days",)),
    (
        "value.verdict.tested",
        ("cutoff_day", "tested_days", "said_cents", "was_cents", "error_share", "covered_share"),
    ),
    *(
        (f"reason.{player}", ())
        for player in ("silence", "habit", "recent", "basket", "regularity")
    ),
)
