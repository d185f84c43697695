"""The only place that knows everybody: the command line, the window's start, the self-test.

Start at ``main.py``.
"""
