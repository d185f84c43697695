"""What the tests of the reader share: reading a file or some bytes to the end."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.ingest.sniff import sniff
from clm_desktop.ingest.sources import expand
from clm_desktop.ingest.text_table import read_text
from clm_desktop.ingest.types import Dialect, Misfit, Sniffed, Source


@dataclass(frozen=True)
class Read:
    sniffed: Sniffed
    rows: list[tuple[str, ...]]
    numbers: list[int]
    misfits: list[Misfit]


def read_all(
    source: Source, dialect: Dialect, n: int
) -> tuple[list[tuple[str, ...]], list[int], list[Misfit]]:
    rows, numbers, misfits = [], [], []
    for block in read_text(source, dialect, n, NULL_CONTEXT):
        assert len(block.columns) == n
        rows += list(zip(*(column.texts().tolist() for column in block.columns), strict=True))
        numbers += block.row.tolist()
        misfits += block.misfits
    everything = sorted(numbers + [m.row for m in misfits])
    assert everything == list(range(1, len(everything) + 1)), "each record exactly once"
    return rows, numbers, misfits


def read(source: Source) -> Read:
    sniffed = sniff(source, NULL_CONTEXT)
    rows, numbers, misfits = read_all(source, sniffed.dialect, len(sniffed.header))
    return Read(sniffed, rows, numbers, misfits)


def read_path(path: Path) -> Read:
    (source,) = expand([path], NULL_CONTEXT)
    return read(source)


def read_bytes(folder: Path, content: bytes, name: str = "orders.csv") -> Read:
    path = folder / name
    path.write_bytes(content)
    return read_path(path)
