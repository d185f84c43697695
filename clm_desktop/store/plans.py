"""Plans: the draft that is worked on, those that were approved, and the log of every edit.

An approved plan is never made anew: of its rows only the state changes (done, skipped ...), so
that who was held out by lot stays known for good: no function here writes anything else of it.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import apsw

from clm_desktop.core.errors import RequestError
from clm_desktop.core.outreach import (
    ItemState,
    PlanEdit,
    PlanItem,
    PlanRecord,
    PlanSettings,
    PlanState,
    Terms,
)
from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.store.outreach_keys import of_persons
from clm_desktop.store.people import settle_people
from clm_desktop.store.plan_rows import (
    ITEM_COLUMNS,
    acquisition_of,
    acquisition_text,
    figure,
    item_from,
    item_of,
    item_row,
    item_text,
    number,
    settings_of,
    settings_text,
    terms_of,
    terms_text,
)
from clm_desktop.store.project import Project

_PLAN_COLUMNS = (
    "id, state, made_s, as_of_day, week_day, approved_day, seed, program_version, settings,"
    " acquisition, gain_cents, gain_lo_cents, gain_hi_cents, cost_cents, cost_p95_cents,"
    " shadow_price, solver, gap_share, terms"
)
_MARKS = ", ".join("?" * (len(ITEM_COLUMNS.split(",")) + 3))
_INSERT_ITEM = (
    f"INSERT INTO plan_items (plan_id, customer_key, place, {ITEM_COLUMNS})"  # noqa: S608
    f" VALUES ({_MARKS})"
)
_INSERT_PLAN = (
    f"INSERT INTO plans ({_PLAN_COLUMNS})"  # noqa: S608
    f" VALUES ({', '.join('?' * len(_PLAN_COLUMNS.split(',')))}) RETURNING id"
)
_ITEMS = of_persons(
    "plan_items",
    ", ".join(f"t.{name.strip()}" for name in ITEM_COLUMNS.split(",")),
    "t.place, t.customer_key",
    "t.plan_id = ?",
)


def load_settings(project: Project) -> PlanSettings:
    """The owner's choices for plans."""
    with project.reading() as connection:
        found = connection.execute("SELECT value FROM plan_settings WHERE key = 'plan'").get
    return PlanSettings() if found is None else settings_of(found)


def save_settings(project: Project, settings: PlanSettings) -> None:
    """Keep the owner's choices for plans."""
    with project.transaction() as connection:
        connection.execute(
            "INSERT OR REPLACE INTO plan_settings VALUES ('plan', ?)", (settings_text(settings),)
        )


def load_words(project: Project) -> dict[str, str]:
    """What messages need beside: the shop's name, their language, how to stop them."""
    with project.reading() as connection:
        query = "SELECT key, value FROM plan_settings WHERE key <> 'plan'"
        return dict(connection.execute(query))


def save_word(project: Project, key: str, value: str) -> None:
    """Keep one of these words; '' takes it back."""
    with project.transaction() as connection:
        connection.execute("DELETE FROM plan_settings WHERE key = ?", (key,))
        if value:
            connection.execute("INSERT INTO plan_settings VALUES (?, ?)", (key, value))


def load_plans(
    project: Project, state: PlanState, ctx: RunContext = NULL_CONTEXT
) -> tuple[PlanRecord, ...]:
    """All plans of a state with their rows, oldest first; customers as whole persons."""
    settle_people(project, ctx)
    query = f"SELECT {_PLAN_COLUMNS} FROM plans WHERE state = ? ORDER BY id"  # noqa: S608
    with project.reading(ctx) as connection:
        rows = list(connection.execute(query, (state,)))
        return tuple(_record(row, _items(connection, row[0], ctx)) for row in rows)


def load_draft(project: Project, ctx: RunContext = NULL_CONTEXT) -> PlanRecord | None:
    """The draft that is worked on; there is at most one."""
    drafts = load_plans(project, PlanState.DRAFT, ctx)
    if not drafts:
        return None
    once = {item.customer_key: item for item in reversed(drafts[-1].items)}  # keys became one
    return replace(drafts[-1], items=tuple(reversed(once.values())))


def save_draft(project: Project, record: PlanRecord, edits: Sequence[PlanEdit] = ()) -> PlanRecord:
    """Keep a draft in place of the one before, under its number, and log what the owner changed.

    Gives it with its number. The log stays: edits of the draft before are those of this one.

    Raises
    ------
    RequestError
        ``no_draft`` when there are edits of a draft that is none any more.
    """
    with project.transaction() as connection:
        standing = connection.execute("SELECT id FROM plans WHERE state = 'draft'").get
        if edits and standing != record.number:
            raise RequestError("no_draft")
        connection.execute("DELETE FROM plans WHERE state = 'draft'")
        number_ = int(connection.execute(_INSERT_PLAN, (standing, *_plan_row(record))).get)
        connection.executemany(
            _INSERT_ITEM,
            (
                (number_, item.customer_key, place, *item_row(item))
                for place, item in enumerate(record.items)
            ),
        )
        _log(connection, edits)
    return replace(record, number=number_, state=PlanState.DRAFT, approved_day=None, terms=())


def _plan_row(record: PlanRecord) -> tuple[object, ...]:
    settings, acquisition = settings_text(record.settings), acquisition_text(record.acquisition)
    figures = (
        *(record.gain_cents, record.gain_lo_cents, record.gain_hi_cents),
        *(record.cost_cents, record.cost_p95_cents, record.shadow_price),
    )
    return (
        *(PlanState.DRAFT, record.made_s, record.as_of_day, record.week_day, None),
        *(record.seed, record.program_version, settings, acquisition),
        *map(number, figures),
        *(record.solver, number(record.gap_share), terms_text(())),
    )


def approve_draft(project: Project, approved_day: int, terms: Iterable[Terms] = ()) -> int:
    """Fix the draft: its lot is drawn for good. Gives its number.

    ``terms``: what contacts cost by now; () = not known.

    Raises
    ------
    RequestError
        ``no_draft``.
    """
    with project.transaction() as connection:
        found = connection.execute(
            "UPDATE plans SET state = 'approved', approved_day = ?, terms = ?"
            " WHERE state = 'draft' RETURNING id",
            (approved_day, terms_text(terms)),
        ).get
    if found is None:
        raise RequestError("no_draft")
    return int(found)


def reopen_plan(project: Project, plan: int) -> None:
    """Make the newest approved plan the draft again, in place of the one that is worked on.

    Raises
    ------
    RequestError
        ``plan_begun``: it is not the newest one, or something of it was done.
    """
    with project.transaction() as connection:
        if connection.execute(_UNTOUCHED, (plan,)).get is None:
            raise RequestError("plan_begun", number=plan)
        connection.execute("DELETE FROM plans WHERE state = 'draft'")
        connection.execute(
            "UPDATE plans SET state = 'draft', approved_day = NULL, terms = '[]' WHERE id = ?",
            (plan,),
        )


def mark_items(
    project: Project, plan: int, changes: Iterable[tuple[PlanItem, ItemState]]
) -> tuple[PlanEdit, ...]:
    """Change what became of rows of a plan, approved or not, and nothing else of them; log it."""
    now = int(time.time())
    edits = []
    with project.transaction() as connection:
        for before, state in changes:
            key = str(connection.execute(_KEY, (plan, before.customer_key)).get)
            connection.execute(
                "UPDATE plan_items SET state = ? WHERE (plan_id, customer_key) = (?, ?)",
                (state, plan, key),
            )
            edits.append(
                PlanEdit(
                    made_s=now,
                    plan=plan,
                    customer_key=before.customer_key,
                    before=before,
                    after=replace(before, state=state),
                )
            )
        _log(connection, edits)
    return tuple(edits)


def load_edits(project: Project, plan: int | None = None) -> tuple[PlanEdit, ...]:
    """Every edit of a plan, or of all, oldest first."""
    query = (
        "SELECT made_s, plan_id, customer_key, before, after FROM plan_edits"
        " WHERE ?1 IS NULL OR plan_id = ?1 ORDER BY id"
    )
    with project.reading() as connection:
        return tuple(
            PlanEdit(
                made_s=made_s,
                plan=plan_id,
                customer_key=key,
                before=item_from(key, before),
                after=item_from(key, after),
            )
            for made_s, plan_id, key, before, after in connection.execute(query, (plan,))
        )


# An approved plan whose rows stand as they were approved, with none behind it.
_UNTOUCHED = """
SELECT id FROM plans WHERE id = ?1 AND id = (SELECT max(id) FROM plans WHERE state = 'approved')
AND NOT EXISTS (SELECT 1 FROM plan_items WHERE plan_id = ?1 AND state <> 'planned')
AND NOT EXISTS (SELECT 1 FROM contacts WHERE plan = ?1)
"""

# Under which key of a person a row stands.
_KEY = """
SELECT customer_key FROM plan_items WHERE plan_id = ?1 AND customer_key IN (
  SELECT ?2 UNION SELECT c.key FROM people p JOIN customers c ON c.id = p.customer_id
  WHERE p.person_id = (SELECT person_id FROM people WHERE customer_id =
    (SELECT id FROM customers WHERE key = ?2)))
"""


def _log(connection: apsw.Connection, edits: Iterable[PlanEdit]) -> None:
    connection.executemany(
        "INSERT INTO plan_edits (made_s, plan_id, customer_key, before, after)"
        " VALUES (?, ?, ?, ?, ?)",
        (
            (
                *(edit.made_s, edit.plan, edit.customer_key),
                *(item_text(edit.before), item_text(edit.after)),
            )
            for edit in edits
        ),
    )


def _items(connection: apsw.Connection, plan: int, ctx: RunContext) -> tuple[PlanItem, ...]:
    ctx.check()
    return tuple(item_of(key, rest) for key, *rest in connection.execute(_ITEMS, (plan,)))


def _record(row: Sequence[Any], items: tuple[PlanItem, ...]) -> PlanRecord:
    id_, state, made_s, as_of_day, week_day, approved_day, seed, version, *rest = row
    settings, acquisition, *figures, solver, gap, terms = rest
    gain, lo, hi, cost, p95, price = map(figure, figures)
    return PlanRecord(
        number=id_,
        state=PlanState(state),
        made_s=made_s,
        as_of_day=as_of_day,
        week_day=week_day,
        approved_day=approved_day,
        seed=seed,
        program_version=version,
        settings=settings_of(settings),
        acquisition=acquisition_of(acquisition),
        items=items,
        gain_cents=gain,
        gain_lo_cents=lo,
        gain_hi_cents=hi,
        cost_cents=cost,
        cost_p95_cents=p95,
        shadow_price=price,
        solver=solver,
        gap_share=figure(gap),
        terms=terms_of(terms),
    )
