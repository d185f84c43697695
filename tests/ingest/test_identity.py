from __future__ import annotations

import pytest

from clm_desktop.core.rows import RowState
from clm_desktop.ingest.meaning.fees import CodeStyle, is_fee, is_test
from clm_desktop.ingest.meaning.identity import (
    customer_key,
    email_key,
    name_key,
    number,
    phone_key,
    tidy,
)
from clm_desktop.ingest.meaning.products import single_product
from clm_desktop.ingest.meaning.status import is_given_back, state_of


@pytest.mark.parametrize(
    ("cell", "bare"),
    [
        ('="1930000000000001"', "1930000000000001"),
        ("'138001", "138001"),
        ("`00012", "00012"),
        ("\t6917926768823643751", "6917926768823643751"),
        (" Anna ", "Anna"),
        ("\ufeffx\u200b", "x"),
        ("O'Brien", "O'Brien"),
        ('=""', ""),
    ],
)
def test_that_what_exports_put_around_a_cell_is_taken_off(cell: str, bare: str) -> None:
    assert tidy(cell) == bare


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        ("13085.0", "13085"),
        ("00001", "00001"),
        ("cus_A", "cus_A"),
        ("0", ""),
        ("0.0", ""),
        ("guest", ""),
        ("游客", ""),
        ("1.93E+15", ""),
        ("1******6198", ""),
        ("##密文", ""),
        ("*", ""),
        ("0xxxxxx19957", "0xxxxxx19957"),
    ],
)
def test_that_a_customer_number_is_an_identity_or_none(cell: str, key: str) -> None:
    assert customer_key(cell) == key


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        ("+86 138-0013-8000", "13800138000"),
        ("0086 13800138000", "13800138000"),
        ("86-13800138000", "13800138000"),
        ("13800138000.0", "13800138000"),
        ("'13800138000", "13800138000"),
        ("(555) 010-2030", "5550102030"),
        ("+1 555 010 2030", "5550102030"),
        ("+49 (0)171 1234567", "+491711234567"),
        ("0049 171 1234567", "+491711234567"),
        ("0171/1234567", "01711234567"),
        ("1.38E+10", ""),
        ("138****8000", ""),
        ("12", ""),
    ],
)
def test_that_phones_are_compared_by_their_digits(cell: str, key: str) -> None:
    assert phone_key(cell) == key


def test_that_mails_and_names_ignore_case_and_spaces() -> None:
    assert email_key(" Anna@Example.ORG ") == "anna@example.org"
    assert email_key("anna") == ""
    assert name_key("  Anna   LEE ") == name_key("anna lee")
    assert name_key("李*") == ""
    assert number("NA") == ""


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("paid", RowState.COUNTS),
        ("Completed", RowState.COUNTS),
        ("Shipped - Delivered to Buyer", RowState.COUNTS),
        ("Unshipped", RowState.COUNTS),
        ("partially_refunded", RowState.COUNTS),
        ("交易成功", RowState.COUNTS),
        ("买家已付款，等待卖家发货", RowState.COUNTS),
        ("an unheard-of word", RowState.COUNTS),
        ("", RowState.COUNTS),
        ("pending", RowState.UNPAID),
        ("wc-on-hold", RowState.UNPAID),
        ("等待买家付款", RowState.UNPAID),
        ("Unpaid", RowState.UNPAID),
        ("offen", RowState.UNPAID),
        ("refunded", RowState.REFUNDED),
        ("付款以后用户退款成功，交易自动关闭", RowState.REFUNDED),
        ("erstattet", RowState.REFUNDED),
        ("Cancelled", RowState.CANCELLED),
        ("Canceled", RowState.CANCELLED),
        ("交易关闭", RowState.CANCELLED),
        ("storniert", RowState.CANCELLED),
        ("voided", RowState.FAILED),
        ("Failed", RowState.FAILED),
        ("General Withdrawal", RowState.NOT_A_SALE),
        ("Account Hold for Open Authorization", RowState.NOT_A_SALE),
        ("test", RowState.TEST),
        ("purchase", RowState.COUNTS),
        ("buy", RowState.COUNTS),
        ("view", RowState.NOT_A_SALE),
        ("remove_from_cart", RowState.NOT_A_SALE),
        ("pv", RowState.NOT_A_SALE),
        ("加购", RowState.NOT_A_SALE),
        ("Viewed", RowState.COUNTS),  # a bill that was opened, as many a shop says
    ],
)
def test_that_status_words_say_whether_a_row_counts(word: str, state: RowState) -> None:
    assert state_of(word) is state
    assert state_of(word.upper()) is state


def test_that_only_a_refund_of_its_own_turns_the_sign() -> None:
    assert is_given_back("Refund")
    assert not is_given_back("refunded")


SPEAKING = CodeStyle.of([f"{20000 + i}A" for i in range(30)])
SILENT = CodeStyle.of(["MUG", "HAT", "SOAP"] * 10)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("POST", "POSTAGE"), ("C2", "CARRIAGE"), ("C2", ""), ("M", "Manual"), ("D", "Discount"),
        ("BANK CHARGES", " Bank Charges"), ("CRUK", "CRUK Commission"), ("S", "SAMPLES"),
        ("B", "Adjust bad debt"), ("AMAZONFEE", "AMAZON FEE"), ("PADS", "PADS TO MATCH ALL"),
        ("", "运费"), ("", "补差价专拍"), ("", "邮费链接"), ("", "Versandkosten"),
        ("", "Shipping"), ("23444", "Next Day Carriage"), ("", "Gift wrap"),
    ],
)  # fmt: skip
def test_that_money_which_is_no_product_is_told(code: str, name: str) -> None:
    assert is_fee(code, name, SPEAKING)


@pytest.mark.parametrize(
    ("code", "name", "style"),
    [
        ("85123A", "POSTAGE STAMP CUSHION", SPEAKING),
        ("DCGSSBOY", "BOYS PARTY BAG", SPEAKING),
        ("21181", "adjustment", SPEAKING),
        ("gift_0001_20", "Gift Voucher £20.00", SPEAKING),
        ("MUG", "Blue mug", SILENT),
        ("M", "Size M shirt", SILENT),
        ("", "运费险套装礼盒大包装", SILENT),
        ("", "Delivery van toy", SILENT),
        ("", "Sample book of papers", SILENT),
    ],
)
def test_that_products_stay_products(code: str, name: str, style: CodeStyle) -> None:
    assert not is_fee(code, name, style)


def test_that_test_products_are_known() -> None:
    assert is_test("This is a test product.")
    assert not is_test("Pregnancy test kit")


@pytest.mark.parametrize(
    ("cell", "product"),
    [
        ("2× Mug", "Mug"),
        ("1x Blue pot", "Blue pot"),
        ("2× Mug, 1× Pot", "2× Mug, 1× Pot"),
        ("name:Mug|product_id:5|sku:M1|quantity:2", "Mug"),
        ("product_id:4959|1|30|size: Medium", "4959"),
        ("Mug", "Mug"),
        ("4x4 tyre", "4x4 tyre"),
    ],
)
def test_that_one_product_in_a_cell_is_taken_out_and_several_stay(cell: str, product: str) -> None:
    assert single_product(cell) == product
