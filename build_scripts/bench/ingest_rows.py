"""Rows read = accepted + known + changed + left out + set aside, for every table at hand."""

from __future__ import annotations

import tarfile
import tempfile
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

from bars import Bar, print_bars

from clm_desktop.core.errors import FileError, UserError
from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.ingest.preview import preview
from clm_desktop.ingest.sniff import sniff
from clm_desktop.ingest.sources import expand
from clm_desktop.ingest.text_table import read_text
from clm_desktop.ingest.types import Source
from clm_desktop.store.project import Project
from clm_desktop.usecases.import_files import import_files
from clm_desktop.usecases.open_project import create_project

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"


def main(json_path: Path | None) -> None:
    """Account for every table, print the table."""
    print_bars(measure(), json_path)


def measure() -> list[Bar]:
    """Every file under shared/data: its records, and its rows where it holds orders."""
    if not SHARED.is_dir():
        raise SystemExit("The corpora are not beside this checkout (../shared/data).")
    told: Counter[str] = Counter()
    wrong: list[str] = []
    with ExitStack() as stack:
        name = stack.enter_context(tempfile.TemporaryDirectory())
        folder = Path(name)
        for archive in sorted(SHARED.rglob("*.tar.xz")):
            with tarfile.open(archive) as tar:
                tar.extractall(folder / archive.stem, filter="data")
        shop = stack.enter_context(create_project(folder / "rows.clm", "rows"))
        tables = [p for root in (SHARED, folder) for p in sorted(root.rglob("*")) if p.is_file()]
        paths = [p for p in tables if p.name != "rows.clm" and "rows.clm" not in p.name]
        for path in paths:
            for source in _sources(path, told):
                wrong += [] if _accounts(source, shop, told) else [source.name]
    print(f"  {dict(told)}")
    what = f"rows accounted for: wrong of {told['tables']} tables, {told['imported']} of orders"
    return [Bar(what, len(wrong), 0, True, " ".join(wrong[:3]))]


def _sources(path: Path, told: Counter[str]) -> tuple[Source, ...]:
    try:
        return expand([path], NULL_CONTEXT)
    except FileError as error:
        told[f"no table: {error.code}"] += 1
        return ()


def _accounts(source: Source, shop: Project, told: Counter[str]) -> bool:
    """Whether the records of a table are numbered without a gap, and its rows add up."""
    told["tables"] += 1
    try:
        seen = sniff(source, NULL_CONTEXT)
    except FileError as error:
        told[f"refused: {error.code}"] += 1
        return True
    numbers: list[int] = []
    for block in read_text(source, seen.dialect, len(seen.header), NULL_CONTEXT):
        numbers += [*block.row.tolist(), *(m.row for m in block.misfits)]
    is_right = sorted(numbers) == list(range(1, len(numbers) + 1))
    told["records"] += len(numbers)
    try:
        found = preview(source, NULL_CONTEXT)
        answers = {q.key: q.choices[0].code for q in found.questions}
        found = preview(source, NULL_CONTEXT, answers) if answers else found
        totals = import_files(shop, [found]).files[0]
    except UserError:
        told["no orders"] += 1
        return is_right
    told["imported"] += 1
    parts = totals.rows_accepted + totals.rows_known + totals.rows_changed
    parts += totals.rows_left_out + totals.rows_set_aside
    return is_right and totals.rows_read == parts == len(numbers)


if __name__ == "__main__":
    main(None)
