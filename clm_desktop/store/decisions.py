"""What the owner decided about pairs of customer keys: one person, or two all the same.

Kept by key, not by id: a decision outlasts the undo of an import and holds again when the keys
come back. The newest word about a pair is the one that stands.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from clm_desktop.store.project import Project, next_revision


@dataclass(frozen=True, slots=True, order=True)
class Decision:
    """About two keys; ``key_a`` sorts before ``key_b``."""

    key_a: str
    key_b: str
    together: bool

    @classmethod
    def of(cls, one: str, other: str, *, together: bool) -> Decision:
        """Of two keys in any order."""
        return cls(min(one, other), max(one, other), together)

    @property
    def pair(self) -> tuple[str, str]:
        """The keys."""
        return self.key_a, self.key_b


def decisions(project: Project) -> tuple[Decision, ...]:
    """All that stand, in the order of their keys."""
    with project.reading() as connection:
        query = "SELECT key_a, key_b, together FROM people_decisions ORDER BY key_a, key_b"
        return tuple(Decision(a, b, bool(t)) for a, b, t in connection.execute(query))


def replace_decisions(
    project: Project, gone: Iterable[tuple[str, str]], new: Iterable[Decision]
) -> int:
    """Forget what was decided about some pairs, decide others; gives the new revision."""
    with project.transaction() as connection:
        connection.executemany("DELETE FROM people_decisions WHERE key_a = ? AND key_b = ?", gone)
        connection.executemany(
            "INSERT OR REPLACE INTO people_decisions VALUES (?, ?, ?)",
            ((d.key_a, d.key_b, int(d.together)) for d in new),
        )
        return next_revision(connection)


def known_keys(project: Project, keys: Iterable[str]) -> set[str]:
    """Which of some keys are customers of the project."""
    with project.reading() as connection:
        query = "SELECT key FROM customers WHERE key = ?"
        return {key for (key,) in connection.executemany(query, ((key,) for key in keys))}
