"""Every row of every file is in the rows or set aside, whatever stands in it."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clm_desktop.core.errors import UserError
from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.ingest import codes
from clm_desktop.ingest.factor import Factor
from clm_desktop.ingest.meaning.clean import Cleaner
from clm_desktop.ingest.meaning.reading import reading_of
from clm_desktop.ingest.preview import preview
from clm_desktop.ingest.reader import clean_blocks
from clm_desktop.ingest.sources import expand
from clm_desktop.ingest.text_table import read_text
from clm_desktop.ingest.types import (
    ColumnMapping,
    Dialect,
    Field,
    FilePreview,
    Misfit,
    Source,
    TextBlock,
)

CELL = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["", "0", "1", "-1", "2.50", "1,234", "1.93E+15", "2026-01-05", "01/02/26", "paid",
         "refunded", "交易关闭",
         "Total", "a@example.org", "+86 13800138000", "1****8", '="7"', "EUR",
         "USD", "C17", "POST", "2× Mug", "9" * 40, "x" * 300]
    ),
)  # fmt: skip


def preview_of(fields: tuple[tuple[Field, int], ...], platform: str = "") -> FilePreview:
    header = tuple(f.value for f, _ in fields)
    return FilePreview(
        source=Source(path=Path("made.csv")),
        size_bytes=0,
        sha256="",
        dialect=Dialect(encoding="utf-8", delimiter=",", quote='"', header_row=0, first_row=1),
        header=header,
        signature="",
        platform=platform,
        platform_name="",
        mapping=ColumnMapping(fields=fields, date_format="%d/%m/%y", decimal_mark="."),
        sample=(),
        rows_estimated=0,
        currency="EUR",
        questions=(),
        notes=(),
    )


@settings(max_examples=150, deadline=None)
@given(
    fields=st.lists(st.sampled_from(list(Field)), min_size=3, unique=True),
    data=st.data(),
)
def test_that_no_cells_break_the_cleaner_or_lose_a_row(
    fields: list[Field], data: st.DataObject
) -> None:
    if Field.DATE not in fields:
        fields = [*fields, Field.DATE]
    seen = preview_of(tuple((f, i) for i, f in enumerate(fields)))
    cleaner = Cleaner(reading_of(seen, "EUR"))
    number = 0
    for _ in range(2):
        rows = data.draw(
            st.lists(st.lists(CELL, min_size=len(fields), max_size=len(fields)), max_size=6)
        )
        columns = [
            Factor.of(np.array([row[i] for row in rows], object)) for i in range(len(fields))
        ]
        misfits = tuple(
            Misfit(row=number + len(rows) + 1 + i, reason="too_few_cells", raw=raw)
            for i, raw in enumerate(data.draw(st.lists(CELL, max_size=2)))
        )
        row = np.arange(number + 1, number + len(rows) + 1)
        number += len(rows) + len(misfits)
        block = cleaner.clean(TextBlock(row=row, columns=columns, misfits=misfits))
        told = [*block.rows.row.tolist(), *(s.row for s in block.set_aside)]
        assert block.rows_read == len(rows) + len(misfits) == len(told)
        assert sorted(told) == [*row.tolist(), *(m.row for m in misfits)]
        assert all(block.rows.order.values[block.rows.order.codes] != "")
        assert {s.reason for s in block.set_aside} <= {*codes.SET_ASIDE, "too_few_cells"}
        assert "" not in block.customers.key.tolist()


def counted(source: Source, seen: FilePreview) -> None:
    there = sum(
        len(b.row) + len(b.misfits)
        for b in read_text(source, seen.dialect, len(seen.header), NULL_CONTEXT)
    )
    got = [
        (b.rows_read, len(b.rows) + len(b.set_aside)) for b in clean_blocks(seen, "", NULL_CONTEXT)
    ]
    assert sum(read for read, _ in got) == sum(kept for _, kept in got) == there


def forced(source: Source) -> FilePreview | None:
    """A preview with some mapping, so that any table at all is read."""
    try:
        seen = preview(source, NULL_CONTEXT, mapping=None)
    except UserError:
        mapping = ColumnMapping(
            fields=((Field.CUSTOMER_ID, 0), (Field.DATE, 1), (Field.LINE_TOTAL, 2)),
        )
        try:
            seen = preview(source, NULL_CONTEXT, mapping=mapping)
        except UserError:
            return None
    return seen


@pytest.mark.parametrize(
    "folder", ["chinese_shops", "cdnow", "labelled_churn", "campaigns", "dirty_csv/clevercsv"]
)
def test_that_every_row_of_the_real_files_is_accounted_for(shared: Path, folder: str) -> None:
    files = sorted(p for p in (shared / folder).iterdir() if p.suffix in (".csv", ".txt", ".xls"))
    assert files
    for path in files:
        for source in expand([path], NULL_CONTEXT):
            seen = forced(source)
            if seen is not None:
                counted(source, seen)


def test_that_every_row_of_polluted_files_is_accounted_for(shared: Path, tmp_path: Path) -> None:
    archive = (shared / "dirty_csv" / "pollock_polluted_files.tar.xz").read_bytes()
    read = 0
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        members = [m for m in tar.getmembers() if m.isfile() and m.name.endswith(".csv")]
        for member in members[::110]:
            stream = tar.extractfile(member)
            assert stream is not None
            path = tmp_path / "polluted.csv"
            path.write_bytes(stream.read())
            source = Source(path=path, name=path.name)
            seen = forced(source)
            if seen is not None:
                counted(source, seen)
                read += 1
    assert read >= 15
