"""Reading order files: meanings of columns, questions, notes, why rows do not count."""

from __future__ import annotations

from collections.abc import Mapping

from clm_desktop.view.marks import N_, Plural, Text

_FIELDS: Mapping[str, Text] = {
    "field.order_id": N_("Order number"),
    "field.line_id": N_("Line number"),
    "field.customer_id": N_("Customer"),
    "field.customer_name": N_("Customer's name"),
    "field.first_name": N_("First name"),
    "field.last_name": N_("Last name"),
    "field.email": N_("E-mail"),
    "field.phone": N_("Phone"),
    "field.city": N_("City"),
    "field.country": N_("Country"),
    "field.date": N_("Date"),
    "field.month": N_("Month of the date"),
    "field.day": N_("Day of the date"),
    "field.time": N_("Time of day"),
    "field.product_id": N_("Product number"),
    "field.product_name": N_("Product"),
    "field.category": N_("Category"),
    "field.quantity": N_("Quantity"),
    "field.unit_price": N_("Price of one"),
    "field.discount": N_("Discount"),
    "field.line_total": N_("Money of the line"),
    "field.order_total": N_("Money of the order"),
    "field.refund": N_("Refunded money"),
    "field.status": N_("Status"),
    "field.cancelled_at": N_("Cancelled on"),
    "field.currency": N_("Currency"),
    "field.channel": N_("Channel"),
    "field.coupon": N_("Coupon"),
    "field.returned": N_("Came back"),
    "field.stock": N_("In stock"),
    "field.cost": N_("Cost of one"),
    "field.lead_time": N_("Days until delivered to you"),
    "field.pack_size": N_("Pieces per pack"),
    "field.least_order": N_("Smallest order"),
    "field.consent": N_("May be written to"),
    "field.churned": N_("Has left"),
    "field.refunds_on": N_("Refunds deducted"),
    "refunds_on.order": N_("on the day of the order"),
    "refunds_on.refund": N_("on the day of the refund"),
    "file_kind.orders": N_("Orders"),
    "file_kind.order_items": N_("What was in the orders"),
    "file_kind.returns": N_("Returns"),
    "file_kind.customers": N_("Customers or contacts"),
    "file_kind.products_stock": N_("Products, stock or costs"),
    "treatment.counts": N_("counts"),
    "treatment.given_back": N_("counts as money given back"),
    "treatment.cancelled": N_("left out: cancelled"),
    "treatment.unpaid": N_("left out: not paid"),
    "treatment.refunded": N_("left out: given back in full"),
    "treatment.failed": N_("left out: payment failed"),
    "treatment.not_a_sale": N_("left out: not a sale"),
    "treatment.test": N_("left out: test order"),
    "written.unwrapped": N_('{column}: {cells} cells with signs around them (="…", \', tabs)'),
    "written.unit": N_("{column}: {cells} amounts with a currency sign"),
    "written.carried": N_("{column}: {cells} empty cells filled from the order's row above"),
}

_QUESTIONS: Mapping[str, Text] = {
    "question.date_order": N_(
        "In the column “{column}” a date reads {example}. What comes first there?"
    ),
    "question.date_order_2": N_(
        "The column “{column}” has a second way of writing dates, such as {example}. "
        "What comes first there?"
    ),
    "question.decimal_mark": N_(
        "In the column “{column}” an amount reads {example}. Which sign begins the cents?"
    ),
    "question.discount": N_(
        "In the column “{column}” a discount reads {example}. What is taken off the price then?"
    ),
    "question.encoding": N_(
        "The letters of this file can be read in two ways. Which one looks right?"
    ),
    "question.buyers": N_(
        "Or does this file name nobody? It still tells what sells, what goes together and what to "
        "order in."
    ),
    "question.amounts": N_(
        "Or does this file tell no prices? It still tells who comes again, what goes together and "
        "what sells."
    ),
    "question.rate": N_(
        "Some amounts are in {currency}, and your shop counts in {main}. What is one {currency} "
        "worth in {main}?"
    ),
    "choice.aside": N_("I don't know: set these rows aside"),
    "choice.nobody": N_("It names nobody: go on without buyers"),
    "choice.no_money": N_("It tells no prices: go on without money"),
    "choice.share": N_("a part of the price"),
    "choice.percent": N_("per cent of the price"),
    "choice.money": N_("money off the row"),
    "choice.rest": N_("it is the part that is paid"),
    "choice.rest_of_ten": N_("it is what is paid of ten"),
    "choice.rest_of_hundred": N_("it is what is paid of a hundred"),
    "choice.none": N_("nothing: the price is after the discount"),
    "choice.dmy": N_("day, month, year"),
    "choice.mdy": N_("month, day, year"),
    "choice.ymd": N_("year, month, day"),
    "choice..": N_("the point"),
    "choice.,": N_("the comma"),
}

_NOTES: Mapping[str, Text] = {
    "note.discount": N_("The discounts in “{column}” are taken off quantity times price."),
    "note.preamble": Plural(
        "{lines} line above the table was skipped.",
        "{lines} lines above the table were skipped.",
        by="lines",
    ),
    "note.no_header": N_(
        "The file has no header row; the columns are named Column 1, Column 2 and so on."
    ),
    "note.header_rows": N_("The header stands in {rows} rows; they were read as one."),
    "note.platform": N_("Recognised as {platform}."),
    "note.no_buyers": N_(
        "This file does not name the buyers, so repeat buyers cannot be seen. Sales and products "
        "still count; for customers, export a file with buyer names or numbers."
    ),
    "note.masked_buyers": N_(
        "{masked_share} of the buyers are masked in this file (like ***), so they cannot be told "
        "apart. Export the file with buyer names unmasked, if your platform allows it."
    ),
    "note.relayed_phones": N_(
        "{relayed_share} of the phones are numbers that the marketplace lends for one order. They "
        "tell nobody apart, so repeat buyers cannot be seen by them. Export the file with buyer "
        "names or member numbers, if your platform allows it."
    ),
    "note.names_only": N_(
        "Buyers are told apart by name alone: two people of one name count as one. A column with "
        "e-mail, phone or customer number would be safer."
    ),
    "note.no_amounts": N_(
        "This file holds no prices. Orders and products count; money is missing until you add a "
        "file with amounts."
    ),
    "note.damaged_ids": N_(
        "Excel has already damaged the numbers in “{column}” (such as {example}). Export the file "
        "again and don't save it in Excel before you drop it here."
    ),
    "note.products_split": N_(
        "Several products stand in one cell of “{column}”: they were told apart. What each cost is "
        "not told, so an order's money is shared by pieces."
    ),
    "note.products_beside": N_(
        "The columns “{first}” to “{last}” hold an order's products: each is read as a row of its "
        "order. What each cost is not told, so an order's money is shared by pieces."
    ),
    "note.products_beside_paid": N_(
        "The columns “{first}” to “{last}” hold an order's products: each is read as a row of its "
        "order."
    ),
    "note.products_not_split": N_(
        "Several products stand together in one cell of “{column}”; they are kept as one product."
    ),
    "note.made_orders": N_(
        "The file has no order numbers: rows of one customer at one moment count as one order."
    ),
    "note.myriads": N_("The amounts in {column} are in 万 or 亿 and are written out."),
    "note.mixed_decimals": N_(
        "Amounts are written both as 1.50 and as 1,50; each is read by its own signs."
    ),
    "note.items_of_orders": N_(
        "This file says what was in each order. Who bought it and when comes from the file of "
        "orders: rows count as soon as both are here, whichever comes first."
    ),
    "note.dated_items": N_(
        "This file says what was sold and when, but not to whom: sales and products count at once. "
        "If another file says who bought, drop it too; the order numbers bring both together."
    ),
    "note.returns": N_("This is a list of returns: the orders it names do not count."),
    "note.customer_list": N_(
        "This is a customer list: it adds what it says about people to those who bought, and "
        "keeps the others."
    ),
    "note.labelled_customers": N_(
        "This is a customer list, and “{column}” says who has left. Every other column is kept "
        "as a fact about the customer."
    ),
    "note.product_list": N_(
        "This is a product list: names, categories, prices, costs and stock are kept for your "
        "products, also for those not sold yet."
    ),
    "note.several_currencies": N_(
        "Your shop counts in {main}: rows in another currency ({currencies}) are set aside."
    ),
    "note.new_status": Plural(
        "I do not know the status {words} ({column}): {rows} row with it counts.",
        "I do not know the status {words} ({column}): {rows} rows with it count.",
        by="rows",
    ),
    "note.plain_money": N_(
        "Your other files do not say what money they are in, so {currency} is not taken over: "
        "amounts stay plain numbers."
    ),
    "note.rate": N_("1 {currency} counts as {rate} {main}, as you said."),
}

_ROWS: Mapping[str, Text] = {
    "row.no_date": N_("no date"),
    "row.bad_date": N_("a date that cannot be read"),
    "row.no_amount": N_("no amount"),
    "row.bad_amount": N_("an amount that cannot be read"),
    "row.bad_quantity": N_("a quantity that cannot be read"),
    "row.other_currency": N_("another currency than your shop's"),
    "row.too_many_cells": N_("more cells than the header"),
    "row.too_few_cells": N_("fewer cells than the header"),
    "row.not_text": N_("letters that cannot be read"),
    "row.second_table": N_("part of a second table in the file"),
    "row.cancelled": N_("cancelled before it was paid"),
    "row.unpaid": N_("not paid yet"),
    "row.refunded": N_("paid and given back in full"),
    "row.failed": N_("payment failed"),
    "row.not_a_sale": N_("not a sale (stock, transfer, memo)"),
    "row.test": N_("test order"),
    "row.footer": N_("totals row or footer"),
    "row.waiting": N_("waits for the file that says who bought it and when"),
    "row.unclear": N_("several orders bear this number, so which one came back is not clear"),
    "row.repeated": N_("said already by another row of the file"),
    "row.no_order": N_("no order number"),
    "row.no_customer": N_("nothing that says who it is"),
    "row.no_product": N_("no product number or name"),
    "row.mended_too_few_cells": N_("fewer cells than the header; filled up"),
    "row.mended_too_many_cells": N_("more cells than the header; put back in place"),
    "row.damaged_id": N_("a number that Excel has damaged; not used"),
    "row.decimal_id": N_("a number with “.0” at its end; taken off"),
    "row.foreign_digits": N_("digits of another script; read as 0–9"),
    "row.serial_date": N_("a date that Excel had made a number"),
    "row.exponent": N_("an amount written with an exponent"),
    "row.myriads": N_("an amount in 万 or 亿; written out"),
    "row.odd_minus": N_("an unusual minus sign; read as minus"),
    "row.edited": N_("as you typed it"),
    "fix.no_date": N_("Type the date here, or drop a file that has it"),
    "fix.bad_date": N_("Type the date here as the other rows write it"),
    "fix.no_amount": N_("Point to the column with the amount, or add it in your shop system"),
    "fix.bad_amount": N_("Type the amount here as a plain number"),
    "fix.bad_quantity": N_("Type the quantity here as a plain number"),
    "fix.other_currency": N_("Say above what that currency is worth, or give it its own shop"),
    "fix.too_many_cells": N_("Export the file again; this row was torn"),
    "fix.too_few_cells": N_("Export the file again; this row was torn"),
    "fix.not_text": N_("Export the file again as UTF-8"),
    "fix.second_table": N_("Save that table as a file of its own and drop it too"),
    "fix.no_order": N_("Type the order number here"),
    "fix.no_customer": N_("Add a name, e-mail or phone and drop the file again"),
    "fix.no_product": N_("Add the product's number or name and drop the file again"),
    "fix.cancelled": N_("Switch its status below"),
    "fix.unpaid": N_("Switch its status below"),
    "fix.refunded": N_("Switch its status below"),
    "fix.failed": N_("Switch its status below"),
    "fix.waiting": N_("Drop the file with these orders"),
    "fix.unclear": N_("Give what came back a status like “returned” in the file of the orders"),
    "fate.ready": N_("ready"),
    "fate.mended": N_("fixed by me"),
    "fate.set_aside": N_("need you"),
    "fate.left_out": N_("left out on purpose"),
}

FILES: Mapping[str, Text] = {**_FIELDS, **_QUESTIONS, **_NOTES, **_ROWS}
