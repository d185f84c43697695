"""A public benchmark of plans: simulated shops with known truth, the same luck for every policy.

``World`` holds the published numbers, ``ShopSim`` shows a policy what a shop has (frames of orders,
contacts, consents, spend) and nothing else, ``evaluate`` runs policies beside those that always
run. Simulated numbers are never a customer's result.
"""
