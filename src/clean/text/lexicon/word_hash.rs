//! Hashes of words and lines.
//!
//! Letters are mixed into a word by FNV-1a, words into a line by rotation and multiplication. Two low bits
//! are flags. The models refer to words by these hashes: a change needs new training.

/// Offset basis of FNV-1a.
pub(crate) const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
/// Prime of FNV-1a.
pub(crate) const FNV_PRIME: u64 = 0x0000_0100_0000_01b3;
/// The hash of every number, whatever its digits.
pub(crate) const NUMBER: u64 = 0x9e37_79b9_7f4a_7c15;

/// Flag set in every finished hash, so that no hash is 0.
const NONZERO_BIT: u64 = 1;
/// Flag of function words.
const FUNCTION_WORD_BIT: u64 = 2;

/// Mixes the hash of a word into that of its line.
#[inline]
pub(crate) fn mix(hash: u64, value: u64) -> u64 {
    (hash.rotate_left(23) ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Finishes a hash: spreads its bits and clears the flags.
#[inline]
pub(crate) fn finish(hash: u64) -> u64 {
    let hash = hash ^ (hash >> 32);
    (hash.wrapping_mul(0xd6e8_feb8_6659_fd93) ^ (hash >> 29)) & !(NONZERO_BIT | FUNCTION_WORD_BIT)
        | NONZERO_BIT
}

/// Sets or clears the flag of function words: pages ask for it often and for every word.
#[inline]
pub(crate) fn with_function_flag(word: u64, is_function_word: bool) -> u64 {
    without_function_flag(word) | u64::from(is_function_word) << 1
}

/// Clears the flag of function words, which is no part of a word's key.
#[inline]
pub(crate) fn without_function_flag(word: u64) -> u64 {
    word & !FUNCTION_WORD_BIT
}

/// Returns whether the word with this hash is a function word.
#[inline]
pub(crate) fn is_function_word(word: u64) -> bool {
    word & FUNCTION_WORD_BIT != 0
}
