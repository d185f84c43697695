"""Behind the groups that the computer found: every k that was tried, the map, who is between."""

from __future__ import annotations

import numpy as np

from clm_desktop.models.results import FeatureMap, SegmentScheme
from clm_desktop.plan.answers import Answers
from clm_desktop.view.blocks import ChartBlock, ChartKind, Column, Kind, Series, TableBlock
from clm_desktop.view.marks import N_
from clm_desktop.view.pages import parts
from clm_desktop.view.theme import MARKERS
from clm_desktop.view.words import Words

BETWEEN = 0.6  # chance of the own group below which somebody stands between two
MOST_BETWEEN = 200
FEATURE_NAMES = {
    "days_since": N_("Days since last order"),
    "orders": N_("Orders"),
    "spent": N_("Spent"),
    "tenure": N_("Days since the first order"),
    "basket": N_("Average basket"),
    "rate": N_("Orders per day"),
    "usual_gap": N_("Usual gap in days"),
    "overdue": N_("Late against the own rhythm"),
    "products": N_("Products per order"),
}


def quality_details(answers: Answers, scheme: SegmentScheme, words: Words) -> list[tuple[str, str]]:
    """The figures of found groups, for those who know them."""
    quality, found = scheme.quality, scheme.found
    if quality is None or found is None:
        return []
    text = words.text
    method = text("K-means") if found.method == "kmeans" else text("Gaussian mixture")
    lines = [
        (parts.scheme_title(scheme.scheme, words), method),
        (text("Number of groups"), words.whole(quality.k)),
        (text("Found on"), words.date(found.made_day)),
        (text("Silhouette"), words.figure(quality.silhouette)),
        (text("Inertia"), words.decimal(quality.inertia)),
        (text("Davies-Bouldin index"), words.figure(quality.davies_bouldin)),
        (text("Stability (adjusted Rand index)"), words.figure(quality.stability_ari)),
        (text("Least stable of the refits"), words.figure(quality.least_ari)),
    ]
    if len(scheme.sureness):
        share = float((scheme.sureness < BETWEEN).mean())
        lines.append((text("Customers between two groups"), words.share(share)))
    return lines


def trials_table(scheme: SegmentScheme, words: Words) -> TableBlock:
    """Every number of groups that was tried."""
    text = words.text
    trials = scheme.quality.trials if scheme.quality is not None else ()
    chosen = scheme.quality.k if scheme.quality is not None else 0
    columns = [
        Column(key="k", title=text("Groups"), kind=Kind.WHOLE, width=8),
        Column(key="inertia", title=text("Inertia per customer"), kind=Kind.DECIMAL),
        Column(
            key="stability",
            title=text("Stability"),
            kind=Kind.DECIMAL,
            tip=text("How far groups found again among redrawn customers agree: 1 is all."),
        ),
        Column(key="least", title=text("Least stable"), kind=Kind.DECIMAL),
        Column(key="smallest", title=text("Smallest group"), kind=Kind.SHARE),
    ]
    values = [
        np.array([getattr(one, name) for one in trials], np.float64)
        for name in ("k", "inertia", "stability_ari", "least_ari", "smallest_share")
    ]
    more = (("cold_ari", text("Stability from scratch")), ("bic", "BIC"), ("icl", "ICL"))
    for name, title in more:
        figures = np.array([getattr(one, name) for one in trials], np.float64)
        if np.isfinite(figures).any():
            columns.append(Column(key=name, title=title, kind=Kind.DECIMAL))
            values.append(figures)
    columns.append(Column(key="used", title=text("Used"), kind=Kind.TEXT, width=8))
    used = parts.objects([text("yes") if one.k == chosen else "" for one in trials])
    return TableBlock(
        name=f"trials_{scheme.scheme}",
        title=text("How many groups: {scheme}", scheme=parts.scheme_title(scheme.scheme, words)),
        columns=tuple(columns),
        values=(*values, used),
    )


def between_table(answers: Answers, scheme: SegmentScheme, words: Words) -> tuple[TableBlock, ...]:
    """Customers between two soft groups, most undecided first."""
    if not len(scheme.sureness):
        return ()
    rows = np.flatnonzero((scheme.sureness < BETWEEN) & (scheme.second >= 0))
    rows = rows[np.argsort(scheme.sureness[rows], kind="stable")][:MOST_BETWEEN]
    names = parts.objects([parts.group_name(group, words) for group in scheme.groups])
    text = words.text
    return (
        TableBlock(
            name="between",
            title=text("Between two groups"),
            columns=(
                Column(key="customer", title=text("Customer"), kind=Kind.TEXT, width=24),
                Column(key="group", title=text("Group"), kind=Kind.TEXT, width=24),
                Column(key="sureness", title=text("How sure"), kind=Kind.SHARE),
                Column(key="second", title=text("Or rather"), kind=Kind.TEXT, width=24),
            ),
            values=(
                parts.customer_titles(answers)[rows],
                names[scheme.label[rows]],
                scheme.sureness[rows],
                names[scheme.second[rows]],
            ),
            row_kind="customer",
            row_key=parts.customer_ids(answers)[rows],
            empty=text("Nobody stands between two groups."),
            sorted_by="sureness",
        ),
    )


def found_charts(
    answers: Answers, schemes: list[SegmentScheme], words: Words
) -> tuple[ChartBlock, ...]:
    """The map of all customers and the elbow."""
    found = next((s for s in schemes if s.scheme == "clusters"), None)
    if found is None or found.quality is None:
        return ()
    charts = []
    if answers.feature_map is not None and len(answers.feature_map.row):
        charts.append(_map(answers.feature_map, found, words))
    if len(found.quality.trials) > 1:
        charts.append(_elbow(found, words))
    return tuple(charts)


def _map(drawn: FeatureMap, scheme: SegmentScheme, words: Words) -> ChartBlock:
    label = scheme.label[drawn.row]
    series = []
    for place, group in enumerate(scheme.groups):
        mine = label == place
        colour, _ = parts.group_sign(scheme.scheme, group.segment_id, place)
        series.append(
            Series(
                label=parts.group_name(group, words),
                x=tuple(drawn.x[mine].tolist()),
                y=tuple(drawn.y[mine].tolist()),
                colour=colour,
                marker=MARKERS[colour],
            )
        )
    translated = words.text
    names = [translated(FEATURE_NAMES[code]) for code in drawn.used]
    left = [translated(FEATURE_NAMES[code]) for code in drawn.dropped]
    told = words.text("Made of: {features}.", features=words.listed(names))
    if left:
        told = words.join(
            [
                told,
                words.text(
                    "Left out, for they say the same: {features}.", features=words.listed(left)
                ),
            ]
        )
    return ChartBlock(
        name="feature_map",
        title=words.text("Map of your customers"),
        sentence=told,
        kind=ChartKind.SCATTER,
        series=tuple(series),
        x_title=words.text(
            "First direction, {share} of all differences",
            share=words.share(drawn.explained_share[0]),
        ),
        y_title=words.text(
            "Second direction, {share}", share=words.share(drawn.explained_share[1])
        ),
        x_kind=Kind.DECIMAL,
        y_kind=Kind.DECIMAL,
    )


def _elbow(scheme: SegmentScheme, words: Words) -> ChartBlock:
    trials = scheme.quality.trials if scheme.quality is not None else ()
    return ChartBlock(
        name="elbow",
        title=words.text("How many groups"),
        sentence=words.text("More groups always lie nearer; the question is which of them hold."),
        kind=ChartKind.LINE,
        series=(
            Series(
                label=words.text("Inertia per customer"),
                x=tuple(float(one.k) for one in trials),
                y=tuple(one.inertia for one in trials),
            ),
            Series(
                label=words.text("Stability"),
                x=tuple(float(one.k) for one in trials),
                y=tuple(one.stability_ari for one in trials),
                colour=1,
                marker="s",
            ),
        ),
        x_title=words.text("Groups"),
        x_kind=Kind.WHOLE,
        y_kind=Kind.DECIMAL,
    )
