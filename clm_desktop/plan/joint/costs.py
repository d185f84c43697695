"""What contacts of plans cost: each by its terms, and what discounts took off what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from clm_desktop.core.outreach import Outreach, PlanItem, PlanRecord, Role, Terms
from clm_desktop.models.effects.priors import REDEEMS
from clm_desktop.plan.limits import CONTACTED, contacts_made
from clm_desktop.plan.terms import terms_of

_NO_PLAN = 0
_Ways = dict[tuple[str, str], Terms]  # by action and channel


@dataclass(frozen=True, slots=True)
class Case:
    """One row of an approved plan that is over, and what came of it."""

    plan: int  # its number
    item: PlanItem
    day: int  # the window's first
    end: int  # the day after its last
    ordered: bool
    cents: int


@dataclass(frozen=True, slots=True)
class Costs:
    """What contacts cost: of a plan by the terms it was approved with, of others by today's.

    Nobody knows which orders used a coupon, so as many are reckoned with as the plan did. Of who
    would have ordered anyway that is lost too, which no difference of orders shows.
    """

    ways: dict[int, _Ways]  # by number of the plan

    def all_in_all(self, outreach: Outreach, cases: Iterable[Case]) -> float:
        """Every contact that was made, and what discounts took off where it is known who came."""
        made = contacts_made(outreach)
        one_by_one = sum(self._contact(one.plan, one.action, one.channel) for one in made)
        return one_by_one + sum(self._off(case) for case in cases)

    def of(self, cases: Iterable[Case]) -> float:
        """Of the contacts among them that were made."""
        return sum(
            self._contact(case.plan, case.item.action, case.item.channel) + self._off(case)
            for case in cases
            if was_sent(case.item)
        )

    def _contact(self, plan: int, action: str, channel: str) -> float:
        terms = self._terms(plan, action, channel)
        return 0.0 if terms is None else terms.contact_cents

    def _off(self, case: Case) -> float:
        terms = self._terms(case.plan, case.item.action, case.item.channel)
        if terms is None or not case.ordered or not was_sent(case.item):
            return 0.0
        off, most = terms.discount_share * max(case.cents, 0), terms.discount_cap_cents
        return REDEEMS * (min(off, most) if most > 0 else off)

    def _terms(self, plan: int, action: str, channel: str) -> Terms | None:
        """None of an action or a channel that is gone, and was when the plan was approved."""
        way = (action, channel)
        return self.ways.get(plan, {}).get(way) or self.ways[_NO_PLAN].get(way)


def costs_of(outreach: Outreach) -> Costs:
    """Of the plans and the catalogue that there are."""
    now = terms_of(outreach.actions, outreach.channels, outreach.settings.hour_cents)
    return Costs(
        {_NO_PLAN: _by_way(now), **{p.number: _of_plan(p, outreach) for p in outreach.plans}}
    )


def _of_plan(plan: PlanRecord, outreach: Outreach) -> _Ways:
    """By what was kept with it, else by what is known of it still: the price of an hour."""
    hour_cents = plan.settings.hour_cents
    return _by_way(plan.terms or terms_of(outreach.actions, outreach.channels, hour_cents))


def _by_way(terms: Iterable[Terms]) -> _Ways:
    return {(one.action, one.channel): one for one in terms}


def was_sent(item: PlanItem) -> bool:
    """Whether somebody was contacted because of it."""
    return item.role is not Role.HOLD_OUT and item.state in CONTACTED
