"""What the owner says of how products belong together: checked, kept, taken back."""

from __future__ import annotations

from dataclasses import replace

from clm_desktop.core.errors import RequestError
from clm_desktop.core.relations import OwnerRelation, Relation, RelationChange
from clm_desktop.plan.answers import Answers
from clm_desktop.store import relations as store
from clm_desktop.store.project import Project


def relate(
    project: Project, a: str, relation: str, b: str, *, stands: bool | None = True
) -> tuple[RelationChange, ...]:
    """Say that a relation of two products (by key) holds, does not, or (None) say nothing more.

    Gives what :func:`undo_relations` undoes.

    Raises
    ------
    RequestError
        ``relation_unknown``, ``product_unknown``, ``relation_of_one`` where both are the same.
    """
    if relation not in set(Relation):
        raise RequestError("relation_unknown", word=relation, known=", ".join(Relation))
    kind = Relation(relation)
    known = store.known_products(project, (a, b))
    for key in (a, b):
        if key not in known and stands is not None:
            raise RequestError("product_unknown", product=key)
    if a == b and kind is not Relation.REFILL_OF:
        raise RequestError("relation_of_one", product=a)
    return store.relate(project, a, kind, b, stands=stands)


def undo_relations(project: Project, changes: tuple[RelationChange, ...]) -> None:
    """Bring back what stood before."""
    store.put_back(project, changes)


def with_relations(answers: Answers, told: tuple[OwnerRelation, ...]) -> Answers:
    """The answers with other words on products: the graph shows them at once.

    What follows for the tips comes with the next refresh.
    """
    return replace(answers, relations=told)
