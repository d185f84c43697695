from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from clm_desktop.core.errors import FileError
from clm_desktop.core.rows import FileKind
from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.ingest import codes
from clm_desktop.ingest.preview import preview
from clm_desktop.ingest.reader import file_info
from clm_desktop.ingest.types import ColumnMapping, Field, Source

from .made_files import read, write


def asked(path: Path, **answers: str) -> list[str]:
    return [q.key for q in read(path, answers).preview.questions]


def fields(path: Path) -> dict[str, str]:
    seen = read(path).preview
    return {f.value: seen.header[c] for f, c in seen.mapping.fields}


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        (
            "Bestellnummer;Datum;Kundenemail;Gesamtbetrag;Währung",
            "7;21.02.2024;a@example.org;5,00;EUR",
            {"order_id": "Bestellnummer", "date": "Datum", "email": "Kundenemail",
             "order_total": "Gesamtbetrag", "currency": "Währung"},
        ),
        (
            "Kunden-Nr.;Rechnungsdatum;Artikelnr.;Bezeichnung;Menge;Einzelpreis",
            "0007;21.02.2024;A1;Seife;2;3,50",
            {"customer_id": "Kunden-Nr.", "date": "Rechnungsdatum", "product_id": "Artikelnr.",
             "product_name": "Bezeichnung", "quantity": "Menge", "unit_price": "Einzelpreis"},
        ),
        (
            "会员卡号,消费日期,消费金额(元),商品名称",
            "8801,2024-02-21,35.5,皂",
            {"customer_id": "会员卡号", "date": "消费日期", "line_total": "消费金额(元)",
             "product_name": "商品名称"},
        ),
        (
            "customerID,orderDate,qty,unit price,description,StockCode",
            "A7,2024-02-21 10:00,2,3.50,Soap,S1",
            {"customer_id": "customerID", "date": "orderDate", "quantity": "qty",
             "unit_price": "unit price", "product_name": "description", "product_id": "StockCode"},
        ),
        (
            "Date,Customer,Customer Email,Product,Freight Value,Gross",
            "2024-02-21,Anna,a@example.org,Soap,1.50,11.90",
            {"date": "Date", "customer_name": "Customer", "email": "Customer Email",
             "product_name": "Product", "line_total": "Gross"},
        ),
        (
            "Numéro de commande;Date de commande;Nom du client;Quantité;Prix unitaire;Montant TTC",
            "7;21/02/2024;Hélène;2;3,50;7,00",
            {"order_id": "Numéro de commande", "date": "Date de commande",
             "customer_name": "Nom du client", "quantity": "Quantité",
             "unit_price": "Prix unitaire", "line_total": "Montant TTC"},
        ),
        (
            "注文番号,注文日時,注文者氏名,注文者メールアドレス,商品名,個数,単価,小計",
            "7,2024/02/21 10:00,山田,y@example.jp,抹茶,2,350,700",
            {"order_id": "注文番号", "date": "注文日時", "customer_name": "注文者氏名",
             "email": "注文者メールアドレス", "product_name": "商品名", "quantity": "個数",
             "unit_price": "単価", "line_total": "小計"},
        ),
        (
            "訂單編號,訂單日期,顧客姓名,電話,商品名稱,數量,單價,訂單狀態",
            "7,2024/02/21,陳大文,0912345678,烏龍茶,2,350,已完成",
            {"order_id": "訂單編號", "date": "訂單日期", "customer_name": "顧客姓名",
             "phone": "電話", "product_name": "商品名稱", "quantity": "數量",
             "unit_price": "單價", "status": "訂單狀態"},
        ),
        (
            "Date,Student,Fee",
            "21 Feb 2024,Anna Miller,120.00",
            {"date": "Date", "customer_name": "Student", "line_total": "Fee"},
        ),
        (
            "Date,Customer,Total,Fee",
            "2024-02-21,A7,120.00,3.50",
            {"date": "Date", "customer_id": "Customer", "line_total": "Total"},
        ),
        (
            "小票号,会员手机,销售时间,商品名称,数量,实收",
            "1,13800138000,2024/2/25 9:03,皂,2,25.00",
            {"order_id": "小票号", "phone": "会员手机", "date": "销售时间",
             "product_name": "商品名称", "quantity": "数量", "line_total": "实收"},
        ),
        (
            "Client,When did they buy,Spend",
            "Anna,2024-02-21,35.5",
            {"customer_id": "Client", "date": "When did they buy", "line_total": "Spend"},
        ),
        (
            "Order Date,Ship Date,Customer ID,Sales,Profit,Discount,Tax",
            "2024-02-21,2024-02-25,A7,35.5,3.2,0.1,2.0",
            {"date": "Order Date", "customer_id": "Customer ID", "line_total": "Sales"},
        ),
        (
            "increment_id,created_at,Customer ID,price,qty_ordered,grand_total,"
            "sales_commission_code,Category Id,Category Name",
            "7,2024-02-21,A7,3.50,2,7.00,,12,Soaps",
            {"order_id": "increment_id", "date": "created_at", "customer_id": "Customer ID",
             "unit_price": "price", "quantity": "qty_ordered", "order_total": "grand_total",
             "category": "Category Name"},
        ),
        (
            "SalesOrderID,OrderDate,CustomerID,SalesPersonID,CurrencyRateID,SubTotal",
            "7,2024-02-21,A7,279,4,35.50",
            {"order_id": "SalesOrderID", "date": "OrderDate", "customer_id": "CustomerID",
             "line_total": "SubTotal"},
        ),
        (
            "Order Id,Order Date,Customer Id,Sales,Order Item Discount,Order Item Total",
            "7,2024-02-21,A7,35.50,1.50,34.00",
            {"order_id": "Order Id", "date": "Order Date", "customer_id": "Customer Id",
             "line_total": "Order Item Total"},
        ),
        (
            "Sale ID,Completed,Customer ID,Item,Qty,Retail,Subtotal,Discounts,Total",
            "7,02/21/2024 10:00 AM,A7,Soap,2,$3.50,$7.00,$1.00,$6.00",
            {"order_id": "Sale ID", "date": "Completed", "customer_id": "Customer ID",
             "product_name": "Item", "quantity": "Qty", "line_total": "Total"},
        ),
        (
            "Auftragsnummer;Erstelldatum;Kundennummer;Anzahl;VK Netto;VK Brutto;Gesamtbrutto",
            "7;21.02.2024;1007;2;8,39;9,99;19,98",
            {"order_id": "Auftragsnummer", "date": "Erstelldatum", "customer_id": "Kundennummer",
             "quantity": "Anzahl", "unit_price": "VK Brutto", "line_total": "Gesamtbrutto"},
        ),
        (
            "单据编号,单据日期,会员卡号,商品名称,数量,零售价,折扣,折后单价,金额",
            "XS1,2024/02/21,880001,皂,2,30,0.9,27,54",
            {"order_id": "单据编号", "date": "单据日期", "customer_id": "会员卡号",
             "product_name": "商品名称", "quantity": "数量", "unit_price": "折后单价",
             "line_total": "金额"},
        ),
        (
            "N. documento;Data;Cod. cliente;Descrizione;Q.tà;Prezzo;Sconto %",
            "7;21/02/2024;C7;Sapone;2;3,50;10",
            {"order_id": "N. documento", "date": "Data", "customer_id": "Cod. cliente",
             "product_name": "Descrizione", "quantity": "Q.tà", "unit_price": "Prezzo",
             "discount": "Sconto %"},
        ),
        (
            "Date,Receipt number,Customer,Product name,Quantity,Price (EUR),Discount (EUR),"
            "Final price (EUR)",
            "2024-02-21,7,A7,Soap,2,24.00,2.00,22.00",
            {"date": "Date", "order_id": "Receipt number", "customer_id": "Customer",
             "product_name": "Product name", "quantity": "Quantity", "unit_price": "Price (EUR)",
             "line_total": "Final price (EUR)"},
        ),
    ],
)  # fmt: skip
def test_that_columns_are_understood_by_name_and_value(
    tmp_path: Path, header: str, row: str, expected: dict[str, str]
) -> None:
    path = write(tmp_path / "orders.csv", f"{header}\n{row}\n{row}\n{row}\n")
    assert fields(path) == expected


def test_that_refunds_are_known_where_the_status_is_closed_for_all(tmp_path: Path) -> None:
    head = "Date,Receipt number,Receipt type,Net sales,Customer name,Account,Status\n"
    rows = [
        f"2024-02-{1 + n % 27:02},1-{n},{'Sale' if n % 9 else 'Refund'},5.00,C {n % 7},"
        "shop@example.org,Closed"
        for n in range(40)
    ]
    path = write(tmp_path / "a.csv", head + "\n".join(rows))
    told = fields(path)
    assert told["status"] == "Receipt type"
    assert "email" not in told  # the shop's own
    assert sum(line.cents for line in read(path).lines) == 500 * (35 - 5)


def test_that_without_header_the_buyer_is_who_comes_again(tmp_path: Path) -> None:
    rows = [
        f"2024-02-{1 + n % 27:02} 10:{n // 2 % 60:02}:00,{192471919 + n // 2},{18421 + n % 9},1,"
        f"{n % 7}.50,{151591562 + n // 2 % 23}"
        for n in range(0, 108)
    ]
    rows = [row.replace(row[:19], rows[n - n % 2][:19]) for n, row in enumerate(rows)]
    path = write(tmp_path / "a.csv", "\n".join(rows))
    assert fields(path) == {
        "order_id": "Column 2", "customer_id": "Column 6", "date": "Column 1",
        "quantity": "Column 4", "line_total": "Column 5",
    }  # fmt: skip
    people = "\n".join(f"2024-02-{1 + n % 27:02},{70000 + n % 11},{n}.50" for n in range(60))
    assert fields(write(tmp_path / "b.csv", people))["customer_id"] == "Column 2"


def test_that_the_buyer_is_the_person_where_each_order_has_a_buyer_number_of_its_own(
    tmp_path: Path,
) -> None:
    head = "order_id,customer_id,order_purchase_timestamp,customer_unique_id,price\n"
    rows = "".join(f"o{n},c{n},2024-02-{1 + n % 27:02},u{n % 9},{n}.50\n" for n in range(40))
    told = fields(write(tmp_path / "a.csv", head + rows))
    assert told["customer_id"] == "customer_unique_id"
    assert len(set(read(tmp_path / "a.csv").buyers.values())) == 9


def test_that_a_name_which_its_cells_belie_is_not_believed(tmp_path: Path) -> None:
    path = write(
        tmp_path / "orders.csv",
        "customer,date,order date,amount,total\n"
        "A,yes,2024-02-21,gift,5.00\nB,no,2024-02-22,card,6.00\nA,no,2024-02-23,gift,7.00\n",
    )
    assert fields(path) == {"customer_id": "customer", "date": "order date", "line_total": "total"}


@pytest.mark.parametrize(
    ("text", "code", "params"),
    [
        (
            "date,amount,colour\n2024-01-05,5.00,red\n2024-01-06,6.00,red\n",
            "no_customer_column",
            {},
        ),
        ("customer,amount,order no\nA,5.00,1\nB,6.00,2\nA,7.00,3\n", "no_date_column", {}),
        ("customer,date,order no\nA,2024-01-05,1\nA,2024-01-06,2\n", "no_amount_column", {}),
        (
            "household_key,BASKET_ID,DAY,PRODUCT_ID,QUANTITY,SALES_VALUE,WEEK_NO\n"
            "2375,26984851472,1,1004906,1,1.39,1\n2375,26984851472,1,1033142,1,0.82,1\n"
            "1364,26984896261,711,842930,1,2.19,102\n",
            "no_day_of_date",
            {"column": "DAY", "example": "1"},
        ),
        (
            "order,month,customer,amount\n1,Jan-23,a,3.50\n2,Feb-23,b,4.50\n",
            "no_day_of_date",
            {"column": "month", "example": "Jan-23"},
        ),
    ],
)
def test_that_what_is_no_order_file_says_why(
    tmp_path: Path, text: str, code: str, params: dict[str, str]
) -> None:
    with pytest.raises(FileError) as told:
        read(write(tmp_path / "some.csv", text))
    assert told.value.code == code in codes.ERRORS
    told_params = dict(told.value.message.params)
    assert told_params["name"] == "some.csv"
    assert params.items() <= told_params.items()


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        (
            "sku,title,price,stock,published\nA1,Soap,3.50,7,true\nA2,Mint,3.00,9,true\n",
            FileKind.PRODUCTS_STOCK,
            {"product_id": "sku", "product_name": "title", "unit_price": "price", "stock": "stock"},
        ),
        (
            "Artikelnr.;Bezeichnung;Lagerbestand;EK;Lieferzeit (Tage)\n"
            "A1;Seife;7;1,20;14\nA2;Minze;9;0,80;7\n",
            FileKind.PRODUCTS_STOCK,
            {"product_id": "Artikelnr.", "product_name": "Bezeichnung", "stock": "Lagerbestand",
             "cost": "EK", "lead_time": "Lieferzeit (Tage)"},
        ),
        (
            "商品编号,商品名称,库存数量,进货价,交货天数\nA1,皂,7,1.20,14\nA2,薄荷,9,0.80,7\n",
            FileKind.PRODUCTS_STOCK,
            {"product_id": "商品编号", "product_name": "商品名称", "stock": "库存数量",
             "cost": "进货价", "lead_time": "交货天数"},
        ),
        (
            "email,first name,last name,newsletter,total spent\n"
            "a@example.org,A,B,yes,10.00\nb@example.org,B,C,no,12.00\n",
            FileKind.CUSTOMERS,
            {"email": "email", "first_name": "first name", "last_name": "last name",
             "consent": "newsletter"},
        ),
        (
            "会员编号,手机号,邮箱,是否同意\n17,13800138000,a@example.org,是\n18,13800138001,,否\n",
            FileKind.CUSTOMERS,
            {"customer_id": "会员编号", "phone": "手机号", "email": "邮箱", "consent": "是否同意"},
        ),
        (
            "customer_id,age,amount,churn\n1,30,5.0,0\n2,31,7.0,1\n",
            FileKind.CUSTOMERS,
            {"customer_id": "customer_id", "churned": "churn"},
        ),
        ("age,amount,churn\n30,5.0,0\n31,7.0,1\n", FileKind.CUSTOMERS, {"churned": "churn"}),
        (
            "order no,product,qty\n1,Soap,2\n1,Mint,1\n2,Soap,1\n",
            FileKind.ORDER_ITEMS,
            {"order_id": "order no", "product_name": "product", "quantity": "qty"},
        ),
        (
            "订单 ID,退回\nCN-1,是\nCN-2,是\n",
            FileKind.RETURNS,
            {"order_id": "订单 ID", "returned": "退回"},
        ),
        (
            "customer,date,amount\nA,2024-01-05,5.00\nA,2024-01-06,6.00\n",
            FileKind.ORDERS,
            {"customer_id": "customer", "date": "date", "line_total": "amount"},
        ),
    ],
)  # fmt: skip
def test_that_a_table_is_known_for_what_its_rows_are(
    tmp_path: Path, text: str, kind: FileKind, expected: dict[str, str]
) -> None:
    path = write(tmp_path / "some.csv", text)
    seen = preview(Source(path=path, name=path.name), NULL_CONTEXT)
    assert seen.kind is kind
    assert {f.value: seen.header[c] for f, c in seen.mapping.fields} == expected


@pytest.mark.parametrize("name", ["total", "order total"])
@pytest.mark.parametrize("repeated", [True, False])
def test_that_a_total_is_the_orders_where_its_rows_repeat_it(
    tmp_path: Path, name: str, repeated: bool
) -> None:
    rows = "".join(
        f"{order},A,2024-01-05,P{line},{order * 10 + (0 if repeated else line)}.50\n"
        for order in range(1, 8)
        for line in range(3)
    )
    got = read(write(tmp_path / "o.csv", f"order id,customer,date,product,{name}\n{rows}"))
    each, extra = (1, 0) if repeated else (3, 300)
    assert got.paid == {str(o): each * (o * 1000 + 50) + extra for o in range(1, 8)}


def test_that_short_dates_are_asked_about_with_both_readings(tmp_path: Path) -> None:
    rows = "".join(f"A,{m:02d}/{m + 1:02d}/2024,5.00\n" for m in range(1, 11))
    path = write(tmp_path / "orders.csv", f"customer,date,amount\n{rows}")
    (question,) = read(path).preview.questions
    assert question.key == "date_order" in codes.QUESTIONS
    assert {c.code: c.example for c in question.choices} == {
        "dmy": "01/02/2024 → 2024-02-01",
        "mdy": "01/02/2024 → 2024-01-02",
    }
    answered = read(path, {"date_order": "mdy"})
    assert answered.preview.questions == ()
    assert answered.preview.mapping.date_format == "%m/%d/%Y"
    assert answered.reasons == []


def test_that_an_answer_which_was_not_offered_does_not_count(tmp_path: Path) -> None:
    path = write(
        tmp_path / "orders.csv", "customer,date,amount\nA,01/02/2024,5.00\nB,03/02/2024,5.00\n"
    )
    assert asked(path, date_order="ymd") == ["date_order"]


def test_that_the_whole_column_is_looked_at_before_asking(tmp_path: Path) -> None:
    early = "".join(f"A{i},05/06/2024,5\n" for i in range(3000))
    path = write(tmp_path / "orders.csv", f"customer,date,amount\n{early}B,25/06/2024,7.50\n")
    got = read(path)
    assert got.preview.questions == ()
    assert got.preview.mapping.date_format == "%d/%m/%Y"
    assert got.preview.mapping.decimal_mark == "."
    assert got.reasons == []
    assert sum(line.cents for line in got.lines) == 3000 * 500 + 750


def test_that_two_ways_of_writing_dates_in_one_column_are_decided_apart(tmp_path: Path) -> None:
    rows = "A,02/19/16,5.00\nA,02/20/16,5.00\n" + "B,03-12-16,6.00\n" * 3 + "B,05-06-16,6.00\n"
    path = write(tmp_path / "orders.csv", f"customer,date,amount\n{rows}")
    assert asked(path) == ["date_order"]
    got = read(path, {"date_order": "mdy"})
    assert got.preview.mapping.date_format == "%m/%d/%y|%m-%d-%y"
    assert got.reasons == []


def test_that_a_mapping_of_last_month_does_not_hide_a_new_way_of_writing(tmp_path: Path) -> None:
    old = "".join("A,02/19/16,1.50\n" for _ in range(300))
    path = write(tmp_path / "orders.csv", f"customer,date,amount\n{old}")
    known = read(path).preview.mapping
    assert (known.date_format, known.decimal_mark) == ("%m/%d/%y", ".")
    new = "".join('B,05-06-16,"2,50"\n' for _ in range(300))
    write(path, f"customer,date,amount\n{old}{new}")
    seen = read(path, mapping=known).preview
    assert [q.key for q in seen.questions] == ["date_order"]
    got = read(path, {"date_order": "dmy"}, seen.mapping)
    assert got.preview.questions == ()
    assert got.reasons == []
    assert {line.cents for line in got.lines} == {150, 250}
    write(path, 'customer,date,amount\nA,31/03/16,"1.234,50"\nA,30/03/16,"1.000"\n')
    assert [line.cents for line in read(path, mapping=known).lines] == [123450, 100000]


def test_that_thousands_or_decimals_are_asked_with_both_readings(tmp_path: Path) -> None:
    rows = "".join(f"A,2024-01-{d:02d},{d}.500\n" for d in range(1, 11))
    path = write(tmp_path / "orders.csv", f"customer,date,amount\n{rows}")
    (question,) = read(path).preview.questions
    assert question.key == "decimal_mark" in codes.QUESTIONS
    assert {c.code: c.example for c in question.choices} == {
        ".": "1.500 → 1.500",
        ",": "1.500 → 1500",
    }
    assert read(path, {"decimal_mark": ","}).lines[0].cents == 150000
    assert read(path, {"decimal_mark": "."}).lines[0].cents == 150


def test_that_a_currency_without_decimals_settles_the_mark(tmp_path: Path) -> None:
    path = write(
        tmp_path / "orders.csv",
        'customer,date,amount,currency\nA,2024-01-05,"1,200",JPY\nB,2024-01-06,"2,300",JPY\n',
    )
    got = read(path)
    assert got.preview.questions == ()
    assert [line.cents for line in got.lines] == [1200, 2300]


def test_that_mixed_dates_of_a_real_file_are_asked_about(shared: Path) -> None:
    path = shared / "dirty_csv" / "mixed_dates_sales.csv"
    columns = ColumnMapping(
        fields=((Field.CUSTOMER_ID, 6), (Field.DATE, 0), (Field.LINE_TOTAL, 13))
    )
    seen = read(path, mapping=columns)
    assert [q.key for q in seen.preview.questions] == ["date_order"]
    got = read(path, {"date_order": "mdy"}, columns)
    assert got.preview.questions == ()
    assert sum(b.rows_read for b in got.blocks) == 34_867
    assert set(got.reasons) <= {"no_date", "no_amount", "bad_date"}
    assert len(got.reasons) <= 1


def test_that_an_edited_mapping_is_followed_and_checked(tmp_path: Path) -> None:
    path = write(tmp_path / "orders.csv", "a,b,c\nX,2024-01-05,5.00\nY,2024-01-06,6.00\n")
    columns = ColumnMapping(
        fields=((Field.CUSTOMER_NAME, 0), (Field.DATE, 1), (Field.LINE_TOTAL, 2))
    )
    assert [line.customer for line in read(path, mapping=columns).lines] == ["x", "y"]
    wrong = ColumnMapping(fields=(*columns.fields[:2], (Field.LINE_TOTAL, 7)))
    with pytest.raises(FileError) as told:
        read(path, mapping=wrong)
    assert told.value.code == "bad_mapping"


@pytest.mark.parametrize(
    ("header", "cells", "currency"),
    [
        ("amount,currency", "5.00,eur", "EUR"),
        ("amount (GBP),x", "5.00,", "GBP"),
        ("实付金额(元),x", "5.00,", "CNY"),
        ("amount,x", "€5.00,", "EUR"),
        ("amount,x", "$5.00,", "$"),
        ("amount,x", "5.00,", ""),
    ],
)
def test_that_the_currency_is_taken_from_where_it_stands(
    tmp_path: Path, header: str, cells: str, currency: str
) -> None:
    path = write(tmp_path / "o.csv", f"customer,date,{header}\nA,2024-01-05,{cells}\n" * 1)
    assert read(path).preview.currency == currency


def test_that_damaged_numbers_and_masked_buyers_are_named(tmp_path: Path) -> None:
    path = write(
        tmp_path / "o.csv",
        "order id,customer id,date,amount\n1.93E+15,1******6198,2024-01-05,5.00\n"
        "1.93E+15,1******6199,2024-01-06,6.00\n",
    )
    got = read(path)
    assert {"note.damaged_ids", "note.masked_buyers"} <= set(got.notes)
    assert {line.customer for line in got.lines} == {""}
    assert len({line.order for line in got.lines}) == 2, "a rounded number is no order number"
    assert set(got.notes) <= set(codes.NOTES)


def test_that_how_a_file_was_read_can_be_kept(tmp_path: Path) -> None:
    path = write(tmp_path / "o.csv", "customer;date;amount\nA;2024-01-05;5,50\n")
    info = file_info(read(path).preview)
    assert (info.name, info.delimiter, info.platform) == ("o.csv", ";", "")
    assert info.mapping == (("customer_id", "customer"), ("date", "date"), ("line_total", "amount"))
    assert not info.order_ids_given


def test_that_the_same_header_has_the_same_signature(tmp_path: Path) -> None:
    one = read(write(tmp_path / "a.csv", "customer,date,amount\nA,2024-01-05,5.5\n")).preview
    two = read(write(tmp_path / "b.csv", "Customer,Date ,amount\nB,2025-01-05,7.5\n")).preview
    other = read(write(tmp_path / "c.csv", "customer,date,total\nB,2025-01-05,7.5\n")).preview
    assert one.signature == two.signature != other.signature


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        ("Time,Bill no,Member,Amount", "2024-01-{d} 10:05,B{d},M{d},5.00", {"date": "Time"}),
        (
            "Time,Bill no,Member,Amount",
            "2024-01-{d} 10:05,B{d},M{d},5.00",
            {"customer_id": "Member"},
        ),
        ("Order,Date,Member,Phone,Total", "{d},2024-01-{d},Yes,555-00{d},5.00", {"phone": "Phone"}),
        ("订单号,日期,会员,手机,金额", "{d},2024-01-{d},是,138000000{d},5.00", {"phone": "手机"}),
    ],
)
def test_that_times_with_days_are_dates_and_yes_is_nobody(
    tmp_path: Path, header: str, row: str, expected: dict[str, str]
) -> None:
    rows = "\n".join(row.format(d=d) for d in range(11, 20))
    found = fields(write(tmp_path / "f.csv", f"{header}\n{rows}\n"))
    assert expected.items() <= found.items()
    assert "customer_id" in expected or "date" in expected or "customer_id" not in found


def test_that_half_of_the_days_mistyped_leaves_a_column_called_date(tmp_path: Path) -> None:
    text = "Order,Date,Email,Total\n1,29/02/2024,a@x.com,1\n2,29/02/2023,b@x.com,2\n"
    assert read(write(tmp_path / "f.csv", text)).reasons == ["bad_date"]


def test_that_zeros_which_a_power_cut_left_are_no_other_kind_of_file(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    path.write_bytes(b"Order,Date,Email,Total\n1,2024-02-29,a@x.com,1.00\n" + b"\0" * 999)
    assert read(path).paid == {"1": 100}


def test_that_a_till_that_names_nobody_can_be_read_once_the_owner_says_so(tmp_path: Path) -> None:
    rows = "\n".join(f"2024-03-{n:02},Bread,{n},1.20" for n in range(1, 20))
    path = tmp_path / "till.csv"
    path.write_text("Date,Article,Quantity,Total\n" + rows, "utf-8")
    source = Source(path=path, name=path.name)
    asked = preview(source, NULL_CONTEXT, incomplete=True)
    assert [error.code for error in asked.missing] == ["error.no_customer_column"]
    assert [question.key for question in asked.questions] == ["buyers"]
    told = preview(source, NULL_CONTEXT, {"buyers": "nobody"})
    assert not told.questions
    assert told.mapping.names_nobody
    assert not preview(source, NULL_CONTEXT, {}, told.mapping).questions  # and is not asked again
    fields = tuple((f, c) for f, c in told.mapping.fields if c != 1)
    pointed = replace(told.mapping, fields=(*fields, (Field.CUSTOMER_NAME, 1)))
    assert not preview(source, NULL_CONTEXT, {}, pointed, incomplete=True).mapping.names_nobody


def test_that_a_file_without_prices_can_be_read_once_the_owner_says_so(tmp_path: Path) -> None:
    rows = "\n".join(f"{n % 5},2024-03-{n:02},Bread" for n in range(1, 20))
    path = write(tmp_path / "members.csv", "Member_number,Date,itemDescription\n" + rows)
    source = Source(path=path, name=path.name)
    asked = preview(source, NULL_CONTEXT, incomplete=True)
    assert [error.code for error in asked.missing] == ["error.no_amount_column"]
    assert [question.key for question in asked.questions] == ["amounts"]
    got = read(path, {"amounts": "no_money"})
    assert got.preview.mapping.tells_no_money
    assert got.reasons == []
    assert [(line.cents, line.quantity) for line in got.lines] == [(0, 1.0)] * 19
    assert not read(path, mapping=got.preview.mapping).preview.questions  # and is not asked again
    fields = tuple((f, c) for f, c in got.preview.mapping.fields if c != 2)
    pointed = replace(got.preview.mapping, fields=(*fields, (Field.LINE_TOTAL, 2)))
    assert not preview(source, NULL_CONTEXT, {}, pointed, incomplete=True).mapping.tells_no_money


def test_that_a_bakery_may_tell_neither_buyers_nor_prices(tmp_path: Path) -> None:
    rows = "\n".join(f"{n // 2},2024-03-{n:02} 09:0{n % 9},Bread" for n in range(1, 20))
    path = write(tmp_path / "till.csv", "TransactionNo,DateTime,Items\n" + rows)
    source = Source(path=path, name=path.name)
    asked = preview(source, NULL_CONTEXT, incomplete=True)
    assert [question.key for question in asked.questions] == ["buyers", "amounts"]
    half = preview(source, NULL_CONTEXT, {"buyers": "nobody"}, incomplete=True)
    assert [question.key for question in half.questions] == ["amounts"]
    assert len(read(path, {"buyers": "nobody", "amounts": "no_money"}).lines) == 19


def test_that_items_with_days_and_money_say_that_they_count_without_buyers(tmp_path: Path) -> None:
    rows = "\n".join(f"{n // 2},2024-03-{n:02},Bread,{n},1.20" for n in range(1, 20))
    head = "Ticket number,Date,Article,Quantity,Unit price\n"
    (tmp_path / "till.csv").write_text(head + rows, "utf-8")
    seen = preview(Source(path=tmp_path / "till.csv", name="till.csv"), NULL_CONTEXT)
    assert seen.kind is FileKind.ORDER_ITEMS
    assert seen.mapping.column(Field.ORDER_ID) == 0
    assert "note.dated_items" in [note.code for note in seen.notes]


@pytest.mark.parametrize(
    ("number", "name", "said", "is_name"),
    [
        ("Kundennr", "Kunde", ["Firma 1 GmbH", "Firma 2 GmbH", "Firma 3 GmbH"], True),
        ("客户编号", "客户", ["王记茶行", "李氏商贸", "张家铺子"], True),
        ("Customer ID", "Customer", ["new", "new", "new"], False),
        ("Customer ID", "Customer", ["901", "902", "903"], False),
    ],
)
def test_that_words_beside_numbers_of_customers_are_their_names(
    tmp_path: Path, number: str, name: str, said: list[str], is_name: bool
) -> None:
    rows = "".join(f"{n},2024-01-{n + 1:02},{700 + n % 3},{said[n % 3]},5.00\n" for n in range(12))
    path = write(tmp_path / "orders.csv", f"Order ID,Date,{number},{name},Total\n{rows}")
    fields = dict(preview(Source(path=path, name=path.name), NULL_CONTEXT).mapping.fields)
    assert fields[Field.CUSTOMER_ID] == 2
    assert fields.get(Field.CUSTOMER_NAME) == (3 if is_name else None)
