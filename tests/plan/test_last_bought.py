"""What a message can ask about: the dearest article of the newest order."""

from __future__ import annotations

import pandas as pd

from clm_desktop.plan.last_bought import last_bought
from tests.models.orders import transactions_from

LINES = (  # order, customer, day, cents, product
    ("1", "anna", 10, 900, "tea"),
    ("2", "anna", 20, 300, "cup"),
    ("2", "anna", 20, 500, "pot"),
    ("2", "anna", 20, 500, "mug"),
    ("2", "anna", 20, 700, "POST"),
    ("3", "anna", 30, 800, "jar"),
    ("4", "bob", 30, 800, "jar"),
)


def test_that_it_is_the_first_of_the_dearest_articles_of_the_newest_order_known() -> None:
    table = pd.DataFrame(LINES, columns=["order", "customer", "day", "cents", "product"])
    tx = transactions_from(table.assign(quantity=1.0))
    anna, bob = last_bought(tx, 29).tolist()
    assert tx.product_key[anna] == "pot"
    assert bob == -1
    anna, bob = last_bought(tx, 30).tolist()
    assert tx.product_key[anna] == tx.product_key[bob] == "jar"
