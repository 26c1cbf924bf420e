//! Given names, and whether they are names of women or of men.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// Sex that a given name or a title tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PersonGender {
    Woman,
    Man,
    Unknown,
}

/// Given names of women, and of men, that are rarely names of the others, as `eval/genders.py` takes them
/// from the census of the United States, and some of other countries.
const WOMEN: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/quote/women.txt"));
const MEN: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/quote/men.txt"));

static GIVEN_NAMES: LazyLock<FxHashMap<&'static str, PersonGender>> =
    LazyLock::new(|| given_names().collect());

/// Returns the given names whose gender is known.
pub(super) fn given_names() -> impl Iterator<Item = (&'static str, PersonGender)> {
    let women = WOMEN.split_ascii_whitespace().map(|name| (name, PersonGender::Woman));
    women.chain(MEN.split_ascii_whitespace().map(|name| (name, PersonGender::Man)))
}

/// Returns whether a word is a common given name.
pub(super) fn is_given_name(word: &str) -> bool {
    GIVEN_NAMES.contains_key(word)
}

/// Returns what a given name, written with its capital, tells.
pub(crate) fn gender_of(given_name: &str) -> PersonGender {
    GIVEN_NAMES.get(given_name).copied().unwrap_or(PersonGender::Unknown)
}

/// Returns `word` with lower-case letters behind its first one.
pub(crate) fn title_case(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().into_iter().chain(chars.flat_map(char::to_lowercase)).collect()
}
