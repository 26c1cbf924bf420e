"""The articles of a corpus, and what `copies.py` does to their text."""

import collections
import datetime
import json
import math
import re
import sys
import zlib

import copies_texts as texts

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
DATELINE = re.compile(r"^(?:[A-Z][A-Z .,'’]+(?:, \w+\.?)?)? ?(?:\(\w+\))? ?[—–-]+ ")


def words_of(text):
    return [word.lower().replace("’", "'") for word in WORD.findall(text)]


def length(paragraphs):
    return sum(len(paragraph.split()) for paragraph in paragraphs)


def runs_of(text):
    words = words_of(text)
    return {tuple(words[i : i + 5]) for i in range(len(words) - 4)}


def sentences_of(text):
    return [part for part in re.split(r"(?<=[.!?”])\s+(?=[“\"A-Z])", text.replace("\n", " ")) if part]


def paragraphs_of(text):
    parts = [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]
    if len(parts) < 4:
        sentences = sentences_of(text)
        parts = [" ".join(sentences[i : i + 2]) for i in range(0, len(sentences), 2)]
    return parts


def up_to(paragraphs, limit):
    """The first paragraphs that have so many words, the last one cut after a sentence."""
    found = []
    for paragraph in paragraphs:
        left = limit - length(found)
        if len(paragraph.split()) <= left:
            found.append(paragraph)
            continue
        kept = []
        for sentence in sentences_of(paragraph):
            if length(kept) + len(sentence.split()) > left:
                break
            kept.append(sentence)
        return found + ([" ".join(kept)] if kept else [])
    return found


class Corpus:
    """The articles, which of them are unlike all others, and words of like frequency."""

    def __init__(self, path, rng):
        with open(path, encoding="utf-8") as lines:
            self.articles = [json.loads(line) for line in lines]
        self.rng = rng
        self.taken, self.gone = set(), set()
        self.words = [words_of(article["text"]) for article in self.articles]
        self.frequency = collections.Counter(word for words in self.words for word in set(words))
        self.sources = sorted({article.get("source") or "" for article in self.articles} - {""})
        ranked = sorted((word for word, n in self.frequency.items() if n > 3 and word.isalpha() and len(word) > 3),
                        key=lambda word: (-self.frequency[word], word))
        self.ranked, self.rank = ranked, {word: i for i, word in enumerate(ranked)}
        alone = self.alone()
        self.order = [i for i in rng.sample(range(len(self.articles)), len(self.articles)) if i in alone]

    def alone(self):
        """The articles that share less than a tenth of their five-word runs with any other, judged by a sample."""
        places, sizes = collections.defaultdict(list), collections.Counter()
        for i, words in enumerate(self.words):
            for run in {zlib.crc32(" ".join(words[k : k + 5]).encode()) for k in range(len(words) - 4)}:
                if run % 8 == 0:
                    places[run].append(i)
                    sizes[i] += 1
        shared = collections.Counter()
        for found in places.values():
            if 1 < len(found) <= 30:
                shared.update((a, b) for a in found for b in found if a != b)
        like = {a for (a, _), n in shared.items() if n > 1 and n >= 0.1 * sizes[a]}
        return set(range(len(self.articles))) - like

    def day(self, i):
        try:
            return datetime.date.fromisoformat((self.articles[i].get("date") or "")[:10])
        except ValueError:
            return None

    def take(self, shortest, gone=False):
        """A dated article of so many words that was not taken before; `gone` also leaves it out of the archive."""
        for i in self.order:
            if i not in self.taken and len(self.words[i]) >= shortest and self.day(i):
                self.use(i, gone)
                return i
        sys.exit("the corpus has too few dated articles: choose a lower --per-kind")

    def use(self, i, gone=False):
        self.taken.add(i)
        if gone:
            self.gone.add(i)

    def near(self, i):
        """Another article of the same days that was not taken before."""
        for j in self.order:
            if j not in self.taken and self.day(j) and abs((self.day(i) - self.day(j)).days) < 3:
                if 120 <= len(self.words[j]) < 2 * len(self.words[i]):
                    self.use(j)
                    return j
        return None

    def like(self, word):
        """Another word of like frequency, if possible with the same ending."""
        rank = self.rank[word]
        nearby = self.ranked[max(0, rank - 150) : rank] + self.ranked[rank + 1 : rank + 151]
        return self.rng.choice([other for other in nearby if other[-2:] == word[-2:]] or nearby)

    def same_events(self, number):
        """The pairs of articles of one day that share the most words, but few five-word runs."""
        days = collections.defaultdict(list)
        for i in self.order:
            if self.day(i) and i not in self.taken and 120 <= len(self.words[i]) <= 3000:
                days[self.day(i)].append(i)
        idf = lambda word: min(6, max(0, 6 - self.frequency[word].bit_length() / 2))
        found = []
        for same in days.values():
            bags = {i: set(self.words[i]) for i in same}
            weights = {i: math.fsum(map(idf, bag)) for i, bag in bags.items()}
            titles = {i: {word for word in words_of(self.articles[i]["title"]) if len(word) > 3} for i in same}
            for a in same:
                for b in same:
                    common = len(titles[a] & titles[b])
                    if a < b and common:
                        overlap = math.fsum(map(idf, bags[a] & bags[b])) / min(weights[a], weights[b])
                        found.append((overlap + 0.1 * common, a, b))
        for _, a, b in sorted(found, reverse=True):
            if number and not {a, b} & self.taken and self.contained(a, b) < 0.05:
                self.use(a)
                self.use(b)
                number -= 1
                yield a, b

    def contained(self, a, b):
        first, second = (runs_of(self.articles[i]["text"]) for i in (a, b))
        return len(first & second) / max(1, min(len(first), len(second)))


def cut(paragraphs, corpus, rng):
    limit = max(40, int(length(paragraphs) * rng.uniform(0.25, 0.6)))
    return up_to(paragraphs, limit) or paragraphs[:1]


def dateline(paragraphs, corpus, rng):
    agency, name = rng.choice(list(texts.AGENCIES.items()))
    own, others = rng.choice(list(texts.AGENCIES.values())), "|".join(map(re.escape, texts.AGENCIES.values()))
    paragraphs = [re.sub(others, own, paragraph) for paragraph in paragraphs]
    first = DATELINE.sub("", paragraphs[0])
    paragraphs = [f"{rng.choice(texts.CITIES)} ({agency}) — {first}", *paragraphs[1:]]
    if rng.random() < 0.7:
        paragraphs.insert(0, texts.write("By {name}", rng) + rng.choice(["", f", {name}", f"\n{name}"]))
    closing = ["(Reporting by {name} in {town}; additional reporting by {name}; editing by {name})",
               f"{name} reported from {{town}}. {name} writer {{name}} contributed to this report.",
               f"Copyright {{2009-2018}} {name}. All rights reserved. This material may not be published, broadcast, "
               "rewritten or redistributed.", ""]
    return [part for part in [*paragraphs, texts.write(rng.choice(closing), rng)] if part]


def dropped(paragraphs, corpus, rng):
    target, left = length(paragraphs) * rng.uniform(0.2, 0.35), list(paragraphs)
    while len(left) > 2 and length(paragraphs) - length(left) < 0.8 * target:
        left.pop(rng.randrange(len(left)))
    return left


def added(paragraphs, corpus, rng):
    limit, more = int(length(paragraphs) * rng.uniform(0.12, 0.35)), []
    if rng.random() < 0.6:
        more = up_to(paragraphs_of(corpus.articles[rng.choice(corpus.order)]["text"])[1:], limit)
    if not more:
        more = up_to(texts.sentences("background", limit, rng), limit)
    if rng.random() < 0.5:
        place = rng.randint(1, len(paragraphs))
        return paragraphs[:place] + more + paragraphs[place:]
    mixed = list(paragraphs)
    for paragraph in more:
        mixed.insert(rng.randint(1, len(mixed)), paragraph)
    return mixed


def reordered(paragraphs, corpus, rng):
    mixed = list(paragraphs)
    if rng.random() < 0.5:
        rng.shuffle(mixed)
    else:
        for _ in range(rng.randint(2, 5)):
            mixed.insert(rng.randrange(len(mixed)), mixed.pop(rng.randrange(len(mixed))))
    return mixed if mixed != paragraphs else mixed[1:] + mixed[:1]


def edited(paragraphs, corpus, rng):
    every, wait = rng.uniform(12, 25), 0
    found = []
    for paragraph in paragraphs:
        tokens = re.split(r"(\s+)", paragraph)
        for k in range(0, len(tokens), 2):
            wait -= 1
            bare = tokens[k].strip(".,;:!?“”\"()")
            pair = f"{bare}_{tokens[k + 2]}" if k + 2 < len(tokens) else bare
            if pair in texts.CONTRACTIONS and rng.random() < 0.7:
                tokens[k], tokens[k + 1], tokens[k + 2] = texts.CONTRACTIONS[pair], "", ""
            elif bare in texts.SPELLINGS and rng.random() < 0.7:
                tokens[k] = tokens[k].replace(bare, texts.SPELLINGS[bare].replace("_", " "))
            elif bare.isdigit() and int(bare) < len(texts.NUMBERS):
                tokens[k] = tokens[k].replace(bare, texts.NUMBERS[int(bare)])
            elif wait <= 0 and (bare in texts.SYNONYMS or bare in corpus.rank):
                tokens[k] = tokens[k].replace(bare, texts.SYNONYMS.get(bare) or corpus.like(bare))
                wait = every * rng.uniform(0.8, 1.2)
        found.append("".join(tokens))
    return found


def with_furniture(paragraphs, lines, rng):
    """Puts lines before, within and behind a text."""
    first, last = sorted(rng.randint(0, len(lines)) for _ in range(2))
    inside = list(paragraphs)
    for line in lines[first:last]:
        inside.insert(rng.randint(1, len(inside)), line)
    return lines[:first] + inside + lines[last:]


def boilerplate(paragraphs, corpus, rng):
    return with_furniture(paragraphs, texts.furniture(rng.randint(40, 130), rng), rng)


def headline(paragraphs, corpus, rng):
    return paragraphs


def noisy(paragraphs, rng):
    """Other quotation marks, or lines of another width."""
    kind = rng.choice(["straight", "single", "wrapped", "indented", "joined"])
    if kind == "straight":
        table = str.maketrans({"“": '"', "”": '"', "’": "'", "‘": "'", "—": "-"})
        return "\n\n".join(paragraphs).translate(table)
    if kind == "single":
        return "\n\n".join(paragraphs).translate(str.maketrans({"“": "‘", "”": "’", '"': "'"}))
    if kind == "joined":
        return "\n".join(paragraphs)
    width = rng.randint(55, 80)
    lines = [re.sub(rf"(.{{1,{width}}})(?:\s+|$)", r"\1\n", paragraph).strip() for paragraph in paragraphs]
    return ("\n\n" if kind == "wrapped" else "\n    ").join(lines)


KINDS = [cut, dateline, dropped, added, reordered, headline, edited, boilerplate]
