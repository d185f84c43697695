"""How the cells of one column are written: dates and money, decided on the whole column.

Start at ``dates.py`` and ``amounts.py``.
"""
