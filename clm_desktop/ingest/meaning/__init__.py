"""What the columns mean: platforms by name, others by names and values; rows, people, states.

Start at ``mapping.py`` and ``platforms.py``, then ``clean.py``.
"""
