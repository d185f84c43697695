"""The sample shops' orders, written as the exports that owners really have."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from samples import Good, Sale


def _words(text: str, separator: str | None = None) -> tuple[str, ...]:
    return tuple(text.split(separator))


SHOPIFY = _words(
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,"
    "Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,"
    "Created at,"
    "Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,Lineitem sku,"
    "Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,Billing Name,"
    "Billing Street,Billing Address1,Billing Address2,Billing Company,Billing City,Billing Zip,"
    "Billing Province,Billing Country,Billing Phone,Shipping Name,Shipping Street,"
    "Shipping Address1,Shipping Address2,Shipping Company,Shipping City,Shipping Zip,"
    "Shipping Province,Shipping Country,Shipping Phone,Notes,Note Attributes,Cancelled at,"
    "Payment Method,Payment Reference,Refunded Amount,Vendor,Outstanding Balance,Employee,"
    "Location,Device ID,Id,Tags,Risk Level,Source,Lineitem discount,Tax 1 Name,Tax 1 Value,"
    "Tax 2 Name,Tax 2 Value,Tax 3 Name,Tax 3 Value,Tax 4 Name,Tax 4 Value,Tax 5 Name,Tax 5 Value,"
    "Phone,Receipt Number,Duties,Billing Province Name,Shipping Province Name,Payment ID,"
    "Payment Terms Name,Next Payment Due At,Payment References",
    ",",
)
TAOBAO = _words(
    "订单编号,买家会员名,买家支付宝账号,支付单号,支付详情,买家应付货款,买家应付邮费,买家支付积分,"
    "总金额,返点积分,买家实际支付金额,买家实际支付积分,订单状态,买家留言,收货人姓名,收货地址,运送方式,"
    "联系电话,联系手机,订单创建时间,订单付款时间,宝贝标题,宝贝种类,物流单号,物流公司,订单备注,"
    "宝贝总数量,店铺Id,店铺名称,订单关闭原因,卖家服务费,买家服务费,发票抬头,是否手机订单,"
    "分阶段订单信息,定金排名,修改后的sku,修改后的收货地址,异常信息,退款金额",
    ",",
)
PLAIN = ("Order", "Date", "Customer", "Email", "City", "SKU", "Product", "Category")
PLAIN_NUMBERS = ("Quantity", "Unit price", "Line total", "Currency")

FIRST = _words(
    "Ada Amy Anna Ben Carl Clara Dan Della Edith Ella Emil Erin Eva Finn Flora George Greta Hal "
    "Hannah Hugo Ida Iris Ivy Jack Jane Joan Jonas June Karl Kate Laura Leo Lena Liam Lily Lou "
    "Lucy Mabel Marc Maya Mia Milo Nell Nina Nora Oscar Otis Paul Pearl Rita Rosa Ruth Sam Sara "
    "Stella Theo Tilda Tom Vera Viola Walter Wendy Zoe"
)
LAST = _words(
    "Abelwood Ashcroft Barley Birch Bramble Brook Calder Clover Cobb Cotter Dale Dunmore Elder "
    "Fairweather Fennel Fern Finch Garland Gorse Hale Harrow Hawthorn Heath Holloway Hopper "
    "Kestrel Larkin Linden Lovage Mallow Marlow Merrow Millet Nettle Oakes Orchard Parsley Pepper "
    "Pike Plover Quill Rowan Rushton Sage Sedge Sorrel Swift Tansy Teasel Thistle Thorn "
    "Underhill Vetch Warbler Whitlow Willow Woodruff Wren Yarrow"
)
TOWNS = _words("Alderbrook Brackenford Cloverdale Dunmere Eastholm Fernley Greywater Hollowell")
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = _words(
    "安 宁 静 明 华 雨桐 子涵 思远 晓月 文博 佳怡 一诺 清风 若水 春生 秋白 知夏 念冬 云舒 望舒"
)
NICK = _words("茶 山 月 竹 雪 松 云 溪 兰 梅 禾 石 舟 雁 露 枫")
CITIES = (
    "浙江省 云栖市 青竹区",
    "福建省 白露市 松溪区",
    "江苏省 望湖市 柳堤区",
    "广东省 南桥市 榕荫区",
)


def shopify(sales: list[Sale], rng: Random) -> bytes:
    """Shopify's orders export: a row per line item, order cells on the first row only."""
    people = _people(rng, sales)
    rows = []
    for sale in sales:
        name, email = people[sale.buyer]
        code, discount = _coupon(sale, rng)
        goods = sale.goods_cents - discount
        shipping = 0 if goods >= 5_000 else 490
        total = goods + shipping
        refund = _refund(sale, discount)
        at = f"{sale.when:%Y-%m-%d %H:%M:%S} +0000"
        status = "paid"
        if sale.cancelled:
            status = "voided"
        elif refund:
            status = "refunded" if sale.refunded_lines == len(sale.lines) else "partially_refunded"
        for position, (good, count) in enumerate(sale.lines):
            row = dict.fromkeys(SHOPIFY, "")
            row |= {
                "Name": f"#{1001 + sale.number}",
                "Email": email,
                "Created at": at,
                "Lineitem quantity": str(count),
                "Lineitem name": good.name,
                "Lineitem price": _money(good.cents),
                "Lineitem sku": good.key,
                "Vendor": "Sample",
            }
            if position == 0:
                town = TOWNS[sale.buyer % len(TOWNS)]
                row |= {
                    "Financial Status": status,
                    "Paid at": "" if sale.cancelled else at,
                    "Fulfillment Status": "unfulfilled" if sale.cancelled else "fulfilled",
                    "Accepts Marketing": "yes" if sale.buyer % 3 else "no",
                    "Currency": "USD",
                    "Subtotal": _money(goods),
                    "Shipping": _money(shipping),
                    "Taxes": "0.00",
                    "Total": _money(total),
                    "Discount Code": code,
                    "Discount Amount": _money(discount),
                    "Shipping Method": "Standard",
                    "Billing Name": name,
                    "Shipping City": town,
                    "Shipping Zip": f"'{10_000 + sale.buyer * 7 % 80_000:05d}",
                    "Shipping Country": "US",
                    "Cancelled at": at if sale.cancelled else "",
                    "Payment Method": "manual",
                    "Refunded Amount": _money(0 if sale.cancelled else refund),
                    "Outstanding Balance": "0.00",
                    "Id": str(5_550_000_000_000 + sale.number),
                    "Risk Level": "Low",
                    "Source": _source(sale, rng),
                    "Phone": f"'+1555010{sale.buyer:04d}" if sale.buyer % 4 == 0 else "",
                }
            rows.append([row[column] for column in SHOPIFY])
    return _csv(list(SHOPIFY), rows, "utf-8", "\n")


def taobao(sales: list[Sale], rng: Random) -> bytes:
    """Taobao's ExportOrderList in GBK; each line is an order of its own, minutes apart."""
    members = {sale.buyer: _member(rng, sale.buyer) for sale in sales}
    rows = []
    for sale in sales:
        nick, name, phone, address = members[sale.buyer]
        for position, (good, count) in enumerate(sale.lines):
            at = sale.when + timedelta(minutes=3 * position)
            owed = good.cents * count
            paid = owed - (owed // 10 // 100 * 100 if at.month == 11 and at.day <= 11 else 0)
            given_back = paid if position >= len(sale.lines) - sale.refunded_lines else 0
            closed = sale.cancelled or (given_back and position == 0)
            row = dict.fromkeys(TAOBAO, "")
            row |= {
                "订单编号": f'="{19_300_000_000_000_000 + sale.number * 1_000 + position}"',
                "买家会员名": nick,
                "买家应付货款": f"{_money(owed)}元",
                "买家应付邮费": "0.00元",
                "买家支付积分": "0",
                "总金额": f"{_money(owed)}元",
                "返点积分": "0",
                "买家实际支付金额": f"{_money(0 if sale.cancelled else paid)}元",
                "买家实际支付积分": "0",
                "订单状态": "交易关闭" if closed else "交易成功",
                "收货人姓名": name,
                "收货地址": address,
                "运送方式": "快递",
                "联系手机": f"'{phone}",
                "订单创建时间": _china_time(at),
                "订单付款时间": "" if sale.cancelled else _china_time(at + timedelta(minutes=2)),
                "宝贝标题": good.name,
                "宝贝种类": "1",
                "宝贝总数量": str(count),
                "店铺Id": "0",
                "店铺名称": "山前茶铺（示例）",
                "订单关闭原因": _closed_because(sale, closed=bool(closed)),
                "是否手机订单": "手机订单" if rng.random() < 0.8 else "",
                "退款金额": f"{_money(0 if sale.cancelled else given_back)}元",
            }
            rows.append([row[column] for column in TAOBAO])
    return _csv(list(TAOBAO), rows, "gb18030", "\r\n")


def plain(sales: list[Sale], rng: Random) -> bytes:
    """A table as typed by hand: a row per line, returns as rows with a negative quantity."""
    people = _people(rng, sales)
    rows = []
    for sale in sales:
        number = f"{2001 + sale.number}"
        kept = len(sale.lines) - sale.refunded_lines
        back = sale.when + timedelta(days=9)
        rows += [_plain_row(sale, line, people, number, sale.when, 1) for line in sale.lines]
        rows += [
            _plain_row(sale, line, people, f"R{number}", back, -1) for line in sale.lines[kept:]
        ]
    return _csv([*PLAIN, *PLAIN_NUMBERS], rows, "utf-8", "\r\n")


def _plain_row(  # noqa: PLR0917 -- one table row, named at its only callers
    sale: Sale,
    line: tuple[Good, int],
    people: dict[int, tuple[str, str]],
    number: str,
    when: datetime,
    sign: int,
) -> list[str]:
    good, count = line
    name, email = people[sale.buyer]
    return [
        number,
        f"{when:%Y-%m-%d}",
        name,
        email,
        TOWNS[sale.buyer % len(TOWNS)],
        good.key,
        good.name,
        good.category,
        str(sign * count),
        _money(good.cents),
        _money(sign * good.cents * count),
        "USD",
    ]


def _people(rng: Random, sales: list[Sale]) -> dict[int, tuple[str, str]]:
    """Name and e-mail of each buyer; no two have the same name."""
    names = [f"{first} {last}" for first in FIRST for last in LAST]
    rng.shuffle(names)
    people: dict[int, tuple[str, str]] = {}
    for sale in sales:
        if sale.buyer not in people:
            name = names[len(people)]
            people[sale.buyer] = name, f"{name.replace(' ', '.')}@example.com".lower()
    return people


def _member(rng: Random, number: int) -> tuple[str, str, str, str]:
    name = rng.choice(SURNAMES) + rng.choice(GIVEN)
    nick = f"{rng.choice(NICK)}{rng.choice(NICK)}_{1000 + number}"
    address = f"{rng.choice(CITIES)} 示例路{1 + number % 199}号"
    return nick, name, f"{13_800_000_000 + number}", address


def _coupon(sale: Sale, rng: Random) -> tuple[str, int]:
    if (sale.when.month, sale.when.day // 7) == (11, 4):
        return "BLACKFRIDAY", sale.goods_cents * 20 // 100
    if sale.first and rng.random() < 0.35:
        return "WELCOME10", sale.goods_cents * 10 // 100
    return "", 0


def _refund(sale: Sale, discount: int) -> int:
    """Price of the lines given back, less their part of the discount."""
    lines = sale.lines[len(sale.lines) - sale.refunded_lines :]
    cents = sum(good.cents * count for good, count in lines)
    return cents - discount * cents // sale.goods_cents


def _source(sale: Sale, rng: Random) -> str:
    return rng.choices(("web", "pos", "instagram"), (70, 18, 12 if sale.first else 4))[0]


def _closed_because(sale: Sale, *, closed: bool) -> str:
    if not closed:
        return "订单未关闭"
    return "买家未付款" if sale.cancelled else "退款"


def _china_time(when: datetime) -> str:
    """As the export writes it: 2016/5/23 22:02."""
    return f"{when.year}/{when.month}/{when.day} {when.hour}:{when.minute:02d}"


def _money(cents: int) -> str:
    sign, cents = ("-", -cents) if cents < 0 else ("", cents)
    return f"{sign}{cents // 100}.{cents % 100:02d}"


def _csv(header: list[str], rows: list[list[str]], encoding: str, newline: str) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator=newline)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode(encoding)
