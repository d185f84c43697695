"""Make ``resources/fonts`` from the Debian packages fonts-noto-core and fonts-noto-cjk.

Not part of the setup: the results are committed. To make them again (needs the dev environment)::

    apt-get download fonts-noto-core fonts-noto-cjk
    for p in fonts-noto-*.deb; do dpkg -x "$p" noto; done
    python build_scripts/fonts.py noto

Both families are under the SIL Open Font License 1.1 (``resources/fonts/OFL-*.txt``), which allows
subsets under the same licence; neither reserves the name "Noto".
"""

from __future__ import annotations

import argparse
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

OUT = Path(__file__).resolve().parent.parent / "resources" / "fonts"
SIMPLIFIED_CHINESE = 2  # number of the SC face inside the CJK collection
LATIN_GREEK_CYRILLIC = [
    (0x0020, 0x024F),  # Basic Latin .. Latin Extended-B
    (0x02B0, 0x036F),  # modifier letters, combining marks
    (0x0370, 0x052F),  # Greek, Cyrillic
    (0x1E00, 0x1FFF),  # Latin and Greek additions (Vietnamese)
    (0x2000, 0x214F),  # punctuation, super- and subscripts, currency, letter-like
    (0x2150, 0x218F),  # fractions and Roman numerals
    (0x2212, 0x2215),
    (0x2260, 0x2265),
    (0xFB00, 0xFB06),  # ligatures
    (0xFFFC, 0xFFFD),
]
EAST_ASIAN_SIGNS = [
    (0x0020, 0x007E),
    (0x00A0, 0x00FF),
    (0x2010, 0x2044),
    (0x20AC, 0x20AC),
    (0x2100, 0x27BF),  # letter-like, arrows, mathematics, boxes, shapes, ticks and crosses
    (0x3000, 0x30FF),  # punctuation, hiragana, katakana
    (0x3200, 0x33FF),  # enclosed and squared
    (0xFE10, 0xFE4F),
    (0xFF00, 0xFFEF),  # full and half width
]


def main() -> None:
    """Write the four fonts and print their sizes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("unpacked", type=Path, help="folder into which both packages were unpacked")
    share = parser.parse_args().unpacked / "usr" / "share" / "fonts"
    latin, cjk = share / "truetype" / "noto", share / "opentype" / "noto"
    western = set(_ranges(LATIN_GREEK_CYRILLIC))
    eastern = set(_ranges(EAST_ASIAN_SIGNS)) | _characters("gbk") | _characters("big5")
    jobs = [
        (latin / "NotoSans-Regular.ttf", "NotoSans-Regular.ttf", western),
        (latin / "NotoSans-Bold.ttf", "NotoSans-Bold.ttf", western),
        (cjk / "NotoSansCJK-Regular.ttc", "NotoSansCJKsc-Regular.otf", eastern),
        (cjk / "NotoSansCJK-Bold.ttc", "NotoSansCJKsc-Bold.otf", eastern),
    ]
    for source, name, wanted in jobs:
        _subset(source, OUT / name, wanted)
        print(f"{name}: {(OUT / name).stat().st_size / 1e6:.1f} MB")


def _subset(source: Path, target: Path, wanted: set[int]) -> None:
    is_cjk = source.suffix == ".ttc"
    options = subset.Options(
        layout_features=["kern"] if is_cjk else ["kern", "ccmp", "locl", "mark", "mkmk"],
        hinting=not is_cjk,
        desubroutinize=False,
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14],
        notdef_outline=True,
        recalc_timestamp=False,
    )
    font = TTFont(source, fontNumber=SIMPLIFIED_CHINESE if is_cjk else -1, recalcTimestamp=False)
    worker = subset.Subsetter(options)
    worker.populate(unicodes=wanted)
    worker.subset(font)
    font.save(target)


def _ranges(pairs: list[tuple[int, int]]) -> Iterator[int]:
    for first, last in pairs:
        yield from range(first, last + 1)


def _characters(encoding: str) -> set[int]:
    """Code points that a double-byte Chinese encoding can write."""
    found = set()
    for lead in range(0x81, 0xFF):
        for trail in range(0x40, 0xFF):
            try:
                text = bytes((lead, trail)).decode(encoding)
            except UnicodeDecodeError:
                continue
            if len(text) == 1 and unicodedata.category(text) not in ("Cc", "Co", "Cn"):
                found.add(ord(text))
    return found


if __name__ == "__main__":
    main()
