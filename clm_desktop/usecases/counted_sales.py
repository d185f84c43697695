"""The sales that answers are about, read anew."""

from __future__ import annotations

import numpy as np

from clm_desktop.core.run import RunContext
from clm_desktop.core.transactions import Transactions
from clm_desktop.features.snapshot import cut
from clm_desktop.models.hidden_buyers import hidden_sources, unnamed
from clm_desktop.plan.answers import Answers
from clm_desktop.plan.owner_words import no_customers, without


def counted_sales(tx: Transactions, answers: Answers, ctx: RunContext) -> Transactions:
    """Sales up to the answers' day, with those known who have a row in their tables.

    A word that somebody is no customer, or is one again, is in the tables only after the refresh
    that it brings; until then everything is made of the people whom the tables hold. Cost: O(n).
    """
    as_of_day, rows = answers.run.as_of_day, answers.customers.customer
    known = cut(tx, as_of_day)
    known = without(known, np.setdiff1d(no_customers(known, answers.said), rows))
    masked, _ = hidden_sources(known, as_of_day, ctx)
    return without(unnamed(known, masked), np.setdiff1d(np.arange(tx.n_customers), rows))
