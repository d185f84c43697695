"""Bytes -> cells: encoding, dialect, where the table begins, records that do not fit.

Start at ``dialect.py`` and ``records.py``; ``bulk.py`` is the fast way for clean spans.
"""
