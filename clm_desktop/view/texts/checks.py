"""How far the answers can be believed: the trust ladder, verdicts of the checks, methods."""

from __future__ import annotations

from collections.abc import Mapping

from clm_desktop.view.marks import N_, Plural, Text

CHECKS: Mapping[str, Text] = {
    "trust.unlock_customers": N_(
        "To unlock more, add older order files: {have} of {need} customers so far."
    ),
    "trust.unlock_repeat": N_(
        "To unlock more, add older order files: {have} of {need} customers who came back so far."
    ),
    "trust.unlock_days": N_(
        "To unlock more, add older order files: they span {have_days} of {need_days} so far."
    ),
    "trust.unlock_outcomes": N_(
        "To unlock a tested model, {need} customers must have stayed and {need} must have left; "
        "the smaller of the two counts {have} so far."
    ),
    "trust.between_seasons": N_(
        "Your shop is between its seasons: as a year ago, next to nobody bought in the last "
        "{quiet_days}. Who stays away shows once your season has begun."
    ),
    "trust.hidden_buyers": N_(
        "Nearly every order has a new buyer number or phone ({customers} buyers in {orders} "
        "orders), as when a marketplace hides its buyers. So repeat buyers cannot be seen in these "
        "files, and nobody is called lost. Sales, products and baskets still count. Export with "
        "buyer names or member numbers, if your platform allows it."
    ),
    "trust.hidden_source": N_(
        "{file} hides its buyers: {customers} numbers or phones in {orders} orders. Its sales and "
        "products count, its buyers are nobody known; everybody whom your other files name is "
        "judged by those."
    ),
    # risk
    "risk.verdict.look": Plural(
        "With {customers} customer no forecast is honest: here is who was seen when.",
        "With {customers} customers no forecast is honest: here is who was seen when.",
        by="customers",
    ),
    "risk.verdict.too_short": N_(
        "Your files span {span_days}: too short to test a forecast over {horizon_days} "
        "on your own past. Older order files would help."
    ),
    "risk.verdict.few_back": N_(
        "Customers who came back so far: {customers}. That is too few to test a forecast on your "
        "own past."
    ),
    "risk.verdict.one_sided": N_(
        "Lately nearly everybody came within {horizon_days}, or nearly everybody stayed away: that "
        "leaves nothing to test a forecast on."
    ),
    "risk.verdict.between_seasons": N_(
        "Your shop is between its seasons: as a year ago, next to nobody bought in the last "
        "{horizon_days}. So silence is no sign that anybody left, and nobody is called at risk."
    ),
    "risk.verdict.no_pattern": N_(
        "Tested on your own past: nothing in the orders tells who returns within {horizon_days}. "
        "Every method was hardly better than tossing a coin, so nobody is named."
    ),
    "risk.verdict.nobody_named": N_(
        "Tested on the {horizon_days} after {cutoff_day}: nobody would have been named."
    ),
    "risk.verdict.tested": Plural(
        "Tested on your last {horizon_days}: it named {named} person, {named_right} really stayed "
        "away. Guessing would get {guess_right}.",
        "Tested on your last {horizon_days}: it named {named} people, {named_right} really stayed "
        "away. Guessing would get {guess_right}.",
        by="named",
    ),
    "risk.verdict.rule": Plural(
        "Tested on your last {horizon_days}: the simple rule named {named} person, {named_right} "
        "really stayed away. Guessing would get {guess_right}. No model did better, so the rule "
        "is used.",
        "Tested on your last {horizon_days}: the simple rule named {named} people, {named_right} "
        "really stayed away. Guessing would get {guess_right}. No model did better, so the rule "
        "is used.",
        by="named",
    ),
    "risk.verdict.early": Plural(
        "By your customers' own rhythm. Tested on your last {horizon_days}: it named {named} "
        "person, {named_right} really stayed away. Guessing would get {guess_right}.",
        "By your customers' own rhythm. Tested on your last {horizon_days}: it named {named} "
        "people, {named_right} really stayed away. Guessing would get {guess_right}.",
        by="named",
    ),
    # value
    "value.verdict.none": Plural(
        "With {customers} customer nothing can be said about the coming months.",
        "With {customers} customers nothing can be said about the coming months.",
        by="customers",
    ),
    "value.verdict.few_back": Plural(
        "Only {orders} order was a customer's second or later one: too few to say what customers "
        "will spend.",
        "Only {orders} orders were a customer's second or later one: too few to say what "
        "customers will spend.",
        by="orders",
    ),
    "value.verdict.short_history": N_(
        "Your files span {span_days}: too short to say what customers will spend."
    ),
    "value.verdict.nothing_came": N_(
        "In the {tested_days} after {cutoff_day} these customers spent nothing, so what is "
        "expected of them could not be tested."
    ),
    "value.verdict.untested": N_(
        "What customers will spend is an estimate that could not be tested: "
        "your files span only {span_days}."
    ),
    "value.verdict.tested": N_(
        "Tested on the {tested_days} after {cutoff_day}: {said_cents} was expected from these "
        "customers, {was_cents} came. {covered_share} of them spent within their range."
    ),
    # methods
    "method.rule": N_("Rule: how late they are for their own rhythm"),
    "method.mbg": N_("Purchase-process model (MBG/NBD)"),
    "method.logistic": N_("Logistic regression"),
    "method.blend": N_("Blend of MBG/NBD and logistic regression"),
    "method.tree": N_("Decision tree"),
    "method.forest": N_("Random forest"),
    "method.boosted": N_("Boosted trees"),
    "method.network": N_("Neural network"),
    "method.base_rate": N_("The same chance for everybody"),
    "recommend.method.best_sellers": N_("Best sellers and own favourites"),
    "recommend.method.closed_form": N_("Own habits and neighbours (formula)"),
    "recommend.method.logistic": N_("Own habits and neighbours (logistic regression)"),
    # recommendations
    "recommend.no_products": N_(
        "Needs product names: your file has only totals. Add the file that lists the products "
        "of each order."
    ),
    "recommend.too_small": N_(
        "Testing tips on your own past takes {needed_customers} customers who came back and "
        "{needed_lines} order lines; you have {customers} and {lines}. Until then you see "
        "favourites and best sellers."
    ),
    "recommend.better": N_(
        "Tested on {tested} hidden orders: {tips} tips held something from the order for "
        "{hit_share} of customers. Your {tips} best sellers alone: {best_seller_share}."
    ),
    "recommend.nearer_top": N_(
        "Tested on {tested} hidden orders: {tips} tips held something from the order for "
        "{hit_share} of customers, your {tips} best sellers for {best_seller_share}. The tips are "
        "used because what was right stood nearer to the top (NDCG@10, under Details)."
    ),
    "recommend.new_only": N_(
        "Tested on {tested} hidden orders: {tips} tips of what was new to the customer were right "
        "for {hit_share} of customers, your {tips} best sellers for {best_seller_share}."
    ),
    "recommend.no_better": N_(
        "Tested on {tested} hidden orders: {tips} tips were right for {hit_share} of customers, "
        "your {tips} best sellers for {best_seller_share}. What was right stood no nearer to the "
        "top, so you see favourites and best sellers."
    ),
}
