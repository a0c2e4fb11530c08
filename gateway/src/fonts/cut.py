#!/usr/bin/env python3
"""Cuts the page's handwriting fonts out of the fonts of npm's @fontsource packages.

    npm install --prefix /tmp/fontsource @fontsource/{gaegu,gowun-dodum,hi-melody,jua,nanum-pen-script,poor-story}@5.3.0
    apt-get install fonttools python3-brotli
    /usr/bin/python3 gateway/src/fonts/cut.py /tmp/fontsource

Each font becomes one file with the 2,350 syllables of KS X 1001, Latin and punctuation, which is nearly everything that is
ever written, and one with the rest of its syllables, which a browser fetches only when one of them is needed. Without
hints, which screens of today pass over. The same input gives the same bytes.
"""
import shutil
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FONTS = {
    "gaegu": "gaegu",
    "gowun-dodum": "gowun-dodum",
    "hi-melody": "hi-melody",
    "jua": "jua",
    "nanum-pen": "nanum-pen-script",
    "poor-story": "poor-story",
}
INTO = Path(__file__).resolve().parent.parent / "main" / "web" / "fonts"

KS_X_1001 = frozenset(
    ord(bytes([row, cell]).decode("euc_kr")) for row in range(0xB0, 0xC9) for cell in range(0xA1, 0xFF)
)
SYLLABLES = frozenset(range(0xAC00, 0xD7A4))
COMMON = KS_X_1001 | frozenset(
    [
        *range(0x20, 0x7F),  # Latin
        *range(0xA0, 0x180),
        *range(0x2010, 0x2027),  # dashes, quotation marks, the ellipsis
        *range(0x3000, 0x3020),  # CJK punctuation
        *range(0x3131, 0x3164),  # single letters, as in ㅋㅋ and ㅠㅠ
        *(ord(sign) for sign in "₩€™♡♥★☆♪×÷·※→←↑↓"),
    ]
)


def cut(source: Path, wanted: frozenset[int], target: Path) -> int:
    font = TTFont(source, recalcTimestamp=False)
    held = set(font.getBestCmap()) & wanted
    options = subset.Options(hinting=False, flavor="woff2", layout_features=["kern", "liga"], notdef_outline=True)
    options.name_IDs = [0, 1, 2, 13, 14]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=held)
    cutter.subset(font)
    font.flavor = "woff2"
    font.save(target)
    return len(held)


def main() -> None:
    packages = Path(sys.argv[1]) / "node_modules" / "@fontsource"
    for name, package in FONTS.items():
        source = packages / package / "files" / f"{package}-korean-400-normal.woff2"
        held = frozenset(TTFont(source).getBestCmap())
        missing = KS_X_1001 - held
        if missing:
            raise SystemExit(f"{name} lacks {len(missing)} of the 2,350 syllables")
        common = INTO / f"{name}.woff2"
        count = cut(source, COMMON, common)
        if KS_X_1001 - frozenset(TTFont(common).getBestCmap()):
            raise SystemExit(f"{common} lost syllables")
        print(f"{name}: {count} characters, {common.stat().st_size // 1024} KB")
        rest = (held & SYLLABLES) - KS_X_1001
        if len(rest) > 100:
            more = INTO / f"{name}-rest.woff2"
            cut(source, frozenset(rest), more)
            print(f"  and {len(rest)} more syllables, {more.stat().st_size // 1024} KB")
        shutil.copyfile(packages / package / "LICENSE", INTO / f"{name}.OFL.txt")


main()
