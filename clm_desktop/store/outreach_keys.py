"""Plans, contacts and consents name customers by key; what is read is of whole persons."""

from __future__ import annotations

from collections.abc import Iterable

from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.store.people import settle_people
from clm_desktop.store.project import Project


def of_persons(table: str, columns: str, order: str, where: str = "1") -> str:
    """Query of a table with ``customer_key``: the key that stands for the person comes first.

    For settled projects (``people.settle_people``); keys of no customer stay as they are.
    """
    return (
        f"SELECT ifnull(r.key, t.customer_key), {columns} FROM {table} t"  # noqa: S608 - our own
        " LEFT JOIN customers c ON c.key = t.customer_key"
        " LEFT JOIN people p ON p.customer_id = c.id"
        f" LEFT JOIN customers r ON r.id = p.person_id WHERE {where} ORDER BY {order}"
    )


_PERSON = """
SELECT ifnull(r.key, c.key) FROM customers c LEFT JOIN people p ON p.customer_id = c.id
  LEFT JOIN customers r ON r.id = p.person_id WHERE c.key = ?
"""


def persons_of(
    project: Project, keys: Iterable[str], ctx: RunContext = NULL_CONTEXT
) -> dict[str, str]:
    """Of each key that is a customer's, the key that stands for the person."""
    settle_people(project, ctx)
    return _found(project, keys, _PERSON, ctx)


def own_keys(
    project: Project, keys: Iterable[str], ctx: RunContext = NULL_CONTEXT
) -> dict[str, str]:
    """Of each key that is a customer's, as it was typed, the key as files tell it."""
    return _found(project, keys, "SELECT key FROM customers WHERE key = ?", ctx)


def _found(project: Project, keys: Iterable[str], query: str, ctx: RunContext) -> dict[str, str]:
    """Answers of a query for keys; e-mails are found however they are written."""
    found: dict[str, str] = {}
    with project.reading(ctx) as connection:
        for key in set(keys):
            answer = connection.execute(query, (key,)).get
            if answer is None and "@" in key:
                answer = connection.execute(query, (key.casefold(),)).get
            if answer is not None:
                found[key] = str(answer)
    return found
