#!/usr/bin/env python3
"""Fits the inflection tables of data/analysis/inflections from word lists.

  inflections.py STEMS OUT [LANGUAGE...]      writes OUT/LANGUAGE.tsv, which `pack_inflections` packs

STEMS is the built program `stems`, which normalizes words as the index does. The lists are those of simplemma
(pip install simplemma==2.0.0 wordfreq==3.1.1); for Belarusian, the folder $HUNSPELL has be_BY.aff and be_BY.dic
(Debian: hunspell-be). data/analysis/inflections/NOTICE names their sources and licenses.

eval/forms/LANGUAGE.txt has forms that a list lacks or reads otherwise, written by hand. Apart from those, each form of a
list has one lemma: that of the spelling that is most frequent (wordfreq), in German of the noun. The
longest ending of a word decides which bytes are cut and what is appended; an ending is kept where at least three forms
more are right with it than without. The most frequent forms that the endings get wrong are kept whole (`^form`). Both
are applied twice, since a list leads from a possessed form to its own base. A line has the ending, the number of bytes
to cut, and what to append; `function` marks a function word.
"""
import collections, os, pathlib, random, subprocess, sys

BY_HAND = 1.0         # the frequency of a form that was written by hand
RARE = 1e-9           # the frequency of a noun of a language without frequencies
MAX_ENDING = 7        # letters
MIN_GAIN = 3          # forms
MAX_WHOLE = 12_000    # forms that are kept whole
SAMPLE = 300_000      # forms that the endings are fitted on, all frequent ones among them
DATA = pathlib.Path(__file__).parent.parent / "data/analysis"
FORMS = pathlib.Path(__file__).parent / "forms"
#: Code of the list, and of the frequencies, where they differ from the language's.
LIST = {"hr": "hbs"}
FREQUENCIES = {"hr": "sh"}
LANGUAGES = "bg ca cs da de el es et fi fr hi hr hu hy it ka lt lv mk nb nl pl pt ro ru sk sv tr uk be".split()
#: Languages in which every noun has a genitive in -s, which their lists leave out.
GENITIVE = {"nb", "da", "sv"}
#: Languages that write nouns with a capital.
CAPITALS = {"de"}
#: Surnames: their endings, and what is added in other cases.
SURNAMES = {
    "ru": (("ов", "ев", "ёв", "ин", "ын"), "а у ым ом е ой ы ых ыми"),
    "uk": (("ов", "ев", "єв", "ін", "їн", "ин"), "а у ові им ом і ої ій ою и их ими"),
    "hr": (("ić",), "a u em i e ima"),
}
#: Languages in which a name goes before a word of the same letters: Київ is no form of кий.
NAMES_FIRST = {"cs", "sk", "uk"}
#: Languages in which a name goes before a verb of the same letters, and how verbs end: Zagrebu is no form of zagrepsti.
NAMES_BEFORE_VERBS = {"hr": "ti"}
#: Number of letters that an ending leaves at least.
MIN_LEFT = 3


def normalize(stems, words):
    raw = subprocess.run([stems, "-"], input="\n".join(words) + "\n", text=True, check=True, stdout=subprocess.PIPE)
    return raw.stdout.split("\n")[: len(words)]


def simplemma_list(language):
    from simplemma.strategies.dictionaries import dictionary_factory

    raw = dictionary_factory._load_dictionary_from_disk(LIST.get(language, language))
    return [(form.decode(), lemma.decode()) for form, lemma in raw.items()]


def hunspell_list(folder, name):
    """Forms of a hunspell dictionary that has suffixes only."""
    suffixes = collections.defaultdict(list)
    for line in open(f"{folder}/{name}.aff", encoding="utf-8"):
        part = line.split()
        if len(part) >= 5 and part[0] == "SFX":
            cut, add = ("" if x == "0" else x.split("/")[0] for x in part[2:4])
            suffixes[part[1]].append((cut, add, part[4]))
    import re

    compiled = {flag: [(cut, add, re.compile(f"(?:{condition})$")) for cut, add, condition in rows] for flag, rows in suffixes.items()}
    entries = {}
    for line in open(f"{folder}/{name}.dic", encoding="utf-8").read().split("\n")[1:]:
        word, _, flags = line.strip().partition("/")
        if not word:
            continue
        forms = entries.setdefault((word, flags), [word])
        for flag in flags:
            for cut, add, condition in compiled.get(flag, ()):
                if word.endswith(cut) and condition.search(word):
                    forms.append(word[: len(word) - len(cut)] + add)
    return entries


def belarusian_list(folder):
    """Forms of the hunspell dictionary for Belarusian, which has plurals with another vowel as words of their own, and
    verbs twice. Forms of nouns come last, and so count where a verb or an adjective has the same. Returns the pairs, and
    the forms of nouns."""
    entries = hunspell_list(folder, "be_BY")
    vowels = str.maketrans("оэёея", "ааеее")

    def kind(word, flags):
        if not flags or flags.islower():
            return "other"
        if set(flags) & set("VQXZ"):
            return "adjective"
        return "plural" if word[-1] in "ыі" else "noun"

    def skeleton(word):
        start = word.lower()
        start = start[1:] if start[:2] in ("во", "ву") else start
        return start.translate(vowels)

    singulars = collections.defaultdict(set)
    for (word, flags), forms in entries.items():
        if kind(word, flags) == "noun" and not any(form.endswith(("ах", "ях")) for form in forms):
            singulars[skeleton(word[:-1] if word[-1] in "аяоёеь" else word)].add(word)
    pairs = {"other": [], "adjective": [], "plural": [], "noun": []}
    for (word, flags), forms in entries.items():
        of, base = kind(word, flags), word
        if of == "plural" and len(found := singulars.get(skeleton(word[:-1]), ())) == 1:
            (base,) = found
        pairs[of] += [(form, base) for form in forms]
    nouns = {form for of in ("plural", "noun") for form, _ in pairs[of]}
    return [pair for of in pairs.values() for pair in of], nouns


def written_forms(language):
    """The forms of eval/forms: each form with its base."""
    path = FORMS / f"{language}.txt"
    pairs = []
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        endings, colon, stems = line.partition(":")
        if line.startswith("#") or not line.strip():
            continue
        words = [line.split()]
        if colon:
            ends = ["" if ending == "-" else ending for ending in endings.split()]
            words = [[stem + ending for ending in ends] for stem in stems.split()]
        pairs += [(form, word[0]) for word in words for form in word]
    return pairs


def frequencies(language):
    import wordfreq

    code = FREQUENCIES.get(language, language)
    return wordfreq.get_frequency_dict(code, wordlist="best") if code in wordfreq.available_languages("best") else {}


def surname_forms(stems, language, pairs, frequency):
    """The cases of surnames: the name, the form, and how frequent the form is."""
    endings, cases = SURNAMES.get(language, ((), ""))
    capitals, words = {form.lower() for form, _ in pairs if form[:1].isupper()}, {form for form, _ in pairs}
    names = [
        name
        for name in sorted({*capitals, *frequency})
        if endings and len(name) > 4 and name.endswith(endings) and frequency.get(name, 0) > 1e-7
        if name in capitals or name not in words
    ]
    rows = [(name, name + case) for name in names for case in ["", *cases.split()]]
    if not rows:
        return []
    normalized = [normalize(stems, list(side)) for side in zip(*rows)]
    return [(name, form, frequency.get(written, 0.0)) for name, form, (_, written) in zip(*normalized, rows) if " " not in form]


def lemmas(stems, language):
    """The lemma and the frequency of each normalized form."""
    pairs, nouns = belarusian_list(os.environ["HUNSPELL"]) if language == "be" else (simplemma_list(language), ())
    if language in GENITIVE:
        known = {form for form, _ in pairs}
        pairs += [(form + "s", lemma) for form, lemma in pairs if form[-1:] not in "sxz" and form + "s" not in known]
    frequency = frequencies(language) or {form.lower(): RARE * (1 + form[:1].isupper()) for form in nouns}
    forms, bases = (normalize(stems, side) for side in zip(*pairs))
    chosen = {}
    for (written, lemma), form, base in zip(pairs, forms, bases):
        if not form or not base or " " in form or " " in base:
            continue
        capital, often = written[:1].isupper(), frequency.get(written.lower(), 0.0)
        noun = language in CAPITALS and capital and lemma[:1].isupper()
        case = capital and lemma[:1].isupper() if language in NAMES_FIRST else not capital
        rank = (noun, often, case, written.lower() == lemma.lower(), base)
        if language == "be":
            rank = (noun, often)  # of equal ones the last
        known = chosen.get(form)
        if known is None or rank > known[0] or language == "be" and rank == known[0]:
            chosen[form] = (rank, base)
        elif language in NAMES_BEFORE_VERBS and capital and lemma[:1].isupper() and known[1].endswith(NAMES_BEFORE_VERBS[language]):
            chosen[form] = ((noun, often, True), base)

    # A surname is no form of a first name (Петров, Пётр), and its cases are often missing, or other words.
    for name, form, often in surname_forms(stems, language, pairs, frequency):
        # Without accents Stanića is stanica, the station.
        if language != "hr" or form not in chosen or chosen[form][0][1] <= often:
            chosen[form] = ((True, often), name)
    # In Croatian umjetnici are men more often than what is given to an umjetnica.
    if language == "hr":
        often = lambda form: chosen[form][0][1] if form in chosen else 0.0
        for form, (rank, base) in list(chosen.items()):
            man = base[:-2] + "k"
            if form.endswith("ici") and base == form[:-1] + "a" and often(man) >= often(base) > 0:
                chosen[form] = (rank, man)

    written = written_forms(language)
    by_hand = zip(*(normalize(stems, list(side)) for side in zip(*written))) if written else ()
    for form, base in by_hand:
        chosen[form] = ((True, BY_HAND), base)

    def last(form):
        seen = [form]
        base = chosen[form][1]
        while base in chosen and chosen[base][1] != base and base not in seen and len(seen) < 4:
            seen.append(base)
            base = chosen[base][1]
        return chosen[form][1] if base in seen else base

    return {form: (last(form), rank[1]) for form, (rank, _) in chosen.items()}


def change(form, base):
    same = 0
    while same < min(len(form), len(base)) and form[same] == base[same]:
        same += 1
    return len(form) - same, base[same:]


def fit(table):
    """The endings of the table, with what each cuts and appends."""
    items = sorted(table.items())
    if len(items) > SAMPLE:
        frequent = [item for item in items if item[1][1] > 0]
        rest = [item for item in items if item[1][1] <= 0]
        items = frequent + random.Random(1).sample(rest, min(len(rest), max(0, SAMPLE - len(frequent))))
    counts = collections.defaultdict(collections.Counter)
    for form, (base, _) in items:
        made = change(form, base)
        marked = "^" + form
        for length in range(min(MAX_ENDING, len(marked)) + 1):
            counts[marked[len(marked) - length :]][made] += 1
    endings = {}
    for ending in sorted(counts, key=lambda ending: (len(ending), ending)):
        best, right = min(counts[ending].items(), key=lambda item: (-item[1], item[0]))
        if ending == "":
            endings[ending] = (0, "")
            continue
        shorter = ending[1:]
        while shorter not in endings:
            shorter = shorter[1:]
        if best != endings[shorter] and right - counts[ending][endings[shorter]] >= MIN_GAIN and best[0] <= len(ending.strip("^")):
            if not ending.startswith("^"):
                endings[ending] = best
    return endings


def made_by(endings, form):
    for length in range(min(MAX_ENDING, len(form)), -1, -1):
        made = endings.get(form[len(form) - length :] if length else "")
        if made is not None and (made[0] == 0 or len(form) - made[0] + len(made[1]) >= MIN_LEFT and made[0] < len(form)):
            return made
    return 0, ""


def main():
    stems, out = sys.argv[1], pathlib.Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    function = {}
    for line in (DATA / "function_words.txt").read_text(encoding="utf-8").splitlines():
        code, _, words = line.partition(": ")
        if not line.startswith("#"):
            function[code] = {word for word in normalize(stems, words.split()) if word and " " not in word}
    for language in sys.argv[3:] or LANGUAGES:
        table, joined = lemmas(stems, language), function.get(language, set())
        table = {form: (form if base in joined else base, often) for form, (base, often) in table.items() if form not in joined}
        endings = fit(table)
        wrong = []
        for form, (base, often) in table.items():
            cut, add = made_by(endings, form)
            if form[: len(form) - cut] + add != base:
                wrong.append((-often, len(form), form))
        wrong.sort()
        rare = not any(often for often, _, _ in wrong)
        whole = [form for often, _, form in wrong if often or rare][:MAX_WHOLE]
        rows = [(ending, ending, cut, add, "") for ending, (cut, add) in endings.items() if ending]
        rows += [("^" + form, form, *change(form, table[form][0]), "") for form in whole]
        rows += [("^" + form, form, 0, "", "function") for form in joined]
        with open(out / f"{language}.tsv", "w", encoding="utf-8") as file:
            for key, form, cut, add, kind in sorted(rows):
                cut = len(form[len(form) - cut :].encode()) if cut else 0
                file.write(f"{key}\t{cut}\t{add}\t{kind}\n")
        print(f"{language}: {len(table)} forms, {len(endings)} endings, {len(whole)} of {len(wrong)} forms whole", flush=True)


if __name__ == "__main__":
    main()
