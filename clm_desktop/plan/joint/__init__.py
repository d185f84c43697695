"""One plan for one budget: whom to win, keep and grow this week, by which action and channel.

Start at ``types.py``; ``bench.ProductPolicy`` and the Plan tab call the same code.
"""
