"""Lists for programs that send: nobody who asked to be left alone, no consent that was not told."""

from __future__ import annotations

import csv
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from clm_desktop.core.errors import RequestError
from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.store.addresses import reach_of
from clm_desktop.store.project import Project
from clm_desktop.usecases.addressed_table import with_addresses
from clm_desktop.usecases.current_answers import current_answers
from clm_desktop.usecases.export import export_excel
from clm_desktop.usecases.hand_over import HandOver, hand_over
from clm_desktop.usecases.import_files import import_files
from clm_desktop.usecases.open_project import create_project
from clm_desktop.usecases.owner_words import say_word
from clm_desktop.usecases.preview_files import preview_files
from clm_desktop.view.pages.customers import customer_table
from clm_desktop.view.words import Words

PEOPLE = 60


def _orders(path: Path) -> Path:
    rng = np.random.default_rng(4)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["Order number", "Order date", "Name", "Email", "Product", "Qty", "Total"])
        for number, day in enumerate(range(0, 400, 2)):
            who = int(rng.integers(PEOPLE))
            date = np.datetime64("2024-01-01") + day
            writer.writerow(
                [number, date, f"Ann Smith{who}", f"p{who}@example.com", "Tea", 1, 5 + who]
            )
    return path


def _consents(path: Path) -> Path:
    """Persons 0 to 9 agreed, 10 to 19 refused, of the others nothing is known."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["Email", "Name", "Accepts Email Marketing"])
        for who in range(20):
            writer.writerow([f"p{who}@example.com", f"Ann Smith{who}", "yes" if who < 10 else "no"])
    return path


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("hand_over")
    with create_project(folder / "shop.clm", "shop") as project:
        import_files(project, preview_files([_orders(folder / "orders.csv")]).files)
        import_files(project, preview_files([_consents(folder / "people.csv")]).files)
        say_word(project, "p5@example.com", "no_contact")
        yield project


def _written(project: Project, what: str, way: str, folder: Path, *, hashed: bool = False):
    answers = current_answers(project)
    path = folder / f"{what}.{way}.csv"
    wish = HandOver(what=what, way=way, hashed=hashed)
    people = hand_over(project, answers, wish, path, Words("en", "EUR"))
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == people
    return rows


def test_that_a_mailing_list_holds_only_who_agreed(shop: Project, tmp_path: Path) -> None:
    rows = _written(shop, "customers", "mailchimp", tmp_path)
    mails = {row["Email Address"] for row in rows}
    assert mails == {f"p{who}@example.com" for who in range(10) if who != 5}
    assert rows[0]["First Name"] == "Ann"


def test_that_an_audience_holds_nobody_who_refused(shop: Project, tmp_path: Path) -> None:
    rows = _written(shop, "customers", "meta", tmp_path)
    mails = {row["email"] for row in rows}
    assert not mails & {f"p{who}@example.com" for who in (5, *range(10, 20))}
    assert "p30@example.com" in mails
    hashed = _written(shop, "customers", "meta", tmp_path, hashed=True)
    assert {row["email"] for row in hashed} == {sha256(m.encode()).hexdigest() for m in mails}
    assert [row["value"] for row in hashed] == [row["value"] for row in rows]


def test_that_consent_is_told_as_the_files_told_it(shop: Project, tmp_path: Path) -> None:
    rows = {r["Email"]: r for r in _written(shop, "customers", "klaviyo", tmp_path)}
    said = [rows[f"p{who}@example.com"]["Email Marketing Consent"] for who in (0, 10, 30)]
    assert said == ["SUBSCRIBED", "UNSUBSCRIBED", ""]
    assert all("CLM Risk" in row["CLM Tags"] for row in rows.values())


def test_that_the_best_are_those_worth_most(shop: Project, tmp_path: Path) -> None:
    best = _written(shop, "best", "meta", tmp_path)
    everybody = _written(shop, "customers", "meta", tmp_path)
    values = sorted((float(row["value"]) for row in everybody), reverse=True)
    assert 0 < len(best) <= PEOPLE // 5
    assert float(best[-1]["value"]) >= values[PEOPLE // 5]


def test_that_the_watchlist_becomes_an_address_book(shop: Project, tmp_path: Path) -> None:
    answers = current_answers(shop)
    path = tmp_path / "list.vcf"
    wish = HandOver(what="watchlist", way="vcard")
    people = hand_over(shop, answers, wish, path, Words("en", "EUR"))
    text = path.read_text("utf-8")
    assert text.count("BEGIN:VCARD") == people > 0
    assert "p5@example.com" not in text


@pytest.mark.parametrize(("what", "way"), [("segments", "meta"), ("customers", "ics")])
def test_that_what_cannot_be_handed_over_is_said(
    shop: Project, tmp_path: Path, what: str, way: str
) -> None:
    with pytest.raises(RequestError) as caught:
        hand_over(
            *(shop, current_answers(shop), HandOver(what=what, way=way)),
            *(tmp_path / "x.csv", Words("en", "EUR")),
        )
    assert caught.value.code == "no_use"
    assert not (tmp_path / "x.csv").exists()


def test_that_a_saved_list_says_how_to_reach_whom_it_may(shop: Project) -> None:
    answers, words = current_answers(shop), Words("en", "EUR")
    assert answers is not None
    shown = customer_table(answers, words)
    saved = with_addresses(shop, answers, shown, words)
    keys = [column.key for column in saved.columns]
    assert keys[:2] == ["customer", "email"], "nobody told a number, the key is the e-mail"
    assert (saved.values[0] == shown.values[0]).all()
    mails = dict(zip(saved.values[0], saved.values[1], strict=True))
    for name, mail in mails.items():
        who = int(name.removeprefix("Ann Smith"))
        silent = who == 5 or 10 <= who < 20  # left alone, or refused
        assert mail == ("" if silent else f"p{who}@example.com")


def test_that_two_people_of_one_name_are_told_apart_in_a_saved_list(tmp_path: Path) -> None:
    orders = tmp_path / "o.csv"
    lines = ["Order number,Date,Customer no,Name,Phone,Total"]
    lines += [f"{n},2024-03-{n:02},{40 + n % 2},Ute B,0151 70000{n % 2},9.50" for n in range(1, 9)]
    orders.write_text("\n".join(lines), "utf-8")
    with create_project(tmp_path / "shop.clm", "shop") as project:
        import_files(project, preview_files([orders]).files)
        answers, words = current_answers(project), Words("zh", "EUR")
        assert answers is not None
        saved = with_addresses(project, answers, customer_table(answers, words), words)
    titles = [column.title for column in saved.columns][:3]
    assert titles == ["客户", "客户编号", "电话"]
    assert sorted(zip(*saved.values[:3], strict=True)) == [
        ("Ute B", "40", "0151 700000"),
        ("Ute B", "41", "0151 700001"),
    ]


def test_that_a_card_says_how_somebody_is_reached_by_the_newest_word(tmp_path: Path) -> None:
    orders, people = tmp_path / "o.csv", tmp_path / "people.csv"
    lines = ["Order number,Date,Customer no,Name,Email,Phone,City,Total"]
    told = "Ute B,ute@old.de,0151 7000012,Leipzig"
    lines += [f"{n},2024-03-{n:02},40,{told},9.50" for n in range(1, 9)]
    orders.write_text("\n".join(lines), "utf-8")
    people.write_text("Customer no,Name,Email\n40,Ute B,ute@new.de\n", "utf-8")
    with create_project(tmp_path / "shop.clm", "shop") as project:
        import_files(project, preview_files([orders]).files)
        answers = current_answers(project)
        assert answers is not None
        (customer,) = answers.names.customer_id[answers.customers.customer]
        assert reach_of(project, int(customer)) == ("ute@old.de", "0151 7000012", "Leipzig")
        import_files(project, preview_files([people], NULL_CONTEXT, project).files)
        assert reach_of(project, int(customer)) == ("ute@new.de", "0151 7000012", "Leipzig")


def test_that_the_command_line_saves_the_same_list(shop: Project, tmp_path: Path) -> None:
    answers, path = current_answers(shop), tmp_path / "list.csv"
    assert answers is not None
    assert export_excel(shop, answers, "customers", path, words=Words("en", "EUR")) == len(
        answers.customers
    )
    with path.open(encoding="utf-8-sig", newline="") as stream:
        assert next(csv.reader(stream))[:2] == ["Customer", "E-mail"]
