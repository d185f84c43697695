"""What the shop owner does, one file each; the window, the command line and the tests call these.

Plain functions over frozen values and a ``RunContext``; no Qt, no threads, no words on a screen.
May import every layer below. Start at ``import_files.py`` and ``refresh.py``.
"""
