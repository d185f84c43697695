"""What was worth saying about imported files, kept by their SHA-256."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from clm_desktop.core.message import Message
from clm_desktop.store.project import Project

_KEY = "note "  # + SHA-256 of a file


def save_notes(project: Project, notes: Mapping[str, Sequence[Message]]) -> None:
    """Keep the notes of files; what was kept of them before goes."""
    rows = [
        (f"{_KEY}{sha256}", json.dumps([[note.code, note.params] for note in told]))
        for sha256, told in notes.items()
    ]
    with project.transaction() as connection:
        connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", rows)


def load_notes(project: Project) -> tuple[tuple[str, Message], ...]:
    """(file name, note) of all files that stand, by the sequence of the files."""
    query = (
        "SELECT f.name, m.value FROM files f JOIN meta m ON m.key = ? || f.sha256"
        " GROUP BY f.sha256, f.name ORDER BY min(f.id)"
    )
    with project.reading() as connection:
        return tuple(
            (name, Message(code, tuple((key, value) for key, value in params)))
            for name, text in connection.execute(query, (_KEY,))
            for code, params in json.loads(text)
        )
