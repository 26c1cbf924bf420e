#!/usr/bin/env python3
"""Holds ranking and quotes against pinned floors: gate_relevance.py CLIPPINGS [DATA]

CLIPPINGS is the binary to measure. DATA is the folder with the test collections (default: $CLIPPINGS_EVAL_DATA, else
../shared beside the project). If it is missing, nothing is measured, and a line says so.
The floors are in eval/floors/relevance.toml.
Ends with 1 when a figure is below its floor.
"""
import importlib.util
import itertools
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import tomllib

PROJECT = pathlib.Path(__file__).resolve().parent.parent


def scorer(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(*command, out=None):
    """Runs a command; searches that find nothing end with 1, which is no fault."""
    done = subprocess.run([str(part) for part in command], stdout=out, stderr=subprocess.PIPE, text=True)
    if done.returncode > 1:
        sys.exit(f"{command[1]} failed: {done.stderr}")


def shortened(query):
    return " ".join([word for word in query.split() if len(word) > 3][:3]) or query


def relevance(clippings, shared, work, floors):
    ir = scorer(shared / "eval/tools/ir.py")
    for name in floors["queries"]:
        collection = shared / "eval/ir" / name
        index = work / name
        run(clippings, "index", "--quiet", "--no-clean", "--index", index, collection / "docs.jsonl")
        judged = ir.read_qrels(collection / "qrels.tsv")
        queries = [line.split("\t", 1) for line in (collection / "queries.tsv").read_text().splitlines()]
        for kind, change in (("queries", str), ("short", shortened)):
            asked = work / f"{name}.{kind}.tsv"
            asked.write_text("".join(f"{number}\t{change(text)}\n" for number, text in queries))
            answers = work / f"{name}.{kind}.trec"
            with answers.open("w") as out:
                run(clippings, "search", "--quiet", "--any", "--index", index, "--queries", asked,
                    "--format", "trec", "-n", 1000, out=out)
            yield f"{kind} {name}", ir.score(judged, ir.read_run(answers))["nDCG@10"], floors[kind][name]


def quotes(clippings, shared, work, floors):
    tool, queries = shared / "eval/tools/quotes.py", shared / "eval/quotes/dev.jsonl"
    index, asked, answers = work / "news", work / "quotes.tsv", work / "quotes.ndjson"
    run(clippings, "index", "--quiet", "--no-clean", "--index", index, shared / "eval/corpus/news-dev.jsonl.gz")
    run(sys.executable, tool, "tsv", queries, asked)
    with answers.open("w") as out:
        run(clippings, "search", "--quiet", "--index", index, "--queries", asked, "--format", "json", "-n", 10, out=out)
    done = subprocess.run([sys.executable, tool, "score", queries, answers], stdout=subprocess.PIPE, text=True, check=True)
    overall = re.search(r"^ALL .*top ten +([\d.]+)%.*count +([\d.]+)%.*snippet +([\d.]+)%", done.stdout, re.MULTILINE)
    if not overall:
        sys.exit(f"the scorer of quotes said something else than expected:\n{done.stdout}")
    for name, figure in zip(("found", "count", "marked"), overall.groups()):
        yield f"quotes {name}", float(figure) / 100, floors["quotes"][name]


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    clippings = pathlib.Path(sys.argv[1]).resolve()
    named = sys.argv[2] if len(sys.argv) == 3 else os.environ.get("CLIPPINGS_EVAL_DATA")
    shared = pathlib.Path(named) if named else PROJECT.parent / "shared"
    if not (shared / "eval/ir").is_dir():
        print(f"skipped: {shared}/eval/ir not found, so ranking is not measured (set CLIPPINGS_EVAL_DATA)")
        return
    floors = tomllib.loads((PROJECT / "eval/floors/relevance.toml").read_text())
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        measured = itertools.chain(relevance(clippings, shared, work, floors), quotes(clippings, shared, work, floors))
        below = 0
        for name, figure, floor in measured:
            fell = figure < floor
            below += fell
            print(f"{name:18} {figure:.4f}  floor {floor:.4f}{'  BELOW' if fell else ''}", flush=True)
    sys.exit(f"{below} below their floors" if below else 0)


main()
