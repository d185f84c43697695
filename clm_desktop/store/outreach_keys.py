"""Plans, contacts and consents name customers by key; what is read is of whole persons."""

from __future__ import annotations


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
