#!/usr/bin/env python3
"""Holds the answers of two builds of clippings against each other: the same hits in the same order, with the same
scores and the same snippets.

    python3 tools/same_answers.py OLD NEW --archive FILE.jsonl[.gz] --queries FILE.tsv [--articles N]

OLD and NEW are binaries. Each indexes the archive for itself, in one piece (so that equal scores are in the same order
whatever threads did), and answers all queries; a query that is answered otherwise is printed. For changes that must not
change answers: speed, storage.
"""
import argparse, gzip, itertools, json, os, subprocess, sys, tempfile


def answers(binary, archive, queries, folder):
    index = os.path.join(folder, "index-" + str(abs(hash(binary))))
    environment = dict(os.environ, XDG_STATE_HOME=folder)
    run = lambda *args: subprocess.run([binary, *args], env=environment, capture_output=True, text=True)
    built = run("index", "--quiet", "--no-clean", "--optimize", "--index", index, archive)
    if built.returncode:
        sys.exit(f"{binary} cannot index {archive}: {built.stderr}")
    lines = run("search", "--quiet", "--index", index, "--queries", queries, "--format", "json").stdout.splitlines()
    return {answer["qid"]: answer for answer in map(json.loads, lines)}


def seen(answer):
    """What a person sees of an answer."""
    hit = lambda hit: (hit["id"], hit["line"], hit["title"], round(hit["score"], 5), json.dumps(hit["snippet"]))
    return answer["total"], [hit(one) for one in answer["hits"]]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("old")
    parser.add_argument("new")
    parser.add_argument("--archive", required=True)
    parser.add_argument("--queries", required=True)
    parser.add_argument("--articles", type=int)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        archive = args.archive
        if args.articles:
            archive = os.path.join(folder, "some.jsonl")
            read = gzip.open if args.archive.endswith(".gz") else open
            with read(args.archive, "rt", encoding="utf-8") as lines, open(archive, "w", encoding="utf-8") as out:
                out.writelines(itertools.islice(lines, args.articles))
        old, new = (answers(os.path.abspath(one), archive, args.queries, folder) for one in (args.old, args.new))
    other = [qid for qid in old if qid not in new or seen(old[qid]) != seen(new[qid])]
    for qid in other[:20]:
        print(f"{qid}: {old[qid]['query']}: {seen(old[qid])[0]} and {seen(new[qid])[0] if qid in new else 'no'} hits")
    print(f"{len(old) - len(other)} of {len(old)} answers are the same")
    return 1 if other or not old else 0


if __name__ == "__main__":
    sys.exit(main())
