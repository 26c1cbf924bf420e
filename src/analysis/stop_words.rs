//! Stop words: they must match like other words, but do not count for the score.

/// The closed word classes of English (articles, pronouns, prepositions, conjunctions, auxiliaries and the
/// commonest adverbs), normalized and sorted. `us`, `may`, `will`, `mine` and numbers are left out: they are
/// names, too.
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

/// Number of slots in the table; the words fill less than a third of them.
const SLOTS: usize = 512;

/// Hash table of the words, with linear probing. Every word of every article is looked up here, and most of
/// those that are not stop words hit a free slot at once.
static TABLE: [&str; SLOTS] = {
    let mut table = [""; SLOTS];
    let mut index = 0;
    while index < STOP_WORDS.len() {
        let word = STOP_WORDS[index];
        let mut slot = hash(word.as_bytes());
        while !table[slot].is_empty() {
            slot = (slot + 1) % SLOTS;
        }
        table[slot] = word;
        index += 1;
    }
    table
};

/// Hashes a non-empty word by its length and three of its letters. The factors are chosen so that few stop
/// words collide.
const fn hash(word: &[u8]) -> usize {
    let (first, middle, last) = (word[0], word[word.len() / 2], word[word.len() - 1]);
    (first as usize * 114 + middle as usize * 83 + last as usize * 90 + word.len() * 61) % SLOTS
}

/// Returns the stop words.
pub(crate) fn stop_words() -> impl Iterator<Item = &'static str> {
    STOP_WORDS.into_iter()
}

/// Returns whether the normalized `word` is a stop word.
pub(crate) fn is_stop_word(word: &str) -> bool {
    if word.is_empty() {
        return false;
    }
    let mut slot = hash(word.as_bytes());
    while !TABLE[slot].is_empty() {
        if TABLE[slot] == word {
            return true;
        }
        slot = (slot + 1) % SLOTS;
    }
    false
}

#[cfg(test)]
mod tests {
    use crate::analysis::stop_words::*;

    #[test]
    fn the_list_is_sorted() {
        assert!(STOP_WORDS.is_sorted());
        assert!(STOP_WORDS.iter().all(|word| is_stop_word(word)));
        assert!(!is_stop_word("kursk") && !is_stop_word("") && !is_stop_word("é"));
    }
}
