"""Keys that bear the same name in the same town: perhaps one person, so asked and never merged."""

from __future__ import annotations

import unicodedata

import apsw

from clm_desktop.core.run import RunContext

MOST_NAMESAKES = 3  # more are a common name
_TOLD = """
SELECT customer_id, name, city FROM customer_facts WHERE name <> '' AND city <> ''
UNION ALL SELECT c.id, l.name, l.city FROM listed_people l JOIN customers c ON c.key = l.key
WHERE l.name <> '' AND l.city <> '' AND l.state = 0
"""


def namesakes(connection: apsw.Connection, ctx: RunContext) -> list[tuple[str, tuple[int, ...]]]:
    """(name and town, ids of two or three keys that told both), in order of the names.

    Notes
    -----
    Cost: 3 µs per told name.
    """
    told: dict[tuple[str, str], set[int]] = {}
    written: dict[tuple[str, str], str] = {}
    for count, (id_, name, city) in enumerate(connection.execute(_TOLD)):
        if count % 20_000 == 0:
            ctx.check()
        both = _folded(name), _folded(city)
        if len(both[0]) > 1:
            told.setdefault(both, set()).add(id_)
            text = f"{name}, {city}"
            written[both] = min(text, written.get(both, text))
    return [
        (written[both], tuple(sorted(ids)))
        for both, ids in sorted(told.items())
        if 1 < len(ids) <= MOST_NAMESAKES
    ]


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
