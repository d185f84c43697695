"""Repeat purchase: how often a customer comes and for how much, learned from the orders alone.

Start at ``mbg.py`` (BG/NBD and its kin), then ``forecast.py`` and ``gamma_gamma.py``.
"""
