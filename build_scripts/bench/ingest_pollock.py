"""Pollock (Vitagliano et al., VLDB 2023): 2,290 polluted files read from their bytes alone.

Each file is converted with ``write_csv`` and compared with its clean target: one point for loading
and one each for precision, recall and F1 of header, records and cells, so 10 at most. "Simple" is
the mean over files, "weighted" weighs them by how often their pollution is seen in open data.
The published scorer normalises cells (dates, prices) before it compares; here cells must agree as
text without case, which can only score lower.
"""

from __future__ import annotations

import csv
import io
import json
import re
import tarfile
import tempfile
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from clm_desktop.core.errors import FileError
from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.ingest.text_table import write_csv
from clm_desktop.ingest.types import Source

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "dirty_csv"
PUBLISHED = (
    ("DuckDB 1.2, dialect given", 9.961, 9.599),
    ("SpreadDesktop", 9.929, 9.597),
    ("Python csv, sniffing", 9.721, 9.436),
    ("CleverCSV 0.7.4, sniffing", 9.193, 9.453),
)
Rows = list[list[str]]


def main(json_path: Path | None) -> None:
    """Convert and score all files, print the table."""
    archive = SHARED / "pollock_polluted_files.tar.xz"
    if not archive.is_file():
        raise SystemExit("The Pollock files are not beside this checkout (../shared/data).")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        with tarfile.open(archive) as tar:
            tar.extractall(root, filter="data")
        scores = _scores(root)
        weights = json.loads(next(root.rglob("pollock_weights.json")).read_text("utf-8"))
    simple = sum(scores.values()) / len(scores)
    weight = sum(weights[name] for name in scores)
    weighted = sum(points * weights[name] for name, points in scores.items()) / weight
    print(f"{'reader':28} {'simple':>8} {'weighted':>9}")
    for name, *figures in (("this reader, bytes only", simple, weighted), *PUBLISHED):
        print(f"{name:28} {figures[0]:8.3f} {figures[1]:9.3f}")
    _print_weakest(scores)
    if json_path is not None:
        answer = {"simple": simple, "weighted": weighted, "files": len(scores)}
        json_path.write_text(json.dumps(answer), "utf-8")


def _scores(root: Path) -> dict[str, float]:
    folder = next(p for p in root.rglob("csv") if p.is_dir())
    out = root / "out.csv"
    scores = {}
    for path in sorted(folder.iterdir()):
        clean = _rows((folder.parent / "clean" / path.name).read_bytes())
        try:
            write_csv(Source(path=path, name=path.name), out, NULL_CONTEXT)
        except FileError as error:
            print(f"{path.name}: {error}")
            scores[path.name] = 0.0
            continue
        scores[path.name] = score(clean, _rows(out.read_bytes()))
    return scores


def _rows(content: bytes) -> Rows:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def score(clean: Rows, loaded: Rows) -> float:
    """Points of one file out of 10."""
    if not clean:
        return 10.0
    header = _measures([_normal(clean[0])], [_normal(loaded[0])] if loaded else [[]])
    records = _measures(
        [["".join(_normal(r)) for r in clean[1:]]], [["".join(_normal(r)) for r in loaded[1:]]]
    )
    return 1 + header + records + _measures(clean, loaded)


def _normal(row: Sequence[str]) -> list[str]:
    return [c.lower() for c in row]


def _measures(clean: Sequence[Sequence[str]], loaded: Sequence[Sequence[str]]) -> float:
    """Precision + recall + F1 of the cells as multisets (as the benchmark names them)."""
    expected = Counter(c for row in clean for c in row)
    found = Counter(c for row in loaded for c in row)
    if not expected:
        return 3.0
    common = (expected & found).total()
    if not common:
        return 0.0
    precision, recall = common / expected.total(), common / found.total()
    return precision + recall + 2 * precision * recall / (precision + recall)


def _print_weakest(scores: dict[str, float]) -> None:
    families = defaultdict(list)
    for name, points in scores.items():
        families[re.sub(r"_?row\d+_col\d+|\d+_col\d+|(?<=delimiter_)\d+_", "", name)].append(points)
    print("\nfamilies below 9.99:")
    for name, points in sorted(families.items(), key=lambda f: sum(f[1]) / len(f[1])):
        if (mean := sum(points) / len(points)) < 9.99:
            print(f"  {mean:6.3f}  {len(points):4} files  {name}")


if __name__ == "__main__":
    main(None)
