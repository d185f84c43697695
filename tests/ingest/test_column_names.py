"""What shop systems call their columns: every set of names is read as what it means.

A letter says what stands in a column: o order number, D day, n name, f given name, l family name,
e e-mail, p phone, c customer number, P product, s its number, q pieces, u price of one, L money of
the line, T money of the order, R money given back, S state, x nothing that counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.ingest.preview import preview
from clm_desktop.ingest.types import Field as F
from clm_desktop.ingest.types import FilePreview, Source

from .made_files import write

MEANS = {
    "o": F.ORDER_ID, "D": F.DATE, "n": F.CUSTOMER_NAME, "f": F.FIRST_NAME, "l": F.LAST_NAME,
    "e": F.EMAIL, "p": F.PHONE, "c": F.CUSTOMER_ID, "P": F.PRODUCT_NAME, "s": F.PRODUCT_ID,
    "q": F.QUANTITY, "u": F.UNIT_PRICE, "L": F.LINE_TOTAL, "T": F.ORDER_TOTAL, "R": F.REFUND,
    "S": F.STATUS,
}  # fmt: skip
PRICES = (4.5, 12.9, 33.0, 8.0)
NAMED = {
    "JTL": (
        "onceDPsquL",
        "Auftragsnummer|Firma|Kundennummer|E-Mail|Auftragsdatum|Artikelbezeichnung|Artikelnummer"
        "|Menge|VK Brutto|Positionssumme",
    ),
    "WooCommerce, German": (
        "oDScflePquLTR",
        "Bestellnummer|Bestelldatum|Bestellstatus|Kundennummer|Vorname|Nachname|E-Mail|Artikelname"
        "|Menge|Einzelpreis|Positionssumme|Gesamtbetrag|Erstatteter Betrag",
    ),
    "money given back, Portuguese": (
        "oDePqLR",
        "Pedido|Data|E-mail|Produto|Quantidade|Total do item|Total reembolsado",
    ),
    "a list by hand": ("DcPqu", "Date|Customer|What|How many|Price"),
    "a notebook": ("DcPqL", "When|Who|What|How many|How much"),
    "a notebook, German": ("DcPqL", "Datum|Wer|Was|Wieviel|Euro"),
    "a notebook, Chinese": ("DcPqL", "日期|客人|东西|个数|多少钱"),
    "what was sold to whom": ("DcPqL", "Sold on|Sold to|Item sold|Units sold|Paid"),
    "accounts": ("DcsqL", "Invoice date|Account name|SKU|Qty|Net amount"),
    "WooCommerce, Spanish": (
        "oSDflePquT",
        "Número de pedido|Estado del pedido|Fecha del pedido|Nombre (facturación)"
        "|Apellidos (facturación)|Correo electrónico (facturación)|Nombre del artículo|Cantidad"
        "|Coste de artículo|Importe total del pedido",
    ),
    "WooCommerce, French": (
        "oSDflePquT",
        "Numéro de commande|État de la commande|Date de commande|Prénom (facturation)"
        "|Nom (facturation)|E-mail (facturation)|Nom de l’article|Quantité|Coût de l’article"
        "|Montant total de la commande",
    ),
    "WooCommerce, Italian": (
        "oSDflePquT",
        "Numero dell’ordine|Stato dell’ordine|Data dell’ordine|Nome (fatturazione)"
        "|Cognome (fatturazione)|Email (fatturazione)|Nome dell’articolo|Quantità|Costo articolo"
        "|Importo totale ordine",
    ),
    "WooCommerce, Dutch": (
        "oSDflePquT",
        "Ordernummer|Bestelstatus|Besteldatum|Voornaam (facturering)|Achternaam (facturering)"
        "|E-mailadres (facturering)|Artikelnaam|Aantal|Artikelkosten|Totaalbedrag bestelling",
    ),
    "Shoptet": (
        "oDSnepPsquT",
        "code|date|statusName|billFullName|email|phone|itemName|itemCode|itemAmount"
        "|itemUnitPriceWithVat|totalPriceWithVat",
    ),
    "Unas": (
        "oDneTSPq",
        "Rendelés azonosító|Dátum|Vevő neve|E-mail|Bruttó végösszeg|Állapot|Termék név|Mennyiség",
    ),
    "Norwegian": (
        "oSDflePqT",
        "Ordrenummer|Ordrestatus|Ordredato|Fornavn|Etternavn|E-post|Produktnavn|Antall|Totalsum",
    ),
    "Tiendanube": (
        "oeDTnpPusq",
        "Número de orden|Email|Fecha|Total|Nombre del comprador|Teléfono|Nombre del producto"
        "|Precio del producto|SKU|Cantidad del producto",
    ),
    "Rakuten": (
        "oDlfePsquT",
        "注文番号|注文日時|注文者姓|注文者名|注文者メールアドレス|商品名|商品番号|個数|単価|合計金額",
    ),
    "Shopline": (
        "oDSepTPq",
        "訂單號碼|訂單日期|訂單狀態|電郵|電話號碼|訂單合計|商品名稱|數量",
    ),
    "Ecwid": (
        "oDeTSxPsqu",
        "order_number|order_time|email|order_total|payment_status|shipping_method|name|sku"
        "|quantity|price",
    ),
    "a school": ("onpPLD", "收据号|学员姓名|家长电话|课程名称|缴费金额|缴费日期"),
    "a dentist": ("DncPL", "Behandlungsdatum|Patient|Patientennummer|Leistung|Betrag"),
}


def rows_of_pieces(letters: str) -> list[list[str]]:
    """The same lines with the products in several quantities."""
    return [
        [
            str(1 + place % 3)
            if letter == "q"
            else f"{float(cell) * (1 + place % 3):.2f}"
            if letter == "L"
            else cell
            for letter, cell in zip(letters, row, strict=True)
        ]
        for place, row in enumerate(rows_of(letters.replace("L", "u")))
    ]


def rows_of(letters: str) -> list[list[str]]:
    """Sixty lines of thirty orders."""
    lines = []
    for order in range(30):
        products = [(2 * order + place) % 4 for place in range(2)]
        for product in products:
            pieces, total = 1 + product % 3, sum((1 + p % 3) * PRICES[p] for p in products)
            cells = {
                "o": str(7_001 + 3 * order),
                "D": f"2024-{1 + order % 12:02}-{1 + 3 * order % 28:02}",
                "n": f"Ana Lopez{order % 11}",
                "f": f"Ana{order % 11}",
                "l": f"Lopez{order % 11}",
                "e": f"ana{order % 11}@mail.com",
                "p": f"+49 171 55{order % 11:03}21",
                "c": f"K{order % 11:04}",
                "P": ("Soap", "Oil", "Cream", "Wax")[product],
                "s": f"SKU-{product:03}",
                "q": str(pieces),
                "u": f"{PRICES[product]:.2f}",
                "L": f"{pieces * PRICES[product]:.2f}",
                "T": f"{total:.2f}",
                "R": "2.50" if order % 7 == 0 else "0.00",
                "S": ("Completed", "Cancelled")[order % 5 == 0],
                "x": "Parcel",
            }
            lines.append([cells[letter] for letter in letters])
    return lines


def preview_of(tmp_path: Path, table: Sequence[Sequence[str]]) -> FilePreview:
    """What the program makes of a table, the header first."""
    path = write(tmp_path / "orders.csv", "\n".join(";".join(row) for row in table) + "\n")
    return preview(Source(path=path, name=path.name), NULL_CONTEXT)


@pytest.mark.parametrize("system", NAMED)
def test_that_columns_mean_what_they_are_called(tmp_path: Path, system: str) -> None:
    letters, names = NAMED[system]
    seen = preview_of(tmp_path, [names.split("|"), *rows_of(letters)])
    wanted = {MEANS[letter]: column for column, letter in enumerate(letters) if letter != "x"}
    assert dict(seen.mapping.fields) == wanted
    assert seen.missing == ()


def test_that_a_whole_name_stays_one_beside_a_family_name(tmp_path: Path) -> None:
    rows = [[*row[:1], f"{row[1]} {row[2]}", *row[2:]] for row in rows_of("oflDT")]
    table = [["Pedido", "Nombre", "Apellidos", "Fecha", "Total"], *rows]
    fields = dict(preview_of(tmp_path, table).mapping.fields)
    assert fields[F.CUSTOMER_NAME] == 1
    assert F.FIRST_NAME not in fields


@pytest.mark.parametrize(
    ("price", "is_of_row"),
    [("Price", True), ("Preis (EUR)", True), ("Unit price", False), ("Prix unitaire", False)],
)
def test_that_a_bare_price_that_grows_with_the_pieces_is_the_money_of_the_row(
    tmp_path: Path, price: str, is_of_row: bool
) -> None:
    header = ["Date", "Customer", "Item", "Qty", price]
    dearer = {"Soap": 1.0, "Oil": 1.1}  # prices may change in between
    rows = [
        [*row[:4], f"{float(row[4]) * (dearer.get(row[2], 1.0) if place > 30 else 1.0):.2f}"]
        for place, row in enumerate(rows_of_pieces("DnPqL"))
    ]
    fields = dict(preview_of(tmp_path, [header, *rows]).mapping.fields)
    assert fields[F.LINE_TOTAL if is_of_row else F.UNIT_PRICE] == 4


@pytest.mark.parametrize(
    ("money", "is_of_piece"),
    [
        ("Price", True),
        ("Amount", True),
        ("Betrag (EUR)", True),
        ("金額", True),
        ("Total", False),
        ("Amount due", False),
    ],
)
def test_that_bare_money_that_stays_is_that_of_one_piece(
    tmp_path: Path, money: str, is_of_piece: bool
) -> None:
    rows = rows_of_pieces("DnPqu")
    header = ["Date", "Customer", "Item", "Qty", money]
    fields = dict(preview_of(tmp_path, [header, *rows]).mapping.fields)
    assert fields[F.UNIT_PRICE if is_of_piece else F.LINE_TOTAL] == 4


def test_that_an_amount_that_grows_stays_that_of_the_row(tmp_path: Path) -> None:
    rows = rows_of_pieces("DnPqL")
    header = ["Date", "Customer", "Item", "Qty", "Amount"]
    fields = dict(preview_of(tmp_path, [header, *rows]).mapping.fields)
    assert fields[F.LINE_TOTAL] == 4
