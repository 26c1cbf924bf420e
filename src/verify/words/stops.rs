//! Stops that end no sentence.

use crate::analysis::{is_function_word_in, is_unspaced};
use crate::quote::{PersonGender, gender_of, title_case};
use crate::verify::words::{Case, Joint, Opening, Punctuation, Words};

impl Words {
    /// Returns whether a stop between the last word and `next` is that of a title, an acronym, or an initial,
    /// so that it may be left out. Where a sentence may end, it is none.
    pub(super) fn is_abbreviated(&self, next: &str) -> bool {
        let Some(last) = self.words.last() else { return false };
        let before = self.text(self.len() - 1);
        let begins_sentence =
            || next.starts_with(char::is_uppercase) && is_function_word_in(&next.to_lowercase(), |_| true);
        if last.is_dotted || SUFFIXES.contains(&before) {
            return !begins_sentence();
        }
        if TITLES.contains(&before) {
            return true;
        }
        before.chars().nth(1).is_none() && self.is_initial(next) && !begins_sentence()
    }

    /// Returns whether the letter that is the last word is an initial before the name `next`, or a part of an
    /// abbreviation.
    fn is_initial(&self, next: &str) -> bool {
        let last = self.len() - 1;
        let letter = self.text(last).chars().next().unwrap_or(' ');
        let Some(first) = next.chars().next() else { return false };
        let is_single = next.chars().nth(1).is_none();
        if !letter.is_alphabetic() || is_unspaced(letter) {
            return false;
        }
        if first.is_lowercase() {
            return true;
        }
        if self.words[last].case == Case::Lower {
            // z. B.; c. 1900; the titles of Arabic.
            let is_one_of = |letters: &str| letters.contains(letter);
            return is_single && first.is_uppercase() && !"AEIOUYАИОУЯВСКІЄ".contains(first)
                || first.is_numeric() && is_one_of("cpnsvf§")
                || is_one_of("دأم");
        }
        first.is_uppercase() && self.begins_name()
    }

    /// Returns whether the initials at the end of the words stand where those of a name do: at the
    /// beginning of a sentence, or behind a title, a given name, or another name and *and*. *Plan B* and
    /// *vitamin C* end sentences.
    fn begins_name(&self) -> bool {
        let is_letter = |index: usize| {
            self.words[index].case == Case::Capital && self.text(index).chars().nth(1).is_none()
        };
        let is_beside = |index: usize| {
            let word = &self.words[index];
            word.joint == Joint::Space && word.punctuation == Punctuation::None
        };
        let mut first = self.len() - 1;
        while first > 0 && is_beside(first) && is_letter(first - 1) {
            first -= 1;
        }
        let is_one = first + 1 == self.len();
        // *I* is mostly a word.
        let may_be_word = is_one && matches!(self.text(first), "i" | "a" | "o" | "y" | "я" | "и" | "о");
        if self.words[first].opening == Opening::Sentence {
            return !may_be_word;
        }
        let Some(before) = first.checked_sub(1).filter(|_| is_beside(first)) else { return false };
        let is_capital = |index: usize| self.words[index].case == Case::Capital;
        let text = self.text(before);
        TITLES.contains(&text)
            || OFFICES.contains(&text)
            || is_capital(before) && gender_of(&title_case(&text.to_uppercase())) != PersonGender::Unknown
            || text == "and"
                && !may_be_word
                && before.checked_sub(1).is_some_and(|name| is_capital(name) && !is_letter(name))
    }
}

/// Words that are written with or without a stop before a name.
const TITLES: &[&str] = &[
    "mr", "mrs", "ms", "mx", "dr", "st", "sen", "rep", "gov", "gen", "lt", "col", "sgt", "capt", "adm",
    "prof", "rev", "hon", "vs", "mme", "mlle", "sra",
];

/// Words that are so written behind a name, where a sentence may end.
const SUFFIXES: &[&str] = &["jr", "sr"];

/// Offices before a name.
const OFFICES: &[&str] = &[
    "president",
    "senator",
    "governor",
    "judge",
    "justice",
    "secretary",
    "mayor",
    "congressman",
    "congresswoman",
    "representative",
    "general",
    "colonel",
    "captain",
    "sergeant",
    "lieutenant",
    "professor",
    "doctor",
    "sir",
    "dame",
    "lord",
    "lady",
    "herr",
    "frau",
    "monsieur",
    "madame",
    "señor",
    "señora",
];

#[cfg(test)]
mod tests {
    use crate::verify::words::*;

    #[test]
    fn a_stop_that_may_end_a_sentence_counts() {
        for (a, b, expected) in [
            ("J. F. Kennedy left", "J F Kennedy left", true),
            ("with George W. Bush", "with George W Bush", true),
            ("Mr. J. Doe and Ann Lee and J. Ek", "Mr J Doe and Ann Lee and J Ek", true),
            ("the U.S. Navy", "the US Navy", true),
            ("z. B. heute", "z B heute", true),
            ("no Plan B. We will", "no Plan B We will", false),
            ("no Plan B. Smith will", "no Plan B Smith will", false),
            ("take vitamin C. Smith did", "take vitamin C Smith did", false),
            ("So did I. Kim lied", "So did I Kim lied", false),
            ("you and I. Kim lied", "you and I Kim lied", false),
            ("plans A and B. Kim lied", "plans A and B Kim lied", false),
            ("in the U.S. We stay", "in the US We stay", false),
            ("we sold 5. They left", "we sold 5 They left", false),
            ("it is 50 %. They left", "it is 50 % They left", false),
            ("我不。去", "我不去", false),
            ("план Б. Ким солгал", "план Б Ким солгал", false),
        ] {
            let (a, b) = (Words::of(a), Words::of(b));
            let are_alike =
                a.len() == b.len() && a.words.iter().zip(&b.words).all(|(a, b)| a.is_joined_as(b, b.joint));
            assert_eq!(are_alike, expected, "{:?}", (a.buffer, b.buffer));
        }
    }
}
