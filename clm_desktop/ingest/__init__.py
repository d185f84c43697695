"""Files the shop has -> clean rows, each accounted for; knows nothing of projects.

May import ``core`` only. Start at ``preview.py`` (what a file seems to be) and ``reader.py``
(what it says). The types that cross this border stand in ``types.py`` and ``core.rows``.
"""
