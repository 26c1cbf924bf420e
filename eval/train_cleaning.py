#!/usr/bin/env python3
"""Fit the line model of text cleaning and write the tables that are built into the program.

  train_cleaning.py --data DATA --dumper BIN --work DIR [--out data/clean]

DATA is the folder `cleaning` with labeled pages (see README.md for where they come from), BIN the built example
`cleaning_features`: all features are computed there, none here. First the worth of words (word_weights.tsv), a logistic
regression; then oblivious boosted trees over the features of a line and its neighbors, with what its words lean to among them
(line_model_words.bin) and without (line_model_form.bin), for pages whose words are not known. Cross-validated predictions (pages of one site always in one fold) go to DIR/look.<mode>.json, to be
scored; the models of the folds go to DIR/fold<n>.line_model_words.bin and so on, so that the whole program can be run with each on the pages it
has not seen (DIR/folds.json says which). With several --seeds there is a fit of trees for each, what is written is their mean,
and the folds of each by itself go to DIR/seed<seed>/.
"""
import argparse, json, os, shutil, struct, subprocess, sys, time
from collections import Counter
from urllib.parse import urlparse
import numpy as np
import scipy.sparse
from scipy.optimize import minimize
from catboost import CatBoostClassifier, Pool

MODES = ["text", "text-light", "text-insc"]
SPAN = {  # columns that are also seen shifted, and how far
    "words": 2, "last": 2, "title-words": 2, "phrase": 2, "function": 2, "lower-run": 2, "known-words": 2, "sentence-ends": 1,
    "commas": 1, "blanks": 2, "first": 1, "digits": 1, "repeats": 1, "frequency": 1, "chars": 1, "separators": 1,
    "group-time": 1, "group-author": 1, "group-more": 1, "group-picture": 1, "group-share": 1, "word-length": 1, "glued": 1,
    "numbers": 1, "title-shared": 1, "period": 1, "log-odds": 1,
}
SETS = {"scrapinghub": 2.0, "readability": 2.0, "wcxb": 1.0, "modern": 1.0}  # the small sets count for more: they are scored apart
FOLDS = 5

def pages(data, split):
    """(key, mode, fold) of all labeled dumps."""
    meta = json.load(open(f"{data}/meta.json"))
    sites = {}
    rows = []
    # Modern pages come last, so that the folds of the others are the same with them and without.
    for key in sorted(split, key=lambda key: (key.startswith("modern/"), key)):
        url = meta.get(key, {}).get("url")
        site = ".".join(urlparse(url).netloc.split(":")[0].split(".")[-2:]) if url else key
        fold = sites.setdefault(site, (len(sites) * 7919) % 104729 % FOLDS)
        rows += [(key, mode, fold) for mode in MODES if os.path.exists(f"{data}/{mode}/{key}.txt")]
    return rows

def run(binary, work, files, *what):
    listing = f"{work}/list.txt"
    open(listing, "w").write("\n".join(files))
    return subprocess.run([binary, listing, *what], check=True, stdout=subprocess.PIPE).stdout

def dump(binary, work, files, *table):
    """Of each page first line, last line and words of its blocks, and its columns."""
    raw = run(binary, work, files, *table)
    out, at = [], 0
    for _ in files:
        n, c = struct.unpack_from("<II", raw, at); at += 8
        lines = np.frombuffer(raw, "<u4", n * 3, at).reshape(n, 3); at += n * 12
        cols = np.frombuffer(raw, "u1", n * c, at).reshape(c, n); at += n * c
        out.append((lines, cols))
    return out

def spread(cols, names, plan, start=0):
    """Columns with their shifted copies: the matrix of one page, and what each column of it is."""
    n = cols.shape[1]; parts = []; what = []
    for c, name in enumerate(names):
        reach = plan.get(name, 0)
        for shift in range(-reach, reach + 1):
            x = np.zeros(n, "u1")
            if shift == 0: x[:] = cols[c]
            elif shift > 0: x[:max(0, n - shift)] = cols[c][shift:]
            else: x[-shift:] = cols[c][:max(0, n + shift)]
            parts.append(x); what.append((start + c, shift))
    return parts, what

def labels(data, key, mode, lines):
    """1 article, 0 boilerplate, -1 neither, for each block, by most of its words."""
    lab = [l.rstrip("\n").split("\t")[1].strip() for l in open(f"{data}/{mode}/{key}.labels.tsv")]
    out = np.full(len(lines), -1)
    for i, (a, b, _) in enumerate(lines):
        votes = [lab[k] for k in range(a - 1, min(b, len(lab))) if lab[k] in "ABT"]
        if votes:
            top = max("ABT", key=votes.count)
            out[i] = {"A": 1, "B": 0, "T": -1}[top]
    return out

READ, SHORT = 40, 8  # as in src/clean/text/features/word_weights.rs
PAGES = 40           # a word on fewer says nothing of others
PLACES = ["", "short ", "first ", "last "]

class Words:
    """The words of all blocks as a matrix, and tables of what each is worth."""
    def __init__(self, binary, work, files, full):
        text = run(binary, work, files, "--words").decode().split("\n")
        blocks, pages = [], []
        for line in text:
            if line == "=": pages.append(blocks); blocks = []
            else: blocks.append(self.places(line.split()))
        seen = Counter(place for page, whole in zip(pages, full) if whole for place in set().union(*page))
        self.known = sorted(place for place, count in seen.items() if count >= PAGES and not place.endswith("?"))
        number = {place: i for i, place in enumerate(self.known)}
        rows, columns, values = [], [], []
        for row, block in enumerate(block for page in pages for block in page):
            for place in block:
                if place in number: rows.append(row); columns.append(number[place]); values.append(len(block) ** -0.5)
        count = sum(map(len, pages))
        self.matrix = scipy.sparse.csr_matrix((values, (rows, columns)), (count, len(self.known)))

    @staticmethod
    def places(words):
        if not words: return []
        read = words[:READ]
        short = ["short " + word for word in read] if len(words) <= SHORT else []
        return read + short + ["first " + words[0], "last " + words[-1]]

    def fit(self, y, w, rows, path):
        """Logistic regression with the words of `rows`; the table goes to `path`."""
        a, sign, share = self.matrix[rows], 2.0 * y[rows] - 1, w[rows] / w[rows].sum()
        def loss(b):
            z = (a @ b[1:] + b[0]) * sign
            slope = -sign * share / (1 + np.exp(np.clip(z, -50, 50)))
            return (np.logaddexp(0, -z) * share).sum() + 1e-5 * b[1:] @ b[1:], np.r_[slope.sum(), a.T @ slope + 2e-5 * b[1:]]
        b = minimize(loss, np.zeros(len(self.known) + 1), jac=True, method="L-BFGS-B", options=dict(maxiter=60)).x
        worth = dict(zip(self.known, np.clip(np.round(b[1:] * 16), -127, 127).astype(int)))
        words = sorted({place.split(" ")[-1] for place in self.known})
        table = [(word, *(worth.get(place + word, 0) for place in PLACES)) for word in words]
        open(path, "w").write("".join("\t".join(map(str, row)) + "\n" for row in table if any(row[1:])))

CLUTTER = 2.0  # so many times the article of its page clutter weighs at most

def spread_weight(words, y, power):
    """What the blocks of a page weigh: the article one half, its clutter as it compares to that, but no more than twice.
    F1 is a matter of shares of the article: a sentence lost is as bad on a page of clutter as on one without."""
    v = (words.astype(float) + 1) ** power; v[y < 0] = 0
    article, clutter = v[y == 1].sum(), v[y == 0].sum()
    if article: return np.where(y == 1, v / article, v / max(article, clutter / CLUTTER)) / 2
    return v / (2 * clutter) if clutter else v

def fit(x, y, w, trees, depth, rate, seed):
    model = CatBoostClassifier(iterations=trees, depth=depth, learning_rate=rate, border_count=48, l2_leaf_reg=6,
        rsm=0.25, thread_count=2, random_seed=seed, verbose=False, allow_writing_files=False, bootstrap_type="Bernoulli",
        subsample=0.7, boost_from_average=False, leaf_estimation_iterations=1, score_function="L2")
    model.fit(Pool(x, y, weight=w))
    return model

def export(model, what, work):
    """Trees as (column, shift, threshold) and leaves in 1/4096ths of a logit, not rounded yet."""
    model.save_model(f"{work}/m.json", format="json")
    j = json.load(open(f"{work}/m.json")); scale, bias = j["scale_and_bias"]; bias = bias[0] if isinstance(bias, list) else bias
    feats = {f["flat_feature_index"]: f["flat_feature_index"] for f in j["features_info"]["float_features"]}
    out = []
    for t in j["oblivious_trees"]:
        splits = []
        for s in t["splits"]:
            col, shift = what[s["float_feature_index"]]
            splits.append((col, shift, int(np.floor(s["border"]))))  # x > border, x whole: x > floor(border)
        leaves = np.array(t["leaf_values"]) * scale * 4096
        assert np.abs(leaves).max() < 32767
        out.append((splits, leaves))
    return out, bias * 4096

def mean(fits):
    """The mean of several fits as one: all their trees, the leaves divided by how many fits there are."""
    n = len(fits)
    trees = [(splits, np.round(leaves / n).astype("<i2")) for one, _ in fits for splits, leaves in one]
    return trees, int(round(sum(bias for _, bias in fits) / n))

def write(path, trees, bias):
    blob = b"CLM1" + struct.pack("<Hi", len(trees), bias)
    for splits, leaves in trees:
        blob += struct.pack("<B", len(splits)) + b"".join(struct.pack("<BbB", *s) for s in splits) + leaves.tobytes()
    open(path, "wb").write(blob); print("wrote", path, len(blob), "bytes")

def main():
    ap = argparse.ArgumentParser(); ap.add_argument("--data", required=True); ap.add_argument("--dumper", required=True)
    ap.add_argument("--work", required=True); ap.add_argument("--out"); ap.add_argument("--trees", type=int, default=220)
    ap.add_argument("--rate", type=float, default=0.1); ap.add_argument("--depth", type=int, default=6); ap.add_argument("--power", type=float, default=0.7)
    ap.add_argument("--seeds", default="7,2", help="with commas between them: the mean of a fit for each")
    ap.add_argument("--insc", type=float, default=0.4); ap.add_argument("--light", type=float, default=1.0)
    a = ap.parse_args(); seeds = [int(seed) for seed in a.seeds.split(",")]; t0 = time.time()
    say = lambda *x: print(f"[{time.time() - t0:6.1f}s]", *x, flush=True)
    folder = {seed: f"{a.work}/seed{seed}" for seed in seeds} if len(seeds) > 1 else {}
    for d in [a.work, *folder.values()]: os.makedirs(d, exist_ok=True)
    split = json.load(open(a.data + "/split.json")); todo = pages(a.data, split)
    files = [f"{a.data}/{m}/{k}.txt" for k, m, _ in todo]
    src = open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "src/clean/text/features/mod.rs")).read()
    names = lambda s: [x.strip().strip('"') for x in s.split("COUNT] = [")[1].split("];")[0].replace("\n", " ").split(",") if x.strip()]
    n1 = names(src)
    one = dump(a.dumper, a.work, files)
    sizes = [c.shape[1] for _, c in one]; ends = np.cumsum([0] + sizes)
    assert one[0][1].shape[0] == len(n1)
    y = np.concatenate([labels(a.data, k, m, l) for (k, m, _), (l, _) in zip(todo, one)])
    fold = np.repeat([f for _, _, f in todo], sizes)
    def weights(power):
        kind = {"text": 1.0, "text-light": a.light, "text-insc": a.insc}
        parts = zip(todo, one, ends, ends[1:])
        return np.concatenate([spread_weight(l[:, 2], y[i:j], power) * kind[m] * SETS[k.split("/")[0]] * 100 for (k, m, _), (l, _), i, j in parts])
    w, even = weights(a.power), weights(0.5)
    say(len(todo), "dumps,", len(y), "blocks")
    first = n1.index("log-odds")  # the columns from here on depend on the words, which are learned, too
    def matrix(pages, start, stop):
        parts = [spread(c[start:stop], n1[start:stop], SPAN, start) for _, c in pages]
        return np.concatenate([np.stack(p, 1) for p, _ in parts if len(p[0])]).astype("f4"), parts[0][1]
    x1, what1 = matrix(one, 0, first)
    vocabulary = Words(a.dumper, a.work, files, [m == "text" for _, m, _ in todo])
    say("matrix", x1.shape, "words", vocabulary.matrix.shape)
    learned = {}
    def log_odds(*unseen):
        """What blocks lean to by words that were learned without those folds."""
        if unseen not in learned:
            table = f"{a.work}/without{''.join(map(str, unseen))}.tsv"
            vocabulary.fit(y, even, (y >= 0) & ~np.isin(fold, unseen), table)
            learned[unseen] = matrix(dump(a.dumper, a.work, files, table), first, len(n1))
        return learned[unseen]
    def columns(held_out):
        """All columns. No block is read by words that were learned from its own fold or from the one held out."""
        x2 = None
        for f in range(FOLDS):
            z, what2 = log_odds(*sorted({f, held_out} - {None}))
            if x2 is None: x2 = np.zeros_like(z)
            x2[fold == f] = z[fold == f]
        return np.concatenate([x1, x2], 1), what1 + what2
    rng = np.random.default_rng(5)
    words = np.concatenate([l[:, 2] for l, _ in one])
    # Short lines of boilerplate there are in plenty: half of them, weighing double, teach the same.
    thin = (y == 0) & (words <= 5); dropped = thin & (rng.random(len(y)) < 0.6); wt = np.where(thin, w * 2.5, w)
    def fits(x, what, rows, file):
        """A fit for every seed on those rows, written by itself where there are several."""
        models = [fit(x[rows], y[rows], wt[rows], a.trees, a.depth, a.rate, seed) for seed in seeds]
        tables = [export(m, what, a.work) for m in models]
        for d, table in zip(folder.values(), tables): write(f"{d}/{file}", *mean([table]))
        return models, mean(tables)
    def cross_validate(name):
        oof = np.zeros(len(y), "f4")
        for f in range(FOLDS):
            tr = (fold != f) & (y >= 0) & ~dropped; te = fold == f
            x, what = columns(f)
            models, table = fits(x, what, tr, f"fold{f}.line_model_words.bin")
            write(f"{a.work}/fold{f}.line_model_words.bin", *table)
            write(f"{a.work}/fold{f}.line_model_form.bin", *fits(x1, what1, tr, f"fold{f}.line_model_form.bin")[1])
            for d in [a.work, *folder.values()]: shutil.copy(f"{a.work}/without{f}.tsv", f"{d}/fold{f}.word_weights.tsv")
            oof[te] = np.mean([m.predict(x[te], prediction_type="RawFormulaVal") for m in models], 0)
        p = oof[y >= 0] > 0
        say(name, "weighted accuracy", round(float((w[y >= 0] * (p == (y[y >= 0] > 0))).sum() / w.sum()), 4))
        return oof
    for d in [a.work, *folder.values()]: json.dump({k: f for k, _, f in todo}, open(d + "/folds.json", "w"))
    oof = cross_validate("cross-validated"); np.save(a.work + "/oof.npy", oof); np.save(a.work + "/y.npy", y)
    for mode in MODES:
        pred = {}
        for i, (k, m, _) in enumerate(todo):
            if m != mode or split[k] != "dev": continue
            keep = [int(n) for (s, e, _), v in zip(one[i][0], oof[ends[i]:ends[i + 1]]) if v > 0 for n in range(s, e + 1)]
            pred[k] = {"keep": keep, "articleBody": "x"}
        json.dump(pred, open(f"{a.work}/look.{mode}.json", "w"))
    if a.out:
        x, what = columns(None)
        write(a.out + "/line_model_words.bin", *fits(x, what, (y >= 0) & ~dropped, "line_model_words.bin")[1])
        write(a.out + "/line_model_form.bin", *fits(x1, what1, (y >= 0) & ~dropped, "line_model_form.bin")[1])
        vocabulary.fit(y, even, y >= 0, a.out + "/word_weights.tsv")
    say("done")

if __name__ == "__main__": main()
