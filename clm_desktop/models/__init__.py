"""Fit and score; arrays in, frozen results out; no files, no clock, explicit seeds.

May import ``features`` and ``core``. Start at ``results.py`` (what comes out), then
``evaluate.py`` (how it was checked on the shop's own past).
"""
