"""Today's schema of a project file, and the check that a file has exactly this one.

What files told is kept as told (``lines`` with their ``line_sightings``, ``*_facts``), each
with the file that told it, so that any import can be taken back in any order. Files are numbered
by how new they are, not by when they came (``placing.py``): the highest number wins. Only
``orders`` holds derived columns (``customer_id``, ``ts``, ``total_cents``, ``joined``), settled
from its lines whenever they change (``settling.py``: what is in an order and who bought it may
stand in two files).

A line's id is ``order_id * 2**24 + its number in the order``: the lines of an order lie together
on the disk, so that no index is needed to find them and reading in id order is reading by order.

Lines refer to customers and products without declared foreign keys: checking each reference while
a million rows stream in costs as much as everything else; ``check.py`` verifies them all.
"""

from __future__ import annotations

import apsw

from clm_desktop.core.errors import ProjectError
from clm_desktop.store.connection import APPLICATION_ID

VERSION = 4
LINE_BITS = 24  # an order can have 16.7 million lines

_TABLES = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE imports (id INTEGER PRIMARY KEY, imported_s INTEGER NOT NULL) STRICT",
    "CREATE TABLE files (id INTEGER PRIMARY KEY,"
    " import_id INTEGER NOT NULL REFERENCES imports ON DELETE CASCADE,"
    " name TEXT NOT NULL, sha256 TEXT NOT NULL, size_bytes INTEGER NOT NULL,"
    " encoding TEXT NOT NULL, delimiter TEXT NOT NULL, platform TEXT NOT NULL,"
    " mapping TEXT NOT NULL, currency TEXT NOT NULL, order_ids_given INTEGER NOT NULL,"
    " kind TEXT NOT NULL, whole_orders INTEGER NOT NULL,"
    " rows_read INTEGER NOT NULL, rows_accepted INTEGER NOT NULL, rows_known INTEGER NOT NULL,"
    " rows_changed INTEGER NOT NULL, rows_left_out INTEGER NOT NULL,"
    " rows_set_aside INTEGER NOT NULL, reasons TEXT NOT NULL, orders_new INTEGER NOT NULL,"
    " customers_new INTEGER NOT NULL, total_cents INTEGER NOT NULL,"
    " as_of_s INTEGER NOT NULL DEFAULT 0, orders_of TEXT NOT NULL DEFAULT '',"
    " customers_of TEXT NOT NULL DEFAULT '', rows_older INTEGER NOT NULL DEFAULT 0) STRICT",
    "CREATE TABLE customers (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE) STRICT",
    "CREATE TABLE products (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE) STRICT",
    "CREATE TABLE orders (id INTEGER PRIMARY KEY, key TEXT NOT NULL,"
    " customer_id INTEGER, ts INTEGER NOT NULL, total_cents INTEGER NOT NULL,"
    " joined INTEGER NOT NULL) STRICT",
    "CREATE TABLE lines (id INTEGER PRIMARY KEY, product_id INTEGER, customer_id INTEGER,"
    " ts INTEGER NOT NULL, quantity REAL NOT NULL, cents INTEGER NOT NULL,"
    " state INTEGER NOT NULL, is_fee INTEGER NOT NULL, part INTEGER NOT NULL,"
    " file_id INTEGER NOT NULL, row INTEGER NOT NULL) STRICT",
    "CREATE TABLE line_sightings (line_id INTEGER NOT NULL, file_id INTEGER NOT NULL,"
    " row INTEGER NOT NULL, changed INTEGER NOT NULL, was_customer_id INTEGER, was_ts INTEGER,"
    " was_quantity REAL, was_cents INTEGER, was_state INTEGER, was_is_fee INTEGER,"
    " PRIMARY KEY (line_id, file_id)) STRICT, WITHOUT ROWID",
    "CREATE TABLE customer_facts (customer_id INTEGER NOT NULL, file_id INTEGER NOT NULL,"
    " name TEXT NOT NULL, email TEXT NOT NULL, phone TEXT NOT NULL, city TEXT NOT NULL,"
    " country TEXT NOT NULL, consent INTEGER, consent_day INTEGER,"
    " PRIMARY KEY (customer_id, file_id)) STRICT, WITHOUT ROWID",
    "CREATE TABLE people (customer_id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL) STRICT",
    "CREATE TABLE people_decisions (key_a TEXT NOT NULL, key_b TEXT NOT NULL,"
    " together INTEGER NOT NULL, PRIMARY KEY (key_a, key_b)) STRICT, WITHOUT ROWID",
    "CREATE TABLE product_facts (product_id INTEGER NOT NULL, file_id INTEGER NOT NULL,"
    " name TEXT NOT NULL, category TEXT NOT NULL, is_fee INTEGER NOT NULL,"
    " PRIMARY KEY (product_id, file_id)) STRICT, WITHOUT ROWID",
    "CREATE TABLE order_facts (order_id INTEGER NOT NULL, file_id INTEGER NOT NULL,"
    " channel TEXT NOT NULL, coupon TEXT NOT NULL, told_cents INTEGER,"
    " PRIMARY KEY (order_id, file_id)) STRICT, WITHOUT ROWID",
    "CREATE TABLE listed_people (file_id INTEGER NOT NULL REFERENCES files ON DELETE CASCADE,"
    " row INTEGER NOT NULL, state INTEGER NOT NULL, key TEXT NOT NULL, email TEXT NOT NULL,"
    " phone TEXT NOT NULL, name TEXT NOT NULL, city TEXT NOT NULL, country TEXT NOT NULL,"
    " consent INTEGER, churned INTEGER, attributes TEXT NOT NULL,"
    " PRIMARY KEY (file_id, row)) STRICT, WITHOUT ROWID",
    "CREATE TABLE listed_products (file_id INTEGER NOT NULL REFERENCES files ON DELETE CASCADE,"
    " row INTEGER NOT NULL, state INTEGER NOT NULL, key TEXT NOT NULL, name TEXT NOT NULL,"
    " category TEXT NOT NULL, price_cents REAL, cost_cents REAL, stock REAL, lead_time_days REAL,"
    " pack_size REAL, least_order REAL,"
    " PRIMARY KEY (file_id, row)) STRICT, WITHOUT ROWID",
    "CREATE TABLE set_aside (file_id INTEGER NOT NULL REFERENCES files ON DELETE CASCADE,"
    " row INTEGER NOT NULL, column_name TEXT NOT NULL, value TEXT NOT NULL, reason TEXT NOT NULL,"
    " raw TEXT NOT NULL) STRICT",
    "CREATE TABLE mappings (signature TEXT PRIMARY KEY, used_s INTEGER NOT NULL,"
    " mapping TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE runs (id INTEGER PRIMARY KEY, as_of_day INTEGER NOT NULL,"
    " horizon_days INTEGER NOT NULL, seed INTEGER NOT NULL, revision INTEGER NOT NULL,"
    " wish TEXT NOT NULL, computed_s INTEGER NOT NULL) STRICT",
    "CREATE TABLE run_parts (run_id INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,"
    " part INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (run_id, part)) STRICT,"
    " WITHOUT ROWID",
    "CREATE TABLE customer_forecasts (run_id INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,"
    " customer_key TEXT NOT NULL, p_buy REAL, expected_orders REAL, expected_spend_cents REAL,"
    " PRIMARY KEY (run_id, customer_key)) STRICT, WITHOUT ROWID",
    "CREATE TABLE found_groups (method TEXT PRIMARY KEY, made_s INTEGER NOT NULL,"
    " model BLOB NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE own_segments (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,"
    " rule TEXT NOT NULL, made_s INTEGER NOT NULL) STRICT",
    "CREATE TABLE owner_words (key TEXT NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL,"
    " as_of_day INTEGER NOT NULL, made_s INTEGER NOT NULL, PRIMARY KEY (key, kind)) STRICT,"
    " WITHOUT ROWID",
    "CREATE TABLE owner_words_log (id INTEGER PRIMARY KEY, made_s INTEGER NOT NULL,"
    " key TEXT NOT NULL, kind TEXT NOT NULL, before TEXT, after TEXT) STRICT",
    "CREATE TABLE offer_bans (kind TEXT NOT NULL, what TEXT NOT NULL, customer TEXT NOT NULL,"
    " made_s INTEGER NOT NULL, PRIMARY KEY (kind, what, customer)) STRICT, WITHOUT ROWID",
    "CREATE TABLE offer_bans_log (id INTEGER PRIMARY KEY, made_s INTEGER NOT NULL,"
    " kind TEXT NOT NULL, what TEXT NOT NULL, customer TEXT NOT NULL, stands INTEGER NOT NULL)"
    " STRICT",
    "CREATE TABLE product_relations (a TEXT NOT NULL, relation TEXT NOT NULL, b TEXT NOT NULL,"
    " stands INTEGER NOT NULL, made_s INTEGER NOT NULL, PRIMARY KEY (a, relation, b)) STRICT,"
    " WITHOUT ROWID",
    "CREATE TABLE product_relations_log (id INTEGER PRIMARY KEY, made_s INTEGER NOT NULL,"
    " a TEXT NOT NULL, relation TEXT NOT NULL, b TEXT NOT NULL, before INTEGER, after INTEGER)"
    " STRICT",
    "CREATE TABLE actions (key TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT, channels TEXT,"
    " cost_cents REAL, owner_minutes REAL, discount_share REAL, discount_cap_cents REAL,"
    " active INTEGER, audited INTEGER, code TEXT, lift_mean REAL, lift_sd REAL,"
    " made_s INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE action_texts (action TEXT NOT NULL, family TEXT NOT NULL,"
    " language TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL,"
    " made_s INTEGER NOT NULL, PRIMARY KEY (action, family, language)) STRICT, WITHOUT ROWID",
    "CREATE TABLE channels (key TEXT PRIMARY KEY, name TEXT, cost_cents REAL,"
    " owner_minutes REAL, contacts_per_week INTEGER, needs_consent INTEGER,"
    " all_agreed_day INTEGER, proof TEXT, active INTEGER, family TEXT, made_s INTEGER NOT NULL)"
    " STRICT, WITHOUT ROWID",
    "CREATE TABLE consents (customer_key TEXT NOT NULL, channel TEXT NOT NULL,"
    " state TEXT NOT NULL, day INTEGER NOT NULL, source TEXT NOT NULL, proof TEXT NOT NULL,"
    " made_s INTEGER NOT NULL, PRIMARY KEY (customer_key, channel)) STRICT, WITHOUT ROWID",
    "CREATE TABLE consents_log (id INTEGER PRIMARY KEY, made_s INTEGER NOT NULL,"
    " customer_key TEXT NOT NULL, channel TEXT NOT NULL, before TEXT, after TEXT,"
    " day INTEGER NOT NULL, source TEXT NOT NULL, proof TEXT NOT NULL) STRICT",
    "CREATE TABLE spared (customer_key TEXT PRIMARY KEY, no_profiling INTEGER NOT NULL,"
    " until_day INTEGER, reason TEXT NOT NULL, made_s INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE plan_settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE plans (id INTEGER PRIMARY KEY, state TEXT NOT NULL, made_s INTEGER NOT NULL,"
    " as_of_day INTEGER NOT NULL, week_day INTEGER NOT NULL, approved_day INTEGER,"
    " seed INTEGER NOT NULL, program_version TEXT NOT NULL, settings TEXT NOT NULL,"
    " acquisition TEXT NOT NULL, gain_cents REAL, gain_lo_cents REAL, gain_hi_cents REAL,"
    " cost_cents REAL, cost_p95_cents REAL, shadow_price REAL, solver TEXT NOT NULL,"
    " gap_share REAL, terms TEXT NOT NULL DEFAULT '[]') STRICT",
    "CREATE TABLE plan_items (plan_id INTEGER NOT NULL REFERENCES plans ON DELETE CASCADE,"
    " customer_key TEXT NOT NULL, place INTEGER NOT NULL, action TEXT NOT NULL,"
    " channel TEXT NOT NULL, role TEXT NOT NULL, pile TEXT NOT NULL, propensity REAL NOT NULL,"
    " stratum TEXT NOT NULL, p_without REAL, p_with REAL, value_cents REAL, gain_cents REAL,"
    " cost_cents REAL, cost_p95_cents REAL, product_key TEXT NOT NULL, reasons TEXT NOT NULL,"
    " state TEXT NOT NULL, edited INTEGER NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL,"
    " PRIMARY KEY (plan_id, customer_key)) STRICT, WITHOUT ROWID",
    "CREATE TABLE plan_edits (id INTEGER PRIMARY KEY, made_s INTEGER NOT NULL,"
    " plan_id INTEGER NOT NULL, customer_key TEXT NOT NULL, before TEXT, after TEXT) STRICT",
    "CREATE TABLE contacts (customer_key TEXT NOT NULL, action TEXT NOT NULL,"
    " channel TEXT NOT NULL, day INTEGER NOT NULL, plan INTEGER NOT NULL, source TEXT NOT NULL,"
    " made_s INTEGER NOT NULL, PRIMARY KEY (customer_key, day, action, channel))"
    " STRICT, WITHOUT ROWID",
    "CREATE TABLE channel_spend (channel TEXT NOT NULL, week_day INTEGER NOT NULL,"
    " cost_cents INTEGER NOT NULL, new_customers REAL, source TEXT NOT NULL,"
    " made_s INTEGER NOT NULL, PRIMARY KEY (channel, week_day)) STRICT, WITHOUT ROWID",
    "CREATE TABLE migration_log (from_version INTEGER NOT NULL, to_version INTEGER NOT NULL,"
    " migrated_s INTEGER NOT NULL) STRICT",
    "CREATE INDEX listed_people_by_key ON listed_people (key, file_id)",
    "CREATE INDEX listed_products_by_key ON listed_products (key, file_id)",
    "CREATE INDEX set_aside_by_file ON set_aside (file_id, row)",
    "CREATE INDEX files_by_import ON files (import_id)",
    "CREATE INDEX people_by_person ON people (person_id)",
)
# Dropped while an empty project is filled and made again at the end: sorting once is cheaper.
ORDER_INDEXES = (
    "CREATE UNIQUE INDEX orders_by_key ON orders (key)",
    "CREATE INDEX orders_by_customer ON orders (customer_id, ts, total_cents)",
)
DROP_ORDER_INDEXES = ("DROP INDEX orders_by_key", "DROP INDEX orders_by_customer")


def create_schema(connection: apsw.Connection) -> None:
    """Write today's schema into an empty file; to be called inside a transaction."""
    for statement in (*_TABLES, *ORDER_INDEXES):
        connection.execute(statement)
    connection.pragma("application_id", APPLICATION_ID)
    connection.pragma("user_version", VERSION)


def check_schema(connection: apsw.Connection, file_name: str) -> None:
    """Refuse a file with anything else in its schema: a planted trigger, view, column or check.

    Raises
    ------
    ProjectError
        ``project_altered``.
    """
    found = {sql for (sql,) in connection.execute("SELECT sql FROM sqlite_schema") if sql}
    if found != {*_TABLES, *ORDER_INDEXES}:
        raise ProjectError("project_altered", file=file_name)


def version_of(connection: apsw.Connection, file_name: str) -> int:
    """Schema version of a file that bears our mark.

    Raises
    ------
    ProjectError
        ``project_too_new`` for a later program's file.
    """
    version = connection.pragma("user_version")
    if not isinstance(version, int) or version < 0:
        raise ProjectError("project_altered", file=file_name)
    if version > VERSION:
        raise ProjectError("project_too_new", file=file_name, version=version, known=VERSION)
    return version
