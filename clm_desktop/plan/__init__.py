"""Decisions from scores: whom to look at first and what to do this week; no fitting.

May import ``models``, ``features``, ``core``. Start at ``answers.py``.
"""
