"""What the shop's own past says of tips besides how often they were right."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SumTest:
    """How near sums of chances came to the hidden orders.

    Of groups of customers who first came at about the same time, the ten products each wanted most.
    """

    groups: int
    customers: int  # tested
    said: float  # buyers
    was: int
    error_share: float  # sum of absolute errors by the sum of buyers


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuying:
    """Whether what somebody bought before is offered again, who said so, and what the past says."""

    told: str  # auto, yes, no: the owner's choice
    offered: bool
    hit_share: float  # first tips with what was bought before; nan untested
    new_hit_share: float  # first tips of what is new to the customer only
    repeat_share: float  # of the products in the hidden orders, bought before
