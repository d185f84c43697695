"""What a cell shaped like a date says where: shapes -> positions of year, month, day and time.

See ``digits.py``: every digit of a shape is written as 0. Nothing is decided here about the order
of day and month; three numbers stay three numbers (``Triple``) until the whole column was seen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum

Span = tuple[int, int]

_TIME = re.compile(
    r"(?<![0.,])(00?)\s?(?::|h|時|时|点|點|시)\s?(00?)"
    r"(?:\s?(?::|分|분|m)\s?(00?)(?:[.,:]0{1,9})?\s?[秒초s]?|分|분)?(?![0])"
)
_DOTTED_TIME = re.compile(r"(?<=[0 ]) (00?)\.(00)(?:\.(00))?$")
_COMPACT_TIME = re.compile(r"(?<=0)t(00)(00)(00)?(?:\.0+)?")
_HALF_DAY = re.compile(
    r"(?<![a-z])([ap])\.?\s?m\b\.?|(上午|凌晨|早上|午前|오전)|(下午|晚上|中午|午後|오후)"
)
_ZONE = re.compile(
    r"\s*(?:z|utc|gmt|[a-z]{2,4}t)?\s*(?:[+-]00?:?(?:00)?)?\s*(?:\([a-z :/_+\-0]*\))?\s*$"
)
_ZONE_BEFORE_YEAR = re.compile(r"^\s*(?:utc|gmt|[a-z]{2,4}t)(?= 0000$)")  # as date(1) writes
_DASH = re.compile(r"(?<=\s)-\s*$")  # 23/05/2024 - 13:30
_DAY_ZONE = re.compile(r"(?<=0)(?:z| ?[+-]00:00| ?\+0000)$")
_WEEKDAYS = re.compile(
    r"\(?(?<![a-z])(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?(?![a-z])[.,)]?"
    r"|(?<![^\W\d_])(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag"
    r"|mo|di|mi|do|fr|sa|so|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lun|mer|jeu|ven"
    r"|sam|dim|lunes|martes|miércoles|jueves|viernes|sábado|domingo|luned[iì]|marted[iì]"
    r"|mercoled[iì]|gioved[iì]|venerd[iì]|sabato|domenica|segunda|terça|quarta|quinta|sexta"
    r"|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|ma|wo|vr|za|zo)(?:-feira)?"
    r"(?![^\W\d_])[.,]{0,2}"
    r"|\(?(?:星期|周|礼拜|週)[一二三四五六日天]\)?|\(?[日月火水木金土]\)(?!\d)"
    r"|\(?[월화수목금토일]요일\)?|\([월화수목금토일]\)"
)
_ORDINAL = re.compile(r"(?<=0)(?:st|nd|rd|th|er|º|ª)(?![a-z])")
_FILLER = re.compile(
    r"(?<![^\W\d_])(?:de|del|of|at|um|uhr|hs|hrs|den|the|à|le|г|года|р|року)(?![^\W\d_])\.?|,"
)
_YEAR_FIRST = re.compile(
    r"(0000?)\s?(?:年|년|[-/. ])\s?(00?)\s?(?:月|월|[-/. ])\s?(00?)\s?(?:日|일|号|號|\.)?"
    r"|(00)年\s?(00?)月\s?(00?)(?:日|号|號)?"
)
_ERA = re.compile(
    r"(令和|平成|昭和|民國|民国|[rhs](?=00?[./]))\s?(0{1,3}|元)\s?(?:年|[-/.])\s?(00?)\s?(?:月|[-/.])\s?(00?)"
    r"\s?(?:日|号|號)?"
)
_BEFORE = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911} | {
    **{"r": 2018, "h": 1988, "s": 1925}
}  # year before the first of an era
_TRIPLE = re.compile(r"(00?)([-/. ])\s?(00?)\2\s?(0000|00)")
_WORD = re.compile(r"[^\W\d_]+")
_RUN = re.compile(r"0+")

_MONTH_NAMES = (
    "jan january januar jänner januari janvier enero gennaio janeiro ene gen 一月"
    " janv styczeń stycznia sty leden ledna января"
    " январь янв січня січень ocak ianuarie január ιανουαρίου",
    "feb february februar februari février febrero febbraio fevereiro fév fev 二月"
    " févr fevr luty lutego lut únor února февраля"
    " февраль фев лютого лютий şubat februarie február φεβρουαρίου",
    "mar march märz maart mars marzo março mär mrz mrt 三月"
    " marts marzec marca březen března марта март березня березень mart martie március μαρτίου",
    "apr april avril abril aprile avr abr 四月"
    " kwiecień kwietnia kwi duben dubna апреля апрель"
    " апр квітня квітень nisan aprilie április απριλίου",
    "may mai mei mayo maggio maio mag 五月"
    " maj maja květen května мая май травня травень mayıs május μαΐου",
    "jun june juni juin junio giugno junho giu 六月"
    " czerwiec czerwca cze červen června июня июнь июн червня червень haziran iunie június ιουνίου",
    "jul july juli juillet julio luglio julho juil lug 七月"
    " juill lipiec lipca lip červenec července июля"
    " июль июл липня липень temmuz iulie július ιουλίου",
    "aug august augustus août agosto aout ago 八月"
    " augusti sierpień sierpnia sie srpen srpna августа"
    " август авг серпня серпень ağustos augusztus αυγούστου",
    "sep september septembre septiembre settembre setembro sept set 九月"
    " wrzesień września wrz září сентября сентябрь сен"
    " сент вересня вересень eylül septembrie szeptember σεπτεμβρίου",
    "oct october oktober octobre octubre ottobre outubro okt ott out 十月"
    " październik października paź říjen října октября октябрь"
    " окт жовтня жовтень ekim octombrie október οκτωβρίου",
    "nov november novembre noviembre novembro 十一月"
    " listopad listopada lis listopadu ноября ноябрь ноя нояб листопада kasım noiembrie νοεμβρίου",
    "dec december dezember décembre diciembre dicembre dezembro dez déc dic 十二月"
    " grudzień grudnia gru prosinec prosince декабря"
    " декабрь дек грудня грудень aralık decembrie δεκεμβρίου",
)
MONTHS = {name: i for i, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}


class Kind(Enum):
    """How the date part is written."""

    FIXED = "fixed"  # year, month and day stand where they stand
    TRIPLE = "triple"  # three short numbers: the column decides
    SERIAL = "serial"  # days since 1899-12-30, as Excel counts
    EPOCH = "epoch"  # seconds or finer since 1970


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Where to find what in cells of one shape; (0, 0) is a span that is not there."""

    kind: Kind
    separator: str = ""  # of a TRIPLE; '6' and '8' for six and eight digits without any
    parts: tuple[Span, Span, Span] = ((0, 0), (0, 0), (0, 0))  # FIXED: y, m, d; TRIPLE: as written
    month: int = 0  # from a name, else 0
    era: int = 0  # to be added to the year
    whole: Span = (0, 0)  # SERIAL and EPOCH
    fraction: Span = (0, 0)
    hour: Span = (0, 0)
    minute: Span = (0, 0)
    second: Span = (0, 0)
    half_day: str = ""  # 'a' or 'p'
    pattern: str = ""  # strptime words for FIXED, for people to see


def plan_of(shape: str) -> Plan | None:
    """Understand a shape as a date with or without a time; None when it is none."""
    rest, time = take_time(shape.lower())
    rest = _blank(_WEEKDAYS, rest)
    bare, rest = rest, _blank(_FILLER, _blank(_ORDINAL, rest))
    found = _named(rest) or _numbered(rest) or _bare(bare, timed=time.hour != (0, 0))
    if found is None:
        return None
    if time.hour == (0, 0):
        return found
    return replace(
        found, hour=time.hour, minute=time.minute, second=time.second, half_day=time.half_day
    )


def take_time(shape: str) -> tuple[str, Plan]:
    """Cut the time of day out of a lower-case shape; the rest keeps its positions."""
    none = Plan(kind=Kind.FIXED)
    found = _TIME.search(shape) or _COMPACT_TIME.search(shape) or _DOTTED_TIME.search(shape)
    if found is None:
        return _blank(_DAY_ZONE, shape), none
    before, after = shape[: found.start()], shape[found.end() :]
    half = _HALF_DAY.search(after) or _HALF_DAY.search(before)
    if half is not None:
        before, after = _blank(_HALF_DAY, before), _blank(_HALF_DAY, after)
    zone = _ZONE.match(after)
    if zone is not None:
        after = " " * len(after)
    before = _blank(_DASH, re.sub(r"(?<=0)t$", " ", before))
    after = _blank(_ZONE_BEFORE_YEAR, after)
    spans = [found.span(i) if found[i] is not None else (0, 0) for i in (1, 2, 3)]
    which = "" if half is None else ("a" if half[1] == "a" or half[2] else "p")
    plan = replace(none, hour=spans[0], minute=spans[1], second=spans[2], half_day=which)
    return before + " " * (found.end() - found.start()) + after, plan


def time_of(shape: str) -> Plan | None:
    """Understand a shape as a time of day; SERIAL is a part of a day, as Excel counts."""
    _, plan = take_time(shape.lower())
    if plan.hour != (0, 0):
        return plan
    found = re.fullmatch(r"(00?)\.(00)(?:\.(00))?|(00)(00)(00)", shape)
    if found is not None:
        groups = (1, 2, 3) if found[1] is not None else (4, 5, 6)
        hour, minute, second = (found.span(g) if found[g] is not None else (0, 0) for g in groups)
        return Plan(kind=Kind.FIXED, hour=hour, minute=minute, second=second)
    found = re.fullmatch(r"0(?:[.,](0+))?", shape)
    if found is None:
        return None
    fraction = found.span(1) if found[1] is not None else (0, 0)
    return Plan(kind=Kind.SERIAL, whole=(0, 1), fraction=fraction)


def _blank(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda m: " " * len(m[0]), text)


def _named(rest: str) -> Plan | None:
    """Dates with the month as a word: 21-Jul-25, Dec 8 2024, 8. Dezember 2024."""
    words = list(_WORD.finditer(rest.replace("0", " ")))
    if len(words) != 1 or words[0][0] not in MONTHS:
        return None
    runs = [m.span() for m in _RUN.finditer(rest)]
    if len(runs) != 2 or not re.fullmatch(r"[-/. ']*", _WORD.sub("", rest).replace("0", "")):
        return None
    first, second = runs
    if first[1] - first[0] == 4:
        year, day = first, second
    else:
        year, day = second, first
    if year[1] - year[0] not in (2, 4) or day[1] - day[0] > 2:
        return None
    month = MONTHS[words[0][0]]
    return Plan(kind=Kind.FIXED, parts=(year, (0, 0), day), month=month, pattern="%d %b %Y")


def _numbered(rest: str) -> Plan | None:
    """Dates of three numbers with something between them."""
    start = len(rest) - len(rest.lstrip())
    body = rest.strip()
    found = _ERA.fullmatch(body)
    if found is not None:
        first = found[2] == "元"
        year, month, day = ((found.start(g) + start, found.end(g) + start) for g in (2, 3, 4))
        parts = ((0, 0) if first else year, month, day)
        return Plan(kind=Kind.FIXED, parts=parts, era=_BEFORE[found[1]] + first, pattern="%Y-%m-%d")
    found = _YEAR_FIRST.fullmatch(body)
    if found is not None:
        groups = (1, 2, 3) if found[1] is not None else (4, 5, 6)
        year, month, day = ((found.start(g) + start, found.end(g) + start) for g in groups)
        return Plan(kind=Kind.FIXED, parts=(year, month, day), pattern="%Y-%m-%d")
    found = _TRIPLE.fullmatch(body)
    if found is None:
        return None
    one, two, three = ((found.start(g) + start, found.end(g) + start) for g in (1, 3, 4))
    return Plan(kind=Kind.TRIPLE, separator=found[2], parts=(one, two, three))


def _bare(rest: str, *, timed: bool) -> Plan | None:
    """Dates that are one number: 20160521, 42511.5, 1463788800."""
    start = len(rest) - len(rest.lstrip())
    found = re.fullmatch(r"(0+)(?:[.,](0+))?", rest.strip())
    if found is None:
        return None
    whole = (start, start + len(found[1]))
    fraction = (0, 0) if found[2] is None else (whole[1] + 1, start + len(rest.strip()))
    digits, decimals = len(found[1]), len(found[2] or "")
    if digits in (6, 8) and decimals <= 1:  # 20160521.0 went through a spreadsheet
        cuts = (0, 2, 4, 6) if digits == 6 else (0, 4, 6, 8)
        return Plan(kind=Kind.TRIPLE, separator=str(digits), parts=_cut(start, cuts))
    if timed:
        return None  # neither of the following has a time beside it
    if digits in (12, 14) and not decimals:
        return _bare_with_time(start, digits)
    if digits == 5:
        return Plan(kind=Kind.SERIAL, whole=whole, fraction=fraction, pattern="serial")
    is_epoch = digits == 10 or (digits in (13, 16, 19) and not decimals)
    return Plan(kind=Kind.EPOCH, whole=whole, pattern="epoch") if is_epoch else None


def _bare_with_time(start: int, digits: int) -> Plan:
    pairs = [(start + i, start + i + 2) for i in range(8, digits, 2)]
    return Plan(
        kind=Kind.FIXED,
        parts=_cut(start, (0, 4, 6, 8)),
        hour=pairs[0],
        minute=pairs[1],
        second=pairs[2] if digits == 14 else (0, 0),
        pattern="%Y%m%d%H%M",
    )


def _cut(start: int, cuts: tuple[int, int, int, int]) -> tuple[Span, Span, Span]:
    a, b, c, d = (start + cut for cut in cuts)
    return (a, b), (b, c), (c, d)
