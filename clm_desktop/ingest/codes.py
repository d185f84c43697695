"""Every code this package says to the owner; ``view`` has words for each, tests hold both to it.

Parameters stand behind each code. Columns are header cells, examples are cells of date and money
columns only, never a name, e-mail or phone.
"""

from __future__ import annotations

ERRORS = (
    "no_customer_column",  # name, columns (header cells, comma separated), hint (may be '')
    "no_date_column",  # name, columns, hint
    "no_day_of_date",  # name, column, example: it tells when, but not on which date
    "no_amount_column",  # name, columns, hint
    "no_product_column",  # the same, of a list of products
    "no_order_column",  # the same, of products of orders, or of returns
    "nothing_known",  # name, columns: neither orders nor customers nor products
    "only_payments",  # name: how orders were paid, and nothing else of them
    "sideways",  # name: orders are columns, their fields are rows
    "no_rows",  # name: a header and nothing below it
    "hidden_sheet",  # name: its workbook does not show it
    "bad_mapping",  # name, column: an edited mapping names a column that is not there
)

QUESTIONS = (
    "date_order",  # column, example; choices dmy, mdy, ymd
    "date_order_2",  # the same for a second way of writing dates in the column
    "decimal_mark",  # column, example; choices '.' and ','
    "discount",  # column, example; choices of DiscountUnit
    "buyers",  # choice nobody: no column says who bought, and none is to be pointed to
    "amounts",  # choice no_money: no column says what was paid, and none is to be pointed to
    "rate",  # key rate_USD; currency, main; a number or the choice aside
)

NOTES = (
    "note.platform",  # platform: recognised as its export
    "note.no_buyers",  # the file does not name buyers: repeat buyers cannot be seen
    "note.relayed_phones",  # relayed_share: phones lent by the marketplace for one order each
    "note.masked_buyers",  # masked_share: buyers are masked in the file, cannot be told apart
    "note.names_only",  # buyers are told apart by name alone
    "note.no_amounts",  # the platform's file holds no prices
    "note.damaged_ids",  # column, example: Excel has already damaged these numbers (1.93E+15)
    "note.products_beside",  # first, last: columns whose products are rows of their order
    "note.products_beside_paid",  # first, last: the same with what each cost
    "note.products_split",  # column: several products of one cell count each for itself
    "note.products_not_split",  # column: several products stand in one cell and stay together
    "note.made_orders",  # no order numbers: rows of one customer and one moment are one order
    "note.myriads",  # column: its header says 万元 or 亿元
    "note.discount",  # column: what its numbers say is taken off quantity times price
    "note.mixed_decimals",  # both 1.50 and 1,50 occur, each read by its own marks
    "note.items_of_orders",  # buyer or time of the rows stand in another file
    "note.dated_items",  # the same, but the rows say when and how much: they count without buyers
    "note.returns",  # orders that the rows name do not count
    "note.customer_list",  # one row per person
    "note.labelled_customers",  # the same with a label, column: who has left
    "note.product_list",  # one row per product
    "note.several_currencies",  # currencies, main: rows in others than the shop's are set aside
    "note.plain_money",  # currency: not taken over, the shop's other files do not say theirs
    "note.rate",  # currency, rate, main: as the owner said
)

SET_ASIDE = (
    "no_date",
    "bad_date",
    "no_amount",
    "bad_amount",
    "bad_quantity",
    "other_currency",
    "no_order",
    "no_customer",
    "no_product",
    # from the reading part: too_many_cells, too_few_cells, not_text, second_table ...
)
