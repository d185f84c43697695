"""The only place with threads: lanes, progress, Stop, newest wins.

May import ``core`` and QtCore. Start at ``runner.py``.
"""
