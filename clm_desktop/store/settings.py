"""What the owner chose for this shop, and how its files were read before."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace

from clm_desktop.store.project import Project, next_revision

_PATH = "path "  # + SHA-256 of a file
_OF_STOCK = ("service_share", "lead_time_days", "review_days")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopSettings:
    """The owner's own choices; None and '' leave it to the data."""

    currency: str = ""  # ISO 4217, '' = what the newest file says
    horizon_days: int | None = None
    medium_risk_share: float = 0.33  # chance to leave from which a risk is medium
    high_risk_share: float = 0.66
    rfm_groups: int = 0  # 5, 8 or 11; 0 = by the size of the shop
    found_k: int = 0  # groups that the computer finds; 0 = as many as hold up
    margin_share: float | None = None  # of sales that is left to the owner; None = never asked
    service_share: float = 0.95  # chance that stock lasts until the next delivery
    lead_time_days: int = 14  # from ordering in to having it, where no list says so
    review_days: int = 7  # how often is ordered in
    rebuy: str = "auto"  # customers buy the same again: yes, no, auto = as the past says


def load_settings(project: Project) -> ShopSettings:
    """The choices that were saved, else the defaults."""
    with project.reading() as connection:
        saved = dict(connection.execute("SELECT key, value FROM meta"))
    default = ShopSettings()
    horizon, margin = saved.get("horizon_days", ""), saved.get("margin_share", "")
    return ShopSettings(
        currency=saved.get("currency", default.currency),
        horizon_days=int(horizon) if horizon else None,
        medium_risk_share=float(saved.get("medium_risk_share", default.medium_risk_share)),
        high_risk_share=float(saved.get("high_risk_share", default.high_risk_share)),
        rfm_groups=int(saved.get("rfm_groups", default.rfm_groups)),
        found_k=int(saved.get("found_k", default.found_k)),
        margin_share=float(margin) if margin else None,
        service_share=float(saved.get("service_share", default.service_share)),
        lead_time_days=int(saved.get("lead_time_days", default.lead_time_days)),
        review_days=int(saved.get("review_days", default.review_days)),
        rebuy=saved.get("rebuy", default.rebuy),
    )


def save_settings(project: Project, settings: ShopSettings) -> None:
    """Keep the owner's choices in the project; answers made by others no longer hold.

    What is ordered in is worked out whenever answers are looked at: those choices cost nothing.
    """
    before = load_settings(project)
    of_stock = {name: getattr(settings, name) for name in _OF_STOCK}
    horizon = "" if settings.horizon_days is None else str(settings.horizon_days)
    rows = [
        ("currency", settings.currency),
        ("horizon_days", horizon),
        ("medium_risk_share", repr(settings.medium_risk_share)),
        ("high_risk_share", repr(settings.high_risk_share)),
        ("rfm_groups", str(settings.rfm_groups)),
        ("found_k", str(settings.found_k)),
        ("rebuy", settings.rebuy),
        ("margin_share", "" if settings.margin_share is None else repr(settings.margin_share)),
        *((name, repr(value)) for name, value in of_stock.items()),
    ]
    with project.transaction() as connection:
        connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", rows)
        if replace(before, **of_stock) != settings:
            next_revision(connection)


def currency(project: Project, *, without_import: int = 0) -> str:
    """ISO 4217 code: the owner's choice, else what the newest file that says one says, else ''.

    The files of one import can be left out of it.
    """
    with project.reading() as connection:
        chosen = connection.execute("SELECT value FROM meta WHERE key = 'currency'").get
        if chosen:
            return str(chosen)
        told = (
            "SELECT currency FROM files WHERE currency <> '' AND import_id <> ?"
            " ORDER BY id DESC LIMIT 1"
        )
        return str(connection.execute(told, (without_import,)).get or "")


def counts_plainly(project: Project, *, without_import: int = 0) -> bool:
    """Whether there are files already, none of which says what money it is in."""
    if currency(project, without_import=without_import):
        return False
    with project.reading() as connection:
        query = "SELECT EXISTS (SELECT 1 FROM files WHERE import_id <> ?)"
        return bool(connection.execute(query, (without_import,)).get)


def save_paths(project: Project, paths: Mapping[str, str]) -> None:
    """Remember where files were read from, by their SHA-256."""
    with project.transaction() as connection:
        rows = ((f"{_PATH}{sha256}", path) for sha256, path in paths.items())
        connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", rows)


def load_path(project: Project, sha256: str) -> str:
    """Where a file was read from last, '' when that is not known."""
    with project.reading() as connection:
        query = "SELECT value FROM meta WHERE key = ?"
        return str(connection.execute(query, (f"{_PATH}{sha256}",)).get or "")


def save_texts(project: Project, texts: Mapping[str, str]) -> None:
    """Keep texts of the caller under keys of the caller."""
    if texts:
        with project.transaction() as connection:
            connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", texts.items())


def load_texts(project: Project, prefix: str) -> dict[str, str]:
    """Texts that were kept under keys that begin so."""
    query = "SELECT key, value FROM meta WHERE substr(key, 1, length(?1)) = ?1"
    with project.reading() as connection:
        return dict(connection.execute(query, (prefix,)))


def save_mapping(project: Project, signature: str, mapping: str) -> None:
    """Remember, by the signature of a header, how files with it are read (text of the caller)."""
    with project.transaction() as connection:
        connection.execute(
            "INSERT OR REPLACE INTO mappings VALUES (?, ?, ?)",
            (signature, int(time.time()), mapping),
        )


def load_mapping(project: Project, signature: str) -> str | None:
    """How files with this header were read before, None where none was seen."""
    with project.reading() as connection:
        query = "SELECT mapping FROM mappings WHERE signature = ?"
        found = connection.execute(query, (signature,)).get
        return None if found is None else str(found)


def has_mappings(project: Project) -> bool:
    """Whether any file's reading is remembered."""
    with project.reading() as connection:
        return bool(connection.execute("SELECT EXISTS (SELECT 1 FROM mappings)").get)
