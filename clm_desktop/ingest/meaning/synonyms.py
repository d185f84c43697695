"""What people call their columns, in English, German, Chinese and the commonest of neighbours.

``NAMES`` are whole header cells (compared by ``headers.key``), the best first. ``PARTS`` are
patterns searched in the words of a header cell, for names nobody has listed.
"""

from __future__ import annotations

import re

from clm_desktop.ingest.types import Field as F

NAMES: dict[F, str] = {
    F.ORDER_ID: (
        "order id|order number|order no|order nr|orderid|order|order #|order reference|invoice no"
        "|invoice|invoice id|invoice number|receipt|receipt no|receipt number|receipt id"
        "|transaction id|transaction|bill no|ticket|ticket no|ticket number|basket id|sales order"
        "|document no|document number|checkout id|increment id|sale id|sale no|sale number"
        "|bestellnummer|bestellnr|bestell nr|bestell id|bestellung|auftragsnummer|auftragsnr"
        "|auftrag|rechnungsnummer|rechnungsnr|rechnung|belegnummer|belegnr|beleg|bon|bonnummer"
        "|订单号|订单编号|订单id|订单|单号|主订单编号|交易号|流水号|小票号|订单序号|单据编号|单据号"
        "|n documento|numero documento|num documento|n doc"
        "|訂單編號|訂單號碼"
        "|numero de commande|commande|numero de pedido|pedido|numero ordine|ordine"
        "|注文番号|주문번호"
        "|n de commande|no de commande|n commande|numero commande|reference commande|facture"
        "|numero de facture|numero del pedido|n pedido|numero do pedido|numero pedido"
        "|numero d ordine"
        "|n ordine|bestelnummer|ordernummer|factuurnummer|受注番号|注文id|注文no|주문 번호"
    ),
    F.LINE_ID: (
        "line id|order item id|line item id|detail id|row id|行 id|子订单编号"
        "|子订单号|positionsnummer"
    ),
    F.CUSTOMER_ID: (
        "customer id|customer no|customer number|customer nr|customer key|customer code|customer"
        "|cust id|cust no|client id|client no|client number|client|user id|userid|user|member id"
        "|member no|member number|membership no|card no|card number|card id|loyalty id|loyalty card"
        "|buyer id|buyer username|buyer|account id|account no|contact id|partner id|household id"
        "|household key|visitor id|shopper id|person id|cid|uid"
        "|kundennummer|kundennr|kunden nr|kunden id|kunde|kundenkonto|kdnr|käufer|käufer id"
        "|mitglied|mitgliedsnummer|debitor|debitorennummer|debitornr|benutzer|benutzer id"
        "|客户id|客户编号|客户代码|客户号|会员id|会员编号|会员号|会员卡号|卡号|会员|用户id|用户编号"
        "|用户名|用户|顾客id|顾客编号|顾客|买家会员名|买家昵称|买家id|买家账号|买家"
        "|下单账号|下单帐号"
        "|客户|會員編號|客戶編號|会員id|顧客id|顧客番号|client no|id client|id cliente|cliente"
        "|numero client|n client|code client|identifiant client|codigo cliente|numero de cliente"
        "|socio|miembro|numero de socio|adhérent"
        "|codice cliente|codigo do cliente|klant|klantnummer|klant id|顧客コード|会員番号"
        "|고객번호|고객id"
    ),
    F.CUSTOMER_NAME: (
        "customer name|client name|buyer name|billing name|full name|name|recipient|recipient name"
        "|ship to name|shipping name|member name|contact name|contact|company|kundenname"
        "|name des kunden"
        "|vollständiger name|empfänger|firma|rechnungsname|客户名称|客户姓名|会员姓名|会员名称|姓名"
        "|收货人|收货人姓名|收件人|顾客姓名|用户昵称|昵称|联系人|nom|nombre|nome"
        "|nom client|nom du client|nom complet|acheteur|nombre del cliente|nombre cliente|comprador"
        "|nome cliente|nome del cliente|nome do cliente|klantnaam|naam|氏名|お名前|名前|注文者"
        "|注文者氏名"
        "|注文者名|購入者|購入者名|購入者氏名|顧客名|顧客氏名|お客様名|고객명|주문자|주문자명"
        "|구매자|구매자명"
        "|student|student name|pupil|patient|patient name|guest|guest name|subscriber|donor"
        "|donor name"
        "|card holder|cardholder|cardholder name|schüler|gast|patientin|学生|学员|学员姓名|患者"
        "|会员名"
    ),
    F.FIRST_NAME: "first name|firstname|given name|billing first name|vorname|prénom|prenom|名",
    F.LAST_NAME: (
        "last name|lastname|surname|family name|billing last name|nachname|familienname|姓"
    ),
    F.EMAIL: (
        "email|e mail|email address|customer email|billing email|buyer email|contact email|mail"
        "|kundenemail|kunden email|e mail adresse|emailadresse|mailadresse|邮箱|电子邮箱|电子邮件"
        "|邮件|客户邮箱|correo|correo electrónico|courriel|メールアドレス"
        "|adresse email|adresse e mail|email client|e mail client|e mail du client"
        "|correo del cliente"
        "|email cliente|注文者メールアドレス|購入者メールアドレス|eメール|이메일"
    ),
    F.PHONE: (
        "phone|phone number|mobile|mobile phone|mobile number|telephone|tel|cell|cell phone"
        "|customer phone|billing phone|buyer phone|contact phone|telefon|telefonnummer|handy"
        "|handynummer|mobil|mobilnummer|mobiltelefon|手机|手机号|手机号码|电话|联系电话|联系手机"
        "|电话号码|会员手机号|收货人手机号|收件人手机号|買家電話|電話|téléphone|teléfono|telefono"
        "|telephone client|numero de telephone|telefone|電話番号|注文者電話番号|联络电话|전화번호"
        "|휴대폰"
    ),
    F.CITY: (
        "city|town|billing city|shipping city|ship city|stadt|ort|wohnort|城市|市"
        "|收货人城市|ville|ciudad|città"
    ),
    F.COUNTRY: (
        "country|country code|billing country|shipping country|ship country|land|länderkürzel"
        "|国家|国家/地区|國家|pays|país|paese"
    ),
    F.DATE: (
        "order date|date|invoice date|purchase date|sale date|sales date|transaction date"
        "|created at|date created|order created|ordered at|ordered on|order time|order datetime"
        "|datetime|date time|timestamp|purchased at|purchased on|day|created|paid at|payment date"
        "|bestelldatum|datum|auftragsdatum|rechnungsdatum|kaufdatum|verkaufsdatum|belegdatum"
        "|bestellzeitpunkt|erstellt am|bestellt am|zeitpunkt|buchungsdatum"
        "|订单日期|下单时间|下单日期|订单时间|订单创建时间|创建时间|日期|时间|交易时间"
        "|交易日期|购买时间"
        "|购买日期|成交时间|销售日期|销售时间|消费时间|消费日期|付款时间|付款日期"
        "|支付时间|订单付款时间"
        "|支付日期|開單日期|訂單日期|fecha|date de commande|data|data ordine|注文日|購入日"
        "|date d achat|date de vente|date facture|date de facture|date de la commande"
        "|fecha de compra"
        "|fecha de pedido|fecha del pedido|data acquisto|data vendita|data do pedido|data da compra"
        "|besteldatum|注文日時|購入日時|受注日|受注日時|売上日|日時|주문일|주문일시|주문일자"
        "|결제일|lesson date"
    ),
    F.TIME: "time|time of day|uhrzeit|zeit|order time|时刻|heure|hora|ora",
    F.PRODUCT_ID: (
        "sku|product id|product code|product no|item id|item code|item number|item no|stock code"
        "|stockcode|article no|article number|article id|upc|ean|gtin|asin|barcode|variant sku"
        "|lineitem sku|style|artikelnummer|artikelnr|artikel nr|art nr|artikel id|produktnummer"
        "|produkt id|商品id|商品编号|商品编码|商品代码|产品id|产品编号|产品编码|货号|款号"
        "|条码|商家编码"
        "|规格编码|商品條碼|商品番号"
        "|reference article|reference produit|code article|codice articolo|codigo de producto"
        "|商品コード|品番|상품번호|상품코드"
    ),
    F.PRODUCT_NAME: (
        "product name|product|item name|item|description|product description|item description"
        "|product title|title|item title|article|article name|lineitem name|goods|goods name|dish"
        "|service|artikel|artikelname|artikelbezeichnung|bezeichnung|produkt|produktname"
        "|beschreibung|leistung|商品名称|商品|产品名称|产品|品名|宝贝标题|商品标题|标题"
        "|项目|菜品|菜品名称"
        "|商品名|货品名称|produit|producto|prodotto|品項"
        "|nom du produit|nom produit|designation|libelle|nombre del producto|nome prodotto|articolo"
        "|nome do produto|produto|articulo|productnaam|品目|상품명|제품명|what|bought|item bought"
        "|what they bought|was|quoi|cosa|东西|item sold"
    ),
    F.CATEGORY: (
        "category|category name|product category|product category name|product type|department"
        "|department name|item category|product group|product line|group"
        "|kategorie|warengruppe|produktgruppe|artikelgruppe|类别|商品类别|产品类别|分类|商品分类"
        "|类目|品类|商品一级类目|catégorie|categoría|categoria"
        "|カテゴリ|カテゴリー|카테고리"
    ),
    F.QUANTITY: (
        "quantity|qty|units|quantity ordered|quantity purchased|item quantity|pieces|pcs|count"
        "|purchase quantity"
        "|counts|units sold|number of items|items sold|lineitem quantity|menge|anzahl|stückzahl"
        "|stück|stk|bestellmenge|数量|购买数量|商品数量|销售数量|订购数量|销量|件数"
        "|宝贝总数量|购买件数"
        "|数量(件)|quantité|cantidad|quantità|quantidade|個数"
        "|qte|nombre d articles|aantal|qta|qtd|수량|how many"
        "|units sold|nb|anz|wieviel|wie viel|wie viele|combien|pz|pezzi|个数|件|数"
    ),
    F.UNIT_PRICE: (
        "unit price|price|item price|price each|price per unit|selling price|sale price|unitprice"
        "|lineitem price|item cost|rate|einzelpreis|stückpreis|preis|verkaufspreis|artikelpreis"
        "|vk brutto|einzelpreis brutto|bruttopreis|preis brutto|vk|vk netto|einzelpreis netto"
        "|nettopreis|preis netto"
        "|单价|价格|售价|商品单价|销售单价|成交单价|商品价格|京东价|單價|prix unitaire"
        "|prix|precio|prezzo|amounts"
        "|prix unitaire ttc|prix unitaire ht|precio unitario|prezzo unitario|preco unitario|preco"
        "|prijs|stukprijs|単価|価格|単価(税込)|단가|판매가"
    ),
    F.LINE_TOTAL: (
        "line total|line amount|item total|order item total|row total|extended price|net sales"
        "|sales amount|sales"
        "|revenue|turnover|amount|net amount|gross amount|sales value|total price|total amount"
        "|total|subtotal|value|amount paid|spend|spent|price total|sum|net revenue|gross sales"
        "|final price|final amount|final total|purchase amount|sale amount"
        "|umsatz|betrag|gesamtpreis|gesamtbrutto|gesamtpreis brutto|summe|gesamt|positionsbetrag"
        "|zeilensumme|gesamtnetto|gesamtpreis netto|endpreis|nettobetrag"
        "|bruttobetrag|netto|brutto|erlös|wert|gross|gross total|net|net total"
        "|金额|销售额|实付金额|实付款|实收金额|成交金额|消费金额|小计|总价|商品总价"
        "|支付金额|付款金额"
        "|交易金额|销售金额|实收|实付|实收款|收款金额|成交额|营业额|应收|应收金额|买家实付金额"
        "|买家实际支付金额|金額|montant|importe|importo|valor"
        "|montant ttc|montant total|total ttc|prix total|montant ht|total ht|importe total"
        "|importo totale"
        "|totale|valor total|bedrag|totaal|小計|売上|売上金額|税込金額|購入金額|支払金額|금액"
        "|결제금액|판매금액|how much|多少钱|收款|价钱"
    ),
    F.ORDER_TOTAL: (
        "order total|grand total|order amount|order value|invoice total|total paid|total collected"
        "|total order amount|amount due|order sum|basket value|gesamtbetrag|gesamtsumme|bestellwert"
        "|auftragswert|rechnungsbetrag|endbetrag|warenkorbwert|bestellsumme"
        "|订单总额|订单金额|总金额|订单总金额|合计金额|应付金额|订单实付金额|订单应付金额|总额|合计"
        "|accounts payable|expenditure"
        "|total commande|total de la commande|total del pedido|totale ordine|total do pedido"
        "|合計金額|注文金額|請求金額|お支払い金額|주문금액|총 주문금액"
    ),
    F.REFUND: (
        "refund|refunds|refund amount|refunded amount|amount refunded|total refunded|refunded"
        "|returned amount|erstattung|erstattet|rückerstattung|erstattungsbetrag|gutgeschrieben"
        "|退款|退款金额|退款总额|已退款金额"
    ),
    F.STATUS: (
        "status|order status|financial status|payment status|order state|bestellstatus"
        "|auftragsstatus|zahlungsstatus|zustand|订单状态|交易状态|状态|支付状态|付款状态"
        "|estado|statut|stato"
        "|event type|transaction type|receipt type|document type|record type|type|vorgang|belegart"
        "|交易类型|订单类型|单据类型|类型"
        "|statut de la commande|estado del pedido|stato ordine|status do pedido|ステータス"
        "|注文ステータス"
        "|주문상태"
    ),
    F.CANCELLED_AT: (
        "cancelled at|canceled at|cancelled|canceled|cancellation date"
        "|storniert am|取消时间|关闭时间"
    ),
    F.CURRENCY: (
        "currency|currency code|order currency|währung|waehrung|币种|货币|幣別|devise|moneda|valuta"
    ),
    F.CHANNEL: (
        "channel|sales channel|order channel|source|store|shop|outlet|branch|store name|location"
        "|kanal|vertriebskanal|verkaufskanal|filiale|quelle|渠道|销售渠道|来源|订单来源"
        "|来源渠道|渠道来源|获客渠道|下单渠道|购买渠道|客户来源"
        "|门店|店铺|店铺名称"
    ),
    F.COUPON: (
        "coupon|coupon code|discount code|promo code|promotion code|voucher|voucher code|coupons"
        "|gutschein|gutscheincode|rabattcode|aktionscode|优惠券|优惠码|优惠券码|折扣码"
    ),
}

PARTS: tuple[tuple[F, re.Pattern[str]], ...] = tuple(
    (field, re.compile(pattern))
    for field, pattern in (
        (F.EMAIL, r"\be ?mail|邮箱"),
        (
            F.ORDER_ID,
            r"\b(order|invoice|receipt|ticket|bon|bestell|auftrags?|rechnungs?)\w* ?"
            r"(id|no|nr|num\w*|#)",
        ),
        (F.ORDER_ID, r"(订单|交易|流水|小票).{0,3}(号|编号|id)"),
        (
            F.CUSTOMER_ID,
            r"\b(customer|client|member|buyer|shopper|user|patient|student|guest|kunden?"
            r"|mitglieds?)\w*( \w+)? ?(id|no|nr|num\w*|key|code)\b",
        ),
        (F.CUSTOMER_ID, r"(客户|会员|用户|顾客|买家).{0,3}(号|编号|id|代码|名|昵称|账号)"),
        (
            F.CUSTOMER_NAME,
            r"\b(customer|client|buyer|kunden?)\w* ?name|(客户|收货人|顾客).{0,2}(姓名|名称)",
        ),
        (F.PHONE, r"\b(phone|mobile|tele[fp]on|handy)|手机|电话"),
        (F.DATE, r"\b(order|invoice|purchase|sale|bestell|kauf)\w* ?(date|time|datum|zeit)"),
        (F.DATE, r"(下单|订单|交易|购买|付款|支付|成交|销售|消费).{0,3}(时间|日期)"),
        (F.DATE, r"\b(date|datum|datetime|time|fecha)\b|datum$|date$|time$|日期|时间"),
        (
            F.PRODUCT_ID,
            r"\b(product|item|article|artikel|stock|goods|dish\w*) ?(id|no|nr|num\w*|code)",
        ),
        (F.PRODUCT_ID, r"\bsku\b|(商品|产品|货品).{0,3}(id|号|编码|编号|代码)"),
        (
            F.PRODUCT_NAME,
            r"\b(product|item|article|artikel|goods|dish\w*) ?(name|title|desc\w*|bez\w*)",
        ),
        (F.PRODUCT_NAME, r"(商品|产品|宝贝|货品|菜品).{0,2}(名|标题)"),
        (F.QUANTITY, r"\b(qty|quantity|menge|anzahl|stückzahl)\b|\b(number|no|num) of\b|数量|件数"),
        (F.UNIT_PRICE, r"\b(unit|item|each|per|einzel|stück) ?(price|preis)|单价"),
        (F.UNIT_PRICE, r"\b(price|preis)\b|preis$|价格|售价"),
        (
            F.ORDER_TOTAL,
            r"\b(order|invoice|grand|bestell|rechnungs?)\w* ?(total|amount|value|summe"
            r"|betrag|wert)",
        ),
        (
            F.REFUND,
            r"(refund|erstatt|rembours|reembols|rimbors|terugbeta)\w* ?(\w+ )?"
            r"(amount|total|value|betrag\w*|summe|bedrag)"
            r"|(amount|total|betrag|montant|importe|importo|valor) ?(\w+ )?"
            r"(refund|erstatt|rembours|reembols|rimbors)|退款.{0,2}(金额|总额)|返金.{0,2}額",
        ),
        (
            F.LINE_TOTAL,
            r"^(?!.*\b(id|codes?|rep|person|agent|channel|manager|team|region|territory)\b)"
            r".*\b(total|amount|revenue|sales|value|betrag|umsatz|summe|spent?)\b"
            r"|金额|销售额|总价",
        ),
        (F.CATEGORY, r"\bcategory\b|kategorie|warengruppe|类别|分类|类目"),
        (F.STATUS, r"\bstatus\b|状态"),
        (F.CURRENCY, r"^(?!.*\b(rate|id)\b).*\bcurrency\b|währung|币种"),
    )
)

# what an order consists of, where no column is called one product's name
PRODUCT_LISTS = (
    "items|products|line items|order items|purchased items|items purchased|items sold|articles"
    "|basket|order contents|dishes|itens|itens do pedido|produtos|positionen|artikelliste"
    "|bestellte artikel|produits|articles commandés|productos|artículos|artículos del pedido"
    "|prodotti|articoli|producten|artikelen|produkty|zamówione produkty|položky|ürünler|товары"
    "|состав заказа|varer|produkter|tuotteet|termékek|produse|προϊόντα|商品明細|商品明细|商品清单"
    "|商品信息|订购商品|购买商品|菜品明细|注文内容|注文商品|상품 목록|주문상품"
    "|주문 상품|المنتجات|פריטים"
)
# what is paid for where no column is called a price or a total: lessons, memberships, gifts
LAST_AMOUNTS = (
    "fee|fees|lesson fee|tuition|dues|charge|charged|donation|rent|cost"
    "|gebühr|honorar|beitrag|费用|学费|会费"
    "|paid|bezahlt|payé|pagado|pago|pagato|betaald|euro|euros|eur|usd|gbp|dollars|pounds|元|人民币"
)

# words that make a column something else than its other words say
OTHER = re.compile(
    r"\b(tax|vat|mwst|ust|steuer|weight|gewicht|age|alter|gender|birth\w*|geburts\w*|zip|plz|postal"
    r"|latitude|longitude|cost|kosten|profit|gewinn|margin|discount|rabatt|shipping|versand\w*"
    r"|delivery|freight|porto|lieferung|fee|gebühr|ship|shipped|shipment|due|updated|modified|expir\w*"
    r"|method|type"
    r"|balance|score|rank|percent|count of|lock|start|end|first|last|tip|deposit|estimated\w*"
    r"|warehouse|supplier|parent|number of (customers|consumers|persons|guests)"
    r"|length|lenght|width|height|photos?|images?)\b"
    r"|税|重量|年龄|性别|生日|成本|利润|折扣|运费|邮费|优惠|发货|收货时间|完成时间|更新"
    r"|积分|方式|余额"
)
CUSTOMER_HINT = re.compile(
    r"name|id\b|card|member|user|account|phone|mail|kunde|客|会员|用户|买家|号"
)
DATE_HINT = re.compile(r"date|time|day|month|year|datum|zeit|tag|日|时间|月")
AMOUNT_HINT = re.compile(r"amount|total|price|value|sum|paid|cost|sales|betrag|preis|额|价|元")
PRODUCT_LIST = re.compile(
    r"\b(stock|inventory|variant|handle|published|barcode|on hand|reorder|bestand|lager\w*)\b|库存"
)
PRODUCT_HINT = re.compile(r"product|item|article|artikel|sku|goods|name|商品|产品|货|品|号")
PAYMENT = re.compile(r"\b(payments?|paid|zahlung\w*|paiements?|pagos?|pagamento)\b|支付|付款")
CHURN_LABEL = re.compile(r"\b(churn\w*|exited|attrition)\b|流失")
CUSTOMER_LIST = re.compile(
    r"\b(churn\w*|exited|tenure|first name|last name|birth\w*|newsletter|subscribed|opt in"
    r"|total spent|total orders|lifetime|signup|registered|segment|gender|recency|education"
    r"|marital|income)\b|流失"
    r"|注册|会员等级"
)
