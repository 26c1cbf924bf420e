#!/usr/bin/env python3
"""Counts the names of the code that are private words: private_words.py [--source DIR] [--places WORD] [--names KIND]

A private word is one that a reader of the documentation of Lucene or tantivy would not search for. The list is
`private_words.tsv` beside this script: a kind, a word, what to use instead, and folders where the word is right. Names
are counted where they are defined: types (variants and constants included), functions, fields, locals (parameters,
`let`, `for`, patterns of closures and matches), and files. Comments, strings, and uses of what others define do not
count.

Prints a row for each word, with the folders it is defined in, and the total. `--places` lists where a word is defined,
`--names` prints the names of a kind that are defined most often, listed or not, to find what the list forgot.
"""
import argparse, collections, pathlib, re, sys

TOKENS = re.compile(
    r"""(?P<skip>//[^\n]*|/\*.*?\*/|\s+)
    |(?P<string>[bc]?r(?P<hashes>\#*)".*?"(?P=hashes)|[bc]?"(?:\\.|[^"\\])*"
        |b?'(?:\\(?:u\{[^}]*\}|x..|.)|[^'\\])')
    |(?P<lifetime>'\w+)
    |(?P<word>(?:r\#)?[A-Za-z_]\w*)
    |(?P<number>\d[\w.]*)
    |(?P<sign>=>|::|\|\||->|\.\.=|\.\.|[=!<>]=|&&|.)""",
    re.X | re.S,
)
KEYWORDS = set("""as async await box break const continue crate dyn else enum extern false fn for if impl in let loop
match mod move mut pub ref return self Self static struct super trait true type unsafe use where while""".split())
# Functions whose second parameter the standard library calls `other`.
COMPARE = {"eq", "ne", "cmp", "partial_cmp", "lt", "le", "gt", "ge", "max", "min", "add", "union", "merge"}
OPEN, CLOSE = "([{", ")]}"


def tokens_of(text):
    """Returns the words and signs of Rust code, each with its line."""
    out, line = [], 1
    for token in TOKENS.finditer(text):
        kind, piece = token.lastgroup, token.group()
        kind = "string" if token.group("string") is not None else kind
        if kind in ("word", "sign", "number", "string"):
            out.append((piece if kind in ("word", "sign") else '""', line))
        line += piece.count("\n")
    return out


def matching(tokens, start):
    """Returns where the bracket that opens at `start` closes."""
    depth = 0
    for place in range(start, len(tokens)):
        depth += (tokens[place][0] in OPEN) - (tokens[place][0] in CLOSE)
        if depth == 0:
            return place
    return len(tokens)


def bindings(tokens, start, end):
    """Yields the names that a pattern binds."""
    for place in range(start, end):
        word, line = tokens[place]
        before, after = tokens[place - 1][0], tokens[place + 1][0] if place + 1 < len(tokens) else ""
        if re.fullmatch(r"(r#)?[a-z]\w*", word) and word not in KEYWORDS and before not in ("::", ".", '""'):
            # A name before a colon in braces is that of a field; one before a bracket or a path is no binding.
            if after not in ("::", "(", "{", "!", ".", ":"):
                yield "local", word, line


def pattern_end(tokens, start, ends):
    """Returns where a pattern ends: at the first of `ends` outside of brackets."""
    depth = 0
    for place in range(start, len(tokens)):
        word = tokens[place][0]
        if depth == 0 and word in ends:
            return place
        depth += (word in OPEN) - (word in CLOSE)
        if depth < 0:
            return place
    return len(tokens)


def parameters(tokens, start, end):
    """Yields the names before a colon in the brackets of a function or the braces of a struct."""
    depth, expected = 0, True
    for place in range(start + 1, end):
        word, line = tokens[place]
        if word in "([{<" and word:
            depth += 1
        elif word in ")]}>":
            depth -= 1
        elif depth == 0 and word == ",":
            expected = True
        elif expected and depth == 0 and tokens[place + 1][0] == ":" and word not in KEYWORDS:
            yield word, line
            expected = False


def definitions(text):
    """Yields every definition in Rust code: its kind, name and line."""
    tokens = tokens_of(text) + [("", 0)] * 3
    for place, (word, line) in enumerate(tokens[:-3]):
        name, at_line = tokens[place + 1]
        before = tokens[place - 1][0] if place else ""
        if word in ("struct", "enum", "union", "trait", "type", "const", "static") and re.fullmatch(r"[A-Z]\w*", name):
            yield "type", name, at_line
            if word in ("struct", "enum"):
                body = pattern_end(tokens, place + 2, "{;(")
                if tokens[body][0] == "{" and word == "struct":
                    yield from (("field", *found) for found in parameters(tokens, body, matching(tokens, body)))
                elif tokens[body][0] == "{":
                    yield from variants(tokens, body)
        elif word == "fn" and re.match(r"[a-z_]", name):
            yield "fn", name, at_line
            start = pattern_end(tokens, place + 2, "(")
            for parameter, at in parameters(tokens, start, matching(tokens, start)):
                if not (parameter == "other" and name in COMPARE):
                    yield "local", parameter, at
        elif word == "let":
            yield from bindings(tokens, place + 1, pattern_end(tokens, place + 1, ("=", ";", ":", "in")))
        elif word == "for" and name != "<":
            end = pattern_end(tokens, place + 1, ("in", "{", ";"))
            if tokens[end][0] == "in":
                yield from bindings(tokens, place + 1, end)
        elif word == "|" and (before in "([{,=;" or before in ("=>", "move", "return", "&&", "||", "else")):
            yield from closure(tokens, place)
        elif word == "=>":
            yield from arm(tokens, place)


def variants(tokens, body):
    end, place = matching(tokens, body), body + 1
    while place < end:
        word, line = tokens[place]
        if word == "#":
            place = matching(tokens, place + 1) + 1
            continue
        if re.fullmatch(r"[A-Z]\w*", word):
            yield "type", word, line
            if tokens[place + 1][0] == "{":
                inner = matching(tokens, place + 1)
                yield from (("field", *found) for found in parameters(tokens, place + 1, inner))
            place = pattern_end(tokens, place + 1, ",")
        place += 1


def closure(tokens, place):
    """Yields the parameters of a closure whose first bar stands at `place`; types after a colon are passed over."""
    start, depth = place + 1, 0
    for end in range(place + 1, min(place + 60, len(tokens))):
        word = tokens[end][0]
        if depth == 0 and word in ("|", ",", ":"):
            if start is not None:
                yield from (("local", tokens[end - 1][0], tokens[end - 1][1])
                            for _ in [0] if word == ":" and re.fullmatch(r"[a-z]\w*", tokens[end - 1][0]))
                if word != ":":
                    yield from bindings(tokens, start, end)
            start = None if word == ":" else end + 1
        if depth == 0 and word == "|":
            return
        depth += (word in OPEN) - (word in CLOSE)
        if depth < 0 or word == ";":
            return


def arm(tokens, place):
    """Yields the names that the pattern of a match arm binds, which ends with the arrow at `place`."""
    start, depth = place - 1, 0
    while start > 0:
        word = tokens[start][0]
        if depth == 0 and word in ("{", ",", ";", "}") and not (word == "}" and start == place - 1):
            break
        if depth == 0 and word == "}" and start == place - 1 or word in CLOSE:
            depth += 1
        elif word in OPEN:
            depth -= 1
            if depth < 0:
                break
        start -= 1
    end = next((spot for spot in range(start + 1, place) if tokens[spot][0] == "if"), place)
    yield from bindings(tokens, start + 1, end)


def read_list(path):
    """Returns the private words: a kind and a word, to what is used instead and the folders where the word is right."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    return {(row[0], row[1]): (row[2], row[3].split() if len(row) > 3 else []) for row in rows}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    here = pathlib.Path(__file__).resolve()
    parser.add_argument("--source", type=pathlib.Path, default=here.parent.parent / "src")
    parser.add_argument("--list", type=pathlib.Path, default=here.with_suffix(".tsv"))
    parser.add_argument("--places")
    parser.add_argument("--names")
    args = parser.parse_args()
    private = read_list(args.list)
    counts, names, files = collections.defaultdict(collections.Counter), collections.Counter(), 0
    for path in sorted(args.source.rglob("*.rs")):
        files += 1
        below = path.relative_to(args.source)
        folder = below.parts[0] if len(below.parts) > 1 else "."
        stem = below.parent.name if below.name == "mod.rs" else below.stem
        for kind, name, line in [("file", stem, 1), *definitions(path.read_text(encoding="utf-8"))]:
            names[kind, name] += 1
            instead, right = private.get((kind, name), (None, []))
            if instead is None or any(str(below).startswith(prefix) for prefix in right):
                continue
            counts[kind, name][folder] += 1
            if name == args.places:
                print(f"{path}:{line}: {kind} {name}")
    if args.names:
        for (kind, name), count in names.most_common():
            if kind == args.names:
                print(f"{count:6} {name}{'  *' if (kind, name) in private else ''}")
        return 0
    kinds = collections.Counter()
    for (kind, name), folders in sorted(counts.items(), key=lambda item: (item[0][0], -item[1].total(), item[0])):
        kinds[kind] += folders.total()
        where = ", ".join(f"{folder} {count}" for folder, count in folders.most_common())
        print(f"{kind:6}{name:18}{folders.total():5}  {private[kind, name][0]:34}{where}".rstrip())
    every = collections.Counter()
    for (kind, _), count in names.items():
        every[kind] += count
    for kind in ("type", "fn", "field", "local", "file"):
        words = sum(1 for word in counts if word[0] == kind)
        print(f"{kind}: {kinds[kind]} of {every[kind]} definitions, {words} private words")
    print(f"total: {kinds.total()} of {every.total()} definitions in {files} files, {len(counts)} private words")
    return 0


if __name__ == "__main__":
    sys.exit(main())
