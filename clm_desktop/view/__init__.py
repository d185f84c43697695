"""Answers -> words, tables and chart specs in English or Chinese; no Qt, no SQL.

May import ``plan``, ``models``, ``features``, ``core``. Start at ``blocks.py`` (what a page is made
of) and ``words.py`` (languages, numbers, dates, money). matplotlib stands only in ``draw.py``.
"""
