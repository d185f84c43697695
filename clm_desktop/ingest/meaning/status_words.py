"""Whole status cells as WooCommerce, PrestaShop and others print them in their translations.

A word that means something only where nothing stands beside it ("En cours", "Concept", "保留").
"On hold" waits for money there. Sources: the public translations of the two systems.
"""

from __future__ import annotations

import unicodedata

from clm_desktop.core.rows import RowState

_PRINTED: dict[RowState, tuple[str, ...]] = {
    RowState.COUNTS: (
        "in production|received|zur lieferung bereit|komplett ausgeliefert",
        "teilweise ausgeliefert|versandfertig|abgeholt|zugestellt|pago|facturé|facturado|fatturato",
        "preparado|réglé|voldaan|hentet|avhämtad|hämtad|klar|等待卖家发货|待评价|已评价|已收货|已揽收",
        "运输中|已出库|已支付|已结算|已核销|已使用|待使用|配送中|待配送|已送达|已接单|制作中|待自提|已自提",
        "payment accepted|remote payment accepted|processing in progress|captured|settled|invoiced",
        "awaiting fulfillment|awaiting fulfilment|awaiting shipment|awaiting pickup|in transit",
        "ready for pickup|ready to ship|out for delivery|picked up|on backorder (paid)|processed",
        "fertiggestellt|zahlung eingegangen|in zustellung|erfolgreich abgeschlossen",
        "processando|em processamento|concluído|concluída|em andamento|em separação|faturado",
        "pagamento aprovado|pagamento aceite|pagamento confirmado|preparação em curso|aprovado",
        "entregue|em transporte|procesando|en proceso|en preparación|preparación en curso",
        "pago aceptado|en tránsito|en cours|en cours de traitement|en cours de préparation",
        "en préparation|paiement accepté|paiement à distance accepté|traitée|traité|in lavorazione",
        "in elaborazione|preparazione in corso|pagamento accettato|in transito|in behandeling",
        "verwerken|wordt verwerkt|voltooid|afgeleverd|betaling aanvaard|wordt momenteel voorbereid",
        "w trakcie realizacji|w realizacji|przygotowanie w toku|płatność zaakceptowana|zakończone",
        "zpracovává se|vyřizuje se|dokončeno|dokončená|platba přijata|spracováva sa|vybavuje sa",
        "dokončené|behandlas|under behandling|slutförd|slutfört|färdigbehandlad|skickat",
        "behandles|i behandling|gennemført|afsluttet|fullført|käsittelyssä|valmis|suoritettu",
        "feldolgozás alatt|feldolgozás|befejezett|în procesare|în curs de procesare|finalizată",
        "hazırlanıyor|İşleniyor|İşleme alındı|işleniyor|обработка|в обработке|обрабатывается",
        "в обробці|обробка|обробляється|завершен|завершён|завершено|σε επεξεργασία|ολοκληρωμένη",
        "ολοκληρώθηκε|処理中|完了|処理済み|対応中|新規受付|注文確認待ち|楽天処理中|変更確定待ち",
        "支払手続き済|発送待ち|発送準備中|出荷待ち|出荷準備中|配送中|配達完了|受取済み|受取完了",
        "처리 중|처리중|완료|완료됨",
        "قيد التنفيذ|قيد المعالجة|בטיפול|בתהליך|đang xử lý|กำลังดำเนินการ|เสร็จสมบูรณ์",
        "sedang diproses|diproses",
        "正在处理|处理中|處理中|已處理",
    ),
    RowState.UNPAID: (
        "manual verification required|nicht bezahlt|scheckzahlung wird erwartet",
        "warten auf zahlungseingang|warte auf zahlungseingang|en espera de pago por cheque",
        "en espera de pago por transferencia bancaria|esperando pago|por pagar",
        "da pagare|niet voldaan|te betalen|in afwachting van betaling per cheque|a pagar",
        "in afwachting van overschrijving",
        "não pago|em aberto|oczekiwanie na płatność przelewem bankowym|k zaplacení|待买家付款",
        "支払手続き中|入金確認待ち|支払い待ち",
        "holded|past due|uncollectible|awaiting check payment|awaiting bank wire payment",
        "on backorder (not paid)|in wartestellung|zahlung ausstehend|in klärung",
        "aguardando|aguardando confirmação|aguardar|pagamento em análise|rascunho|pendente",
        "en espera|en espera de pago|pendiente|en attente|en attente de virement bancaire",
        "en attente du paiement par chèque|attente paiement|in sospeso|in attesa",
        "in attesa di bonifico|wachtend op betaling|in afwachting van betaling|in de wacht|concept",
        "oczekujące na płatność|oczekujące|wstrzymane|oczekiwanie na płatność|szkic",
        "oczekiwanie na przelew|čeká na platbu|čekající na platbu|pozastaveno|koncept",
        "čaká na platbu|čakajúca na platbu|pozastavená|pozastavené|inväntar betalning",
        "väntar på betalning|avvaktar|pausad|utkast|afventer betaling|afventer|på hold|kladde",
        "venter på betaling|på vent|kladd|odottaa maksua|jonossa|odottaa|luonnos|függőben",
        "függőben lévő fizetés|fizetés függőben|vázlat|plată în așteptare|în așteptare|ciornă",
        "plata în așteptare|beklemede|ödeme bekleniyor|taslak|на удержании|в ожидании",
        "на утриманні|очікується оплата|очікує оплати|чернетка|εκκρεμεί πληρωμή|σε αναμονή",
        "πρόχειρο|保留中|保留|下書き|보류|보류 중|임시글|قيد الانتظار|مسودة|בהשהייה|בהמתנה|טיוטה",
        "tạm giữ|bản nháp|ระงับ|รอดำเนินการ|ฉบับร่าง|menunggu pembayaran|pembayaran tertunda|ditahan",
        "konsep|暂缓|暫緩|待處理付款|等待付款中",
    ),
    RowState.FAILED: (
        "payment error|fehler bei der bezahlung|malsucedido|malsucedida|falhada|falhado|falhou",
        "falha|erro de pagamento|error en pago|error de pago|erreur de paiement",
        "errore di pagamento|betalingsfout|nieudane|nie powiodło się|błąd płatności|selhalo",
        "selhala|neúspěšná|neúspěšné|chyba platby|neúspešná|zlyhalo|zlyhala|не удался|не удалось",
        "неудачный|не вдалося|невдале|eșuată|eșuat|αποτυχημένη|απέτυχε|失敗|失败|실패|실패함",
    ),
    RowState.REFUNDED: (
        "return completed|wiedergutschrift|gutgeschrieben|vergoed|retourné|reso",
        "geretourneerd|已退货|退货成功|全部退款",
        "rückerstattet|refundovaná|refundovaný|refundováno|İade edildi|iade edildi|rambursată",
        "đã hoàn lại tiền|已退費|已退貨",
    ),
    RowState.CANCELLED: (
        "已拒单|商家拒单|拒收|已拒收",
        "visszamondva|visszavonva|cancellato|cancellata|anulowany|atcelts|atšaukta|tühistatud",
        "已撤销|已撤銷",
    ),
}


def _key(word: str) -> str:
    return unicodedata.normalize("NFKC", word).casefold().strip()


PRINTED: dict[str, RowState] = {
    _key(word): state
    for state, lines in _PRINTED.items()
    for line in lines
    for word in line.split("|")
}
