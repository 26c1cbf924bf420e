//! Compares the spellings of names, and finds the words that a text writes with a capital.

mod capitals;
mod common_words;
mod han_variants;
mod likeness;
mod misspelling;
mod one_letter;
mod other_script;
mod romanize;
mod syllables;
mod vulgar_words;

pub(crate) use capitals::{CapitalFinder, can_be_spelled_otherwise, written_name};
pub(crate) use common_words::{is_common_word, is_no_surname, is_slur};
pub(crate) use han_variants::han_spellings;
pub(crate) use likeness::{SpellingKeys, loose_key};
pub(crate) use misspelling::{Likeness, are_a_vowel_apart};
pub(crate) use one_letter::unify_letters;
pub(crate) use other_script::{ending_fits, is_acronym, is_case_of_another, is_no_function_word};
pub(crate) use romanize::{is_latin, romanize};
pub(crate) use vulgar_words::is_vulgar;
