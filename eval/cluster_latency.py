#!/usr/bin/env python3
"""Compares searches on a cluster with the same searches written by hand for the server.

    cluster_latency.py PROGRAM ADDRESS ARTICLES.jsonl[.gz] [NUMBER] [--seed N]

ADDRESS is an index on a cluster, over http, of the articles in ARTICLES, which are JSON objects with `text`. Queries of
each kind are drawn from their sentences, which are in English. One process of the program answers them all
(`search --queries`), so that a time is that of a query with its answer printed; the search by hand asks for the same
stems, or the same words of a phrase, and ten articles over one connection, and reads the answer. Both are asked
alternately. Prints the milliseconds of the median and of the 99th percentile, and their ratios; and how many totals
differ, since the program reads some words as names, or joins them.
"""
import argparse
import gzip
import http.client
import json
import random
import re
import subprocess
import time
from urllib.parse import urlsplit

WORD = re.compile(r"[a-z]{3,}")
FIELD, STORED = "text", "stored"


def draw(texts, rng, stemmer):
    """Returns a query of each kind and what the server is asked, all from one sentence."""
    while True:
        sentences = re.split(r"(?<=[.!?])\s+", rng.choice(texts))
        words = WORD.findall(rng.choice(sentences).lower())
        plain = re.findall(r"\S+", rng.choice(sentences))
        long = [word for word in words if len(word) > 4]
        runs = [plain[i:i + 6] for i in range(len(plain) - 5)]
        runs = [run for run in runs if all(re.fullmatch(r"[A-Za-z]+", word) for word in run)]
        if len(set(long)) >= 4 and runs:
            break
    word, other, third = rng.sample(sorted(set(long)), 3)
    i = rng.randrange(len(long) - 1)
    near = long[i:i + 2]
    run = [word.lower() for word in rng.choice(runs)]
    stems = stemmer([word, other, third] + near)
    return {
        "word": (word, all_of(stems[:1])),
        "three words": (f"{word} {other} {third}", all_of(stems[:3])),
        "phrase of six": (f'"{" ".join(run)}"', {"match_phrase": {FIELD: " ".join(run)}}),
        "near": (" w/5 ".join(near), filtered(stems[3:], {"match": {"query": " ".join(stems[3:]), "max_gaps": 4}})),
        "sentence": (" /s ".join(near), filtered(stems[3:], within_sentence(stems[3:]))),
        "prefix": (word[:4] + "*", {"prefix": {FIELD: word[:4]}}),
    }


def all_of(terms):
    return {"match": {FIELD: {"query": " ".join(terms), "operator": "and"}}}


def filtered(terms, rule):
    return {"bool": {"must": [all_of(terms)], "filter": [{"intervals": {FIELD: rule}}]}}


def within_sentence(terms):
    sentence = {"match": {"query": SENTENCE, "ordered": True}}
    intervals = [{"match": {"query": term}} for term in terms]
    return {"all_of": {"intervals": intervals, "filter": {"contained_by": sentence}}}


# Marks of the first and of the last word of a sentence.
SENTENCE = "~~~§s( ~~~§s)"
# What begins a stem in the index.
STEM = "~~~"


class Program:
    """A process that answers queries, one a line."""

    def __init__(self, program, address):
        command = [program, "search", "--index", address, "--queries", "/dev/stdin", "--format", "json", "--quiet"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, query):
        self.process.stdin.write(query.encode() + b"\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())["total"]


class Server:
    def __init__(self, address):
        url = urlsplit(address)
        self.path = url.path + "/_search"
        self.connection = http.client.HTTPConnection(url.hostname, url.port)

    def stems(self, words):
        steps = {"tokenizer": "whitespace", "filter": [{"type": "stemmer", "language": "porter2"}]}
        answer = self.post("/_analyze", {**steps, "text": " ".join(words)})
        return [STEM + token["token"] for token in answer["tokens"]]

    def ask(self, query):
        body = {"size": 10, "query": query, "_source": False, "stored_fields": [STORED], "track_total_hits": True}
        return self.post(self.path, body)["hits"]["total"]["value"]

    def post(self, path, body):
        self.connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
        answer = self.connection.getresponse()
        read = json.loads(answer.read())
        if answer.status != 200:
            raise SystemExit(f"{body}: {read}")
        return read


def timed(ask, query):
    start = time.perf_counter()
    total = ask(query)
    return (time.perf_counter() - start) * 1000, total


def percentile(times, share):
    return sorted(times)[min(int(len(times) * share), len(times) - 1)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("address")
    parser.add_argument("articles")
    parser.add_argument("number", nargs="?", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    opened = (gzip.open if args.articles.endswith(".gz") else open)(args.articles, "rt", encoding="utf-8")
    with opened as lines:
        texts = [json.loads(line)["text"] for line in lines]
    rng = random.Random(args.seed)
    program, server = Program(args.program, args.address), Server(args.address)
    times, others = {}, {}
    for number in range(-20, args.number):  # the first warm both up
        for kind, (query, by_hand) in draw(texts, rng, server.stems).items():
            asked = [(0, program, query), (1, server, by_hand)]
            totals = [None, None]
            for side, answers, query in asked if number % 2 else asked[::-1]:
                took, totals[side] = timed(answers.ask, query)
                if number >= 0:
                    times.setdefault(kind, ([], []))[side].append(took)
            others[kind] = others.get(kind, 0) + (number >= 0 and totals[0] != totals[1])
    print(f"{'kind':16}{'p50':>8}{'by hand':>9}{'ratio':>7}{'p99':>9}{'by hand':>9}{'ratio':>7}{'differ':>8}")
    for kind, (ours, theirs) in times.items():
        columns = []
        for share in (0.5, 0.99):
            a, b = percentile(ours, share), percentile(theirs, share)
            columns.append(f"{a:8.1f}{b:9.1f}{a / b:7.2f}")
        print(f"{kind:16}{columns[0]} {columns[1]}{others[kind]:8}")


if __name__ == "__main__":
    main()
