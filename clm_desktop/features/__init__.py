"""Transactions -> one row per customer, as of a day. The only place that could leak the future.

May import ``core``. Start at ``snapshot.py`` (the cut) and ``customer_table.py``.
"""
