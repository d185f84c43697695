"""How good the data is: what was found, what it does to the answers, what to do about it."""

from __future__ import annotations

from collections.abc import Mapping

from clm_desktop.view.marks import N_, Plural, Text

_FOUND: Mapping[str, Text] = {
    "quality.set_aside": Plural(
        "{count} row could not be understood ({found_share} of all)",
        "{count} rows could not be understood ({found_share} of all)",
        by="count",
    ),
    "quality.waiting": Plural(
        "{count} row waits for the file that says who bought it and when ({found_share} of all)",
        "{count} rows wait for the file that says who bought it and when ({found_share} of all)",
        by="count",
    ),
    "quality.twice": Plural(
        "{count} line stands twice in its order ({found_share})",
        "{count} lines stand twice in their orders ({found_share})",
        by="count",
    ),
    "quality.no_customer": Plural(
        "{found_share} of the lines do not say who bought: {count} line",
        "{found_share} of the lines do not say who bought: {count} lines",
        by="count",
    ),
    "quality.masked": Plural(
        "The buyers are masked in {files} file",
        "The buyers are masked in {files} files",
        by="files",
    ),
    "quality.damaged_ids": N_(
        "Excel has damaged the numbers in “{column}” (such as {example}) of “{file}”"
    ),
    "quality.new_status": N_("I do not know the status {words} ({column}) in “{file}”"),
    "quality.names_only": N_("Buyers are told apart by their name alone in “{file}”"),
    "quality.gaps": Plural(
        "No orders from {from_day} to {to_day}: is a file missing?",
        "{gaps} stretches without orders, the longest from {from_day} to {to_day}: are files "
        "missing?",
        by="gaps",
    ),
    "quality.future": Plural(
        "{count} order is dated later than the day its file came",
        "{count} orders are dated later than the day their file came",
        by="count",
    ),
    "quality.no_product": Plural(
        "{count} order does not say what was bought ({found_share} of all)",
        "{count} orders do not say what was bought ({found_share} of all)",
        by="count",
    ),
    "quality.spellings": Plural(
        "{groups} product is written in several ways, such as “{first}” and “{second}”",
        "{groups} products are written in several ways, such as “{first}” and “{second}”",
        by="groups",
    ),
    "quality.no_money": Plural(
        "{count} line was sold for nothing ({found_share} of all)",
        "{count} lines were sold for nothing ({found_share} of all)",
        by="count",
    ),
    "quality.below_zero": Plural(
        "{count} sale has an amount below zero", "{count} sales have amounts below zero", by="count"
    ),
    "quality.largest": N_("One order of {order_cents} is {found_share} of all sales"),
    "quality.currencies": Plural(
        "{count} row is in another currency than your shop's ({found_share} of all)",
        "{count} rows are in another currency than your shop's ({found_share} of all)",
        by="count",
    ),
}

_EFFECTS: Mapping[str, Text] = {
    "quality.set_aside.effect": N_("They count nowhere: sales and customers are too low."),
    "quality.waiting.effect": N_("They count nowhere until that file is here."),
    "quality.twice.effect": N_("If the export doubled them, sales and pieces are too high."),
    "quality.no_customer.effect": N_(
        "They count in sales and products, but for no customer: returning customers look rarer "
        "than they are."
    ),
    "quality.masked.effect": N_(
        "Repeat buyers cannot be seen, so nothing about single customers can be believed."
    ),
    "quality.damaged_ids.effect": N_(
        "Rounded numbers belong to several people or orders at once, so they are not used."
    ),
    "quality.new_status.effect": N_("Rows with it count, though they may not be sales."),
    "quality.names_only.effect": N_("Two people of one name count as one customer."),
    "quality.gaps.effect": N_(
        "Customers who bought then look as if they had stayed away; risk and rhythm are wrong."
    ),
    "quality.future.effect": N_(
        "They count in sales but in no other answer; where most are, everybody looks longer away "
        "than they are."
    ),
    "quality.no_product.effect": N_("Nothing can be recommended from them."),
    "quality.spellings.effect": N_(
        "Each writing counts as a product of its own: best-sellers and tips are split."
    ),
    "quality.no_money.effect": N_("What customers spent is too low, if they did pay."),
    "quality.below_zero.effect": N_("They are taken off the sales, which may be the wrong sign."),
    "quality.largest.effect": N_("Averages and the worth of customers lean on this one order."),
    "quality.currencies.effect": N_("They are set aside: sales and customers are too low."),
}

_TO_DO: Mapping[str, Text] = {
    "quality.set_aside.do": N_(
        "Look at the rows, mend them in your shop system, and drop the file again."
    ),
    "quality.waiting.do": N_("Drop the file of the orders these lines belong to."),
    "quality.twice.do": N_(
        "Look at a few: if they were not really bought twice, export the file again."
    ),
    "quality.no_customer.do": N_(
        "Export with e-mail, phone or member number, and ask for it at the till."
    ),
    "quality.masked.do": N_("Export with buyer names or member numbers, if your platform allows."),
    "quality.damaged_ids.do": N_(
        "Export the file again and drop it here without saving it in Excel."
    ),
    "quality.new_status.do": N_(
        "Say what becomes of them: Data import, “Change how it was read…”."
    ),
    "quality.names_only.do": N_("Export with e-mail, phone or customer number as well."),
    "quality.gaps.do": N_(
        "If the shop was open then, export those days and drop the file; else leave it."
    ),
    "quality.future.do": N_(
        "See whether day and month were taken for each other (Change how it was read), or mend "
        "the dates."
    ),
    "quality.no_product.do": N_("Drop the file of the order items, if your shop system has one."),
    "quality.spellings.do": N_("Give each product one name or number in your shop system."),
    "quality.no_money.do": N_(
        "If these were no gifts, choose the column that holds the price (Change how it was read)."
    ),
    "quality.below_zero.do": N_(
        "If these are no refunds, mend the sign in your shop system and drop the file again."
    ),
    "quality.largest.do": N_("See whether the amount is right; a wholesale order may be left out."),
    "quality.currencies.do": N_("Import each currency into a shop of its own."),
}

_HINTS: Mapping[str, Text] = {
    "quality.no_contact": N_(
        "Customers with e-mail or phone bring {reached_share} of sales: drop a contact list to "
        "reach the others."
    ),
    "quality.no_consent": N_(
        "No file says who may be written to: drop a customer list with the consent column."
    ),
    "quality.no_category": N_("No product has a category: with a product list tips get better."),
    "quality.no_cost": N_("Costs are not known: with a cost list offers can be kept profitable."),
    "quality.no_stock": N_("Stock is not known: with a stock list you see what to order when."),
    "quality.stale": N_(
        "The newest order is of {newest_day}, {age_span} ago: drop a newer file before you act on "
        "the lists."
    ),
}

_WORDS: Mapping[str, Text] = {
    "quality.verdict.good": N_("good"),
    "quality.verdict.so_so": N_("so-so"),
    "quality.verdict.poor": N_("poor"),
    "quality.part.rows": N_("Every row counted"),
    "quality.part.people": N_("Who bought"),
    "quality.part.dates": N_("When it was"),
    "quality.part.products": N_("What was bought"),
    "quality.part.money": N_("How much"),
}

QUALITY: Mapping[str, Text] = {**_FOUND, **_EFFECTS, **_TO_DO, **_HINTS, **_WORDS}
