"""``never-offer``: what is left out of all tips by the owner's word."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from datetime import UTC, datetime

from clm_desktop.app.progress import TerminalContext
from clm_desktop.core.errors import RequestError
from clm_desktop.core.offer_bans import BanKind, OfferBan
from clm_desktop.usecases.open_project import open_project
from clm_desktop.view.json_values import Json
from clm_desktop.view.words import Words


def never_offer(args: Namespace, words: Words, ctx: TerminalContext) -> int:
    """Keep something back, or offer it again; without either list what stands and the log."""
    from clm_desktop.store.offer_bans import load_ban_log, load_bans
    from clm_desktop.usecases import offer_bans

    _demand_sense(args)
    wanted = _told(args)
    with open_project(args.project) as project:
        if wanted:
            change = offer_bans.allow if args.take_back else offer_bans.ban
            change(project, wanted)
        stands, log = load_bans(project, ctx), load_ban_log(project)
    ctx.clear()
    if args.json:
        told: dict[str, Json] = {
            "never_offered": [_plain(one) for one in stands],
            "log": [
                {
                    **_plain(one.ban),
                    "at": datetime.fromtimestamp(one.said_s, UTC).isoformat(),
                    "stands": one.stands,
                }
                for one in log
            ],
        }
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
        return 0
    for one in stands:
        whom = one.customer or words.text("Everybody")
        sys.stdout.write(f"{one.what or words.text('Everything')} → {whom}\n")
    return 0


def _demand_sense(args: Namespace) -> None:
    """Say so where two options do not go together: nothing may be kept back by a slip."""
    if args.category and args.customer:
        raise RequestError("option_idle", option="--customer", what="--category", known="--product")
    if args.take_back and not (args.product or args.category or args.customer):
        known = "--product, --category, --customer"
        raise RequestError("option_idle", option="--take-back", what="never-offer", known=known)


def _told(args: Namespace) -> list[OfferBan]:
    customer = args.customer or ""
    bans = []
    if args.product:
        bans.append(OfferBan(kind=BanKind.PRODUCT, what=args.product, customer=customer))
    if args.category:
        bans.append(OfferBan(kind=BanKind.CATEGORY, what=args.category))
    if customer and not args.product:
        bans.append(OfferBan(kind=BanKind.CUSTOMER, customer=customer))
    return bans


def _plain(one: OfferBan) -> dict[str, Json]:
    return {
        "kind": one.kind.value,
        "product_id": one.what if one.kind is BanKind.PRODUCT else None,
        "category": one.what if one.kind is BanKind.CATEGORY else None,
        "customer_id": one.customer or None,
    }
