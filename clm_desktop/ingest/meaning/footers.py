"""Cells that begin a totals row or a remark of the exporting program, in many languages."""

from __future__ import annotations

import re

_SUMS = (
    r"(?:grand |sub ?)?totals?|sum(?:me|mary)?|gesamt(?:summe|betrag)?|tages(?:summe|umsatz)"
    r"|zwischensumme|sous[- ]total|somme|summa|sub ?totaal|totaal|totale|razem|suma|łącznie"
    r"|celkem|spolu|součet|(?:genel |ara )?toplam|итого|всего|разом|сума|сумма|összesen"
    r"|yhteensä|σύνολο|المجموع|الإجمالي|اجمالي|סה\"?כ|tổng(?: cộng)?|jumlah"
)
_SUMS_WITHOUT_GAPS = r"合计|总计|小计|汇总|总和|合計|小計|総計|총계|합계|소계|ยอดรวม|รวม"
_REMARKS = (
    r"\d+ record\(?s?\)? downloaded.*|seller id ?:.*|共\s*\d+\s*[条笔].*|导出时间.*"
    r"|(?:exported|generated|created) (?:on|at|by)\b.*|page \d+( of \d+)?|report (?:date|run).*"
    r"|(?:number of|anzahl|nombre de|liczba) [^\W\d]{1,20} ?: ?\d+|(?:record )?count ?: ?\d+"
)
_FOOTER = re.compile(rf"(?:{_SUMS})\b.{{0,20}}|(?:{_SUMS_WITHOUT_GAPS})[:：]?.{{0,12}}|{_REMARKS}")


def is_footer(cell: str) -> bool:
    """Whether a cell begins a totals row or a remark of the exporting program."""
    return bool(_FOOTER.fullmatch(cell.strip().casefold()))
