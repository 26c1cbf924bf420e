#!/usr/bin/env python3
"""Whether articles in other languages change what English words find, and in which order.

  foreign_words.py BIN ENGLISH.jsonl[.gz] FOREIGN.jsonl[.gz] [--pages N] [--articles N] [-v]

BIN is the built program. ENGLISH is indexed by itself, and with the N longest records of FOREIGN whose language is not
English (252 by default). For each of 71 common words and names of American news, the articles of ENGLISH that a search
finds must be the same and in the same order. Also counts the pairs of words of which that holds, which may be fewer:
reranking reads the frequencies of terms in all articles. Ends with 1 if a word is answered otherwise, or if a
pair finds other articles.
"""
import argparse, gzip, json, pathlib, subprocess, sys, tempfile

WORDS = """Comey Putin Merkel Obama Trump Clinton Mueller Kim Kavanaugh Rosenstein Manafort Flynn Sessions Pence Ryan
Macron war gift come put date rate art die man fast kind rat hat land brand arm hell rock see bank bad hot not list
mode note page place point port prison rice sale salon sort table tour train change election senate border police tax
court bill school vote worker hospital immigration climate trial weapon storm""".split()


def records(path):
    read = gzip.open if str(path).endswith(".gz") else open
    with read(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def answers(binary, folder, name, articles, queries):
    run = lambda *args: subprocess.run([binary, *args], check=True, capture_output=True, text=True).stdout
    archive, index = folder / f"{name}.jsonl", folder / f"index-{name}"
    archive.write_text("".join(json.dumps(article) + "\n" for article in articles), encoding="utf-8")
    run("index", "--quiet", "--no-clean", "--optimize", "--index", index, archive)
    listed = folder / "queries.tsv"
    listed.write_text("".join(f"{number}\t{query}\n" for number, query in enumerate(queries)), encoding="utf-8")
    out = subprocess.run([binary, "search", "--quiet", "--index", index, "--queries", listed, "--format", "json", "-n",
                          str(len(articles)), "--snippets", "0"], capture_output=True, text=True).stdout
    found = lambda answer: [hit["id"] for hit in answer["hits"]] if answer["total"] else []
    return [found(json.loads(line)) for line in out.splitlines()]


def main():
    parse = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parse.add_argument("binary"); parse.add_argument("english"); parse.add_argument("foreign")
    parse.add_argument("--pages", type=int, default=252); parse.add_argument("--articles", type=int, default=0)
    parse.add_argument("-v", action="store_true")
    args = parse.parse_args()
    assert len(set(WORDS)) == 71, len(set(WORDS))
    english = records(args.english)[: args.articles or None]
    for article in english: article["id"] = f"english-{article['id']}"
    foreign = [article for article in records(args.foreign) if not str(article["id"]).startswith("en")]
    foreign.sort(key=lambda article: -len(article["text"]))
    foreign = [{"id": f"foreign-{article['id']}", "text": article["text"]} for article in foreign[: args.pages]]
    queries = WORDS + [f"{a} {b}" for a, b in zip(WORDS, WORDS[7:])]
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        alone = answers(args.binary, folder, "alone", english, queries)
        beside = answers(args.binary, folder, "beside", english + foreign, queries)
    assert len(alone) == len(beside) == len(queries)
    sets, orders, hits = [], [], 0
    for query, before, after in zip(queries, alone, beside):
        native = [article for article in after if article.startswith("english-")]
        hits += len(after) - len(native)
        if set(before) != set(native): sets.append(query)
        elif before != native: orders.append(query)
    words = [query for query in sets + orders if query in WORDS]
    print(f"{len(words)} of {len(WORDS)} words answered otherwise beside {len(foreign)} foreign articles")
    print(f"{len(sets)} of {len(queries)} words and pairs find other articles, {len(orders)} the same in another order")
    print(f"{hits / len(queries):.2f} foreign articles a search")
    if args.v:
        print("other articles:", *sets, sep="\n  "); print("another order:", *orders, sep="\n  ")
    sys.exit(bool(words or sets))


if __name__ == "__main__":
    main()
