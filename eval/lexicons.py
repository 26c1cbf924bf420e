#!/usr/bin/env python3
"""Makes the lexicons of languages that join words: data/analysis/lexicons/LANG.bin.

  pip install simplemma==2.0.0 wordfreq==3.1.1
  lexicons.py ar | cargo run --release -p clippings-eval --bin pack_lexicon > data/analysis/lexicons/ar.bin

Prints a word a line: the word, its class of frequency, its stem. The program removes the prefixes and endings in
data/analysis/lexicons/LANG.txt where a word of the lexicon is left, the likeliest first. So the lexicon has what prefixes
and endings do not tell: words that begin or end like others with an affix, irregular plurals, and the words that are left.

Forms and their lemmas are from simplemma, frequencies from wordfreq (see data/analysis/lexicons/LICENSE.txt). A word is
read as it stands or with a prefix, whichever its frequency fits better; then as a form of a lemma, by the list of
simplemma or by an ending. Nothing is fitted on texts.
"""
import collections, functools, math, pathlib, re, sys, unicodedata

LANG = sys.argv[1]
AFFIXES = pathlib.Path(__file__).parent.parent / "data/analysis/lexicons" / f"{LANG}.txt"
# Units of the score for each factor e of a frequency, and the frequency of the class 0.
UNIT, ZERO = 4 / math.log(2) / 1.2, 2e-8
# Least frequency of a word that simplemma has, of another, and number of further words whose affixes mislead.
SIZES = {"ar": (1e-6, 3e-6, 5000), "fa": (3e-7, 3e-6, 2000), "he": (1e-6, 1.5e-6, 5000)}
# A word has a prefix if its expected frequency as such is at least this share of its frequency: if it is unknown, a
# lemma, another form.
PREFIXED = {"ar": (0.01, 0.05, 0.05), "he": (0.03, 0.2, 0.05), "fa": (9, 9, 9)}
# The same for the endings of words that simplemma does not have, and of a form that may be a verb.
ENDING, ENDING_OF_VERB = 0.03, 0.05
# Least frequency of a lemma that simplemma does not have, and of a word that a prefix stands before.
LEMMA, REST = 2e-6, 1e-6
# Least frequency of a word of two letters that a prefix stands before.
TWO_LETTERS = 5e-5
MAX_LETTERS = 20


def fold(word):
    """Returns the word as the analyzer normalizes it."""
    word = re.sub("[\u200c\u0640\"'׳״]", "", word).translate(str.maketrans("یىکڪہٱ", "ييككها"))
    word = re.sub("(?<=ا)[\u0653-\u0655]|(?<=ه)\u0654|[\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06ed\u0591-\u05c7]", "", unicodedata.normalize("NFKD", word))
    return unicodedata.normalize("NFC", word)


def read_affixes():
    table = collections.defaultdict(list)
    for line in open(AFFIXES, encoding="utf-8"):
        kind, *fields = line.split("#")[0].split() or [""]
        table[kind].append(fields)
    prefixes = [(prefix, int(cost)) for prefix, cost in table["prefix"]]
    endings = [(ending, rest.strip("-"), int(cost)) for ending, rest, cost in table["ending"]]
    alone = {word for words in table["alone"] for word in words}
    return prefixes, endings, alone, dict(table["final"]), "".join(x for x, in table["double"])


PREFIXES, ENDINGS, ALONE, FINAL, DOUBLE = read_affixes()


def read_lists():
    import simplemma.strategies.dictionaries.dictionary_factory as dictionaries, wordfreq
    exact = wordfreq.get_frequency_dict(LANG, wordlist="best")
    freq = collections.Counter()
    for word, f in exact.items(): freq[fold(word)] += f
    best = {}
    for form, lemma in dictionaries._load_dictionary_from_disk(LANG).items():
        form, lemma = form.decode(), lemma.decode()
        x, y = fold(form), fold(lemma)
        if not x or not y or " " in x + y: continue
        rank = exact.get(form, 0.0), form == lemma
        if x not in best or rank > best[x][0]: best[x] = rank, y
    return freq, {x: y for x, (_, y) in best.items()}


FREQ, LIST = read_lists()


def verbs():
    """Returns the lemmas of verbs, by the endings of their forms."""
    forms = collections.defaultdict(set)
    for x, y in LIST.items(): forms[y].add(x)
    any_of = lambda f, *endings: any(x.endswith(endings) for x in f)
    if LANG == "he": return {y for y, f in forms.items() if len(f) >= 8 and any_of(f, "תי") and any_of(f, "תם")}
    if LANG == "ar": return {y for y, f in forms.items() if sum(x != y and x[0] in "يتنا" for x in f) >= 6 and any_of(f, "وا")}
    return {y for y, f in forms.items() if any(x.startswith("مي") and x.endswith(("م", "يد")) for x in f)}


VERBS = verbs()
# Verbs of Persian that the list has by their infinitive and by their past.
for verb in [y for y in VERBS if LANG == "fa" and y.endswith(("تن", "دن"))]: LIST[verb] = LIST.setdefault(verb[:-1], verb[:-1])
# Nouns of an action that the list gives as forms of a verb.
for noun in list(LIST):
    if LANG == "ar" and re.fullmatch("ت..ي.", noun) or LANG == "fa" and noun.endswith("ه") and LIST[noun] in VERBS: LIST[noun] = noun


def with_prefix(word):
    """Yields each prefix of the word with its cost and what it stands before."""
    for prefix, cost in PREFIXES:
        rest = word[len(prefix):]
        if not word.startswith(prefix) or len(rest) < 2: continue
        if DOUBLE and rest[0] == DOUBLE:
            if len(rest) > 3 and rest[1] == DOUBLE: yield prefix, cost, rest[1:]; yield prefix, cost, rest
        else: yield prefix, cost, rest


def without_ending(word):
    """Yields what the word may be an inflection of, with the cost."""
    for ending, replacement, cost in ENDINGS:
        base = word[: len(word) - len(ending)]
        if not word.endswith(ending) or len(base) < 2: continue
        if not replacement: base = base[:-1] + FINAL.get(base[-1], base[-1])
        yield base + replacement, cost


share = lambda cost: math.exp(-cost / UNIT)


def is_lemma(word): return LIST[word] == word and word not in VERBS if word in LIST else FREQ[word] > LEMMA


def stem_of(word):
    """Returns the stem of a word without prefix."""
    lemma, f, found = LIST.get(word), FREQ[word], []
    if lemma == word and word not in VERBS: return word
    for base, cost in without_ending(word):
        of, expected = LIST.get(base), FREQ[base] * share(cost)
        if of is None and FREQ[base] > LEMMA: found.append((expected * 0.1, base))
        elif of is not None and of not in VERBS: found.append((expected, of))
    if lemma is not None and lemma != word:
        if lemma not in VERBS: return lemma
        least = ENDING_OF_VERB
    else: least = ENDING if lemma is None else 10 * ENDING
    found = [x for x in found if x[0] > f * least]
    return max(found)[1] if found else lemma or word


@functools.cache
def free_frequency(word):
    """Returns how frequent a word without prefix is, or is expected to be by that of its lemma."""
    if FREQ[word] > REST or word in LIST: return max(FREQ[word], 1e-8)
    return max((FREQ[base] * share(cost) for base, cost in without_ending(word) if is_lemma(base)), default=0)


@functools.cache
def rest_of(word, depth=0):
    """Returns the word without its prefix."""
    found = []
    for prefix, cost, rest in with_prefix(word):
        f = free_frequency(rest)
        if f and rest not in ALONE and (len(rest) > 2 or f >= TWO_LETTERS): found.append((f * share(cost), prefix, rest))
    expected, prefix, rest = max(found, default=(0, "", word))
    unknown, lemma, form = PREFIXED[LANG]
    if not found or expected < FREQ[word] * (unknown if word not in LIST else lemma if LIST[word] == word else form): return word
    for second, _, last in with_prefix(rest) if depth < 2 else ():
        if any(prefix + second == known for known, _ in PREFIXES) and rest_of(rest, depth + 1) == last: return last
    return rest


@functools.cache
def full_stem(word):
    for _ in range(4):
        stem = stem_of(rest_of(word))
        if stem == word: break
        word = stem
    return word


class Lexicon(dict):
    """Words with their class and stem, read as the program reads them (src/analysis/stem/joined.rs)."""

    def rate(self, word, cost, is_rest):
        entry = self.get(word)
        if not entry or not entry[0] or is_rest and (word in ALONE or len(word) == 2 and entry[0] < 9): return None
        return 4 * entry[0] - cost, entry[1]

    def stem(self, word):
        if word in self: return self[word][1]
        best = None
        for prefix, cost, rest in [("", 0, word), *with_prefix(word)]:
            if rest in self: found = [self.rate(rest, cost, True)]
            else: found = [self.rate(base, cost + more, False) for base, more in without_ending(rest) if not prefix or len(base) > 2]
            for one in found:
                if one and (best is None or one[0] > best[0]): best = one
        return best[1] if best else word


def class_of(word): return max(1, min(15, round(math.log(max(FREQ[word], ZERO) / ZERO) * UNIT / 4)))


def build():
    in_list, other, exceptions = SIZES[LANG]
    letters = range(0x5d0, 0x5eb) if LANG == "he" else range(0x620, 0x700)
    words = sorted(w for w in {*FREQ, *LIST} if 2 <= len(w) <= MAX_LETTERS and all(ord(c) in letters for c in w) and (FREQ[w] >= 1e-7 or w in LIST))
    lexicon = Lexicon()
    for word in words:
        if FREQ[word] >= (in_list if word in LIST else other) and rest_of(word) == word: lexicon[word] = class_of(word), full_stem(word)
    for _, stem in list(lexicon.values()):
        if full_stem(stem) == stem: lexicon.setdefault(stem, (class_of(stem), stem))
    # What the endings tell is left out, the rarest first.
    for word in sorted((w for w in lexicon if lexicon[w][1] != w), key=lambda w: (FREQ[w], w)):
        entry = lexicon.pop(word)
        if lexicon.stem(word) != entry[1]: lexicon[word] = entry
    # The class 0 is that of words that no prefix stands before.
    wrong = sorted(((-FREQ[w], w) for w in words if w not in lexicon and lexicon.stem(w) != full_stem(w)))
    print(f"{len(lexicon)} words; {len(wrong)} of {len(words)} others are read otherwise", file=sys.stderr)
    for _, word in wrong[:exceptions]: lexicon[word] = 0, full_stem(word)
    return lexicon


if __name__ == "__main__":
    for word, (group, stem) in sorted(build().items()): print(word, group, stem, sep="\t")
