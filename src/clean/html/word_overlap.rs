//! Compares texts by hashes of their words.

use crate::clean::text::word_hash::{FNV_OFFSET, FNV_PRIME};

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
