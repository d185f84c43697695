"""How good the shop's data is, and the rows behind each finding."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import islice

from clm_desktop.core.quality import FoundRow
from clm_desktop.core.rows import SetAside
from clm_desktop.core.run import NULL_CONTEXT, RunContext
from clm_desktop.features.quality import QualityReport, assess, same_products
from clm_desktop.store.project import Project
from clm_desktop.store.quality_facts import load_product_keys, load_quality_facts
from clm_desktop.store.quality_rows import first_rows_of_products, found_rows
from clm_desktop.store.row_history import set_aside_of

SHOWN_PRODUCTS = 40  # each is looked for in all lines


def assess_quality(
    project: Project, ctx: RunContext = NULL_CONTEXT, *, clock: Callable[[], float] = time.time
) -> QualityReport:
    """Judge what was imported. Cost: about 1.5 CPU s per million lines."""
    return assess(load_quality_facts(project, ctx), int(clock()))


def rows_behind(
    project: Project, code: str, most: int, ctx: RunContext = NULL_CONTEXT
) -> tuple[FoundRow, ...] | tuple[tuple[str, SetAside], ...]:
    """The first rows behind a finding, or left out for a reason (``left_out.cancelled``)."""
    if code in ("set_aside", "currencies"):
        other = code == "currencies"
        rows = set_aside_of(project, ctx=ctx)
        wanted = (one for one in rows if (one[1].reason == "other_currency") is other)
        return tuple(islice(wanted, most))
    if code == "spellings":
        keys = [str(key) for key in load_product_keys(project, ctx).tolist()]
        chosen = [key for group in sorted(same_products(keys)) for key in group]
        return tuple(first_rows_of_products(project, chosen[:SHOWN_PRODUCTS], ctx))
    return tuple(found_rows(project, code, most, ctx))
