"""The chance of an order in the next days: candidates, their contest on past cut-offs, reasons.

Start at ``answer.py``, then ``past.py`` (the split in time), ``contest.py``, ``scorer.py``.
"""
