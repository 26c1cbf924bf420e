//! Decides whether two words that are alike are spellings of one name.

use crate::analysis::Likeness;

/// Number of articles of an index from which its articles tell what a name is about.
pub(super) const ENOUGH_ARTICLES: u64 = 500;

/// Ratio of their articles from which the rarer of two words may be no more than a typing error.
const FAR_MORE_FREQUENT: u64 = 100;

/// Ratio of their articles from which the rarer of two words with swapped letters may be a slip in an article
/// that has the other, too.
const SLIP_RATIO: u64 = 50;
/// Minimum length of the shorter of such words, in characters.
const MIN_SLIP: usize = 6;
/// Minimum length of the shorter of two words that a slip makes likelier than another name, in characters.
const MIN_LONG: usize = 7;

/// Number of articles with both words up to which these may be about how the name is written.
const FEW_TOGETHER: u64 = 3;
/// Ratio of their articles below which two words that stand together in most articles are two names.
const TOLD_APART_RATIO: u64 = 5;
/// Maximum number of articles with a name without one of its consonants, and the ratio of those with all.
const MAX_DROPPED: u64 = 2;
pub(super) const DROPPED_RATIO: u64 = 20;

/// Evidence on two words that are alike.
#[derive(Debug, Clone, Copy)]
pub(super) struct SpellingEvidence {
    pub likeness: Likeness,
    /// Number of articles with the rarer word, and with the other.
    pub articles: (u64, u64),
    /// Length of the shorter word, in characters.
    pub length: usize,
    /// Whether the rarer word is the shorter one.
    pub rare_is_shorter: bool,
    /// Whether the words are a vowel apart.
    pub is_vowel_apart: bool,
}

/// Context that the articles with two words share.
#[derive(Debug, Clone, Copy)]
pub(super) struct CommonContext {
    /// Cosine of what they are about, from 0 to 1.
    pub similarity: f32,
    /// Number of articles with both words.
    pub together: u64,
}

impl SpellingEvidence {
    /// Returns whether the words are two names, whatever the articles with them are about.
    pub(super) fn rules_out(&self) -> bool {
        let (rare, frequent) = self.articles;
        let is_much_rarer = frequent >= rare * 5;
        match self.likeness {
            Likeness::Transliterated | Likeness::Doubled => false,
            Likeness::Homophone => (self.length < 6 || !is_much_rarer) && rare < 10,
            Likeness::Swapped if self.length >= MIN_LONG && rare < 3 => frequent < rare * 3,
            Likeness::Swapped => self.length < 6 || frequent < rare * 10,
            Likeness::Shortened if self.length == 6 => frequent < rare * 50 || !self.rare_is_shorter,
            Likeness::Dropped => {
                rare > MAX_DROPPED || frequent < rare * DROPPED_RATIO || !self.rare_is_shorter
            }
            Likeness::Revowelled => rare >= 10 || frequent < rare * 20,
            Likeness::Shortened => self.length < 7 || frequent < rare * 10 || !self.rare_is_shorter,
            Likeness::Replaced => self.length < 5 || rare < 5 && (self.length < 7 || frequent < rare * 10),
        }
    }

    /// Returns the evidence without the articles that have both words, if they are few: they may be about
    /// how the name is written, and tell nothing of how rare a spelling is.
    pub(super) fn without(self, together: u64) -> Self {
        let (rare, frequent) = self.articles;
        let left = rare.saturating_sub(together.min(FEW_TOGETHER)).max(1);
        SpellingEvidence { articles: (left.min(rare), frequent), ..self }
    }

    /// Returns whether nearly all articles with the rarer word, and more than a few, have the other, too,
    /// which is hardly more frequent: they tell two things apart.
    fn are_told_apart(&self, together: u64) -> bool {
        let (rare, frequent) = self.articles;
        together >= FEW_TOGETHER && together * 5 >= rare * 4 && frequent < rare * TOLD_APART_RATIO
    }

    /// Returns whether the words are spellings of one name, in an index that is too small to tell what its
    /// names are about.
    pub(super) fn holds_alone(&self) -> bool {
        let (rare, frequent) = self.articles;
        match self.likeness {
            Likeness::Transliterated => true,
            Likeness::Doubled => self.length >= 5 && frequent >= rare * 5,
            Likeness::Homophone => self.length >= 6 && frequent >= rare * 5,
            Likeness::Swapped => frequent >= rare * 10,
            Likeness::Shortened => true,
            Likeness::Revowelled | Likeness::Dropped => false,
            Likeness::Replaced => self.length >= 7 && rare == 1 && frequent >= 10,
        }
    }

    /// Returns whether the words are spellings of one name. `eval/spellings.py` measures the values: they
    /// part what is about one person or place from what is about two in an archive of news.
    pub(super) fn holds_in(&self, context: CommonContext) -> bool {
        let CommonContext { similarity, together } = context;
        let (rare, frequent) = self.articles;
        let ratio = frequent / rare.max(1);
        let (is_short, are_together) = (self.length < 6, together > 0);
        // All one or two articles with the rarer word have the other, too: it is written in both ways there.
        let is_always_together = rare < 3 && together >= rare;
        let is_slip = is_always_together && ratio >= SLIP_RATIO && self.length >= MIN_SLIP;
        let is_long_slip = is_always_together && ratio >= DROPPED_RATIO && self.length >= MIN_LONG;
        let minimum = match (self.likeness, rare) {
            (Likeness::Swapped, _) if is_slip => 0.1,
            (Likeness::Doubled | Likeness::Revowelled, _) if is_long_slip => 0.1,
            (Likeness::Dropped, _) if is_long_slip => 0.08,
            (Likeness::Transliterated, _) if is_slip && self.is_vowel_apart => 0.2,
            // One or two articles are about little of what many are.
            (Likeness::Transliterated, ..3) if is_short || ratio >= FAR_MORE_FREQUENT => 0.4,
            (Likeness::Transliterated, ..3) => 0.15,
            (Likeness::Transliterated, 3..5) if is_short => 0.22,
            (Likeness::Transliterated, 3..5) => 0.18,
            (Likeness::Transliterated, _) if is_short => 0.4,
            (Likeness::Transliterated, _) => 0.26,
            (Likeness::Doubled, ..3) if ratio >= 5 && are_together => 0.15,
            (Likeness::Doubled, ..3)
                if self.length >= MIN_LONG && (5..FAR_MORE_FREQUENT).contains(&ratio) =>
            {
                0.14
            }
            (Likeness::Doubled, ..3) if ratio >= 5 => 0.175,
            (Likeness::Doubled, 3..5) if ratio >= 5 => 0.25,
            (Likeness::Doubled, _) if (5..FAR_MORE_FREQUENT).contains(&ratio) => 0.3,
            (Likeness::Doubled, _) => 0.47,
            (Likeness::Homophone, 10..) if is_short || ratio < 5 => 0.5,
            (Likeness::Homophone, 3..) if are_together => 0.27,
            (Likeness::Homophone, 3..) => 0.5,
            (Likeness::Homophone, _) if are_together => 0.2,
            (Likeness::Homophone, _) => 0.25,
            (Likeness::Swapped, ..3) if ratio < 10 => 0.25,
            (Likeness::Swapped, ..4)
                if self.length >= MIN_LONG && (rare == 3 || ratio >= FAR_MORE_FREQUENT) =>
            {
                0.14
            }
            (Likeness::Swapped, ..3) if ratio >= FAR_MORE_FREQUENT => 0.3,
            (Likeness::Swapped, ..3) => 0.12,
            (Likeness::Swapped, _) => 0.35,
            (Likeness::Shortened, ..3) => 0.15,
            (Likeness::Shortened, _) if are_together => 0.3,
            (Likeness::Shortened, _) => 0.35,
            (Likeness::Dropped, _) => 0.22,
            (Likeness::Revowelled, _) if are_together => 0.18,
            (Likeness::Revowelled, _) => 0.3,
            (Likeness::Replaced, 3..10) if ratio >= 10 && self.length >= 8 => 0.25,
            (Likeness::Replaced, 5..) => 0.45,
            (Likeness::Replaced, 3..5) => 0.35,
            (Likeness::Replaced, _) => 0.3,
        };
        similarity >= minimum && !self.are_told_apart(together)
    }
}

#[cfg(test)]
mod tests {
    use crate::index::spellings::evidence::*;

    fn evidence(likeness: Likeness, articles: (u64, u64), length: usize) -> SpellingEvidence {
        SpellingEvidence { likeness, articles, length, rare_is_shorter: true, is_vowel_apart: true }
    }

    #[test]
    fn a_name_as_frequent_is_another_unless_transliterated() {
        for (likeness, articles, expected) in [
            (Likeness::Transliterated, (4, 5), true),
            (Likeness::Homophone, (1, 8), true),
            (Likeness::Homophone, (4, 5), false),
            (Likeness::Doubled, (4, 5), false),
            (Likeness::Replaced, (4, 5), false),
            (Likeness::Swapped, (1, 12), true),
        ] {
            let evidence = evidence(likeness, articles, 8);
            assert_eq!(
                !evidence.rules_out() && evidence.holds_alone(),
                expected,
                "{likeness:?} {articles:?}"
            );
        }
    }

    #[test]
    fn articles_with_both_spellings_make_neither_frequent() {
        let hizballah = evidence(Likeness::Revowelled, (3, 58), 9);
        assert!(hizballah.rules_out() && !hizballah.without(2).rules_out());
        let many = evidence(Likeness::Revowelled, (9, 58), 9);
        assert!(many.without(9).rules_out());
    }

    #[test]
    fn names_of_other_things_are_other_names() {
        let fisher = evidence(Likeness::Homophone, (19, 30), 6);
        let kavanaugh = evidence(Likeness::Homophone, (3, 208), 8);
        let hezbollah = evidence(Likeness::Revowelled, (2, 57), 9);
        let vladimir = evidence(Likeness::Revowelled, (1, 295), 8);
        let muller = evidence(Likeness::Shortened, (5, 446), 6);
        let guiliani = evidence(Likeness::Swapped, (2, 201), 8);
        let teheran = evidence(Likeness::Transliterated, (1, 118), 6);
        let guyana = evidence(Likeness::Transliterated, (6, 8), 6);
        let sergei = evidence(Likeness::Transliterated, (46, 80), 6);
        let hizbullah = evidence(Likeness::Revowelled, (1, 58), 9);
        let murkowski = evidence(Likeness::Swapped, (3, 106), 9);
        let pyongyang = evidence(Likeness::Dropped, (1, 107), 8);
        let ginsburg = evidence(Likeness::Replaced, (5, 63), 8);
        for (evidence, similarity, together, expected) in [
            (fisher, 0.27, 0, false),
            (kavanaugh, 0.29, 2, true),
            (kavanaugh, 0.1, 0, false),
            (hezbollah, 0.2, 1, true),
            (vladimir, 0.19, 0, false),
            (guiliani, 0.12, 2, true),
            (guiliani, 0.12, 1, false),
            (teheran, 0.12, 1, false),
            (teheran, 0.12, 0, false),
            (guyana, 0.92, 6, false),
            (guyana, 0.92, 1, true),
            (sergei, 0.68, 4, true),
            (hizbullah, 0.11, 1, true),
            (hizbullah, 0.11, 0, false),
            (murkowski, 0.15, 0, true),
            (murkowski, 0.1, 0, false),
            (pyongyang, 0.1, 1, true),
            (pyongyang, 0.19, 0, false),
            (teheran, 0.28, 1, true),
            (muller, 0.34, 3, true),
            (muller, 0.2, 0, false),
            (ginsburg, 0.26, 0, true),
            (ginsburg, 0.2, 0, false),
        ] {
            assert!(!evidence.rules_out() || evidence.likeness == Likeness::Homophone, "{evidence:?}");
            assert_eq!(evidence.holds_in(CommonContext { similarity, together }), expected, "{evidence:?}");
        }
    }
}
