"""Makes the faces that HTML pages embed: python3 subset.py FOLDER, with the TrueType files of IBM Plex Sans and IBM Plex
Sans Arabic in FOLDER. Needs fonttools and brotli.

A page needs few of the glyphs, without hinting. What comes out is a modified version, and the licence (OFL.txt) reserves the
name Plex to the original, so the faces have another name.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

SIGNS = "U+2010-2022,U+2026,U+2030,U+2032,U+2033,U+2039,U+203A,U+20AC,U+2190-2193,U+2212,U+2248,U+2260,U+2264,U+2265"
FACES = {
    "ReportSans": ("IBMPlexSans", f"U+0020-007E,U+00A0-017F,U+0218-021B,U+02C6,U+02DA,{SIGNS}"),
    "ReportSansArabic": (
        "IBMPlexSansArabic",
        f"U+0020-007E,U+00A0-00FF,U+0600-06FF,U+200C-200F,U+2066-2069,{SIGNS}",
    ),
}
# Family, identifier, full name, PostScript name, typographic family: what must not say Plex. Trademark and addresses go.
NAMES, DROPPED = (1, 3, 4, 6, 16), (7, 8, 9, 10, 11, 12)


def face(source: Path, family: str, style: str, unicodes: str, target: Path) -> None:
    options = subset.Options(flavor="woff2", hinting=False, layout_features=["*"], notdef_outline=True)
    font = TTFont(source, recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=subset.parse_unicodes(unicodes))
    subsetter.subset(font)
    for record in list(font["name"].names):
        if record.nameID in DROPPED:
            font["name"].names.remove(record)
        elif record.nameID in NAMES:
            whole = family if record.nameID in (1, 16) else f"{family}-{style}"
            font["name"].setName(whole, record.nameID, record.platformID, record.platEncID, record.langID)
    font.flavor = "woff2"
    font.save(target)


def main() -> None:
    here, folder = Path(__file__).parent, Path(sys.argv[1])
    for family, (original, unicodes) in FACES.items():
        for style in ("Regular", "Bold"):
            face(folder / f"{original}-{style}.ttf", family, style, unicodes, here / f"{family}-{style}.woff2")


if __name__ == "__main__":
    main()
