#!/usr/bin/env python3
"""Measures whether the article that a misquoted sentence came from is the first near miss.

    python3 eval/near_misses.py BINARY INDEX ARTICLES.jsonl.gz [--quotes N] [--floor SHARE]

Takes random sentences of the articles (records with `id` and `text`), changes each in one place (a word replaced,
dropped or added, or two neighbors swapped), searches for it as a quote, and counts how often the source comes first.
The index must be of the same file. An article with the same wording as the source counts as the source.
"""

import argparse
import collections
import gzip
import json
import random
import re
import subprocess
import sys

SEED = 20241018


def words_of(text):
    return re.findall(r"[^\W_]+(?:['’.-][^\W_]+)*", text)


def sentences(records, rng, shortest, longest):
    while True:
        record = rng.choice(records)
        parts = re.split(r"(?<=[.!?])\s+", record["text"].replace("\n", " "))
        sentence = rng.choice(parts)
        words = words_of(sentence)
        if shortest <= 15 and len(words) > longest:
            start = rng.randrange(len(words) - longest + 1)
            words = words[start : start + rng.randint(shortest, longest)]
        elif longest > 15:
            start = rng.randrange(len(parts))
            words = words_of(" ".join(parts[start : start + 4]))[: rng.randint(shortest, longest)]
        if shortest <= len(words) <= longest:
            yield record, words


def changed(words, vocabulary, rng):
    kind = rng.choice(["replaced", "dropped", "added", "swapped"])
    place = rng.randrange(len(words))
    words = list(words)
    if kind == "replaced":
        words[place] = rng.choice(vocabulary)
    elif kind == "dropped" and len(words) > 5:
        del words[max(1, min(place, len(words) - 2))]
    elif kind == "added":
        words.insert(max(1, place), rng.choice(vocabulary))
    else:
        kind, place = "swapped", min(place, len(words) - 2)
        words[place], words[place + 1] = words[place + 1], words[place]
    return kind, words


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("index")
    parser.add_argument("articles")
    parser.add_argument("--quotes", type=int, default=120)
    parser.add_argument("--floor", type=float, default=0.95)
    args = parser.parse_args()
    with gzip.open(args.articles, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    by_id = {record["id"]: record for record in records}
    rng = random.Random(SEED)
    vocabulary = [word for record in rng.sample(records, 200) for word in words_of(record["text"])]
    failed = False
    for name, shortest, longest, number in [("6 to 15", 6, 15, args.quotes), ("30 to 60", 30, 60, args.quotes // 3)]:
        counts, first, slowest, missed = collections.Counter(), collections.Counter(), 0, []
        source = sentences(records, rng, shortest, longest)
        while sum(counts.values()) < number:
            record, words = next(source)
            kind, misquoted = changed(words, vocabulary, rng)
            quote = "“" + " ".join(misquoted) + "”"
            command = [args.binary, "search", "--index", args.index, "--format", "json", "--quiet", "--", quote]
            run = subprocess.run(command, capture_output=True, text=True, check=False)
            answer = json.loads(run.stdout)
            if answer["total"] > 0:
                continue  # what was changed makes no difference
            counts[kind] += 1
            slowest = max(slowest, answer["took_ms"])
            near = answer.get("near_misses", [])[:1]
            flat = lambda text: " ".join(words_of(text)).lower()
            best = flat(by_id[near[0]["id"]]["text"]) if near else ""
            if near and (near[0]["id"] == record["id"] or flat(" ".join(words)) in best):
                first[kind] += 1
            else:
                missed.append((kind, quote, record["id"], near[0]["id"] if near else None))
        share = sum(first.values()) / number
        kinds = ", ".join(f"{kind} {first[kind]}/{counts[kind]}" for kind in sorted(counts))
        print(f"{name} words: source first for {sum(first.values())} of {number} ({share:.1%}): {kinds};"
              f" slowest {slowest:.0f} ms")
        for miss in missed:
            print("   missed:", *miss)
        failed |= share < args.floor
    sys.exit(failed)


if __name__ == "__main__":
    main()
