#!/usr/bin/env python3
"""Label the lines of modern pages for train_cleaning.py.

  label_modern.py DATA SCORER

DATA is the folder of labeled pages with `text/modern/<page>.txt` (a line a block), `html/modern/<page>.html` and
`<page>.gold.txt` (the reference text); SCORER the folder with common.py, whose `align` labels train_html.py, too. Writes
`text/modern/<page>.labels.tsv` (A article, B boilerplate, T title, E empty) and adds the pages to meta.json and
split.json. Pages of one publisher, the first two parts of their names, get one address: folds go by site.
"""
import glob, html, json, os, re, sys

TITLES = [r'og:title"[^>]*content="([^"]*)"', r"<title[^>]*>([^<]*)"]
MIN_TITLE = 15  # characters of a line that repeats the title

def label(line, is_article, title, words):
    text = " ".join(words(line))
    if not text: return "E"
    if is_article: return "A"
    repeats = text in title or title and title in text and len(text) < len(title) * 1.4
    return "T" if len(text) > MIN_TITLE and repeats else "B"

def main():
    data, scorer = sys.argv[1:]; sys.path.insert(0, scorer)
    from common import align, toks
    meta, split = (json.load(open(f"{data}/{name}.json")) for name in ("meta", "split"))
    for path in sorted(glob.glob(f"{data}/text/modern/*.txt")):
        name = os.path.basename(path)[:-len(".txt")]
        page = open(f"{data}/html/modern/{name}.html", encoding="utf8", errors="replace").read()
        lines = open(path, encoding="utf8").read().split("\n")
        found = next(filter(None, (re.search(pattern, page) for pattern in TITLES)), None)
        title = " ".join(toks(html.unescape(found.group(1)))) if found else ""
        article = align(lines, open(f"{data}/html/modern/{name}.gold.txt", encoding="utf8").read())
        labels = (label(line, kept, title, toks) for line, kept in zip(lines, article))
        rows = (f"{number}\t{mark}\n" for number, mark in enumerate(labels, 1))
        open(path[:-len("txt")] + "labels.tsv", "w").write("".join(rows))
        publisher = "-".join(name.split("_")[:2]).lower()
        meta[f"modern/{name}"] = {"url": f"https://{publisher}.example/"}; split[f"modern/{name}"] = "dev"
    for name, table in (("meta", meta), ("split", split)): json.dump(table, open(f"{data}/{name}.json", "w"))

if __name__ == "__main__": main()
