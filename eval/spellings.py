#!/usr/bin/env python3
"""Measures the spellings of names that an index suggests.

    python3 eval/spellings.py BINARY INDEX [eval/spellings.tsv]

Each line of the list is a kind (`word`, `name` or `variant`), a word, and for a variant another spelling of it. Nothing
may be suggested for common words and for names without another spelling; a variant must be named whichever of both is
typed. The list was made for the articles of `news-dev`: fails with a false suggestion, or if fewer than nine in ten
variants are named.
"""

import json
import subprocess
import sys


def suggested(binary, index, word):
    command = [binary, "search", "--index", index, "--format", "json", "--quiet", "-n", "1", "--", word]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    return {spelling["spelled"].lower() for spelling in json.loads(run.stdout).get("also_spelled", [])}


def main():
    binary, index = sys.argv[1:3]
    path = sys.argv[3] if len(sys.argv) > 3 else __file__.removesuffix(".py") + ".tsv"
    false, named, variants, missing, unsuspected = 0, 0, 0, [], 0
    for line in open(path, encoding="utf-8"):
        kind, word, *others = line.rstrip("\n").split("\t")
        if kind == "variant":
            both = [word, *others]
            variants += 1
            found = all(b.lower() in suggested(binary, index, a) for a, b in [both, both[::-1]])
            named += found
            missing += [] if found else ["/".join(both)]
        else:
            spellings = suggested(binary, index, word)
            unsuspected += 1
            if spellings:
                false += 1
                print(f"false: {kind} {word}: {', '.join(sorted(spellings))}")
    print(f"{false} of {unsuspected} words with false suggestions; {named} of {variants} variants named"
          + (f"; missing: {', '.join(missing)}" if missing else ""))
    sys.exit(false > 0 or named < 0.9 * variants)


if __name__ == "__main__":
    main()
