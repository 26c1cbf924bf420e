#!/usr/bin/env python3
"""Grows a corpus, so that time and memory can be measured on more articles than there are.

    python3 eval/replicas.py CORPUS.jsonl N OUT.jsonl [--seed S]
    python3 eval/replicas.py measure CORPUS.jsonl [--sample K]

OUT has N replicas of CORPUS, the first of them as it is. In each of the others every content word stands for another
word of like document frequency, always the same one. So lengths, frequencies, capitals, punctuation and dates are as
before, but the replicas share hardly more runs of words than different articles do. The commonest words stay. Ids get a
suffix, `-r2` and so on, and URLs a parameter.

`measure` prints the share of five-word runs that occur in another article too, and how many words have which document
frequency. With `--sample K` it looks at every Kth run only.
"""

import argparse
import array
import collections
import json
import random
import re
import sys
import zlib

WORDS = re.compile(r"([^\W\d_]+)")
RUN = 5
FUNCTION_WORDS = 40


def records(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def frequencies(path):
    """Counts the documents of each word, the number of its uses, and how many of them have a capital."""
    documents, uses, capitals = collections.Counter(), collections.Counter(), collections.Counter()
    for record in records(path):
        found = collections.Counter(WORDS.findall(record["title"] + "\n" + record["text"]))
        documents.update({word.lower() for word in found})
        for word, n in found.items():
            uses[word.lower()] += n
            if word[0].isupper():
                capitals[word.lower()] += n
    return documents, uses, capitals


def blocks(documents, uses, capitals):
    """Groups the words that may stand for each other: of like frequency, and all names or none."""
    ranked = sorted(documents, key=lambda word: (-documents[word], -uses[word], word))[FUNCTION_WORDS:]
    for names in (False, True):
        words = [word for word in ranked if (2 * capitals[word] > uses[word]) == names]
        # Short words first are often parts of contractions ("don't"), which stay.
        words = [word for word in words if len(word) > 1]
        start = 0
        while start < len(words):
            size = max(12, start // 10)
            if len(words) - start - size < size:
                size = len(words) - start
            yield words[start : start + size]
            start += size


def permuted(groups, rng):
    """Gives each word another one of its group."""
    table = {}
    for group in groups:
        order = rng.sample(group, len(group))
        table.update(zip(order, order[1:] + order[:1]))
    return table


class Replaced(dict):
    """What stands for each word as it is spelled, found when it first occurs."""

    def __init__(self, table):
        super().__init__()
        self.table = table

    def __missing__(self, word):
        other = self.table.get(word.lower())
        if other is None:
            other = word
        elif word.isupper() and len(word) > 1:
            other = other.upper()
        elif word[0].isupper():
            other = other[:1].upper() + other[1:]
        self[word] = other
        return other


def rewritten(text, replaced):
    parts = WORDS.split(text)
    parts[1::2] = map(replaced.__getitem__, parts[1::2])
    return "".join(parts)


def grow(corpus, number, out, seed):
    groups = list(blocks(*frequencies(corpus)))
    with open(out, "w", encoding="utf-8") as file:
        for replica in range(1, number + 1):
            replaced = Replaced(permuted(groups, random.Random(f"{seed}-{replica}")))
            for record in records(corpus):
                if replica > 1:
                    record["id"] += f"-r{replica}"
                    record["title"] = rewritten(record["title"], replaced)
                    record["text"] = rewritten(record["text"], replaced)
                    if record.get("url"):
                        record["url"] += ("&" if "?" in record["url"] else "?") + f"replica={replica}"
                file.write(json.dumps(record, ensure_ascii=False) + "\n")


def measure(corpus, sample):
    seen, repeated = {}, set()
    found = array.array("Q")
    documents = collections.Counter()
    for number, record in enumerate(records(corpus)):
        words = [word.lower() for word in WORDS.findall(record["text"])]
        documents.update(set(words))
        for k in range(len(words) - RUN + 1):
            run = " ".join(words[k : k + RUN]).encode()
            first = zlib.crc32(run)
            if first % sample == 0:
                run = first << 32 | zlib.adler32(run)
                found.append(run)
                if seen.setdefault(run, number) != number:
                    repeated.add(run)
    share = sum(run in repeated for run in found) / max(1, len(found))
    print(f"{number + 1} articles: {share:.2%} of {len(found)} five-word runs occur in another article")
    bounds = [1, 2, 4, 16, 64, 256, 1024, 4096]
    counts = [sum(n >= bound for n in documents.values()) for bound in bounds]
    print("words in so many articles or more: " + ", ".join(f"{b}: {n}" for b, n in zip(bounds, counts)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    if sys.argv[1:2] == ["measure"]:
        parser.add_argument("measure")
        parser.add_argument("corpus")
        parser.add_argument("--sample", type=int, default=16)
        args = parser.parse_args()
        measure(args.corpus, args.sample)
    else:
        parser.add_argument("corpus")
        parser.add_argument("number", type=int)
        parser.add_argument("out")
        parser.add_argument("--seed", type=int, default=1)
        args = parser.parse_args()
        grow(args.corpus, args.number, args.out, args.seed)


if __name__ == "__main__":
    main()
