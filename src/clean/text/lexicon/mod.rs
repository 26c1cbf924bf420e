//! Words that tell what a line is for, in the languages most archives are made of.
//!
//! A word alone decides nothing: the words of a line are counted by group, and the counts are features. Whole lines
//! that mean the same on every site ("Related articles", "Leave a comment") are listed as phrases with the reason
//! they are cut for.

pub(crate) mod hash_table;
mod phrases;
mod words;

use crate::clean::reason::Reason;
use crate::clean::text::lexicon::hash_table::HashTable;
use crate::clean::text::lexicon::phrases::PHRASES;
use crate::clean::text::lexicon::words::WORDS;
use crate::clean::text::line_stats;
use crate::clean::text::line_stats::hash_word;
use std::sync::OnceLock;

/// How many groups of words there are.
pub const WORD_GROUPS: usize = 16;

/// A group of words with one use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum WordGroup {
    /// Grammatical words, which running text cannot do without.
    Function = 0,
    /// Newsletters and subscriptions.
    Subscribe,
    /// Accounts and logging in.
    Account,
    /// Sharing and the networks one shares to.
    Share,
    /// Comments of readers.
    Comment,
    /// Pointers to other pages.
    More,
    /// Copyright, privacy, terms, cookies.
    Legal,
    /// Members, gifts, support.
    Appeal,
    /// Advertising and shops.
    Shop,
    /// Parts of a site.
    Menu,
    /// Dates, times, durations.
    Time,
    /// Who wrote it.
    Author,
    /// Pictures and their sources.
    Picture,
    /// Fields and buttons of forms.
    Form,
    /// The reader, addressed.
    You,
    /// The publisher, speaking of itself.
    We,
}

/// The words and phrases, ready to be asked.
pub struct Lexicon {
    words: HashTable<u16>,
    phrases: HashTable<Option<StockPhrase>>,
}

/// What a whole line is known to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StockPhrase {
    /// What it is cut for.
    pub reason: Reason,
    /// Whether the article is over where it stands far down the page.
    pub ends_article: bool,
}

impl Lexicon {
    /// The one lexicon, made when first asked for.
    pub fn get() -> &'static Lexicon {
        static LEXICON: OnceLock<Lexicon> = OnceLock::new();
        LEXICON.get_or_init(Lexicon::build)
    }

    fn build() -> Lexicon {
        let mut words = HashTable::new(WORDS.iter().map(|(_, list)| list.split_whitespace().count()).sum());
        for (group, list) in WORDS {
            for word in list.split_whitespace() {
                *words.entry(hash_word(word)) |= 1 << group as u8;
            }
        }
        let mut phrases = HashTable::new(PHRASES.iter().map(|(_, _, list)| list.split('|').count()).sum());
        for (reason, ends_article, list) in PHRASES {
            for phrase in list.split('|') {
                *phrases.entry(line_stats::line_hash(phrase)) = Some(StockPhrase { reason, ends_article });
            }
        }
        Lexicon { words, phrases }
    }

    /// The groups a word belongs to, a bit each.
    #[inline]
    pub fn groups(&self, word: u64) -> u16 {
        self.words.get(word)
    }

    /// What a whole line, known by its hash, is.
    pub fn phrase(&self, line: u64) -> Option<StockPhrase> {
        self.phrases.get(line)
    }
}

#[cfg(test)]
mod tests {
    use crate::clean::text::lexicon::*;

    #[test]
    fn a_line_is_known_whatever_its_case_and_punctuation() {
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
            assert!(lexicon.phrase(line_stats::line_hash(line)).is_some(), "{line}");
        }
        assert!(lexicon.phrase(line_stats::line_hash("Related articles of war")).is_none());
    }

    #[test]
    fn words_have_their_groups() {
        let lexicon = Lexicon::get();
        assert_eq!(lexicon.groups(hash_word("newsletter")), 1 << WordGroup::Subscribe as u16);
        assert_eq!(lexicon.groups(hash_word("giraffe")), 0);
    }
}
