"""What the owner never wants offered: checked, kept, taken back."""

from __future__ import annotations

from collections.abc import Iterable

from clm_desktop.core.errors import RequestError
from clm_desktop.core.offer_bans import BanChange, BanKind, OfferBan, category_key
from clm_desktop.store import offer_bans as store
from clm_desktop.store.decisions import known_keys
from clm_desktop.store.project import Project


def ban(project: Project, bans: Iterable[OfferBan]) -> tuple[BanChange, ...]:
    """Never offer these from now on; gives what :func:`undo` undoes.

    Raises
    ------
    RequestError
        ``person_unknown``, ``product_unknown``, ``category_unknown``; then nothing is kept.
    """
    wanted = tuple(bans)
    _check(project, wanted)
    return store.set_bans(project, [(_tidy(one), True) for one in wanted])


def allow(project: Project, bans: Iterable[OfferBan]) -> tuple[BanChange, ...]:
    """Offer these again; one that does not stand changes nothing."""
    return store.set_bans(project, [(_tidy(one), False) for one in bans])


def undo(project: Project, changes: tuple[BanChange, ...]) -> None:
    """Bring back what stood before."""
    store.undo_bans(project, changes)


def _tidy(one: OfferBan) -> OfferBan:
    if one.kind is not BanKind.CATEGORY:
        return one
    return OfferBan(kind=one.kind, what=category_key(one.what), customer=one.customer)


def _check(project: Project, bans: tuple[OfferBan, ...]) -> None:
    people = {one.customer for one in bans if one.customer}
    products, categories = store.known_products(project)
    same = {category_key(name) for name in categories}
    unknown = sorted(people - known_keys(project, people))
    if unknown:
        raise RequestError("person_unknown", customer=unknown[0])
    for one in bans:
        if one.kind is BanKind.PRODUCT and one.what not in products:
            raise RequestError("product_unknown", product=one.what)
        if one.kind is BanKind.CATEGORY and category_key(one.what) not in same:
            raise RequestError(
                "category_unknown", name=one.what, known=", ".join(sorted(categories)) or "–"
            )
        if one.kind is BanKind.CUSTOMER and not one.customer:
            raise RequestError("person_unknown", customer="")
