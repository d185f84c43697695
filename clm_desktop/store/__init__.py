"""One shop = one ``.clm`` SQLite file. The only place with SQL.

May import ``core`` only. Start at ``project.py`` (open, create, close), then ``schema.py``,
``importing.py`` (one import = one transaction) and ``undo.py``. One connection, owned by the
store's lane of jobs, because the file is locked to it.
"""
