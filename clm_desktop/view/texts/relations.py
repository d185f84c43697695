"""How products belong together: the relations, and the sentence of each with its numbers."""

from __future__ import annotations

from collections.abc import Mapping

from clm_desktop.view.marks import N_, Plural, Text

RELATIONS: Mapping[str, Text] = {
    "relation.goes_with": N_("goes with"),
    "relation.bought_next": N_("bought next"),
    "relation.replaces": N_("replaces"),
    "relation.refill_of": N_("refill of"),
    "relation.used_up": N_("used up"),
    "relation.never_with": N_("never with"),
    "relation.seen.goes_with": Plural(
        "{count} of {of} order with “{a}” also holds “{b}”: {lift} times as often as by chance.",
        "{count} of {of} orders with “{a}” also hold “{b}”: {lift} times as often as by chance.",
        by="of",
    ),
    "relation.seen.bought_next": Plural(
        "{count} of {of} customer who bought “{a}” and came again within {limit_days} took “{b}”"
        " for the first time then: {lift} times chance. The other way round: {other}.",
        "{count} of {of} customers who bought “{a}” and came again within {limit_days} took “{b}”"
        " for the first time then: {lift} times chance. The other way round: {other}.",
        by="of",
    ),
    "relation.seen.replaces": Plural(
        "“{b}” was last sold {gone_days} ago. {count} of its {of} buyer who still orders has"
        " bought “{a}”: {lift} times as often as others. In one order together: {other}.",
        "“{b}” was last sold {gone_days} ago. {count} of its {of} buyers who still order have"
        " bought “{a}”: {lift} times as often as others. In one order together: {other}.",
        by="of",
    ),
    "relation.seen.refill_of": Plural(
        "{count} of {of} buyer of “{b}” who came again buys “{a}” again and again since: {lift}"
        " times chance. Had it before: {other}.",
        "{count} of {of} buyers of “{b}” who came again buy “{a}” again and again since: {lift}"
        " times chance. Had it before: {other}.",
        by="of",
    ),
    "relation.seen.used_up": Plural(
        "{count} of {of} customer who bought “{a}” again did so after about {gap_days}"
        " (half of them after {low_days} to {high_days}).",
        "{count} of {of} customers who bought “{a}” again did so after about {gap_days}"
        " (half of them after {low_days} to {high_days}).",
        by="of",
    ),
    "relation.told": N_("Your word."),
    "relation.told_only": N_("Your word; your orders do not show it (yet)."),
    "relation.told_never": N_("Your word: “{a}” and “{b}” are never offered together."),
    "relation.told_not": N_("Your word: this relation of “{a}” and “{b}” does not hold."),
    "error.relation_unknown": N_("“{word}” is no relation of products. Choose from: {known}."),
    "error.relation_of_one": N_("“{product}” cannot stand on both sides."),
    "error.no_basket": N_("Name one to five products that are in the basket."),
}
