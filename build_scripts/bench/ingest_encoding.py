"""Encodings: order files in 15 languages, read without being told which code page they are in.

A file counts only when its whole text is decoded exactly as it was written. Files differ in the
share of rows with a letter beyond ASCII, since that is where detectors that look at the whole file
collapse (chardet 7.7 reaches 0.51 and charset-normalizer 3.5 0.59 at 3 %).
"""

from __future__ import annotations

import io
import json
import random
from pathlib import Path

from clm_desktop.core.run import NULL_CONTEXT
from clm_desktop.ingest.cutting.encoding import detect
from clm_desktop.ingest.cutting.scan import scan

# Language -> (code pages that its shops' exports come in, names and goods).
LANGUAGES = {
    "zh_CN": (
        "gb18030",
        """
        张伟 王芳 李娜 刘洋 陈静 杨敏 赵磊 黄丽 周杰 吴霞 北京市朝阳区 上海 广州天河
        成都武侯区 纯棉短袖衬衫 女士羊毛围巾 儿童运动鞋 不锈钢保温杯 无线蓝牙耳机 洗发水
        已付款 交易成功 满减优惠
        """,
    ),
    "zh_TW": (
        "big5",
        """
        陳怡君 林志明 黃淑芬 張家豪 李美玲 王建國 吳雅婷 劉俊傑 臺北市大安區 高雄市
        臺中市西屯區 純棉短袖襯衫 羊毛圍巾 兒童運動鞋 不鏽鋼保溫杯 藍牙耳機 洗髮精 已付款
        交易完成 訂單
        """,
    ),
    "ja": (
        "cp932 euc-jp",
        """
        佐藤健太 鈴木陽子 高橋直樹 田中美咲 渡辺大輔 東京都新宿区 大阪市北区 横浜市 名古屋市
        コットンシャツ ウールのマフラー こども用スニーカー ステンレスボトル
        ワイヤレスイヤホン お支払い済み りんごジュース
        """,
    ),
    "ko": (
        "cp949",
        """
        김민준 이서연 박지훈 최수빈 정예은 강동원 조현우 서울특별시 강남구 부산광역시 대구
        인천 면 셔츠 양모 목도리 아동 운동화 스테인리스 보온병 무선 이어폰 샴푸 결제완료
        배송중
        """,
    ),
    "ru": (
        "cp1251 koi8-r",
        """
        Иванов Сергей Петрова Анна Смирнов Дмитрий Кузнецова Ольга Попов Москва
        Санкт-Петербург Новосибирск Рубашка хлопок Шерстяной шарф Детские кроссовки Термос
        Наушники Шампунь Оплачено
        """,
    ),
    "uk": (
        "cp1251",
        """
        Шевченко Оксана Коваленко Андрій Бондаренко Юлія Ткаченко Київ Львів Харків Одеса
        Сорочка бавовняна Вовняний шарф Дитячі кросівки Термос Навушники Шампунь Сплачено
        їжа
        """,
    ),
    "de": (
        "cp1252",
        """
        Jürgen Müller Käthe Weiß Björn Schröder Günther Köhler Düsseldorf München Köln
        Würzburg Kühltasche Räucherlachs Fußmatte Gewürzmühle Holzlöffel Türkranz
        Blümchenbluse Größe
        """,
    ),
    "fr": (
        "cp1252",
        """
        François Lefèvre Hélène Gauthier Jérôme Bérenger Zoé Béatrice Noël Besançon Nîmes
        Orléans Crème brûlée Théière émaillée Écharpe à carreaux Bougie parfumée Château
        Sœur Reçu
        """,
    ),
    "es": (
        "cp1252",
        """
        José Muñoz María Peña Andrés Núñez Begoña Martínez Málaga Cádiz León Coruña Jamón
        ibérico Cinturón piel Paño cocina Camisón Sábana algodón Champú niños
        """,
    ),
    "pt": (
        "cp1252",
        """
        João Conceição Inês Magalhães António Simões São Paulo Évora Guimarães Pão de forma
        Calção Sabão líquido Coração Azulejo avião Lençóis Água Açúcar
        """,
    ),
    "sv_da": (
        "cp1252",
        """
        Åsa Öberg Björn Sjöström Jørgen Sørensen Kåre Håkansson Malmö Göteborg Århus Tromsø
        Köksförkläde Smörkniv Blåbærsyltetøj Rødvin Påskägg Ullstrømpor
        """,
    ),
    "pl": (
        "cp1250 iso8859-2",
        """
        Łukasz Wiśniewski Małgorzata Dąbrowska Żaneta Wójcik Kraków Łódź Gdańsk Poznań
        Koszula bawełniana Szalik wełniany Kubek żółty Świeca Książka Ręcznik Złoty
        pierścionek
        """,
    ),
    "cs": (
        "cp1250 iso8859-2",
        """
        Jiří Dvořák Kateřina Černá Zdeněk Růžička Tomáš Němec Plzeň Ústí Košice Žilina
        Bavlněná košile Vlněná šála Dětské boty Hrníček Svíčka Kniha Ručník Šampon
        """,
    ),
    "hu": (
        "cp1250",
        """
        Szűcs Győző Erdős Károly Kovács Ágnes Tóth Béla Győr Pécs Szőlőlé Pamutpulóver
        Gyapjúsál Gyerekcipő Törölköző Könyv Bögre Tűzőgép Fűszer
        """,
    ),
    "tr": (
        "cp1254",
        """
        Ayşe Yılmaz Çağla Öztürk İbrahim Şahin Gülşen Doğan İstanbul Eskişehir Muğla Pamuklu
        gömlek Yün atkı Çocuk ayakkabısı Kahve fincanı Şampuan Ödendi Kargoya verildi
        """,
    ),
    "el": (
        "cp1253",
        """
        Γιώργος Παπαδόπουλος Μαρία Νικολάου Ελένη Ιωάννου Αθήνα Θεσσαλονίκη Πάτρα Βαμβακερό
        πουκάμισο Μάλλινο κασκόλ Παιδικά παπούτσια Κούπα Κερί Βιβλίο Πετσέτα
        """,
    ),
    "he": (
        "cp1255",
        """
        יעקב כהן שרה לוי דוד מזרחי רחל פרץ תל אביב ירושלים חיפה חולצת כותנה צעיף צמר נעלי
        ילדים ספל נר ספר
        """,
    ),
    "ar": (
        "cp1256",
        """
        محمد عبدالله فاطمة حسن أحمد علي خديجة الرياض القاهرة دبي قميص قطن وشاح صوف حذاء
        أطفال كوب شمعة كتاب
        """,
    ),
    "th": (
        "cp874",
        """
        สมชาย ใจดี สุดา วงศ์ไทย กรุงเทพ เชียงใหม่ เสื้อเชิ้ตผ้าฝ้าย ผ้าพันคอ รองเท้าเด็ก
        แก้วน้ำ เทียนหอม หนังสือ
        """,
    ),
    "lt_lv": (
        "cp1257",
        """
        Jūratė Žukauskienė Šarūnas Pētersons Jānis Bērziņš Klaipėda Jelgava Medvilniniai
        marškiniai Vilnonis šalikas Šķīvis Grāmata Rankšluostis Žvakė
        """,
    ),
}
SHARES = (1.0, 0.2, 0.03)
SEEDS = 5
ROWS = 400
SMALL_ROWS = 10


def main(json_path: Path | None) -> None:
    """Make the files, detect, print the share that is decoded whole."""
    columns = [*(f"{share:.0%} of rows" for share in SHARES), "10 rows"]
    answer: dict[str, dict[str, float]] = {}
    print(f"{'':24}" + "".join(f"{c:>14}" for c in columns))
    for hinted in (True, False):
        name = "with code page as hint" if hinted else "without hint"
        shares = [*((s, ROWS) for s in SHARES), (1.0, SMALL_ROWS)]
        right = [_share_right(share, rows, hinted=hinted) for share, rows in shares]
        answer[name] = dict(zip(columns, right, strict=True))
        print(f"{name:24}" + "".join(f"{r:14.3f}" for r in right))
    if json_path is not None:
        json_path.write_text(json.dumps(answer), "utf-8")


def _share_right(share: float, n_rows: int, *, hinted: bool) -> float:
    outcomes = []
    wrong: dict[str, int] = {}
    for language, (codecs, words) in LANGUAGES.items():
        for codec in codecs.split():
            for seed in range(SEEDS):
                text = _file(words.split(), share, n_rows, _seeded(language, seed))
                content = text.encode(codec)
                seen = scan(io.BytesIO(content), len(content), NULL_CONTEXT)
                # Code pages that are no system's own give no hint.
                hint = codec if hinted and codec.startswith(("cp", "gb", "big")) else ""
                read = detect(seen, hint).encoding
                is_right = content.decode(read, "replace") == text
                outcomes.append(is_right)
                if not is_right:
                    key = f"{language} {codec} as {read}"
                    wrong[key] = wrong.get(key, 0) + 1
    if wrong:
        print(f"  wrong at {share:.0%} of {n_rows} rows: {wrong}")
    return sum(outcomes) / len(outcomes)


def _seeded(language: str, seed: int) -> random.Random:
    return random.Random(f"{language}{seed}")  # noqa: S311 - made-up orders, no secrets


def _file(words: list[str], share: float, n_rows: int, rng: random.Random) -> str:
    """An order file: ids, dates, amounts and a name and an article that may be beyond ASCII."""
    plain = ["Anna Berg", "Tom Hill", "Mug blue", "Candle 20 cm", "Gift card", "T-Shirt M"]
    lines = ["order_id,date,name,article,quantity,total"]
    for i in range(n_rows):
        local = rng.random() < share or i == n_rows // 2
        pick = (lambda: f"{rng.choice(words)} {rng.choice(words)}") if local else (
            lambda: rng.choice(plain)
        )  # fmt: skip
        day = f"2024-{rng.randrange(1, 13):02d}-{rng.randrange(1, 29):02d}"
        lines.append(f"{1000 + i},{day},{pick()},{pick()},{rng.randrange(1, 9)},{i}.50")
    return "\r\n".join(lines) + "\r\n"


if __name__ == "__main__":
    main(None)
