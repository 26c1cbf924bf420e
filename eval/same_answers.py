#!/usr/bin/env python3
"""Compares the answers of two builds of clippings: hits, order, scores and snippets; with --all, everything else too.

    python3 eval/same_answers.py OLD NEW --queries FILE.tsv --archive FILE.jsonl[.gz] [--articles N]
    python3 eval/same_answers.py OLD NEW --queries FILE.tsv --index DIR
    python3 eval/same_answers.py OLD NEW --all [--data DIR] [--cache DIR] [--only PART] [--json FILE]

OLD and NEW are binaries; a line of the queries is an identifier, a tab, and a query. With an archive each indexes it
for itself, in one piece, so that equal scores are in the same order whatever the threads did; with an index both search
that, which is enough where only searching was changed and both read its format. A query that is answered otherwise is
printed. For changes that must not change answers: speed, storage. Scores may differ by a ten thousandth, since sums in
another order do; hits and their order may not.

With --all nothing may differ: JSON, CSV, TREC and text of searches, `show`, `explain`, verdicts of cleaning, reports,
exit codes, and the bytes of indexes built on one thread (names of files and `meta.json` aside). Two kinds of
differences are counted and shown apart, and are no failure: wording (standard error, reasons of notes, warnings and
failures, `explain`), and `byline` that is now `author` in the JSON of `clean`. The data is that of --data, else of
$CLIPPINGS_EVAL_DATA, else of ../shared beside the project; what is missing there is named and left out. With --cache the
inputs and what OLD answered are kept, so that the next run costs NEW only. Ends with 1 when an answer differs.
"""
import argparse, collections, gzip, hashlib, itertools, json, os, pathlib, re, subprocess, sys, tempfile

NEAR = 1e-4
# Fields of JSON whose text is wording, and lines of text that are.
WORDING = {"reason": ("notes", "remarks", "failures", "warnings"), "words": None, "tree": None}
WORDING_LINES = re.compile(r"\s+note\b|No article (has|matches)")
# Commands whose text is wording, but for lines that begin like this.
WORDING_COMMANDS = {"check": "\0", "explain": "understood"}


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


def one_set(args):
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


class Part:
    """What the comparison of one part came to: lines of answers, and examples of what differs."""

    def __init__(self):
        self.answers, self.differ, self.reworded, self.renamed = 0, [], [], 0


def without_wording(value, said, above=None):
    """Returns a JSON value without its wording, which is added to `said`. The order of fields counts."""
    if isinstance(value, dict):
        out = []
        for key, inner in value.items():
            sized = key == "bytes" and value.get("failures")  # reasons of failures are part of the index
            if sized or key in WORDING and (WORDING[key] is None or above in WORDING[key]):
                said.append(inner)
            else:
                out.append((key, without_wording(inner, said, key)))
        return out
    if isinstance(value, list):
        return [without_wording(inner, said, above) for inner in value]
    return value


def renamed(value):
    """Returns the JSON of a cleaned article with its author under the name that the field has now."""
    if isinstance(value, dict) and "byline" in value:
        return {"author" if key == "byline" else key: inner for key, inner in value.items()}, 1
    return value, 0


def first_difference(old, new):
    """Describes where two texts part."""
    place = next((n for n, pair in enumerate(zip(old, new)) if pair[0] != pair[1]), min(len(old), len(new)))
    start = max(0, place - 60)
    more = "…" if start else ""
    return f"old: {more}{old[start:place + 100]}\nnew: {more}{new[start:place + 100]}"


def compare_line(old, new, part, where):
    """Compares a line of standard output that is not the same in both."""
    try:
        (before, one), (after, two) = renamed(json.loads(old)), renamed(json.loads(new))
    except ValueError:
        both_wording = all(WORDING_LINES.match(line) for line in (old, new))
        (part.reworded if both_wording else part.differ).append((where, first_difference(old, new)))
        return
    name = one.get("qid") or one.get("path") if isinstance(one, dict) else None
    where, said, saying = f"{name}: {where}" if name else where, [], []
    if without_wording(before, said) != without_wording(after, saying):
        texts = (json.dumps(value, ensure_ascii=False) for value in (before, after))
        part.differ.append((where, first_difference(*texts)))
    elif said != saying:
        pairs = [pair for pair in zip(said, saying) if pair[0] != pair[1]]
        part.reworded.append((where, "\n".join(f"old: {a}\nnew: {b}" for a, b in pairs[:2])))
    part.renamed += one != two


def compare_transcript(old, new, part):
    where = " ".join(old["args"])[:160]
    if old["args"] != new["args"]:
        part.differ.append((where, f"another command: {' '.join(new['args'])[:160]}"))
    if old["code"] != new["code"]:
        part.differ.append((where, f"exit code {old['code']}, now {new['code']}: {new['err'][-300:]}"))
    if old["err"] != new["err"]:
        part.reworded.append((where, first_difference(old["err"], new["err"])))
    # Only a line feed ends a line: other ends stand inside JSON.
    one, two = (transcript["out"].rstrip("\n").split("\n") for transcript in (old, new))
    part.answers += max(len(one), 1)
    if old["out"] == new["out"]:
        return
    command = old["args"][0]
    if command in WORDING_COMMANDS and "json" not in old["args"] or command == "check":
        kept = [[line for line in lines if line.startswith(WORDING_COMMANDS[command])] for lines in (one, two)]
        same = kept[0] == kept[1]
        (part.reworded if same else part.differ).append((where, first_difference(old["out"], new["out"])))
        return
    if len(one) != len(two):
        part.differ.append((where, f"{len(one)} lines, now {len(two)}; {first_difference(old['out'], new['out'])}"))
        return
    for before, after in itertools.zip_longest(one, two, fillvalue=""):
        if before != after:
            compare_line(before, after, part, where)


def compare(old, new, only):
    """Compares two folders of transcripts, part by part."""
    parts = collections.defaultdict(Part)
    names = {path.name for folder in (old, new) for path in folder.glob("*.jsonl")}
    for name in sorted(names):
        if only and name.split(".")[0] not in (*only, "index"):
            continue
        part = parts[name.split(".")[0]]
        if not ((old / name).exists() and (new / name).exists()):
            part.differ.append((name, "only one of the two was asked"))
            continue
        lines = [(folder / name).read_text(encoding="utf-8").splitlines() for folder in (old, new)]
        for before, after in itertools.zip_longest(*lines):
            if before is None or after is None:
                part.differ.append((name, "one of the two has more to say"))
            else:
                compare_transcript(json.loads(before), json.loads(after), part)
    return parts


def everything(args):
    sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
    import questions
    import transcripts

    with tempfile.TemporaryDirectory(prefix="same-answers-") as scratch:
        cache = pathlib.Path(args.cache or scratch).resolve()
        inputs = transcripts.Inputs(cache / "inputs", args.data)
        for path in inputs.missing:
            print(f"missing, and left out: {path} in {args.data}")
        tools = [pathlib.Path(__file__).with_name(name) for name in ("transcripts.py", "questions.py")]
        content = [pathlib.Path(path).read_bytes() for path in (args.old, *tools)]
        kept = cache / ("old-" + hashlib.sha256(b"".join(content)).hexdigest()[:16])
        if not (kept / "complete").exists():
            transcripts.record(args.old, inputs, kept, questions.stages(inputs))
            (kept / "complete").touch()
        stages = questions.stages(inputs)
        new = transcripts.record(args.new, inputs, cache / "new", stages, first=kept, only=args.only)
        seconds = json.loads((new / "seconds.json").read_text())
        parts = compare(kept / "transcripts", new, args.only)
    return report(parts, seconds, args)


def report(parts, seconds, args):
    for title, pick in (("reworded", lambda part: part.reworded), ("DIFFERENT", lambda part: part.differ)):
        for name, part in parts.items():
            for where, what in pick(part)[: args.examples]:
                print(f"{title}, {name}: {where}\n  " + what.replace("\n", "\n  "))
    print(f"\n{'part':28}{'answers':>9}{'different':>11}{'reworded':>10}{'author':>8}{'new, s':>8}")
    for name, part in parts.items():
        counts = f"{part.answers:9}{len(part.differ):11}{len(part.reworded):10}{part.renamed:8}"
        print(f"{name:28}{counts}{seconds.get(name, 0):8.1f}")
    total, differ = (sum(map(count, parts.values())) for count in (lambda p: p.answers, lambda p: len(p.differ)))
    print(f"{total} lines of answers compared, {differ} differences")
    if args.json:
        rows = {name: {"answers": part.answers, "different": len(part.differ), "reworded": len(part.reworded),
                       "renamed": part.renamed} for name, part in parts.items()}
        pathlib.Path(args.json).write_text(json.dumps(rows, indent=1) + "\n")
    return 1 if differ or not total else 0


def main():
    sys.stdout.reconfigure(errors="backslashreplace")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("old")
    parser.add_argument("new")
    of = parser.add_mutually_exclusive_group(required=True)
    of.add_argument("--archive")
    of.add_argument("--index")
    of.add_argument("--all", action="store_true")
    parser.add_argument("--queries")
    parser.add_argument("--articles", type=int)
    shared = pathlib.Path(__file__).resolve().parent.parent.parent / "shared"
    parser.add_argument("--data", default=os.environ.get("CLIPPINGS_EVAL_DATA", shared))
    parser.add_argument("--cache")
    parser.add_argument("--only", action="append")
    parser.add_argument("--examples", type=int, default=3)
    parser.add_argument("--json")
    args = parser.parse_args()
    if args.all:
        return everything(args)
    if not args.queries:
        parser.error("--archive and --index need --queries")
    return one_set(args)


if __name__ == "__main__":
    sys.exit(main())
