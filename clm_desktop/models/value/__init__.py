"""Money expected of each customer, with ranges that were checked on the shop's own past.

Start at ``answer.py``.
"""
