"""Winning customers: what one costs by channel, what they are worth, where the next money helps.

Start at ``answer.py``; what is answered stands in ``results.py``.
"""
