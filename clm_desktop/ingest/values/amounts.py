"""Money and quantities as people write them -> whole numbers, exactly as the digits say.

The mark of decimals is decided from whole columns (``MarkEvidence``), never from one cell, and no
binary fraction is ever in between: ``1.005`` in a currency of two decimals is 101 cents.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

import numpy as np
from numpy.typing import NDArray

from clm_desktop.ingest.values.digits import Shapes, shapes_of

MOST_DIGITS = 18  # with decimals: what 64 bits hold; more is an order number, not money
_BODY = re.compile(r"[.,]?0(?:[0.,' ]*0)?[.,]?")
_EXPONENT = re.compile(r"e[+-]?0{1,3}", re.IGNORECASE)
_NUMBER = re.compile(r"0[eE][+-]?0|[\d.,'()\s+万萬만亿億억-]")
_MYRIADS = re.compile(r"\s*([万萬만]|[亿億억])")  # 1.2万 is 12,000
_REMARK = re.compile(r"(?<=\d)\s*\([^()0]*\)$")  # "499.00 (still being counted)"
ISO_CODES = tuple(
    re.findall(
        "[A-Z]{3}",
        "AED ARS AUD BDT BGN BHD BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD HUF IDR ILS INR"
        " ISK JPY KES KRW KWD KZT LKR MAD MXN MYR NGN NOK NPR NZD PEN PHP PKR PLN QAR RMB RON RSD"
        " RUB SAR SEK SGD THB TRY TWD UAH USD UYU VND ZAR",
    )
)
# what may stand beside a number: currency signs, ISO codes, local names of money, pieces
_BESIDE = re.compile(
    r"(?:(?:" + "|".join(ISO_CODES) + r"|[A-Z]{0,3}\$|[€£¥₹₽₩₫₺₴₱฿₦₪₡₲₵₸₮₭₾៛৳¢]|元|圆|圓|块|円|원"
    r"|zł|kč|kr|fr|rs|lei|ft|руб|р|rp|rm|r|euro?|tl|грн|лв|dhs?|บาท|baht|vnđ|đ"
    r"|ريال|درهم|د\.إ|ر\.س|ج\.م|ש\"?ח|pcs?|stk|stück|st|x|×|件|个|個|份|瓶|盒|箱|包|只|套)\.?\s*)*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Body:
    """Where the digits of a shape stand: runs[0] marks[0] runs[1] ... ; outer runs may be empty."""

    runs: tuple[tuple[int, int], ...]
    marks: str
    negative: bool
    exponent: bool
    shift: int  # digits that a unit behind the number adds: 4 for 万

    def length(self, run: int) -> int:
        """Digits in a run."""
        return self.runs[run][1] - self.runs[run][0]


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkEvidence:
    """What a column says about its decimal mark; evidence of several blocks adds up."""

    dot: int = 0  # cells in which '.' can only be the decimal mark
    comma: int = 0
    dot_groups: int = 0  # cells in which '.' can only stand between thousands
    comma_groups: int = 0
    dot_open: int = 0  # "1.234": could be either
    comma_open: int = 0
    plain_thousands: int = 0  # four digits and more without any mark: nobody groups here
    example: str = ""  # one of the cells that could be either
    read: int = 0  # cells that are numbers at all
    seen: int = 0  # cells looked at

    def __add__(self, other: MarkEvidence) -> MarkEvidence:
        """Evidence of two columns or blocks together."""
        return MarkEvidence(
            dot=self.dot + other.dot,
            comma=self.comma + other.comma,
            dot_groups=self.dot_groups + other.dot_groups,
            comma_groups=self.comma_groups + other.comma_groups,
            dot_open=self.dot_open + other.dot_open,
            comma_open=self.comma_open + other.comma_open,
            plain_thousands=self.plain_thousands + other.plain_thousands,
            example=self.example or other.example,
            read=self.read + other.read,
            seen=self.seen + other.seen,
        )

    def mark(self) -> str | None:
        """'.' or ',', '' where no decimals were seen, None where it must be asked."""
        if self.dot or self.comma:
            return "." if self.dot >= self.comma else ","
        if self.comma_groups or self.dot_groups:
            return "." if self.comma_groups >= self.dot_groups else ","
        if not (self.dot_open or self.comma_open):
            return ""
        if self.plain_thousands and not (self.dot_open and self.comma_open):
            return "." if self.dot_open else ","
        return None

    @property
    def mixed(self) -> bool:
        """Whether both marks are used for decimals."""
        return bool(self.dot and self.comma)


def mark_evidence(values: NDArray[np.object_]) -> MarkEvidence:
    """Look at the distinct cells of an amount column; cost about 2 µs per cell."""
    shapes = shapes_of(values)
    evidence = MarkEvidence(seen=int(np.count_nonzero(values != "")))
    for index, shape in enumerate(shapes.shapes):
        body = _body(shape)
        if body is not None:
            evidence += _evidence_of(body, shapes, shapes.rows(index))
    return evidence


def _evidence_of(body: _Body, shapes: Shapes, rows: NDArray[np.intp]) -> MarkEvidence:
    n = len(rows)
    marks = [m for m in body.marks if m in ".,"]
    if body.exponent or not marks:
        return MarkEvidence(plain_thousands=n if not marks and body.length(0) >= 4 else 0, read=n)
    is_dot = marks[-1] == "."
    if len(marks) > 1 and len(set(marks)) == 1:
        return MarkEvidence(dot_groups=n * is_dot, comma_groups=n * (not is_dot), read=n)
    unsure = np.zeros(0, np.intp)
    may_group = len(body.marks) == 1 and body.length(-1) == 3 and 1 <= body.length(0) <= 3
    if may_group and body.shift and not is_dot:
        return MarkEvidence(comma_groups=n, read=n)  # nobody writes 1,234万 for 12,340
    if may_group and not body.shift:
        unsure = rows[shapes.text[rows, body.runs[0][0]] != ord("0")]
    sure, unclear = n - len(unsure), len(unsure)
    return MarkEvidence(
        dot=sure * is_dot,
        comma=sure * (not is_dot),
        dot_open=unclear * is_dot,
        comma_open=unclear * (not is_dot),
        example=str(shapes.cells[unsure[0]]) if unclear else "",
        read=n,
    )


def parse_amounts(
    values: NDArray[np.object_], mark: str, decimals: int
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Read cells as whole numbers of 10^-decimals.

    Parameters
    ----------
    values : n cells, best distinct ones
    mark : '.' or ',' or '' where the column has shown no decimals
    decimals : how many to keep; what is finer is rounded half away from zero

    Returns
    -------
    value : n whole numbers, 0 where a cell is no number
    read : n, whether the cell was understood; '' is not
    """
    return parse_named_amounts(values, mark, decimals)[:2]


def parse_named_amounts(
    values: NDArray[np.object_], mark: str, decimals: int
) -> tuple[NDArray[np.int64], NDArray[np.bool_], NDArray[np.object_] | None]:
    """The same, and what stands beside each number (see :func:`texts_beside`), None = nothing."""
    shapes = shapes_of(values)
    value = np.zeros(len(values), np.int64)
    read = np.zeros(len(values), bool)
    beside: NDArray[np.object_] | None = None
    for index, shape in enumerate(shapes.shapes):
        body = _body(shape)
        if body is None:
            continue
        rows = shapes.rows(index)
        text = _beside(shape)
        if text:
            beside = np.full(len(values), "", object) if beside is None else beside
            beside[rows] = text
        if body.exponent:
            value[rows], read[rows] = _slowly(shapes.cells[rows], mark, decimals)
            continue
        whole = _split(body, mark)
        if (
            whole is not None
            and sum(body.length(i) for i in range(whole)) + decimals + body.shift <= MOST_DIGITS
        ):
            value[rows] = _join(shapes, rows, body, whole, decimals + body.shift)
            read[rows] = True
    return value, read, beside


def texts_beside(values: NDArray[np.object_]) -> NDArray[np.object_]:
    """What stands beside the number of each amount but minus and brackets: 'US$', '€', ''."""
    shapes = shapes_of(values)
    found = np.full(len(values), "", object)
    for index, shape in enumerate(shapes.shapes):
        if _body(shape) is not None:
            found[shapes.rows(index)] = _beside(shape)
    return found


def _beside(shape: str) -> str:
    return _NUMBER.sub("", _REMARK.sub("", shape)).upper()


def _body(shape: str) -> _Body | None:
    """Understand a shape as a number, None when it is not one."""
    shape = _REMARK.sub("", shape)
    found = _BODY.search(shape)
    if found is None:
        return None
    trail = shape[found.end() :]
    exponent = _EXPONENT.match(trail)
    if exponent is not None:
        trail = trail[exponent.end() :]
    myriads = None if exponent is not None else _MYRIADS.match(trail)
    if myriads is not None:
        trail = trail[myriads.end() :]
    negative = None if "0" in trail else _is_negative(shape[: found.start()], trail)
    if negative is None:
        return None
    runs, start = [], found.start()
    for position in range(found.start(), found.end()):
        if shape[position] != "0":
            runs.append((start, position))
            start = position + 1
    runs.append((start, found.end()))
    if any(a == b for a, b in runs[1:-1]):
        return None
    shift = 0 if myriads is None else 4 if myriads[1] in "万萬만" else 8
    return _Body(tuple(runs), found[0].replace("0", ""), negative, exponent is not None, shift)


def _is_negative(lead: str, trail: str) -> bool | None:
    """Read the sign; None when something else than a sign and a currency stands there."""
    brackets = "(" in lead and ")" in trail
    if brackets:
        lead, trail = lead.replace("(", "", 1), trail.replace(")", "", 1)
    minus = (lead + trail).count("-")
    if minus + brackets > 1 or (lead + trail).count("+") > 1:
        return None
    rest = (part.replace("-", "").replace("+", "").strip() for part in (lead, trail))
    if not all(_BESIDE.fullmatch(part) for part in rest):
        return None
    return bool(minus or brackets)


def _split(body: _Body, mark: str) -> int | None:
    """Runs before the decimals begin (all of them: a whole number); None: no such number."""
    runs, marks = len(body.runs), body.marks
    used = [m for m in marks if m in ".,"]
    if not used:
        whole = runs
    elif len(set(used)) == 2:
        whole = runs - 1 if used.count(used[-1]) == 1 and marks[-1] == used[-1] else 0
    elif len(used) > 1:
        whole = runs
    else:
        grouping = (
            used[0] != mark
            and body.length(-1) == 3
            and 1 <= body.length(0) <= 3
            and (mark != "" or used[0] == ",")
        )
        whole = runs if grouping else (runs - 1 if marks[-1] == used[0] else 0)
    return whole if whole and _grouped(body, whole) else None


def _grouped(body: _Body, whole: int) -> bool:
    """Whether thousands (or lakhs) stand where they should; "5." and ".5" are numbers too."""
    lengths = [body.length(i) for i in range(whole)]
    if whole == 1:
        return True
    if len(body.runs) == whole and lengths[-1] == 0 and whole == 2:
        return True
    western = all(n == 3 for n in lengths[1:])
    indian = lengths[-1] == 3 and all(n == 2 for n in lengths[1:-1])
    chinese = all(n == 4 for n in lengths[1:])
    return 1 <= lengths[0] <= 4 and (western or indian or chinese)


def _join(
    shapes: Shapes, rows: NDArray[np.intp], body: _Body, whole: int, decimals: int
) -> NDArray[np.int64]:
    """Put the runs together and round half away from zero."""
    value = np.zeros(len(rows), np.int64)
    for start, stop in body.runs[:whole]:
        value = value * 10 ** (stop - start) + shapes.number(rows, start, stop)
    start, stop = body.runs[whole] if whole < len(body.runs) else (0, 0)
    kept = min(stop - start, decimals)
    value = value * 10**kept + shapes.number(rows, start, start + kept)
    value = value * 10 ** (decimals - kept)
    if stop - start > decimals:
        value += shapes.number(rows, start + decimals, start + decimals + 1) >= 5
    signed: NDArray[np.int64] = -value if body.negative else value
    return signed


def _slowly(
    cells: NDArray[np.object_], mark: str, decimals: int
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Read numbers with an exponent (1.5E+3), which are few."""
    value, read = np.zeros(len(cells), np.int64), np.zeros(len(cells), bool)
    for i, cell in enumerate(cells):
        text = cell.replace(",", ".") if mark == "," else cell.replace(",", "")
        try:
            number = Decimal(text).scaleb(decimals).to_integral_value(ROUND_HALF_UP)
        except InvalidOperation:
            continue
        if abs(number) < 10**MOST_DIGITS:
            value[i], read[i] = int(number), True
    return value, read
