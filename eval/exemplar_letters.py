#!/usr/bin/env python3
"""Writes data/analysis/exemplar_letters.txt: the letters of each language that are not ASCII, as CLDR has them.

    npm pack cldr-misc-full && tar xzf cldr-misc-full-*.tgz
    python3 eval/exemplar_letters.py package/main > data/analysis/exemplar_letters.txt

Takes the main letters and, after a space, the auxiliary ones, which stand in names and loanwords, for languages in Latin,
Cyrillic and Arabic script. Letters that the analyzer reads as one count for both languages: ё and е, ی and ي.
"""
import json, pathlib, re, sys, unicodedata

LANGUAGES = """ar be bg ca cs da de es et fa fi fr hr hu id it lt lv mk nb nl pl pt ro ru sk sr sr-Latn sv tr uk""".split()
# Typed on the keyboard of another language, and read as one letter.
ONE_LETTER = ["يی", "كک", "ىی", "ةۃ", "هہ", "şș", "ţț"]
# Auxiliary letters that stand in native words, too.
NATIVE = {"tr": "âîû"}

HEADER = """\
# Letters of languages that are not ASCII, in lower case, for scripts that several languages share: the main exemplar
# characters of CLDR 48 and, after a space, the auxiliary ones, as eval/exemplar_letters.py writes them. Copyright ©
# 2004-2026 Unicode, Inc., Unicode License v3 (exemplar_letters.license.txt)."""


def letters(pattern):
    for braced, escaped, plain in re.findall(r"\{([^}]*)\}|\\(.)|(\S)", pattern[1:-1]):
        yield from unicodedata.normalize("NFC", (braced or escaped or plain).lower())


def main():
    folder, found = pathlib.Path(sys.argv[1]), {}
    for code in LANGUAGES:
        path = folder / code / "characters.json"
        if not path.exists():
            print(f"no {code}", file=sys.stderr)
            continue
        data = json.loads(path.read_text(encoding="utf-8"))["main"][code]["characters"]
        for index, key in enumerate(("exemplarCharacters", "auxiliary")):
            own = set(letters(data.get(key, "[]"))) | set(NATIVE.get(code, "") if index == 0 else "")
            own |= {other for pair in ONE_LETTER if own & set(pair) for other in pair}
            own = {c for c in own if ord(c) > 127 and unicodedata.category(c) in ("Ll", "Lo")} - set("ªº")
            found.setdefault(code.split("-")[0], (set(), set()))[index].update(own)
    print(HEADER)
    for code, own in sorted(found.items()):
        main_letters, auxiliary = own
        print(f"{code}: {''.join(sorted(main_letters))} {''.join(sorted(auxiliary - main_letters))}".rstrip())


main()
