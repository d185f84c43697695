"""Whole exports shaped as the platforms write them, from the files to the orders of the shop.

Headers are the platforms' own (``data/platform_headers``); every total was worked out by hand.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from clm_desktop.core.rows import FileTotals
from clm_desktop.store.check import check_project
from clm_desktop.store.project import Project
from clm_desktop.usecases.import_files import import_files
from clm_desktop.usecases.list_imports import list_imports
from clm_desktop.usecases.open_project import open_or_create
from clm_desktop.usecases.preview_files import preview_files
from clm_desktop.usecases.refresh import load
from clm_desktop.usecases.reread_import import preview_reread, reread_import
from clm_desktop.usecases.undo_import import undo_import

Row = dict[str, str]


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Project]:
    with open_or_create(tmp_path / "shop.clm") as project:
        yield project


def header_of(shared: Path, name: str) -> list[str]:
    text = (shared / "platform_headers" / name).read_text("utf-8-sig")
    return next(csv.reader(io.StringIO(text), delimiter="\t" if name.endswith(".tsv") else ","))


def text_of(header: Sequence[str], rows: Sequence[Row], delimiter: str = ",") -> str:
    assert not {cell for row in rows for cell in row} - set(header)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([row.get(cell, "") for cell in header] for row in rows)
    return out.getvalue()


def put(path: Path, text: str, codec: str = "utf-8") -> Path:
    path.write_bytes(text.encode(codec))
    return path


def take(project: Project, *paths: Path) -> tuple[FileTotals, ...]:
    found = preview_files(paths, project=project)
    assert found.questions == ()
    files = import_files(project, found.files).files
    for one in files:
        known = one.rows_accepted + one.rows_known + one.rows_changed
        assert one.rows_read == known + one.rows_left_out + one.rows_set_aside
    assert check_project(project).findings == ()
    return files


def sold(project: Project) -> dict[str, tuple[str, int, dict[str, tuple[float, int]]]]:
    """Order -> buyer, cents, lines as product -> (pieces, cents)."""
    tx = load(project)
    return {
        str(tx.order_key[o]): (
            str(tx.customer_key[tx.order_customer[o]]) if tx.order_customer[o] >= 0 else "",
            int(tx.order_cents[o]),
            {
                str(tx.product_name[tx.line_product[i]]): (
                    float(tx.line_quantity[i]),
                    int(tx.line_cents[i]),
                )
                for i in np.flatnonzero(tx.line_order == o)
                if tx.line_product[i] >= 0
            },
        )
        for o in range(tx.n_orders)
    }


ETSY_ORDERS: list[Row] = [
    # 2 mugs of 15.00 less 3.00, a pot of 9.00, 4.50 postage, 2.00 tax = 42.50
    {"Sale Date": "05/04/26", "Order ID": "300", "Buyer User ID": "annalee22",
     "Full Name": "Anna Lee", "Number of Items": "3", "Currency": "USD", "Order Value": "39.00",
     "Discount Amount": "3.00", "Shipping": "4.50", "Sales Tax": "2.00", "Order Total": "42.50",
     "Adjusted Order Total": "0.00", "Buyer": "annalee22"},
    {"Sale Date": "05/05/26", "Order ID": "301", "Full Name": "Bo Guest", "Number of Items": "1",
     "Currency": "USD", "Order Total": "9.00", "Adjusted Order Total": "0.00"},
    # 8.00 of 20.00 given back
    {"Sale Date": "05/16/26", "Order ID": "302", "Buyer User ID": "cyd", "Full Name": "Cy D",
     "Number of Items": "1", "Currency": "USD", "Order Total": "20.00",
     "Adjusted Order Total": "12.00", "Buyer": "cyd"},
]  # fmt: skip
ETSY_ITEMS: list[Row] = [
    {"Sale Date": "05/04/26", "Item Name": "Mug, blue &amp; white", "Buyer": "annalee22",
     "Quantity": "2", "Price": "15.00", "Discount Amount": "3.00", "Order Shipping": "4.50",
     "Order Sales Tax": "2.00", "Item Total": "30.00", "Currency": "USD", "Transaction ID": "9",
     "Listing ID": "77", "Order ID": "300", "Ship Name": "Anna Lee"},
    {"Sale Date": "05/04/26", "Item Name": "Pot", "Buyer": "annalee22", "Quantity": "1",
     "Price": "9.00", "Item Total": "9.00", "Currency": "USD", "Transaction ID": "10",
     "Listing ID": "78", "Order ID": "300", "Ship Name": "Anna Lee"},
    {"Sale Date": "05/05/26", "Item Name": "Pot", "Quantity": "1", "Price": "9.00",
     "Item Total": "9.00", "Currency": "USD", "Transaction ID": "11", "Listing ID": "78",
     "Order ID": "301", "Ship Name": "Bo Guest"},
    {"Sale Date": "05/16/26", "Item Name": "Pan", "Buyer": "cyd", "Quantity": "1",
     "Price": "20.00", "Item Total": "20.00", "Currency": "USD", "Transaction ID": "12",
     "Listing ID": "79", "Order ID": "302", "Ship Name": "Cy D"},
]  # fmt: skip
ETSY = {
    "300": ("annalee22", 4250, {"Mug, blue & white": (2.0, 2700), "Pot": (1.0, 900)}),
    "301": ("bo guest", 900, {"Pot": (1.0, 900)}),
    "302": ("cyd", 1200, {"Pan": (1.0, 2000)}),
}


@pytest.mark.parametrize("sequence", ["together", "orders first", "items first"])
def test_that_orders_and_items_of_etsy_are_one(
    shared: Path, shop: Project, tmp_path: Path, sequence: str
) -> None:
    orders = put(
        tmp_path / "EtsySoldOrders2026-5.csv",
        text_of(header_of(shared, "etsy_sold_orders.csv"), ETSY_ORDERS),
    )
    items = put(
        tmp_path / "EtsySoldOrderItems2026-5.csv",
        text_of(header_of(shared, "etsy_sold_order_items.csv"), ETSY_ITEMS),
    )
    if sequence == "together":
        take(shop, orders, items)
    else:
        for path in (orders, items) if sequence == "orders first" else (items, orders):
            take(shop, path)
    assert sold(shop) == ETSY
    assert [f.rows_known for f in take(shop, items, orders)] == [4, 3]


TAOBAO_ORDERS = [
    "订单编号", "买家会员名", "买家支付宝账号", "买家应付货款", "买家应付邮费", "总金额",
    "买家实际支付金额", "订单状态", "收货人姓名", "联系手机", "订单创建时间", "订单付款时间 ",
    "宝贝标题 ", "宝贝种类", "宝贝总数量", "店铺名称", "订单关闭原因",
]  # fmt: skip
TAOBAO_ITEMS = [
    "子订单编号", "主订单编号", "买家会员名", "商品标题", "价格", "购买数量", "外部系统编号",
    "商品属性", "订单状态", "商家编码", "买家应付货款", "买家实际支付金额", "退款状态",
    "退款金额", "订单创建时间", "订单付款时间",
]  # fmt: skip


def taobao(folder: Path) -> tuple[Path, Path]:
    """Three orders: 2 soaps and an oil for 128.00 with postage, one closed, one of 39.00."""
    orders: list[Row] = [
        {"订单编号": '="1930000000000001"', "买家会员名": "阿兰", "总金额": "128.00",
         "买家应付邮费": "10.00", "买家实际支付金额": "128.00", "订单状态": "交易成功",
         "收货人姓名": "兰*", "联系手机": "'13800000001", "订单创建时间": "2026-03-01 10:00:00",
         "订单付款时间 ": "2026-03-01 10:01:00", "宝贝标题 ": "皂，油", "宝贝种类": "2",
         "宝贝总数量": "3", "店铺名称": "小店", "订单关闭原因": "订单未关闭"},
        {"订单编号": '="1930000000000002"', "买家会员名": "阿波", "总金额": "20.00",
         "买家实际支付金额": "0.00", "订单状态": "交易关闭", "订单创建时间": "2026-03-02 10:00:00",
         "宝贝标题 ": "皂", "宝贝总数量": "1", "订单关闭原因": "买家未付款"},
        {"订单编号": '="1930000000000003"', "买家会员名": "阿兰", "总金额": "39.00",
         "买家实际支付金额": "39.00", "订单状态": "买家已付款，等待卖家发货",
         "订单创建时间": "2026-03-05 10:00:00", "宝贝标题 ": "油", "宝贝总数量": "1"},
    ]  # fmt: skip
    items: list[Row] = [
        {"子订单编号": '="1930000000000011"', "主订单编号": '="1930000000000001"',
         "买家会员名": "阿兰", "商品标题": "皂", "价格": "40.00", "购买数量": "2",
         "商家编码": "S1", "订单状态": "交易成功", "买家实际支付金额": "86.00",
         "退款金额": "无退款申请", "订单创建时间": "2026-03-01 10:00:00"},
        {"子订单编号": '="1930000000000012"', "主订单编号": '="1930000000000001"',
         "买家会员名": "阿兰", "商品标题": "油", "价格": "39.00", "购买数量": "1",
         "商家编码": "O1", "订单状态": "交易成功", "买家实际支付金额": "42.00",
         "订单创建时间": "2026-03-01 10:00:00"},
        {"子订单编号": '="1930000000000002"', "主订单编号": '="1930000000000002"',
         "买家会员名": "阿波", "商品标题": "皂", "价格": "20.00", "购买数量": "1",
         "商家编码": "S1", "订单状态": "交易关闭", "买家实际支付金额": "0.00",
         "订单创建时间": "2026-03-02 10:00:00"},
        {"子订单编号": '="1930000000000003"', "主订单编号": '="1930000000000003"',
         "买家会员名": "阿兰", "商品标题": "油", "价格": "39.00", "购买数量": "1",
         "商家编码": "O1", "订单状态": "买家已付款，等待卖家发货",
         "买家实际支付金额": "39.00", "订单创建时间": "2026-03-05 10:00:00"},
    ]  # fmt: skip
    return (
        put(folder / "ExportOrderList202603.csv", text_of(TAOBAO_ORDERS, orders), "gb18030"),
        put(folder / "ExportOrderDetailList202603.csv", text_of(TAOBAO_ITEMS, items), "gb18030"),
    )


TAOBAO = {
    "1930000000000001": ("阿兰", 12800, {"皂": (2.0, 8600), "油": (1.0, 4200)}),
    "1930000000000003": ("阿兰", 3900, {"油": (1.0, 3900)}),
}


@pytest.mark.parametrize("sequence", ["together", "orders first", "items first"])
def test_that_orders_and_items_of_taobao_are_one(
    shop: Project, tmp_path: Path, sequence: str
) -> None:
    orders, items = taobao(tmp_path)
    if sequence == "together":
        take(shop, orders, items)
    else:
        for path in (orders, items) if sequence == "orders first" else (items, orders):
            take(shop, path)
    assert sold(shop) == TAOBAO
    assert [f.rows_known for f in take(shop, orders, items)] == [4, 3]


def test_that_shopify_orders_hold_together_over_blank_rows(
    shared: Path, shop: Project, tmp_path: Path
) -> None:
    header = header_of(shared, "shopify_orders.csv")
    first = {"Currency": "EUR", "Financial Status": "paid", "Email": "a@x.org"}
    rows: list[Row] = [
        {**first, "Name": "#1001", "Paid at": "2026-05-01 10:00:00 +0200", "Subtotal": "30.00",
         "Shipping": "5.00", "Taxes": "4.00", "Total": "35.00", "Discount Amount": "2.00",
         "Created at": "2026-05-01 09:59:00 +0200", "Lineitem quantity": "2",
         "Lineitem name": "Soap", "Lineitem price": "10.00", "Lineitem sku": "'0042",
         "Billing Phone": "'+49 30 123456"},
        {"Name": "#1001", "Lineitem quantity": "1", "Lineitem name": "Oil",
         "Lineitem price": "12.00", "Lineitem sku": "O1"},
        {**first, "Name": "#1002", "Email": "b@x.org", "Total": "10.00",
         "Created at": "2026-05-02 23:30:00 +0200", "Refunded Amount": "10.00",
         "Financial Status": "refunded", "Lineitem quantity": "1", "Lineitem name": "Soap",
         "Lineitem price": "10.00", "Lineitem sku": "'0042"},
        {**first, "Name": "#1003", "Total": "22.00", "Refunded Amount": "10.00",
         "Financial Status": "partially_refunded", "Created at": "2026-05-03 08:00:00 +0200",
         "Lineitem quantity": "1", "Lineitem name": "Soap", "Lineitem price": "10.00"},
        {"Name": "#1003", "Lineitem quantity": "1", "Lineitem name": "Oil",
         "Lineitem price": "12.00", "Lineitem sku": "O1"},
    ]  # fmt: skip
    (told,) = take(shop, put(tmp_path / "orders_export.csv", text_of(header, rows)))
    assert told.info.platform == "shopify_orders"
    assert sold(shop) == {
        "#1001": ("a@x.org", 3500, {"Soap": (2.0, 2000), "Oil": (1.0, 1200)}),
        "#1003": ("a@x.org", 1200, {"Soap": (1.0, 1000), "Oil": (1.0, 1200)}),
    }


def test_that_amazon_without_customers_counts_sales_and_says_so(
    shared: Path, shop: Project, tmp_path: Path
) -> None:
    header = header_of(shared, "amazon_all_orders.tsv")
    one = {"purchase-date": "2026-02-01T10:00:00+00:00", "currency": "GBP", "sku": "S1",
           "sales-channel": "Amazon.co.uk", "product-name": "Soap", "quantity": "1"}  # fmt: skip
    rows: list[Row] = [
        {**one, "amazon-order-id": "202-1", "order-status": "Shipped", "item-status": "Shipped",
         "quantity": "2", "item-price": "20.00", "item-promotion-discount": "5.00"},
        {**one, "amazon-order-id": "202-1", "order-status": "Shipped", "item-status": "Shipped",
         "product-name": "Oil", "sku": "O1", "item-price": "12.00"},
        {**one, "amazon-order-id": "202-2", "order-status": "Cancelled", "quantity": "0",
         "item-status": "Cancelled"},
    ]  # fmt: skip
    text = text_of(header, rows, "\t").replace("\t" * 6 + "\r\n", "\r\n")  # rows may be short
    path = put(tmp_path / "34512020123.txt", text)
    notes = [m.code for m in preview_files([path], project=shop).files[0].notes]
    assert "note.no_buyers" in notes
    (told,) = take(shop, path)
    assert (told.rows_accepted, told.rows_left_out) == (2, 1)
    assert sold(shop) == {"202-1": ("", 2700, {"Soap": (2.0, 1500), "Oil": (1.0, 1200)})}


def test_that_ebays_remarks_above_and_below_are_no_orders(
    shared: Path, shop: Project, tmp_path: Path
) -> None:
    header = header_of(shared, "ebay_orders_report.csv")
    rows: list[Row] = [
        {"Sales Record Number": "1", "Order Number": "01-1", "Buyer Username": "anna_l",
         "Item Number": "1102", "Item Title": "Mug", "Quantity": "2", "Sold For": "$20.00",
         "Shipping And Handling": "$5.99", "Total Price": "$45.99", "Sale Date": "Jul-21-25"},
        {"Sales Record Number": "2", "Order Number": "01-2", "Buyer Username": "bo",
         "Total Price": "$15.00", "Quantity": "2", "Sale Date": "Jul-22-25"},
        {"Sales Record Number": "2", "Order Number": "01-2", "Item Number": "7",
         "Item Title": "Pot", "Quantity": "1", "Sold For": "$10.00"},
        {"Sales Record Number": "2", "Order Number": "01-2", "Item Number": "8",
         "Item Title": "Lid", "Quantity": "1", "Sold For": "$5.00"},
    ]  # fmt: skip
    blank = "," * (len(header) - 1) + "\r\n"
    text = (
        f"\r\n{blank}{text_of(header, rows)}{blank}2 record(s) downloaded\r\nSeller ID : anna\r\n"
    )
    (told,) = take(shop, put(tmp_path / "eBay-OrdersReport.csv", text, "utf-8-sig"))
    assert dict(told.reasons) == {"footer": 2}
    assert {o: (who, paid) for o, (who, paid, _) in sold(shop).items()} == {
        "01-1": ("anna_l", 4599),
        "01-2": ("bo", 1500),
    }


def test_that_douyin_is_read_through_bom_tabs_and_hidden_buyers(
    shared: Path, shop: Project, tmp_path: Path
) -> None:
    header = header_of(shared, "douyin_shop_orders.csv")
    one = {"收件人": "##Xk2==", "收件人手机号": "##9d==", "商家备注": "-", "取消原因": "-",
           "售后状态": "-", "订单状态": "已完成"}  # fmt: skip
    rows: list[Row] = [
        {**one, "主订单编号": "\t6917926768823643751", "子订单编号": "\t6917926768823643751",
         "选购商品": "皂", "商品数量": "2", "订单应付金额": "39.80",
         "订单提交时间": "2026-03-04 12:00:00\t"},
        {**one, "主订单编号": "\t6917926768823643752", "子订单编号": "\t6917926768823643752",
         "选购商品": "皂", "商品数量": "1", "订单应付金额": "19.90", "订单状态": "已关闭",
         "订单提交时间": "2026-03-05 12:00:00\t", "售后状态": "退款成功"},
    ]  # fmt: skip
    path = put(tmp_path / "orders.csv", text_of(header, rows), "utf-8-sig")
    notes = [m.code for m in preview_files([path]).files[0].notes]
    assert "note.masked_buyers" in notes
    (told,) = take(shop, path)
    assert (told.rows_accepted, told.rows_left_out) == (1, 1)
    assert sold(shop) == {"6917926768823643751": ("", 3980, {"皂": (2.0, 3980)})}


def test_that_wix_is_read_although_six_columns_share_their_names(
    shop: Project, tmp_path: Path
) -> None:
    twice = ["Delivery country", "Delivery state", "Delivery city", "Delivery address",
             "Delivery zip/postal code", "Delivery method"]  # fmt: skip
    header = ["Order number", "Date created", "Time", "Contact email", *twice, "Item", "SKU", "Qty",
              "Price", *twice, "Payment status", "Total", "Currency",
              "Refunded amount"]  # fmt: skip
    place = ["Malta", "", "Valletta", "1 Road", "VLT", "Post"]
    rows = [
        ["10001", "Dec 8, 2024", "3:05 PM", "a@x.org", *place, "Soap", "S1", "2", "10.00", *place,
         "Paid", "32.00", "EUR", "0"],
        ["10001", "Dec 8, 2024", "3:05 PM", "a@x.org", *place, "Oil", "O1", "1", "12.00", *place,
         "Paid", "32.00", "EUR", "0"],
        ["10002", "Dec 9, 2024", "9:30 AM", "b@x.org", *place, "Soap", "S1", "1", "10.00", *place,
         "Unpaid", "10.00", "EUR", "0"],
    ]  # fmt: skip
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *rows])
    (told,) = take(shop, put(tmp_path / "Orders.csv", out.getvalue()))
    assert (told.info.platform, told.rows_left_out) == ("wix_orders", 1)
    assert sold(shop) == {"10001": ("a@x.org", 3200, {"Soap": (2.0, 2000), "Oil": (1.0, 1200)})}


def test_that_pinduoduo_counts_what_buyers_paid_and_says_that_they_are_hidden(
    shared: Path, shop: Project, tmp_path: Path
) -> None:
    header = header_of(shared, "pinduoduo_orders.csv")
    one = {"商品": "皂", "商品id": "9", "商品数量(件)": "2", "订单成交时间": "2026-01-01 10:00:00",
           "商品总价(元)": "30", "店铺优惠折扣(元)": "2", "用户实付金额(元)": "25.50"}  # fmt: skip
    rows: list[Row] = [
        {**one, "订单号": "260101-1", "订单状态": "已发货，待收货", "售后状态": "无售后或售后取消"},
        {**one, "订单号": "260101-2", "订单状态": "已发货，退款成功", "售后状态": "退款成功"},
        {**one, "订单号": "260101-3", "订单状态": "待发货", "售后状态": "售后处理中"},
    ]  # fmt: skip
    (told,) = take(shop, put(tmp_path / "orders_export.csv", text_of(header, rows), "gb18030"))
    assert told.info.currency == "CNY"
    assert (told.rows_accepted, told.rows_left_out) == (2, 1)
    lines = {"皂": (2.0, 2550)}
    assert sold(shop) == {"260101-1": ("", 2550, lines), "260101-3": ("", 2550, lines)}


WOO = [
    "Date", "Order #", "N. Revenue (formatted)", "Status", "Customer", "Customer type",
    "Product(s)", "Items sold", "Coupon(s)", "Net Sales", "Attribution",
]  # fmt: skip


def test_that_products_in_one_cell_become_lines_and_money_stays_the_orders(
    shop: Project, tmp_path: Path
) -> None:
    rows: list[Row] = [
        {"Date": "2026-03-01 10:00:00", "Order #": "70", "Status": "completed",
         "Customer": "Anna Lee", "Product(s)": "2× Mug, blue, 1× Pot", "Items sold": "3",
         "N. Revenue (formatted)": "€30.00", "Net Sales": "30.00"},
        {"Date": "2026-03-02 10:00:00", "Order #": "71", "Status": "completed", "Customer": "Bo",
         "Product(s)": "1× Pot", "Items sold": "1", "N. Revenue (formatted)": "€9.00",
         "Net Sales": "9.00"},
        {"Date": "2026-03-03 10:00:00", "Order #": "72", "Status": "cancelled", "Customer": "Bo",
         "Product(s)": "4× Pot", "Items sold": "4", "N. Revenue (formatted)": "€36.00",
         "Net Sales": "36.00"},
    ]  # fmt: skip
    path = put(tmp_path / "orders.csv", text_of(WOO, rows))
    preview = preview_files([path], project=shop).files[0]
    assert "note.products_split" in [m.code for m in preview.notes]
    orders, items = take(shop, path)
    assert (orders.rows_accepted, orders.rows_left_out) == (2, 1)
    assert (items.rows_read, items.rows_accepted) == (4, 3)
    assert sold(shop) == {
        "70": ("anna lee", 3000, {"Mug, blue": (2.0, 2000), "Pot": (1.0, 1000)}),
        "71": ("bo", 900, {"Pot": (1.0, 900)}),
    }
    assert [f.rows_known for f in take(shop, path)] == [3, 4]
    reread = preview_reread(shop, 1)
    assert len(reread.files) == 1
    reread_import(shop, 1, reread.files)
    undo_import(shop, 2)
    assert set(sold(shop)) == {"70", "71"}
    undo_import(shop, 1)
    assert sold(shop) == {}


def test_that_a_file_of_no_platform_is_split_by_its_cells_too(
    shop: Project, tmp_path: Path
) -> None:
    text = (
        "order,customer,date,product,total\r\n"
        "1,ann,2026-01-05,皂x2；油x1,30.00\r\n2,bo,2026-01-06,油x3,27.00\r\n"
    )
    take(shop, put(tmp_path / "o.csv", text))
    assert sold(shop) == {
        "1": ("ann", 3000, {"皂": (2.0, 2000), "油": (1.0, 1000)}),
        "2": ("bo", 2700, {"油": (3.0, 2700)}),
    }


def test_that_products_in_numbered_columns_become_lines_with_their_money(
    shop: Project, tmp_path: Path
) -> None:
    header = "Order no,Date,Customer,Product 1,Qty 1,Price 1,Product 2,Qty 2,Price 2,Total\n"
    rows = (
        "70,2026-03-01,Anna,Mug,2,10.00,Pot,1,10.00,30.00\n"
        "71,2026-03-02,Bo,Pot,1,9.00,,,,9.00\n"
        "72,2026-03-03,Cy,Mug,1,10.00,Lid,3,1.50,14.50\n"
    )
    path = put(tmp_path / "orders.csv", header + rows)
    orders, items = take(shop, path)
    assert (orders.rows_accepted, items.rows_accepted) == (3, 5)
    told = {
        "70": ("Anna", 3000, {"Mug": (2.0, 2000), "Pot": (1.0, 1000)}),
        "71": ("Bo", 900, {"Pot": (1.0, 900)}),
        "72": ("Cy", 1450, {"Mug": (1.0, 1000), "Lid": (3.0, 450)}),
    }
    assert sold(shop) == told
    assert [f.rows_known for f in take(shop, path)] == [3, 5]
    undo_import(shop, 2)
    bare = put(tmp_path / "bare.csv", (header + rows).replace(",Total", "").replace(",30.00", "")
               .replace(",9.00\n", "\n").replace(",14.50", ""))  # fmt: skip
    undo_import(shop, 1)
    take(shop, bare)  # what the products cost is all that the file tells of money
    assert sold(shop) == told
    (newest,) = (record.import_id for record in list_imports(shop))
    reread = preview_reread(shop, newest)
    assert len(reread.files) == 1
    reread_import(shop, newest, reread.files)
    assert sold(shop) == told
