"""Orders that were never paid, and people of lists, from files to the answers."""

from __future__ import annotations

from pathlib import Path

from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.store.reading import load_transactions
from clm_desktop.usecases.compute_answers import RefreshOptions, compute_answers
from clm_desktop.usecases.import_files import import_files
from clm_desktop.usecases.open_project import create_project
from clm_desktop.usecases.preview_files import preview_files
from clm_desktop.view.pages.cohorts import cohorts_page
from clm_desktop.view.words import Words

ORDERS = """\
Order number,Order date,Email,Customer,Status,Product,Qty,Total
1,2024-01-05,anna@example.com,Anna,paid,Soap,1,10.00
2,2024-02-01,anna@example.com,Anna,pending,Soap,1,12.00
2,2024-02-01,anna@example.com,Anna,pending,Candle,1,3.00
3,2024-02-20,anna@example.com,Anna,paid,Soap,1,10.00
4,2024-03-01,bert@example.com,Bert,cancelled,Soap,2,20.00
5,2024-03-05,cara@example.com,Cara,paid,Soap,1,9.00
5,2024-03-05,cara@example.com,Cara,cancelled,Candle,1,4.00
6,2024-03-20,dora@example.com,Dora,paid,Soap,1,10.00
7,2024-03-25,emil@example.com,Emil,paid,Soap,1,8.00
8,2024-03-30,anna@example.com,Anna,refunded,Soap,1,8.00
"""
PEOPLE = """\
Email,Name,City
anna@example.com,Anna,Leeds
bert@example.com,Bert,York
zoe@example.com,Zoe,York
"""


def test_that_orders_never_paid_are_told_and_nobody_is_counted_twice(tmp_path: Path) -> None:
    orders, people = tmp_path / "orders.csv", tmp_path / "customers.csv"
    orders.write_text(ORDERS, encoding="utf-8")
    people.write_text(PEOPLE, encoding="utf-8")
    with create_project(tmp_path / "shop.clm", "Shop") as project:
        preview = preview_files([orders, people])
        assert not preview.questions
        import_files(project, preview.files)
        tx = load_transactions(project)
    told = tx.prospects
    assert told is not None
    who = [str(tx.customer_name[c]) for c in told.order_customer]
    assert who == ["Anna", "Bert"], "order 5 was partly paid, 8 was paid and given back"
    assert told.order_cents.tolist() == [1500, 2000]
    names = ["" if c < 0 else str(tx.customer_name[c]) for c in told.listed]
    assert sorted(names) == ["", "Anna", "Bert"]
    answers = compute_answers(tx, RefreshOptions(), NULL_CONTEXT)
    asked = answers.lifecycle.asked
    assert (asked.people, asked.listed, asked.listed_bought) == (2, 3, 1)
    assert (asked.known, asked.bought) == (1, 1), "Anna paid 19 days later; Bert's is young"
    page = cohorts_page(answers, Words("en", "GBP"))
    waiting = next(table for table in page.tables if table.name == "waiting")
    assert waiting.values[0].tolist() == ["Bert"]
    assert any("1 person whose order was never paid, 1 bought" in note for note in page.notes)
