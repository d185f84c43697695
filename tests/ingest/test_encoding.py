"""Texts are decoded as they were written, from the few cells that carry evidence."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.ingest.cutting.encoding import detect, examples, system_code_page
from clm_desktop.ingest.cutting.scan import Scan, scan

from .reading import read_bytes, read_path

# One cell of each kind in 300 rows: whole-file detectors have nothing to hold on to.
NAMES = {
    "gb18030": "王小明 北京市朝阳区",
    "big5": "陳怡君 臺北市大安區",
    "cp932": "佐藤健太 りんごジュース",
    "cp949": "김민준 서울특별시 강남구",
    "cp1251": "Иванов Сергей Новосибирск",
    "cp1252": "Jérôme Lefèvre Besançon",
    "cp1250": "Małgorzata Dąbrowska Łódź",
    "cp1253": "Γιώργος Παπαδόπουλος",
    "cp1254": "Ayşe Yılmaz Eskişehir",
    "cp1255": "יעקב כהן תל אביב",
    "cp1256": "محمد عبدالله الرياض",
    "cp874": "สมชาย ใจดี กรุงเทพ",
}


def _scan(content: bytes) -> Scan:
    return scan(io.BytesIO(content), len(content), NULL_CONTEXT)


def _orders(name: str) -> str:
    lines = [f"{i},Ann Hill,Blue mug,{i}.50" for i in range(300)]
    lines[137] = f"137,{name},Blue mug,9.50"
    return "id,name,item,price\r\n" + "\r\n".join(lines)


@pytest.mark.parametrize(("codec", "name"), NAMES.items())
def test_that_one_name_in_300_rows_is_enough(codec, name):
    text = _orders(name)
    assert text.encode(codec).decode(detect(_scan(text.encode(codec)), "").encoding) == text


def test_that_a_chinese_header_counts_and_numbered_goods_count_once():
    goods = "\n".join(f"{i},耳机{i},完成" for i in range(30))  # 耳机 alone reads well as Korean
    assert (
        detect(_scan(f"id,商品名称,订单状态\n{goods}\n".encode("gb18030")), "").encoding
        == "gb18030"
    )
    assert len(_scan(f"id,name,status\n{goods}\n".encode("gb18030")).non_ascii) == 2


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_that_unicode_is_found_with_and_without_a_bom(tmp_path, codec):
    found = read_bytes(tmp_path, _orders("Jérôme 王小明").encode(codec))
    assert found.rows[137][1] == "Jérôme 王小明"
    assert found.sniffed.header[0] == "id"


def test_that_the_computers_code_page_decides_between_equals():
    content = _orders("\xd5\xe4").encode("latin-1")  # Õä or a Chinese character
    assert detect(_scan(content), "cp1257").encoding == "cp1257"
    assert detect(_scan(content), "gb18030").encoding == "gb18030"


def test_that_close_readings_are_asked_with_both_examples(tmp_path):
    path = tmp_path / "orders.csv"
    path.write_bytes(_orders("Petr Nov\xe1k \xf5").encode("latin-1"))
    sniffed = read_path(path).sniffed
    (question,) = sniffed.questions
    assert question.key == "encoding"
    assert question.choices[0].code == sniffed.dialect.encoding
    assert len({c.example for c in question.choices}) == 2
    assert all("Petr" in c.example for c in question.choices)


def test_that_the_owners_answer_overrides_what_the_bytes_suggest(tmp_path):
    from clm_desktop.ingest.sniff import sniff
    from clm_desktop.ingest.types import Source

    path = tmp_path / "orders.csv"
    path.write_bytes("id,name\n1,Łódź\n".encode("cp1250"))
    source = Source(path=path, name="orders.csv")
    sniffed = sniff(source, NULL_CONTEXT, encoding="cp1252")
    assert sniffed.dialect.encoding == "cp1252"
    assert sniffed.sample[0][1] == "£ódŸ"
    assert not sniffed.questions


def test_that_nobodys_word_makes_other_letters_of_what_the_bytes_say_themselves(tmp_path):
    from clm_desktop.ingest.sniff import sniff
    from clm_desktop.ingest.types import Source

    path = tmp_path / "orders.csv"
    for codec in ("utf-8", "utf-8-sig", "utf-16"):
        path.write_bytes("id,name\n1,Łódź\n2,Łódź\n3,Łódź\n".encode(codec))
        sniffed = sniff(Source(path=path, name="orders.csv"), NULL_CONTEXT, encoding="cp1250")
        assert sniffed.sample[0][1] == "Łódź"


def test_that_names_cut_inside_a_character_do_not_unmake_utf8(tmp_path):
    rows = [f"{i},北京市朝阳区,{i}.50".encode() for i in range(100)]
    rows[40] = "40,北京市".encode()[:-1] + b",40.50"
    found = read_bytes(tmp_path, b"id,city,price\n" + b"\n".join(rows))
    assert found.sniffed.dialect.encoding == "utf-8"
    assert found.rows[40] == ("40", "北京\ufffd", "40.50")


def test_that_evidence_far_into_a_large_file_counts(tmp_path):
    lines = [f"{i},Ann Hill,{i}.50".encode() for i in range(200_000)]
    lines[150_000] = "150000,王小明,1.50".encode("gbk")
    found = read_bytes(tmp_path, b"id,name,price\n" + b"\n".join(lines))
    assert found.rows[150_000][1] == "王小明"


def test_that_examples_are_the_cells_that_differ():
    cells = (b"Ann \xe9", b"J\xb3", b"Zo\xeb")
    assert examples(cells, "cp1250", "cp1252") == "Jł"


def test_that_both_examples_show_the_same_cells_even_long_ones():
    cells = (b"x" * 60 + b" J\xb3 " + b"y" * 60, *(b"%d J\xb3" % i for i in range(9)))
    polish, west = (examples(cells, *pair) for pair in (("cp1250", "cp1252"), ("cp1252", "cp1250")))
    assert polish == "0 Jł · 1 Jł · 2 Jł · 3 Jł · 4 Jł"
    assert west == polish.replace("ł", "³")
    assert "x Jł y" in examples(cells[:1], "cp1250", "cp1252")


def test_that_the_systems_code_page_is_one_that_we_score_or_none():
    assert system_code_page() in {"", "gb18030", "big5", "cp932", "cp949"} or (
        system_code_page().startswith("cp")
    )


@settings(max_examples=200, deadline=None)
@given(content=st.binary(min_size=1, max_size=300))
def test_that_any_bytes_get_an_encoding_that_exists(content):
    assert content.decode(detect(_scan(content), "").encoding, "replace") is not None
