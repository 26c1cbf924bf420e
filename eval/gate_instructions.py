#!/usr/bin/env python3
"""Counts the instructions of a small set of commands and holds them against the pinned counts.

    python3 eval/gate_instructions.py [--profile dist|release] [--binary FILE] [--floors FILE] [--pin]

Instructions are steady where seconds are not: on a busy machine the same work takes other times, and nearly the same
number of instructions. Each count may grow by 1 %; one that has fallen by more is asked to be pinned anew, so that
what was won is not lost again. Both profiles have their counts: `dist`, of which packages are made (`just dist`), and
`release`, the build of `cargo build --release`. `--pin` writes the counts of this build into
eval/floors/instructions.json, or the file named by `--floors`: a visible line in the change that moves them. Counts
hold for the compiler named there.

Needs valgrind; without it the gate says so and passes.
"""
import argparse, json, os, re, shutil, subprocess, sys, tempfile

TOLERANCE = 0.01
PINNED = os.path.join(os.path.dirname(__file__), "floors", "instructions.json")
ARTICLES = 300
TARGET = os.environ.get("CARGO_TARGET_DIR", "target")
BINARIES = {
    "dist": os.path.join(TARGET, "x86_64-unknown-linux-gnu", "dist", "clippings"),
    "release": os.path.join(TARGET, "release", "clippings"),
}
BUILDS = {"dist": "just dist", "release": "cargo build --release"}


class Numbers:
    """The same numbers in every run and every version of Python."""

    def __init__(self, seed):
        self.state = seed

    def below(self, end):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % end


def articles(path):
    """Writes an archive of made-up words, the nth of them n times rarer than the first."""
    numbers = Numbers(11)
    syllables = "ba ken to ri mal su ver di lo pan te gor ni fa hel mi ros ta ul we ish jo kar en".split()
    words = ["".join(syllables[numbers.below(24)] for _ in range(1 + numbers.below(4))) for _ in range(6000)]

    def sentence(length):
        chosen = [words[min(int(6000 ** (numbers.below(1000) / 1000)), 5999)] for _ in range(length)]
        return " ".join(chosen).capitalize() + "."

    with open(path, "w", encoding="utf-8") as out:
        for number in range(ARTICLES):
            paragraphs = [" ".join(sentence(8 + numbers.below(14)) for _ in range(3)) for _ in range(12)]
            record = {"id": str(number), "title": sentence(6), "text": "\n\n".join(paragraphs)}
            out.write(json.dumps(record) + "\n")
    return words


def count(binary, args, home):
    """The instructions of a command, without those with which the C library looks for its stack: it reads the list of the
    memory's parts, and how long that is hangs on where things happen to lie (2,200 instructions a line)."""
    out = os.path.join(home, "callgrind.out")
    command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", binary, *args]
    environment = {"HOME": home, "PATH": os.environ["PATH"], "RAYON_NUM_THREADS": "1"}
    run = subprocess.run(command, env=environment, capture_output=True, text=True)
    found = re.search(r"refs:\s+([\d,]+)", run.stderr)
    if run.returncode not in (0, 1) or not found:
        sys.exit(f"{' '.join(args)} could not be measured:\n{run.stderr}")
    table = subprocess.run(["callgrind_annotate", "--inclusive=yes", "--threshold=100", out], capture_output=True, text=True)
    stack = re.search(r"^ *([\d,]+).*:pthread_getattr_np\b", table.stdout, re.M)
    number = lambda match: int(match.group(1).replace(",", "")) if match else 0
    return number(found) - number(stack)


def measure(binary):
    with tempfile.TemporaryDirectory() as home:
        archive, index = os.path.join(home, "articles.jsonl"), os.path.join(home, "index")
        words = articles(archive)
        common, rare, third = words[3], words[900], words[40]
        search = lambda *query: ["search", "--quiet", "--index", index, "--", *query]
        commands = {
            "version": ["--version"],
            "index": ["index", "--quiet", "--no-clean", "--index", index, archive],
            "index, cleaned": ["index", "--quiet", "--index", os.path.join(home, "cleaned"), archive],
            "rare word": search(rare),
            "common word": search(common),
            "and": search(third, rare),
            "or": search(third, "OR", rare),
            "phrase": search(f'"{words[1]} {words[2]}"'),
            "near": search(third, "w/5", common),
            "wildcard": search(rare[:3] + "*"),
            "fuzzy": search(rare + "~1"),
        }
        return {name: count(binary, args, home) for name, args in commands.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--profile", choices=BINARIES, default="dist", help="whose counts [default: dist]")
    parser.add_argument("--binary", help="the program to measure [default: where the profile's build puts it]")
    parser.add_argument("--floors", default=PINNED, help="file of the pinned counts")
    parser.add_argument("--pin", action="store_true", help="write the counts into that file")
    args = parser.parse_args()
    if not shutil.which("valgrind"):
        print("skipped: valgrind is not installed, so instructions are not counted")
        return 0
    binary = args.binary or BINARIES[args.profile]
    if not os.path.exists(binary):
        sys.exit(f"{binary} not found: run `{BUILDS[args.profile]}` first")
    compiler = subprocess.run(["rustc", "--version"], capture_output=True, text=True).stdout.strip()
    pinned = {"compiler": compiler, "profiles": {}}
    if os.path.exists(args.floors):
        with open(args.floors, encoding="utf-8") as file:
            pinned = json.load(file)
    if args.pin:
        if pinned["compiler"] != compiler:
            pinned = {"compiler": compiler, "profiles": {}}
        pinned["profiles"][args.profile] = measure(os.path.abspath(binary))
        with open(args.floors, "w", encoding="utf-8") as out:
            json.dump(pinned, out, indent=2)
            out.write("\n")
        print(f"pinned {args.profile} in {os.path.relpath(args.floors)}")
        return 0
    if pinned["compiler"] != compiler:
        print(f"skipped: pinned with {pinned['compiler']}, this is {compiler}; counts differ between compilers")
        return 0
    if args.profile not in pinned["profiles"]:
        print(f"skipped: no counts of the profile {args.profile} are pinned")
        return 0
    floors, failed = pinned["profiles"][args.profile], False
    for name, now in measure(os.path.abspath(binary)).items():
        before = floors.get(name)
        ratio = now / before if before else float("inf")
        verdict = "ok" if ratio <= 1 + TOLERANCE else "TOO MANY"
        failed |= ratio > 1 + TOLERANCE
        if ratio < 1 - TOLERANCE:
            verdict = "fewer: pin them with --pin"
        print(f"{name:16}{before or 0:>14,}{now:>14,}{ratio:>8.4f}  {verdict}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
