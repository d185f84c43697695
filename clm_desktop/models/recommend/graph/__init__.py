"""How products belong together: goes with, bought next, replaces, refill of.

Start at ``learn.py``; what it gives stands in ``types.py``, how often it may err in ``chance.py``.
"""
