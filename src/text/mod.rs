//! Offsets and lines: text that maps back to the original file.
//!
//! All code that cuts or decodes text does so through [`MappedText`], so that a position in the clean text
//! maps to a byte of the file as it was saved, and through [`LineIndex`] to a line, or to a page of a file
//! that has pages ([`FilePosition`]).

mod capital;
mod char_boundary;
mod character_references;
pub(crate) mod data_url;
pub(crate) mod dates;
pub(crate) mod leb128;
mod mapped_text;
pub(crate) mod mojibake;
pub mod path_key;
mod position;
pub mod regular_file;
mod sentences;
pub mod shell_word;
mod shift;
pub(crate) mod url;
pub(crate) mod wrong_code_page;

pub(crate) use capital::capitalized;
pub(crate) use char_boundary::floor_char_boundary;
pub(crate) use character_references::{decode_reference, decode_references};
pub use mapped_text::MappedText;
pub(crate) use position::LineStart;
pub use position::{FilePosition, LineIndex, LineMap, PageStart, split_position};
pub(crate) use sentences::{SentenceRules, sentence_around, sentence_starts};
pub(crate) use shift::{TextShift, raised};

/// Replaces each run of white space in `text` with one space, and removes that at its ends.
pub fn single_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Formats a number with a comma before each group of three digits.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
