//! TokenStream that say little by themselves: they must be there like all others, but they do not rank.

/// The closed classes of English (articles, pronouns, prepositions, conjunctions, auxiliaries and the commonest adverbs),
/// folded, in alphabetical order. `us`, `may`, `will`, `mine` and numbers are not among them: they are names too.
const STOP_WORDS: [&str; 147] = [
    "a",
    "about",
    "above",
    "after",
    "against",
    "all",
    "also",
    "although",
    "am",
    "among",
    "amongst",
    "an",
    "and",
    "any",
    "are",
    "as",
    "at",
    "be",
    "because",
    "been",
    "before",
    "being",
    "below",
    "between",
    "both",
    "but",
    "by",
    "can",
    "could",
    "did",
    "do",
    "does",
    "doing",
    "down",
    "during",
    "each",
    "either",
    "ever",
    "every",
    "few",
    "for",
    "from",
    "further",
    "had",
    "has",
    "have",
    "having",
    "he",
    "her",
    "here",
    "hers",
    "herself",
    "him",
    "himself",
    "his",
    "how",
    "however",
    "i",
    "if",
    "in",
    "into",
    "is",
    "it",
    "its",
    "itself",
    "just",
    "me",
    "might",
    "more",
    "most",
    "must",
    "my",
    "myself",
    "neither",
    "never",
    "no",
    "nor",
    "not",
    "of",
    "off",
    "on",
    "once",
    "only",
    "onto",
    "or",
    "other",
    "our",
    "ours",
    "ourselves",
    "out",
    "over",
    "own",
    "per",
    "same",
    "shall",
    "she",
    "should",
    "since",
    "so",
    "some",
    "such",
    "than",
    "that",
    "the",
    "their",
    "theirs",
    "them",
    "themselves",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "though",
    "through",
    "to",
    "too",
    "toward",
    "towards",
    "under",
    "until",
    "up",
    "upon",
    "very",
    "was",
    "we",
    "were",
    "what",
    "when",
    "where",
    "whether",
    "which",
    "while",
    "who",
    "whom",
    "whose",
    "why",
    "with",
    "within",
    "without",
    "would",
    "yet",
    "you",
    "your",
    "yours",
    "yourself",
];

/// How many slots the table has; the words fill less than a third of it.
const SLOTS: usize = 512;

/// The words in the slots where they are looked for, or in the next free ones after. It is asked of every word there is:
/// most others meet a free slot at once.
static TABLE: [&str; SLOTS] = {
    let mut table = [""; SLOTS];
    let mut index = 0;
    while index < STOP_WORDS.len() {
        let word = STOP_WORDS[index];
        let mut at = slot(word.as_bytes());
        while !table[at].is_empty() {
            at = (at + 1) % SLOTS;
        }
        table[at] = word;
        index += 1;
    }
    table
};

/// The slot of a word that is not empty, by its length and three of its letters. The factors are chosen so that few words
/// share a slot.
const fn slot(word: &[u8]) -> usize {
    let (first, middle, last) = (word[0], word[word.len() / 2], word[word.len() - 1]);
    (first as usize * 114 + middle as usize * 83 + last as usize * 90 + word.len() * 61) % SLOTS
}

/// Whether the folded `word` is a function word.
pub fn is_stop_word(word: &str) -> bool {
    if word.is_empty() {
        return false;
    }
    let mut at = slot(word.as_bytes());
    while !TABLE[at].is_empty() {
        if TABLE[at] == word {
            return true;
        }
        at = (at + 1) % SLOTS;
    }
    false
}

#[cfg(test)]
mod tests {
    use crate::analysis::stop_words::*;

    #[test]
    fn the_list_is_in_order() {
        assert!(STOP_WORDS.is_sorted());
        assert!(STOP_WORDS.iter().all(|word| is_stop_word(word)));
        assert!(!is_stop_word("kursk") && !is_stop_word("") && !is_stop_word("é"));
    }
}
