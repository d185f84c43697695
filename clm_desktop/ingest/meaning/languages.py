"""What people call their columns in languages other than English, German and Chinese.

``NAMES`` as in ``synonyms``, but one text per language, the best name first; accents and case do
not matter. They are what shop systems, tills and bookkeeping programs of these countries print.
"""

from __future__ import annotations

from clm_desktop.ingest.types import Field as F

# Plain words for a buyer: numbers or names stand below them, and better names stand above them.
BARE = (
    "client|member|cliente|klient|kontrahent|kupujący|nabywca|zákazník|odběratel|müşteri|alıcı|покупатель"
    "|клиент|заказчик|контрагент|покупець|клієнт|kund|køber|asiakas|vevő|ügyfél|πελάτης|العميل"
    "|المشتري|الزبون|مشتری|לקוח|ลูกค้า|ผู้ซื้อ|khách hàng|người mua|pelanggan|pembeli|お客様|顧客"
    "|得意先|고객|ग्राहक|who|wer|qui|quien|quem|chi|谁|客人|sold to|bill to|account name"
)

# What Excel writes above the first column of a pivot table.
PIVOT_LABELS = frozenset(
    {"rowlabels", "zeilenbeschriftungen", "etiquettesdelignes", "etiquetasdefila", "行标签"}
    | {"rotulosdelinha", "etichettediriga", "rijlabels", "etykietywierszy", "行ラベル"}
    | {"названиястрок", "satıretiketleri", "radetiketter", "행레이블", "列标籤"}
)

NAMES: dict[F, tuple[str, ...]] = {
    F.ORDER_ID: (
        "numero dell ordine|n ordine|no ordine|n de recibo|numero de recibo|收据号|收据编号"
        "|票据号|číslo účtenky",
        "reference de commande|n de facture|no de facture|numero facture|n facture|n ticket"
        "|no commande|numero de ticket|ref commande|n de ticket|id commande",
        "numero de orden|orden|n de pedido|id pedido|id de pedido|factura|numero de factura"
        "|n factura|n de factura|numero factura|no pedido|ticket|folio|no de venta|n de venta"
        "|numero de venta|referencia del pedido",
        "id ordine|numero fattura|fattura|n fattura|scontrino|numero scontrino",
        "n do pedido|id do pedido|nota fiscal|numero da encomenda|encomenda|codigo do pedido",
        "ordernr|order nr|factuurnr|bonnummer|bonnr|bestelling|bestelnr",
        "numer zamówienia|nr zamówienia|zamówienie|id zamówienia|nr faktury|numer faktury|faktura"
        "|paragon|nr paragonu|numer paragonu|numer dokumentu|nr dokumentu",
        "číslo objednávky|objednávka|kód objednávky|id objednávky|číslo faktury|číslo dokladu"
        "|variabilní symbol|variabilný symbol",
        "sipariş no|sipariş numarası|sipariş id|sipariş kodu|sipariş|fatura no|fatura numarası"
        "|fiş no|belge no",
        "номер заказа|no заказа|заказ|id заказа|код заказа|номер чека|чек|no чека|номер накладной"
        "|номер счета|номер документа|документ|номер отправления|номер замовлення|замовлення"
        "|no замовлення|номер на поръчка|поръчка",
        "ordrenummer|ordrenr|ordrenr.|ordre|order nummer|beställningsnummer|beställning|bestilling"
        "|fakturanummer|fakturanr|fakturanr.|kvittonummer|kvittonr|bilagsnummer|tilausnumero"
        "|tilaus|tilauksen numero",
        "rendelésszám|rendelés száma|rendelés azonosító|rendelés|rendelési szám|számlaszám"
        "|bizonylatszám|număr comandă|nr comandă|număr comanda|comanda|comandă|id comandă"
        "|nr factură|număr factură",
        "αριθμός παραγγελίας|παραγγελία|αρ παραγγελίας|κωδικός παραγγελίας|αριθμός παραστατικού",
        "رقم الطلب|رقم الطلبية|الطلب|رقم الفاتورة|الفاتورة|معرف الطلب|مرجع الطلب|شماره سفارش"
        "|کد سفارش",
        "מספר הזמנה|הזמנה|מס הזמנה|מספר חשבונית|חשבונית",
        "เลขที่คำสั่งซื้อ|หมายเลขคำสั่งซื้อ|คำสั่งซื้อ|เลขที่ใบเสร็จ|เลขที่บิล|หมายเลขออเดอร์|เลขที่เอกสาร|เลขที่ใบสั่งซื้อ",
        "mã đơn hàng|số đơn hàng|đơn hàng|mã hóa đơn|số hóa đơn|mã đơn",
        "nomor pesanan|no pesanan|id pesanan|no order|no invoice|nomor invoice|nomor faktur"
        "|no faktur|pesanan|nombor pesanan|no struk|nomor struk",
        "注文番号|注文id|オーダー番号|オーダーid|伝票番号|伝票no|レシート番号|受注no|受注id|取引id",
        "주문번호|주문 번호|주문id|상품주문번호|영수증번호|거래번호|주문서번호",
        "ऑर्डर नंबर|ऑर्डर संख्या|ऑर्डर आईडी|अर्डर नंबर",
    ),
    F.CUSTOMER_ID: (
        "id contato|n de socio|no de socio|numero de socio|patientennummer|patientennr|学员编号",
        "numero du client|n du client|no client|ref client|reference client|compte client|membre",
        "id del cliente|numero cliente|n cliente|codigo de cliente|no cliente|codigo del cliente",
        "id cliente|cod cliente|codice del cliente|tessera|numero tessera",
        "id do cliente|codigo cliente|cod cliente|matricula",
        "klantnr|klant nr|klantcode|debiteurnummer|lidnummer",
        "numer klienta|nr klienta|id klienta|kod klienta|identyfikator klienta",
        "číslo zákazníka|id zákazníka|kód zákazníka|číslo zákazníkov",
        "müşteri no|müşteri numarası|müşteri id|müşteri kodu|cari kodu|üye no|üye numarası",
        "код клиента|id клиента|номер клиента|код покупателя|id покупателя|номер карты|карта"
        "|код контрагента|id пользователя|код клієнта|клиентски номер",
        "kundenummer|kundenr|kundnummer|kundnr|kund id|medlemsnummer|medlemsnr|asiakasnumero",
        "vevőkód|vevő azonosító|ügyfélszám|ügyfélkód|cod client|id client",
        "κωδικός πελάτη|αριθμός πελάτη",
        "رقم العميل|معرف العميل|كود العميل|رقم الزبون|رقم العضوية|کد مشتری|شماره مشتری",
        "מספר לקוח|מס לקוח|קוד לקוח",
        "รหัสลูกค้า|หมายเลขลูกค้า|รหัสสมาชิก|หมายเลขสมาชิก|เลขสมาชิก",
        "mã khách hàng|mã kh|mã thành viên",
        "id pelanggan|kode pelanggan|nomor pelanggan|no pelanggan|no member",
        "顧客番号|顧客no|会員no|会員コード|お客様番号|お客様コード|得意先コード",
        "고객 번호|고객코드|회원번호|회원id|회원아이디|구매자id|주문자id",
        "kundenkarte|kundenkartennummer|kundenkartennr|kartennummer|kartennr",
    ),
    F.CUSTOMER_NAME: (
        "nombre del comprador|nome do contato|rechnungsempfänger|bill full name|socio|购买人"
        "|购买人姓名|收件人姓名|订购人|订购人姓名|下单人",
        "nom de l acheteur|raison sociale|destinataire|nom et prenom|nom prenom",
        "nombre y apellidos|nombre completo|razon social|destinatario|nombre de cliente",
        "ragione sociale|nominativo|acquirente|cliente nome|nome e cognome",
        "nome completo|nome do comprador|razao social|comprador",
        "naam klant|volledige naam|bedrijfsnaam|besteller",
        "nazwa klienta|imię i nazwisko|odbiorca|imię i nazwisko klienta",
        "jméno zákazníka|jméno|meno zákazníka|meno|meno a priezvisko|jméno a příjmení",
        "müşteri adı|ad soyad|adı soyadı|alıcı adı|müşteri adı soyadı|müşteri ismi|cari adı"
        "|cari ünvanı",
        "фио|фио клиента|фио покупателя|имя клиента|имя|имя покупателя|получатель|фио получателя"
        "|наименование клиента|піб|клиент име|име на клиент",
        "kundnamn|kundenavn|navn|namn|kunde navn|asiakkaan nimi|nimi",
        "vevő neve|név|ügyfél neve|megrendelő|nume client|nume|numele clientului|cumpărător",
        "όνομα πελάτη|ονοματεπώνυμο|επωνυμία|όνομα",
        "اسم العميل|اسم المشتري|اسم الزبون|الاسم|الاسم الكامل|اسم المستلم|نام مشتری",
        "שם לקוח|שם הלקוח|שם מלא|שם",
        "ชื่อลูกค้า|ชื่อผู้ซื้อ|ชื่อผู้รับ|ชื่อ-นามสกุล|ชื่อ|ชื่อสมาชิก",
        "tên khách hàng|họ tên|họ và tên|tên người mua|tên người nhận",
        "nama pelanggan|nama pembeli|nama penerima|nama lengkap|nama|nama customer",
        "お客様氏名|購入者様|注文者様|会員名|得意先名|ご注文者|送付先氏名",
        "구매자명|주문자명|고객명|고객 이름|구매자 이름|성명|이름|수취인|수취인명|수령인|받는사람"
        "|회원명|주문자 이름",
        "ग्राहक का नाम|ग्राहक नाम|नाम",
    ),
    F.FIRST_NAME: (
        "nombre de pila|nome proprio|voornaam|imię|křestní jméno|krstné meno|förnamn|fornavn"
        "|etunimi|keresztnév|prenume|имя|ім я",
    ),
    F.LAST_NAME: (
        "注文者姓|姓",
        "nom de famille|apellido|apellidos|cognome|sobrenome|apelido|achternaam|nazwisko|příjmení"
        "|priezvisko|soyad|soyadı|фамилия|прізвище|efternamn|efternavn|etternavn|sukunimi"
        "|vezetéknév|επώνυμο|اسم العائلة|שם משפחה|นามสกุล",
    ),
    F.EMAIL: (
        "adresse mail|adresse electronique|adresse courriel|mail client|email acheteur",
        "correo electronico del cliente|email del cliente|correo cliente|email do cliente"
        "|e mail do cliente|indirizzo email|posta elettronica|email acquirente",
        "e mailadres|mailadres|emailadres|adres e mail|e mail klienta|email klienta|adres email"
        "|email kupującego",
        "e mail zákazníka|email zákazníka|e posta|eposta|e posta adresi|müşteri e posta",
        "электронная почта|эл почта|почта|email покупателя|e mail покупателя|email клиента|имейл"
        "|електронна пошта|e postadress|epost|e post|sähköposti|e mail cím|email cím|adresă email"
        "|adresa de email",
        "ηλεκτρονικό ταχυδρομείο|البريد الإلكتروني|البريد الالكتروني|بريد العميل|الإيميل|الايميل"
        "|ایمیل|דואר אלקטרוני|אימייל|דואל|อีเมล|อีเมล์|อีเมลลูกค้า|thư điện tử|surel",
        "メール|eメールアドレス|e-mailアドレス|이메일주소|이메일 주소|메일|ईमेल",
    ),
    F.PHONE: (
        "no telp pembeli|no hp pembeli",
        "portable|numero de portable|tel portable|movil|telefono movil|numero de telefono|celular"
        "|cellulare|numero di telefono|telemovel|telefoonnummer|mobiel|telefoon",
        "nr telefonu|numer telefonu|telefon klienta|telefon komórkowy|komórka|telefonní číslo"
        "|telefónne číslo|mobilní telefon",
        "telefon no|telefon numarası|cep telefonu|cep|gsm|müşteri telefon",
        "телефон|номер телефона|тел|мобильный|мобильный телефон|телефон покупателя|телефон клиента"
        "|номер телефону|телефонен номер",
        "telefonnr|mobilnr|mobiltelefonnummer|puhelin|puhelinnumero|telefonszám|număr telefon"
        "|număr de telefon|τηλέφωνο|κινητό|κινητό τηλέφωνο",
        "رقم الجوال|الجوال|رقم الهاتف|الهاتف|الموبايل|رقم الموبايل|هاتف العميل|شماره تلفن|موبایل"
        "|טלפון|טלפון נייד|נייד",
        "เบอร์โทรศัพท์|เบอร์โทร|โทรศัพท์|เบอร์มือถือ|มือถือ|หมายเลขโทรศัพท์|เบอร์ติดต่อ",
        "số điện thoại|điện thoại|sđt|nomor telepon|no telepon|no hp|nomor hp|no telp|telepon"
        "|no telefon|nombor telefon",
        "電話|携帯電話|携帯番号|tel|お電話番号|휴대전화|휴대폰번호|핸드폰|연락처|구매자연락처"
        "|구매자 연락처|주문자연락처|주문자 연락처|고객 연락처|फ़ोन|फोन|मोबाइल|मोबाइल नंबर",
    ),
    F.CITY: (
        "localidad|poblacion|cidade|plaats|woonplaats|miasto|miejscowość|město|mesto|şehir|il"
        "|город|місто|град|stad|kaupunki|város|település|oraș|localitate|πόλη|المدينة|شهر|עיר"
        "|จังหวัด|เมือง|thành phố|tỉnh thành|kota|bandar|市区町村|도시|시군구|शहर",
    ),
    F.COUNTRY: (
        "pais|kraj|země|krajina|ülke|страна|країна|държава|maa|ország|țara|țară|χώρα|الدولة|البلد"
        "|מדינה|ประเทศ|quốc gia|negara|国|국가|देश",
    ),
    F.DATE: (
        "date de la vente|date de creation|date d ajout|date et heure|date paiement"
        "|date de paiement|jour|horodatage|date d ajout au panier",
        "fecha pedido|fecha de venta|fecha venta|fecha factura|fecha de factura|fecha y hora"
        "|fecha de creacion|fecha de pago",
        "data dell ordine|data ordine|data di vendita|data fattura|data e ora|data di acquisto",
        "data pedido|data de venda|data da venda|data da encomenda|data de criacao|data e hora"
        "|data de pagamento",
        "bestel datum|factuurdatum|verkoopdatum|aankoopdatum|orderdatum|datum en tijd",
        "data zamówienia|data złożenia|data złożenia zamówienia|data sprzedaży|data zakupu"
        "|data faktury|data wystawienia|data utworzenia|data dodania|data i godzina",
        "datum objednávky|dátum objednávky|datum vytvoření|datum prodeje|datum vystavení|dátum"
        "|datum nákupu|vytvořeno",
        "sipariş tarihi|tarih|satış tarihi|fatura tarihi|işlem tarihi|oluşturma tarihi"
        "|sipariş tarihi ve saati|alışveriş tarihi",
        "дата заказа|дата|дата и время|дата продажи|дата покупки|дата создания|дата чека"
        "|дата документа|дата оплаты|дата оформления|дата замовлення|дата на поръчка"
        "|принят в обработку",
        "ordredato|dato|beställningsdatum|köpdatum|inköpsdatum|salgsdato|kjøpsdato|fakturadatum"
        "|fakturadato|bestillingsdato|tilauspäivä|päivämäärä|pvm",
        "rendelés dátuma|rendelés ideje|rendelés időpontja|dátum|kelt|számla kelte|vásárlás dátuma"
        "|teljesítés|data comenzii|data comandă|data comanda|dată|data factură|data facturii",
        "ημερομηνία παραγγελίας|ημερομηνία|ημ νία|ημερομηνία αγοράς",
        "تاريخ الطلب|التاريخ|تاريخ الشراء|تاريخ الفاتورة|تاريخ البيع|تاريخ الإنشاء|وقت الطلب"
        "|تاریخ سفارش|تاریخ",
        "תאריך הזמנה|תאריך|תאריך רכישה|תאריך חשבונית",
        "วันที่สั่งซื้อ|วันที่|วันที่ทำรายการ|วันที่ขาย|วันเวลาที่สั่งซื้อ|เวลาที่สั่งซื้อ"
        "|วันที่ทำการสั่งซื้อ|วันที่ชำระเงิน|วันที่ทำรายการสั่งซื้อ",
        "ngày đặt hàng|ngày đặt|ngày|ngày bán|ngày mua|ngày tạo|ngày tạo đơn|ngày hóa đơn"
        "|thời gian đặt hàng|thời gian|ngày giờ",
        "tanggal pesanan|tanggal order|tanggal|tanggal pembelian|tanggal transaksi|tgl"
        "|tanggal penjualan|waktu pesanan dibuat|waktu pembayaran|tanggal pembayaran|tarikh"
        "|tarikh pesanan",
        "注文日|注文日時|購入日|購入日時|受注日|日付|販売日|売上日|売上日時|取引日時|取引日|決済日"
        "|決済日時|年月日|来店日|会計日|会計日時|利用日|ご注文日",
        "주문일|주문일시|주문일자|주문 일시|주문 날짜|주문날짜|결제일시|결제일자|판매일|판매일자"
        "|구매일|구매일자|거래일|거래일시|날짜|일자|일시",
        "दिनांक|तारीख|ऑर्डर की तारीख|ऑर्डर दिनांक",
        "bondatum|kassendatum|verkaufszeit|datum/uhrzeit|datum uhrzeit",
    ),
    F.TIME: (
        "heure de commande|heure de vente|hora del pedido|hora do pedido|tijd|tijdstip|godzina|čas"
        "|saat|время|час|tid|tidspunkt|klockslag|klokkeslett|kellonaika|időpont|idő|oră|ώρα|الوقت"
        "|שעה|เวลา|giờ|jam|waktu|時刻|時間|시간|समय",
    ),
    F.PRODUCT_ID: (
        "ref produit|code produit|ref article|referencia|codigo|codigo articulo|codigo producto"
        "|codigo do produto|cod produto|codice prodotto|cod articolo",
        "artikelcode|productcode|productnummer|kod produktu|indeks|symbol|kod towaru|kód produktu"
        "|kód zboží|kód tovaru|číslo zboží|ürün kodu|stok kodu|barkod|ürün id",
        "артикул|код товара|штрихкод|код номенклатуры|id товара|артикул товара|код товару",
        "varenummer|varenr|artikelnr|artnr|tuotenumero|tuotekoodi|cikkszám|termékkód|cod produs"
        "|κωδικός προϊόντος|κωδικός είδους",
        "رقم المنتج|كود المنتج|رمز المنتج|رمز sku|کد محصول|מקט|קוד מוצר|รหัสสินค้า|บาร์โค้ด"
        "|รหัสบาร์โค้ด|mã sản phẩm|mã hàng|mã sku|kode produk|kode barang|sku produk|nomor sku"
        "|kod produk",
        "商品コード|商品番号|商品id|品番|janコード|商品管理番号|상품코드|상품번호|상품 코드|바코드"
        "|품번",
    ),
    F.PRODUCT_NAME: (
        "nome dell articolo|artikeltitel|název položky|názov položky|tuotteen nimi"
        "|titulo de la publicacion|titulo do anuncio|products name|cuota|주문상품명|课程名称"
        "|课程|服务项目|服务名称|项目名称",
        "libelle produit|nom de l article|designation produit|intitule|nombre de producto"
        "|descripcion|nombre del articulo|concepto|descrizione|nome articolo|nome do item"
        "|descricao|descricao do produto|omschrijving|artikelnaam",
        "nazwa produktu|produkt|towar|nazwa towaru|nazwa|pozycja|nazwa pozycji|název produktu"
        "|název zboží|zboží|název|položka|názov produktu|názov|tovar",
        "ürün|ürün adı|ürün ismi|stok adı|malzeme|mal hizmet",
        "товар|наименование|наименование товара|название товара|номенклатура|продукт|позиция"
        "|название|товари|назва товару|назва|стока|услуга",
        "produktnamn|produktnavn|vare|varenavn|benämning|artikelnamn|varetekst|beskrivning"
        "|beskrivelse|tuote|tuotenimi",
        "termék|terméknév|termék neve|megnevezés|cikk|produs|denumire produs|denumire|nume produs"
        "|προϊόν|περιγραφή|είδος|όνομα προϊόντος",
        "المنتج|اسم المنتج|الصنف|اسم الصنف|السلعة|البيان|الوصف|نام محصول|محصول|کالا",
        "מוצר|שם מוצר|שם המוצר|פריט|שם פריט|תיאור",
        "ชื่อสินค้า|สินค้า|รายการ|รายการสินค้า|รายละเอียดสินค้า",
        "tên sản phẩm|sản phẩm|tên hàng|mặt hàng|hàng hóa|tên hàng hóa",
        "nama produk|produk|nama barang|barang|item barang|nama item",
        "商品名|商品|商品名称|品名|品目名|アイテム名|メニュー|メニュー名",
        "상품명|상품|제품명|제품|품명|품목|품목명|메뉴|메뉴명|उत्पाद|उत्पाद का नाम",
    ),
    F.CATEGORY: (
        "famille|rayon|familia|reparto|categorie|rodzaj|kategoria|kategori|ürün grubu|категория"
        "|группа товаров|группа|категорія|tuoteryhmä|varugrupp|varegruppe|kategória|κατηγορία"
        "|الفئة|التصنيف|القسم|קטגוריה|หมวดหมู่|ประเภทสินค้า|danh mục|nhóm hàng|loại|部門|分類"
        "|품목군|분류|श्रेणी",
    ),
    F.QUANTITY: (
        "jumlah produk dibeli|cantidad del producto|quantidade comprada|unidades|item amount"
        "|products quantity",
        "quantite commandee|nombre|nb articles|nb|nbre|unidades|cant|pezzi|qta ordinata|unita"
        "|quant|qtde|hoeveelheid|aantal stuks|stuks",
        "ilość|ilość sztuk|liczba|liczba sztuk|szt|sztuk|množství|počet|počet kusů|ks|množstvo"
        "|adet|miktar|ürün adedi",
        "количество|кол во|кол|колво|шт|кількість|к сть|к ть|количество товара|брой",
        "antal|antall|määrä|kpl|mennyiség|darab|db|cantitate|cant|buc|ποσότητα|τεμάχια",
        "الكمية|كمية|العدد|عدد القطع|تعداد|כמות|จำนวน|จำนวนสินค้า|จำนวนชิ้น|số lượng|sl",
        "kuantitas|jumlah barang|jumlah|banyaknya|jumlah produk|kuantiti",
        "数量|個数|点数|販売数|注文数|購入数|수량|개수|판매수량|주문수량|मात्रा",
    ),
    F.UNIT_PRICE: (
        "cout de l article|coste de articulo|coste del articulo|costo articolo"
        "|costo dell articolo|artikelkosten|koszt pozycji|artikelkostnad|precio del producto"
        "|valor do produto|item unit price with vat",
        "prix de vente|prix ttc|prix ht|pu|pu ttc|pu ht|prix article|precio por unidad"
        "|precio venta|pvp|prezzo di vendita|prezzo cad|preco de venda|valor unitario"
        "|eenheidsprijs|verkoopprijs|prijs per stuk",
        "cena|cena brutto|cena jednostkowa|cena netto|cena za sztukę|cena jedn|cena za kus"
        "|jednotková cena|cena za ks|birim fiyat|fiyat|satış fiyatı|birim fiyatı",
        "цена|цена за единицу|цена за шт|цена продажи|цена товара|ціна|ціна за одиницю"
        "|единична цена|pris|styckpris|à pris|a pris|enhetspris|stykkpris|enhedspris|stykpris"
        "|yksikköhinta|hinta|ár|egységár|bruttó egységár|preț|preț unitar|τιμή|τιμή μονάδας",
        "سعر الوحدة|السعر|سعر المنتج|سعر|قیمت|מחיר|מחיר יחידה|ราคา|ราคาต่อหน่วย|ราคาต่อชิ้น"
        "|ราคาขาย|đơn giá|giá|giá bán|harga|harga satuan|harga jual|harga seunit",
        "単価|価格|販売価格|税込単価|税込価格|商品単価|단가|가격|판매가격|상품가격|상품단가|कीमत"
        "|मूल्य",
    ),
    F.LINE_TOTAL: (
        "positionssumme|suma spolu|suma celkom|celkom|ingresos por productos"
        "|receita por produtos|item total price with vat|상품별 총 주문금액|商品小计",
        "montant paye|montant facture|chiffre d affaires|prix paye|total ligne|montant ligne"
        "|total net|montant net|somme|sous total|total linea|monto|monto total|total pagado"
        "|importe con iva|ventas|venta total|importe neto|subtotal linea|precio total",
        "totale riga|prezzo totale|incasso|ricavo|fatturato|importo pagato|preco total|valor pago"
        "|montante|total da linha|valor da venda|valor do item|subtotaal|regeltotaal|omzet"
        "|bedrag incl btw",
        "wartość|wartość brutto|kwota|kwota brutto|razem|suma|wartość sprzedaży|wartość netto"
        "|do zapłaty|zapłacono|kwota zapłacona|cena celkem|celkem|částka|suma s dph|cena s dph"
        "|celková cena|celkem s dph|spolu|tržba|cena spolu",
        "tutar|satır tutarı|faturalanacak satır tutarı|toplam|toplam tutar|satış tutarı"
        "|ödenen tutar|toplam fiyat|net tutar|brüt tutar"
        "|ara toplam|satır toplamı|kdv dahil tutar|ciro",
        "сумма|стоимость|итого|всего|сумма продажи|сумма с ндс|оплачено|выручка|сумма оплаты"
        "|сумма покупки|общая стоимость|сума|вартість|всього|разом|обща сума|стойност",
        "belopp|summa|totalt|total pris|beløb|beløp|sum inkl mva|belopp inkl moms|totalbelopp"
        "|radsumma|linjetotal|omsætning|omsetning|försäljning|yhteensä|summa eur|loppusumma"
        "|kokonaishinta",
        "összeg|bruttó összeg|érték|bruttó érték|végösszeg|fizetett összeg|bruttó|ár összesen"
        "|összesen|sumă|sumă totală|valoare|valoare totală|suma|σύνολο|ποσό|αξία|συνολική αξία",
        "المجموع|الإجمالي|الاجمالي|المبلغ|القيمة|إجمالي السعر|السعر الإجمالي|المبلغ المدفوع"
        "|المبيعات|مبلغ|مبلغ کل|جمع|סכום|סהכ|סך הכל|סכום כולל|מחיר כולל",
        "ยอดรวม|รวม|ยอดเงิน|จำนวนเงิน|ราคารวม|ยอดขาย|ยอดชำระ|ราคาสุทธิ|รวมเงิน|ยอดสุทธิ|มูลค่า",
        "thành tiền|tổng tiền|số tiền|doanh thu|tổng giá trị|giá trị|tổng cộng|tiền hàng",
        "total harga|subtotal produk|total penjualan|nominal|jumlah bayar|total belanja"
        "|total bayar|jumlah harga|harga total|amaun|jumlah",
        "金額|小計|売上|売上高|売上金額|税込金額|合計|購入金額|支払金額|販売金額|税込合計"
        "|お買上金額|支払額",
        "금액|합계|총액|결제금액|결제 금액|판매금액|판매액|매출|매출액|실결제금액|총금액|구매금액"
        "|상품금액|총 금액",
        "राशि|कुल|कुल राशि",
        "bruttoumsatz|nettoumsatz|gesamtpreis brutto|gesamtpreis netto|betrag brutto|betrag netto",
    ),
    F.ORDER_TOTAL: (
        "importo totale ordine|importo totale dell ordine|totaalbedrag bestelling"
        "|totaal bestelling|végösszeg|bruttó végösszeg|totalsum|total price with vat|订单合计"
        "|订单总价|订单总计",
        "total de commande|montant de la commande|montant commande|total de la facture"
        "|montant total de la commande|total pedido|importe del pedido|importe pedido"
        "|total de la orden|total factura|valor do pedido|total da encomenda|valor total do pedido"
        "|totale dell ordine|importo ordine|totale fattura|totaalbedrag|ordertotaal|orderbedrag"
        "|factuurbedrag",
        "wartość zamówienia|kwota zamówienia|suma zamówienia|razem zamówienie|cena objednávky"
        "|celková cena objednávky|hodnota objednávky|sipariş tutarı|sipariş toplamı|fatura tutarı"
        "|genel toplam",
        "сумма заказа|стоимость заказа|итого по заказу|сумма чека|итого к оплате|сума замовлення"
        "|ordersumma|ordrebeløp|ordretotal|ordrebeløb|tilauksen summa|rendelés összege"
        "|rendelés értéke|total comandă|valoare comandă|σύνολο παραγγελίας",
        "إجمالي الطلب|مجموع الطلب|قيمة الطلب|مبلغ الطلب|إجمالي الفاتورة|סהכ הזמנה|סכום הזמנה"
        "|ยอดรวมคำสั่งซื้อ|ยอดคำสั่งซื้อ|จำนวนเงินทั้งหมด|tổng đơn hàng|tổng giá trị đơn hàng"
        "|giá trị đơn hàng|total pesanan|nilai pesanan|total pembayaran|jumlah pesanan",
        "合計金額|注文合計|ご請求金額|総合計|注文総額|受注金額|주문금액|총주문금액|총 주문금액"
        "|주문총액|총결제금액",
    ),
    F.REFUND: (
        "remboursement|rembourse|montant rembourse|reembolso|importe reembolsado|rimborso"
        "|importo rimborsato|valor reembolsado|terugbetaling|terugbetaald|zwrot|kwota zwrotu"
        "|vrácená částka|refundace|iade tutarı|возврат|сумма возврата|återbetalning|refusjon"
        "|refundering|tilbagebetaling|visszatérítés|rambursare|المبلغ المسترد|مبلغ الاسترداد"
        "|เงินคืน|ยอดคืนเงิน|hoàn tiền|số tiền hoàn|pengembalian dana|返金額|返金|환불금액|환불",
    ),
    F.STATUS: (
        "etat|etat de la commande|statut commande|statut de paiement|estado de la orden"
        "|estado de pago|estado do pedido|situacao|situacao do pedido|status do pagamento"
        "|stato dell ordine|orderstatus|bestelstatus|betaalstatus",
        "status zamówienia|stan zamówienia|stan|stav|stav objednávky|sipariş durumu"
        "|sipariş statüsü|durum"
        "|ödeme durumu|статус|статус заказа|состояние|статус оплаты|статус замовлення|стан"
        "|ordrestatus|tila|tilauksen tila|állapot|státusz|rendelés állapota|stare|stare comandă"
        "|status comandă|κατάσταση|κατάσταση παραγγελίας",
        "حالة الطلب|الحالة|حالة الدفع|وضعیت|وضعیت سفارش|סטטוס|סטטוס הזמנה|מצב|สถานะ"
        "|สถานะคำสั่งซื้อ|สถานะการสั่งซื้อ|trạng thái|trạng thái đơn hàng|tình trạng"
        "|status pesanan",
        "ステータス|受注ステータス|状態|状況|注文状況|対応状況|상태|주문상태|주문 상태|처리상태"
        "|결제상태|स्थिति",
    ),
    F.CURRENCY: (
        "divisa|valuta ordine|moeda|munteenheid|waluta|měna|mena|para birimi|döviz|валюта|valuutta"
        "|pénznem|deviza|monedă|νόμισμα|العملة|ارز|מטבע|สกุลเงิน|tiền tệ|loại tiền|mata uang|通貨"
        "|통화",
    ),
    F.CHANNEL: (
        "canal|canal de vente|magasin|boutique|point de vente|canal de venta|tienda|sucursal"
        "|canale|negozio|punto vendita|canal de venda|loja|winkel|verkoopkanaal|kanał sprzedaży"
        "|sklep|źródło|prodejna|zdroj|mağaza|şube|satış kanalı|магазин|канал продаж|точка продаж"
        "|источник|butik|butikk|kanava|üzlet|bolt|csatorna|magazin|κατάστημα|الفرع|المتجر"
        "|قناة البيع|ערוץ|סניף|สาขา|ร้าน|ช่องทาง|cửa hàng|chi nhánh|kênh bán|toko|cabang|店舗"
        "|店舗名|販売チャネル|매장|지점|판매처|판매채널|쇼핑몰",
    ),
    F.COUPON: (
        "code promo|code de reduction|bon de reduction|cupon|codigo de descuento"
        "|codigo promocional|cupom|buono|codice sconto|kortingscode|kod rabatowy|kupon|slevový kód"
        "|kupón|indirim kodu|kupon kodu|промокод|купон|rabattkod|rabatkode|rabattkode|alennuskoodi"
        "|kuponkód|cod reducere|κουπόνι|كود الخصم|الكوبون|קופון|คูปอง|โค้ดส่วนลด|mã giảm giá"
        "|kode voucher|kode promo|クーポン|クーポンコード|쿠폰|쿠폰코드",
    ),
}
