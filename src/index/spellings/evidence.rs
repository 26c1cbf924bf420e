//! Decides whether two words that are alike are spellings of one name.

use crate::analysis::Likeness;

/// Number of articles of an index from which its articles tell what a name is about.
pub(super) const ENOUGH_ARTICLES: u64 = 500;

/// What is known of two words that are alike.
#[derive(Debug, Clone, Copy)]
pub(super) struct Evidence {
    pub likeness: Likeness,
    /// Number of articles with the rarer word, and with the other.
    pub articles: (u64, u64),
    /// Length of the shorter word, in characters.
    pub length: usize,
    /// Number of the words that are common given names.
    pub given_names: usize,
}

/// What the articles with two words have in common.
#[derive(Debug, Clone, Copy)]
pub(super) struct CommonContext {
    /// Cosine of what they are about, from 0 to 1.
    pub similarity: f32,
    /// Number of articles with both words.
    pub together: u64,
}

impl Evidence {
    /// Returns whether the articles with the words need not be compared: the words are two names, whatever
    /// these are about.
    pub(super) fn rules_out(&self) -> bool {
        let (rare, frequent) = self.articles;
        match self.likeness {
            _ if self.given_names == 2 => true,
            Likeness::Transliterated => self.length < 4,
            Likeness::Doubled => self.length < 4,
            Likeness::Homophone => self.length < 4 || self.length < 6 && rare < 10 && frequent < rare * 5,
            Likeness::Misspelled => self.length < 5 || self.length < 7 && rare < 5,
        }
    }

    /// Returns whether the words are spellings of one name, in an index that is too small to tell what its
    /// names are about.
    pub(super) fn holds_alone(&self) -> bool {
        let (rare, frequent) = self.articles;
        match self.likeness {
            Likeness::Transliterated => self.given_names == 0,
            Likeness::Doubled | Likeness::Homophone => self.length >= 5 && frequent >= rare * 5,
            Likeness::Misspelled => self.length >= 7 && frequent >= rare * 5,
        }
    }

    /// Returns whether the words are spellings of one name.
    pub(super) fn holds_in(&self, context: CommonContext) -> bool {
        let CommonContext { similarity, together } = context;
        let (rare, frequent) = self.articles;
        let ratio = frequent / rare.max(1);
        if self.given_names > 0 {
            // Many people have a given name; a typing error is beside the right one.
            return rare <= 2 && together > 0 && ratio >= 30 && similarity >= 0.05;
        }
        // One or two articles are about little of what many are.
        let is_typing_error = rare <= 2 && ratio >= 30 && self.length >= 7;
        match self.likeness {
            Likeness::Transliterated if rare >= 5 => similarity >= 0.23,
            Likeness::Transliterated => similarity >= if self.length >= 7 { 0.11 } else { 0.15 },
            Likeness::Doubled if rare >= 3 => similarity >= if ratio >= 5 { 0.2 } else { 0.4 },
            Likeness::Doubled if ratio >= 5 => similarity >= if is_typing_error { 0.06 } else { 0.12 },
            Likeness::Doubled => similarity >= 0.4,
            Likeness::Homophone if rare >= 10 && similarity >= 0.5 => true,
            Likeness::Homophone if self.length < 6 || ratio < 5 => false,
            Likeness::Homophone if rare >= 3 => similarity >= 0.25,
            Likeness::Homophone if together > 0 => similarity >= 0.1,
            Likeness::Homophone => similarity >= if is_typing_error { 0.07 } else { 0.2 },
            Likeness::Misspelled if rare >= 5 && similarity >= 0.45 => true,
            Likeness::Misspelled if rare >= 5 && ratio >= 3 => similarity >= 0.36,
            Likeness::Misspelled if self.length < 7 || ratio < 10 => false,
            Likeness::Misspelled if rare >= 3 => similarity >= 0.35,
            Likeness::Misspelled => similarity >= if is_typing_error { 0.08 } else { 0.2 },
        }
    }
}
