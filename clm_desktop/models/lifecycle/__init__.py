"""Where customers come from, whether they come back, in which stage they are, what they bring.

Start at ``answer.py``; ``results.py`` says what is answered. Counts are exact and reconcile with
the customer table; whatever is a rate carries its range, and whatever is not over yet says so.
"""
