"""Products: how they belong together, drawn and in sentences, and what goes with a basket."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clm_desktop.core.relations import Relation
from clm_desktop.models.recommend.graph.told import standing
from clm_desktop.models.recommend.graph.types import RELATIONS, ProductGraph, no_relations
from clm_desktop.plan.answers import Answers
from clm_desktop.view.blocks import (
    ChartBlock,
    ChartKind,
    Column,
    Fact,
    Kind,
    Page,
    Series,
    TableBlock,
)
from clm_desktop.view.pages import parts
from clm_desktop.view.pages.basket import basket_table
from clm_desktop.view.pages.customers import Pair
from clm_desktop.view.words import Words

MOST_DRAWN = 30
MOST_LISTED = 1_000  # the export holds them all
_DRAWN_OF_KIND = {  # the rest goes to what stands in one basket
    Relation.REPLACES: 7,
    Relation.BOUGHT_NEXT: 7,
    Relation.REFILL_OF: 4,
}
_COLOURS = {
    Relation.GOES_WITH: 0,
    Relation.BOUGHT_NEXT: 1,
    Relation.REPLACES: 3,
    Relation.REFILL_OF: 2,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductLens:
    """What the page looks at: the neighbourhood of one product, a basket; store ids."""

    about: int | None = None
    basket: tuple[int, ...] = ()


WHOLE_SHOP = ProductLens()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The graph with the owner's words, the relations to be shown, theirs first."""

    graph: ProductGraph
    theirs: NDArray[np.bool_]

    def first(self, most: int) -> Standing:
        """At most so many: the owner's, then the rarer kinds, then what stands in one basket."""
        together = self.graph.relation == RELATIONS.index(Relation.GOES_WITH)
        at = np.lexsort((np.arange(len(together)), together, ~self.theirs))[:most]
        return Standing(graph=self.graph.take(at), theirs=self.theirs[at])


def stands(answers: Answers, about: int | None = None) -> Standing:
    """The relations of the shop, or only those of one product (position)."""
    learned = answers.recommend.graph or no_relations()
    graph, theirs = standing(learned, answers.relations, answers.names.product_key)
    if about is not None:
        mine = np.flatnonzero((graph.a == about) | (graph.b == about))
        graph, theirs = graph.take(mine), theirs[mine]
    return Standing(graph=graph, theirs=theirs)


def products_page(answers: Answers, words: Words, lens: ProductLens = WHOLE_SHOP) -> Page:
    """How products belong together; what to offer with a basket when one is chosen."""
    if not len(answers.names.product_id):
        return _nothing_named(answers, words)
    about = _position(answers, lens.about)
    shown = stands(answers, about)
    listed = shown.first(MOST_LISTED)
    tables = []
    if lens.basket:
        tables.append(basket_table(answers, lens.basket, words))
    if len(listed.graph):
        tables.append(relations_table(answers, listed, words))
    denied = _denied_table(answers, words)
    if len(denied):
        tables.append(denied)
    return Page(
        page="products",
        title=words.text("Products"),
        lead=_lead(answers, shown, about, words),
        as_of=parts.as_of(answers, words),
        facts=_facts(shown, words) if about is None else (),
        charts=(graph_chart(answers, shown, about, words),) if len(shown.graph) else (),
        tables=tuple(tables),
        notes=_notes(answers, words),
        empty="" if tables else words.text("No products are seen to belong together yet."),
        pictures_first=not lens.basket,
    )


def _nothing_named(answers: Answers, words: Words) -> Page:
    """The page of a shop whose files hold only the totals of orders."""
    return Page(
        page="products",
        title=words.text("Products"),
        lead=words.text("Your files name no products."),
        as_of=parts.as_of(answers, words),
        empty=words.code("recommend.no_products"),
    )


def _position(answers: Answers, product_id: int | None) -> int | None:
    if product_id is None:
        return None
    at = np.flatnonzero(answers.names.product_id == product_id)
    return int(at[0]) if len(at) else None


def _lead(answers: Answers, shown: Standing, about: int | None, words: Words) -> str:
    count = len(shown.graph)
    if about is not None:
        title = str(parts.product_titles(answers)[about])
        return words.plural(
            "“{product}” belongs to others in {n} way.",
            "“{product}” belongs to others in {n} ways.",
            count,
            product=title,
        )
    if not count:
        return words.text("No products are seen to belong together yet.")
    return words.plural(
        "Your orders show {n} way in which products belong together.",
        "Your orders show {n} ways in which products belong together.",
        count,
    )


def _facts(shown: Standing, words: Words) -> tuple[Fact, ...]:
    tip = words.text("At most 1 in 100 of them is expected to be chance.")
    notes = {
        Relation.GOES_WITH: words.text("pairs in one order"),
        Relation.BOUGHT_NEXT: words.text("first one, then the other"),
        Relation.REPLACES: words.text("in place of what is no longer sold"),
        Relation.REFILL_OF: words.text("bought again and again"),
    }
    count = np.bincount(shown.graph.relation, minlength=len(RELATIONS))
    return tuple(
        Fact(
            title=words.code(f"relation.{one}").capitalize(),
            value=words.whole(n),
            note=notes[one],
            tip=tip,
        )
        for one, n in zip(RELATIONS, count.tolist(), strict=True)
    )


def _notes(answers: Answers, words: Words) -> tuple[str, ...]:
    notes = [
        words.text(
            "Counted in your orders and compared with chance; large orders, the season and what"
            " sells anyway are allowed for. What you say stands above it."
        )
    ]
    without, with_next = answers.recommend.new_ndcg
    if np.isfinite(with_next):
        figures = {"without": words.figure(without), "with_next": words.figure(with_next)}
        helped = words.text(
            "Tips of new products look at what is bought next: on your hidden last orders that"
            " was better (NDCG@10 {with_next}, without {without}).",
            **figures,
        )
        not_helped = words.text(
            "Tips of new products do not look at what is bought next: on your hidden last orders"
            " that was no better (NDCG@10 {with_next}, without {without}).",
            **figures,
        )
        notes.append(helped if with_next > 1.01 * without else not_helped)
    return tuple(notes)


def sentence(answers: Answers, graph: ProductGraph, at: int, words: Words) -> str:
    """A relation with its numbers, as one says it."""
    relation = RELATIONS[int(graph.relation[at])]
    titles = parts.product_titles(answers)
    a, b = int(graph.a[at]), int(graph.b[at])
    if not graph.of[at]:
        return words.code("relation.told_only")
    code = "used_up" if a == b else str(relation)
    days, low, high = (
        round(float(np.nan_to_num(one[at]))) for one in (graph.days, graph.days_lo, graph.days_hi)
    )
    return words.code(
        f"relation.seen.{code}",
        a=str(titles[a]),
        b=str(titles[b]),
        count=int(graph.count[at]),
        of=int(graph.of[at]),
        other=int(graph.other[at]),
        lift=words.decimal(float(graph.lift[at])),  # as in the table
        limit_days=days,
        gone_days=days,
        gap_days=days,
        low_days=low,
        high_days=high,
    )


def relations_table(answers: Answers, shown: Standing, words: Words) -> TableBlock:
    """One row a relation: who, how, to whom, why; a double click looks at the first product."""
    graph, text, titles = shown.graph, words.text, parts.product_titles(answers)
    kinds = [
        words.code("relation.used_up" if a == b else f"relation.{RELATIONS[kind]}")
        for a, b, kind in zip(graph.a.tolist(), graph.b.tolist(), graph.relation, strict=True)
    ]
    said = [sentence(answers, graph, at, words) for at in range(len(graph))]
    word = words.code("relation.told")
    whose = [word if own else text("Your orders") for own in shown.theirs.tolist()]
    same = graph.a == graph.b
    pairs: list[Pair] = [
        (Column(key="product_a", title=text("Product"), kind=Kind.TEXT, width=28), titles[graph.a]),
        (Column(key="relation", title=text("Relation"), kind=Kind.TEXT), parts.objects(kinds)),
        (
            Column(key="product_b", title=text("Other product"), kind=Kind.TEXT, width=28),
            np.where(same, "", titles[graph.b]),
        ),
        (Column(key="why", title=text("Why"), kind=Kind.TEXT, width=60), parts.objects(said)),
        (Column(key="count", title=text("Seen"), kind=Kind.WHOLE), graph.count),
        (Column(key="lift", title=text("Times chance"), kind=Kind.DECIMAL), graph.lift),
        (Column(key="whose", title=text("Says"), kind=Kind.TEXT), parts.objects(whose)),
    ]
    return TableBlock(
        name="relations",
        title=text("How products belong together"),
        columns=tuple(column for column, _ in pairs),
        values=tuple(values for _, values in pairs),
        row_kind="relation",
        row_key=_row_keys(answers, graph.a, graph.b, np.array(_PLACES)[graph.relation]),
    )


_KINDS = tuple(Relation)
_PLACES = [_KINDS.index(one) for one in RELATIONS]


def _row_keys(
    answers: Answers,
    a: NDArray[np.integer],
    b: NDArray[np.integer],
    kind: NDArray[np.integer],
) -> NDArray[np.int64]:
    """One number for each relation, from the positions of its products."""
    n = len(answers.names.product_id)
    return np.asarray((a.astype(np.int64) * n + b) * len(_KINDS) + kind, np.int64)


def relation_of_row(answers: Answers, key: int) -> tuple[str, Relation, str]:
    """The relation of a row that is marked, by product keys."""
    n, keys = len(answers.names.product_id), answers.names.product_key
    pair, kind = divmod(key, len(_KINDS))
    return str(keys[pair // n]), _KINDS[kind], str(keys[pair % n])


def _denied_table(answers: Answers, words: Words) -> TableBlock:
    """What the owner denies, and what is never to be offered together."""
    place = {str(key): i for i, key in enumerate(answers.names.product_key.tolist())}
    titles = parts.product_titles(answers)
    rows = []
    for one in answers.relations:
        if one.a in place and one.b in place:
            a, b = str(titles[place[one.a]]), str(titles[place[one.b]])
            if not one.stands:
                rows.append((a, one, b, words.code("relation.told_not", a=a, b=b)))
            elif one.relation is Relation.NEVER_WITH:
                rows.append((a, one, b, words.code("relation.told_never", a=a, b=b)))
    text = words.text
    titles_ = (text("Product"), text("Relation"), text("Other product"), text("Why"))
    values = [
        parts.objects([row[0] for row in rows]),
        parts.objects([words.code(f"relation.{row[1].relation}") for row in rows]),
        parts.objects([row[2] for row in rows]),
        parts.objects([row[3] for row in rows]),
    ]
    return TableBlock(
        name="denied",
        title=text("What you keep apart"),
        columns=tuple(
            Column(key=key, title=title, kind=Kind.TEXT, width=width)
            for key, title, width in zip(
                ("product_a", "relation", "product_b", "why"),
                titles_,
                (28, 12, 28, 60),
                strict=True,
            )
        ),
        values=tuple(values),
        row_kind="relation",
        row_key=_row_keys(
            answers,
            np.array([place[row[1].a] for row in rows], np.int64),
            np.array([place[row[1].b] for row in rows], np.int64),
            np.array([_KINDS.index(row[1].relation) for row in rows], np.int64),
        ),
    )


def graph_chart(answers: Answers, shown: Standing, about: int | None, words: Words) -> ChartBlock:
    """The strongest relations of the shop, or those around one product."""
    graph, titles = shown.graph, parts.product_titles(answers)
    chosen = np.arange(len(graph))[:MOST_DRAWN] if about is not None else _strongest(shown)
    number: dict[int, int] = {} if about is None else {about: 0}
    series = []
    for kind, relation in enumerate(RELATIONS):
        at = chosen[graph.relation[chosen] == kind]
        if not len(at):
            continue
        turned = relation in {Relation.REPLACES, Relation.REFILL_OF}  # arrows point ahead in time
        begin, end = (graph.b, graph.a) if turned else (graph.a, graph.b)
        series.append(
            Series(
                label=words.code(f"relation.{relation}"),
                x=tuple(float(number.setdefault(int(p), len(number))) for p in begin[at]),
                y=tuple(float(number.setdefault(int(p), len(number))) for p in end[at]),
                colour=_COLOURS[relation],
                marker="" if relation is Relation.GOES_WITH else ">",
                texts=tuple(
                    words.text("every {span}", span=words.span(days)) for days in graph.days[at]
                ),
            )
        )
    first = int(chosen[0])
    return ChartBlock(
        name="product_graph",
        title=words.text("How products belong together"),
        sentence=sentence(answers, graph, first, words),
        kind=ChartKind.GRAPH,
        series=tuple(series),
        x_labels=tuple(str(titles[position]) for position in number),
    )


def _strongest(shown: Standing) -> NDArray[np.int64]:
    """The owner's relations, the surest of the rarer kinds, and of one basket as many as fit."""
    graph = shown.graph
    theirs = np.flatnonzero(shown.theirs)[:MOST_DRAWN]
    parts_ = [theirs]
    for relation, most in _DRAWN_OF_KIND.items():
        of_kind = np.flatnonzero((graph.relation == RELATIONS.index(relation)) & ~shown.theirs)
        parts_.append(of_kind[:most])
    room = max(MOST_DRAWN - sum(len(part) for part in parts_), 0)
    together = (graph.relation == RELATIONS.index(Relation.GOES_WITH)) & ~shown.theirs
    return np.concatenate([*parts_, np.flatnonzero(together)[:room]])[:MOST_DRAWN]
