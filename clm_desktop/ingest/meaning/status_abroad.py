"""Status words that shop systems print in other languages than English, German and Chinese."""

from __future__ import annotations

import re
import unicodedata

from clm_desktop.core.rows import RowState

ABROAD: tuple[tuple[RowState, re.Pattern[str]], ...] = tuple(
    (state, re.compile(unicodedata.normalize("NFKC", pattern)))  # as word_key writes words
    for state, pattern in (
        (
            RowState.COUNTS,
            r"\b(partiellement|parcialmente|parzialmente|częściowo|částečně|kısmen"
            r"|частично|remboursement partiel|reembolso parcial|rimborso parziale)\b|一部返金"
            r"|부분 ?(환불|취소)",
        ),
        (
            RowState.REFUNDED,
            r"\brembours\w+|\breembols\w+|\bdevuel\w+|\bdevolvid\w+|\brimbors\w+|\bterugbetaald\b"
            r"|\bzwróc\w+|\bzwrot\w*|\bvrácen\w*|\bvráten\w*|\biade\b|\bвозврат\w*"
            r"|\bвозвращ[её]н\w*|\bповерн\w+|\båterbetal\w+|\brefunder\w+|\btilbagebetal\w+"
            r"|\bpalautett?u\b|\bhyvitetty\b|\bvisszatérít\w+|\brambursat\w*|\breturnat\w*"
            r"|επιστροφ|مسترد|مسترجع|مرتجع|הוחזר|זוכה|คืนเงิน|hoàn tiền|trả hàng|\bdikembalikan\b"
            r"|返品|返金|환불|반품",
        ),
        (
            RowState.CANCELLED,
            r"\bannul\w+|\banulad\w+|\banulow\w+|\bgeannuleerd\b|\bzruš\w+|\bstorn\w+"
            r"|\bi\u0307?ptal\b|\bотмен\w*|\bаннулир\w*|\bскасован\w*|\bотказ\w*|\bavbr[uy]\w+"
            r"|\bavbest\w+|\bmakul\w+|\bkanseller\w+|\bperuu\w+|\btörölve\b|\btörölt\b"
            r"|\blemond\w+|\banulat\w*|ακυρ|ملغ|إلغاء|الغاء|בוטל|ยกเลิก|đã hủy|đã huỷ|\bhủy\b"
            r"|\bhuỷ\b|\bdibatalkan\b|\bbatal\b|キャンセル|取り?消|취소",
        ),
        (
            RowState.UNPAID,
            r"\ben attente (de|du) (paiement|règlement|virement)\b|\bimpayée?s?\b|\bnon payée?\b"
            r"|\bbrouillon\b|\bpendiente de pago|\bno pagad[oa]\b|\bimpagad[oa]\b|\bborrador\b"
            r"|\baguardando (o )?pagamento|\bpagamento pendente|\bin attesa di pagamento"
            r"|\bnon pagato\b|\bbozza\b|\bonbetaald\b|\bniet betaald\b|\bnieopłac\w+"
            r"|\boczekuje na (płatność|wpłatę)|\bnezaplac\w+|\bödenmedi\b|\bödeme bekle\w+"
            r"|\bне оплачен\w*|\bнеоплачен\w*|\bожида\w+ оплат\w*|\bчерновик\w*|\bне сплачен\w*"
            r"|\bobetald\b|\bikke betalt\b|\bubetalt\b|\bmaksamat\w*|\bfizetésre vár\b"
            r"|\bkifizetetlen\b|\bneplătit\w*|غير مدفوع|بانتظار الدفع|ממתין לתשלום|รอชำระ"
            r"|รอการชำระ|ยังไม่ชำระ|chờ thanh toán|chưa thanh toán|\bbelum (di)?bayar\b|未入金"
            r"|入金待ち|未払い|支払い?待ち|입금 ?대기|결제 ?대기|미결제|미입금",
        ),
        (
            RowState.FAILED,
            r"\béchou\w+|\béchec\b|\brefusée?\b|\bfallid[oa]\b|\brechazad[oa]\b|\brecusad[oa]\b"
            r"|\bfallito\b|\brifiutat[oa]\b|\bmislukt\b|\bodrzuc\w+|\bbaşarısız\b|\breddedildi\b"
            r"|\bошибк\w+|\bотклон\w+|\bmisslyck\w+|\bmislyk\w+|\bepäonnist\w+|\bsikertelen\b|فشل"
            r"|فاشل|נכשל|ล้มเหลว|thất bại|\bgagal\b|決済失敗|결제 ?실패",
        ),
    )
)
GOOD = re.compile(
    unicodedata.normalize(
        "NFKC",
        r"\b(payée?|expédiée?|livrée?|terminée?|pagad[oa]|enviad[oa]|entregad[oa]"
        r"|completad[oa]|pagat[oa]|spedit[oa]|consegnat[oa]|completat[oa]|betaald"
        r"|verzonden|afgerond|opłac\w+|zrealizowan\w+|wysłan\w+|dostarczon\w+"
        r"|zaplac\w+|odeslán\w*|doručen\w*|vyřízen\w*|ödendi|tamamlandı"
        r"|teslim edildi|kargoya verildi|выполнен\w*|оплачен\w*|доставлен\w*"
        r"|отправлен\w*|виконан\w*|betald|betalt|skickad|levererad|levert|leveret"
        r"|toimitettu|maksettu|kifizetve|teljesítve|kiszállítva|livrat\w*"
        r"|finalizat\w*|selesai|đã giao|hoàn thành|đã thanh toán)\b|مكتمل|تم (التوصيل|الدفع|الشحن)"
        r"|שולם|הושלם|נשלח|สำเร็จ|ชำระเงินแล้ว|จัดส่งแล้ว|発送済|出荷済|入金済|支払済|配送済"
        r"|결제 ?완료|배송 ?완료|배송 ?중|구매 ?확정|거래 ?완료",
    )
)
