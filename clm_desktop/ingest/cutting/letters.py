"""How often the letters beyond ASCII stand in names and goods, by language; most frequent first.

Own lists, by general knowledge of the alphabets: they only have to tell code pages apart.
"""

from __future__ import annotations

_WEST = (
    "éèàêçôâîûùïëœ",  # French
    "üäöß",  # German
    "óíáñéúü",  # Spanish
    "ãçáéóíâêõúàô",  # Portuguese
    "àèéòùì",  # Italian
    "ëéïöüè",  # Dutch
    "äöåé",  # Swedish
    "äöšåž",  # Finnish
    "éèàòçíóúïü",  # Catalan
    "øåæéöä",  # Danish, Norwegian
    "áíðóéúþæöý",  # Icelandic
)
_CENTRAL = (
    "łąęóżśćńź",  # Polish
    "íáéěřšýžčůúťďňóü",  # Czech
    "áíéýčžšúľťňôäŕĺďó",  # Slovak
    "éáóöőíúüű",  # Hungarian
    "ăîâşţ",  # Romanian
    "čšžćđ",  # Croatian, Slovene
    "äöüß",  # German
)
_RUSSIAN = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"
_CYRILLIC = (
    _RUSSIAN,
    "оаниветрслкдмпузяьбігчйхїцєжшюфщґ",  # Ukrainian
    "аоеитнрсвлдкпмзуябгъчжцхшщюйфь",  # Bulgarian
    "аоеинртсвујмдклпзгбшчћцљњжхфђџ",  # Serbian
)

# Codec -> (log prior, alphabets). Rare code pages must bring better evidence.
ALPHABETS: dict[str, tuple[float, tuple[str, ...]]] = {
    "cp1252": (0.0, _WEST),
    "iso8859-15": (-3.0, _WEST),  # as cp1252 but for € and seven letters
    "cp1250": (-1.0, _CENTRAL),
    "cp1251": (-0.5, _CYRILLIC),
    "cp1253": (-1.0, ("αοιετσνηυρπκμλςωγάίέόήδύώχθφβξζψϊ",)),
    "cp1254": (-1.0, ("ıüşöçğâ",)),
    "cp1255": (-1.0, ("יוהלאמרתבשנדקעחפסגטכזצםןףךץ",)),
    "cp1256": (-1.0, ("ايلمنرتبوةعدسفحكهقجشطصخأذضزىءثغظئإؤآپچژگ",)),
    "cp1257": (-1.0, ("ėšįųžąūčę", "āīēšķņļūžģč", "äõüöšž")),
    "cp1258": (-2.0, ("àáâêôơưđăèéìíòóùúýãọ̃̀́̃̉",)),
    "cp874": (-1.0, ("านรอกเงมยลวดทสตะปบคหแจพชขใไโผถซณศธฐษภญฤฉฟ่้ิีุ์ัำืู็๊๋",)),
    "iso8859-2": (-3.0, _CENTRAL),
    "iso8859-9": (-6.0, ("ıüşöçğâ",)),
    "koi8-r": (-3.0, (_RUSSIAN,)),
    "cp866": (-3.0, (_RUSSIAN,)),
    "iso8859-5": (-4.0, (_RUSSIAN,)),
    "mac-roman": (-6.0, _WEST),
    "cp850": (-8.0, _WEST),
    "cp852": (-8.0, _CENTRAL),
}
MONEY = "€£¥"  # may stand once in every row of an otherwise plain file
SYMBOLS = "°®™–—’‘“”…«»½·×²©•ªº¿¡№§\xa0"
