"""What was learned from the label of the owner's own list."""

from __future__ import annotations

from collections.abc import Mapping

from clm_desktop.view.marks import N_, Text

LABELLED: Mapping[str, Text] = {
    "labelled.verdict.few": N_(
        "To learn who leaves, {need} people on the list must have left and {need} must have "
        "stayed; the smaller of the two counts {have}."
    ),
    "labelled.verdict.no_columns": N_(
        "The list has no column from which anything about leaving could be learned."
    ),
    "labelled.verdict.no_pattern": N_(
        "Nothing on the list tells who left from who stayed (best AUC {auc}, 0.5 is a coin), so "
        "nobody is named."
    ),
    "labelled.verdict.tested": N_(
        "Tested on {people} people of the list who taught nothing: it named {named}, "
        "{named_right} of them have really left. Guessing would get {guess_right}."
    ),
    "labelled.method.rule": N_("Rule: the one column that tells most"),
    "labelled.method.blend": N_("Logistic regression, forest and boosted trees together"),
    "labelled.left_out.empty": N_("nothing in it"),
    "labelled.left_out.constant": N_("the same for everybody"),
    "labelled.left_out.number": N_("only numbers the people"),
    "labelled.left_out.names": N_("nearly as many different words as people"),
    "labelled.left_out.sensitive": N_(
        "origin, belief, health and the like: too private to say by them who will leave"
    ),
    "labelled.left_out.later": N_(
        "tells by itself nearly everybody who left, so it was probably written afterwards"
    ),
}
