"""Exports of tills, payment services and business software, as data."""

from __future__ import annotations

from clm_desktop.core.rows import FileKind
from clm_desktop.ingest.meaning.platforms import Platform
from clm_desktop.ingest.types import Field as F

_SQUARE = (
    (F.ORDER_ID, ("Transaction ID",)),
    (F.CUSTOMER_ID, ("Customer ID",)),
    (F.CUSTOMER_NAME, ("Customer Name",)),
    (F.DATE, ("Date",)),
    (F.TIME, ("Time",)),
    (F.STATUS, ("Transaction Status", "Event Type")),
    (F.CHANNEL, ("Channel", "Source", "Location")),
)
TILLS = (
    Platform(
        id="square_items",
        name="Square items",
        needs=("Date", "Item", "Qty", "Gross Sales", "Net Sales", "Transaction ID"),
        fields=(
            *_SQUARE,
            (F.CATEGORY, ("Category",)),
            (F.PRODUCT_ID, ("SKU",)),
            (F.PRODUCT_NAME, ("Item",)),
            (F.QUANTITY, ("Qty",)),
            (F.LINE_TOTAL, ("Net Sales",)),
        ),
        more_states=("Event Type",),
    ),
    Platform(
        id="square_transactions",
        name="Square transactions",
        needs=("Date", "Gross Sales", "Net Sales", "Total Collected", "Transaction ID"),
        fields=(*_SQUARE, (F.ORDER_TOTAL, ("Total Collected",))),
        more_states=("Event Type",),
    ),
    Platform(
        id="magento2_orders",
        name="Magento 2 order grid",
        needs=("ID", "Purchase Point", "Purchase Date", "Grand Total (Base)", "Status"),
        fields=(
            (F.ORDER_ID, ("ID",)),
            (F.EMAIL, ("Customer Email",)),
            (F.CUSTOMER_NAME, ("Customer Name", "Bill-to Name")),
            (F.DATE, ("Purchase Date",)),
            (F.ORDER_TOTAL, ("Grand Total (Base)", "Grand Total (Purchased)")),
            (F.REFUND, ("Total Refunded",)),
            (F.STATUS, ("Status",)),
            (F.CHANNEL, ("Purchase Point",)),
        ),
    ),
    Platform(
        id="magento2_customers",
        name="Magento 2 customers",
        needs=("email", "_website", "_store", "group_id"),
        fields=(
            (F.EMAIL, ("email",)),
            (F.FIRST_NAME, ("firstname",)),
            (F.LAST_NAME, ("lastname",)),
        ),
        kind=FileKind.CUSTOMERS,
    ),
    Platform(
        id="prestashop_customers",
        name="PrestaShop customers",
        needs=("Customer ID", "Email *", "Last Name *", "Default group ID"),
        fields=(
            (F.CUSTOMER_ID, ("Customer ID",)),
            (F.EMAIL, ("Email *",)),
            (F.FIRST_NAME, ("First Name *",)),
            (F.LAST_NAME, ("Last Name *",)),
            (F.CONSENT, ("Newsletter (0/1)",)),
        ),
        kind=FileKind.CUSTOMERS,
    ),
    Platform(
        id="prestashop_orders",
        name="PrestaShop orders",
        needs=(
            "ID",
            "Reference|Référence|Referencia|Riferimento|Referentie|Referenz",
            "New client|New customer|Nouveau client|Nuevo cliente|Nuovo cliente|Nieuwe klant"
            "|Neuer Kunde|Neukunde",
            "Total|Totale|Totaal|Gesamt",
            "Status|État|Statut|Estado|Stato",
            "Date|Fecha|Data|Datum",
        ),
        fields=(
            (F.ORDER_ID, ("ID",)),
            (F.EMAIL, ("Email", "Adresse e-mail", "E-mail")),
            (F.CUSTOMER_NAME, ("Customer", "Client", "Cliente", "Klant", "Kunde")),
            (F.DATE, ("Date", "Fecha", "Data", "Datum")),
            (F.ORDER_TOTAL, ("Total", "Totale", "Totaal", "Gesamt")),
            (F.STATUS, ("Status", "État", "Statut", "Estado", "Stato")),
        ),
    ),
    Platform(
        id="stripe_payments",
        name="Stripe payments",
        needs=("id", "Created (UTC)", "Amount", "Amount Refunded", "Currency", "Status"),
        fields=(
            (F.ORDER_ID, ("id",)),
            (F.CUSTOMER_ID, ("Customer ID",)),
            (F.EMAIL, ("Customer Email",)),
            (F.CUSTOMER_NAME, ("Card Name",)),
            (F.COUNTRY, ("Card Address Country",)),
            (F.DATE, ("Created (UTC)",)),
            (F.ORDER_TOTAL, ("Amount",)),
            (F.REFUND, ("Amount Refunded",)),
            (F.STATUS, ("Status",)),
            (F.CURRENCY, ("Currency",)),
        ),
    ),
    Platform(
        id="paypal_activity",
        name="PayPal activity",
        needs=("Date", "Time", "Type|Description", "Status", "Gross", "Transaction ID"),
        fields=(
            (F.ORDER_ID, ("Transaction ID",)),
            (F.EMAIL, ("From Email Address",)),
            (F.CUSTOMER_NAME, ("Name",)),
            (F.PHONE, ("Contact Phone Number",)),
            (F.CITY, ("Town/City",)),
            (F.COUNTRY, ("Country Code", "Country")),
            (F.DATE, ("Date",)),
            (F.TIME, ("Time",)),
            (F.PRODUCT_ID, ("Item ID",)),
            (F.PRODUCT_NAME, ("Item Title",)),
            (F.ORDER_TOTAL, ("Gross",)),
            (F.STATUS, ("Status",)),
            (F.CURRENCY, ("Currency",)),
        ),
        more_states=("Type", "Description"),
        buyer_if_negative=("To Email Address",),
    ),
    Platform(
        id="odoo_sale_lines",
        name="Odoo sale order lines",
        needs=(
            "Order Reference|Auftragsreferenz|订单参考|订单号|name",
            "Order Lines/Product|Auftragszeilen/Produkt|订单行/产品|order_line/product_id",
            "Order Lines/Quantity|Auftragszeilen/Menge|订单行/数量|order_line/product_uom_qty",
        ),
        fields=(
            (F.ORDER_ID, ("Order Reference", "Auftragsreferenz", "订单参考", "订单号", "name")),
            (F.CUSTOMER_ID, ("Customer/ID", "Kunde/ID", "客户/ID", "partner_id/id")),
            (F.CUSTOMER_NAME, ("Customer", "Kunde", "客户", "partner_id")),
            (F.EMAIL, ("Customer/Email", "Kunde/E-Mail", "客户/电子邮件")),
            (F.DATE, ("Order Date", "Start Date", "Auftragsdatum", "订单日期", "date_order")),
            (
                F.PRODUCT_NAME,
                (
                    "Order Lines/Product",
                    "Auftragszeilen/Produkt",
                    "订单行/产品",
                    "order_line/product_id",
                ),
            ),
            (
                F.QUANTITY,
                (
                    "Order Lines/Quantity",
                    "Auftragszeilen/Menge",
                    "订单行/数量",
                    "order_line/product_uom_qty",
                ),
            ),
            (
                F.UNIT_PRICE,
                (
                    "Order Lines/Unit Price",
                    "Auftragszeilen/Einzelpreis",
                    "订单行/单价",
                    "order_line/price_unit",
                ),
            ),
            (F.STATUS, ("Status", "状态", "state")),
            (F.CURRENCY, ("Currency", "Währung", "币种", "货币")),
        ),
        more_dates=("Next Invoice",),
        percent_off=(
            "Order Lines/Discount (%)",
            "Auftragszeilen/Rabatt (%)",
            "订单行/折扣(%)",
            "order_line/discount",
        ),
    ),
)
