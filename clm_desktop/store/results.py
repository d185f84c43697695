"""Answers of a refresh with what they were made from; old forecasts stay to be scored later."""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from clm_desktop.core.errors import ProjectError
from clm_desktop.store.project import Project

_PART_BYTES = 8 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord:
    """One refresh: what was asked (``wish``, text of the caller) and what it was made from."""

    as_of_day: int
    horizon_days: int
    seed: int
    revision: int
    wish: str


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a run said of one customer; None where the data supported no figure."""

    customer_key: str
    p_buy: float | None
    expected_orders: float | None
    expected_spend_cents: float | None


def save_answers(
    project: Project, run: RunRecord, answers: bytes, forecasts: Iterable[Forecast] | None
) -> int:
    """Keep the answers of a run in place of those before, and its forecasts for good.

    Forecasts of an earlier run for the same day, horizon and data are replaced, unless this run
    brings none (None). Gives the run's number.
    """
    with project.transaction() as connection:
        connection.execute("DELETE FROM run_parts")
        if forecasts is not None:
            connection.execute(
                "DELETE FROM runs WHERE as_of_day = ? AND horizon_days = ? AND revision = ?",
                (run.as_of_day, run.horizon_days, run.revision),
            )
        run_id = int(
            connection.execute(
                "INSERT INTO runs (as_of_day, horizon_days, seed, revision, wish, computed_s)"
                " VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
                (
                    *(run.as_of_day, run.horizon_days, run.seed, run.revision, run.wish),
                    int(time.time()),
                ),
            ).get
        )
        for part, start in enumerate(range(0, len(answers), _PART_BYTES)):
            data = zlib.compress(answers[start : start + _PART_BYTES], level=1)
            connection.execute("INSERT INTO run_parts VALUES (?, ?, ?)", (run_id, part, data))
        connection.executemany(
            "INSERT INTO customer_forecasts VALUES (?, ?, ?, ?, ?)",
            (
                (run_id, f.customer_key, f.p_buy, f.expected_orders, f.expected_spend_cents)
                for f in forecasts or ()
            ),
        )
        return run_id


def load_forecasts(
    project: Project, until_day: int, most: int
) -> Iterator[tuple[RunRecord, list[Forecast]]]:
    """Forecasts whose horizon ended by ``until_day``, newest day first, at most ``most`` runs.

    Of several runs as of one day the last one counts. Cost: 50k customers 0.1 s per run.
    """
    with project.reading() as connection:
        query = (
            "SELECT max(id), as_of_day, horizon_days, seed, revision, wish FROM runs"
            " WHERE as_of_day + horizon_days <= ?"
            " AND EXISTS (SELECT 1 FROM customer_forecasts WHERE run_id = runs.id)"
            " GROUP BY as_of_day"
            " ORDER BY as_of_day DESC LIMIT ?"
        )
        for run_id, *run in list(connection.execute(query, (until_day, most))):
            as_of_day, horizon_days, seed, revision, wish = run
            record = RunRecord(
                as_of_day=as_of_day,
                horizon_days=horizon_days,
                seed=seed,
                revision=revision,
                wish=wish,
            )
            said = connection.execute(
                "SELECT customer_key, p_buy, expected_orders, expected_spend_cents"
                " FROM customer_forecasts WHERE run_id = ?",
                (run_id,),
            )
            yield record, [Forecast(*row) for row in said]


def load_days(project: Project) -> tuple[tuple[int, str], ...]:
    """As-of day and note of every run that is kept."""
    with project.reading() as connection:
        return tuple(connection.execute("SELECT as_of_day, wish FROM runs ORDER BY as_of_day"))


def load_answers(project: Project) -> tuple[RunRecord, bytes] | None:
    """The newest answers, None where there are none.

    Raises
    ------
    ProjectError
        ``project_damaged`` when they cannot be unpacked.
    """
    with project.reading() as connection:
        query = (
            "SELECT id, as_of_day, horizon_days, seed, revision, wish FROM runs"
            " WHERE id = (SELECT max(run_id) FROM run_parts)"
        )
        run = connection.execute(query).fetchone()
        if run is None:
            return None
        run_id, as_of_day, horizon_days, seed, revision, wish = run
        query = "SELECT data FROM run_parts WHERE run_id = ? ORDER BY part"
        parts = [_inflated(project, data) for (data,) in connection.execute(query, (run_id,))]
    record = RunRecord(
        as_of_day=as_of_day, horizon_days=horizon_days, seed=seed, revision=revision, wish=wish
    )
    return record, b"".join(parts)


def _inflated(project: Project, data: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        part = unpacker.decompress(data, _PART_BYTES)
    except zlib.error as error:
        raise ProjectError("project_damaged", file=project.path.name) from error
    if not unpacker.eof:  # more than was ever packed
        raise ProjectError("project_damaged", file=project.path.name)
    return part
