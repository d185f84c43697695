"""Parts of an import, measured inside one process: ``append|rfm|extract PATH...``; prints JSON."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.ingest.types import Source
from clm_desktop.ingest.workbook import extract
from clm_desktop.usecases.import_files import import_files
from clm_desktop.usecases.open_project import open_project
from clm_desktop.usecases.preview_files import preview_files

_RFM = """
SELECT customer_id, max(ts), count(*), sum(total_cents) FROM orders
WHERE customer_id IS NOT NULL GROUP BY customer_id
"""


def main(what: str, *paths: str) -> None:
    """Measure one part and print CPU seconds and what came of it."""
    first, *rest = map(Path, paths)
    if what == "extract":
        extract(Source(path=first, name=first.name), NULL_CONTEXT).close()
        times = os.times()
        print(json.dumps({"child_cpu_s": times.children_user + times.children_system}))
        return
    with open_project(first) as project:
        if what == "rfm":
            start = time.process_time()
            rows = project.connection.execute(_RFM).fetchall()
            print(json.dumps({"cpu_s": time.process_time() - start, "customers": len(rows)}))
        else:
            found = preview_files(rest, project=project)
            start = time.process_time()
            totals = import_files(project, found.files).files[0]
            used = time.process_time() - start
            print(json.dumps({"cpu_s": used, "added": totals.rows_accepted + totals.rows_left_out}))


if __name__ == "__main__":
    main(*sys.argv[1:])
