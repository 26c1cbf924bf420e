//! The analyzer: turns text into tokens, for indexing, queries and highlighting alike.
//!
//! There is only one analyzer, so a snippet can highlight every match and a query can find every word that is
//! shown. [`TokenStream`] cuts text into words and normalizes them; [`stem()`] reduces a normalized word to
//! the stem that its inflections share.
//!
//! ```
//! use clippings::internals::analysis::tokenize;
//! let folded: Vec<_> = tokenize("“They’re in Kyiv’s F‑16 café”").map(|word| word.text).collect();
//! assert_eq!(folded, ["theyre", "in", "kyivs", "f", "16", "cafe"]);
//! ```

mod exemplar_letters;
mod function_words;
mod indic;
mod language;
mod language_names;
mod language_set;
mod names;
mod normalize;
mod noun_forms;
mod phonetic_key;
mod scripts;
mod spelling;
mod stem;
mod stop_words;
mod tokenizer;
mod trigrams;
mod version;

pub(crate) use exemplar_letters::is_spelled_in;
pub(crate) use function_words::{is_foreign_function_word, is_function_word_in, is_function_word_of};
pub use language::Language;
pub(crate) use language::detection::{DetectedLanguage, detect, detect_in_source};
pub(crate) use language::is_function_word;
pub(crate) use language_set::{LanguageSet, Unjoined};
pub(crate) use names::{NameFinder, announces_name, given_names, is_given_name, name_forms};
pub(crate) use normalize::{is_hebrew, is_typed_gershayim, is_unspaced};
pub(crate) use noun_forms::noun_forms;
pub(crate) use phonetic_key::phonetic_key;
pub(crate) use spelling::{
    CapitalFinder, Likeness, SpellingKeys, are_a_vowel_apart, can_be_spelled_otherwise, ending_fits,
    han_spellings, is_acronym, is_case_of_another, is_common_word, is_latin, is_no_function_word,
    is_no_surname, is_slur, is_vulgar, loose_key, romanize, unify_letters, written_name,
};
pub use stem::{FUNCTION_WORD, InflectionTable, Languages, stem};
pub(crate) use stem::{QueryStem, StemMatcher, WordRange, stem_with, tagged_stem};
pub(crate) use stop_words::{is_stop_word, stop_words};
pub(crate) use tokenizer::acronyms::{acronym_token, dotted, doubled_acronym, spaced_initials};
pub(crate) use tokenizer::apostrophes::turkish_name;
pub(crate) use tokenizer::bigrams::{bigram_letters, bigram_spellings, has_gap, is_unspaced_letter};
pub(crate) use tokenizer::letter_marks::{
    as_typed, exact_query_tokens, exact_terms, is_marked_term, marked_term, without_marker,
};
pub(crate) use tokenizer::numbers::spaced_number;
pub(crate) use tokenizer::symbols::{superscript_digit, takes_exponent};
pub(crate) use tokenizer::{Token, TokenStream, query_tokens};
pub use tokenizer::{tokenize, tokenize_with};
pub(crate) use trigrams::WordProbabilities;
pub use version::AnalyzerVersion;
pub(crate) use version::WITHOUT_TABLES;
