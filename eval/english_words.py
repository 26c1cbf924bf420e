#!/usr/bin/env python3
"""Writes the list of English words, data/extract/english_words.txt.

  english_words.py american-english-small > data/extract/english_words.txt

The argument is the list of Debian's package wamerican-small, which is made of Kevin Atkinson's Spell Checker Oriented
Word Lists (SCOWL; its license is in data/extract/english_words.license.txt). Words with a capital or an apostrophe are
left out, and so are inflections of other words of the list, which `hyphens.rs` strips in the same way.
"""
import re, sys

SUFFIXES = [("ies", ["y"]), ("ied", ["y"]), ("ier", ["y"]), ("iest", ["y"]), ("ily", ["y"]), ("ings", ["", "e"]),
            ("es", ["", "e"]), ("s", [""]), ("ed", ["", "e"]), ("ing", ["", "e"]), ("ly", [""]), ("ers", ["", "e"]),
            ("er", ["", "e"]), ("est", ["", "e"]), ("ness", [""])]


def bases(word):
    for suffix, endings in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            base = word[: -len(suffix)]
            yield from (base + ending for ending in endings)
            if len(base) > 3 and base[-1] == base[-2]:
                yield base[:-1]


words = {line.strip() for line in open(sys.argv[1], encoding="utf-8")}
words = {word for word in words if re.fullmatch("[a-z]{3,}", word)}
print("\n".join(sorted(word for word in words if not any(base in words for base in bases(word)))))
