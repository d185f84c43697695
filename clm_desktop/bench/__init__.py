"""A public benchmark of plans: simulated shops with known truth, the same luck for every policy.

``World`` holds the published numbers, ``ShopSim`` shows a policy what a shop has (frames of orders,
contacts, consents, spend) and nothing else, ``evaluate`` runs policies beside those that always
run. Simulated numbers are never a customer's result. To measure a policy of your own::

    from clm_desktop.bench import Plan, Policy, evaluate

    class Thanks(Policy):
        def plan(self, obs, budget):
            new = obs.customers.tail(20)["customer_id"]
            yes = obs.consents.query("channel_id == 'chat' and state == 'granted'")["customer_id"]
            known = set(obs.contacts["customer_id"])
            return Plan(contacts=[(c, "care", "send") for c in new if c in set(yes) - known])

    print(evaluate({"thanks": Thanks}, ["base", "null"], seeds=range(5)).table())

The product itself is ``ProductPolicy``: the code of the Plan tab.
"""

from clm_desktop.bench.evaluate import evaluate, verify
from clm_desktop.bench.policy import Policy
from clm_desktop.bench.product import ProductPolicy
from clm_desktop.bench.report import Report
from clm_desktop.bench.sim import Observation, Outcome, Plan, PlanError, ShopSim
from clm_desktop.bench.world import SCENARIOS, WORLD_VERSION, World

__all__ = [
    "SCENARIOS",
    "WORLD_VERSION",
    "Observation",
    "Outcome",
    "Plan",
    "PlanError",
    "Policy",
    "ProductPolicy",
    "Report",
    "ShopSim",
    "World",
    "evaluate",
    "verify",
]
