"""Words every layer speaks: errors, messages, run context, days and money, the shop's rows.

May import nothing of ours and neither Qt nor matplotlib. Start at ``transactions.py`` (what was
sold) and ``rows.py`` (what an import hands to the store).
"""
