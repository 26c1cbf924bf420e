#!/usr/bin/env python3
"""Holds the answers of two builds of clippings against each other: the same hits in the same order, with the same
scores and the same snippets.

    python3 tools/same_answers.py OLD NEW --queries FILE.tsv --archive FILE.jsonl[.gz] [--articles N]
    python3 tools/same_answers.py OLD NEW --queries FILE.tsv --index DIR

OLD and NEW are binaries; a line of the queries is an id, a tab, and a query. With an archive each indexes it for itself,
in one piece (so that equal scores are in the same order whatever threads did); with an index both search that, which is
enough where only searching was changed and both read its format. A query that is answered otherwise is printed. For
changes that must not change answers: speed, storage. Scores may differ by a ten thousandth, since sums in
another order do; hits and their order may not.
"""
import argparse, gzip, itertools, json, os, subprocess, sys, tempfile


NEAR = 1e-4


def answers(binary, number, archive, index, queries, folder):
    environment = dict(os.environ, XDG_STATE_HOME=folder)
    run = lambda *args: subprocess.run([binary, *args], env=environment, capture_output=True, text=True)
    if index is None:
        index = os.path.join(folder, f"index-{number}")
        built = run("index", "--quiet", "--no-clean", "--optimize", "--index", index, archive)
        if built.returncode:
            sys.exit(f"{binary} cannot index {archive}: {built.stderr}")
    searched = run("search", "--quiet", "--index", index, "--queries", queries, "--format", "json")
    if not searched.stdout:
        sys.exit(f"{binary} answers nothing: {searched.stderr}")
    return {answer["qid"]: answer for answer in map(json.loads, searched.stdout.splitlines())}


def alike(old, new):
    """Whether a person sees the same in two answers."""
    if old["total"] != new["total"] or len(old["hits"]) != len(new["hits"]):
        return False
    shown = lambda hit: {key: value for key, value in hit.items() if key not in ("score", "path")}
    near = lambda one, other: abs(one["score"] - other["score"]) <= NEAR * max(1, abs(one["score"]))
    return all(near(*pair) and shown(pair[0]) == shown(pair[1]) for pair in zip(old["hits"], new["hits"]))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("old")
    parser.add_argument("new")
    of = parser.add_mutually_exclusive_group(required=True)
    of.add_argument("--archive")
    of.add_argument("--index")
    parser.add_argument("--queries", required=True)
    parser.add_argument("--articles", type=int)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        archive = args.archive
        if archive and args.articles:
            archive = os.path.join(folder, "some.jsonl")
            read = gzip.open if args.archive.endswith(".gz") else open
            with read(args.archive, "rt", encoding="utf-8") as lines, open(archive, "w", encoding="utf-8") as out:
                out.writelines(itertools.islice(lines, args.articles))
        old, new = (
            answers(os.path.abspath(binary), number, archive, args.index, args.queries, folder)
            for number, binary in enumerate((args.old, args.new))
        )
    other = [qid for qid in old if qid not in new or not alike(old[qid], new[qid])]
    for qid in other[:20]:
        print(f"{qid}: {old[qid]['query']}: {old[qid]['total']} and {new[qid]['total'] if qid in new else 'no'} hits")
    print(f"{len(old) - len(other)} of {len(old)} answers are the same")
    return 1 if other or not old else 0


if __name__ == "__main__":
    sys.exit(main())
