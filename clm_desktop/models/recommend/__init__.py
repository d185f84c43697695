"""What to offer whom: one calibrated chance behind "buy again" and "new for you".

Start at ``answer.py``, then ``candidates.py``, ``features.py``, ``learn.py`` and ``backtest.py``.
"""
