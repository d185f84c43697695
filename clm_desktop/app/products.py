"""``products``: how products belong together, what goes with a basket, and the owner's word."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Mapping
from datetime import UTC, datetime

from clm_desktop.app.progress import TerminalContext
from clm_desktop.core.errors import RequestError
from clm_desktop.usecases.open_project import open_project
from clm_desktop.view.json_values import Json
from clm_desktop.view.words import Words


def products(args: Namespace, words: Words, ctx: TerminalContext) -> int:
    """Show relations or what to offer with a basket; or keep a word about two products."""
    from clm_desktop.store.relations import load_relation_log
    from clm_desktop.usecases.current_answers import current_answers
    from clm_desktop.usecases.relations import relate
    from clm_desktop.view.pages.products import ProductLens, products_page
    from clm_desktop.view.plain import page_text
    from clm_desktop.view.product_exports import basket_of, basket_topic, graph_topic, position_of

    if args.about and args.basket:
        raise RequestError("option_idle", option="--about", what="--with", known="products")
    with open_project(args.project) as project:
        for told, stands in ((args.holds, True), (args.denies, False), (args.forget, None)):
            if told:
                relate(project, *told, stands=stands)
        answers = current_answers(project, ctx)
        log = load_relation_log(project)
    ctx.clear()
    skus = tuple(args.basket)
    about = position_of(answers, args.about) if args.about else None
    if args.json:
        said: dict[str, Json] = (
            basket_topic(answers, skus) if skus else graph_topic(answers, words, about)
        )
        changes: list[Json] = [
            {
                "at": datetime.fromtimestamp(one.said_s, UTC).isoformat(),
                "product_a": one.a,
                "relation": str(one.relation),
                "product_b": one.b,
                "before": one.before,
                "after": one.after,
            }
            for one in log
        ]
        _json(said | ({} if skus else {"log": changes}))
        return 0
    said_in = Words(words.lang, answers.names.currency)
    ids = answers.names.product_id
    basket = tuple(ids[basket_of(answers, skus)].tolist()) if skus else ()
    page = products_page(
        answers,
        said_in,
        ProductLens(about=None if about is None else int(ids[about]), basket=basket),
    )
    sys.stdout.write(page_text(page, said_in).rstrip("\n") + "\n")
    return 0


def _json(value: Mapping[str, Json]) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")
