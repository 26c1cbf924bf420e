"""Transcripts of what a build of clippings answers: every command that `same_answers.py --all` runs, with its output.

`Inputs` prepares the articles and the queries once, in a folder of their own, so that paths and times are the same for
every build. `record` runs one build on them and writes one file of transcripts for each job. Each job is a part (a row
of the table that is printed), a name, and a function that yields transcripts.

Indexes are built on one thread: segments, and with them the order of equal scores, then depend on the articles alone.
"""
import concurrent.futures, gzip, hashlib, json, os, pathlib, random, re, shutil, subprocess, tarfile, time

PROJECT = pathlib.Path(__file__).resolve().parent.parent
IR = ("time", "cranfield", "cisi", "cacm")
UNSEEN = {"\\|": "|", "⟨nbsp⟩": "\u00a0", "⟨shy⟩": "\u00ad", "⟨tab⟩": "\t", "⟨accent⟩": "\u0301"}
# Options of a batch of queries. JSON has every field, the other formats what is printed of it.
OPTIONS = {
    "plain": "--format json", "any": "--format json --any", "cut": "--format json --cut",
    "newest": "--format json --sort newest", "any oldest": "--format json --any --sort oldest -n 5",
    "any cut": "--format json --any --cut -n 5", "variants": "--format json --variants -n 5",
    "suggest": "--format json --suggest -n 3", "passages": "--format json -n 20 --offset 2 --snippets 3 -C 1",
    "dates": "--format json --since 2014-03 --until 2017 -n 5", "trec": "--format trec --any -n 100",
    "csv": "--format csv -n 5", "text": "-n 5 --snippets 2",
}
# What differs from run to run, and nothing else: times.
TIMES = [(re.compile(r'"took_ms":[\d.e-]+'), '"took_ms":0'), (re.compile(r'"written":"[^"]*"'), '"written":""')]
TIMES_SAID = re.compile(r"\d+(\.\d+)? (ms|s|µs)\b|(index )?written [^;)]*")


class Inputs:
    """Articles and queries, unpacked and converted below `root`, made once."""

    def __init__(self, root, data):
        self.root, self.data, self.missing = pathlib.Path(root).resolve(), pathlib.Path(data).resolve(), []
        self.queries = self.root / "queries"
        complete = self.root / "complete"
        if not complete.exists():
            shutil.rmtree(self.root, ignore_errors=True)
            self.queries.mkdir(parents=True)
            self.prepare()
            complete.write_text("\n".join(self.missing))
        self.missing = complete.read_text().split()

    def found(self, path):
        """Returns the path of a file of the data folder, or nothing, and remembers what is missing."""
        if (self.data / path).exists():
            return self.data / path
        self.missing.append(path)
        return None

    def tsv(self, name, queries):
        lines = (f"{number}\t{query}\n" for number, query in queries)
        (self.queries / f"{name}.tsv").write_text("".join(lines), encoding="utf-8")

    def prepare(self):
        self.examples()
        shutil.copytree(PROJECT / "seeds", self.root / "seeds")
        for archive in ("cleaning/cleaning-dev", "cleaning/modern-dev", "languages/languages-dev"):
            if path := self.found(f"eval/{archive}.tar.xz"):
                with tarfile.open(path) as tar:
                    tar.extractall(self.root, filter="data")
        if (self.root / "languages").exists():
            asked = (self.root / "languages/queries.jsonl").read_text(encoding="utf-8").splitlines()
            self.tsv("languages", ((query["qid"], query["query"]) for query in map(json.loads, asked)))
        if path := self.found("eval/corpus/news-dev.jsonl.gz"):
            (self.root / "news.jsonl").write_bytes(gzip.decompress(path.read_bytes()))
        if path := self.found("eval/quotes/dev.jsonl"):
            asked = map(json.loads, path.read_text(encoding="utf-8").splitlines())
            self.tsv("quotes", ((query["qid"], query["query"]) for query in asked))
        if path := self.found("eval/queries/sbg_queries.tsv"):
            asked = path.read_text(encoding="utf-8").splitlines()
            self.tsv("sbg", ((number, line.split("\t")[0]) for number, line in enumerate(asked, 1)))
        for name in IR:
            if path := self.found(f"eval/ir/{name}"):
                shutil.copytree(path, self.root / "ir" / name)
                shutil.copy(path / "queries.tsv", self.queries / f"{name}.tsv")
        if path := self.found("cases"):
            shutil.copytree(path, self.root / "cases")

    def examples(self):
        """Reads the query of every row of the language table, and turns its articles into records."""
        rows = []
        for page in sorted((PROJECT / "docs").glob("*.md")):
            table = False
            for line in page.read_text(encoding="utf-8").splitlines():
                table = line.startswith("|") and (table or line.startswith("| you type |"))
                cell = line.replace("\\|", "\x01").split("|")[1].strip().replace("\x01", "\\|") if table else ""
                if cell.startswith("`"):
                    for written, meant in UNSEEN.items():
                        cell = cell.replace(written, meant)
                    rows.append(cell.strip("`"))
        self.tsv("examples", enumerate(rows, 1))
        (self.queries / "examples.json").write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
        articles = next(path.parent for path in sorted((PROJECT / "tests").rglob("kursk.txt")))
        records, texts = [], self.root / "examples-text"
        texts.mkdir()
        for path in sorted(articles.glob("*.txt")):
            head, _, text = path.read_text(encoding="utf-8").partition("\n\n")
            named = dict(line.split(": ", 1) for line in head.split("\n") if ": " in line)
            records.append({"id": path.stem, **named, "text": text.split("\n# cut\n")[0]})
            shutil.copy(path, texts)
        lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
        (self.root / "examples.jsonl").write_text(lines, encoding="utf-8")


class Build:
    """One build of clippings, run on the inputs; its indexes lie below `folder`."""

    def __init__(self, binary, inputs, folder, first):
        self.binary, self.inputs, self.folder = str(pathlib.Path(binary).resolve()), inputs, pathlib.Path(folder)
        self.first = first  # the indexes of the other build, which this one must read as well
        (self.folder / "home").mkdir(parents=True, exist_ok=True)
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": str(self.folder / "home"), "RAYON_NUM_THREADS": "1", "TZ": "UTC",
            "NO_COLOR": "1", "LANG": "C.UTF-8",
        }

    def index(self, name):
        return self.folder / "index" / name

    def run(self, *args, state=None, stdin=""):
        """Runs a command and returns its transcript."""
        args = [str(arg) for arg in args]
        environment = dict(self.environment, XDG_STATE_HOME=str(self.folder / "state" / (state or "none")))
        done = subprocess.run(
            [self.binary, *args], env=environment, cwd=self.folder / "home", capture_output=True, input=stdin.encode()
        )
        out, err = (text.decode("utf-8", "surrogateescape").replace(str(self.folder), "ROOT")
                    for text in (done.stdout, done.stderr))
        for times, without in TIMES:
            out = times.sub(without, out)
        shown = [arg.replace(str(self.folder), "ROOT") for arg in args]
        if self.first:
            shown = [arg.replace(str(self.first), "ROOT") for arg in shown]
        return {"args": shown, "code": done.returncode, "out": out, "err": TIMES_SAID.sub("TIME", err)}

    def files(self, folder, report):
        """Returns a transcript with the kind, fingerprint and size of every file of an index. `meta.json` is left out,
        and what names hold of a moment: identifiers of segments and numbers of commits. The table of files holds the
        reasons of failures, which are wording: where the report has some, it is left out as well."""
        lines, failures = [], '"failures":[]' not in report["out"]
        for path in sorted(folder.glob("generation-*/*")):
            if path.is_file() and path.name not in ("meta.json", ".managed.json") and not path.name.endswith(".lock"):
                name = re.sub(r"^[0-9a-f]{32}", "", re.sub(r"-\d+$", "", path.name))
                content = path.read_bytes()
                if failures and name == "sources":
                    continue
                lines.append(f"{name} {hashlib.sha256(content).hexdigest()} {len(content)}")
        return {"args": ["files of", folder.name], "code": 0, "out": "\n".join(sorted(lines)) + "\n", "err": ""}

    def build(self, name, *args):
        shutil.rmtree(self.index(name), ignore_errors=True)
        report = self.run("index", "--quiet", "--format", "json", "--index", self.index(name), *args)
        yield report
        yield self.files(self.index(name), report)
        yield self.run("check", "--index", self.index(name), "--format", "json")

    def batch(self, index, queries, options, *more):
        asked = self.inputs.queries / f"{queries}.tsv"
        yield self.run("search", "--index", self.index(index), "--queries", asked, *OPTIONS[options].split(), *more)

    def singles(self, index, queries, first):
        """Asks queries one at a time, with the help that a person gets who finds little or nothing; `first` is the
        number of the first, so that each has a last answer of its own."""
        for query in queries:
            yield self.run("search", "--index", self.index(index), "--format", "json", "--", query)
        for number, query in enumerate(queries, first):
            if number % 3 == 0:
                state = f"{index}-{number}"
                yield self.run("search", "--index", self.index(index), "--", query, state=state)
                yield self.run("show", "1", state=state, *["--format", "json"][: number % 2 * 2])

    def clean(self, files, *options):
        for number in range(0, len(files), 100):
            yield self.run("clean", *options, *files[number : number + 100])


def misspelled(queries, every, seed):
    """Takes a letter out of the longest word of every so many queries."""
    rng, out = random.Random(seed), []
    for query in queries[::every]:
        word = max(re.findall(r"\w+", query) or [query], key=len)
        place = rng.randrange(max(1, len(word)))
        out.append(re.sub(r'[“”"„«»]', "", query.replace(word, word[:place] + word[place + 1 :])))
    return [query for query in out if query.strip()]


def queries_of(inputs, name):
    lines = (inputs.queries / f"{name}.tsv").read_text(encoding="utf-8").split("\n")
    return [line.split("\t", 1)[1] for line in lines if "\t" in line]


def transcribe(jobs, build, folder, workers):
    """Runs the jobs and writes their transcripts; returns the seconds that each part took."""
    seconds = {}

    def work(job):
        part, name, make = job
        start = time.monotonic()
        with open(folder / f"{part}.{name.replace('/', '-')}.jsonl", "w", encoding="utf-8") as out:
            for transcript in make(build):
                out.write(json.dumps(transcript) + "\n")
        seconds[part] = seconds.get(part, 0) + time.monotonic() - start

    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        list(pool.map(work, jobs))
    return seconds


def record(binary, inputs, folder, stages, first=None, only=None, workers=2):
    """Records the answers of `binary` to the jobs of `stages` below `folder`; `first` is the folder of the build it is
    compared with."""
    transcripts = pathlib.Path(folder) / "transcripts"
    shutil.rmtree(transcripts, ignore_errors=True)
    transcripts.mkdir(parents=True)
    build, seconds = Build(binary, inputs, folder, first), {}
    for stage in stages:
        jobs = [job for job in stage if not only or job[0] in only or job[0] == "index"]
        for part, taken in transcribe(jobs, build, transcripts, workers).items():
            seconds[part] = seconds.get(part, 0) + taken
    (transcripts / "seconds.json").write_text(json.dumps(seconds))
    return transcripts
