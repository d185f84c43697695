"""The owner's own words, rules and choices: what each is called, and what is wrong with one."""

from __future__ import annotations

from collections.abc import Mapping

from clm_desktop.view.marks import N_, Text

_WORDS: Mapping[str, Text] = {
    "word.moved_away": N_("Moved away"),
    "word.not_customer": N_("Not a customer"),
    "word.talked": N_("Already talked to"),
    "word.will_return": N_("Will come back"),
    "word.no_contact": N_("Do not contact"),
    "word.note": N_("Note"),
    "word.tags": N_("Tags"),
    "not_customer.staff": N_("Staff"),
    "not_customer.test": N_("Test"),
    "not_customer.reseller": N_("Reseller"),
}

_ERRORS: Mapping[str, Text] = {
    "error.bad_horizon": N_(
        "{asked_days} cannot be looked ahead. Choose from {least_days} to {most_days}."
    ),
    "error.bad_thresholds": N_(
        "Medium risk must begin above 0 and below high risk, and high risk below 100%; "
        "{medium_share} and {high_share} do not."
    ),
    "error.bad_setting": N_("“{value}” cannot be chosen for {name}. Choose from: {known}."),
    "error.bad_money": N_("{told_cents} cannot be chosen for {name}: from 0 to {most_cents}."),
    "error.no_segment": N_("You have no segment “{name}”. There are: {known}."),
    "error.segment_name": N_("Give the segment a name of at most {most} letters."),
    "error.rule_empty": N_("Write a rule, for example: {example}"),
    "error.rule_field": N_("“{word}” is nothing I can ask for. You can ask for: {known}."),
    "error.rule_sign": N_(
        "After “{field}” comes a comparison such as = or >, and I found “{word}”."
    ),
    "error.rule_value": N_("After “{field} {sign}” comes a value, and I found none."),
    "error.rule_number": N_("“{field}” is a number, and “{word}” is none."),
    "error.rule_date": N_("“{field}” is a day like 2024-12-31, and “{word}” is none."),
    "error.rule_choice": N_("“{field}” can be: {known}. “{word}” is none of them."),
    "error.rule_order": N_("“{field}” has no more and no less: compare it with = or !=."),
    "error.rule_bracket": N_(
        "A bracket is open that is never closed, or closed that was not open."
    ),
    "error.rule_more": N_("After “{before}” comes “and” or “or”, and I found “{word}”."),
    "error.rule_unsupported": N_(
        "“{field}” is not known of anybody here yet: nothing in your files tells it."
    ),
    "error.product_unknown": N_(
        "No product has the number or name “{product}” in your files. Write it as they do."
    ),
    "error.category_unknown": N_("No product is of the kind “{name}”. There are: {known}."),
    "error.word_unknown": N_("“{word}” cannot be said of a customer. Choose from: {known}."),
}

OWNER: Mapping[str, Text] = {**_WORDS, **_ERRORS}
