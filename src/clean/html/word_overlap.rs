//! Compares texts by hashes of their words.

use crate::clean::text::lexicon::word_hash::{FNV_OFFSET, FNV_PRIME};

/// Returns a hash of each word of `text`, ignoring case.
pub(super) fn word_hashes(text: &str) -> Vec<u64> {
    let mut words = Vec::new();
    let mut word = None;
    for c in text.chars() {
        if c.is_alphanumeric() {
            let hash = word.unwrap_or(FNV_OFFSET);
            word = Some(if c.is_ascii() {
                mix(hash, c.to_ascii_lowercase().into())
            } else {
                c.to_lowercase().fold(hash, |hash, c| mix(hash, c.into()))
            });
        } else {
            words.extend(word.take());
        }
    }
    words.extend(word);
    words
}

/// Returns a hash of each word of `text` like [`word_hashes`], and of each character in scripts that do not
/// separate words.
pub(super) fn token_hashes(text: &str) -> Vec<u64> {
    let mut tokens = Vec::new();
    let mut word = None;
    for c in text.chars() {
        let is_word = c.is_alphanumeric() && !is_unseparated(c);
        if c.is_ascii_alphanumeric() {
            word = Some(mix(word.unwrap_or(FNV_OFFSET), c.to_ascii_lowercase().into()));
        } else if is_word {
            word = Some(c.to_lowercase().fold(word.unwrap_or(FNV_OFFSET), |hash, c| mix(hash, c.into())));
        } else {
            tokens.extend(word.take());
            if c.is_alphanumeric() {
                tokens.push(mix(FNV_OFFSET, c.into()));
            }
        }
    }
    tokens.extend(word);
    tokens
}

/// Returns whether a character belongs to a script that does not separate words: Chinese, Japanese, Thai,
/// Lao, Burmese, Khmer.
fn is_unseparated(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Mixes a value into a hash.
fn mix(hash: u64, value: u64) -> u64 {
    (hash ^ value).wrapping_mul(FNV_PRIME)
}

/// Returns one hash for some successive words.
pub(super) fn hash_sequence(words: &[u64]) -> u64 {
    words.iter().fold(FNV_OFFSET, |hash, word| mix(hash.rotate_left(17), *word))
}

/// Returns how much of `text` is in one of `titles` and vice versa: 1 if they have the same words.
pub(super) fn overlap(text: &str, titles: &[Vec<u64>]) -> f32 {
    let words = word_hashes(text);
    let share = |title: &Vec<u64>| {
        let shared = words.iter().filter(|word| title.contains(word)).count() as f32;
        (2.0 * shared / ((words.len() + title.len()) as f32).max(1.0)).min(1.0)
    };
    titles.iter().map(share).fold(0.0, f32::max)
}
