#!/usr/bin/env python3
"""Train the forest that judges the blocks of HTML pages (data/clean/html_forest.txt).

    cargo run --release -p clippings-eval --bin html_features -- $CLEANING_DATA /tmp/html TEXT
    python3 eval/train_html.py $CLEANING_DATA SCORER /tmp/html --text TEXT [--write data/clean/html_forest.txt]

TEXT is the working folder of train_cleaning.py, whose folds are used: the line model's word on a block, one of the
features, then comes from a model that has not seen the site. SCORER is the folder with common.py and score.py of the cleaning benchmark. Needs numpy and lightgbm. Features are
computed in Rust only. Data: html/ of the cleaning benchmark, i.e. scrapinghub/article-extraction-benchmark (MIT),
test pages of mozilla/readability (Apache-2.0), WCXB (CC-BY-4.0); nothing of their text is in the table.

Prints 4-gram F1, precision and recall a set, from cross-validation in which pages of one site never stand on both
sides, for several weights of the extractor's opinion; the weight in use is EXTRACTOR_WEIGHT in src/clean/html/mod.rs.
"""
import argparse, hashlib, json, os, re, statistics, sys
from collections import Counter
from urllib.parse import urlparse
import lightgbm, numpy

FOLDS = 5
PARAMETERS = dict(objective="binary", learning_rate=0.07, num_leaves=10, min_data_in_leaf=60, feature_fraction=0.3,
                  bagging_fraction=0.7, bagging_freq=1, lambda_l2=10, max_bin=63, num_threads=1, seed=1, verbose=-1,
                  deterministic=True, force_col_wise=True)
TREES = 400
WEIGHTS = {"modern": 2.0}  # of sets; 1 for the others

def site(page, meta):
    """What pages of one site have in common: the host, or the name without its number."""
    url = (meta.get(page) or {}).get("url")
    return urlparse(url).netloc.removeprefix("www.") if url else re.sub(r"-\d+$", "", page)

def weights(pages, sizes, label, page_of):
    """Every set has its weight, every page of it the same, a block by its share of the article, small blocks a bit more."""
    sets = Counter(page["id"].split("/")[0] for page in pages)
    result = numpy.zeros(len(label))
    for index, page in enumerate(pages):
        own = page_of == index
        if not own.any(): continue
        article = max(200.0, (sizes[own] * label[own]).sum())
        root = numpy.sqrt(sizes[own])
        of_set = page["id"].split("/")[0]
        share = numpy.minimum(sizes[own], article) / article + 0.3 * root / root.sum()
        result[own] = share * WEIGHTS.get(of_set, 1.0) / sets[of_set]
    return result * len(label) / result.sum()

def fit(rows, label, weight, seed=1):
    data = lightgbm.Dataset(rows, label=label, weight=weight)
    return lightgbm.train(dict(PARAMETERS, seed=seed), data, TREES)

def shingles(text):
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[i:i + 4]) for i in range(max(1, len(words) - 3)) if words)

def figures(pages, gold, keep, page_of):
    result, spans = {}, {}
    for index, page in enumerate(pages):
        own = keep[page_of == index]
        got = shingles("\n".join(block for block, kept in zip(page["blocks"], own) if kept))
        true = gold[index]
        both = sum((got & true).values())
        spans.setdefault(page["id"].split("/")[0], []).append((both / max(1, sum(got.values())), both / max(1, sum(true.values()))))
    for name, pairs in spans.items():
        p, r = statistics.mean(p for p, _ in pairs), statistics.mean(r for _, r in pairs)
        result[name] = "%s %.4f (P %.3f R %.3f)" % (name, 2 * p * r / (p + r), p, r)
    return "  ".join(result[name] for name in sorted(result))

def table(model):
    """The forest as lines of text, see src/clean/html/forest.rs."""
    lines = []
    for tree in model.dump_model()["tree_info"]:
        branches = []
        def walk(node):
            if "split_feature" not in node: return "L%.5g" % node["leaf_value"]
            at = len(branches); branches.append(None)
            left, right = walk(node["left_child"]), walk(node["right_child"])
            branches[at] = "%d %.9g %s %s" % (node["split_feature"], node["threshold"], left, right)
            return str(at)
        walk(tree["tree_structure"])
        lines.append(";".join(branches))
    return "\n".join(lines) + "\n"

def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data"); parser.add_argument("scorer"); parser.add_argument("features")
    parser.add_argument("--write"); parser.add_argument("--save", help="write out-of-fold scores here")
    parser.add_argument("--text", help="working folder of train_cleaning.py: its folds are used")
    parser.add_argument("--folds", help="write the model of each fold into this folder")
    arguments = parser.parse_args()
    sys.path.insert(0, arguments.scorer)
    from common import align
    pages = json.load(open(arguments.features + ".json"))
    meta = json.load(open(os.path.join(arguments.data, "meta.json")))
    texts = [open(os.path.join(arguments.data, "html", page["id"] + ".gold.txt"), encoding="utf8").read() for page in pages]
    label = numpy.concatenate([numpy.array(align(page["blocks"], text), float) for page, text in zip(pages, texts)])
    sizes = numpy.concatenate([numpy.array(page["sizes"], float) for page in pages])
    page_of = numpy.concatenate([numpy.full(len(page["blocks"]), index) for index, page in enumerate(pages)])
    rows = numpy.fromfile(arguments.features + ".f32", dtype="<f4").reshape(len(label), -1)
    weight = weights(pages, sizes, label, page_of)
    gold = [shingles(text) for text in texts]
    known = json.load(open(os.path.join(arguments.text, "folds.json"))) if arguments.text else {}
    fold_of = [known[page["id"]] if page["id"] in known else int(hashlib.md5(site(page["id"], meta).encode()).hexdigest(), 16) % FOLDS for page in pages]
    fold = numpy.array([fold_of[index] for index in page_of])
    print(len(pages), "pages", *rows.shape, flush=True)
    print("perfect choice     ", figures(pages, gold, label > 0, page_of), flush=True)
    # What the extractor kept of a block is the first column.
    extractor = 2 * rows[:, 0] - 1
    print("extractor alone    ", figures(pages, gold, extractor > 0, page_of), flush=True)
    score = numpy.zeros(len(label))
    for held_out in range(FOLDS):
        train = fold != held_out
        model = fit(rows[train], label[train], weight[train])
        score[~train] = model.predict(rows[~train], raw_score=True)
        if arguments.folds:
            os.makedirs(arguments.folds, exist_ok=True)
            open(os.path.join(arguments.folds, "fold%d.txt" % held_out), "w").write(table(model))
    for trust in (0, 0.5, 1, 1.5, 2):
        print("cross-validated %.1f" % trust, figures(pages, gold, score + trust * extractor > 0, page_of), flush=True)
    if arguments.save: score.astype("<f4").tofile(arguments.save)
    if arguments.write:
        open(arguments.write, "w").write(table(fit(rows, label, weight)))

if __name__ == "__main__":
    main()
