"""Exports in the languages of many countries: who bought what, when and for how much.

Every file is small and odd on purpose: own code page, own dates, one order that does not count.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from clm_desktop.core.days import day_of
from clm_desktop.core.errors import FileError
from clm_desktop.core.rows import RowState
from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.ingest.meaning.footers import is_footer
from clm_desktop.ingest.meaning.status import is_known, state_of
from clm_desktop.ingest.preview import preview
from clm_desktop.ingest.sources import expand
from clm_desktop.ingest.types import Field

from .made_files import Read, read, write

FILES = {
    "French, latin 9": (
        "iso8859-15",
        "N° de commande;Date de commande;Client;Courriel;Montant TTC;Statut\n"
        "C1;15/04/2024;Élodie Lefèvre;elodie@ex.fr;1\xa0234,56 €;Payée\n"
        "C2;16/04/2024;Noël Brûlé;noel@ex.fr;89,90 €;Annulée\n",
        {"C1": 123456},
    ),
    "Polish": (
        "cp1250",
        "Numer zamówienia;Data zamówienia;Klient;Telefon;Produkt;Ilość;Wartość brutto;Status\n"
        "1/24;2024-01-05;Łukasz Żółć;600 123 456;Kawa;2;99,98 zł;Zrealizowane\n"
        "2/24;2024-01-06;Małgorzata Ćwik;601 123 457;Herbata;1;20,00 zł;Anulowane\n",
        {"1/24": 9998},
    ),
    "Turkish": (
        "cp1254",
        "Sipariş No;Sipariş Tarihi;Müşteri;E-posta;Ürün;Adet;Tutar;Durum\n"
        "S1;14.02.2024;Ayşe Yılmaz;ayse@x.tr;Çanta;1;1.250,00 TL;Teslim edildi\n"
        "S2;15.02.2024;İbrahim Şahin;ibo@x.tr;Kemer;2;300,00 TL;İptal edildi\n",
        {"S1": 125000},
    ),
    "Japanese: no question whether 1,980 has decimals": (
        "cp932",
        "注文番号,注文日時,注文者氏名,メールアドレス,商品名,数量,小計,ステータス\n"
        '11,2024/3/13 9:00,山田太郎,yamada@ex.jp,抹茶,2,"3,960",発送済み\n'
        '12,2024/3/14 9:00,佐藤花子,sato@ex.jp,急須,1,"4,500",キャンセル\n',
        {"11": 396000},
    ),
    "Korean": (
        "cp949",
        "주문번호,주문일시,구매자명,구매자연락처,상품명,수량,결제금액,주문상태\n"
        "K1,2024-03-02 오후 3:22:11,김민수,010-1234-5678,유기농 녹차,2,24000,결제완료\n"
        "K2,2024-03-03 09:00:00,이영희,010-2222-3333,홍차,1,15000,취소완료\n",
        {"K1": 2400000},
    ),
    "Arabic, with its own digits and marks": (
        "utf-8",
        "رقم الطلب,تاريخ الطلب,اسم العميل,رقم الجوال,المجموع,حالة الطلب\n"
        "١٠٠١,١٧/٠١/٢٠٢٤,محمد علي,٠٥٠١٢٣٤٥٦٧,\u200f١٬١٢٠٫٥٠ ر.س,مكتمل\n"
        "١٠٠٢,١٨/٠١/٢٠٢٤,فاطمة حسن,٠٥٠٧٦٥٤٣٢١,٤٥٫٥٠ ر.س,ملغي\n",
        {"١٠٠١": 112050},
    ),
    "Thai, in years of the Buddha": (
        "cp874",
        "เลขที่คำสั่งซื้อ,วันที่สั่งซื้อ,ชื่อลูกค้า,เบอร์โทรศัพท์,ชื่อสินค้า,จำนวน,ยอดรวม,สถานะ\n"
        'A1,17/01/2567,สมชาย ใจดี,0812345678,กาแฟ,2,"1,200.00",สำเร็จ\n'
        "A2,18/01/2567,สมหญิง รักดี,0898765432,ชา,1,350.00,ยกเลิก\n",
        {"A1": 120000},
    ),
    "Russian, with leading zeros": (
        "cp1251",
        "Номер заказа;Дата;Покупатель;Телефон;Товар;Количество;Сумма, руб.;Статус\n"
        "0012;15.01.2024 12:30:00;Иванов Иван;+7 912 345-67-89;Чай;2;2 500,00;Выполнен\n"
        "0013;16.01.2024 13:30:00;Петрова Анна;8 913 345 67 80;Кофе;1;800,00;Отменён\n",
        {"0012": 250000},
    ),
    "Taiwanese, in years of the republic": (
        "big5",
        "訂單編號,訂單日期,會員編號,品項,數量,金額,訂單狀態\n"
        "T1,113/02/29,M01,高山茶,1,450.50,已完成\n"
        "T2,113/03/01,M02,鳳梨酥,2,600.00,已取消\n",
        {"T1": 45050},
    ),
}
DAYS = {"Thai": "2024-01-17", "Taiwanese": "2024-02-29", "Russian": "2024-01-15"}


@pytest.fixture
def seen(tmp_path: Path, request: pytest.FixtureRequest) -> Read:
    codec, text, _ = FILES[request.param]
    path = tmp_path / "shop.csv"
    path.write_bytes(text.encode(codec))
    return read(path)


@pytest.mark.parametrize(
    ("seen", "name"), [(name, name) for name in FILES], indirect=["seen"], ids=list(FILES)
)
def test_that_a_shop_is_read_in_its_language(seen: Read, name: str) -> None:
    assert seen.preview.missing == ()
    assert seen.preview.questions == ()
    assert seen.reasons == []
    assert seen.paid == FILES[name][2]
    assert [line.state for line in seen.lines] == [RowState.COUNTS, RowState.CANCELLED]
    assert len({line.customer for line in seen.lines} - {""}) == 2
    day = day_of(date.fromisoformat(DAYS.get(name.split(",")[0], "1970-01-01")))
    assert day in (seen.lines[0].ts // 86_400, 0)


def test_that_sums_of_days_hide_neither_dates_nor_buyers(tmp_path: Path) -> None:
    rows = [f"{day:02}.01.2024;{day};K{day};3,50\nSumme {day:02}.01.2024;;;3,50" for day in (2, 15)]
    text = "\n".join(["Datum;Bon-Nr.;Kundenkarte;Betrag", *rows, "Gesamtsumme;;;7,00\n"])
    seen = read(write(tmp_path / "kasse.csv", text))
    assert seen.paid == {"2": 350, "15": 350}
    assert [line.state for line in seen.lines].count(RowState.FOOTER) == 3


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("Remboursement partiel", RowState.COUNTS),
        ("En attente de paiement", RowState.UNPAID),
        ("Не оплачен", RowState.UNPAID),
        ("Оплачен", RowState.COUNTS),
        ("Возврат", RowState.REFUNDED),
        ("Devuelto", RowState.REFUNDED),
        ("Cancelado", RowState.CANCELLED),
        ("İptal Edildi", RowState.CANCELLED),
        ("Ödendi", RowState.COUNTS),
        ("Zrušeno", RowState.CANCELLED),
        ("入金待ち", RowState.UNPAID),
        ("支払手続き中", RowState.UNPAID),
        ("환불완료", RowState.REFUNDED),
        ("부분 환불", RowState.COUNTS),
        ("Đã hủy", RowState.CANCELLED),
        ("ชำระเงินแล้ว", RowState.COUNTS),
        ("בוטל", RowState.CANCELLED),
    ],
)
def test_that_status_words_of_other_languages_are_known(word: str, state: RowState) -> None:
    assert state_of(word) is state
    assert is_known(word)


# pending, processing, on hold, completed, cancelled, refunded, failed, draft
WOOCOMMERCE = """
Pending payment|Processing|On hold|Completed|Cancelled|Refunded|Failed|Draft
Zahlung ausstehend|In Bearbeitung|In Wartestellung|Fertiggestellt|Storniert|Rückerstattet|Fehlgeschlagen|Entwurf
Pagamento pendente|Processando|Aguardando|Concluído|Cancelado|Reembolsado|Malsucedido|Rascunho
Pagamento pendente|Em processamento|Aguardar|Concluída|Cancelada|Reembolsada|Falhada|Rascunho
Pendiente de pago|Procesando|En espera|Completado|Cancelado|Reembolsado|Fallido|Borrador
En attente de paiement|En cours|En attente|Terminée|Annulée|Remboursée|Échouée|Brouillon
In attesa di pagamento|In lavorazione|In sospeso|Completato|Annullato|Rimborsato|Fallito|Bozza
Wachtend op betaling|In behandeling|In de wacht|Voltooid|Geannuleerd|Terugbetaald|Mislukt|Concept
Oczekujące na płatność|W trakcie realizacji|Wstrzymane|Zrealizowane|Anulowane|Zwrócone|Nieudane|Szkic
Čeká na platbu|Zpracovává se|Pozastaveno|Dokončeno|Zrušeno|Vráceno|Selhalo|Koncept
Čaká na platbu|Spracováva sa|Pozastavená|Dokončená|Zrušená|Refundovaná|Neúspešná|Koncept
Inväntar betalning|Behandlas|Avvaktar|Slutförd|Avbruten|Återbetald|Misslyckad|Utkast
Afventer betaling|Behandles|På hold|Gennemført|Annulleret|Refunderet|Mislykket|Kladde
Venter på betaling|Under behandling|På vent|Fullført|Kansellert|Refundert|Mislyktes|Kladd
Odottaa maksua|Käsittelyssä|Jonossa|Valmis|Peruutettu|Hyvitetty|Epäonnistui|Luonnos
Fizetésre vár|Feldolgozás alatt|Függőben|Teljesítve|Visszamondva|Visszatérítve|Sikertelen|Vázlat
Plată în așteptare|În procesare|În așteptare|Finalizată|Anulată|Rambursată|Eșuată|Ciornă
Ödeme bekleniyor|Hazırlanıyor|Beklemede|Tamamlandı|İptal edildi|İade edildi|Başarısız|Taslak
В ожидании оплаты|Обработка|На удержании|Выполнен|Отменён|Возвращён|Не удался|Черновик
Очікується оплата|В обробці|На утриманні|Виконано|Скасовано|Повернено|Не вдалося|Чернетка
Εκκρεμεί πληρωμή|Σε επεξεργασία|Σε αναμονή|Ολοκληρωμένη|Ακυρωμένη|Επιστροφή χρημάτων|Αποτυχημένη|Πρόχειρο
支払い待ち|処理中|保留中|完了|キャンセル済み|返金済み|失敗|下書き
결제 대기 중|처리 중|보류|완료됨|취소됨|환불됨|실패|임시글
بانتظار الدفع|قيد التنفيذ|قيد الانتظار|مكتمل|ملغي|مسترد|فشل|مسودة
ממתין לתשלום|בטיפול|בהשהייה|הושלם|בוטל|הוחזר|נכשל|טיוטה
Chờ thanh toán|Đang xử lý|Tạm giữ|Đã hoàn thành|Đã hủy|Đã hoàn tiền|Thất bại|Bản nháp
รอการชำระเงิน|กำลังดำเนินการ|ระงับ|เสร็จสมบูรณ์|ยกเลิกแล้ว|คืนเงินแล้ว|ล้มเหลว|ฉบับร่าง
Menunggu pembayaran|Sedang diproses|Ditahan|Selesai|Dibatalkan|Dikembalikan|Gagal|Konsep
待付款|正在处理|保留|已完成|已取消|已退款|失败|草稿
"""  # noqa: E501 - a line a language
OF_ORDERS = (
    RowState.UNPAID, RowState.COUNTS, RowState.UNPAID, RowState.COUNTS,
    RowState.CANCELLED, RowState.REFUNDED, RowState.FAILED, RowState.UNPAID,
)  # fmt: skip


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (
            RowState.UNPAID,
            "Awaiting check payment|Nicht bezahlt|Offen|Warten auf Zahlungseingang|Impayé"
            "|En espera de pago por transferencia bancaria|Non payé|Não pago|Em aberto"
            "|uncollectible|待买家付款",
        ),
        (
            RowState.COUNTS,
            "Payment accepted|Komplett bezahlt|Komplett abgeschlossen|Teilweise ausgeliefert|已签收"
            "|Paiement accepté|Pago aceptado|卖家已发货|等待卖家发货|待评价|已核销"
            "|Awaiting shipment",
        ),
        (
            RowState.CANCELLED,
            "Vom Kunden storniert|超时关闭|系统取消|商家拒单|已拒收|Cancelado por el cliente",
        ),
        (
            RowState.REFUNDED,
            "已退货|退货成功|全部退款|Gutgeschrieben|Komplett erstattet|Retourné|Return completed",
        ),
    ],
)
def test_that_the_states_of_other_shop_systems_are_known(state: RowState, words: str) -> None:
    for word in words.split("|"):
        assert (word, state_of(word)) == (word, state)
        assert is_known(word), word


@pytest.mark.parametrize("words", WOOCOMMERCE.strip().split("\n"))
def test_that_the_states_of_the_most_used_shop_system_are_known(words: str) -> None:
    for word, state in zip(words.split("|"), OF_ORDERS, strict=True):
        assert (word, state_of(word)) == (word, state)
        assert is_known(word), word


@pytest.mark.parametrize("cell", ["Итого: 5", "Summe 02.01.2024", "合計 3件", "Anzahl Bons: 4"])
def test_that_sums_are_known_in_other_languages(cell: str) -> None:
    assert is_footer(cell)


@pytest.mark.parametrize("cell", ["Итоговый", "Summer dress", "Sumac", "Totalled coat hook, black"])
def test_that_goods_are_no_sums(cell: str) -> None:
    assert not is_footer(cell)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (
            "Order ID,1,2\nDate,2024-05-01,2024-05-22\nEmail,a@x.com,b@x.com\nTotal,1,2\n",
            "sideways",
        ),
        ("Row Labels,Sum of Total\na@x.com,10\nGrand Total,10\n", "nothing_known"),
        ("行标签,求和项:金额\n张三,10\n总计,10\n", "nothing_known"),
    ],
)
def test_that_tables_on_their_side_and_pivot_tables_are_refused(
    tmp_path: Path, text: str, code: str
) -> None:
    with pytest.raises(FileError) as error:
        read(write(tmp_path / "table.csv", text))
    assert error.value.code == code


def test_that_a_cyrillic_letter_never_stands_before_a_latin_one(tmp_path: Path) -> None:
    path = tmp_path / "order.csv"
    text = "Ordernummer;Orderdatum;Kundnamn;Summa\n1;2024-01-15;Åsa Öberg;250,00 kr\n"
    path.write_bytes(text.encode("cp1252"))
    assert read(path).preview.questions == ()


def test_that_a_total_which_differs_within_its_only_order_is_the_lines(tmp_path: Path) -> None:
    head = "주문번호,결제일,구매자명,수취인명,상품명,총 주문금액"
    rows = ("7,2024-01-15,김,이,차,24000", "7,2024-01-15,김,이,잔,15000")
    seen = read(write(tmp_path / "orders.csv", "\n".join((head, *rows, ""))))
    assert seen.paid == {"7": 3900000}
    assert set(seen.buyers.values()) == {"김"}, "who got the parcel need not have bought it"


@pytest.mark.parametrize(
    "title", ["Member", "会员", "会员名", "Mitglied", "Membre", "Socio", "Miembro", "Adhérent"]
)
def test_that_a_column_of_members_says_who_bought(title: str, tmp_path: Path) -> None:
    path = tmp_path / "till.csv"
    rows = [f"{n},{n % 7 + 1},2024-05-{n % 28 + 1:02},Tea,{n % 5 + 3}.50\n" for n in range(1, 60)]
    path.write_text(f"Receipt,{title},Date,Product,Amount\n" + "".join(rows), "utf-8")
    (source,) = expand([path], NULL_CONTEXT)
    file = preview(source, NULL_CONTEXT)
    assert dict(file.mapping.fields).keys() & {Field.CUSTOMER_ID, Field.CUSTOMER_NAME}


@pytest.mark.parametrize(
    "word", ["発送待ち", "楽天処理中", "注文確認待ち", "出荷準備中", "配達完了"]
)
def test_that_orders_on_their_way_in_japan_are_no_unknown_words(word: str) -> None:
    assert state_of(word) is RowState.COUNTS
    assert is_known(word)


@pytest.mark.parametrize(
    ("family", "given", "told"),
    [("山本", "蓮", "山本蓮"), ("高", "さくら", "高さくら"), ("김", "민수", "김민수"),
     ("Meyer", "Anna", "Anna Meyer"), ("王", "Anna", "Anna 王"), ("王", "", "王")],
)  # fmt: skip
def test_that_a_name_is_written_as_it_is_said(
    tmp_path: Path, family: str, given: str, told: str
) -> None:
    """Orders and lists alike; whose order it is stays as it was told before."""
    rows = "".join(f"{n},2024-03-{n:02},{family},{given},a@b.de,9.50\n" for n in range(1, 9))
    path = write(tmp_path / "o.csv", "注文番号,注文日,姓,名,メールアドレス,合計金額\n" + rows)
    (block,) = read(path).blocks
    assert block.customers.name.tolist() == [told]
