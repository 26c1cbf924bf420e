#!/usr/bin/env python3
"""Counts the trigrams of languages for data/analysis/trigrams/languages.bin, which tell the language of a short text.

  trigrams.py OUT

Words and their frequencies are those of wordfreq (pip install wordfreq==3.1.1 simplemma==2.0.0). Of Estonian and
Belarusian, which it lacks, forms are drawn from the lists that `inflections.py` uses ($HUNSPELL as there), and function
words count as frequent. A word counts by its frequency to the power of 0.6, with the letters before its first and
after its last one. Nothing else is fitted.

OUT: for each script the number of languages and that of the bits of a bucket, as bytes; their codes, two letters each;
and a row for each bucket of hashed trigrams with four bits for each language: 18 and the logarithm of the share of the
trigram to the base 2, 0 if it is rarer than 2^-17.
"""
import collections, math, pathlib, random, re, sys

import inflections
import wordfreq

MAX_WORDS = 20_000
SCRIPTS = [
    ("a-zà-öø-žəơưșțạ-ỹ", 14, "ca cs da de en es et fi fr hr hu id it lt lv nb nl pl pt ro sk sl sv tl tr vi"),
    ("а-яёђ-џґў", 13, "be bg mk ru sr uk"),
    ("\u0621-\u063a\u0641-\u064a\u066e-\u06d3\u06d5", 13, "ar fa ur"),
]
NAMES = {"hr": "sh", "tl": "fil"}
RARE, COMMON, LOWEST = 1e-6, 3e-3, 18
SERBIAN = str.maketrans("abvgdđežzijklmnoprstćufhcčš", "абвгдђежзијклмнопрстћуфхцчш")


def frequencies(language):
    if language == "sr":  # in Cyrillic
        latin = frequencies("hr")
        pairs = (("dž", "џ"), ("lj", "љ"), ("nj", "њ"))
        words = {word for word in latin if not re.search("[qwxy]", word)}
        def cyrillic(word):
            for two, one in pairs:
                word = word.replace(two, one)
            return word.translate(SERBIAN)
        return {cyrillic(word): latin[word] for word in sorted(words)}
    name = NAMES.get(language, language)
    if name in wordfreq.available_languages("best"):
        return wordfreq.get_frequency_dict(name, wordlist="best")
    import os
    pairs = inflections.hunspell_list(os.environ["HUNSPELL"], "be_BY") if language == "be" else inflections.simplemma_list(language)
    forms = sorted({form.lower() for form, _ in pairs})
    found = dict.fromkeys(random.Random(1).sample(forms, MAX_WORDS), RARE)
    for line in (inflections.DATA / "function_words.txt").read_text(encoding="utf-8").splitlines():
        code, _, words = line.partition(": ")
        if code == language:
            found |= dict.fromkeys(words.split(), COMMON)
    return found


def trigrams(word):
    word = f"_{word}_"
    return [word[at : at + 3] for at in range(len(word) - 2)]


def bucket(trigram, bits):
    a, b, c = map(ord, trigram)
    return (a * 0x9E3779B1 + b * 0x85EBCA6B + c * 0xC2B2AE35) % 2**32 >> 32 - bits


def main():
    out = bytearray()
    for letters, bits, codes in SCRIPTS:
        codes = codes.split()
        width = (len(codes) + 1) // 2
        rows = [bytearray(width) for _ in range(2**bits)]
        for column, code in enumerate(codes):
            counts = collections.Counter()
            frequent = sorted(frequencies(code).items(), key=lambda item: (-item[1], item[0]))[:MAX_WORDS]
            for written, often in frequent:
                for word in re.findall(f"[{letters}]+", written.lower()):
                    for trigram in trigrams(word):
                        counts[trigram] += often**0.6
            total, highest = sum(counts.values()), collections.Counter()
            for trigram, count in counts.items():
                row = bucket(trigram, bits)
                highest[row] = max(highest[row], count)
            for row, count in highest.items():
                level = max(0, min(15, LOWEST + round(math.log2(count / total))))
                rows[row][column // 2] |= level << (4 * (column % 2))
        out += bytes([len(codes), bits]) + "".join(codes).encode() + b"".join(rows)
    pathlib.Path(sys.argv[1]).write_bytes(out)


if __name__ == "__main__":
    main()
