"""Where customers live and whether they may be written to: the newest that any file told."""

from __future__ import annotations

import numpy as np

from clm_desktop.core.lists import NOT_TOLD
from clm_desktop.core.people_told import PeopleTold
from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.store.columns import columns
from clm_desktop.store.people import Persons, settle_people
from clm_desktop.store.project import Project

_PLACES = """
SELECT customer_id, city, country, file_id FROM customer_facts WHERE city <> '' OR country <> ''
UNION ALL SELECT c.id, l.city, l.country, l.file_id FROM listed_people l
  JOIN customers c ON c.key IN (l.key, l.email, l.phone)
  WHERE l.state = 0 AND (l.city <> '' OR l.country <> '')
ORDER BY 4
"""
# The newest word holds, and on one day a no.
_CONSENT = """
SELECT c.id, l.consent, f.as_of_s / 86400 FROM listed_people l JOIN files f ON f.id = l.file_id
  JOIN customers c ON c.key IN (l.key, l.email, l.phone)
  WHERE l.state = 0 AND l.consent IS NOT NULL
UNION ALL SELECT customer_id, consent, consent_day FROM customer_facts WHERE consent IS NOT NULL
ORDER BY 3, 2 DESC
"""


def load_people_facts(project: Project, ctx: RunContext = NULL_CONTEXT) -> PeopleTold:
    """Everybody; cost: one pass over what files told of customers, 1 s per million."""
    settle_people(project, ctx)
    with project.reading(ctx) as connection:
        persons = Persons(connection, ctx)
        query = connection.execute("SELECT id FROM customers ORDER BY id")
        (ids,) = columns(query, (np.int64,), ctx)
        ids = ids[persons.stand_for_others(ids)]
        place = np.full(int(ids.max(initial=0)) + 1, -1, np.int64)
        place[ids] = np.arange(len(ids))
        told, city, country, _ = columns(
            connection.execute(_PLACES), (np.int64, object, object, np.int64), ctx
        )
        who, said, _ = columns(connection.execute(_CONSENT), (np.int64, np.int8, np.int64), ctx)
        at, who_at = place[persons.of(told)], place[persons.of(who)]
    cities, countries = (np.full(len(ids), "", dtype=object) for _ in range(2))
    consent = np.full(len(ids), NOT_TOLD, np.int8)
    for found, values in ((cities, city), (countries, country)):
        known = (values != "") & (at >= 0)
        found[at[known]] = values[known]  # of repeated places the last one stays: the newest file
    consent[who_at[who_at >= 0]] = said[who_at >= 0]
    return PeopleTold(customer_id=ids, city=cities, country=countries, consent=consent)
