"""What can be kept back of the rows that are marked: entries of a menu."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtWidgets import QMenu

from clm_desktop.core.offer_bans import BanKind, OfferBan
from clm_desktop.plan.answers import Answers
from clm_desktop.ui.look import Look

Ban = Callable[[tuple[OfferBan, ...]], object]


def add_product_bans(
    menu: QMenu,
    look: Look,
    answers: Answers,
    products: Sequence[int],
    ban: Ban,
    *,
    customer: str = "",
) -> None:
    """Offer to keep back products (store ids), their kinds, or only from one customer (key)."""
    names, words = answers.names, look.words
    at = np.flatnonzero(np.isin(names.product_id, np.asarray(products, np.int64)))
    keys = [str(key) for key in names.product_key[at]]
    kinds = sorted({str(kind) for kind in names.product_category[at] if kind})
    title = words.plural("Never offer this product", "Never offer these {n} products", len(keys))
    if customer:
        _add(
            menu,
            words.text("Never offer it to this customer"),
            tuple(OfferBan(kind=BanKind.PRODUCT, what=key, customer=customer) for key in keys),
            ban,
        )
        title = words.plural(
            "Never offer it to anybody", "Never offer these {n} products to anybody", len(keys)
        )
    _add(menu, title, tuple(OfferBan(kind=BanKind.PRODUCT, what=key) for key in keys), ban)
    if len(kinds) == 1:
        every = words.text("Never offer anything of “{name}”", name=kinds[0])
        _add(menu, every, (OfferBan(kind=BanKind.CATEGORY, what=kinds[0]),), ban)


def add_customer_bans(
    menu: QMenu, look: Look, answers: Answers, customers: Sequence[int], ban: Ban
) -> None:
    """Offer to keep everything back from customers (store ids)."""
    names = answers.names
    at = np.flatnonzero(np.isin(names.customer_id, np.asarray(customers, np.int64)))
    bans = tuple(OfferBan(kind=BanKind.CUSTOMER, customer=str(k)) for k in names.customer_key[at])
    if bans:
        menu.addSeparator()
        _add(menu, look.words.text("Never offer them anything"), bans, ban)


def _add(menu: QMenu, title: str, bans: tuple[OfferBan, ...], ban: Ban) -> None:
    action = menu.addAction(title.replace("&", "&&"))
    action.setObjectName(f"ban_{bans[0].kind}" if bans else "ban")
    action.triggered.connect(lambda _on=False: ban(bans))
