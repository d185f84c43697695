"""Lists of people with the owner's own label "has left": learned from that label, not from orders.

Start at ``answer.py``.
"""
