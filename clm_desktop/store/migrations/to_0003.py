"""Version 2 -> 3. What stands in a file stays as it stands; new tables start empty."""

from __future__ import annotations

import apsw

_STATEMENTS: tuple[str, ...] = (
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
    " gap_share REAL) STRICT",
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
    "ALTER TABLE customer_facts ADD COLUMN consent INTEGER",
    "ALTER TABLE customer_facts ADD COLUMN consent_day INTEGER",
    "ALTER TABLE listed_products ADD COLUMN pack_size REAL",
    "ALTER TABLE listed_products ADD COLUMN least_order REAL",
)


def step(connection: apsw.Connection) -> None:
    """Bring a version 2 file to version 3, inside the caller's transaction."""
    for statement in _STATEMENTS:
        connection.execute(statement)
