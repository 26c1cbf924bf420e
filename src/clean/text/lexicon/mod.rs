//! Words and phrases that tell the purpose of a line, in the languages of most archives.
//!
//! A word alone decides nothing: the words of a line are counted by group, and the counts are features. Whole
//! lines that mean the same on every site ("Related articles", "Leave a comment") are stock phrases, each
//! with the reason it is cut for.

pub(crate) mod hash_table;
mod packed_phrases;
mod phrases;
pub(crate) mod stock_phrases;
pub(crate) mod subscriptions;
pub(crate) mod word_group;
pub(crate) mod word_hash;
mod words;

use crate::clean::text::lexicon::hash_table::HashTable;
use crate::clean::text::lexicon::stock_phrases::{StockPhrase, StockPhrases};
use crate::clean::text::lexicon::words::WORDS;
use crate::clean::text::line_scanner::{Scanner, hash_word};
use crate::clean::text::line_stats::LineStats;
use std::sync::OnceLock;

/// The words and stock phrases as hash tables.
pub(crate) struct Lexicon {
    /// Groups of each word, one bit each.
    word_groups: HashTable<u16>,
    phrases: StockPhrases,
}

impl Lexicon {
    /// Returns the lexicon, built on first use.
    pub(crate) fn get() -> &'static Lexicon {
        static LEXICON: OnceLock<Lexicon> = OnceLock::new();
        LEXICON.get_or_init(Lexicon::build)
    }

    /// Hashes the lists of words, and reads the phrases, which are packed.
    fn build() -> Lexicon {
        let mut word_groups =
            HashTable::new(WORDS.iter().map(|(_, list)| list.split_whitespace().count()).sum());
        for (group, list) in WORDS {
            for word in list.split_whitespace() {
                *word_groups.entry(hash_word(word)) |= group.bit();
            }
        }
        Lexicon { word_groups, phrases: StockPhrases::built_in() }
    }

    /// Scans `line` and appends the hashes of its words to `words`.
    pub(crate) fn scan(&self, line: &str, words: &mut Vec<u64>) -> LineStats {
        Scanner::new(Some(&self.word_groups), words).run(line)
    }

    /// Returns the stock phrase with the hash of a line or of its beginning.
    pub(crate) fn phrase(&self, line: u64) -> Option<&StockPhrase> {
        self.phrases.get(line)
    }
}

#[cfg(test)]
mod tests {
    use crate::clean::text::lexicon::word_group::WordGroup;
    use crate::clean::text::lexicon::*;
    use crate::clean::text::line_scanner::hash_line;

    #[test]
    fn stock_phrases_match_any_case_and_punctuation() {
        let lexicon = Lexicon::get();
        for line in [
            "Related Articles",
            "» RELATED ARTICLES:",
            "12 Comments",
            "Comments (3)",
            "* indicates required",
            "Editors' Picks",
            "Читайте также:",
        ] {
            assert!(lexicon.phrase(hash_line(line)).is_some(), "{line}");
        }
        assert!(lexicon.phrase(hash_line("Related articles of war")).is_none());
    }

    #[test]
    fn words_have_groups() {
        let lexicon = Lexicon::get();
        assert_eq!(lexicon.word_groups.get(hash_word("newsletter")), WordGroup::Subscribe.bit());
        assert_eq!(lexicon.word_groups.get(hash_word("giraffe")), 0);
    }
}
