#!/usr/bin/env python3
"""How well the stems of Ukrainian bring the forms of a word together.

  stems.py BIN [LANGUAGE]

BIN is the built example `stems`. The words are the most frequent of wordfreq, which forms belong to one word says the
dictionary of pymorphy3 (pip install pymorphy3 pymorphy3-dicts-uk wordfreq). Of all pairs of forms of one word, each
weighing as the rarer of the two, how many share a stem (together); of all pairs that share one, how many are forms of
one word (rightly). With another LANGUAGE than uk its stemmer is held against the same words.
"""
import itertools, subprocess, sys
from collections import Counter, defaultdict
import pymorphy3, wordfreq

KINDS = {"NOUN": "nouns", "ADJF": "adjectives", "VERB": "verbs"}

def main():
    binary, language = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "uk"
    dictionary, lemmas = pymorphy3.MorphAnalyzer(lang="uk"), {}
    for word in wordfreq.top_n_list("uk", 40000):
        known = [reading for reading in dictionary.parse(word.replace("’", "'")) if reading.is_known]
        if len(word) > 2 and known and all(str(r.tag.POS) in KINDS for r in known):
            lemmas[word] = {(r.normal_form, KINDS[str(r.tag.POS)]) for r in known}
    words = list(lemmas)
    raw = subprocess.run([binary, language], input="\n".join(words), text=True, check=True, stdout=subprocess.PIPE)
    stems = dict(zip(words, raw.stdout.splitlines()))
    weight = {word: wordfreq.word_frequency(word, "uk") for word in words}
    pairs = lambda group: ((a, b, min(weight[a], weight[b])) for a, b in itertools.combinations(group, 2))
    by_lemma, by_stem = defaultdict(list), defaultdict(list)
    for word in words:
        for lemma in lemmas[word]: by_lemma[lemma].append(word)
        by_stem[stems[word]].append(word)
    all_pairs, together = Counter(), Counter()
    for (_, kind), group in by_lemma.items():
        for a, b, w in pairs(group):
            all_pairs[kind] += w; together[kind] += w * (stems[a] == stems[b])
    shared = rightly = 0
    for group in by_stem.values():
        for a, b, w in pairs(group):
            shared += w; rightly += w * bool({l for l, _ in lemmas[a]} & {l for l, _ in lemmas[b]})
    print(f"{len(words)} words; together:", ", ".join(f"{k} {together[k] / all_pairs[k]:.2f}" for k in sorted(all_pairs)),
          f"; rightly: {rightly / shared:.2f}")

if __name__ == "__main__": main()
