"""What went wrong, where, and how to mend it: the words of every ``UserError`` code."""

from __future__ import annotations

from collections.abc import Mapping

from clm_desktop.view.marks import N_, Text

_FILES: Mapping[str, Text] = {
    "error.empty_file": N_("“{name}” is empty. Export it again from your shop and drop it here."),
    "error.not_a_table": N_(
        "“{name}” is {kind}, not a table. I can read spreadsheets: ask your shop or till for a CSV "
        "or Excel export of the orders."
    ),
    "kind.pdf": N_("a PDF"),
    "kind.picture": N_("a picture"),
    "kind.document": N_("a text document"),
    "kind.archive": N_("an archive of a kind I cannot open (only ZIP)"),
    "kind.program": N_("a program"),
    "kind.database": N_("a database"),
    "kind.media": N_("a film or sound"),
    "kind.web_page": N_("a web page"),
    "kind.json": N_("a JSON file"),
    "kind.binary": N_("a file of an unknown kind"),
    "error.workbook_locked": N_(
        "“{name}” is protected by a password. Open it in Excel, save it without the password and "
        "drop it again."
    ),
    "error.workbook_damaged": N_(
        "“{name}” is damaged and cannot be opened. Export it again, or save it as CSV in Excel."
    ),
    "error.archive_damaged": N_("“{name}” is a damaged archive. Download or export it again."),
    "error.archive_locked": N_(
        "“{name}” is protected by a password. Unpack it and drop the files themselves."
    ),
    "error.archive_unsafe": N_(
        "“{name}” unpacks to far more than a real order file would, so it was not opened. Unpack "
        "it yourself and drop the files."
    ),
    "error.too_large": N_(
        "“{name}” has {size_bytes}; up to {limit_bytes} can be read. Export a shorter period, for "
        "example year by year, and drop the files together."
    ),
    "error.is_folder": N_("“{name}” is a folder. Drop the files in it instead."),
    "error.not_found": N_("“{name}” is not there any more. Choose the file again."),
    "error.no_permission": N_(
        "“{name}” may not be read by you. Copy it to your own folder and drop the copy."
    ),
    "error.not_readable": N_(
        "“{name}” cannot be read: the disk or the drive reports a fault. Copy the file to this "
        "computer and try again."
    ),
    "error.no_rows": N_(
        "“{name}” has a header and no rows below it. Choose a longer period when you export."
    ),
    "error.not_cells": N_(
        "What you pasted is no table. Mark the cells with their titles, copy them and paste again."
    ),
    "error.only_payments": N_(
        "“{name}” tells how orders were paid, not when, by whom and for what. Leave it out: the "
        "file of orders, or of what was in them, tells the money."
    ),
    "error.sideways": N_(
        "The table in “{name}” lies on its side: every order is a column. In Excel copy the table,"
        " choose Paste Special, then Transpose, save it and drop it here again."
    ),
    "error.header_only": N_(
        "“{name}” has a header and no rows below it. Choose a longer period when you export."
    ),
    "error.hidden_sheet": N_(
        "“{name}” is hidden in its workbook and was left out. Unhide it in Excel if you need it."
    ),
    "error.no_such_column": N_(
        "“{name}” has no column “{column}”. Correct the name in the mapping."
    ),
    "error.cannot_write": N_(
        "“{file}” cannot be written. Close it if it is open elsewhere, or choose another folder."
    ),
    "error.questions_open": N_(
        "Something must be known before the import: {questions}. Answer on the check screen, or "
        "with --answers."
    ),
    "error.no_customer_column": N_(
        "In “{name}” no column says who bought. Columns: {columns}. Export again with e-mail, "
        "phone or customer number, or point to the right column; if it names nobody, say so on the "
        "check screen or with --answers. {hint}"
    ),
    "error.no_date_column": N_(
        "In “{name}” no column says when. Columns: {columns}. Export again with the order date, or "
        "point to the right column. {hint}"
    ),
    "error.no_day_of_date": N_(
        "In “{name}” no column says on which date: “{column}” holds {example} and the like. Export "
        "again with the order date, or add a column of dates in a spreadsheet; where days are "
        "numbered, the date of the first day plus the number."
    ),
    "error.no_amount_column": N_(
        "In “{name}” no column says how much was paid. Columns: {columns}. Export again with "
        "totals or prices, or point to the right column; if it tells no prices, say so on the "
        "check screen or with --answers. {hint}"
    ),
    "error.no_product_column": N_(
        "In “{name}” no column says which product. Columns: {columns}. Export again with product "
        "numbers or names, or point to the right column. {hint}"
    ),
    "error.no_order_column": N_(
        "In “{name}” no column holds the order number. Columns: {columns}. Export again with it, "
        "or point to the right column. {hint}"
    ),
    "error.nothing_known": N_(
        "“{name}” holds neither orders nor customers nor products (columns: {columns}), so it was "
        "not read."
    ),
    "error.bad_mapping": N_(
        "The mapping of “{name}” uses column {column}, which is not there or used twice. "
        "Correct the mapping."
    ),
}

_PROJECTS: Mapping[str, Text] = {
    "error.project_locked": N_(
        "“{file}” is open in another window or program. Close it there and try again."
    ),
    "error.not_a_project": N_(
        "“{file}” is not a CLM Desktop shop. Choose a file that ends in .clm."
    ),
    "error.project_missing": N_("“{file}” is not there any more. Choose the shop file again."),
    "error.project_exists": N_("“{file}” exists already. Choose another name."),
    "error.folder_missing": N_("The folder for “{file}” is not there. Choose another folder."),
    "error.project_read_only": N_(
        "“{file}” may not be written. Copy it to your own folder and open the copy."
    ),
    "error.disk_full": N_(
        "The disk is full, so nothing was changed in “{file}”. Free some space and try again."
    ),
    "error.disk_failed": N_(
        "The disk reported a fault while “{file}” was used; nothing half-done was kept. Copy the "
        "file to another disk and try again."
    ),
    "error.project_damaged": N_(
        "“{file}” is damaged. Open your newest backup, or drop your order files into a new shop."
    ),
    "error.project_cannot_open": N_(
        "“{file}” cannot be opened. Look whether the folder is there and you may write to it."
    ),
    "error.project_altered": N_(
        "“{file}” was changed by another program and is not safe to open. Open your newest backup."
    ),
    "error.project_too_new": N_(
        "“{file}” was made by a newer version of CLM Desktop. Install the newest version "
        "to open it."
    ),
    "error.project_too_old": N_(
        "“{file}” was made by a version too old to be read. Drop your order files into a new shop."
    ),
}

_REQUESTS: Mapping[str, Text] = {
    "error.customer_unknown": N_("This customer is not in the shop any more."),
    "error.person_unknown": N_(
        "No file names the customer “{customer}”. Look at the list of people for the right key."
    ),
    "error.same_person": N_("“{customer}” is one key. Name two different ones."),
    "error.no_decision": N_("Nothing was decided about “{one}” and “{other}”."),
    "error.nothing_to_undo": N_("There is no import to undo."),
    "error.import_unknown": N_(
        "There is no import number {number}. Look at the list of imports for the right one."
    ),
    "error.file_moved": N_(
        "“{file}” is no longer where it was, or it has changed since. Choose the file to read."
    ),
    "error.nothing_sold": N_(
        "No order counts as a sale yet. Import an order file, or look under Data import why its "
        "rows were left out."
    ),
    "error.only_customer_list": N_(
        "This shop has a customer list with {customers} people and no orders yet. Where the list "
        "says who has left, the watchlist learns from it. Drop your order file too: what each is "
        "worth is read from orders."
    ),
    "error.no_export_of_list": N_(
        "This shop is a customer list with {customers} people and no orders: exports are written "
        "from orders. What was learned from the list stands in the window under Churn watchlist "
        "and Customers, where every table can be saved."
    ),
    "error.nothing_sold_until": N_("Nothing was sold until {as_of_day}. Choose a later day."),
    "error.bad_json_file": N_("“{file}” is not a JSON object of texts. Mend it and try again."),
    "error.unknown_field": N_("“{field}” is no field. Choose from: {known}."),
    "error.unknown_choice": N_("“{word}” is none of the choices: {known}."),
    "error.file_unknown": N_("No file “{file}” was imported there. There are: {known}."),
    "error.no_export": N_("“{what}” cannot be exported. Choose one of: {known}."),
    "error.option_idle": N_(
        "{option} does nothing for “{what}”. Leave it out, or use it with one of: {known}."
    ),
    "error.no_topic": N_("“{topic}” is not a topic. Choose one of: {known}."),
    "error.no_customer": N_(
        "There is no customer with the number {customer} among those who bought by this day."
    ),
}

ERRORS: Mapping[str, Text] = {**_FILES, **_PROJECTS, **_REQUESTS}
