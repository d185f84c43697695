"""The grammar of the command line; imports nothing heavy, so that help comes at once."""

from __future__ import annotations

import argparse
from pathlib import Path

from clm_desktop import __version__
from clm_desktop.app.arguments import day, positive, project, seed, whole
from clm_desktop.app.parser_outreach import COMMANDS as OUTREACH_COMMANDS
from clm_desktop.app.parser_outreach import outreach_commands

COMMANDS = {
    "import": "import order files into a shop, making it when it is not there",
    "read": "write the table in a file as the reader understands it",
    "imports": "what was imported when",
    "undo": "take an import back",
    "backups": "earlier states of a shop that are kept",
    "restore": "put an earlier state of a shop back; today's is kept",
    "people": "which customers are one person, and your word about it",
    "words": "what you say of customers: moved away, no customer, notes, tags",
    "never-offer": "products, kinds and customers that are left out of all tips",
    "products": "how products belong together, what goes with a basket, and your word about it",
    "segments": "your own segments by rules: list, show, add, remove; or find new groups",
    "settings": "what you chose for a shop: risk levels, days ahead, groups, margin",
    "refresh": "compute everything as of a day",
    "show": "show a topic",
    "export": "write a table into a file",
    "check": "see whether the shop's file is whole",
    "report": "write all pages with their charts into a folder",
    "self-test": "see whether the program is whole",
    **OUTREACH_COMMANDS,
}
OFFER_TOPIC = "recommendations"
TOPICS = (
    *("summary", "imports", "quality", "segments", "watchlist", "value", "worth", "stages"),
    *("cohorts", "origins", OFFER_TOPIC, "bundles", "graph", "forecast", "reorder", "plan"),
    *("results", "channels", "actions", "acquisition", "backtest"),
)
TABLES = (
    *("customers", "watchlist", "segments", "value", "stages", "cohorts", "origins"),
    *("recommendations", "bundles", "forecast", "reorder", "forecast-weeks", "order-list"),
    *("abc", "stock-list", "segment-offers", "who-to-tell", "never-offered", "not-offered"),
    *("relations", "words", "own-segments", "moves"),
    *("plan", "advertising", "leads", "likeness", "best"),
)
USES = (
    *("data", "excel", "eml", "mailmerge", "sms", "vcard", "ics", "page"),
    *("shopify", "klaviyo", "mailchimp", "square", "meta", "google"),
)
ROWS = ("created", "changed", "known", "left-out", "set-aside")
TREATMENTS = "counts, given_back, cancelled, unpaid, refunded, failed, not_a_sale, test"
KINDS = ("orders", "order_items", "returns", "customers", "products_stock")


def parser() -> argparse.ArgumentParser:
    """The whole grammar."""
    top = argparse.ArgumentParser(
        prog="clm-desktop",
        description="Customer lifecycle management for one shop. Without a command the window"
        " opens, on a shop (.clm) or on order files: clm-desktop [PROJECT.clm | FILE...]",
    )
    top.add_argument("--version", action="version", version=__version__)
    kinds = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for command, add in (
        ("import", _import),
        ("read", _read),
        ("imports", project),
        ("undo", _undo),
        ("backups", project),
        ("restore", _restore),
        ("people", _people),
        ("words", _words),
        ("never-offer", _never_offer),
        ("products", _products),
        ("segments", _segments),
        ("settings", _settings),
        ("refresh", _refresh),
        ("show", _show),
        ("export", _export),
        ("check", project),
        ("report", _report),
        ("self-test", _nothing),
        *outreach_commands(),
    ):
        one = kinds.add_parser(command, help=COMMANDS[command], description=COMMANDS[command])
        add(one)
        one.add_argument("--lang", choices=("en", "zh"), help="language of what is said")
        if command not in ("export", "report"):
            one.add_argument("--json", action="store_true", help="answer as one JSON document")
    return top


def _nothing(_one: argparse.ArgumentParser) -> None:
    """No arguments of its own."""


def _import(one: argparse.ArgumentParser) -> None:
    project(one)
    one.add_argument("files", type=Path, nargs="+", metavar="FILE")
    one.add_argument(
        "--mapping",
        type=Path,
        metavar="M.json",
        help='{"customer_id": "Column"}; what it does not say is found out',
    )
    one.add_argument(
        "--status",
        action="append",
        default=[],
        type=_status,
        metavar="WORD=HOW",
        help=f"what becomes of rows with a status; HOW is one of {TREATMENTS}",
    )
    one.add_argument(
        "--refunds-on", choices=("order", "refund"), help="the day that refunds are deducted on"
    )
    one.add_argument("--kind", choices=KINDS, help="what one row of the files is")
    for flag, things in (("--orders-of", "orders"), ("--customers-of", "customers")):
        one.add_argument(
            flag,
            metavar="NAME|new",
            help=f"whose numbers of {things} these are: those of a file of the shop, or"
            " of another shop",
        )
    one.add_argument("--answers", type=Path, metavar="A.json", help='{"date_order": "dmy"}')
    one.add_argument(
        "--replace",
        type=positive,
        metavar="N",
        help="in place of import N, read as told now",
    )


def _read(one: argparse.ArgumentParser) -> None:
    one.add_argument("file", type=Path, metavar="FILE")
    one.add_argument("out", type=Path, metavar="OUT.csv")


def _undo(one: argparse.ArgumentParser) -> None:
    project(one)
    one.add_argument("--import", dest="number", type=int, metavar="N", help="default: the newest")


def _restore(one: argparse.ArgumentParser) -> None:
    project(one)
    one.add_argument(
        "--backup",
        dest="number",
        type=positive,
        default=1,
        metavar="N",
        help="default: the newest",
    )


def _people(one: argparse.ArgumentParser) -> None:
    project(one)
    word = one.add_mutually_exclusive_group()
    for name, does in (
        ("--merge", "count these two as one person"),
        ("--apart", "count these two as two, whatever they share"),
        ("--forget", "forget what was decided about these two"),
    ):
        word.add_argument(name, nargs=2, metavar="KEY", help=does)


def _words(one: argparse.ArgumentParser) -> None:
    project(one)
    one.add_argument("customer", nargs="?", metavar="CUSTOMER", help="without one all are listed")
    one.add_argument(
        "word",
        nargs="?",
        metavar="WORD",
        help="moved_away, not_customer, talked, will_return, no_contact, note, tags",
    )
    one.add_argument("value", nargs="?", default="", metavar="TEXT")
    one.add_argument("--take-back", action="store_true", help="the word no longer holds")


def _never_offer(one: argparse.ArgumentParser) -> None:
    project(one)
    one.add_argument("--product", metavar="NUMBER", help="this product; with --customer to them")
    one.add_argument("--category", metavar="NAME", help="nothing of this kind")
    one.add_argument("--customer", metavar="CUSTOMER", help="nothing to this customer")
    one.add_argument("--take-back", action="store_true", help="it may be offered again")


def _products(one: argparse.ArgumentParser) -> None:
    project(one)
    one.add_argument(
        "--with",
        dest="basket",
        action="append",
        default=[],
        metavar="PRODUCT",
        help="what to offer with it; up to five times",
    )
    one.add_argument("--about", metavar="PRODUCT", help="only relations of this product")
    word = one.add_mutually_exclusive_group()
    for name, does in (
        ("--holds", "A goes_with, bought_next, replaces, refill_of or never_with B"),
        ("--denies", "this relation does not hold"),
        ("--forget", "forget what you said of these two"),
    ):
        word.add_argument(name, nargs=3, metavar=("A", "RELATION", "B"), help=does)


def _segments(one: argparse.ArgumentParser) -> None:
    project(one)
    one.add_argument(
        "action", nargs="?", default="list", choices=("list", "show", "add", "remove", "renew")
    )
    one.add_argument("name", nargs="?", default="", metavar="NAME")
    one.add_argument("rule", nargs="?", default="", metavar="RULE", help="risk=high and spent>200")


def _settings(one: argparse.ArgumentParser) -> None:
    project(one)
    one.add_argument("--medium-risk", type=float, metavar="SHARE", help="0.33: from a third on")
    one.add_argument("--high-risk", type=float, metavar="SHARE")
    one.add_argument("--horizon-days", type=whole, metavar="N", help="30 to 365; 0: by the data")
    one.add_argument("--groups", type=whole, metavar="N", help="5, 8 or 11; 0: by the data")
    one.add_argument("--found-groups", type=whole, metavar="N", help="3 to 8; 0: by the data")
    one.add_argument("--margin", type=float, metavar="SHARE", help="0.4: 40 of 100 stay with you")
    one.add_argument("--rebuy", choices=("auto", "yes", "no"), help="offer again what they bought")
    one.add_argument("--service", type=float, metavar="SHARE", help="0.95: stock lasts 95 in 100")
    one.add_argument("--lead-days", type=whole, metavar="N", help="delivery takes so long")
    one.add_argument("--review-days", type=whole, metavar="N", help="you order in every N days")


def _refresh(one: argparse.ArgumentParser) -> None:
    project(one)
    one.add_argument("--as-of", type=day, metavar="DATE", help="default: the newest sale")
    one.add_argument("--horizon-days", type=positive, metavar="N")
    one.add_argument("--seed", type=seed, default=0, metavar="N")


def _show(one: argparse.ArgumentParser) -> None:
    project(one)
    one.add_argument("topic", metavar="TOPIC", help=", ".join(TOPICS))
    lens = one.add_mutually_exclusive_group()
    lens.add_argument("--segment", metavar="NAME", help="recommendations: what a group will want")
    lens.add_argument("--product", metavar="NAME", help="recommendations: whom to tell about it")


def _export(one: argparse.ArgumentParser) -> None:
    project(one)
    fates = ", ".join(ROWS)
    tables = ", ".join(TABLES)
    one.add_argument("what", metavar="WHAT", help=f"{tables}; rows of imports: {fates}")
    one.add_argument("file", type=Path, metavar="FILE")
    one.add_argument(
        "--for",
        dest="use",
        choices=USES,
        default="data",
        help="eml, mailmerge, sms, ics, page: of a plan; the others also of customers, watchlist, "
        "leads and best",
    )
    one.add_argument("--hashed", action="store_true", help="SHA-256 for meta and google")
    one.add_argument(
        "--top",
        type=positive,
        metavar="N",
        help="people of watchlist, best and leads; tips per list of recommendations (default 10)",
    )
    one.add_argument(
        "--import", dest="number", type=int, metavar="N", help=f"only rows of import N: {fates}"
    )
    one.add_argument("--of", default="", metavar="NAME", help="only rows of the file NAME")
    one.add_argument(
        "--plan", type=whole, default=0, metavar="N", help="approved plan N; default: the newest"
    )


def _report(one: argparse.ArgumentParser) -> None:
    one.add_argument("folder", type=Path, metavar="FOLDER")
    one.add_argument("files", type=Path, nargs="+", metavar="PROJECT.clm|FILE")


def _status(text: str) -> str:
    if text.rpartition("=")[2] not in TREATMENTS.split(", "):
        raise argparse.ArgumentTypeError(f"{text!r} is not like Vorgemerkt=counts; {TREATMENTS}")
    return text
