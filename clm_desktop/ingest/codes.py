"""Every code this package says to the owner; ``view`` has words for each, tests hold both to it.

Parameters stand behind each code. Columns are header cells, examples are cells of date and money
columns only, never a name, e-mail or phone.
"""

from __future__ import annotations

ERRORS = (
    "no_customer_column",  # name, columns (header cells, comma separated), hint (may be '')
    "no_date_column",  # name, columns, hint
    "no_amount_column",  # name, columns, hint
    "not_orders",  # name, kind: products | customers, platform (may be '')
    "no_rows",  # name: a header and nothing below it
    "bad_mapping",  # name, column: an edited mapping names a column that is not there
)

QUESTIONS = (
    "date_order",  # column, example; choices dmy, mdy, ymd
    "date_order_2",  # the same for a second way of writing dates in the column
    "decimal_mark",  # column, example; choices '.' and ','
)

NOTES = (
    "note.platform",  # platform: recognised as its export
    "note.no_buyers",  # the file does not name buyers: repeat buyers cannot be seen
    "note.masked_buyers",  # masked_share: buyers are masked in the file, cannot be told apart
    "note.names_only",  # buyers are told apart by name alone
    "note.no_amounts",  # the platform's file holds no prices
    "note.damaged_ids",  # column, example: Excel has already damaged these numbers (1.93E+15)
    "note.products_not_split",  # column: several products stand in one cell and stay together
    "note.made_orders",  # no order numbers: rows of one customer and one moment are one order
    "note.mixed_decimals",  # both 1.50 and 1,50 occur, each read by its own marks
    "note.several_currencies",  # currencies: rows in others than the shop's are set aside
)

SET_ASIDE = (
    "no_date",
    "bad_date",
    "no_amount",
    "bad_amount",
    "bad_quantity",
    "other_currency",
    # from the reading part: too_many_cells, too_few_cells, not_text, second_table ...
)
