"""Header cells made comparable: ``Customer/ID``, ``customer_id``, ``CustomerID`` are one name."""

from __future__ import annotations

import hashlib
import re
import unicodedata

_CAMEL = re.compile(r"(?<=[a-zäöüß0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_GAPS = re.compile(r"[\W_]+")
_ACCENTS = re.compile("[\u0300-\u036f]")
_IN_MYRIADS = re.compile(r"[(\[【:]\s*([万萬만亿億억])\s*[元円圆圓원]?\s*(?:[)\]】]|$)")
_WITH_POINT = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]")  # Thai, CJK
# traditional characters of column names and their simplified forms: one list of names for both
_SIMPLIFIED = str.maketrans(
    "訂單號編數價額顧電話機員會買賣稱類時間態狀總實貨與費優幣種國區縣郵帳購銷場門產條碼規運應備註"
    "訊戶寶題標項結餘點積發聯絡創處內給淨館樣後對據從張"
    "計際統別稅禮紅獎勵級儲現轉線閱覽進貿廠營業損組贈達簽絕補換審關閉異說細節報負責領遞夠舊嗎",
    "订单号编数价额顾电话机员会买卖称类时间态状总实货与费优币种国区县邮账购销场门产条码规运应备注"
    "讯户宝题标项结余点积发联络创处内给净馆样后对据从张"
    "计际统别税礼红奖励级储现转线阅览进贸厂营业损组赠达签绝补换审关闭异说细节报负责领递够旧吗",
)


def key(header: str) -> str:
    """Letters and digits only, lower case, accents and full-width forms folded: for comparing."""
    folded = _ACCENTS.sub("", unicodedata.normalize("NFKD", _plain(header).casefold()))
    return "".join(c for c in unicodedata.normalize("NFKC", folded) if c.isalnum())


def words(header: str) -> tuple[str, ...]:
    """Words of a header cell, lower case: 'InvoiceNo' -> ('invoice', 'no')."""
    spaced = _CAMEL.sub(" ", _plain(header))
    return tuple(w for w in _GAPS.split(spaced.casefold()) if w)


def _plain(header: str) -> str:
    return unicodedata.normalize("NFKC", header).translate(_SIMPLIFIED)


def has_decimal_point(header: str) -> bool:
    """Whether a header is in letters of languages that never begin the cents with a comma."""
    return bool(_WITH_POINT.search(header))


def unit_digits(header: str) -> int:
    """Digits that the unit in a header adds to its numbers: 4 in 金额（万元）, else 0."""
    found = _IN_MYRIADS.search(unicodedata.normalize("NFKC", header))
    return 0 if found is None else 4 if found[1] in "万萬만" else 8


def signature(header: tuple[str, ...]) -> str:
    """Hash of the header cells: files with the same one are read the same way."""
    joined = "\x1f".join(key(cell) for cell in header)
    return hashlib.sha256(joined.encode()).hexdigest()[:16]
