"""The questions that `same_answers.py --all` asks of a build: which indexes, queries with which options, which pages.

A question whose data is missing is not asked.
"""
import copy, json, os, shutil

from transcripts import IR, OPTIONS, misspelled, queries_of

ALL = [name for name in OPTIONS if name != "dates"]


def stages(inputs):
    """Yields the jobs of each stage; a stage begins when the one before has ended."""
    yield sorted(indexes(inputs), key=lambda job: job[1] not in ("news", "news-cleaned"))
    yield [*batches(inputs), *singles(inputs), *cleaning(inputs), *cases(inputs), *older(inputs)]
    yield [("updates", "a folder that changes", updates)]


def indexes(inputs):
    root = inputs.root
    sources = {
        "examples": [root / "examples.jsonl", "--no-clean"],
        "examples-text": [root / "examples-text"],
        "seeds": [root / "seeds"],
        "news": [root / "news.jsonl", "--no-clean", "--optimize"],
        "news-cleaned": [root / "news.jsonl"],
        "languages": [root / "languages/docs.jsonl", "--no-clean"],
        "languages-cleaned": [root / "languages/docs.jsonl"],
        "pages": [root / "modern/html", root / "cleaning/html"],
        "dumps": [root / "modern/text", root / "cleaning/text-light"],
        **{name: [root / "ir" / name / "docs.jsonl", "--no-clean"] for name in IR},
    }
    for name, args in sources.items():
        if args[0].exists():
            yield "index", name, lambda build, name=name, args=args: build.build(name, *args)


def batches(inputs):
    def asked(index, queries, options, *more):
        if (inputs.queries / f"{queries}.tsv").exists() and index_exists(inputs, index):
            for option in options:
                name = " ".join([index, queries, option, *more[:1]])
                yield part(queries), name, lambda build, o=option: build.batch(index, queries, o, *more)

    folder = inputs.root / "modern/html"
    yield from asked("examples", "examples", OPTIONS)
    yield from asked("examples-text", "examples", ALL)
    yield from asked("news", "quotes", ALL)
    yield from asked("news", "sbg", OPTIONS)
    yield from asked("news-cleaned", "quotes", ["plain", "cut", "any cut", "passages"])
    yield from asked("news-cleaned", "sbg", ["plain", "cut", "any cut", "newest"])
    yield from asked("pages", "sbg", ["plain", "cut", "any", "newest", "dates"])
    yield from asked("pages", "sbg", ["plain", "cut"], "--folder", folder)
    yield from asked("dumps", "sbg", ["plain", "cut", "any", "newest"])
    for name in IR:
        yield from asked(name, name, ALL)
    yield from asked("languages", "languages", ["plain", "any", "newest", "any oldest", "trec"])
    yield from asked("languages-cleaned", "languages", ["plain", "cut", "any cut"])


def part(queries):
    return {"sbg": "search, news words", "quotes": "search, quotes", "languages": "search, languages",
            "examples": "search, language table"}.get(queries, "search, ranking sets")


def index_exists(inputs, index):
    return any(name == index for _, name, _ in indexes(inputs))


def singles(inputs):
    rows = json.loads((inputs.queries / "examples.json").read_text(encoding="utf-8"))
    sets = [("examples", rows)]
    if index_exists(inputs, "news") and (inputs.queries / "quotes.tsv").exists():
        sets.append(("news", misspelled(queries_of(inputs, "quotes"), 5, 1)))
        few = ["subscribe newsletter", "advertisement", "qwxz", "Zelensky", "title:qwxz Obama", "*"]
        sets.append(("news-cleaned", few))
    if index_exists(inputs, "languages"):
        sets.append(("languages", misspelled(queries_of(inputs, "languages"), 25, 2)))
    for index, queries in sets:
        for number in range(0, len(queries), 60):
            some = queries[number : number + 60]
            yield "help and text", f"{index} {number}", lambda build, i=index, q=some, n=number: build.singles(i, q, n)
    yield "help and text", "explained", lambda build: (
        build.run("explain", *form, "--", row) for row in rows for form in ((), ("--format", "json")))
    yield "help and text", "forms", forms


def forms(build):
    """Everything else that a search can print, and what is refused."""
    index = build.index("seeds")
    for args in (
        ["Kursk", "-l"], ["Kursk", "--count"], ["qwxz", "--count"], ["Kursk", "--format", "csv"], ["Kursk troops"],
        ["Kursk", "--format", "trec"], ["Zelensky"], ["--variants", "Zelensky"], ["--cut", "newsletter"], ["subscribe"],
        ["nrth koera"], ["Kursk", "-n", "abc"], ["Kursk", "--since", "never"], ["Kursk", "--nope"],
        ["--suggest", "Kim"],
        ["Kursk", "--folder", "/nowhere"], ["Kursk", "--since", "2030"], ["-n", "1", "--offset", "1", "troops"],
        ["grave security threat"], ["Kim", "w/5", "soldiers", "-nuclear"], [""],
    ):
        yield build.run("search", "--index", index, *args, state="forms")
        yield build.run("search", "--index", index, "--format", "json", *args, state="forms")
    yield build.run("search", "--index", index, "-", stdin="“They’re fair game”")
    for args in (["1"], ["1", "--format", "json"], ["9"], ["1", "--mark", "soldiers", "--cut"],
                 [build.inputs.root / "seeds/003_f7d78eb1bd6ee391.txt", "--mark", "Kursk", "--index", index]):
        yield build.run("search", "--index", index, "troops", state="show")
        yield build.run("show", *args, state="show")
    yield build.run("search", "--index", build.folder / "nothing", "Kursk")
    yield build.run("status", "--index", index, "--format", "json")


def cleaning(inputs):
    root = inputs.root
    sets = {
        "html dev": dev(root, "html", ".html"), "html modern": sorted((root / "modern/html").glob("*.html")),
        "text dev": dev(root, "text", ".txt"), "text-light dev": dev(root, "text-light", ".txt"),
        "text-insc dev": dev(root, "text-insc", ".txt"), "text modern": sorted((root / "modern/text").glob("*.txt")),
        "seeds": sorted((root / "seeds").glob("*.txt")),
        "cases": [path for path in sorted((root / "cases").rglob("*")) if path.is_file()],
    }
    for name, files in sets.items():
        kind = f"clean, {name.split()[0].split('-')[0]}" if " " in name else "clean, seeds and cases"
        for number in range(0, len(files), 100):
            some = files[number : number + 100]
            yield kind, f"{name} {number}", lambda build, some=some: build.clean(some, "--format", "json")
        for option in ("--explain", "--diff", "--quiet"):
            few = files if len(files) < 80 else files[:: len(files) // 20]
            yield kind, f"{name} {option}", lambda build, few=few, option=option: build.clean(few, option)
    yield "clean, seeds and cases", "rules", rules


def dev(root, kind, extension):
    if not (root / "cleaning/split.json").exists():
        return []
    split = json.loads((root / "cleaning/split.json").read_text())
    files = [root / "cleaning" / kind / (name + extension) for name, of in split.items() if of == "dev"]
    return [path for path in files if path.exists()]


def rules(build):
    mine = build.folder / "mine.rules"
    mine.write_text("# mine\ncut: *Kursk*\nkeep: Three years of reporting*\nkeep folder=seeds: Become a member*\n")
    wrong = build.folder / "wrong.rules"
    wrong.write_text("cut nothing\n")
    seeds = sorted((build.inputs.root / "seeds").glob("*.txt"))
    for options in (["--rules", mine, "--format", "json"], ["--rules", mine, "--explain"], ["--rules", wrong],
                    ["--index", build.index("pages"), "--format", "json"]):
        yield build.run("clean", *options, *seeds)
    pages = sorted((build.inputs.root / "modern/html").glob("*.html"))[::12]
    if pages:
        yield build.run("clean", "--index", build.index("pages"), "--format", "json", *pages)


def cases(inputs):
    if not (inputs.root / "cases/cases.tsv").exists():
        return
    lines = (inputs.root / "cases/cases.tsv").read_text(encoding="utf-8").splitlines()[1:]
    for folder in sorted(path for path in (inputs.root / "cases").iterdir() if path.is_dir()):
        rows = [line.split("\t") for line in lines if line.startswith(folder.name + "\t")]

        def ask(build, folder=folder, rows=rows):
            name = f"case-{folder.name}"
            yield from build.build(name, folder)
            for row in rows:
                query, options = (row[2], row[4].split() if len(row) > 4 else [])
                for asked in {"*": 0, query: 0}:
                    yield build.run("search", "--index", build.index(name), "--format", "json", *options, "--", asked)

        yield "cases", folder.name, ask


def older(inputs):
    """What a build answers from the indexes of the other, and what it makes of them."""

    def ask(build):
        other = copy.copy(build)
        other.folder = build.first or build.folder
        yield from other.batch("examples", "examples", "passages")
        yield other.run("search", "--index", other.index("seeds"), "--format", "json", "Kursk OR Zelensky")
        yield other.run("check", "--index", other.index("seeds"), "--format", "json")
        copied = build.folder / "copy"
        shutil.rmtree(copied, ignore_errors=True)
        shutil.copytree(other.index("seeds"), copied)
        for more in ([], [inputs.root / "examples-text"]):
            report = build.run("index", *more, "--index", copied, "--format", "json")
            yield report
            yield build.files(copied, report)

    return [("index of the other build", "seeds", ask)]


def updates(build):
    """A folder that grows, changes and shrinks: reports, files of the index, status."""
    folder, index = build.inputs.root / "changing", build.index("changing")
    shutil.rmtree(folder, ignore_errors=True)
    shutil.rmtree(index, ignore_errors=True)
    folder.mkdir()
    texts = sorted((build.inputs.root / "examples-text").glob("*.txt"))
    texts += sorted((build.inputs.root / "modern/text").glob("*.txt"))[:40]

    def write(name, content, second):
        (folder / name).write_bytes(content)
        os.utime(folder / name, (second, second))

    def state(*args):
        report = build.run("index", *args, "--index", index, "--format", "json")
        yield report
        yield build.files(index, report)
        yield build.run("status", "--index", index, "--format", "json")
        yield build.run("search", "--index", index, "--format", "json", "-n", "50", "the OR Kursk")

    for path in texts[::2]:
        write(path.name, path.read_bytes(), 1_700_000_000)
    yield from state(folder)
    for path in texts[1::2]:
        write(path.name, path.read_bytes(), 1_700_000_100)
    write("notes.pdf", b"%PDF-1.4", 1_700_000_100)
    write("empty.txt", b"", 1_700_000_100)
    write("broken.jsonl", b'{"text": "One record of two"}\n{"text": \n', 1_700_000_100)
    yield from state()
    for number, path in enumerate(texts[:10]):
        write(path.name, path.read_bytes() + f"\nMore of it, {number}.\n".encode(), 1_700_000_200)
    (folder / "broken.jsonl").unlink()
    (folder / texts[11].name).unlink()
    (folder / texts[12].name).rename(folder / "moved.txt")
    write("clippings.rules", b"cut: More of it*\n", 1_700_000_200)
    yield from state()
    yield from state("--optimize")
    yield from state(build.inputs.root / "seeds")
    yield from state("--rebuild")
    report = build.run("forget", folder, "--index", index, "--format", "json")
    yield report
    yield build.files(index, report)
    yield build.run("check", "--index", index, "--format", "json")
