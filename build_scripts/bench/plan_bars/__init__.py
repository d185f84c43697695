"""Bars of the plan: simulated shops, the allocation alone, randomised campaigns."""
