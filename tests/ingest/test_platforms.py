"""Exports of shop systems: header-only files of third parties, filled with made-up rows."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from clm_desktop.core.rows import FileKind, RowState
from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.ingest.preview import preview
from clm_desktop.ingest.types import Source

from .made_files import Read, read, table

Row = dict[str, str]


def header_of(shared: Path, name: str) -> tuple[list[str], str]:
    first = (shared / "platform_headers" / name).read_text(encoding="utf-8-sig").splitlines()[0]
    delimiter = "\t" if name.endswith(".tsv") else ";" if name.startswith("prestashop") else ","
    return next(csv.reader([first], delimiter=delimiter)), delimiter


def filled(shared: Path, tmp_path: Path, name: str, rows: list[Row], **answers: str) -> Read:
    header, delimiter = header_of(shared, name)
    unknown = {cell for row in rows for cell in row} - set(header)
    assert not unknown, f"not in {name}: {unknown}"
    return read(table(tmp_path / name, header, rows, delimiter), answers)


@dataclass(frozen=True)
class Case:
    """A platform file, its rows, and what must come out: order -> (buyer, cents paid)."""

    file: str
    platform: str
    rows: list[Row]
    orders: dict[str, tuple[str, int]]
    left_out: list[str] = field(default_factory=list)
    notes: tuple[str, ...] = ()
    currency: str = ""


SHOPIFY = [
    {
        "Name": "#1050",
        "Email": "Anna@Example.org",
        "Financial Status": "paid",
        "Currency": "EUR",
        "Total": "53.91",
        "Refunded Amount": "0.00",
        "Created at": "2026-05-01 10:00:00 +0200",
        "Lineitem quantity": "2",
        "Lineitem name": "Lavender bar",
        "Lineitem price": "20.00",
        "Lineitem sku": "LB-1",
        "Billing Name": "Anna Lee",
    },
    {
        "Name": "#1050",
        "Lineitem quantity": "1",
        "Lineitem name": "Mint bar",
        "Lineitem price": "8.91",
    },
    {
        "Name": "#1051",
        "Email": "",
        "Phone": "'+1 555 010 2030",
        "Financial Status": "partially_refunded",
        "Currency": "EUR",
        "Total": "30.00",
        "Refunded Amount": "10.00",
        "Created at": "2026-05-02 11:00:00 +0200",
        "Lineitem quantity": "3",
        "Lineitem name": "Mint bar",
        "Lineitem price": "10.00",
    },
    {
        "Name": "#1052",
        "Email": "bo@example.org",
        "Financial Status": "voided",
        "Currency": "EUR",
        "Total": "9.00",
        "Created at": "2026-05-03 11:00:00 +0200",
        "Lineitem quantity": "1",
        "Lineitem name": "Mint bar",
        "Lineitem price": "9.00",
    },
]
SQUARESPACE = [
    {**{k: v for k, v in row.items() if k in {
        "Email", "Financial Status", "Currency", "Total", "Lineitem quantity", "Lineitem name",
        "Lineitem price", "Lineitem sku", "Billing Name"}},
     "Order ID": row["Name"].lstrip("#"),
     "Amount Refunded": row.get("Refunded Amount", ""),
     "Created at": row.get("Created at", "")}
    for row in SHOPIFY
]  # fmt: skip


def taobao(number: str, buyer: str, paid: str, status: str, **more: str) -> Row:
    return {
        "订单编号": f'="{number}"',
        "买家会员名": buyer,
        "买家实际支付金额": paid,
        "订单状态": status,
        "联系手机": "'13800138000",
        "订单创建时间": "2020/5/23 22:02",
        "宝贝标题": "薰衣草皂",
        "宝贝总数量": "2",
        **more,
    }


TAOBAO = [
    taobao("1930000000000001", "李小明", "86.00元", "交易成功"),
    taobao("1930000000000002", "tb_anna", "20", "买家已付款，等待卖家发货"),
    taobao("1930000000000003", "tb_anna", "0", "交易关闭"),
    taobao("1930000000000004", "tb_bo", "15", "等待买家付款"),
]
TAOBAO_PAID = {
    "1930000000000001": ("李小明", 8600),
    "1930000000000002": ("tb_anna", 2000),
}

CASES = [
    Case(
        "shopify_orders.csv",
        "shopify_orders",
        SHOPIFY,
        {"#1050": ("anna@example.org", 5391), "#1051": ("5550102030", 2000)},
        ["#1052"],
        currency="EUR",
    ),
    Case(
        "squarespace_orders.csv",
        "squarespace_orders",
        SQUARESPACE,
        {"1050": ("anna@example.org", 5391), "1051": ("", 2000)},
        ["1052"],
        currency="EUR",
    ),
    Case(
        "amazon_all_orders.tsv",
        "amazon_all_orders",
        [
            {"amazon-order-id": "026-1", "purchase-date": "2026-01-02T10:00:00+00:00",
             "order-status": "Shipped", "item-status": "Shipped", "sku": "A", "quantity": "1",
             "currency": "GBP", "item-price": "12.50", "item-promotion-discount": "2.50"},
            {"amazon-order-id": "026-2", "purchase-date": "2026-01-03T10:00:00+00:00",
             "order-status": "Cancelled", "item-status": "Cancelled", "sku": "A", "quantity": "0"},
        ],
        {"026-1": ("", 1000)},
        ["026-2"],
        ("note.no_buyers",),
        "GBP",
    ),
    Case(
        "amazon_order_report.tsv",
        "amazon_order_report",
        [
            {"order-id": "026-1", "order-item-id": "1",
             "purchase-date": "2026-01-02T10:00:00+00:00",
             "buyer-email": "x1@marketplace.amazon.co.uk", "buyer-name": "A", "sku": "A",
             "product-name": "Mug", "quantity-purchased": "2", "currency": "GBP",
             "item-price": "25.00"},
            {"order-id": "026-1", "order-item-id": "2",
             "purchase-date": "2026-01-02T10:00:00+00:00",
             "buyer-email": "x1@marketplace.amazon.co.uk", "buyer-name": "A", "sku": "B",
             "product-name": "Pot", "quantity-purchased": "1", "currency": "GBP",
             "item-price": "5.00"},
        ],
        {"026-1": ("x1@marketplace.amazon.co.uk", 3000)},
        currency="GBP",
    ),
    Case(
        "amazon_unshipped_orders.tsv",
        "amazon_unshipped",
        [
            {"order-id": "026-1", "order-item-id": "1",
             "purchase-date": "2026-01-02T10:00:00+00:00",
             "buyer-email": "x1@marketplace.amazon.co.uk", "sku": "A", "quantity-purchased": "2"},
        ],
        {"026-1": ("x1@marketplace.amazon.co.uk", 0)},
        notes=("note.no_amounts",),
    ),
    Case(
        "bigcommerce_orders.csv",
        "bigcommerce_orders",
        [
            {"Order ID": "100", "Order Date": "2026-02-13", "Order Status": "Shipped",
             "Order Total": "40.00", "Refund Amount": "0.0000", "Email Address": "a@example.org",
             "First Name": "A", "Last Name": "B"},
            {"Order ID": "101", "Order Date": "2026-02-14", "Order Status": "Partially Refunded",
             "Order Total": "40.00", "Refund Amount": "15.0000", "Email Address": "b@example.org"},
            {"Order ID": "102", "Order Date": "2026-02-14", "Order Status": "Cancelled",
             "Order Total": "10.00", "Email Address": "b@example.org"},
        ],
        {"100": ("a@example.org", 4000), "101": ("b@example.org", 2500)},
        ["102"],
    ),
    Case(
        "douyin_shop_orders.csv",
        "douyin_orders",
        [
            {"主订单编号": "\t6917926768823643751", "子订单编号": "\t6917926768823643751",
             "选购商品": "薰衣草皂", "商品数量": "2", "订单应付金额": "39.80", "收件人": "##密文1",
             "收件人手机号": "##密文2", "订单提交时间": "2026-03-04 12:00:00", "订单状态": "已完成",
             "售后状态": "-", "取消原因": "-"},
            {"主订单编号": "\t6917926768823643752", "子订单编号": "\t6917926768823643752",
             "选购商品": "薰衣草皂", "商品数量": "1", "订单应付金额": "19.90", "收件人": "##密文3",
             "收件人手机号": "##密文4", "订单提交时间": "2026-03-05 12:00:00", "订单状态": "已关闭",
             "售后状态": "退款成功", "取消原因": "不想要了"},
        ],
        {"6917926768823643751": ("", 3980)},
        ["6917926768823643752"],
        ("note.masked_buyers",),
        "CNY",
    ),
    Case(
        "ebay_orders_report.csv",
        "ebay_orders",
        [
            {"Sales Record Number": "1", "Order Number": "01-1", "Buyer Username": "anna_l",
             "Buyer Name": "Anna", "Item Number": "1102", "Item Title": "Mug", "Quantity": "2",
             "Sold For": "$20.00", "Shipping And Handling": "$5.99", "Total Price": "$45.99",
             "Sale Date": "Jul-21-25", "Paid On Date": "Jul-21-25"},
            {"Sales Record Number": "2", "Order Number": "01-2", "Buyer Username": "bo",
             "Total Price": "$15.00", "Quantity": "2", "Sale Date": "Jul-22-25"},
            {"Sales Record Number": "2", "Order Number": "01-2", "Item Number": "7",
             "Item Title": "Pot", "Quantity": "1", "Sold For": "$10.00"},
            {"Sales Record Number": "2", "Order Number": "01-2", "Item Number": "8",
             "Item Title": "Lid", "Quantity": "1", "Sold For": "$5.00"},
        ],
        {"01-1": ("anna_l", 4599), "01-2": ("bo", 1500)},
        currency="$",
    ),
    Case(
        "etsy_sold_order_items.csv",
        "etsy_order_items",
        [
            {"Sale Date": "05/04/26", "Item Name": "Mug, blue", "Buyer": "annalee22",
             "Quantity": "2", "Price": "15.00", "Discount Amount": "3.00", "Item Total": "30.00",
             "Currency": "USD", "Transaction ID": "9", "Listing ID": "77", "Order ID": "300",
             "Ship Name": "Anna Lee"},
            {"Sale Date": "05/05/26", "Item Name": "Pot", "Buyer": "", "Quantity": "1",
             "Price": "9.00", "Item Total": "9.00", "Currency": "USD", "Transaction ID": "10",
             "Listing ID": "78", "Order ID": "301", "Ship Name": "Bo  Berg"},
        ],
        {"300": ("annalee22", 2700), "301": ("bo berg", 900)},
        currency="USD",
    ),
    Case(
        "etsy_sold_orders.csv",
        "etsy_orders",
        [
            {"Sale Date": "12/31/25", "Order ID": "300", "Buyer User ID": "annalee22",
             "Full Name": "Anna Lee", "Number of Items": "2", "Currency": "USD",
             "Order Value": "30.00", "Discount Amount": "3.00", "Shipping": "4.00",
             "Order Total": "31.00", "Status": "Shipped"},
            {"Sale Date": "12/31/25", "Order ID": "301", "Buyer User ID": "bo",
             "Number of Items": "1", "Currency": "USD", "Order Value": "9.00",
             "Order Total": "9.00", "Adjusted Order Total": "4.50", "Status": "Shipped"},
        ],
        {"300": ("annalee22", 3100), "301": ("bo", 450)},
        currency="USD",
    ),
    Case(
        "jd_shop_orders.csv",
        "jd_orders",
        [
            {"订单号": "8801", "商品ID": "1001", "商品名称": "皂", "订购数量": "2",
             "下单时间": "2026-01-05 09:00:00", "京东价": "50.00", "订单金额": "130.00",
             "结算金额": "120.00", "应付金额": "120.00", "订单状态": "完成", "下单帐号": "jd_anna",
             "联系电话": "1******6198"},
            {"订单号": "8801", "商品ID": "1002", "商品名称": "盒", "订购数量": "1",
             "下单时间": "2026-01-05 09:00:00", "京东价": "30.00", "订单金额": "130.00",
             "结算金额": "120.00", "应付金额": "120.00", "订单状态": "完成", "下单帐号": "jd_anna"},
            {"订单号": "8802", "商品ID": "1002", "商品名称": "盒", "订购数量": "1",
             "下单时间": "2026-01-06 09:00:00", "京东价": "30.00", "结算金额": "30.00",
             "订单状态": "(删除)等待出库", "下单帐号": "jd_bo"},
        ],
        {"8801": ("jd_anna", 12000)},
        ["8802"],
        currency="CNY",
    ),
    Case(
        "magento2_sales_order_grid.csv",
        "magento2_orders",
        [
            {"ID": "000000012", "Purchase Point": "Main", "Purchase Date": "2026-03-01 10:00:00",
             "Grand Total (Base)": "$1,250.00", "Grand Total (Purchased)": "$1,250.00",
             "Status": "complete", "Customer Email": "a@example.org", "Total Refunded": "$250.00"},
            {"ID": "000000013", "Purchase Date": "2026-03-02 10:00:00",
             "Grand Total (Base)": "$10.00", "Status": "pending_payment",
             "Customer Email": "a@example.org"},
        ],
        {"000000012": ("a@example.org", 100000)},
        ["000000013"],
        currency="$",
    ),
    Case(
        "odoo_sale_order_lines.csv",
        "odoo_sale_lines",
        [
            {"Order Reference": "S0001", "Customer/ID": "res_partner_7", "Start Date": "2026-01-15",
             "Currency": "EUR", "Order Lines/Product": "Mug", "Order Lines/Quantity": "2.00",
             "Order Lines/Unit Price": "10.00", "Order Lines/Discount (%)": "10.00"},
            {"Order Lines/Product": "Pot", "Order Lines/Quantity": "1.00",
             "Order Lines/Unit Price": "5.00", "Order Lines/Discount (%)": "0.00"},
            {"Order Reference": "S0002", "Customer/ID": "res_partner_8", "Start Date": "2026-01-16",
             "Currency": "EUR", "Order Lines/Product": "Pot", "Order Lines/Quantity": "3.00",
             "Order Lines/Unit Price": "5.00"},
        ],
        {"S0001": ("res_partner_7", 2300), "S0002": ("res_partner_8", 1500)},
        currency="EUR",
    ),
    Case(
        "paypal_activity.csv",
        "paypal_activity",
        [
            {"Date": "13/01/2026", "Time": "10:00:00", "TimeZone": "GMT", "Name": "Anna",
             "Type": "Express Checkout Payment", "Status": "Completed", "Currency": "GBP",
             "Gross": "1,250.00", "From Email Address": "anna@example.org",
             "To Email Address": "shop@example.org", "Transaction ID": "T1"},
            {"Date": "14/01/2026", "Time": "10:00:00", "Type": "Payment Refund",
             "Status": "Completed", "Currency": "GBP", "Gross": "-50.00",
             "From Email Address": "shop@example.org", "To Email Address": "anna@example.org",
             "Transaction ID": "T2"},
            {"Date": "15/01/2026", "Time": "10:00:00", "Type": "General Withdrawal",
             "Status": "Completed", "Currency": "GBP", "Gross": "-900.00", "Transaction ID": "T3"},
        ],
        {"T1": ("anna@example.org", 125000), "T2": ("anna@example.org", -5000)},
        ["T3"],
        currency="GBP",
    ),
    Case(
        "pinduoduo_orders.csv",
        "pinduoduo_orders",
        [
            {"商品": "薰衣草皂", "订单号": "260101-1", "订单状态": "已收货", "商品总价(元)": "30",
             "用户实付金额(元)": "25.50", "商家实收金额(元)": "27", "商品数量(件)": "2",
             "支付时间": "2026-01-01 08:00:00", "商品id": "55", "售后状态": "无售后或售后取消"},
            {"商品": "薰衣草皂", "订单号": "260101-2", "订单状态": "已发货，退款成功",
             "用户实付金额(元)": "12", "商品数量(件)": "1", "支付时间": "2026-01-01 09:00:00",
             "商品id": "55", "售后状态": "退款成功"},
        ],
        {"260101-1": ("", 2550)},
        ["260101-2"],
        ("note.no_buyers",),
        "CNY",
    ),
    *(
        Case(
            name,
            "square_items",
            [
                {"Date": "2026-02-13", "Time": "09:30:00", "Item": "Latte", "Qty": "2.0",
                 "Gross Sales": "$9.00", "Discounts": "-$1.00", "Net Sales": "$8.00",
                 "Transaction ID": "tx1", "Event Type": "Payment", "Customer ID": "C1",
                 "Customer Name": "Anna"},
                {"Date": "2026-02-13", "Time": "10:30:00", "Item": "Latte", "Qty": "-1.0",
                 "Net Sales": "-$3.00", "Transaction ID": "tx2", "Event Type": "Refund"},
            ],
            {"tx1": ("C1", 800), "tx2": ("", -300)},
            currency="$",
        )
        for name in ("square_items_2018.csv", "square_items_2026.csv")
    ),
    Case(
        "square_transactions_2026.csv",
        "square_transactions",
        [
            {"Date": "2026-02-13", "Time": "09:30:00", "Net Sales": "$8.00",
             "Total Collected": "$9.20", "Transaction ID": "tx1", "Event Type": "Payment",
             "Transaction Status": "Complete"},
        ],
        {"tx1": ("", 920)},
        notes=("note.no_buyers",),
        currency="$",
    ),
    Case(
        "stripe_payments.csv",
        "stripe_payments",
        [
            {"id": "ch_1", "Created (UTC)": "2026-01-02 10:00:00", "Amount": "20.00",
             "Amount Refunded": "5.00", "Currency": "usd", "Status": "Paid",
             "Customer ID": "cus_A"},
            {"id": "ch_2", "Created (UTC)": "2026-01-03 10:00:00", "Amount": "20.00",
             "Amount Refunded": "0.00", "Currency": "usd", "Status": "Paid",
             "Customer Email": "B@Example.org"},
            {"id": "ch_3", "Created (UTC)": "2026-01-03 10:00:00", "Amount": "20.00",
             "Currency": "usd", "Status": "Failed", "Customer ID": "cus_A"},
            {"id": "ch_4", "Created (UTC)": "2026-01-04 10:00:00", "Amount": "7.00",
             "Amount Refunded": "7.00", "Currency": "usd", "Status": "Paid",
             "Customer ID": "cus_A"},
        ],
        {"ch_1": ("cus_A", 1500), "ch_2": ("b@example.org", 2000)},
        ["ch_3", "ch_4"],
        currency="USD",
    ),
    *(
        Case(f"taobao_tmall_ExportOrderList_{year}.csv", "taobao_orders", TAOBAO, TAOBAO_PAID,
             ["1930000000000003", "1930000000000004"], currency="CNY")
        for year in (2015, 2020)
    ),
    Case(
        "wix_orders.csv",
        "wix_orders",
        [
            {"Order number": "10001", "Date created": "Dec 8, 2024", "Time": "10:15 AM",
             "Contact email": "a@example.org", "Item": "Mug", "SKU": "M1", "Qty": "2",
             "Price": "10.00", "Payment status": "Paid", "Total": "33.00", "Currency": "EUR",
             "Refunded amount": "0.00"},
            {"Order number": "10001", "Date created": "Dec 8, 2024", "Time": "10:15 AM",
             "Contact email": "a@example.org", "Item": "Pot", "SKU": "P1", "Qty": "1",
             "Price": "8.00", "Payment status": "Paid", "Total": "33.00", "Currency": "EUR"},
            {"Order number": "10002", "Date created": "Dec 9, 2024", "Time": "10:15 PM",
             "Contact email": "a@example.org", "Item": "Pot", "Qty": "1", "Price": "8.00",
             "Payment status": "Unpaid", "Total": "8.00", "Currency": "EUR"},
        ],
        {"10001": ("a@example.org", 3300)},
        ["10002"],
        currency="EUR",
    ),
    Case(
        "woocommerce_advanced_order_export.csv",
        "woocommerce_advanced",
        [
            {"Order Number": "55", "Order Status": "Completed", "Order Date": "2026-01-13 08:00",
             "Email (Billing)": "a@example.org", "SKU": "M1", "Name": "Mug", "Quantity": "2",
             "Quantity (- Refund)": "2", "Item Cost": "10", "Order Line Total (- Refund)": "20",
             "Order Total Amount": "28.50", "Order Refund Amount": "0"},
            {"Order Number": "55", "Order Status": "Completed", "Order Date": "2026-01-13 08:00",
             "Email (Billing)": "a@example.org", "SKU": "P1", "Name": "Pot", "Quantity": "1",
             "Quantity (- Refund)": "1", "Item Cost": "5", "Order Line Total (- Refund)": "5",
             "Order Total Amount": "28.50", "Order Refund Amount": "0"},
            {"Order Number": "56", "Order Status": "On hold", "Order Date": "2026-01-14 08:00",
             "Email (Billing)": "b@example.org", "SKU": "P1", "Name": "Pot", "Quantity": "1",
             "Item Cost": "5", "Order Total Amount": "5"},
        ],
        {"55": ("a@example.org", 2850)},
        ["56"],
    ),
    Case(
        "woocommerce_analytics_orders.csv",
        "woocommerce_analytics",
        [
            {"Date": "2026-01-13 08:00:00", "Order #": "71", "N. Revenue (formatted)": "৳2,999",
             "Status": "completed", "Customer": "Anna Lee", "Customer type": "new",
             "Product(s)": "2× Mug, 1× Pot", "Items sold": "3", "Net Sales": "2999"},
            {"Date": "2026-01-14 08:00:00", "Order #": "72", "N. Revenue (formatted)": "৳500",
             "Status": "cancelled", "Customer": "Bo", "Product(s)": "1× Mug", "Items sold": "1",
             "Net Sales": "500"},
        ],
        {"71": ("anna lee", 299900)},
        ["72"],
        ("note.names_only", "note.products_split"),
    ),
    Case(
        "woocommerce_csv_suite_orders.csv",
        "woocommerce_csv_suite",
        [
            {"order_id": "901", "order_number": "901", "order_number_formatted": "901",
             "date": "5/31/2016 0:37", "status": "completed", "order_total": "64.95",
             "customer_user": "0", "billing_email": "a@example.org",
             "order_item_1": "product_id:4959|1|30|size: Medium",
             "order_item_2": "product_id:4960|1|30|size: Small"},
            {"order_id": "902", "order_number": "902", "order_number_formatted": "902",
             "date": "5/31/2016 9:37", "status": "failed", "order_total": "30",
             "customer_user": "7", "billing_email": "b@example.org"},
        ],
        {"901": ("a@example.org", 6495)},
        ["902"],
    ),
    Case(
        "woocommerce_webtoffee_orders.csv",
        "woocommerce_webtoffee",
        [
            {"order_id": "901", "order_number": "901", "order_date": "2026-05-31 00:37:00",
             "status": "processing", "order_total": "64.95", "order_currency": "USD",
             "customer_user": "12", "billing_email": "a@example.org",
             "line_item_1": "name:Mug|product_id:5|sku:M1|quantity:2|total:60.00"},
            {"order_id": "902", "order_number": "902", "order_date": "2026-05-31 00:39:00",
             "status": "refunded", "order_total": "64.95", "order_currency": "USD",
             "customer_user": "12", "billing_email": "a@example.org"},
        ],
        {"901": ("12", 6495)},
        ["902"],
        currency="USD",
    ),
    Case(
        "youzan_orders.csv",
        "youzan_orders",
        [
            {"订单号": "E2026", "订单状态": "交易完成", "买家付款时间": "2026-01-05 12:00:00",
             "订单实付金额": "88.00", "全部商品名称": "薰衣草皂",
             "收货人手机号/提货人手机号": "13800138000",
             "买家昵称": "小明"},
            {"订单号": "E2027", "订单状态": "交易关闭", "买家付款时间": "2026-01-05 12:00:00",
             "订单实付金额": "8.00", "全部商品名称": "盒",
             "收货人手机号/提货人手机号": "138****8000",
             "买家昵称": "小红"},
        ],
        {"E2026": ("13800138000", 8800)},
        ["E2027"],
        currency="CNY",
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.file)
def test_that_a_platform_is_known_by_its_header_and_read_by_its_rules(
    shared: Path, tmp_path: Path, case: Case
) -> None:
    got = filled(shared, tmp_path, case.file, case.rows)
    assert got.preview.platform == case.platform
    assert got.preview.questions == ()
    assert got.reasons == []
    assert {o: (got.buyers[o], paid) for o, paid in got.paid.items()} == case.orders
    assert sorted({r.order for r in got.lines if r.state is not RowState.COUNTS}) == case.left_out
    assert set(case.notes) <= set(got.notes)
    assert got.preview.currency == case.currency
    assert sum(len(b.rows) for b in got.blocks) == len(case.rows)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("magento2_customer_import.csv", FileKind.CUSTOMERS),
        ("prestashop_customers_import.csv", FileKind.CUSTOMERS),
        ("shopify_customers_current.csv", FileKind.CUSTOMERS),
        ("shopify_customers_legacy.csv", FileKind.CUSTOMERS),
        ("shopify_products_2023.csv", FileKind.PRODUCTS_STOCK),
        ("woocommerce_core_products.csv", FileKind.PRODUCTS_STOCK),
    ],
)
def test_that_lists_of_people_and_products_are_opened_as_what_they_are(
    shared: Path, tmp_path: Path, name: str, kind: FileKind
) -> None:
    header, delimiter = header_of(shared, name)
    path = tmp_path / name
    row = delimiter.join("1" for _ in header)
    cells = io.StringIO()
    csv.writer(cells, delimiter=delimiter).writerow(header)
    path.write_text(f"{cells.getvalue()}{row}\n{row}\n", "utf-8")
    seen = preview(Source(path=path, name=name), NULL_CONTEXT)
    assert seen.kind is kind
    assert seen.platform
    assert seen.questions == ()


def test_that_every_header_file_has_a_case(shared: Path) -> None:
    tried = {c.file for c in CASES} | {
        "magento2_customer_import.csv",
        "prestashop_customers_import.csv",
        "shopify_customers_current.csv",
        "shopify_customers_legacy.csv",
        "shopify_products_2023.csv",
        "woocommerce_core_products.csv",
    }
    assert {p.name for p in (shared / "platform_headers").glob("*.?sv")} == tried


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.file)
def test_that_spelling_and_order_of_header_cells_do_not_matter(
    shared: Path, tmp_path: Path, case: Case
) -> None:
    header, delimiter = header_of(shared, case.file)
    header = list(dict.fromkeys(header))[::-1]
    path = table(tmp_path / case.file, header, case.rows, delimiter)
    first, rest = path.read_text(encoding="utf-8").split("\n", 1)
    loud = first.replace(delimiter, f" {delimiter}").upper().replace("(元)", "（元）")
    path.write_text(f"\ufeff{loud} \n{rest}", encoding="utf-8")
    got = read(path)
    assert got.preview.platform == case.platform
    assert {o: (got.buyers[o], paid) for o, paid in got.paid.items()} == case.orders


TRANSLATED = [
    (
        "ebay_orders",
        ";",
        "Verkaufsprotokollnummer;Bestellnummer;Nutzername des Käufers;Artikelbezeichnung;Stückzahl;"
        "Verkauft für;Gesamtbetrag;Verkauft am",
        "7;01-1;anna_l;Tasse;1;111,00 €;116,99 €;10-Dez-25",
        {"01-1": ("anna_l", 11699)},
    ),
    (
        "woocommerce_analytics",
        ",",
        "日期,订单号,净收入,状态,客户,客户类型,产品,已售商品,优惠券,净销售额,归因",
        "2026-01-13 08:00:00,71,29.99,已完成,李小明,新,2× 皂,2,,29.99,直接",
        {"71": ("李小明", 2999)},
    ),
    (
        "prestashop_orders",
        ";",
        "ID;Référence;Nouveau client;Livraison;Client;Total;Paiement;État;Date",
        "81;DUEIZVCZM;1;France;R. DURAND;1 098,90 €;Carte bancaire;Livré;2024-10-02 17:34:42",
        {"81": ("r. durand", 109890)},
    ),
    (
        "odoo_sale_lines",
        ",",
        "name,partner_id,date_order,order_line/product_id,order_line/product_uom_qty,"
        "order_line/price_unit,state",
        "S1,Anna,2026-01-13 08:00:00,Mug,2.0,5.0,sale",
        {"S1": ("anna", 1000)},
    ),
    (
        "taobao_orders",
        ",",
        "订单编号 ,买家昵称,买家实付金额,订单状态,订单创建时间,商品标题,商品总数量",
        '="77",小明,12.50,交易成功,2026-01-13 08:00:00,皂,1',
        {"77": ("小明", 1250)},
    ),
]


@pytest.mark.parametrize(
    ("platform", "delimiter", "header", "row", "orders"), TRANSLATED, ids=[t[0] for t in TRANSLATED]
)
def test_that_translated_headers_are_known_too(
    tmp_path: Path,
    platform: str,
    delimiter: str,
    header: str,
    row: str,
    orders: dict[str, tuple[str, int]],
) -> None:
    cells = [dict(zip(header.split(delimiter), row.split(delimiter), strict=True))]
    got = read(table(tmp_path / "t.csv", header.split(delimiter), cells, delimiter))
    assert got.preview.platform == platform
    assert got.reasons == []
    assert {o: (got.buyers[o], paid) for o, paid in got.paid.items()} == orders


def test_that_of_several_columns_the_filled_one_is_taken(tmp_path: Path) -> None:
    header = (
        "Name,Financial Status,Created at,Total,Lineitem quantity,Lineitem name,Phone,Billing Phone"
    )
    row = "#1,paid,2026-01-05 10:00:00 +0100,5.00,1,Mug,,+1 555 010 2030"
    cells = [dict(zip(header.split(","), row.split(","), strict=True))]
    got = read(table(tmp_path / "s.csv", header.split(","), cells))
    assert got.buyers == {"#1": "5550102030"}


def test_that_the_money_of_whole_orders_is_not_counted_on_each_of_their_lines(
    tmp_path: Path,
) -> None:
    header = (
        "订单号,订单状态,买家付款时间,买家手机号,全部商品名称,商品数量,商品金额合计,订单实付金额"
    )
    lines = [
        f"E{order},交易完成,2026-01-{order:02} 10:00:00,1390000000{order % 3},{name},1,{10 + n}.00,"
        f"{25 + order}.00"
        for order in range(1, 9)
        for n, name in enumerate(("云南咖啡", "滤纸"))
    ]
    cells = [dict(zip(header.split(","), line.split(","), strict=True)) for line in lines]
    got = read(table(tmp_path / "y.csv", header.split(","), cells))
    assert got.preview.platform == "youzan_orders"
    assert got.preview.currency == "CNY"
    assert got.paid == {f"E{order}": (25 + order) * 100 for order in range(1, 9)}
    assert {line.product for line in got.lines if not line.is_fee} == {"云南咖啡", "滤纸"}


@pytest.mark.parametrize(
    ("refunds", "kept"),
    [
        (("5.00", "5.00", "", ""), (1500, 2000)),  # of the order, on each of its rows
        (("5.00", "", "", ""), (1500, 2000)),  # of the order, on the first
        (("", "5.00", "3.00", "2.00"), (1500, 1500)),  # of lines
        (("4.00", "4.00", "3.00", "2.00"), (1200, 1500)),  # of lines, of which two are alike
    ],
)
def test_that_what_is_given_back_of_lines_is_added_up_and_of_orders_is_not(
    tmp_path: Path, refunds: tuple[str, ...], kept: tuple[int, ...]
) -> None:
    header = ["Order number", "Date", "Email", "Product", "Line total", "Order total", "Refund"]
    cells = [
        dict(
            zip(
                header,
                (f"{1 + n // 2}", "2026-01-05", "a@b.de", "Tea", "10.00", "20.00", back),
                strict=True,
            )
        )
        for n, back in enumerate(refunds)
    ]
    got = read(table(tmp_path / "r.csv", header, cells))
    assert got.paid == {"1": kept[0], "2": kept[1]}


def test_that_two_exports_put_together_are_still_whole_orders(tmp_path: Path) -> None:
    header = "订单编号,买家会员名,买家实际支付金额,订单状态,订单创建时间,宝贝标题,宝贝总数量"
    once = [
        f"77{n},小明{n % 3},{10 + n}.00,{{state}},2026-01-{n:02} 08:00:00,皂 {n},2"
        for n in range(1, 9)
    ]
    lines = [line.format(state=state) for state in ("卖家已发货", "交易成功") for line in once]
    cells = [dict(zip(header.split(","), line.split(","), strict=True)) for line in lines]
    got = read(table(tmp_path / "t.csv", header.split(","), cells))
    assert got.preview.platform == "taobao_orders"
    assert got.preview.whole_orders


@pytest.mark.parametrize(
    ("refunds", "kept"),
    [
        (("15.00", "15.00", "", ""), (500, 2000)),  # more than a line cost: it is the order's
        (("15.00", "15.00", "5.00", "5.00"), (500, 1500)),  # so all that repeat are
        (("22.00", "22.00", "", ""), (0, 2000)),  # with the postage
        (("5.00", "5.00", "", "3.00"), (1000, 1700)),  # of lines
    ],
)
def test_that_a_refund_that_all_lines_repeat_is_given_back_once(
    tmp_path: Path, refunds: tuple[str, ...], kept: tuple[int, ...]
) -> None:
    header = ["Order number", "Date", "Email", "Product", "Line total", "Refund"]
    cells = [
        dict(
            zip(
                header,
                (f"{1 + n // 2}", "2026-01-05", "a@b.de", "Tea", "10.00", back),
                strict=True,
            )
        )
        for n, back in enumerate(refunds)
    ]
    got = read(table(tmp_path / "r.csv", header, cells))
    paid = [sum(line.cents for line in got.lines if line.order == order) for order in "12"]
    assert tuple(paid) == kept
