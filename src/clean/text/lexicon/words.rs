//! Words of each group.

use crate::clean::text::lexicon::word_group::{WORD_GROUPS, WordGroup};

/// Includes the words of one group.
macro_rules! words {
    ($group:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/clean/words/", $group, ".txt"))
    };
}

/// Words by group, in lower case, separated by white space.
pub(super) const WORDS: [(WordGroup, &str); WORD_GROUPS] = [
    (WordGroup::Function, words!("function")),
    (WordGroup::Subscribe, words!("subscribe")),
    (WordGroup::Account, words!("account")),
    (WordGroup::Share, words!("share")),
    (WordGroup::Comment, words!("comment")),
    (WordGroup::More, words!("more")),
    (WordGroup::Legal, words!("legal")),
    (WordGroup::Appeal, words!("appeal")),
    (WordGroup::Shop, words!("shop")),
    (WordGroup::Menu, words!("menu")),
    (WordGroup::Time, words!("time")),
    (WordGroup::Author, words!("author")),
    (WordGroup::Picture, words!("picture")),
    (WordGroup::Form, words!("form")),
    (WordGroup::You, words!("you")),
    (WordGroup::We, words!("we")),
];
