#!/usr/bin/env python3
"""Makes an archive with near-copies and decoys of known kinds, and measures which of them a program joins.

    python3 eval/copies.py make CORPUS.jsonl OUT [--seed N] [--per-kind N]
    python3 eval/copies.py report OUT RUN

CORPUS has records with `id`, `title`, `text`, `date`, `source` and `url`. `make` writes OUT/docs.jsonl, the archive,
and OUT/gold.tsv: two ids, a label (2 for copies of one article, 0 for different ones), the kind, Jaccard similarity and
containment of five-word runs, the hours between both (`?` if one has no date), the ratio of lengths, and `dev`.

RUN is what `clippings copies --all --format json` prints, or lines `{"ids": […]}`. `report` prints the recall of each
kind of near-copy and the false joins of each kind of decoy.
"""

import argparse
import collections
import datetime
import json
import pathlib
import random

import copies_texts as texts
from copies_articles import (
    KINDS, Corpus, boilerplate, dateline, headline, noisy, paragraphs_of, runs_of, up_to, with_furniture)


class Archive:
    """The documents made, and the pairs among them."""

    def __init__(self, corpus, rng):
        self.corpus, self.rng, self.made, self.pairs = corpus, rng, [], []

    def add(self, title, paragraphs, day, noise=0.3, not_of=None):
        source = self.rng.choice([name for name in self.corpus.sources if name != not_of] or ["Wire"])
        text = noisy(paragraphs, self.rng) if self.rng.random() < noise else "\n\n".join(paragraphs)
        name = f"made-{len(self.made) + 1:05}"
        document = {"id": name, "title": title, "text": text, "source": source, "url": f"https://news.example/{name}"}
        if day:
            document["date"] = day.isoformat()
        self.made.append(document)
        return document

    def pair(self, a, b, label, kind):
        self.pairs.append((a, b, label, kind))

    def copies(self, number):
        for make in KINDS:
            for k in range(number):
                i = self.corpus.take(120)
                original = self.corpus.articles[i]
                paragraphs = paragraphs_of(original["text"])
                title = self.title(paragraphs) if make is headline or self.rng.random() < 0.2 else original["title"]
                if make is headline:
                    copied = [original["text"]]
                else:
                    copied = make(paragraphs, self.corpus, self.rng)
                    if self.rng.random() < 0.15:
                        copied = self.rng.choice([dateline, boilerplate])(copied, self.corpus, self.rng)
                day = None if k % 10 == 9 else self.later(self.corpus.day(i))
                noise = 0 if make is headline else 0.3
                copy = self.add(title, copied, day, noise, original.get("source"))
                self.pair(original, copy, 2, make.__name__)
        for k in range(number // 2):
            self.joined(None if k % 10 == 9 else 1)

    def joined(self, dated):
        second = None
        while second is None:
            first = self.corpus.take(120)
            second = self.corpus.near(first)
        pair = [self.corpus.articles[i] for i in (first, second)]
        body = [part for article in pair for part in [article["title"], *paragraphs_of(article["text"])]]
        day = dated and self.later(max(self.corpus.day(first), self.corpus.day(second)), 1)
        digest = self.add(texts.write("{day} digest: {menu} and {menu}", self.rng), body, day)
        for article in pair:
            self.pair(article, digest, 2, "joined")
        self.pair(*pair, 0, "joined")

    def later(self, day, most=3):
        return day + datetime.timedelta(days=self.rng.randint(0, most))

    def title(self, paragraphs):
        words = self.rng.choice(paragraphs).split()
        return " ".join(words[: self.rng.randint(5, 10)]).strip("“”\".,;:—- ") or "News in brief"

    def unrelated(self, kind, shortest, longest, around):
        """Two articles, cut to a length, each of them put through `around`."""
        pair, day = [], None
        for _ in range(2):
            i = self.corpus.take(shortest, gone=True)
            article = self.corpus.articles[i]
            own = up_to(paragraphs_of(article["text"]), self.rng.randint(shortest, longest))
            day = self.later(day) if day else self.corpus.day(i)
            pair.append(self.add(article["title"], around(own or [article["title"]]), day, 0.2))
        self.pair(*pair, 0, kind)

    def insert(self, own, shared):
        """Puts paragraphs in the middle of a text or behind it."""
        k = self.rng.choice([len(own), len(own) // 2])
        return own[:k] + shared + own[k:]

    def decoys(self, number):
        rng = self.rng
        for _ in range(number):
            shared = texts.gallery(rng.randint(800, 2000), rng)
            self.unrelated("gallery", 300, 600, lambda own: self.insert(own, shared))
            shared = texts.shared_list(rng.randint(200, 700), rng)
            self.unrelated("list", 150, 450, lambda own: self.insert(own, shared))
            said, who = texts.statement(rng.randint(150, 400), rng)
            self.unrelated("statement", 150, 350, lambda own: self.insert(own, [f"{who}, said in a statement:", *said]))
            quotation, speaker = texts.statement(rng.randint(50, 130), rng)
            shared = ["“" + " ".join(quotation).replace("“", "").removesuffix(".”") + f",” said {speaker}."]
            self.unrelated("quote", 200, 500, lambda own: self.insert(own, shared))
            lines = texts.furniture(rng.randint(90, 180), rng)
            seed = rng.random()
            self.unrelated("boilerplate", 150, 450, lambda own: with_furniture(own, lines, random.Random(seed)))
            day = self.corpus.day(self.corpus.take(120))
            later = datetime.timedelta(days=rng.randint(0, 6) if rng.random() < 0.5 else rng.randint(14, 60))
            pair = [self.add(title, body, day + after, 0.2) for (title, body), after
                    in zip(texts.report_pair(rng), [datetime.timedelta(), later])]
            self.pair(*pair, 0, "template")
        for a, b in self.corpus.same_events(number):
            self.pair(self.corpus.articles[a], self.corpus.articles[b], 0, "same-event")
        pool = []
        for _ in range(number):
            self.column(pool)

    def column(self, pool):
        """Two days of a column of short entries: a third of the first day's are also in the second."""
        while len(pool) < 150:
            paragraphs = paragraphs_of(self.corpus.articles[self.corpus.take(300, gone=True)]["text"])
            pool += [" ".join(paragraphs[k : k + 2]) for k in range(0, len(paragraphs), 2)]
        self.rng.shuffle(pool)
        entries = [pool.pop() for _ in range(self.rng.randint(14, 22))]
        half = len(entries) // 2
        title = texts.write("{paper} notebook: {menu}", self.rng)
        day = self.corpus.day(self.corpus.take(120))
        first = self.add(title, entries[:half], day, 0.2)
        body = entries[half:] + entries[: half // 3 or 1]
        self.pair(first, self.add(title, body, day + datetime.timedelta(days=1), 0.2), 0, "column")

    def write(self, out):
        out.mkdir(parents=True, exist_ok=True)
        kept = [article for i, article in enumerate(self.corpus.articles) if i not in self.corpus.gone]
        documents = kept + self.made
        self.rng.shuffle(documents)
        with open(out / "docs.jsonl", "w", encoding="utf-8") as file:
            for document in documents:
                file.write(json.dumps(document, ensure_ascii=False) + "\n")
        with open(out / "gold.tsv", "w", encoding="utf-8") as file:
            for a, b, label, kind in self.pairs:
                print(a["id"], b["id"], label, kind, *measures(a, b), "dev", sep="\t", file=file)
        print(f"{len(documents)} documents, {len(self.pairs)} pairs")


def measures(a, b):
    runs = [runs_of(document["text"]) for document in (a, b)]
    common, sizes = len(runs[0] & runs[1]), sorted(map(len, runs))
    days = [document.get("date") for document in (a, b)]
    apart = "?"
    if all(days):
        first, second = (datetime.date.fromisoformat(day[:10]) for day in days)
        apart = f"{24 * abs((first - second).days):.1f}"
    return [f"{common / max(1, sum(sizes) - common):.4f}", f"{common / max(1, sizes[0]):.4f}", apart,
            f"{sizes[0] / max(1, sizes[1]):.2f}"]


def make(args):
    rng = random.Random(args.seed)
    corpus = Corpus(args.corpus, rng)
    archive = Archive(corpus, rng)
    archive.copies(args.per_kind)
    archive.decoys(round(args.per_kind * 6 / 11))
    archive.write(args.out)


def report(args):
    groups = collections.defaultdict(set)
    joined = set()
    with open(args.run, encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            answer = json.loads(line)
            ids = answer.get("ids") or [answer["representative"]["id"], *(copy["id"] for copy in answer["copies"])]
            for name in ids:
                groups[name].add(number)
            joined.update((a, b) for a in set(ids) for b in set(ids) if a < b)
    counts, hits = collections.Counter(), collections.Counter()
    with open(args.out / "gold.tsv", encoding="utf-8") as lines:
        for line in lines:
            a, b, label, kind, *_ = line.rstrip("\n").split("\t")
            counts[label, kind] += 1
            hits[label, kind] += bool(groups[a] & groups[b])
            joined -= {(min(a, b), max(a, b))}
    for label, name in [("2", "recall"), ("0", "false joins")]:
        kinds = [kind for of, kind in counts if of == label]
        found, total = (sum(count[label, kind] for kind in kinds) for count in (hits, counts))
        print(f"{name}: {found} of {total} ({found / max(1, total):.1%})")
        for kind in kinds:
            print(f"  {kind:12} {hits[label, kind]:4} of {counts[label, kind]}")
    print(f"pairs joined that the gold does not list: {len(joined)}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("make")
    command.add_argument("corpus")
    command.add_argument("out", type=pathlib.Path)
    command.add_argument("--seed", type=int, default=1)
    command.add_argument("--per-kind", type=int, default=110)
    command.set_defaults(run_command=make)
    command = commands.add_parser("report")
    command.add_argument("out", type=pathlib.Path)
    command.add_argument("run")
    command.set_defaults(run_command=report)
    args = parser.parse_args()
    args.run_command(args)


if __name__ == "__main__":
    main()
