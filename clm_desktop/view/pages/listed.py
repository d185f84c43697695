"""Pages of a shop that is only a list of people: what it can say, and what would say more."""

from __future__ import annotations

import math

import numpy as np

from clm_desktop.models.labelled.answer import LabelledAnswer
from clm_desktop.models.results import Risk
from clm_desktop.plan.listed import CALLS, ListedShop
from clm_desktop.view.blocks import Card, Column, CustomerCard, Fact, Kind, Page, TableBlock
from clm_desktop.view.pages import parts
from clm_desktop.view.pages.customers import Pair, name_column
from clm_desktop.view.pages.empty import page_titles
from clm_desktop.view.pages.labelled import (
    about_to_leave,
    called,
    labelled_page,
    learned_from,
    reasons,
    why_of,
)
from clm_desktop.view.pages.owner_words import marks, value_text, why_spared
from clm_desktop.view.words import Words

MOST_COLUMNS = 24  # of a list's own that the table shows; the card shows all


def listed_page(page: str, shop: ListedShop, words: Words) -> Page:
    """The tab of that id, one of those that are about customers."""
    if page == "today":
        return listed_today(shop, words)
    if page == "customers":
        return listed_customers(shop, words)
    if page == "watchlist":
        if shop.answer is not None:
            return labelled_page(shop, shop.answer, words)
        return _empty(page, _label_wanted(words), words)
    return _empty(page, _orders_wanted(page, words), words)


def listed_today(shop: ListedShop, words: Words) -> Page:
    """Who is about to leave, how far that can be trusted, what is missing."""
    answer, text = shop.answer, words.text
    if answer is None:
        lead = text("Your list does not say who has left, so nobody can be named yet.")
        cards = (_label_card(words), _orders_card(words))
        return Page(
            page="today",
            title=text("Today"),
            lead=lead,
            facts=_list_facts(shop, words),
            cards=cards,
        )
    return Page(
        page="today",
        title=text("Today"),
        lead=about_to_leave(shop, answer, words),
        as_of=learned_from(answer, words),
        facts=_list_facts(shop, words),
        cards=(*_call_card(shop, answer, words), *_check_card(answer, words), _orders_card(words)),
        notes=() if answer.check is not None else (words.say(answer.verdict),),
    )


def listed_customers(shop: ListedShop, words: Words) -> Page:
    """Everybody on the list with all that is told of them."""
    lead = words.plural(
        "{n} person is on your list.", "{n} people are on your list.", len(shop.people)
    )
    return Page(
        page="customers",
        title=words.text("Customers"),
        lead=lead,
        as_of=_label_wanted(words) if shop.answer is None else learned_from(shop.answer, words),
        tables=(_everybody(shop, words),),
        notes=(_orders_wanted("customers", words),),
    )


def listed_card(shop: ListedShop, customer_id: int, words: Words) -> CustomerCard | None:
    """One person of the list; None where nobody has that id any more."""
    found = np.flatnonzero(shop.ids() == customer_id)
    if not len(found):
        return None
    row, people, text = int(found[0]), shop.people, words.text
    key, out = str(people.key[row]), shop.spared()
    has_name = bool(people.name[row]) and str(people.name[row]) != key
    why = () if shop.answer is None else why_of(shop, shop.answer, row, words)
    told = _all_told(shop, row, words)
    none = TableBlock(name="none", title="", columns=(), values=())
    return CustomerCard(
        customer_id=customer_id,
        title=str(called(shop, words)[row]),
        subtitle=key if has_name else "",
        facts=(),
        risk_sentence=_risk_sentence(shop, row, words),
        reasons=why,
        again=none,
        new=none,
        orders=TableBlock(
            name="told",
            title=text("What your list tells"),
            columns=(
                Column(key="column", title=text("Column"), kind=Kind.TEXT, width=18),
                Column(key="value", title=text("Told"), kind=Kind.TEXT, width=24),
            ),
            values=(
                parts.objects([name for name, _ in told]),
                parts.objects([value for _, value in told]),
            ),
        ),
        key=key,
        spared=why_spared(out[key], words) if key in out else "",
        marks=marks(shop.words_of(row), words),
    )


# ---- today -------------------------------------------------------------------------------


def _list_facts(shop: ListedShop, words: Words) -> tuple[Fact, ...]:
    people, text = shop.people, words.text
    facts = [Fact(title=text("People on your list"), value=words.whole(len(people)))]
    known = int((people.churned >= 0).sum())
    if known:
        left = int((people.churned == 1).sum())
        note = text("{left} by your own column", left=words.whole(left))
        facts.append(Fact(title=text("Have left"), value=words.share(left / known), note=note))
    if shop.answer is not None and shop.answer.check is not None:
        high = words.share(shop.thresholds[1])
        note = text("{high} or more leave", high=high)
        likely = words.whole(len(shop.likely()))
        facts.append(Fact(title=text("High risk"), value=likely, note=note))
    return tuple(facts)


def _call_card(shop: ListedShop, answer: LabelledAnswer, words: Words) -> tuple[Card, ...]:
    """The first to speak to: those at high risk, else the likeliest at medium."""
    rows = shop.watched()
    rows = rows[answer.risk[rows] >= Risk.MEDIUM][:CALLS]
    if answer.check is None or not len(rows):
        return ()
    first, share = int(rows[0]), words.share(float(answer.p_leave[rows].mean()))
    name, why = str(called(shop, words)[first]), " · ".join(why_of(shop, answer, first, words))
    said = words.text("First: {name} ({why}).", name=name, why=why) if why else ""
    return (
        Card(
            name="call_1",
            headline=words.plural(
                "Speak to {n} person before they leave.",
                "Speak to these {n} people before they leave.",
                len(rows),
            ),
            text=said,
            figure=words.text("about {share} leave", share=share),
            button=words.text("Show the list"),
            opens="watchlist",
            customers=tuple(shop.ids()[rows].tolist()),
        ),
    )


def _check_card(answer: LabelledAnswer, words: Words) -> tuple[Card, ...]:
    """How good it was on people who taught nothing."""
    check = answer.check
    if check is None:
        return ()
    return (
        Card(
            name="check_2",
            headline=words.text("How far can you trust this?"),
            text=words.say(answer.verdict),
            figure=words.text(
                "{right} of {named} right",
                right=words.whole(check.named_right),
                named=words.whole(check.named),
            ),
            button=words.text("Show the list"),
            opens="watchlist",
        ),
    )


def _label_card(words: Words) -> Card:
    return Card(
        name="label_1",
        headline=words.text("To see who is about to leave: a column that says who has left"),
        text=_label_wanted(words),
        button=words.text("Show them"),
        opens="customers",
    )


def _orders_card(words: Words) -> Card:
    return Card(
        name="add_data",
        headline=words.text("To see what everybody is worth: your order file"),
        text=words.text(
            "Drop the order file that your shop system exports. Then this page also says who comes "
            "back, what each customer is worth, what to offer and what will sell. Your list stays "
            "and is joined by customer number, e-mail or phone."
        ),
        button=words.text("Add a file"),
        opens="data",
    )


def _label_wanted(words: Words) -> str:
    return words.text(
        "Drop the list again with a column “churn” (yes or no: has this person left?), and the "
        "program learns from it who is likely to leave next. Order files tell it too."
    )


def _orders_wanted(page: str, words: Words) -> str:
    text = words.text
    return {
        "customers": text(
            "Your file is a list of people. Drop order files to see what they bought, and when."
        ),
        "segments": text(
            "Your file is a list of people. Drop order files to see groups by what they buy."
        ),
        "worth": text(
            "Your file is a list of people. Drop order files to see what each is worth, and who "
            "comes back."
        ),
        "recommendations": text(
            "Your file is a list of people. Drop an order file with product names to see what to "
            "offer to whom."
        ),
        "ahead": text(
            "Your file is a list of people. Drop order files to see what the next weeks will sell."
        ),
    }.get(page, text("Your file is a list of people. Drop order files to fill this page."))


def _empty(page: str, what: str, words: Words) -> Page:
    return Page(page=page, title=page_titles(words)[page], lead="", empty=what)


# ---- customers ---------------------------------------------------------------------------


def _everybody(shop: ListedShop, words: Words) -> TableBlock:
    """One row per person, most likely leavers first, then those who left."""
    pairs: list[Pair] = [(name_column(words), called(shop, words))]
    answer = shop.answer
    order = np.arange(len(shop.people))
    if answer is not None and answer.check is not None:
        pairs += _risk_pairs(shop, answer, words)
        shown = np.where(answer.left == 1, -1.0, np.nan_to_num(answer.p_leave, nan=-1.0))
        order = np.argsort(-shown, kind="stable")
    pairs += [*_label_pairs(shop, words), *_said_pairs(shop, words), *_own_pairs(shop, words)]
    return TableBlock(
        name="listed_people",  # rules are asked of customers who bought
        title=words.text("Everybody on your list"),
        columns=tuple(column for column, _ in pairs),
        values=tuple(values[order] for _, values in pairs),
        row_kind="customer",
        row_key=shop.ids()[order],
    )


def _risk_pairs(shop: ListedShop, answer: LabelledAnswer, words: Words) -> list[Pair]:
    """Risk and why, of those who have not left."""
    text, stay = words.text, answer.left != 1
    chance = Column(
        key="p_leave",
        title=text("Chance to leave"),
        kind=Kind.SHARE,
        tip=text("Said by a model that was not told whether this person left."),
    )
    why = Column(key="why", title=text("Why"), kind=Kind.TEXT, width=36)
    return [
        (
            Column(key="risk", title=text("Leaving risk"), kind=Kind.RISK),
            np.where(stay, answer.risk, int(Risk.NONE)).astype(np.int8),
        ),
        (chance, np.where(stay, answer.p_leave, np.nan)),
        (why, reasons(shop, answer, words)),
    ]


def _label_pairs(shop: ListedShop, words: Words) -> list[Pair]:
    if not shop.is_labelled:
        return []
    said = parts.objects([words.text("not told"), words.text("no"), words.text("yes")])
    column = Column(key="left", title=words.text("Has left"), kind=Kind.TEXT, width=9)
    return [(column, said[shop.people.churned.astype(np.int64) + 1])]


def _said_pairs(shop: ListedShop, words: Words) -> list[Pair]:
    """The owner's words, where there are any."""
    by_key: dict[str, list[str]] = {}
    for one in shop.said:
        value = value_text(one.word, one.value, words)
        title = words.code(f"word.{one.word}")
        told = words.text("{column}: {value}", column=title, value=value) if value else title
        by_key.setdefault(one.key, []).append(told)
    said = [words.listed(by_key.get(str(key), [])) for key in shop.people.key]
    if not any(said):
        return []
    column = Column(key="said", title=words.text("You said"), kind=Kind.TEXT, width=24)
    return [(column, parts.objects(said))]


def _own_pairs(shop: ListedShop, words: Words) -> list[Pair]:
    """The list's own columns: numbers sort as numbers where all told cells are numbers."""
    pairs: list[Pair] = []
    for place, (name, cells) in enumerate(_columns(shop, words)[:MOST_COLUMNS]):
        numbers = _numbers(cells)
        kind = Kind.TEXT
        if numbers is not None:
            whole = bool((numbers[np.isfinite(numbers)] % 1 == 0).all())
            kind = Kind.WHOLE if whole else Kind.DECIMAL
        values = cells if numbers is None else numbers
        pairs.append((Column(key=f"own_{place}", title=name, kind=kind, width=14), values))
    return pairs


def _columns(shop: ListedShop, words: Words) -> list[tuple[str, parts.Objects]]:
    """What the list tells besides who it is and whether they left; never an empty column."""
    people, text = shop.people, words.text
    said = parts.objects(["", text("no"), text("yes")])
    more = (
        (text("E-mail"), people.email),
        (text("Phone"), people.phone),
        (text("City"), people.city),
        (text("Country"), people.country),
        (text("May be written to"), said[people.consent.astype(np.int64) + 1]),
    )
    told = [(name, cells) for name, cells in more if (cells != "").any()]
    named = zip(people.attribute_names, people.attributes, strict=True)
    return [*told, *((name, cells) for name, cells in named if (cells != "").any())]


def _numbers(cells: parts.Objects) -> np.ndarray[tuple[int], np.dtype[np.float64]] | None:
    made = np.full(len(cells), np.nan)
    for row, cell in enumerate(cells.tolist()):
        if not cell:
            continue
        try:
            made[row] = float(cell)
        except ValueError:
            return None
        if not math.isfinite(made[row]) or (len(cell) > 1 and cell[0] == "0" and cell[1] != "."):
            return None  # "007" is a number of something, not a quantity
    return made


# ---- the card ----------------------------------------------------------------------------


def _risk_sentence(shop: ListedShop, row: int, words: Words) -> str:
    if shop.people.churned[row] == 1:
        return words.text("Has left, says your list.")
    if shop.answer is None or shop.answer.check is None:
        return ""
    says = {
        Risk.LOW: words.text("Leaving risk: low."),
        Risk.MEDIUM: words.text("Leaving risk: medium."),
        Risk.HIGH: words.text("Leaving risk: high."),
    }.get(Risk(int(shop.answer.risk[row])), "")
    chance = words.in_ten(float(shop.answer.p_leave[row]))
    return words.join([says, words.text("Of people like this, {chance} leave.", chance=chance)])


def _all_told(shop: ListedShop, row: int, words: Words) -> list[tuple[str, str]]:
    told = [(name, str(cells[row])) for name, cells in _columns(shop, words)]
    return [(name, value) for name, value in told if value]
