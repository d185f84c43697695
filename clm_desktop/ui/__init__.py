"""Widgets that show pages and send intents; no SQL, no fitting, no arithmetic on customers.

May import ``usecases``, ``view``, ``jobs``, ``core``. Start at ``main_window.py``.
"""
